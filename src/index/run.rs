//! One run over files and folders: batch by batch, in the walk's order.

use super::folders::Folders;
use super::manifest::{FileRecord, Manifest};
use super::shapes::Shapes;
use super::{
    COMMIT_EVERY, Item, Progress, Report, ReportLine, Settings, commit, next_batch, read_file,
};
use crate::engine::{self, Writer};
use crate::error::Result;
use crate::facts::Facts;
use crate::read::{self, Entry};
use crate::story::Story;
use rayon::prelude::*;
use std::collections::{BTreeSet, HashSet};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Instant;

type FileResult = std::result::Result<Vec<Item>, ReportLine>;

/// A run and what it has done so far.
pub(super) struct Run<'a> {
    writer: &'a mut dyn Writer,
    manifest: &'a mut Manifest,
    settings: &'a Settings,
    progress: &'a dyn Progress,
    facts: &'a Facts,
    reading: &'a str,
    folders: Folders,
    shapes: Shapes,
    report: Report,
    started: Instant,
    committed: Instant,
    uncommitted: bool,
    /// Paths that the walk met.
    seen: HashSet<String>,
    /// Files and folders that the walk could not look into.
    unseen: Vec<PathBuf>,
    /// Files whose stories have to be read from there, as their homes are gone.
    orphans: BTreeSet<String>,
}

/// Says what a run would do, without an engine.
pub(super) fn dry(
    location: &Path,
    paths: &[PathBuf],
    settings: &Settings,
    progress: &dyn Progress,
    facts: &Facts,
    reading: &str,
) -> Result<Report> {
    let (folder, note) = match engine::committed(location)? {
        Some((folder, note)) if !settings.rebuild => (folder, note),
        _ => (PathBuf::new(), None),
    };
    let mut manifest = Manifest::open(&folder, note.as_deref())?;
    Run::new(
        &mut Nowhere,
        &mut manifest,
        settings,
        progress,
        facts,
        reading,
    )
    .whole(paths)
}

