//! Which words are forms of one word: Snowball stems (crate frostem) and tables of our own, by language.
//!
//! Two words are forms of one when they share a key: `fold(stem(word))`, `stem(fold(word))`, or a lemma of the tables
//! (see `inflection`), which has a `+` before it. Either order of stemming alone misses some: fold first, and
//! *négociation* is not *négocié*; stem first, and unaccented typing finds nothing. A language without a stemmer has
//! the folded word for its stem.

use super::inflection::{self, Rules};
use super::{fold::fold, korean};
use frostem::{Algorithm, Stemmer};
use std::sync::OnceLock;

/// The stemmer of each language, made when it is first asked for.
static STEMMERS: [OnceLock<Option<Stemmer>>; super::FILES.len()] =
    [const { OnceLock::new() }; super::FILES.len()];

fn stemmer(language: &str) -> Option<&'static Stemmer> {
    let number = super::number(language)?;
    let made = || {
        let name = super::stemmer(number)?;
        Some(Stemmer::new(Algorithm::from_name(name).ok()?))
    };
    STEMMERS[number].get_or_init(made).as_ref()
}

/// Version of the stemming algorithms, which an archive remembers: frostem's minor version is their date.
pub const VERSION: &str = "frostem 1.20260821";

/// Longest word that is stemmed, in bytes: no inflected word of a language is longer, and stemmers are not linear.
const MAX_STEMMED: usize = 128;

/// The mark before a key that is a lemma of the tables; no stem begins with it.
const LEMMA: char = '+';

/// The language whose particles are taken off by a table: see [`super::korean`].
const KOREAN: &str = "ko";

/// Codes of the languages whose inflections are known.
pub fn languages() -> impl Iterator<Item = &'static str> {
    let stemmed = super::with_key("stemmer").map(|language| language.code.as_str());
    let mut codes: Vec<_> = stemmed.chain(inflection::languages()).collect();
    codes.sort_unstable();
    codes.dedup();
    codes.push(KOREAN);
    codes.into_iter()
}

/// The keys of a word (lower case, NFC) in a language, under which an archive lists it as a form; none where nothing
/// is known of the language's inflections.
pub fn keys(language: &str, surface: &str) -> Vec<String> {
    if language == KOREAN && surface.len() <= MAX_STEMMED {
        return korean::keys(&fold(surface));
    }
    let rules = inflection::rules(language);
    if surface.len() > MAX_STEMMED {
        return Vec::new();
    }
    let folded = fold(surface);
    let mut keys = stems(language, surface, &folded, rules);
    let lemmas = rules.map(|rules| rules.lemmas(&folded)).unwrap_or_default();
    keys.extend(lemmas.iter().map(|lemma| lemma_key(lemma)));
    keys
}

/// What to look up for a word that was asked for.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Sought {
    /// Keys whose forms are forms of the word.
    pub keys: Vec<String>,
    /// Lemmas that the word may be a form of, folded, each with its own keys: forms of those that are the lemma itself
    /// are meant.
    pub lemmas: Vec<(String, Vec<String>)>,
}

/// What to look up in a language for a word (lower case, NFC).
pub fn sought(language: &str, surface: &str) -> Sought {
    // A Korean compound is listed under its parts, and looked for whole.
    if language == KOREAN && surface.len() <= MAX_STEMMED {
        return Sought {
            keys: korean::stems(&fold(surface)),
            lemmas: Vec::new(),
        };
    }
    let mut sought = Sought {
        keys: keys(language, surface),
        lemmas: Vec::new(),
    };
    if let Some(rules) = inflection::rules(language)
        && !sought.keys.is_empty()
    {
        let folded = fold(surface);
        sought.keys.push(lemma_key(&rules.plain(&folded)));
        let lemmas = rules.lemmas(&folded).into_iter();
        sought.lemmas = lemmas
            .map(|lemma| {
                let keys = stems(language, &lemma, &lemma, Some(rules));
                (lemma, keys)
            })
            .collect();
    }
    sought
}

/// Whether a form is a lemma, however its last letter is written.
pub fn is_lemma(language: &str, form: &str, lemma: &str) -> bool {
    let folded = fold(form);
    folded == lemma
        || inflection::rules(language).is_some_and(|rules| rules.plain(&folded) == lemma)
}

fn lemma_key(lemma: &str) -> String {
    format!("{LEMMA}{lemma}")
}

/// The stems of a word: one or two.
fn stems(language: &str, surface: &str, folded: &str, rules: Option<&Rules>) -> Vec<String> {
    if let Some(apart) = rules.and_then(|rules| rules.apart(folded)) {
        return vec![format!("{apart}-")];
    }
    let Some(stemmer) = stemmer(language) else {
        let plain = rules.map(|rules| rules.plain(folded).into_owned());
        return plain.into_iter().collect();
    };
    let folded_stem = fold(&stemmer.stem(surface)).into_owned();
    let stem_of_folded = stemmer.stem(folded).into_owned();
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
        for language in super::super::with_key("stemmer") {
            assert!(stemmer(&language.code).is_some(), "{}", language.code);
        }
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

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config { failure_persistence: None, ..Default::default() })]

        #[test]
        fn a_word_shares_a_key_with_itself_however_it_is_typed(
            word in "[a-zäöüßéışœ]{1,14}|[а-яёіїєґ']{1,14}|[ء-ي]{1,12}|[א-ת]{1,12}|[ა-ჰ]{1,14}|[ա-և]{1,14}|[α-ω]{1,14}|\\PC{1,20}"
        ) {
            let surface = super::super::words::surface(&word);
            for language in languages() {
                let listed = keys(language, &surface);
                let sought = sought(language, &surface);
                let meets = |key: &String| listed.contains(key);
                proptest::prop_assert!(listed.is_empty() || sought.keys.iter().any(meets));
                super::super::compounds::parts(language, &surface);
            }
        }
    }

    #[test]
    fn long_words_cost_no_more_than_their_length() {
        for word in ["ge", "ён", "الو", "וב", "ების", "tags"] {
            let long = word.repeat(200_000);
            for language in languages() {
                assert!(keys(language, &long).is_empty());
                assert!(super::super::compounds::parts(language, &long).is_empty());
            }
        }
    }
}
