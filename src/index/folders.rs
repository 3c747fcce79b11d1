//! What the files of one folder say of each other: about when their stories were filed, and how many were modified
//! within one minute. Looked at only for a story that nothing else dates, once a folder. The folders in a bundle are
//! folders, looked at once a bundle.

use super::reading::Reading;
use crate::enrich;
use crate::facts::Facts;
use crate::read::{self, Entry, Found, Limits, Wanted};
use crate::{decode, parse};
use chrono::NaiveDate;
use std::collections::{HashMap, HashSet};
use std::fs;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// How many files of a folder are looked into, and how many bytes of each.
const FILES: usize = 32;
const BYTES: u64 = 4 << 10;
/// How many of them have to print a whole date.
const DATED: usize = 2;
/// How many members of a bundle are looked at.
const MEMBERS: usize = 1_000_000;

/// The folders that were looked at: those on disk, and those of each bundle.
#[derive(Debug, Default)]
pub(super) struct Folders {
    disk: Table<Folder>,
    bundles: Table<HashMap<String, Arc<Folder>>>,
}

/// What was looked at, by its path; each once, and by one thread.
type Table<T> = Mutex<HashMap<PathBuf, Arc<OnceLock<Arc<T>>>>>;

/// What is known of one folder.
#[derive(Debug, Default)]
pub(super) struct Folder {
    /// About when its stories were filed, where those that print a whole date agree within a year.
    pub(super) middle: Option<NaiveDate>,
    /// How many files were modified in each minute since 1970.
    minutes: HashMap<i64, u32>,
}

impl Folder {
    /// How many files were modified in the same minute as one of seconds since 1970.
    pub(super) fn same_minute(&self, modified: i64) -> u32 {
        let minute = modified.div_euclid(60);
        self.minutes.get(&minute).copied().unwrap_or_default()
    }

    fn new(days: &[NaiveDate], mut minutes: HashMap<i64, u32>) -> Folder {
        minutes.retain(|_, files| *files > 1);
        Folder {
            middle: enrich::middle(days.to_vec()).filter(|_| days.len() >= DATED),
            minutes,
        }
    }
}

impl Folders {
    /// The folder of a file, or of a member of it that has this path. What cannot be read is as if it were not there:
    /// the file's own story matters more.
    pub(super) fn of(
        &self,
        entry: &Entry,
        path: &str,
        reading: &Reading,
        facts: &Facts,
    ) -> Arc<Folder> {
        let parent = entry.file.parent().filter(|_| entry.path != read::STDIN);
        let Some(parent) = parent else {
            return Arc::default();
        };
        if path == entry.path {
            return once(&self.disk, parent, || look(parent, facts));
        }
        let of_bundle = once(&self.bundles, &entry.file, || {
            look_into(entry, reading, facts)
        });
        of_bundle.get(folder_of(path)).cloned().unwrap_or_default()
    }
}

/// What a table has of a path, looked up where it has nothing yet.
fn once<T>(table: &Table<T>, path: &Path, look: impl FnOnce() -> T) -> Arc<T> {
    let cell = {
        let mut table = table.lock().unwrap_or_else(PoisonError::into_inner);
        table.entry(path.to_owned()).or_default().clone()
    };
    cell.get_or_init(|| Arc::new(look())).clone()
}

/// The path of a member's folder.
fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn look(folder: &Path, facts: &Facts) -> Folder {
    let here = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    let mut files = Vec::new();
    let mut minutes = HashMap::new();
    for entry in fs::read_dir(here).into_iter().flatten().flatten() {
        let Some(data) = entry.metadata().ok().filter(|data| data.is_file()) else {
            continue;
        };
        let since = data
            .modified()
            .ok()
            .and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
        if let Some(since) = since {
            *minutes.entry((since.as_secs() / 60) as i64).or_default() += 1;
        }
        files.push(entry.path());
    }
    files.sort_unstable();
    let days: Vec<NaiveDate> = sample(&files)
        .filter_map(|file| day_of_file(file, facts))
        .collect();
    Folder::new(&days, minutes)
}

/// Some of the files of a folder, evenly spread.
fn sample<T>(files: &[T]) -> impl Iterator<Item = &T> {
    files.iter().step_by(files.len().div_ceil(FILES).max(1))
}

