//! The places of a story: each printed place as the gazetteer knows it.

use crate::facts::agencies::Agency;
use crate::facts::gazetteer::{Entry, Hints, Meant};
use crate::facts::{Facts, non_city};
use crate::fields::LEAD_PARAGRAPHS;
use crate::parse::{Dateline, Dispatch, FieldPlace, PrintedPlace};
use crate::story::{Place, Story};
use std::borrow::Cow;

/// How the warning begins that a place may be another one.
pub const AMBIGUOUS: &str = "ambiguous: ";

/// The country of the first place, told without knowing the agency.
pub(super) fn first_country(
    dispatch: &Dispatch,
    language: Option<&str>,
    facts: &Facts,
) -> Option<String> {
    let dateline = dateline(dispatch, facts)?;
    let printed = dateline.places.first()?;
    let hints = Hints {
        qualifier: printed.qualifier.as_deref(),
        language,
        ..Hints::default()
    };
    facts.gazetteer.resolve(&printed.name, hints)?.0.country
}

/// Sets the places of a story, with a warning for each that may be another. Reads the story's date, language,
/// headline and first paragraphs.
pub(super) fn set(story: &mut Story, dispatch: &Dispatch, agency: Option<&Agency>, facts: &Facts) {
    let Some(dateline) = dateline(dispatch, facts) else {
        return;
    };
    let desk = agency.map(|agency| desk(&dateline, agency, facts));
    let context = Context {
        story,
        dateline: &dateline,
        agency,
        desk: desk.as_deref().unwrap_or_default(),
        facts,
    };
    let read: Vec<_> = dateline
        .places
        .iter()
        .map(|printed| context.read(printed))
        .collect();
    for (place, warning) in read {
        story.places.push(place);
        story.warnings.extend(warning);
    }
}

/// The dateline, with the places of the fields where it prints none.
fn dateline<'a>(dispatch: &'a Dispatch, facts: &Facts) -> Option<Cow<'a, Dateline>> {
    let printed = dispatch.dateline.as_ref();
    let fields = &dispatch.fields.places;
    if printed.is_some_and(|dateline| !dateline.places.is_empty()) || fields.is_empty() {
        return printed.map(Cow::Borrowed);
    }
    let places = fields.iter().map(|place| printed_place(place, facts));
    Some(Cow::Owned(Dateline {
        places: places.collect(),
        ..printed.cloned().unwrap_or_default()
    }))
}

/// A place of the fields, as a dateline would print it: its state or its country beside it.
fn printed_place(place: &FieldPlace, facts: &Facts) -> PrintedPlace {
    let country = place.country.as_deref().map(|country| {
        let known = facts.gazetteer.country_of_code(country);
        known.map_or_else(|| country.to_owned(), |known| known.name)
    });
    let around = [place.area.clone(), country];
    let around: Vec<String> = around
        .into_iter()
        .flatten()
        .filter(|words| !words.is_empty() && *words != place.name)
        .collect();
    PrintedPlace {
        name: place.name.clone(),
        qualifier: (!around.is_empty()).then(|| around.join(", ")),
    }
}

/// Adds to the areas of each place the states that are no more and held it on every day that the story's date may mean.
pub(super) fn set_former_states(story: &mut Story, facts: &Facts) {
    let Some(date) = story.date else { return };
    let days = (date.first_day(), date.last_day());
    for place in &mut story.places {
        let Some(id) = &place.id else { continue };
        let areas = [id].into_iter().chain(&place.within);
        for area in facts.gazetteer.areas_on(areas, days) {
            if !place.within.contains(&area) {
                place.within.push(area);
            }
        }
    }
}

/// The regions that the desk covers which the dateline names beside the agency: `(dpa/bb)`.
fn desk(dateline: &Dateline, agency: &Agency, facts: &Facts) -> Vec<&'static str> {
    let credits = dateline.credits.iter().flat_map(|credit| credit.split('/'));
    credits
        .flat_map(|credit| facts.gazetteer.desk(&agency.id, credit))
        .collect()
}

/// What stands around the places of a dateline.
struct Context<'a> {
    story: &'a Story,
    dateline: &'a Dateline,
    agency: Option<&'a Agency>,
    desk: &'a [&'a str],
    facts: &'a Facts,
}

