//! Which place is meant: 100 names that several places bear, each in a context of our own
//! (`tests/place-meanings.tsv`), held against what a story's record says.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot be set up has to fail"
)]

use dateline::enrich::{Options, Origin, enrich};
use dateline::facts::Facts;
use dateline::parse::{Dateline, Dispatch, PrintedPlace};
use dateline::story::{Place, Story};

/// Of the names, so many at least are understood.
const WANTED: usize = 95;

/// The story of a dispatch with these places, each with its qualifier, these credits and this text.
fn story(places: &[(&str, &str)], credits: &[&str], lead: &str) -> Story {
    let known = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let places = places.iter().map(|(name, qualifier)| PrintedPlace {
        name: (*name).into(),
        qualifier: known(qualifier),
    });
    let dispatch = Dispatch {
        dateline: Some(Dateline {
            places: places.collect(),
            credits: credits.iter().map(|credit| (*credit).into()).collect(),
            ..Dateline::default()
        }),
        paragraphs: vec![lead.into()],
        ..Dispatch::default()
    };
    let facts = Facts::built_in();
    enrich(dispatch, &Origin::default(), &Options::default(), facts)
}

/// The place of a dispatch with this dateline and text.
fn read(name: &str, qualifier: &str, agency: &str, lead: &str) -> Place {
    let agencies = &Facts::built_in().agencies;
    let mark = agencies.get(agency).map(|agency| agency.marks[0].as_str());
    let credits: Vec<&str> = mark.into_iter().collect();
    story(&[(name, qualifier)], &credits, lead).places.remove(0)
}

/// The places of a story as `name, innermost area`, `kind` where there is no name.
fn shown(story: &Story) -> Vec<String> {
    let shown = |place: &Place| match &place.name {
        Some(name) => format!(
            "{name}, {}",
            place.within.first().map_or("", String::as_str)
        ),
        None => place.kind.clone().unwrap_or_default(),
    };
    story.places.iter().map(shown).collect()
}

#[test]
fn a_name_that_several_places_bear_is_read_as_the_one_that_is_meant() {
    let rows = include_str!("../place-meanings.tsv").lines().skip(1);
    let (mut all, mut wrong) = (0, Vec::new());
    for row in rows {
        let &[name, qualifier, agency, _, _, lead, wanted, area] =
            &row.split('\t').collect::<Vec<_>>()[..]
        else {
            panic!("{row}");
        };
        all += 1;
        let place = read(name, qualifier, agency, lead);
        // The gazetteer's English name may be another spelling: the place has to bear the name that is wanted.
        let id = place.id.as_deref().unwrap_or_default();
        let bears_it = Facts::built_in()
            .gazetteer
            .find(wanted)
            .iter()
            .any(|entry| entry.id == id);
        let lies_there =
            place.id.as_deref() == Some(area) || place.within.iter().any(|id| id == area);
        if !bears_it || !lies_there {
            wrong.push(format!(
                "{name} ({qualifier}) of {agency}: {:?} in {:?} instead of {wanted}, {area}",
                place.name, place.within
            ));
        }
    }
    assert_eq!(all, 100);
    assert!(
        all - wrong.len() >= WANTED,
        "{} of {all} are right\n{}",
        all - wrong.len(),
        wrong.join("\n")
    );
    eprintln!(
        "{} of {all} are right\n{}",
        all - wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn places_of_one_dateline_lie_together() {
    let alone = story(&[("Tripoli", ""), ("Benghazi", "")], &["AFP"], "Des tirs.");
    assert_eq!(alone.places[0].country.as_deref(), Some("LY"));
    let story = story(
        &[("CORDOBA", ""), ("ROSARIO", "")],
        &["Reuter"],
        "Workers marched.",
    );
    assert_eq!(
        story.places[0].country.as_deref(),
        Some("AR"),
        "{:?}",
        story.warnings
    );
}

#[test]
fn the_desk_of_an_agency_decides_between_places_of_its_country() {
    let frankfurt = |credits: &[&str]| shown(&story(&[("Frankfurt", "")], credits, "Ein Urteil."));
    assert_eq!(frankfurt(&["dpa"]), ["Frankfurt am Main, DE-HE"]);
    assert_eq!(frankfurt(&["dpa", "lhe"]), ["Frankfurt am Main, DE-HE"]);
    let neustadt = |desk| shown(&story(&[("Neustadt", "")], &["dpa", desk], "Ein Fest."));
    assert_ne!(neustadt("lrs"), neustadt("lno"));
}

#[test]
fn a_close_call_names_the_runner_up_and_the_reason() {
    let story = story(&[("BIRMINGHAM", "")], &["XYZ"], "A choir sang.");
    let [warning] = &story.warnings[story.warnings.len() - 1..] else {
        panic!("no warning");
    };
    assert_eq!(
        warning,
        "ambiguous: BIRMINGHAM is read as Birmingham (GB-ENG) because it has more inhabitants, and may be \
         Birmingham (US-AL)"
    );
}

#[test]
fn a_name_one_letter_off_is_read_beside_an_agencys_mark_alone() {
    let with = story(&[("TBILISSSI", "")], &["AFP"], "Un accord.");
    assert_eq!(with.places[0].as_written, "TBILISSSI");
    assert_eq!(with.places[0].name.as_deref(), Some("Tbilisi"));
    let warning = with.warnings.last().unwrap();
    assert!(
        warning.contains("TBILISSSI is not known, and is read as Tbilissi"),
        "{warning}"
    );
    let without = story(&[("TBILISSSI", "")], &[], "Un accord.");
    assert_eq!(without.places[0].id, None);
}

#[test]
fn a_dateline_of_no_place_has_a_kind_and_where_it_is_near() {
    for (name, qualifier, kind, country) in [
        ("ABOARD AIR FORCE ONE", "", "vehicle", None),
        ("A bord de l'avion papal", "", "vehicle", None),
        ("AN BORD DER FREGATTE HESSEN", "", "vehicle", None),
        ("A BORDO DEL AVION PAPAL", "", "vehicle", None),
        ("UNDISCLOSED LOCATION", "", "undisclosed", None),
        ("LIEU NON PRECISE", "Irak", "undisclosed", Some("IQ")),
        ("WITH U.S. FORCES IN IRAQ", "", "undisclosed", Some("IQ")),
        ("AT SEA", "", "sea", None),
        ("GULF OF SIDRA", "", "sea", None),
        ("SOUTH CAPE AIR BASE", "Greenland", "base", Some("GL")),
        ("NEAR KHARKIV", "", "near", Some("UA")),
        ("Près de Kharkiv", "", "near", Some("UA")),
        ("IRAQ-SYRIA BORDER", "", "border", Some("SY")),
        ("NORTHERN IRAQ", "", "region", Some("IQ")),
    ] {
        let story = story(&[(name, qualifier)], &["AFP"], "Nothing moved.");
        let place = &story.places[0];
        assert_eq!(place.kind.as_deref(), Some(kind), "{name}");
        assert_eq!(place.country.as_deref(), country, "{name}");
        assert_eq!(
            (place.id.as_deref(), place.name.as_deref()),
            (None, None),
            "{name}"
        );
    }
    let near = story(&[("NEAR KHARKIV", "")], &["AFP"], "Nothing moved.");
    assert_eq!(
        near.places[0].within.first().map(String::as_str),
        Some("706483")
    );
    for name in ["NEAR ENOUGH", "NORTHERN LIGHTS", "Xyzzyville"] {
        let story = story(&[(name, "")], &["AFP"], "Nothing moved.");
        assert_eq!(story.places[0].kind, None, "{name}");
    }
}
