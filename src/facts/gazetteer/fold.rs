//! The key under which a place's name is found: no case, no accents, one space between words. Knows nothing of
//! places. `fold` in `make.py` does the same, so that the keys of `names.tsv` are keys here.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The key of a name: `SAINT-ÉTIENNE` → `saint etienne`, `N.Y.` → `n y`, `Łódź` → `lodz`.
pub fn fold_name(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    if name.is_ascii() {
        name.bytes()
            .for_each(|byte| push(&mut key, byte.to_ascii_lowercase().into()));
        key.truncate(key.trim_end_matches(' ').len());
        return key;
    }
    for letter in name
        .nfkd()
        .filter(|&letter| is_kept(letter))
        .flat_map(char::to_lowercase)
        .filter(|&letter| is_kept(letter))
    {
        push(&mut key, letter);
    }
    if key.ends_with(' ') {
        key.pop();
    }
    if key.is_ascii() {
        key
    } else {
        key.nfc().collect()
    }
}

/// Whether a character counts at all: marks do not, nor what only guides the hand (soft hyphens, joiners, tatweel,
/// the half-rings and primes of transliteration).
fn is_kept(letter: char) -> bool {
    let guides = matches!(
        letter,
        '\u{ad}' | '\u{640}' | '\u{2b9}'..='\u{2bf}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'
    );
    !guides && !is_combining_mark(letter)
}

/// Adds a lower-case character to a key: letters that NFKD leaves whole as those they are written with elsewhere,
/// runs of anything but letters and figures as one space.
fn push(key: &mut String, letter: char) {
    match letter {
        'œ' => key.push_str("oe"),
        'æ' => key.push_str("ae"),
        'ß' => key.push_str("ss"),
        'þ' => key.push_str("th"),
        'ø' => key.push('o'),
        'ł' => key.push('l'),
        'đ' | 'ð' => key.push('d'),
        'ı' => key.push('i'),
        'ə' => key.push('e'),
        'ħ' => key.push('h'),
        'ŧ' => key.push('t'),
        'ŋ' => key.push('n'),
        'ς' => key.push('σ'),
        // Armenian `և` is written `եւ` and `եվ` as well.
        'ւ' if key.ends_with('ե') => key.push('վ'),
        letter if letter.is_alphanumeric() => key.push(letter),
        _ if key.is_empty() || key.ends_with(' ') => {}
        _ => key.push(' '),
    }
}

#[cfg(test)]
mod tests {
    use super::fold_name;

    #[test]
    fn case_accents_hyphens_and_stops_do_not_count() {
        for (name, key) in [
            ("TBILISSI", "tbilissi"),
            ("Érevan", "erevan"),
            ("Saint-Étienne", "saint etienne"),
            ("  St.  Louis ", "st louis"),
            ("L’Aquila", "l aquila"),
            ("N.Y.", "n y"),
            ("Łódź", "lodz"),
            ("Xankəndi", "xankendi"),
            ("Diyarbakır", "diyarbakir"),
            ("İSTANBUL", "istanbul"),
            ("STRASSBURG", "strassburg"),
            ("Straßburg", "strassburg"),
            ("Ts’khinvali", "ts khinvali"),
            ("Tʻbilisi", "tbilisi"),
            ("Йошкар-Ола", "иошкар ола"),
            ("ΑΘΉΝΑΣ", "αθηνασ"),
            ("서울", "서울"),
            ("القاهرة", "القاهرة"),
            ("أبو ظبي", "ابو ظبي"),
            ("", ""),
            ("—", ""),
        ] {
            assert_eq!(fold_name(name), key, "{name}");
        }
    }

    #[test]
    fn a_key_folds_to_itself() {
        for name in ["Ǆ-ﬁ Ⅷ", "ΣΊΣΥΦΟΣ", "ガザ", "İ̇ı", "½ mile"] {
            let key = fold_name(name);
            assert_eq!(fold_name(&key), key, "{name}");
        }
    }
}
