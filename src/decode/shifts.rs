//! Charsets that shift between ASCII and two bytes a character: ISO-2022-KR (RFC 1557), ISO-2022-CN (RFC 1922) and HZ
//! (RFC 1843). Between the shifts stand the bytes of EUC-KR or GB 2312 without their high bit.

use encoding_rs::{EUC_KR, Encoding, GB18030};

/// The escapes of the sets that ISO-2022 texts announce, and what each text is then in.
const ANNOUNCED: &[(&[u8], &str)] = &[
    (b"\x1B$)C", "iso-2022-kr"),
    (b"\x1B$)A", "iso-2022-cn"),
    (b"\x1B$B", "iso-2022-jp"),
    (b"\x1B$@", "iso-2022-jp"),
    (b"\x1B(J", "iso-2022-jp"),
];

/// The charset whose escapes a file of bytes below 80 has.
pub(super) fn by_escapes(bytes: &[u8]) -> Option<&'static str> {
    if let Some(at) = memchr::memchr(0x1B, bytes) {
        let rest = &bytes[at..];
        let found = ANNOUNCED
            .iter()
            .find(|(escape, _)| rest.starts_with(escape));
        return found.map(|(_, name)| *name);
    }
    is_hz(bytes).then_some("hz-gb-2312")
}

/// Whether each `~{` has its `~}`, with pairs of GB 2312 between them, and there are some.
fn is_hz(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    let mut pairs = 0;
    while let Some(at) = memchr::memchr(b'~', rest) {
        let Some(run) = rest[at + 1..].strip_prefix(b"{") else {
            rest = &rest[at + 1..];
            continue;
        };
        let Some(end) = memchr::memmem::find(run, b"~}") else {
            return false;
        };
        let good = |pair: &[u8]| matches!(pair, [0x21..=0x77, 0x21..=0x7E]);
        if end == 0 || end % 2 == 1 || !run[..end].chunks(2).all(good) {
            return false;
        }
        pairs += end / 2;
        rest = &run[end + 2..];
    }
    pairs >= 2
}

/// The text of a charset that shifts, and whether some bytes are none of it.
pub(super) fn decode(name: &str, bytes: &[u8]) -> (String, bool) {
    let (plain, encoding): (Vec<u8>, &Encoding) = match name {
        "hz-gb-2312" => (without_tildes(bytes), GB18030),
        "iso-2022-kr" => (without_shifts(bytes), EUC_KR),
        _ => (without_shifts(bytes), GB18030),
    };
    let (text, had_errors) = encoding.decode_without_bom_handling(&plain);
    (text.into_owned(), had_errors)
}

/// SO begins two bytes a character, SI and a line's end end them; escapes go.
fn without_shifts(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let (mut shifted, mut at) = (false, 0);
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        match byte {
            0x1B if bytes[at..].starts_with(b"$)") => at = bytes.len().min(at + 3),
            0x0E => shifted = true,
            0x0F => shifted = false,
            b'\r' | b'\n' => {
                shifted = false;
                out.push(byte);
            }
            0x21..=0x7E if shifted => out.push(byte | 0x80),
            _ => out.push(byte),
        }
    }
    out
}

/// `~{` begins two bytes a character, `~}` and a line's end end them, `~~` is a tilde.
fn without_tildes(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let (mut shifted, mut at) = (false, 0);
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        match (byte, bytes.get(at)) {
            (b'~', Some(b'{')) if !shifted => (shifted, at) = (true, at + 1),
            (b'~', Some(b'}')) if shifted => (shifted, at) = (false, at + 1),
            (b'~', Some(b'~')) if !shifted => {
                out.push(b'~');
                at += 1;
            }
            (b'\n', _) => {
                shifted = false;
                out.push(byte);
            }
            (0x21..=0x7E, Some(&second)) if shifted => {
                out.extend([byte | 0x80, second | 0x80]);
                at += 1;
            }
            _ => out.push(byte),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_with_shifts_are_told_and_read() {
        for (bytes, name, text) in [
            (
                &b"The park: ~{9+T0~}.\n"[..],
                "hz-gb-2312",
                "The park: 公园.\n",
            ),
            (
                b"\x1B$)C\x0E0x?x\x0F (Yonhap)\n",
                "iso-2022-kr",
                "공원 (Yonhap)\n",
            ),
            (b"\x1B$)A\x0E9+T0\x0F.\n", "iso-2022-cn", "公园.\n"),
        ] {
            assert_eq!(by_escapes(bytes), Some(name));
            assert_eq!(decode(name, bytes), (text.into(), false), "{name}");
        }
    }

    #[test]
    fn braces_and_tildes_of_other_texts_are_no_shifts() {
        for bytes in [
            &b"a ~{b~} c"[..],
            b"~{",
            b"~{abc~}",
            b"path ~/x {a}",
            b"\x1B[1mbold\x1B[0m",
        ] {
            assert_eq!(by_escapes(bytes), None);
        }
    }
}
