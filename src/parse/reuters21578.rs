//! Reuters-21578, the SGML of a research corpus.

use super::{Context, Format, Item};
use crate::facts::Facts;

/// The format of such files.
pub(super) struct Reuters21578;

impl Format for Reuters21578 {
    fn name(&self) -> &'static str {
        "reuters21578"
    }

    fn fits(&self, _head: &str, _facts: &Facts) -> bool {
        false
    }

    fn read(&self, _text: &str, _context: &Context<'_>) -> Vec<Item> {
        Vec::new()
    }
}
