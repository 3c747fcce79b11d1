//! Loads one file. Opens nothing that could block or hand over something else than was found (pipes, devices, links),
//! and reads instead of mapping, so that a file cut short meanwhile is an error and not a crash.

use super::{Entry, STDIN, Unread};
use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read};
use std::path::Path;
use std::time::SystemTime;

/// The largest file that is read, in bytes.
pub const MAX_FILE: u64 = 64 << 20;

/// How often a file that changes meanwhile is tried.
const TRIES: usize = 3;

/// Loads the bytes of a file, or of standard input for the path `-`.
pub fn load(entry: &Entry) -> Result<Vec<u8>, Unread> {
    if entry.file.as_os_str() == STDIN {
        return limited(&mut io::stdin().lock(), entry);
    }
    for _ in 0..TRIES {
        if let Some(bytes) = load_unchanged(entry)? {
            return Ok(bytes);
        }
    }
    Err(Unread::failed(&entry.path, "it changes while it is read"))
}

/// The bytes of a file; `None` where it changed on the way.
fn load_unchanged(entry: &Entry) -> Result<Option<Vec<u8>>, Unread> {
    let failed = |error: io::Error| Unread::failed(&entry.path, plain_words(&error));
    let mut file = open_file(&entry.file).map_err(failed)?;
    let before = file.metadata().map_err(failed)?;
    if !before.is_file() {
        return Err(Unread::passed_over(&entry.path, "it is no regular file"));
    }
    if before.len() > MAX_FILE {
        return Err(too_large(entry, before.len()));
    }
    let bytes = limited(&mut file, entry)?;
    let after = file.metadata().map_err(failed)?;
    Ok((state(&before) == state(&after)).then_some(bytes))
}

/// What of a file's metadata tells that it was written to.
pub(super) fn state(metadata: &Metadata) -> (u64, Option<SystemTime>) {
    (metadata.len(), metadata.modified().ok())
}

/// Reads to the end, up to the limit.
fn limited(source: &mut dyn Read, entry: &Entry) -> Result<Vec<u8>, Unread> {
    let mut bytes = Vec::with_capacity(entry.size.min(MAX_FILE) as usize + 1);
    source
        .take(MAX_FILE + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Unread::failed(&entry.path, plain_words(&error)))?;
    match bytes.len() as u64 > MAX_FILE {
        true => Err(too_large(entry, bytes.len() as u64)),
        false => Ok(bytes),
    }
}

fn too_large(entry: &Entry, size: u64) -> Unread {
    let reason = format!(
        "it is larger than the limit of {} MiB ({size} bytes)",
        MAX_FILE >> 20
    );
    Unread::failed(&entry.path, reason)
}

/// The system's word for an error, without its number.
pub(super) fn plain_words(error: &io::Error) -> String {
    let text = error.to_string();
    match text.split_once(" (os error") {
        Some((words, _)) => words.to_lowercase(),
        None => text,
    }
}

/// Opens a file without waiting for a pipe or following a link.
#[cfg(unix)]
pub fn open_file(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let careful = libc::O_NONBLOCK | libc::O_NOFOLLOW | libc::O_NOCTTY | libc::O_CLOEXEC;
    OpenOptions::new()
        .read(true)
        .custom_flags(careful)
        .open(path)
}

/// Opens a file.
#[cfg(not(unix))]
pub fn open_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(path: &Path) -> Entry {
        Entry {
            file: path.into(),
            path: path.display().to_string(),
            size: 0,
            modified: 0,
            below: path.into(),
        }
    }

    #[test]
    fn a_file_at_the_limit_is_read_and_one_over_it_is_reported() {
        let folder = tempfile::tempdir().unwrap();
        for (size, read) in [(MAX_FILE, true), (MAX_FILE + 1, false), (1 << 40, false)] {
            let path = folder.path().join(size.to_string());
            File::create(&path).unwrap().set_len(size).unwrap();
            match load(&entry(&path)) {
                Ok(bytes) => assert!(read && bytes.len() as u64 == size),
                Err(unread) => {
                    assert!(!read && unread.failed);
                    assert!(unread.reason.contains("64 MiB"), "{}", unread.reason);
                }
            }
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_or_link_put_in_the_place_of_a_file_is_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.unwrap().success());
        assert!(!load(&entry(&pipe)).unwrap_err().failed);
        let link = folder.path().join("link");
        std::os::unix::fs::symlink("/etc/passwd", &link).unwrap();
        assert!(load(&entry(&link)).unwrap_err().failed);
    }

    #[test]
    fn a_file_that_is_gone_is_a_failure_in_plain_words() {
        let folder = tempfile::tempdir().unwrap();
        let unread = load(&entry(&folder.path().join("gone"))).unwrap_err();
        assert!(unread.failed);
        assert_eq!(unread.reason, "no such file or directory");
    }
}
