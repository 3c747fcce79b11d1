//! Un-wraps copy: finds the writer's paragraphs among lines that a terminal, a wire or a web site broke.
//!
//! Paragraphs are marked by blank lines, by indents, or, where a site put a blank line after every line, by nothing
//! but short last lines. Each text is looked at once and then read in one of these ways.

use super::clean::{squeeze, squeeze_into};
use crate::language::words::truncate;

/// Lines longer than this were never wrapped for a terminal.
const WRAP: usize = 110;
/// A row of a table has this many gaps of two or more blanks.
const GAPS: usize = 2;
/// How much text is looked at as one, in bytes, about: what is known of each line would take many times the room of
/// the text.
const PIECE: usize = 1 << 20;

/// A line as it stands in the file.
#[derive(Debug, Clone, Copy)]
struct Line<'a> {
    text: &'a str,
    indent: usize,
    chars: usize,
    /// How many blank lines stand before it.
    blank_before: usize,
}

/// The paragraphs of some text, each on one line with single blanks.
pub(super) fn paragraphs(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(end_of_piece(rest));
        found.extend(paragraphs_of_piece(piece));
        rest = after;
    }
    found
}

/// Where the first piece of a text ends: after its last blank line, else after its last line, else with the line that
/// reaches further.
fn end_of_piece(text: &str) -> usize {
    let near = truncate(text, PIECE);
    if near.len() == text.len() {
        return text.len();
    }
    let blank_line = near.rfind("\n\n").map(|at| at + 2);
    let line = || near.rfind('\n').map(|at| at + 1);
    let long_line = || text[near.len()..].find('\n').map(|at| near.len() + at + 1);
    blank_line
        .or_else(line)
        .or_else(long_line)
        .unwrap_or(text.len())
}

fn paragraphs_of_piece(text: &str) -> Vec<String> {
    let lines = lines(text);
    if lines.is_empty() {
        return Vec::new();
    }
    let width = width(&lines);
    let starts: Box<dyn Fn(usize) -> bool> = if is_unwrapped(&lines) {
        Box::new(|_| true)
    } else if is_double_spaced(&lines, width) {
        Box::new(|at| breaks_here(&lines[at - 1], &lines[at], width))
    } else if lines.iter().skip(1).any(|line| line.blank_before > 0) {
        Box::new(|at| {
            lines[at].blank_before > 0 || is_indented(&lines, at) || is_long_line_end(&lines, at)
        })
    } else if lines.iter().skip(1).any(|line| line.indent >= 2) {
        Box::new(|at| is_indented(&lines, at) || is_long_line_end(&lines, at))
    } else {
        Box::new(|at| {
            breaks_here(&lines[at - 1], &lines[at], width) || is_long_line_end(&lines, at)
        })
    };
    let mut paragraphs: Vec<String> = Vec::new();
    let mut after_row = false;
    for (at, line) in lines.iter().enumerate() {
        let row = is_table_row(line);
        match paragraphs.last_mut() {
            Some(last) if !row && !after_row && !starts(at) => join(last, line.text),
            _ if row => paragraphs.push(line.text.trim_end().into()),
            _ => paragraphs.push(squeeze(line.text)),
        }
        after_row = row;
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs
}

/// The lines that hold something.
fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut blank_before = 0;
    for line in text.split('\n') {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            blank_before += 1;
            continue;
        }
        let start = &line[..line.len() - line.trim_start().len()];
        // CJK copy indents by one full-width blank.
        let indent = start
            .chars()
            .map(|c| if c == '\t' || c == '\u{3000}' { 4 } else { 1 })
            .sum();
        lines.push(Line {
            text: trimmed,
            indent,
            chars: trimmed.chars().count(),
            blank_before,
        });
        blank_before = 0;
    }
    lines
}

