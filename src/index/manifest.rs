//! What the archive knows of files: the paths it read, how they looked, and which stories they hold.
//!
//! A log of JSON lines, packed, beside the engine's data. The engine's commit names the log and how many of its bytes count, so
//! that files and stories are one commit; what a killed run wrote behind that is cut off. A log of mostly dead lines
//! is written anew under the next number.

use super::damaged;
use super::features::{self, Features};
use super::log;
use super::versions::{Change, Version, unsettled};
use crate::chain::Traits;
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How the names of logs begin, and end: JSON lines, packed (see [`log`]).
const PREFIX: &str = "manifest-";
const ENDING: &str = ".jsonl.zst";

/// How a file looked when it was read, and what was in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FileRecord {
    /// Size in bytes.
    pub(super) size: u64,
    /// Modification time, nanoseconds since 1970.
    pub(super) modified: i64,
    /// Version of reading.
    pub(super) reading: String,
    /// Ids of the stories that this file is the home of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) stories: Vec<String>,
    /// The stories that stand here as copies.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) copies: Vec<Copy>,
    /// What in it gave no story, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) lines: Vec<KeptLine>,
    /// It was not read to its end: the next run reads it anew.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) partial: bool,
}

/// A story that stands at a file, or at a member of it, as a copy. Written `ID` or `ID!/MEMBER`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub(super) struct Copy {
    /// The story's id.
    pub(super) id: String,
    /// What follows the file's path in the member's; nothing where it is the file.
    pub(super) member: String,
}

impl From<String> for Copy {
    fn from(mut text: String) -> Copy {
        let member = text.split_off(text.find('!').unwrap_or(text.len()));
        Copy { id: text, member }
    }
}

impl From<Copy> for String {
    fn from(copy: Copy) -> String {
        copy.id + &copy.member
    }
}

/// A line of the report about a file, as it is said again while the file stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptLine {
    /// What follows the file's path in the member's; nothing where it is the file.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) member: String,
    /// Whether reading failed; else it was read, and is no story.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) failed: bool,
    /// The reason.
    pub(super) reason: String,
}

/// A line of the log.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Line {
    /// A file was read, or its reading has begun.
    File(String, FileRecord),
    /// More of a file was read.
    More(String, Vec<String>, Vec<Copy>),
    /// A file is no longer known.
    Gone(String),
    /// A story was removed for good.
    Removed(String),
    /// What is known of a story as a version of its item.
    Version(String, Version),
    /// The folder that relative paths are meant from.
    Base(String),
}

/// What the engine's commit remembers of the log.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Note {
    manifest: u32,
    bytes: u64,
    /// Stories were removed for good, and their data is not yet out of the files.
    #[serde(default)]
    purge: bool,
    /// The log of what tells which stories belong together.
    #[serde(default)]
    features: features::Note,
}

