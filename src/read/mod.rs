//! Finds files and reads their bytes: folders, single files, standard input, and the members of bundles. Knows nothing
//! of what their texts say.

mod bundle;
mod file;
mod limits;
mod name;
mod walk;
mod wanted;

pub use bundle::{Found, Member, is_bundle, open};
pub use file::open_file;
pub use limits::{Limits, Reason, reason_of};
pub use name::{shown, unshown};
pub use walk::{tidy, walk};
pub use wanted::Wanted;

use std::path::PathBuf;

/// The path that means standard input.
pub const STDIN: &str = "-";

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
    /// The path below the folder that was given: what patterns of names are held against.
    pub below: PathBuf,
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

impl Unread {
    /// A file whose reading failed.
    fn failed(path: impl Into<String>, reason: impl Into<String>) -> Unread {
        Unread {
            path: path.into(),
            reason: reason.into(),
            failed: true,
        }
    }

    /// A file in which there is nothing to read.
    fn passed_over(path: impl Into<String>, reason: impl Into<String>) -> Unread {
        Unread {
            failed: false,
            ..Unread::failed(path, reason)
        }
    }
}