impl Context<'_> {
    /// A printed place with what is known of it, and what is doubtful.
    fn read(&self, printed: &PrintedPlace) -> (Place, Option<String>) {
        let mut place = Place {
            as_written: printed.name.clone(),
            qualifier: printed.qualifier.clone(),
            ..Place::default()
        };
        let mut warning = None;
        if let Some(meant) = self.meant(printed) {
            warning = match meant.is_close() {
                true => Some(close_call(printed, &meant)),
                false => self.unknown_qualifier(printed),
            };
            fill(&mut place, meant.entry);
        } else if !self.facts.gazetteer.knows(&printed.name)
            && !self.fill_non_city(&mut place, printed)
            && let Some((spelling, entry)) = self.misprinted(printed)
        {
            warning = Some(format!(
                "{} is not known, and is read as {spelling}, one letter off: {}",
                printed.name,
                shown(&entry)
            ));
            fill(&mut place, entry);
        } else if place.kind.is_none() {
            self.fill_areas(&mut place, printed);
        }
        (place, warning)
    }

    /// What is doubtful where the words printed beside a place name nothing that is known.
    fn unknown_qualifier(&self, printed: &PrintedPlace) -> Option<String> {
        let qualifier = printed.qualifier.as_deref()?;
        let mut parts = qualifier.split([',', ';', '/']).map(str::trim);
        let is_known = |words: &str| self.facts.gazetteer.knows(words);
        let unknown = !is_known(qualifier) && !parts.any(is_known);
        unknown.then(|| {
            format!(
                "{qualifier}, printed beside {}, is no state or country that is known",
                printed.name
            )
        })
    }

    fn hints<'h>(&'h self, printed: &'h PrintedPlace) -> Hints<'h> {
        Hints {
            qualifier: printed.qualifier.as_deref(),
            agency_country: self.agency.map(|agency| agency.country.as_str()),
            worldwide: self.agency.is_some_and(|agency| agency.worldwide),
            desk: self.desk,
            language: self.story.language.as_deref(),
            days: self
                .story
                .date
                .map(|date| (date.first_day(), date.last_day())),
            evidence: None,
        }
    }

    /// The place that is meant. The story's own words are asked only where they could decide: that costs a hundred
    /// look-ups.
    fn meant(&self, printed: &PrintedPlace) -> Option<Meant> {
        let gazetteer = &self.facts.gazetteer;
        let hints = self.hints(printed);
        let meant = gazetteer.meant(&printed.name, hints)?;
        let others = || {
            self.dateline
                .places
                .iter()
                .filter(|&other| other != printed)
        };
        if !meant.may_turn(others().next().is_some()) {
            return Some(meant);
        }
        let mut evidence = gazetteer.evidence(self.lead(), &[&printed.name]);
        for other in others() {
            let other = gazetteer.meant(&other.name, self.hints(other));
            if let Some(other) = other.filter(|other| !other.is_close()) {
                evidence.add_place(&other.entry);
            }
        }
        let hints = Hints {
            evidence: Some(&evidence),
            ..hints
        };
        gazetteer.meant(&printed.name, hints)
    }

    /// The headline and the first paragraphs.
    fn lead(&self) -> impl Iterator<Item = &str> {
        let paragraphs = self.story.paragraphs.iter().take(LEAD_PARAGRAPHS);
        let texts = self.story.headline.iter().chain(paragraphs);
        texts.map(String::as_str)
    }

    /// Fills in where a place lies that is not known, as printed beside it: `LENOX, Mass.`, `Malbuisson (Doubs)`.
    fn fill_areas(&self, place: &mut Place, printed: &PrintedPlace) {
        let words = printed.qualifier.as_deref().unwrap_or_default();
        let gazetteer = &self.facts.gazetteer;
        let home = self.agency.map(|agency| agency.country.as_str());
        let mut areas = std::iter::once(words).chain(words.split(", "));
        let area = gazetteer
            .region_at_home(words, home)
            .or_else(|| areas.find_map(|words| gazetteer.qualifier(words)));
        if let Some(area) = area {
            place.country = area.country;
            place.within = vec![area.id];
            place.within.extend(area.within);
        }
    }

    /// Fills in what a name tells that is of no place of a map, and whether it is one. It has no id: `place:=Kharkiv`
    /// does not find what was filed near Kharkiv, but `place:Kharkiv` does, as the areas that it lies in begin there.
    fn fill_non_city(&self, place: &mut Place, printed: &PrintedPlace) -> bool {
        for reading in non_city::readings(&printed.name) {
            let rest = reading
                .rest
                .as_deref()
                .and_then(|rest| self.known_end(rest, printed));
            if reading.needs_rest && rest.is_none() {
                continue;
            }
            place.kind = Some(reading.kind.into());
            let around = rest.or_else(|| {
                self.facts
                    .gazetteer
                    .qualifier(printed.qualifier.as_deref()?)
            });
            if let Some(around) = around {
                place.country = around.country;
                place.within = vec![around.id];
                place.within.extend(around.within);
            }
            return true;
        }
        false
    }

    /// The place that the end of some folded words names: Iraq of `with us forces in iraq`.
    fn known_end(&self, words: &str, printed: &PrintedPlace) -> Option<Entry> {
        let starts = words.match_indices(' ').map(|(at, _)| at + 1);
        let mut ends = [0].into_iter().chain(starts).map(|at| &words[at..]);
        ends.find_map(|name| {
            let (entry, _) = self.facts.gazetteer.resolve(name, self.hints(printed))?;
            (name.len() > 3).then_some(entry)
        })
    }

    /// A place one letter off a name that nobody knows, beside the mark of an agency that is known.
    fn misprinted(&self, printed: &PrintedPlace) -> Option<(String, Entry)> {
        self.agency?;
        let spelling = self.facts.gazetteer.misprint(&printed.name)?;
        let (entry, _) = self
            .facts
            .gazetteer
            .resolve(&spelling, self.hints(printed))?;
        Some((spelling, entry))
    }
}

fn close_call(printed: &PrintedPlace, meant: &Meant) -> String {
    let reason = meant
        .reason
        .map(|reason| format!(" because {}", reason.words()));
    let other = meant.runner_up.as_ref().map_or_else(String::new, |other| {
        match shown(other) == shown(&meant.entry) {
            true => format!("{}, id {}", shown(other), other.id),
            false => shown(other),
        }
    });
    format!(
        "{AMBIGUOUS}{} is read as {}{}, and may be {other}",
        printed.name,
        shown(&meant.entry),
        reason.unwrap_or_default(),
    )
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
