//! Cuts text into words, the same for stories, queries and highlights, in every language.
//!
//! A word is a run of letters, digits and their combining marks. Hyphens and apostrophes cut (`cessez-le-feu` is three
//! words, `l'élection` two), except in words that keep theirs (`aujourd'hui`) and where they are letters of the script
//! (`п’ять`, `צה"ל`). Each Han character and hiragana is a
//! word of its own, so that a query of several is a phrase. No word is dropped: neither stop words nor long ones.

use super::{LANGUAGES, fold};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longest term of the index, in bytes; a longer word is found by its first bytes.
pub const MAX_TERM: usize = 1024;

/// The mark before a term that is a spelling with its accents; no word can hold it.
pub const SPELLING: char = '=';

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token<'t> {
    /// The word as written.
    pub written: &'t str,
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// Its number in the text from 0; a line end leaves one number out, so that no phrase crosses it.
    pub position: u32,
}

/// How many of some bytes are wanted. A test without branches is done for many bytes at once.
pub(crate) fn count_bytes(bytes: &[u8], is_wanted: impl Fn(u8) -> bool) -> usize {
    // So few that one byte can count them.
    let counts = bytes.chunks(128).map(|chunk| {
        let wanted = chunk.iter().map(|byte| u8::from(is_wanted(*byte)));
        usize::from(wanted.sum::<u8>())
    });
    counts.sum()
}

/// The words of a text.
pub fn tokens(text: &str) -> Tokens<'_> {
    Tokens {
        text,
        at: 0,
        position: 0,
        line_end: false,
    }
}

/// The iterator that [`tokens`] returns.
#[derive(Debug, Clone)]
pub struct Tokens<'t> {
    text: &'t str,
    at: usize,
    position: u32,
    line_end: bool,
}

impl<'t> Iterator for Tokens<'t> {
    type Item = Token<'t>;

    fn next(&mut self) -> Option<Token<'t>> {
        let start = self.skip_to_word()?;
        let end = word_end(self.text, start);
        self.at = end;
        if self.line_end && self.position > 0 {
            self.position += 1;
        }
        self.line_end = false;
        let position = self.position;
        self.position += 1;
        Some(Token {
            written: &self.text[start..end],
            range: start..end,
            position,
        })
    }
}

impl Tokens<'_> {
    fn skip_to_word(&mut self) -> Option<usize> {
        for (offset, c) in self.text[self.at..].char_indices() {
            match class(c) {
                Class::Letter | Class::Ideograph => return Some(self.at + offset),
                Class::LineEnd => self.line_end = true,
                _ => {}
            }
        }
        self.at = self.text.len();
        None
    }
}

/// What a character does to a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    /// A word by itself.
    Ideograph,
    /// Belongs to the word that it stands in: combining marks, soft hyphens, joiners.
    Joined,
    Apostrophe,
    LineEnd,
    Other,
}

fn class(c: char) -> Class {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' => Class::Letter,
        '\n' | '\u{2028}' | '\u{2029}' => Class::LineEnd,
        _ if is_apostrophe(c) => Class::Apostrophe,
        '\0'..='\u{7f}' => Class::Other,
        _ if is_invisible(c) => Class::Joined,
        _ if is_ideograph(c) => Class::Ideograph,
        // Some marks are alphabetic too; none begins a word, or composing would move the beginning.
        _ if is_combining_mark(c) => Class::Joined,
        _ if c.is_alphanumeric() => Class::Letter,
        _ => Class::Other,
    }
}

/// The apostrophes of wire copy, typewriter and typographic.
pub fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '′' | '´' | '`' | '＇' | '׳')
}

fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}'
    )
}

