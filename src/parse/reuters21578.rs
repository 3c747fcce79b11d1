//! Reuters-21578: 21,578 stories of 1987 in 22 files of SGML (Lewis, 1997). `<UNKNOWN>` holds the ANPA header as character
//! references, `<BODY>` ends in ` Reuter` and `&#3;`, `<DATE>` may have junk after it.

use super::corpora::Corpus;
use super::sgml::Tag;

/// The format of such files.
pub(super) const REUTERS_21578: Corpus = Corpus {
    format: "reuters21578",
    element: "REUTERS",
    end: b"</REUTERS>",
    is_item,
    prefix: "Reuters-21578 ",
    provider: Some(("Reuters", "en")),
};

fn is_item(tag: &Tag<'_>, after: &[Tag<'_>]) -> bool {
    tag.attribute("NEWID").is_some() || after.iter().any(|tag| tag.is("UNKNOWN"))
}

#[cfg(test)]
mod tests {
    use super::super::{Context, Dispatch, Format};
    use super::*;
    use crate::facts::Facts;

    fn read(text: &str) -> Dispatch {
        let facts = Facts::built_in();
        assert!(REUTERS_21578.fits(text, facts));
        REUTERS_21578
            .read(text, &Context::new(facts))
            .remove(0)
            .unwrap()
    }

    #[test]
    fn a_story_is_read_with_its_wire_header_and_without_the_junk_of_its_date() {
        let text = "<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n<REUTERS TOPICS=\"YES\" LEWISSPLIT=\"TRAIN\" OLDID=\"5544\" NEWID=\"12\">\n<DATE> 3-MAR-1987 15:01:01.79\nE RM</DATE>\n<TOPICS><D>cocoa</D><D>kites</D></TOPICS>\n<PLACES><D>norway</D></PLACES>\n<PEOPLE></PEOPLE>\n<UNKNOWN> \n&#5;&#5;&#5;C T\n&#22;&#22;&#1;f0704&#31;reute\nu f BC-KITE-CLUB   03-03 0105</UNKNOWN>\n<TEXT>&#2;\n<TITLE>KITE CLUB &lt;KITE> WINS CUP</TITLE>\n<AUTHOR>    By Jo Example, Reuters</AUTHOR>\n<DATELINE>    OSLO, March 3 - </DATELINE><BODY>A kite club won\na cup on Tuesday.\n    It will fly.\n Reuter\n&#3;</BODY></TEXT>\n</REUTERS>\n";
        let found = read(text);
        assert_eq!(found.headline.as_deref(), Some("KITE CLUB <KITE> WINS CUP"));
        assert_eq!(found.byline.as_deref(), Some("Jo Example, Reuters"));
        assert_eq!(
            found.paragraphs,
            ["A kite club won a cup on Tuesday.", "It will fly."]
        );
        assert_eq!(found.stamp.unwrap().to_string(), "1987-03-03");
        let dateline = found.dateline.unwrap();
        assert_eq!(dateline.places[0].name, "OSLO");
        assert_eq!(found.slug.as_deref(), Some("BC-KITE-CLUB"));
        assert_eq!(found.fields.keywords, ["cocoa", "kites", "norway"]);
        assert_eq!(found.fields.identity.unwrap().id, "Reuters-21578 12");
        assert_eq!(
            (
                found.fields.urgency.as_deref(),
                found.fields.category.as_deref()
            ),
            (Some("u"), Some("f"))
        );
        assert_eq!(found.fields.places, []);
    }

    #[test]
    fn a_brief_without_text_is_its_headline() {
        let text = "<REUTERS NEWID=\"7\"><DATE>26-FEB-1987 15:01:01.79</DATE><UNKNOWN></UNKNOWN><TEXT TYPE=\"BRIEF\">&#2;\n******<TITLE>KITE CLUB SAYS IT WINS\n</TITLE>Blah blah blah.\n&#3;\n\n</TEXT>\n";
        let found = read(text);
        assert_eq!(found.headline.as_deref(), Some("KITE CLUB SAYS IT WINS"));
        assert_eq!(
            found.warnings,
            ["the item has no </REUTERS>: its end may be missing"]
        );
    }

    #[test]
    fn text_about_the_corpus_is_not_of_it() {
        for text in [
            "The <REUTERS NEWID=1> tag",
            "<DOC><DOCNO>1</DOCNO>",
            "<REUTERS>",
            "REUTERS NEWID=\"1\"",
        ] {
            assert!(!REUTERS_21578.fits(text, Facts::built_in()), "{text}");
        }
    }
}
