//! What of a story costs time to find out before an engine keeps it: the terms of its text, and where sentences and
//! paragraphs end. It is found once, on all cores, and is the same for every engine.

use super::MAX_INDEXED;
use crate::fields::{Part, Side};
use crate::language::sentences::{self, End};
use crate::language::terms::Terms;
use crate::language::words;
use crate::story::Story;

/// A story's words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Analysed {
    /// The terms of headline, lead and rest, in the order of [`Part::ALL`]. Each line of the text is a line of them; of a
    /// story longer than [`MAX_INDEXED`] the beginning.
    pub parts: [Terms; 3],
    /// The terms of what stands beside the text, in the order of [`Side::ALL`].
    pub sides: [Terms; 4],
    /// How many words stand before each part, in the line that all words of the story make.
    pub begins: [u32; 3],
    /// Where sentences and paragraphs end in that line.
    pub ends: EndMarks,
}

impl Analysed {
    /// The words of a story.
    pub fn of(story: &Story) -> Analysed {
        let mut analysed = Analysed::default();
        let language = story.language.as_deref();
        let mut word = 0;
        for (number, part) in Part::ALL.into_iter().enumerate() {
            analysed.begins[number] = word;
            for (token, end) in sentences::known_words(&part_text(story, part), language) {
                analysed.parts[number].add(&token);
                analysed.ends.add(word, end);
                word += 1;
            }
        }
        for (terms, side) in analysed.sides.iter_mut().zip(Side::ALL) {
            let line = story.side(side).unwrap_or_default();
            *terms = Terms::of(words::known_tokens(&line));
        }
        analysed
    }

    /// The terms of all parts and sides.
    pub fn parts(&self) -> impl Iterator<Item = (&Terms, Part)> {
        let parts = self.parts.iter().zip(Part::ALL);
        parts.chain(self.sides.iter().zip(Side::ALL.map(Part::Side)))
    }
}

/// The text of a part of a story, a paragraph a line; of a story longer than [`MAX_INDEXED`] the beginning.
fn part_text(story: &Story, part: Part) -> String {
    let mut text = String::new();
    for (_, line) in story.lines(MAX_INDEXED).filter(|(own, _)| *own == part) {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(line);
    }
    text
}

/// The term of a sentence's end inside a paragraph.
pub(super) const SENTENCE_END: &str = ".";
/// The term of a paragraph's end.
pub(super) const PARAGRAPH_END: &str = "|";

/// The ends of a story as a text for the index: how many words from one to the next, and its term. `7.12|31.` has ends
/// behind the words 7, 19 and 50. A text takes less memory than a list of terms.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EndMarks {
    text: String,
    last: u32,
}

impl EndMarks {
    /// Notes what ends behind a word. The words come in their order.
    pub fn add(&mut self, word: u32, end: End) {
        let term = match end {
            End::Word => return,
            End::Sentence => SENTENCE_END,
            End::Paragraph => PARAGRAPH_END,
        };
        self.text += &(word - self.last).to_string();
        self.text += term;
        self.last = word;
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }
}
