//! What stands above a dateline, one rule each.

use super::*;

#[test]
fn header_lines_are_told_apart() {
    let mut dispatch = Dispatch::default();
    let above = "URGENT\n\nKites/clubs/\nKite club\nwins cup =\nBy Anna Example, dpa =\n(Adds quote in paragraph 3)\n 10:25, 5 March, 2020\n\nThis is body already.\n";
    let body = read(above, &mut dispatch, Facts::built_in());
    assert_eq!(dispatch.headline.as_deref(), Some("Kite club wins cup"));
    assert_eq!(dispatch.byline.as_deref(), Some("Anna Example, dpa"));
    assert_eq!(dispatch.slug.as_deref(), Some("Kites/clubs"));
    assert_eq!(
        dispatch.note.as_deref(),
        Some("(Adds quote in paragraph 3)")
    );
    assert_eq!(dispatch.marks, ["urgent"]);
    assert_eq!(
        dispatch.stamp.map(|when| when.to_string()).as_deref(),
        Some("2020-03-05")
    );
    assert_eq!(body.trim(), "This is body already.");
}

/// Reads a head above a dateline that credits an agency.
fn read_above(above: &str, credit: &str) -> (Dispatch, String) {
    let dateline = crate::parse::Dateline {
        credits: vec![credit.into()],
        ..Default::default()
    };
    let mut dispatch = Dispatch {
        dateline: Some(dateline),
        ..Dispatch::default()
    };
    let body = read(above, &mut dispatch, Facts::built_in());
    (dispatch, body)
}

#[test]
fn a_keyword_over_the_headline_is_the_slug() {
    for (above, slug, headline) in [
        (
            "France\nFerries on strike =\n",
            Some("France"),
            "Ferries on strike",
        ),
        (
            "BIATHLON\n\nBiathlon: a win\n",
            Some("BIATHLON"),
            "Biathlon: a win",
        ),
        (
            "Suisse-curieux\n\nUne horloge retrouve son coucou à Thoune\n",
            Some("Suisse-curieux"),
            "Une horloge retrouve son coucou à Thoune",
        ),
        (
            "Espagne-vin,PAPIER D'ANGLE\n\nUn tonneau roule\n",
            Some("Espagne-vin,PAPIER D'ANGLE"),
            "Un tonneau roule",
        ),
        (
            "peru-animals-bridge\nLlamas get a crossing of their own\n",
            Some("peru-animals-bridge"),
            "Llamas get a crossing of their own",
        ),
        (
            "2 TRANSPORT Ferries\n\nISLAND FERRY BACK AFTER REPAIRS\n",
            Some("2 TRANSPORT Ferries"),
            "ISLAND FERRY BACK AFTER REPAIRS",
        ),
        (
            "Moulin-Farine, 3e Lead\n\nUn moulin rouvre\n",
            Some("Moulin-Farine"),
            "Un moulin rouvre",
        ),
        (
            "W1234_sports\nr i PM-Stilt Race   03-02 0140\nPM-Stilt Race, Bjt,140\nWith LaserPhoto\nStilts cross the marsh\n",
            Some("PM-Stilt Race"),
            "Stilts cross the marsh",
        ),
        (
            "Stilts cross\nStilts cross\nStilts cross\n",
            None,
            "Stilts cross",
        ),
        (
            "Stilts cross the marsh at\nlow tide\n\nStilts cross the marsh at\nlow tide\n",
            None,
            "Stilts cross the marsh at low tide",
        ),
        (
            "Twenty-one\nswans land on lake\n",
            None,
            "Twenty-one swans land on lake",
        ),
        ("2 DEAD in Oslo\n", None, "2 DEAD in Oslo"),
        ("Swans, lead in tow\n", None, "Swans, lead in tow"),
        ("Kite club\nwins cup =\n", None, "Kite club wins cup"),
        ("GOLD UP\n", None, "GOLD UP"),
        (
            "A kite club in Oslo\nWins its cup\n",
            None,
            "A kite club in Oslo Wins its cup",
        ),
    ] {
        let (found, _) = read_above(above, "ats");
        assert_eq!(found.slug.as_deref(), slug, "{above}");
        assert_eq!(found.headline.as_deref(), Some(headline), "{above}");
    }
}

