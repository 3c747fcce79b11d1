//! What a story's own words say of where it is: the countries, regions and large cities that its headline and first
//! paragraphs name, and their people (`demonyms.tsv`). It helps to choose between places of one name and says nothing
//! of where a story was filed.

use super::lines::Lines;
use super::{Entry, Gazetteer, fold_name, score};
use std::borrow::Cow;
use std::sync::LazyLock;

/// The stems of words for a country's people and things, in several languages: `georgien` of `géorgiennes`, each with
/// the countries or regions that it may mean.
static DEMONYMS: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let table = Lines::new(include_str!("demonyms.tsv"));
    table.rows().collect()
});
/// The countries that border each country.
const NEIGHBOURS: Lines = Lines::new(include_str!("neighbours.tsv"));

/// How much of a text is looked at, in bytes.
const READ: usize = 1_500;
/// The words of a name.
const NAME_WORDS: usize = 4;
/// The letters that a demonym's stem may be followed by.
const ENDING: usize = 4;
/// The fewest letters of a name that counts: shorter ones are codes.
const SHORTEST: usize = 4;
/// What a city has to score to count: a capital, one that stands alone, or some 200,000 inhabitants under its own name.
const KNOWN_CITY: f64 = 36.0;

/// The text names the country.
const COUNTRY: f64 = 15.0;
/// It does so in several words.
const COUNTRY_AGAIN: f64 = 10.0;
/// From so many inhabitants on, a city is known where its country is named. Smaller ones get a part of those points:
/// a story that speaks of America is from Melbourne in Australia all the same, unless it speaks of Florida.
const KNOWN_AT_HOME: u64 = 100_000;
/// That part.
const LITTLE_KNOWN: f64 = 0.4;
/// It names the region as well, or a city there.
const REGION: f64 = 15.0;
/// It names a neighbour of the country.
const NEIGHBOUR: f64 = 5.0;
/// Another place of the dateline lies in the country.
const BESIDE: f64 = 20.0;

/// Lower-case words inside names: `Caroline du Sud`, `Costa do Marfim`.
const WITHIN_NAMES: &[&str] = &[
    "and", "d", "da", "de", "del", "der", "do", "du", "la", "of", "the", "и",
];

/// Areas that a story names.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Evidence {
    /// Ids of the countries named, or that hold something named, each with the number of words that do so.
    countries: Vec<(String, u32)>,
    /// Ids of the regions named, or that hold something named.
    regions: Vec<String>,
    /// Countries and regions of the other places of the dateline.
    beside: Vec<String>,
    /// The words that named something so far.
    words: Vec<String>,
}

impl Evidence {
    /// The most that evidence gives a place, with or without other places in the dateline.
    pub(super) fn most(has_others: bool) -> f64 {
        COUNTRY + COUNTRY_AGAIN + REGION + if has_others { BESIDE } else { 0.0 }
    }

    /// Adds the place that a dateline names beside the one in question.
    pub fn add_place(&mut self, entry: &Entry) {
        let areas = entry.within.iter().chain([&entry.id]);
        self.beside.extend(areas.cloned());
    }

    /// The points that the text gives a place.
    pub(super) fn of_text(&self, entry: &Entry) -> f64 {
        let region = self.regions.iter().any(|id| entry.lies_in(id));
        let words = self.countries.iter().filter(|(id, _)| entry.lies_in(id));
        let country = match words.map(|(_, words)| *words).max() {
            Some(1) => COUNTRY,
            Some(_) => COUNTRY + COUNTRY_AGAIN,
            None if self.is_neighbour(entry) => NEIGHBOUR,
            None => 0.0,
        };
        let country = country * weight(entry);
        country + if region { REGION } else { 0.0 }
    }

    /// The points that the other places of the dateline give.
    pub(super) fn of_places(&self, entry: &Entry) -> f64 {
        let country = entry.country.as_ref();
        match country.is_some_and(|country| self.beside.contains(country)) {
            true => BESIDE * weight(entry),
            false => 0.0,
        }
    }

    fn is_neighbour(&self, entry: &Entry) -> bool {
        let neighbours = entry
            .country
            .as_deref()
            .and_then(|country| NEIGHBOURS.row(country))
            .unwrap_or_default();
        neighbours
            .split(' ')
            .any(|country| self.countries.iter().any(|(named, _)| named == country))
    }

