//! The files that the log tells of, in few bytes each: most hold one story, and nothing else has to be kept of them.

use super::super::reading::Stamp;
use super::lines::{Copy, FileRecord, KeptLine};
use super::paths::Paths;
use crate::chain::Id;
use hashbrown::HashTable;
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::collections::BTreeSet;
use std::hash::BuildHasher;

/// The files known, and where stories stand: of a million files with a story each some hundred megabytes.
#[derive(Debug, Default)]
pub(super) struct Files {
    paths: Paths,
    /// What is known of each, by the number of its path; `None` of one that is known no longer.
    known: Vec<Option<Known>>,
    /// How many are known.
    len: usize,
    /// What few files have, by the numbers of their paths.
    more: FxHashMap<u32, More>,
    /// The files that are the homes of their only stories.
    homes: HashTable<u32>,
    /// The homes of stories that are not the only ones of theirs.
    shared: FxHashMap<Id, u32>,
    /// Where the copies of a story stand.
    copies: FxHashMap<Id, BTreeSet<u32>>,
}

/// What is kept of every file.
#[derive(Debug, Clone, Copy)]
struct Known {
    size: u64,
    modified: i64,
    reading: Stamp,
    /// The only story that it is the home of, where it is of one.
    story: Option<Id>,
}

/// What is kept of a file that is not merely the home of one story.
#[derive(Debug, Default)]
struct More {
    /// All its stories, where there are several.
    stories: Vec<Id>,
    copies: Vec<Copy>,
    lines: Vec<KeptLine>,
    partial: bool,
}

/// A record as it is kept.
#[derive(Debug)]
pub(super) struct Held {
    known: Known,
    more: More,
}

impl From<FileRecord> for Held {
    fn from(record: FileRecord) -> Held {
        let FileRecord {
            size,
            modified,
            reading,
            mut stories,
            copies,
            lines,
            partial,
        } = record;
        let story = match stories[..] {
            [_] => stories.pop(),
            _ => None,
        };
        // The room of the one story is given back here, where it was taken.
        let stories = match story {
            Some(_) => Vec::new(),
            None => stories,
        };
        Held {
            known: Known {
                size,
                modified,
                reading,
                story,
            },
            more: More {
                stories,
                copies,
                lines,
                partial,
            },
        }
    }
}

/// A damaged note may say that there are any number of files: room for no more is made at once.
const MOST_ROOM: usize = 1 << 22;

impl Files {
    /// Makes room for so many files with a story each, before they are noted.
    pub(super) fn expect(&mut self, files: usize) {
        let files = files.min(MOST_ROOM);
        self.paths.expect(files);
        self.known.reserve(files);
        self.homes.reserve(files, |_| 0);
    }

    /// How many files are known.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// How many stories have a home.
    pub(super) fn stories(&self) -> usize {
        self.homes.len() + self.shared.len()
    }

    /// Every path known.
    pub(super) fn paths(&self) -> impl Iterator<Item = String> {
        let known = (0u32..).zip(&self.known);
        let known = known.filter(|(_, known)| known.is_some());
        known.map(|(number, _)| self.paths.path(number))
    }

    /// Every path known, with what is known of it.
    pub(super) fn all(&self) -> impl Iterator<Item = (String, FileRecord)> {
        (0..self.known.len() as u32).filter_map(|number| {
            let record = self.record(number)?;
            Some((self.paths.path(number), record))
        })
    }

    /// What is known of a file.
    pub(super) fn get(&self, path: &str) -> Option<FileRecord> {
        self.record(self.paths.find(path)?)
    }

    fn record(&self, number: u32) -> Option<FileRecord> {
        let known = self.known[number as usize]?;
        let record = FileRecord {
            size: known.size,
            modified: known.modified,
            reading: known.reading,
            stories: known.story.into_iter().collect(),
            ..FileRecord::default()
        };
        let Some(more) = self.more.get(&number) else {
            return Some(record);
        };
        let mut stories = record.stories;
        stories.extend(&more.stories);
        Some(FileRecord {
            stories,
            copies: more.copies.clone(),
            lines: more.lines.clone(),
            partial: more.partial,
            ..record
        })
    }

    /// Whether a story has a home.
    pub(super) fn has(&self, id: &Id) -> bool {
        self.home_of(id).is_some()
    }

