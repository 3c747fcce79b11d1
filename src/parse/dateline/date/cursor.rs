//! Steps through a text: figures of any script, words, small signs.

use crate::language::calendar::Calendar;

/// A position in a text, moved by what it eats.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    pub(super) calendar: &'a Calendar,
}

impl<'a> Cursor<'a> {
    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// The character before.
    pub(super) fn before(&self) -> Option<char> {
        self.text[..self.at].chars().next_back()
    }

    pub(super) fn eat_any(&mut self, wanted: &[char]) -> bool {
        match self.peek().filter(|c| wanted.contains(c)) {
            Some(c) => {
                self.at += c.len_utf8();
                true
            }
            None => false,
        }
    }

    pub(super) fn blanks(&mut self) {
        while let Some(c) = self.peek().filter(|c| c.is_whitespace()) {
            self.at += c.len_utf8();
        }
    }

    /// How many digits follow, and their value where it fits.
    pub(super) fn digits(&self) -> (usize, u32) {
        let (mut count, mut value) = (0, 0u32);
        for digit in self.rest().chars().map_while(digit) {
            count += 1;
            value = value.saturating_mul(10).saturating_add(digit);
        }
        (count, value)
    }

    /// A number of at most `most` digits, in any script's digits; a longer one is none.
    pub(super) fn number(&mut self, most: usize) -> Option<u32> {
        let (count, value) = self.digits();
        if !(1..=most).contains(&count) {
            return None;
        }
        let bytes = self.rest().chars().take(count).map(char::len_utf8);
        self.at += bytes.sum::<usize>();
        Some(value)
    }

    /// A number in digits, or in Han numerals: `2020`, `十七`, `二〇二〇`.
    pub(super) fn number_or_han(&mut self, most: usize) -> Option<u32> {
        self.number(most).or_else(|| self.han(most))
    }

    fn han(&mut self, most: usize) -> Option<u32> {
        let mut next = *self;
        let (mut value, mut last, mut count) = (0u32, None, 0);
        while let Some(numeral) = next.peek().and_then(han) {
            count += 1;
            if count > most.max(6) {
                return None;
            }
            match numeral {
                // 十七, 二十, 三十一
                10 => {
                    value += last.take().unwrap_or(1) * 10;
                }
                100 => value += last.take().unwrap_or(1) * 100,
                20 | 30 => value += numeral,
                // 二〇二〇: figures one by one.
                one => last = Some(last.unwrap_or(0) * 10 + one),
            }
            next.at += next.peek().map_or(0, char::len_utf8);
        }
        (count > 0).then(|| {
            *self = next;
            value + last.unwrap_or(0)
        })
    }

    /// A run of letters, with the marks and apostrophes inside it.
    pub(super) fn word(&mut self) -> Option<&'a str> {
        let rest = self.rest();
        if !rest.starts_with(char::is_alphabetic) {
            return None;
        }
        let ascii = rest
            .bytes()
            .position(|b| !(b.is_ascii_alphabetic() || b == b'\''))
            .unwrap_or(rest.len());
        let end = if rest.as_bytes().get(ascii).is_none_or(u8::is_ascii) {
            ascii
        } else {
            rest.find(|c| !is_inside(c)).unwrap_or(rest.len())
        };
        self.at += end;
        Some(&rest[..end])
    }

    /// Eats one of some words, in any case.
    pub(super) fn eat_word(&mut self, words: &[&str]) -> bool {
        let mut next = *self;
        let found = next.word().is_some_and(|word| is_one_of(word, words));
        if found {
            *self = next;
        }
        found
    }

    /// Eats one of some beginnings, as printed.
    pub(super) fn eat_start(&mut self, starts: &[&str]) -> bool {
        let rest = self.rest();
        let found = starts.iter().find(|start| rest.starts_with(**start));
        self.at += found.map_or(0, |start| start.len());
        found.is_some()
    }
}

/// Whether a character may stand inside a word: letters, marks of vowels and tones, apostrophes, joiners.
fn is_inside(c: char) -> bool {
    c.is_alphabetic()
        || matches!(c, '\'' | '’' | '׳' | '\u{200c}' | '\u{200d}')
        || (!c.is_ascii() && unicode_normalization::char::is_combining_mark(c))
}

/// Whether a word is one of some lower-case words, whatever its case.
fn is_one_of(word: &str, words: &[&str]) -> bool {
    if word.is_ascii() {
        return words.iter().any(|known| known.eq_ignore_ascii_case(word));
    }
    words.contains(&word.to_lowercase().as_str())
}

/// The zeros of the decimal digits that copy is written with: ASCII, Arabic-Indic, Persian, Devanagari, Bengali, Thai,
/// full-width.
const ZEROS: &[char] = &['0', '٠', '۰', '०', '০', '๐', '０'];

/// The value of a decimal digit.
pub(crate) fn digit(c: char) -> Option<u32> {
    if c.is_ascii() {
        return c.to_digit(10);
    }
    let value = |zero: &char| (c as u32).checked_sub(*zero as u32);
    ZEROS.iter().filter_map(value).find(|value| *value < 10)
}

/// The value of a Han numeral.
fn han(c: char) -> Option<u32> {
    const ONES: &str = "〇一二三四五六七八九";
    Some(match c {
        '十' => 10,
        '百' => 100,
        '廿' => 20,
        '卅' => 30,
        '零' | '○' => 0,
        _ => ONES.chars().position(|one| one == c)? as u32,
    })
}
