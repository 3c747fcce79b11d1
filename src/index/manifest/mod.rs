//! What the archive knows of files: the paths it read, how they looked, and which stories they hold.
//!
//! A log of JSON lines, packed, beside the engine's data. The engine's commit names the log and how many of its bytes count, so
//! that files and stories are one commit; what a killed run wrote behind that is cut off. A log of mostly dead lines
//! is written anew under the next number.

mod files;
mod lines;
mod paths;

pub(super) use lines::{Copy, FileRecord, KeptLine};

use super::damaged;
use super::features::{self, Features};
use super::log::{self, Frame};
use super::versions::{Change, Version, unsettled};
use crate::chain::{Id, Traits};
use crate::error::{Error, Result};
use files::{Files, Held};
use lines::{Line, Lines};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

/// How the names of logs begin, and end: JSON lines, packed (see [`log`]).
const PREFIX: &str = "manifest-";
const ENDING: &str = ".jsonl.zst";

/// What the engine's commit remembers of the log.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Note {
    manifest: u32,
    bytes: u64,
    /// How many files it knows of.
    #[serde(default)]
    files: usize,
    /// Stories were removed for good, and their data is not yet out of the files.
    #[serde(default)]
    purge: bool,
    /// The log of what tells which stories belong together.
    #[serde(default)]
    features: features::Note,
}

/// The log and what it says.
pub(super) struct Manifest {
    folder: PathBuf,
    note: Note,
    /// How many lines the log has.
    lines: usize,
    /// Those that are not in the file yet.
    pending: Frame,
    files: Files,
    removed: FxHashSet<Id>,
    /// Of stories that may supersede others or be superseded, in the archive or not.
    versions: FxHashMap<Id, Box<Version>>,
    /// The folder that relative paths are meant from.
    base: Option<String>,
    /// It was told to rest, and knows of no file until it is woken.
    resting: bool,
    /// The stories that [`Manifest::unsettled`] gives, where they were found and nothing was noted since.
    unsettled: Option<Vec<Change>>,
    /// What tells which stories belong together.
    features: Features,
}

impl Manifest {
    /// Reads the log that a commit's note names in a folder; an empty one where there is no commit.
    pub(super) fn open(folder: &Path, note: Option<&str>) -> Result<Manifest> {
        let note: Note = match note {
            Some(note) => serde_json::from_str(note).map_err(|error| {
                damaged(folder, format!("its commit's note is damaged: {error}"))
            })?,
            None => Note::default(),
        };
        let mut manifest = Manifest {
            folder: folder.to_owned(),
            features: Features::open(folder, note.features),
            note,
            lines: 0,
            pending: Frame::default(),
            files: Files::default(),
            removed: FxHashSet::default(),
            versions: FxHashMap::default(),
            base: None,
            resting: false,
            unsettled: None,
        };
        manifest.read()?;
        Ok(manifest)
    }

    fn file(&self) -> PathBuf {
        self.folder
            .join(format!("{PREFIX}{}{ENDING}", self.note.manifest))
    }

    fn read(&mut self) -> Result<()> {
        let path = self.file();
        self.files.expect(self.note.files);
        let counted = self.note.bytes;
        log::each_lines(&path, counted, Lines::of, |lines| {
            lines.each(|line| {
                self.lines += 1;
                let failed = |error| damaged(&path, format!("line {}: {error}", self.lines));
                self.apply(line.map_err(failed)?);
                Ok(())
            })
        })
    }

    fn apply(&mut self, line: Line<&str, Held>) {
        match line {
            Line::File(path, held) => self.files.set(path, held),
            Line::More(path, stories, copies) => self.files.add(path, stories, copies),
            Line::Gone(path) => self.files.forget(path),
            Line::Removed(id) => {
                self.removed.insert(id);
            }
            Line::Version(id, version) => {
                self.versions.insert(id, version);
            }
            Line::Base(base) => self.base = Some(base.to_owned()),
        }
    }

    fn log(&mut self, line: Line<&str>) {
        self.unsettled = None;
        self.write(&line);
        self.apply(line.map(|path| path, Held::from));
    }

    fn write(&mut self, line: &Line<&str>) {
        // The lines are strings, numbers and lists: they always have a JSON form.
        let mut text = serde_json::to_vec(line).unwrap_or_default();
        text.push(b'\n');
        self.pending.add(&text);
        self.lines += 1;
    }

    /// What is known of a file.
    pub(super) fn get(&self, path: &str) -> Option<FileRecord> {
        self.files.get(path)
    }

    /// Every path known.
    pub(super) fn paths(&self) -> impl Iterator<Item = String> {
        self.files.paths()
    }

