//! What an answer reads of a segment's stories beside their words, opened once for an archive.

use super::directory::IndexFolder;
use super::folding::{Rank, Usable};
use super::links::Links;
use super::membership::{Member, Membership, Memberships};
use crate::chain::Role;
use std::sync::OnceLock;
use tantivy::columnar::Column;
use tantivy::fastfield::FastFieldReaders;
use tantivy::{DocId, Searcher, SegmentReader, TantivyError};

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
    ) -> &[Columns] {
        if let Some(columns) = self.0.get() {
            return columns;
        }
        let known = Memberships::read(folder, links);
        let segments = searcher.segment_readers().iter();
        let columns = segments.map(|segment| Columns::new(segment, known.of_segment(segment)));
        let columns = columns.collect();
        self.0.get_or_init(|| columns)
    }
}

/// The columns of a segment, each opened when it is first asked: in a large one that takes as long as to find a word.
pub(super) struct Columns {
    segment: SegmentReader,
    order: OnceLock<Column<i64>>,
    id: OnceLock<Column<u64>>,
    usable: OnceLock<Usable>,
    chained: Option<Membership>,
    /// What was wrong with one that could not be opened.
    failed: OnceLock<TantivyError>,
}

impl Columns {
    fn new(segment: &SegmentReader, chained: Option<Membership>) -> Columns {
        Columns {
            segment: segment.clone(),
            order: OnceLock::new(),
            id: OnceLock::new(),
            usable: OnceLock::new(),
            chained,
            failed: OnceLock::new(),
        }
    }

    /// Fails where a column could not be opened that was asked: nothing was read of it.
    pub(super) fn check(&self) -> tantivy::Result<()> {
        let failed = self.failed.get().cloned();
        failed.map_or(Ok(()), Err)
    }

    /// The value of a story's date, by which stories are put in order.
    #[inline]
    pub(super) fn order(&self, doc: DocId) -> Option<i64> {
        let open = || self.open(|columns| columns.i64("order"));
        self.order.get_or_init(open).first(doc)
    }

    /// The beginning of a story's id, as a number.
    #[inline]
    pub(super) fn id(&self, doc: DocId) -> Option<u64> {
        let open = || self.open(|columns| columns.u64("id_order"));
        self.id.get_or_init(open).first(doc)
    }

    fn open<T: PartialOrd + Default>(
        &self,
        open: impl Fn(&FastFieldReaders) -> tantivy::Result<Column<T>>,
    ) -> Column<T> {
        open(self.segment.fast_fields()).unwrap_or_else(|error| {
            self.failed.get_or_init(|| error);
            Column::build_empty_column(self.segment.max_doc())
        })
    }

    /// How readily the story of a document is shown at a moment, which has that role.
    pub(super) fn rank(&self, doc: DocId, role: Role, now: i64) -> Rank {
        let usable = match self.usable.get() {
            Some(usable) => usable,
            None => match Usable::open(&self.segment) {
                Ok(usable) => self.usable.get_or_init(|| usable),
                Err(error) => {
                    self.failed.get_or_init(|| error);
                    return Rank::Unusable;
                }
            },
        };
        usable.rank(doc, role, now)
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
        links.row(self.id(doc)?)
    }
}
