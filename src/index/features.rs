//! What is kept of each story to tell which others belong to it: a log of records beside the manifest's. The manifest's
//! note names it and how many of its bytes count. It is read only where stories were added or taken out.
//!
//! A record is its length in two bytes, little-endian, and a story's features, or the id alone of one that is gone.

use super::log::{self, Frame};
use crate::chain::{Id, Traits};
use crate::error::Result;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::io::{self, BufRead, ErrorKind};
use std::path::{Path, PathBuf};

/// How the names of logs begin, and end.
const PREFIX: &str = "features-";
const ENDING: &str = ".bin.zst";

/// So many features are kept in a piece: one of all would be copied as it grows, and takes twice the memory meanwhile.
const PIECE: usize = 1024;

/// What the manifest's note remembers of the log.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub(super) struct Note {
    number: u32,
    bytes: u64,
    /// Stories were added or taken out since they were last linked.
    pub(super) due: bool,
}

/// The log.
#[derive(Default)]
pub(super) struct Features {
    folder: PathBuf,
    pub(super) note: Note,
    /// Records that are not in the file yet.
    pending: Frame,
}

impl Features {
    pub(super) fn open(folder: &Path, note: Note) -> Features {
        Features {
            folder: folder.to_owned(),
            note,
            pending: Frame::default(),
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
    pub(super) fn forget(&mut self, id: &Id) {
        self.add(|out| out.extend(id.bytes()));
        self.note.due = true;
    }

    fn add(&mut self, write: impl Fn(&mut Vec<u8>)) {
        let mut record = vec![0; 2];
        write(&mut record);
        // A record is a few hundred bytes, or a few thousand where it names all that it may.
        let len = u16::try_from(record.len() - 2).unwrap_or(u16::MAX);
        record[..2].copy_from_slice(&len.to_le_bytes());
        self.pending.add(&record);
    }

    /// Makes the log last on disk.
    pub(super) fn save(&mut self) -> Result<()> {
        if !self.pending.is_empty() {
            self.note.bytes = self.pending.append(&self.file(), self.note.bytes)?;
        }
        Ok(())
    }

    /// The features of each story, in pieces and in no order. A log of mostly dead records is written anew under the next number when
    /// it is saved next.
    pub(super) fn load(&mut self) -> Result<Vec<Vec<Traits>>> {
        self.save()?;
        let mut records = Records::default();
        log::read_ahead(&self.file(), self.note.bytes, |log| records.read(log))?;
        let all = records.len + records.gone.len();
        let kept = records.last();
        let live: usize = kept.iter().map(Vec::len).sum();
        if all > 2 * live + 1000 {
            let Note { number, due, .. } = self.note;
            self.note = Note {
                number: number + 1,
                ..Note::default()
            };
            kept.iter().flatten().for_each(|traits| self.set(traits));
            self.note.due = due;
        }
        Ok(kept)
    }

    /// Whether a file of the folder is a log that no longer counts.
    pub(super) fn is_old(&self, file: &Path) -> bool {
        log::is_named(file, PREFIX, ENDING) && file != self.file()
    }
}

/// Records, as a log has them.
#[derive(Default)]
struct Records {
    /// Features, in their order.
    pieces: Vec<Vec<Traits>>,
    /// How many they are.
    len: usize,
    /// The stories that are gone, each with the number of the features that were read before.
    gone: FxHashMap<Id, usize>,
}

impl Records {
    fn read(&mut self, log: &mut dyn BufRead) -> io::Result<()> {
        let broken = || io::Error::new(ErrorKind::InvalidData, "a record of it is no record");
        let mut record = Vec::new();
        while !log.fill_buf()?.is_empty() {
            let mut len = [0; 2];
            log.read_exact(&mut len)?;
            record.resize(usize::from(u16::from_le_bytes(len)), 0);
            log.read_exact(&mut record)?;
            match Id::from_bytes(&record) {
                Some(id) => drop(self.gone.insert(id, self.len)),
                None => self.add(Traits::read(&record).ok_or_else(broken)?),
            }
        }
        Ok(())
    }

    fn add(&mut self, traits: Traits) {
        match self.pieces.last_mut().filter(|piece| piece.len() < PIECE) {
            Some(piece) => piece.push(traits),
            None => {
                let mut piece = Vec::with_capacity(PIECE);
                piece.push(traits);
                self.pieces.push(piece);
            }
        }
        self.len += 1;
    }

    /// What was said of each story last, where that is not that it is gone. Nothing is copied: there may be millions.
    fn last(self) -> Vec<Vec<Traits>> {
        let Records {
            mut pieces,
            len,
            gone,
        } = self;
        let ids = pieces.iter().flatten().map(Traits::id);
        let mut order: Vec<(Id, u32)> = ids.zip(0..).collect();
        order.par_sort_unstable();
        let mut counts = vec![false; len];
        for same in order.chunk_by(|one, other| one.0 == other.0) {
            if let Some((id, last)) = same.last() {
                let last = *last as usize;
                counts[last] = gone.get(id).is_none_or(|&before| before <= last);
            }
        }
        drop(order);
        let mut counts = counts.into_iter();
        for piece in &mut pieces {
            piece.retain(|_| counts.next().unwrap_or_default());
        }
        pieces
    }
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

    fn sorted(pieces: Vec<Vec<Traits>>) -> Vec<Traits> {
        let mut traits = pieces.concat();
        traits.sort_by_key(Traits::id);
        traits
    }

    #[test]
    fn the_last_that_was_said_of_a_story_counts_and_what_no_commit_names_does_not() {
        let folder = tempfile::tempdir().unwrap();
        let mut log = Features::open(folder.path(), Note::default());
        log.set(&traits(2, "Kites"));
        log.set(&traits(1, "Ferries"));
        log.set(&traits(2, "Kites again"));
        log.set(&traits(3, "Gardens"));
        log.forget(&traits(3, "").id());
        log.save().unwrap();
        let note = log.note;
        log.set(&traits(4, "Lost"));
        log.save().unwrap();
        let mut again = Features::open(folder.path(), note);
        let wanted = [traits(1, "Ferries"), traits(2, "Kites again")];
        assert_eq!(sorted(again.load().unwrap()), wanted);
        again.set(&traits(5, "Trams"));
        again.save().unwrap();
        assert_eq!(again.load().unwrap().concat().len(), 3);
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
                        log.forget(&next.id());
                        log.set(next);
                    }
                }
                log.save().unwrap();
                note = log.note;
                chain::link(log.load().unwrap().iter().flatten());
            }
            let found = Features::open(folder.path(), note).load().unwrap();
            assert_eq!(chain::link(found.iter().flatten()), wanted);
        }
    }

    #[test]
    fn a_log_of_mostly_dead_records_is_written_anew() {
        let folder = tempfile::tempdir().unwrap();
        let mut log = Features::open(folder.path(), Note::default());
        (0..1500).for_each(|_| log.set(&traits(1, "Kites")));
        log.save().unwrap();
        let old = log.file();
        assert_eq!(log.load().unwrap().concat().len(), 1);
        log.save().unwrap();
        assert!(log.is_old(&old) && log.note.bytes < 1000);
        assert_eq!(log.load().unwrap().concat(), [traits(1, "Kites")]);
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
