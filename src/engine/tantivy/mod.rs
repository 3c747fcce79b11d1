//! The built-in engine: an index kept in a folder by tantivy. See [`schema`] for what it holds.

mod analysis;
mod between;
mod chains;
mod collect;
mod columns;
mod deadline;
mod directory;
mod folding;
mod forms;
mod frame;
mod fuzzy_terms;
mod held;
mod impacts;
mod lengths;
mod linked_query;
mod links;
mod lists;
mod marked;
mod membership;
mod merging;
mod near_query;
mod paths;
mod payload;
mod plan;
mod postings;
mod queue;
mod records;
mod rerank;
mod resolved;
mod schema;
mod searcher;
mod span_query;
mod tally;
mod translate;
mod unit;
mod window;
mod writer;

use super::archive::Archive;
use super::ranking::Ranking;
use super::{Memory, Mode, Searcher, Writer};
use crate::error::{Error, Result};
use payload::Payload;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use tantivy::directory::error::{OpenDirectoryError, OpenReadError};
use tantivy::{Index, TantivyError};

pub use forms::MAX_FORMS;

/// Opens an archive for searching.
pub(super) fn open(location: &Path, ranking: Ranking) -> Result<Box<dyn Searcher>> {
    Ok(Box::new(searcher::TantivySearcher::open(
        location, ranking,
    )?))
}

/// Opens an archive for writing.
pub(super) fn open_for_writing(
    location: &Path,
    mode: Mode,
    memory: Memory,
) -> Result<Box<dyn Writer>> {
    Ok(Box::new(writer::TantivyWriter::open(
        location, mode, memory,
    )?))
}

/// The folder and the note of the last commit.
pub(super) fn committed(location: &Path) -> Result<(PathBuf, Option<String>)> {
    let archive = Archive::read(location)?;
    archive.check(location)?;
    let data = location.join(&archive.data);
    let metas = Index::open_in_dir(&data).and_then(|index| index.load_metas());
    let payload = metas.map_err(engine_error(location))?.payload;
    let note = payload.map(|payload| Payload::read(&payload).note);
    Ok((data, note))
}

/// The error of a story's record that cannot be read, in the archive at a place.
fn damaged_record(location: &Path) -> impl Fn(std::io::Error) -> Error {
    let path = location.to_owned();
    move |error| Error::Engine {
        path: path.clone(),
        reason: format!("a story's record cannot be read: {error}"),
    }
}

/// The error of a table of links that cannot be read or written, in the archive at a place.
fn links_error(location: &Path) -> impl Fn(std::io::Error) -> Error {
    let path = location.to_owned();
    move |error| match error.kind() {
        ErrorKind::InvalidData => Error::Engine {
            path: path.clone(),
            reason: format!("its data is damaged: {error}"),
        },
        _ => Error::io("use the links of stories in", &path)(error),
    }
}

/// An error of tantivy in our words, about the archive at a place.
fn engine_error(location: &Path) -> impl Fn(TantivyError) -> Error {
    let path = location.to_owned();
    move |error| {
        if let Some((file, kind)) = unreadable(&error) {
            return Error::io("read", &path.join(file))(kind.into());
        }
        let reason = match error {
            TantivyError::DataCorruption(damage) => format!("its data is damaged: {damage:?}"),
            TantivyError::ErrorInThread(reason) => {
                format!(
                    "writing failed, perhaps because the disk is full; what was committed before is safe ({reason})"
                )
            }
            other => other.to_string(),
        };
        Error::Engine {
            path: path.clone(),
            reason,
        }
    }
}

/// The file that this user may not read, where that is what is wrong: no damage, and nothing to write anew.
fn unreadable(error: &TantivyError) -> Option<(&Path, ErrorKind)> {
    let (file, error) = match error {
        TantivyError::OpenReadError(OpenReadError::IoError { io_error, filepath }) => {
            (filepath.as_path(), io_error)
        }
        TantivyError::OpenDirectoryError(OpenDirectoryError::IoError {
            io_error,
            directory_path,
        }) => (directory_path.as_path(), io_error),
        TantivyError::IoError(error) => (Path::new(""), error),
        _ => return None,
    };
    Some((file, error.kind())).filter(|(_, kind)| *kind == ErrorKind::PermissionDenied)
}
