//! Stories as one crawl of a news site kept them: lines `-- headline`, `-- By …`, `-- Fri Oct 20, 2006 6:15pm EDT`,
//! `-- https://…` at the top, then the text.

use super::clean::{clean, squeeze};
use super::plain::Layout;
use super::{Context, Dispatch, Format, Item, byline, head, kept, plain, stamp};
use crate::facts::Facts;

/// The format of such files.
pub(super) struct Crawl;

impl Format for Crawl {
    fn name(&self) -> &'static str {
        "crawl"
    }

    fn fits(&self, text: &str, facts: &Facts) -> bool {
        let lines: Vec<&str> = header_lines(text).collect();
        let is_dated = |line: &&str| stamp::of_line(line, &facts.calendar).is_some();
        lines.len() >= 2
            && (lines.iter().any(|line| line.starts_with("http")) || lines.iter().any(is_dated))
    }

    fn read(&self, text: &str, context: &Context<'_>) -> Vec<Item> {
        let facts = context.facts;
        let mut dispatch = Dispatch {
            format: self.name(),
            item: text.into(),
            ..Dispatch::default()
        };
        let text = clean(text);
        for line in header_lines(&text) {
            if line.starts_with("http") {
                // A file's address is no header of its agency's, but is kept with it.
            } else if let Some(when) = stamp::of_line(line, &facts.calendar) {
                dispatch.stamp = Some(when);
            } else if let Some(byline) = byline::of_field(line) {
                dispatch.byline = Some(byline);
            } else if dispatch.headline.is_none() {
                // Its marks are read, and stay in it: a field is kept as it was carried.
                head::set_headline(line, &mut dispatch, facts);
                dispatch.headline = Some(squeeze(line));
            }
            kept::keep(line, 0, &mut dispatch);
        }
        let header = text.split_inclusive('\n');
        let header = header.take_while(|line| is_header(line)).map(str::len);
        plain::read_into(&text[header.sum()..], Layout::Wrapped, &mut dispatch, facts);
        if dispatch.paragraphs.is_empty() {
            dispatch
                .warnings
                .push("the file holds header lines and no text".into());
        }
        vec![Ok(dispatch)]
    }
}

fn is_header(line: &str) -> bool {
    line.trim_start().starts_with("--")
}

/// What the lines at the top say after their two dashes.
fn header_lines(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.lines().take(12).take_while(|line| is_header(line));
    lines.map(|line| line.trim_start().trim_start_matches("--").trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_at_the_top_are_headline_byline_and_date() {
        let text = "-- Kite club wins cup\n-- By  Jo Example\n-- Fri Oct 20, 2006 6:15pm EDT\n-- http://news.example/a-1\n\n \n\n LONDON  (Reuters) - A kite club won a cup \non Friday. \n\n It will fly. (Reporting by Jo Example; Editing by A. Sample)";
        assert!(Crawl.fits(text, Facts::built_in()));
        let found = Crawl
            .read(text, &Context::new(Facts::built_in()))
            .remove(0)
            .unwrap();
        assert_eq!(found.headline.as_deref(), Some("Kite club wins cup"));
        assert_eq!(found.byline.as_deref(), Some("Jo Example"));
        assert_eq!(
            found.stamp.map(|when| when.to_string()).as_deref(),
            Some("2006-10-20T18:15:00-04:00")
        );
        assert_eq!(
            found.paragraphs,
            ["A kite club won a cup on Friday.", "It will fly."]
        );
        assert_eq!(found.dateline.unwrap().as_written, "LONDON  (Reuters)");
    }

    #[test]
    fn a_headline_keeps_the_mark_that_it_was_carried_with() {
        let text = "-- UPDATE 2-Kite club wins cup\n-- Fri Oct 20, 2006 6:15pm EDT\n-- http://news.example/a-1\n\n LONDON (Reuters) - A kite club won.\n";
        let found = Crawl
            .read(text, &Context::new(Facts::built_in()))
            .remove(0)
            .unwrap();
        assert_eq!(
            found.headline.as_deref(),
            Some("UPDATE 2-Kite club wins cup")
        );
        assert_eq!(
            (found.marks, found.version),
            (vec!["update".into()], Some(2))
        );
    }

    #[test]
    fn other_dashes_are_no_crawl() {
        assert!(!Crawl.fits("-- a list\n-- of things\n", Facts::built_in()));
        assert!(!Crawl.fits("LONDON, May 3 (Reuters) -- A kite\n", Facts::built_in()));
    }
}
