//! Tells which words of the dictionary stand in a stretch of characters.
//!
//! The stretch is cut into the cheapest row of words. A word stands in it if it is inside a word of that row (選挙 in
//! 総選挙), or if a row with it costs little more than the cheapest: 两|国外|长 is cheapest by a hair, and 外长 stands in
//! 两国外长 all the same. 京都 does not stand in 東京|都, nor 人大 in 华人|大会.

use super::dictionary::{LONGEST, cost};
use super::{LONGEST_HIDDEN, is_han, is_katakana};
use std::ops::Range;

/// What a character costs that is no word of the dictionary.
const UNKNOWN: u32 = 11_000;

/// What a stretch of katakana costs as one foreign name, and what each of its characters adds.
const NAME: (u32, u32) = (7_000, 500);

/// Most characters of a foreign name.
const LONGEST_NAME: usize = 24;

/// Least characters of a part of a word in kana.
const PART: usize = 3;

/// How much more a row may cost than the cheapest: that of one ten times rarer.
const MARGIN: u32 = 1_150;

/// The words of the dictionary, of two to [`LONGEST_HIDDEN`] characters, that stand in a stretch of folded characters: for each
/// character those that begin at it, as their lengths.
pub(crate) fn words(text: &[char]) -> Vec<Vec<usize>> {
    let units: Vec<u16> = text.iter().map(|c| unit(*c)).collect();
    let lattice = Lattice::new(text, &units);
    let to_end = lattice.costs_to_end(LONGEST_NAME);
    let from_start = lattice.costs_from_start();
    let whole = to_end[0].0;
    let mut found = vec![Vec::new(); text.len()];
    for word in row(&to_end) {
        let parts = kana_parts(text, &units, &word);
        for start in word.clone() {
            for known in lattice.words[start]
                .iter()
                .filter(|known| (2..=LONGEST_HIDDEN).contains(&known.length) && !known.is_name)
            {
                let end = start + known.length;
                let cost = from_start[start] + known.cost + to_end[end].0;
                // Of a foreign name no piece is a word: ラン is nothing in イラン. Of 肺がん the kana are.
                let inside = end <= word.end
                    && (text[start..end].iter().any(|c| is_han(*c))
                        || parts.contains(&(start..end))
                        || end == word.end && start > word.start && is_han(text[start - 1]));
                if inside || cost <= whole + MARGIN {
                    found[start].push(known.length);
                }
            }
        }
    }
    found
}

/// A character of the dictionary's. The rare ones beyond 16 bits are in no word.
fn unit(c: char) -> u16 {
    u16::try_from(u32::from(c)).unwrap_or(0)
}

/// The parts of a word in kana, if it is made of known words: ラテン and アメリカ.
fn kana_parts(text: &[char], units: &[u16], word: &Range<usize>) -> Vec<Range<usize>> {
    let (text, units) = (&text[word.clone()], &units[word.clone()]);
    if text.len() < 2 * PART || text.iter().any(|c| is_han(*c)) {
        return Vec::new();
    }
    let parts = row(&Lattice::new(text, units).costs_to_end(text.len() - 1));
    match parts.iter().all(|part| part.len() >= PART) {
        true => parts
            .into_iter()
            .map(|part| word.start + part.start..word.start + part.end)
            .collect(),
        false => Vec::new(),
    }
}

/// What may stand at a character.
struct Known {
    length: usize,
    cost: u32,
    /// Whether it is only taken for a foreign name.
    is_name: bool,
}

/// Every word that may begin at each character of a text.
struct Lattice {
    words: Vec<Vec<Known>>,
}

impl Lattice {
    fn new(text: &[char], units: &[u16]) -> Lattice {
        let mut words: Vec<Vec<Known>> = Vec::with_capacity(text.len());
        let mut katakana = 0;
        for start in (0..text.len()).rev() {
            katakana = if is_katakana(text[start]) {
                katakana + 1
            } else {
                0
            };
            let single = cost(&units[start..=start]).unwrap_or(UNKNOWN);
            let mut here = vec![Known {
                length: 1,
                cost: single,
                is_name: false,
            }];
            let lengths = 2..=LONGEST.min(text.len() - start);
            here.extend(lengths.filter_map(|length| {
                let cost = cost(&units[start..start + length])?;
                Some(Known {
                    length,
                    cost,
                    is_name: false,
                })
            }));
            let first = start == 0 || !is_katakana(text[start - 1]);
            if first && (2..=LONGEST_NAME).contains(&katakana) {
                here.push(Known {
                    length: katakana,
                    cost: NAME.0 + NAME.1 * katakana as u32,
                    is_name: true,
                });
            }
            words.push(here);
        }
        words.reverse();
        Lattice { words }
    }

