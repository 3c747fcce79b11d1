//! Which place is meant: 100 names that several places bear, each in a context of our own
//! (`tests/place-meanings.tsv`), held against what a story's record says.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot be set up has to fail"
)]

use dateline::enrich::{Options, Origin, enrich};
use dateline::facts::Facts;
use dateline::parse::{Dateline, Dispatch, PrintedPlace};
use dateline::story::Place;

/// Of the names, so many at least are understood.
const WANTED: usize = 95;

/// The place of a dispatch with this dateline and text.
fn read(name: &str, qualifier: &str, agency: &str, lead: &str) -> Place {
    let facts = Facts::built_in();
    let marks = facts.agencies.get(agency).map(|agency| &agency.marks[0]);
    let known = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let dispatch = Dispatch {
        dateline: Some(Dateline {
            places: vec![PrintedPlace {
                name: name.into(),
                qualifier: known(qualifier),
            }],
            credits: marks.into_iter().cloned().collect(),
            ..Dateline::default()
        }),
        paragraphs: vec![lead.into()],
        ..Dispatch::default()
    };
    let mut story = enrich(dispatch, &Origin::default(), &Options::default(), facts);
    story.places.remove(0)
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
