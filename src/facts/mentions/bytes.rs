//! Words of UTF-8 text told by their bytes, without decoding every character: all that [`super::Names::scan`] needs.

/// Bytes of the character that begins with a byte.
pub(super) fn char_len(lead: u8) -> usize {
    match lead {
        0..0xC0 => 1,
        0xC0..0xE0 => 2,
        0xE0..0xF0 => 3,
        _ => 4,
    }
}

/// Whether the character that begins here is a letter or figure, as far as its block tells: Latin-1 signs, general
/// punctuation, CJK punctuation, full-width forms and everything beyond the basic plane are not.
fn is_word(bytes: &[u8], at: usize) -> bool {
    match bytes[at] {
        byte if byte < 0x80 => byte.is_ascii_alphanumeric(),
        0x80..0xC3 | 0xE2 | 0xEF..=0xFF => false,
        0xE3 => bytes.get(at + 1) != Some(&0x80),
        // The commas, stops and accents of Armenian, Hebrew and Arabic.
        lead @ (0xD5 | 0xD6 | 0xD8) => !matches!(
            (lead, bytes.get(at + 1)),
            (0xD5, Some(0x9A..=0x9F))
                | (0xD6, Some(0x89 | 0x8A | 0xBE))
                | (0xD8, Some(0x8C | 0x9B | 0x9F))
        ),
        _ => true,
    }
}

/// Whether the character that begins here is a Chinese, Japanese or Korean sign.
pub(super) fn is_cjk(bytes: &[u8], at: usize) -> bool {
    match bytes[at] {
        0xE3 => bytes.get(at + 1) != Some(&0x80),
        0xE4..=0xE9 => true,
        0xEA => bytes.get(at + 1).is_some_and(|next| *next >= 0xB0),
        0xEB..=0xED => true,
        _ => false,
    }
}

/// Bytes of the word that begins here, up to a sign or a CJK character; 0 where none does.
pub(super) fn word_len(bytes: &[u8], at: usize) -> usize {
    let mut end = at;
    while let Some(byte) = bytes.get(end) {
        if byte.is_ascii_alphanumeric() {
            end += 1;
        } else if byte.is_ascii() || !is_word(bytes, end) || is_cjk(bytes, end) {
            break;
        } else {
            end += char_len(*byte);
        }
    }
    end.min(bytes.len()) - at
}

/// Whether the character before this one belongs to the same word.
pub(super) fn starts_inside_word(bytes: &[u8], at: usize) -> bool {
    let Some(before) = char_before(bytes, at) else {
        return false;
    };
    if bytes[before] == b' ' {
        return false;
    }
    if !is_cjk(bytes, at) {
        return is_word(bytes, before) && !is_cjk(bytes, before);
    }
    // Katakana and hangul words are runs of their script; of Han any sign may begin a name.
    let script = script(bytes, at);
    script != Script::Han && self::script(bytes, before) == script
}

/// Whether a word may end before this position.
pub(super) fn ends_word(bytes: &[u8], end: usize) -> bool {
    let Some(last) = char_before(bytes, end) else {
        return false;
    };
    if end >= bytes.len() {
        return true;
    }
    match is_cjk(bytes, last) {
        // Particles follow hangul names without a space.
        true => script(bytes, last) != Script::Katakana || script(bytes, end) != Script::Katakana,
        false => !is_word(bytes, end) || is_cjk(bytes, end),
    }
}

#[derive(PartialEq, Eq)]
enum Script {
    Han,
    Katakana,
    Hangul,
    Other,
}

fn script(bytes: &[u8], at: usize) -> Script {
    match (bytes[at], bytes.get(at + 1).copied().unwrap_or(0)) {
        (0xE3, 0x82) if bytes.get(at + 2).is_some_and(|b| *b < 0xA1) => Script::Other,
        (0xE3, 0x82 | 0x83) => Script::Katakana,
        (0xE3, 0x81) => Script::Other,
        (0xE3..=0xE9, _) => Script::Han,
        (0xEA, 0xB0..) | (0xEB..=0xED, _) => Script::Hangul,
        _ => Script::Other,
    }
}

fn char_before(bytes: &[u8], at: usize) -> Option<usize> {
    let mut before = at.checked_sub(1)?;
    while before > 0 && (0x80..0xC0).contains(&bytes[before]) {
        before -= 1;
    }
    Some(before)
}
