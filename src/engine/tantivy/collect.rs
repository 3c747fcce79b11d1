//! Collects the best of what a query finds, a page of them in a stable order, those of a chain on one line.
//!
//! A document alone on its line competes for the page at once. Of lines that documents share it is noted which documents
//! they are. In an order by score the best document of a line stands for it, so that it competes as those alone do, and
//! only what is left in the end is looked at closely; in an order by date that is whichever the line shows, and all are.

use super::columns::Columns;
use super::folding::{Claim, Fit, Folding};
use super::frame::{Bits, Frame};
use crate::engine::{Sort, Total};
use rustc_hash::FxHashMap;
use std::cmp::Ordering;
use tantivy::{DocAddress, DocId, Score};

/// At least so many documents are held against each other at once.
const CUT_AT: usize = 1024;

/// A document found, alone on its line or the best of those that share it, with what puts it in order.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ranked {
    pub(super) score: Score,
    /// The document that has the score: what a closer look at the best has to look at.
    pub(super) address: DocAddress,
    /// The document that the line shows.
    pub(super) shown: DocAddress,
    /// How many documents share the line.
    pub(super) matched: u64,
    /// Of the document shown.
    order: Option<i64>,
    /// Of the document shown.
    id: u64,
    /// The number of a line that documents may share.
    line: Option<u32>,
}

impl Ranked {
    /// A document by itself, of which no more was read.
    fn new(address: DocAddress, score: Score, line: Option<u32>) -> Ranked {
        Ranked {
            score,
            address,
            shown: address,
            matched: 1,
            order: None,
            id: u64::MAX,
            line,
        }
    }

    /// `Less` when this one comes first. Ties: newest first (stories without a date last), then by id.
    fn compare(&self, other: &Ranked, sort: Sort) -> Ordering {
        let newest = other.order.cmp(&self.order);
        let first = match sort {
            Sort::Relevance => other.score.total_cmp(&self.score).then(newest),
            Sort::Newest => newest,
            Sort::Oldest => match (self.order, other.order) {
                (Some(one), Some(another)) => one.cmp(&another),
                _ => newest,
            },
        };
        first.then(self.id.cmp(&other.id))
    }

    /// Reads what puts the document shown in order beside the score.
    fn read(&mut self, segments: &[Columns]) {
        let columns = &segments[self.shown.segment_ord as usize];
        self.order = columns.order(self.shown.doc_id);
        self.id = columns.id(self.shown.doc_id).unwrap_or(u64::MAX);
    }
}

/// Puts lines in the order of their scores. What else puts them in order is read where scores are equal.
pub(super) fn by_score(found: &mut [Ranked], segments: &[Columns]) {
    found.sort_unstable_by(|one, other| other.score.total_cmp(&one.score));
    let is_same = |one: &Ranked, next: &Ranked| one.score.total_cmp(&next.score).is_eq();
    for same in found.chunk_by_mut(is_same).filter(|same| same.len() > 1) {
        same.iter_mut().for_each(|found| found.read(segments));
        same.sort_unstable_by(|one, other| one.compare(other, Sort::Relevance));
    }
}

/// Collects the first `most` lines in an order, and counts all.
pub(super) struct Best<'a> {
    most: usize,
    sort: Sort,
    folding: &'a Folding,
    segments: &'a [Columns],
    /// Whether the best document of a line stands for it from the beginning.
    early: bool,
    total: Total,
    best: Vec<Ranked>,
    /// The last of `best`, once there are `most`: what comes behind it is left out.
    last: Option<Ranked>,
    shared: Shared,
}

