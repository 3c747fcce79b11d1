//! What is kept of each story to tell which others belong to it: a log of records beside the manifest's. The manifest's
//! note names it and how many of its bytes count. It is read only where stories were added or taken out.
//!
//! A record is its length in two bytes, little-endian, and a story's features, or the id alone of one that is gone.

use super::{damaged, log};
use crate::chain::{Id, Traits};
use crate::error::Result;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// How the names of logs begin, and end.
const PREFIX: &str = "features-";
const ENDING: &str = ".bin.zst";

/// What the manifest's note remembers of the log.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub(super) struct Note {
    number: u32,
    bytes: u64,
    /// Stories were added or taken out since they were last linked.
    pub(super) due: bool,
}

/// The log.
#[derive(Debug, Default)]
pub(super) struct Features {
    folder: PathBuf,
    pub(super) note: Note,
    pending: Vec<u8>,
}

impl Features {
    pub(super) fn open(folder: &Path, note: Note) -> Features {
        Features {
            folder: folder.to_owned(),
            note,
            pending: Vec::new(),
        }
    }

    fn file(&self) -> PathBuf {
        self.folder
            .join(format!("{PREFIX}{}{ENDING}", self.note.number))
    }

    /// Notes a story's features, in place of those that it had.
    pub(super) fn set(&mut self, traits: &Traits) {
        self.add(|out| traits.write(out));
        self.note.due = true;
    }

    /// Forgets a story's.
    pub(super) fn forget(&mut self, id: &str) {
        if let Some(id) = Id::read(id) {
            self.add(|out| out.extend(id.bytes()));
            self.note.due = true;
        }
    }

    fn add(&mut self, write: impl Fn(&mut Vec<u8>)) {
        let start = self.pending.len();
        self.pending.extend([0; 2]);
        write(&mut self.pending);
        let len = self.pending.len() - start - 2;
        // A record is a few hundred bytes, or a few thousand where it names all that it may.
        let len = u16::try_from(len).unwrap_or(u16::MAX).to_le_bytes();
        self.pending[start..start + 2].copy_from_slice(&len);
    }

    /// Makes the log last on disk.
    pub(super) fn save(&mut self) -> Result<()> {
        if self.pending.is_empty() {
            return Ok(());
        }
        self.note.bytes = log::append(&self.file(), self.note.bytes, &self.pending)?;
        self.pending.clear();
        Ok(())
    }

    /// The features of each story, in order of their ids. A log of mostly dead records is written anew under the next
    /// number when it is saved next.
    pub(super) fn load(&mut self) -> Result<Vec<Traits>> {
        let path = self.file();
        let counted = log::read(&path, self.note.bytes)?;
        let mut records: Vec<(Id, Option<Traits>)> = Vec::new();
        for part in [&counted, &self.pending] {
            read(part, &mut records)
                .ok_or_else(|| damaged(&path, "a record of it is no record"))?;
        }
        let all = records.len();
        // The sort keeps the order of the records of a story: the last one counts.
        records.sort_by_key(|(id, _)| *id);
        let mut kept: Vec<Traits> = Vec::with_capacity(all);
        for same in records.chunk_by_mut(|one, other| one.0 == other.0) {
            kept.extend(same.last_mut().and_then(|(_, traits)| traits.take()));
        }
        if all > 2 * kept.len() + 1000 {
            self.note.number += 1;
            self.note.bytes = 0;
            self.pending.clear();
            let due = self.note.due;
            kept.iter().for_each(|traits| self.set(traits));
            self.note.due = due;
        }
        Ok(kept)
    }

    /// Whether a file of the folder is a log that no longer counts.
    pub(super) fn is_old(&self, file: &Path) -> bool {
        let name = file.file_name().and_then(|name| name.to_str());
        name.is_some_and(|name| name.starts_with(PREFIX) && name.ends_with(ENDING))
            && file != self.file()
    }
}

