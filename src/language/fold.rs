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
        if (is_accent(c) && !makes_another_letter(base, c)) || is_sign(base, c) {
            continue;
        }
        // The Armenian ligature of and, և, is written out and in capitals in two spellings: եւ, ԵՎ.
        let c = if (base, c) == ('ե', 'ւ') { 'վ' } else { c };
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
        // A word of nothing but a tatweel stays, or it would be a term without a letter.
        _ if folded.is_empty() => word.into(),
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

/// A word (lower case, NFC) as it is written where the letters are missing: ä, ö, ü, ø, å and đ as ae, oe,
/// ue, oe, aa and dj.
/// `None` where it has none of them. Only in this direction: *neue* is not *nü*.
pub fn spelled_out(word: &str) -> Option<String> {
    let letters = |c: char| match c {
        'ä' => Some("ae"),
        'ö' | 'ø' => Some("oe"),
        'ü' => Some("ue"),
        'å' => Some("aa"),
        'đ' => Some("dj"),
        _ => None,
    };
    if word.is_ascii() || !word.chars().any(|c| letters(c).is_some()) {
        return None;
    }
    let mut spelled = String::with_capacity(word.len() + 4);
    for c in word.chars() {
        match letters(c) {
            Some(letters) => spelled.push_str(letters),
            None => spelled.push(c),
        }
    }
    Some(spelled)
}

fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{64b}'..='\u{65f}' | '\u{670}')
}

/// The apostrophe of Ukrainian and the quotes in Hebrew words part nothing, and are left out as often as not.
fn is_sign(base: char, c: char) -> bool {
    matches!(c, '\'' | '"') && matches!(base, '\u{400}'..='\u{52f}' | 'א'..='ת')
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
            ("п'ять", "пять"),
            ("צה\"ל", "צהל"),
            ("երևան", "երեվան"),
            ("երեւան", "երեվան"),
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
            let alone = if to.is_empty() { from } else { to };
            assert_eq!(fold(from), alone, "{row}");
            assert_eq!(fold(to), to, "{row}");
        }
    }

    #[test]
    fn letters_are_spelled_out_in_one_direction() {
        for (word, expected) in [
            ("göttingen", Some("goettingen")),
            ("århus", Some("aarhus")),
            ("søren", Some("soeren")),
            ("đoković", Some("djoković")),
            ("neue", None),
            ("élection", None),
        ] {
            assert_eq!(spelled_out(word).as_deref(), expected, "{word}");
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config { failure_persistence: None, ..Default::default() })]

        #[test]
        fn folding_any_word_twice_is_folding_it_once(word in "(\\PC|[a-zéıßςאםآکیёґәեւև'\"\u{301}\u{308}\u{651}]){0,12}") {
            let surface = super::super::words::surface(&word);
            let once = fold(&surface).into_owned();
            proptest::prop_assert_eq!(fold(&once), once.clone());
        }
    }
}
