//! The XML of Ritzau.

use super::{Context, Format, Item};
use crate::facts::Facts;

/// The format of such files.
pub(super) struct Ritzau;

impl Format for Ritzau {
    fn name(&self) -> &'static str {
        "ritzau"
    }

    fn fits(&self, _head: &str, _facts: &Facts) -> bool {
        false
    }

    fn read(&self, _text: &str, _context: &Context<'_>) -> Vec<Item> {
        Vec::new()
    }
}
