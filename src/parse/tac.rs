//! The source documents of TAC and KBP: `<DOC id="ENG_NW_001278_20130413_F00012OVI">`, whose text repeats its headline.

use super::corpora::Corpus;
use super::sgml::Tag;

/// The format of such files.
pub(super) const TAC: Corpus = Corpus {
    format: "tac",
    element: "DOC",
    end: b"</DOC>",
    is_item,
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

fn is_item(tag: &Tag<'_>, after: &[Tag<'_>]) -> bool {
    let has_id = tag.attribute("id").is_some() || tag.attribute("docid").is_some();
    let is_known = |tag: &Tag<'_>| KNOWN.iter().any(|name| tag.is(name));
    has_id && after.iter().any(is_known)
}

#[cfg(test)]
mod tests {
    use super::super::{Context, Dispatch, Format};
    use super::*;
    use crate::facts::Facts;

    fn read(text: &str) -> Dispatch {
        let facts = Facts::built_in();
        assert!(TAC.fits(text, facts));
        TAC.read(text, &Context::new(facts)).remove(0).unwrap()
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
            assert!(!TAC.fits(text, Facts::built_in()), "{text}");
        }
    }
}
