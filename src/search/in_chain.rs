//! The place of a story in its chain, as answers show it.

use crate::chain::{Reason, Role};
use crate::engine::Searcher;
use crate::error::Result;
use crate::story::Story;

/// A story by itself, with its place in its chain.
#[derive(Debug, Clone, Copy, serde::Serialize)]
pub struct Shown<'a> {
    /// The story.
    #[serde(flatten)]
    pub story: &'a Story,
    /// Its place in its chain, where it is in one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_chain: Option<&'a InChain>,
}

/// The place of a hit in its chain.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct InChain {
    /// The chain's id.
    pub id: String,
    /// How many of the stories found this hit stands for.
    pub matched: u64,
    /// How many stories the chain has.
    pub total: usize,
    /// What the story is in it.
    pub role: Role,
    /// The story that it was tied to.
    pub to: Option<String>,
    /// What tied it.
    pub why: Option<Reason>,
    /// The story that mends it.
    pub corrected_by: Option<String>,
    /// The newest usable version, where that is another story.
    pub newest: Option<String>,
}

impl InChain {
    /// The place of a story in its chain; `None` of one that is alone.
    pub fn of(searcher: &dyn Searcher, id: &str, matched: u64) -> Result<Option<InChain>> {
        let place = searcher.place(id)?;
        Ok(place.map(|place| InChain {
            id: place.link.chain,
            matched,
            total: place.total,
            role: place.link.role,
            to: place.link.to,
            why: place.link.why,
            corrected_by: place.corrected_by,
            newest: place.newest,
        }))
    }
}
