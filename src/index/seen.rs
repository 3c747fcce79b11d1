//! Which paths a run has met.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

/// A set of paths, kept as 64-bit hashes: some 16 bytes each, however long the paths are.
///
/// Keys are drawn anew in each run, so that no names of files can be made to collide. Of a million
/// paths and as many that are asked for, two fall together in one run of ten million; a file that
/// is gone then stays in the archive until the next run.
#[derive(Debug, Default)]
pub(super) struct Seen {
    keys: RandomState,
    hashes: HashSet<u64>,
}

impl Seen {
    pub(super) fn insert(&mut self, path: &str) {
        self.hashes.insert(self.keys.hash_one(path));
    }

    pub(super) fn contains(&self, path: &str) -> bool {
        self.hashes.contains(&self.keys.hash_one(path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_that_were_met_are_known_and_no_others() {
        let mut seen = Seen::default();
        (0..10_000).for_each(|number| seen.insert(&format!("wire/{number}.txt")));
        assert!((0..10_000).all(|number| seen.contains(&format!("wire/{number}.txt"))));
        assert!((0..10_000).all(|number| !seen.contains(&format!("wire/{number}.xml"))));
    }
}
