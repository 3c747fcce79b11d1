//! Turns bytes into text. Knows character sets and line ends; knows nothing of headers.

mod binary;
mod charset;
mod declared;
mod guess;
mod letters;
mod mojibake;
mod national;
mod shifts;
mod wide;

use charset::{Charset, named};
use guess::Lean;

/// A decoded file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Decoded {
    /// The text, NFC-agnostic, line ends as `\n`, without a byte order mark.
    pub text: String,
    /// The charset's WHATWG name, lower case; our own where it has none: `cp850`, `iso-6937`.
    pub charset: String,
    /// How the charset was told.
    pub from: From,
    /// How sure it is, 0 to 1, in hundredths.
    pub confidence: f64,
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

/// Below this the charset is said to be a guess.
const SURE: f64 = 0.9;

/// A guess that costs more for each byte, in bits, reads like no language.
const UNREADABLE: f32 = 11.0;

/// The charset of a label, by the name that records bear: any label of the WHATWG, or a name of ours. `None` where it
/// is not known.
pub fn charset_of(label: &str) -> Option<&'static str> {
    charset::by_label(label).map(|charset| charset.name)
}

/// Of fewer bytes above 7F nothing can be said to be unreadable.
const MANY: u32 = 12;

/// East Asian text costs less than this.
const ODD: f32 = 7.5;

/// A charset, and why it is that one.
struct Choice {
    charset: &'static Charset,
    from: From,
    confidence: f64,
    warning: Option<String>,
}

impl Choice {
    fn sure(name: &str, from: From) -> Choice {
        Choice {
            charset: named(name),
            from,
            confidence: 1.0,
            warning: None,
        }
    }
}

/// Decodes a file, or says why it is no text.
///
/// In this order: what the user says, a byte order mark, UTF-16 and UTF-32 without one, escapes of ISO-2022 and HZ,
/// ASCII (with the letters of ISO 646 in its place where the words need them), UTF-8, what the text declares if it
/// reads like that, and the guess. Text that was encoded twice is repaired. Control characters stay: formats are told
/// by them. UTF-7 is read only where the user says so, and so not at all: no charset of browsers.
pub fn decode(bytes: &[u8], hints: &Hints) -> Result<Decoded, NotText> {
    let utf8 = std::str::from_utf8(bytes).ok();
    let choice = choose(bytes, utf8, hints)?;
    let mut warnings = Vec::from_iter(choice.warning);
    let (text, had_errors) = match utf8.filter(|_| choice.charset.name == "utf-8") {
        Some(text) => (
            text.strip_prefix('\u{feff}').unwrap_or(text).to_owned(),
            false,
        ),
        None => choice.charset.decode(bytes),
    };
    if had_errors {
        let name = choice.charset.name;
        warnings.push(format!(
            "some bytes are no {name}: they are shown as \u{fffd}"
        ));
    }
    let mut text = text;
    if !text.is_ascii() {
        if let Some(repaired) = mojibake::repair(&text) {
            warnings.push("the text was encoded twice, and is repaired".into());
            text = repaired;
        }
        if mojibake::lossy(&text) {
            warnings.push("the text was encoded twice, and some letters are lost".into());
        }
    }
    if mojibake::lost_apostrophes(&text) {
        warnings
            .push("apostrophes were lost before this file was written: ? stands for them".into());
    }
    Ok(Decoded {
        text: unix_lines(text),
        charset: choice.charset.name.to_owned(),
        from: choice.from,
        confidence: (choice.confidence * 100.0).round() / 100.0,
        warnings,
    })
}

/// The charset of a file, or why it is no text.
fn choose(bytes: &[u8], utf8: Option<&str>, hints: &Hints) -> Result<Choice, NotText> {
    if let Some(label) = &hints.forced {
        return match charset::by_label(label) {
            Some(charset) => Ok(Choice::sure(charset.name, From::Forced)),
            None => Err(NotText(format!(
                "not read: no charset is called `{label}`; give a name like windows-1252, cp850 or iso-6937"
            ))),
        };
    }
    if let Some(name) = by_mark(bytes) {
        return Ok(Choice::sure(name, From::Mark));
    }
    if let Some(kind) = binary::by_magic(bytes) {
        return Err(NotText(format!("{kind}, not text")));
    }
    if let Some(name) = wide::without_mark(bytes) {
        return Ok(Choice::sure(name, From::Valid));
    }
    if binary::by_content(bytes) {
        let kind = if binary::is_ebcdic(bytes) {
            "EBCDIC"
        } else {
            "binary"
        };
        return Err(NotText(format!("{kind}, not text")));
    }
    if bytes.is_ascii() {
        let escapes = shifts::by_escapes(bytes);
        return Ok(match (escapes, national::variant(bytes)) {
            (Some(name), _) => Choice::sure(name, From::Valid),
            (None, Some(name)) => Choice {
                confidence: 0.95,
                from: From::Guessed,
                warning: Some(format!(
                    "the signs {{ | }} ~ are read as the letters of {name}"
                )),
                ..Choice::sure(name, From::Guessed)
            },
            (None, None) => Choice::sure("utf-8", From::Valid),
        });
    }
    by_high_bytes(bytes, utf8.is_some(), hints)
}

