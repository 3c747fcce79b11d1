//! Which stories stand in the place of others: the newest version of an item in that of its older ones, and an item
//! that replaces another in that of all its versions.
//!
//! What it rests on is kept of each story, so that the answer is the same in whatever order files are read.

use crate::enrich::id;
use crate::status::Status;
use crate::story::{Story, When};
use chrono::NaiveTime;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, HashSet};

/// What is kept of a story that its provider gave an id, or that replaces others.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Version {
    /// The chain of the item; of a story without one its own id.
    pub(super) chain: String,
    /// The path that it was read from.
    pub(super) path: String,
    /// The version's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) version: Option<u64>,
    /// When it was filed, in seconds since 1970; of a day its beginning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) filed: Option<i64>,
    /// The id of its headline and paragraphs, by which a copy is told from another text.
    pub(super) text: String,
    /// The chains of the items that it replaces.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) replaces: Vec<String>,
    /// The story that stands in its place, as the archive's record has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) by: Option<String>,
    /// The notice that takes it back without naming it by an id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) killed: Option<String>,
}

impl Version {
    /// What is kept of a story; `None` of one that can neither replace another nor be replaced.
    pub(super) fn of(story: &Story) -> Option<Version> {
        if story.chain.is_none() && story.replaces.is_empty() {
            return None;
        }
        // What takes an item back takes back all its versions, and seldom has a number of its own.
        let kill = (Status::recorded(story) == Status::Canceled).then_some(u64::MAX);
        Some(Version {
            chain: story.chain.clone().unwrap_or_else(|| story.id.clone()),
            path: story.path.clone(),
            version: story.version.or(kill),
            filed: story.date.map(seconds),
            text: text_id(story),
            replaces: story.replaces.clone(),
            by: story.superseded_by.clone(),
            killed: None,
        })
    }

    /// Puts the versions of an item in their order. One without a number is older than any with one.
    fn age(&self) -> (Option<u64>, Option<i64>) {
        (self.version, self.filed)
    }

    /// Puts the versions of an item in an order that has no equals.
    fn rank<'a>(&'a self, id: &'a str) -> ((Option<u64>, Option<i64>), &'a str) {
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
pub(super) type Change = (String, Option<String>);

/// The stories whose record does not name what stands in their place now, by their ids, in order.
pub(super) fn unsettled<'a>(
    stories: impl Iterator<Item = (&'a str, &'a Version)> + Clone,
) -> Vec<Change> {
    let mut newest: BTreeMap<&str, (&str, &Version)> = BTreeMap::new();
    for (id, version) in stories.clone() {
        let best = newest.entry(&version.chain).or_insert((id, version));
        if best.1.rank(best.0) < version.rank(id) {
            *best = (id, version);
        }
    }
    let replacers = replacers(stories.clone(), &newest);
    let mut changes = Vec::new();
    for (id, version) in stories {
        let own = &*version.chain;
        let chain = replacers.get(own).copied().unwrap_or(own);
        // Of two texts of one version and one moment neither is the older: both stand.
        let is_newer = |best: &Version| chain != own || best.age() > version.age();
        let by = newest.get(chain).filter(|(_, best)| is_newer(best));
        let by = by.map(|(newest, _)| *newest).filter(|by| *by != id);
        let by = by.or(version.killed.as_deref());
        if version.by.as_deref() != by {
            changes.push((id.to_owned(), by.map(String::from)));
        }
    }
    changes.sort();
    changes
}

/// The chain that replaces each one, where several do the one filed last. Of items that replace each other the one
/// filed last stands.
fn replacers<'a>(
    stories: impl Iterator<Item = (&'a str, &'a Version)>,
    newest: &BTreeMap<&'a str, (&'a str, &'a Version)>,
) -> HashMap<&'a str, &'a str> {
    let filed = |chain: &str| newest.get(chain).map(|(id, version)| (version.filed, *id));
    let mut replacers: HashMap<&str, &str> = HashMap::new();
    for (_, version) in stories {
        let by = &*version.chain;
        let others = version.replaces.iter().map(String::as_str);
        for chain in others.filter(|chain| *chain != by && newest.contains_key(chain)) {
            let known = replacers.entry(chain).or_insert(by);
            if filed(known) < filed(by) {
                *known = by;
            }
        }
    }
    break_circles(newest.keys().copied(), &mut replacers, filed);
    replacers
}

/// Frees the chain filed last of each circle. Each chain is walked once.
fn break_circles<'a, Filed: Ord>(
    chains: impl Iterator<Item = &'a str>,
    replacers: &mut HashMap<&'a str, &'a str>,
    filed: impl Fn(&str) -> Filed,
) {
    let mut done: HashSet<&str> = HashSet::new();
    for start in chains {
        let (mut walked, mut steps) = (Vec::new(), HashMap::new());
        let mut next = Some(start);
        while let Some(chain) = next.filter(|chain| !done.contains(chain)) {
            if let Some(&first) = steps.get(chain) {
                let circle: &[&str] = &walked[first..];
                let last = circle.iter().max_by_key(|chain| filed(chain));
                last.map(|last| replacers.remove(last));
                break;
            }
            steps.insert(chain, walked.len());
            walked.push(chain);
            next = replacers.get(chain).copied();
        }
        done.extend(walked);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(chain: &str, number: Option<u64>, filed: i64) -> Version {
        Version {
            chain: chain.into(),
            version: number,
            filed: Some(filed),
            ..Version::default()
        }
    }

    fn changes(stories: &[(&str, Version)]) -> Vec<(String, String)> {
        let stories = stories.iter().map(|(id, version)| (*id, version));
        let changes = unsettled(stories).into_iter();
        changes
            .map(|(id, by)| (id, by.unwrap_or_default()))
            .collect()
    }

    fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
        let own = expected
            .iter()
            .map(|(id, by)| (id.to_string(), by.to_string()));
        own.collect()
    }

    #[test]
    fn a_kill_without_a_number_takes_back_every_version() {
        let of = |status: &str| {
            let story = Story {
                chain: Some("x".into()),
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
            by: Some("b".into()),
            ..version("x", Some(1), 0)
        };
        let new = version("x", Some(2), 0);
        assert_eq!(changes(&[("a", old.clone()), ("b", new)]), pairs(&[]));
        assert_eq!(changes(&[("a", old)]), pairs(&[("a", "")]));
    }

    #[test]
    fn every_version_of_an_item_is_superseded_by_the_newest_of_the_one_that_replaces_it() {
        let mut replacing = version("y", Some(1), 5);
        replacing.replaces = vec!["x".into(), "y".into(), "unknown".into()];
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
            replaces: vec![other.into()],
            ..version(chain, None, filed)
        };
        let stories = [
            ("a", replacing("x", "y", 1)),
            ("b", replacing("y", "z", 3)),
            ("c", replacing("z", "x", 2)),
        ];
        let changed = changes(&stories);
        assert_eq!(changed.len(), 2);
        assert!(changed.iter().all(|(id, by)| id != "b" && !by.is_empty()));
    }

    #[test]
    fn a_long_row_of_items_that_each_replace_the_one_before_is_settled_at_once() {
        let names: Vec<String> = (0..100_000).map(|number| format!("{number:06}")).collect();
        let before = [String::new()].into_iter().chain(names.clone());
        let versions: Vec<Version> = names
            .iter()
            .zip(before)
            .map(|(name, before)| Version {
                replaces: vec![before],
                ..version(name, None, 0)
            })
            .collect();
        let stories = names.iter().map(String::as_str).zip(&versions);
        assert_eq!(unsettled(stories).len(), 99_999);
    }
}
