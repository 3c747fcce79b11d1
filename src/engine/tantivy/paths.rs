//! The paths of stories, as a column has them: a list of paths alone reads nothing else of a story.

use super::schema::PATH;
use std::cell::OnceCell;
use tantivy::columnar::StrColumn;
use tantivy::{DocAddress, Searcher};

/// The columns of paths, each opened when it is first asked.
pub(super) struct Paths<'a> {
    searcher: &'a Searcher,
    columns: Vec<OnceCell<Option<StrColumn>>>,
}

impl<'a> Paths<'a> {
    pub(super) fn new(searcher: &'a Searcher) -> Paths<'a> {
        let segments = searcher.segment_readers().iter();
        Paths {
            searcher,
            columns: segments.map(|_| OnceCell::new()).collect(),
        }
    }

    /// The path of a story; empty of a document that is none.
    pub(super) fn get(&self, address: DocAddress) -> tantivy::Result<String> {
        let mut path = String::new();
        if let Some(column) = self.column(address.segment_ord)?
            && let Some(number) = column.term_ords(address.doc_id).next()
        {
            column.ord_to_str(number, &mut path)?;
        }
        Ok(path)
    }

    fn column(&self, segment: u32) -> tantivy::Result<Option<&StrColumn>> {
        let known = &self.columns[segment as usize];
        if known.get().is_none() {
            let segment = self.searcher.segment_reader(segment);
            // It was empty a moment ago.
            let _ = known.set(segment.fast_fields().str(PATH)?);
        }
        Ok(known.get().and_then(Option::as_ref))
    }
}
