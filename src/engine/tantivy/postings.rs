//! Posting lists of several terms as one, and several of those in a row.

use std::sync::Arc;
use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, InvertedIndexReader, TERMINATED};

/// Up to so many lists are walked side by side; more are added up first, as each open list takes kilobytes.
const SIDE_BY_SIDE: usize = 64;

/// The documents that hold any of some terms, with the terms' frequencies (or positions) together.
#[derive(Clone)]
pub(super) enum Union {
    /// Lists walked side by side.
    Lists {
        lists: Vec<SegmentPostings>,
        doc: DocId,
    },
    /// Lists added up: documents with their positions, or where none were asked for, their frequencies.
    Added {
        documents: Arc<Vec<(DocId, Occurrences)>>,
        at: usize,
    },
}

/// What a list knows of its terms in a document.
pub(super) struct Occurrences {
    frequency: u32,
    positions: Vec<u32>,
}

impl Union {
    /// Opens the lists of some terms of a field.
    pub(super) fn open<'t>(
        inverted: &InvertedIndexReader,
        terms: impl Iterator<Item = &'t TermInfo>,
        positions: bool,
    ) -> std::io::Result<Union> {
        let option = match positions {
            true => IndexRecordOption::WithFreqsAndPositions,
            false => IndexRecordOption::WithFreqs,
        };
        let terms: Vec<&TermInfo> = terms.collect();
        let lists = terms
            .iter()
            .map(|term| inverted.read_postings_from_terminfo(term, option));
        if terms.len() > SIDE_BY_SIDE {
            return Union::added(lists, positions);
        }
        let lists = lists.collect::<std::io::Result<Vec<_>>>()?;
        let doc = nearest(&lists);
        Ok(Union::Lists { lists, doc })
    }

    fn added(
        lists: impl Iterator<Item = std::io::Result<SegmentPostings>>,
        positions: bool,
    ) -> std::io::Result<Union> {
        let mut sums = std::collections::BTreeMap::<DocId, Occurrences>::new();
        for list in lists {
            let mut list = list?;
            while list.doc() != TERMINATED {
                let empty = || Occurrences {
                    frequency: 0,
                    positions: Vec::new(),
                };
                let sum = sums.entry(list.doc()).or_insert_with(empty);
                sum.frequency += list.term_freq();
                if positions {
                    list.append_positions_with_offset(0, &mut sum.positions);
                }
                list.advance();
            }
        }
        Ok(Union::Added {
            documents: Arc::new(sums.into_iter().collect()),
            at: 0,
        })
    }

    /// The current document.
    pub(super) fn doc(&self) -> DocId {
        match self {
            Union::Lists { doc, .. } => *doc,
            Union::Added { documents, at } => {
                documents.get(*at).map_or(TERMINATED, |(doc, _)| *doc)
            }
        }
    }

    /// Goes to the first document that is not before `target`.
    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        match self {
            Union::Lists { lists, doc } => {
                if let [only] = &mut lists[..] {
                    *doc = only.seek(only.doc().max(target));
                    return *doc;
                }
                for list in lists.iter_mut().filter(|list| list.doc() < target) {
                    list.seek(target);
                }
                *doc = nearest(lists);
            }
            Union::Added { documents, at } => {
                *at += documents[*at..].partition_point(|(doc, _)| *doc < target);
            }
        }
        self.doc()
    }

    /// Goes to a document, and says whether any of the terms stands in it.
    pub(super) fn stands_in(&mut self, doc: DocId) -> bool {
        (if self.doc() < doc {
            self.seek(doc)
        } else {
            self.doc()
        }) == doc
    }

    fn size_hint(&self) -> u32 {
        match self {
            Union::Lists { lists, .. } => lists
                .iter()
                .map(DocSet::size_hint)
                .fold(0, u32::saturating_add),
            Union::Added { documents, at } => (documents.len() - at) as u32,
        }
    }

    /// How often the terms stand in the current document.
    fn frequency(&self) -> u32 {
        match self {
            Union::Lists { lists, doc } => lists
                .iter()
                .filter(|list| list.doc() == *doc)
                .map(Postings::term_freq)
                .sum(),
            Union::Added { documents, at } => documents[*at].1.frequency,
        }
    }

    /// Where the terms stand in the current document, ascending.
    pub(super) fn positions(&mut self, into: &mut Vec<u32>) {
        into.clear();
        let mut read = 0;
        match self {
            Union::Lists { lists, doc } => {
                for list in lists.iter_mut().filter(|list| list.doc() == *doc) {
                    list.append_positions_with_offset(0, into);
                    read += 1;
                }
            }
            Union::Added { documents, at } => {
                into.extend(&documents[*at].1.positions);
                read = 2;
            }
        }
        // One list alone has them in order.
        if read > 1 {
            into.sort_unstable();
            into.dedup();
        }
    }
}

