//! Which words are marks, and where the same words are none.

use super::*;

#[test]
fn the_tables_are_sorted_unique_and_nfc() {
    let table = include_str!("../marks.tsv");
    let rows: Vec<&str> = table.lines().skip(1).collect();
    assert!(rows.windows(2).all(|pair| pair[0] < pair[1]));
    assert!(unicode_normalization::is_nfc(table));
    assert_eq!(WORDS.len(), rows.len());
    let places = |places: &str| places.chars().all(|c| "lsbk-".contains(c));
    for (word, row) in WORDS.iter() {
        assert!(word.split(' ').count() <= LONGEST, "{word}");
        assert!(
            [row.capitals, row.closed, row.always]
                .into_iter()
                .all(places)
        );
        assert!(!ORDINALS.contains_key(word.as_str()), "{word}");
    }
    assert!(unicode_normalization::is_nfc(include_str!(
        "../ordinals.tsv"
    )));
}

#[test]
fn a_line_of_marks_is_read() {
    for (line, marks, version) in [
        ("URGENT", &["urgent"][..], None),
        ("FLASH", &["flash"], None),
        ("BLITZ", &["flash"], None),
        ("МОЛНИЯ", &["flash"], None),
        ("快讯", &["flash"], None),
        ("BULLETIN", &["alert"], None),
        ("ALERTE", &["alert"], None),
        ("APNewsAlert", &["alert"], None),
        ("SON DAKİKA", &["alert"], None),
        ("[속보]", &["alert"], None),
        ("EILEIL", &["urgent"], None),
        ("عاجل", &["alert"], None),
        ("Срочно:", &["urgent"], None),
        ("急电", &["urgent"], None),
        ("1ST LEAD", &["lead"], Some(1)),
        ("2ND LEAD", &["lead"], Some(2)),
        ("1er Lead", &["lead"], Some(1)),
        ("2e LEAD", &["lead"], Some(2)),
        ("LEAD 2", &["lead"], Some(2)),
        ("SECOND LEAD", &["lead"], Some(2)),
        ("REFILE 1ST LEAD", &["refile", "lead"], Some(1)),
        ("URGENT - LEAD", &["urgent", "lead"], None),
        ("FLASH FLASH FLASH", &["flash"], None),
        ("=URGENT=", &["urgent"], None),
        ("DRITTE ZUSAMMENFASSUNG", &["update"], Some(3)),
        ("(Zusammenfassung 1430)", &["update"], None),
        ("RECTIFICATIF", &["correction"], None),
        ("BERICHTIGUNG", &["correction"], None),
        ("FE DE ERRORES", &["correction"], None),
        ("更正", &["correction"], None),
        ("訂正", &["correction"], None),
        ("ИСПРАВЛЕНИЕ", &["correction"], None),
        ("WIEDERHOLUNG", &["repeat"], None),
        ("REPETITION", &["repeat"], None),
        ("ANNULATION", &["kill"], None),
        ("MANDATORY KILL", &["kill"], None),
        ("STORY REMOVED", &["kill"], None),
        ("KILL KILL KILL", &["kill"], None),
        ("ОТМЕНА", &["kill"], None),
        ("SOUS EMBARGO", &["embargo"], None),
        ("ADVISORY", &["advisory"], None),
        ("Impressum", &["advisory"], None),
    ] {
        // Only brackets take words in small letters.
        let found = of_line(line).or_else(|| listed(line.trim_matches(['(', ')'])));
        let found = found.unwrap_or_else(|| panic!("{line}"));
        assert_eq!(found.marks, marks, "{line}");
        assert_eq!(found.version, version, "{line}");
    }
}

