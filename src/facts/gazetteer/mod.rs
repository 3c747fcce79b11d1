//! Places of the world and their names in several languages, held as static bytes and searched in place.
//!
//! `places.tsv` has a line for each place, sorted by id; `names.tsv` a line for each folded name with the ids that
//! bear it. Both are made by `make.py` from GeoNames, CLDR and the small tables beside it, which are the ones to
//! edit. A look-up is a binary search over the bytes of the file: opening the gazetteer costs nothing, and 7 MB of
//! text stay on disk until they are touched.
//!
//! GeoNames does not say which language a name belongs to, and some of its alternate names are wrong (`Pékin` for
//! Paducah). A name therefore never decides alone: size, rank and what is printed beside it do (see `score`).

mod evidence;
mod fold;
mod lines;
mod names;
mod near;
mod overlay;
mod resolve;
mod score;
mod table;

pub use evidence::Evidence;
pub use fold::fold_name;
pub use resolve::{Hints, Meaning, Meant, with_qualifier};
pub use score::{Reason, Score};

use chrono::NaiveDate;
use table::Table;

/// Ids as `names.tsv` has them beside a name.
type Bearers = &'static str;

/// Names longer than this, in bytes, are no names of places.
const LONGEST_NAME: usize = 256;

/// A place or an area as the gazetteer knows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its id in the index: a GeoNames id (`611717`), an ISO 3166-1 country (`GE`), an ISO 3166-2 region (`US-GA`),
    /// or one of our own, with an `x`, for what none of them lists (`x-camp-david`, `AZ-x-karabakh`).
    pub id: String,
    /// Its name in English.
    pub name: String,
    /// `city`, `country`, `region`, `area` (above countries), `former` (a state that is no more), `institution`,
    /// `site`, `base`, `sea` or `island`.
    pub kind: &'static str,
    /// ISO 3166-1 alpha-2 code of its country; a country's own. `None` for areas, former states and the sea.
    pub country: Option<String>,
    /// Ids of the areas it lies in: regions innermost first, the country, the areas above it.
    pub within: Vec<String>,
    /// Latitude and longitude in degrees.
    pub position: Option<(f64, f64)>,
    /// Inhabitants; 0 where not known. For a region, those of its towns.
    pub population: u64,
    /// Whether it is the capital of its country.
    pub capital: bool,
    /// First and last day of a state that is no more.
    pub stood: Option<(NaiveDate, NaiveDate)>,
}

/// A name that is looked for in running text, as it is written there.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// The name, case and accents kept.
    pub name: String,
    /// Ids of what bears it, the best known first.
    pub ids: Vec<String>,
}

/// An entry as found under a name.
#[derive(Debug)]
struct Known {
    entry: Entry,
    /// Whether that name is one of its main names.
    main: bool,
    /// Whether datelines name it without state or country.
    stands_alone: bool,
    /// Whether a user's own table names it so.
    listed: bool,
}

/// The gazetteer. The default one knows no place.
#[derive(Debug, Default)]
pub struct Gazetteer {
    places: Table,
    names: Table,
    also_in: Table,
    /// What a user's own table adds.
    user: overlay::Overlay,
}

impl Gazetteer {
    /// The gazetteer that the program carries.
    pub fn built_in() -> Gazetteer {
        Gazetteer {
            places: Table::new(include_str!("places.tsv")),
            names: Table::new(include_str!("names.tsv")),
            also_in: Table::new(include_str!("also_in.tsv")),
            user: overlay::Overlay::default(),
        }
    }

    /// The text of the tables.
    pub(super) fn tables(&self) -> [&'static str; 3] {
        [self.places.text(), self.names.text(), self.also_in.text()]
    }

    /// Everything of that name, in any language, script, case and accents; the best known first, a country before
    /// all others. Codes are names: `GE`, `TX`, `US-GA`, `N.Y.`.
    pub fn find(&self, name: &str) -> Vec<Entry> {
        let mut found: Vec<(bool, f64, Entry)> = self
            .named(name)
            .into_iter()
            .map(|known| {
                let is_country = known.main && known.entry.kind == "country";
                (is_country, score::standing(&known).total(), known.entry)
            })
            .collect();
        found.sort_by(|a, b| b.0.cmp(&a.0).then(b.1.total_cmp(&a.1)));
        found.into_iter().map(|(_, _, entry)| entry).collect()
    }

    /// Whether anything has that name.
    pub fn knows(&self, name: &str) -> bool {
        name.len() <= LONGEST_NAME && {
            let key = fold_name(name);
            self.bearers(&key).is_some() || self.user.names(&key)
        }
    }

    /// The entry of an id.
    pub fn get(&self, id: &str) -> Option<Entry> {
        self.place(id).map(|(entry, _)| entry)
    }

