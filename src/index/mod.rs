//! Files into the archive: walks, reads, parses and enriches in batches, folds copies, skips what did not change, and
//! reports.
//!
//! What the walk knows of files (`manifest`) and the stories themselves are one commit: a run that is killed is
//! taken up where the last commit left it, and neither loses nor doubles a story.

mod folders;
mod manifest;
mod report;
mod run;
mod shapes;

pub use report::{Progress, Report, ReportLine};
pub use shapes::{HeaderShape, Headers, Shapes};

use crate::engine::{self, Mode, Writer};
use crate::enrich::{self, Origin};
use crate::error::{Error, Result};
use crate::facts::Facts;
use crate::read::{self, Entry, Wanted};
use crate::story::Story;
use crate::{decode, parse};
use folders::Folders;
use manifest::Manifest;
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Version of reading: a file is read again when this, the tables, or the options changed.
///
/// History: 1: plain text and crawl files. 2: conventions, dates, marks and places of two hundred agencies.
pub const READING_VERSION: u32 = 2;

/// How many files are read at once, and how many bytes of them; bounds the memory of a run.
const BATCH_FILES: usize = 256;
const BATCH_BYTES: u64 = 32 << 20;

/// A run commits what it has after so long: what a kill can cost.
pub const COMMIT_EVERY: Duration = Duration::from_secs(5);

/// What a run is to do.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Which files.
    pub wanted: Wanted,
    /// Drop stories whose files are gone.
    pub prune: bool,
    /// Only say what would happen.
    pub dry_run: bool,
    /// Write the archive anew.
    pub rebuild: bool,
    /// Rewrite the data into as few pieces as possible at the end.
    pub compact: bool,
    /// Commit after so long; [`COMMIT_EVERY`] where it is not said.
    pub commit_every: Option<Duration>,
    /// What the inference of dates may use.
    pub options: enrich::Options,
}

/// Indexes files and folders into the archive at a place, which is made where there is none.
pub fn index(
    location: &Path,
    paths: &[PathBuf],
    settings: &Settings,
    progress: &dyn Progress,
    facts: &Facts,
) -> Result<Report> {
    let reading = reading_version(&settings.options, facts);
    if settings.dry_run {
        return run::dry(location, paths, settings, progress, facts, &reading);
    }
    let mode = if settings.rebuild {
        Mode::Rebuild
    } else {
        Mode::Update
    };
    let mut writer = engine::open_for_writing(location, mode)?;
    let mut manifest = Manifest::open(writer.folder(), writer.note()?.as_deref())?;
    if let Some(previous) = writer.previous_folder() {
        manifest.keep_out(manifest::removed_in(previous)?);
    }
    if manifest.is_purge_due() {
        purge(writer.as_mut(), &mut manifest)?;
    }
    let report = run::Run::new(
        writer.as_mut(),
        &mut manifest,
        settings,
        progress,
        facts,
        &reading,
    )
    .whole(paths)?;
    if settings.compact {
        writer.compact()?;
    }
    if !(report.interrupted && settings.rebuild) {
        writer.finish()?;
    }
    Ok(report)
}

/// Shortest beginning of an id by which a story may be removed.
pub const SHORTEST_ID: usize = 8;

/// Takes stories out for good, by their ids: they stay out when their files are read again. Returns them.
///
/// Their text is out of the archive's files when this returns, or else the next run that writes takes it out. Single
/// words of theirs stay in the list of word forms until the archive is rebuilt.
pub fn remove(location: &Path, ids: &[String]) -> Result<Vec<Story>> {
    let stories = {
        let searcher = engine::open(location)?;
        let one = |id: &String| story_to_remove(searcher.as_ref(), id);
        ids.iter().map(one).collect::<Result<Vec<_>>>()?
    };
    let mut writer = engine::open_for_writing(location, Mode::Update)?;
    let mut manifest = Manifest::open(writer.folder(), writer.note()?.as_deref())?;
    for story in &stories {
        writer.remove(&story.id)?;
        story
            .also_at
            .iter()
            .try_for_each(|path| writer.remove_copies(path))?;
    }
    manifest.keep_out(stories.iter().map(|story| story.id.clone()));
    manifest.set_purge_due(true);
    commit(writer.as_mut(), &mut manifest)?;
    purge(writer.as_mut(), &mut manifest)?;
    writer.finish()?;
    Ok(stories)
}

/// The one story of an id. Nothing less than most of an id will do: what is removed cannot be had back.
fn story_to_remove(searcher: &dyn engine::Searcher, id: &str) -> Result<Story> {
    if id.len() < SHORTEST_ID {
        return Err(Error::Usage {
            message: format!("{id} is too short for the id of a story to remove"),
            hint: Some(format!("give at least {SHORTEST_ID} digits of it")),
        });
    }
    match <[Story; 1]>::try_from(searcher.stories(id, 2)?) {
        Ok([story]) => Ok(story),
        Err(stories) if stories.is_empty() => {
            Err(Error::NoStory(format!("no story has the id {id}")))
        }
        Err(_) => Err(Error::NoStory(format!(
            "several stories have ids that begin with {id}"
        ))),
    }
}

/// Takes what was removed for good out of the data files: deleting only marks it.
fn purge(writer: &mut dyn Writer, manifest: &mut Manifest) -> Result<()> {
    writer.compact()?;
    manifest.set_purge_due(false);
    commit(writer, manifest)
}

