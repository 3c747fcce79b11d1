//! Which segments are merged while stories are added.

use std::fs;
use std::path::{Path, PathBuf};
use tantivy::index::{SegmentId, SegmentMeta};
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
/// Larger ones stay as they are, some eighty thousand stories or more each, until the end of a long run (see [`at_the_end`]);
/// `index --compact` makes one of all. A merge needs as much disk again as what it merges, until the next commit.
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
        let size = Size::of(&self.folder, segment);
        size.records + AT_ONCE * size.words <= self.most
    }
}

/// Bytes of what merging a segment has in memory.
#[derive(Debug, Clone, Copy)]
struct Size {
    /// Its records, which are read before those of the next.
    records: u64,
    /// Its dictionaries, which are read beside all others.
    words: u64,
}

impl Size {
    fn of(folder: &Path, segment: &SegmentMeta) -> Size {
        let bytes = |ending: &str| {
            let file = format!("{}.{ending}", segment.id().uuid_string());
            // One that cannot be looked at is no reason to fail here: merging it says why.
            fs::metadata(folder.join(file)).map_or(0, |file| file.len())
        };
        Size {
            records: bytes("store"),
            words: bytes("term"),
        }
    }
}

/// So few segments stay as they are at the end of a run.
const FEW: usize = 8;
/// The part of all stories that a run has to have written before they are merged at its end: one in so many.
const WRITTEN: u64 = 4;

/// The segments that are merged at the end of a run, those of each merge together, where merging may take `most` bytes; `old`
/// ones were there before the run.
///
/// A run that wrote a good part of the stories takes long enough for that; one that added some to many leaves the others alone.
pub(super) fn at_the_end(
    folder: &Path,
    segments: &[SegmentMeta],
    old: &[SegmentId],
    most: u64,
) -> Vec<Vec<SegmentId>> {
    let stories = |one: &SegmentMeta| u64::from(one.num_docs());
    let made = segments.iter().filter(|one| !old.contains(&one.id()));
    let written: u64 = made.map(stories).sum();
    if segments.len() < FEW || written * WRITTEN < segments.iter().map(stories).sum() {
        return Vec::new();
    }
    let size = |one: &SegmentMeta| (one.id(), Size::of(folder, one));
    groups(segments.iter().map(size).collect(), most)
}

/// Groups of segments, small ones together, of which each can be merged in so many bytes.
fn groups<T>(mut segments: Vec<(T, Size)>, most: u64) -> Vec<Vec<T>> {
    segments.sort_by_key(|(_, size)| (size.records, size.words));
    let (mut groups, mut words): (Vec<Vec<T>>, u64) = (Vec::new(), 0);
    for (segment, size) in segments {
        words += size.words;
        // The last has the most records.
        match groups.last_mut().filter(|_| size.records + words <= most) {
            Some(group) => group.push(segment),
            None => {
                groups.push(vec![segment]);
                words = size.words;
            }
        }
    }
    groups.retain(|group| group.len() > 1);
    groups
}

impl MergePolicy for SmallOnes {
    fn compute_merge_candidates(&self, segments: &[SegmentMeta]) -> Vec<MergeCandidate> {
        let small = segments.iter().filter(|segment| self.is_small(segment));
        let small: Vec<SegmentMeta> = small.cloned().collect();
        self.policy.compute_merge_candidates(&small)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tantivy::Index;
    use tantivy::schema::Schema;

    #[test]
    fn a_run_that_wrote_a_good_part_of_many_segments_merges_them_all() {
        let index = Index::create_in_ram(Schema::builder().build());
        let folder = tempfile::tempdir().unwrap();
        // The last two are small.
        let segment =
            |at| index.new_segment_meta(SegmentId::generate_random(), if at < 7 { 10 } else { 1 });
        let segments: Vec<SegmentMeta> = (0..9).map(segment).collect();
        let ids: Vec<SegmentId> = segments.iter().map(SegmentMeta::id).collect();
        let merged = |segments: &[SegmentMeta], old: usize| {
            let groups = at_the_end(folder.path(), segments, &ids[..old], 1);
            groups.iter().map(Vec::len).collect::<Vec<_>>()
        };
        assert_eq!(merged(&segments, 0), [9]);
        assert_eq!(merged(&segments, 5), [9]);
        assert_eq!(merged(&segments, 6), [0; 0], "it added little");
        assert_eq!(merged(&segments[..7], 0), [0; 0], "they are few");
    }

    #[test]
    fn groups_keep_to_the_memory_and_none_is_of_one() {
        let sizes = [(9, 4), (1, 1), (2, 1), (3, 1), (50, 1), (4, 1)];
        let segments: Vec<(u64, Size)> = sizes
            .map(|(records, words)| (records, Size { records, words }))
            .into();
        assert_eq!(groups(segments.clone(), 7), [vec![1, 2, 3]]);
        assert_eq!(groups(segments.clone(), 17), [vec![1, 2, 3, 4, 9]]);
        assert_eq!(groups(segments.clone(), 0), Vec::<Vec<u64>>::new());
        assert_eq!(groups(segments, 1000)[0].len(), 6);
    }
}
