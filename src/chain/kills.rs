//! Notices that take a story back: what they name, and what they reach.
//!
//! A notice reaches what its provider's ids tie to it, or else the one story of its agency that has the slug or headline
//! that it names, with all that ids, slugs and headlines tie to that. Likeness of text never counts. Where several
//! stories may be meant, none is.

use super::link::{Forest, Tie};
use super::traits::{Id, Named, Traits, mark};
use super::{Reason, words};
use crate::language::words::truncate;
use crate::parse::headline_core;
use crate::story::Story;
use rustc_hash::{FxHashMap, FxHashSet};

/// How long before a notice the story that it means was filed at most, in minutes.
const BACK: i32 = 7 * 24 * 60;
/// How much of a notice is read, in bytes, and how many names of it are kept.
const NOTICE: usize = 4000;
const NAMES: usize = 24;
/// Candidates that a doubt names.
const SHOWN: usize = 5;
/// Signs around a name.
const QUOTES: &[char] = &['"', '“', '”', '«', '»', '„', '‘', '`'];

/// A notice of which it is not clear what it takes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// The notice.
    pub notice: Id,
    /// What it may mean, a few of them, one of each chain.
    pub candidates: Vec<Id>,
}

/// What notices reach.
#[derive(Default)]
pub(super) struct Kills {
    pub(super) killed: FxHashMap<Id, Id>,
    pub(super) doubts: Vec<Doubt>,
}

/// The headlines, slugs and times that a notice names.
pub(super) fn named(story: &Story) -> Named {
    let mut named = Named::default();
    let mut add = |name: &str| {
        let name = headline_core(name.trim());
        for (hash, telling) in [words::headline(name), words::slug(name)] {
            if telling > 0 && named.titles.len() < NAMES && !named.titles.contains(&hash) {
                named.titles.push(hash);
            }
        }
    };
    story
        .headline
        .iter()
        .chain(&story.slug)
        .for_each(|name| add(name));
    let texts = story
        .headline
        .iter()
        .chain(&story.note)
        .chain(&story.paragraphs);
    let mut clocks = Vec::new();
    let mut left = NOTICE;
    for text in texts {
        let text = truncate(text, left);
        left -= text.len();
        words::names(text).into_iter().for_each(&mut add);
        // Every second piece stands between two signs.
        text.split(QUOTES).skip(1).step_by(2).for_each(&mut add);
        clocks.extend(clocks_of(text));
    }
    clocks.truncate(NAMES);
    Named { clocks, ..named }
}

/// The times of the day that a text names in universal time: `1432 GMT`, `14:32 UTC`, `14H32 GMT`.
fn clocks_of(text: &str) -> Vec<u16> {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || "(),;".contains(c))
        .collect();
    let is_zone = |word: &str| {
        ["gmt", "utc", "z"].contains(&word.trim_end_matches('.').to_lowercase().as_str())
    };
    let clock = |word: &str| {
        let digits: String = word.chars().filter(char::is_ascii_digit).collect();
        let others = word.chars().filter(|c| !c.is_ascii_digit());
        let plain = others.clone().count() <= 1 && others.clone().all(|c| ":.hH".contains(c));
        let number: u16 = digits
            .parse()
            .ok()
            .filter(|_| plain && (3..=4).contains(&digits.len()))?;
        let (hour, minute) = (number / 100, number % 100);
        (hour < 24 && minute < 60).then_some(hour * 60 + minute)
    };
    let pairs = words.windows(2).filter(|pair| is_zone(pair[1]));
    pairs.filter_map(|pair| clock(pair[0])).collect()
}

