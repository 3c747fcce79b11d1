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
mod reader;
mod tables;

use super::gazetteer::{Entry, Gazetteer, Mention};
use reader::{CANDIDATE, Reader, key, pass};
use std::sync::OnceLock;
use tables::{ALSO, COMMON, ENDINGS, Rule};

pub(super) use tables::TABLES;

/// Cities from this many inhabitants are looked for.
const LARGE: u64 = 100_000;

/// Whether texts are read for the names of a place.
pub fn is_read_for(entry: &Entry) -> bool {
    matches!(entry.kind, "country" | "area" | "former" | "region")
        || entry.capital
        || (entry.kind == "city" && entry.population >= LARGE)
}

/// The names of places in English, for reading; an id that is not known stands for itself.
pub fn names(ids: &[String], gazetteer: &Gazetteer) -> Vec<String> {
    let name = |id: &String| gazetteer.get(id).map_or(id.clone(), |entry| entry.name);
    ids.iter().map(name).collect()
}

/// A name with what bears it.
#[derive(Debug)]
struct Name {
    name: String,
    /// Its last byte: most names that do not stand at a place are told by it.
    last: u8,
    rule: Rule,
    /// The best known first; none where the name only swallows those in it.
    meanings: Vec<Meant>,
}

/// A place that a name means.
#[derive(Debug, Clone)]
struct Meant {
    id: String,
    within: Vec<String>,
}

/// The names that begin with one word, the longest first.
type Group = Vec<Name>;

/// The names that texts are read for. What begins with a word is looked up when that word is first met, and kept.
#[derive(Debug)]
pub struct Names {
    /// A bit for each first word, to pass over most words at once.
    filter: Vec<u64>,
    /// The groups met, each where the hash of its word points; a word whose places are taken is looked up each time.
    met: Vec<OnceLock<(u64, Group)>>,
}

/// A place found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found<'n> {
    /// Its id.
    pub id: &'n str,
    /// Ids of the areas that it lies in.
    pub within: &'n [String],
}

/// Where names are looked up.
trait Source {
    /// The names that begin with some letters.
    fn beginning(&self, letters: &str) -> Vec<Mention>;
    /// The entry of a place.
    fn entry(&self, id: &str) -> Option<Entry>;
}

impl Source for Gazetteer {
    fn beginning(&self, letters: &str) -> Vec<Mention> {
        self.mentionable_from(letters).collect()
    }

    fn entry(&self, id: &str) -> Option<Entry> {
        self.get(id)
    }
}

impl Gazetteer {
    /// Calls for each place that a text names, in order, until the callee has enough. Of a name with several meanings
    /// the one that `at_home` (the ids of the dateline's places and areas) speaks for, or the best known.
    pub fn mentions_in(
        &self,
        text: &str,
        language: Option<&str>,
        at_home: &[&str],
        each: impl FnMut(Found<'_>) -> bool,
    ) {
        let names = self
            .names_in_text
            .get_or_init(|| Names::of(self.mention_names()));
        names.scan(self, text, language, at_home, each);
    }
}

impl Names {
    /// The first words of names.
    fn of(names: impl Iterator<Item = String>) -> Names {
        let mut filter = Vec::new();
        let mut add = |name: &str| {
            filter.resize(FILTER_BITS / 64, 0);
            let bit = filter_bit(key(name.as_bytes(), 0).0);
            filter[bit / 64] |= 1 << (bit % 64);
        };
        for name in names {
            add(&name);
        }
        ALSO.iter().for_each(|(name, _)| add(name));
        let mut met = Vec::new();
        met.resize_with(MET, OnceLock::new);
        Names { filter, met }
    }