#[test]
fn a_headline_is_parted_from_its_marks() {
    for (headline, marks, version, rest) in [
        (
            "CORRECTED-Lake museum",
            &["correction"][..],
            None,
            "Lake museum",
        ),
        ("UPDATE 2-Lake museum", &["update"], Some(2), "Lake museum"),
        ("UPDATE 2-LAKE MUSEUM", &["update"], Some(2), "LAKE MUSEUM"),
        ("WRAPUP 3-Lake museum", &["update"], Some(3), "Lake museum"),
        ("RPT-UPDATE 1-Lake", &["repeat", "update"], Some(1), "Lake"),
        ("REFILE-Lake museum", &["refile"], None, "Lake museum"),
        ("Lake museum (3DER)", &["update"], Some(3), "Lake museum"),
        ("Lake museum (2)", &["update"], Some(2), "Lake museum"),
        (
            "Lake museum (CORRECT)",
            &["correction"],
            None,
            "Lake museum",
        ),
        (
            "Lake museum (RECTIFICATIF)",
            &["correction"],
            None,
            "Lake museum",
        ),
        (
            "Seemuseum (Zusammenfassung)",
            &["update"],
            None,
            "Seemuseum",
        ),
        ("Lake museum=2", &["add"], None, "Lake museum"),
        (
            "+++RPT+++ Museo +++RPT CORRETTO+++",
            &["repeat", "correction"],
            None,
            "Museo",
        ),
        ("Museu abre - ATUALIZADA", &["update"], None, "Museu abre"),
        (
            "Muzeum otwarte (opis, AKTUALIZACJA)",
            &["update"],
            None,
            "Muzeum otwarte",
        ),
        ("Urgent: Lake", &["urgent"], None, "Lake"),
        ("ALERT - Lake", &["alert"], None, "Lake"),
        ("URGENT | Lake", &["urgent"], None, "Lake"),
        ("FLASH — Lake", &["flash"], None, "Lake"),
        ("(LEAD) Lake", &["lead"], None, "Lake"),
        ("(2nd LD) Lake", &["lead"], Some(2), "Lake"),
        ("(UPDATE 1, PIX) Lake", &["update"], Some(1), "Lake"),
        ("[속보] 박물관", &["alert"], None, "박물관"),
        ("(종합) 박물관", &["update"], None, "박물관"),
        ("(종합2보) 박물관", &["update"], Some(2), "박물관"),
        ("박물관(종합3보)", &["update"], Some(3), "박물관"),
        ("AVANCE: Museo", &["update"], None, "Museo"),
        ("快讯：博物馆", &["flash"], None, "博物馆"),
        ("【更正】博物馆", &["correction"], None, "博物馆"),
        ("Срочно: музей", &["urgent"], None, "музей"),
        ("МОЛНИЯ - Музей", &["flash"], None, "Музей"),
        ("عاجل: متحف", &["alert"], None, "متحف"),
        (
            "URGENT - LEAD 2 - Le musée",
            &["urgent", "lead"],
            Some(2),
            "Le musée",
        ),
        ("1er Lead - Le musée", &["lead"], Some(1), "Le musée"),
        ("LD-WRITETHRU - Lake", &["lead"], None, "Lake"),
        (
            "Correction: Lake museum",
            &["correction"],
            None,
            "Lake museum",
        ),
        ("STORY REMOVED: Lake museum", &["kill"], None, "Lake museum"),
    ] {
        let wanted = Marked {
            marks: marks.to_vec(),
            version,
            rest,
        };
        assert_eq!(of_headline(headline), wanted, "{headline}");
    }
}

#[test]
fn words_in_a_headline_are_no_marks() {
    for headline in [
        "Urgent care centre opens",
        "Alert driver saves child",
        "Flash floods hit coast",
        "FLASH FLOODS HIT COAST",
        "FLASH-FLOOD KILLS THREE",
        "Flash-flood kills three",
        "Update on talks in Oslo",
        "UPDATE ON TALKS IN OSLO",
        "Kill Bill returns to cinemas",
        "KILL BILL RETURNS",
        "Kill-switch bill passed",
        "ELIMINATION: Brazil out of the cup",
        "ANNULATION: le tribunal casse le permis",
        "EMBARGO - Council tightens the blockade",
        "Kill: a history of the hunt",
        "Embargo on oil lifted",
        "EMBARGO ON OIL LIFTED",
        "Embargo-busting tanker seized",
        "Embargo: what it means for oil",
        "Repeat offender caught",
        "REPEAT OFFENDER CAUGHT",
        "Repeat - the new album",
        "Correction de copies: les professeurs en grève",
        "Correction of prices expected",
        "Leading bank cuts jobs",
        "LEAD-free petrol is sold",
        "LEAD-FREE PETROL IS SOLD",
        "Lead: the metal that poisons",
        "Lead prices rise",
        "LEAD PRICES RISE",
        "Advisory body meets",
        "Bulletin board found",
        "Blitz on litter begins",
        "Blitz chess: a win for Oslo",
        "Two-way street",
        "Lake museum (Zurich)",
        "Adobe ends support (Flash)",
        "Elections (2020)",
        "Women's 100 metres (final)",
        "A kite (or two)",
        "Add-on tax planned",
        "ADD-ON TAX PLANNED",
        "Neuer Chef: Bank wechselt",
        "Neu-Ulm feiert",
        "Termine: Feste im Mai",
        "Punto y coma",
        "Avis de tempête sur la côte",
        "AVIS DE TEMPETE SUR LA COTE",
        "Agenda: climate and trade",
        "Alerta por lluvias en Lima",
        "Alerte aux pollens",
        "Urgente necesidad de agua",
        "Suite au vote, le ministre part",
        "7-Eleven to open in Oslo",
        "2-day strike ends",
        "Repetition is the mother of learning",
        "Ошибка: отмена рейсов",
        "Отмена рейсов в Москве",
        "취소된 공연",
        "取消关税",
        "Opravy silnic",
        "Storno-Gebühr steigt",
        "",
        "-",
        "()",
        "(",
        "-:-",
    ] {
        let found = of_headline(headline);
        assert_eq!(found.marks, [""; 0], "{headline}");
        assert_eq!(found.rest, headline);
        assert_eq!(of_line(headline), None, "{headline}");
    }
}

#[test]
fn keyword_lines_carry_marks() {
    for (parts, marks, version) in [
        (" 1st Ld-Writethru,640", &["lead"][..], Some(1)),
        (" 20th Ld-Writethru, 1,200", &["lead"], Some(20)),
        (" KILL,20", &["kill"], None),
        (
            "(UPDATE 1, PIX, CORRECTED)",
            &["update", "correction"],
            Some(1),
        ),
        ("Adv15,600", &["embargo"], None),
        (" 1st Add,120", &["add"], None),
        ("640", &[], None),
        (" Advisory", &["advisory"], None),
    ] {
        let found = of_keywords(parts);
        assert_eq!(found.marks, marks, "{parts}");
        assert_eq!(found.version, version, "{parts}");
    }
}
