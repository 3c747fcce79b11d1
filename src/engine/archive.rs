//! The archive's folder: `archive.toml`, which says what wrote it, the data folder it names, and the writer's lock.

use crate::error::{Error, Result};
use crate::language::{ANALYSIS_VERSION, stem};
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// The version of an archive's data.
///
/// History: 1: the first form (tantivy 0.27, forms table, copies as documents, manifest beside the data).
/// 2: mentioned places, positions, marks and status are fields of a story.
/// 3: the manifest knows the versions of items; a story that another supersedes says so.
/// 4: the hour of a story is counted by; the ends of sentences and paragraphs are a field of it, and where its lead and rest
/// begin; its standing is a column, and its provider's chain a field; byline, slug, note and category are fields of
/// words, and urgency a number.
/// 5: the category that is counted by is a column of its own; records are compressed one by one, with dictionaries that are
/// files beside the index; the manifest and the features of stories are packed.
/// 6: records without what all compressed ones begin with; paths are a column.
/// 7: the first day of a date is looked up.
/// 8: the last day of a date is kept where it is not the first.
pub const FORMAT_VERSION: u32 = 8;

const MANIFEST: &str = "archive.toml";
const LOCK: &str = "writer.lock";
/// The folder in an archive where its owner puts tables of places, agencies and languages.
pub const TABLES: &str = "tables";

/// What `archive.toml` says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Archive {
    /// The engine that keeps the stories.
    pub engine: String,
    /// [`FORMAT_VERSION`] of the program that wrote it.
    pub format: u32,
    /// [`ANALYSIS_VERSION`] of the program that wrote it.
    pub analysis: u32,
    /// Version of the stemmers that wrote it.
    pub stemmer: String,
    /// The folder that holds the data, beside `archive.toml`.
    pub data: String,
}

impl Archive {
    /// What this program writes, with its data in the folder of a number.
    pub fn new(number: u32) -> Archive {
        Archive {
            engine: "tantivy".into(),
            format: FORMAT_VERSION,
            analysis: ANALYSIS_VERSION,
            stemmer: stem::VERSION.into(),
            data: format!("data-{number}"),
        }
    }

    /// Whether there is an archive at a place, of whatever version.
    pub fn exists(location: &Path) -> bool {
        location.join(MANIFEST).is_file()
    }

    /// Reads `archive.toml`, of whatever version.
    pub fn read(location: &Path) -> Result<Archive> {
        let file = location.join(MANIFEST);
        let text = match fs::read_to_string(&file) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(Error::NoArchive(location.to_owned()));
            }
            result => result.map_err(Error::io("read", &file))?,
        };
        let archive: Archive = toml::from_str(&text).map_err(|error| Error::NotAnArchive {
            path: location.to_owned(),
            reason: format!("{MANIFEST} is damaged: {}", error.message()),
        })?;
        if data_number(Path::new(&archive.data)).is_none() || archive.data.contains('/') {
            let reason = format!("{MANIFEST} names the data folder {:?}", archive.data);
            return Err(Error::NotAnArchive {
                path: location.to_owned(),
                reason,
            });
        }
        Ok(archive)
    }

    /// Refuses an archive that another version of this program wrote.
    pub fn check(&self, location: &Path) -> Result<()> {
        let wanted = Archive {
            data: self.data.clone(),
            ..Archive::new(1)
        };
        if *self == wanted {
            return Ok(());
        }
        let name = |a: &Archive| {
            format!(
                "{} format {}, analysis {}, {}",
                a.engine, a.format, a.analysis, a.stemmer
            )
        };
        Err(Error::OtherVersion {
            path: location.to_owned(),
            found: name(self),
            wanted: name(&wanted),
        })
    }

    /// Writes `archive.toml`, so that it is there whole or not at all.
    pub fn write(&self, location: &Path) -> Result<()> {
        let text = toml::to_string(self).unwrap_or_default();
        let note = "# An archive of `dateline`. The data lies in the folder named below; do not edit either.\n";
        write_whole(&location.join(MANIFEST), &format!("{note}{text}"))
    }
}

/// Writes a file so that after a crash or a power cut it is there whole or not at all.
pub fn write_whole(file: &Path, text: &str) -> Result<()> {
    let draft = file.with_extension("draft");
    let write = || -> std::io::Result<()> {
        let mut out = File::create(&draft)?;
        out.write_all(text.as_bytes())?;
        out.sync_all()?;
        fs::rename(&draft, file)?;
        File::open(file.parent().unwrap_or(Path::new(".")))?.sync_all()
    };
    write().map_err(Error::io("write", file))
}

