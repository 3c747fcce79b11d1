//! The SGML of the LDC's Gigaword corpora.

use super::{Context, Format, Item};
use crate::facts::Facts;

/// The format of such files.
pub(super) struct Gigaword;

impl Format for Gigaword {
    fn name(&self) -> &'static str {
        "gigaword"
    }

    fn fits(&self, _head: &str, _facts: &Facts) -> bool {
        false
    }

    fn read(&self, _text: &str, _context: &Context<'_>) -> Vec<Item> {
        Vec::new()
    }
}
