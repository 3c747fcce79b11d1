//! The paragraphs of HTML: what a reader sees of it, and where on the page it stands.

use super::scan::{Token, attribute, tokens};
use crate::parse::markup::HTML;
use crate::parse::references;

/// Parts the cells and rows of a table until its shape is known. No text holds them.
const CELL: char = '\u{1}';
const ROW: char = '\u{2}';
/// Longer cells are those of a page's layout and not of a table, in bytes.
const LONGEST_CELL: usize = 80;
/// Lines that `<br>` parts are paragraphs where they are longer than this on average, in bytes: no verse is.
const LONG_LINE: usize = 100;
/// Open elements that are counted; deeper ones are read as if they were not nested.
const DEPTH: usize = 256;

/// A paragraph of a page.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in super::super) struct Paragraph {
    /// Its text; lines are parted where the page parts them.
    pub(in super::super) text: String,
    /// How many of its bytes are links.
    pub(super) links: usize,
    /// What it stands in.
    pub(super) place: Place,
}

/// What a paragraph stands in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// A heading: 1 to 6, or 0.
    pub(super) heading: u8,
    /// Text laid out by its blanks.
    pub(super) pre: bool,
    /// A caption, or what a picture stands in.
    pub(super) figure: bool,
    /// A page's header, footer or side.
    pub(super) aside: bool,
    /// A list.
    pub(super) list: bool,
    /// An article or a page's main part.
    pub(super) article: bool,
    /// An element that says it is the text of the article.
    pub(super) body: bool,
}

/// The paragraphs of a fragment or a page that a reader sees.
pub(in super::super) fn paragraphs(html: &str) -> Vec<Paragraph> {
    let mut writer = Writer::default();
    for token in tokens(html) {
        match token {
            Token::Text(text) => writer.text(text),
            Token::Open(name, attributes) => writer.open(&name, attributes),
            Token::Close(name) => writer.close(&name),
            Token::Raw(name, _, text) if name == "xmp" => {
                writer.end();
                writer.out.push(Paragraph {
                    text: text.into(),
                    place: Place {
                        pre: true,
                        ..writer.place
                    },
                    links: 0,
                });
            }
            Token::Raw(..) | Token::Comment(_) => {}
        }
    }
    writer.end();
    writer.out
}

/// The texts of a fragment's paragraphs.
pub(in super::super) fn texts(html: &str) -> Vec<String> {
    paragraphs(html)
        .into_iter()
        .map(|paragraph| paragraph.text)
        .collect()
}

#[derive(Default)]
struct Writer {
    out: Vec<Paragraph>,
    line: String,
    links: usize,
    place: Place,
    /// The elements that are open and change what text in them is, with the place that they stand in.
    open: Vec<(String, Place)>,
    hidden: usize,
    in_link: bool,
}

impl Writer {
    fn text(&mut self, text: &str) {
        if self.hidden > 0 {
            return;
        }
        let text = references::lenient(text);
        let before = self.line.len();
        if self.place.pre {
            self.line
                .extend(text.chars().filter(|c| !matches!(*c, CELL | ROW)));
        } else {
            self.flow(&text);
        }
        if self.in_link {
            self.links += self.line.len() - before;
        }
    }

    /// Adds running text: any white space is one blank.
    fn flow(&mut self, text: &str) {
        for c in text.chars() {
            let blank = c.is_ascii_whitespace() || c.is_ascii_control();
            if !blank {
                self.line.push(c);
            } else if !self.line.is_empty() && !self.line.ends_with([' ', '\n', CELL, ROW]) {
                self.line.push(' ');
            }
        }
    }

