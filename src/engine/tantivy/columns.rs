//! What an answer reads of a segment's stories beside their words, opened once for an archive.

use super::folding::Usable;
use super::links::Links;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use tantivy::columnar::Column;
use tantivy::{DocId, Searcher, SegmentReader};

/// The columns of each segment of an archive.
#[derive(Default)]
pub(super) struct Segments(OnceLock<Vec<Columns>>);

impl Segments {
    /// The columns, by the number of the segment.
    pub(super) fn get(&self, searcher: &Searcher) -> tantivy::Result<&[Columns]> {
        if let Some(columns) = self.0.get() {
            return Ok(columns);
        }
        let columns = searcher.segment_readers().iter().map(Columns::open);
        let columns = columns.collect::<tantivy::Result<_>>()?;
        Ok(self.0.get_or_init(|| columns))
    }
}

/// The columns of a segment.
pub(super) struct Columns {
    pub(super) order: Column<i64>,
    pub(super) id: Column<u64>,
    pub(super) usable: Usable,
    documents: DocId,
    /// Where each story stands among the links, once that was asked for so often that a table pays.
    links: OnceLock<Vec<Option<Place>>>,
    asked: AtomicU32,
}

/// Where a story stands among the links.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// The number of its chain.
    pub(super) chain: u32,
    /// Its row: see [`Links::entry`].
    pub(super) row: u32,
}

impl Columns {
    fn open(segment: &SegmentReader) -> tantivy::Result<Columns> {
        let fast = segment.fast_fields();
        Ok(Columns {
            order: fast.i64("order")?,
            id: fast.u64("id_order")?,
            usable: Usable::open(segment)?,
            documents: segment.max_doc(),
            links: OnceLock::new(),
            asked: AtomicU32::new(0),
        })
    }

    /// Where the story of a document stands among the links; `None` of one in no chain.
    #[inline]
    pub(super) fn link(&self, doc: DocId, links: &Links) -> Option<Place> {
        match self.links.get() {
            Some(known) => known.get(doc as usize).copied().flatten(),
            None => self.look_up(doc, links),
        }
    }

    fn look_up(&self, doc: DocId, links: &Links) -> Option<Place> {
        let find = |doc| {
            let row = links.row(self.id.first(doc).unwrap_or(u64::MAX))?;
            let (chain, row) = (links.entry(row).chain, row as u32);
            Some(Place { chain, row })
        };
        // As many as there are documents: from now on all of them known at once cost no more.
        if self.asked.fetch_add(1, Ordering::Relaxed) == self.documents {
            self.links
                .get_or_init(|| (0..self.documents).map(find).collect());
        }
        find(doc)
    }
}