    /// Number of stories.
    pub(super) fn stories(&self) -> usize {
        let removed = self.removed.iter();
        let removed = removed.filter(|id| self.files.has(id));
        self.files.stories() - removed.count()
    }

    /// The path that a story was read from.
    pub(super) fn home(&self, id: &Id) -> Option<String> {
        self.files.home(id)
    }

    /// Whether a story was read from another path, or from this one; `None` where it is not known.
    pub(super) fn is_home(&self, id: &Id, path: &str) -> Option<bool> {
        self.files.is_home(id, path)
    }

    /// The files, other than its home, in which a story stands too.
    pub(super) fn copies(&self, id: &Id) -> Vec<String> {
        self.files.copies(id)
    }

    /// Whether data that was removed for good may still be in the files.
    pub(super) fn is_purge_due(&self) -> bool {
        self.note.purge
    }

    /// Notes, for the next commit, whether data that was removed for good may still be in the files.
    pub(super) fn set_purge_due(&mut self, due: bool) {
        self.note.purge = due;
    }

    /// Whether a story was removed for good.
    pub(super) fn is_removed(&self, id: &Id) -> bool {
        self.removed.contains(id)
    }

    /// Notes how a file looked and what it holds.
    pub(super) fn set(&mut self, path: &str, record: FileRecord) {
        self.log(Line::File(path, record));
    }

    /// Notes more of what a file holds, which is not read to its end.
    pub(super) fn add(&mut self, path: &str, stories: Vec<Id>, copies: Vec<Copy>) {
        self.log(Line::More(path, stories, copies));
    }

    /// Forgets a file.
    pub(super) fn forget(&mut self, path: &str) {
        self.log(Line::Gone(path));
    }

    /// Notes stories as removed for good.
    pub(super) fn keep_out(&mut self, ids: impl IntoIterator<Item = Id>) {
        ids.into_iter().for_each(|id| self.log(Line::Removed(id)));
    }

    /// The folder that relative paths are meant from.
    pub(super) fn base(&self) -> Option<&str> {
        self.base.as_deref()
    }

    /// Notes the folder that relative paths are meant from.
    pub(super) fn set_base(&mut self, base: &str) {
        if self.base.as_deref() != Some(base) {
            self.log(Line::Base(base));
        }
    }

    /// What is known of a story as a version of its item.
    pub(super) fn version(&self, id: &Id) -> Option<&Version> {
        self.versions.get(id).map(|version| &**version)
    }

    /// Notes what a story is as a version of its item.
    pub(super) fn set_version(&mut self, id: Id, version: Version) {
        if self.version(&id) != Some(&version) {
            self.log(Line::Version(id, Box::new(version)));
        }
    }

    /// Notes what tells which others belong to a story.
    pub(super) fn set_features(&mut self, traits: &Traits) {
        self.features.set(traits);
    }

    /// Forgets that of a story that is taken out.
    pub(super) fn forget_features(&mut self, id: &Id) {
        self.features.forget(id);
    }

    /// Whether stories were added or taken out since they were last linked.
    pub(super) fn is_link_due(&self) -> bool {
        self.features.note.due
    }

    /// What tells which stories belong together, of each of them, where that may have changed since it was last asked
    /// for and [settled](Manifest::set_linked).
    pub(super) fn features(&mut self) -> Result<Option<Vec<Vec<Traits>>>> {
        match self.features.note.due {
            true => self.features.load().map(Some),
            false => Ok(None),
        }
    }

    /// Lets go of what it knows of files and versions until it is woken, where all of that was saved.
    pub(super) fn rest(&mut self) {
        if self.pending.is_empty() {
            self.files = Files::default();
            self.versions = FxHashMap::default();
            self.removed = FxHashSet::default();
            self.resting = true;
        }
    }

    /// Reads again what it let go of.
    pub(super) fn wake(&mut self) -> Result<()> {
        match std::mem::take(&mut self.resting) {
            true => {
                self.lines = 0;
                self.read()
            }
            false => Ok(()),
        }
    }

    /// Notes, for the next commit, that stories are linked, and which notice takes each of some back.
    pub(super) fn set_linked(&mut self, killed: &FxHashMap<Id, Id>) {
        self.features.note.due = false;
        let known = self.versions.iter();
        let freed =
            known.filter(|(id, version)| version.killed.is_some() && !killed.contains_key(*id));
        let freed: Vec<Id> = freed.map(|(id, _)| *id).collect();
        for id in freed {
            self.set_killed(id, None);
        }
        for (id, notice) in killed {
            self.set_killed(*id, Some(*notice));
        }
    }

