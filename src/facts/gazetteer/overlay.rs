//! Places and names of a user's own table (`places.tsv`), laid over those that the program carries.
//!
//! Its columns are those of `supplement.tsv`: id, name, kind, within, latitude, longitude, inhabitants, also. A row with
//! an id that is known adds names to that place and replaces what its cells say; empty cells stay. A row with another
//! id is a new place.

use super::{Entry, Gazetteer, Known, fold_name};
use std::collections::{BTreeMap, HashMap};
use std::ops::Bound;

/// The columns of the table.
const COLUMNS: [&str; 8] = [
    "id",
    "name",
    "kind",
    "within",
    "lat",
    "lon",
    "population",
    "also",
];
/// What a place of a user's own may be.
const KINDS: [&str; 7] = [
    "city",
    "region",
    "institution",
    "site",
    "base",
    "sea",
    "island",
];

/// What a user's table says.
#[derive(Debug, Default)]
pub(super) struct Overlay {
    /// Places, new or changed, by id.
    places: HashMap<String, Entry>,
    /// Ids of the places by folded name.
    names: BTreeMap<String, Vec<String>>,
}

impl Overlay {
    /// The place of an id, where the table has it.
    pub(super) fn place(&self, id: &str) -> Option<&Entry> {
        self.places.get(id)
    }

    /// Whether a folded name stands in the table.
    pub(super) fn names(&self, key: &str) -> bool {
        self.names.contains_key(key)
    }

    /// The folded names that begin with a prefix.
    pub(super) fn names_from<'s>(&'s self, prefix: &'s str) -> impl Iterator<Item = &'s str> {
        let all = (Bound::Included(prefix), Bound::Unbounded);
        let names = self.names.range::<str, _>(all);
        names
            .map(|(name, _)| name.as_str())
            .take_while(move |name| name.starts_with(prefix))
    }

    fn add_name(&mut self, name: &str, id: &str) {
        let ids = self.names.entry(fold_name(name)).or_default();
        if !ids.iter().any(|known| known == id) {
            ids.push(id.to_owned());
        }
    }
}

impl Gazetteer {
    /// Lays a user's table of places over this one. An error says which line is wrong, and how: `3: …`.
    pub fn lay_over(&mut self, table: &str) -> Result<(), String> {
        self.met = super::met::Met::default();
        for (number, line) in (1..).zip(table.lines()) {
            let line = line.trim_end_matches('\r');
            if !line.trim().is_empty() && !line.starts_with('#') {
                self.add_row(line)
                    .map_err(|why| format!("{number}: {why}"))?;
            }
        }
        Ok(())
    }

    /// The folded names that the user's table gives a place.
    pub(super) fn user_names(&self, id: &str) -> impl Iterator<Item = &str> {
        let names = self.user.names.iter();
        names
            .filter(move |(_, ids)| ids.iter().any(|known| known == id))
            .map(|(name, _)| name.as_str())
    }

    /// What the user's table calls by a folded name.
    pub(super) fn named_by_user(&self, key: &str) -> Vec<Known> {
        let ids = self.user.names.get(key).into_iter().flatten();
        let known = ids.filter_map(|id| {
            let (entry, stands_alone) = self.place(id)?;
            Some(Known {
                entry,
                main: true,
                stands_alone,
                listed: true,
                years: None,
            })
        });
        known.collect()
    }

    fn add_row(&mut self, line: &str) -> Result<(), String> {
        let mut cells: Vec<&str> = line.split('\t').map(str::trim).collect();
        // Editors cut blank cells off the end of a line.
        if (2..COLUMNS.len()).contains(&cells.len()) {
            cells.resize(COLUMNS.len(), "");
        }
        let &[id, name, kind, within, lat, lon, population, also] = &cells[..] else {
            return Err(format!(
                "{} cells instead of {}: write {}, parted by tabs",
                cells.len(),
                COLUMNS.len(),
                COLUMNS.join(", ")
            ));
        };
        let known = self.get(id);
        let mut entry = match &known {
            Some(entry) => entry.clone(),
            None => new_place(id, name, kind)?,
        };
        if !name.is_empty() {
            entry.name = name.to_owned();
        }
        if !kind.is_empty() && kind != entry.kind {
            entry.kind = kind_named(kind)?;
        }
        if !within.is_empty() {
            entry.within = self.areas(within)?;
            let mut areas = entry.within.iter().filter_map(|id| self.get(id));
            entry.country = areas
                .find(|area| area.kind == "country")
                .map(|area| area.id);
        } else if known.is_none() && kind != "sea" {
            return Err(format!(
                "{id} lies nowhere: write in the column `within` the id of its region or country (US-GA, GE)"
            ));
        }
        if let Some(position) = position(lat, lon)? {
            entry.position = Some(position);
        }
        if !population.is_empty() {
            entry.population = population.parse().map_err(|_| {
                format!("{population:?} is no number of inhabitants: write figures alone (12000)")
            })?;
        }
        let names = also
            .split('|')
            .map(str::trim)
            .filter(|name| !name.is_empty());
        for name in names.chain([entry.name.as_str()]) {
            if fold_name(name).is_empty() {
                return Err(format!("{name:?} is no name: it has no letter"));
            }
            self.user.add_name(name, id);
        }
        self.user.places.insert(id.to_owned(), entry);
        Ok(())
    }

