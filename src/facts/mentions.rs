//! Names of places in running text: countries, areas above them, regions, capitals and large cities, as they are
//! written there, capitals included.
//!
//! A text is read once, from capital letter to capital letter (from word to word in scripts that have none, from sign
//! to sign in Chinese, Japanese and Korean); the first word of a name is looked up in a table of hashes, and of the
//! names that begin with it the longest that stands there wins. What is also a word, a first name or a surname
//! counts where its capital tells something (`common.tsv`), and longer names that are no places swallow those in them
//! (`New York Times`). In languages that inflect names a word is also looked up with the ending of its nominative
//! (`endings.tsv`).

mod bytes;

use super::gazetteer::{Entry, Gazetteer, Mention};
use bytes::{char_len, is_cjk, starts_inside_word, word_len};
use std::collections::HashMap;
use std::sync::LazyLock;

/// Cities from this many inhabitants are looked for.
const LARGE: u64 = 100_000;
/// Shorter stems, in letters, are not inflected: too many words end like them.
const SHORTEST_STEM: usize = 3;
/// How far around a name in capitals the text has to be in capitals too, in bytes.
const SURROUNDINGS: usize = 60;

/// Words that stand before a place at the start of a sentence and are no part of its name.
const PREPOSITIONS: &[&str] = &[
    "In", "At", "From", "To", "For", "With", "À", "A", "En", "De", "Dans", "Au", "Nach", "Aus",
    "Von", "Bei", "Da", "Nel", "Em", "No", "Na", "The", "And", "But", "W", "Z", "V", "В", "Из",
    "На", "И",
];

/// Whether texts are read for the names of a place.
pub fn is_read_for(entry: &Entry) -> bool {
    matches!(entry.kind, "country" | "area" | "former" | "region")
        || entry.capital
        || (entry.kind == "city" && entry.population >= LARGE)
}

impl Gazetteer {
    /// The names that running text is read for, made when they are first asked for.
    pub fn names(&self) -> &Names {
        self.names_in_text.get_or_init(|| Names::of(self))
    }
}

/// The names of places in English, for reading; an id that is not known stands for itself.
pub fn names(ids: &[String], gazetteer: &Gazetteer) -> Vec<String> {
    let name = |id: &String| gazetteer.get(id).map_or(id.clone(), |entry| entry.name);
    ids.iter().map(name).collect()
}

/// When a name counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rule {
    /// Wherever it stands.
    Anywhere,
    /// In the midst of a sentence, with no other name right beside it: it is a word or a person's name as well.
    Alone,
    /// Never: it swallows the names in it.
    Never,
}

/// The text of the tables.
pub(super) const TABLES: [&str; 3] = [
    include_str!("mentions/common.tsv"),
    include_str!("mentions/also.tsv"),
    include_str!("mentions/endings.tsv"),
];

/// `common.tsv`: names that are also words or people, and when they count.
static COMMON: LazyLock<HashMap<&str, Rule>> = LazyLock::new(|| {
    let rows = rows(TABLES[0]);
    rows.filter_map(|cells| {
        let rule = match *cells.get(1)? {
            "alone" => Rule::Alone,
            _ => Rule::Never,
        };
        Some((*cells.first()?, rule))
    })
    .collect()
});

/// `also.tsv`: short forms in text that no dateline has, and longer names that are no places.
static ALSO: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    rows(TABLES[1])
        .filter_map(|cells| Some((*cells.first()?, *cells.get(1)?)))
        .collect()
});

/// `endings.tsv`: of each language the endings of names in text, and those of the name itself.
static ENDINGS: LazyLock<HashMap<&str, Vec<(&str, &str)>>> = LazyLock::new(|| {
    let mut endings: HashMap<&str, Vec<(&str, &str)>> = HashMap::new();
    for cells in rows(TABLES[2]) {
        if let [language, inflected, nominative] = cells[..] {
            endings
                .entry(language)
                .or_default()
                .push((inflected, nominative.trim_matches('-')));
        }
    }
    endings
});

