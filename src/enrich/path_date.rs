//! Dates in paths: `1987/batch-01/`, `1997/07/31/`, `19970731/`, `2017-01-31T034729Z_…`, `310797.FRA`, `31jul97`,
//! `afp_eng_199501`.

use super::date::year_fits;
use crate::language::calendar::Calendar;
use crate::story::When;

/// What a path says of a date.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct PathDate {
    /// The date.
    pub when: Option<When>,
    /// A name that may be two dates and so is none: `010203`.
    pub doubtful: Option<String>,
}

/// The most precise date that a path names; of equals the one nearest to the file. `last_year` is the last that counts.
pub(super) fn of(path: &str, last_year: i32, calendar: &Calendar) -> PathDate {
    let parts: Vec<&str> = path
        .split(['/', '\\'])
        .map(folder_name)
        .filter(|part| !part.is_empty())
        .collect();
    let Some((file, folders)) = parts.split_last() else {
        return PathDate::default();
    };
    let mut doubtful = None;
    let mut found = folder_chain(folders, file, last_year, calendar);
    for part in &parts {
        let short = match six_digits(part, last_year) {
            Six::Date(when) => Some(when),
            Six::Doubtful(when) => {
                doubtful = Some(part.to_string());
                when
            }
            Six::None => None,
        };
        for when in [in_name(part, last_year, calendar), short]
            .into_iter()
            .flatten()
        {
            if found.is_none_or(|before| when.precision() >= before.precision()) {
                found = Some(when);
            }
        }
    }
    PathDate {
        doubtful: doubtful.filter(|_| found.is_none_or(|when| matches!(when, When::Year(_)))),
        when: found,
    }
}

/// What the names of bundles end with.
const BUNDLES: &[&str] = &[
    "zip", "tar", "tgz", "tbz", "tbz2", "txz", "tzst", "gz", "bz2", "xz", "zst",
];

/// A part of a path; a bundle on the way has the name of the folder that it unpacks to: `19970731` of
/// `19970731.tar.gz!`.
fn folder_name(part: &str) -> &str {
    let Some(mut name) = part.strip_suffix('!') else {
        return part;
    };
    while let Some((stem, ending)) = name.rsplit_once('.')
        && BUNDLES
            .iter()
            .any(|known| ending.eq_ignore_ascii_case(known))
    {
        name = stem;
    }
    name
}

/// Folders of years, months and days: `2007/06/18/`, `1997/jul/31/`, `1997/0731/`, `1997/07-31/`, with the day in the
/// file's name too: `1997/07/31.txt`. A North Korean year counts twice: `juche99-2010`.
fn folder_chain(folders: &[&str], file: &str, last_year: i32, calendar: &Calendar) -> Option<When> {
    let year_of_folder = |part: &str| {
        let juche = part.strip_prefix("juche");
        let year = juche.map_or(part, |years| years.rsplit('-').next().unwrap_or(years));
        year_of(year, last_year)
    };
    let at = folders
        .iter()
        .rposition(|part| year_of_folder(part).is_some())?;
    let year = year_of_folder(folders[at])?;
    let next = folders.get(at + 1).copied().unwrap_or_default();
    if let (4, Some(month), Some(day)) = (next.len(), number(next, 0, 2), number(next, 2, 4))
        && let Some(when) = When::day(year, month, day)
    {
        return Some(when);
    }
    if let Some((month, day)) = next.split_once(['-', '_'])
        && let Some(when) = one_or_two(month)
            .zip(one_or_two(day))
            .and_then(|(month, day)| When::day(year, month, day))
    {
        return Some(when);
    }
    // `07`, `jul`, `07-July`
    let named = || {
        let word = next.trim_start_matches(|c: char| c.is_ascii_digit() || "-_. ".contains(c));
        calendar.exact_month(word).filter(|_| !word.is_empty())
    };
    let month = one_or_two(next).or_else(named);
    let stem = || {
        let stem = file.split('.').next().unwrap_or_default();
        let is_next = folders.len() == at + 2 && stem.len() == 2;
        is_next.then(|| one_or_two(stem)).flatten()
    };
    let day = folders
        .get(at + 2)
        .and_then(|part| one_or_two(part))
        .or_else(stem);
    let whole = month
        .zip(day)
        .and_then(|(month, day)| When::day(year, month, day));
    whole
        .or_else(|| When::month(year, month?))
        .or(Some(When::Year(year)))
}

