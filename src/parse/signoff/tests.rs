//! What closes a story, and what is body.

use super::*;

#[test]
fn sign_offs_of_many_agencies_are_cut() {
    let facts = Facts::built_in();
    for (end, agency) in [
        (" Reuter", Some("Reuter")),
        (" REUTER\n", Some("REUTER")),
        ("REUTER...^M", Some("REUTER")),
        ("EFE\nab/cd", Some("EFE")),
        ("abc/de/fgh/", None),
        ("bur-ab/cd/ef", None),
        ("mb\nAFP 310544 AOU 97", Some("AFP")),
        ("dpa ab cde fgh", Some("dpa")),
        ("dpa ab xxby z2 svb", Some("dpa")),
        ("PTI ABC DEF", Some("PTI")),
        ("Reporting by Jo Example", None),
        ("(Джо Пример. Редактор Анна Образцова)", None),
        ("（完）", None),
        ("(SDA\\/sj)", Some("SDA")),
        ("./.CVN\n310001 JUL 97", None),
        ("Enditem", None),
        ("==Kyodo", Some("Kyodo")),
        ("-0-", None),
        ("M.H./F.J.", None),
        ("L.D. –0–", None),
        ("(ANSA).", Some("ANSA")),
        ("/ritzau/", Some("ritzau")),
        ("Lusa/Fim", Some("Lusa")),
        ("NNNN", None),
        ("END", None),
        ("(Schluss) ab/cd", None),
        ("06-LUG-20 12:30 NNNN", None),
        ("Anna Exempel/TT", None),
        ("jo.example@news.example\n(END)", None),
        ("FIN", None),
        ("конец", None),
        ("ENDS", None),
        ("Endtiem", None),
        ("(MORE)", None),
        ("###", None),
        ("-30-", None),
        ("(TT)", Some("TT")),
        ("끝", None),
        ("(终)", None),
        ("((jo.example@news.example; +1 555 0100))", None),
        ("(Reporting by Jo Example))", Some("Reuters")),
        (
            "(Additional reporting by Jo Example in Oslo),",
            Some("Reuters"),
        ),
        ("((--Oslo Newsroom, 555-0100)", None),
        ("(Oslo Equities Desk)", None),
        (
            "(Jo Example and Anna Model contributed to this report)",
            None,
        ),
        ("(Reuters email: jo.example@news.example)", None),
        ("(Oslo Money Markets Desk, +1 555 0100)", None),
        (
            "*** Jo Exemplo (texto) e Ana Modelo (fotos), da agência Lusa ***",
            None,
        ),
        (
            "(Oslo Bourse Week Ahead runs weekly. To comment on it write to the desk)",
            None,
        ),
        ("(Reportage Jo Exemple, édité par Anne Modèle)", None),
        ("(Redazione Roma, tradotto da Jo Esempio)", None),
        ("(Редактор Анна Образцова)", None),
        (
            "This report by The Canadian Press was first published Nov. 17, 2020.",
            Some("The Canadian Press"),
        ),
        (
            "(Reporting by Jo Example; Editing by A. Sample)",
            Some("Reuters"),
        ),
    ] {
        let text = format!("The museum opened.\nIt closed again.\n{end}");
        let (body, signoff) = cut(&text, facts);
        assert_eq!(body, "The museum opened.\nIt closed again.", "{end}");
        assert_eq!(signoff.agency.as_deref(), agency, "{end}");
        assert!(signoff.text.is_some());
    }
}

#[test]
fn a_word_before_the_agencys_mark_is_body() {
    let (body, signoff) = cut("Banks lend in the\nU.S.\n REUTER", Facts::built_in());
    assert_eq!(body, "Banks lend in the\nU.S.");
    assert_eq!(signoff.text.as_deref(), Some("REUTER"));
}

#[test]
fn notes_of_the_desk_are_cut_from_the_last_line() {
    let (body, signoff) = cut(
        "It rose. (Reporting by A B in C) (Editing by D)",
        Facts::built_in(),
    );
    assert_eq!(body, "It rose.");
    assert_eq!(
        signoff.text.as_deref(),
        Some("(Reporting by A B in C) (Editing by D)")
    );
}

#[test]
fn an_end_mark_after_the_last_sentence_is_cut() {
    for end in ["Enditem", "-0-", "###", "（完）", "/ritzau/"] {
        let text = format!("It rose.\nIt fell. {end}");
        let (body, signoff) = cut(&text, Facts::built_in());
        assert_eq!(body, "It rose.\nIt fell.", "{end}");
        assert_eq!(signoff.text.as_deref(), Some(end));
    }
}

#[test]
fn a_mark_after_the_last_sentence_is_cut() {
    let (body, signoff) = cut("It rose.\nIt fell. REUTER", Facts::built_in());
    assert_eq!(body, "It rose.\nIt fell.");
    assert_eq!(signoff.agency.as_deref(), Some("REUTER"));
}

#[test]
fn body_is_never_taken_for_a_sign_off() {
    let facts = Facts::built_in();
    for text in [
        "Banks lend more in the\nU.S.",
        "One.\nentertain him",
        "The law says that he\nand/or\nshe\nhe/she",
        "the sea\nwe do not know\nthe end",
        "Under the moon\nthe sea\nthe\nend",
        "It was the beginning of the\nfin",
        "One.\nHe wanted (more) and got it.",
        "One. (The editor of the paper did not answer.)",
        "One. (She kept it in her desk, 40 years old)",
        "One. (The week ahead is quiet)",
        "One. (He contributed to the fund)",
        "One (a report by the ministry)",
        "One.\nthe river runs/the hills stay/nobody asks why",
        "One. He left (in a hurry))",
        "Reuter",
        "One.\nTwo (a number).",
        "One.\nWhat the AP said was right.",
        "Score:\nLions 3\nTigers 4",
        "One )\n( two",
        "One.\nAP 12",
        "One.\nReporting by radio was new then.",
        "One. (Reporting by Jo Example;\nediting by A. Sample); more",
        "x\n)",
    ] {
        assert_eq!(cut(text, facts).0, text);
    }
}