    /// Ids of the former states that held an entry on all days from the first to the last (`SUHH` for Tbilisi in 1985).
    pub fn areas_on(&self, _entry: &Entry, _days: (NaiveDate, NaiveDate)) -> Vec<String> {
        Vec::new()
    }

    /// The first and last year in which a place bore a name; `None` where it always did, or that is not known.
    pub fn name_years(&self, _name: &str, _id: &str) -> Option<(Option<i32>, Option<i32>)> {
        None
    }

    /// The names of countries, areas, first-level regions, capitals and cities of 100,000, as they are written in
    /// text; sorted by their bytes, each once.
    pub fn mentionable(&self) -> impl Iterator<Item = Mention> + '_ {
        std::iter::empty()
    }

    /// Whether an entry is also printed with another country than its own: `Hong Kong, China` (`also_in.tsv`).
    fn is_also_in(&self, entry: &Entry, country: &str) -> bool {
        let areas = entry.within.iter().chain([&entry.id]);
        areas
            .filter_map(|id| self.also_in.row(id))
            .any(|also| also == country)
    }

    /// Everything of that name, in no particular order.
    fn named(&self, name: &str) -> Vec<Known> {
        if name.len() > LONGEST_NAME {
            return Vec::new();
        }
        let key = fold_name(name);
        let mut named = self.named_by_user(&key);
        let ours = self.bearers(&key).into_iter();
        for known in ours.flat_map(|bearers| self.all_known(bearers)) {
            if !named.iter().any(|own| own.entry.id == known.entry.id) {
                named.push(known);
            }
        }
        named
    }

    /// Visits the folded names that begin with a prefix, in order, each with its bearers.
    fn each_name(&self, prefix: &str, visit: &mut dyn FnMut(&str, Bearers)) {
        self.names
            .each_from(prefix, &mut |name, bearers| visit(name, bearers));
    }

    /// The bearers of a folded name.
    fn bearers(&self, key: &str) -> Option<Bearers> {
        self.names.row(key)
    }

    /// Which of some ids are among bearers, by their number, each with whether the name is a main one of it.
    fn borne_by(bearers: Bearers, ids: &[&str], visit: &mut dyn FnMut(usize, bool)) {
        for bearer in bearers.split(' ') {
            let id = bearer.strip_suffix('*').unwrap_or(bearer);
            // Most ids differ in their last figure, which is compared faster than the whole.
            let last = id.as_bytes().last();
            let is_it = |known: &&str| known.as_bytes().last() == last && *known == id;
            if let Some(at) = ids.iter().position(|known| is_it(known)) {
                visit(at, id.len() < bearer.len());
            }
        }
    }

    /// The entries of bearers.
    fn all_known(&self, bearers: Bearers) -> impl Iterator<Item = Known> {
        let ids = bearers.split_ascii_whitespace();
        ids.filter_map(|id| self.known(id))
    }

    /// The entry of an id as `names.tsv` has it: with a `*` where the name is a main one.
    fn known(&self, id: &str) -> Option<Known> {
        let (id, main) = match id.strip_suffix('*') {
            Some(id) => (id, true),
            None => (id, false),
        };
        let (entry, stands_alone) = self.place(id)?;
        Some(Known {
            entry,
            main,
            stands_alone,
            listed: false,
        })
    }

    /// The entry of an id, and whether it stands alone.
    fn place(&self, id: &str) -> Option<(Entry, bool)> {
        let ours = self.own_place(id);
        let Some(entry) = self.user.place(id) else {
            return ours;
        };
        Some((entry.clone(), ours.is_some_and(|(_, alone)| alone)))
    }

    /// The same, as the program carries it.
    fn own_place(&self, id: &str) -> Option<(Entry, bool)> {
        let mut cells = self.places.row(id)?.split('\t');
        let mut next = || cells.next().unwrap_or_default();
        let (name, kind, within) = (next(), next(), next());
        let (lat, lon, population, marks) = (next(), next(), next(), next());
        let within: Vec<String> = within
            .split(',')
            .filter(|area| !area.is_empty())
            .map(str::to_owned)
            .collect();
        let country = match kind {
            "country" => Some(id.to_owned()),
            _ => within.last().cloned(),
        };
        let entry = Entry {
            id: id.to_owned(),
            name: name.to_owned(),
            kind,
            country,
            within,
            position: lat.parse().ok().zip(lon.parse().ok()),
            population: population.parse().unwrap_or(0),
            capital: marks.contains('C'),
            stood: None,
        };
        Some((entry, marks.contains('S')))
    }
}

impl Entry {
    /// Whether it lies in an area, or is that area.
    pub fn lies_in(&self, area: &str) -> bool {
        self.id == area || self.within.iter().any(|id| id == area)
    }
}

#[cfg(test)]
mod tests;
