//! The terms of a text in one line, for an index to read without another look at letters.
//!
//! Before each term stands where it is, as a control character, which no term can hold (a blank it can: letters of
//! Arabic in their isolated forms fold to one): a unit separator at the next position; a record separator one position
//! further, as no phrase crosses the end of a line; a group separator at the position of the term before, for the
//! spelling of a word with accents and the words of the dictionary that begin at a character.

use super::words::{self, SPELLING, Token};

const NEXT: char = '\u{1f}';
const NEXT_LINE: char = '\u{1e}';
const SAME: char = '\u{1d}';

/// The terms of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    line: String,
    /// The position of the last word.
    last: Option<u32>,
}

impl Terms {
    /// The terms of a text's words.
    pub fn of<'t>(words: impl Iterator<Item = Token<'t>>) -> Terms {
        let mut terms = Terms::default();
        words.for_each(|word| terms.add(&word));
        terms
    }

    /// Adds a word: its folded form, its spelling where that differs, and the words of the dictionary that begin there.
    /// Words come in their order.
    pub fn add(&mut self, word: &Token<'_>) {
        let is_next = self.last.is_none_or(|last| last + 1 == word.position);
        self.last = Some(word.position);
        self.line.push(if is_next { NEXT } else { NEXT_LINE });
        if word.repeats.is_none() && word.written.is_ascii() && word.written.len() < words::MAX_TERM
        {
            let start = self.line.len();
            self.line.push_str(word.written);
            self.line[start..].make_ascii_lowercase();
            return;
        }
        let surface = word.surface();
        let (folded, spelling) = words::terms(&surface);
        self.line.push_str(&folded);
        for more in spelling.iter().chain(&word.words) {
            self.line.push(SAME);
            self.line.push_str(more);
        }
    }

    /// The line.
    pub fn line(&self) -> &str {
        &self.line
    }

    /// Whether there is no term.
    pub fn is_empty(&self) -> bool {
        self.line.is_empty()
    }

    /// The words as they are spelled: see [`words::surface`].
    pub fn surfaces(&self) -> impl Iterator<Item = &str> {
        let mut terms = read(&self.line).peekable();
        std::iter::from_fn(move || {
            let (mut surface, position) = terms.next()?;
            while let Some((term, _)) = terms.next_if(|(_, own)| *own == position) {
                surface = term.strip_prefix(SPELLING).unwrap_or(surface);
            }
            Some(surface)
        })
    }
}

/// The terms of a line with their positions, from 0.
pub fn read(line: &str) -> Read<'_> {
    Read {
        rest: line,
        position: None,
    }
}

/// The iterator that [`read`] returns.
#[derive(Debug, Clone)]
pub struct Read<'t> {
    rest: &'t str,
    position: Option<u32>,
}

impl<'t> Iterator for Read<'t> {
    type Item = (&'t str, u32);

    fn next(&mut self) -> Option<(&'t str, u32)> {
        let sign = self.rest.chars().next()?;
        let behind = &self.rest[1..];
        let end = behind
            .bytes()
            .position(|byte| byte < b' ')
            .unwrap_or(behind.len());
        let (term, rest) = behind.split_at(end);
        let position = match (self.position, sign) {
            (None, _) => 0,
            (Some(last), SAME) => last,
            (Some(last), NEXT_LINE) => last + 2,
            (Some(last), _) => last + 1,
        };
        self.rest = rest;
        self.position = Some(position);
        Some((term, position))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::words::known_tokens;

    #[test]
    fn a_line_tells_each_term_and_its_position() {
        let terms = Terms::of(known_tokens("Il a négocié\nla PAIX. 京都"));
        let read: Vec<_> = read(terms.line()).collect();
        let expected = [
            ("il", 0),
            ("a", 1),
            ("negocie", 2),
            ("=négocié", 2),
            ("la", 4),
            ("paix", 5),
            ("京", 6),
            ("京都", 6),
            ("都", 7),
        ];
        assert_eq!(read, expected);
        let surfaces: Vec<_> = terms.surfaces().collect();
        assert_eq!(surfaces, ["il", "a", "négocié", "la", "paix", "京", "都"]);
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config { failure_persistence: None, ..Default::default() })]

        #[test]
        fn what_is_read_is_what_was_found(text in "([\\PC\n\t\u{a0}\u{2028}]|[ -~ßéıåя一京々가カー’\u{301}]){0,80}") {
            let terms = Terms::of(known_tokens(&text));
            let mut expected = Vec::new();
            for word in known_tokens(&text) {
                let surface = word.surface();
                let (folded, spelling) = words::terms(&surface);
                expected.push((folded.into_owned(), word.position));
                expected.extend(spelling.into_iter().chain(word.words).map(|more| (more, word.position)));
            }
            let found: Vec<_> = read(terms.line()).map(|(term, at)| (term.to_owned(), at)).collect();
            proptest::prop_assert_eq!(found, expected);
            let surfaces: Vec<_> = known_tokens(&text).map(|word| word.surface().into_owned()).collect();
            proptest::prop_assert_eq!(terms.surfaces().collect::<Vec<_>>(), surfaces);
        }
    }
}
