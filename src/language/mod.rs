//! What is known of each language: one TOML file each (months, weekdays, elision, stemmer), and the analysis that
//! every engine, query and highlight shares: words, folding, stems. `telling.tsv` tells one language from another.
//!
//! Every language is folded: case, accents, compatibility forms, and the letters of `fold.tsv`. Beside that:
//!
//! | languages | inflections | compounds | ä as ae |
//! |---|---|---|---|
//! | de sv da no | Snowball and `inflection/` | `compounds/` | yes |
//! | fi | Snowball and `inflection/`: stems that change their consonants | `compounds/` | yes |
//! | nl | Snowball and `inflection/` | `compounds/` | |
//! | en fr es pt it ro ru pl cs hu tr el hy | Snowball and `inflection/` | | |
//! | ar | Snowball and `inflection/`: articles and prepositions written on, broken plurals by list | | |
//! | fa | Snowball and `inflection/`: plurals and possessives, with and without a joiner | | |
//! | uk he ka | light: `inflection/` alone, for Snowball has none | | |
//! | hr | light: `inflection/` alone | | đ as dj |
//! | ca id | Snowball | | |
//! | others | none | | |
//!
//! Snowball's stems join whatever shares a derivation (*négociation*, *négocié*); the tables add what it misses and
//! part what it should not join. Light means: endings are cut by table, irregular words are those of the table. The
//! promises are in `tests/suite/languages/`.

pub mod calendar;
pub mod compounds;
pub mod fold;
pub mod han;
pub mod identify;
mod inflection;
pub mod japanese;
mod korean;
pub mod script;
pub mod sentences;
pub mod stem;
pub mod terms;
pub mod words;

use serde::Deserialize;
use std::sync::OnceLock;

/// The analysis's version: an archive written by another one has to be written anew.
///
/// History: 1: the first.
/// 2: apostrophes inside Ukrainian words and quotes inside Hebrew ones are letters of them; tables of inflections beside
/// the stemmers; compounds are listed under their parts, and ä as ae; words of Chinese and
/// Japanese by the dictionary, katakana by its characters, traditional characters as simplified ones; particles of
/// Korean.
pub const ANALYSIS_VERSION: u32 = 2;

/// What is known of one language, as its file gives it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Language {
    /// ISO 639-1 code.
    pub code: String,
    /// English name.
    pub name: String,
    /// Name of the Snowball algorithm, where there is one.
    pub stemmer: Option<String>,
    /// Whether its ä, ö, ü, ø and å are written as ae, oe, ue, oe and aa where they are missing.
    #[serde(default)]
    pub spells_out: bool,
    /// Twelve lists of the names and abbreviations of each month, lower case, without full stops.
    #[serde(default)]
    pub months: Vec<Vec<String>>,
    /// Seven lists of the names and abbreviations of each weekday, Monday first, lower case.
    #[serde(default)]
    pub weekdays: Vec<Vec<String>>,
    /// The same twelve lists for the solar calendar of Iran, from Farvardin on.
    #[serde(default)]
    pub persian_months: Vec<Vec<String>>,
    /// The same twelve lists for the lunar calendar, from Muharram on.
    #[serde(default)]
    pub islamic_months: Vec<Vec<String>>,
    /// Words that lose their vowel before an apostrophe and then are no word of their own: `l`, `qu`, `dell`.
    #[serde(default)]
    pub elisions: Vec<String>,
    /// Words that keep their apostrophe: `aujourd'hui`.
    #[serde(default)]
    pub whole: Vec<String>,
}

macro_rules! files {
    ($($code:ident)*) => {
        &[$((stringify!($code), include_str!(concat!(stringify!($code), ".toml")))),*]
    };
}

/// The languages' codes, sorted, and their files.
const FILES: &[(&str, &str)] = files!(
    ar az be bg bn bs ca cs da de el en es et eu fa fi fr ga gl
    he hi hr hu hy id is it ja ka kk ko ky lt lv mk ms nl no pl
    pt ro ru sk sl sq sr sv sw tg th tr uk ur uz vi zh
);

/// What the files say: each is read when its language is first asked about.
static LANGUAGES: [OnceLock<Language>; FILES.len()] = [const { OnceLock::new() }; FILES.len()];

fn read(number: usize) -> &'static Language {
    let file = || toml::from_str(FILES[number].1).expect("language files are checked by a test");
    LANGUAGES[number].get_or_init(file)
}

/// All languages, sorted by code.
pub fn all() -> impl Iterator<Item = &'static Language> {
    (0..FILES.len()).map(read)
}

/// The languages whose files have a key; the others are not read.
fn with_key(key: &str) -> impl Iterator<Item = &'static Language> {
    let line = format!("\n{key} = ");
    let has = move |number: &usize| FILES[*number].1.contains(&line);
    (0..FILES.len()).filter(has).map(read)
}

/// What a language's file says of a key in one line, as it stands there; the rest of the file is not read.
fn line(number: usize, key: &str) -> Option<&'static str> {
    let mut lines = FILES[number].1.lines();
    lines.find_map(|line| line.strip_prefix(key)?.strip_prefix(" = "))
}

/// Whether the ä, ö, ü, ø and å of a language are written as ae, oe, ue, oe and aa where they are missing.
pub(crate) fn spells_out(code: &str) -> bool {
    number(code).and_then(|number| line(number, "spells_out")) == Some("true")
}

/// Name of the Snowball algorithm of a language, where there is one.
fn stemmer(number: usize) -> Option<&'static str> {
    line(number, "stemmer").map(|name| name.trim_matches('"'))
}

/// The language of an ISO 639-1 code.
pub fn get(code: &str) -> Option<&'static Language> {
    number(code).map(read)
}

/// A code for good, where there is such a language.
pub fn code(code: &str) -> Option<&'static str> {
    number(code).map(|number| FILES[number].0)
}

/// The number of a code in the order of the codes.
fn number(code: &str) -> Option<usize> {
    FILES.binary_search_by_key(&code, |(code, _)| code).ok()
}

/// Words that lose their vowel before an apostrophe, in any language.
pub fn elisions() -> impl Iterator<Item = &'static str> {
    with_key("elisions").flat_map(|language| language.elisions.iter().map(String::as_str))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_file_reads_and_is_complete() {
        assert!(FILES.is_sorted());
        for (language, (code, _)) in all().zip(FILES) {
            assert_eq!(language.code, *code);
            assert!(matches!(language.months.len(), 0 | 12), "{}", language.code);
            assert!(
                matches!(language.weekdays.len(), 0 | 7),
                "{}",
                language.code
            );
        }
    }

    #[test]
    fn a_line_says_what_the_whole_file_says() {
        for (number, language) in all().enumerate() {
            assert_eq!(stemmer(number), language.stemmer.as_deref());
            assert_eq!(spells_out(&language.code), language.spells_out);
        }
    }

    #[test]
    fn every_language_with_a_key_is_found_by_it() {
        let elisions: usize = all().map(|language| language.elisions.len()).sum();
        assert_eq!(super::elisions().count(), elisions);
        let with = |key| with_key(key).map(|language| language.code.as_str());
        let whole = all().filter(|language| !language.whole.is_empty());
        assert!(with("whole").eq(whole.map(|language| language.code.as_str())));
        let stemmed = all().filter(|language| language.stemmer.is_some());
        assert!(with("stemmer").eq(stemmed.map(|language| language.code.as_str())));
    }
}
