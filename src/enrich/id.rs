//! Story ids: stable, and independent of how well the story is parsed.

use crate::language::words::truncate;
use crate::parse::Identity;
use unicode_normalization::UnicodeNormalization;

/// The scheme that [`of_text`] follows, the first digit of each id.
///
/// 1: blake3 of the item's letters and digits, NFKD without marks, lower case.
pub const SCHEME: char = '1';

/// The scheme that [`of_identity`] follows.
///
/// 2: blake3 of the provider's id, a zero byte, and the version in decimal digits, where there is one.
pub const SCHEME_OF_PROVIDERS: char = '2';

/// The id of an item that its provider gave one: the scheme, then 24 hexadecimal digits. Another version of the item
/// is another story.
pub fn of_identity(identity: &Identity) -> String {
    let version = identity.version.map(|version| version.to_string());
    let parts = [
        identity.id.as_bytes(),
        b"\0",
        version.unwrap_or_default().as_bytes(),
    ]
    .concat();
    format!(
        "{SCHEME_OF_PROVIDERS}{}",
        &blake3::hash(&parts).to_hex()[..24]
    )
}

/// The id of the chain that all versions of an item share.
pub fn of_chain(item: &str) -> String {
    format!(
        "{SCHEME_OF_PROVIDERS}{}",
        &blake3::hash(item.as_bytes()).to_hex()[..24]
    )
}

/// How many bytes are folded and hashed at once, about.
const CHUNK: usize = 4096;

/// What each byte of plain text folds to: ASCII letters and digits to lower case, all others to 0.
const FOLDED: [u8; 256] = {
    let mut folded = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        if (byte as u8).is_ascii_alphanumeric() {
            folded[byte] = (byte as u8).to_ascii_lowercase();
        }
        byte += 1;
    }
    folded
};

/// The id of an item without an id of its provider: the scheme, then 24 hexadecimal digits of a hash of its folded
/// letters and digits. White space, punctuation, case and accents do not count, so that a re-wrapped or re-encoded
/// copy is the same story, and a better parser never changes an id.
pub fn of_text(item: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut folded = Vec::with_capacity(2 * CHUNK);
    let mut rest = item;
    while !rest.is_empty() {
        // No plain letter decomposes or changes places with a mark: runs can be folded one by one.
        let near = truncate(rest, CHUNK);
        let plain = if near.is_ascii() {
            near
        } else {
            run(near, |byte| byte.is_ascii())
        };
        fold_plain(plain, &mut folded);
        rest = &rest[plain.len()..];
        let other = run(rest, |byte| !byte.is_ascii());
        let letters = other.nfkd().filter(|c| c.is_alphanumeric());
        for c in letters.flat_map(char::to_lowercase) {
            folded.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        }
        rest = &rest[other.len()..];
        if folded.len() >= CHUNK {
            hasher.update(&folded);
            folded.clear();
        }
    }
    hasher.update(&folded);
    let hex = hasher.finalize().to_hex();
    format!("{SCHEME}{}", &hex[..24])
}

/// Folds ASCII. Each byte is written, and stays where it is a letter or digit: no branch.
fn fold_plain(plain: &str, folded: &mut Vec<u8>) {
    let mut end = folded.len();
    folded.resize(end + plain.len(), 0);
    for byte in plain.bytes() {
        let letter = FOLDED[usize::from(byte)];
        folded[end] = letter;
        end += usize::from(letter != 0);
    }
    folded.truncate(end);
}

/// The longest beginning of a text whose bytes are all of a kind.
fn run(text: &str, is_of_kind: impl Fn(u8) -> bool) -> &str {
    let length = text.bytes().position(|byte| !is_of_kind(byte));
    &text[..length.unwrap_or(text.len())]
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
