//! What names an event in a headline or a slug, and what does not (`words.tsv`).

use super::sketch;
use crate::language::words::{folded, tokens};
use rustc_hash::FxHashSet;
use std::borrow::Cow;
use std::sync::LazyLock;

/// The words of each kind.
struct Table {
    cycles: FxHashSet<&'static str>,
    versions: FxHashSet<&'static str>,
    generic: FxHashSet<&'static str>,
    boilerplate: Vec<&'static str>,
    /// Words before the name of a story in a notice, and words that end it.
    naming: FxHashSet<&'static str>,
    ending: FxHashSet<&'static str>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let of = |kind: &str| {
        let rows = include_str!("words.tsv").lines().skip(1);
        let rows = rows.filter_map(|row| row.split_once('\t'));
        rows.filter(move |row| row.0 == kind)
            .map(|row| row.1)
            .collect::<Vec<_>>()
    };
    Table {
        cycles: of("cycle").into_iter().collect(),
        versions: of("version").into_iter().collect(),
        generic: of("generic").into_iter().collect(),
        boilerplate: of("boilerplate"),
        naming: of("naming").into_iter().collect(),
        ending: of("ending").into_iter().collect(),
    }
});

/// Longest slug that is read, in words.
const SLUG: usize = 24;
/// Longest paragraph that may be one that many stories end with, in bytes.
const BOILERPLATE: usize = 600;

/// A slug's hash without cycle and version, and how many of its words name an event: `BC-US--Corn Belt, 1st Ld` is
/// `us corn belt`, of which two do. 0 for an empty one.
pub(super) fn slug(slug: &str) -> (u32, u8) {
    let words: Vec<String> = tokens(slug.split([',', '(']).next().unwrap_or_default())
        .take(SLUG)
        .map(|token| folded(token.written).into_owned())
        .collect();
    let mut words = &words[..];
    if let [first, rest @ ..] = words
        && !rest.is_empty()
        && TABLE.cycles.contains(first.as_str())
    {
        words = rest;
    }
    let is_version = |word: &str| {
        let bare = word.trim_matches(|c: char| c.is_ascii_digit());
        let counted = bare.len() < word.len();
        let ordinal = ["st", "nd", "rd", "th"]
            .iter()
            .find_map(|end| bare.strip_prefix(end));
        let mark = ordinal.filter(|_| counted).unwrap_or(bare);
        counted && bare.len() <= 2 || TABLE.versions.contains(mark)
    };
    while let [rest @ .., last] = words
        && !rest.is_empty()
        && is_version(last)
    {
        words = rest;
    }
    titled(words.iter().map(String::as_str))
}

/// A headline's hash, and how many of its words name an event. 0 for an empty one.
pub(super) fn headline(core: &str) -> (u32, u8) {
    let words: Vec<_> = tokens(core).map(|token| folded(token.written)).collect();
    titled(words.iter().map(AsRef::as_ref))
}

fn titled<'w>(words: impl Iterator<Item = &'w str> + Clone) -> (u32, u8) {
    let hash = words.clone().fold(0u64, |sum, word| {
        sketch::spread(sum.rotate_left(7) ^ sketch::hash(word.as_bytes()))
    });
    let is_empty = words.clone().next().is_none();
    let telling = words.filter(|word| is_telling(word)).count();
    let hash = if is_empty { 0 } else { hash as u32 | 1 };
    (hash, telling.min(usize::from(u8::MAX)) as u8)
}

/// Whether a folded word is long enough to name something, and no desk's or report's. A sign of Chinese, Japanese or
/// Korean writing says as much as several letters.
fn is_telling(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let long = letters >= 4 || (word.len() >= 3 * word.chars().count() && letters > 0);
    long && !TABLE.generic.contains(word)
}

/// The words of a text that name something, and its figures of two digits or more, folded, in order.
pub(super) fn telling(text: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let words = tokens(text).map(|token| folded(token.written));
    let is_figure = |word: &str| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_digit());
    words.filter(move |word| is_telling(word) || is_figure(word))
}

/// What a notice calls a story: the words after `slugged`, `headlined`, `intitulée`, up to a sign or a word that ends
/// a name: `ferry-bell` of `the story slugged ferry-bell ex Oslo at 1432 GMT`.
pub(super) fn names(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = None;
    let mut last = 0;
    for token in tokens(text) {
        let word = folded(token.written);
        let between = &text[last..token.range.start];
        let ends = between.contains([',', '.', ';']) || TABLE.ending.contains(&*word);
        if let Some(from) = start.filter(|_| ends) {
            found.push(&text[from..last]);
            start = None;
        }
        last = token.range.end;
        if TABLE.naming.contains(&*word) {
            start = Some(last);
        }
    }
    found.extend(start.map(|from| &text[from..]));
    found
}

/// Whether a paragraph is one that many stories end with.
pub(super) fn is_boilerplate(paragraph: &str) -> bool {
    if paragraph.len() > BOILERPLATE {
        return false;
    }
    let begins = |phrase: &&str| {
        let bytes = phrase.as_bytes();
        let start = paragraph.as_bytes().get(..bytes.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(bytes))
    };
    TABLE.boilerplate.iter().any(begins)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_a_slug_are_one() {
        let key = slug("BC-US--Corn Belt");
        for other in [
            "AM-US--Corn Belt",
            "BC-US--Corn Belt, 1st Ld-Writethru,640",
            "us corn belt 2ndLd",
            "US--Corn Belt/2",
        ] {
            assert_eq!(slug(other), key, "{other}");
        }
        assert_eq!(key.1, 2);
        assert_ne!(slug("BC-US--Corn Prices").0, key.0);
        assert_eq!(slug(""), (0, 0));
        assert_eq!(slug("SPORT/Markets").1, 0);
    }

    #[test]
    fn every_row_of_the_table_is_of_a_kind() {
        for row in include_str!("words.tsv").lines().skip(1) {
            let (kind, word) = row.split_once('\t').unwrap();
            assert!(
                [
                    "cycle",
                    "version",
                    "generic",
                    "boilerplate",
                    "naming",
                    "ending"
                ]
                .contains(&kind),
                "{row}"
            );
            assert_eq!(folded(word), word, "{row}");
        }
    }
}