    fn set_killed(&mut self, id: Id, killed: Option<Id>) {
        let version = self.version(&id).cloned();
        let version = version.unwrap_or_else(|| Version::alone(id));
        self.set_version(id, Version { killed, ..version });
    }

    /// The stories in the archive that do not say yet what stands in their place now.
    pub(super) fn unsettled(&mut self) -> Vec<Change> {
        self.find_unsettled();
        self.unsettled.take().unwrap_or_default()
    }

    /// Finds them before they are asked for.
    pub(super) fn find_unsettled(&mut self) {
        if self.unsettled.is_some() {
            return;
        }
        let stories = self.versions.iter();
        let here = stories.filter(|(id, _)| self.files.has(id) && !self.removed.contains(*id));
        self.unsettled = Some(unsettled(
            here.map(|(id, version)| (*id, &**version)).collect(),
        ));
    }

    /// Notes that a story says what stands in its place.
    pub(super) fn settle(&mut self, (id, by): Change) {
        if let Some(version) = self.version(&id).cloned() {
            self.set_version(id, Version { by, ..version });
        }
    }

    /// Makes the log last on disk, and returns the note that the engine's commit has to carry.
    pub(super) fn save(&mut self) -> Result<String> {
        self.features.save()?;
        self.note.features = self.features.note;
        let live = self.files.len() + self.removed.len() + self.versions.len();
        if self.lines > 2 * live + 1000 {
            self.rewrite();
        }
        if !self.pending.is_empty() {
            self.note.bytes = self.pending.append(&self.file(), self.note.bytes)?;
        }
        self.note.files = self.files.len();
        Ok(serde_json::to_string(&self.note).unwrap_or_default())
    }

    /// Starts the next log with the lines that still count.
    fn rewrite(&mut self) {
        self.note.manifest += 1;
        self.note.bytes = 0;
        self.pending.clear();
        self.lines = 0;
        let (files, removed) = (&self.files, &self.removed);
        let counts = |id: &Id| files.has(id) || removed.contains(id);
        self.versions.retain(|id, _| counts(id));
        let files = std::mem::take(&mut self.files);
        for (path, record) in files.all() {
            self.write(&Line::File(&path, record));
        }
        self.files = files;
        let removed = std::mem::take(&mut self.removed);
        removed
            .iter()
            .for_each(|id| self.write(&Line::Removed(*id)));
        self.removed = removed;
        let versions = std::mem::take(&mut self.versions);
        for (id, version) in &versions {
            self.write(&Line::Version(*id, version.clone()));
        }
        self.versions = versions;
        if let Some(base) = self.base.clone() {
            self.write(&Line::Base(&base));
        }
    }

    /// Removes the logs that the last commit no longer names.
    pub(super) fn sweep(&self) {
        let current = self.file();
        let Ok(entries) = fs::read_dir(&self.folder) else {
            return;
        };
        for entry in entries.filter_map(std::result::Result::ok) {
            let path = entry.path();
            let is_log = log::is_named(&path, PREFIX, ENDING);
            if is_log && path != current || self.features.is_old(&path) {
                // One that stays costs disk and nothing else; the next run tries again.
                let _ = fs::remove_file(path);
            }
        }
    }
}

/// The stories removed for good that a data folder of any version knows of, with what they were as versions of their
/// items: all logs in it are read, and lines that this version does not understand are passed over.
pub(super) fn removed_in(folder: &Path) -> Result<Vec<(Id, Option<Version>)>> {
    let (mut removed, mut versions) = (BTreeSet::new(), HashMap::new());
    for entry in fs::read_dir(folder)
        .map_err(Error::io("read", folder))?
        .filter_map(std::result::Result::ok)
        .filter(|entry| log::is_named(&entry.path(), PREFIX, ""))
    {
        log::each_line_of_any(&entry.path(), |line| match serde_json::from_slice(line) {
            Ok(Line::<String>::Removed(id)) => drop(removed.insert(id)),
            Ok(Line::Version(id, version)) => drop(versions.insert(id, *version)),
            _ => {}
        })?;
    }
    let removed = removed.into_iter();
    Ok(removed
        .map(|id| {
            let version = versions.remove(&id);
            (id, version)
        })
        .collect())
}

