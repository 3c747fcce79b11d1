//! Opens a file and hands on what it holds: itself, or the members of a bundle one after another, streamed. Nothing is
//! written to disk.

mod kind;
mod place;
mod salvage;
mod squeeze;
mod tar;
mod unpack;
mod zip;

pub use kind::is_bundle;

use super::file::{open_file, plain_words, state};
use super::limits::{Limits, Meter};
use super::{Entry, STDIN, Unread, Wanted};
use place::Place;
use std::fs::Metadata;
use std::io::{self, Read};
use std::ops::ControlFlow;
use unpack::Run;

/// A file up to this size is read whatever it has of holes …
const SPARSE_FREE: u64 = 64 << 20;
/// … and a larger one if it is at most so many times larger than its blocks on disk; a file system that compresses
/// saves less.
const SPARSE_RATIO: u64 = 200;

/// A text as it lies in a file: the file itself, or a member of a bundle.
pub struct Member<'a> {
    /// The file's path, and `!/` before each step into a bundle: `disk.zip!/1997/0731.FRA`.
    pub path: String,
    /// Modification time, nanoseconds since 1970: the member's own where it has one; 0 where not known.
    pub modified: i64,
    /// Its bytes. What an error of reading means says [`super::reason_of`]; the bytes before it count.
    pub content: &'a mut dyn Read,
}

/// What opening a file finds.
pub enum Found<'a> {
    /// A text to be read.
    Member(Member<'a>),
    /// Something that is not read, with the reason. What comes after it is found all the same.
    Unread(Unread),
}

/// Opens a file and hands on what it holds: itself, or the members of a bundle one after another.
///
/// An error is one of the whole file: nothing was handed on. All else that is not read comes as [`Found::Unread`].
pub fn open(
    entry: &Entry,
    limits: &Limits,
    wanted: &Wanted,
    each: &mut dyn FnMut(Found<'_>) -> ControlFlow<()>,
) -> Result<(), Unread> {
    let failed = |error: io::Error| Unread::failed(&entry.path, plain_words(&error));
    let filter = wanted
        .filter()
        .map_err(|error| Unread::failed(&entry.path, error.to_string()))?;
    let place = Place::of(entry);
    if entry.file.as_os_str() == STDIN {
        let mut run = Run::new(Meter::new(limits, 0), limits, filter, each);
        let _ = run.stdin(place, &mut io::stdin().lock());
        return Ok(());
    }
    let mut file = open_file(&entry.file).map_err(failed)?;
    let before = file.metadata().map_err(failed)?;
    if !before.is_file() {
        return Err(Unread::passed_over(&entry.path, "it is no regular file"));
    }
    if let Some(reason) = sparse(&before) {
        return Err(Unread::failed(&entry.path, reason));
    }
    let mut run = Run::new(Meter::new(limits, before.len()), limits, filter, each);
    let flow = run.file(place, &mut file);
    let after = file.metadata().map_err(failed)?;
    if flow.is_continue() && state(&before) != state(&after) {
        let reason = "it changed while it was read: index it again when it is complete";
        let _ = each(Found::Unread(Unread::failed(&entry.path, reason)));
    }
    Ok(())
}

/// Why a file that is almost all holes is not read: a terabyte of zeros would take an hour.
#[cfg(unix)]
fn sparse(metadata: &Metadata) -> Option<String> {
    use std::os::unix::fs::MetadataExt;
    let (size, on_disk) = (metadata.len(), metadata.blocks().saturating_mul(512));
    let is_sparse = size > SPARSE_FREE && size / SPARSE_RATIO > on_disk;
    is_sparse.then(|| format!("it is a sparse file: of {size} bytes only {on_disk} are on disk"))
}

#[cfg(not(unix))]
fn sparse(_: &Metadata) -> Option<String> {
    None
}

#[cfg(test)]
mod tests;
