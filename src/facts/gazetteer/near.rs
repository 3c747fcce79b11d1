//! Names of well-known places that are spelt nearly like a word that is no name: for misprints in datelines, and for
//! people who are asked whether they meant another.

use super::{Entry, Gazetteer, Known, fold_name, score};
use std::collections::HashMap;

/// The fewest letters of a name that may be a misprint: shorter ones are near too many others.
const SHORTEST_MISPRINT: usize = 6;
/// The fewest letters of a name that has near ones.
const SHORTEST: usize = 3;
/// From so many letters on, two may be wrong.
const TWO_WRONG: usize = 6;
/// The most letters of a name that near ones are looked for.
const LONGEST: usize = 40;
/// From so many inhabitants on, a city is well known.
const WELL_KNOWN: u64 = 50_000;

impl Gazetteer {
    /// The one name of a capital, a city that stands alone or one of 50,000 inhabitants that is one letter off a name
    /// nobody knows: changed, missing, added, or two that changed places. `None` where there are several such places.
    pub fn misprint(&self, name: &str) -> Option<String> {
        let key = fold_name(name);
        let letters: Vec<char> = key.chars().collect();
        if !(SHORTEST_MISPRINT..=LONGEST).contains(&letters.len()) {
            return None;
        }
        let beginning: String = letters[..2].iter().collect();
        let mut found: HashMap<String, String> = HashMap::new();
        let mut add = |near: &str, known: Vec<Known>| {
            let fame = |known: &Known| score::standing(known).total();
            let cities = known.into_iter().filter(|known| known.entry.kind == "city");
            let known = cities.filter(is_well_known);
            if let Some(best) = known.max_by(|a, b| fame(a).total_cmp(&fame(b))) {
                found
                    .entry(best.entry.id)
                    .or_insert_with(|| near.to_owned());
            }
        };
        // The first two letters are right, or one of them is wrong.
        let mut other = Vec::new();
        self.each_name(&beginning, &mut |near, bearers| {
            if distance(&letters, near, 1, &mut other) == Some(1) {
                add(near, self.all_known(bearers, |_| true).collect());
            }
        });
        for near in self.user.names_from(&beginning) {
            if distance(&letters, near, 1, &mut other) == Some(1) {
                add(near, self.named_by_user(near));
            }
        }
        for near in wrong_beginnings(&letters) {
            if let Some(bearers) = self.bearers(&near) {
                add(&near, self.all_known(bearers, |_| true).collect());
            }
        }
        let mut found = found.into_values();
        let only = found.next()?;
        found.next().is_none().then(|| capitalised(&only))
    }

    /// Well-known places whose name is one or two letters off: their names with what they stand for, the nearest
    /// first and then the best known, `limit` at most.
    pub fn near(&self, name: &str, limit: usize) -> Vec<(String, Entry)> {
        let key = fold_name(name);
        let letters: Vec<char> = key.chars().collect();
        if !(SHORTEST..=LONGEST).contains(&letters.len()) {
            return Vec::new();
        }
        let most = if letters.len() < TWO_WRONG { 1 } else { 2 };
        let mut found = Vec::new();
        let mut other = Vec::new();
        let mut add = |distance: usize, near: &str, known: &mut dyn Iterator<Item = Known>| {
            found.extend(known.filter(is_well_known).map(|known| {
                let fame = score::standing(&known).total();
                (distance, fame, near.to_owned(), known.entry)
            }));
        };
        self.each_name("", &mut |near, bearers| {
            if let Some(distance) = distance(&letters, near, most, &mut other) {
                add(distance, near, &mut self.all_known(bearers, |_| true));
            }
        });
        for near in self.user.names_from("") {
            if let Some(distance) = distance(&letters, near, most, &mut other) {
                add(distance, near, &mut self.named_by_user(near).into_iter());
            }
        }
        found.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        let mut nearest: Vec<(String, Entry)> = Vec::new();
        for (_, _, near, entry) in found {
            let spelling = capitalised(&near);
            let is_said =
                |(name, known): &(String, Entry)| *name == spelling || known.id == entry.id;
            if nearest.len() < limit && !nearest.iter().any(is_said) {
                nearest.push((spelling, entry));
            }
        }
        nearest
    }
}

/// Whether a place is one that people may mean, under one of its main names.
fn is_well_known(known: &Known) -> bool {
    let entry = &known.entry;
    known.main
        && (entry.capital
            || known.stands_alone
            || known.listed
            || entry.population >= WELL_KNOWN
            || entry.kind != "city")
}

/// Every key that some letters may stand for if one of the first two is wrong. Nobody mistakes the very first letter:
/// `Talegaon` is not Malegaon.
fn wrong_beginnings(letters: &[char]) -> Vec<String> {
    let mut keys = Vec::new();
    let mut push = |letters: &mut dyn Iterator<Item = char>| keys.push(letters.collect::<String>());
    let all = || letters.iter().copied();
    for at in 0..2 {
        push(&mut all().take(at).chain(all().skip(at + 1)));
        let swapped = [letters[at + 1], letters[at]];
        push(&mut all().take(at).chain(swapped).chain(all().skip(at + 2)));
    }
    for letter in 'a'..='z' {
        push(&mut all().take(1).chain([letter]).chain(all().skip(2)));
        push(&mut all().take(1).chain([letter]).chain(all().skip(1)));
    }
    let own: String = all().collect();
    keys.retain(|key| *key != own);
    keys
}