    /// Adds what a word or name stands for; one that did so before counts once.
    fn add(&mut self, word: String, areas: impl IntoIterator<Item = Entry>) {
        if self.words.contains(&word) {
            return;
        }
        self.words.push(word);
        for area in areas {
            self.add_area(&area);
        }
    }

    fn add_area(&mut self, area: &Entry) {
        if let Some(country) = &area.country {
            match self.countries.iter_mut().find(|(id, _)| id == country) {
                Some((_, words)) => *words += 1,
                None => self.countries.push((country.clone(), 1)),
            }
        }
        for id in area.within.iter().chain([&area.id]) {
            if is_region(id) && !self.regions.contains(id) {
                self.regions.push(id.clone());
            }
        }
    }
}

/// How much it says for a place that its country is named.
fn weight(entry: &Entry) -> f64 {
    match entry.kind == "city" && !entry.capital && entry.population < KNOWN_AT_HOME {
        true => LITTLE_KNOWN,
        false => 1.0,
    }
}

/// Whether an id is of a region inside a country: `US-GA`, `AZ-x-karabakh`.
fn is_region(id: &str) -> bool {
    id.find('-') == Some(2)
}

impl Gazetteer {
    /// What some texts say of where they are, read in order, up to 1,500 bytes in all. `names` are the names in
    /// question, which do not count.
    pub fn evidence<'t>(
        &self,
        texts: impl IntoIterator<Item = &'t str>,
        names: &[&str],
    ) -> Evidence {
        let own: Vec<String> = names.iter().map(|name| fold_name(name)).collect();
        let mut evidence = Evidence::default();
        let mut room = READ;
        for text in texts {
            let text = crate::language::words::truncate(text, room);
            room -= text.len();
            self.read(text, &own, &mut evidence);
        }
        evidence
    }

    fn read(&self, text: &str, own: &[String], evidence: &mut Evidence) {
        let words: Vec<&str> = text.split_whitespace().map(bare).collect();
        let mut at = 0;
        while at < words.len() {
            at += match may_be_name(words[at]) {
                true => self.read_name(&words[at..], own, evidence),
                false => self.read_people(words[at], evidence),
            };
        }
    }

    /// Reads a word for the people or things of a country, which most languages write small.
    fn read_people(&self, word: &str, evidence: &mut Evidence) -> usize {
        if word.chars().nth(SHORTEST - 1).is_some() {
            let key = fold_name(word);
            if let Some(ids) = demonym(&key) {
                let areas = ids.split(' ').filter_map(|id| self.get(id));
                evidence.add(key, areas);
            }
        }
        1
    }

    /// Reads the longest name that some words begin with, and gives how many words that took.
    fn read_name(&self, words: &[&str], own: &[String], evidence: &mut Evidence) -> usize {
        for length in (1..=name_words(words)).rev() {
            let name = match length {
                1 => Cow::Borrowed(words[0]),
                _ => Cow::Owned(words[..length].join(" ")),
            };
            let key = fold_name(&name);
            if own.contains(&key) {
                return length;
            }
            if key.chars().count() < SHORTEST {
                continue;
            }
            let areas = self.named_in_text(&key);
            if !areas.is_empty() {
                evidence.add(key, areas);
                return length;
            }
        }
        self.read_people(words[0], evidence)
    }

    /// What a name in running text stands for: every country and region of that name, else the city that is known best.
    fn named_in_text(&self, key: &str) -> Vec<Entry> {
        if key.len() > super::LONGEST_NAME {
            return Vec::new();
        }
        let mut named = self.named_as(key, |main| main);
        let is_area = |kind: &str| matches!(kind, "country" | "region");
        if named.iter().any(|known| is_area(known.entry.kind)) {
            named.retain(|known| is_area(known.entry.kind));
            return named.into_iter().map(|known| known.entry).collect();
        }
        named
            .into_iter()
            .map(|known| (score::standing(&known).total(), known.entry))
            .filter(|(score, _)| *score >= KNOWN_CITY)
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, entry)| entry)
            .into_iter()
            .collect()
    }
}

/// A word without what is put around it: quotes, stops, `l'` and `'s`.
fn bare(word: &str) -> &str {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let word = word
        .strip_suffix("'s")
        .or_else(|| word.strip_suffix("’s"))
        .unwrap_or(word);
    match word.split_once(['\'', '’']) {
        Some((article, rest)) if article.chars().count() <= 2 && may_be_name(rest) => rest,
        _ => word,
    }
}

