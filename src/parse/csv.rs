//! Tables with a header row, parted by commas, semicolons or tabs.

use super::{Context, Format, Item};
use crate::facts::Facts;

/// The format of such files.
pub(super) struct Csv;

impl Format for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn fits(&self, _head: &str, _facts: &Facts) -> bool {
        false
    }

    fn read(&self, _text: &str, _context: &Context<'_>) -> Vec<Item> {
        Vec::new()
    }
}