/// The rows of a table, cell by cell, comments left out.
fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| line.split('\t').collect())
}

/// A way to write a name.
#[derive(Debug)]
struct Name {
    /// Hash of its first word.
    key: u64,
    /// The whole, in `Names::text`.
    start: u32,
    len: u16,
    rule: Rule,
    /// Written in capitals, which counts among capitals only.
    capitals: bool,
    /// What bears it, in `Names::ids`: the best known first.
    ids: (u32, u8),
}

/// A place that names mean.
#[derive(Debug)]
struct Meant {
    id: String,
    within: Vec<String>,
}

/// The names that texts are read for.
#[derive(Debug, Default)]
pub struct Names {
    text: String,
    /// By key, of equal keys the longest first.
    names: Vec<Name>,
    ids: Vec<u32>,
    places: Vec<Meant>,
    /// Where the names of a key begin in `names`, and one more; 0 is none. Open addressing by the key.
    table: Vec<u32>,
    /// A bit for each key, to pass over most words without looking into the table.
    filter: Vec<u64>,
}

/// A place found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found<'n> {
    /// Its id.
    pub id: &'n str,
    /// Ids of the areas that it lies in.
    pub within: &'n [String],
}

impl Names {
    /// The names that a gazetteer has for running text. Takes some milliseconds: make it once.
    pub fn of(gazetteer: &Gazetteer) -> Names {
        Names::made(gazetteer.mentionable(), gazetteer)
    }

    fn made(mentionable: impl Iterator<Item = Mention>, gazetteer: &Gazetteer) -> Names {
        let mut names = Names::default();
        let mut known = HashMap::new();
        for mention in mentionable {
            names.add(&mention.name, &mention.ids, &mut known, gazetteer);
        }
        if names.names.is_empty() {
            return names;
        }
        for (name, id) in ALSO.iter() {
            let ids: &[String] = &[String::from(*id)];
            let ids = if *id == "-" { &[] } else { ids };
            names.add(name, ids, &mut known, gazetteer);
        }
        names.finish();
        names
    }

    /// Adds a name in the ways that it is written. Without ids it swallows the names in it.
    fn add(
        &mut self,
        name: &str,
        ids: &[String],
        known: &mut HashMap<String, u32>,
        gazetteer: &Gazetteer,
    ) {
        let rule = match COMMON.get(name) {
            Some(Rule::Never) => return,
            _ if ids.is_empty() => Rule::Never,
            Some(rule) => *rule,
            None => Rule::Anywhere,
        };
        let cased = name.chars().next().is_some_and(|c| c.is_uppercase());
        let uncased = !name.chars().any(|c| c.is_lowercase() || c.is_uppercase());
        if !(cased || uncased) || name.chars().count() < 2 {
            return;
        }
        let first = self.ids.len() as u32;
        for id in ids.iter().take(4) {
            let place = *known.entry(id.clone()).or_insert_with(|| {
                let within = gazetteer.get(id).map(|entry| entry.within);
                self.places.push(Meant {
                    id: id.clone(),
                    within: within.unwrap_or_default(),
                });
                self.places.len() as u32 - 1
            });
            self.ids.push(place);
        }
        let ids = (first, (self.ids.len() as u32 - first) as u8);
        let mut written = vec![(name.to_owned(), false)];
        if name.contains(['\'', '’']) {
            let other = if name.contains('\'') {
                ('\'', "’")
            } else {
                ('’', "'")
            };
            written.push((name.replace(other.0, other.1), false));
        }
        let upper = name.to_uppercase();
        if cased && upper != name && name.chars().count() > 2 {
            let bare = super::gazetteer::fold_name(name).to_uppercase();
            let same_shape = bare.chars().count() == upper.chars().count();
            if bare != upper && same_shape && !upper.contains(['-', '\'', '’', '.']) {
                written.push((bare, true));
            }
            written.push((upper, true));
        }
        for (name, capitals) in written {
            let (Ok(start), Ok(len)) = (self.text.len().try_into(), name.len().try_into()) else {
                continue;
            };
            self.text.push_str(&name);
            self.names.push(Name {
                key: key(name.as_bytes(), 0).0,
                start,
                len,
                rule,
                capitals,
                ids,
            });
        }
    }

