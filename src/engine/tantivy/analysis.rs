//! Hands the words of `language::words` to tantivy: the folded word, and its spelling at the same position.

use super::schema::ANALYZER;
use crate::language::words::{self, Tokens};
use tantivy::Index;
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer};

/// Registers the analysis with an index.
pub(super) fn register(index: &Index) {
    index
        .tokenizers()
        .register(ANALYZER, TextAnalyzer::from(Words));
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
