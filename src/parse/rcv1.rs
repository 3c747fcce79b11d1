//! Reuters Corpus Volume 1.

use super::{Context, Format, Item};
use crate::facts::Facts;

/// The format of such files.
pub(super) struct Rcv1;

impl Format for Rcv1 {
    fn name(&self) -> &'static str {
        "rcv1"
    }

    fn fits(&self, _head: &str, _facts: &Facts) -> bool {
        false
    }

    fn read(&self, _text: &str, _context: &Context<'_>) -> Vec<Item> {
        Vec::new()
    }
}