    fn scan(
        &self,
        source: &dyn Source,
        text: &str,
        language: Option<&str>,
        at_home: &[&str],
        mut each: impl FnMut(Found<'_>) -> bool,
    ) {
        let endings = language.and_then(|language| ENDINGS.get(language));
        let reader = Reader {
            names: self,
            source,
            text,
            endings: endings.map_or(&[], Vec::as_slice),
        };
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(ahead) = bytes[at..]
            .iter()
            .position(|byte| CANDIDATE[*byte as usize])
        {
            at += ahead;
            let mut more = true;
            let end = reader.name_at(at, |name| {
                if let Some(meant) = name.meant(at_home) {
                    more = each(Found {
                        id: &meant.id,
                        within: &meant.within,
                    });
                }
            });
            if !more {
                return;
            }
            at = end.unwrap_or_else(|| pass(bytes, at));
        }
    }

    fn may_hold(&self, key: u64) -> bool {
        let bit = filter_bit(key);
        self.filter[bit / 64] >> (bit % 64) & 1 == 1
    }

    /// Shows the names that begin with a word.
    fn with<T>(
        &self,
        source: &dyn Source,
        key: u64,
        word: &str,
        show: impl FnOnce(&Group) -> T,
    ) -> T {
        for further in 0..NEIGHBOURS {
            let met = &self.met[(key as usize).wrapping_add(further) & (MET - 1)];
            let (first, kept) = met.get_or_init(|| (key, group(source, word)));
            if *first == key {
                return show(kept);
            }
        }
        show(&group(source, word))
    }
}

/// What a name means, the likeliest in running text first: a country, then a capital, then as the gazetteer has it,
/// but a city before the region that it lies in: `Washington`, `New York`.
fn meanings(source: &dyn Source, ids: &[String]) -> Vec<Meant> {
    let mut entries: Vec<Entry> = ids
        .iter()
        .take(MEANINGS)
        .filter_map(|id| source.entry(id))
        .collect();
    let inner: Vec<bool> = entries
        .iter()
        .map(|one| entries.iter().any(|other| one.within.contains(&other.id)))
        .collect();
    let rank = |entry: &Entry, inner: bool| match entry.kind {
        "country" | "area" | "former" => 0,
        _ if entry.capital => 1,
        _ if inner => 2,
        _ => 3,
    };
    let mut ranked: Vec<_> = entries.drain(..).zip(inner).collect();
    ranked.sort_by_key(|(entry, inner)| rank(entry, *inner));
    let meant = |(entry, _): (Entry, bool)| Meant {
        id: entry.id,
        within: entry.within,
    };
    ranked.into_iter().map(meant).collect()
}

/// The names that begin with a word, the longest first.
fn group(source: &dyn Source, word: &str) -> Group {
    let own = source.beginning(word).into_iter();
    let own = own.map(|mention| (mention.name, mention.ids));
    let also = ALSO.iter().filter(|(name, _)| name.starts_with(word));
    let also = also.map(|(name, id)| {
        let id = (*id != "-").then(|| String::from(*id));
        (String::from(*name), Vec::from_iter(id))
    });
    let mut group: Group = also
        .chain(own)
        .filter(|(name, _)| {
            key(name.as_bytes(), 0).1 == word.len() && name.chars().nth(1).is_some()
        })
        .filter_map(|(name, ids)| {
            let rule = COMMON.get(name.as_str()).copied();
            let rule = rule.unwrap_or(Rule::Anywhere);
            (rule != Rule::Never).then(|| Name {
                last: name.bytes().next_back().unwrap_or(0),
                name,
                rule,
                meanings: meanings(source, &ids),
            })
        })
        .collect();
    let other_apostrophes: Vec<Name> = group
        .iter()
        .filter_map(Name::with_other_apostrophe)
        .collect();
    group.extend(other_apostrophes);
    group.sort_by_key(|name| std::cmp::Reverse(name.name.len()));
    group
}

impl Name {
    /// `N’Djamena` of `N'Djamena`, and the other way round.
    fn with_other_apostrophe(&self) -> Option<Name> {
        let name = match self.name.contains('\'') {
            true => self.name.replace('\'', "’"),
            false => self.name.replace('’', "'"),
        };
        (name != self.name).then(|| Name {
            last: name.bytes().next_back().unwrap_or(0),
            name,
            rule: self.rule,
            meanings: self.meanings.clone(),
        })
    }

    /// The meaning that speaks of the story's home, or the best known one.
    fn meant(&self, at_home: &[&str]) -> Option<&Meant> {
        let home = |meant: &&Meant| {
            // A state or region of the story's own; a country of its own says nothing of a town in it.
            let is_region = |area: &str| area.find('-') == Some(2);
            let region = |area: &String| is_region(area) && at_home.contains(&area.as_str());
            at_home.contains(&meant.id.as_str()) || meant.within.iter().any(region)
        };
        let best = self.meanings.first()?;
        let several = self.meanings.len() > 1 && !at_home.is_empty();
        let at_home = self.meanings.iter().find(home).filter(|_| several);
        Some(at_home.unwrap_or(best))
    }
}

/// How many meanings of a name are told apart.
const MEANINGS: usize = 4;
/// Room for the words met.
const MET: usize = 1 << 16;
/// How many places of that room one word may take.
const NEIGHBOURS: usize = 4;

/// Bits of the filter: 64 KiB stay in a processor's second cache.
const FILTER_BITS: usize = 1 << 19;

fn filter_bit(key: u64) -> usize {
    (key >> 40) as usize & (FILTER_BITS - 1)
}

#[cfg(test)]
mod tests;
