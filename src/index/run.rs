//! One run over files and folders: batch by batch, in the walk's order.

use super::intake::{Intake, Met, News};
use super::items::{Item, Outcome, Reader, Ready};
use super::manifest::{FileRecord, Manifest};
use super::reading::Stamp;
use super::report::Tally;
use super::seen::Seen;
use super::shapes::Shapes;
use super::versions::{Version, text_id};
use super::{
    COMMIT_EVERY, PART_OF_RUN, Progress, Report, ReportLine, Settings, commit, link, next_batch,
    settle,
};
use crate::chain::{Id, Traits};
use crate::engine::{self, Writer};
use crate::error::{Error, Result};
use crate::facts::Facts;
use crate::read::{self, Entry};
use crate::story::Story;
use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

/// So many files do not go at once from a folder that stays, empty: a disk is missing.
const MANY: usize = 10;

/// How many notices that may mean several stories the report names.
const MOST_DOUBTS: usize = 100;

/// A run and what it has done so far.
pub(super) struct Run<'a> {
    writer: &'a mut dyn Writer,
    manifest: &'a mut Manifest,
    settings: &'a Settings,
    progress: &'a dyn Progress,
    facts: &'a Facts,
    reading: Stamp,
    reader: Arc<Reader<'a>>,
    shapes: Shapes,
    tally: Tally,
    report: Report,
    started: Instant,
    committed: Instant,
    uncommitted: bool,
    /// Paths that the walk met.
    seen: Seen,
    /// Files and folders that the walk could not look into.
    unseen: Vec<PathBuf>,
    /// Files whose stories have to be read from there, as their homes are gone.
    orphans: BTreeSet<String>,
}

