//! Cuts text into words, the same for stories, queries and highlights, in every language.
//!
//! A word is a run of letters, digits and their combining marks. Hyphens and apostrophes cut (`cessez-le-feu` is three
//! words, `l'élection` two), except in words that keep theirs (`aujourd'hui`) and where they are letters of the script
//! (`п’ять`, `צה"ל`). No word is dropped: neither stop words nor long ones.
//!
//! Chinese and Japanese are cut into characters: each Han character and each kana has a position of its own, as if it
//! were a word. So whatever is typed is found wherever its characters stand in a row, however the text is cut; marks
//! cover exactly them; and the distances of NEAR and of `first50:` count characters. The words of the dictionary
//! ([`han`]) stand beside their first characters, as more terms of the same position. A word that is typed and known is
//! looked for by that term, so that 京都 does not find 東京都.

use super::{fold, han, with_key};
use std::borrow::Cow;
use std::collections::{BTreeSet, VecDeque};
use std::ops::Range;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longest term of the index, in bytes; a longer word is found by its first bytes.
pub const MAX_TERM: usize = 1024;

/// The mark before a term that is a spelling with its accents; no word can hold it.
pub const SPELLING: char = '=';

/// Most characters of Chinese or Japanese that are cut into words together. No prose goes on so long without a sign.
const MAX_STRETCH: usize = 1024;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token<'t> {
    /// The word as written.
    pub written: &'t str,
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// Its number in the text from 0; a line end leaves one number out, so that no phrase crosses it.
    pub position: u32,
    /// The character that an iteration mark stands for: 人 in 人々.
    pub repeats: Option<char>,
    /// Words of the dictionary that begin at this character of Chinese or Japanese, folded: further terms of it. Only
    /// [`known_tokens`] has them.
    pub words: Vec<String>,
}

impl Token<'_> {
    /// The word as the index sees its spelling: see [`surface`].
    pub fn surface(&self) -> Cow<'_, str> {
        match self.repeats {
            Some(c) => c.to_string().into(),
            None => surface(self.written),
        }
    }
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

/// The words of a text; nothing is looked up in the dictionary.
pub fn tokens(text: &str) -> Tokens<'_> {
    Tokens {
        text,
        at: 0,
        position: 0,
        line_end: false,
        stretch: VecDeque::new(),
        known: false,
    }
}

/// The words of a text, with those of the dictionary that begin at each character of Chinese and Japanese.
pub fn known_tokens(text: &str) -> Tokens<'_> {
    Tokens {
        known: true,
        ..tokens(text)
    }
}

/// The iterator that [`tokens`] returns.
#[derive(Debug, Clone)]
pub struct Tokens<'t> {
    text: &'t str,
    at: usize,
    position: u32,
    line_end: bool,
    /// Characters of Chinese or Japanese that are cut and not yet handed out.
    stretch: VecDeque<Token<'t>>,
    /// Whether the dictionary is asked.
    known: bool,
}

impl<'t> Iterator for Tokens<'t> {
    type Item = Token<'t>;

    fn next(&mut self) -> Option<Token<'t>> {
        let mut token = match self.stretch.pop_front() {
            Some(token) => token,
            None => self.read()?,
        };
        self.at = token.range.end;
        if self.line_end && self.position > 0 {
            self.position += 1;
        }
        self.line_end = false;
        token.position = self.position;
        self.position += 1;
        Some(token)
    }
}