/// A date inside one name: digits in a row, or parted by hyphens, underscores or dots, or around a month's name.
fn in_name(name: &str, last_year: i32, calendar: &Calendar) -> Option<When> {
    let runs = runs(name);
    let year = |text: &str| year_of(text, last_year);
    let part = |text: &str| (text.len() <= 2).then(|| text.parse().ok()).flatten();
    // Year, month, day with one sign between each; then the day first, as 31-07-1997.
    let parted = runs.windows(5).find_map(|five| {
        let [a, s, b, t, c] = five else { return None };
        if !(is_sign(s) && is_sign(t)) {
            return None;
        }
        let month = || part(b).or_else(|| calendar.exact_month(b));
        let begins = || When::day(year(a)?, month()?, part(c.get(..2).unwrap_or(c))?);
        let ends = || When::day(year(c)?, month()?, part(a)?);
        begins().or_else(ends)
    });
    parted
        .or_else(|| runs.iter().find_map(|run| in_digits(run, last_year)))
        .or_else(|| around_month(&runs, last_year, calendar))
        .or_else(|| {
            runs.windows(3).find_map(|three| {
                let [a, s, b] = three else { return None };
                let close = is_sign(s) && b.len() == 2;
                close.then(|| When::month(year(a)?, b.parse().ok()?))?
            })
        })
}

fn is_sign(run: &str) -> bool {
    matches!(run, "-" | "_" | "." | " ")
}

/// `jul97`, `31jul97`, `July1997`, `1997jul`, `31-Jul-1997` with its signs left out.
fn around_month(runs: &[&str], last_year: i32, calendar: &Calendar) -> Option<When> {
    let runs: Vec<&str> = runs.iter().copied().filter(|run| !is_sign(run)).collect();
    let digits = |at: usize| {
        runs.get(at)
            .copied()
            .filter(|run| run.as_bytes()[0].is_ascii_digit())
    };
    let year = |at: usize| {
        let run = digits(at)?;
        let short = || {
            Some(full_year(
                number(run, 0, 2).filter(|_| run.len() == 2)? as i32,
                last_year,
            ))
        };
        year_of(run, last_year).or_else(short)
    };
    (0..runs.len()).find_map(|at| {
        let month = calendar
            .exact_month(runs[at])
            .filter(|_| runs[at].len() >= 3)?;
        let before = at.checked_sub(1);
        let day = before.and_then(digits).filter(|run| run.len() <= 2);
        let day: Option<u32> = day.and_then(|day| day.parse().ok());
        if let Some(when) = day.and_then(|day| When::day(year(at + 1)?, month, day)) {
            return Some(when);
        }
        // `dec18` may be a day as well as a year; `jul97` and `jul1997` are years.
        let clear = |at: usize| {
            digits(at).is_some_and(|run| run.len() == 4 || number(run, 0, 2) > Some(31))
        };
        let after = clear(at + 1).then(|| year(at + 1)).flatten();
        let first = || before.filter(|at| clear(*at)).and_then(year);
        When::month(after.or_else(first)?, month)
    })
}

/// `19970731`, `200706150920`, `199501`.
fn in_digits(run: &str, last_year: i32) -> Option<When> {
    if !run.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let year = year_of(run.get(..4)?, last_year)?;
    match run.len() {
        8 | 12 | 14 => When::day(year, number(run, 4, 6)?, number(run, 6, 8)?),
        6 => When::month(year, number(run, 4, 6)?),
        _ => None,
    }
}

/// What a whole name of six digits says.
enum Six {
    None,
    Date(When),
    /// Two dates, and what both agree on.
    Doubtful(Option<When>),
}

/// `310797.FRA`, `970731/`: a whole name of day, month and year, or of year, month and day. Other digits are numbers.
fn six_digits(name: &str, last_year: i32) -> Six {
    let stem = name.split('.').next().unwrap_or_default();
    if stem.len() != 6
        || !stem.bytes().all(|b| b.is_ascii_digit())
        || in_digits(stem, last_year).is_some()
    {
        return Six::None;
    }
    let [a, b, c] = [0, 2, 4].map(|at| number(stem, at, at + 2).unwrap_or_default());
    let day = |year: u32, day| When::day(full_year(year as i32, last_year), b, day);
    match (day(c, a), day(a, c)) {
        (Some(one), Some(other)) if one == other => Six::Date(one),
        (Some(_), Some(_)) => Six::Doubtful(None),
        (Some(one), None) | (None, Some(one)) => Six::Date(one),
        (None, None) => Six::None,
    }
}