fn is_ideograph(c: char) -> bool {
    matches!(c,
        '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{3096}' | '\u{309d}'..='\u{309f}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Where the word that starts at a byte ends.
fn word_end(text: &str, start: usize) -> usize {
    let mut chars = text[start..].char_indices();
    if let Some((_, first)) = chars.next()
        && class(first) == Class::Ideograph
    {
        return chars
            .find(|&(_, c)| class(c) != Class::Joined)
            .map_or(text.len(), |(at, _)| start + at);
    }
    let mut end = start;
    let mut before = '\0';
    for (at, c) in text[start..].char_indices() {
        let next = start + at + c.len_utf8();
        match class(c) {
            Class::Letter | Class::Joined => end = next,
            class if end == start + at => {
                if is_inner(before, c, text[next..].chars().next()) {
                    continue;
                }
                return match class {
                    Class::Apostrophe => whole_word_end(text, start, next).unwrap_or(end),
                    _ => end,
                };
            }
            _ => break,
        }
        before = c;
    }
    end
}

/// Whether a sign between two characters belongs to their word: the apostrophe of Ukrainian and Belarusian (*п’ять*),
/// and the geresh and gershayim of Hebrew, which are mostly typed as quotes (*צה"ל*).
pub fn is_inner(before: char, sign: char, after: Option<char>) -> bool {
    let is_cyrillic = |c: char| matches!(c, '\u{400}'..='\u{52f}');
    let both = |is_of: &dyn Fn(char) -> bool| is_of(before) && after.is_some_and(is_of);
    match sign {
        _ if is_apostrophe(sign) => both(&is_cyrillic) || both(&is_hebrew),
        _ => is_gershayim(sign) && both(&is_hebrew),
    }
}

fn is_hebrew(c: char) -> bool {
    matches!(c, 'א'..='ת')
}

fn is_gershayim(c: char) -> bool {
    matches!(c, '"' | '״' | '”' | '“')
}

/// Where a word that keeps its apostrophe ends, when the pieces before and after the apostrophe make one.
fn whole_word_end(text: &str, start: usize, after: usize) -> Option<usize> {
    let piece = |from: usize| {
        let length = text[from..].find(|c| !matches!(class(c), Class::Letter | Class::Joined));
        &text[from..length.map_or(text.len(), |length| from + length)]
    };
    let (before, behind) = (piece(start), piece(after));
    // No such word is longer; and long pieces need not be folded to know it.
    if before.len() > 24 || behind.len() > 24 {
        return None;
    }
    let word = format!("{before}'{behind}");
    WHOLE
        .contains(&*folded(&word))
        .then_some(after + behind.len())
}

/// Words of any language that keep their apostrophe, folded.
static WHOLE: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let words = LANGUAGES.iter().flat_map(|language| &language.whole);
    words.map(|word| folded(word).into_owned()).collect()
});

/// A word as the index sees its spelling: NFC, lower case, apostrophes typewritten, invisible characters out, at most
/// [`MAX_TERM`] bytes less the mark's.
pub fn surface(written: &str) -> Cow<'_, str> {
    let written = truncate(written, 4 * MAX_TERM);
    if written.is_ascii() {
        let short = truncate(written, MAX_TERM - 1);
        return if short.bytes().any(|b| b.is_ascii_uppercase()) {
            short.to_ascii_lowercase().into()
        } else {
            short.into()
        };
    }
    let visible = written.chars().filter(|&c| !is_invisible(c));
    let plain = visible.map(|c| match c {
        _ if is_apostrophe(c) => '\'',
        _ if is_gershayim(c) => '"',
        _ => c,
    });
    let lower: String = plain.nfc().flat_map(char::to_lowercase).nfc().collect();
    truncate(&lower, MAX_TERM - 1).to_owned().into()
}

/// A written word without case and accents: its [`surface`], folded. A plain word costs nothing.
pub fn folded(written: &str) -> Cow<'_, str> {
    match surface(written) {
        Cow::Borrowed(word) => fold::fold(word),
        Cow::Owned(word) => match fold::fold(&word) {
            Cow::Borrowed(_) => word.into(),
            Cow::Owned(folded) => folded.into(),
        },
    }
}

