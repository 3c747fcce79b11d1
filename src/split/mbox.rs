//! The lines that part the messages of a mailbox (mbox, RFC 4155 and its older kin). Whoever cuts a mailbox into pieces
//! and whoever reads the messages of a piece must agree on them.

use memchr::memchr;

/// The longest line `From …` that begins a message, and the longest name of a field, in bytes.
const LONGEST_LINE: usize = 1000;
const LONGEST_NAME: usize = 100;
/// Months as these lines print them.
const MONTHS: &[&[u8]] = &[
    b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec",
];

/// Whether a message begins at a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begins {
    /// It does.
    Yes,
    /// It does not.
    No,
    /// More of the text is needed to tell.
    Unknown,
}

/// Whether a message begins with some text that follows a blank line: with a line `From `, an address or a date with a
/// clock, and then a header field. Bodies of mailboxes that escape nothing hold other lines that begin so.
pub fn begins_message(text: &[u8]) -> Begins {
    let near = &text[..text.len().min(LONGEST_LINE)];
    let Some(end) = memchr(b'\n', near) else {
        return match near.len() < LONGEST_LINE {
            true => Begins::Unknown,
            false => Begins::No,
        };
    };
    if !is_from_line(&near[..end]) {
        return Begins::No;
    }
    let next = &text[end + 1..];
    match next.iter().position(|byte| !is_of_name(*byte)) {
        Some(at) => match is_field(&next[..=at]) {
            true => Begins::Yes,
            // It may have been escaped: `>From `.
            false if next.starts_with(ESCAPED) => Begins::Yes,
            false if ESCAPED.starts_with(next) => Begins::Unknown,
            false => Begins::No,
        },
        None if next.len() < LONGEST_NAME => Begins::Unknown,
        None => Begins::No,
    }
}

/// A second `From ` line that was escaped, where a field is looked for.
const ESCAPED: &[u8] = b">From ";

/// Whether a line begins with a header field: a name and a colon.
pub fn is_field(line: &[u8]) -> bool {
    let colon = line.iter().position(|byte| !is_of_name(*byte));
    colon.is_some_and(|colon| colon > 0 && line[colon] == b':') || line.starts_with(ESCAPED)
}

fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'
}

/// `From jo@example.com Tue Mar  3 10:15:00 1998`, `From - Tue Mar 3 …`, `From jo@example.com`.
fn is_from_line(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else {
        return false;
    };
    let mut words = rest
        .split(u8::is_ascii_whitespace)
        .filter(|word| !word.is_empty());
    let is_address = words
        .next()
        .is_some_and(|sender| sender.contains(&b'@') && !sender.starts_with(b"@"));
    let (mut has_month, mut has_clock) = (false, false);
    for word in words {
        has_month |= MONTHS.contains(&word);
        has_clock |= is_clock(word);
    }
    is_address || has_month && has_clock
}

/// `10:15`, `10:15:00`.
fn is_clock(word: &[u8]) -> bool {
    let mut parts = word.split(|byte| *byte == b':');
    let is_number =
        |part: &[u8]| matches!(part.len(), 1 | 2) && part.iter().all(u8::is_ascii_digit);
    parts.clone().count() >= 2 && parts.all(is_number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_begins_with_an_address_or_a_date_and_a_field() {
        for (text, wanted) in [
            ("From a@b Tue Mar  3 10:15:00 1998\nSubject: a", Begins::Yes),
            ("From jo  Tue Mar  3 10:15 1998\r\nX-A_b:a", Begins::Yes),
            ("From - Fri, 8 Dec 1995 21:00:00 +0000\nDate:", Begins::Yes),
            ("From a@b\n>From b@c\nSubject:", Begins::Yes),
            ("From a@b Tue\nSubject: a", Begins::Yes),
            ("From Oslo, with kites:\nSubject: a", Begins::No),
            ("From Oslo at 10:15\nNote: a", Begins::No),
            ("From @home in Mar\nNote: a", Begins::No),
            (
                "From a@b Tue Mar  3 10:15:00 1998\n\nSubject: a",
                Begins::No,
            ),
            ("From a@b we hear\nthat kites fly: a", Begins::No),
            ("From a@b Tue Mar  3", Begins::Unknown),
            ("From a@b\nSubj", Begins::Unknown),
            ("From a@b\n>Fro", Begins::Unknown),
            ("From a@b\n", Begins::Unknown),
            ("from a@b\nSubject:", Begins::No),
        ] {
            assert_eq!(begins_message(text.as_bytes()), wanted, "{text}");
        }
        let long = format!("From a@b {}", "x".repeat(LONGEST_LINE));
        assert_eq!(begins_message(long.as_bytes()), Begins::No);
        let long = format!("From a@b\n{}", "x".repeat(LONGEST_NAME));
        assert_eq!(begins_message(long.as_bytes()), Begins::No);
    }
}