    /// Sorts the names and builds the tables.
    fn finish(&mut self) {
        self.names
            .sort_by_key(|name| (name.key, std::cmp::Reverse(name.len), name.capitals));
        let size = (self.names.len() * 2).next_power_of_two();
        self.table = vec![0; size];
        self.filter = vec![0; FILTER_BITS / 64];
        let mut last = None;
        for (number, name) in self.names.iter().enumerate() {
            if last == Some(name.key) {
                continue;
            }
            last = Some(name.key);
            let mut slot = name.key as usize & (size - 1);
            while self.table[slot] != 0 {
                slot = (slot + 1) & (size - 1);
            }
            self.table[slot] = number as u32 + 1;
            let bit = filter_bit(name.key);
            self.filter[bit / 64] |= 1 << (bit % 64);
        }
    }

    /// The names that begin with a word.
    fn of_key(&self, key: u64) -> &[Name] {
        let bit = filter_bit(key);
        if self.filter[bit / 64] >> (bit % 64) & 1 == 0 {
            return &[];
        }
        let mut slot = key as usize & (self.table.len() - 1);
        while let Some(first) = (self.table[slot] as usize).checked_sub(1) {
            if self.names[first].key == key {
                let rest = &self.names[first..];
                let count = rest.iter().take_while(|name| name.key == key).count();
                return &rest[..count];
            }
            slot = (slot + 1) & (self.table.len() - 1);
        }
        &[]
    }

    /// Calls for each place that a text names, in order, until the callee has enough. Of a name with several meanings
    /// the one that `at_home` (the ids of the dateline's places and areas) speaks for, or the best known.
    pub fn scan<'n>(
        &'n self,
        text: &str,
        language: Option<&str>,
        at_home: &[&str],
        mut each: impl FnMut(Found<'n>) -> bool,
    ) {
        if self.names.is_empty() {
            return;
        }
        let endings = language.and_then(|language| ENDINGS.get(language));
        let endings = endings.map_or(&[][..], Vec::as_slice);
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(ahead) = bytes[at..]
            .iter()
            .position(|byte| CANDIDATE[*byte as usize])
        {
            at += ahead;
            let Some((found, end)) = self.name_at(text, at, endings) else {
                at = self.pass(bytes, at);
                continue;
            };
            at = end;
            if found.rule != Rule::Never && found.ids.1 > 0 && !each(self.meaning(found, at_home)) {
                return;
            }
        }
    }

    /// Where the next name may begin after one did not begin here.
    fn pass(&self, bytes: &[u8], at: usize) -> usize {
        let word = word_len(bytes, at);
        match is_cjk(bytes, at) || word == 0 {
            true => at + char_len(bytes[at]).min(bytes.len() - at),
            false => at + word,
        }
    }

    /// The longest name that stands here, and where it ends.
    fn name_at(&self, text: &str, at: usize, endings: &[(&str, &str)]) -> Option<(&Name, usize)> {
        let bytes = text.as_bytes();
        if starts_inside_word(bytes, at) {
            return None;
        }
        let (key, end) = key(bytes, at);
        let fits = |name: &&Name| {
            let end = at + name.len as usize;
            bytes.get(at..end) == Some(self.written(name).as_bytes())
                && bytes::ends_word(bytes, end)
                && self.counts(name, text, at..end)
        };
        if let Some(name) = self.of_key(key).iter().find(fits) {
            return Some((name, at + name.len as usize));
        }
        let word = text.get(at..end)?;
        let name = endings.iter().find_map(|(inflected, nominative)| {
            let stem = word.strip_suffix(inflected)?;
            if stem.chars().count() < SHORTEST_STEM {
                return None;
            }
            let key = hash(hash(SEED, stem.as_bytes()), nominative.as_bytes());
            self.of_key(key).iter().find(|name| {
                name.rule == Rule::Anywhere
                    && !name.capitals
                    && self.written(name).strip_prefix(stem) == Some(nominative)
            })
        })?;
        Some((name, end))
    }