/// The terms that stand for a word in the index: the folded word, and its spelling where that differs.
pub fn terms(surface: &str) -> (Cow<'_, str>, Option<String>) {
    let folded = fold::fold(surface);
    let spelling = (folded != surface).then(|| format!("{SPELLING}{surface}"));
    (folded, spelling)
}

/// The beginning of a text, at most so many bytes, cut between characters.
pub fn truncate(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        tokens(text)
            .map(|token| surface(token.written).into_owned())
            .collect()
    }

    #[test]
    fn hyphens_and_apostrophes_cut_words_and_whole_words_keep_theirs() {
        let cases: &[(&str, &[&str])] = &[
            (
                "Karabakh cessez-le-feu",
                &["karabakh", "cessez", "le", "feu"],
            ),
            ("cessez\u{2011}le\u{2011}feu", &["cessez", "le", "feu"]),
            (
                "l'élection, L’ÉLECTION",
                &["l", "élection", "l", "élection"],
            ),
            ("Aujourd’hui presqu'île", &["aujourd'hui", "presqu'île"]),
            (
                "Israel's 'quoted' O'Brien",
                &["israel", "s", "quoted", "o", "brien"],
            ),
            ("de\u{301}ce\u{300}s dé\u{ad}cès", &["décès", "décès"]),
            ("U.S. 20:30 -0.5", &["u", "s", "20", "30", "0", "5"]),
            (
                "新华社 ロンドン時事",
                &["新", "华", "社", "ロンドン", "時", "事"],
            ),
            ("İSTANBUL", &["i\u{307}stanbul"]),
            ("« ' — ' »", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(words(text), *expected, "{text}");
        }
    }

    #[test]
    fn a_line_end_leaves_a_position_out() {
        let positions: Vec<_> = tokens("\na b\n\nc d").map(|token| token.position).collect();
        assert_eq!(positions, [0, 1, 3, 4]);
    }

    #[test]
    fn a_long_word_is_cut_and_not_lost() {
        let long = "é".repeat(70_000);
        assert_eq!(tokens(&long).count(), 1);
        assert!(surface(&long).len() < MAX_TERM);
        assert!(terms(&surface(&long)).1.unwrap().len() <= MAX_TERM);
    }

    #[test]
    fn ranges_are_those_of_the_words() {
        let text = "Le « cessez-le-feu » d’Erevan";
        for token in tokens(text) {
            assert_eq!(&text[token.range.clone()], token.written);
        }
    }

    #[test]
    fn the_apostrophe_of_ukrainian_and_the_quotes_in_hebrew_are_letters() {
        let cases: &[(&str, &[&str])] = &[
            ("п’ять п'ять пʼять", &["п'ять", "п'ять", "п'ять"]),
            ("‘мир’ 'д'", &["мир", "д"]),
            ("צה\"ל צה״ל ג'ורג'", &["צה\"ל", "צה\"ל", "ג'ורג"]),
            ("אמר: \"שלום\"", &["אמר", "שלום"]),
        ];
        for (text, expected) in cases {
            assert_eq!(words(text), *expected, "{text}");
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config { failure_persistence: None, ..Default::default() })]

        #[test]
        fn no_letter_of_any_text_is_lost(text in "([\\PC\n]|[a-zéİıßςאבםובآکیёґ’'\"\u{301}\u{200c}]){0,60}") {
            let mut letters = vec![false; text.len()];
            let mut last = 0;
            for token in tokens(&text) {
                proptest::prop_assert_eq!(&text[token.range.clone()], token.written);
                proptest::prop_assert!(token.range.start >= last);
                last = token.range.end;
                letters[token.range.clone()].fill(true);
                let surface = surface(token.written);
                proptest::prop_assert!(!terms(&surface).0.is_empty());
            }
            for (at, c) in text.char_indices() {
                let counts = c.is_alphanumeric() && !is_combining_mark(c) && !is_apostrophe(c);
                proptest::prop_assert!(letters[at] || !counts, "{c:?} of {text:?}");
            }
        }
    }
}
