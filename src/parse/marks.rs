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

/// The marks at the ends of a headline, and the headline without them: `UPDATE 2-Lake museum to open`.
pub(super) fn of_headline(headline: &str) -> (Vec<&'static str>, &str) {
    let mut marks = Vec::new();
    let mut rest = headline.trim();
    while let Some((mark, after)) = prefix(rest) {
        marks.push(mark);
        rest = after;
    }
    if let Some(open) = rest
        .rfind(['(', '['])
        .filter(|at| *at > 0 && rest.ends_with([')', ']']))
    {
        let inside = rest[open..].trim_matches(['(', ')', '[', ']']);
        // Belga counts versions: `(2)`, `(3DER)`.
        let counted = inside.chars().all(|c| c.is_ascii_digit()) || inside.ends_with("DER");
        let mark = of_words(inside).or((counted && inside.len() <= 5).then_some("update"));
        if let Some(mark) = mark {
            marks.push(mark);
            rest = rest[..open].trim_end();
        }
    }
    (marks, rest)
}

/// A mark at the start of a headline that a dash, colon or bracket ends.
fn prefix(headline: &str) -> Option<(&'static str, &str)> {
    let (word, rest) = match headline.strip_prefix(['(', '[']) {
        Some(inside) => inside.split_once([')', ']'])?,
        None => headline.split_once(['-', ':', '–'])?,
    };
    let rest = rest.trim_start_matches(['-', ':', ' ', '–']);
    let loud = !word.chars().any(char::is_lowercase) || word == "Urgent";
    let mark = of_words(word).filter(|_| loud && !rest.is_empty())?;
    Some((mark, rest))
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
        for (headline, marks, rest) in [
            ("CORRECTED-Lake museum", vec!["correction"], "Lake museum"),
            ("UPDATE 2-Lake museum", vec!["update"], "Lake museum"),
            ("RPT-UPDATE 1-Lake", vec!["repeat", "update"], "Lake"),
            ("Lake museum (3DER)", vec!["update"], "Lake museum"),
            ("Urgent: Lake", vec!["urgent"], "Lake"),
            ("Two-way street", vec![], "Two-way street"),
            ("Lake museum (Zurich)", vec![], "Lake museum (Zurich)"),
        ] {
            assert_eq!(of_headline(headline), (marks, rest), "{headline}");
        }
    }
}
