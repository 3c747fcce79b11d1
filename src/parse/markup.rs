//! What the elements of markup do to the text in them (`markup.tsv`): one table of HTML, NITF and their kin.
//!
//! Each reader of markup has a column, for they read for different ends: a page's picture has a caption that its
//! reader sees, while a wire's picture is a story of its own. A cell says what an element is there:
//!
//! - `block`: a paragraph, or what parts paragraphs
//! - `line`: what begins a line within a paragraph
//! - `hidden`: what holds no text of the story
//! - `same`: what ends where the next of its name begins
//! - `void`: what has no content
//! - `tell`: what nobody writes into plain text, so that it tells markup

use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// Pages.
pub(super) static HTML: LazyLock<Elements> = LazyLock::new(|| Elements::of("html"));
/// NITF, XHTML in NewsML, and other XML of agencies.
pub(super) static XML: LazyLock<Elements> = LazyLock::new(|| Elements::of("xml"));
/// Markup in values of JSON and of tables.
pub(super) static JSON: LazyLock<Elements> = LazyLock::new(|| Elements::of("json"));
/// Messages in HTML.
pub(super) static MAIL: LazyLock<Elements> = LazyLock::new(|| Elements::of("mail"));

/// What elements are to a reader.
pub(super) struct Elements {
    pub(super) block: Names,
    pub(super) line: Names,
    pub(super) hidden: Names,
    pub(super) same: Names,
    pub(super) void: Names,
    pub(super) tell: Names,
}

/// Names of elements.
pub(super) struct Names(FxHashSet<&'static str>);

impl Names {
    /// Whether a name, in any case, is among them.
    pub(super) fn contains(&self, name: &str) -> bool {
        match name.bytes().any(|byte| byte.is_ascii_uppercase()) {
            true => self.0.contains(name.to_ascii_lowercase().as_str()),
            false => self.0.contains(name),
        }
    }
}

impl Elements {
    /// Whether an element means anything to the reader.
    pub(super) fn knows(&self, name: &str) -> bool {
        let sets = [
            &self.block,
            &self.line,
            &self.hidden,
            &self.same,
            &self.void,
            &self.tell,
        ];
        sets.into_iter().any(|names| names.contains(name))
    }

    fn of(column: &str) -> Elements {
        let mut rows = include_str!("markup.tsv")
            .lines()
            .map(|row| row.split('\t'));
        let head = rows
            .next()
            .and_then(|mut head| head.position(|it| it == column));
        let at = head.expect("a test reads every column of the table");
        let cells: Vec<(&str, &str)> = rows
            .filter_map(|row| Some((row.clone().next()?, row.clone().nth(at)?)))
            .collect();
        let names = |what: &str| {
            let is = |cell: &str| cell.split(' ').any(|word| word == what);
            let of_it = cells.iter().filter(|(_, cell)| is(cell));
            Names(of_it.map(|(name, _)| *name).collect())
        };
        Elements {
            block: names("block"),
            line: names("line"),
            hidden: names("hidden"),
            same: names("same"),
            void: names("void"),
            tell: names("tell"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_says_what_its_element_is() {
        let known = ["block", "line", "hidden", "same", "void", "tell", "-"];
        let rows: Vec<&str> = include_str!("markup.tsv").lines().skip(1).collect();
        assert!(rows.is_sorted());
        for row in rows {
            let cells: Vec<&str> = row.split('\t').collect();
            assert_eq!(cells.len(), 5, "{row}");
            let mut words = cells[1..].iter().flat_map(|cell| cell.split(' '));
            assert!(words.all(|word| known.contains(&word)), "{row}");
        }
        for elements in [&HTML, &XML, &JSON, &MAIL] {
            assert!(elements.block.contains("p") && elements.block.contains("H1"));
            assert!(elements.hidden.contains("script") || elements.tell.contains("script"));
            assert!(!elements.hidden.contains("p") && !elements.block.contains("kite"));
        }
    }
}
