//! Turns bytes into text. Knows character sets and line ends; knows nothing of headers.

mod binary;
mod mojibake;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// A decoded file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Decoded {
    /// The text, NFC-agnostic, line ends as `\n`, without a byte order mark.
    pub text: String,
    /// The charset's WHATWG name, lower case.
    pub charset: String,
    /// How the charset was told.
    pub from: From,
    /// How sure it is, 0 to 1.
    pub confidence: f32,
    /// What was doubtful.
    pub warnings: Vec<String>,
}

/// How a charset was told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum From {
    /// By a byte order mark.
    Mark,
    /// The text declares it, and decodes so without an error.
    Declared,
    /// The bytes are valid in it and can hardly be anything else: ASCII, UTF-8, ISO-2022-JP.
    #[default]
    Valid,
    /// By what the text reads like.
    Guessed,
    /// The user said so.
    Forced,
    /// Nothing else fitted.
    Fallback,
}

impl From {
    /// Its name in the record.
    pub fn name(self) -> &'static str {
        match self {
            From::Mark => "mark",
            From::Declared => "declared",
            From::Valid => "valid",
            From::Guessed => "guessed",
            From::Forced => "forced",
            From::Fallback => "fallback",
        }
    }
}

/// What is known of a file's charset beside its bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hints {
    /// The charset that the user says it is in, by any of its names; read so even where bytes do not fit.
    pub forced: Option<String>,
    /// The charset of the piece of the same file that was read before.
    pub before: Option<String>,
}

/// Why bytes are no text: one line for the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotText(pub String);

/// The name in records of the charset of a label, where it can be decoded.
pub fn charset_of(label: &str) -> Option<&'static str> {
    Encoding::for_label(label.trim().as_bytes()).map(Encoding::name)
}

/// How many bytes the charset detector looks at; more does not make it surer, only slower.
const DETECTOR_BYTES: usize = 64 * 1024;

/// Decodes a file, or says why it is no text.
///
/// In this order: a byte order mark, UTF-16 without one, UTF-8, what `chardetng` recognises. UTF-8 that was read as
/// windows-1252 and written again as UTF-8 is repaired. Control characters stay: formats are told by them.
pub fn decode(bytes: &[u8], _hints: &Hints) -> Result<Decoded, NotText> {
    let utf8 = std::str::from_utf8(bytes).ok();
    let encoding = charset(bytes, utf8.is_some())?;
    let (text, had_errors) = match utf8.filter(|_| encoding == UTF_8) {
        Some(text) => (text.strip_prefix('\u{feff}').unwrap_or(text).into(), false),
        None => encoding.decode_with_bom_removal(bytes),
    };
    let mut warnings = Vec::new();
    if had_errors {
        warnings.push(format!(
            "some bytes are no {}: they are shown as \u{fffd}",
            encoding.name()
        ));
    }
    let mut text = text.into_owned();
    if let Some(repaired) = mojibake::repair(&text) {
        warnings.push("the text was encoded twice, and is repaired".into());
        text = repaired;
    }
    if mojibake::lossy(&text) {
        warnings.push("the text was encoded twice, and some letters are lost".into());
    }
    Ok(Decoded {
        text: unix_lines(text),
        charset: encoding.name().to_lowercase(),
        from: From::Valid,
        confidence: 1.0,
        warnings,
    })
}

/// The charset of a file, or why it is no text.
fn charset(bytes: &[u8], is_utf8: bool) -> Result<&'static Encoding, NotText> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Ok(encoding);
    }
    if let Some(kind) = binary::by_magic(bytes) {
        return Err(NotText(format!("{kind}, not text")));
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return Ok(encoding);
    }
    if binary::by_content(bytes) {
        return Err(NotText("binary, not text".into()));
    }
    if is_utf8 {
        return Ok(UTF_8);
    }
    let guess = guess(bytes);
    if guess.is_single_byte() && binary::by_signs(bytes) {
        return Err(NotText("binary, not text".into()));
    }
    Ok(guess)
}

/// What the detector says of bytes that are not clean UTF-8.
fn guess(bytes: &[u8]) -> &'static Encoding {
    if mostly_utf8(bytes) {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    // A long ASCII beginning says nothing: start where it ends.
    let start = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let end = bytes.len().min(start.saturating_add(DETECTOR_BYTES));
    detector.feed(&bytes[start.saturating_sub(256)..end], true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    // Short texts with one accent mislead the detector to far scripts; Western copy is by far the most common.
    if bytes.len() < 200 && western(bytes) {
        return WINDOWS_1252;
    }
    guess
}

/// Whether nearly all bytes above 7F form UTF-8: a file of UTF-8 with a few damaged bytes.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good >= 10 * bad && good > 0
}