    /// The path that a story was read from.
    pub(super) fn home(&self, id: &Id) -> Option<String> {
        self.home_of(id).map(|home| self.paths.path(home))
    }

    fn home_of(&self, id: &Id) -> Option<u32> {
        let is_only = |number: &u32| only(&self.known, *number) == Some(*id);
        let alone = self.homes.find(hash(id), is_only).copied();
        alone.or_else(|| self.shared.get(id).copied())
    }

    /// Whether a path is the one that a story was read from; `None` of a story that has none.
    pub(super) fn is_home(&self, id: &Id, path: &str) -> Option<bool> {
        self.home_of(id).map(|home| self.paths.is(home, path))
    }

    /// The files, other than its home, in which a story stands too, in order.
    pub(super) fn copies(&self, id: &Id) -> Vec<String> {
        let numbers = self.copies.get(id).into_iter().flatten();
        let mut paths: Vec<String> = numbers.map(|number| self.paths.path(*number)).collect();
        paths.sort();
        paths
    }

    /// Notes how a file looked and what it holds, in place of what was known of it.
    pub(super) fn set(&mut self, path: &str, held: Held) {
        let number = self.paths.number(path);
        if (number as usize) < self.known.len() {
            self.detach(number);
        }
        let Held { known, more } = held;
        self.know(number, known);
        self.settle(number);
        self.share(number, &more.stories, &more.copies);
        if !more.is_nothing() {
            self.more.insert(number, more);
        }
    }

    /// Notes more of what a file holds, which is not read to its end.
    pub(super) fn add(&mut self, path: &str, stories: Vec<Id>, copies: Vec<Copy>) {
        let number = self.paths.number(path);
        let known = self.known.get(number as usize).copied().flatten();
        let known = known.unwrap_or(Known {
            size: 0,
            modified: 0,
            reading: Stamp::default(),
            story: None,
        });
        let more = self.more.entry(number).or_default();
        more.partial = true;
        more.stories.splice(0..0, known.story);
        more.stories.extend(&stories);
        more.copies.extend_from_slice(&copies);
        if let Some(only) = known.story
            && self.leave(number, &only)
        {
            self.shared.insert(only, number);
        }
        let known = Known {
            story: None,
            ..known
        };
        self.know(number, known);
        self.share(number, &stories, &copies);
    }

    /// Forgets a file.
    pub(super) fn forget(&mut self, path: &str) {
        let Some(number) = self.paths.find(path) else {
            return;
        };
        self.detach(number);
        if let Some(known) = self.known.get_mut(number as usize) {
            self.len -= usize::from(known.take().is_some());
        }
    }

    fn know(&mut self, number: u32, known: Known) {
        let at = number as usize;
        if self.known.len() <= at {
            self.known.resize(at + 1, None);
        }
        self.len += usize::from(self.known[at].is_none());
        self.known[at] = Some(known);
    }

    /// Makes a file the home of its only story.
    fn settle(&mut self, number: u32) {
        let Some(id) = only(&self.known, number) else {
            return;
        };
        self.shared.remove(&id);
        let known = &self.known;
        let is_only = |other: &u32| only(known, *other) == Some(id);
        let rehash = |other: &u32| only(known, *other).map_or(0, |id| hash(&id));
        *self
            .homes
            .entry(hash(&id), is_only, rehash)
            .or_insert(number)
            .get_mut() = number;
    }

    /// Makes a file the home of stories that it has beside others, and notes its copies.
    fn share(&mut self, number: u32, stories: &[Id], copies: &[Copy]) {
        for id in stories {
            if let Some(home) = self.home_of(id) {
                self.leave(home, id);
            }
            self.shared.insert(*id, number);
        }
        for copy in copies {
            self.copies.entry(copy.id).or_default().insert(number);
        }
    }

    /// Makes a file no longer the home of a story, where it is. Says whether it was.
    fn leave(&mut self, number: u32, id: &Id) -> bool {
        let entry = self.homes.find_entry(hash(id), |other| *other == number);
        match entry {
            Ok(entry) => drop(entry.remove()),
            Err(_) if self.shared.get(id) == Some(&number) => drop(self.shared.remove(id)),
            Err(_) => return false,
        }
        true
    }

