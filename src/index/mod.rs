//! Files into the archive: walks, reads, cuts, parses and enriches in batches, folds copies, skips what did not change, and
//! reports.
//!
//! What the walk knows of files (`manifest`) and the stories themselves are one commit: a run that is killed is
//! taken up where the last commit left it, and neither loses nor doubles a story.

mod base;
mod dry;
mod features;
mod folders;
mod intake;
mod items;
mod links;
mod log;
mod manifest;
mod pieces;
mod reading;
mod report;
mod run;
mod seen;
mod shapes;
mod versions;

pub use reading::{READING_VERSION, Reading};
pub use report::{Form, Progress, Report, ReportLine};
pub use shapes::{HeaderShape, Headers, Shapes};

use crate::chain::{self, Chains, Doubt, Id};
use crate::engine::{self, Memory, Mode, Writer};
use crate::error::{Error, Result};
use crate::facts::Facts;
use crate::read::{self, Entry};
use crate::story::Story;
use items::{BATCH_FILES, Outcome, Reader};
use manifest::Manifest;
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

/// A run commits what it has after so long at least: what a kill can cost.
pub const COMMIT_EVERY: Duration = Duration::from_secs(10);

/// Bytes that a story takes while stories are linked, about.
const LINKED: u64 = 250;

/// And what is known of its file.
const KNOWN: u64 = 150;

/// A long run commits when this part of it has gone by: each commit makes pieces of the index that have to be merged.
const PART_OF_RUN: u32 = 8;

/// What a run is to do.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Which files, and how they are read.
    pub reading: Reading,
    /// Drop stories whose files are gone.
    pub prune: bool,
    /// Only say what would happen.
    pub dry_run: bool,
    /// Write the archive anew.
    pub rebuild: bool,
    /// Rewrite the data into as few pieces as possible at the end.
    pub compact: bool,
    /// Commit after so long; where it is not said, after [`COMMIT_EVERY`], and seldomer in a long run.
    pub commit_every: Option<Duration>,
    /// The folder that relative paths are meant from, where it matters that another run means them from another.
    pub base: Option<PathBuf>,
    /// How much memory the run may take.
    pub memory: Memory,
}

/// Indexes files and folders into the archive at a place, which is made where there is none.
pub fn index(
    location: &Path,
    paths: &[PathBuf],
    settings: &Settings,
    progress: &dyn Progress,
    facts: &Facts,
) -> Result<Report> {
    let started = Instant::now();
    let reading = settings.reading.version(facts);
    if settings.dry_run {
        return dry::run(location, paths, settings, progress, facts, reading);
    }
    let mode = if settings.rebuild {
        Mode::Rebuild
    } else {
        Mode::Update
    };
    let mut writer = engine::open_for_writing_within(location, mode, settings.memory)?;
    let mut manifest = Manifest::open(writer.folder(), writer.note()?.as_deref())?;
    let previous = writer.previous_folder().map(Path::to_owned);
    let here = settings.base.as_deref().filter(|_| base::is_needed(paths));
    if let Some(previous) = &previous {
        let (held, before) = manifest::paths_in(previous)?;
        refuse_to_forget(&held, paths, settings)?;
        if let Some(here) = here.filter(|_| !settings.prune) {
            base::check(location, before.as_deref(), here, held.iter().cloned())?;
        }
        for (id, version) in manifest::removed_in(previous)? {
            version
                .into_iter()
                .for_each(|version| manifest.set_version(id, version));
            manifest.keep_out([id]);
        }
    }
    if let Some(here) = here {
        base::check(location, manifest.base(), here, manifest.paths())?;
        manifest.set_base(&read::shown(here.as_os_str()));
    }
    if manifest.is_purge_due() {
        purge(writer.as_mut(), &mut manifest)?;
    }
    let mut report = run::Run::new(
        writer.as_mut(),
        &mut manifest,
        settings,
        progress,
        facts,
        reading,
    )
    .whole(paths)?;
    // Merging takes memory, and nobody asks any more what is known of files.
    drop(manifest);
    match settings.compact {
        true => writer.compact()?,
        // Who stopped it wants no more of it.
        false if report.interrupted => {}
        false => writer.gather()?,
    }
    report.seconds = started.elapsed().as_secs_f64();
    if report.interrupted && settings.rebuild {
        return Ok(report);
    }
    if report.stories == 0 && previous.is_some() {
        return Err(Error::Usage {
            message: "no story was read: the archive stays as it was".into(),
            hint: Some(
                "see that the folders are the right ones, and that their disk is there".into(),
            ),
        });
    }
    writer.finish()?;
    Ok(report)
}

