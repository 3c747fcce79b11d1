//! The text of a part of a mail: its charset, its soft line ends, and the text of HTML.

use super::super::Charset;
use super::super::markup::MAIL;
use super::super::sgml::{self, Token};
use crate::decode;
use encoding_rs::{Encoding, UTF_8};
use mailparse::ParsedMail;

/// The text of a part.
pub(super) struct Decoded {
    /// The text, its line ends `\n`.
    pub text: String,
    /// The charset that it was read in.
    pub charset: Charset,
    /// What was doubtful.
    pub warning: Option<String>,
}

/// The text of a part, as it declares it, or as its bytes say where they are in no way what it declares.
pub(super) fn of(part: &ParsedMail<'_>) -> Decoded {
    let mut warning = None;
    let bytes = part.get_body_raw().unwrap_or_else(|error| {
        if let Some(bytes) = whole_groups(part) {
            warning = Some("the base64 of a part breaks off: its end may be missing".into());
            return bytes;
        }
        warning = Some(format!(
            "a part cannot be decoded ({error}): it is read as it stands"
        ));
        let start = part.get_headers().get_raw_bytes().len();
        part.raw_bytes.get(start..).unwrap_or_default().to_vec()
    });
    let declared = part.ctype.params.get("charset").map(String::as_str);
    let mut decoded = decode(&bytes, declared);
    if part
        .ctype
        .params
        .get("format")
        .is_some_and(|format| format.eq_ignore_ascii_case("flowed"))
    {
        let delete = part.ctype.params.get("delsp");
        decoded.text = unflowed(
            &decoded.text,
            delete.is_some_and(|said| said.eq_ignore_ascii_case("yes")),
        );
    }
    if part.ctype.mimetype == "text/html" {
        decoded.text = of_html(&decoded.text);
    }
    decoded.warning = decoded.warning.or(warning);
    decoded
}

/// The bytes of a base64 part that ends within a group of four, without that group.
fn whole_groups(part: &ParsedMail<'_>) -> Option<Vec<u8>> {
    const GROUP: usize = 4;
    let start = part.get_headers().get_raw_bytes().len();
    let body = part.raw_bytes.get(start..)?;
    let is_sign = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/".contains(byte);
    let mut signs: Vec<u8> = body.iter().copied().filter(is_sign).collect();
    signs.truncate(signs.len() / GROUP * GROUP);
    let again = [b"Content-Transfer-Encoding: base64\n\n".as_slice(), &signs].concat();
    mailparse::parse_mail(&again).ok()?.get_body_raw().ok()
}

/// Decodes bytes that declare a charset or none.
pub(super) fn decode(bytes: &[u8], declared: Option<&str>) -> Decoded {
    let known = declared.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    let is_ascii = bytes.is_ascii() && !bytes.contains(&0x1b);
    let valid = std::str::from_utf8(bytes).is_ok();
    let fits = |encoding: &&'static Encoding| !encoding.decode(bytes).2;
    // Eight-bit text that is UTF-8 is nothing else, whatever it declares.
    let lies = valid && !is_ascii && known.is_some_and(|known| known.is_single_byte());
    let encoding = match known.filter(fits) {
        _ if is_ascii => UTF_8,
        Some(known) if !lies => known,
        _ if valid => UTF_8,
        // A part that says nothing, or nothing true, is read as a file would be.
        _ => return guessed(bytes, declared),
    };
    let (text, _, _) = encoding.decode(bytes);
    let name = encoding.name().to_ascii_lowercase();
    let from = match known == Some(encoding) {
        true => decode::From::Declared,
        false => decode::From::Valid,
    };
    let warning = declared
        .filter(|_| known != Some(encoding) && !is_ascii)
        .map(|declared| format!("a part declares the charset {declared}, and is read as {name}"));
    Decoded {
        text: text.replace("\r\n", "\n").replace('\r', "\n"),
        charset: Charset {
            name,
            from: from.name(),
            confidence: 1.0,
        },
        warning,
    }
}

