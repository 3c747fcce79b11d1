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
use std::sync::LazyLock;

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

/// The language files, as bytes.
const FILES: &[&str] = &[
    include_str!("ar.toml"),
    include_str!("az.toml"),
    include_str!("be.toml"),
    include_str!("bg.toml"),
    include_str!("bn.toml"),
    include_str!("bs.toml"),
    include_str!("ca.toml"),
    include_str!("cs.toml"),
    include_str!("da.toml"),
    include_str!("de.toml"),
    include_str!("el.toml"),
    include_str!("en.toml"),
    include_str!("es.toml"),
    include_str!("et.toml"),
    include_str!("eu.toml"),
    include_str!("fa.toml"),
    include_str!("fi.toml"),
    include_str!("fr.toml"),
    include_str!("ga.toml"),
    include_str!("gl.toml"),
    include_str!("he.toml"),
    include_str!("hi.toml"),
    include_str!("hr.toml"),
    include_str!("hu.toml"),
    include_str!("hy.toml"),
    include_str!("id.toml"),
    include_str!("is.toml"),
    include_str!("it.toml"),
    include_str!("ja.toml"),
    include_str!("ka.toml"),
    include_str!("kk.toml"),
    include_str!("ko.toml"),
    include_str!("ky.toml"),
    include_str!("lt.toml"),
    include_str!("lv.toml"),
    include_str!("mk.toml"),
    include_str!("ms.toml"),
    include_str!("nl.toml"),
    include_str!("no.toml"),
    include_str!("pl.toml"),
    include_str!("pt.toml"),
    include_str!("ro.toml"),
    include_str!("ru.toml"),
    include_str!("sk.toml"),
    include_str!("sl.toml"),
    include_str!("sq.toml"),
    include_str!("sr.toml"),
    include_str!("sv.toml"),
    include_str!("sw.toml"),
    include_str!("tg.toml"),
    include_str!("th.toml"),
    include_str!("tr.toml"),
    include_str!("uk.toml"),
    include_str!("ur.toml"),
    include_str!("uz.toml"),
    include_str!("vi.toml"),
    include_str!("zh.toml"),
];

/// All languages, sorted by code.
pub static LANGUAGES: LazyLock<Vec<Language>> = LazyLock::new(|| {
    FILES
        .iter()
        .map(|file| toml::from_str(file).expect("language files are checked by a test"))
        .collect()
});

/// The language of an ISO 639-1 code.
pub fn get(code: &str) -> Option<&'static Language> {
    LANGUAGES.iter().find(|language| language.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_file_reads_and_is_complete() {
        let codes: Vec<_> = LANGUAGES.iter().map(|l| l.code.as_str()).collect();
        assert!(codes.is_sorted(), "{codes:?}");
        for language in LANGUAGES.iter() {
            assert!(matches!(language.months.len(), 0 | 12), "{}", language.code);
            assert!(
                matches!(language.weekdays.len(), 0 | 7),
                "{}",
                language.code
            );
        }
    }
}
