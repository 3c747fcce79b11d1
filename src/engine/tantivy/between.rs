//! The documents whose value in a column lies between two. A few of a window are looked up one by one, more are found by
//! going through the values of the window, which lie together.

use super::frame::{Frame, WINDOW, Words};
use std::ops::RangeInclusive;
use tantivy::columnar::Column;
use tantivy::{DocId, SegmentReader, TERMINATED};

/// A column, and what its values have to lie between.
pub(super) struct Between {
    column: Column<i64>,
    range: RangeInclusive<i64>,
    documents: DocId,
    found: Vec<DocId>,
}

impl Between {
    pub(super) fn open(
        segment: &SegmentReader,
        column: &str,
        range: RangeInclusive<i64>,
    ) -> tantivy::Result<Between> {
        let column = segment.fast_fields().i64(column)?;
        // What lies outside of all values is not looked for: tantivy's columns find too much there.
        let (least, most) = range.into_inner();
        let range = least.max(column.min_value())..=most.min(column.max_value());
        Ok(Between {
            column,
            range,
            documents: segment.max_doc(),
            found: Vec::new(),
        })
    }

    /// How many documents have to be gone through.
    pub(super) fn cost(&self) -> u64 {
        u64::from(self.documents)
    }

    /// The first document that may fit.
    pub(super) fn next(&self) -> DocId {
        match self.range.is_empty() {
            true => TERMINATED,
            false => 0,
        }
    }

    fn holds(&self, doc: DocId) -> bool {
        let value = self.column.first(doc);
        value.is_some_and(|value| self.range.contains(&value))
    }

    /// Finds those of the window that begins at a document.
    fn find(&mut self, start: DocId) -> &[DocId] {
        let window = start..(start + WINDOW).min(self.documents);
        self.found.clear();
        if self.range.is_empty() {
            return &self.found;
        }
        self.column
            .get_docids_for_value_range(self.range.clone(), window, &mut self.found);
        &self.found
    }

    fn marked(&mut self, start: DocId) -> Words {
        let mut marked = [0; WINDOW as usize / 64];
        for doc in self.find(start) {
            let at = (doc - start) as usize;
            marked[at / 64] |= 1 << (at % 64);
        }
        marked
    }

    /// Adds the documents of a window to a frame.
    pub(super) fn join(&mut self, frame: &mut Frame) {
        self.find(frame.start);
        self.found.iter().for_each(|doc| frame.add(*doc, 0.0));
    }

    /// Takes the documents out of a frame that it does not hold.
    pub(super) fn meet(&mut self, frame: &mut Frame) {
        match frame.is_sparse(WINDOW as usize) {
            true => frame.keep(|doc| self.holds(doc).then_some(0.0)),
            false => frame.keep_all(&self.marked(frame.start), |_| 0.0),
        }
    }

    /// Takes its documents out of a frame.
    pub(super) fn leave_out(&mut self, frame: &mut Frame) {
        match frame.is_sparse(WINDOW as usize) {
            true => frame.keep(|doc| (!self.holds(doc)).then_some(0.0)),
            false => frame.leave_out(&self.marked(frame.start)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tantivy::schema::{FAST, Schema};
    use tantivy::{Index, TantivyDocument};

    #[test]
    fn every_document_is_found_whose_value_lies_between_and_no_other() {
        const DOCUMENTS: DocId = 9_000;
        let mut schema = Schema::builder();
        let (day, one) = (
            schema.add_i64_field("day", FAST),
            schema.add_i64_field("one", FAST),
        );
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads(1, 50_000_000).unwrap();
        let value =
            |doc: DocId| (!doc.is_multiple_of(7)).then(|| i64::from(doc * 7919 % 1000) - 300);
        for number in 0..DOCUMENTS {
            let mut document = TantivyDocument::new();
            value(number)
                .into_iter()
                .for_each(|value| document.add_i64(day, value));
            document.add_i64(one, 5);
            writer.add_document(document).unwrap();
        }
        writer.commit().unwrap();
        let searcher = index.reader().unwrap().searcher();
        let segment = searcher.segment_reader(0);
        let left = |apply: &mut dyn FnMut(&mut Frame), step: usize| {
            let (mut frame, mut left) = (Frame::new(), Vec::new());
            for start in (0..DOCUMENTS).step_by(WINDOW as usize) {
                frame.start = start;
                let every = (start..DOCUMENTS.min(start + WINDOW)).filter(|_| step > 0);
                let every = every.filter(|doc| (*doc as usize).is_multiple_of(step));
                every.for_each(|doc| frame.add(doc, 1.0));
                apply(&mut frame);
                frame.empty(|doc, _| left.push(doc));
            }
            left
        };
        let ends = [i64::MIN, -1000, -300, 0, 17, 699, 5000, i64::MAX];
        for first in ends {
            for last in ends.into_iter().filter(|last| first <= *last) {
                let open = |column| Between::open(segment, column, first..=last).unwrap();
                let holds = |doc: &DocId| value(*doc).is_some_and(|it| first <= it && it <= last);
                let all: Vec<DocId> = (0..DOCUMENTS).filter(holds).collect();
                let mut between = open("day");
                assert_eq!(left(&mut |frame| between.join(frame), 0), all);
                assert!(all.is_empty() || between.next() == 0);
                for step in [1, 500] {
                    let asked = || (0..DOCUMENTS).step_by(step);
                    let met: Vec<DocId> = asked().filter(holds).collect();
                    assert_eq!(left(&mut |frame| between.meet(frame), step), met);
                    let others: Vec<DocId> = asked().filter(|doc| !holds(doc)).collect();
                    assert_eq!(left(&mut |frame| between.leave_out(frame), step), others);
                }
                // Where all values are the same too.
                let found = left(&mut |frame| open("one").join(frame), 0).len();
                let expected = if first <= 5 && 5 <= last {
                    DOCUMENTS
                } else {
                    0
                };
                assert_eq!(found, expected as usize);
            }
        }
    }
}
