//! What the files of one folder say of each other: about when their stories were filed, and how many were modified
//! within one minute. Looked at only for a story that nothing else dates, once a folder.

use crate::enrich;
use crate::facts::Facts;
use crate::read::{self, Entry};
use crate::{decode, parse};
use chrono::NaiveDate;
use std::collections::HashMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// How many files of a folder are looked into, and how many bytes of each.
const FILES: usize = 32;
const BYTES: u64 = 4 << 10;
/// How many of them have to print a whole date.
const DATED: usize = 2;

/// The folders that were looked at, by their paths.
#[derive(Debug, Default)]
pub(super) struct Folders(Mutex<HashMap<PathBuf, Arc<Folder>>>);

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
}

impl Folders {
    /// The folder of a file. What cannot be read is as if it were not there: the file's own story matters more.
    pub(super) fn of(&self, entry: &Entry, facts: &Facts) -> Arc<Folder> {
        let parent = entry.file.parent().filter(|_| entry.path != read::STDIN);
        let Some(parent) = parent else {
            return Arc::default();
        };
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(parent) {
            return known.clone();
        }
        // Two threads may look at once: both see the same.
        let folder = Arc::new(look(parent, facts));
        lock().insert(parent.to_owned(), folder.clone());
        folder
    }
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
    let step = files.len().div_ceil(FILES).max(1);
    let days: Vec<NaiveDate> = files
        .iter()
        .step_by(step)
        .filter_map(|file| day_of(file, facts))
        .collect();
    minutes.retain(|_, files| *files > 1);
    Folder {
        middle: enrich::middle(days.clone()).filter(|_| days.len() >= DATED),
        minutes,
    }
}

/// The whole date that the beginning of a file prints.
fn day_of(file: &Path, facts: &Facts) -> Option<NaiveDate> {
    let mut bytes = Vec::new();
    File::open(file)
        .ok()?
        .take(BYTES)
        .read_to_end(&mut bytes)
        .ok()?;
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