    fn open(&mut self, name: &str, attributes: &str) {
        match name {
            "br" if self.hidden == 0 => return self.line_break(),
            "td" | "th" if !self.line.is_empty() => self.line.push(CELL),
            "tr" if !self.line.is_empty() => self.line.push(ROW),
            "a" => self.in_link = attribute(attributes, "href").is_some(),
            _ => {}
        }
        if HTML.block.contains(name) {
            self.end();
        }
        if HTML.same.contains(name) && self.open.last().is_some_and(|(open, _)| open == name) {
            self.close(name);
        }
        let place = self.place_in(name, attributes);
        let changes = place != self.place || HTML.hidden.contains(name) || is_hidden(attributes);
        // Elements that change nothing need no end, but for one within another of its name.
        let matters = changes || self.open.iter().any(|(open, _)| open == name);
        if !matters || HTML.void.contains(name) || self.open.len() >= DEPTH {
            return;
        }
        let hides = HTML.hidden.contains(name) || is_hidden(attributes);
        if hides {
            self.end();
        }
        if self.hidden > 0 || hides {
            self.hidden += 1;
        }
        self.open.push((name.into(), self.place));
        self.place = place;
    }

    fn close(&mut self, name: &str) {
        match name {
            "a" => self.in_link = false,
            "br" => return self.line_break(),
            "p" if self.hidden == 0 => self.end(),
            _ => {}
        }
        if HTML.block.contains(name) {
            self.end();
        }
        // What a missing end tag leaves open ends with what it stands in.
        let Some(at) = self.open.iter().rposition(|(open, _)| open == name) else {
            return;
        };
        self.end();
        self.hidden = self.hidden.saturating_sub(self.open.len() - at);
        self.place = self.open[at].1;
        self.open.truncate(at);
    }

    fn place_in(&self, name: &str, attributes: &str) -> Place {
        let mut place = self.place;
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => place.heading = name.as_bytes()[1] - b'0',
            "pre" | "listing" | "plaintext" => place.pre = true,
            "figure" | "figcaption" | "caption" => place.figure = true,
            "footer" | "aside" => place.aside = true,
            "header" if !place.article => place.aside = true,
            "ul" | "ol" | "dl" | "menu" => place.list = true,
            "article" | "main" => {
                place.article = true;
                place.aside = false;
            }
            _ => {}
        }
        if attributes.contains("articleBody") {
            place.body = true;
        }
        place
    }

    /// A line ends. Two line ends in a row end the paragraph.
    fn line_break(&mut self) {
        while self.line.ends_with(' ') {
            self.line.pop();
        }
        if self.line.ends_with('\n') && !self.place.pre {
            return self.end();
        }
        if !self.line.is_empty() || self.place.pre {
            self.line.push('\n');
        }
    }

    /// Ends the paragraph.
    fn end(&mut self) {
        let text = std::mem::take(&mut self.line);
        let links = std::mem::take(&mut self.links);
        if text
            .chars()
            .all(|c| c.is_whitespace() || matches!(c, CELL | ROW))
        {
            return;
        }
        let place = self.place;
        if place.pre {
            let text = text.trim_end().trim_start_matches(['\n', '\r']).into();
            self.out.push(Paragraph { text, links, place });
            return;
        }
        for text in rows(&text).iter().flat_map(|text| lines(text)) {
            let links = links.min(text.len());
            self.out.push(Paragraph { text, links, place });
        }
    }
}

/// Whether a tag says that its element is not shown.
fn is_hidden(attributes: &str) -> bool {
    if attributes.len() < 6 {
        return false;
    }
    attribute(attributes, "hidden").is_some()
        || attribute(attributes, "aria-hidden").is_some_and(|value| value == "true")
        || attribute(attributes, "style").is_some_and(|style| {
            let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
            style.to_ascii_lowercase().contains("display:none")
        })
}

