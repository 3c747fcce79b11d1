//! Which pairs of stories are looked at: those that share a slug, a headline, a band of their sketches, or the words of
//! an alert, within the window.
//!
//! The time is cut into days. Of a few days at once the pairs are found whose later story was filed on one of them, so
//! that the memory is that of a few days more.

use super::sketch;
use super::ties::WINDOW;
use super::traits::{Traits, mark};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

const DAY: i32 = 24 * 60;
/// Days whose pairs are found at once. What is looked up is made of them and of two and a half days before them.
const DAYS_AT_ONCE: usize = 8;
/// How many stories before it, of those that share something, each is compared with.
const BACK: usize = 16;
/// A word in more stories of a few days tells none from another.
const COMMON: usize = 150;
/// Words that an alert has to share with a story.
const SHARED: u8 = 3;
/// The most shingles of a story whose words are looked up though it has no mark.
const SHORT: u16 = 25;

/// What is made of the pairs, earlier story first, by their places in what is given in order of time; each once. There are
/// several for each story, and most come to nothing: they are never all there at once.
pub(super) fn of_pairs<T: Send>(
    stories: &[&Traits],
    of: impl Fn(u32, u32) -> Option<T> + Sync,
) -> Vec<T> {
    let days = days(stories);
    let some = days.par_chunks(DAYS_AT_ONCE).map(|days| {
        let pairs = of_days(stories, days).into_iter();
        let mut some: Vec<T> = pairs.filter_map(|(one, other)| of(one, other)).collect();
        some.shrink_to_fit();
        some
    });
    let some: Vec<Vec<T>> = some.collect();
    let mut all = Vec::with_capacity(some.iter().map(Vec::len).sum());
    // Each is gone when its part of all is there.
    some.into_iter().for_each(|some| all.extend(some));
    all
}

/// The stories that were filed on a day.
struct Day {
    /// Their places.
    own: Range<usize>,
    /// The place of the first story that one of theirs may follow.
    from: usize,
}

/// The stories of each day. Those without a day are of none.
fn days(stories: &[&Traits]) -> Vec<Day> {
    let mut days = Vec::new();
    let mut start = stories.partition_point(|story| story.filed == i32::MIN);
    let mut from = start;
    while let Some(first) = stories.get(start) {
        let day = first.filed.div_euclid(DAY);
        let own = &stories[start..];
        let end = start + own.partition_point(|story| story.filed.div_euclid(DAY) == day);
        // A story of which only the day is known may be from its end.
        let earliest = first.filed.saturating_sub(WINDOW + DAY);
        from += stories[from..start].partition_point(|story| story.filed < earliest);
        days.push(Day {
            own: start..end,
            from,
        });
        start = end;
    }
    days
}

