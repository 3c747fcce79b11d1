//! Names of months and weekdays in every language we know, looked up by a word as it is printed. Knows no dates.

use super::words::folded;
use super::{Language, all};
use chrono::Weekday;
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::sync::LazyLock;

/// The calendar that a month belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum System {
    /// The one that agencies date by.
    Gregorian,
    /// The solar one of Iran and Afghanistan.
    Persian,
    /// The lunar one, which Gulf agencies print beside the Gregorian.
    Islamic,
}

/// What one word, or two, may mean in a date.
#[derive(Debug, Clone, Default)]
pub struct Word {
    /// The month (1–12) and its calendar.
    pub month: Option<(System, u32)>,
    /// The weekday, in any language.
    pub weekday: Option<Weekday>,
    /// Whether it is the first of the two words of a name, as `كانون` of `كانون الثاني`, or the `พ` of `พ.ย.`.
    pub begins: bool,
    /// The languages in which it names that month.
    month_languages: Vec<String>,
    /// The weekday in each language that has it.
    weekdays: Vec<(String, Weekday)>,
}

/// Whether they are the first, and two letters of a name.
type Edge = (bool, [char; 2]);
/// A month's name letter by letter, and its number.
type Spelt = (Box<[char]>, u32);

/// The names of months and weekdays.
#[derive(Debug, Clone, Default)]
pub struct Calendar {
    words: FxHashMap<Box<str>, Word>,
    /// For each ASCII letter, the lengths of the ASCII names that begin with it, as bits: most words end here.
    lengths: [u64; 26],
    /// Length of the longest name, in bytes.
    longest: usize,
    /// The months' names letter by letter, by their first two letters and by their last two: a word with one letter
    /// wrong shares one of the two.
    near: FxHashMap<Edge, Vec<Spelt>>,
}

impl Calendar {
    /// The names in the languages that the program knows.
    pub fn built_in() -> &'static Calendar {
        static BUILT_IN: LazyLock<Calendar> = LazyLock::new(|| Calendar::default().with(all()));
        &BUILT_IN
    }

    /// These names with those of some more languages laid over them: where a word names two months, the later one wins.
    pub fn with<'l>(&self, languages: impl IntoIterator<Item = &'l Language>) -> Calendar {
        let mut calendar = self.clone();
        for language in languages {
            calendar.add(language);
        }
        calendar
    }

    fn add(&mut self, language: &Language) {
        let systems = [
            (System::Gregorian, &language.months),
            (System::Persian, &language.persian_months),
            (System::Islamic, &language.islamic_months),
        ];
        for (system, months) in systems {
            for (month, words) in (1..).zip(months) {
                for word in words {
                    self.add_month(word, system, month, &language.code);
                }
            }
        }
        for (day, words) in (0u8..).zip(&language.weekdays) {
            let Ok(day) = Weekday::try_from(day) else {
                continue;
            };
            for word in words {
                let known = self.word_mut(word);
                known.weekday.get_or_insert(day);
                known.weekdays.retain(|(code, _)| *code != language.code);
                known.weekdays.push((language.code.clone(), day));
            }
        }
    }

    fn add_month(&mut self, word: &str, system: System, month: u32, language: &str) {
        let known = self.word_mut(word);
        if known.month != Some((system, month)) {
            known.month = Some((system, month));
            known.month_languages.clear();
        }
        if !known.month_languages.iter().any(|code| code == language) {
            known.month_languages.push(language.into());
        }
        let spelt: Box<[char]> = fold(word).chars().collect();
        if let [a, b, .., y, z] = spelt[..]
            && system == System::Gregorian
        {
            for key in [(true, [a, b]), (false, [y, z])] {
                let names = self.near.entry(key).or_default();
                names.retain(|(name, _)| *name != spelt);
                names.push((spelt.clone(), month));
            }
        }
    }

    /// What is kept of a name, which is made findable.
    fn word_mut(&mut self, word: &str) -> &mut Word {
        let name = fold(word);
        self.longest = self.longest.max(name.len());
        let parted = name.find([' ', '.', '-']).filter(|at| *at > 0);
        for name in [parted.map(|at| &name[..at]), Some(&*name)]
            .into_iter()
            .flatten()
        {
            if let (Some(bit), true) = (initial(name), name.is_ascii()) {
                self.lengths[bit] |= 1 << name.len().min(63);
            }
        }
        if let Some(at) = parted {
            self.words.entry(name[..at].into()).or_default().begins = true;
        }
        self.words.entry(name.as_ref().into()).or_default()
    }

    /// What a word means, whatever its case, accents and trailing full stop.
    pub fn word(&self, word: &str) -> Option<&Word> {
        // Folding shortens a name by a third at most.
        if word.len() > self.longest * 3 / 2 + 4 {
            return None;
        }
        if word.is_ascii() {
            let word = word.trim_end_matches('.');
            if let Some(bit) = initial(word)
                && self.lengths[bit] & (1 << word.len().min(63)) == 0
            {
                return None;
            }
            let mut lower = [0u8; 64];
            let lower = lower.get_mut(..word.len())?;
            lower.copy_from_slice(word.as_bytes());
            lower.make_ascii_lowercase();
            return self.words.get(std::str::from_utf8(lower).ok()?);
        }
        self.words.get(&*fold(word))
    }

    /// The Gregorian month (1–12) that a word names in any language.
    ///
    /// A longer word may have one letter wrong (`Mach`, `Setember`), if only one month comes that near.
    pub fn month(&self, word: &str) -> Option<u32> {
        self.exact_month(word).or_else(|| self.mistyped_month(word))
    }

    /// The Gregorian month that a word names, spelt right.
    pub fn exact_month(&self, word: &str) -> Option<u32> {
        match self.word(word)?.month? {
            (System::Gregorian, month) => Some(month),
            _ => None,
        }
    }

    /// The month that a word names only after a day with an ordinal's full stop: `17. listopada` is Croatian.
    pub fn month_after_stop(&self, word: &str) -> Option<u32> {
        let (_, month) = self.words.get(&*format!(". {}", fold(word)))?.month?;
        Some(month)
    }

    /// The only month whose name is one letter away from a word.
    pub fn mistyped_month(&self, word: &str) -> Option<u32> {
        if word.len() < 4 || word.len() > self.longest * 3 / 2 + 4 {
            return None;
        }
        let spelt: Vec<char> = fold(word).chars().collect();
        let [a, b, .., y, z] = spelt[..] else {
            return None;
        };
        let keys = [(true, [a, b]), (false, [y, z])];
        let mut near = keys
            .iter()
            .filter_map(|key| self.near.get(key))
            .flatten()
            .filter(|(name, _)| one_letter_apart(name, &spelt))
            .map(|(_, month)| *month);
        let first = near.next()?;
        near.all(|other| other == first).then_some(first)
    }

    /// The weekday that a word names in any language.
    pub fn weekday(&self, word: &str) -> Option<Weekday> {
        self.word(word)?.weekday
    }

    /// The languages, by ISO code, in which a word names a month: what a short text may lean on.
    pub fn languages_of_month(&self, word: &str) -> impl Iterator<Item = &str> {
        let languages = self.word(word).map(|word| &word.month_languages[..]);
        languages.unwrap_or(&[]).iter().map(String::as_str)
    }

    /// The names of weekdays in one language.
    pub fn weekdays_of(&self, language: &str) -> impl Iterator<Item = (&str, Weekday)> {
        self.words.iter().flat_map(move |(name, word)| {
            let days = word
                .weekdays
                .iter()
                .filter(move |(code, _)| code == language);
            days.map(move |(_, day)| (&**name, *day))
        })
    }

    /// The weekday that a word names in one language only.
    pub fn weekday_in(&self, language: &str, word: &str) -> Option<Weekday> {
        let named = &self.word(word)?.weekdays;
        named
            .iter()
            .find(|(code, _)| *code == language)
            .map(|(_, day)| *day)
    }
}

