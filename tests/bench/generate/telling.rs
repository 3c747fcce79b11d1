//! The running text of a story. A story comes back to its own words far more often than chance has it (burstiness:
//! Church and Gale, "Poisson mixtures", 1995), so some words are drawn again from those that it has already said.

use super::random::Random;
use super::words::{Language, capital};

/// The share of words, in per cent, that come back from the story itself, as soon as it has said any.
const AGAIN: usize = 25;

/// Tells one story, and remembers what it said.
pub(crate) struct Teller<'a> {
    language: &'a Language,
    random: &'a mut Random,
    said: Vec<String>,
}

impl<'a> Teller<'a> {
    pub(crate) fn new(language: &'a Language, random: &'a mut Random) -> Teller<'a> {
        let said = Vec::new();
        Teller {
            language,
            random,
            said,
        }
    }

    /// Some six to ten words. The first is none of the commonest: what begins with "by" is a byline.
    pub(crate) fn headline(&mut self) -> String {
        let mut words = vec![self.language.draw_rare(self.random)];
        words.extend((0..5 + self.random.below(5)).map(|_| self.word()));
        capital(&words.join(self.blank()))
    }

    /// Paragraphs of about so many words in all.
    pub(crate) fn paragraphs(&mut self, words: usize) -> Vec<String> {
        let mut paragraphs = Vec::new();
        let mut left = words;
        while left > 0 {
            let own = left.min(30 + self.random.below(40));
            paragraphs.push(self.paragraph(own));
            left -= own;
        }
        paragraphs
    }

    /// About so many words, in sentences.
    pub(crate) fn paragraph(&mut self, words: usize) -> String {
        let count = (words / 20).max(1);
        let sentences: Vec<String> = (0..count).map(|_| self.sentence()).collect();
        sentences.join(self.blank())
    }

    /// A sentence of some twenty words, a few of them numbers.
    pub(crate) fn sentence(&mut self) -> String {
        let mut words = Vec::new();
        for _ in 0..12 + self.random.below(17) {
            words.push(match self.random.below(100) {
                0..3 => self.random.below(2_000).to_string(),
                _ => self.word(),
            });
        }
        let stop = if self.language.unspaced() { "。" } else { "." };
        capital(&words.join(self.blank())) + stop
    }

    fn word(&mut self) -> String {
        if !self.said.is_empty() && self.random.below(100) < AGAIN {
            return self.said[self.random.below(self.said.len())].clone();
        }
        let word = self.language.draw(self.random);
        self.said.push(word.clone());
        word
    }

    fn blank(&self) -> &'static str {
        if self.language.unspaced() { "" } else { " " }
    }
}