/// The width that lines were wrapped at: the longest, outliers set aside.
fn width(lines: &[Line<'_>]) -> usize {
    let mut lengths: Vec<usize> = lines.iter().map(|line| line.chars).collect();
    lengths.sort_unstable();
    let median = lengths[lengths.len() / 2];
    lengths
        .into_iter()
        .rev()
        .find(|length| length * 10 <= median * 13)
        .unwrap_or(median)
}

/// Whether each line is a paragraph: every one ends a sentence, which wrapped lines do by chance only.
fn is_unwrapped(lines: &[Line<'_>]) -> bool {
    lines.len() >= 3 && lines.iter().all(|line| ends_sentence(line.text))
}

/// Whether a site put a blank line after every wrapped line: nearly all lines are followed by exactly one, most are
/// nearly full, and most do not end a sentence.
fn is_double_spaced(lines: &[Line<'_>], width: usize) -> bool {
    if lines.len() < 4 || width > WRAP {
        return false;
    }
    let count =
        |wanted: &dyn Fn(&Line<'_>) -> bool| lines.iter().filter(|line| wanted(line)).count();
    let single = lines
        .iter()
        .skip(1)
        .filter(|line| line.blank_before == 1)
        .count();
    let full = count(&|line| line.chars * 10 > width * 8);
    let ends = count(&|line| ends_sentence(line.text));
    single * 10 >= (lines.len() - 1) * 9 && full * 10 >= lines.len() * 6 && ends * 2 <= lines.len()
}

/// Whether a paragraph ends between two lines, told by nothing but their text: the first ends a sentence, and its
/// writer stopped although the next word would have fitted, or a quotation or list begins.
fn breaks_here(line: &Line<'_>, next: &Line<'_>, width: usize) -> bool {
    if !ends_sentence(line.text) {
        return false;
    }
    let first_word = next
        .text
        .split_whitespace()
        .next()
        .map_or(0, |word| word.chars().count());
    let fitted = line.chars + 1 + first_word <= width;
    fitted || next.text.starts_with(['"', '«', '“', '„', '–', '—']) || next.text.starts_with("- ")
}

/// Whether a line ends a sentence, closing quotes and brackets aside.
fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(['"', '»', '”', '’', '\'', ')', ']', ' ', '\u{a0}', '«', '“']);
    bare.ends_with(['.', '!', '?', '…', '。', '！', '？', '।', '։', '؟', ':'])
}

/// Whether a line is indented, and more than the one before unless that is as short as a line of its own.
fn is_indented(lines: &[Line<'_>], at: usize) -> bool {
    let line = &lines[at];
    line.indent >= 2 && (line.indent > lines[at - 1].indent || lines[at - 1].indent >= 2)
}

/// Whether the line before is a whole paragraph of unwrapped copy.
fn is_long_line_end(lines: &[Line<'_>], at: usize) -> bool {
    lines[at - 1].chars > WRAP && ends_sentence(lines[at - 1].text)
}

/// Whether a line is a row of a table, whose columns are worth keeping.
fn is_table_row(line: &Line<'_>) -> bool {
    if line.chars > WRAP || !line.text.contains("  ") {
        return false;
    }
    let cells: Vec<&str> = line
        .text
        .split("  ")
        .map(str::trim)
        .filter(|cell| !cell.is_empty())
        .collect();
    let figures = cells
        .iter()
        .skip(1)
        .filter(|cell| cell.chars().any(|c| c.is_ascii_digit()))
        .count();
    cells.len() > GAPS && figures * 2 >= cells.len() - 1
}

/// Adds a line to a paragraph: with a blank, but not between two characters of a script without blanks.
fn join(paragraph: &mut String, line: &str) {
    let unspaced = |c: Option<char>| c.is_some_and(is_unspaced);
    if !(unspaced(paragraph.chars().next_back()) && unspaced(line.chars().next())) {
        paragraph.push(' ');
    }
    squeeze_into(paragraph, line);
}

/// Chinese and Japanese characters and punctuation.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3001}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ff01}'..='\u{ff60}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indents_and_blank_lines_part_paragraphs() {
        for (text, wanted) in [
            (
                "    One is\nhere.\n    Two is\nthere.\n",
                vec!["One is here.", "Two is there."],
            ),
            (
                "One is\nhere.\n\nTwo is\nthere.",
                vec!["One is here.", "Two is there."],
            ),
            ("\tOne\nhere.\n \n\tTwo.", vec!["One here.", "Two."]),
            (
                "　時計塔が\n鳴った。\n　花が咲いた。",
                vec!["時計塔が鳴った。", "花が咲いた。"],
            ),
            ("One.", vec!["One."]),
            ("\n \n", vec![]),
        ] {
            assert_eq!(paragraphs(text), wanted, "{text:?}");
        }
    }

    #[test]
    fn double_spaced_wraps_are_joined_again() {
        let text = "Le musée de la ville a rouvert mardi ses portes après deux années de\n\n\
            travaux, a indiqué la mairie dans un communiqué publié le même jour.\n\n\
            Une exposition y est prévue.\n\n\
            Les visiteurs pourront découvrir des horloges anciennes ainsi que des\n\n\
            instruments de marine, \"tous restaurés par les élèves de la région\",\n\n\
            selon le directeur de l'établissement, qui attend trente mille personnes.\n\n\
            \"Nous sommes prêts\", a-t-il ajouté devant les journalistes présents sur\n\n\
            place.";
        let found = paragraphs(text);
        assert_eq!(found.len(), 4, "{found:#?}");
        assert!(found[0].ends_with("même jour."));
        assert_eq!(found[1], "Une exposition y est prévue.");
        assert!(found[3].starts_with("\"Nous"));
    }

    #[test]
    fn short_double_spaced_lines_stay_lines() {
        let text = "Roses are red,\n\nViolets.\n\nA very much longer line than the others, as poems have.\n\nSugar\n\nEnd.";
        assert_eq!(paragraphs(text).len(), 5);
    }

    #[test]
    fn unwrapped_web_copy_has_a_paragraph_a_line() {
        let sentence = "A library said on Monday that it would lend telescopes to children of the town, whose sky is dark. ".repeat(2);
        let text = format!("{sentence}\n{sentence}\n{sentence}");
        assert_eq!(paragraphs(&text).len(), 3);
    }

    #[test]
    fn lines_that_all_end_a_sentence_are_paragraphs() {
        let text = "A bridge opened in the town.\nIt took three years to build, of which two were rain.\nA ferry will be sold.";
        assert_eq!(paragraphs(text).len(), 3);
    }

    #[test]
    fn long_text_is_read_in_pieces_and_loses_no_word() {
        let part = "One is\nhere.\n\n";
        let copies = 3 * PIECE / part.len();
        let found = paragraphs(&part.repeat(copies));
        assert!(found.len() == copies && found.iter().all(|text| text == "One is here."));
        for text in ["x\n".repeat(PIECE), "é ".repeat(PIECE) + "\nx"] {
            let found = paragraphs(&text);
            let words = |text: &str| text.split_whitespace().count();
            assert_eq!(
                found.iter().map(|text| words(text)).sum::<usize>(),
                words(&text)
            );
        }
    }

    #[test]
    fn rows_of_tables_stay_rows() {
        let text =
            "Results of the day:\n  Lions      2   1   0\n  Tigers     1   0   3\nMore tomorrow.";
        assert_eq!(paragraphs(text).len(), 4);
    }
}