/// The number of the ASCII letter that a word begins with.
fn initial(word: &str) -> Option<usize> {
    let first = word.bytes().next()?.to_ascii_lowercase();
    first
        .is_ascii_lowercase()
        .then(|| usize::from(first - b'a'))
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

    fn calendar() -> &'static Calendar {
        Calendar::built_in()
    }

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
            assert_eq!(calendar().month(word), Some(wanted), "{word}");
        }
        for word in ["", ".", "lundi", "Paris", "mist", "x"] {
            assert_eq!(calendar().month(word), None, "{word}");
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
            assert_eq!(calendar().month(word), Some(wanted), "{word}");
            assert_eq!(calendar().exact_month(word), None, "{word}");
        }
        for word in ["dec0", "Dune", "ma", "mak"] {
            assert_eq!(calendar().month(word), None, "{word}");
        }
    }

    #[test]
    fn no_word_names_two_months_or_two_days() {
        let mut months = FxHashMap::default();
        for language in all() {
            for (month, words) in language.months.iter().enumerate() {
                for word in words {
                    let before = months.insert(fold(word).into_owned(), month);
                    assert!(before.is_none_or(|b| b == month), "{word}");
                }
            }
        }
    }

    #[test]
    fn a_users_names_lie_over_ours() {
        let months = |name: &str| {
            (1..=12)
                .map(|month| vec![format!("{name}{month}")])
                .collect()
        };
        let mut theirs: Language = toml::from_str(
            "code = \"xx\"\nname = \"Kitish\"\nweekdays = [[\"vlu\"], [], [], [], [], [], []]",
        )
        .unwrap();
        theirs.months = months("Blah");
        theirs.months[8].push("mai".into());
        let both = calendar().with(&[theirs]);
        assert_eq!(both.exact_month("BLAH11"), Some(11));
        assert_eq!(
            (both.exact_month("mai"), calendar().exact_month("mai")),
            (Some(9), Some(5))
        );
        assert_eq!(both.languages_of_month("mai").collect::<Vec<_>>(), ["xx"]);
        assert_eq!(
            (both.weekday("Vlu"), both.exact_month("juin")),
            (Some(Weekday::Mon), Some(6))
        );
    }

    #[test]
    fn a_name_of_two_months_is_told_by_the_stop_before_it() {
        assert_eq!(calendar().exact_month("listopada"), Some(11));
        assert_eq!(calendar().month_after_stop("listopada"), Some(10));
        assert_eq!(calendar().month_after_stop("studenoga"), None);
    }

    #[test]
    fn weekdays_are_known_by_language() {
        assert_eq!(calendar().weekday("mardi"), Some(Weekday::Tue));
        assert_eq!(calendar().weekday("Monday"), Some(Weekday::Mon));
        assert_eq!(calendar().weekday_in("ru", "среду"), Some(Weekday::Wed));
        assert_eq!(calendar().weekday_in("fr", "среду"), None);
        assert_eq!(
            calendar().languages_of_month("août").collect::<Vec<_>>(),
            ["fr"]
        );
    }
}
