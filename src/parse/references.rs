//! Character references of markup: `&eacute;`, `&#233;`, `&#xe9;`.
//!
//! The names are those of HTML, which XML and values of JSON use too, declared or not. What a document declares itself
//! is never read: it stays as it is written.

use quick_xml::escape::resolve_html5_entity;
use std::borrow::Cow;

/// The longest name of one, in bytes.
const NAME: usize = 32;
/// The most figures of a number.
const FIGURES: usize = 8;
/// Names that pages of the 1990s write without a semicolon (`caf&eacute au lait`), and how others of them end.
const OPEN: &[&str] = &["amp", "lt", "gt", "quot", "nbsp", "copy"];
const OPEN_ENDS: &[&str] = &["acute", "grave", "circ", "uml", "cedil", "tilde"];

/// A text whose references are read as browsers read them, some without their semicolon. What is none stays.
pub(super) fn lenient(text: &str) -> Cow<'_, str> {
    replaced(text, |rest| closed(rest).or_else(|| open(rest)))
}

/// A text whose references are read where a semicolon ends them. What is none stays.
pub(super) fn strict(text: &str) -> Cow<'_, str> {
    replaced(text, closed)
}

/// What a reference means, without its `&` and `;`: a name of HTML, or a number.
pub(super) fn meaning(name: &str) -> Option<Cow<'static, str>> {
    let Some(number) = name.strip_prefix('#') else {
        return resolve_html5_entity(name).map(Cow::Borrowed);
    };
    let (digits, radix) = digits(number);
    let is_whole = digits.len() == number.len() - usize::from(radix == 16);
    let code = u32::from_str_radix(digits, radix).ok()?;
    character(code).filter(|_| is_whole)
}

/// The digits that a number begins with, and whether they are decimal or hexadecimal.
fn digits(number: &str) -> (&str, u32) {
    let (digits, radix) = match number.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (number, 10),
    };
    let is_digit = |byte: &u8| char::from(*byte).is_digit(radix);
    let len = digits.bytes().take(FIGURES).take_while(is_digit).count();
    (&digits[..len], radix)
}

/// The character of a number. 128 to 159 are meant as those of windows-1252, as browsers take them.
fn character(code: u32) -> Option<Cow<'static, str>> {
    let meant = match code {
        0 => '\u{fffd}',
        byte @ 0x80..=0x9f => {
            let bytes = [byte as u8];
            encoding_rs::WINDOWS_1252.decode(&bytes).0.chars().next()?
        }
        code => char::from_u32(code)?,
    };
    Some(Cow::Owned(meant.into()))
}

/// A reference that a semicolon ends: its meaning, and its length without the `&`.
fn closed(rest: &str) -> Option<(Cow<'static, str>, usize)> {
    let len = memchr::memchr(b';', rest.as_bytes().get(..NAME).unwrap_or(rest.as_bytes()))?;
    Some((meaning(&rest[..len])?, len + 1))
}

/// One without a semicolon, and numbers that mean no character.
fn open(rest: &str) -> Option<(Cow<'static, str>, usize)> {
    if let Some(number) = rest.strip_prefix('#') {
        let (digits, radix) = digits(number);
        let code = u32::from_str_radix(digits, radix).ok()?;
        let len = 1 + usize::from(radix == 16) + digits.len();
        let len = len + usize::from(rest[len..].starts_with(';'));
        return Some((character(code).unwrap_or(Cow::Borrowed("\u{fffd}")), len));
    }
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric();
    let name = &rest[..rest.bytes().take(NAME).take_while(is_part).count()];
    let is_letter_and = |end: &&str| name.len() == end.len() + 1 && name.ends_with(end);
    let is_open = OPEN.contains(&name) || OPEN_ENDS.iter().any(is_letter_and);
    is_open.then(|| Some((Cow::Borrowed(resolve_html5_entity(name)?), name.len())))?
}

fn replaced(
    text: &str,
    reference: impl Fn(&str) -> Option<(Cow<'static, str>, usize)>,
) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        match reference(rest) {
            Some((meant, len)) => {
                out.push_str(&meant);
                rest = &rest[len..];
            }
            None => out.push('&'),
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_read_and_lone_ampersands_stay() {
        for (text, wanted) in [
            ("caf&eacute; &amp; th&#233; &#xe9;", "café & thé é"),
            (
                "&#146;tis &mdash; AT&T &unknown; &",
                "’tis — AT&T &unknown; &",
            ),
            ("&amp;eacute; &é; &#; &#x; &;", "&eacute; &é; &#; &#x; &;"),
            ("&#0;", "\u{fffd}"),
        ] {
            assert_eq!(lenient(text), wanted);
            assert_eq!(strict(text), wanted);
        }
    }

    #[test]
    fn only_markup_of_pages_leaves_the_semicolon_out() {
        let text = "caf&eacute au lait &#233 &copy2 &#1114112;";
        assert_eq!(lenient(text), "café au lait é &copy2 \u{fffd}");
        assert_eq!(strict(text), text);
    }
}
