//! The text: AP opens header lines with `^` and ends them with `<`, `=` or `>`; what it prints as tables has codes of
//! its own. Kyodo and AAP write plain lines.

/// A header line of so many characters under the headline sums the story up.
const SUMMARY: usize = 60;
/// How header lines begin that are no headline.
const KEPT: &[&str] = &[
    "BC-",
    "AM-",
    "PM-",
    "AP-",
    "AP Photo",
    "AP Video",
    "AP LaserPhoto",
    "Eds:",
    "(Eds",
    "EDITOR",
    "EDS",
    "By ",
    "BY ",
    "EMBARGO",
    "Adv",
    "For release",
    "NA",
    "With ",
];
/// Words of an author's title, in the line under the byline.
const TITLES: &[&str] = &[
    "Writer",
    "Press",
    "Correspondent",
    "Editor",
    "Columnist",
    "Analyst",
    "Service",
    "Staff",
];

/// A text as it is read on.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Parts {
    /// Header lines, without `^` and what ends them; bylines keep their `=`.
    pub header: String,
    /// What sums the story up, for readers in a hurry.
    pub summaries: Vec<String>,
    /// Header lines of no field.
    pub others: Vec<String>,
    /// The rest.
    pub body: String,
}

/// Parts a text into header and body.
pub(super) fn parts(text: &str) -> Parts {
    let mut parts = Parts::default();
    let is_header = |line: &str| line.starts_with('^') || line.trim().is_empty();
    let has_body = text.lines().any(|line| !is_header(line));
    let mut in_header = true;
    for line in text.lines() {
        in_header &= is_header(line);
        if !in_header {
            body_line(line, &mut parts.body);
            continue;
        }
        // `^*9006< ^AP-Top-Kites,0176<`
        for line in line.split(" ^") {
            header_line(line, has_body, &mut parts);
        }
    }
    parts
}

fn header_line(line: &str, has_body: bool, parts: &mut Parts) {
    let words = line.trim().trim_start_matches('^').trim_end_matches('<');
    let bare = words.trim_end_matches(['<', '=', '>', ' ']).trim_start();
    if line.contains('\u{8}') || bare.is_empty() {
        return body_line(line, &mut parts.body);
    }
    let bylined = parts
        .header
        .lines()
        .last()
        .is_some_and(|line| line.ends_with('='));
    if KEPT.iter().any(|begin| bare.starts_with(begin))
        || crate::parse::marks::of_line(bare).is_some()
    {
        parts.header.push_str(words.trim());
        parts.header.push('\n');
    } else if bylined && words.ends_with('=') && TITLES.iter().any(|title| bare.contains(title)) {
        if bare == "Associated Press" {
            parts.header.push_str(words.trim());
            parts.header.push('\n');
        } else {
            parts.others.push(bare.into());
        }
    } else if bare.starts_with('*') && !bare.contains(' ') {
        parts.others.push(bare.into());
    } else if !parts.header.lines().any(is_headline) && parts.body.trim().is_empty() {
        parts.header.push_str(bare);
        parts.header.push('\n');
    } else if has_body && !words.ends_with('=') && bare.chars().count() >= SUMMARY {
        parts.summaries.push(bare.into());
    } else {
        body_line(line, &mut parts.body);
    }
}

fn is_headline(line: &str) -> bool {
    !KEPT.iter().any(|begin| line.starts_with(begin))
        && !line.ends_with('=')
        && crate::parse::marks::of_line(line).is_none()
}

/// Adds a line of the body: a row of a table (08 at its start, 10 for a space, fields parted by `;`) and a line of
/// AP's are a paragraph, whatever stands beside them.
fn body_line(line: &str, body: &mut String) {
    let signed = line.starts_with('^');
    let words = line.strip_prefix('^').unwrap_or(line);
    let row = words.trim_start().strip_prefix('\u{8}');
    if signed || row.is_some() {
        let words = row
            .unwrap_or(words)
            .trim_start_matches('^')
            .replace('\u{10}', " ");
        body.push_str("\t   ");
        body.push_str(words.trim().trim_end_matches(['<', '=', '>']).trim_end());
    } else {
        body.push_str(line.trim_end().trim_end_matches('<'));
    }
    body.push('\n');
}