impl<'a> Best<'a> {
    /// For the first `most` lines, which are `closely` looked at and scored anew where their exact order counts.
    pub(super) fn new(
        most: usize,
        sort: Sort,
        closely: bool,
        folding: &'a Folding,
        segments: &'a [Columns],
    ) -> Best<'a> {
        Best {
            most,
            sort,
            folding,
            segments,
            early: closely && sort == Sort::Relevance,
            total: Total::default(),
            best: Vec::new(),
            last: None,
            shared: Shared::default(),
        }
    }

    /// Takes in the documents of a window of a segment, and empties it.
    pub(super) fn add(&mut self, segment: u32, frame: &mut Frame) {
        let columns = &self.segments[segment as usize];
        for number in 0..frame.fit.len() {
            let word = std::mem::take(&mut frame.fit[number]);
            if word == 0 {
                continue;
            }
            let first = frame.start + number as DocId * 64;
            let shared = word & self.folding.not_alone(first, columns);
            let alone = u64::from((word & !shared).count_ones());
            self.total.stories += alone;
            self.total.lines += alone;
            for bit in Bits(word) {
                let score = std::mem::take(&mut frame.scores[number * 64 + bit]);
                let doc = first + bit as DocId;
                match shared >> bit & 1 {
                    0 => self.offer_alone(segment, doc, score),
                    _ => self.add_one(segment, doc, score),
                }
            }
        }
    }

    /// Takes in a document that may share its line.
    fn add_one(&mut self, segment: u32, doc: DocId, score: Score) {
        let columns = &self.segments[segment as usize];
        let line = match self.folding.fit_of(doc, columns) {
            Fit::Out => return,
            Fit::Alone => {
                self.total.stories += 1;
                self.total.lines += 1;
                return self.offer_alone(segment, doc, score);
            }
            Fit::Shared(line) => line,
        };
        self.total.stories += 1;
        let address = DocAddress::new(segment, doc);
        let is_new = self.shared.add(self.folding.lines(), line, address, score);
        self.total.lines += u64::from(is_new);
        if self.early && !self.scores_less(score) {
            self.offer(Ranked::new(address, score, Some(line)));
        }
    }

    /// Whether a score is less than that of the last line there is room for.
    #[inline]
    fn scores_less(&self, score: Score) -> bool {
        let last = self.last.as_ref();
        self.sort == Sort::Relevance && last.is_some_and(|last| score < last.score)
    }

    /// Has a document compete that is alone on its line.
    #[inline]
    fn offer_alone(&mut self, segment: u32, doc: DocId, score: Score) {
        if self.most == 0 || self.scores_less(score) {
            return;
        }
        let columns = &self.segments[segment as usize];
        let mut found = Ranked::new(DocAddress::new(segment, doc), score, None);
        // Scores are seldom equal: what else puts documents in order is read of those that are left.
        if !self.early {
            found.order = columns.order(doc);
            // No id is before this one.
            found.id = 0;
            if self.is_behind(&found) {
                return;
            }
            found.id = columns.id(doc).unwrap_or(u64::MAX);
        }
        self.offer(found);
    }

    /// [`Ranked::compare`], for documents of which only the score is known yet too.
    fn compare(&self, one: &Ranked, other: &Ranked) -> Ordering {
        if !self.early {
            return one.compare(other, self.sort);
        }
        other.score.total_cmp(&one.score).then_with(|| {
            let read = |found: &Ranked| {
                let mut found = *found;
                found.read(self.segments);
                found
            };
            read(one).compare(&read(other), self.sort)
        })
    }

    /// Whether it comes behind the last.
    fn is_behind(&self, found: &Ranked) -> bool {
        let behind = |last: &Ranked| self.compare(found, last) == Ordering::Greater;
        self.most == 0 || self.last.as_ref().is_some_and(behind)
    }

    fn offer(&mut self, found: Ranked) {
        if self.is_behind(&found) {
            return;
        }
        self.best.push(found);
        if self.best.len() >= self.most.saturating_mul(2).max(CUT_AT) {
            self.cut();
        }
    }

    /// Leaves the first `most` lines, each by its best document.
    fn cut(&mut self) {
        let mut best = std::mem::take(&mut self.best);
        if self.early {
            let mut lines: FxHashMap<u32, Ranked> = FxHashMap::default();
            best.retain(|found| {
                let Some(line) = found.line else { return true };
                let best = lines.entry(line).or_insert(*found);
                if self.compare(found, best) == Ordering::Less {
                    *best = *found;
                }
                false
            });
            best.extend(lines.into_values());
        }
        if best.len() >= self.most && self.most > 0 {
            let order = |one: &Ranked, other: &Ranked| self.compare(one, other);
            let (_, last, _) = best.select_nth_unstable_by(self.most - 1, order);
            self.last = Some(*last);
            best.truncate(self.most);
        }
        self.best = best;
    }

    /// Notes documents that would fit, but are left out.
    pub(super) fn leave_out(&mut self, documents: u64) {
        self.total.hidden += documents;
    }

    /// How many lines and documents there are, and the first lines in order.
    pub(super) fn finish(mut self) -> (Total, Vec<Ranked>) {
        if self.early {
            self.cut();
            for found in &mut self.best {
                if let Some(line) = found.line {
                    *found = self.shared.ranked(line, self.folding, self.segments);
                }
            }
            // They are scored anew, and put in order then.
            return (self.total, self.best);
        }
        if self.most > 0 {
            for line in std::mem::take(&mut self.shared.found) {
                self.offer(self.shared.ranked(line, self.folding, self.segments));
            }
            self.cut();
        }
        let sort = self.sort;
        self.best
            .sort_unstable_by(|one, other| one.compare(other, sort));
        (self.total, self.best)
    }
}

