//! Story ids, one a line or ended by NUL.

use super::{Asked, Listing, safe, unwritten};
use crate::error::Result;
use crate::search::Results;
use std::io::Write;

/// The id of each hit.
pub(super) struct Ids {
    pub(super) nul: bool,
}

impl Listing for Ids {
    fn list(&mut self, out: &mut dyn Write, _: Asked<'_>, results: Results<'_>) -> Result<u64> {
        let end = if self.nul { '\0' } else { '\n' };
        let mut shown = 0;
        for hit in results.hits {
            write!(out, "{}{end}", safe::line(&hit?.story.id)).map_err(unwritten)?;
            shown += 1;
        }
        Ok(shown)
    }
}
