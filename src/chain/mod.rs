//! Chains: the versions, takes, corrections and repeats of one developing story, and what ties each to the others.
//!
//! Stories arrive one by one and in any order, so chains change after their stories were written: they are kept beside the
//! stories and not in them.

mod candidates;
mod codec;
mod kills;
mod link;
mod sketch;
mod ties;
mod traits;
mod words;

pub use kills::Doubt;
pub use link::{Chains, Place, link};
pub use traits::{Id, Traits};

use serde::{Deserialize, Serialize};

/// A story's place in its chain. A story that is alone has none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Id of the chain: that of its first story.
    pub chain: String,
    /// What the story is in its chain.
    pub role: Role,
    /// The story that it was tied to; `None` of the first.
    pub to: Option<String>,
    /// What tied it; `None` of the first.
    pub why: Option<Reason>,
}

/// What a story is in its chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// A text of its own: the first one, an update, a new lead.
    Version,
    /// A further part of the text: an add, a second take, a page.
    Take,
    /// A short first word: a flash, an alert, an urgent.
    Alert,
    /// The same text once more: a repeat, a reprint by another outlet.
    Repeat,
    /// A version that mends an earlier one.
    Correction,
    /// The notice that takes the others back.
    Kill,
}

/// What ties a story to its chain, surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reason {
    /// The provider's own ids: the same item, or one that it says it replaces.
    Id,
    /// The same slug or keyword line of one agency on one day.
    Slug,
    /// The same headline but for marks and numbers of versions, of one agency within a day and a half.
    Headline,
    /// Nearly the same text, from the same place within a day and a half.
    Text,
}

#[cfg(test)]
mod tests;
