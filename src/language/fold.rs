//! Folds accents and letter variants, so that a word meets its plainer spellings. Letters that Unicode does not
//! decompose are in `fold.tsv`.

use super::han::{is_han, is_katakana, simplified};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// `fold.tsv`: a letter, a tab, what it folds to.
static LETTERS: LazyLock<FxHashMap<char, &str>> = LazyLock::new(|| {
    let rows = include_str!("fold.tsv")
        .lines()
        .filter(|row| !row.starts_with('#'));
    rows.filter_map(|row| row.split_once('\t'))
        .filter_map(|(from, to)| Some((from.chars().next()?, to)))
        .collect()
});

/// A word without accents: compatibility forms resolved, marks of Latin, Greek, Arabic and Hebrew script out, the rows
/// of `fold.tsv` applied. The word has to be lower case ([`super::words::surface`]). Marks that make another letter
/// stay: й, ў, ї, and those of scripts where a mark is a vowel or a voicing.
pub fn fold(word: &str) -> Cow<'_, str> {
    if word.is_ascii() {
        return word.into();
    }
    if let Some(same) = single(word) {
        return same;
    }
    let mut folded = String::with_capacity(word.len());
    let mut base = '\0';
    for c in word.nfkd() {
        if is_accent(c) && !makes_another_letter(base, c) {
            continue;
        }
        base = c;
        match LETTERS.get(&c) {
            Some(to) => folded.push_str(to),
            None => folded.extend(simplified(c).to_lowercase()),
        }
    }
    let folded: String = folded.nfc().collect();
    // The long vowel at the end of a foreign word is left out as often as not: コンピューター.
    match folded.strip_suffix('ー') {
        Some(short) if short.ends_with(is_katakana) => short.to_owned().into(),
        _ => folded.into(),
    }
}

/// The folded form of a single character of Chinese or kana, which make most of the words of their texts.
fn single(word: &str) -> Option<Cow<'_, str>> {
    let mut chars = word.chars();
    let c = chars.next().filter(|_| chars.next().is_none())?;
    let plain = match c {
        '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' => c,
        '\u{3400}'..='\u{9fff}' if is_han(c) => simplified(c),
        _ => return None,
    };
    Some(match plain == c {
        true => word.into(),
        false => plain.to_string().into(),
    })
}

fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{64b}'..='\u{65f}' | '\u{670}')
}

fn makes_another_letter(base: char, mark: char) -> bool {
    matches!((base, mark), ('и' | 'у', '\u{306}') | ('і', '\u{308}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_fold_and_other_letters_do_not() {
        let cases = [
            ("négociation", "negociation"),
            ("œuvre", "oeuvre"),
            ("straße", "strasse"),
            ("łódź", "lodz"),
            ("i\u{307}stanbul", "istanbul"),
            ("ışık", "isik"),
            ("тёплый", "теплый"),
            ("україни", "україни"),
            ("ﬁn", "fin"),
            ("１０月", "10月"),
            ("القُدس", "القدس"),
            ("أرمينيا", "ارمينيا"),
            ("τέλος", "τελοσ"),
            ("が", "が"),
            ("연합", "연합"),
            ("aujourd'hui", "aujourd'hui"),
        ];
        for (word, expected) in cases {
            assert_eq!(fold(word), expected, "{word}");
        }
    }

    #[test]
    fn folding_twice_is_folding_once() {
        for row in include_str!("fold.tsv")
            .lines()
            .filter(|row| !row.starts_with('#'))
        {
            let (from, to) = row.split_once('\t').unwrap();
            assert_eq!(from.chars().count(), 1, "{row}");
            assert_eq!(fold(from), to, "{row}");
            assert_eq!(fold(to), to, "{row}");
        }
    }
}