#[test]
fn a_wrapped_note_goes_on_to_its_end() {
    for note in [
        "(Adds quote in paragraph 3, and what the\nmayor said)",
        "Bien lire au premier paragraphe \"sept kilomètres\" et non \"cinq\"\ncomme transmis par erreur. Voici une version corrigée.",
    ] {
        let (found, body) = read_above(&format!("A kite flew\n\n{note}\n"), "AFP");
        assert_eq!(found.note, Some(note.replace('\n', " ")));
        assert_eq!(body.trim(), "");
    }
}

#[test]
fn an_employer_under_a_byline_is_no_body() {
    for employer in [
        "Associated Press",
        "^Associated Press=",
        "Associated Press Writer",
    ] {
        let (found, body) = read_above(&format!("A kite flew\nBy JO EXAMPLE\n{employer}\n"), "AP");
        assert_eq!(found.byline.as_deref(), Some("JO EXAMPLE"));
        assert!(found.signed.is_some());
        assert_eq!(body.trim(), "", "{employer}");
    }
}

#[test]
fn names_alone_between_headline_and_dateline_are_a_byline() {
    for (line, byline) in [
        ("Deniz Örnekçi", Some("Deniz Örnekçi")),
        ("Jean-Paul O'Brien", Some("Jean-Paul O'Brien")),
        ("A kite flew over the sea", None),
        ("Deniz", None),
    ] {
        let (found, body) = read_above(&format!("A kite flew\n\n{line}\n"), "AA");
        assert_eq!(found.byline.as_deref(), byline, "{line}");
        assert_eq!(body.trim().is_empty(), byline.is_some(), "{line}");
    }
}

#[test]
fn a_version_is_counted_and_left_out_of_the_headline() {
    for (above, credit, headline, version) in [
        (
            "UPDATE 2-Lake museum to open",
            "Reuters",
            "Lake museum to open",
            Some(2),
        ),
        (
            "2-Lake museum to open",
            "AFP",
            "Lake museum to open",
            Some(2),
        ),
        (
            "7-Eleven to open in Oslo",
            "Reuters",
            "7-Eleven to open in Oslo",
            None,
        ),
        ("2-day strike ends", "AFP", "2-day strike ends", None),
    ] {
        let (found, _) = read_above(above, credit);
        assert_eq!(found.headline.as_deref(), Some(headline));
        assert_eq!(found.version, version, "{above}");
        assert_eq!(found.marks.contains(&"update".into()), version.is_some());
    }
}

/// Reads a whole text.
fn whole(text: &str) -> Dispatch {
    let context = crate::parse::Context::new(Facts::built_in());
    crate::parse::parse(text, &context).remove(0).unwrap()
}

#[test]
fn what_a_desk_adds_for_editors_is_a_note() {
    let found = whole(
        "Mainz (dpa) - Eine Orgel klingt.\n\nSie ist alt.\n\n# Notizblock\n\n## Orte\n- Rathaus, Mainz\n\ndpa ab cd\n",
    );
    assert_eq!(found.paragraphs, ["Eine Orgel klingt.", "Sie ist alt."]);
    assert!(found.note.unwrap().starts_with("# Notizblock ## Orte"));
}

#[test]
fn notes_after_the_dateline_are_no_body() {
    let found = whole("OSLO (Reuters) - (Corrects name in paragraph 2) A kite flew.\n\nIt fell.\n");
    assert_eq!(
        found.note.as_deref(),
        Some("(Corrects name in paragraph 2)")
    );
    assert_eq!(found.marks, ["correction"]);
    assert_eq!(found.paragraphs, ["A kite flew.", "It fell."]);
    let found = whole("OSLO (Reuters) - (More than one) kite flew.\n\nIt fell.\n");
    assert_eq!(found.note, None);
}

#[test]
fn a_headline_in_brackets_of_its_mark_is_no_note() {
    let found =
        whole("(CORRECTED) - KITE CLUB WINS CUP\n    OSLO, March 3 - A kite club won.\n Reuter\n");
    assert_eq!(found.headline.as_deref(), Some("KITE CLUB WINS CUP"));
    assert_eq!(found.marks, ["correction"]);
    assert_eq!(found.header, ["(CORRECTED) - KITE CLUB WINS CUP"]);
}