    /// Forgets what a path held, where another path has not taken it over.
    fn detach(&mut self, number: u32) {
        if let Some(id) = only(&self.known, number) {
            self.leave(number, &id);
        }
        let Some(more) = self.more.remove(&number) else {
            return;
        };
        for id in &more.stories {
            self.leave(number, id);
        }
        for Copy { id, .. } in &more.copies {
            if let Some(places) = self.copies.get_mut(id) {
                places.remove(&number);
                if places.is_empty() {
                    self.copies.remove(id);
                }
            }
        }
    }
}

/// The only story of a file, where it has one.
fn only(known: &[Option<Known>], number: u32) -> Option<Id> {
    known.get(number as usize).copied().flatten()?.story
}

/// Ids are hashes already.
fn hash(id: &Id) -> u64 {
    FxBuildHasher.hash_one(id)
}

impl More {
    fn is_nothing(&self) -> bool {
        self.stories.is_empty() && self.copies.is_empty() && self.lines.is_empty() && !self.partial
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u8) -> Id {
        Id::read(&format!("1{number:024x}")).unwrap()
    }

    fn record(stories: &[u8], copies: &[u8]) -> FileRecord {
        let copy = |number: &u8| Copy {
            id: id(*number),
            member: String::new(),
        };
        FileRecord {
            size: 7,
            modified: -1,
            reading: Stamp(1),
            stories: stories.iter().map(|number| id(*number)).collect(),
            copies: copies.iter().map(copy).collect(),
            ..FileRecord::default()
        }
    }

    #[test]
    fn what_was_noted_of_a_file_is_given_back_whole() {
        let mut files = Files::default();
        let with_lines = FileRecord {
            lines: vec![KeptLine {
                member: "!/a".into(),
                failed: true,
                reason: "no".into(),
            }],
            reading: Stamp(2),
            ..record(&[4], &[])
        };
        let all = [
            ("a/none", record(&[], &[])),
            ("a/one", record(&[1], &[])),
            ("two", record(&[2, 3], &[1])),
            ("a/lines", with_lines),
        ];
        for _ in 0..2 {
            for (path, record) in &all {
                files.set(path, record.clone().into());
            }
        }
        for (path, record) in &all {
            assert_eq!(files.get(path).as_ref(), Some(record), "{path}");
        }
        assert_eq!(
            files.all().collect::<Vec<_>>(),
            all.map(|(path, it)| (path.into(), it))
        );
        assert_eq!((files.len(), files.stories()), (4, 4));
        assert_eq!(files.copies(&id(1)), ["two"]);
        files.forget("a/one");
        files.forget("unknown");
        assert_eq!((files.len(), files.stories()), (3, 3));
        assert_eq!((files.get("a/one"), files.home(&id(1))), (None, None));
    }

    #[test]
    fn a_story_that_another_file_took_over_stays_when_its_first_one_is_forgotten() {
        let mut files = Files::default();
        files.set("old", record(&[1], &[]).into());
        files.set("new", record(&[1], &[]).into());
        assert_eq!(files.is_home(&id(1), "old"), Some(false));
        files.forget("old");
        assert_eq!(files.is_home(&id(1), "new"), Some(true));
        files.set("new", record(&[2], &[]).into());
        assert_eq!(files.is_home(&id(1), "new"), None);
    }

    #[test]
    fn what_comes_in_parts_comes_behind_what_was_there() {
        let mut files = Files::default();
        for first in [&[][..], &[1], &[1, 2]] {
            files.set("a", record(first, &[]).into());
            files.add("a", vec![id(3)], Vec::new());
            files.add("a", vec![id(4)], record(&[], &[5]).copies);
            let known = files.get("a").unwrap();
            let wanted: Vec<Id> = first
                .iter()
                .chain(&[3, 4])
                .map(|number| id(*number))
                .collect();
            assert_eq!((known.stories, known.partial), (wanted, true));
            assert_eq!(
                (known.size, files.copies(&id(5))),
                (7, vec!["a".to_owned()])
            );
        }
        files.add("b", vec![id(9)], Vec::new());
        assert!(
            files
                .get("b")
                .is_some_and(|known| known.partial && known.stories == [id(9)])
        );
    }
}
