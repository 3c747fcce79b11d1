//! Which segments are merged while stories are added.

use std::fs;
use std::path::PathBuf;
use tantivy::index::SegmentMeta;
use tantivy::indexer::{LogMergePolicy, MergeCandidate, MergePolicy};

/// Eight segments of about one size become one, as long as their records are small: those of a segment are read at once.
///
/// Larger ones stay as they are, some seventy thousand stories or more each, and `index --compact` makes one of all. A
/// merge needs as much disk again as what it merges, until the next commit.
#[derive(Debug)]
pub(super) struct SmallOnes {
    folder: PathBuf,
    /// Most bytes of records.
    most: u64,
    policy: LogMergePolicy,
}

impl SmallOnes {
    /// For the segments in a folder, with records of so many bytes at most.
    pub(super) fn of(folder: PathBuf, most: u64) -> SmallOnes {
        SmallOnes {
            folder,
            most,
            policy: LogMergePolicy::default(),
        }
    }

    fn is_small(&self, segment: &SegmentMeta) -> bool {
        let records = format!("{}.store", segment.id().uuid_string());
        // One that cannot be looked at is no reason to fail here: merging it says why.
        fs::metadata(self.folder.join(records)).map_or(true, |file| file.len() <= self.most)
    }
}

impl MergePolicy for SmallOnes {
    fn compute_merge_candidates(&self, segments: &[SegmentMeta]) -> Vec<MergeCandidate> {
        let small = segments.iter().filter(|segment| self.is_small(segment));
        let small: Vec<SegmentMeta> = small.cloned().collect();
        self.policy.compute_merge_candidates(&small)
    }
}
