//! The newswire corpora of the Linguistic Data Consortium, Gigaword and its kin: `<DOC id="AFP_ENG_19950101.0083"
//! type="story">`, also with the older ids `XIE19950101.0001`.

use super::corpora::Corpus;
use super::sgml::Tag;

/// The format of such files.
pub(super) const GIGAWORD: Corpus = Corpus {
    format: "gigaword",
    element: "DOC",
    end: b"</DOC>",
    is_item,
    prefix: "",
    provider: None,
};

/// Whether an id is of Gigaword's form.
fn is_id(id: &str) -> bool {
    let Some((begin, number)) = id.split_once('.') else {
        return false;
    };
    let digits = begin.trim_start_matches(|c: char| c.is_ascii_alphabetic() || c == '_');
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.len() == 8 && begin.len() > 8 && is_number(digits) && is_number(number)
}

fn is_item(tag: &Tag<'_>, _after: &[Tag<'_>]) -> bool {
    tag.attribute("id").is_some_and(is_id) && tag.attribute("type").is_some()
}

#[cfg(test)]
mod tests {
    use super::super::{Context, Dispatch, Format};
    use super::*;
    use crate::facts::Facts;

    fn read(text: &str) -> Dispatch {
        let facts = Facts::built_in();
        assert!(GIGAWORD.fits(text, facts));
        GIGAWORD.read(text, &Context::new(facts)).remove(0).unwrap()
    }

    #[test]
    fn the_id_says_agency_language_and_day() {
        let text = "<DOC id=\"AFP_ENG_19950302.0083\" type=\"story\" >\n<HEADLINE>\nKite club wins cup\n</HEADLINE>\n<DATELINE>\nOSLO, March 2 (AFP)\n</DATELINE>\n<TEXT>\n<P>\nA kite club won a cup\non Thursday.\n</P>\n<P>\nIt will fly.\n</P>\n</TEXT>\n</DOC>\n";
        let found = read(text);
        assert_eq!(found.headline.as_deref(), Some("Kite club wins cup"));
        assert_eq!(
            found.paragraphs,
            ["A kite club won a cup on Thursday.", "It will fly."]
        );
        assert_eq!(found.fields.providers, ["AFP"]);
        assert_eq!(found.fields.language.as_deref(), Some("en"));
        assert_eq!(found.stamp.unwrap().to_string(), "1995-03-02");
        assert_eq!(found.dateline.unwrap().places[0].name, "OSLO");
    }

    #[test]
    fn a_dateline_may_hold_a_slug_and_an_advisory_is_marked() {
        let text = "<DOC id=\"NYT_ENG_19950302.0001\" type=\"advis\" ><DATELINE>\n(BC-KITES-BUDGET)\n</DATELINE><TEXT>\nKite budget for editors.\n</TEXT></DOC>";
        let found = read(text);
        assert_eq!(found.slug.as_deref(), Some("BC-KITES-BUDGET"));
        assert_eq!(found.marks, ["advisory"]);
        assert_eq!(found.dateline, None);
    }

    #[test]
    fn other_documents_are_not_of_it() {
        for text in [
            "<DOC id=\"ENG_NW_001278_20130413_F00012OVI\"><TEXT>",
            "<DOC id=\"a.1\" type=\"b\">",
            "<DOC>",
            "<html>",
        ] {
            assert!(!GIGAWORD.fits(text, Facts::built_in()), "{text}");
        }
    }
}
