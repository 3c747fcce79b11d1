//! Which pairs of stories are looked at: those that share a slug, a headline, a band of their sketches, or the words of
//! an alert, within the window.
//!
//! The time is cut into days. Of each the pairs are found whose later story was filed on it, so that the memory is that
//! of a few days.

use super::sketch;
use super::ties::WINDOW;
use super::traits::{Traits, mark};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::ops::Range;

const DAY: i32 = 24 * 60;
/// How many stories before it, of those that share something, each is compared with.
const BACK: usize = 16;
/// A word in more stories of a few days tells none from another.
const COMMON: usize = 150;
/// Words that an alert has to share with a story.
const SHARED: u8 = 3;
/// The most shingles of a story whose words are looked up though it has no mark.
const SHORT: u16 = 25;

/// The pairs, earlier story first, by their places in what is given in order of time; each once, in order.
pub(super) fn pairs(stories: &[&Traits]) -> Vec<(u32, u32)> {
    let days = days(stories);
    let found: Vec<Vec<(u32, u32)>> = days
        .into_par_iter()
        .map(|day| of_day(stories, day))
        .collect();
    found.concat()
}

/// The stories of each day. Those without a day are of none.
fn days(stories: &[&Traits]) -> Vec<Range<usize>> {
    let mut days = Vec::new();
    let mut start = stories.partition_point(|story| story.filed == i32::MIN);
    while let Some(first) = stories.get(start) {
        let day = first.filed.div_euclid(DAY);
        let end =
            start + stories[start..].partition_point(|story| story.filed.div_euclid(DAY) == day);
        days.push(start..end);
        start = end;
    }
    days
}

fn of_day(stories: &[&Traits], day: Range<usize>) -> Vec<(u32, u32)> {
    // A story of which only the day is known may be from its end.
    let earliest = stories[day.start].filed.saturating_sub(WINDOW + DAY);
    let from = stories[..day.start].partition_point(|story| story.filed < earliest);
    let mut keys: Vec<u64> = Vec::with_capacity((day.end - from) * 24);
    for (at, story) in (from..).zip(&stories[from..day.end]) {
        let mut add = |key: u32| keys.push(u64::from(key) << 32 | at as u64);
        if story.slug != 0 && story.slug_words > 0 {
            add(key(1, story.agency, story.slug));
        }
        if story.headline != 0 {
            add(key(2, story.agency, story.headline));
        }
        if story.shingles > 0 {
            story.sketch.bands().for_each(add);
        }
    }
    keys.sort_unstable();
    let mut found = Vec::new();
    for same in keys.chunk_by(|one, other| one >> 32 == other >> 32) {
        for (later, key) in same.iter().enumerate() {
            let place = *key as u32;
            if place as usize >= day.start {
                let before = &same[later.saturating_sub(BACK)..later];
                found.extend(before.iter().map(|key| (*key as u32, place)));
            }
        }
    }
    by_words(stories, from..day.end, day.start, &mut found);
    found.sort_unstable();
    found.dedup();
    found
}

fn key(kind: u64, agency: u16, hash: u32) -> u32 {
    sketch::spread(kind << 56 | u64::from(agency) << 32 | u64::from(hash)) as u32
}

/// Adds the pairs of alerts and updates with what shares their words.
fn by_words(stories: &[&Traits], near: Range<usize>, day: usize, found: &mut Vec<(u32, u32)>) {
    let looks = |story: &Traits| {
        story.is(mark::ALERT | mark::UPDATE | mark::CORRECTION | mark::REFILE)
            || story.shingles <= SHORT
    };
    if !stories[near.clone()].iter().any(|story| looks(story)) {
        return;
    }
    let mut holders: FxHashMap<(u16, u16), Vec<u32>> = FxHashMap::default();
    for at in near.clone() {
        let story = stories[at];
        for word in story.words.iter().filter(|word| **word != 0) {
            holders
                .entry((story.agency, *word))
                .or_default()
                .push(at as u32);
        }
    }
    let mut shared: FxHashMap<u32, u8> = FxHashMap::default();
    for at in near.filter(|at| looks(stories[*at])) {
        shared.clear();
        let own = stories[at];
        for word in own.words.iter().filter(|word| **word != 0) {
            let with = holders
                .get(&(own.agency, *word))
                .filter(|with| with.len() <= COMMON);
            for other in with.into_iter().flatten() {
                *shared.entry(*other).or_default() += 1;
            }
        }
        let at = at as u32;
        for (&other, &count) in &shared {
            let (one, two) = (at.min(other), at.max(other));
            if count >= SHARED && one != two && two as usize >= day {
                found.push((one, two));
            }
        }
    }
}