/// Reads records; `None` where the bytes are none.
fn read(mut bytes: &[u8], records: &mut Vec<(Id, Option<Traits>)>) -> Option<()> {
    while let Some((len, rest)) = bytes.split_first_chunk::<2>() {
        let (record, rest) = rest.split_at_checked(usize::from(u16::from_le_bytes(*len)))?;
        bytes = rest;
        records.push(match Id::from_bytes(record) {
            Some(id) => (id, None),
            None => {
                let traits = Traits::read(record)?;
                (traits.id(), Some(traits))
            }
        });
    }
    bytes.is_empty().then_some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain;
    use crate::story::{DateFrom, Story, When};
    use std::fs::File;

    fn traits(number: u32, headline: &str) -> Traits {
        let story = Story {
            id: format!("1{number:024x}"),
            headline: Some(headline.into()),
            ..Story::default()
        };
        Traits::of(&story).unwrap()
    }

    #[test]
    fn the_last_that_was_said_of_a_story_counts_and_what_no_commit_names_does_not() {
        let folder = tempfile::tempdir().unwrap();
        let mut log = Features::open(folder.path(), Note::default());
        log.set(&traits(2, "Kites"));
        log.set(&traits(1, "Ferries"));
        log.set(&traits(2, "Kites again"));
        log.set(&traits(3, "Gardens"));
        log.forget(&traits(3, "").id().to_string());
        log.save().unwrap();
        let note = log.note;
        log.set(&traits(4, "Lost"));
        log.save().unwrap();
        let mut again = Features::open(folder.path(), note);
        let wanted = [traits(1, "Ferries"), traits(2, "Kites again")];
        assert_eq!(again.load().unwrap(), wanted);
        again.set(&traits(5, "Trams"));
        again.save().unwrap();
        assert_eq!(again.load().unwrap().len(), 3);
    }

    #[test]
    fn stories_that_come_in_any_order_and_in_any_runs_are_linked_as_if_they_came_at_once() {
        let all: Vec<Traits> = (0..60)
            .map(|number| {
                let mut story = Story {
                    id: format!("1{number:024x}"),
                    headline: Some(format!("Museum {} shows twelve kites again", number / 3)),
                    agency: Some("ap".into()),
                    paragraphs: vec![format!(
                        "Kites number{} fly over the river in spring.",
                        number / 3
                    )],
                    ..Story::default()
                };
                let day = When::day(2020, 11, 1 + number % 3).unwrap();
                story.set_date(day, DateFrom::Field);
                Traits::of(&story).unwrap()
            })
            .collect();
        let wanted = chain::link(all.iter());
        assert!(!wanted.places.is_empty());
        let mut seed = 7_u64;
        let mut random = |end: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (seed >> 33) as usize % end
        };
        for _ in 0..20 {
            let folder = tempfile::tempdir().unwrap();
            let mut note = Note::default();
            let mut left: Vec<&Traits> = all.iter().collect();
            while !left.is_empty() {
                let mut log = Features::open(folder.path(), note);
                for _ in 0..=random(left.len()) {
                    let next = left.swap_remove(random(left.len()));
                    log.set(next);
                    if random(4) == 0 {
                        log.forget(&next.id().to_string());
                        log.set(next);
                    }
                }
                log.save().unwrap();
                note = log.note;
                chain::link(log.load().unwrap().iter());
            }
            let found = Features::open(folder.path(), note).load().unwrap();
            assert_eq!(chain::link(found.iter()), wanted);
        }
    }

    #[test]
    fn a_log_of_mostly_dead_records_is_written_anew() {
        let folder = tempfile::tempdir().unwrap();
        let mut log = Features::open(folder.path(), Note::default());
        (0..1500).for_each(|_| log.set(&traits(1, "Kites")));
        log.save().unwrap();
        let old = log.file();
        assert_eq!(log.load().unwrap().len(), 1);
        log.save().unwrap();
        assert!(log.is_old(&old) && log.note.bytes < 1000);
        assert_eq!(log.load().unwrap(), [traits(1, "Kites")]);
    }

    #[test]
    fn a_log_shorter_than_its_commit_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let mut log = Features::open(folder.path(), Note::default());
        log.set(&traits(1, "Kites"));
        log.save().unwrap();
        let file = File::options().write(true).open(log.file()).unwrap();
        file.set_len(3).unwrap();
        assert!(log.load().is_err());
    }
}
