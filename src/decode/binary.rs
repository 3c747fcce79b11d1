//! Tells files that are no text: by the magic numbers at their start, by their control codes, and by their signs.

use crate::language::words::count_bytes;

/// What files begin with, and what they are.
const MAGIC: &[(&[u8], &str)] = &[
    (b"PK\x03\x04", "a zip archive"),
    (b"PK\x05\x06", "a zip archive"),
    (b"\x1F\x8B", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xFD7zXZ\0", "an xz archive"),
    (b"\x28\xB5\x2F\xFD", "a zstd archive"),
    (b"7z\xBC\xAF\x27\x1C", "a 7-Zip archive"),
    (b"Rar!\x1A\x07", "a RAR archive"),
    (b"%PDF-", "a PDF document"),
    (b"{\\rtf", "an RTF document"),
    (b"\xD0\xCF\x11\xE0", "an old Office document"),
    (b"\x89PNG\r\n\x1A\n", "a PNG image"),
    (b"\xFF\xD8\xFF", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"\x7FELF", "an ELF program"),
    (b"MZ\x90\0", "a Windows program"),
    (b"\xCA\xFE\xBA\xBE", "a Java or Mac program"),
    (b"\0asm", "a WebAssembly program"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"ID3", "an MP3 recording"),
    (b"OggS", "an Ogg recording"),
    (b"fLaC", "a FLAC recording"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
];

/// What a file is by its first bytes, where it is something known that is no text.
pub(super) fn by_magic(bytes: &[u8]) -> Option<&'static str> {
    let known = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic));
    let container = || match (bytes.get(..4), bytes.get(8..12)) {
        (Some(b"RIFF"), Some(b"WEBP")) => Some("a WebP image"),
        (Some(b"RIFF"), Some(b"WAVE" | b"AVI ")) => Some("a recording"),
        _ if bytes.get(4..8) == Some(b"ftyp") => Some("a video"),
        _ if bytes.get(257..262) == Some(b"ustar") => Some("a tar archive"),
        _ => None,
    };
    known.map(|(_, kind)| *kind).or_else(container)
}

/// How much of a file is looked at, in bytes.
const SAMPLE: usize = 8192;

fn sample(bytes: &[u8]) -> &[u8] {
    &bytes[..bytes.len().min(SAMPLE)]
}

/// Whether a file is binary by its control bytes: more zeros than wire padding has, or more codes than a wire's own.
pub(super) fn by_content(bytes: &[u8]) -> bool {
    let sample = sample(bytes);
    let zeros = count_bytes(sample, |byte| byte == 0);
    // The separators 1C to 1F part the columns of wire tables.
    let controls = count_bytes(sample, |byte| matches!(byte, 1..=6 | 14..=25 | 27));
    // Wire files carry a dozen control codes an item and a few NUL fillers; programs and images are full of them.
    zeros > 4.max(sample.len() / 100) || controls > 24.max(sample.len() / 20)
}

/// Whether bytes that could only be text of a charset of one byte a letter are none: such a charset takes any bytes,
/// but where letters above 7F are common, control codes and the signs of programmers are not. Of random bytes one in
/// six is such a sign, of prose one in a hundred. The codes that frame a wire's items do not count, nor the signs of
/// markup in a text that begins with a tag.
pub(super) fn by_signs(bytes: &[u8]) -> bool {
    let sample = sample(bytes);
    let letters = count_bytes(sample, |byte| byte >= 0x80);
    let is_markup = sample.trim_ascii_start().starts_with(b"<");
    let odd = count_bytes(sample, |byte| match byte {
        b'#' | b'&' | b';' | b'<' | b'=' | b'>' | b'_' if is_markup => false,
        1..=4 | b'\t' | b'\n' | 0x0C | b'\r' | 0x16 | 0x1B | 0x1F => false,
        0..=0x1F | 0x7F => true,
        _ => b"#$%&*+;<=>@[\\]^_`{|}~".contains(&byte),
    });
    letters * 5 > sample.len() && odd > 4.max(sample.len() * 6 / 100)
}

/// Whether bytes are text of IBM's mainframes: their blanks are 40, their letters above 80, and line ends of ASCII are
/// missing.
pub(super) fn is_ebcdic(bytes: &[u8]) -> bool {
    let sample = sample(bytes);
    let blanks = count_bytes(sample, |byte| byte == 0x40);
    let letters = count_bytes(
        sample,
        |byte| matches!(byte, 0x81..=0x89 | 0x91..=0x99 | 0xA2..=0xA9 | 0xC1..=0xC9 | 0xD1..=0xD9 | 0xE2..=0xE9),
    );
    let plain = count_bytes(sample, |byte| byte == b' ' || byte == b'\n');
    blanks * 20 > sample.len() && letters * 10 > sample.len() * 6 && plain * 50 < sample.len()
}