fn nearest(lists: &[SegmentPostings]) -> DocId {
    lists.iter().map(DocSet::doc).min().unwrap_or(TERMINATED)
}

/// The documents in which words stand in a row: at successive positions. A row of one word reads no positions.
#[derive(Clone)]
pub(super) struct Row {
    slots: Vec<(Union, Option<Union>)>,
    /// The numbers of the slots, the rarest word first.
    rarest: Vec<usize>,
    doc: DocId,
    frequency: u32,
    starts: Vec<u32>,
    buffer: Vec<u32>,
}

impl Row {
    /// A row of words, each with the terms that must not stand at its position. At least one word.
    pub(super) fn new(slots: Vec<(Union, Option<Union>)>) -> Row {
        let mut rarest: Vec<usize> = (0..slots.len()).collect();
        rarest.sort_by_key(|slot| slots[*slot].0.size_hint());
        let mut row = Row {
            slots,
            rarest,
            doc: 0,
            frequency: 0,
            starts: Vec::new(),
            buffer: Vec::new(),
        };
        row.settle(0);
        row
    }

    /// The current document.
    pub(super) fn doc(&self) -> DocId {
        self.doc
    }

    /// How often the row stands in the current document.
    pub(super) fn frequency(&self) -> u32 {
        self.frequency
    }

    /// Where the row begins in the current document, ascending. The lists have to be open with positions.
    pub(super) fn starts(&mut self) -> &[u32] {
        if self.slots.len() == 1 {
            self.count_row();
        }
        &self.starts
    }

    /// Goes to the next document.
    pub(super) fn advance(&mut self) -> DocId {
        match self.doc {
            TERMINATED => TERMINATED,
            doc => self.settle(doc + 1),
        }
    }

    /// Goes to the first document that is not before `target`.
    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        self.settle(target)
    }

    /// Upper bound of the documents left.
    pub(super) fn size_hint(&self) -> u32 {
        self.slots
            .iter()
            .map(|(wanted, _)| wanted.size_hint())
            .min()
            .unwrap_or(0)
    }

    fn settle(&mut self, mut target: DocId) -> DocId {
        loop {
            let doc = self.meet(target);
            self.doc = doc;
            if doc == TERMINATED {
                return doc;
            }
            self.frequency = if self.slots.len() == 1 {
                self.count_one()
            } else {
                self.count_row()
            };
            if self.frequency > 0 {
                return doc;
            }
            target = doc + 1;
        }
    }

    /// The first document from `target` on that holds every word.
    fn meet(&mut self, target: DocId) -> DocId {
        let mut candidate = target;
        'candidates: loop {
            for slot in &self.rarest {
                let wanted = &mut self.slots[*slot].0;
                let doc = if wanted.doc() < candidate {
                    wanted.seek(candidate)
                } else {
                    wanted.doc()
                };
                if doc == TERMINATED {
                    return TERMINATED;
                }
                if doc > candidate {
                    candidate = doc;
                    continue 'candidates;
                }
            }
            return candidate;
        }
    }

    /// A spelling stands at the position of its folded word, so that differences of frequencies count positions.
    fn count_one(&mut self) -> u32 {
        let doc = self.doc;
        let (wanted, not) = &mut self.slots[0];
        let excluded = not
            .as_mut()
            .and_then(|not| not.stands_in(doc).then(|| not.frequency()))
            .unwrap_or(0);
        wanted.frequency().saturating_sub(excluded)
    }

    fn count_row(&mut self) -> u32 {
        let (doc, starts, buffer) = (self.doc, &mut self.starts, &mut self.buffer);
        for (offset, (wanted, not)) in self.slots.iter_mut().enumerate() {
            let offset = offset as u32;
            wanted.positions(buffer);
            match offset {
                0 => starts.clone_from(buffer),
                _ => starts.retain(|start| buffer.binary_search(&(start + offset)).is_ok()),
            }
            if let Some(not) = not
                && not.stands_in(doc)
            {
                not.positions(buffer);
                starts.retain(|start| buffer.binary_search(&(start + offset)).is_err());
            }
            if starts.is_empty() {
                return 0;
            }
        }
        starts.len() as u32
    }
}
