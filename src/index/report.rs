//! What a run tells: while it goes on, and at its end.

use super::shapes::Headers;
use crate::read::Unread;
use serde::Serialize;

/// Follows a run. Called from the thread that runs it.
pub trait Progress: Sync {
    /// So many files, with so many bytes, are to be done in all.
    fn found(&self, files: u64, bytes: u64);

    /// So many of them, with so many bytes, are done now.
    fn done(&self, files: u64, bytes: u64);

    /// Whether the run should end as soon as what was read is kept.
    fn stop_requested(&self) -> bool;

    /// A line of the report, as soon as it is known.
    fn note(&self, line: &ReportLine);
}

/// One file that was not read, or was doubtful, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReportLine {
    /// The path in the record.
    pub path: String,
    /// `failed`, `unread`, `not a story`, `doubtful` or `removed`.
    pub kind: &'static str,
    /// The reason, with the evidence.
    pub reason: String,
}

impl ReportLine {
    /// Reading failed: exit code 3.
    pub const FAILED: &'static str = "failed";
    /// Never opened: a special file, or one that does not fit a limit of reading.
    pub const UNREAD: &'static str = "unread";
    /// Read, and holds no story.
    pub const NOT_A_STORY: &'static str = "not a story";
    /// Read, with a doubt.
    pub const DOUBTFUL: &'static str = "doubtful";
    /// Read, and kept out because it was removed for good.
    pub const REMOVED: &'static str = "removed";

    /// The line of a file that could not be read.
    pub(super) fn unread(error: Unread) -> ReportLine {
        let kind = if error.failed {
            ReportLine::FAILED
        } else {
            ReportLine::UNREAD
        };
        ReportLine {
            path: error.path,
            kind,
            reason: error.reason,
        }
    }
}

/// What a run did.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Report {
    /// Stories that are new.
    pub added: u64,
    /// Stories of files that changed, or that are now read differently.
    pub updated: u64,
    /// Files that did not change since they were read.
    pub unchanged: u64,
    /// Stories that stand somewhere else already, word for word.
    pub duplicates: u64,
    /// Stories dropped because their files are gone.
    pub pruned: u64,
    /// Stories read without a dateline.
    pub without_dateline: u64,
    /// Stories kept out because they were removed for good.
    pub removed_before: u64,
    /// The headers of the stories read that were not understood, ranked.
    pub headers: Headers,
    /// Files that hold no story or were not read, each with its reason.
    pub unread: Vec<ReportLine>,
    /// Stories with a doubt.
    pub doubtful: u64,
    /// Files that could not be read: exit code 3.
    pub failed: u64,
    /// Whether the run was stopped before its end.
    pub interrupted: bool,
    /// Stories in the archive now.
    pub stories: u64,
    /// Files looked at.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// How long it took.
    pub seconds: f64,
}