impl<'a> Run<'a> {
    pub(super) fn new(
        writer: &'a mut dyn Writer,
        manifest: &'a mut Manifest,
        settings: &'a Settings,
        progress: &'a dyn Progress,
        facts: &'a Facts,
        reading: Stamp,
    ) -> Run<'a> {
        let now = Instant::now();
        Run {
            writer,
            manifest,
            settings,
            progress,
            facts,
            reading,
            reader: Arc::new(Reader::new(&settings.reading, facts, settings.memory)),
            shapes: Shapes::default(),
            tally: Tally::default(),
            report: Report::default(),
            started: now,
            committed: now,
            uncommitted: false,
            seen: Seen::default(),
            unseen: Vec::new(),
            orphans: BTreeSet::new(),
        }
    }

    /// Does the whole run and commits it.
    pub(super) fn whole(mut self, paths: &[PathBuf]) -> Result<Report> {
        if self.progress.shows_total() {
            let (files, bytes) = count(paths, self.settings);
            self.progress.found(files, bytes);
        }
        self.walk(&mut read::walk(paths, &self.settings.reading.wanted))?;
        if self.settings.prune && !self.report.interrupted {
            self.prune(paths)?;
        }
        self.adopt_orphans()?;
        self.commit()?;
        // Linking takes memory, and nobody asks any more what the walk met.
        self.seen = Seen::default();
        if !self.settings.dry_run {
            let doubts = link(self.writer, self.manifest, self.settings.memory)?;
            doubts.iter().for_each(|line| self.progress.note(line));
            self.report.ambiguous = doubts.into_iter().take(MOST_DOUBTS).collect();
            settle(self.writer, self.manifest)?;
            self.manifest.sweep();
        }
        self.report.stories = self.manifest.stories() as u64;
        std::mem::take(&mut self.tally).close(&mut self.report);
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
            let (entries, unread) = next_batch(&mut walk, self.reader.batch);
            for line in unread {
                self.unseen.push(PathBuf::from(read::unshown(&line.path)));
                self.note(line);
            }
            self.batch(entries)?;
            if self.is_commit_due() {
                self.commit()?;
            }
        }
        Ok(())
    }

    fn batch(&mut self, entries: Vec<Entry>) -> Result<()> {
        let bytes = entries.iter().map(|entry| entry.size).sum::<u64>();
        let files = entries.len() as u64;
        let changed: Vec<Entry> = entries
            .into_iter()
            .filter(|entry| self.is_changed(entry))
            .collect();
        let outcomes = self.reader.clone().batch(&changed);
        for (entry, outcome) in changed.iter().zip(outcomes) {
            self.take(entry, outcome)?;
            if self.report.interrupted {
                break;
            }
        }
        self.report.files += files;
        self.report.bytes += bytes;
        self.progress.done(self.report.files, self.report.bytes);
        Ok(())
    }

    fn is_changed(&mut self, entry: &Entry) -> bool {
        self.seen.insert(&entry.path);
        let same = |known: &FileRecord| {
            known.size == entry.size
                && known.modified == entry.modified
                && known.reading == self.reading
                && !known.partial
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
        for line in known.lines {
            self.note(ReportLine {
                path: entry.path.clone() + &line.member,
                kind: if line.failed {
                    ReportLine::FAILED
                } else {
                    ReportLine::NOT_A_STORY
                },
                reason: line.reason,
            });
        }
        false
    }

    /// Keeps what a file holds, in place of what it held.
    fn take(&mut self, entry: &Entry, outcome: Outcome<Box<Ready>>) -> Result<()> {
        let known = self.manifest.get(&entry.path);
        let mut intake = Intake::new(entry, self.reading, known);
        let (mut begun, mut trouble) = (false, None);
        let reader = self.reader.clone();
        let mut each = |item: Item<Box<Ready>>| {
            let kept = self.item(item, &mut intake, &mut begun);
            let kept = kept.and_then(|()| self.in_the_middle(&mut intake));
            trouble = kept.err();
            match trouble.is_some() || self.report.interrupted {
                true => ControlFlow::Break(()),
                false => ControlFlow::Continue(()),
            }
        };
        let failed = match outcome {
            Outcome::Read(items, failed) => {
                // Told to stop, it has said so.
                let _ = items.into_iter().try_for_each(&mut each);
                failed
            }
            Outcome::Long => reader.long(entry, &mut each).err(),
        };
        if let Some(trouble) = trouble {
            return Err(trouble);
        }
        let failed = failed.map(ReportLine::unread);
        // A file that could not be read this time keeps what it held, and is tried again next time.
        intake.record.partial = failed.is_some() || self.report.interrupted;
        if let Some(line) = failed {
            self.note(line);
        }
        match begun || !intake.record.partial {
            true => self.close(intake, begun),
            false => Ok(()),
        }
    }

    /// Puts one item of a file into the archive or the report.
    fn item(
        &mut self,
        item: Item<Box<Ready>>,
        intake: &mut Intake<'_>,
        begun: &mut bool,
    ) -> Result<()> {
        self.begin(intake, begun)?;
        self.uncommitted = true;
        match item {
            Ok(story) => self.keep(story, intake),
            Err(line) => {
                intake.line(&line);
                self.note(line);
                Ok(())
            }
        }
    }

    /// Takes out the copies that a file was known to hold, once, before those that it holds come in.
    fn begin(&mut self, intake: &Intake<'_>, begun: &mut bool) -> Result<()> {
        match &intake.known {
            Some(known) if !std::mem::replace(begun, true) => {
                self.remove_copies(&intake.entry.path, known)
            }
            _ => {
                *begun = true;
                Ok(())
            }
        }
    }

    /// Commits a file in its middle where it is time to, and looks whether the run is to stop.
    fn in_the_middle(&mut self, intake: &mut Intake<'_>) -> Result<()> {
        if self.progress.stop_requested() {
            self.report.interrupted = true;
        }
        if !self.is_commit_due() {
            return Ok(());
        }
        let path = &intake.entry.path;
        match intake.news() {
            News::All(record) => self.manifest.set(path, record),
            News::More(stories, copies) => self.manifest.add(path, stories, copies),
        }
        self.commit()
    }

    fn is_commit_due(&self) -> bool {
        let every = self.settings.commit_every;
        let every = every.unwrap_or_else(|| COMMIT_EVERY.max(self.started.elapsed() / PART_OF_RUN));
        self.committed.elapsed() >= every
    }

    /// Notes what a file holds now, and takes out what it held before.
    fn close(&mut self, mut intake: Intake<'_>, mut begun: bool) -> Result<()> {
        self.begin(&intake, &mut begun)?;
        self.uncommitted = true;
        let path = &intake.entry.path;
        // What came from standard input before came from another input.
        if intake.record.partial || path == read::STDIN {
            intake.record.stories = intake.with_known();
        } else if let Some(known) = &intake.known {
            let gone = known.stories.iter().filter(|id| !intake.has(id));
            let gone: Vec<Id> = gone.copied().collect();
            self.let_go(path, gone)?;
        }
        self.manifest.set(path, intake.record);
        Ok(())
    }

    fn keep(&mut self, ready: Box<Ready>, intake: &mut Intake<'_>) -> Result<()> {
        let Ready {
            mut story,
            words,
            traits,
        } = *ready;
        let id = self.tell_apart(&mut story, intake)?;
        let is_stdin = intake.entry.path == read::STDIN;
        if self.manifest.is_removed(&id) {
            self.report.removed_before += 1;
            let reason = format!("story {} was removed for good", story.id);
            self.note(ReportLine {
                path: story.path,
                kind: ReportLine::REMOVED,
                reason,
            });
            return Ok(());
        }
        let is_home = self.manifest.is_home(&id, &intake.entry.path);
        let is_elsewhere = is_home == Some(false);
        // What is in the archive has a home, but for stories of a file that is being read again.
        let may_replace = is_home.is_some() || intake.known.is_some();
        let met = intake.meet(id, &story.path);
        if is_elsewhere || met != Met::New {
            self.report.duplicates += 1;
            // Standard input is no place where a story stands, and no place is one twice.
            if is_stdin || met == Met::Here {
                return Ok(());
            }
            intake.copy(id, &story.path);
            return self.writer.add_copy(&story.id, &story.path);
        }
        let known = intake.known.as_ref().filter(|_| !is_stdin);
        match known.is_some_and(|known| !known.stories.is_empty()) {
            true => self.report.updated += 1,
            false => self.report.added += 1,
        }
        self.report.without_dateline += u64::from(story.dateline.is_none());
        self.report.doubtful += u64::from(!story.warnings.is_empty());
        self.shapes.add(&story, self.facts);
        self.tally.story(&story);
        intake.record.stories.push(id);
        for warning in &story.warnings {
            self.progress.note(&ReportLine {
                path: story.path.clone(),
                kind: ReportLine::DOUBTFUL,
                reason: warning.clone(),
            });
        }
        self.put(id, story, words, traits, may_replace)
    }

    /// The id of a story, which is given that of its own text where another text has the id and version that its
    /// provider gave it.
    fn tell_apart(&self, story: &mut Story, intake: &Intake<'_>) -> Result<Id> {
        let id = id_of(&story.id)?;
        let known = self.manifest.version(&id).filter(|_| story.chain.is_some());
        let Some(first) = known else {
            return Ok(id);
        };
        let path = &intake.entry.path;
        let is_home = self.manifest.is_home(&id, path);
        let is_taken = intake.has(&id)
            || self.manifest.is_removed(&id)
            || is_home.is_some_and(|is_home| !is_home || path == read::STDIN);
        let text = text_id(story);
        if !is_taken || Id::read(&text) == first.text {
            return Ok(id);
        }
        let home = self.manifest.home(&id);
        story.warnings.push(format!(
            "another text has its provider's id and version ({id}, {}): it is kept beside that one",
            home.map_or("removed for good".to_owned(), |home| format!("in {home}"))
        ));
        story.id = text;
        id_of(&story.id)
    }

    /// Puts a story into the archive, superseded as far as is known.
    fn put(
        &mut self,
        id: Id,
        mut story: Story,
        words: engine::Analysed,
        traits: Option<Traits>,
        may_replace: bool,
    ) -> Result<()> {
        let known = self.manifest.version(&id);
        let by = known.and_then(|known| known.by);
        story.superseded_by = by.map(|by| by.to_string());
        let killed = known.and_then(|known| known.killed);
        if let Some(version) = Version::of(&story) {
            let version = Version { killed, ..version };
            self.manifest.set_version(id, version);
        }
        // The story may have been given the id of its text.
        if let Some(traits) = traits.and_then(|traits| traits.with_id(&story.id)) {
            self.manifest.set_features(&traits);
        }
        self.writer.put_analysed(story, words, may_replace)
    }

    /// Takes out stories that a file was the home of and no longer holds. One that stands elsewhere is read from there:
    /// those files are forgotten at once, so that a run that is killed leaves them to the next one; and so are those
    /// that stand in for what they were the homes of.
    fn let_go(&mut self, path: &str, stories: Vec<Id>) -> Result<()> {
        let mut gone = stories;
        let mut path = path.to_owned();
        let mut homeless = BTreeSet::new();
        loop {
            for id in std::mem::take(&mut gone) {
                self.writer.remove(&id.to_string())?;
                self.manifest.forget_features(&id);
                let copies = self.manifest.copies(&id).into_iter();
                homeless.extend(copies.filter(|copy| *copy != path));
            }
            let Some(next) = homeless.pop_first() else {
                return Ok(());
            };
            if let Some(known) = self.manifest.get(&next) {
                self.manifest.forget(&next);
                self.remove_copies(&next, &known)?;
                self.uncommitted = true;
                self.orphans.insert(next.clone());
                gone = known.stories;
            }
            path = next;
        }
    }

    /// Forgets every copy that stands at a file or in it.
    fn remove_copies(&mut self, path: &str, known: &FileRecord) -> Result<()> {
        let members: BTreeSet<&str> = known.copies.iter().map(|copy| &*copy.member).collect();
        let mut paths = members.iter().map(|member| format!("{path}{member}"));
        paths.try_for_each(|path| self.writer.remove_copies(&path))
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
        let (report, tally) = (self.report.clone(), self.tally.clone());
        for entry in found {
            self.take(&entry, Outcome::Long)?;
        }
        self.tally = tally;
        self.report = Report {
            interrupted: self.report.interrupted,
            ..report
        };
        Ok(())
    }

    /// Drops the stories of files that are gone from the folders given. What the walk could not look into is not gone.
    fn prune(&mut self, roots: &[PathBuf]) -> Result<()> {
        let roots: Vec<PathBuf> = roots.iter().map(|root| read::tidy(root)).collect();
        let gone = |path: &String| {
            let file = PathBuf::from(read::unshown(path));
            !self.seen.contains(path)
                && roots.iter().any(|root| file.starts_with(root))
                && !self.unseen.iter().any(|folder| file.starts_with(folder))
                && is_gone(&file)
        };
        let mut gone: Vec<String> = self.manifest.paths().filter(gone).collect();
        gone.sort();
        for root in roots.iter().filter(|root| is_empty_folder(root)) {
            let is_inside = |path: &String| Path::new(&read::unshown(path)).starts_with(root);
            if gone.iter().filter(|path| is_inside(path)).count() >= MANY {
                gone.retain(|path| !is_inside(path));
                self.note(ReportLine {
                    path: read::shown(root.as_os_str()),
                    kind: ReportLine::FAILED,
                    reason: "it is empty, as the place of a disk that is missing: nothing was pruned there; if its \
                             stories are gone for good, name the folder above it"
                        .into(),
                });
            }
        }
        for path in gone {
            let known = self.manifest.get(&path).unwrap_or_default();
            self.report.pruned += known.stories.len() as u64;
            self.uncommitted = true;
            self.remove_copies(&path, &known)?;
            self.let_go(&path, known.stories)?;
            self.manifest.forget(&path);
            self.orphans.remove(&path);
        }
        Ok(())
    }

    fn note(&mut self, line: ReportLine) {
        self.progress.note(&line);
        self.report.failed += u64::from(line.kind == ReportLine::FAILED);
        if line.kind != ReportLine::REMOVED {
            self.tally.line(line, &mut self.report);
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

/// The id that a story's record has.
fn id_of(id: &str) -> Result<Id> {
    Id::read(id).ok_or_else(|| Error::NoStory(format!("{id} is no id of a story")))
}

/// Whether a file is surely not there; one that only cannot be looked at is not gone.
fn is_gone(file: &Path) -> bool {
    std::fs::symlink_metadata(file).is_err_and(|error| error.kind() == ErrorKind::NotFound)
}

fn is_empty_folder(folder: &Path) -> bool {
    std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none())
}

/// How many files, with how many bytes, a run will look at.
fn count(paths: &[PathBuf], settings: &Settings) -> (u64, u64) {
    let entries = read::walk(paths, &settings.reading.wanted).filter_map(std::result::Result::ok);
    entries.fold((0, 0), |(files, bytes), entry| {
        (files + 1, bytes + entry.size)
    })
}

#[cfg(test)]
mod tests {
    use super::super::manifest::Manifest;
    use super::super::{Settings, index};
    use super::*;
    use crate::engine::{self, Mode};
    use crate::status::Status;
    use std::fs;

    struct Quiet;

    impl Progress for Quiet {
        fn found(&self, _: u64, _: u64) {}
        fn done(&self, _: u64, _: u64) {}
        fn stop_requested(&self) -> bool {
            false
        }
        fn note(&self, _: &ReportLine) {}
    }

    #[test]
    fn what_a_run_committed_and_did_not_settle_the_next_one_settles_though_no_file_changed() {
        let folder = tempfile::tempdir().unwrap();
        for version in [1, 2] {
            let item = format!(
                r#"{{"uri":"urn:example:kites","version":"{version}","headline":"Kites","body_text":"Kites {version}."}}"#
            );
            fs::write(folder.path().join(format!("{version}.json")), item).unwrap();
        }
        let archive = folder.path().join("archive");
        let files = [1, 2].map(|version| folder.path().join(format!("{version}.json")));
        let (settings, facts) = (Settings::default(), Facts::built_in());
        let reading = settings.reading.version(facts);
        {
            let mut writer = engine::open_for_writing(&archive, Mode::Update).unwrap();
            let mut manifest = Manifest::open(writer.folder(), None).unwrap();
            let writer = writer.as_mut();
            let mut run = Run::new(writer, &mut manifest, &settings, &Quiet, facts, reading);
            run.walk(&mut read::walk(&files, &settings.reading.wanted))
                .unwrap();
            run.commit().unwrap();
        }
        let standings = || {
            let stories = engine::open(&archive).unwrap().stories("2", 9).unwrap();
            let mut found: Vec<Status> = stories.iter().map(Status::recorded).collect();
            found.sort();
            found
        };
        assert_eq!(standings(), [Status::Usable, Status::Usable]);
        let report = index(&archive, &files, &settings, &Quiet, facts).unwrap();
        assert_eq!(report.unchanged, 2);
        assert_eq!(standings(), [Status::Usable, Status::Superseded]);
    }
}