/// The rows of a table as lines of one paragraph, with two blanks between the cells; the cells of a page's layout as
/// paragraphs.
fn rows(text: &str) -> Vec<String> {
    if !text.contains([CELL, ROW]) {
        return vec![text.into()];
    }
    let cells = || {
        text.split([CELL, ROW])
            .filter(|cell| !cell.trim().is_empty())
    };
    let is_layout = cells().any(|cell| cell.len() > LONGEST_CELL || cell.trim().contains('\n'))
        || !text.trim_end_matches(ROW).contains(ROW);
    if is_layout {
        return cells().map(|cell| cell.trim().to_string()).collect();
    }
    let row = |row: &str| {
        let cells = row.split(CELL).map(|cell| cell.trim().replace('\n', " "));
        cells
            .filter(|cell| !cell.is_empty())
            .collect::<Vec<_>>()
            .join("  ")
    };
    let rows: Vec<String> = text
        .split(ROW)
        .map(row)
        .filter(|row| !row.is_empty())
        .collect();
    vec![rows.join("\n")]
}

/// The paragraphs of a text whose lines `<br>` parts: each long line, each line that is indented, or all of them.
fn lines(text: &str) -> Vec<String> {
    let indented = |line: &str| line.starts_with("\u{a0}\u{a0}") || line.starts_with('\u{3000}');
    let lines: Vec<&str> = text
        .split('\n')
        .filter(|line| !line.trim().is_empty())
        .collect();
    let are_long = text.len() > LONG_LINE * lines.len();
    let mut out: Vec<String> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let words = line.replace(['\u{a0}', '\u{202f}'], " ");
        let words = words.trim();
        if at == 0 || are_long || indented(line) {
            out.push(words.into());
        } else if let Some(last) = out.last_mut() {
            last.push('\n');
            last.push_str(words);
        }
    }
    out
}

/// The text of a fragment on one line.
pub(in super::super) fn line(html: &str) -> String {
    let mut out = String::new();
    for token in tokens(html) {
        match token {
            Token::Text(text) => out.push_str(&references::lenient(text)),
            Token::Open(..) | Token::Close(_) if !out.ends_with(' ') => out.push(' '),
            _ => {}
        }
    }
    super::super::clean::squeeze(&super::super::clean::clean(&out))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_and_double_line_ends_part_paragraphs() {
        for (html, wanted) in [
            (
                "<p>one <b>two</b>\n three<p>four</p>five",
                vec!["one two three", "four", "five"],
            ),
            ("one<br>two<br/><br />three", vec!["one\ntwo", "three"]),
            (
                "&nbsp;&nbsp;one two<br>&nbsp;&nbsp;three",
                vec!["one two", "three"],
            ),
            ("<ul><li>one<li>two</ul>", vec!["one", "two"]),
            ("a<script>b</script><style>c</style><!-- d -->e", vec!["ae"]),
            (
                "<div hidden>a</div><nav><p>b</p></nav><p style='display: none'>c</p>d",
                vec!["d"],
            ),
            ("a<noscript><img src=x></noscript>b", vec!["a", "b"]),
            ("<pre>A  B\n  C\n\nD</pre>", vec!["A  B\n  C\n\nD"]),
        ] {
            assert_eq!(texts(html), wanted, "{html}");
        }
    }

    #[test]
    fn a_table_keeps_its_rows_and_a_layout_is_none() {
        let table =
            "<table><tr><td>Anna</td><td>1</td></tr><tr><td>Ben</td><td>2</td></tr></table>";
        assert_eq!(texts(table), ["Anna  1\nBen  2"]);
        let long = "A kite flew over the museum. ".repeat(4);
        let layout = format!("<table><tr><td>Home</td><td>{long}</td></tr></table>");
        assert_eq!(texts(&layout), ["Home", long.trim()]);
    }

    #[test]
    fn long_lines_are_paragraphs() {
        let long = "A kite flew over the museum. ".repeat(5);
        let html = format!("{long}<br>{long}");
        assert_eq!(texts(&html), [long.trim(), long.trim()]);
    }

    #[test]
    fn a_line_of_markup_is_its_text() {
        assert_eq!(line("Kites &amp; <i>museums</i>\n"), "Kites & museums");
    }
}