/// The log and what it says.
#[derive(Debug)]
pub(super) struct Manifest {
    folder: PathBuf,
    note: Note,
    lines: usize,
    pending: Vec<u8>,
    files: HashMap<String, FileRecord>,
    /// The home of each story.
    homes: HashMap<String, Arc<str>>,
    /// Where the copies of a story stand.
    copies: HashMap<String, BTreeSet<String>>,
    removed: HashSet<String>,
    /// Of stories that may supersede others or be superseded, in the archive or not.
    versions: HashMap<String, Version>,
    /// The folder that relative paths are meant from.
    base: Option<String>,
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
            pending: Vec::new(),
            files: HashMap::new(),
            homes: HashMap::new(),
            copies: HashMap::new(),
            removed: HashSet::new(),
            versions: HashMap::new(),
            base: None,
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
        for (number, line) in log::read(&path, self.note.bytes)?
            .split(|&byte| byte == b'\n')
            .enumerate()
            .filter(|(_, line)| !line.is_empty())
        {
            let line = serde_json::from_slice(line)
                .map_err(|error| damaged(&path, format!("line {}: {error}", number + 1)))?;
            self.apply(line);
            self.lines += 1;
        }
        Ok(())
    }

    fn apply(&mut self, line: Line) {
        match line {
            Line::File(path, record) => {
                self.detach(&path);
                self.attach(&path, &record.stories, &record.copies);
                self.files.insert(path, record);
            }
            Line::More(path, stories, copies) => {
                self.attach(&path, &stories, &copies);
                let record = self.files.entry(path).or_default();
                record.partial = true;
                record.stories.extend(stories);
                record.copies.extend(copies);
            }
            Line::Gone(path) => {
                self.detach(&path);
                self.files.remove(&path);
            }
            Line::Removed(id) => {
                self.removed.insert(id);
            }
            Line::Version(id, version) => {
                self.versions.insert(id, version);
            }
            Line::Base(base) => self.base = Some(base),
        }
    }

    /// Notes what a path holds.
    fn attach(&mut self, path: &str, stories: &[String], copies: &[Copy]) {
        let home: Arc<str> = path.into();
        for id in stories {
            self.homes.insert(id.clone(), home.clone());
        }
        for copy in copies {
            let places = self.copies.entry(copy.id.clone()).or_default();
            places.insert(path.to_owned());
        }
    }

    /// Forgets what a path held, where another path has not taken it over.
    fn detach(&mut self, path: &str) {
        let Some(record) = self.files.get(path) else {
            return;
        };
        for id in &record.stories {
            if self.homes.get(id).is_some_and(|home| **home == *path) {
                self.homes.remove(id);
            }
        }
        for Copy { id, .. } in &record.copies {
            if let Some(paths) = self.copies.get_mut(id) {
                paths.remove(path);
                if paths.is_empty() {
                    self.copies.remove(id);
                }
            }
        }
    }

    fn log(&mut self, line: Line) {
        // The lines are strings, numbers and lists: they always have a JSON form.
        self.pending
            .extend(serde_json::to_vec(&line).unwrap_or_default());
        self.pending.push(b'\n');
        self.lines += 1;
        self.apply(line);
    }

    /// What is known of a file.
    pub(super) fn get(&self, path: &str) -> Option<&FileRecord> {
        self.files.get(path)
    }

    /// Every path known.
    pub(super) fn paths(&self) -> impl Iterator<Item = &String> {
        self.files.keys()
    }

    /// Number of stories.
    pub(super) fn stories(&self) -> usize {
        self.homes
            .keys()
            .filter(|id| !self.removed.contains(*id))
            .count()
    }

    /// The path that a story was read from.
    pub(super) fn home(&self, id: &str) -> Option<&str> {
        self.homes.get(id).map(AsRef::as_ref)
    }

    /// The files, other than its home, in which a story stands too.
    pub(super) fn copies(&self, id: &str) -> Vec<String> {
        self.copies.get(id).into_iter().flatten().cloned().collect()
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
    pub(super) fn is_removed(&self, id: &str) -> bool {
        self.removed.contains(id)
    }

    /// Notes how a file looked and what it holds.
    pub(super) fn set(&mut self, path: &str, record: FileRecord) {
        self.log(Line::File(path.to_owned(), record));
    }

    /// Notes more of what a file holds, which is not read to its end.
    pub(super) fn add(&mut self, path: &str, stories: &[String], copies: &[Copy]) {
        let more = Line::More(path.to_owned(), stories.to_vec(), copies.to_vec());
        self.log(more);
    }

    /// Forgets a file.
    pub(super) fn forget(&mut self, path: &str) {
        self.log(Line::Gone(path.to_owned()));
    }

    /// Notes stories as removed for good.
    pub(super) fn keep_out(&mut self, ids: impl IntoIterator<Item = String>) {
        ids.into_iter().for_each(|id| self.log(Line::Removed(id)));
    }

    /// The folder that relative paths are meant from.
    pub(super) fn base(&self) -> Option<&str> {
        self.base.as_deref()
    }

    /// Notes the folder that relative paths are meant from.
    pub(super) fn set_base(&mut self, base: &str) {
        if self.base.as_deref() != Some(base) {
            self.log(Line::Base(base.to_owned()));
        }
    }

    /// What is known of a story as a version of its item.
    pub(super) fn version(&self, id: &str) -> Option<&Version> {
        self.versions.get(id)
    }

    /// Notes what a story is as a version of its item.
    pub(super) fn set_version(&mut self, id: &str, version: Version) {
        if self.versions.get(id) != Some(&version) {
            self.log(Line::Version(id.to_owned(), version));
        }
    }

    /// Notes what tells which others belong to a story.
    pub(super) fn set_features(&mut self, traits: &Traits) {
        self.features.set(traits);
    }

    /// Forgets that of a story that is taken out.
    pub(super) fn forget_features(&mut self, id: &str) {
        self.features.forget(id);
    }

    /// What tells which stories belong together, of each of them, where that may have changed since it was last asked
    /// for and [settled](Manifest::set_linked).
    pub(super) fn features(&mut self) -> Result<Option<Vec<Traits>>> {
        match self.features.note.due {
            true => self.features.load().map(Some),
            false => Ok(None),
        }
    }

    /// Notes, for the next commit, that stories are linked, and which notice takes each of some back.
    pub(super) fn set_linked(&mut self, killed: &HashMap<String, String>) {
        self.features.note.due = false;
        let known = self.versions.iter();
        let freed =
            known.filter(|(id, version)| version.killed.is_some() && !killed.contains_key(*id));
        let freed: Vec<String> = freed.map(|(id, _)| id.clone()).collect();
        for id in freed {
            self.set_killed(&id, None);
        }
        for (id, notice) in killed {
            self.set_killed(id, Some(notice.clone()));
        }
    }

    fn set_killed(&mut self, id: &str, killed: Option<String>) {
        let version = self.versions.get(id).cloned();
        let version = version.unwrap_or_else(|| Version {
            chain: id.to_owned(),
            path: self.home(id).unwrap_or_default().to_owned(),
            ..Version::default()
        });
        self.set_version(id, Version { killed, ..version });
    }

    /// The stories in the archive that do not say yet what stands in their place now.
    pub(super) fn unsettled(&self) -> Vec<Change> {
        unsettled(self.held_versions())
    }

    /// The stories in the archive that are versions of items.
    fn held_versions(&self) -> impl Iterator<Item = (&str, &Version)> + Clone {
        let here = |(id, _): &(&String, &Version)| {
            self.homes.contains_key(*id) && !self.removed.contains(*id)
        };
        let stories = self.versions.iter().filter(here);
        stories.map(|(id, version)| (id.as_str(), version))
    }

    /// Notes that a story says what stands in its place.
    pub(super) fn settle(&mut self, (id, by): Change) {
        if let Some(version) = self.versions.get(&id).cloned() {
            self.set_version(&id, Version { by, ..version });
        }
    }

    /// Makes the log last on disk, and returns the note that the engine's commit has to carry.
    pub(super) fn save(&mut self) -> Result<String> {
        self.features.save()?;
        self.note.features = self.features.note;
        let dead =
            self.lines > 2 * (self.files.len() + self.removed.len() + self.versions.len()) + 1000;
        if dead {
            self.rewrite();
        }
        if !self.pending.is_empty() {
            self.note.bytes = log::append(&self.file(), self.note.bytes, &self.pending)?;
            self.pending.clear();
        }
        Ok(serde_json::to_string(&self.note).unwrap_or_default())
    }

    /// Starts the next log with the lines that still count.
    fn rewrite(&mut self) {
        self.note.manifest += 1;
        self.note.bytes = 0;
        self.pending.clear();
        self.lines = 0;
        let removed: Vec<_> = self.removed.iter().cloned().map(Line::Removed).collect();
        let files: Vec<_> = self
            .files
            .iter()
            .map(|(path, record)| Line::File(path.clone(), record.clone()))
            .collect();
        let versions = std::mem::take(&mut self.versions).into_iter();
        let counts = |id: &String| self.homes.contains_key(id) || self.removed.contains(id);
        let versions: Vec<_> = versions
            .filter(|(id, _)| counts(id))
            .map(|(id, version)| Line::Version(id, version))
            .collect();
        let base = self.base.clone().map(Line::Base);
        removed
            .into_iter()
            .chain(files)
            .chain(versions)
            .chain(base)
            .for_each(|line| self.log(line));
    }

    /// Removes the logs that the last commit no longer names.
    pub(super) fn sweep(&self) {
        let current = self.file();
        let Ok(entries) = fs::read_dir(&self.folder) else {
            return;
        };
        for entry in entries.filter_map(std::result::Result::ok) {
            let name = entry.file_name();
            let log = name
                .to_str()
                .is_some_and(|name| name.starts_with(PREFIX) && name.ends_with(ENDING));
            if log && entry.path() != current || self.features.is_old(&entry.path()) {
                // One that stays costs disk and nothing else; the next run tries again.
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

/// The stories removed for good that a data folder of any version knows of, with what they were as versions of their
/// items: all logs in it are read, and lines that this version does not understand are passed over.
pub(super) fn removed_in(folder: &Path) -> Result<Vec<(String, Option<Version>)>> {
    let (mut removed, mut versions) = (BTreeSet::new(), HashMap::new());
    for entry in fs::read_dir(folder)
        .map_err(Error::io("read", folder))?
        .filter_map(std::result::Result::ok)
    {
        let name = entry.file_name();
        if !name.to_str().is_some_and(|name| name.starts_with(PREFIX)) {
            continue;
        }
        let text = log::read_all(&entry.path())?;
        for line in text.split(|&byte| byte == b'\n') {
            match serde_json::from_slice(line) {
                Ok(Line::Removed(id)) => drop(removed.insert(id)),
                Ok(Line::Version(id, version)) => drop(versions.insert(id, version)),
                _ => {}
            }
        }
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
    let Some((_, newest)) = newest else {
        return Ok((BTreeSet::new(), None));
    };
    let text = log::read_all(&newest)?;
    let (mut paths, mut base) = (BTreeSet::new(), None);
    for line in text.split(|&byte| byte == b'\n') {
        match serde_json::from_slice(line) {
            Ok(Line::File(path, _) | Line::More(path, ..)) => drop(paths.insert(path)),
            Ok(Line::Gone(path)) => drop(paths.remove(&path)),
            Ok(Line::Base(folder)) => base = Some(folder),
            _ => {}
        }
    }
    Ok((paths, base))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::File;

    fn record(stories: &[&str], copies: &[&str]) -> FileRecord {
        let own = |ids: &[&str]| ids.iter().map(|&id| id.to_owned()).collect();
        FileRecord {
            size: 1,
            stories: own(stories),
            copies: copies.iter().map(|&id| id.to_owned().into()).collect(),
            ..FileRecord::default()
        }
    }

    #[test]
    fn what_a_commit_names_is_read_back_and_what_came_after_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let mut manifest = Manifest::open(folder.path(), None).unwrap();
        manifest.set("a.txt", record(&["1a"], &[]));
        manifest.set("b.txt", record(&[], &["1a"]));
        manifest.keep_out(["1z".to_owned()]);
        let note = manifest.save().unwrap();
        manifest.forget("a.txt");
        manifest.save().unwrap();

        let mut again = Manifest::open(folder.path(), Some(&note)).unwrap();
        assert_eq!(again.home("1a"), Some("a.txt"));
        assert_eq!(again.copies("1a"), ["b.txt"]);
        assert!(again.is_removed("1z"));
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
        let copy = Copy::from("1b!/b!/c.txt".to_owned());
        manifest.add("a.zip", &["1c".to_owned()], std::slice::from_ref(&copy));
        let note = manifest.save().unwrap();
        let again = Manifest::open(folder.path(), Some(&note)).unwrap();
        let known = again.get("a.zip").unwrap();
        assert!(known.partial && known.stories == ["1a", "1c"] && known.copies == [copy]);
        assert_eq!(known.copies[0].member, "!/b!/c.txt");
        assert_eq!(
            (again.home("1c"), again.copies("1b")),
            (Some("a.zip"), vec!["a.zip".into()])
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