    /// What the text costs from each character on, and where its first word ends; of words of at most so many
    /// characters.
    fn costs_to_end(&self, longest: usize) -> Vec<(u32, usize)> {
        let mut best = vec![(0, 0); self.words.len() + 1];
        for (start, words) in self.words.iter().enumerate().rev() {
            let words = words.iter().filter(|known| known.length <= longest);
            let rows = words.map(|known| {
                let end = start + known.length;
                (known.cost.saturating_add(best[end].0), end)
            });
            // Of equals the longer.
            best[start] = rows
                .min_by_key(|(cost, end)| (*cost, usize::MAX - end))
                .unwrap_or((UNKNOWN, start + 1));
        }
        best
    }

    /// What the text costs up to each character.
    fn costs_from_start(&self) -> Vec<u32> {
        let mut best = vec![u32::MAX; self.words.len() + 1];
        best[0] = 0;
        for (start, words) in self.words.iter().enumerate() {
            for known in words {
                let cost = best[start].saturating_add(known.cost);
                let end = &mut best[start + known.length];
                *end = cost.min(*end);
            }
        }
        best
    }
}

/// The cheapest row of words.
fn row(to_end: &[(u32, usize)]) -> Vec<Range<usize>> {
    let mut row = Vec::new();
    let mut start = 0;
    while start + 1 < to_end.len() {
        let end = to_end[start].1;
        row.push(start..end);
        start = end;
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::fold::fold;

    fn shown(text: &str) -> String {
        let text: Vec<char> = fold(text).chars().collect();
        let units: Vec<u16> = text.iter().map(|c| unit(*c)).collect();
        let to_end = Lattice::new(&text, &units).costs_to_end(LONGEST_NAME);
        let words = row(&to_end).into_iter();
        let words = words.map(|word| text[word].iter().collect::<String>());
        words.collect::<Vec<_>>().join("|")
    }

    #[test]
    fn text_is_cut_into_the_words_that_a_reader_sees() {
        let table = [
            ("研究生命起源", "研究|生命|起源"),
            ("停火协议在卡拉巴赫生效", "停火|协议|在|卡拉|巴赫|生效"),
            ("中国人民代表大会", "中国|人民|代表|大会"),
            ("總統選舉十一月舉行", "总统|选举|十一月|举行"),
            (
                "東京都知事が京都を訪問した",
                "东京|都|知事|が|京都|を|访问|し|た",
            ),
            (
                "国連安全保障理事会はロシア軍を非難",
                "国连|安全|保障|理事会|は|ロシア|军|を|非难",
            ),
            (
                "スパリゾートとラテンアメリカ諸国",
                "スパリゾート|と|ラテンアメリカ|诸国",
            ),
        ];
        for (text, expected) in table {
            assert_eq!(shown(text), expected);
        }
    }

    #[test]
    fn words_stand_inside_others_and_never_across_a_cut() {
        let stands = |word: &str, text: &str| {
            let text: Vec<char> = fold(text).chars().collect();
            let word: Vec<char> = fold(word).chars().collect();
            let found = words(&text);
            (0..text.len())
                .any(|at| text[at..].starts_with(&word) && found[at].contains(&word.len()))
        };
        for (word, text) in [
            ("選挙", "総選挙の投票"),
            ("北京", "北京市政府"),
            ("北京市", "北京市政府"),
            ("市政府", "北京市政府"),
            ("学生", "大学生"),
            ("外长", "两国外长今日举行会谈"),
            ("京都", "京都大学"),
            ("アメリカ", "ラテンアメリカ"),
        ] {
            assert!(stands(word, text), "{word} in {text}");
        }
        for (word, text) in [
            ("京都", "東京都知事"),
            ("京都", "東京都の予算"),
            ("国会", "中国会谈取得进展"),
            ("市长", "南京市长江大桥"),
            ("人大", "华人大会"),
            ("パリ", "スパリゾート"),
            ("ラン", "イラン"),
        ] {
            assert!(!stands(word, text), "{word} in {text}");
        }
    }

    #[test]
    fn a_long_stretch_takes_time_in_proportion() {
        for text in ["国", "一", "ア", "东京都"] {
            let text: Vec<char> = text.chars().cycle().take(100_000).collect();
            assert_eq!(words(&text).len(), text.len());
        }
        assert!(words(&[]).is_empty());
    }
}