#[test]
fn a_chinese_headline_after_the_dateline_is_the_headline() {
    let found = whole(
        "新华社上海9月2日电 题：风筝飞起来\n　　新华社记者张三\n　　上海的孩子们放风筝。\n　　风很大。\n（完）\n",
    );
    assert_eq!(found.headline.as_deref(), Some("风筝飞起来"));
    assert_eq!(found.byline.as_deref(), Some("新华社记者张三"));
    assert_eq!(found.paragraphs, ["上海的孩子们放风筝。", "风很大。"]);
}

#[test]
fn an_embargo_is_read_from_its_line_or_the_next() {
    for (above, clock, headline) in [
        (
            "EMBARGOED until 1200 GMT Nov 17\n\nKites rise\n",
            Some((12, 0)),
            "Kites rise",
        ),
        (
            "EMBARGOED until 1200 GMT Nov 17 - Kites rise\n",
            Some((12, 0)),
            "Kites rise",
        ),
        (
            "EMBARGO\n18:00 GMT Nov 17\n\nKites rise\n",
            Some((18, 0)),
            "Kites rise",
        ),
        (
            "BC-XX--Kites,Adv15,600\nKites rise over town\n",
            None,
            "Kites rise over town",
        ),
        (
            "SOUS EMBARGO jusqu'à nouvel ordre\n\nKites rise\n",
            None,
            "Kites rise",
        ),
    ] {
        let (found, _) = read_above(above, "AP");
        assert_eq!(found.marks, ["embargo"], "{above}");
        assert_eq!(
            found.embargo.and_then(|embargo| embargo.clock),
            clock,
            "{above}"
        );
        assert_eq!(found.headline.as_deref(), Some(headline), "{above}");
    }
}

#[test]
fn what_no_field_holds_whole_is_kept_as_printed() {
    let found = whole(
        "URGENT\nBC-XX--Kites, 2nd Ld-Writethru,640\nKites rise\nAP Photo XY1\nBy JO EXAMPLE\nOSLO (AP) _ A kite flew.\n",
    );
    assert_eq!(
        found.header,
        [
            "URGENT",
            "BC-XX--Kites, 2nd Ld-Writethru,640",
            "AP Photo XY1",
            "By JO EXAMPLE"
        ]
    );
    assert_eq!(found.version, Some(2));
}

#[test]
fn a_note_on_a_new_lead_is_no_second_version() {
    for (above, marks) in [
        (
            "LEAD\n\nUn musée ouvre\n(ACTUALISE avec réactions)\n",
            "lead",
        ),
        ("Un musée ouvre\n(ACTUALISE avec réactions)\n", "update"),
    ] {
        assert_eq!(read_above(above, "AFP").0.marks, [marks], "{above}");
    }
}

