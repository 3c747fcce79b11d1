//! The paragraphs of marked-up text: XHTML, NITF and their kin.

use super::{Element, Step};
use crate::parse::markup::XML;

/// Lines that end in a break and are so long were wrapped by a machine, in characters.
const WRAPPED: std::ops::RangeInclusive<usize> = 40..=100;

/// The paragraphs in an element, each on one line but for breaks that were meant and rows of tables, whose cells are
/// parted by tabs.
pub(in crate::parse) fn paragraphs(element: Element<'_>) -> Vec<String> {
    let mut writer = Writer::default();
    element.walk(&mut |step| {
        match step {
            Step::Open(child) if child.span() != element.span() && is_no_text(child) => {
                return false;
            }
            Step::Open(child) => writer.open(child),
            Step::Text(text) => writer.text(text),
            Step::Close(child) => writer.close(child),
        }
        true
    });
    writer.end()
}

/// Whether it is no text of the story.
fn is_no_text(element: Element<'_>) -> bool {
    XML.hidden.contains(element.name()) || is_filing(element)
}

/// Whether it says under what a story is filed: a list with codes of subjects or places, or the story's genre (dpa).
fn is_filing(element: Element<'_>) -> bool {
    let is_coded = |item: Element<'_>| item.is("li") && item.attribute("data-qcode").is_some();
    let is_genre = |class: &str| class.split_whitespace().next() == Some("genre");
    element.is("ul") && element.children().any(is_coded)
        || element.is("p") && element.attribute("class").is_some_and(is_genre)
}

/// Under what a text in markup says that it is filed: subjects, places, genre.
pub(in crate::parse) fn filings(element: Element<'_>) -> impl Iterator<Item = String> {
    let filings = element.descendants().filter(|child| is_filing(*child));
    filings.flat_map(|filing| {
        let items: Vec<String> = filing.children().filter_map(Element::text).collect();
        match items.is_empty() {
            true => filing.text().into_iter().collect(),
            false => items,
        }
    })
}

/// Puts the paragraphs together.
#[derive(Default)]
struct Writer {
    done: Vec<String>,
    /// The paragraph that is being written.
    line: String,
    /// Whether a blank is due before the next word.
    blank: bool,
    /// How many `pre` elements are open.
    pre: usize,
    /// How many tables are open.
    tables: usize,
}

impl Writer {
    fn open(&mut self, element: Element<'_>) {
        if element.is("br") {
            self.newline();
        } else if element.is("table") || element.is("nitf-table") {
            self.finish();
            self.tables += 1;
        } else if element.is("tr") || element.is("nitf-tr") {
            if self.tables > 0 {
                self.newline();
            } else {
                self.finish();
            }
        } else if element.is("td") || element.is("th") {
            if !self.line.is_empty() && !self.line.ends_with('\n') {
                self.line.push('\t');
            }
            self.blank = false;
        } else if element.is("pre") {
            self.finish();
            self.pre += 1;
        } else if XML.block.contains(element.name()) {
            self.part();
        }
    }

    fn close(&mut self, element: Element<'_>) {
        if element.is("table") || element.is("nitf-table") {
            self.tables = self.tables.saturating_sub(1);
            self.finish();
        } else if element.is("pre") {
            self.pre = self.pre.saturating_sub(1);
            self.finish();
        } else if XML.block.contains(element.name()) {
            self.part();
        }
    }

    /// Ends a paragraph; in a cell of a table, a blank is enough.
    fn part(&mut self) {
        if self.tables > 0 {
            self.blank = true;
        } else {
            self.finish();
        }
    }

    fn newline(&mut self) {
        let kept = self.line.trim_end_matches([' ', '\t']).len();
        self.line.truncate(kept);
        if !self.line.is_empty() {
            self.line.push('\n');
        }
        self.blank = false;
    }

    fn text(&mut self, text: &str) {
        if self.pre > 0 {
            self.line.push_str(text);
            return;
        }
        if text.starts_with(char::is_whitespace) {
            self.blank = true;
        }
        for word in text.split_whitespace() {
            if self.blank && !self.line.is_empty() && !self.line.ends_with(['\n', '\t']) {
                self.line.push(' ');
            }
            self.line.push_str(word);
            self.blank = true;
        }
        self.blank = text.ends_with(char::is_whitespace) || (self.blank && text.trim().is_empty());
    }

    fn finish(&mut self) {
        let line = std::mem::take(&mut self.line);
        self.blank = false;
        let lines = line.trim_end().trim_start_matches('\n');
        // Empty lines part paragraphs here too.
        for part in lines.split("\n\n") {
            let part = if self.pre > 0 {
                part.to_owned()
            } else {
                joined(part)
            };
            if !part.trim().is_empty() {
                self.done.push(part);
            }
        }
    }

    fn end(mut self) -> Vec<String> {
        self.finish();
        self.done
    }
}

/// A paragraph whose lines a machine wrapped on one line; other breaks stay.
fn joined(paragraph: &str) -> String {
    let lines: Vec<&str> = paragraph.split('\n').collect();
    let is_wrapped = |line: &&str| WRAPPED.contains(&line.chars().count()) && !line.contains('\t');
    let [body @ .., _] = &lines[..] else {
        return paragraph.to_owned();
    };
    if !body.is_empty() && body.iter().all(is_wrapped) {
        return lines.join(" ");
    }
    paragraph.to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;

    fn of(document: &str) -> Vec<String> {
        paragraphs(read(document).top())
    }

    #[test]
    fn blocks_are_paragraphs_and_blanks_are_squeezed() {
        assert_eq!(
            of(
                "<body><p>One <b>kite</b>s\n  flew</p>  <block><p>Two.</p>Three<hl2>Four</hl2></block><p/></body>"
            ),
            ["One kites flew", "Two.", "Three", "Four"]
        );
    }

    #[test]
    fn rows_of_tables_and_breaks_that_were_meant_stay_lines() {
        assert_eq!(
            of(
                "<p>Results:<br/>Anna 1<br/>Ben 2</p><table><tr><td>Oslo</td><td><p>3</p></td></tr><tr><td>Bergen</td><td>4</td></tr></table>"
            ),
            ["Results:\nAnna 1\nBen 2", "Oslo\t3\nBergen\t4"]
        );
        assert_eq!(of("<pre>a  b\nc   d</pre>"), ["a  b\nc   d"]);
    }

    #[test]
    fn breaks_where_a_machine_wrapped_are_blanks_and_empty_lines_part() {
        let long = "The kite flew over the harbour and over the old town";
        assert_eq!(
            of(&format!("<p>   {long}<br />   {long}<br/>and fell.</p>")),
            [format!("{long} {long} and fell.")]
        );
        assert_eq!(of("<p>One.<br/><br/>Two.</p>"), ["One.", "Two."]);
    }

    #[test]
    fn what_a_story_is_filed_under_is_no_text() {
        let document = "<body><header><ul><li data-qcode='s:1'>Museums</li><li>Kites</li></ul><p class='genre g-7'>Report</p></header><p>One.</p><ul><li>Two</li></ul></body>";
        assert_eq!(of(document), ["One.", "Two"]);
        let tree = read(document);
        let filings: Vec<String> = filings(tree.top()).collect();
        assert_eq!(filings, ["Museums", "Kites", "Report"]);
    }

    #[test]
    fn scripts_and_pictures_are_no_text() {
        assert_eq!(
            of(
                "<p>One.</p><script>x()</script><media><media-caption>A kite</media-caption></media>"
            ),
            ["One."]
        );
    }
}
