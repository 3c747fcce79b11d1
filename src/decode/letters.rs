//! How likely a run of letters is a word of a language: the costs, in quarters of a bit, of each letter after each.
//! `letters.tsv` and `han.tsv` are made by `letters.py`.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Cost of a letter that the language does not have, or of one after it.
const FOREIGN: u32 = 56;
/// Letters of the alphabets here lie below this code.
const CODES: usize = 0x1000;
/// The index of what is no letter of the language.
const NONE: u8 = u8::MAX;

/// The letters of a language.
pub(super) struct Letters {
    /// ISO 639-1 code.
    pub(super) code: &'static str,
    /// Whether it is written in Latin letters.
    pub(super) is_latin: bool,
    index: Vec<u8>,
    size: usize,
    costs: Vec<u8>,
}

/// All languages of an alphabet.
pub(super) static LETTERS: LazyLock<Vec<Letters>> = LazyLock::new(|| {
    let rows = include_str!("letters.tsv").lines();
    let rows = rows.filter(|row| !row.starts_with('#'));
    rows.filter_map(Letters::from_row).collect()
});

/// What kind of character each code is, for the codes of our alphabets.
static KINDS: LazyLock<Vec<Kind>> = LazyLock::new(|| {
    let code = |code: usize| char::from_u32(code as u32).map_or(Kind::Other, Kind::of);
    (0..CODES).map(code).collect()
});

/// What kind of character one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Upper,
    Lower,
    /// A letter of a script without capitals, or a combining mark.
    Letter,
    Other,
}

impl Kind {
    fn of(c: char) -> Kind {
        let is_mark = unicode_normalization::char::is_combining_mark(c);
        match c {
            'ª' | 'º' => Kind::Other,
            _ if c.is_uppercase() => Kind::Upper,
            _ if c.is_lowercase() => Kind::Lower,
            _ if c.is_alphabetic() || is_mark => Kind::Letter,
            _ => Kind::Other,
        }
    }
}

/// What kind of character one is.
pub(super) fn kind(c: char) -> Kind {
    let known = KINDS.get(c as usize);
    known.copied().unwrap_or_else(|| Kind::of(c))
}

fn cost(sign: u8) -> u8 {
    sign.saturating_sub(b'!')
}

impl Letters {
    fn from_row(row: &'static str) -> Option<Letters> {
        let mut fields = row.split('\t');
        let (code, letters, signs) = (fields.next()?, fields.next()?, fields.next()?);
        let mut index = vec![NONE; CODES];
        for (at, letter) in letters.chars().enumerate().skip(1) {
            let capitals = letter.to_uppercase().chain(std::iter::once(letter));
            // The cedilla was all that charsets of the time had for the Romanian comma.
            let cedilla = match letter {
                'ș' => "şŞ",
                'ț' => "ţŢ",
                'i' => "İ",
                _ => "",
            };
            for c in capitals.chain(cedilla.chars()) {
                if let Some(slot) = index.get_mut(c as usize).filter(|slot| **slot == NONE) {
                    *slot = at as u8;
                }
            }
        }
        Some(Letters {
            code,
            is_latin: !letters.chars().any(|c| c >= '\u{370}'),
            index,
            size: letters.chars().count(),
            costs: signs.bytes().map(cost).collect(),
        })
    }

    /// What a run of letters costs as words; what is no letter ends a word and costs nothing.
    pub(super) fn cost(&self, run: impl IntoIterator<Item = char>) -> u32 {
        let (mut sum, mut last) = (0, 0);
        for c in run {
            let at = match kind(c) {
                Kind::Other => 0,
                _ => self.index.get(c as usize).copied().unwrap_or(NONE),
            };
            sum += self.step(last, at);
            last = at;
        }
        sum + self.step(last, 0)
    }

    fn step(&self, last: u8, at: u8) -> u32 {
        match (last, at) {
            (0, 0) => 0,
            (NONE, 0) => FOREIGN / 4,
            (NONE, _) | (_, NONE) => FOREIGN,
            _ => {
                let at = usize::from(last) * self.size + usize::from(at);
                self.costs.get(at).map_or(FOREIGN, |cost| u32::from(*cost))
            }
        }
    }
}

/// The letters of a language by its code.
pub(super) fn of(code: &str) -> Option<&'static Letters> {
    LETTERS.iter().find(|letters| letters.code == code)
}

/// The characters of a language that has thousands.
pub(super) struct Characters {
    code: &'static str,
    costs: FxHashMap<char, u8>,
}

static CHARACTERS: LazyLock<Vec<Characters>> = LazyLock::new(|| {
    let rows = include_str!("han.tsv").lines();
    let rows = rows.filter(|row| !row.starts_with('#'));
    rows.filter_map(|row| {
        let mut fields = row.split('\t');
        let (code, characters, signs) = (fields.next()?, fields.next()?, fields.next()?);
        let costs = characters.chars().zip(signs.bytes().map(cost));
        Some(Characters {
            code,
            costs: costs.collect(),
        })
    })
    .collect()
});

/// The characters of a language by its code.
pub(super) fn characters_of(code: &str) -> Option<&'static Characters> {
    CHARACTERS.iter().find(|characters| characters.code == code)
}

impl Characters {
    /// What a character beyond ASCII costs.
    pub(super) fn cost(&self, c: char) -> u32 {
        match c {
            '、' | '。' | '，' | '「' | '」' | '　' | '・' | '（' | '）' => 20,
            '０'..='９'
            | '：'
            | '；'
            | '？'
            | '！'
            | '“'
            | '”'
            | '《'
            | '》'
            | '『'
            | '』'
            | '【'
            | '】'
            | 'ー'
            | '…' => 28,
            'Ａ'..='Ｚ'
            | 'ａ'..='ｚ'
            | '〇'
            | '％'
            | '／'
            | '－'
            | '—'
            | '＝'
            | '～'
            | '〔'
            | '〕'
            | '●'
            | '▽'
            | '△'
            | '◆'
            | '○'
            | '■' => 40,
            _ => self
                .costs
                .get(&c)
                .map_or(Characters::rare(c), |cost| u32::from(*cost)),
        }
    }

    fn rare(c: char) -> u32 {
        match c {
            '\u{E000}'..='\u{F8FF}' => 140,
            '\u{FFFD}' | '\u{80}'..='\u{9F}' => 160,
            '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' | '\u{3041}'..='\u{30FF}' => 64,
            '\u{FF61}'..='\u{FF9F}' => 48,
            _ => 72,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_costs_least_in_its_own_language() {
        for (word, own, other) in [
            ("Środę", "pl", "fr"),
            ("rénové", "fr", "pl"),
            ("Straße", "de", "fr"),
            ("город", "ru", "sr"),
            ("њего", "sr", "ru"),
        ] {
            let cost = |code| of(code).unwrap().cost(word.chars());
            assert!(cost(own) < cost(other), "{word}");
        }
    }

    #[test]
    fn every_language_of_a_charset_has_letters_or_characters() {
        for charset in super::super::charset::CHARSETS.iter() {
            for code in &charset.languages {
                assert!(
                    of(code).is_some() || characters_of(code).is_some(),
                    "{code}"
                );
            }
        }
        for letters in LETTERS.iter() {
            assert_eq!(
                letters.costs.len(),
                letters.size * letters.size,
                "{}",
                letters.code
            );
        }
    }
}
