//! Story ids: stable, and independent of how well the story is parsed.

use unicode_normalization::UnicodeNormalization;

/// The scheme that [`of_text`] follows, the first digit of each id.
///
/// 1: blake3 of the item's letters and digits, NFKD without marks, lower case.
pub const SCHEME: char = '1';

/// How many bytes are hashed at once, about.
const CHUNK: usize = 4096;

/// The id of an item without an id of its provider: the scheme, then 24 hexadecimal digits of a hash of its folded
/// letters and digits. White space, punctuation, case and accents do not count, so that a re-wrapped or re-encoded
/// copy is the same story, and a better parser never changes an id.
pub fn of_text(item: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut buffer = String::with_capacity(CHUNK + 64);
    let mut rest = item;
    while !rest.is_empty() {
        // No plain letter decomposes or changes places with a mark: runs can be folded one by one.
        let plain = run(rest, |byte| byte.is_ascii());
        buffer.extend(plain.bytes().filter_map(plain_letter));
        rest = &rest[plain.len()..];
        let other = run(rest, |byte| !byte.is_ascii());
        let folded = other.nfkd().filter(|c| c.is_alphanumeric());
        buffer.extend(folded.flat_map(char::to_lowercase));
        rest = &rest[other.len()..];
        if buffer.len() >= CHUNK {
            hasher.update(buffer.as_bytes());
            buffer.clear();
        }
    }
    hasher.update(buffer.as_bytes());
    let hex = hasher.finalize().to_hex();
    format!("{SCHEME}{}", &hex[..24])
}

/// The longest beginning of a text whose bytes are all of a kind.
fn run(text: &str, is_of_kind: impl Fn(u8) -> bool) -> &str {
    let length = text.bytes().position(|byte| !is_of_kind(byte));
    &text[..length.unwrap_or(text.len())]
}

/// An ASCII letter or digit in lower case.
fn plain_letter(byte: u8) -> Option<char> {
    byte.is_ascii_alphanumeric()
        .then(|| byte.to_ascii_lowercase().into())
}

#[cfg(test)]
mod tests {
    use super::of_text;

    #[test]
    fn an_id_is_the_hash_of_the_whole_text_folded_at_once() {
        use unicode_normalization::UnicodeNormalization;
        for text in [
            "",
            "e\u{301}\u{323}a\u{323}\u{301}b ﬁn Ａ１ ǅ İ ½ 新 각 §",
            "\u{301}a\u{323}",
            &"négocié ".repeat(2_000),
        ] {
            let folded: String = text
                .nfkd()
                .filter(|c| c.is_alphanumeric())
                .flat_map(char::to_lowercase)
                .collect();
            let hash = blake3::hash(folded.as_bytes()).to_hex();
            assert_eq!(of_text(text), format!("1{}", &hash[..24]), "{text}");
        }
    }

    #[test]
    fn wrapping_case_and_accents_do_not_change_an_id() {
        let id = of_text("Tbilissi, 17 nov 2020 (AFP) - L'accord négocié");
        assert_eq!(
            id,
            of_text("TBILISSI, 17 nov\n2020 (AFP) —\n\nL’accord ne\u{301}gocie\u{301}\n")
        );
        assert_ne!(
            id,
            of_text("Tbilissi, 18 nov 2020 (AFP) - L'accord négocié")
        );
        assert_eq!(id.len(), 25);
    }
}