/// Refuses to write an archive anew from less than it was made of, unless that is meant.
fn refuse_to_forget(held: &BTreeSet<String>, paths: &[PathBuf], settings: &Settings) -> Result<()> {
    let roots: Vec<PathBuf> = paths.iter().map(|path| read::tidy(path)).collect();
    let is_named = |path: &&String| {
        let file = PathBuf::from(read::unshown(path));
        roots
            .iter()
            .any(|root| root == Path::new(".") && file.is_relative() || file.starts_with(root))
    };
    let mut others = held.iter().filter(|path| !is_named(path));
    let Some(first) = others.next().filter(|_| !settings.prune) else {
        return Ok(());
    };
    let first = match first.as_str() {
        read::STDIN => "what came from standard input",
        first => first,
    };
    Err(Error::Usage {
        message: format!(
            "the archive also holds what is not in the folders named ({first}, and {} more): written anew it would not",
            others.count()
        ),
        hint: Some("name all its folders, or add --prune to leave out the others".into()),
    })
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
        if let Some(id) = Id::read(&story.id) {
            manifest.forget_features(&id);
            manifest.keep_out([id]);
        }
        story
            .also_at
            .iter()
            .try_for_each(|path| writer.remove_copies(path))?;
    }
    manifest.set_purge_due(true);
    commit(writer.as_mut(), &mut manifest)?;
    link(writer.as_mut(), &mut manifest, Memory::default())?;
    settle(writer.as_mut(), &mut manifest)?;
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
    reading: &Reading,
    facts: &Facts,
    each: &mut dyn FnMut(std::result::Result<Story, ReportLine>),
) -> Result<()> {
    let reader = Reader::new(reading, facts, Memory::default());
    let mut walk = read::walk(paths, &reading.wanted).peekable();
    while walk.peek().is_some() {
        let (entries, unread) = next_batch(&mut walk, reader.batch);
        unread.into_iter().for_each(|line| each(Err(line)));
        for (entry, outcome) in entries.iter().zip(reader.batch::<Story>(&entries)) {
            let failed = match outcome {
                Outcome::Read(items, failed) => {
                    items.into_iter().for_each(&mut *each);
                    failed
                }
                Outcome::Long => {
                    let mut each = |item| {
                        each(item);
                        ControlFlow::Continue(())
                    };
                    reader.long(entry, &mut each).err()
                }
            };
            if let Some(unread) = failed {
                each(Err(ReportLine::unread(unread)));
            }
        }
    }
    Ok(())
}

/// The next files of a walk, as many as one batch of so many bytes may hold, and what could not be walked.
fn next_batch(
    walk: &mut dyn Iterator<Item = std::result::Result<Entry, read::Unread>>,
    batch: u64,
) -> (Vec<Entry>, Vec<ReportLine>) {
    let (mut entries, mut unread, mut bytes) = (Vec::new(), Vec::new(), 0);
    while entries.len() < BATCH_FILES && bytes < batch {
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

/// Writes the manifest and the stories as one commit.
fn commit(writer: &mut dyn Writer, manifest: &mut Manifest) -> Result<()> {
    let note = manifest.save()?;
    writer.commit(&note)
}

/// Ties the stories that belong together, where they are not yet, and notes which of them notices take back. Returns a
/// line for each notice that may mean one story or another. A run that is killed leaves it to the next one.
///
/// It takes memory for every story: where that is a good part of what the run may take, it has it for itself.
fn link(
    writer: &mut dyn Writer,
    manifest: &mut Manifest,
    memory: Memory,
) -> Result<Vec<ReportLine>> {
    let stories = manifest.stories() as u64;
    let due = manifest.is_link_due();
    let tight = due && memory.is_most_of((LINKED + KNOWN) * stories);
    if due && memory.is_much_of(LINKED * stories) {
        writer.rest()?;
    }
    if tight {
        manifest.rest();
    }
    let Some(features) = manifest.features()? else {
        return Ok(Vec::new());
    };
    let Chains {
        places,
        killed,
        doubts,
    } = chain::link(features.iter().flatten());
    drop(features);
    let linked = |manifest: &mut Manifest| {
        manifest.set_linked(&killed);
        manifest.find_unsettled();
    };
    let changes = match tight {
        true => links::changes(writer, &places)?,
        false => thread::scope(|scope| {
            scope.spawn(|| linked(manifest));
            links::changes(writer, &places)
        })?,
    };
    drop(places);
    if tight {
        manifest.wake()?;
        linked(manifest);
    }
    if !changes.is_empty() {
        writer.link(changes)?;
    }
    commit(writer, manifest)?;
    let doubt = |doubt: &Doubt| {
        let (notice, home) = (doubt.notice.to_string(), manifest.home(&doubt.notice));
        let candidates: Vec<String> = doubt.candidates.iter().map(ToString::to_string).collect();
        ReportLine {
            path: home.unwrap_or_else(|| notice.clone()),
            kind: ReportLine::DOUBTFUL,
            reason: format!(
                "the notice {notice} may take back one of several stories ({}): none of them is hidden",
                candidates.join(", ")
            ),
        }
    };
    Ok(doubts.iter().map(doubt).collect())
}

/// Puts what stands in the place of each story into its record, where that is not so yet. Done over and over it does
/// no more: a run that is killed leaves it to the next one.
fn settle(writer: &mut dyn Writer, manifest: &mut Manifest) -> Result<()> {
    let changes = manifest.unsettled();
    if changes.is_empty() {
        return Ok(());
    }
    let text = |(id, by): &versions::Change| (id.to_string(), by.map(|by| by.to_string()));
    writer.supersede(&changes.iter().map(text).collect::<Vec<_>>())?;
    changes
        .into_iter()
        .for_each(|change| manifest.settle(change));
    commit(writer, manifest)
}

/// An error about a file of the archive's own.
fn damaged(path: &Path, reason: impl std::fmt::Display) -> Error {
    Error::Engine {
        path: path.to_owned(),
        reason: reason.to_string(),
    }
}
