//! Which stories stand in the place of others: the newest version of an item in that of its older ones, and an item
//! that replaces another in that of all its versions.
//!
//! What it rests on is kept of each story, so that the answer is the same in whatever order files are read.

use crate::chain::Id;
use crate::enrich::id;
use crate::status::Status;
use crate::story::{Story, When};
use chrono::NaiveTime;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Deserializer, Serialize};

/// What is kept of a story that its provider gave an id, or that replaces others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Version {
    /// The chain of the item; of a story without one its own id.
    pub(super) chain: Id,
    /// The version's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) version: Option<u64>,
    /// When it was filed, in seconds since 1970; of a day its beginning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) filed: Option<i64>,
    /// The id of its headline and paragraphs, by which a copy is told from another text.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "id_or_none"
    )]
    pub(super) text: Option<Id>,
    /// The chains of the items that it replaces.
    #[serde(default, skip_serializing_if = "<[Id]>::is_empty")]
    pub(super) replaces: Box<[Id]>,
    /// The story that stands in its place, as the archive's record has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) by: Option<Id>,
    /// The notice that takes it back without naming it by an id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) killed: Option<Id>,
}

/// An id, or an empty string, which was written where there is none.
fn id_or_none<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Id>, D::Error> {
    String::deserialize(deserializer).map(|text| Id::read(&text))
}

impl Version {
    /// What is kept of a story; `None` of one that can neither replace another nor be replaced.
    pub(super) fn of(story: &Story) -> Option<Version> {
        if story.chain.is_none() && story.replaces.is_empty() {
            return None;
        }
        // What takes an item back takes back all its versions, and seldom has a number of its own.
        let kill = (Status::recorded(story) == Status::Canceled).then_some(u64::MAX);
        let chain = story.chain.as_ref().unwrap_or(&story.id);
        Some(Version {
            version: story.version.or(kill),
            filed: story.date.map(seconds),
            text: Id::read(&text_id(story)),
            replaces: story
                .replaces
                .iter()
                .filter_map(|id| Id::read(id))
                .collect(),
            by: story.superseded_by.as_deref().and_then(Id::read),
            ..Version::alone(Id::read(chain)?)
        })
    }

    /// What is kept of a story of which nothing is known but its id.
    pub(super) fn alone(id: Id) -> Version {
        Version {
            chain: id,
            version: None,
            filed: None,
            text: None,
            replaces: Box::default(),
            by: None,
            killed: None,
        }
    }

    /// Puts the versions of an item in their order. One without a number is older than any with one.
    fn age(&self) -> (Option<u64>, Option<i64>) {
        (self.version, self.filed)
    }

    /// Puts the versions of an item in an order that has no equals.
    fn rank(&self, id: Id) -> ((Option<u64>, Option<i64>), Id) {
        (self.age(), id)
    }
}

/// The id of what a story says, whatever its provider calls it.
pub(super) fn text_id(story: &Story) -> String {
    let lines = story.headline.iter().chain(&story.paragraphs);
    id::of_text(&lines.map(String::as_str).collect::<Vec<_>>().join("\n"))
}

fn seconds(when: When) -> i64 {
    match when {
        When::Minute(instant) => instant.timestamp(),
        _ => {
            let begins = when.first_day().and_time(NaiveTime::MIN);
            begins.and_utc().timestamp()
        }
    }
}

/// A story, by its id, and what stands in its place.
pub(super) type Change = (Id, Option<Id>);

/// Versions in the order of their chains, the newest of each first.
struct Ordered<'a>(Vec<(Id, &'a Version)>);