impl<'a> Run<'a> {
    pub(super) fn new(
        writer: &'a mut dyn Writer,
        manifest: &'a mut Manifest,
        settings: &'a Settings,
        progress: &'a dyn Progress,
        facts: &'a Facts,
        reading: &'a str,
    ) -> Run<'a> {
        let now = Instant::now();
        Run {
            writer,
            manifest,
            settings,
            progress,
            facts,
            reading,
            folders: Folders::default(),
            shapes: Shapes::default(),
            report: Report::default(),
            started: now,
            committed: now,
            uncommitted: false,
            seen: HashSet::new(),
            unseen: Vec::new(),
            orphans: BTreeSet::new(),
        }
    }

    /// Does the whole run and commits it.
    pub(super) fn whole(mut self, paths: &[PathBuf]) -> Result<Report> {
        let (files, bytes) = count(paths, self.settings);
        self.progress.found(files, bytes);
        self.walk(&mut read::walk(paths, &self.settings.wanted))?;
        if self.settings.prune && !self.report.interrupted {
            self.prune(paths)?;
        }
        self.adopt_orphans()?;
        self.commit()?;
        if !self.settings.dry_run {
            self.manifest.sweep();
        }
        self.report.stories = self.manifest.stories() as u64;
        self.report.headers = std::mem::take(&mut self.shapes).ranked();
        self.report.seconds = self.started.elapsed().as_secs_f64();
        Ok(self.report)
    }

    fn walk(
        &mut self,
        walk: &mut dyn Iterator<Item = std::result::Result<Entry, read::Unread>>,
    ) -> Result<()> {
        let mut walk = walk.peekable();
        while walk.peek().is_some() {
            if self.progress.stop_requested() {
                self.report.interrupted = true;
                break;
            }
            let (entries, unread) = next_batch(&mut walk);
            for line in unread {
                self.unseen.push(PathBuf::from(read::unshown(&line.path)));
                self.note(line);
            }
            self.batch(entries)?;
            if self.committed.elapsed() >= self.settings.commit_every.unwrap_or(COMMIT_EVERY) {
                self.commit()?;
            }
        }
        Ok(())
    }

    fn batch(&mut self, entries: Vec<Entry>) -> Result<()> {
        let (files, bytes) = (
            entries.len() as u64,
            entries.iter().map(|entry| entry.size).sum::<u64>(),
        );
        let changed: Vec<Entry> = entries
            .into_iter()
            .filter(|entry| self.is_changed(entry))
            .collect();
        let (options, facts, folders) = (&self.settings.options, self.facts, &self.folders);
        let read: Vec<FileResult> = changed
            .par_iter()
            .map(|entry| read_file(entry, options, facts, folders))
            .collect();
        for (entry, result) in changed.iter().zip(read) {
            self.take(entry, result)?;
        }
        self.report.files += files;
        self.report.bytes += bytes;
        self.progress.done(self.report.files, self.report.bytes);
        Ok(())
    }

    fn is_changed(&mut self, entry: &Entry) -> bool {
        self.seen.insert(entry.path.clone());
        let same = |known: &&FileRecord| {
            known.size == entry.size
                && known.modified == entry.modified
                && known.reading == self.reading
        };
        // Standard input has no size or time to tell a change by.
        let Some(known) = self
            .manifest
            .get(&entry.path)
            .filter(same)
            .filter(|_| entry.path != read::STDIN)
        else {
            return true;
        };
        self.report.unchanged += 1;
        if let Some(reason) = known.reason.clone() {
            self.note(ReportLine {
                path: entry.path.clone(),
                kind: ReportLine::NOT_A_STORY,
                reason,
            });
        }
        false
    }

    /// Keeps what a file holds, in place of what it held.
    fn take(&mut self, entry: &Entry, result: FileResult) -> Result<()> {
        let mut record = FileRecord {
            size: entry.size,
            modified: entry.modified,
            reading: self.reading.to_owned(),
            ..FileRecord::default()
        };
        let known = self.manifest.get(&entry.path).cloned();
        let stories = match result {
            Ok(items) => self.stories_of(items, &mut record),
            Err(line) if line.kind == ReportLine::NOT_A_STORY => {
                record.reason = Some(line.reason.clone());
                self.note(line);
                Vec::new()
            }
            // A file that could not be read this time keeps what it held, and is tried again next time.
            Err(line) => {
                self.note(line);
                return Ok(());
            }
        };
        self.uncommitted = true;
        if known.as_ref().is_some_and(|known| !known.copies.is_empty()) {
            self.writer.remove_copies(&entry.path)?;
        }
        for story in &stories {
            self.keep(entry, story, known.as_ref(), &mut record)?;
        }
        match known {
            // What came from standard input before came from another input.
            Some(known) if entry.path == read::STDIN => {
                let before = known
                    .stories
                    .into_iter()
                    .filter(|id| !record.stories.contains(id));
                record.stories.extend(before.collect::<Vec<_>>());
            }
            Some(known) => self.let_go(&entry.path, &known, &record)?,
            None => {}
        }
        self.manifest.set(&entry.path, record);
        Ok(())
    }

    /// The stories among some items; the others go into the report.
    fn stories_of(&mut self, items: Vec<Item>, record: &mut FileRecord) -> Vec<Story> {
        let mut stories = Vec::with_capacity(items.len());
        for item in items {
            match item {
                Ok(story) => stories.push(story),
                Err(line) => {
                    record.reason.get_or_insert_with(|| line.reason.clone());
                    self.note(line);
                }
            }
        }
        stories
    }

    fn keep(
        &mut self,
        entry: &Entry,
        story: &Story,
        known: Option<&FileRecord>,
        record: &mut FileRecord,
    ) -> Result<()> {
        if self.manifest.is_removed(&story.id) {
            self.report.removed_before += 1;
            let reason = format!("story {} was removed for good", story.id);
            self.note(ReportLine {
                path: entry.path.clone(),
                kind: ReportLine::REMOVED,
                reason,
            });
            return Ok(());
        }
        if record.stories.contains(&story.id) || record.copies.contains(&story.id) {
            self.report.duplicates += 1;
            return Ok(());
        }
        if self
            .manifest
            .home(&story.id)
            .is_some_and(|home| home != entry.path)
        {
            self.report.duplicates += 1;
            // Standard input is no place where a story stands.
            if entry.path == read::STDIN {
                return Ok(());
            }
            record.copies.push(story.id.clone());
            return self.writer.add_copy(&story.id, &entry.path);
        }
        self.writer.put(story)?;
        record.stories.push(story.id.clone());
        let replaces =
            entry.path != read::STDIN && known.is_some_and(|known| !known.stories.is_empty());
        match replaces {
            true => self.report.updated += 1,
            false => self.report.added += 1,
        }
        self.report.without_dateline += u64::from(story.dateline.is_none());
        self.report.doubtful += u64::from(!story.warnings.is_empty());
        self.shapes.add(story, self.facts);
        for warning in &story.warnings {
            let line = ReportLine {
                path: entry.path.clone(),
                kind: ReportLine::DOUBTFUL,
                reason: warning.clone(),
            };
            self.progress.note(&line);
        }
        Ok(())
    }

    /// Takes out the stories that a file was the home of and no longer holds. One that stands elsewhere is read from
    /// there: those files are forgotten at once, so that a run that is killed leaves them to the next one.
    fn let_go(&mut self, path: &str, known: &FileRecord, now: &FileRecord) -> Result<()> {
        for id in known.stories.iter().filter(|id| !now.stories.contains(id)) {
            self.writer.remove(id)?;
            for copy in self
                .manifest
                .copies(id)
                .into_iter()
                .filter(|copy| copy != path)
            {
                self.orphan(copy)?;
            }
        }
        Ok(())
    }

    /// Forgets a file, so that it is read anew: at the end of this run, or by the next one.
    fn orphan(&mut self, path: String) -> Result<()> {
        let Some(known) = self.manifest.get(&path).cloned() else {
            return Ok(());
        };
        self.manifest.forget(&path);
        self.writer.remove_copies(&path)?;
        self.let_go(&path, &known, &FileRecord::default())?;
        self.uncommitted = true;
        self.orphans.insert(path);
        Ok(())
    }

    /// Reads the files that have become the homes of stories.
    fn adopt_orphans(&mut self) -> Result<()> {
        let orphans = std::mem::take(&mut self.orphans);
        let unread = orphans
            .iter()
            .filter(|path| self.manifest.get(path).is_none());
        let files: Vec<PathBuf> = unread
            .map(|path| PathBuf::from(read::unshown(path)))
            .collect();
        let found =
            read::walk(&files, &read::Wanted::default()).filter_map(std::result::Result::ok);
        let (options, facts) = (&self.settings.options, self.facts);
        for entry in found {
            let before = self.report.clone();
            self.take(&entry, read_file(&entry, options, facts, &self.folders))?;
            self.report = before;
        }
        Ok(())
    }

    /// Drops the stories of files that are gone from the folders given. What the walk could not look into is not gone.
    fn prune(&mut self, roots: &[PathBuf]) -> Result<()> {
        let roots: Vec<PathBuf> = roots.iter().map(|root| read::tidy(root)).collect();
        let gone = |path: &&String| {
            let file = PathBuf::from(read::unshown(path));
            !self.seen.contains(*path)
                && roots.iter().any(|root| file.starts_with(root))
                && !self.unseen.iter().any(|folder| file.starts_with(folder))
                && is_gone(&file)
        };
        let mut gone: Vec<String> = self.manifest.paths().filter(gone).cloned().collect();
        gone.sort();
        for path in gone {
            let known = self.manifest.get(&path).cloned().unwrap_or_default();
            self.report.pruned += known.stories.len() as u64;
            self.uncommitted = true;
            self.writer.remove_copies(&path)?;
            self.let_go(&path, &known, &FileRecord::default())?;
            self.manifest.forget(&path);
            self.orphans.remove(&path);
        }
        Ok(())
    }

    fn note(&mut self, line: ReportLine) {
        self.progress.note(&line);
        self.report.failed += u64::from(line.kind == ReportLine::FAILED);
        if line.kind != ReportLine::REMOVED {
            self.report.unread.push(line);
        }
    }

    fn commit(&mut self) -> Result<()> {
        if self.uncommitted && !self.settings.dry_run {
            commit(self.writer, self.manifest)?;
            self.uncommitted = false;
        }
        self.committed = Instant::now();
        Ok(())
    }
}

