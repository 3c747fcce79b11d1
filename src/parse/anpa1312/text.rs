//! The text: AP opens header lines with `^` and ends them with `<`, `=` or `>`; what it prints as tables has codes of
//! its own.

/// A header line of so many characters under the headline sums the story up.
const SUMMARY: usize = 60;

/// A text as it is read on.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Parts {
    /// Header lines and body.
    pub text: String,
    /// What sums the story up, for readers in a hurry.
    pub summaries: Vec<String>,
}

/// Parts a text from its summaries, and puts each line of it on a line of its own.
pub(super) fn parts(text: &str) -> Parts {
    let mut parts = Parts::default();
    let mut in_header = true;
    let mut headlines = 0;
    let has_body = text
        .lines()
        .any(|line| !line.trim().is_empty() && !line.starts_with('^'));
    for line in text.lines() {
        // `^*9006< ^AP-Top-Kites,0176<`
        for (count, line) in line.split(" ^").enumerate() {
            let is_header = count > 0 || line.starts_with('^');
            in_header &= is_header || line.trim().is_empty();
            let words = line.trim().trim_start_matches('^');
            let bare = words.trim_end_matches(['<', '=', '>', ' ']);
            let is_story_line = is_header && !bare.is_empty() && !is_kept(words, bare);
            if in_header && is_story_line {
                headlines += 1;
                if headlines > 1 && has_body && bare.chars().count() >= SUMMARY {
                    parts.summaries.push(bare.into());
                    continue;
                }
            }
            parts.text.push_str(&table_line(line));
            parts.text.push('\n');
        }
    }
    parts
}

/// Whether a header line is no headline: keywords, pictures, notes, names.
fn is_kept(words: &str, bare: &str) -> bool {
    let cycle = [
        "BC-", "AM-", "PM-", "AP-", "AP Photo", "Eds:", "(Eds", "EDITOR", "EDS", "By ", "*",
    ];
    words.ends_with(['=', '>'])
        || cycle.iter().any(|begin| bare.starts_with(begin))
        || crate::parse::marks::of_line(bare).is_some()
}

/// A line of a table without its codes (08 at its start, 10 for a space) and without the signs of header lines.
fn table_line(line: &str) -> String {
    match line.strip_prefix('^').unwrap_or(line).strip_prefix('\u{8}') {
        Some(row) => row
            .trim_start_matches('^')
            .replace('\u{10}', " ")
            .trim_end()
            .into(),
        None => line.trim_end().trim_end_matches('<').into(),
    }
}