#[test]
fn calls_and_marks_are_read_wherever_a_desk_puts_them() {
    for (text, marks, headline) in [
        (
            "ATENCIÓN - ACTUALIZA con cifras ///\n\nUn molino vuelve a girar\n\nSoria, 3 may 2014 (AFP) - Giró.\n",
            &["update"][..],
            Some("Un molino vuelve a girar"),
        ),
        (
            "Pays-Bas-moulins\nUn moulin tourne de nouveau à Edam\nACTUALISE avec réaction du meunier\n\n   EDAM, 3 mai 1997 (AFP) - Il tourne.\n",
            &["update"],
            Some("Un moulin tourne de nouveau à Edam"),
        ),
        (
            "REFILE-Swans return to lake\n\n(Refiles to correct typo in lead)\n\nOSLO, Oct 3 (Reuters) - Swans flew.\n",
            &["refile"],
            Some("Swans return to lake"),
        ),
        (
            "(Zusammenfassung 1615, neu: Details)\nSchwäne kehren zurück =\n\nUlm (dpa) - Sie flogen.\n",
            &["update"],
            Some("Schwäne kehren zurück"),
        ),
        (
            "Zwanen terug\n\nN i e u w bericht, vervangt: Zwanen\n\nEdam (ANP) - Zij vlogen.\n",
            &["update"],
            Some("Zwanen terug"),
        ),
        (
            "ANULOWANA: Łabędzie w Sopocie\n\nProsimy o niewykorzystywanie depeszy.\n\n(PAP)\n",
            &["kill"],
            Some("Łabędzie w Sopocie"),
        ),
        (
            "ВНИМАНИЕ! ОБНОВЛЕНО\n\nТВЕРЬ, 3 мая. /ТАСС/. Мельница открыта.\n",
            &["update"],
            None,
        ),
        (
            "RITIRATA: Pavia, il mulino\n\nLa notizia è annullata.\n\n(ANSA)\n",
            &["kill"],
            Some("Pavia, il mulino"),
        ),
        (
            "RETTIFICA: Pavia, riapre il mulino\n\n(ANSA) - PAVIA, 12 GEN - Riapre lunedì.\n",
            &["correction"],
            Some("Pavia, riapre il mulino"),
        ),
        (
            "RETTIFICA: nel titolo leggasi Pavia\n\nPavia, riapre il mulino\n\n(ANSA) - PAVIA, 12 GEN - Riapre.\n",
            &["correction"],
            Some("Pavia, riapre il mulino"),
        ),
        (
            "EMBARGOED TO 0001 FRIDAY MAY 6\n\n2 SCHOOLS Kites\n\nPUPILS FLY KITES AGAIN\n\nBy Jo Example, PA Education Correspondent\n\nKites are back in schools, a study found.\n\nTeachers approve.\n",
            &["embargo"],
            Some("PUPILS FLY KITES AGAIN"),
        ),
        (
            "RETTIFICA: Pavia, riapre il mulino dei bambini della città vecchia\n\n(ANSA) - PAVIA, 12 GEN - Riapre lunedì.\n",
            &["correction"],
            Some("Pavia, riapre il mulino dei bambini della città vecchia"),
        ),
        (
            "更正：新华社长春3月4日电（记者王小明）水车五日转动。\n",
            &["correction"],
            None,
        ),
        (
            "訂正＝水車、回る\n\n　【盛岡時事】水車が４日から回った。\n",
            &["correction"],
            Some("水車、回る"),
        ),
        (
            "Срочно\n\nТВЕРЬ, 3 мая. /ТАСС/. Мельница открыта.\n",
            &["urgent"],
            None,
        ),
        (
            "Молния\n\nТВЕРЬ, 3 мая. /ТАСС/. Мельница открыта.\n",
            &["flash"],
            None,
        ),
        (
            "BC-APNewsAlert,15\n\n   BATH, Maine (AP) _ The mill turns again.\n",
            &["alert"],
            None,
        ),
        (
            "Adv22\nFor release Sunday, June 22\nBC-Mill Notes,Adv22,300\n\nMill notes: a wheel turns\n\nBATH, Maine (AP) — It turns.\n",
            &["embargo"],
            Some("Mill notes: a wheel turns"),
        ),
        (
            "AP Sports Digest 6 p.m.\n\nHere are the stories that are planned for tonight.\n",
            &["advisory"],
            Some("AP Sports Digest 6 p.m."),
        ),
        (
            "Lead roof stolen from chapel\n\nOSLO, Oct 3 (Reuters) - It was heavy.\n",
            &[],
            Some("Lead roof stolen from chapel"),
        ),
        (
            "Alerte aux moulins\n\nEDAM, 3 mai 1997 (AFP) - Ils tournent.\n",
            &[],
            Some("Alerte aux moulins"),
        ),
    ] {
        let found = whole(text);
        assert_eq!(found.marks, marks, "{text}");
        assert_eq!(found.headline.as_deref(), headline, "{text}");
    }
    let found = whole(
        "Adv22\nFor release Sunday, June 22\n\nMill notes: a wheel turns\n\nBATH, Maine (AP) — It turns.\n",
    );
    assert_eq!(
        found
            .embargo
            .and_then(|end| end.date)
            .and_then(|day| day.month),
        Some(6)
    );
    let found = whole("更正：新华社长春3月4日电（记者王小明）水车五日转动。\n");
    assert!(found.dateline.is_some());
    assert_eq!(found.paragraphs, ["水车五日转动。"]);
}
