//! How places of one name are ranked: points for what is known of them, points for what stands around the name.
//! Which name belongs to which place is not decided here.

use super::{Entry, Gazetteer, Known};

/// Why a place of some name is the likelier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// It lies in the state or country printed with it.
    Qualifier,
    /// It lies where the agency, or the desk that it names, is at home.
    Home,
    /// It is the capital of its country.
    Capital,
    /// Datelines name it without state or country.
    StandsAlone,
    /// For every power of ten of inhabitants.
    Inhabitants,
    /// The name is the place's own, or one that a table of this project gives it.
    OwnName,
    /// It is a country, or is listed because datelines name it.
    Listed,
    /// The text names its country, its region or a neighbour.
    Text,
    /// Another place of the dateline lies in its country.
    Beside,
    /// The place did not have that name when the story was filed.
    Years,
}

impl Reason {
    const ALL: [Reason; 10] = [
        Reason::Qualifier,
        Reason::Home,
        Reason::Capital,
        Reason::StandsAlone,
        Reason::Inhabitants,
        Reason::OwnName,
        Reason::Listed,
        Reason::Text,
        Reason::Beside,
        Reason::Years,
    ];

    /// The reason in a word or two.
    pub fn label(self) -> &'static str {
        match self {
            Reason::Qualifier => "fits what is printed beside it",
            Reason::Home => "agency at home there",
            Reason::Capital => "capital",
            Reason::StandsAlone => "datelines name it alone",
            Reason::Inhabitants => "inhabitants",
            Reason::OwnName => "its own name",
            Reason::Listed => "what datelines mean",
            Reason::Text => "named in the text",
            Reason::Beside => "near the other place",
            Reason::Years => "not its name then",
        }
    }

    /// The reason in words, for a place that has it and against one that has not.
    pub fn words(self) -> &'static str {
        match self {
            Reason::Qualifier => "it fits what is printed beside it",
            Reason::Home => "it lies where the agency is at home",
            Reason::Capital => "it is a capital",
            Reason::StandsAlone => "datelines name it alone",
            Reason::Inhabitants => "it has more inhabitants",
            Reason::OwnName => "the name is its own",
            Reason::Listed => "it is what datelines mean",
            Reason::Text => "the text names where it lies",
            Reason::Beside => "it lies near the other place of the dateline",
            Reason::Years => "it had the name then",
        }
    }
}

/// The points of one place, by reason.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Score([f64; Reason::ALL.len()]);

impl Score {
    /// The sum.
    pub fn total(&self) -> f64 {
        self.0.iter().sum()
    }

    /// The points for one reason.
    pub fn of(&self, reason: Reason) -> f64 {
        self.0[reason as usize]
    }

    pub(super) fn set(&mut self, reason: Reason, points: f64) {
        self.0[reason as usize] = points;
    }

    /// What speaks most for this score against another; `None` where nothing does.
    pub fn over(&self, other: &Score) -> Option<Reason> {
        let lead = |reason: &Reason| self.of(*reason) - other.of(*reason);
        Reason::ALL
            .into_iter()
            .filter(|reason| lead(reason) > 0.0)
            .max_by(|a, b| lead(a).total_cmp(&lead(b)))
    }

    /// What speaks for this score, the strongest first.
    pub fn reasons(&self) -> Vec<Reason> {
        let mut reasons = Reason::ALL.to_vec();
        reasons.retain(|&reason| self.of(reason) > 0.0);
        reasons.sort_by(|&a, &b| self.of(b).total_cmp(&self.of(a)));
        reasons
    }
}

/// The name is the place's own, or one that the supplement gives it.
const MAIN_NAME: f64 = 10.0;
/// The place is the capital of its country, and the name a main one.
const CAPITAL: f64 = 30.0;
/// The same under another name. GeoNames calls Jerusalem `Salem` too: fame must not lend weight to such names.
const CAPITAL_OTHERWISE: f64 = 10.0;
/// The place is one that datelines name without state or country, and the name a main one.
const STANDS_ALONE: f64 = 30.0;
/// The entry is an institution or a site, or a user's own: it is here because datelines name it.
const LISTED: f64 = 30.0;
/// The entry is a country: better known than a region of that name.
const COUNTRY: f64 = 10.0;
/// For every power of ten of inhabitants.
const TENFOLD: f64 = 5.0;
/// The place lies where the agency is at home.
const AGENCY: f64 = 25.0;
/// The same for an agency that files from everywhere: it breaks a tie between places of much the same size.
const WORLDWIDE: f64 = 7.0;
/// The place lies in the region that the agency's desk covers.
const DESK: f64 = 25.0;
/// The place lies in the state or country printed with it.
const QUALIFIED: f64 = 100.0;
/// The printed region may hold the place: how the country is divided there is not known finely enough. Or a city
/// printed beside it is near (`CONVERSANO (BARI)`).
const COMPATIBLE: f64 = 50.0;
/// How near that is, in kilometres.
const NEAR: f64 = 80.0;
/// The place did not have the name when the story was filed.
pub(super) const OTHER_YEARS: f64 = -40.0;

