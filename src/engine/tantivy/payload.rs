//! What a commit carries beside its segments.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The caller's note, and which of our own files belong to the commit.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Payload {
    /// The caller's note.
    pub(super) note: String,
    /// The number of the table of links, where there is one (see [`super::links`]).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) links: Option<u32>,
    /// The languages that the archive holds forms of, where that is known: else they are looked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) languages: Option<BTreeSet<String>>,
}

impl Payload {
    /// Reads a commit's payload. One that is a bare note has no links.
    pub(super) fn read(payload: &str) -> Payload {
        serde_json::from_str(payload).unwrap_or_else(|_| Payload {
            note: payload.to_owned(),
            ..Payload::default()
        })
    }

    /// Its written form.
    pub(super) fn written(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}
