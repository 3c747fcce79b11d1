//! Where the messages of a mailbox begin, and how its lines are escaped.

use crate::split::mbox::{Begins, begins_message};
use memchr::memchr;

pub(super) use crate::split::mbox::is_field;

/// The messages of a mailbox, without their `From ` lines; a file without such a line is one message. They begin where
/// [`begins_message`] says so after a blank line, or at the very beginning.
pub(super) fn messages(bytes: &[u8]) -> Vec<&[u8]> {
    let mut messages = Vec::new();
    let mut start = None;
    let mut after_blank = true;
    let mut at = 0;
    while at < bytes.len() {
        let end = line_end(bytes, at);
        let line = &bytes[at..end];
        let begins = after_blank
            && line.starts_with(b"From ")
            && (begins_message(&bytes[at..]) == Begins::Yes
                || at == 0 && begins_mailbox(bytes, end));
        if begins {
            if let Some(start) = start.replace(end) {
                messages.push(&bytes[start..at]);
            } else if !bytes[..at].trim_ascii().is_empty() {
                messages.push(&bytes[..at]);
            }
        }
        after_blank = line.trim_ascii().is_empty();
        at = end;
    }
    messages.push(&bytes[start.unwrap_or(0)..]);
    messages
}

/// Whether what follows the first line of a file is a header, whatever that line says.
fn begins_mailbox(bytes: &[u8], end: usize) -> bool {
    is_field(&bytes[end..line_end(bytes, end)])
}

/// Where the line after a place begins.
fn line_end(bytes: &[u8], at: usize) -> usize {
    memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |end| at + end + 1)
}

/// A body without the sign that mailboxes put before its lines `From …`: one of `>>From `, where there are several.
pub(super) fn unescaped(body: &str) -> String {
    let mut out = String::with_capacity(body.len());
    for line in body.split_inclusive('\n') {
        let is_escaped = line.starts_with('>') && line.trim_start_matches('>').starts_with("From ");
        out.push_str(if is_escaped { &line[1..] } else { line });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_begin_after_blank_lines_with_a_field_after_them() {
        let text = b"From a@b Tue Mar  3 1998\nSubject: a\n\nFrom here on\nit flew.\n\nFrom oslo with love\nand kites\n\nFrom Oslo we hear:\nNote: kites\n\nFrom b@c Tue\nSubject: b\n\nb\n";
        let found = messages(text);
        assert_eq!(found.len(), 2);
        assert!(found[0].starts_with(b"Subject: a") && found[0].ends_with(b"Note: kites\n\n"));
        assert_eq!(found[1], b"Subject: b\n\nb\n");
        assert_eq!(messages(b"Subject: c\n\nc"), [b"Subject: c\n\nc"]);
        assert_eq!(messages(b""), [b""]);
    }

    #[test]
    fn one_sign_before_from_goes() {
        assert_eq!(
            unescaped(">From a\n>>From b\n> From c\nFrom"),
            "From a\n>From b\n> From c\nFrom"
        );
    }
}
