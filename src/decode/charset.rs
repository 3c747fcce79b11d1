//! The charsets that we know, by their names, and how each turns bytes into text. `charsets.tsv` lists them.

use super::shifts;
use encoding_rs::Encoding;
use oem_cp::code_table::DECODING_TABLE_CP_MAP;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::compose;

/// The upper half of a charset of one byte a letter: what the bytes 80 to FF are.
pub(super) type Half = [Option<char>; 128];

/// A row of `charsets.tsv`.
#[derive(Debug)]
pub(super) struct Charset {
    /// Its WHATWG name in lower case, or ours.
    pub(super) name: &'static str,
    /// How much rarer than windows-1252 it is, in bits; none where it is never guessed.
    pub(super) bits: Option<f32>,
    /// The languages it is used with, commonest first.
    pub(super) languages: Vec<&'static str>,
    labels: Vec<&'static str>,
    by: By,
}

/// What decodes a charset.
#[derive(Debug)]
enum By {
    Whatwg(&'static Encoding),
    Half(Box<Half>),
    /// Accents stand before their letters.
    Accents(Box<Half>),
    /// Escapes or shifts to two bytes a character.
    Shifts,
    /// ASCII in which a few signs are letters.
    National,
    Utf32,
}

/// All charsets, in the order of the table: of two that give the same text, the first is named.
pub(super) static CHARSETS: LazyLock<Vec<Charset>> = LazyLock::new(|| {
    let rows = include_str!("charsets.tsv").lines();
    let rows = rows.filter(|row| !row.starts_with('#'));
    rows.filter_map(Charset::from_row).collect()
});

/// The same by name: asked for each file.
static BY_NAME: LazyLock<FxHashMap<&str, &Charset>> = LazyLock::new(|| {
    let named = CHARSETS.iter().map(|charset| (charset.name, charset));
    named.collect()
});

/// The charset of a label: a WHATWG label or a name of ours, in any case.
pub(super) fn by_label(label: &str) -> Option<&'static Charset> {
    let label = label.trim().to_ascii_lowercase();
    let ours = CHARSETS.iter();
    ours.clone()
        .find(|charset| charset.name == label || charset.labels.contains(&label.as_str()))
        .or_else(|| {
            let encoding = Encoding::for_label(label.as_bytes())?;
            CHARSETS
                .iter()
                .find(|charset| matches!(charset.by, By::Whatwg(it) if it == encoding))
        })
}

/// The charset of a name that stands in the table.
pub(super) fn named(name: &str) -> &'static Charset {
    let charset = BY_NAME.get(name);
    charset.expect("the names in the code are checked by a test")
}

impl Charset {
    fn from_row(row: &'static str) -> Option<Charset> {
        let mut fields = row.split('\t');
        let (name, by, bits) = (fields.next()?, fields.next()?, fields.next()?);
        let mut list = || {
            let words = fields.next().unwrap_or_default().split_whitespace();
            words.collect::<Vec<_>>()
        };
        let (languages, labels) = (list(), list());
        let by = match by {
            "whatwg" => By::Whatwg(Encoding::for_label(name.as_bytes())?),
            "table" if name == "iso-6937" => By::Accents(own_half(name)?),
            "table" => By::Half(own_half(name)?),
            "shifts" => By::Shifts,
            "national" => By::National,
            "utf32" => By::Utf32,
            page => By::Half(dos_half(page.parse().ok()?)?),
        };
        Some(Charset {
            name,
            bits: bits.parse().ok(),
            languages,
            labels,
            by,
        })
    }

    /// What its bytes 80 to FF are, where each is a character of its own.
    pub(super) fn half(&self) -> Option<Box<Half>> {
        match &self.by {
            By::Half(half) => Some(half.clone()),
            By::Whatwg(encoding) if encoding.is_single_byte() => {
                let decode = |byte: u8| {
                    let text = encoding
                        .decode_without_bom_handling_and_without_replacement(&[byte])?
                        .into_owned();
                    text.chars().next()
                };
                Some(Box::new(std::array::from_fn(|at| decode(at as u8 + 0x80))))
            }
            _ => None,
        }
    }

    /// Whether two bytes or more can be one character of East Asia.
    pub(super) fn is_east_asian(&self) -> bool {
        matches!(self.by, By::Whatwg(encoding) if !encoding.is_single_byte())
    }

    /// Whether it is of two or four bytes a character, so that ASCII bytes are no ASCII in it.
    pub(super) fn is_wide(&self) -> bool {
        self.name.starts_with("utf-16") || matches!(self.by, By::Utf32)
    }

