//! The places of a story: each printed place as the gazetteer knows it.

use crate::facts::Facts;
use crate::facts::agencies::Agency;
use crate::facts::gazetteer::{Entry, Hints};
use crate::parse::{Dispatch, PrintedPlace};
use crate::story::{Place, Story};

/// How the names of vehicles begin, which no gazetteer has.
const VEHICLES: &[&str] = &[
    "a bord",
    "à bord",
    "a bordo",
    "an bord",
    "aboard",
    "ombord",
    "на борту",
];

/// The country of the first place, told without knowing the agency.
pub(super) fn first_country(
    dispatch: &Dispatch,
    language: Option<&str>,
    facts: &Facts,
) -> Option<String> {
    let printed = dispatch.dateline.as_ref()?.places.first()?;
    let hints = Hints {
        qualifier: printed.qualifier.as_deref(),
        agency_country: None,
        language,
    };
    facts.gazetteer.resolve(&printed.name, hints)?.0.country
}

/// Sets the places of a story, with a warning for each that may be another.
pub(super) fn set(story: &mut Story, dispatch: &Dispatch, agency: Option<&Agency>, facts: &Facts) {
    for printed in dispatch
        .dateline
        .iter()
        .flat_map(|dateline| &dateline.places)
    {
        let hints = Hints {
            qualifier: printed.qualifier.as_deref(),
            agency_country: agency.map(|agency| agency.country.as_str()),
            language: story.language.as_deref(),
        };
        let mut place = as_printed(printed);
        if let Some((entry, other)) = facts.gazetteer.resolve(&printed.name, hints) {
            if let Some(other) = other {
                story.warnings.push(format!(
                    "{} is read as {}, and may be {}",
                    printed.name,
                    shown(&entry),
                    shown(&other)
                ));
            }
            fill(&mut place, entry);
        }
        story.places.push(place);
    }
}

/// Adds to the areas of each place the states that are no more and held it on every day that the story's date may mean.
pub(super) fn set_former_states(story: &mut Story, facts: &Facts) {
    let Some(date) = story.date else { return };
    let days = (date.first_day(), date.last_day());
    for place in &mut story.places {
        let entry = place.id.as_ref().and_then(|id| facts.gazetteer.get(id));
        let former = entry.map(|entry| facts.gazetteer.areas_on(&entry, days));
        for area in former.into_iter().flatten() {
            if !place.within.contains(&area) {
                place.within.push(area);
            }
        }
    }
}

fn as_printed(printed: &PrintedPlace) -> Place {
    let lower = printed.name.to_lowercase();
    let vehicle = VEHICLES.iter().any(|start| lower.starts_with(start));
    Place {
        as_written: printed.name.clone(),
        qualifier: printed.qualifier.clone(),
        kind: vehicle.then(|| "vehicle".into()),
        ..Place::default()
    }
}

fn fill(place: &mut Place, entry: Entry) {
    place.geonameid = entry.id.parse().ok();
    place.id = Some(entry.id);
    place.kind = Some(entry.kind.into());
    place.name = Some(entry.name);
    place.country = entry.country;
    place.within = entry.within;
    place.lat = entry.position.map(|(lat, _)| lat);
    place.lon = entry.position.map(|(_, lon)| lon);
}

/// `Vienna (AT)`, for warnings.
fn shown(entry: &Entry) -> String {
    match entry.within.first() {
        Some(area) => format!("{} ({area})", entry.name),
        None => entry.name.clone(),
    }
}
