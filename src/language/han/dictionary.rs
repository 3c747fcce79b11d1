//! The words of Chinese and Japanese and what each costs, read in their place: nothing is loaded or built at the start.

use std::ops::Range;

/// `words.bin`, made by `make.py`, which says how it is laid out.
static WORDS: &[u8] = include_bytes!("words.bin");

/// The words of each length, from one character on.
static TABLES: [Table; LONGEST] = tables();

/// Characters of the longest word.
pub(super) const LONGEST: usize = 8;

/// The words of one length: sorted, with the cost of each.
#[derive(Clone, Copy)]
struct Table {
    words: usize,
    keys: usize,
    costs: usize,
}

const fn tables() -> [Table; LONGEST] {
    let mut tables = [Table {
        words: 0,
        keys: 0,
        costs: 0,
    }; LONGEST];
    let (mut length, mut at) = (0, 0);
    while length < LONGEST {
        let number = [WORDS[at], WORDS[at + 1], WORDS[at + 2], WORDS[at + 3]];
        let words = u32::from_le_bytes(number) as usize;
        let keys = at + 4;
        let costs = keys + words * 2 * (length + 1);
        tables[length] = Table { words, keys, costs };
        at = costs + words;
        length += 1;
    }
    tables
}

impl Table {
    fn cost(&self, word: &[u16]) -> Option<u32> {
        let width = 2 * word.len();
        let key = |number: usize| {
            let at = self.keys + number * width;
            let bytes = WORDS[at..at + width].chunks_exact(2);
            bytes.map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
        };
        let mut range: Range<usize> = 0..self.words;
        while !range.is_empty() {
            let middle = range.start + range.len() / 2;
            match key(middle).cmp(word.iter().copied()) {
                std::cmp::Ordering::Less => range.start = middle + 1,
                std::cmp::Ordering::Greater => range.end = middle,
                std::cmp::Ordering::Equal => {
                    return Some(64 * u32::from(WORDS[self.costs + middle]));
                }
            }
        }
        None
    }
}

/// What a word costs, if it is one: the less, the more frequent. Its characters have to be folded.
pub(super) fn cost(word: &[u16]) -> Option<u32> {
    TABLES.get(word.len().checked_sub(1)?)?.cost(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(word: &str) -> Option<u32> {
        cost(&word.encode_utf16().collect::<Vec<_>>())
    }

    #[test]
    fn the_dictionary_is_whole_and_sorted() {
        let last = TABLES[LONGEST - 1];
        assert_eq!(last.costs + last.words, WORDS.len());
        for (table, length) in TABLES.iter().zip(1..) {
            let keys = &WORDS[table.keys..table.costs];
            let words: Vec<&[u8]> = keys.chunks_exact(2 * length).collect();
            assert!(words.windows(2).all(|pair| pair[0] < pair[1]), "{length}");
        }
    }

    #[test]
    fn frequent_words_cost_less_and_other_strings_are_none() {
        assert!(of("北京") < of("京都") && of("京都").is_some());
        assert!(of("イラン").is_some() && of("的") < of("疆"));
        for none in ["", "東京都", "都宣", "アアアアアアアアア"] {
            assert_eq!(of(none), None, "{none}");
        }
    }
}
