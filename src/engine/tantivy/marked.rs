//! The documents of a term, a bit each: of terms that nearly every question asks about, such as the standings that are
//! left out of most answers.

use super::frame::{Bits, WINDOW, Words};
use super::held;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tantivy::index::SegmentId;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, SegmentReader, TERMINATED, Term};

/// The documents of a segment.
#[derive(Debug, Default)]
pub(super) struct Bitmap {
    windows: Vec<Words>,
    pub(super) first: Option<DocId>,
    pub(super) len: u64,
}

impl Bitmap {
    /// Those of the window that begins at a document.
    pub(super) fn window(&self, start: DocId) -> &Words {
        const NONE: &Words = &[0; WINDOW as usize / 64];
        self.windows.get((start / WINDOW) as usize).unwrap_or(NONE)
    }

    /// Their numbers in the window that begins at a document.
    pub(super) fn each(&self, start: DocId) -> impl Iterator<Item = DocId> {
        let words = self.window(start).iter().zip((start..).step_by(64));
        words.flat_map(|(word, first)| Bits(*word).map(move |bit| first + bit as DocId))
    }
}

/// A term, and the documents of the segments that it was looked up in.
#[derive(Debug)]
pub(super) struct Marked {
    term: Term,
    known: Mutex<HashMap<SegmentId, Arc<Bitmap>>>,
}

impl Marked {
    pub(super) fn new(term: Term) -> Marked {
        Marked {
            term,
            known: Mutex::default(),
        }
    }

    /// The documents of a segment.
    pub(super) fn of(&self, segment: &SegmentReader) -> tantivy::Result<Arc<Bitmap>> {
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bitmap) = known().get(&segment.segment_id()) {
            return Ok(Arc::clone(bitmap));
        }
        let bitmap = Arc::new(self.read(segment)?);
        known().insert(segment.segment_id(), Arc::clone(&bitmap));
        Ok(bitmap)
    }

    fn read(&self, segment: &SegmentReader) -> tantivy::Result<Bitmap> {
        let Some(inverted) = held::inverted_index(segment, self.term.field())? else {
            return Ok(Bitmap::default());
        };
        let Some(info) = inverted.get_term_info(&self.term)? else {
            return Ok(Bitmap::default());
        };
        let option = IndexRecordOption::Basic;
        let mut list = inverted.read_block_postings_from_terminfo(&info, option)?;
        let windows = segment.max_doc().div_ceil(WINDOW) as usize;
        let mut bitmap = Bitmap {
            windows: vec![[0; WINDOW as usize / 64]; windows],
            first: list.docs().first().copied(),
            len: u64::from(info.doc_freq),
        };
        while list.block_len() > 0 {
            for doc in list.docs().iter().filter(|doc| **doc != TERMINATED) {
                let at = (doc % WINDOW) as usize;
                bitmap.windows[(doc / WINDOW) as usize][at / 64] |= 1 << (at % 64);
            }
            list.advance();
        }
        Ok(bitmap)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tantivy::schema::{STRING, Schema};
    use tantivy::{Index, doc};

    #[test]
    fn the_documents_of_a_term_are_marked_in_every_window() {
        let mut schema = Schema::builder();
        let word = schema.add_text_field("word", STRING);
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads(1, 50_000_000).unwrap();
        let is_marked = |doc: &DocId| *doc == 4095 || *doc % 1000 == 7;
        for number in 0..9000 {
            let text = if is_marked(&number) { "yes" } else { "no" };
            writer.add_document(doc!(word => text)).unwrap();
        }
        writer.commit().unwrap();
        let searcher = index.reader().unwrap().searcher();
        let marked = Marked::new(Term::from_field_text(word, "yes"));
        for _ in 0..2 {
            let bitmap = marked.of(searcher.segment_reader(0)).unwrap();
            let windows = (0..12_288).step_by(WINDOW as usize);
            let found: Vec<DocId> = windows.flat_map(|start| bitmap.each(start)).collect();
            assert_eq!(found, (0..9000).filter(is_marked).collect::<Vec<_>>());
            assert_eq!((bitmap.first, bitmap.len), (Some(7), 10));
        }
        let none = Marked::new(Term::from_field_text(word, "neither"));
        let bitmap = none.of(searcher.segment_reader(0)).unwrap();
        assert_eq!((bitmap.first, bitmap.each(0).next()), (None, None));
    }
}
