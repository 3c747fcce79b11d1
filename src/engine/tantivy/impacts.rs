//! The stories of a segment that hold some words, with what they score by them: two arrays side by side, which questions
//! are put together from (see [`super::plan`]).

use tantivy::postings::BlockSegmentPostings;
use tantivy::{DocId, Score};

/// Documents in their order, and what each scores.
#[derive(Debug, Default)]
pub(super) struct Impacts {
    pub(super) docs: Vec<DocId>,
    pub(super) scores: Vec<Score>,
    /// How often the words stand in each, where that was asked for.
    pub(super) counts: Vec<u32>,
    /// Which of the lists that were added up hold each: a bit each, the last one for all from there on.
    pub(super) lists: Vec<u32>,
}

/// The bit of a list among those of a word.
pub(super) fn list_bit(number: usize) -> u32 {
    1 << number.min(31)
}

impl Impacts {
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
    lists: Vec<u32>,
}

impl Sums {
    /// Makes room for documents, their frequencies to be counted too or not.
    pub(super) fn reserve(&mut self, documents: DocId, counted: bool) {
        let documents = documents as usize;
        if self.weights.len() < documents {
            self.weights.resize(documents, 0.0);
            self.lists.resize(documents, 0);
            self.met.resize(documents.div_ceil(64), 0);
        }
        if counted && self.counts.len() < documents {
            self.counts.resize(documents, 0);
        }
    }

    /// Adds the list of a number, each frequency in it weighted by what its document says.
    pub(super) fn add(
        &mut self,
        number: usize,
        list: &mut BlockSegmentPostings,
        weight: impl Fn(DocId) -> f32,
        counted: bool,
    ) {
        let own = list_bit(number);
        while list.block_len() > 0 {
            for (number, doc) in list.docs().iter().enumerate() {
                // Of a field without frequencies each is 1.
                let (at, frequency) = (*doc as usize, list.freq(number));
                self.weights[at] += weight(*doc) * frequency as f32;
                self.met[at / 64] |= 1 << (at % 64);
                self.lists[at] |= own;
                if counted {
                    self.counts[at] += frequency;
                }
            }
            list.advance();
        }
    }

    /// What was added up, each sum made a score; nothing is left of it here.
    pub(super) fn take(&mut self, score: impl Fn(f32) -> Score, counted: bool) -> Impacts {
        let found = self.met.iter().map(|word| word.count_ones() as usize).sum();
        let mut impacts = Impacts {
            docs: Vec::with_capacity(found),
            scores: Vec::with_capacity(found),
            counts: Vec::new(),
            lists: Vec::with_capacity(found),
        };
        for (number, word) in self.met.iter_mut().enumerate() {
            for bit in Bits(std::mem::take(word)) {
                let at = number * 64 + bit;
                impacts.docs.push(at as DocId);
                impacts
                    .scores
                    .push(score(std::mem::take(&mut self.weights[at])));
                impacts.lists.push(std::mem::take(&mut self.lists[at]));
                if counted {
                    impacts.counts.push(std::mem::take(&mut self.counts[at]));
                }
            }
        }
        impacts
    }
}

/// The numbers of the bits that are set in a word, ascending.
pub(super) struct Bits(pub(super) u64);

impl Iterator for Bits {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let bit = self.0.trailing_zeros() as usize;
        self.0 &= self.0.wrapping_sub(1);
        (bit < 64).then_some(bit)
    }
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
    fn bits_come_in_their_order() {
        assert_eq!(Bits(1 | 1 << 5 | 1 << 63).collect::<Vec<_>>(), [0, 5, 63]);
        assert_eq!(Bits(0).next(), None);
    }
}