    /// The areas of a cell, each followed by those that it lies in.
    fn areas(&self, within: &str) -> Result<Vec<String>, String> {
        let mut areas: Vec<String> = Vec::new();
        for id in within.split(',').map(str::trim) {
            let area = self.get(id).ok_or_else(|| {
                format!(
                    "no area has the id {id:?}: write that of a region or country (US-GA, GE), or put its row above"
                )
            })?;
            for id in [area.id].into_iter().chain(area.within) {
                if !areas.contains(&id) {
                    areas.push(id);
                }
            }
        }
        Ok(areas)
    }
}

/// A place that the gazetteer does not have.
fn new_place(id: &str, name: &str, kind: &str) -> Result<Entry, String> {
    let is_id = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if id.is_empty() || !id.chars().all(is_id) {
        return Err(format!(
            "{id:?} is no id: write letters, figures and hyphens (x-our-office), or the id of a place that is known"
        ));
    }
    if name.is_empty() {
        return Err(format!(
            "{id} is new and has no name: write one in the second column"
        ));
    }
    Ok(Entry {
        id: id.to_owned(),
        name: name.to_owned(),
        kind: kind_named(kind)?,
        country: None,
        within: Vec::new(),
        position: None,
        population: 0,
        capital: false,
        stood: None,
    })
}

fn kind_named(kind: &str) -> Result<&'static str, String> {
    let known = KINDS.into_iter().find(|known| *known == kind);
    known.ok_or_else(|| format!("{kind:?} is no kind of place: write {}", KINDS.join(", ")))
}

/// Latitude and longitude, both or neither.
fn position(lat: &str, lon: &str) -> Result<Option<(f64, f64)>, String> {
    if lat.is_empty() && lon.is_empty() {
        return Ok(None);
    }
    let degrees = |cell: &str, most: f64| {
        let degrees = cell.parse::<f64>().ok();
        degrees.filter(|degrees| degrees.abs() <= most)
    };
    match (degrees(lat, 90.0), degrees(lon, 180.0)) {
        (Some(lat), Some(lon)) => Ok(Some((lat, lon))),
        _ => Err(format!(
            "{lat:?}, {lon:?} is no position: write degrees north and east (41.69, 44.80), or nothing"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::gazetteer::Hints;

    fn with(table: &str) -> Gazetteer {
        let mut gazetteer = Gazetteer::built_in();
        gazetteer.lay_over(table).unwrap();
        gazetteer
    }

    #[test]
    fn a_row_of_a_known_id_adds_names_and_changes_what_it_says() {
        let gazetteer = with("#id\tname\n611717\t\t\t\t\t\t\tTibliski|Тиблиси\n");
        let (tbilisi, _) = gazetteer.resolve("TIBLISKI", Hints::default()).unwrap();
        assert_eq!(
            (tbilisi.id.as_str(), tbilisi.name.as_str()),
            ("611717", "Tbilisi")
        );
        assert!(tbilisi.capital && tbilisi.within.contains(&"GE".to_owned()));
        let (same, _) = gazetteer.resolve("Tbilissi", Hints::default()).unwrap();
        assert_eq!(same, tbilisi);
    }

    #[test]
    fn a_row_of_a_new_id_is_a_new_place() {
        let gazetteer = with("x-pole\tNorth Camp\tsite\tUS-GA\t83.1\t-20\t12\tCamp Nord\n");
        let (camp, _) = gazetteer.resolve("CAMP NORD", Hints::default()).unwrap();
        assert_eq!(camp.within[..2], ["US-GA", "US"]);
        assert_eq!(camp.country.as_deref(), Some("US"));
        assert_eq!(camp.position, Some((83.1, -20.0)));
        assert!(gazetteer.knows("north camp"));
        assert_eq!(gazetteer.near("North Camq", 1)[0].1.id, "x-pole");
    }

    #[test]
    fn a_users_own_place_comes_before_others_of_its_name() {
        let gazetteer = with("x-london\tLondon\tsite\tKE\t\t\t\t\n");
        let ranked = gazetteer.rank("London", Hints::default());
        assert_eq!(
            ranked[0].entry.country.as_deref(),
            Some("GB"),
            "fame still counts"
        );
        let hints = Hints {
            qualifier: Some("Kenya"),
            ..Hints::default()
        };
        assert_eq!(gazetteer.resolve("London", hints).unwrap().0.id, "x-london");
    }

    #[test]
    fn a_wrong_row_says_its_line_and_what_to_do() {
        for (row, part) in [
            ("x-a", "1 cells instead of 8"),
            ("x-a\tA\tcity", "lies nowhere"),
            ("x-a\tA\tcity\tQQ", "no area has the id"),
            ("x a\tA\tcity\tGE", "is no id"),
            ("x-a\t\tcity\tGE", "has no name"),
            ("x-a\tA\tplanet\tGE", "is no kind"),
            ("x-a\tA\tcity\tGE\t91\t0", "is no position"),
            ("x-a\tA\tcity\tGE\t1\t", "is no position"),
            ("x-a\tA\tcity\tGE\t\t\tmany", "no number of inhabitants"),
            ("x-a\t—\tcity\tGE", "has no letter"),
        ] {
            let mut gazetteer = Gazetteer::built_in();
            let error = gazetteer.lay_over(&format!("#id\n\n{row}\n")).unwrap_err();
            assert!(error.starts_with("3: ") && error.contains(part), "{error}");
        }
    }
}