/// Whether each byte above 7F stands alone between ASCII letters, as accents in Western words do.
fn western(bytes: &[u8]) -> bool {
    let lonely = |window: &[u8]| window.iter().filter(|byte| !byte.is_ascii()).count() <= 1;
    let accents = |byte: &u8| {
        byte.is_ascii() || *byte >= 0xC0 || b"\x91\x92\x93\x94\x96\x97\xAB\xBB\xA0".contains(byte)
    };
    bytes.windows(2).all(lonely) && bytes.iter().all(accents)
}

/// UTF-16 that lacks its mark, told by the zeros of its ASCII: unmistakable only when nearly every second byte is 0
/// and nearly no other is.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096) & !1];
    if sample.len() < 8 || !sample.contains(&0) {
        return None;
    }
    let half = sample.len() / 2;
    let zeros = |offset: usize| {
        sample
            .iter()
            .skip(offset)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    if odd * 10 >= half * 7 && even * 50 <= half {
        return Some(UTF_16LE);
    }
    if even * 10 >= half * 7 && odd * 50 <= half {
        return Some(UTF_16BE);
    }
    None
}

/// Line ends as `\n`; the Unicode line and paragraph separators too.
fn unix_lines(text: String) -> String {
    // In UTF-8: 0D, E2 80 A8, E2 80 A9, C2 85.
    let bytes = text.as_bytes();
    let is_other_end = |at: usize| match bytes[at] {
        0xE2 => matches!(bytes[at..], [_, 0x80, 0xA8 | 0xA9, ..]),
        0xC2 => matches!(bytes[at..], [_, 0x85, ..]),
        _ => true,
    };
    if !memchr::memchr3_iter(b'\r', 0xC2, 0xE2, bytes).any(is_other_end) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                // CR CR LF is one line end too: a text that went through two systems.
                while chars.next_if_eq(&'\r').is_some() {}
                chars.next_if_eq(&'\n');
                out.push('\n');
            }
            '\u{2028}' | '\u{2029}' | '\u{85}' => out.push('\n'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(bytes: &[u8]) -> (String, String) {
        let decoded = decode(bytes, &Hints::default()).unwrap();
        (decoded.text, decoded.charset)
    }

    #[test]
    fn every_common_charset_is_read() {
        let text = "Genève, 4 fév 2016 (AFP) - Le jet d’eau sera rénové, a annoncé la mairie.\n";
        let units: Vec<u16> = text.encode_utf16().collect();
        let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        let marked = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
        for (bytes, charset) in [
            (text.as_bytes().to_vec(), "utf-8"),
            (marked(b"\xEF\xBB\xBF", text.as_bytes()), "utf-8"),
            (marked(b"\xFF\xFE", &little), "utf-16le"),
            (marked(b"\xFE\xFF", &big), "utf-16be"),
            (little, "utf-16le"),
            (big, "utf-16be"),
            (WINDOWS_1252.encode(text).0.into_owned(), "windows-1252"),
        ] {
            assert_eq!(text_of(&bytes), (text.into(), charset.into()));
        }
    }

    #[test]
    fn other_scripts_are_recognised() {
        let russian = "АСТРАХАНЬ, 23 марта. /ТАСС/. Музей арбуза открылся в четверг, сообщили в мэрии города.";
        let polish = "8.10.2020, Warszawa (PAP) - Ogród będzie otwarty także w środę, zapowiedział dyrektor. Wstęp wolny dla wszystkich, również młodzieży.";
        for (text, name) in [
            (russian, "windows-1251"),
            (russian, "koi8-r"),
            (polish, "windows-1250"),
        ] {
            let encoding = Encoding::for_label(name.as_bytes()).unwrap();
            let decoded = decode(&encoding.encode(text).0, &Hints::default()).unwrap();
            assert_eq!(decoded.text, text, "{name}");
        }
    }

    #[test]
    fn text_encoded_twice_or_thrice_is_repaired() {
        let text = "Genève, 4 fév 2016 (AFP) - Le jet d’eau sera rénové «à neuf».";
        let again = |text: &str| WINDOWS_1252.decode(text.as_bytes()).0.into_owned();
        let (twice, thrice) = (again(text), again(&again(text)));
        for broken in [twice, thrice] {
            let decoded = decode(broken.as_bytes(), &Hints::default()).unwrap();
            assert_eq!(decoded.text, text);
            assert_eq!(decoded.warnings.len(), 1);
        }
        let lost = decode(
            "Le mus�?e et le th��tre ont rouvert Ã�".as_bytes(),
            &Hints::default(),
        )
        .unwrap();
        assert!(lost.warnings.iter().any(|w| w.contains("lost")), "{lost:?}");
    }

    #[test]
    fn binary_files_are_refused_with_a_reason() {
        for (bytes, reason) in [
            (&b"PK\x03\x04rest"[..], "zip archive"),
            (b"\x1F\x8B\x08rest", "gzip archive"),
            (b"\x89PNG\r\n\x1A\nrest", "PNG image"),
            (b"\x7FELF\x02\x01", "ELF program"),
            (b"%PDF-1.4 text", "PDF document"),
            (b"some\0bytes\0with\x01\x02\0zeros\0\0\0", "binary"),
        ] {
            let NotText(why) = decode(bytes, &Hints::default()).unwrap_err();
            assert!(why.contains(reason), "{why}");
        }
        let wire = b"\x01eca0003 3 i 80\r\n\x02Geneva (dpa) - A garden.\r\n\x03212322 GMT Nov 18\r\n\x7f\n\x04";
        assert!(
            decode(wire, &Hints::default())
                .unwrap()
                .text
                .contains("\x02Geneva")
        );
    }

    #[test]
    fn random_bytes_are_no_text() {
        let mut state = 0x9E37_79B9_7F4A_7C15_u64;
        let mut random = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state
        };
        for file in 0..200u32 {
            // From 100 bytes to 100 kB, as many short as long.
            let size = 100.0 * 1000f64.powf(f64::from(file) / 199.0);
            let bytes: Vec<u8> = (0..size as usize).map(|_| (random() >> 32) as u8).collect();
            let decoded = decode(&bytes, &Hints::default());
            assert!(decoded.is_err(), "{} bytes: {decoded:?}", bytes.len());
        }
    }

    #[test]
    fn short_text_of_any_charset_is_no_binary() {
        let russian = "АСТРАХАНЬ, 23 марта. /ТАСС/. Музей арбуза открылся в четверг, сообщили в мэрии города.";
        let japanese =
            "【東京共同】時計塔の鐘が五日、二年ぶりに鳴った。市が発表した。予算は三千万円という。";
        let chinese =
            "新华社北京五月三日电 城市公园里的花开了，游客很多。市政府说，门票将继续免费。";
        for (text, name) in [
            (russian, "koi8-r"),
            (russian, "windows-1251"),
            (russian, "ibm866"),
            (russian, "iso-8859-5"),
            (japanese, "shift_jis"),
            (japanese, "euc-jp"),
            (japanese, "iso-2022-jp"),
            (chinese, "gb18030"),
            (chinese, "big5"),
        ] {
            let encoding = Encoding::for_label(name.as_bytes()).unwrap();
            let bytes = encoding.encode(text).0;
            for copies in [1, 400] {
                let decoded = decode(&bytes.repeat(copies), &Hints::default());
                assert!(decoded.is_ok(), "{name}: {decoded:?}");
            }
        }
        let units = "Geneva (dpa) - A garden.".encode_utf16();
        assert!(
            decode(
                &units.flat_map(u16::to_le_bytes).collect::<Vec<_>>(),
                &Hints::default()
            )
            .is_ok()
        );
    }

    #[test]
    fn a_short_item_of_a_wire_is_text_with_its_control_codes() {
        let item = |text: &[u8]| {
            let head = b"\x16\x16\x01eca0003 3 i 80 dpa\r\r\n\x1f\x1f\x02\x0f\x0e";
            [
                head,
                text,
                b"\x1f\r\r\n\x03212322 GMT Nov 18\r\n\x7f\x7f\n\x04\x04",
            ]
            .concat()
        };
        let english = item(b"Geneva (dpa) - A garden opened here on Tuesday.");
        let (russian, ..) =
            encoding_rs::KOI8_R.encode("Женева (дпа) - Здесь во вторник открыли сад.");
        for item in [english, item(&russian)] {
            assert!((100..=125).contains(&item.len()), "{}", item.len());
            assert!(
                decode(&item, &Hints::default()).is_ok(),
                "{:?}",
                decode(&item, &Hints::default())
            );
        }
    }

    #[test]
    fn line_ends_become_newlines() {
        assert_eq!(text_of(b"a\r\nb\rc\nd\r\r\ne").0, "a\nb\nc\nd\ne");
    }
}
