//! Files into the archive: walks, reads, parses and enriches in batches, folds copies, skips what did not change, and
//! reports.

use crate::enrich;
use crate::error::Result;
use crate::facts::Facts;
use crate::read::Wanted;
use crate::story::Story;
use std::path::{Path, PathBuf};

/// How an archive is brought up to date.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Which files are wanted.
    pub wanted: Wanted,
    /// Take out the stories whose files are gone.
    pub prune: bool,
    /// Read and report, write nothing.
    pub dry_run: bool,
    /// Write the archive anew.
    pub rebuild: bool,
    /// Rewrite the data without what was removed.
    pub compact: bool,
    /// What the inference may use.
    pub options: enrich::Options,
}

/// Follows a run. Called from the thread that runs it.
pub trait Progress: Sync {
    /// So many files, with so many bytes, are to be done in all.
    fn found(&self, files: u64, bytes: u64);
    /// So many of them, with so many bytes, are done now.
    fn done(&self, files: u64, bytes: u64);
    /// Whether to keep what is whole, and stop.
    fn stop_requested(&self) -> bool;
    /// A line of the report, as it arises.
    fn note(&self, line: &ReportLine);
}

/// What came of indexing.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct Report {
    /// New stories.
    pub added: u64,
    /// Stories that replaced an earlier form of theirs.
    pub updated: u64,
    /// Stories of files that did not change.
    pub unchanged: u64,
    /// Copies of stories.
    pub duplicates: u64,
    /// Stories taken out because their files are gone.
    pub pruned: u64,
    /// Stories in which no dateline was found.
    pub without_dateline: u64,
    /// Stories that stay out because they were removed for good.
    pub removed_before: u64,
    /// Files that gave no story, each with the reason.
    pub unread: Vec<ReportLine>,
    /// Stories with warnings.
    pub doubtful: u64,
    /// Files whose reading failed.
    pub failed: u64,
    /// Whether it was stopped before its end.
    pub interrupted: bool,
    /// Stories in the archive now.
    pub stories: u64,
    /// Files looked at.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Time taken.
    pub seconds: f64,
}

/// A line of the report.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ReportLine {
    /// The path as the record shows it.
    pub path: String,
    /// `failed`, `unread`, `not a story`, `doubtful` or `removed`.
    pub kind: &'static str,
    /// Why.
    pub reason: String,
}

impl ReportLine {
    /// Reading failed: exit code 3.
    pub const FAILED: &'static str = "failed";
    /// Never opened: a special file.
    pub const UNREAD: &'static str = "unread";
    /// Read, and holds no story.
    pub const NOT_A_STORY: &'static str = "not a story";
}

/// Brings the archive at a place up to date with files and folders.
pub fn index(
    _location: &Path,
    _paths: &[PathBuf],
    _settings: &Settings,
    _progress: &dyn Progress,
    _facts: &Facts,
) -> Result<Report> {
    todo!()
}

/// Takes stories out for good: they stay out when their files are read again.
pub fn remove(_location: &Path, _ids: &[String]) -> Result<Vec<Story>> {
    todo!()
}

/// Rewrites an archive's data without what was removed.
pub fn compact(_location: &Path) -> Result<()> {
    todo!()
}

/// Reads stories without an archive.
pub fn read_stories(
    paths: &[PathBuf],
    wanted: &Wanted,
    options: &enrich::Options,
    facts: &Facts,
    each: &mut dyn FnMut(std::result::Result<Story, ReportLine>),
) -> Result<()> {
    for entry in crate::read::walk(paths, wanted) {
        match entry
            .map_err(unread)
            .and_then(|entry| read_file(&entry, options, facts))
        {
            Ok(stories) => stories.into_iter().for_each(|story| each(Ok(story))),
            Err(line) => each(Err(line)),
        }
    }
    Ok(())
}

fn unread(unread: crate::read::Unread) -> ReportLine {
    ReportLine {
        path: unread.path,
        kind: if unread.failed {
            ReportLine::FAILED
        } else {
            ReportLine::UNREAD
        },
        reason: unread.reason,
    }
}

fn read_file(
    entry: &crate::read::Entry,
    options: &enrich::Options,
    facts: &Facts,
) -> std::result::Result<Vec<Story>, ReportLine> {
    let not_a_story = |reason: String| ReportLine {
        path: entry.path.clone(),
        kind: ReportLine::NOT_A_STORY,
        reason,
    };
    let bytes = crate::read::load(entry).map_err(unread)?;
    let decoded = crate::decode::decode(&bytes).map_err(|why| not_a_story(why.0))?;
    let dispatches = crate::parse::parse(&decoded.text, facts).map_err(|why| not_a_story(why.0))?;
    let several = dispatches.len() > 1;
    let stories = (1..).zip(dispatches).map(|(number, dispatch)| {
        let origin = enrich::Origin {
            path: entry.path.clone(),
            part: several.then_some(number),
            charset: decoded.charset.clone(),
            modified: entry.modified / 1_000_000_000,
        };
        enrich::enrich(dispatch, &origin, options, facts)
    });
    Ok(stories.collect())
}
