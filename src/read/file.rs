//! Opens one file: nothing that could block, or hand over something else than was found (pipes, devices, links). It is
//! read and never mapped, so that a file cut short meanwhile is an error and not a crash.

use std::fs::{File, Metadata, OpenOptions};
use std::io;
use std::path::Path;
use std::time::SystemTime;

/// What of a file's metadata tells that it was written to.
pub(super) fn state(metadata: &Metadata) -> (u64, Option<SystemTime>) {
    (metadata.len(), metadata.modified().ok())
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