/// Which documents share lines: those of a line are tied together from the last one on.
#[derive(Default)]
struct Shared {
    /// Where the last document of the line of each number stands in `notes`, from 1; 0 of one that is not there.
    last: Vec<u32>,
    notes: Vec<Note>,
    /// The lines that are there.
    found: Vec<u32>,
}

/// A document of a line.
#[derive(Debug, Clone, Copy)]
struct Note {
    /// Where the document before it stands in the same way.
    before: u32,
    address: DocAddress,
    score: Score,
}

impl Shared {
    /// Notes a document, where numbers of lines are less than `lines`; says whether it is the first of its line.
    fn add(&mut self, lines: usize, line: u32, address: DocAddress, score: Score) -> bool {
        if self.last.is_empty() {
            // Memory that is zero from the start is cheap, however many lines are not touched.
            self.last = vec![0; lines];
        }
        let Some(last) = self.last.get_mut(line as usize) else {
            return false;
        };
        let is_new = *last == 0;
        if is_new {
            self.found.push(line);
        }
        self.notes.push(Note {
            before: *last,
            address,
            score,
        });
        *last = self.notes.len() as u32;
        is_new
    }

    /// A line that is there.
    fn ranked(&self, line: u32, folding: &Folding, segments: &[Columns]) -> Ranked {
        let last = self.last.get(line as usize).copied().unwrap_or(0);
        let first = |at: u32| at.checked_sub(1).map(|at| self.notes[at as usize]);
        let claim = |note: &Note| {
            let columns = &segments[note.address.segment_ord as usize];
            folding.claim(note.address.doc_id, columns)
        };
        let mut notes = std::iter::successors(first(last), |note| first(note.before));
        let none = Note {
            before: 0,
            address: DocAddress::new(0, 0),
            score: 0.0,
        };
        let start = notes.next().unwrap_or(none);
        let mut best = (start, claim(&start));
        let (mut shown, mut matched) = (best, 1);
        for note in notes {
            let claim = claim(&note);
            matched += 1;
            if leads((&note, &claim), (&best.0, &best.1)) {
                best = (note, claim);
            }
            if claim > shown.1 {
                shown = (note, claim);
            }
        }
        Ranked {
            score: best.0.score,
            address: best.0.address,
            shown: shown.0.address,
            matched,
            order: shown.1.order,
            id: shown.1.id,
            line: Some(line),
        }
    }
}

/// Whether one document of a line stands for it rather than another. Of equal scores the newer one does: the answer is
/// the same in whatever order documents are met.
fn leads(one: (&Note, &Claim), other: (&Note, &Claim)) -> bool {
    let by_score = one.0.score.total_cmp(&other.0.score);
    by_score.then_with(|| one.1.age().cmp(&other.1.age())) == Ordering::Greater
}
