//! Lifecycle marks in header lines and headlines: `URGENT`, `UPDATE 2-`, `1ST LEAD`, `(CORRECT)` (`marks.tsv`).

use std::collections::HashMap;
use std::sync::LazyLock;

/// Words in capitals and the marks they stand for.
static WORDS: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let rows = include_str!("marks.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'));
    rows.filter_map(|row| row.split_once('\t')).collect()
});

/// The mark that a whole line is: `URGENT`, `1ST LEAD`, `[속보]`.
pub(super) fn of_line(line: &str) -> Option<&'static str> {
    (line.chars().count() <= 40).then(|| of_words(line))?
}

/// A headline and what was found at its ends.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Marked<'t> {
    /// The marks, in printed order.
    pub marks: Vec<&'static str>,
    /// The number printed with one of them: 2 of `UPDATE 2-`.
    pub version: Option<u64>,
    /// The headline without them.
    pub rest: &'t str,
}

/// Parts a headline from the marks at its ends: `UPDATE 2-Lake museum to open`.
pub(super) fn of_headline(headline: &str) -> Marked<'_> {
    let mut marked = Marked {
        rest: headline.trim(),
        ..Marked::default()
    };
    while let Some((mark, words, after)) = prefix(marked.rest) {
        marked.marks.push(mark);
        marked.version = marked.version.or(number(words));
        marked.rest = after;
    }
    let rest = marked.rest;
    if let Some(open) = rest
        .rfind(['(', '['])
        .filter(|at| *at > 0 && rest.ends_with([')', ']']))
    {
        let inside = rest[open..].trim_matches(['(', ')', '[', ']']);
        // Belga counts versions: `(2)`, `(3DER)`.
        let counted = inside.chars().all(|c| c.is_ascii_digit()) || inside.ends_with("DER");
        let mark = of_words(inside).or((counted && inside.len() <= 5).then_some("update"));
        if let Some(mark) = mark {
            marked.marks.push(mark);
            marked.version = marked.version.or(number(inside));
            marked.rest = rest[..open].trim_end();
        }
    }
    marked
}

/// The first number in some words.
fn number(words: &str) -> Option<u64> {
    let digits = |c: char| c.is_ascii_digit();
    let start = words.find(digits)?;
    let end = words[start..].find(|c| !digits(c));
    words[start..end.map_or(words.len(), |end| start + end)]
        .parse()
        .ok()
}

/// A mark at the start of a headline that a dash, colon or bracket ends: the mark, its words, and what follows.
fn prefix(headline: &str) -> Option<(&'static str, &str, &str)> {
    let (word, rest) = match headline.strip_prefix(['(', '[']) {
        Some(inside) => inside.split_once([')', ']'])?,
        None => headline.split_once(['-', ':', '–'])?,
    };
    let rest = rest.trim_start_matches(['-', ':', ' ', '–']);
    let loud = !word.chars().any(char::is_lowercase) || word == "Urgent";
    let mark = of_words(word).filter(|_| loud && !rest.is_empty())?;
    Some((mark, word, rest))
}

/// The mark of some words, counters and brackets aside.
fn of_words(words: &str) -> Option<&'static str> {
    let upper = words.to_uppercase();
    let bare = upper.trim_matches(|c: char| "()[]=*!:.- ".contains(c));
    WORDS.get(bare).copied().or_else(|| {
        let counter = |word: &&str| !word.starts_with(|c: char| c.is_ascii_digit());
        let named: Vec<&str> = bare
            .split([' ', ','])
            .filter(counter)
            .filter(|word| !word.is_empty())
            .collect();
        let joined = named.join(" ");
        let joined = joined.trim_end_matches(|c: char| c.is_ascii_digit());
        WORDS.get(joined).copied().filter(|_| named.len() <= 3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_unique_and_nfc() {
        let table = include_str!("marks.tsv");
        let rows: Vec<&str> = table.lines().skip(1).collect();
        assert!(rows.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(unicode_normalization::is_nfc(table));
        assert_eq!(WORDS.len(), rows.len());
    }

    #[test]
    fn marks_are_told_from_headlines() {
        for (line, mark) in [
            ("URGENT", Some("urgent")),
            ("1ST LEAD", Some("lead")),
            ("[속보]", Some("alert")),
            ("ANNULATION", Some("kill")),
            ("Lake museum to open", None),
        ] {
            assert_eq!(of_line(line), mark, "{line}");
        }
        for (headline, marks, version, rest) in [
            (
                "CORRECTED-Lake museum",
                vec!["correction"],
                None,
                "Lake museum",
            ),
            (
                "UPDATE 2-Lake museum",
                vec!["update"],
                Some(2),
                "Lake museum",
            ),
            (
                "RPT-UPDATE 1-Lake",
                vec!["repeat", "update"],
                Some(1),
                "Lake",
            ),
            ("Lake museum (3DER)", vec!["update"], Some(3), "Lake museum"),
            ("Urgent: Lake", vec!["urgent"], None, "Lake"),
            ("Two-way street", vec![], None, "Two-way street"),
            ("Lake museum (Zurich)", vec![], None, "Lake museum (Zurich)"),
        ] {
            let wanted = Marked {
                marks,
                version,
                rest,
            };
            assert_eq!(of_headline(headline), wanted, "{headline}");
        }
    }
}