/// Rewrites an archive's data into as few pieces as it can.
pub fn compact(location: &Path) -> Result<()> {
    engine::open(location)?;
    let mut writer = engine::open_for_writing(location, Mode::Update)?;
    writer.compact()?;
    writer.finish()
}

/// Reads files as `index` would, without an archive, and hands each story or reason on, in order.
pub fn read_stories(
    paths: &[PathBuf],
    wanted: &Wanted,
    options: &enrich::Options,
    facts: &Facts,
    each: &mut dyn FnMut(std::result::Result<Story, ReportLine>),
) -> Result<()> {
    let folders = Folders::default();
    let mut walk = read::walk(paths, wanted).peekable();
    while walk.peek().is_some() {
        let (entries, unread) = next_batch(&mut walk);
        unread.into_iter().for_each(|line| each(Err(line)));
        let read: Vec<_> = entries
            .par_iter()
            .map(|entry| read_file(entry, options, facts, &folders))
            .collect();
        for result in read {
            match result {
                Ok(items) => items.into_iter().for_each(&mut *each),
                Err(line) => each(Err(line)),
            }
        }
    }
    Ok(())
}

/// The next files of a walk, as many as one batch may hold, and what could not be walked.
fn next_batch(
    walk: &mut dyn Iterator<Item = std::result::Result<Entry, read::Unread>>,
) -> (Vec<Entry>, Vec<ReportLine>) {
    let (mut entries, mut unread, mut bytes) = (Vec::new(), Vec::new(), 0);
    while entries.len() < BATCH_FILES && bytes < BATCH_BYTES {
        match walk.next() {
            Some(Ok(entry)) => {
                bytes += entry.size;
                entries.push(entry);
            }
            Some(Err(error)) => unread.push(ReportLine::unread(error)),
            None => break,
        }
    }
    (entries, unread)
}

/// What an item of a file was read as: a story, or a line of the report.
type Item = std::result::Result<Story, ReportLine>;

/// The items of a file, or why there are none. Whatever the file holds, this returns.
fn read_file(
    entry: &Entry,
    options: &enrich::Options,
    facts: &Facts,
    folders: &Folders,
) -> std::result::Result<Vec<Item>, ReportLine> {
    let reading = std::panic::AssertUnwindSafe(|| read_file_inner(entry, options, facts, folders));
    std::panic::catch_unwind(reading).unwrap_or_else(|_| {
        let reason =
            "the reader failed on it; this is a defect of the program, please report it".to_owned();
        Err(ReportLine {
            path: entry.path.clone(),
            kind: ReportLine::FAILED,
            reason,
        })
    })
}

fn read_file_inner(
    entry: &Entry,
    options: &enrich::Options,
    facts: &Facts,
    folders: &Folders,
) -> std::result::Result<Vec<Item>, ReportLine> {
    let no_story = |reason: String| ReportLine {
        path: entry.path.clone(),
        kind: ReportLine::NOT_A_STORY,
        reason,
    };
    let bytes = read::load(entry).map_err(ReportLine::unread)?;
    let decoded = decode::decode(&bytes, &decode::Hints::default())
        .map_err(|decode::NotText(reason)| no_story(reason))?;
    let context = parse::Context {
        bytes: &bytes,
        ..parse::Context::new(facts)
    };
    let items = parse::parse(&decoded.text, &context);
    let several = items.len() > 1;
    let dispatches = || items.iter().flatten();
    let siblings = several.then(|| dispatches().filter_map(enrich::printed_whole).collect());
    let neighbours = siblings.and_then(enrich::middle);
    let is_part = dispatches().count() > 1;
    let mut number = 0;
    let read = items.into_iter().map(|item| {
        let mut dispatch = item.map_err(|parse::NotAStory(reason)| no_story(reason))?;
        number += 1;
        dispatch
            .warnings
            .splice(0..0, decoded.warnings.iter().cloned());
        let mut origin = Origin {
            path: entry.path.clone(),
            part: is_part.then_some(number),
            charset: decoded.charset.clone(),
            charset_from: decoded.from.name(),
            charset_confidence: decoded.confidence,
            modified: entry.modified.div_euclid(1_000_000_000),
            neighbours,
            same_minute: 0,
        };
        if enrich::needs_folder(&dispatch, &origin, options, &facts.calendar) {
            let folder = folders.of(entry, facts);
            origin.neighbours = neighbours.or(folder.middle);
            origin.same_minute = folder.same_minute(origin.modified);
        }
        Ok(enrich::enrich(dispatch, &origin, options, facts))
    });
    Ok(read.collect())
}

/// Everything that a file's reading depends on besides the file.
fn reading_version(options: &enrich::Options, facts: &Facts) -> String {
    let allowed = (options.trust_mtime, options.assume_year);
    let all = format!("{READING_VERSION} {} {allowed:?}", facts.version());
    blake3::hash(all.as_bytes()).to_hex()[..8].to_owned()
}

/// Writes the manifest and the stories as one commit.
fn commit(writer: &mut dyn Writer, manifest: &mut Manifest) -> Result<()> {
    let note = manifest.save()?;
    writer.commit(&note)
}

/// An error about a file of the archive's own.
fn damaged(path: &Path, reason: impl std::fmt::Display) -> Error {
    Error::Engine {
        path: path.to_owned(),
        reason: reason.to_string(),
    }
}
