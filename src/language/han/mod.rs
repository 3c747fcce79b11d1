//! Chinese and Japanese, which part no words by blanks: variants of characters, and the dictionary that cuts.
//!
//! The cheapest row of words is looked for, of all that a stretch of text can be cut into (unigram costs, dynamic
//! programming, as jieba and MeCab do without their statistics of neighbours). It takes time in proportion to the text.
//!
//! Segmenters that were measured (2 MB of news text, one core) and not taken:
//!
//! * `icu_segmenter` 2.4 (44 crates, 3.2 MB of program): 20 MB/s, no loading, but takes the longest word first: 研究生|命|起源,
//!   国|連|安全|保障, 中国人|民代|表|大会.
//! * `jieba-rs` 0.11 (34 crates, 3.2 MB): 24 MB/s and right in simplified Chinese; 330 ms to load before the first word,
//!   no Japanese (ロ|シ|ア, 選|挙) and little traditional Chinese (總|統|選|舉).
//! * `lindera` 6.2 (185 crates): its dictionaries are fetched while it is built; a build without network fails.
//!
//! This dictionary is made of jieba's (Chinese) and of ipadic, which lindera carries (Japanese): see `make.py`.

mod dictionary;
mod segment;

pub(crate) use segment::words;

/// Characters of the longest word that may stand in a text by chance. Longer rows of characters mean themselves, and need
/// no dictionary to be found.
pub const LONGEST_HIDDEN: usize = 4;

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// `variants.tsv`: a traditional character, a tab, the simplified one.
static VARIANTS: LazyLock<FxHashMap<char, char>> = LazyLock::new(|| {
    let rows = include_str!("variants.tsv").lines();
    let rows = rows.filter(|row| !row.starts_with('#'));
    rows.filter_map(|row| row.split_once('\t'))
        .filter_map(|(from, to)| Some((from.chars().next()?, to.chars().next()?)))
        .collect()
});

/// A character as it is written in simplified Chinese.
pub fn simplified(c: char) -> char {
    match is_han(c) {
        true => VARIANTS.get(&c).copied().unwrap_or(c),
        false => c,
    }
}

/// Chinese characters, in any language.
pub fn is_han(c: char) -> bool {
    matches!(c,
        '\u{3005}'..='\u{3007}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

/// The rounded syllables of Japanese.
pub fn is_hiragana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{3096}')
}

/// The angular syllables of Japanese, wide and narrow, and the sign of a long vowel.
pub fn is_katakana(c: char) -> bool {
    matches!(c, '\u{30a1}'..='\u{30fa}' | '\u{30fc}' | '\u{31f0}'..='\u{31ff}' | '\u{ff66}'..='\u{ff9d}')
}

/// Signs that stand for the character before them: 々 of 人々, and those of kana.
pub fn is_iteration(c: char) -> bool {
    matches!(c, '\u{3005}' | '\u{309d}' | '\u{30fd}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_variant_folds_to_a_character_that_folds_no_further() {
        assert!(VARIANTS.len() > 2500);
        for (from, to) in VARIANTS.iter() {
            assert!(is_han(*from) && simplified(*to) == *to, "{from}");
        }
        assert_eq!(simplified('舉'), '举');
        assert_eq!(simplified('a'), 'a');
    }
}