    /// The text, and whether some bytes are none of the charset: these are U+FFFD.
    pub(super) fn decode(&self, bytes: &[u8]) -> (String, bool) {
        match &self.by {
            By::Whatwg(encoding) => {
                let (text, had_errors) = encoding.decode_with_bom_removal(bytes);
                (text.into_owned(), had_errors)
            }
            By::Half(half) => by_half(half, bytes),
            By::Accents(half) => {
                let (text, had_errors) = by_half(half, bytes);
                (accents_behind(&text), had_errors)
            }
            By::Shifts => shifts::decode(self.name, bytes),
            By::National => (super::national::decode(self.name, bytes), false),
            By::Utf32 => utf32(bytes, self.name == "utf-32le"),
        }
    }
}

fn by_half(half: &Half, bytes: &[u8]) -> (String, bool) {
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 4);
    let mut had_errors = false;
    for byte in bytes {
        let c = match byte.checked_sub(0x80) {
            None => char::from(*byte),
            Some(at) => half[usize::from(at)].unwrap_or(char::REPLACEMENT_CHARACTER),
        };
        had_errors |= c == char::REPLACEMENT_CHARACTER;
        text.push(c);
    }
    (text, had_errors)
}

/// Puts each accent behind the letter that it stands before, as one character with it where there is one.
fn accents_behind(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut accent = None;
    for c in text.chars() {
        if ('\u{300}'..='\u{36F}').contains(&c) {
            out.extend(accent.replace(c));
            continue;
        }
        let Some(accent) = accent.take() else {
            out.push(c);
            continue;
        };
        // The standard's accents below c, k, l, n, r, s, t and those of small g are cedilla and comma alike.
        let accent = if c == 'g' && accent == '\u{301}' {
            '\u{327}'
        } else {
            accent
        };
        match compose(c, accent) {
            Some(both) => out.push(both),
            None => out.extend([c, accent]),
        }
    }
    out.extend(accent);
    out
}

/// The table of a code page of DOS. The Arabic one has the shapes of letters, not letters: these are put back.
fn dos_half(page: u16) -> Option<Box<Half>> {
    let table = DECODING_TABLE_CP_MAP.get(&page)?;
    let letter = |c: char| {
        let mut plain = std::iter::once(c).nfkc();
        match (c, plain.next(), plain.next()) {
            ('\u{FE70}'..='\u{FEFC}', Some(letter), None) => letter,
            _ => c,
        }
    };
    let decode = |at: usize| table.decode_char_checked(at as u8 + 0x80).map(letter);
    Some(Box::new(std::array::from_fn(decode)))
}

/// A table of our own.
fn own_half(name: &str) -> Option<Box<Half>> {
    let mut rows = include_str!("tables.tsv").lines();
    let row = rows.find_map(|row| row.strip_prefix(name)?.strip_prefix('\t'))?;
    let mut half = [None; 128];
    for (slot, code) in half.iter_mut().zip(row.split(' ')) {
        *slot = u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
    }
    Some(Box::new(half))
}

fn utf32(bytes: &[u8], little: bool) -> (String, bool) {
    let mut had_errors = !bytes.len().is_multiple_of(4);
    let units = bytes.chunks_exact(4).map(|unit| match (little, unit) {
        (true, &[a, b, c, d]) => u32::from_le_bytes([a, b, c, d]),
        (_, &[a, b, c, d]) => u32::from_be_bytes([a, b, c, d]),
        _ => u32::MAX,
    });
    let text = units.map(|unit| {
        char::from_u32(unit).unwrap_or_else(|| {
            had_errors = true;
            char::REPLACEMENT_CHARACTER
        })
    });
    let text: String = text.collect();
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned();
    (text, had_errors)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_read_and_found_by_its_names() {
        let rows = include_str!("charsets.tsv").lines();
        let rows: Vec<_> = rows.filter(|row| !row.starts_with('#')).collect();
        assert_eq!(rows.len(), CHARSETS.len());
        for charset in CHARSETS.iter() {
            assert_eq!(by_label(charset.name).unwrap().name, charset.name);
            for label in &charset.labels {
                assert_eq!(by_label(label).unwrap().name, charset.name, "{label}");
            }
        }
        assert_eq!(by_label("ISO-8859-1").unwrap().name, "windows-1252");
        assert_eq!(by_label("Latin2").unwrap().name, "iso-8859-2");
        assert!(by_label("no such charset").is_none());
    }

    #[test]
    fn own_tables_decode_as_their_standards_say() {
        for (name, bytes, text) in [
            (
                "iso-6937",
                &b"Gen\xC1eve, Z\xC8urich, \xE8\xC2od\xC2z, \xA9\xFB\xB9"[..],
                "Genève, Zürich, Łódź, ‘ß’",
            ),
            ("armscii-8", b"\xBA\xF1\xA8", "Եր—"),
            ("x-mac-ce", b"\xE4esko", "šesko"),
            ("cp437", b"Gen\x8Ave \x82t\x82", "Genève été"),
            ("cp864", b"\xE1", "ف"),
        ] {
            assert_eq!(by_label(name).unwrap().decode(bytes).0, text, "{name}");
        }
    }
}
