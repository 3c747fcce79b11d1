//! Places of the world and their names in several languages, held as static bytes and searched in place.
//!
//! `places.tsv` has a line for each place, sorted by id; `names.tsv` a line for each folded name with the ids that
//! bear it. Both are made by `make.py` from GeoNames, CLDR and the small tables beside it, which are the ones to
//! edit. A look-up is a binary search over the bytes of the file: opening the gazetteer costs nothing, and 7 MB of
//! text stay on disk until they are touched.
//!
//! GeoNames does not say which language a name belongs to, and some of its alternate names are wrong (`Pékin` for
//! Paducah). A name therefore never decides alone: size, rank and what is printed beside it do (see `score`).

mod fold;
mod score;
mod table;

pub use fold::fold_name;

use chrono::NaiveDate;
use table::Table;

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

/// What helps to tell places of one name apart.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hints<'a> {
    /// The state or country printed with it.
    pub qualifier: Option<&'a str>,
    /// ISO code of the agency's home.
    pub agency_country: Option<&'a str>,
    /// ISO 639-1 code of the story's language. Not used yet: the names carry no language.
    pub language: Option<&'a str>,
}

/// An entry as found under a name.
#[derive(Debug)]
struct Known {
    entry: Entry,
    /// Whether that name is one of its main names.
    main: bool,
    /// Whether datelines name it without state or country.
    stands_alone: bool,
}

/// The gazetteer. The default one knows no place.
#[derive(Debug, Default)]
pub struct Gazetteer {
    places: Table,
    names: Table,
    also_in: Table,
    /// See [`super::mentions`].
    pub(super) names_in_text: std::sync::OnceLock<super::mentions::Names>,
}

impl Gazetteer {
    /// The gazetteer that the program carries.
    pub fn built_in() -> Gazetteer {
        Gazetteer {
            places: Table::new(include_str!("places.tsv")),
            names: Table::new(include_str!("names.tsv")),
            also_in: Table::new(include_str!("also_in.tsv")),
            ..Gazetteer::default()
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
                (is_country, score::standing(&known), known.entry)
            })
            .collect();
        found.sort_by(|a, b| b.0.cmp(&a.0).then(b.1.total_cmp(&a.1)));
        found.into_iter().map(|(_, _, entry)| entry).collect()
    }

    /// Whether anything has that name.
    pub fn knows(&self, name: &str) -> bool {
        name.len() <= LONGEST_NAME && self.names.row(&fold_name(name)).is_some()
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

    /// Those of these names that begin with some letters.
    pub fn mentionable_from(&self, letters: &str) -> impl Iterator<Item = Mention> + '_ {
        let letters = letters.to_owned();
        self.mentionable()
            .filter(move |mention| mention.name.starts_with(&letters))
    }

    /// These names alone.
    pub fn mention_names(&self) -> impl Iterator<Item = String> + '_ {
        self.mentionable().map(|mention| mention.name)
    }

    /// The states and countries that a word printed beside a place may mean: `Mass.`, `Géorgie`, `Md`. The likeliest
    /// first; of two letters, a state of the newspapers' (`Ga.`) before the country of that code.
    pub fn qualifiers(&self, name: &str) -> Vec<Entry> {
        let is_abbreviation = fold_name(name).len() == 2;
        let mut areas = self.find(name);
        areas.retain(|entry| matches!(entry.kind, "country" | "region"));
        if is_abbreviation {
            areas.sort_by_key(|entry| entry.kind == "country");
        }
        areas
    }

    /// The state or country that a word printed beside a place most likely means.
    pub fn qualifier(&self, name: &str) -> Option<Entry> {
        self.qualifiers(name).into_iter().next()
    }

    /// The place that a dateline means by a name, and the runner-up where it was close.
    ///
    /// `None` where the name is not known, or where the printed state or country rules out every place of that name.
    pub fn resolve(&self, name: &str, hints: Hints<'_>) -> Option<(Entry, Option<Entry>)> {
        let meanings = hints
            .qualifier
            .map(|qualifier| self.qualifiers(qualifier))
            .unwrap_or_default();
        let mut scored: Vec<(f64, Entry)> = self
            .named(name)
            .into_iter()
            .filter_map(|known| {
                let score = score::standing(&known)
                    + score::home(&known.entry, hints.agency_country)
                    + score::qualified(&known.entry, &meanings, self)?;
                Some((score, known.entry))
            })
            .collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0));
        let mut ranked = scored.into_iter();
        let (best, winner) = ranked.next()?;
        let runner_up = ranked
            .find(|(_, entry)| !are_one_place(entry, &winner))
            .filter(|(score, _)| best - score < score::CLOSE)
            .map(|(_, entry)| entry);
        Some((winner, runner_up))
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
        let ids = self.names.row(&fold_name(name)).unwrap_or_default();
        ids.split_ascii_whitespace()
            .filter_map(|id| self.known(id))
            .collect()
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
        })
    }

    /// The entry of an id, and whether it stands alone.
    fn place(&self, id: &str) -> Option<(Entry, bool)> {
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

/// Whether it makes no difference which of two entries is meant: a town and the area of its name around it.
fn are_one_place(one: &Entry, other: &Entry) -> bool {
    one.within.contains(&other.id) || other.within.contains(&one.id)
}

#[cfg(test)]
mod tests;
