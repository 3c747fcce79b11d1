//! What is known of names beside the gazetteer: which count when, which others there are, and how they are inflected.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// When a name counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    /// Wherever it stands.
    Anywhere,
    /// In the midst of a sentence, with no other name right beside it: it is a word or a person's name as well.
    Alone,
    /// Never.
    Never,
}

/// The text of the tables.
pub(in crate::facts) const TABLES: [&str; 3] = [
    include_str!("common.tsv"),
    include_str!("also.tsv"),
    include_str!("endings.tsv"),
];

/// `common.tsv`: names that are also words or people, and when they count.
pub(super) static COMMON: LazyLock<FxHashMap<&str, Rule>> = LazyLock::new(|| {
    let rows = rows(TABLES[0]);
    rows.filter_map(|cells| {
        let rule = match *cells.get(1)? {
            "alone" => Rule::Alone,
            _ => Rule::Never,
        };
        Some((*cells.first()?, rule))
    })
    .collect()
});

/// `also.tsv`: short forms in text that no dateline has, and longer names that are no places.
pub(super) static ALSO: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    rows(TABLES[1])
        .filter_map(|cells| Some((*cells.first()?, *cells.get(1)?)))
        .collect()
});

/// `endings.tsv`: of each language the endings of names in text, and those of the name itself.
pub(super) static ENDINGS: LazyLock<FxHashMap<&str, Vec<(&str, &str)>>> = LazyLock::new(|| {
    let mut endings: FxHashMap<&str, Vec<(&str, &str)>> = FxHashMap::default();
    for cells in rows(TABLES[2]) {
        if let [language, inflected, nominative] = cells[..] {
            endings
                .entry(language)
                .or_default()
                .push((inflected, nominative.trim_matches('-')));
        }
    }
    endings
});

/// The rows of a table, cell by cell, comments left out.
pub(super) fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| line.split('\t').collect())
}
