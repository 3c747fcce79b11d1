//! Finds files and loads their bytes: folders, single files, standard input. Knows nothing of what they hold.

use std::path::PathBuf;

/// A file that the walk found, before it is opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Where to open it.
    pub file: PathBuf,
    /// The path as the record shows it: the folder as given, then the path below it.
    pub path: String,
    /// Size in bytes.
    pub size: u64,
    /// Modification time, nanoseconds since 1970; 0 where not known.
    pub modified: i64,
}

/// A file that was found or tried and not read, with the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// The path as the record shows it.
    pub path: String,
    /// Why, for the report.
    pub reason: String,
    /// Whether reading failed (exit code 3), or there was nothing to read.
    pub failed: bool,
}

/// Which files of a folder are wanted.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Patterns of which one has to fit; empty: all.
    pub include: Vec<String>,
    /// Patterns of which none may fit.
    pub exclude: Vec<String>,
}
