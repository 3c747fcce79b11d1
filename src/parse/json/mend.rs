//! Mends JSON that a strict reader refuses and whose meaning is plain: line ends inside strings, commas before a
//! closing bracket, `NaN`, halves of surrogate pairs, an end that is missing.

/// Mended text, and what was done.
pub(super) struct Mended {
    pub(super) text: String,
    /// The text ended in the middle and was closed there.
    pub(super) closed: bool,
    /// A half of a surrogate pair became U+FFFD.
    pub(super) half: bool,
}

/// Mends the JSON of one value.
pub(super) fn mend(text: &str) -> Mended {
    let bytes = text.as_bytes();
    let mut out: Vec<u8> = Vec::with_capacity(bytes.len() + 16);
    let mut open: Vec<u8> = Vec::new();
    // Where the output can be cut so that whole values stand before it.
    let mut safe = 0;
    let mut half = false;
    let mut at = 0;
    let mut whole = true;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => {
                let last = out.iter().rev().find(|b| !b.is_ascii_whitespace());
                let is_key = open.last() == Some(&b'}') && last != Some(&b':');
                let string = string(bytes, at, &mut out);
                half |= string.half;
                at = string.end;
                whole = string.whole;
                if !is_key {
                    safe = out.len();
                }
                continue;
            }
            b'{' | b'[' => {
                out.push(byte);
                open.push(if byte == b'{' { b'}' } else { b']' });
                safe = out.len();
            }
            b'}' | b']' => {
                let end = out.iter().rposition(|b| !b.is_ascii_whitespace());
                if let Some(end) = end.filter(|end| out.get(*end) == Some(&b',')) {
                    out.truncate(end);
                }
                open.pop();
                out.push(byte);
                safe = out.len();
            }
            b',' => {
                safe = out.len();
                out.push(byte);
            }
            _ if byte.is_ascii_alphanumeric() || byte == b'-' => {
                let rest = bytes.get(at..).unwrap_or_default();
                let in_word = |b: &u8| !(b.is_ascii_alphanumeric() || b"+-._".contains(b));
                let len = rest.iter().position(in_word).unwrap_or(rest.len());
                let word = rest.get(..len).unwrap_or_default();
                out.extend_from_slice(match word {
                    b"NaN" | b"Infinity" | b"-Infinity" | b"None" | b"undefined" => b"null",
                    b"True" => b"true",
                    b"False" => b"false",
                    word => word,
                });
                at += len;
                continue;
            }
            byte => out.push(byte),
        }
        at += 1;
    }
    let closed = !open.is_empty() || !whole;
    if closed {
        out.truncate(safe);
        out.extend(open.iter().rev());
    }
    Mended {
        text: String::from_utf8(out)
            .unwrap_or_else(|broken| String::from_utf8_lossy(broken.as_bytes()).into_owned()),
        closed,
        half,
    }
}

struct Copied {
    end: usize,
    whole: bool,
    half: bool,
}

/// Copies the string whose quote stands at `start`; one that is not closed is closed.
fn string(bytes: &[u8], start: usize, out: &mut Vec<u8>) -> Copied {
    out.push(b'"');
    let mut at = start + 1;
    let mut half = false;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'"' => {
                out.push(b'"');
                return Copied {
                    end: at,
                    whole: true,
                    half,
                };
            }
            b'\\' => match bytes.get(at) {
                Some(b'u') => match unit(bytes, at + 1) {
                    Some(0xd800..0xdc00)
                        if bytes.get(at + 5..at + 7) == Some(b"\\u")
                            && matches!(unit(bytes, at + 7), Some(0xdc00..0xe000)) =>
                    {
                        out.extend_from_slice(bytes.get(at - 1..at + 11).unwrap_or_default());
                        at += 11;
                    }
                    Some(0xd800..0xe000) => {
                        half = true;
                        out.extend_from_slice(b"\\ufffd");
                        at += 5;
                    }
                    Some(_) => {
                        out.extend_from_slice(bytes.get(at - 1..at + 5).unwrap_or_default());
                        at += 5;
                    }
                    // What is left of an escape at the end of the text.
                    None if bytes.len() < at + 5 => at = bytes.len(),
                    None => at += 1,
                },
                Some(&escaped) if b"\"\\/bfnrt".contains(&escaped) => {
                    out.extend_from_slice(&[b'\\', escaped]);
                    at += 1;
                }
                _ => {}
            },
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\t' => out.extend_from_slice(b"\\t"),
            0..0x20 => out.push(b' '),
            byte => out.push(byte),
        }
    }
    out.push(b'"');
    Copied {
        end: at,
        whole: false,
        half,
    }
}

/// The UTF-16 unit of four hexadecimal digits.
fn unit(bytes: &[u8], at: usize) -> Option<u16> {
    let digits = std::str::from_utf8(bytes.get(at..at + 4)?).ok()?;
    u16::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_plain_is_mended() {
        for (broken, mended) in [
            ("{\"a\":\"x\ny\",}", r#"{"a":"x\ny"}"#),
            (r#"{"a":NaN,"b":[1,2,],}"#, r#"{"a":null,"b":[1,2]}"#),
            (
                r#"{"a":"x\ud83d y \ud83d\ude00"}"#,
                r#"{"a":"x\ufffd y \ud83d\ude00"}"#,
            ),
            (
                r#"{"a":"x","text":"A kite fl"#,
                r#"{"a":"x","text":"A kite fl"}"#,
            ),
            (r#"{"a":"x","te"#, r#"{"a":"x"}"#),
            (r#"{"a":"x","text":"#, r#"{"a":"x"}"#),
            (r#"{"a":[{"b":"x\u00"#, r#"{"a":[{"b":"x"}]}"#),
        ] {
            assert_eq!(mend(broken).text, mended, "{broken}");
        }
    }
}
