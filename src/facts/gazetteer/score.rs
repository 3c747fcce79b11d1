//! How places of one name are ranked: points for what is known of them, points for what stands around the name.
//! Which name belongs to which place is not decided here.

use super::{Entry, Gazetteer, Known};

/// The name is the place's own, or one that the supplement gives it.
const MAIN_NAME: f64 = 10.0;
/// The place is the capital of its country, and the name a main one.
const CAPITAL: f64 = 30.0;
/// The same under another name. GeoNames calls Jerusalem `Salem` too: fame must not lend weight to such names.
const CAPITAL_OTHERWISE: f64 = 10.0;
/// The place is one that datelines name without state or country, and the name a main one.
const STANDS_ALONE: f64 = 30.0;
/// The entry is an institution or a site: it is here because datelines name it.
const LISTED: f64 = 30.0;
/// The entry is a country: better known than a region of that name.
const COUNTRY: f64 = 10.0;
/// For every power of ten of inhabitants.
const TENFOLD: f64 = 5.0;
/// The place lies where the agency is at home.
const AGENCY: f64 = 25.0;
/// The place lies in the state or country printed with it.
const QUALIFIED: f64 = 100.0;
/// The printed region may hold the place: how the country is divided there is not known finely enough.
const COMPATIBLE: f64 = 50.0;

/// A lead smaller than this leaves the runner-up in play.
pub(super) const CLOSE: f64 = 10.0;

/// What a place scores before anything around its name is looked at.
pub(super) fn standing(known: &Known) -> f64 {
    let entry = &known.entry;
    let points = |yes: bool, points: f64| if yes { points } else { 0.0 };
    TENFOLD * (entry.population.max(1) as f64).log10()
        + points(known.main, MAIN_NAME)
        + points(entry.capital && known.main, CAPITAL)
        + points(entry.capital && !known.main, CAPITAL_OTHERWISE)
        + points(known.stands_alone && known.main, STANDS_ALONE)
        + points(entry.kind == "country", COUNTRY)
        + points(matches!(entry.kind, "institution" | "site"), LISTED)
}

/// What the agency's home adds.
pub(super) fn home(entry: &Entry, agency_country: Option<&str>) -> f64 {
    match (&entry.country, agency_country) {
        (Some(country), Some(home)) if country.eq_ignore_ascii_case(home) => AGENCY,
        _ => 0.0,
    }
}

/// What a printed state or country adds, given everything that it may mean; `None` where it rules the place out.
/// One that means nothing known neither adds nor rules out.
pub(super) fn qualified(entry: &Entry, meanings: &[Entry], gazetteer: &Gazetteer) -> Option<f64> {
    if meanings.is_empty() {
        return Some(0.0);
    }
    let points = |area: &Entry| {
        let holds_it = entry.id == area.id || entry.within.contains(&area.id);
        let may_hold_it = entry
            .within
            .first()
            .is_some_and(|innermost| area.within.contains(innermost));
        if holds_it || gazetteer.is_also_in(entry, &area.id) {
            Some(QUALIFIED)
        } else if may_hold_it {
            Some(COMPATIBLE)
        } else {
            None
        }
    };
    meanings.iter().filter_map(points).max_by(f64::total_cmp)
}
