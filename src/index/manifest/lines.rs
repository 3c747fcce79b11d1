//! What the log says: a line for each thing that was learnt of a file or a story.

use super::super::reading::Stamp;
use super::super::versions::Version;
use crate::chain::Id;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

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
pub(super) enum Line<'p> {
    /// A file was read, or its reading has begun.
    File(#[serde(borrow)] Cow<'p, str>, FileRecord),
    /// More of a file was read.
    More(#[serde(borrow)] Cow<'p, str>, Vec<Id>, Vec<Copy>),
    /// A file is no longer known.
    Gone(#[serde(borrow)] Cow<'p, str>),
    /// A story was removed for good.
    Removed(Id),
    /// What is known of a story as a version of its item.
    Version(Id, Box<Version>),
    /// The folder that relative paths are meant from.
    Base(#[serde(borrow)] Cow<'p, str>),
}