/// What bytes read like that are not in the charset that they declare.
fn guessed(bytes: &[u8], declared: Option<&str>) -> Decoded {
    match decode::decode(bytes, &decode::Hints::default()) {
        Ok(decoded) => Decoded {
            warning: declared.map(|declared| {
                let charset = &decoded.charset;
                format!("a part declares the charset {declared}, and is read as {charset}")
            }),
            text: decoded.text,
            charset: Charset {
                name: decoded.charset,
                from: decoded.from.name(),
                confidence: decoded.confidence,
            },
        },
        Err(decode::NotText(reason)) => Decoded {
            text: String::new(),
            charset: Charset {
                name: UTF_8.name().to_ascii_lowercase(),
                from: decode::From::Fallback.name(),
                confidence: 0.0,
            },
            warning: Some(format!("a part is {reason}")),
        },
    }
}

/// Joins the lines of a flowed text (RFC 3676): a blank before a line end means that it goes on.
fn unflowed(text: &str, delete_blank: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split('\n') {
        let line_of = line.strip_prefix(' ').unwrap_or(line);
        let soft = line.ends_with(' ') && line != "-- ";
        out.push_str(if soft && delete_blank {
            &line_of[..line_of.len().saturating_sub(1)]
        } else {
            line_of
        });
        if !soft {
            out.push('\n');
        }
    }
    out.pop();
    out
}

/// The text of HTML: blocks parted by blank lines.
fn of_html(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut silent: Option<&str> = None;
    for (_, token) in sgml::tokens(html) {
        match (token, silent) {
            (Token::Close(name), Some(open)) if name.eq_ignore_ascii_case(open) => silent = None,
            (_, Some(_)) => {}
            (Token::Open(tag), None) if MAIL.hidden.contains(tag.name) => silent = Some(tag.name),
            (Token::Open(sgml::Tag { name, .. }) | Token::Close(name), None) => {
                if MAIL.block.contains(name) {
                    out.push_str("\n\n");
                } else if MAIL.line.contains(name) {
                    out.push('\n');
                } else if ["td", "th"]
                    .iter()
                    .any(|cell| name.eq_ignore_ascii_case(cell))
                {
                    out.push(' ');
                }
            }
            (Token::Text(text), None) => {
                let text = sgml::resolved(text);
                for word in text.split_inclusive(char::is_whitespace) {
                    let bare = word.trim_end();
                    out.push_str(bare);
                    if bare.len() < word.len() && !out.ends_with(char::is_whitespace) {
                        out.push(' ');
                    }
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_charset_is_taken_at_its_word_only_where_the_bytes_fit() {
        let read = |bytes: &[u8], declared: &str| {
            let found = decode(bytes, Some(declared));
            (found.text, found.charset.name, found.warning.is_some())
        };
        let wanted =
            |text: &str, charset: &str, told| (text.to_string(), charset.to_string(), told);
        assert_eq!(
            read(b"n\xe9", "iso-8859-1"),
            wanted("né", "windows-1252", false)
        );
        assert_eq!(
            read("né".as_bytes(), "iso-8859-1"),
            wanted("né", "utf-8", true)
        );
        assert_eq!(
            read(b"\xd2\xd5\xcb\xc1", "koi8-r"),
            wanted("рука", "koi8-r", false)
        );
        assert_eq!(
            read(b"n\xe9gociation annul\xe9e", "utf-8").0,
            "négociation annulée"
        );
        assert_eq!(read(b"kite", "x-unknown"), wanted("kite", "utf-8", false));
    }

    #[test]
    fn flowed_lines_are_joined_and_signatures_are_not() {
        assert_eq!(
            unflowed("A kite \nflew.\n\n-- \nJo", false),
            "A kite flew.\n\n-- \nJo"
        );
        assert_eq!(unflowed("1/2/2015 \n12:00", true), "1/2/201512:00");
    }

    #[test]
    fn html_is_read_as_its_paragraphs() {
        let html = "<html><head><title>x</title></head><style>p{}</style><body><p>A <b>kite</b>\nflew &amp; fell.<p>It was<br>red.</body>";
        assert_eq!(of_html(html).trim(), "A kite flew & fell.\n\nIt was\nred.");
    }
}
