//! How the entries of `gazetteer.bin` are read: places, former states, years of names, names in text. `make.py` writes
//! them. Which place a name means is not decided here.

use chrono::NaiveDate;

use super::table::Reader;
use super::{Bearers, Entry, Gazetteer, Known, Mention, fold_name};

/// The kinds of entries by number, as in `make.py`.
const KINDS: [&str; 10] = [
    "city",
    "country",
    "region",
    "area",
    "former",
    "institution",
    "site",
    "base",
    "sea",
    "island",
];

/// The entry is the capital of its country.
const CAPITAL: u8 = 1;
/// Datelines name it without state or country.
const STANDS_ALONE: u8 = 2;
/// Its position follows.
const HAS_POSITION: u8 = 4;
/// Its first and last day follow.
const STOOD: u8 = 8;

/// A place's value: kind, marks, the areas right above it, position, inhabitants, days, name.
struct Record {
    kind: &'static str,
    marks: u8,
    /// Numbers of the areas right above it.
    above: Vec<usize>,
    position: Option<(f64, f64)>,
    population: u64,
    stood: Option<(NaiveDate, NaiveDate)>,
    name: &'static str,
}

impl Record {
    fn read(value: &'static [u8]) -> Record {
        let mut value = Reader(value);
        let kind = KINDS
            .get(usize::from(value.byte()))
            .copied()
            .unwrap_or("city");
        let marks = value.byte();
        let above = (0..value.byte()).map(|_| value.number()).collect();
        let position =
            (marks & HAS_POSITION != 0).then(|| (degrees(&mut value), degrees(&mut value)));
        let population = value.number() as u64;
        let stood = (marks & STOOD != 0).then(|| (value.number(), value.number()));
        Record {
            kind,
            marks,
            above,
            position,
            population,
            stood: stood.and_then(|(first, last)| day(first).zip(day(last))),
            name: value.text(),
        }
    }
}

/// Thousandths of a degree, 180 degrees added, in three bytes.
fn degrees(value: &mut Reader) -> f64 {
    let thousandths = value
        .bytes(3)
        .iter()
        .rev()
        .fold(0, |number, &byte| number << 8 | i32::from(byte));
    f64::from(thousandths - 180_000) / 1000.0
}

/// A day as the number of days since the first of the year 1, which is 1.
fn day(number: usize) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(number.try_into().ok()?)
}

