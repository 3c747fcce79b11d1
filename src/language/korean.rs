//! Korean words without what is stuck to them: particles, the ending of the plural, the verbs that nouns make with 하다
//! (`korean.tsv`). There is no dictionary: a long word that ends in a frequent noun of the news is listed under both
//! parts too (대통령선거 under 대통령 and 선거).

use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// Syllables that have to stay before an ending: of a shorter word it may be part (의 of 회의).
const STEM: usize = 2;

/// Most endings that are taken off one after the other: 정부에서부터는.
const ENDINGS: usize = 3;

struct Rules {
    /// Longest first.
    endings: Vec<&'static str>,
    nouns: FxHashSet<&'static str>,
    prefixes: FxHashSet<&'static str>,
}

static RULES: LazyLock<Rules> = LazyLock::new(|| {
    let mut endings = Vec::new();
    let (mut nouns, mut prefixes) = (FxHashSet::default(), FxHashSet::default());
    let rows = include_str!("korean.tsv").lines();
    for row in rows.filter(|row| !row.starts_with('#')) {
        match row.split_once('\t') {
            Some(("prefix", words)) => prefixes.extend(words.split(' ')),
            Some(("noun" | "place", words)) => nouns.extend(words.split(' ')),
            Some((_, words)) => endings.extend(words.split(' ')),
            None => {}
        }
    }
    endings.sort_by_key(|ending| std::cmp::Reverse(ending.len()));
    Rules {
        endings,
        nouns,
        prefixes,
    }
});

/// The keys under which a word (NFC) is listed: its stems and their parts.
pub(super) fn keys(word: &str) -> Vec<String> {
    let mut keys = stems(word);
    let parts: Vec<_> = keys.iter().filter_map(|stem| parts(stem)).collect();
    let parts = parts.iter().flat_map(|(first, last)| [first, last]);
    let parts: Vec<String> = parts.map(|part| (*part).to_owned()).collect();
    keys.extend(parts);
    keys.sort();
    keys.dedup();
    keys
}

/// The keys that a word is looked for by: itself, and what stays of it.
pub(super) fn stems(word: &str) -> Vec<String> {
    let mut keys = vec![word.to_owned()];
    let mut stem = word;
    for _ in 0..ENDINGS {
        let mut shorter = RULES
            .endings
            .iter()
            .filter_map(|ending| stem.strip_suffix(ending));
        let Some(short) = shorter.find(|stem| stem.chars().count() >= STEM) else {
            break;
        };
        stem = short;
        keys.push(stem.to_owned());
    }
    keys
}

/// The parts of a compound that ends in a frequent noun: the first is one too, or a prefix, or any two syllables.
fn parts(word: &str) -> Option<(String, String)> {
    let cuts: Vec<usize> = word.char_indices().map(|(at, _)| at).collect();
    let most = cuts.len().checked_sub(STEM)?;
    let is_noun = |word: &&str| RULES.nouns.contains(word);
    let mut cuts = (1..=most).map(|at| word.split_at(cuts[at]));
    let of_nouns = |(first, last): &(&str, &str)| is_noun(first) && is_noun(last);
    let ends = |(first, last): &(&str, &str)| {
        let long = first.chars().count() >= STEM;
        (long || RULES.prefixes.contains(first)) && is_noun(last)
    };
    let found = cuts.clone().find(of_nouns).or_else(|| cuts.find(ends));
    found.map(|(first, last)| (first.to_owned(), last.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_meet_with_and_without_particles() {
        for (one, other) in [
            ("대통령이", "대통령은"),
            ("서울에서", "서울로"),
            ("정부", "정부에서부터는"),
            ("발표했다", "발표"),
            ("후보들이", "후보"),
            ("선거를", "대통령선거에서"),
            ("대통령", "대통령선거"),
            ("지진", "대지진이"),
        ] {
            let others = keys(other);
            assert!(
                stems(one).iter().any(|key| others.contains(key)),
                "{one} {other}"
            );
        }
        for (one, other) in [
            ("회의", "회"),
            ("지도", "지"),
            ("서울", "부산에서"),
            ("경기", "경기도"),
        ] {
            assert!(!keys(one).contains(&other.to_owned()), "{one} {other}");
        }
        assert!(
            !stems("대통령선거")
                .iter()
                .any(|key| keys("대통령의").contains(key))
        );
    }

    #[test]
    fn the_table_has_no_endings_twice_and_no_blanks() {
        let endings = &RULES.endings;
        assert!(endings.len() > 60 && RULES.nouns.len() > 100);
        assert!(endings.iter().all(|ending| !ending.is_empty()));
        assert!(
            RULES.nouns.iter().all(|noun| noun.chars().count() >= STEM),
            "{:?}",
            RULES.nouns
        );
        let distinct: FxHashSet<_> = endings.iter().collect();
        assert_eq!(distinct.len(), endings.len());
    }
}