/// A lead smaller than this leaves the runner-up in play.
pub(super) const CLOSE: f64 = 10.0;

/// What a place scores before anything around its name is looked at.
pub(super) fn standing(known: &Known) -> Score {
    let entry = &known.entry;
    let mut score = Score::default();
    let points = |yes: bool, points: f64| if yes { points } else { 0.0 };
    score.set(
        Reason::Inhabitants,
        TENFOLD * (entry.population.max(1) as f64).log10(),
    );
    score.set(Reason::OwnName, points(known.main, MAIN_NAME));
    score.set(
        Reason::Capital,
        match known.main {
            true => points(entry.capital, CAPITAL),
            false => points(entry.capital, CAPITAL_OTHERWISE),
        },
    );
    score.set(
        Reason::StandsAlone,
        points(known.stands_alone && known.main, STANDS_ALONE),
    );
    let is_listed = known.listed || matches!(entry.kind, "institution" | "site");
    score.set(
        Reason::Listed,
        points(entry.kind == "country", COUNTRY) + points(is_listed, LISTED),
    );
    score
}

/// What the agency's home adds, and the regions that its desk covers.
pub(super) fn home(entry: &Entry, country: Option<&str>, worldwide: bool, regions: &[&str]) -> f64 {
    let at_home = match (&entry.country, country) {
        (Some(country), Some(home)) if country.eq_ignore_ascii_case(home) => match worldwide {
            true => WORLDWIDE,
            false => AGENCY,
        },
        _ => 0.0,
    };
    let of_desk = regions.iter().any(|&region| entry.lies_in(region));
    at_home + if of_desk { DESK } else { 0.0 }
}

/// What is printed beside a place, as the gazetteer understands it.
#[derive(Debug, Default)]
pub(super) struct Qualifier {
    /// The areas that it may mean.
    pub(super) areas: Vec<Entry>,
    /// Where it means no area, the cities that it may mean: the province of `CONVERSANO (BARI)`.
    pub(super) cities: Vec<Entry>,
}

/// What a printed state or country adds, given everything that it may mean; `None` where it rules the place out.
/// One that means nothing known neither adds nor rules out.
pub(super) fn qualified(entry: &Entry, printed: &Qualifier, gazetteer: &Gazetteer) -> Option<f64> {
    if printed.areas.is_empty() {
        let beside = |city: &Entry| city.id != entry.id && is_near(entry, city);
        let beside = printed.cities.iter().any(beside);
        return Some(if beside { COMPATIBLE } else { 0.0 });
    }
    let points = |area: &Entry| {
        let may_hold_it = entry
            .within
            .first()
            .is_some_and(|innermost| area.within.contains(innermost));
        let held = || area.kind == "former" && gazetteer.was_in(entry, &area.id);
        if entry.lies_in(&area.id) || gazetteer.is_also_in(entry, &area.id) || held() {
            Some(QUALIFIED)
        } else if may_hold_it {
            Some(COMPATIBLE)
        } else {
            None
        }
    };
    printed
        .areas
        .iter()
        .filter_map(points)
        .max_by(f64::total_cmp)
}

/// Whether two places lie within [`NEAR`] of each other, on a flat earth.
fn is_near(one: &Entry, other: &Entry) -> bool {
    let (Some((lat, lon)), Some((other_lat, other_lon))) = (one.position, other.position) else {
        return false;
    };
    let (north, east) = (lat - other_lat, (lon - other_lon) * lat.to_radians().cos());
    north.hypot(east) * KILOMETRES_A_DEGREE < NEAR
}

const KILOMETRES_A_DEGREE: f64 = 111.2;
