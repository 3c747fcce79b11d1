//! What failed, where, and what to do next. Every error that reaches a person is one of these.

use std::path::{Path, PathBuf};

/// The library's result.
pub type Result<T> = std::result::Result<T, Error>;

/// The folder of the archive where nobody names another.
pub const DEFAULT_LOCATION: &str = "index";

/// What can go wrong, in the words that a person reads: lower case, no full stop.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder could not be read or written.
    #[error("cannot {action} {}: {source}", path.display())]
    Io {
        /// What was tried: `read`, `write`, `create`, …
        action: &'static str,
        /// On which file or folder.
        path: PathBuf,
        /// The system's word.
        source: std::io::Error,
    },
    /// No archive at the place named.
    #[error("there is no archive at {}", std::path::absolute(.0).as_ref().unwrap_or(.0).display())]
    NoArchive(PathBuf),
    /// Something else stands where the archive should be.
    #[error("{} is not an archive: {reason}", path.display())]
    NotAnArchive {
        /// The folder named.
        path: PathBuf,
        /// What is missing or odd.
        reason: String,
    },
    /// The archive was written by another version of this program.
    #[error("the archive at {} has {found}; this program reads {wanted}", path.display())]
    OtherVersion {
        /// The archive.
        path: PathBuf,
        /// What it says of itself.
        found: String,
        /// What is needed.
        wanted: String,
    },
    /// Another process is writing to the archive.
    #[error("the archive at {} is being written by another process{}", path.display(), pid.map(|pid| format!(" (process {pid})")).unwrap_or_default())]
    Locked {
        /// The archive.
        path: PathBuf,
        /// The writer's process id, where it left one.
        pid: Option<u32>,
    },
    /// The archive's own data is damaged or failed underneath.
    #[error("the archive at {} failed: {reason}", path.display())]
    Engine {
        /// The archive.
        path: PathBuf,
        /// The engine's word.
        reason: String,
    },
    /// A question that cannot be answered as asked: a limit, or an impossible value.
    #[error("{message}")]
    Query {
        /// What is wrong, with the part of the query.
        message: String,
        /// What to write instead.
        hint: Option<String>,
    },
    /// A wrong argument.
    #[error("{message}")]
    Usage {
        /// What is wrong.
        message: String,
        /// What to write instead.
        hint: Option<String>,
    },
    /// A row of a user's own tables that cannot be read.
    #[error("cannot read {}:{line}: {reason}", path.display())]
    Table {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong with it, and what to write instead.
        reason: String,
    },
    /// A name that matches no story, or several.
    #[error("{0}")]
    NoStory(String),
}

impl Error {
    /// An i/o error with what was tried and where.
    pub fn io(action: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Error {
        let path = path.to_owned();
        move |source| Error::Io {
            action,
            path,
            source,
        }
    }

    /// What to do next, where we know it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Error::NoArchive(path) => {
                let named = match path.as_os_str() == DEFAULT_LOCATION {
                    true => String::new(),
                    false => format!("--index {} ", path.display()),
                };
                Some(format!(
                    "make one with: dateline {named}index FOLDER; or name the one you have with --index or DATELINE_INDEX"
                ))
            }
            Error::OtherVersion { path, .. } => Some(format!(
                "write it anew with: dateline index --index {} --rebuild FOLDER…",
                path.display()
            )),
            Error::Locked { .. } => Some("wait until it has finished, then try again".into()),
            Error::Engine { path, .. } => Some(format!(
                "if it is damaged, write it anew with: dateline index --index {} --rebuild FOLDER…",
                path.display()
            )),
            Error::NotAnArchive { .. } => Some("name the archive with --index LOCATION".into()),
            Error::Table { .. } => {
                Some("mend that line; nothing was read or written with the tables".into())
            }
            Error::Query { hint, .. } | Error::Usage { hint, .. } => hint.clone(),
            Error::Io { .. } | Error::NoStory(_) => None,
        }
    }

    /// The exit code of a command that ends with this error: 1 nothing found, 4 locked, 5 other version, else 2.
    pub fn exit_code(&self) -> u8 {
        match self {
            Error::NoStory(_) => 1,
            Error::Locked { .. } => 4,
            Error::OtherVersion { .. } => 5,
            _ => 2,
        }
    }
}