/// Whether a file is surely not there; one that only cannot be looked at is not gone.
fn is_gone(file: &Path) -> bool {
    std::fs::symlink_metadata(file).is_err_and(|error| error.kind() == ErrorKind::NotFound)
}

/// How many files, with how many bytes, a run will look at.
fn count(paths: &[PathBuf], settings: &Settings) -> (u64, u64) {
    let entries = read::walk(paths, &settings.wanted).filter_map(std::result::Result::ok);
    entries.fold((0, 0), |(files, bytes), entry| {
        (files + 1, bytes + entry.size)
    })
}

/// The writer of a dry run.
struct Nowhere;

impl Writer for Nowhere {
    fn put(&mut self, _: &Story) -> Result<()> {
        Ok(())
    }

    fn remove(&mut self, _: &str) -> Result<()> {
        Ok(())
    }

    fn add_copy(&mut self, _: &str, _: &str) -> Result<()> {
        Ok(())
    }

    fn remove_copies(&mut self, _: &str) -> Result<()> {
        Ok(())
    }

    fn commit(&mut self, _: &str) -> Result<()> {
        Ok(())
    }

    fn note(&self) -> Result<Option<String>> {
        Ok(None)
    }

    fn folder(&self) -> &Path {
        Path::new("")
    }

    fn previous_folder(&self) -> Option<&Path> {
        None
    }

    fn compact(&mut self) -> Result<()> {
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<()> {
        Ok(())
    }
}