impl<'a> Ordered<'a> {
    fn of(mut stories: Vec<(Id, &'a Version)>) -> Ordered<'a> {
        stories.par_sort_unstable_by(|(one, its), (other, others)| {
            let newer = || others.rank(*other).cmp(&its.rank(*one));
            its.chain.cmp(&others.chain).then_with(newer)
        });
        Ordered(stories)
    }

    /// The newest version of a chain.
    fn newest(&self, chain: &Id) -> Option<(Id, &'a Version)> {
        let at = self
            .0
            .partition_point(|(_, version)| version.chain < *chain);
        let first = self.0.get(at).copied();
        first.filter(|(_, version)| version.chain == *chain)
    }
}

/// The stories whose record does not name what stands in their place now, by their ids, in order.
pub(super) fn unsettled(stories: Vec<(Id, &Version)>) -> Vec<Change> {
    let stories = Ordered::of(stories);
    let replacers = replacers(&stories);
    let mut changes = Vec::new();
    for versions in stories
        .0
        .chunk_by(|one, other| one.1.chain == other.1.chain)
    {
        let own = versions[0].1.chain;
        let replacer = replacers.get(&own).filter(|chain| **chain != own);
        let newest = replacer.map_or(Some(versions[0]), |chain| stories.newest(chain));
        for (id, version) in versions {
            // Of two texts of one version and one moment neither is the older: both stand.
            let is_newer = |best: &Version| replacer.is_some() || best.age() > version.age();
            let by = newest.filter(|(_, best)| is_newer(best));
            let by = by.map(|(newest, _)| newest).filter(|by| by != id);
            let by = by.or(version.killed);
            if version.by != by {
                changes.push((*id, by));
            }
        }
    }
    changes.sort_unstable();
    changes
}

/// The chain that replaces each one, where several do the one filed last. Of items that replace each other the one
/// filed last stands.
fn replacers(stories: &Ordered<'_>) -> FxHashMap<Id, Id> {
    let filed = |chain: &Id| {
        stories
            .newest(chain)
            .map(|(id, version)| (version.filed, id))
    };
    let mut replacers: FxHashMap<Id, Id> = FxHashMap::default();
    for (_, version) in &stories.0 {
        let by = version.chain;
        let others = version.replaces.iter();
        for chain in others.filter(|chain| **chain != by && stories.newest(chain).is_some()) {
            let known = replacers.entry(*chain).or_insert(by);
            if filed(known) < filed(&by) {
                *known = by;
            }
        }
    }
    let mut replaced: Vec<Id> = replacers.keys().copied().collect();
    replaced.sort_unstable();
    break_circles(replaced, &mut replacers, filed);
    replacers
}

/// Frees the chain filed last of each circle. Each chain is walked once.
fn break_circles<Filed: Ord>(
    chains: Vec<Id>,
    replacers: &mut FxHashMap<Id, Id>,
    filed: impl Fn(&Id) -> Filed,
) {
    let mut done: FxHashSet<Id> = FxHashSet::default();
    for start in chains {
        let (mut walked, mut steps) = (Vec::new(), FxHashMap::default());
        let mut next = Some(start);
        while let Some(chain) = next.filter(|chain| !done.contains(chain)) {
            if let Some(&first) = steps.get(&chain) {
                let circle: &[Id] = &walked[first..];
                let last = circle.iter().max_by_key(|chain| filed(chain));
                last.map(|last| replacers.remove(last));
                break;
            }
            steps.insert(chain, walked.len());
            walked.push(chain);
            next = replacers.get(&chain).copied();
        }
        done.extend(walked);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The id that stands for a name in these tests.
    fn id(name: &str) -> Id {
        Id::read(&id::of_chain(name)).unwrap()
    }

    fn version(chain: &str, number: Option<u64>, filed: i64) -> Version {
        Version {
            version: number,
            filed: Some(filed),
            ..Version::alone(id(chain))
        }
    }

    fn changes(stories: &[(&str, Version)]) -> Vec<Change> {
        let stories = stories.iter().map(|(name, version)| (id(name), version));
        unsettled(stories.collect())
    }

    fn pairs(expected: &[(&str, &str)]) -> Vec<Change> {
        let by = |by: &str| (!by.is_empty()).then(|| id(by));
        let mut pairs: Vec<_> = expected
            .iter()
            .map(|(name, it)| (id(name), by(it)))
            .collect();
        pairs.sort();
        pairs
    }

    #[test]
    fn a_kill_without_a_number_takes_back_every_version() {
        let of = |status: &str| {
            let story = Story {
                chain: Some(id::of_chain("x")),
                status: Some(status.into()),
                ..Story::default()
            };
            Version::of(&story).unwrap()
        };
        let numbered = version("x", Some(3), 1);
        let killed = [("a", numbered.clone()), ("b", of("canceled"))];
        assert_eq!(changes(&killed), pairs(&[("a", "b")]));
        assert_eq!(
            changes(&[("a", numbered), ("b", of("usable"))]),
            pairs(&[("b", "a")])
        );
    }

    #[test]
    fn the_newest_has_the_highest_number_then_the_latest_date_and_equals_hide_none() {
        for (older, newer) in [
            (version("x", Some(1), 9), version("x", Some(2), 1)),
            (version("x", None, 9), version("x", Some(0), 1)),
            (version("x", Some(1), 1), version("x", Some(1), 2)),
        ] {
            let expected = pairs(&[("a", "b")]);
            let (older, newer) = (("a", older), ("b", newer));
            assert_eq!(changes(&[older.clone(), newer.clone()]), expected);
            assert_eq!(changes(&[newer, older]), expected);
        }
        let (one, other) = (version("x", Some(1), 1), version("x", Some(1), 1));
        assert_eq!(changes(&[("a", one), ("b", other)]), pairs(&[]));
    }

    #[test]
    fn what_is_recorded_is_changed_only_where_it_is_no_longer_so() {
        let old = Version {
            by: Some(id("b")),
            ..version("x", Some(1), 0)
        };
        let new = version("x", Some(2), 0);
        assert_eq!(changes(&[("a", old.clone()), ("b", new)]), pairs(&[]));
        assert_eq!(changes(&[("a", old)]), pairs(&[("a", "")]));
    }

    #[test]
    fn every_version_of_an_item_is_superseded_by_the_newest_of_the_one_that_replaces_it() {
        let mut replacing = version("y", Some(1), 5);
        replacing.replaces = ["x", "y", "unknown"].map(id).into();
        let stories = [
            ("a", version("x", Some(1), 0)),
            ("b", version("x", Some(2), 9)),
            ("c", replacing),
            ("d", version("y", Some(2), 6)),
        ];
        let expected = pairs(&[("a", "d"), ("b", "d"), ("c", "d")]);
        assert_eq!(changes(&stories), expected);
    }

    #[test]
    fn of_items_that_replace_each_other_the_last_stands() {
        let replacing = |chain: &str, other: &str, filed| Version {
            replaces: [id(other)].into(),
            ..version(chain, None, filed)
        };
        let stories = [
            ("a", replacing("x", "y", 1)),
            ("b", replacing("y", "z", 3)),
            ("c", replacing("z", "x", 2)),
        ];
        let changed = changes(&stories);
        assert_eq!(changed.len(), 2);
        assert!(
            changed
                .iter()
                .all(|(story, by)| *story != id("b") && by.is_some())
        );
    }

    #[test]
    fn a_long_row_of_items_that_each_replace_the_one_before_is_settled_at_once() {
        let names: Vec<Id> = (0..100_000)
            .map(|name: u32| id(&name.to_string()))
            .collect();
        let before = [id("")].into_iter().chain(names.clone());
        let versions: Vec<Version> = names
            .iter()
            .zip(before)
            .map(|(name, before)| Version {
                replaces: [before].into(),
                ..Version::alone(*name)
            })
            .collect();
        let stories = names.iter().copied().zip(&versions);
        assert_eq!(unsettled(stories.collect()).len(), 99_999);
    }
}