/// Finds what each notice reaches, and puts the notice into that chain.
pub(super) fn reach(stories: &[&Traits], forest: &mut Forest<'_>) -> Kills {
    let mut kills = Kills::default();
    let notices: Vec<u32> = (0u32..)
        .zip(stories)
        .filter(|(_, story)| story.is(mark::KILL))
        .map(|(at, _)| at)
        .collect();
    if notices.is_empty() {
        return kills;
    }
    let (items, titles) = holders(stories);
    let mut meant: Vec<(u32, Vec<(u32, Reason)>)> = Vec::new();
    for notice in notices {
        let story = stories[notice as usize];
        let by_id = by_id(story, notice, &items);
        if !by_id.is_empty() {
            meant.push((notice, by_id));
            continue;
        }
        let found = by_name(story, notice, stories, &titles);
        let mut chains: Vec<u32> = found.iter().map(|(at, _)| forest.root(*at)).collect();
        chains.sort_unstable();
        chains.dedup();
        match chains.len() {
            0 => {}
            1 => meant.push((notice, found)),
            _ => {
                let mut firsts = chains
                    .into_iter()
                    .filter_map(|chain| found.iter().find(|(at, _)| forest.root(*at) == chain));
                let firsts = firsts.by_ref().take(SHOWN);
                kills.doubts.push(Doubt {
                    notice: story.id,
                    candidates: firsts.map(|(at, _)| stories[*at as usize].id).collect(),
                });
            }
        }
    }
    let neighbours = forest.neighbours();
    for (notice, found) in &meant {
        let mut reached: FxHashSet<u32> = found.iter().map(|(at, _)| *at).collect();
        let mut next: Vec<u32> = reached.iter().copied().collect();
        while let Some(at) = next.pop() {
            for (other, why) in neighbours.of(at) {
                if why < Reason::Text && reached.insert(other) {
                    next.push(other);
                }
            }
        }
        let notice = stories[*notice as usize].id;
        let stories = reached.into_iter().map(|at| stories[at as usize]);
        for story in stories.filter(|story| !story.is(mark::KILL)) {
            let known = kills.killed.entry(story.id).or_insert(notice);
            *known = (*known).min(notice);
        }
    }
    for (notice, found) in meant {
        if let Some(&(at, why)) = found.first() {
            forest.join(Tie::of(at, notice, why));
        }
    }
    kills
}

type Titled = FxHashMap<(u16, u32), Vec<(u32, Reason)>>;

/// Where the items stand, and where what could be named does.
fn holders(stories: &[&Traits]) -> (FxHashMap<u64, Vec<u32>>, Titled) {
    let mut wanted: FxHashSet<(u16, u32)> = FxHashSet::default();
    let mut wanted_items: FxHashSet<u64> = FxHashSet::default();
    for story in stories.iter().filter(|story| story.is(mark::KILL)) {
        let named = story.named.iter();
        wanted.extend(
            named
                .clone()
                .flat_map(|named| &named.titles)
                .map(|title| (story.agency, *title)),
        );
        wanted_items.extend(named.flat_map(|named| &named.items).chain([&story.item]));
    }
    let (mut items, mut titles) = (FxHashMap::default(), Titled::default());
    for (at, story) in (0u32..)
        .zip(stories)
        .filter(|(_, story)| !story.is(mark::KILL))
    {
        if story.item != 0 && wanted_items.contains(&story.item) {
            let holders: &mut Vec<u32> = items.entry(story.item).or_default();
            holders.push(at);
        }
        for (title, why) in [
            (story.headline, Reason::Headline),
            (story.slug, Reason::Slug),
        ] {
            let key = (story.agency, title);
            if title != 0 && wanted.contains(&key) {
                titles.entry(key).or_default().push((at, why));
            }
        }
    }
    (items, titles)
}

/// The versions of the items that a notice is one of, or replaces.
fn by_id(story: &Traits, notice: u32, items: &FxHashMap<u64, Vec<u32>>) -> Vec<(u32, Reason)> {
    let named = story.named.iter().flat_map(|named| &named.items);
    let wanted = named.chain([&story.item]).filter(|item| **item != 0);
    let found = wanted.flat_map(|item| items.get(item)).flatten();
    let found = found.filter(|at| **at != notice);
    found.map(|at| (*at, Reason::Id)).collect()
}

/// The stories of a notice's agency, not long before it, that it names: by headline, or else by slug; of several those
/// of a time that it names.
fn by_name(
    story: &Traits,
    notice: u32,
    stories: &[&Traits],
    titles: &Titled,
) -> Vec<(u32, Reason)> {
    let Some(named) = story
        .named
        .as_ref()
        .filter(|_| story.agency != 0 && story.filed != i32::MIN)
    else {
        return Vec::new();
    };
    let is_before = |at: u32| {
        let other = stories[at as usize];
        let age = story.filed.saturating_sub(other.filed);
        at != notice && other.filed != i32::MIN && (-24 * 60..=BACK).contains(&age)
    };
    let holders = named
        .titles
        .iter()
        .filter_map(|title| titles.get(&(story.agency, *title)));
    let mut found: Vec<(u32, Reason)> = holders
        .flatten()
        .copied()
        .filter(|(at, _)| is_before(*at))
        .collect();
    found.sort_unstable();
    found.dedup();
    if found.iter().any(|(_, why)| *why == Reason::Headline) {
        found.retain(|(_, why)| *why == Reason::Headline);
    }
    let at_named_time = |at: &u32| {
        let other = stories[*at as usize];
        let minute = other.filed.rem_euclid(24 * 60) as u16;
        !other.is_day && named.clocks.contains(&minute)
    };
    if found.iter().any(|(at, _)| at_named_time(at)) {
        found.retain(|(at, _)| at_named_time(at));
    }
    found
}
