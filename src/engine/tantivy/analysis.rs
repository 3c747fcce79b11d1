//! Hands the terms that [`Analysed`](crate::engine::Analysed) holds to tantivy, and the ends of sentences and paragraphs, as
//! terms at the numbers of the words behind which they are. Both are read from lines in which they are already cut.

use super::schema::ANALYZER;
use crate::language::terms;
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

/// Name under which the reader of [`EndMarks`](crate::engine::EndMarks) is registered with tantivy.
pub(super) const ENDS_ANALYZER: &str = "dateline_ends";
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

    fn token_stream<'a>(&'a mut self, line: &'a str) -> WordStream<'a> {
        WordStream {
            terms: terms::read(line),
            token: Token::default(),
        }
    }
}

struct WordStream<'a> {
    terms: terms::Read<'a>,
    token: Token,
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        let Some((term, position)) = self.terms.next() else {
            return false;
        };
        self.token.text.clear();
        self.token.text.push_str(term);
        self.token.position = position as usize;
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
    use crate::engine::EndMarks;
    use crate::language::sentences::End;

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
        let expected = [(".", 1), ("|", 3), ("|", 4)];
        assert_eq!(terms, expected.map(|(term, word)| (term.to_owned(), word)));
    }
}
