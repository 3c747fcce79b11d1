//! Lines that fit a number of columns. Widths are those of a terminal: an accent takes none, a Chinese character two.

use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The narrowest line that is still laid out.
const NARROWEST: usize = 10;

/// Columns that a text takes.
pub(super) fn columns(text: &str) -> usize {
    // Letters, digits and signs of ASCII take one each.
    match text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        true => text.len(),
        false => text.width(),
    }
}

/// A text cut to a number of columns, with an ellipsis where something was cut.
pub(super) fn fit(text: &str, width: usize) -> String {
    if columns(text) <= width {
        return text.into();
    }
    let room = width.max(1) - 1;
    let kept = &text[..prefix(text, room)];
    format!("{}…", kept.trim_end())
}

/// Bytes of the longest beginning that takes at most so many columns, in whole characters as people see them.
fn prefix(text: &str, width: usize) -> usize {
    let mut taken = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        taken += columns(grapheme);
        if taken > width {
            return at;
        }
    }
    text.len()
}

/// Byte ranges of a text's lines when it is wrapped at blanks; a longer word is broken.
pub(super) fn wrap(text: &str, width: usize) -> Vec<Range<usize>> {
    let width = width.max(NARROWEST);
    let mut lines: Vec<Range<usize>> = Vec::new();
    let mut line: Option<Range<usize>> = None;
    for word in words(text) {
        for piece in broken(text, word, width) {
            line = match line {
                Some(open) if columns(&text[open.start..piece.end]) <= width => {
                    Some(open.start..piece.end)
                }
                full => {
                    lines.extend(full);
                    Some(piece)
                }
            };
        }
    }
    lines.extend(line);
    lines
}

/// A text as lines that break at blanks only: a path or a command that is longer than a line stays whole, so that it
/// can be copied. The blanks within a line stay as they are.
pub(super) fn flow(text: &str, width: usize) -> Vec<&str> {
    let width = width.max(NARROWEST);
    let mut lines = Vec::new();
    let mut line: Option<Range<usize>> = None;
    for word in words(text) {
        line = match line {
            Some(open) if columns(&text[open.start..word.end]) <= width => {
                Some(open.start..word.end)
            }
            full => {
                lines.extend(full.map(|full| &text[full]));
                Some(word)
            }
        };
    }
    lines.extend(line.map(|line| &text[line]));
    lines
}

/// Byte ranges of the words between blanks. A non-breaking blank is part of a word.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    text.split([' ', '\t', '\n', '\u{3000}'])
        .filter(|word| !word.is_empty())
        .map(|word| {
            let start = word.as_ptr() as usize - text.as_ptr() as usize;
            start..start + word.len()
        })
}

/// The pieces of a word that fit a line each.
fn broken(text: &str, word: Range<usize>, width: usize) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut start = word.start;
    while columns(&text[start..word.end]) > width {
        let cut = prefix(&text[start..word.end], width);
        if cut == 0 {
            break;
        }
        pieces.push(start..start + cut);
        start += cut;
    }
    pieces.push(start..word.end);
    pieces
}

/// A text wrapped and indented, as lines without their ends.
pub(super) fn paragraph(text: &str, width: usize, indent: usize) -> Vec<String> {
    wrap(text, width.saturating_sub(indent))
        .into_iter()
        .map(|line| format!("{:indent$}{}", "", &text[line]))
        .collect()
}

/// A text padded with blanks to a number of columns.
pub(super) fn padded(text: &str, width: usize) -> String {
    let blanks = width.saturating_sub(columns(text));
    format!("{text}{:blanks$}", "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_by_columns_and_never_inside_a_character() {
        assert_eq!(fit("Tbilissi", 8), "Tbilissi");
        assert_eq!(fit("Tbilissi, le", 10), "Tbilissi,…");
        assert_eq!(fit("e\u{301}e\u{301}e\u{301}", 2), "e\u{301}…");
        assert_eq!(fit("東京都", 5), "東京…");
        assert_eq!(fit("東京都", 4), "東…");
        assert_eq!(fit("abc", 0), "…");
    }

    #[test]
    fn lines_break_at_blanks_and_long_words_are_broken() {
        let text = "le cessez-le-feu est respecté";
        let lines: Vec<_> = wrap(text, 16).into_iter().map(|line| &text[line]).collect();
        assert_eq!(lines, ["le cessez-le-feu", "est respecté"]);
        let text = "ab 東京東京東京東京東京 c";
        let lines: Vec<_> = wrap(text, 11).into_iter().map(|line| &text[line]).collect();
        assert_eq!(lines, ["ab", "東京東京東", "京東京東京", "c"]);
        assert!(wrap("  ", 10).is_empty());
    }

    #[test]
    fn a_path_is_not_broken_where_text_only_flows() {
        let text = "in corpus/a/very/long.txt: it  is binary";
        assert_eq!(
            flow(text, 12),
            ["in", "corpus/a/very/long.txt:", "it  is", "binary"]
        );
    }

    #[test]
    fn wrapping_loses_no_letter() {
        for text in ["a\u{300}bc déf ghi 東京 🕊🕊🕊🕊🕊🕊🕊🕊🕊", "x".repeat(99).as_str()]
        {
            for width in 0..40 {
                let kept: String = wrap(text, width).into_iter().map(|l| &text[l]).collect();
                assert_eq!(kept.replace(' ', ""), text.replace(' ', ""));
            }
        }
    }
}
