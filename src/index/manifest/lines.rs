//! What the log says: a line for each thing that was learnt of a file or a story.

use super::super::reading::Stamp;
use super::super::versions::Version;
use super::files::Held;
use crate::chain::Id;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::ops::Range;

/// How a file looked when it was read, and what was in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::index) struct FileRecord {
    /// Size in bytes.
    pub(in crate::index) size: u64,
    /// Modification time, nanoseconds since 1970.
    pub(in crate::index) modified: i64,
    /// Version of reading.
    pub(in crate::index) reading: Stamp,
    /// Ids of the stories that this file is the home of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(in crate::index) stories: Vec<Id>,
    /// The stories that stand here as copies.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(in crate::index) copies: Vec<Copy>,
    /// What in it gave no story, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(in crate::index) lines: Vec<KeptLine>,
    /// It was not read to its end: the next run reads it anew.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(in crate::index) partial: bool,
}

/// A story that stands at a file, or at a member of it, as a copy. Written `ID` or `ID!/MEMBER`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(in crate::index) struct Copy {
    /// The story's id.
    pub(in crate::index) id: Id,
    /// What follows the file's path in the member's; nothing where it is the file.
    pub(in crate::index) member: String,
}

impl TryFrom<String> for Copy {
    type Error = String;

    fn try_from(mut text: String) -> Result<Copy, String> {
        let member = text.split_off(text.find('!').unwrap_or(text.len()));
        let id = Id::read(&text).ok_or_else(|| format!("{text:?} is no id of a story"))?;
        Ok(Copy { id, member })
    }
}

impl From<Copy> for String {
    fn from(copy: Copy) -> String {
        copy.id.to_string() + &copy.member
    }
}

/// A line of the report about a file, as it is said again while the file stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::index) struct KeptLine {
    /// What follows the file's path in the member's; nothing where it is the file.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(in crate::index) member: String,
    /// Whether reading failed; else it was read, and is no story.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(in crate::index) failed: bool,
    /// The reason.
    pub(in crate::index) reason: String,
}

/// A line of the log.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Line<P, R = FileRecord> {
    /// A file was read, or its reading has begun.
    File(P, R),
    /// More of a file was read.
    More(P, Vec<Id>, Vec<Copy>),
    /// A file is no longer known.
    Gone(P),
    /// A story was removed for good.
    Removed(Id),
    /// What is known of a story as a version of its item.
    Version(Id, Box<Version>),
    /// The folder that relative paths are meant from.
    Base(P),
}

impl<P, R> Line<P, R> {
    /// The line with another form of its path and its record.
    pub(super) fn map<Q, S>(
        self,
        path: impl FnOnce(P) -> Q,
        record: impl FnOnce(R) -> S,
    ) -> Line<Q, S> {
        match self {
            Line::File(it, held) => Line::File(path(it), record(held)),
            Line::More(it, stories, copies) => Line::More(path(it), stories, copies),
            Line::Gone(it) => Line::Gone(path(it)),
            Line::Removed(id) => Line::Removed(id),
            Line::Version(id, version) => Line::Version(id, version),
            Line::Base(it) => Line::Base(path(it)),
        }
    }
}

/// A path in a line: nearly all stand so in its text.
#[derive(Deserialize)]
#[serde(transparent)]
struct Text<'t>(#[serde(borrow)] Cow<'t, str>);

/// Lines that were read, and their text, which they leave paths in.
pub(super) struct Lines {
    text: Vec<u8>,
    /// Paths with signs that stand for others.
    apart: Vec<String>,
    read: Vec<serde_json::Result<Line<Place, Held>>>,
}

/// Where a path stands that was read.
enum Place {
    /// There in the text.
    Within(Range<usize>),
    /// Apart, under its number.
    Apart(usize),
}

impl Lines {
    /// Reads the lines of a text.
    pub(super) fn of(text: Vec<u8>) -> Lines {
        let start = text.as_ptr() as usize;
        let mut apart = Vec::new();
        let mut place = |path: Text<'_>| match path.0 {
            Cow::Borrowed(path) => {
                let from = path.as_ptr() as usize - start;
                Place::Within(from..from + path.len())
            }
            Cow::Owned(path) => {
                apart.push(path);
                Place::Apart(apart.len() - 1)
            }
        };
        let lines = text.split_inclusive(|byte| *byte == b'\n');
        let read = lines.map(|line| {
            let line: Line<Text<'_>> = serde_json::from_slice(line)?;
            Ok(line.map(&mut place, Held::from))
        });
        let read = read.collect();
        Lines { text, apart, read }
    }

    /// Calls for each line, or why it is none, until the callee fails.
    pub(super) fn each<E>(
        self,
        mut each: impl FnMut(serde_json::Result<Line<&str, Held>>) -> Result<(), E>,
    ) -> Result<(), E> {
        let Lines { text, apart, read } = self;
        let path = |place: Place| match place {
            Place::Within(at) => str::from_utf8(&text[at]).unwrap_or_default(),
            Place::Apart(number) => &apart[number],
        };
        let mut lines = read.into_iter();
        lines.try_for_each(|line| each(line.map(|line| line.map(path, |held| held))))
    }
}
