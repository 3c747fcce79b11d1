//! Dates in paths: `1987/batch-01/`, `19970731/`, `2017-01-31T034729Z_…`, `310797.FRA`, `afp_eng_199501`.

use super::date::year_fits;
use crate::story::When;

/// The most precise date that a path names; of equals the one nearest to the file. `last_year` is the last that counts.
pub(super) fn of(path: &str, last_year: i32) -> Option<When> {
    let parts: Vec<&str> = path
        .split(['/', '\\'])
        .filter(|part| !part.is_empty())
        .collect();
    let (file, folders) = parts.split_last()?;
    let inside = parts.iter().filter_map(|part| in_name(part, last_year));
    let file_day = day_month_year(file, last_year);
    let all = folder_chain(folders, last_year)
        .into_iter()
        .chain(inside)
        .chain(file_day);
    all.max_by_key(When::precision)
}

/// Folders of years, months and days: `2007/06/18/`.
fn folder_chain(folders: &[&str], last_year: i32) -> Option<When> {
    let number = |part: Option<&&str>, digits: usize| -> Option<u32> {
        part.filter(|part| part.len() <= digits && !part.is_empty())?
            .parse()
            .ok()
    };
    let at = folders
        .iter()
        .rposition(|part| part.len() == 4 && year_of(part, last_year).is_some())?;
    let year = year_of(folders[at], last_year)?;
    let month = number(folders.get(at + 1), 2);
    let day = number(folders.get(at + 2), 2);
    let whole = month
        .zip(day)
        .and_then(|(month, day)| When::day(year, month, day));
    whole
        .or_else(|| When::month(year, month?))
        .or(Some(When::Year(year)))
}

/// A date inside one name: digits in a row, or parted by hyphens, underscores or dots.
fn in_name(name: &str, last_year: i32) -> Option<When> {
    let runs: Vec<(usize, &str)> = digit_runs(name);
    let parted = runs.windows(3).find_map(|three| {
        let [(_, year), (month_at, month), (day_at, day)] = three else {
            return None;
        };
        let close = name
            .as_bytes()
            .get(month_at - 1)
            .is_some_and(|b| b"-_.".contains(b))
            && month_at - 1 == three[0].0 + year.len()
            && day_at - 1 == month_at + month.len();
        let day = close.then(|| {
            When::day(
                year_of(year, last_year)?,
                month.parse().ok()?,
                day.parse().ok()?,
            )
        });
        day.flatten()
    });
    parted
        .or_else(|| runs.iter().find_map(|(_, run)| in_digits(run, last_year)))
        .or_else(|| {
            runs.windows(2).find_map(|two| {
                let [(at, year), (month_at, month)] = two else {
                    return None;
                };
                let close = month.len() == 2 && at + year.len() + 1 == *month_at;
                close.then(|| When::month(year_of(year, last_year)?, month.parse().ok()?))?
            })
        })
}

/// `19970731`, `200706150920`, `199501`.
fn in_digits(run: &str, last_year: i32) -> Option<When> {
    let number = |from: usize, to: usize| run.get(from..to)?.parse::<u32>().ok();
    let year = year_of(run.get(..4)?, last_year)?;
    match run.len() {
        8 | 12 | 14 => When::day(year, number(4, 6)?, number(6, 8)?),
        6 => When::month(year, number(4, 6)?),
        _ => None,
    }
}

/// `310797.FRA`: a whole name of day, month and year.
fn day_month_year(file: &str, last_year: i32) -> Option<When> {
    let stem = file.split('.').next()?;
    let digits = stem.len() == 6 && stem.bytes().all(|b| b.is_ascii_digit());
    let number = |from: usize, to: usize| stem.get(from..to)?.parse::<u32>().ok();
    let year = number(4, 6).filter(|_| digits)? as i32;
    let year = if year + 2000 <= last_year {
        year + 2000
    } else {
        year + 1900
    };
    When::day(year, number(2, 4)?, number(0, 2)?)
}

fn year_of(digits: &str, last_year: i32) -> Option<i32> {
    let year = digits.parse().ok()?;
    (digits.len() == 4 && year_fits(year, last_year)).then_some(year)
}

/// Runs of digits and where they begin.
fn digit_runs(name: &str) -> Vec<(usize, &str)> {
    let mut runs = Vec::new();
    let mut start = None;
    for (at, byte) in name.bytes().chain([b' ']).enumerate() {
        match (byte.is_ascii_digit(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                runs.push((from, &name[from..at]));
                start = None;
            }
            _ => {}
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_precise_date_of_a_path_counts() {
        for (path, wanted) in [
            ("stories/1987/batch-00/00001.txt", Some("1987")),
            ("wire/19970731/a.txt", Some("1997-07-31")),
            ("wire/1997/07/31/a.txt", Some("1997-07-31")),
            ("wire/1997/07/a.txt", Some("1997-07")),
            ("2017-01-31T034729Z_1_X.XML", Some("2017-01-31")),
            ("a/310797.FRA", Some("1997-07-31")),
            ("FKBR200706150920_141.txt", Some("2007-06-15")),
            ("afp_eng_199501", Some("1995-01")),
            ("news-2020-11/a.txt", Some("2020-11")),
            ("data/seed/000_396efe299cac4d06.txt", None),
            ("a/12345678.txt", None),
            ("a/2999/b.txt", None),
            ("", None),
        ] {
            assert_eq!(
                of(path, 2026).map(|when| when.to_string()).as_deref(),
                wanted,
                "{path}"
            );
        }
    }
}
