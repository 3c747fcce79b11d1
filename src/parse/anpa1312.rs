//! ANPA 1312, the wire format of American agencies: AP, Kyodo, AAP.

use super::{Context, Format, Item};
use crate::facts::Facts;

/// The format of such files.
pub(super) struct Anpa1312;

impl Format for Anpa1312 {
    fn name(&self) -> &'static str {
        "anpa1312"
    }

    fn fits(&self, _head: &str, _facts: &Facts) -> bool {
        false
    }

    fn read(&self, _text: &str, _context: &Context<'_>) -> Vec<Item> {
        Vec::new()
    }
}