impl<'t> Tokens<'t> {
    /// The next word, without its number.
    fn read(&mut self) -> Option<Token<'t>> {
        let start = self.skip_to_word()?;
        if is_ascii_at(self.text, start) {
            let end = start + plain_length(&self.text.as_bytes()[start..]);
            // Most words end so: with a sign that is neither an apostrophe nor a quote, and no letter of another script.
            if matches!(
                self.text.as_bytes().get(end),
                None | Some(b' ' | b',' | b'.' | b'-' | b'\n')
            ) {
                return Some(token(self.text, start..end));
            }
        } else if self.text[start..].starts_with(|c| class(c) == Class::Ideograph) {
            self.stretch = stretch(self.text, start, self.known);
            return self.stretch.pop_front();
        }
        Some(token(self.text, start..word_end(self.text, start)))
    }

    fn skip_to_word(&mut self) -> Option<usize> {
        while let Some(&byte) = self.text.as_bytes().get(self.at) {
            let (class, length) = match byte {
                0..0x80 => (ascii_class(byte), 1),
                _ => {
                    let c = self.text[self.at..].chars().next()?;
                    (class(c), c.len_utf8())
                }
            };
            match class {
                Class::Letter | Class::Ideograph => return Some(self.at),
                Class::LineEnd => self.line_end = true,
                _ => {}
            }
            self.at += length;
        }
        None
    }
}

fn is_ascii_at(text: &str, at: usize) -> bool {
    text.as_bytes().get(at).is_some_and(u8::is_ascii)
}

/// How many letters and digits of ASCII some bytes begin with.
fn plain_length(bytes: &[u8]) -> usize {
    let end = bytes.iter().position(|byte| !byte.is_ascii_alphanumeric());
    end.unwrap_or(bytes.len())
}

/// A word without its number.
fn token(text: &str, range: Range<usize>) -> Token<'_> {
    Token {
        written: &text[range.clone()],
        range,
        position: 0,
        repeats: None,
        words: Vec::new(),
    }
}

/// The characters of Chinese or Japanese from a byte on, and if asked for, the words of the dictionary that begin at
/// each.
fn stretch(text: &str, start: usize, known: bool) -> VecDeque<Token<'_>> {
    let mut tokens: VecDeque<Token<'_>> = VecDeque::new();
    let mut folded: Vec<char> = Vec::new();
    let mut katakana = 0;
    let mut chars = text[start..].char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let end = start + at + c.len_utf8();
        let class = class(c);
        katakana = if han::is_katakana(c) { katakana + 1 } else { 0 };
        // The long vowel at the end of a foreign word belongs to the syllable before it: see [`fold::fold`].
        let ends = chars
            .peek()
            .is_none_or(|(_, next)| !han::is_katakana(*next));
        let long_vowel = matches!(c, 'ー' | '\u{ff70}') && katakana > 3 && ends;
        let full = tokens.len() == MAX_STRETCH;
        match tokens.back_mut() {
            Some(last) if class == Class::Joined || long_vowel => {
                last.range.end = end;
                last.written = &text[last.range.clone()];
                continue;
            }
            _ if class != Class::Ideograph || full => break,
            _ => {}
        }
        let mut token = token(text, start + at..end);
        token.repeats = folded.last().copied().filter(|_| han::is_iteration(c));
        folded.push(token.repeats.unwrap_or(c));
        tokens.push_back(token);
    }
    if !known {
        return tokens;
    }
    // Only now is known which signs belong to a character.
    for (c, token) in folded.iter_mut().zip(&tokens) {
        *c = fold::fold(&token.surface()).chars().next().unwrap_or(*c);
    }
    for (at, lengths) in han::words(&folded).into_iter().enumerate() {
        let words = lengths.iter().map(|length| &folded[at..at + length]);
        tokens[at].words = words.map(|word| word.iter().collect()).collect();
    }
    tokens
}

/// What a character does to a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    /// A word by itself: a Han character, or a syllable of kana.
    Ideograph,
    /// Belongs to the word that it stands in: combining marks, soft hyphens, joiners.
    Joined,
    Apostrophe,
    LineEnd,
    Other,
}

fn ascii_class(byte: u8) -> Class {
    match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => Class::Letter,
        b'\n' => Class::LineEnd,
        b'\'' | b'`' => Class::Apostrophe,
        _ => Class::Other,
    }
}

