//! What is read of items in the dialects of ANPA 1312.

use super::super::lossless;
use super::*;

fn read(text: &str) -> Vec<Item> {
    Anpa1312.read(text, &Context::new(Facts::built_in()))
}

fn one(text: &str) -> Dispatch {
    let mut items = read(text);
    assert_eq!(items.len(), 1, "{items:?}");
    items.remove(0).unwrap()
}

#[test]
fn no_word_is_lost_of_an_item_that_is_cut_anywhere() {
    lossless::where_it_is_cut(&Anpa1312, ITEM);
}

#[test]
fn no_word_is_lost_of_an_item_with_a_code_anywhere() {
    lossless::where_a_code_stands(&Anpa1312, ITEM);
}

const ITEM: &str = "\u{16}\u{16}\u{1}W2870\u{1f}_asian\nr i\u{13}\u{11} BC-XX--Harbor-Lights 1stLd-Writethru   11-13 0066\n\u{2}^BC-XX--Harbor Lights, 1st Ld-Writethru,30<\n^Harbor lights switched on<\n^AP Photo XYZ101<\n^Eds: Updates with quotes.<\n^By ANNA EXAMPLE=\n^AP Harbor Writer=\n\t   SUVA, Fiji (AP) _ Lights came on early.\n \n\t   ``Lovely,'' said a sailor.\n\n\t   \u{3}AP-WF-11-13-13 1509GMT<\n\n\u{c}\n\u{4}";

#[test]
fn header_and_trailer_give_the_fields() {
    let found = one(ITEM);
    assert_eq!(found.headline.as_deref(), Some("Harbor lights switched on"));
    assert_eq!(found.slug.as_deref(), Some("BC-XX--Harbor Lights"));
    assert_eq!(found.byline.as_deref(), Some("ANNA EXAMPLE"));
    assert_eq!(found.stamp.unwrap().to_string(), "2013-11-13T15:09:00Z");
    assert_eq!(found.fields.identity.unwrap().id, "AP W2870 2013-11-13");
    assert_eq!(found.fields.category.as_deref(), Some("i"));
    assert_eq!(found.fields.urgency.as_deref(), Some("r"));
    assert_eq!(
        (found.marks, found.version),
        (vec!["lead".to_string()], Some(1))
    );
    assert_eq!(found.paragraphs.len(), 2);
}

#[test]
fn a_brief_has_its_first_sentence_for_headline() {
    let alert = "\u{16}\u{16}\u{1}W1645\u{1f}_asian\nb a\u{13}\u{11} BC-US--APNewsAlert     06-29 0358\n\u{2}^BC-US--APNewsAlert,17<\n\t   HONOLULU (AP) _ The U.S. lighthouse is lit again. It shines.\n\n\t   \u{3}AP-WF-06-29-17 2350GMT<\n\u{4}";
    let found = one(alert);
    assert_eq!(
        found.headline.as_deref(),
        Some("The U.S. lighthouse is lit again")
    );
    assert_eq!(found.marks, ["alert"]);
}

#[test]
fn kyodo_and_aap_write_plain_lines_and_days_first() {
    let kyodo = "\u{1}a0105KYODO\u{1f}koko-\nu s\u{14}\u{12} BC-Kites   09-12 0044\n\u{2}BC-Kites\nSaitama club wins cup+\n     SAITAMA, Japan, Kyodo - A kite club won the cup.\n==Kyodo\n\u{3}\u{4}";
    assert!(Anpa1312.fits(kyodo, Facts::built_in()));
    let found = one(kyodo);
    assert_eq!(found.headline.as_deref(), Some("Saitama club wins cup"));
    let date = found.dateline.unwrap().date.unwrap();
    assert_eq!((date.month, date.day), (Some(12), Some(9)));
    let aap = "\u{1}a0412\nr s\u{13}\u{11} BC-Ferry   03-11 0040\n\u{2}BC-Ferry\nFerry bell returns\n\n   HOBART, Nov 3 AAP - The bell rang.\n\u{3}03-11-13 15-09-44\n\u{4}";
    assert!(Anpa1312.fits(aap, Facts::built_in()));
    assert_eq!(one(aap).stamp.unwrap().to_string(), "2013-11-03");
}

#[test]
fn rows_of_tables_keep_their_lines() {
    let table = "\u{1}s0284\u{1f}_\nr s\u{14}\u{12} BC-Kites   08-18 0090\n\u{2}^BC-Kites--Standings<\n^Kite Standings=\n^By The Associated Press=\n^NORTH=\n\u{8}^;W;L\u{10}\n\u{8}Lake\u{10} Town;23;6{\u{10}\n\u{8}Port;9;8\u{10}\n\u{3}AP-WF-08-18-19 2017GMT<\n\u{4}";
    let found = one(table);
    assert_eq!(found.headline.as_deref(), Some("Kite Standings"));
    assert!(
        found
            .paragraphs
            .iter()
            .any(|row| row.contains("Town;23;6{") && !row.contains("Port")),
        "{:?}",
        found.paragraphs
    );
}

#[test]
fn other_texts_are_none() {
    for text in [
        "W2870 is a number\n",
        "\u{1}eca0014 4 i 12 dpa 0311\n\u{2}Kites\n",
        "\u{1}W2870 and prose\nthat goes on\n",
        "",
    ] {
        assert!(!Anpa1312.fits(text, Facts::built_in()), "{text:?}");
    }
}