/// The charset whose mark the bytes begin with.
fn by_mark(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xFF, 0xFE, 0, 0, ..] => Some("utf-32le"),
        [0, 0, 0xFE, 0xFF, ..] => Some("utf-32be"),
        [0xFF, 0xFE, ..] => Some("utf-16le"),
        [0xFE, 0xFF, ..] => Some("utf-16be"),
        [0xEF, 0xBB, 0xBF, ..] => Some("utf-8"),
        _ => None,
    }
}

/// The charset of bytes of which some are above 7F.
fn by_high_bytes(bytes: &[u8], is_utf8: bool, hints: &Hints) -> Result<Choice, NotText> {
    let label = declared::declared(bytes);
    let declared = label.as_deref().and_then(charset::by_label);
    let overruled = |by: &Charset| {
        let said = declared.filter(|said| said.name != by.name)?;
        Some(format!("declares {}, but is {}", said.name, by.name))
    };
    if is_utf8 || is_nearly_utf8(bytes) {
        let utf8 = named("utf-8");
        let from = if declared.is_some_and(|said| said.name == utf8.name) {
            From::Declared
        } else {
            From::Valid
        };
        return Ok(Choice {
            warning: overruled(utf8),
            ..Choice::sure(utf8.name, from)
        });
    }
    // UTF-16 cannot be declared in ASCII; a file whose bytes are no UTF-8 does not become so by saying it.
    let credible = declared.filter(|said| !said.is_wide() && said.name != "utf-8");
    let lean = Lean {
        before: hints.before.as_deref(),
        declared: credible.map(|said| said.name),
    };
    let fallback = || Choice {
        confidence: 0.0,
        warning: Some("the charset is not known: read as windows-1252".into()),
        ..Choice::sure("windows-1252", From::Fallback)
    };
    let Some(guess) = guess::guess(bytes, lean) else {
        return Ok(fallback());
    };
    let is_odd = !guess.best.is_east_asian() || guess.cost > ODD;
    if is_odd && binary::by_signs(bytes) {
        let kind = if binary::is_ebcdic(bytes) {
            "EBCDIC"
        } else {
            "binary"
        };
        return Err(NotText(format!("{kind}, not text")));
    }
    if credible.is_some_and(|said| said.name == guess.best.name) {
        return Ok(Choice::sure(guess.best.name, From::Declared));
    }
    if guess.cost > UNREADABLE && guess.letters >= MANY {
        return Ok(fallback());
    }
    let margin = guess.next.map_or(f32::MAX, |(_, margin)| margin);
    let confidence = confidence(margin);
    let doubt = guess.next.filter(|_| confidence < SURE).map(|(next, _)| {
        format!(
            "the charset is a guess: {}, or else {}",
            guess.best.name, next.name
        )
    });
    Ok(Choice {
        charset: guess.best,
        from: From::Guessed,
        confidence,
        warning: overruled(guess.best).or(doubt),
    })
}

/// How sure a guess is that is so many bits better than the next one: about the share of such guesses that are right
/// among the texts of tests/suite/charsets.rs, rather below it.
fn confidence(margin: f32) -> f64 {
    (1.0 / (1.0 + f64::from(-margin / 2.0).exp2())).min(0.99)
}