fn class(c: char) -> Class {
    match c {
        '\0'..='\u{7f}' => ascii_class(c as u8),
        '\u{2028}' | '\u{2029}' => Class::LineEnd,
        _ if is_apostrophe(c) => Class::Apostrophe,
        _ if is_invisible(c) => Class::Joined,
        // The marks of voiced syllables, wide, narrow and combining.
        '\u{3099}' | '\u{309a}' | '\u{309b}' | '\u{309c}' | '\u{ff9e}' | '\u{ff9f}' => {
            Class::Joined
        }
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
    han::is_han(c)
        || han::is_hiragana(c)
        || han::is_katakana(c)
        || han::is_iteration(c)
        || c == '\u{309f}'
}

/// Where the word that starts at a byte ends.
fn word_end(text: &str, start: usize) -> usize {
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
    let words = with_key("whole").flat_map(|language| &language.whole);
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
    if is_plain_ideograph(written) {
        return written.into();
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

/// Whether a word is a single character of Chinese or kana that nothing composes or folds further.
fn is_plain_ideograph(word: &str) -> bool {
    let mut chars = word.chars();
    let first = chars.next();
    chars.next().is_none()
        && first.is_some_and(|c| matches!(c, '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{3400}'..='\u{9fff}'))
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
            .map(|token| token.surface().into_owned())
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
                &["新", "华", "社", "ロ", "ン", "ド", "ン", "時", "事"],
            ),
            ("İSTANBUL", &["i\u{307}stanbul"]),
            ("« ' — ' »", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(words(text), *expected, "{text}");
        }
    }

    #[test]
    fn an_iteration_mark_stands_for_the_character_before_it() {
        assert_eq!(words("人々 々"), ["人", "人", "々"]);
        assert_eq!(words("佐々木"), words("佐佐木"));
    }

    #[test]
    fn words_of_the_dictionary_stand_at_their_first_characters() {
        let words: Vec<_> = known_tokens("總統選舉 and 京都")
            .map(|token| token.words)
            .collect();
        assert_eq!(words[0], ["总统"]);
        assert!(words[1].is_empty() && words[4].is_empty());
        assert_eq!(
            (&*words[2], &*words[5]),
            (&["选举".to_owned()][..], &["京都".to_owned()][..])
        );
    }

    proptest::proptest! {
        #[test]
        fn no_letter_is_lost_and_no_character_is_cut(
            text in "[ -~\n一-龠ぁ-んァ-ヶー々가-힣ｱ-ﾝﾞﾟ０-ｚ舉後裏\u{301}\u{3099}\u{20000}-\u{20010}]{0,60}",
        ) {
            let known: Vec<_> = known_tokens(&text).collect();
            let mut last = (0, None);
            for token in &known {
                assert_eq!(text.get(token.range.clone()), Some(token.written));
                assert!(token.range.start >= last.0 && Some(token.position) > last.1);
                last = (token.range.end, Some(token.position));
            }
            let inside = |at: usize| known.iter().any(|token| token.range.contains(&at));
            let letters = text.char_indices().filter(|(_, c)| c.is_alphanumeric() && !is_combining_mark(*c));
            for (at, c) in letters {
                assert!(inside(at) || matches!(c, '\u{ff9e}' | '\u{ff9f}'), "{c} in {text:?}");
            }
            let plain: Vec<_> = tokens(&text).map(|token| (token.range, token.position)).collect();
            let known: Vec<_> = known.into_iter().map(|token| (token.range, token.position)).collect();
            assert_eq!(plain, known);
        }
    }

    #[test]
    fn megabytes_without_a_blank_are_cut_in_proportion() {
        for text in ["国", "东京都政府", "アメリカ", "々"] {
            let text = text.repeat((1 << 20) / text.len());
            assert_eq!(known_tokens(&text).count(), text.chars().count());
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
                let counts = c.is_alphanumeric() && class(c) != Class::Joined && !is_apostrophe(c);
                proptest::prop_assert!(letters[at] || !counts, "{c:?} of {text:?}");
            }
        }
    }
}
