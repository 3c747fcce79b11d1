//! Bodies in values: plain text by its blank lines, markup by its elements.

use crate::parse::markup::JSON;
use crate::parse::references;

/// The paragraphs of a text, which may be markup.
pub(in crate::parse) fn paragraphs(text: &str) -> Vec<String> {
    if is_markup(text) {
        of_markup(text)
    } else {
        of_text(&references::strict(text))
    }
}

/// A line of words without markup.
pub(in crate::parse) fn line(text: &str) -> String {
    let text = if is_markup(text) {
        of_markup(text).join(" ")
    } else {
        references::strict(text).into_owned()
    };
    super::super::clean::squeeze(&text)
}

/// The paragraphs of a plain text: parted by blank lines where it has some, else by its line ends.
pub(in crate::parse) fn of_text(text: &str) -> Vec<String> {
    let text = text
        .replace("\r\n", "\n")
        .replace(['\r', '\u{2029}', '\u{2028}'], "\n");
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let parted = text.trim().contains("\n\n")
        || lines
            .windows(2)
            .any(|two| two[0].trim().is_empty() != two[1].trim().is_empty());
    if !parted {
        return lines
            .iter()
            .filter(|line| !line.trim().is_empty())
            .map(|line| line.trim().to_owned())
            .collect();
    }
    let groups = lines
        .split(|line| line.trim().is_empty())
        .filter(|group| !group.is_empty());
    groups
        .map(|group| {
            if is_wrapped(group) {
                group.join(" ")
            } else {
                group.join("\n")
            }
        })
        .collect()
}

/// Whether lines are those of a text wrapped at a width: all but the last long, and none very long.
fn is_wrapped(lines: &[&str]) -> bool {
    let lengths = || lines.iter().map(|line| line.chars().count());
    lines.len() > 1
        && lengths().all(|len| len <= 100)
        && lengths().rev().skip(1).all(|len| len >= 45)
}

/// Whether a text is markup: it holds an end tag, a break or a paragraph.
pub(in crate::parse) fn is_markup(text: &str) -> bool {
    memchr::memchr_iter(b'<', text.as_bytes()).any(|at| {
        let tag = text.get(at + 1..).unwrap_or_default();
        let name = tag.strip_prefix('/').unwrap_or(tag);
        let len = name
            .bytes()
            .take_while(|b| b.is_ascii_alphanumeric() || *b == b'.')
            .count();
        let after = name.as_bytes().get(len);
        len > 0
            && len < 16
            && matches!(after, Some(b'>' | b' ' | b'/' | b'\n'))
            && JSON.tell.contains(&name[..len])
    })
}

/// The paragraphs of XHTML, HTML or NITF, of which the body counts. Tags that are not closed hide nothing.
pub(in crate::parse) fn of_markup(text: &str) -> Vec<String> {
    let mut paragraphs = Vec::new();
    let mut open = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        push_text(&rest[..at], &mut open);
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        let tag = &rest[1..];
        if !tag.starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c)) {
            open.push('<');
            rest = tag;
            continue;
        }
        let Some(end) = tag.find('>') else {
            rest = "";
            break;
        };
        let name = tag[..end].trim_start_matches('/');
        let len = name
            .find(|c: char| c.is_whitespace() || c == '/')
            .unwrap_or(name.len());
        let name = name[..len].to_ascii_lowercase();
        rest = &tag[end + 1..];
        if JSON.hidden.contains(&name) && !tag.starts_with('/') && !tag[..end].ends_with('/') {
            let close = format!("</{name}");
            if let Some(at) = find_ignoring_case(rest, &close) {
                rest = &rest[at..];
            }
        }
        match name.as_str() {
            "br" => open.push('\n'),
            "td" | "th" => open.push(' '),
            name if JSON.block.contains(name) => close_paragraph(&mut open, &mut paragraphs),
            _ => {}
        }
    }
    push_text(rest, &mut open);
    close_paragraph(&mut open, &mut paragraphs);
    paragraphs
}

fn find_ignoring_case(text: &str, tag: &str) -> Option<usize> {
    text.find(tag)
        .or_else(|| text.find(&tag.to_ascii_uppercase()))
}

/// Appends text, its runs of blanks as one.
fn push_text(text: &str, open: &mut String) {
    for c in references::strict(text).chars() {
        let c = if c.is_whitespace() && c != '\u{3000}' {
            ' '
        } else {
            c
        };
        if c != ' ' || !open.ends_with([' ', '\n']) {
            open.push(c);
        }
    }
}

fn close_paragraph(open: &mut String, paragraphs: &mut Vec<String>) {
    // Two breaks part paragraphs.
    for part in open.split("\n\n") {
        let lines: Vec<&str> = part
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .collect();
        if !lines.is_empty() {
            paragraphs.push(lines.join("\n"));
        }
    }
    open.clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_becomes_paragraphs() {
        let html = "<html><head><title>No</title></head><body>\n<p>A <b>kite</b>\n flew &amp; fell.</p><!-- no -->\
            <p>It was red<br/>and caf&eacute;&#8217;s.</p><script>no()</script>Tail</body></html>";
        assert!(is_markup(html));
        assert_eq!(
            of_markup(html),
            ["A kite flew & fell.", "It was red\nand café’s.", "Tail"]
        );
        assert!(!is_markup("Lakes < ponds and 3 <4> kites"));
        assert_eq!(of_markup("Broken <p"), ["Broken"]);
    }

    #[test]
    fn plain_text_is_parted_as_it_was_meant() {
        assert_eq!(paragraphs("One.\nTwo.\n"), ["One.", "Two."]);
        assert_eq!(
            paragraphs("One.\r\n\r\nResults:\r\nAnna 1\r\n"),
            ["One.", "Results:\nAnna 1"]
        );
    }
}
