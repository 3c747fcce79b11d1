//! Words with slips of the fingers: how far a word may be from the one typed, and whether it is.

/// Letters that a word needs to be asked with one slip: shorter ones are near half of the dictionary.
pub const LETTERS_FOR_ONE: usize = 3;
/// Letters that a word needs to be asked with two slips.
pub const LETTERS_FOR_TWO: usize = 5;
/// Letters of a word from which on two slips are meant where no number is typed.
pub const LETTERS_FOR_TWO_UNASKED: usize = 6;
/// Letters of the longest word that is asked with slips; no word of a language is longer.
pub const MOST_LETTERS: usize = 64;
/// The most slips.
pub const MOST: u8 = 2;

/// Whether at most so many slips make one word of the other: a letter more, less or other, or two neighbours changed
/// round. No letter takes part in two slips (the "optimal string alignment" of Damerau's distance).
pub fn is_within(one: &str, other: &str, slips: u8) -> bool {
    distance(one, other).is_some_and(|distance| distance <= usize::from(slips))
}

/// How many slips there are between two words; `None` where their lengths alone are more than [`MOST`] apart.
pub fn distance(one: &str, other: &str) -> Option<usize> {
    let one: Vec<char> = one.chars().collect();
    let other: Vec<char> = other.chars().collect();
    if one.len().abs_diff(other.len()) > usize::from(MOST) {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for i in 0..one.len() {
        let mut next = vec![i + 1];
        for j in 0..other.len() {
            let same = usize::from(one[i] != other[j]);
            let mut least = (row[j] + same).min(row[j + 1] + 1).min(next[j] + 1);
            if i > 0 && j > 0 && one[i] == other[j - 1] && one[i - 1] == other[j] {
                least = least.min(before[j - 1] + 1);
            }
            next.push(least);
        }
        before = std::mem::replace(&mut row, next);
    }
    row.last().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_a_letter_more_less_other_or_two_changed_round() {
        for (one, other, slips) in [
            ("aliev", "aliev", 0),
            ("aliev", "aliyev", 1),
            ("aliyev", "aliev", 1),
            ("karabahk", "karabakh", 1),
            ("gori", "bori", 1),
            ("aliev", "aliyeva", 2),
            ("gadhafi", "kadafi", 2),
            ("ca", "abc", 3),
            ("мир", "мира", 1),
            ("", "ab", 2),
        ] {
            assert_eq!(distance(one, other), Some(slips), "{one} {other}");
        }
        assert_eq!(distance("a", "abcd"), None);
    }
}