    fn written(&self, name: &Name) -> &str {
        &self.text[name.start as usize..name.start as usize + name.len as usize]
    }

    /// Whether a name counts where it stands.
    fn counts(&self, name: &Name, text: &str, at: std::ops::Range<usize>) -> bool {
        (!name.capitals || is_among_capitals(text, &at))
            && (name.rule != Rule::Alone || stands_alone(text, &at))
    }

    fn meaning<'n>(&'n self, name: &Name, at_home: &[&str]) -> Found<'n> {
        let first = name.ids.0 as usize;
        let several = self.ids[first..first + name.ids.1 as usize]
            .iter()
            .map(|place| &self.places[*place as usize]);
        let home = |place: &&Meant| {
            let mut areas = place.within.iter().chain([&place.id]);
            !at_home.is_empty()
                && (at_home.contains(&place.id.as_str())
                    || areas.any(|area| at_home.contains(&area.as_str()) && area.contains('-')))
        };
        let best = &self.places[self.ids[first] as usize];
        let place = several.clone().find(home).unwrap_or(best);
        Found {
            id: &place.id,
            within: &place.within,
        }
    }
}

/// Bits of the filter: 64 KiB stay in a processor's second cache.
const FILTER_BITS: usize = 1 << 19;

fn filter_bit(key: u64) -> usize {
    (key >> 40) as usize & (FILTER_BITS - 1)
}

/// Bytes at which a name may begin: capital letters of ASCII, and all that is not ASCII.
static CANDIDATE: [bool; 256] = {
    let mut candidate = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        candidate[byte] = (byte as u8).is_ascii_uppercase() || byte >= 0xC3;
        byte += 1;
    }
    candidate
};

const SEED: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a, with its upper bits mixed for tables by [`key`].
fn hash(seed: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(seed, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// The hash of the word that begins here, or of two signs where words are not set apart; and where it ends.
fn key(bytes: &[u8], at: usize) -> (u64, usize) {
    let end = match is_cjk(bytes, at) {
        true => (at + 6).min(bytes.len()),
        false => at + word_len(bytes, at),
    };
    (hash(SEED, &bytes[at..end]), end)
}

/// Whether there is no small letter around a name: it stands in a headline or a header in capitals.
fn is_among_capitals(text: &str, at: &std::ops::Range<usize>) -> bool {
    let mut start = at.start.saturating_sub(SURROUNDINGS);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let mut end = (at.end + SURROUNDINGS).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    !text[start..end].chars().any(char::is_lowercase)
}

/// Whether a name's capital tells that it is one: in the midst of a sentence, and no other name right beside it.
fn stands_alone(text: &str, at: &std::ops::Range<usize>) -> bool {
    let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    let after = &text[at.end..];
    let next = after.strip_prefix(' ').unwrap_or_default();
    if after.starts_with(['-', '&']) || capital(next) {
        return false;
    }
    let before = &text[..at.start];
    // An elided article is a word of its own: d'Orange.
    if before.ends_with(['\'', '’']) {
        return true;
    }
    let Some(before) = before.strip_suffix(' ') else {
        return false;
    };
    let word = before
        .rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '"' | '“' | '«'))
        .next()
        .unwrap_or_default();
    let ends_sentence =
        word.ends_with(['.', '!', '?', ':', '…', '"', '”', '»', '-', '–', '—', ';']);
    !word.is_empty() && !ends_sentence && (!capital(word) || PREPOSITIONS.contains(&word))
}

#[cfg(test)]
mod tests;
