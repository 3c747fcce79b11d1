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
use rustc_hash::FxHashMap;
use std::sync::{LazyLock, OnceLock};

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
    /// Never.
    Never,
}

/// The text of the tables.
pub(super) const TABLES: [&str; 3] = [
    include_str!("mentions/common.tsv"),
    include_str!("mentions/also.tsv"),
    include_str!("mentions/endings.tsv"),
];

/// `common.tsv`: names that are also words or people, and when they count.
static COMMON: LazyLock<FxHashMap<&str, Rule>> = LazyLock::new(|| {
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
static ENDINGS: LazyLock<FxHashMap<&str, Vec<(&str, &str)>>> = LazyLock::new(|| {
    let mut endings: FxHashMap<&str, Vec<(&str, &str)>> = FxHashMap::default();
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

/// Reads one text.
struct Reader<'r> {
    names: &'r Names,
    source: &'r dyn Source,
    text: &'r str,
    endings: &'r [(&'static str, &'static str)],
}

impl Reader<'_> {
    /// Shows the longest name that stands here, and says where it ends.
    fn name_at(&self, at: usize, show: impl FnOnce(&Name)) -> Option<usize> {
        let bytes = self.text.as_bytes();
        if starts_inside_word(bytes, at) {
            return None;
        }
        let (key, end) = key(bytes, at);
        let word = self.text.get(at..end)?;
        let mut show = Some(show);
        let mut found = |name: &Name, end: usize| {
            show.take().into_iter().for_each(|show| show(name));
            end
        };
        if self.names.may_hold(key) {
            let end = self.names.with(self.source, key, word, |group| {
                let fits = |name: &&Name| self.stands(name, at, false);
                let name = group.iter().find(fits)?;
                Some(found(name, at + name.name.len()))
            });
            if end.is_some() {
                return end;
            }
        }
        self.in_capitals(at, word, &mut found)
            .or_else(|| self.inflected(word, &mut |name| found(name, end)))
    }

    /// The longest name that stands here in capitals, among capitals.
    fn in_capitals(
        &self,
        at: usize,
        word: &str,
        found: &mut impl FnMut(&Name, usize) -> usize,
    ) -> Option<usize> {
        let second = *word.as_bytes().get(1)?;
        if second.is_ascii_lowercase() {
            return None;
        }
        let mut letters = word.chars();
        let first = letters.next()?;
        if letters.next().is_none_or(|c| !c.is_uppercase()) || word.chars().any(is_small) {
            return None;
        }
        let title: String = [first]
            .into_iter()
            .chain(
                word[first.len_utf8()..]
                    .chars()
                    .flat_map(char::to_lowercase),
            )
            .collect();
        let (key, end) = key(title.as_bytes(), 0);
        if end != title.len() || !self.names.may_hold(key) {
            return None;
        }
        self.names.with(self.source, key, &title, |group| {
            let name = group.iter().find(|name| self.stands(name, at, true))?;
            Some(found(name, at + name.name.len()))
        })
    }

    /// The name that a word is a case of.
    fn inflected(&self, word: &str, found: &mut impl FnMut(&Name) -> usize) -> Option<usize> {
        self.endings.iter().find_map(|(inflected, nominative)| {
            let stem = word.strip_suffix(inflected)?;
            if stem.chars().count() < SHORTEST_STEM {
                return None;
            }
            let key = hash(hash(SEED, stem.as_bytes()), nominative.as_bytes());
            if !self.names.may_hold(key) {
                return None;
            }
            let base = format!("{stem}{nominative}");
            self.names.with(self.source, key, &base, |group| {
                let is_base = |name: &&Name| name.name == base && name.rule == Rule::Anywhere;
                group.iter().find(is_base).map(&mut *found)
            })
        })
    }

    /// Whether a name stands here, and counts.
    fn stands(&self, name: &Name, at: usize, capitals: bool) -> bool {
        let end = at + name.name.len();
        let bytes = self.text.as_bytes();
        let Some(written) = bytes.get(at..end) else {
            return false;
        };
        let same = match capitals {
            false => written.last() == Some(&name.last) && written == name.name.as_bytes(),
            true => self
                .text
                .get(at..end)
                .is_some_and(|written| written.to_lowercase() == name.name.to_lowercase()),
        };
        same && bytes::ends_word(bytes, end)
            && (!capitals || is_among_capitals(self.text, &(at..end)))
            && (name.rule != Rule::Alone || stands_alone(self.text, &(at..end)))
    }
}

/// Where the next name may begin after one did not begin here.
fn pass(bytes: &[u8], at: usize) -> usize {
    let word = word_len(bytes, at);
    match is_cjk(bytes, at) || word == 0 {
        true => at + char_len(bytes[at]).min(bytes.len() - at),
        false => at + word,
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

/// Whether a letter is a small one of a script that has capitals in running text, which Georgian has not.
fn is_small(c: char) -> bool {
    c.is_lowercase() && !('\u{10D0}'..='\u{10FF}').contains(&c)
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
    !text[start..end].chars().any(is_small)
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
