//! NewsML-G2.

use super::{Context, Format, Item};
use crate::facts::Facts;

/// The format of such files.
pub(super) struct NewsmlG2;

impl Format for NewsmlG2 {
    fn name(&self) -> &'static str {
        "newsml_g2"
    }

    fn fits(&self, _head: &str, _facts: &Facts) -> bool {
        false
    }

    fn read(&self, _text: &str, _context: &Context<'_>) -> Vec<Item> {
        Vec::new()
    }
}
