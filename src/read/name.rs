//! File names as text. Most are UTF-8 and stand as they are; other bytes are written `\xFF`, so that no name is lost
//! and no two names look the same.

use std::ffi::{OsStr, OsString};

/// A file name as text: bytes that are not UTF-8 as `\xFF`, and a backslash that would look like that as `\x5C`.
pub fn shown(name: &OsStr) -> String {
    let mut text = String::with_capacity(name.len());
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        push_valid(&mut text, chunk.valid());
        for byte in chunk.invalid() {
            text.push_str(&format!("\\x{byte:02X}"));
        }
    }
    text
}

/// Appends valid text, with `\x5C` for each backslash that begins something like an escape.
fn push_valid(text: &mut String, valid: &str) {
    for (at, c) in valid.char_indices() {
        if c == '\\' && escaped_byte(&valid.as_bytes()[at..]).is_some() {
            text.push_str("\\x5C");
        } else {
            text.push(c);
        }
    }
}

/// The byte that the `\xFF` at the beginning of some text stands for.
fn escaped_byte(text: &[u8]) -> Option<u8> {
    let [b'\\', b'x', high, low, ..] = *text else {
        return None;
    };
    let digit = |c: u8| char::from(c).to_digit(16);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

/// The file name that [`shown`] wrote so.
pub fn unshown(text: &str) -> OsString {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        match escaped_byte(rest) {
            Some(byte) => {
                bytes.push(byte);
                rest = &rest[4..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    from_bytes(bytes)
}

#[cfg(unix)]
fn from_bytes(bytes: Vec<u8>) -> OsString {
    std::os::unix::ffi::OsStringExt::from_vec(bytes)
}

#[cfg(not(unix))]
fn from_bytes(bytes: Vec<u8>) -> OsString {
    String::from_utf8_lossy(&bytes).into_owned().into()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::ffi::OsStrExt;

    #[test]
    fn no_name_is_lost_and_no_two_look_the_same() {
        let cases: &[(&[u8], &str)] = &[
            ("dépêche.txt".as_bytes(), "dépêche.txt"),
            (b"d\xe9p\xeache", "d\\xE9p\\xEAche"),
            (b"d\\xE9p", "d\\x5CxE9p"),
            (b"a\\b\\x5", "a\\b\\x5"),
            (b"\xff\\xff", "\\xFF\\x5Cxff"),
            (b"", ""),
        ];
        for (bytes, text) in cases {
            assert_eq!(shown(OsStr::from_bytes(bytes)), *text);
            assert_eq!(unshown(text).as_bytes(), *bytes);
        }
    }
}
