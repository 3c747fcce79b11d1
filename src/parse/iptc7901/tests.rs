//! What is read of items in the forms of 7901.

use super::super::lossless;
use super::*;

fn read(text: &str) -> Vec<Item> {
    Iptc7901.read(text, &Context::new(Facts::built_in()))
}

fn one(text: &str) -> Dispatch {
    let mut items = read(text);
    assert_eq!(items.len(), 1, "{items:?}");
    items.remove(0).unwrap()
}

#[test]
fn no_word_is_lost_of_an_item_that_is_cut_anywhere() {
    lossless::where_it_is_cut(&Iptc7901, ITEM);
}

#[test]
fn no_word_is_lost_of_an_item_with_a_code_anywhere() {
    lossless::where_a_code_stands(&Iptc7901, ITEM);
}

const ITEM: &str = "\u{7f}\n\u{1}eca0014 4 i 12 ccccb   dpa 0311\n\n Switzerland/gardens/\n\u{2}1ST LEAD\nRoof garden opens\nBy Jo Example =\n\n   Lausanne (dpa) - A garden was opened on the\nroof of the station.\n\n   Bees came by train.\n\n# dpa Notebook\n\ndpa mm jk\n\u{3}131137 GMT Nov 13 \n\u{7f}\n\u{4}";

#[test]
fn header_and_trailer_give_the_fields() {
    let found = one(ITEM);
    assert_eq!(found.headline.as_deref(), Some("Roof garden opens"));
    assert_eq!(found.slug.as_deref(), Some("Switzerland/gardens"));
    assert_eq!(found.stamp.unwrap().to_string(), "2013-11-13T11:37:00Z");
    assert_eq!(found.fields.identity.unwrap().id, "eca 0014 2013-11-13");
    assert_eq!(found.fields.providers, ["dpa"]);
    assert_eq!(found.fields.language.as_deref(), Some("en"));
    assert_eq!(found.fields.urgency.as_deref(), Some("4"));
    assert_eq!(found.fields.category.as_deref(), Some("i"));
    assert_eq!(found.paragraphs.len(), 2);
    assert_eq!(found.warnings, [""; 0]);
    assert!(found.note.unwrap().contains("Notebook"));
}

#[test]
fn an_item_without_end_or_with_too_few_words_says_so() {
    let cut = ITEM.split('\u{3}').next().unwrap();
    assert!(one(cut).warnings[0].starts_with("truncated?"));
    let short = ITEM.replace(" 12 ", " 120 ");
    assert!(one(&short).warnings[0].contains("120 words"));
}

#[test]
fn header_lines_of_each_agency_are_read() {
    let facts = Facts::built_in();
    for (line, provider, language, number) in [
        ("FRA0064 1 G 0004 FRA/AFP-RC58", "AFP", None, "0064"),
        (
            "INT001 3 GEN 0091 F BELGA-0031 COR 703",
            "BELGA",
            Some("fr"),
            "001",
        ),
        ("SPN001 3 SPO 0091 T BELGA-0031", "BELGA", None, "001"),
        ("eca00075 3 i 510    dpa 1003", "dpa", Some("en"), "00075"),
        ("APA0231 5 CI 0154", "APA", None, "0231"),
        ("bsf025 3 ec 121   etf 967", "ATS", Some("fr"), "025"),
    ] {
        let header = header::parse_bare(line, facts).expect(line);
        assert_eq!(header.provider(facts), Some(provider), "{line}");
        assert_eq!(header.language(facts), language, "{line}");
        assert_eq!(header.number, number);
    }
    let header = header::parse("bkn014 4 pl 171 vvvvb KNA 170123-89-00065#2").unwrap();
    let identity = header.identity().unwrap();
    assert_eq!(
        (identity.id.as_str(), identity.version),
        ("KNA 170123-89-00065", Some(2))
    );
}

#[test]
fn prose_is_no_wire_copy() {
    for text in [
        "ABC123 4 G 100 units were sold\n",
        "ZCZC is the mark that begins a telex.\n",
        "ZCZCA was a station.\n",
        "Oslo (AFP) - A kite.\n\nFRA0064 1 G 0004 FRA/AFP-RC58\n",
        "\u{1}W2870\u{1f}_asian\nr i\u{13}\u{11} BC-Kites   11-13 0766\n\u{2}Kites\n",
        "",
    ] {
        assert!(!Iptc7901.fits(text, Facts::built_in()), "{text:?}");
    }
}

#[test]
fn a_bundle_gives_its_items_and_a_correction_names_what_it_corrects() {
    let bundle = "[31-JUL-97  00:00]\n\nEXT010 3 GEN 0036 F BELGA-0102\nKITES/\nUn cerf\n\n   OSLO 31/07 (AFP) = Un cerf-volant.\n./.\n310001 JUL 97\n\nINT001 3 GEN 0091 F BELGA-0104 COR 703\nKITES/\nUn cerf (RECTIFICATIF)\n\n   OSLO 31/07 (AFP) = Deux cerfs-volants.\n./.\n310610 JUL 97\n";
    let items = read(bundle);
    assert_eq!(items.len(), 2);
    let second = items[1].as_ref().unwrap();
    assert_eq!(second.fields.replaces, ["BELGA 703"]);
    assert!(second.marks.contains(&"correction".to_string()));
    assert_eq!(lossless::lost(&Iptc7901, bundle), Some(vec![]));
}

#[test]
fn telex_framing_holds_anything() {
    let text = "ZCZC 0412\n\nRoute changes\n\n   OSLO, March 3 (Reuters) - The ferry calls here.\n\nNNNN\nZCZC 0413\n$SPO\n:KITES\n=FED\n^Kite club wins\n*X\n   PERTH, March 3 AAP - A club won.\n\nNNNN\n";
    assert!(Iptc7901.fits(text, Facts::built_in()));
    let items = read(text);
    assert_eq!(items.len(), 2);
    let second = items[1].as_ref().unwrap();
    assert_eq!(second.headline.as_deref(), Some("Kite club wins"));
    assert_eq!(second.slug.as_deref(), Some("KITES"));
    assert_eq!(second.fields.category.as_deref(), Some("SPO"));
    let framed = format!("ZCZC 1\n{ITEM}\nNNNN\n");
    assert_eq!(one(&framed).fields.providers, ["dpa"]);
}

#[test]
fn text_behind_a_stray_end_is_read_and_remains_of_the_line_are_kept() {
    let text = "Kites ".repeat(80);
    let harmed = ITEM.replace("station.", &format!("station.\u{3}{text}\u{4}"));
    assert_eq!(lossless::lost(&Iptc7901, &harmed), Some(vec![]));
    let remains = format!("{ITEM}{}", "a\u{4}b\u{4}".repeat(20_000));
    assert_eq!(read(&remains).len(), 2);
}
