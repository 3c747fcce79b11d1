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