/// Makes the folder of a new archive; refuses one that holds other things.
pub fn create_folder(location: &Path) -> Result<()> {
    fs::create_dir_all(location).map_err(Error::io("create", location))?;
    let entries = fs::read_dir(location).map_err(Error::io("read", location))?;
    for entry in entries {
        let name = entry.map_err(Error::io("read", location))?.file_name();
        let name = name.to_string_lossy();
        let ours = name == LOCK
            || name == TABLES
            || name == "README.md"
            || name.starts_with('.')
            || name.starts_with("data-");
        if !ours && !name.ends_with(".draft") {
            let reason = format!("it holds other things ({name:?})");
            return Err(Error::NotAnArchive {
                path: location.to_owned(),
                reason,
            });
        }
    }
    Ok(())
}

/// The number of a data folder, where its name is one.
pub fn data_number(folder: &Path) -> Option<u32> {
    folder
        .file_name()?
        .to_str()?
        .strip_prefix("data-")?
        .parse()
        .ok()
}

/// The data folders of an archive, named by `archive.toml` or not, by number.
pub fn data_folders(location: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(location).map_err(Error::io("read", location))?;
    let paths = entries
        .filter_map(std::result::Result::ok)
        .map(|entry| entry.path());
    let mut folders: Vec<PathBuf> = paths.filter(|path| data_number(path).is_some()).collect();
    folders.sort_by_key(|path| data_number(path));
    Ok(folders)
}

/// Removes the data folders that are not to be kept: what an interrupted rebuild left, or what one replaced.
pub fn remove_data_folders(location: &Path, keep: &[&str]) -> Result<()> {
    for folder in data_folders(location)? {
        if !keep.iter().any(|name| folder.ends_with(name)) {
            fs::remove_dir_all(&folder).map_err(Error::io("remove", &folder))?;
        }
    }
    Ok(())
}

/// The right to write to an archive, held while this lives. The operating system takes it back from a process that dies.
#[derive(Debug)]
pub struct Lock {
    file: File,
}

impl Lock {
    /// Takes the lock, or says which process has it.
    pub fn take(location: &Path) -> Result<Lock> {
        let path: PathBuf = location.join(LOCK);
        let options = File::options()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path);
        let mut file = options.map_err(Error::io("open", &path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(fs::TryLockError::WouldBlock) => {
                let mut pid = String::new();
                let _ = file.read_to_string(&mut pid);
                return Err(Error::Locked {
                    path: location.to_owned(),
                    pid: pid.trim().parse().ok(),
                });
            }
            Err(fs::TryLockError::Error(source)) => return Err(Error::io("lock", &path)(source)),
        }
        let note = file
            .set_len(0)
            .and_then(|()| write!(file, "{}", std::process::id()));
        note.map_err(Error::io("write", &path))?;
        Ok(Lock { file })
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = self.file.set_len(0);
        let _ = self.file.unlock();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_archive_of_another_version_is_refused_with_both_versions_named() {
        let folder = tempfile::tempdir().unwrap();
        let older = Archive {
            format: 0,
            ..Archive::new(1)
        };
        older.write(folder.path()).unwrap();
        let read = Archive::read(folder.path()).unwrap();
        assert_eq!(read, older);
        let error = read.check(folder.path()).unwrap_err();
        assert_eq!(error.exit_code(), 5);
        for format in [0, FORMAT_VERSION] {
            let said = format!("format {format}");
            assert!(error.to_string().contains(&said), "{error}");
        }
        assert!(error.hint().unwrap().contains("--rebuild"));
    }

    #[test]
    fn a_data_folder_outside_the_archive_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        Archive {
            data: "../elsewhere".into(),
            ..Archive::new(1)
        }
        .write(folder.path())
        .unwrap();
        assert!(matches!(
            Archive::read(folder.path()),
            Err(Error::NotAnArchive { .. })
        ));
    }

    #[test]
    fn a_folder_of_other_things_does_not_become_an_archive() {
        let folder = tempfile::tempdir().unwrap();
        create_folder(folder.path()).unwrap();
        fs::write(folder.path().join("thesis.txt"), "words").unwrap();
        assert!(matches!(
            create_folder(folder.path()),
            Err(Error::NotAnArchive { .. })
        ));
    }

    #[test]
    fn a_second_writer_is_told_who_has_the_lock() {
        let folder = tempfile::tempdir().unwrap();
        let first = Lock::take(folder.path()).unwrap();
        let error = Lock::take(folder.path()).unwrap_err();
        assert!(
            matches!(error, Error::Locked { pid: Some(pid), .. } if pid == std::process::id()),
            "{error}"
        );
        drop(first);
        Lock::take(folder.path()).unwrap();
    }
}
