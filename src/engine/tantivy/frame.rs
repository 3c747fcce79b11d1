//! A window of documents: which of them fit, a bit each, and what they score.

use tantivy::{DocId, Score};

/// Documents of a window.
pub(super) const WINDOW: DocId = 4096;

/// One document of a list in so many is looked for by itself, more are marked all at once.
const SPARSE: usize = 8;

/// A window's documents, a bit each.
pub(super) type Words = [u64; WINDOW as usize / 64];

/// The documents of a window that fit, and their scores; those of others are 0.
pub(super) struct Frame {
    pub(super) start: DocId,
    pub(super) fit: Words,
    pub(super) scores: [Score; WINDOW as usize],
}

impl Frame {
    pub(super) fn new() -> Box<Frame> {
        Box::new(Frame {
            start: 0,
            fit: [0; WINDOW as usize / 64],
            scores: [0.0; WINDOW as usize],
        })
    }

    /// Empties it.
    pub(super) fn clear(&mut self) {
        self.empty(|_, _| {});
    }

    /// Empties it, and calls for what it held.
    pub(super) fn empty(&mut self, mut each: impl FnMut(DocId, Score)) {
        for (number, word) in self.fit.iter_mut().enumerate() {
            for bit in Bits(std::mem::take(word)) {
                let at = number * 64 + bit;
                let score = std::mem::take(&mut self.scores[at]);
                each(self.start + at as DocId, score);
            }
        }
    }

    pub(super) fn end(&self) -> DocId {
        self.start + WINDOW
    }

    pub(super) fn add(&mut self, doc: DocId, score: Score) {
        let at = (doc - self.start) as usize;
        self.fit[at / 64] |= 1 << (at % 64);
        self.scores[at] += score;
    }

    pub(super) fn len(&self) -> usize {
        self.fit.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Whether it holds so few documents that each is looked for by itself among so many others of the window.
    pub(super) fn is_sparse(&self, others: usize) -> bool {
        self.len() * SPARSE < others
    }

    pub(super) fn is_empty(&self) -> bool {
        self.fit.iter().all(|word| *word == 0)
    }

    /// Keeps the documents of which a score is told, and adds it.
    pub(super) fn keep(&mut self, mut told: impl FnMut(DocId) -> Option<Score>) {
        for (number, word) in self.fit.iter_mut().enumerate() {
            for bit in Bits(*word) {
                let at = number * 64 + bit;
                match told(self.start + at as DocId) {
                    Some(score) => self.scores[at] += score,
                    None => {
                        *word &= !(1 << bit);
                        self.scores[at] = 0.0;
                    }
                }
            }
        }
    }

    /// Keeps the documents of some, and adds what each of those that are left scores. A score is told of any document.
    pub(super) fn keep_all(&mut self, held: &Words, score: impl Fn(usize) -> Score) {
        for (number, (word, held)) in self.fit.iter_mut().zip(held).enumerate() {
            for bit in Bits(*word & !held) {
                self.scores[number * 64 + bit] = 0.0;
            }
            *word &= held;
            for bit in Bits(*word) {
                self.scores[number * 64 + bit] += score(number * 64 + bit);
            }
        }
    }

    /// Takes out the documents of some.
    pub(super) fn leave_out(&mut self, held: &Words) {
        for (number, (word, held)) in self.fit.iter_mut().zip(held).enumerate() {
            for bit in Bits(*word & held) {
                self.scores[number * 64 + bit] = 0.0;
            }
            *word &= !held;
        }
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
    fn bits_come_in_their_order() {
        assert_eq!(Bits(1 | 1 << 5 | 1 << 63).collect::<Vec<_>>(), [0, 5, 63]);
        assert_eq!(Bits(0).next(), None);
    }
}