/// The paths that the newest log in a data folder of any version knows of, in order, and the folder that relative ones
/// are meant from.
pub(super) fn paths_in(folder: &Path) -> Result<(BTreeSet<String>, Option<String>)> {
    let mut newest: Option<(u32, PathBuf)> = None;
    for entry in fs::read_dir(folder).map_err(Error::io("read", folder))? {
        let path = entry.map_err(Error::io("read", folder))?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        let number = name
            .and_then(|name| name.strip_prefix(PREFIX))
            .map(|name| name.strip_suffix(log::ENDING).unwrap_or(name))
            .and_then(|name| name.strip_suffix(".jsonl"));
        if let Some(number) = number.and_then(|number| number.parse().ok()) {
            newest = newest.max(Some((number, path)));
        }
    }
    let (mut paths, mut base) = (BTreeSet::new(), None);
    if let Some((_, newest)) = newest {
        log::each_line_of_any(&newest, |line| match serde_json::from_slice(line) {
            Ok(Line::<String>::File(path, _) | Line::More(path, ..)) => drop(paths.insert(path)),
            Ok(Line::Gone(path)) => drop(paths.remove(&path)),
            Ok(Line::Base(folder)) => base = Some(folder),
            _ => {}
        })?;
    }
    Ok((paths, base))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::File;

    /// The id that stands for a name in these tests.
    fn id(name: &str) -> Id {
        Id::read(&crate::enrich::id::of_chain(name)).unwrap()
    }

    fn copy(name: &str, member: &str) -> Copy {
        Copy {
            id: id(name),
            member: member.into(),
        }
    }

    fn record(stories: &[&str], copies: &[&str]) -> FileRecord {
        FileRecord {
            size: 1,
            stories: stories.iter().map(|name| id(name)).collect(),
            copies: copies.iter().map(|name| copy(name, "")).collect(),
            ..FileRecord::default()
        }
    }

    #[test]
    fn what_a_commit_names_is_read_back_and_what_came_after_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let mut manifest = Manifest::open(folder.path(), None).unwrap();
        manifest.set("a.txt", record(&["1a"], &[]));
        manifest.set("b.txt", record(&[], &["1a"]));
        manifest.keep_out([id("1z")]);
        let note = manifest.save().unwrap();
        manifest.forget("a.txt");
        manifest.save().unwrap();

        let mut again = Manifest::open(folder.path(), Some(&note)).unwrap();
        assert_eq!(again.home(&id("1a")).as_deref(), Some("a.txt"));
        assert_eq!(again.copies(&id("1a")), ["b.txt"]);
        assert!(again.is_removed(&id("1z")));
        again.set("c.txt", record(&["1c"], &[]));
        let note = again.save().unwrap();
        let last = Manifest::open(folder.path(), Some(&note)).unwrap();
        assert_eq!(last.stories(), 2, "the line of the lost run was cut off");
    }

    #[test]
    fn a_file_that_is_read_in_parts_holds_what_was_noted_of_it() {
        let folder = tempfile::tempdir().unwrap();
        let mut manifest = Manifest::open(folder.path(), None).unwrap();
        manifest.set("a.zip", record(&["1a"], &[]));
        let copy = copy("1b", "!/b!/c.txt");
        manifest.add("a.zip", vec![id("1c")], vec![copy.clone()]);
        let note = manifest.save().unwrap();
        let again = Manifest::open(folder.path(), Some(&note)).unwrap();
        let known = again.get("a.zip").unwrap();
        assert!(known.partial && known.stories == [id("1a"), id("1c")] && known.copies == [copy]);
        assert_eq!(known.copies[0].member, "!/b!/c.txt");
        assert_eq!(
            (again.home(&id("1c")), again.copies(&id("1b"))),
            (Some("a.zip".into()), vec!["a.zip".into()])
        );
    }

    #[test]
    fn a_log_of_mostly_dead_lines_is_written_anew() {
        let folder = tempfile::tempdir().unwrap();
        let mut manifest = Manifest::open(folder.path(), None).unwrap();
        for size in 0..2000 {
            manifest.set(
                "a.txt",
                FileRecord {
                    size,
                    ..record(&["1a"], &[])
                },
            );
        }
        let note = manifest.save().unwrap();
        let again = Manifest::open(folder.path(), Some(&note)).unwrap();
        assert!(again.lines < 10 && again.get("a.txt").unwrap().size == 1999);
        again.sweep();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_log_shorter_than_its_commit_is_an_error_and_not_an_empty_archive() {
        let folder = tempfile::tempdir().unwrap();
        let mut manifest = Manifest::open(folder.path(), None).unwrap();
        manifest.set("a.txt", record(&["1a"], &[]));
        let note = manifest.save().unwrap();
        File::options()
            .write(true)
            .open(manifest.file())
            .unwrap()
            .set_len(3)
            .unwrap();
        assert!(Manifest::open(folder.path(), Some(&note)).is_err());
    }
}
