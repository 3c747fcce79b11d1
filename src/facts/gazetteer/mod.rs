//! Places of the world and their names in several languages, held as static bytes and searched in place.
//!
//! `gazetteer.bin` holds the places by id, the folded names with the places that bear them, and four small tables.
//! `make.py` makes it from GeoNames, CLDR and the tables beside it, which are the ones to edit. A look-up is a binary
//! search over the bytes of the file: opening the gazetteer costs nothing, and what is not touched stays on disk.
//!
//! GeoNames does not say which language a name belongs to, and some of its alternate names are wrong (`Pékin` for
//! Paducah). A name therefore never decides alone: size, rank and what is printed beside it do (see `score`).

mod entry;
mod evidence;
mod fold;
mod lines;
mod met;
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
use lines::Lines;
use table::Table;

/// The ISO 3166-1 codes of three letters, as GeoNames lists them: the code, then the one of two letters.
const ALPHA_3: Lines = Lines::new(include_str!("alpha3.tsv"));

/// Who bears a name: the number of each place twice, and one more where the name is a main one.
type Bearers = &'static [u8];

/// Names longer than this, in bytes, are no names of places.
const LONGEST_NAME: usize = 256;

/// A place or an area as the gazetteer knows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its id in the index: a GeoNames id (`611717`), an ISO 3166-1 country (`GE`), an ISO 3166-2 region (`US-GA`),
    /// or one of our own, with an `x`, for what none of them lists (`x-camp-david`, `AZ-x-karabakh`).
    pub id: String,
    /// Its name: GeoNames' main one of a city (`Köln`), the English one of a country or an area.
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
    /// Inhabitants; 0 where not known. For a region, those of its towns; for an area, those of its countries.
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
    /// The first and last year in which it bore that name; set where names of datelines are read.
    years: Option<(Option<i32>, Option<i32>)>,
}

/// The file that the program carries.
static FILE: &[u8] = include_bytes!("gazetteer.bin");

/// The gazetteer. The default one knows no place.
#[derive(Debug, Default)]
pub struct Gazetteer {
    /// Places by id.
    places: Table,
    /// The places that bear a folded name.
    names: Table,
    /// The years of a name: of the folded name, a tab and an id.
    years: Table,
    /// The former states that held a place, by its id.
    former: Table,
    /// The country that an area is also printed with, by its id.
    also_in: Table,
    /// The places that bear a name as written in text.
    mentions: Table,
    /// What a user's own table adds.
    user: overlay::Overlay,
    met: met::Met,
    /// See [`super::mentions`].
    pub(super) names_in_text: std::sync::OnceLock<super::mentions::Names>,
}

impl Gazetteer {
    /// The gazetteer that the program carries.
    pub fn built_in() -> Gazetteer {
        let table = |name| Table::in_file(FILE, name);
        Gazetteer {
            places: table("places"),
            names: table("names"),
            years: table("years"),
            former: table("former"),
            also_in: table("also_in"),
            mentions: table("mentions"),
            user: overlay::Overlay::default(),
            met: met::Met::default(),
            names_in_text: std::sync::OnceLock::new(),
        }
    }

    /// The bytes that it reads.
    pub(super) fn file(&self) -> &'static [u8] {
        FILE
    }

    /// Everything of that name, in any language, script, case and accents; the best known first, a country before
    /// all others. Codes are names: `GE`, `TX`, `US-GA`, `N.Y.`.
    pub fn find(&self, name: &str) -> Vec<Entry> {
        self.find_if(name, |_| true)
    }

    /// Those of that name that are wanted; the best known first, a country before all others.
    fn find_if(&self, name: &str, is_wanted: impl Fn(&Entry) -> bool) -> Vec<Entry> {
        self.with_named(name, |named| {
            let wanted = named.iter().filter(|known| is_wanted(&known.entry));
            let mut found: Vec<(bool, f64, &Entry)> = wanted
                .map(|known| {
                    let is_country = known.main && known.entry.kind == "country";
                    (is_country, score::standing(known).total(), &known.entry)
                })
                .collect();
            found.sort_by(|a, b| b.0.cmp(&a.0).then(b.1.total_cmp(&a.1)));
            found
                .into_iter()
                .map(|(_, _, entry)| entry.clone())
                .collect()
        })
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

    /// The country of an ISO 3166-1 code of two or three letters, in any case: `GE`, `GEO`.
    pub fn country_of_code(&self, code: &str) -> Option<Entry> {
        let code = code.trim().to_ascii_uppercase();
        let short = match code.len() {
            2 => code.as_str(),
            3 => ALPHA_3.row(&code)?,
            _ => return None,
        };
        self.get(short).filter(|entry| entry.kind == "country")
    }

    /// Whether an entry is also printed with another country than its own: `Hong Kong, China` (`also_in.tsv`).
    fn is_also_in(&self, entry: &Entry, country: &str) -> bool {
        let areas = entry.within.iter().chain([&entry.id]);
        areas
            .filter_map(|id| self.also_in.get(id))
            .any(|also| also == country.as_bytes())
    }

    /// Everything of a folded name, in no particular order.
    fn named(&self, key: &str) -> Vec<Known> {
        self.named_as(key, |_| true)
    }

    /// Everything that bears a folded name as a main one or as another, as is wanted.
    fn named_as(&self, key: &str, is_wanted: impl Fn(bool) -> bool) -> Vec<Known> {
        let mut named = self.named_by_user(key);
        let ours = self.bearers(key).into_iter();
        for known in ours.flat_map(|bearers| self.all_known(bearers, &is_wanted)) {
            if !named.iter().any(|own| own.entry.id == known.entry.id) {
                named.push(known);
            }
        }
        named
    }

    /// Visits the folded names that begin with a prefix, in order, each with its bearers.
    fn each_name(&self, prefix: &str, visit: &mut dyn FnMut(&str, Bearers)) {
        self.names.each_from(prefix, visit);
    }
}

impl Entry {
    /// Whether it lies in an area, or is that area.
    pub fn lies_in(&self, area: &str) -> bool {
        self.id == area || self.within.iter().any(|id| id == area)
    }
}

#[cfg(test)]
mod areas_tests;
#[cfg(test)]
mod spellings;
#[cfg(test)]
mod tests;
