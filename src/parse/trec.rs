//! The newspapers and agencies of TREC, CLEF, AQUAINT and their kin: `<DOC>` with `<DOCNO>` or `<DOCID>`, and for the
//! rest the elements of each source.

use super::corpora::Corpus;
use super::sgml::Tag;

/// The format of such files.
pub(super) const TREC: Corpus = Corpus {
    format: "trec",
    element: "DOC",
    end: b"</DOC>",
    is_item,
    prefix: "",
    provider: None,
};

fn is_item(tag: &Tag<'_>, after: &[Tag<'_>]) -> bool {
    let names_it = |tag: &Tag<'_>| tag.is("DOCNO") || tag.is("DOCID");
    tag.attributes.is_empty() && after.iter().take(4).any(names_it)
}

#[cfg(test)]
mod tests {
    use super::super::{Context, Dispatch, Format};
    use super::*;
    use crate::facts::Facts;

    fn read(text: &str) -> Dispatch {
        let facts = Facts::built_in();
        assert!(TREC.fits(text, facts));
        TREC.read(text, &Context::new(facts)).remove(0).unwrap()
    }

    #[test]
    fn an_agency_story_is_read_with_its_wire_header() {
        let text = "<DOC>\n<DOCNO> AP880302-0004 </DOCNO>\n<FILEID>AP-NR-03-02-88 1637EST</FILEID>\n<1ST_LINE>r w AM-KiteClub     03-02 0155</1ST_LINE>\n<2ND_LINE>AM-Kite Club, 1st Ld-Writethru,150</2ND_LINE>\n<HEAD>Kite Club Wins Cup</HEAD>\n<HEAD>Eds: ADDS quote</HEAD>\n<BYLINE>By JO EXAMPLE</BYLINE>\n<BYLINE>Associated Press Writer</BYLINE>\n<DATELINE>CHATHAM, Mass. (AP) </DATELINE>\n<TEXT>\n   A kite club won a cup\nWednesday.\n   It will ``fly.''\n</TEXT>\n</DOC>\n";
        let found = read(text);
        assert_eq!(found.headline.as_deref(), Some("Kite Club Wins Cup"));
        assert_eq!(found.byline.as_deref(), Some("JO EXAMPLE"));
        assert_eq!(found.slug.as_deref(), Some("AM-Kite Club"));
        assert_eq!(found.note.as_deref(), Some("Eds: ADDS quote"));
        assert_eq!(
            found.stamp.unwrap().to_string(),
            "1988-03-02T16:37:00-05:00"
        );
        assert_eq!(
            found.paragraphs,
            ["A kite club won a cup Wednesday.", "It will ``fly.''"]
        );
        let dateline = found.dateline.unwrap();
        assert_eq!(
            (dateline.places[0].name.as_str(), dateline.credits),
            ("CHATHAM", vec!["AP".to_string()])
        );
        assert_eq!(found.fields.identity.unwrap().id, "AP880302-0004");
        assert_eq!(found.fields.providers, ["AP"]);
    }

    #[test]
    fn the_fields_of_a_spanish_agency_are_read() {
        let text = "<DOC>\n<DOCNO>EFE19940302-00001</DOCNO>\n<DOCID>EFE19940302-00001</DOCID>\n<DATE>19940302</DATE>\n<TIME>00.12</TIME>\n<SCATE>VAR</SCATE>\n<FICHEROS>94F.JPG</FICHEROS>\n<DESTINO>ICX EXG</DESTINO>\n<CATEGORY>VARIOS</CATEGORY>\n<CLAVE>DP2403</CLAVE>\n<NUM>736</NUM>\n<PRIORIDAD>U</PRIORIDAD>\n<NIVEL>4</NIVEL>\n<TITLE>   COMETAS-CLUB\n   EL CLUB GANA LA COPA\n</TITLE>\n<TEXT>   Lima, 2 mar (EFE).- El club de cometas gana\nla copa.\n   Va a volar.  EFE\n   ab/cd\n</TEXT>\n</DOC>\n";
        let found = read(text);
        assert_eq!(found.stamp.unwrap().to_string(), "1994-03-02");
        assert_eq!(found.dateline.unwrap().places[0].name, "Lima");
        assert_eq!(found.fields.category.as_deref(), Some("VAR"));
        assert_eq!(found.fields.urgency.as_deref(), Some("U"));
        assert_eq!(found.fields.language.as_deref(), Some("es"));
        assert_eq!(found.headline.as_deref(), Some("EL CLUB GANA LA COPA"));
        assert_eq!(found.slug.as_deref(), Some("COMETAS-CLUB"));
        assert!(found.header.iter().any(|line| line.contains("94F.JPG")));
    }

    #[test]
    fn a_monitoring_service_says_language_and_kind_above_the_text() {
        let text = "<DOC>\n<DOCNO> FBIS3-21777 </DOCNO>\n<HT>    \"jptdd010\" </HT>\n<HEADER>\n<AU>   JPRS-TDD </AU>\nDocument Type:JPRS\n<DATE1>  7 March 1994 </DATE1>\n</HEADER>\n<F P=100> WEST EUROPE </F>\n<H3> <TI>   Kites Over Oslo </TI></H3>\n<TEXT>\nLanguage: <F P=105> Spanish </F>\nArticle Type:BFN\n\n  [Text] Lima, 7 Mar (EFE) -- A kite flew.\n  It was red.\n</TEXT>\n</DOC>\n";
        let found = read(text);
        assert_eq!(found.headline.as_deref(), Some("Kites Over Oslo"));
        assert_eq!(found.dateline.unwrap().credits, ["EFE"]);
        assert_eq!(found.paragraphs, ["A kite flew.", "It was red."]);
        for kept in [
            "Document Type:JPRS",
            "WEST EUROPE",
            "Language: Spanish",
            "Text",
        ] {
            assert!(
                found.header.iter().any(|line| line == kept),
                "{kept}: {:?}",
                found.header
            );
        }
    }

    #[test]
    fn an_element_that_is_not_known_is_kept() {
        let found =
            read("<DOC><DOCNO>x-1</DOCNO><COLOUR>red</COLOUR><TEXT>A <Q>kite</Q> flew.</TEXT>");
        assert_eq!(found.paragraphs, ["A kite flew."]);
        assert_eq!(found.header, ["red", "x-1"]);
        assert_eq!(
            found.warnings,
            ["the item has no </DOC>: its end may be missing"]
        );
    }

    #[test]
    fn other_documents_are_not_of_it() {
        for text in [
            "<DOC id=\"1\"><DOCNO>1</DOCNO>",
            "<DOC><P>a</P></DOC>",
            "see <DOC><DOCNO>",
            "<html><DOC>",
        ] {
            assert!(!TREC.fits(text, Facts::built_in()), "{text}");
        }
    }
}
