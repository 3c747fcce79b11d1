//! What an answer reads of a segment's stories beside their words, opened once for an archive.

use super::directory::IndexFolder;
use super::folding::Usable;
use super::links::Links;
use super::membership::{Member, Membership, Memberships};
use std::sync::OnceLock;
use tantivy::columnar::Column;
use tantivy::{DocId, Searcher, SegmentReader};

/// The columns of each segment of an archive.
#[derive(Default)]
pub(super) struct Segments(OnceLock<Vec<Columns>>);

impl Segments {
    /// The columns, by the number of the segment, and what these links say of their stories.
    pub(super) fn get(
        &self,
        searcher: &Searcher,
        folder: &IndexFolder,
        links: &Links,
    ) -> tantivy::Result<&[Columns]> {
        if let Some(columns) = self.0.get() {
            return Ok(columns);
        }
        let known = Memberships::read(folder, links);
        let segments = searcher.segment_readers().iter();
        let columns = segments.map(|segment| Columns::open(segment, known.of_segment(segment)));
        let columns = columns.collect::<tantivy::Result<_>>()?;
        Ok(self.0.get_or_init(|| columns))
    }
}

/// The columns of a segment.
pub(super) struct Columns {
    pub(super) order: Column<i64>,
    pub(super) id: Column<u64>,
    pub(super) usable: Usable,
    chained: Option<Membership>,
}

impl Columns {
    fn open(segment: &SegmentReader, chained: Option<Membership>) -> tantivy::Result<Columns> {
        let fast = segment.fast_fields();
        Ok(Columns {
            order: fast.i64("order")?,
            id: fast.u64("id_order")?,
            usable: Usable::open(segment)?,
            chained,
        })
    }

    /// What the story of a document shares with others; `None` of one in no chain.
    #[inline]
    pub(super) fn member(&self, doc: DocId, links: &Links) -> Option<Member> {
        match &self.chained {
            Some(chained) => chained.member(doc),
            None => Some(Member::of(links.entry(self.row(doc, links)?))),
        }
    }

    /// Which of the 64 documents from a multiple of that on may be in a chain, a bit each.
    #[inline]
    pub(super) fn members(&self, first: DocId) -> u64 {
        match &self.chained {
            Some(chained) => chained.members(first),
            None => u64::MAX,
        }
    }

    /// The row of the story of a document in the table of links: see [`Links::entry`].
    pub(super) fn row(&self, doc: DocId, links: &Links) -> Option<usize> {
        links.row(self.id.first(doc)?)
    }
}
