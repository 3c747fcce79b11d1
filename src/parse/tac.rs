//! The source documents of TAC and KBP: `<DOC id="ENG_NW_001278_20130413_F00012OVI">`, whose text repeats its headline.

use super::corpora::{self, Corpus};
use super::{Context, Format, Item};
use crate::facts::Facts;
use crate::split::Records;

const CORPUS: Corpus = Corpus {
    format: "tac",
    element: "DOC",
    prefix: "",
    provider: None,
};

/// An element of which a document has one.
const KNOWN: &[&str] = &[
    "HEADLINE",
    "DATELINE",
    "DATETIME",
    "DATE_TIME",
    "TEXT",
    "BODY",
];

/// The format of such files.
pub(super) struct Tac;

impl Format for Tac {
    fn name(&self) -> &'static str {
        CORPUS.format
    }

    fn fits(&self, head: &str, _facts: &Facts) -> bool {
        let first = corpora::first_tags(head, CORPUS.element);
        first.is_some_and(|(tag, after)| {
            let has_id = tag
                .attribute("id")
                .or_else(|| tag.attribute("docid"))
                .is_some();
            has_id
                && after
                    .iter()
                    .any(|tag| KNOWN.iter().any(|name| tag.is(name)))
        })
    }

    fn records(&self, _head: &str) -> Records {
        Records::End(b"</DOC>")
    }

    fn read(&self, text: &str, context: &Context<'_>) -> Vec<Item> {
        corpora::read(text, CORPUS, context)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Dispatch;
    use super::*;

    fn read(text: &str) -> Dispatch {
        let facts = Facts::built_in();
        assert!(Tac.fits(text, facts));
        Tac.read(text, &Context::new(facts)).remove(0).unwrap()
    }

    #[test]
    fn a_headline_is_not_said_again_in_the_text() {
        let text = "<DOC    id=\"ENG_NW_001278_20130413_F00012OVI\">\n<DATE_TIME>2013-04-13T00:00:00</DATE_TIME>\n<HEADLINE>\nKite club wins cup\n</HEADLINE>\n<AUTHOR>Jo Example</AUTHOR>\n<TEXT>\nKite club wins cup\n\nOSLO, April 13 (Xinhua) -- A kite club won\na cup.\n\nIt will fly.\n</TEXT>\n</DOC>\n";
        let found = read(text);
        assert_eq!(found.headline.as_deref(), Some("Kite club wins cup"));
        assert_eq!(found.byline.as_deref(), Some("Jo Example"));
        assert_eq!(found.stamp.unwrap().to_string(), "2013-04-13");
        assert_eq!(found.paragraphs, ["A kite club won a cup.", "It will fly."]);
        assert_eq!(found.dateline.unwrap().credits, ["Xinhua"]);
        assert_eq!(
            found.fields.identity.unwrap().id,
            "ENG_NW_001278_20130413_F00012OVI"
        );
    }

    #[test]
    fn other_documents_are_not_of_it() {
        for text in [
            "<DOC><DOCNO>1</DOCNO><TEXT>",
            "<DOC id=\"1\"><p>",
            "<doc id=\"1\" url=\"u\" title=\"t\">\nt\n",
            "<html>",
        ] {
            assert!(!Tac.fits(text, Facts::built_in()), "{text}");
        }
    }
}