impl Gazetteer {
    /// Ids of the former states that held one of some areas on all days from the first to the last: `SUHH` for those
    /// of Tbilisi in 1985.
    pub fn areas_on<'i>(
        &self,
        areas: impl IntoIterator<Item = &'i String>,
        days: (NaiveDate, NaiveDate),
    ) -> Vec<String> {
        let mut states = Vec::new();
        for id in areas {
            let mut held = Reader(self.former.get(id).unwrap_or_default()).numbers();
            while let (Some(state), Some(first), Some(last)) =
                (held.next(), held.next(), held.next())
            {
                let covers = day(first).is_some_and(|first| first <= days.0)
                    && day(last).is_some_and(|last| days.1 <= last);
                let state = self.places.nth(state).map(|(state, _)| state);
                states.extend(state.filter(|state| covers && !states.contains(state)));
            }
        }
        states
    }

    /// Whether a former state held an entry on any day: `BELGRADE, Yugoslavia`.
    pub(super) fn was_in(&self, entry: &Entry, state: &str) -> bool {
        let Some(state) = self.number(state) else {
            return false;
        };
        let held = |id: &String| {
            let mut held = Reader(self.former.get(id).unwrap_or_default()).numbers();
            // State, first day, last day.
            held.by_ref().step_by(3).any(|number| number == state)
        };
        [&entry.id].into_iter().chain(&entry.within).any(held)
    }

    /// The first and last year in which a place bore a name; `None` where it always did, or that is not known.
    pub fn name_years(&self, name: &str, id: &str) -> Option<(Option<i32>, Option<i32>)> {
        let years = self.years.get(&format!("{}\t{id}", fold_name(name)))?;
        let mut years = Reader(years);
        let mut year = || i32::try_from(years.number()).ok().filter(|&year| year > 0);
        Some((year(), year()))
    }

    /// The names of countries, areas, first-level regions, capitals and cities of 100,000, as they are written in
    /// text; sorted by their bytes, each once.
    pub fn mentionable(&self) -> impl Iterator<Item = Mention> + '_ {
        self.mentionable_from("")
    }

    /// Those of these names that begin with some letters.
    pub fn mentionable_from(&self, letters: &str) -> impl Iterator<Item = Mention> + '_ {
        let names = self.mentions.iter_from(letters);
        names.map(|(name, bearers)| Mention {
            name,
            ids: Reader(bearers)
                .numbers()
                .filter_map(|at| Some(self.places.nth(at)?.0))
                .collect(),
        })
    }

    /// These names alone.
    pub fn mention_names(&self) -> impl Iterator<Item = String> + '_ {
        self.mentions.iter().map(|(name, _)| name)
    }

    /// The bearers of a folded name.
    pub(super) fn bearers(&self, key: &str) -> Option<Bearers> {
        self.names.get(key)
    }

    /// The folded names of some places, by their numbers, in order, each with its bearers.
    pub(super) fn names_borne_by(
        &self,
        numbers: &[Option<usize>],
    ) -> impl Iterator<Item = (String, Bearers)> {
        let is_it = |bearer: usize| numbers.contains(&Some(bearer / 2));
        let names = self
            .names
            .numbers_where(|bearers| Reader(bearers).numbers().any(is_it));
        let table = self.names;
        names.into_iter().filter_map(move |at| table.nth(at))
    }

    /// Visits those of some places, by their numbers, that are among bearers, each with whether the name is a main one.
    pub(super) fn borne_by(
        bearers: Bearers,
        numbers: &[Option<usize>],
        visit: &mut dyn FnMut(usize, bool),
    ) {
        for bearer in Reader(bearers).numbers() {
            let is_it = |number: &Option<usize>| *number == Some(bearer / 2);
            if let Some(at) = numbers.iter().position(is_it) {
                visit(at, bearer % 2 == 1);
            }
        }
    }

    /// The number of the place of an id, in the file.
    pub(super) fn number(&self, id: &str) -> Option<usize> {
        self.places.find(id.as_bytes()).map(|(number, _)| number)
    }

    /// The entries of bearers, of those whose main name it is or of the others, as is wanted.
    pub(super) fn all_known(
        &self,
        bearers: Bearers,
        is_wanted: impl Fn(bool) -> bool,
    ) -> impl Iterator<Item = Known> {
        let numbers = Reader(bearers).numbers();
        let wanted = numbers.filter(move |bearer| is_wanted(bearer % 2 == 1));
        wanted.filter_map(|bearer| self.known(bearer))
    }

    /// The entry of a bearer.
    fn known(&self, bearer: usize) -> Option<Known> {
        let (id, value) = self.places.nth(bearer / 2)?;
        let (ours, stands_alone) = self.entry(id, value);
        Some(Known {
            entry: self.user.place(&ours.id).cloned().unwrap_or(ours),
            main: bearer % 2 == 1,
            stands_alone,
            listed: false,
            years: None,
        })
    }

    /// The entry of an id, and whether it stands alone.
    pub(super) fn place(&self, id: &str) -> Option<(Entry, bool)> {
        let ours = self.places.get(id);
        let ours = ours.map(|value| self.entry(id.to_owned(), value));
        let Some(entry) = self.user.place(id) else {
            return ours;
        };
        Some((entry.clone(), ours.is_some_and(|(_, alone)| alone)))
    }

    fn entry(&self, id: String, value: &'static [u8]) -> (Entry, bool) {
        let record = Record::read(value);
        let (within, country) = self.all_above(record.above);
        let country = match record.kind {
            "country" => Some(id.clone()),
            _ => country,
        };
        let entry = Entry {
            id,
            name: record.name.to_owned(),
            kind: record.kind,
            country,
            within,
            position: record.position,
            population: record.population,
            capital: record.marks & CAPITAL != 0,
            stood: record.stood,
        };
        (entry, record.marks & STANDS_ALONE != 0)
    }

    /// The ids of areas and of all that they lie in, the nearest first, and the country among them.
    fn all_above(&self, mut above: Vec<usize>) -> (Vec<String>, Option<String>) {
        let (mut within, mut country) = (Vec::new(), None);
        let mut at = 0;
        while let Some(&area) = above.get(at) {
            at += 1;
            let Some((id, value)) = self.places.nth(area) else {
                continue;
            };
            let record = Record::read(value);
            if record.kind == "country" && country.is_none() {
                country = Some(id.clone());
            }
            within.push(id);
            for further in record.above {
                if !above.contains(&further) {
                    above.push(further);
                }
            }
        }
        (within, country)
    }
}
