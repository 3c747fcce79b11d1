//! RSS and Atom files.

use super::{Context, Format, Item};
use crate::facts::Facts;

/// RSS 0.9 to 2.0, and the exports of WordPress.
pub(super) struct Rss;

/// Atom.
pub(super) struct Atom;

impl Format for Rss {
    fn name(&self) -> &'static str {
        "rss"
    }

    fn fits(&self, _head: &str, _facts: &Facts) -> bool {
        false
    }

    fn read(&self, _text: &str, _context: &Context<'_>) -> Vec<Item> {
        Vec::new()
    }
}

impl Format for Atom {
    fn name(&self) -> &'static str {
        "atom"
    }

    fn fits(&self, _head: &str, _facts: &Facts) -> bool {
        false
    }

    fn read(&self, _text: &str, _context: &Context<'_>) -> Vec<Item> {
        Vec::new()
    }
}
