//! What one file holds, as it is put into the archive: item by item, so that a file of any length may be committed in
//! its middle.

use super::ReportLine;
use super::manifest::{Copy, FileRecord, KeptLine};
use super::reading::Stamp;
use crate::chain::Id;
use crate::read::Entry;
use rustc_hash::FxHashMap;

/// How many lines about one file are kept to be said again.
const LINES: usize = 10_000;

/// A file on its way into the archive.
pub(super) struct Intake<'a> {
    pub(super) entry: &'a Entry,
    /// What the archive held of it before.
    pub(super) known: Option<FileRecord>,
    /// What it holds so far.
    pub(super) record: FileRecord,
    /// How many of the record's stories and copies the manifest knows already; `None` before anything was kept.
    noted: Option<(usize, usize)>,
    /// The stories met in it, each with the number of the member where it was met last.
    met: FxHashMap<Id, u32>,
    /// The member that is read, and its number.
    member: (String, u32),
}

/// Where a story stands that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Met {
    /// Not met in this file yet.
    New,
    /// In another member of the file too.
    Elsewhere,
    /// In the same file or member too.
    Here,
}

impl<'a> Intake<'a> {
    pub(super) fn new(entry: &'a Entry, reading: Stamp, known: Option<FileRecord>) -> Intake<'a> {
        let record = FileRecord {
            size: entry.size,
            modified: entry.modified,
            reading,
            ..FileRecord::default()
        };
        Intake {
            entry,
            known,
            record,
            noted: None,
            met: FxHashMap::default(),
            member: (String::new(), 0),
        }
    }

    /// Notes that a story stands at a path in this file, and says whether it was met before.
    pub(super) fn meet(&mut self, id: Id, path: &str) -> Met {
        if self.member.0 != path {
            self.member = (path.to_owned(), self.member.1 + 1);
        }
        let here = self.member.1;
        match self.met.insert(id, here) {
            None => Met::New,
            Some(member) if member == here => Met::Here,
            Some(_) => Met::Elsewhere,
        }
    }

    /// Whether a story was met in this file.
    pub(super) fn has(&self, id: &Id) -> bool {
        self.met.contains_key(id)
    }

    /// A copy that stands at a path in this file.
    pub(super) fn copy(&mut self, id: Id, path: &str) {
        self.record.copies.push(Copy {
            id,
            member: self.below(path),
        });
    }

    /// Keeps a line of the report, to be said again while the file stays as it is.
    pub(super) fn line(&mut self, line: &ReportLine) {
        if self.record.lines.len() < LINES {
            self.record.lines.push(KeptLine {
                member: self.below(&line.path),
                failed: line.kind == ReportLine::FAILED,
                reason: line.reason.clone(),
            });
        }
    }

    /// What follows the file's own path in that of a member.
    fn below(&self, path: &str) -> String {
        let below = path.strip_prefix(&self.entry.path);
        below.unwrap_or_default().to_owned()
    }

    /// What the manifest does not know yet; everything is known after that.
    pub(super) fn news(&mut self) -> News {
        let (stories, copies) = self.noted.unwrap_or_default();
        let news = match self.noted {
            None => News::All(FileRecord {
                stories: self.with_known(),
                partial: true,
                ..self.record.clone()
            }),
            Some(_) => News::More(
                self.record.stories[stories..].to_vec(),
                self.record.copies[copies..].to_vec(),
            ),
        };
        self.noted = Some((self.record.stories.len(), self.record.copies.len()));
        news
    }

    /// The stories that it holds, and those that it held and may still hold.
    pub(super) fn with_known(&self) -> Vec<Id> {
        let known = self.known.iter().flat_map(|known| &known.stories);
        let known = known.filter(|id| !self.has(id));
        self.record.stories.iter().chain(known).copied().collect()
    }
}

/// What the manifest is to note of a file in its middle.
pub(super) enum News {
    /// Everything so far.
    All(FileRecord),
    /// What came since.
    More(Vec<Id>, Vec<Copy>),
}
