//! The stories of a segment that hold some words, with what they score by them: two arrays side by side, which questions
//! are put together from (see [`super::plan`]).

use super::frame::Bits;
use tantivy::postings::BlockSegmentPostings;
use tantivy::{DocId, Score};

/// Documents in their order, and what each scores.
#[derive(Debug, Default)]
pub(super) struct Impacts {
    pub(super) docs: Vec<DocId>,
    pub(super) scores: Vec<Score>,
    /// How often the words stand in each, where that was asked for.
    pub(super) counts: Vec<u32>,
}

impl Impacts {
    /// Of so many documents at most.
    fn with_capacity(documents: usize) -> Impacts {
        Impacts {
            docs: Vec::with_capacity(documents),
            scores: Vec::with_capacity(documents),
            counts: Vec::with_capacity(documents),
        }
    }

    /// The place of the first document that is not before `target`, at `from` or behind.
    pub(super) fn seek(&self, from: usize, target: DocId) -> usize {
        let rest = &self.docs[from..];
        // Mostly it is near: look 1, 2, 4 … places ahead, then halve what is between.
        let mut step = 1;
        while step < rest.len() && rest[step] < target {
            step *= 2;
        }
        let (near, far) = (step / 2, (step + 1).min(rest.len()));
        from + near + rest[near..far].partition_point(|doc| *doc < target)
    }
}

/// Adds up, document by document, what lists of a segment hold; used again for one word after the other.
#[derive(Debug, Default)]
pub(super) struct Sums {
    /// By document.
    weights: Vec<f32>,
    /// By document, a bit each: those that stand in a list.
    met: Vec<u64>,
    counts: Vec<u32>,
    /// Instead of all these, where the lists are short: what they hold, list by list.
    few: Option<Vec<Entry>>,
}

/// A document in a list.
#[derive(Debug, Clone, Copy)]
struct Entry {
    doc: DocId,
    weight: f32,
    frequency: u32,
}

/// Lists that hold less than one in so many documents are put in order rather than added up by document: that touches no
/// memory of the others.
const FEW: u64 = 32;

impl Sums {
    /// Makes room for the documents of a segment, of which lists hold so many.
    pub(super) fn reserve(&mut self, documents: DocId, held: u64) {
        if held < u64::from(documents) / FEW {
            self.few = Some(Vec::with_capacity(held as usize));
            return;
        }
        // Memory that is zero from the start is cheap, however much of it is not touched. Nothing is left in what there is.
        let documents = documents as usize;
        if self.weights.len() < documents {
            self.weights = vec![0.0; documents];
            self.counts = vec![0; documents];
            self.met = vec![0; documents.div_ceil(64)];
        }
    }

    /// Adds a list, each frequency in it weighted by what its document says.
    pub(super) fn add(&mut self, list: &mut BlockSegmentPostings, weight: impl Fn(DocId) -> f32) {
        while list.block_len() > 0 {
            for (number, doc) in list.docs().iter().enumerate() {
                // Of a field without frequencies each is 1.
                let frequency = list.freq(number);
                let entry = Entry {
                    doc: *doc,
                    weight: weight(*doc) * frequency as f32,
                    frequency,
                };
                self.note(entry);
            }
            list.advance();
        }
    }

    #[inline]
    fn note(&mut self, entry: Entry) {
        if let Some(few) = &mut self.few {
            few.push(entry);
            return;
        }
        let at = entry.doc as usize;
        self.weights[at] += entry.weight;
        self.met[at / 64] |= 1 << (at % 64);
        self.counts[at] += entry.frequency;
    }

    /// What was added up, each sum made a score; nothing is left of it here.
    pub(super) fn take(&mut self, score: impl Fn(f32) -> Score) -> Impacts {
        if let Some(few) = self.few.take() {
            return of_few(few, score);
        }
        let found = self.met.iter().map(|word| word.count_ones() as usize).sum();
        let mut impacts = Impacts::with_capacity(found);
        for (number, word) in self.met.iter_mut().enumerate() {
            for bit in Bits(std::mem::take(word)) {
                let at = number * 64 + bit;
                impacts.docs.push(at as DocId);
                impacts
                    .scores
                    .push(score(std::mem::take(&mut self.weights[at])));
                impacts.counts.push(std::mem::take(&mut self.counts[at]));
            }
        }
        impacts
    }
}

/// What short lists add up to: of each document in the order of the lists, as sums by document are made.
fn of_few(mut few: Vec<Entry>, score: impl Fn(f32) -> Score) -> Impacts {
    few.sort_by_key(|entry| entry.doc);
    let mut impacts = Impacts::with_capacity(few.len());
    for same in few.chunk_by(|one, next| one.doc == next.doc) {
        let weight = same.iter().fold(0.0, |sum, entry| sum + entry.weight);
        impacts.docs.push(same[0].doc);
        impacts.scores.push(score(weight));
        let count = same.iter().map(|entry| entry.frequency).sum();
        impacts.counts.push(count);
    }
    impacts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_sought_from_any_place() {
        let docs: Vec<DocId> = (0..100).map(|number| number * 3).collect();
        let impacts = Impacts {
            docs,
            ..Impacts::default()
        };
        for from in [0, 1, 50, 99, 100] {
            for target in 0..310 {
                let expected = impacts.docs[from..].partition_point(|doc| *doc < target);
                assert_eq!(
                    impacts.seek(from, target),
                    from + expected,
                    "{from} {target}"
                );
            }
        }
    }

    #[test]
    fn short_lists_add_up_as_long_ones_do() {
        let entries = (0..900_u32).map(|number| Entry {
            doc: number * 7919 % 400,
            weight: 1.0 / (number + 3) as f32,
            frequency: number % 5,
        });
        let sums = |held: u64| {
            let mut sums = Sums::default();
            sums.reserve(400, held);
            entries.clone().for_each(|entry| sums.note(entry));
            assert_eq!(sums.few.is_some(), held == 0);
            sums.take(|weight| weight * 2.0)
        };
        let (few, many) = (sums(0), sums(900));
        assert_eq!(few.docs, many.docs);
        assert_eq!(few.scores, many.scores);
        assert_eq!(few.counts, many.counts);
    }
}