/// The year that two digits mean: none after the last that counts.
pub(super) fn full_year(two_digits: i32, last_year: i32) -> i32 {
    let later = two_digits + 2000;
    if later <= last_year {
        later
    } else {
        later - 100
    }
}

fn year_of(digits: &str, last_year: i32) -> Option<i32> {
    let year = digits.parse().ok()?;
    (digits.len() == 4 && year_fits(year, last_year)).then_some(year)
}

fn number(text: &str, from: usize, to: usize) -> Option<u32> {
    let part = text.get(from..to)?;
    part.bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| part.parse().ok())?
}

fn one_or_two(text: &str) -> Option<u32> {
    number(text, 0, text.len()).filter(|_| matches!(text.len(), 1 | 2))
}

/// Runs of digits, of letters, and of what is neither.
fn runs(name: &str) -> Vec<&str> {
    let kind = |c: char| (c.is_ascii_digit(), c.is_alphabetic());
    let mut runs = Vec::new();
    let mut rest = name;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|c| kind(c) != kind(first)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        runs.push(run);
        rest = after;
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
            ("wire/1997/jul/31/a.txt", Some("1997-07-31")),
            ("wire/1997/07-July/a.txt", Some("1997-07")),
            ("wire/1997/0731/a.txt", Some("1997-07-31")),
            ("wire/1997/07-31/a.txt", Some("1997-07-31")),
            ("wire/1997/07/31.txt", Some("1997-07-31")),
            ("wire/1997/07/1.txt", Some("1997-07")),
            ("wire/juche99-2010/07-31/a.txt", Some("2010-07-31")),
            ("2017-01-31T034729Z_1_X.XML", Some("2017-01-31")),
            ("a/31-07-1997_x.txt", Some("1997-07-31")),
            ("a/310797.FRA", Some("1997-07-31")),
            ("a/970731.txt", Some("1997-07-31")),
            ("a/970731/00012.txt", Some("1997-07-31")),
            ("a/jul97/00012.txt", Some("1997-07")),
            ("a/31jul97.txt", Some("1997-07-31")),
            ("a/31-Jul-1997.txt", Some("1997-07-31")),
            ("a/AOU1997.txt", Some("1997-08")),
            ("a/juillet_1997/b.txt", Some("1997-07")),
            ("FKBR200706150920_141.txt", Some("2007-06-15")),
            ("afp_eng_199501", Some("1995-01")),
            ("news-2020-11/a.txt", Some("2020-11")),
            ("19970731.zip!/a", Some("1997-07-31")),
            ("data/seed/000_396efe299cac4d06.txt", None),
            ("a/12345678.txt", None),
            ("a/dec18.txt", None),
            ("a/2999/b.txt", None),
            ("", None),
        ] {
            let found = of(path, 2026, Calendar::built_in());
            assert_eq!(
                found.when.map(|when| when.to_string()).as_deref(),
                wanted,
                "{path}"
            );
            assert_eq!(found.doubtful, None);
        }
    }

    #[test]
    fn a_bundle_is_the_folder_that_it_unpacks_to() {
        for (packed, unpacked) in [
            ("disk.zip!/1997/0731.FRA", "disk/1997/0731.FRA"),
            ("wire/1997/0731.TAR.GZ!/a.txt", "wire/1997/0731/a.txt"),
            ("1997.zip!/07.tar!/31.txt", "1997/07/31.txt"),
            ("jul97.zip!/a.tgz!/b", "jul97/a/b"),
        ] {
            let of = |path| of(path, 2026, Calendar::built_in());
            assert_eq!(of(packed), of(unpacked), "{packed}");
            assert!(of(packed).when.is_some(), "{packed}");
        }
    }

    #[test]
    fn six_digits_that_may_be_two_dates_are_none() {
        let found = of("a/010203.txt", 2026, Calendar::built_in());
        assert_eq!(
            (found.when, found.doubtful.as_deref()),
            (None, Some("010203.txt"))
        );
        let found = of("1999/120199.txt", 2026, Calendar::built_in());
        assert_eq!(
            found.when.map(|when| when.to_string()).as_deref(),
            Some("1999-01-12")
        );
    }
}