/// The folders of a bundle, by their paths.
fn look_into(entry: &Entry, reading: &Reading, facts: &Facts) -> HashMap<String, Arc<Folder>> {
    let mut members: HashMap<String, (Vec<String>, HashMap<i64, u32>)> = HashMap::new();
    let mut count = 0;
    each_member(entry, reading, &mut |member| {
        let (files, minutes) = members
            .entry(folder_of(&member.path).to_owned())
            .or_default();
        let minute = member.modified.div_euclid(60_000_000_000);
        *minutes.entry(minute).or_default() += 1;
        files.push(member.path);
        count += 1;
        match count < MEMBERS {
            true => ControlFlow::Continue(()),
            false => ControlFlow::Break(()),
        }
    });
    let mut sampled = HashSet::new();
    for (files, _) in members.values_mut() {
        files.sort_unstable();
        sampled.extend(sample(files).cloned());
        *files = Vec::new();
    }
    let mut days: HashMap<String, Vec<NaiveDate>> = HashMap::new();
    each_member(entry, reading, &mut |member| {
        if sampled.remove(&member.path)
            && let Some(day) = day_of(member.content, facts)
        {
            let folder = folder_of(&member.path).to_owned();
            days.entry(folder).or_default().push(day);
        }
        match sampled.is_empty() {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    });
    let folders = members.into_iter().map(|(path, (_, minutes))| {
        let days = days.remove(&path).unwrap_or_default();
        (path, Arc::new(Folder::new(&days, minutes)))
    });
    folders.collect()
}

fn each_member(
    entry: &Entry,
    reading: &Reading,
    each: &mut dyn FnMut(read::Member<'_>) -> ControlFlow<()>,
) {
    let mut found = |found: Found<'_>| match found {
        Found::Member(member) => each(member),
        Found::Unread(_) => ControlFlow::Continue(()),
    };
    // What cannot be read is reported where it is read for its stories.
    let _ = read::open(entry, &reading.limits, &Wanted::default(), &mut found);
}

/// The whole date that the beginning of a file prints, compressed or not.
fn day_of_file(file: &Path, facts: &Facts) -> Option<NaiveDate> {
    let path = read::shown(file.as_os_str());
    let entry = Entry {
        file: file.to_owned(),
        path: path.clone(),
        size: 0,
        modified: 0,
        below: PathBuf::new(),
    };
    let mut day = None;
    let mut first = |found: Found<'_>| {
        if let Found::Member(member) = found
            && member.path == path
        {
            day = day_of(member.content, facts);
        }
        ControlFlow::Break(())
    };
    read::open(&entry, &Limits::default(), &Wanted::default(), &mut first).ok()?;
    day
}

/// The whole date that the beginning of a text prints.
fn day_of(content: &mut dyn Read, facts: &Facts) -> Option<NaiveDate> {
    let mut bytes = Vec::new();
    content.take(BYTES).read_to_end(&mut bytes).ok()?;
    let decoded = decode::decode(&bytes, &decode::Hints::default()).ok()?;
    let items = parse::parse(&decoded.text, &parse::Context::new(facts));
    items.iter().flatten().find_map(enrich::printed_whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(stories: &[&str]) -> Folder {
        let folder = tempfile::tempdir().unwrap();
        for (number, story) in stories.iter().enumerate() {
            fs::write(folder.path().join(format!("{number}.txt")), story).unwrap();
        }
        look(folder.path(), Facts::built_in())
    }

    #[test]
    fn stories_that_agree_date_their_folder() {
        let found = folder(&[
            "PARIS, 17 nov 2020 (AFP) - A kite flew.",
            "LYON, 19 nov (AFP) - A kite fell.",
            "NICE, 21 nov 2020 (AFP) - A kite rose.",
        ]);
        assert_eq!(found.middle, NaiveDate::from_ymd_opt(2020, 11, 21));
        assert_eq!(found.same_minute(0), 0);
    }

    #[test]
    fn one_story_or_stories_of_many_years_date_nothing() {
        assert_eq!(
            folder(&["PARIS, 17 nov 2020 (AFP) - A kite flew."]).middle,
            None
        );
        let far = [
            "PARIS, 17 nov 2010 (AFP) - A kite flew.",
            "NICE, 21 nov 2020 (AFP) - A kite rose.",
        ];
        assert_eq!(folder(&far).middle, None);
    }
}