/// Whether a word begins as names do: with a capital, or in a script without them.
fn may_be_name(word: &str) -> bool {
    let first = word.chars().next();
    first.is_some_and(|c| c.is_alphabetic() && !c.is_lowercase())
}

/// How many words a name may have that begins some words: it goes on over capitals, and over particles between them.
fn name_words(words: &[&str]) -> usize {
    let mut length = 1;
    for (at, word) in words.iter().enumerate().take(NAME_WORDS).skip(1) {
        if may_be_name(word) {
            length = at + 1;
        } else if !WITHIN_NAMES.contains(word) {
            break;
        }
    }
    length
}

/// The areas whose people or things a folded word names: those of the longest stem that the word begins with, where it
/// has only an ending more.
fn demonym(word: &str) -> Option<&'static str> {
    let mut wanted = word;
    loop {
        let after = DEMONYMS.partition_point(|(stem, _)| *stem <= wanted);
        let (stem, areas) = *DEMONYMS.get(after.checked_sub(1)?)?;
        if let Some(ending) = word.strip_prefix(stem) {
            return (ending.chars().count() <= ENDING).then_some(areas);
        }
        // `bolivianisch` stands between `bolivianos` and its stem `bolivian`: no stem of it is longer than what the
        // two begin with.
        let both = wanted.char_indices().zip(stem.chars());
        let alike = both.take_while(|((_, a), b)| a == b).last();
        wanted = &wanted[..alike.map_or(0, |((at, letter), _)| at + letter.len_utf8())];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<String>, Vec<String>) {
        let evidence = Gazetteer::built_in().evidence([text], &["Springfield"]);
        let countries = evidence.countries.into_iter().map(|(id, _)| id);
        (countries.collect(), evidence.regions)
    }

    #[test]
    fn countries_regions_and_large_cities_are_evidence_in_any_language() {
        for (text, countries, regions) in [
            (
                "Une réunion en Géorgie voisine, a-t-il dit.",
                "GE US",
                "US-GA",
            ),
            ("La police géorgienne a arrêté l'homme.", "GE", ""),
            ("Les Géorgiens votent dimanche.", "GE", ""),
            ("los cívicos bolivianos y una joven italiana", "BO IT", ""),
            (
                "die italienische Regierung, la policía norteamericana",
                "IT US",
                "",
            ),
            ("Georgian police said so.", "GE US", "US-GA"),
            ("Die Grünen in Brandenburg an der Havel", "DE", "DE-BB"),
            ("Storms hit Atlanta's suburbs.", "US", "US-GA"),
            (
                "He went to South Carolina and New York.",
                "US",
                "US-SC US-NY",
            ),
            ("Dans l'Etat de Caroline du Sud", "US", "US-SC"),
            ("«L'Arménie» a protesté.", "AM", ""),
            ("Грузинские власти и Армения", "GE AM", ""),
            ("Springfield is the town in question.", "", ""),
            ("Нельзя. The Man Said So.", "", ""),
        ] {
            let sorted = |ids: Vec<String>| {
                let mut ids = ids;
                ids.sort();
                ids
            };
            let wanted = |ids: &str| sorted(ids.split_whitespace().map(String::from).collect());
            let (found_countries, found_regions) = read(text);
            assert_eq!(sorted(found_countries), wanted(countries), "{text}");
            assert_eq!(sorted(found_regions), wanted(regions), "{text}");
        }
    }

    #[test]
    fn only_the_beginning_of_a_text_is_read() {
        let text = format!("{} Armenia", "x ".repeat(READ));
        assert_eq!(read(&text), (vec![], vec![]));
    }

    #[test]
    fn the_small_tables_are_sorted_and_name_known_areas() {
        let gazetteer = Gazetteer::built_in();
        for rows in [DEMONYMS.clone(), NEIGHBOURS.rows().collect()] {
            assert!(rows.windows(2).all(|pair| pair[0].0 < pair[1].0));
        }
        for &(stem, areas) in DEMONYMS.iter() {
            assert_eq!(fold_name(stem), stem);
            for area in areas.split(' ') {
                assert!(gazetteer.get(area).is_some(), "{stem}: no {area}");
            }
        }
    }
}
