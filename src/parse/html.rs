//! Saved web pages: schema.org JSON-LD, meta tags, and the article itself.

use super::{Context, Format, Item};
use crate::facts::Facts;

/// The format of such files.
pub(super) struct Html;

impl Format for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn fits(&self, _head: &str, _facts: &Facts) -> bool {
        false
    }

    fn read(&self, _text: &str, _context: &Context<'_>) -> Vec<Item> {
        Vec::new()
    }
}
