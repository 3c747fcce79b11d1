//! Names of months and weekdays in every language we know, looked up by a word as it is printed. Knows no dates.

use super::LANGUAGES;
use super::words::folded;
use chrono::Weekday;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// The month (1–12) that a word names in any language, whatever its case, accents and trailing full stop.
///
/// A longer word may have one letter wrong (`Mach`, `Setember`), if only one month comes that near.
pub fn month(word: &str) -> Option<u32> {
    exact_month(word).or_else(|| {
        let folded: Vec<char> = fold(word).chars().collect();
        let mut near = NAMES
            .spelt
            .iter()
            .filter(|(name, _)| one_letter_apart(name, &folded))
            .map(|(_, month)| *month);
        let first = near.next()?;
        near.all(|other| other == first).then_some(first)
    })
}

/// The month (1–12) that a word names, spelt right.
pub fn exact_month(word: &str) -> Option<u32> {
    NAMES.months.get(&*fold(word)).map(|(month, _)| *month)
}

/// Whether a word begins the name of a month that has two, as `كانون الثاني` has.
pub fn begins_month(word: &str) -> bool {
    NAMES.beginnings.contains(&*fold(word))
}

/// The weekday that a word names in any language.
pub fn weekday(word: &str) -> Option<Weekday> {
    NAMES
        .weekdays
        .get(&*fold(word))?
        .first()
        .map(|(_, day)| *day)
}

/// The languages, by ISO code, in which a word names a month: what a short text may lean on.
pub fn languages_of_month(word: &str) -> &'static [&'static str] {
    NAMES
        .months
        .get(&*fold(word))
        .map_or(&[], |(_, languages)| languages)
}

/// The weekday that a word names in one language only.
pub fn weekday_in(language: &str, word: &str) -> Option<Weekday> {
    let named = NAMES.weekdays.get(&*fold(word))?;
    named
        .iter()
        .find(|(code, _)| *code == language)
        .map(|(_, day)| *day)
}

/// Every name of every month and weekday, folded, with the languages that have it.
#[derive(Default)]
struct Names {
    months: HashMap<String, (u32, Vec<&'static str>)>,
    weekdays: HashMap<String, Vec<(&'static str, Weekday)>>,
    /// First words of the months' names that have two.
    beginnings: HashSet<String>,
    /// The months' names, letter by letter.
    spelt: Vec<(Vec<char>, u32)>,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let mut names = Names::default();
    for language in LANGUAGES.iter() {
        for (month, words) in (1..).zip(&language.months) {
            for word in words {
                names.add_month(fold(word).into_owned(), month, &language.code);
            }
        }
        for (day, words) in (0u8..).zip(&language.weekdays) {
            let Ok(day) = Weekday::try_from(day) else {
                continue;
            };
            for word in words {
                names
                    .weekdays
                    .entry(fold(word).into_owned())
                    .or_default()
                    .push((&language.code, day));
            }
        }
    }
    names
});

impl Names {
    fn add_month(&mut self, name: String, month: u32, language: &'static str) {
        let spelt: Vec<char> = name.chars().collect();
        if let Some((beginning, _)) = name.split_once(' ') {
            self.beginnings.insert(beginning.into());
        }
        let (_, languages) = self.months.entry(name).or_insert((month, Vec::new()));
        if !languages.contains(&language) {
            languages.push(language);
        }
        self.spelt.push((spelt, month));
    }
}

/// The word that a name is looked up by: no case, no accents, no trailing full stop.
fn fold(word: &str) -> Cow<'_, str> {
    folded(word.trim_end_matches('.'))
}

/// Whether two words of at least four letters differ by one letter too many, too few, or wrong. Only
/// of five letters and more may the first one be wrong: `June` must not become `dune`.
fn one_letter_apart(a: &[char], b: &[char]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if b.len() < 4
        || long.len() < 5
        || long.len() - short.len() > 1
        || (short.len() < 5 && a.first() != b.first())
    {
        return false;
    }
    let same_start = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    let skip = usize::from(long.len() == short.len());
    short[(same_start + skip).min(short.len())..] == long[same_start + 1..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_known_in_many_languages_cases_and_cuts() {
        for (word, wanted) in [
            ("nov", 11),
            ("NOVEMBRE", 11),
            ("Sept.", 9),
            ("août", 8),
            ("AOU", 8),
            ("févr.", 2),
            ("März", 3),
            ("maerz", 3),
            ("LUG", 7),
            ("ноября", 11),
            ("листопада", 11),
            ("listopada", 11),
            ("června", 6),
            ("července", 7),
            ("KASIM", 11),
            ("kasım", 11),
            ("أبريل", 4),
            ("كانون الثاني", 1),
            ("նոյեմբերի", 11),
            ("Μαΐου", 5),
            ("ΝΟΕΜΒΡΙΟΣ", 11),
            ("szeptember", 9),
            ("Ogos", 8),
        ] {
            assert_eq!(month(word), Some(wanted), "{word}");
        }
        for word in ["", ".", "lundi", "Paris", "mist", "x"] {
            assert_eq!(month(word), None, "{word}");
        }
    }

    #[test]
    fn one_wrong_letter_in_a_long_month_is_forgiven() {
        for (word, wanted) in [
            ("Mach", 3),
            ("Narch", 3),
            ("Setember", 9),
            ("Novermber", 11),
            ("janvie", 1),
        ] {
            assert_eq!(month(word), Some(wanted), "{word}");
            assert_eq!(exact_month(word), None, "{word}");
        }
        for word in ["dec0", "Dune", "ma", "mak"] {
            assert_eq!(month(word), None, "{word}");
        }
    }

    #[test]
    fn no_word_names_two_months_or_two_days() {
        let mut months = HashMap::new();
        for language in LANGUAGES.iter() {
            for (month, words) in language.months.iter().enumerate() {
                for word in words {
                    let before = months.insert(fold(word).into_owned(), month);
                    assert!(before.is_none_or(|b| b == month), "{word}");
                }
            }
        }
    }

    #[test]
    fn weekdays_are_known_by_language() {
        assert_eq!(weekday("mardi"), Some(Weekday::Tue));
        assert_eq!(weekday("Monday"), Some(Weekday::Mon));
        assert_eq!(weekday_in("ru", "среду"), Some(Weekday::Wed));
        assert_eq!(weekday_in("fr", "среду"), None);
        assert_eq!(languages_of_month("août"), ["fr"]);
    }
}
