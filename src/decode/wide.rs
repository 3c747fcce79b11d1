//! Text of two or four bytes a character that lacks its byte order mark.

/// How many bytes are looked at.
const SAMPLE: usize = 4096;

/// The charset of text of two or four bytes a character, by its marks of four bytes or without any mark.
pub(super) fn without_mark(bytes: &[u8]) -> Option<&'static str> {
    let sample = &bytes[..bytes.len().min(SAMPLE) & !3];
    let pairs = &bytes[..bytes.len().min(SAMPLE) & !1];
    if pairs.len() < 8 {
        return None;
    }
    memchr::memchr(0, pairs)?;
    if let Some(name) = four_bytes(sample) {
        return Some(name);
    }
    by_zeros(pairs).or_else(|| by_blocks(bytes, pairs))
}

/// UTF-32: each four bytes are a character, and its highest byte is 0.
fn four_bytes(sample: &[u8]) -> Option<&'static str> {
    if sample.len() < 16 {
        return None;
    }
    let units = || sample.chunks_exact(4);
    let is_text = |code: u32| {
        char::from_u32(code).is_some_and(|c| c >= ' ' || "\t\r\n".contains(c) || c < '\u{5}')
    };
    if units().all(|unit| matches!(unit, &[a, b, c, d] if is_text(u32::from_le_bytes([a, b, c, d])) && d == 0 && c < 0x11)) {
        return Some("utf-32le");
    }
    units()
        .all(|unit| matches!(unit, &[a, b, c, d] if is_text(u32::from_be_bytes([a, b, c, d])) && a == 0 && b < 0x11))
        .then_some("utf-32be")
}

/// UTF-16, told by the zeros of its ASCII: nearly every second byte is 0 and nearly no other is.
fn by_zeros(sample: &[u8]) -> Option<&'static str> {
    let half = sample.len() / 2;
    let zeros = |offset: usize| {
        sample
            .iter()
            .skip(offset)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    if odd * 10 >= half * 7 && even * 50 <= half {
        return Some("utf-16le");
    }
    if even * 10 >= half * 7 && odd * 50 <= half {
        return Some("utf-16be");
    }
    None
}

/// UTF-16 of other scripts: it has blanks or line ends, each character is text, and nearly all are of ASCII and one
/// more script.
fn by_blocks(bytes: &[u8], sample: &[u8]) -> Option<&'static str> {
    if !bytes.len().is_multiple_of(2) {
        return None;
    }
    let reads = |little: bool| {
        let units = sample.chunks_exact(2).map(|pair| match (little, pair) {
            (true, &[a, b]) => u16::from_le_bytes([a, b]),
            (_, &[a, b]) => u16::from_be_bytes([a, b]),
            _ => 0,
        });
        let (mut breaks, mut good, mut all) = (0usize, 0usize, 0usize);
        for c in char::decode_utf16(units) {
            all += 1;
            match c {
                Ok('\r' | '\n' | ' ' | '\u{3000}' | '、' | '。' | '，') => breaks += 1,
                Ok(
                    '!'..='~'
                    | '\u{A0}'..='\u{6FF}'
                    | '\u{E00}'..='\u{E7F}'
                    | '\u{2010}'..='\u{2030}',
                ) => good += 1,
                Ok(
                    '\u{3001}'..='\u{30FF}'
                    | '\u{4E00}'..='\u{9FFF}'
                    | '\u{AC00}'..='\u{D7A3}'
                    | '\u{FF01}'..='\u{FF65}',
                ) => {
                    good += 1;
                }
                _ => {}
            }
        }
        // Read the wrong way round, a blank is U+2000 and a line's end U+0A00.
        breaks > 0 && breaks * 100 >= all && (breaks + good) * 100 >= all * 97
    };
    match (reads(true), reads(false)) {
        (true, false) => Some("utf-16le"),
        (false, true) => Some("utf-16be"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_text_is_told_without_its_mark() {
        for text in [
            "Geneva (dpa) - A garden.\n",
            "МОСКВА, 4 мая. /ТАСС/. Сад открыли.\n",
            "【東京共同】庭園が開いた。\n　市が発表した。\n",
        ] {
            let units: Vec<u16> = text.encode_utf16().collect();
            let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
            let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
            assert_eq!(without_mark(&little), Some("utf-16le"), "{text}");
            assert_eq!(without_mark(&big), Some("utf-16be"), "{text}");
            let four: Vec<u8> = text
                .chars()
                .flat_map(|c| (c as u32).to_le_bytes())
                .collect();
            assert_eq!(without_mark(&four), Some("utf-32le"), "{text}");
        }
        assert_eq!(
            without_mark(b"NUL fillers of a wire: \0\0\0\0\0\0 and more text."),
            None
        );
    }
}
