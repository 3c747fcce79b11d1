//! ISO 646 in its national variants: ASCII in which `{` and the like are letters (`f}r` is `för`).

use super::letters;

/// The signs that are letters somewhere, as ASCII has them.
const SIGNS: &str = "@[\\]`{|}~";

/// Each variant, the letters of its signs in the order of [`SIGNS`], and the languages written with it.
const VARIANTS: &[(&str, &str, &[&str])] = &[
    ("iso646-de", "§ÄÖÜ`äöüß", &["de"]),
    ("iso646-se", "ÉÄÖÅéäöåü", &["sv", "fi"]),
    ("iso646-dk", "@ÆØÅ`æøå~", &["da", "no"]),
    ("iso646-fr", "à°ç§`éùè¨", &["fr"]),
    ("iso646-es", "§¡Ñ¿`°ñç~", &["es"]),
    ("iso646-it", "§°çéùàòèì", &["it"]),
];

/// How many different words with such a sign there must be.
const FEWEST: usize = 4;
/// How many words are looked at.
const WORDS: usize = 200;
/// The most that a letter of such words costs, in quarters of a bit: what words of the language cost.
const MOST: u32 = 18;

/// The variant that an ASCII text is in. Only where it is overwhelming: the signs stand in words and nowhere else, and
/// the words are those of a language.
pub(super) fn variant(bytes: &[u8]) -> Option<&'static str> {
    memchr::memchr3(b'{', b'|', b'}', bytes)?;
    let is_sign = |byte: u8| SIGNS.as_bytes().contains(&byte);
    let is_part = |byte: &u8| byte.is_ascii_alphabetic() || b"[\\]{|}~".contains(byte);
    let mut words: Vec<&[u8]> = Vec::new();
    for word in bytes.split(|byte| !is_part(byte)) {
        if !word.iter().any(|byte| is_sign(*byte)) {
            continue;
        }
        let letters = word
            .iter()
            .filter(|byte| byte.is_ascii_alphabetic())
            .count();
        let signs = word.len() - letters;
        // Code, tables and marked-up text have these signs alone, or more of them than letters.
        if letters < 2 * signs && !(letters == 1 && signs == 1) {
            return None;
        }
        if words.len() < WORDS && !words.contains(&word) {
            words.push(word);
        }
    }
    if words.len() < FEWEST {
        return None;
    }
    let reads = VARIANTS.iter().flat_map(|(name, signs, languages)| {
        let words = &words;
        languages.iter().filter_map(move |code| {
            let letters = letters::of(code)?;
            let text = words.iter().map(|word| with(signs, word));
            let (cost, length) = text.fold((0, 0), |(cost, length), word| {
                let all = word.chars().count() as u32;
                let strange = word.chars().filter(|c| !c.is_alphabetic()).count() as u32;
                (
                    cost + letters.cost(word.chars()) + 60 * strange,
                    length + all,
                )
            });
            Some((cost * 8 / length.max(1), *name))
        })
    });
    let (cost, name) = reads.min()?;
    (cost <= MOST * 8).then_some(name)
}

/// The text of a variant.
pub(super) fn decode(name: &str, bytes: &[u8]) -> String {
    let signs = VARIANTS.iter().find(|(variant, ..)| *variant == name);
    with(signs.map_or(SIGNS, |(_, signs, _)| signs), bytes)
}

fn with(signs: &str, bytes: &[u8]) -> String {
    let letter = |byte: &u8| {
        let at = SIGNS.bytes().position(|sign| sign == *byte)?;
        signs.chars().nth(at)
    };
    bytes
        .iter()
        .map(|byte| letter(byte).unwrap_or(char::from(*byte & 0x7F)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn national_letters_are_told_in_running_words() {
        let german = "Z}rich (sda) - Die B{ckerei in der Altstadt |ffnet am Dienstag wieder. F}r G{ste gibt es Br|tchen, sagte der Gesch{ftsf}hrer. Die Stra~e bleibt gesperrt.";
        let swedish = "Stockholm (TT) - Museet |ppnar p} tisdag. Bes|kare f}r g} in gratis, s{ger chefen. M}nga v{ntar l{nge.";
        assert_eq!(variant(german.as_bytes()), Some("iso646-de"));
        assert!(decode("iso646-de", german.as_bytes()).contains("Zürich (sda) - Die Bäckerei"));
        assert_eq!(variant(swedish.as_bytes()), Some("iso646-se"));
    }

    #[test]
    fn code_and_tables_are_none() {
        for text in [
            "fn main() { let x = |a| a; } // {b} {c} {d}",
            "{\"headline\":\"A garden\",\"body\":\"It opened.\"}",
            "Club|P|W|D|L\nUnited|3|2|1|0\nRovers|3|1|1|1\nCity|3|0|0|3\nTown|3|0|0|3",
            "Dear {name}, your {thing} is at {place} since {day} and {hour}.",
            "name|place|date\nOtter|Geneva|May\nKite|Basel|June\nFerry|Bern|July",
        ] {
            assert_eq!(variant(text.as_bytes()), None, "{text}");
        }
    }
}
