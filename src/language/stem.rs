//! Which words are forms of one word: Snowball stems (crate frostem), by language.
//!
//! Two words are forms of one when they share a key: `fold(stem(word))` or `stem(fold(word))`. Either order alone
//! misses some: fold first, and *négociation* is not *négocié*; stem first, and unaccented typing finds nothing.

use super::{LANGUAGES, fold::fold, korean};
use frostem::{Algorithm, Stemmer};
use std::collections::BTreeMap;
use std::sync::LazyLock;

static STEMMERS: LazyLock<BTreeMap<&'static str, Stemmer>> = LazyLock::new(|| {
    let with = LANGUAGES
        .iter()
        .filter_map(|language| Some((language.code.as_str(), language.stemmer.as_ref()?)));
    with.filter_map(|(code, name)| Some((code, Stemmer::new(Algorithm::from_name(name).ok()?))))
        .collect()
});

/// Version of the stemming algorithms, which an archive remembers: frostem's minor version is their date.
pub const VERSION: &str = "frostem 1.20260821";

/// Longest word that is stemmed, in bytes: no inflected word of a language is longer, and stemmers are not linear.
const MAX_STEMMED: usize = 128;

/// The language whose particles are taken off by a table: see [`super::korean`].
const KOREAN: &str = "ko";

/// Codes of the languages that have a stemmer.
pub fn languages() -> impl Iterator<Item = &'static str> {
    STEMMERS.keys().copied().chain([KOREAN])
}

/// The keys that a word which is asked for is looked up by: those of [`keys`], but for the parts of a Korean compound.
pub fn asked(language: &str, surface: &str) -> Vec<String> {
    match language == KOREAN && surface.len() <= MAX_STEMMED {
        true => korean::stems(&fold(surface)),
        false => keys(language, surface),
    }
}

/// The keys of a word (lower case, NFC) in a language: one or two; none where the language has no stemmer.
pub fn keys(language: &str, surface: &str) -> Vec<String> {
    if language == KOREAN && surface.len() <= MAX_STEMMED {
        return korean::keys(&fold(surface));
    }
    let Some(stemmer) = STEMMERS.get(language) else {
        return Vec::new();
    };
    if surface.len() > MAX_STEMMED {
        return Vec::new();
    }
    let folded_stem = fold(&stemmer.stem(surface)).into_owned();
    let stem_of_folded = stemmer.stem(&fold(surface)).into_owned();
    if folded_stem == stem_of_folded {
        vec![folded_stem]
    } else {
        vec![folded_stem, stem_of_folded]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meet(language: &str, one: &str, other: &str) -> bool {
        let others = keys(language, other);
        keys(language, one).iter().any(|key| others.contains(key))
    }

    #[test]
    fn forms_of_a_word_meet_with_and_without_accents() {
        for (language, one, other) in [
            ("fr", "négociation", "négocié"),
            ("fr", "negociation", "négociations"),
            ("fr", "election", "élections"),
            ("fr", "décès", "deces"),
            ("en", "truce", "truces"),
            ("en", "negotiating", "negotiated"),
        ] {
            assert!(meet(language, one, other), "{language}: {one}, {other}");
        }
        assert!(!meet("fr", "paix", "pays"));
        assert!(keys("xx", "word").is_empty());
    }

    #[test]
    fn every_stemmer_named_by_a_language_file_exists() {
        let named = LANGUAGES
            .iter()
            .filter(|language| language.stemmer.is_some())
            .count();
        assert_eq!(named, STEMMERS.len());
    }

    #[test]
    fn stemming_any_short_text_returns() {
        for code in languages() {
            for word in [
                "",
                "'",
                "ύ",
                "’s",
                "a\u{301}",
                "İ",
                "ß",
                "ей",
                "-",
                "12",
                "ééééé",
            ] {
                keys(code, word);
            }
        }
    }
}
