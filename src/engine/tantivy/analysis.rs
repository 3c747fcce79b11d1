//! Hands the words of `language::words` to tantivy: the folded word, and its spelling at the same position. And the ends
//! of sentences and paragraphs, as terms at the numbers of the words behind which they are.

use super::schema::ANALYZER;
use crate::language::sentences::End;
use crate::language::words::{self, Tokens};
use tantivy::Index;
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer};

/// Registers the analysis with an index.
pub(super) fn register(index: &Index) {
    index
        .tokenizers()
        .register(ANALYZER, TextAnalyzer::from(Words));
    index
        .tokenizers()
        .register(ENDS_ANALYZER, TextAnalyzer::from(Ends));
}

/// Name under which the reader of [`EndMarks`] is registered with tantivy.
pub(super) const ENDS_ANALYZER: &str = "dateline_ends";
/// The term of a sentence's end inside a paragraph.
pub(super) const SENTENCE_END: &str = ".";
/// The term of a paragraph's end.
pub(super) const PARAGRAPH_END: &str = "|";

/// The ends of a story as a text for the index: how many words from one to the next, and its term. `7.12|31.` has ends
/// behind the words 7, 19 and 50. A text takes less memory than a list of terms.
#[derive(Debug, Default)]
pub(super) struct EndMarks {
    text: String,
    last: u32,
}

impl EndMarks {
    /// Notes what ends behind a word. The words come in their order.
    pub(super) fn add(&mut self, word: u32, end: End) {
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
    pub(super) fn text(&self) -> &str {
        &self.text
    }
}

#[derive(Clone)]
struct Ends;

impl Tokenizer for Ends {
    type TokenStream<'a> = EndStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> EndStream<'a> {
        EndStream {
            rest: text,
            word: 0,
            token: Token::default(),
        }
    }
}

struct EndStream<'a> {
    rest: &'a str,
    word: usize,
    token: Token,
}

impl TokenStream for EndStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(at) = self.rest.find(|c: char| !c.is_ascii_digit()) else {
            return false;
        };
        let (number, rest) = self.rest.split_at(at);
        let (term, rest) = rest.split_at(1);
        self.word += number.parse::<usize>().unwrap_or(0);
        self.rest = rest;
        self.token.text.clear();
        self.token.text.push_str(term);
        self.token.position = self.word;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[derive(Clone)]
struct Words;

impl Tokenizer for Words {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        WordStream {
            words: words::tokens(text),
            token: Token::default(),
            spelling: None,
        }
    }
}

struct WordStream<'a> {
    words: Tokens<'a>,
    token: Token,
    /// The spelling that is still to be handed out at the current position.
    spelling: Option<String>,
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        if let Some(spelling) = self.spelling.take() {
            self.token.text = spelling;
            return true;
        }
        let Some(word) = self.words.next() else {
            return false;
        };
        let surface = words::surface(word.written);
        let (folded, spelling) = words::terms(&surface);
        self.token.text.clear();
        self.token.text.push_str(&folded);
        self.token.position = word.position as usize;
        self.token.offset_from = word.range.start;
        self.token.offset_to = word.range.end;
        self.spelling = spelling;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_of_a_story_are_terms_at_its_words() {
        let mut marks = EndMarks::default();
        let ends = [
            End::Word,
            End::Sentence,
            End::Word,
            End::Paragraph,
            End::Paragraph,
        ];
        (0..).zip(ends).for_each(|(word, end)| marks.add(word, end));
        let mut tokenizer = Ends;
        let mut stream = tokenizer.token_stream(marks.text());
        let mut terms = Vec::new();
        while stream.advance() {
            terms.push((stream.token().text.clone(), stream.token().position));
        }
        let expected = [(SENTENCE_END, 1), (PARAGRAPH_END, 3), (PARAGRAPH_END, 4)];
        assert_eq!(terms, expected.map(|(term, word)| (term.to_owned(), word)));
    }
}
