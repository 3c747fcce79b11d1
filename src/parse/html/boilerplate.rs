//! What sites put between and around the words of a story: share lines, related links, notes on cookies, copyright.

use super::text::Paragraph;
use crate::facts::Facts;
use crate::parse::clean::{folded, squeeze};
use std::sync::LazyLock;

/// Longer paragraphs are prose, in characters: prose may begin with the words of boilerplate.
const LINE: usize = 160;
/// The longest line with a copyright, in characters.
const COPYRIGHT: usize = 400;

struct Table {
    /// What lines begin with, in lower case.
    begin: Vec<&'static str>,
    /// Whole lines, folded.
    whole: Vec<String>,
    /// Headings of lists after which no story goes on, folded.
    stop: Vec<String>,
}

/// The phrases, each with how it is met.
const TSV: &str = include_str!("boilerplate.tsv");

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let rows = || {
        TSV.lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| line.split_once('\t'))
    };
    let of = |wanted: &'static str| {
        rows()
            .filter(move |(how, _)| *how == wanted)
            .map(|(_, words)| words)
    };
    Table {
        begin: of("begin").collect(),
        whole: of("whole").map(folded).collect(),
        stop: of("stop").map(folded).collect(),
    }
});

/// Removes what is no story's from a list of paragraphs.
pub(super) fn strip(paragraphs: &mut Vec<Paragraph>) {
    if let Some(stop) = paragraphs.iter().position(is_stop)
        && stop > 0
    {
        paragraphs.truncate(stop);
    }
    paragraphs.retain(|paragraph| !is_boilerplate(&paragraph.text));
}

/// Whether a heading begins a list after which no story goes on.
pub(super) fn is_stop(paragraph: &Paragraph) -> bool {
    let short = paragraph.text.len() <= LINE;
    short && paragraph.place.heading > 0 && TABLE.stop.contains(&folded(&paragraph.text))
}

/// Whether a paragraph is a line that sites put among a story's.
pub(super) fn is_boilerplate(text: &str) -> bool {
    if text.len() > 4 * LINE || text.chars().count() > LINE {
        return false;
    }
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
    if bare.is_empty() {
        return true;
    }
    let lower = bare.to_lowercase();
    let begins = TABLE.begin.iter().any(|phrase| {
        lower.strip_prefix(phrase).is_some_and(|rest| {
            !rest.starts_with(char::is_alphanumeric) || phrase.ends_with(is_unspaced)
        })
    });
    let word = folded(&lower);
    begins || TABLE.whole.contains(&word) || is_minutes(&word)
}

fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
}

/// `4 Min Read`, `2 min de lecture`.
fn is_minutes(folded: &str) -> bool {
    let rest = folded.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < folded.len()
        && matches!(
            rest,
            "minread"
                | "minutesread"
                | "minuteread"
                | "mindelecture"
                | "minlesezeit"
                | "minlesen"
                | "mindelectura"
        )
}

/// The agency that a line with a copyright names: `© 2000 AFP. Tous droits de reproduction réservés`.
pub(in super::super) fn copyright<'a>(text: &str, facts: &'a Facts) -> Option<&'a str> {
    let lower = text.to_lowercase();
    let signs = [
        "©",
        "(c)",
        "copyright",
        "все права",
        "tous droits",
        "&copy;",
    ];
    if text.chars().count() > COPYRIGHT || !signs.iter().any(|sign| lower.contains(sign)) {
        return None;
    }
    let words = text.split([
        '©', '.', ',', ';', ':', '(', ')', '/', '«', '»', '"', '\n', '|',
    ]);
    let words = words.flat_map(|part| part.split(" - "));
    words.map(squeeze).find_map(|part| {
        let name = part.trim_matches(|c: char| c.is_ascii_digit() || " -–".contains(c));
        let first = [
            "Copyright",
            "copyright",
            "by",
            "The",
            "the",
            "Agence",
            "АО",
            "МИА",
            "ФГУП",
            "ИТАР-",
            "c",
        ];
        let mut name = name;
        loop {
            if let Some(agency) = known(name, facts) {
                return Some(agency);
            }
            let begin = first
                .iter()
                .find(|begin| name.starts_with(**begin) && name[begin.len()..].starts_with(' '))?;
            name = name[begin.len()..]
                .trim_start_matches(|c: char| c.is_ascii_digit() || " -–".contains(c));
        }
    })
}

/// The year of a line with a copyright, where it gives one alone: `© 1998-2005` dates the site.
pub(super) fn copyright_year(text: &str) -> Option<i32> {
    let figures = text.split(|c: char| !c.is_ascii_digit());
    let mut years =
        figures.filter(|it| it.len() == 4 && (it.starts_with("19") || it.starts_with("20")));
    let year = years.next()?.parse().ok()?;
    years.next().is_none().then_some(year)
}

fn known<'a>(name: &str, facts: &'a Facts) -> Option<&'a str> {
    let first = name.split(' ').next().unwrap_or(name);
    let upper = first.len() >= 2 && first.chars().all(|c| c.is_uppercase());
    let of_mark = || facts.agencies.by_mark(first).filter(|_| upper);
    let agency = facts.agencies.by_mark(name).or_else(of_mark);
    agency.map(|agency| {
        agency
            .marks
            .first()
            .map_or(agency.id.as_str(), String::as_str)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_site_are_told_from_a_storys() {
        for line in [
            "Read also: Museum opens",
            "4 Min Read",
            "Читайте также: Музей",
            "* * *",
            "Share",
            "相关新闻：风筝",
        ] {
            assert!(is_boilerplate(line), "{line}");
        }
        for line in [
            "Shares of the kite maker rose.",
            "Read alsop's book.",
            "More museums open.",
            "The print sold for 4 pounds.",
        ] {
            assert!(!is_boilerplate(line), "{line}");
        }
    }

    #[test]
    fn a_copyright_of_one_year_dates_the_page() {
        assert_eq!(copyright_year("© 2000 AFP"), Some(2000));
        assert_eq!(copyright_year("© 1998-2005 AFP"), None);
        assert_eq!(copyright_year("© AFP"), None);
    }

    #[test]
    fn a_copyright_names_its_agency() {
        let facts = Facts::built_in();
        for (line, agency) in [
            (
                "© 2000 AFP. Tous droits de reproduction et de représentation réservés.",
                Some("AFP"),
            ),
            (
                "Copyright 1998 The Associated Press. All rights reserved.",
                Some("AP"),
            ),
            ("(c) Reuters 2001. All rights reserved", Some("Reuters")),
            ("© The Daily Kite", None),
            ("AFP said so.", None),
        ] {
            assert_eq!(copyright(line, facts), agency, "{line}");
        }
    }
}