/// Whether bytes are nearly UTF-8: a file of UTF-8 with a few damaged bytes.
fn is_nearly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good >= 2 * bad && good > 2
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
    use encoding_rs::{Encoding, WINDOWS_1252};

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
    fn utf_7_stays_as_it_is_written_and_a_mark_in_the_middle_changes_nothing() {
        let text = "A kite +AGYAbwBv- flew over the pier, and the gardener looked up at it.";
        let decoded = decode(text.as_bytes(), &Hints::default()).unwrap();
        assert_eq!(
            (decoded.text.as_str(), decoded.charset.as_str()),
            (text, "utf-8")
        );
        let text = "Le cerf-volant \u{FEFF}s'est posé près de la jetée.";
        let decoded = decode(text.as_bytes(), &Hints::default()).unwrap();
        assert_eq!(decoded.charset, "utf-8");
        assert!(decoded.text.contains("posé près"), "{}", decoded.text);
    }

    #[test]
    fn longer_forms_of_a_letter_than_utf_8_allows_are_no_letter() {
        let bytes = [
            b"A kite flew over the pier ".as_slice(),
            b"\xC0\xAE\xC0\xAF",
        ]
        .concat();
        let decoded = decode(&bytes, &Hints::default()).unwrap();
        assert!(!decoded.text.contains("./"), "{}", decoded.text);
        assert_ne!(
            (decoded.charset.as_str(), decoded.warnings.len()),
            ("utf-8", 0)
        );
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_decoded_or_refused(bytes: Vec<u8>, label in 0..charset::CHARSETS.len()) {
            let forced = Some(charset::CHARSETS[label].name.to_owned());
            let _ = decode(&bytes, &Hints::default());
            let forced = decode(&bytes, &Hints { forced, ..Hints::default() });
            proptest::prop_assert!(forced.is_ok());
        }

        #[test]
        fn text_cut_inside_a_character_is_decoded(cut in 0usize..60, name in "shift_jis|euc-jp|gb18030|big5|utf-8") {
            let text = "【東京】時計塔の鐘が五日、二年ぶりに鳴った。".repeat(2);
            let bytes = Encoding::for_label(name.as_bytes()).unwrap().encode(&text).0.into_owned();
            proptest::prop_assert!(decode(&bytes[..bytes.len() - cut], &Hints::default()).is_ok());
        }
    }

    #[test]
    fn a_declaration_is_believed_where_the_text_bears_it_out() {
        let page = |label: &str, text: &str, real: &str| {
            let text =
                format!("<?xml version=\"1.0\" encoding=\"{label}\"?>\n<nitf><p>{text}</p></nitf>");
            let bytes =
                charset::by_label(real).and_then(|it| Encoding::for_label(it.name.as_bytes()));
            let decoded = decode(&bytes.unwrap().encode(&text).0, &Hints::default()).unwrap();
            assert!(decoded.text == text, "{label} {real}: {decoded:?}");
            (decoded.charset, decoded.from, decoded.warnings.len())
        };
        let french =
            "Le théâtre a rouvert après des années de travaux, a annoncé la mairie de Genève.";
        let polish = "Ogród będzie otwarty także w środę, zapowiedział dyrektor. Wstęp wolny również dla młodzieży.";
        for (label, text, real, read) in [
            (
                "ISO-8859-1",
                french,
                "windows-1252",
                ("windows-1252", From::Declared, 0),
            ),
            ("UTF-8", french, "utf-8", ("utf-8", From::Declared, 0)),
            ("ISO-8859-1", french, "utf-8", ("utf-8", From::Valid, 1)),
            (
                "UTF-8",
                french,
                "windows-1252",
                ("windows-1252", From::Guessed, 1),
            ),
            (
                "UTF-16",
                french,
                "windows-1252",
                ("windows-1252", From::Guessed, 1),
            ),
            (
                "ISO-8859-2",
                polish,
                "iso-8859-2",
                ("iso-8859-2", From::Declared, 0),
            ),
            (
                "windows-1252",
                polish,
                "windows-1250",
                ("windows-1250", From::Guessed, 1),
            ),
            (
                "windows-1252",
                "A café opened.",
                "windows-1252",
                ("windows-1252", From::Declared, 0),
            ),
        ] {
            let (charset, from, warnings) = page(label, text, real);
            assert_eq!((charset.as_str(), from, warnings), read, "{label} {real}");
        }
    }

    #[test]
    fn what_the_user_says_is_done_with_a_warning_where_it_does_not_fit() {
        let forced = |label: &str| Hints {
            forced: Some(label.into()),
            ..Hints::default()
        };
        let decoded = decode(b"Gen\xE8ve", &forced("UTF-8")).unwrap();
        assert_eq!(
            (decoded.text.as_str(), decoded.warnings.len()),
            ("Gen\u{fffd}ve", 1)
        );
        let decoded = decode(b"Gen\x8Ave", &forced("CP850")).unwrap();
        assert_eq!(
            (decoded.text.as_str(), decoded.from),
            ("Gen\u{e8}ve", From::Forced)
        );
        let NotText(why) = decode(b"text", &forced("klingon-1")).unwrap_err();
        assert!(why.contains("klingon-1"), "{why}");
    }

    #[test]
    fn one_accent_in_a_brief_is_enough() {
        for (text, name) in [
            (
                "A fire broke out near Genève on Monday, police said.\n",
                "windows-1252",
            ),
            (
                "A fire broke out near Zürich on Monday, police said.\n",
                "cp850",
            ),
            (
                "A fire broke out near Łódź on Monday, police said.\n",
                "windows-1250",
            ),
        ] {
            let charset = named(name);
            let half = charset.half().unwrap();
            let byte = |c: char| {
                half.iter()
                    .position(|it| *it == Some(c))
                    .map_or(c as u8, |at| at as u8 + 0x80)
            };
            let bytes: Vec<u8> = text.chars().map(byte).collect();
            assert_eq!(
                decode(&bytes, &Hints::default()).unwrap().text,
                text,
                "{name}"
            );
        }
    }

    #[test]
    fn line_ends_become_newlines() {
        assert_eq!(text_of(b"a\r\nb\rc\nd\r\r\ne").0, "a\nb\nc\nd\ne");
    }
}
