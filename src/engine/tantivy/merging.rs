//! Which segments are merged while stories are added.

use std::fs;
use std::path::PathBuf;
use tantivy::index::SegmentMeta;
use tantivy::indexer::{LogMergePolicy, MergeCandidate, MergePolicy};

/// So many segments of one size are merged, as tantivy's policy has it.
const AT_ONCE: u64 = 8;

/// Stories of a segment that is as small as any: what a run of every hour brings. Were it ten thousand, as tantivy has it,
/// a run that adds a few hundred would now and then merge seventy thousand.
const LEAST: u32 = 1_000;
/// The binary logarithm of how much larger the largest segments of one size are than the smallest.
const LEVEL: f64 = 2.0;

/// Eight segments of about one size become one, as long as they are small: the records of a segment are read at once, and
/// so are the dictionaries of all eight.
///
/// Larger ones stay as they are, some eighty thousand stories or more each, and `index --compact` makes one of all. A
/// merge needs as much disk again as what it merges, until the next commit.
#[derive(Debug)]
pub(super) struct SmallOnes {
    folder: PathBuf,
    /// Most bytes of its records, and of eight dictionaries like its own.
    most: u64,
    policy: LogMergePolicy,
}

impl SmallOnes {
    /// For the segments in a folder, where merging may take so many bytes.
    pub(super) fn of(folder: PathBuf, most: u64) -> SmallOnes {
        let mut policy = LogMergePolicy::default();
        policy.set_min_layer_size(LEAST);
        policy.set_level_log_size(LEVEL);
        SmallOnes {
            folder,
            most,
            policy,
        }
    }

    fn is_small(&self, segment: &SegmentMeta) -> bool {
        let bytes = |ending: &str| {
            let file = format!("{}.{ending}", segment.id().uuid_string());
            // One that cannot be looked at is no reason to fail here: merging it says why.
            fs::metadata(self.folder.join(file)).map_or(0, |file| file.len())
        };
        bytes("store") + AT_ONCE * bytes("term") <= self.most
    }
}

impl MergePolicy for SmallOnes {
    fn compute_merge_candidates(&self, segments: &[SegmentMeta]) -> Vec<MergeCandidate> {
        let small = segments.iter().filter(|segment| self.is_small(segment));
        let small: Vec<SegmentMeta> = small.cloned().collect();
        self.policy.compute_merge_candidates(&small)
    }
}