fn of_days(stories: &[&Traits], days: &[Day]) -> Vec<(u32, u32)> {
    let (Some(first), Some(last)) = (days.first(), days.last()) else {
        return Vec::new();
    };
    let all = first.from..last.own.end;
    let mut keys: Vec<u64> = Vec::with_capacity(all.len() * 24);
    for (at, story) in all.clone().zip(&stories[all.clone()]) {
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
    keep_shared(&mut keys);
    keys.sort_unstable();
    let mut found = Vec::new();
    for same in keys.chunk_by(|one, other| one >> 32 == other >> 32) {
        let place = |key: &u64| (*key as u32) as usize;
        for (number, later) in same.iter().map(place).enumerate().skip(1) {
            let day = days.partition_point(|day| day.own.end <= later);
            let day = &days[day];
            if day.own.contains(&later) {
                let before = same[number.saturating_sub(BACK)..number].iter().map(place);
                let near = before.filter(|before| *before >= day.from);
                found.extend(near.map(|before| (before as u32, later as u32)));
            }
        }
    }
    by_words(stories, all, days, &mut found);
    found.sort_unstable();
    found.dedup();
    found
}

/// Leaves the keys whose first halves others may have too: most have none, and need not be put in order.
fn keep_shared(keys: &mut Vec<u64>) {
    let bits = (8 * keys.len()).next_power_of_two().max(64);
    let bit = |key: &u64| {
        let number = (key >> 32) as usize & (bits - 1);
        (number / 64, 1_u64 << (number % 64))
    };
    let (mut once, mut again) = (vec![0_u64; bits / 64], vec![0_u64; bits / 64]);
    for (word, bit) in keys.iter().map(bit) {
        again[word] |= once[word] & bit;
        once[word] |= bit;
    }
    keys.retain(|key| {
        let (word, bit) = bit(key);
        again[word] & bit != 0
    });
}

fn key(kind: u64, agency: u16, hash: u32) -> u32 {
    sketch::spread(kind << 56 | u64::from(agency) << 32 | u64::from(hash)) as u32
}

/// Adds the pairs of alerts and updates with what shares their words.
fn by_words(stories: &[&Traits], all: Range<usize>, days: &[Day], found: &mut Vec<(u32, u32)>) {
    let looks = |story: &Traits| {
        story.is(mark::ALERT | mark::UPDATE | mark::CORRECTION | mark::REFILE)
            || story.shingles <= SHORT
    };
    let looked_up = stories[all.clone()].iter().filter(|story| looks(story));
    let wanted: FxHashSet<u32> = looked_up.flat_map(|story| own_words(story)).collect();
    let holds = |at: usize| {
        let words = own_words(stories[at]).filter(|word| wanted.contains(word));
        words.map(move |word| u64::from(word) << 32 | at as u64)
    };
    let mut holders: Vec<u64> = all.flat_map(holds).collect();
    holders.sort_unstable();
    let mut shared: FxHashMap<u32, u8> = FxHashMap::default();
    for day in days {
        let near = day.from..day.own.end;
        for at in near.clone().filter(|at| looks(stories[*at])) {
            shared.clear();
            for word in own_words(stories[at]) {
                let with = holders_of(&holders, word, &near);
                if with.len() <= COMMON {
                    with.iter()
                        .for_each(|other| *shared.entry(*other as u32).or_default() += 1);
                }
            }
            let at = at as u32;
            for (&other, &count) in &shared {
                let (one, two) = (at.min(other), at.max(other));
                if count >= SHARED && one != two && two as usize >= day.own.start {
                    found.push((one, two));
                }
            }
        }
    }
}

/// The words that a story is looked up by, each with its agency.
fn own_words(story: &Traits) -> impl Iterator<Item = u32> {
    let agency = u32::from(story.agency) << 16;
    let words = story.words.iter().filter(|word| **word != 0);
    words.map(move |word| agency | u32::from(*word))
}

/// The part of the holders of words, in order, that hold a word and lie in a range.
fn holders_of<'h>(holders: &'h [u64], word: u32, range: &Range<usize>) -> &'h [u64] {
    let first = |at: usize| {
        let first = u64::from(word) << 32 | at as u64;
        holders.partition_point(|holder| *holder < first)
    };
    &holders[first(range.start)..first(range.end)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::{DateFrom, Story, When};

    #[test]
    fn days_taken_together_give_the_pairs_that_each_gives_by_itself() {
        let mut seed = 11_u64;
        let mut random = |end: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (seed >> 33) % end
        };
        let mut story = |number: u32| {
            let words = |random: &mut dyn FnMut(u64) -> u64, many: u64| {
                let words = (0..many).map(|_| format!("wordy{}", random(40)));
                words.collect::<Vec<_>>().join(" ")
            };
            let mut story = Story {
                id: format!("1{number:024x}"),
                headline: Some(words(&mut random, 3)),
                slug: Some(words(&mut random, 2)),
                marks: (random(3) == 0)
                    .then(|| "update".into())
                    .into_iter()
                    .collect(),
                paragraphs: vec![words(&mut random, 8)],
                ..Story::default()
            };
            let day = When::day(2020, 1 + random(2) as u32, 1 + random(28) as u32).unwrap();
            story.set_date(day, DateFrom::Field);
            Traits::of(&story).unwrap()
        };
        let mut traits: Vec<Traits> = (0..600).map(&mut story).collect();
        traits.sort_by_key(|traits| (traits.filed, traits.id));
        let traits: Vec<&Traits> = traits.iter().collect();
        let alone = days(&traits)
            .into_iter()
            .map(|day| of_days(&traits, &[day]));
        let alone: Vec<(u32, u32)> = alone.flatten().collect();
        let mut together = of_pairs(&traits, |one, other| Some((one, other)));
        together.sort_unstable();
        let mut wanted = alone;
        wanted.sort_unstable();
        assert!(wanted.len() > 500, "{}", wanted.len());
        assert_eq!(together, wanted);
    }
}