/// How many letters are changed, missing, added or have changed places between two words; `None` where more than
/// `most`, which is 1 or 2. `other` is room for the second word's letters.
fn distance(word: &[char], near: &str, most: usize, other: &mut Vec<char>) -> Option<usize> {
    // A letter takes at most four bytes: most words are told by their length alone.
    if near.len() + most < word.len() || near.len() > 4 * (word.len() + most) {
        return None;
    }
    other.clear();
    other.extend(near.chars().take(LONGEST + 3));
    if word.len().abs_diff(other.len()) > most {
        return None;
    }
    // What both begin and end with makes no difference.
    let begin = word.iter().zip(&*other).take_while(|(a, b)| a == b).count();
    let (word, other) = (&word[begin..], &other[begin..]);
    let ends = word.iter().rev().zip(other.iter().rev());
    let end = ends.take_while(|(a, b)| a == b).count();
    let (word, other) = (&word[..word.len() - end], &other[..other.len() - end]);
    if word.len().max(other.len()) > 2 * most + 8 && !share_letters(word, other, most) {
        return None;
    }
    edits(word, other, most)
}

/// Whether two words could be near: all but a few letters of one stand in the other.
fn share_letters(word: &[char], other: &[char], most: usize) -> bool {
    word.iter().filter(|letter| !other.contains(letter)).count() <= most
}

/// The distance of two words whose first and last letters differ, tried edit by edit.
fn edits(word: &[char], other: &[char], most: usize) -> Option<usize> {
    let (Some((first, rest)), Some((other_first, other_rest))) =
        (word.split_first(), other.split_first())
    else {
        let left = word.len().max(other.len());
        return (left <= most).then_some(left);
    };
    if first == other_first {
        return edits(rest, other_rest, most);
    }
    let most = most.checked_sub(1)?;
    let swapped = || match (word, other) {
        ([a, b, word @ ..], [c, d, other @ ..]) if a == d && b == c => edits(word, other, most),
        _ => None,
    };
    [
        edits(rest, other_rest, most),
        edits(rest, other, most),
        edits(word, other_rest, most),
        swapped(),
    ]
    .into_iter()
    .flatten()
    .min()
    .map(|edits| edits + 1)
}

/// `san jose` → `San Jose`. Georgian is written without capitals, though it has them.
pub(super) fn capitalised(key: &str) -> String {
    let words = key.split(' ').map(|word| {
        let mut letters = word.chars();
        let is_georgian = word.starts_with(|c| ('\u{10d0}'..='\u{10ff}').contains(&c));
        if is_georgian {
            return word.to_owned();
        }
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        first.chain(letters).collect::<String>()
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_changed_missing_added_or_swapped_are_counted() {
        for (word, near, wanted) in [
            ("tbilissi", "tbilissi", Some(0)),
            ("tbilisi", "tbilissi", Some(1)),
            ("tbilisssi", "tbilissi", Some(1)),
            ("tiblissi", "tbilissi", Some(1)),
            ("xbilissi", "tbilissi", Some(1)),
            ("beyruth", "beyrouth", Some(1)),
            ("bejrut", "beirut", Some(1)),
            ("ereavn", "erevan", Some(1)),
            ("kharkow", "kharkiv", Some(2)),
            ("paris", "lyon", None),
            ("mocsuo", "moscou", Some(2)),
        ] {
            let word: Vec<char> = word.chars().collect();
            assert_eq!(distance(&word, near, 2, &mut Vec::new()), wanted, "{near}");
        }
    }

    #[test]
    fn a_misprint_is_the_one_well_known_name_that_is_one_letter_off() {
        let gazetteer = Gazetteer::built_in();
        for (name, wanted) in [
            ("TBILISSSI", Some("Tbilissi")),
            ("MSOCOW", Some("Moscow")),
            ("WAHSINGTON", Some("Washington")),
            ("WASHINTGON", Some("Washington")),
            ("XASHINGTON", None),
            ("TALEGAON", None),
            ("ISTAMBULL", Some("Istambul")),
            ("PARSI", None),
            ("", None),
        ] {
            assert_eq!(gazetteer.misprint(name).as_deref(), wanted, "{name}");
        }
    }

    #[test]
    fn near_names_come_nearest_and_best_known_first() {
        let gazetteer = Gazetteer::built_in();
        let near = |name| -> Vec<String> {
            let near = gazetteer.near(name, 3).into_iter();
            near.map(|(_, entry)| entry.name).collect()
        };
        assert_eq!(near("Tbilissssi")[0], "Tbilisi");
        assert_eq!(near("Moscuo")[0], "Moscow");
        assert!(near("Xyzzyvillebourg").is_empty());
        assert!(near(&"x".repeat(1 << 20)).is_empty());
    }
}
