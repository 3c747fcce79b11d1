//! Finds where records end. Each byte is looked at once, however the file arrives.

use super::{Records, mbox};
use memchr::memmem::Finder;

/// Finds one end after the other in a buffer that grows at its end and is emptied from its beginning.
pub(super) struct Scanner {
    /// What is before this place was looked at.
    at: usize,
    kind: Kind,
}

enum Kind {
    Whole,
    Lines,
    Rows(Rows),
    Json(Json),
    /// The mark with the line end before it.
    LineStart(Box<Finder<'static>>),
    Messages,
    End(&'static [u8]),
    Elements {
        name: &'static [u8],
        /// The end of the comment or CDATA section that the place is in.
        inside: Option<&'static [u8]>,
    },
}

/// What stands before a place in a table.
#[derive(Debug, Default)]
struct Rows {
    quoted: bool,
    /// The quotation mark before which a quoted cell seems to have ended.
    closed: Option<usize>,
}

/// What stands before a place in a JSON array.
#[derive(Debug, Clone, Default)]
struct Json {
    /// Whether the array has begun, and whether it has ended.
    begun: bool,
    ended: bool,
    depth: u64,
    quoted: bool,
    escaped: bool,
}

/// The longest name of an element with its prefix; what is longer is no mark.
const LONGEST_NAME: usize = 64;

impl Scanner {
    pub(super) fn new(records: &Records) -> Scanner {
        let kind = match *records {
            Records::Whole => Kind::Whole,
            Records::Lines => Kind::Lines,
            Records::Rows => Kind::Rows(Rows::default()),
            Records::JsonArray => Kind::Json(Json::default()),
            Records::LineStart(mark) => {
                let mark = [b"\n", mark].concat();
                Kind::LineStart(Box::new(Finder::new(&mark).into_owned()))
            }
            Records::Messages => Kind::Messages,
            Records::End(mark) => Kind::End(mark),
            Records::Elements(name) => Kind::Elements {
                name: name.as_bytes(),
                inside: None,
            },
        };
        Scanner { at: 0, kind }
    }

    /// Whether the file is not cut.
    pub(super) fn is_whole(&self) -> bool {
        matches!(self.kind, Kind::Whole)
    }

    /// Whether what stands before the first end begins each piece.
    pub(super) fn has_prefix(&self) -> bool {
        matches!(self.kind, Kind::Rows(_) | Kind::Elements { .. })
    }

    /// What is before this place is not looked at again.
    pub(super) fn position(&self) -> usize {
        self.at
    }

    /// So many bytes were taken from the buffer's beginning.
    pub(super) fn moved(&mut self, by: usize) {
        self.at = self.at.saturating_sub(by);
        if let Kind::Rows(rows) = &mut self.kind {
            rows.closed = rows.closed.and_then(|at| at.checked_sub(by));
        }
    }

    /// The open record is too large: a mark that never ends does not hide the records after it.
    pub(super) fn give_up(&mut self) {
        match &mut self.kind {
            Kind::Rows(rows) => rows.quoted = false,
            Kind::Elements { inside, .. } => *inside = None,
            _ => {}
        }
    }

    /// The next end of a record in the buffer.
    pub(super) fn next_end(&mut self, buffer: &[u8]) -> Option<usize> {
        let at = &mut self.at;
        match &mut self.kind {
            Kind::Whole => {
                *at = buffer.len();
                None
            }
            Kind::Lines => {
                let end = memchr::memchr(b'\n', &buffer[*at..]).map(|found| *at + found + 1);
                *at = end.unwrap_or(buffer.len());
                end
            }
            Kind::Rows(rows) => rows.next_end(buffer, at),
            Kind::Json(json) => json.next_comma(buffer, at).map(|comma| comma + 1),
            Kind::LineStart(mark) => {
                let end = mark.find(&buffer[*at..]).map(|found| *at + found + 1);
                let rest = buffer.len().saturating_sub(mark.needle().len() - 1);
                *at = end.unwrap_or((*at).max(rest));
                end
            }
            Kind::Messages => next_message(buffer, at),
            Kind::End(mark) => {
                let end = find_folded(buffer, *at, mark).map(|found| found + mark.len());
                let rest = buffer.len().saturating_sub(mark.len().saturating_sub(1));
                *at = end.unwrap_or((*at).max(rest));
                end
            }
            Kind::Elements { name, inside } => next_element(buffer, at, name, inside),
        }
    }

    /// A piece as it is read: the elements of an array stand one a line.
    pub(super) fn shaped(&self, piece: Vec<u8>, is_first: bool) -> Vec<u8> {
        match &self.kind {
            Kind::Json(_) => one_a_line(&piece, is_first),
            _ => piece,
        }
    }
}

/// The next line of a mailbox that begins a message. What may stand before such a line, and what must stand after it, is
/// kept in the buffer until it can be told.
fn next_message(buffer: &[u8], at: &mut usize) -> Option<usize> {
    const LINE: &[u8] = b"\nFrom ";
    // Of the blank line before it.
    const BEFORE: usize = 2;
    while let Some(found) = memchr::memmem::find(&buffer[*at..], LINE) {
        let line_end = *at + found;
        let start = line_end + 1;
        let before = &buffer[..line_end];
        let is_after_blank =
            before.is_empty() || before.ends_with(b"\n") || before.ends_with(b"\n\r");
        match is_after_blank.then(|| mbox::begins_message(&buffer[start..])) {
            Some(mbox::Begins::Yes) => {
                *at = start;
                return Some(start);
            }
            Some(mbox::Begins::Unknown) => {
                *at = (*at).max(line_end.saturating_sub(BEFORE));
                return None;
            }
            Some(mbox::Begins::No) | None => *at = start,
        }
    }
    let rest = buffer.len().saturating_sub(LINE.len() - 1 + BEFORE);
    *at = (*at).max(rest);
    None
}

/// Where a text stands, whatever its case, from a place on.
fn find_folded(buffer: &[u8], from: usize, text: &[u8]) -> Option<usize> {
    let first = *text.first()?;
    let (lower, upper) = (first.to_ascii_lowercase(), first.to_ascii_uppercase());
    memchr::memchr2_iter(lower, upper, &buffer[from..])
        .map(|found| from + found)
        .take_while(|at| at + text.len() <= buffer.len())
        .find(|at| buffer[*at..at + text.len()].eq_ignore_ascii_case(text))
}

impl Rows {
    fn next_end(&mut self, buffer: &[u8], at: &mut usize) -> Option<usize> {
        while let Some(found) = memchr::memchr2(b'"', b'\n', &buffer[*at..]) {
            let here = *at + found;
            let before = here.checked_sub(1).map(|before| buffer[before]);
            *at = here + 1;
            match (buffer[here], self.quoted) {
                (b'"', true) => {
                    self.quoted = false;
                    self.closed = Some(here);
                }
                // A quotation mark opens a cell at its beginning, and stands doubled in one; elsewhere it is text.
                (b'"', false) => {
                    let doubled = self.closed.is_some_and(|closed| closed + 1 == here);
                    let begins = match before {
                        Some(before) => b",;\t|\n\r\xBF".contains(&before),
                        None => true,
                    };
                    self.quoted = doubled || begins;
                }
                (_, true) => {}
                (_, false) => return Some(here + 1),
            }
        }
        *at = buffer.len();
        None
    }
}

impl Json {
    /// The next comma between two elements.
    fn next_comma(&mut self, buffer: &[u8], at: &mut usize) -> Option<usize> {
        if !self.begun {
            let open = memchr::memchr(b'[', &buffer[*at..]);
            *at = open.map_or(buffer.len(), |open| *at + open + 1);
            self.begun = open.is_some();
        }
        while *at < buffer.len() && !self.ended {
            if self.escaped {
                self.escaped = false;
                *at += 1;
                continue;
            }
            if self.quoted {
                let Some(found) = memchr::memchr2(b'"', b'\\', &buffer[*at..]) else {
                    break;
                };
                self.escaped = buffer[*at + found] == b'\\';
                self.quoted = self.escaped;
                *at += found + 1;
                continue;
            }
            let here = *at;
            *at += 1;
            match buffer[here] {
                b'"' => self.quoted = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' if self.depth > 0 => self.depth -= 1,
                b']' => {
                    self.ended = true;
                    return Some(here);
                }
                b',' if self.depth == 0 => return Some(here),
                _ => {}
            }
        }
        *at = buffer.len();
        None
    }
}

/// The elements of a part of a JSON array, one a line.
fn one_a_line(piece: &[u8], is_first: bool) -> Vec<u8> {
    let mut json = Json {
        begun: !is_first,
        ..Json::default()
    };
    let (mut at, mut from) = (0, 0);
    if is_first {
        from = memchr::memchr(b'[', piece).map_or(piece.len(), |open| open + 1);
    }
    let mut lines = Vec::with_capacity(piece.len() + 1);
    loop {
        let comma = json.next_comma(piece, &mut at);
        let element = &piece[from..comma.unwrap_or(piece.len())];
        let element = element.trim_ascii();
        if !element.is_empty() {
            let blank = |byte: &u8| if b"\r\n".contains(byte) { b' ' } else { *byte };
            lines.extend(element.iter().map(blank));
            lines.push(b'\n');
        }
        match comma {
            Some(comma) if !json.ended => from = comma + 1,
            _ => return lines,
        }
    }
}

/// The beginning of the next start tag of a name, outside comments and CDATA sections.
fn next_element(
    buffer: &[u8],
    at: &mut usize,
    name: &[u8],
    inside: &mut Option<&'static [u8]>,
) -> Option<usize> {
    const SECTIONS: [(&[u8], &[u8]); 2] = [(b"<!--", b"-->"), (b"<![CDATA[", b"]]>")];
    loop {
        if let Some(end) = *inside {
            let Some(found) = memchr::memmem::find(&buffer[*at..], end) else {
                *at = (*at).max(buffer.len().saturating_sub(end.len() - 1));
                return None;
            };
            *at += found + end.len();
            *inside = None;
        }
        let Some(found) = memchr::memchr(b'<', &buffer[*at..]) else {
            *at = buffer.len();
            return None;
        };
        *at += found;
        let tag = &buffer[*at..buffer.len().min(*at + LONGEST_NAME)];
        let section = SECTIONS.iter().find(|(open, _)| tag.starts_with(open));
        if let Some((open, end)) = section {
            *at += open.len();
            *inside = Some(end);
            continue;
        }
        let ends = |byte: &u8| byte.is_ascii_whitespace() || b">/".contains(byte);
        match tag.iter().position(ends) {
            // It goes on behind the buffer's end.
            None if tag.len() < LONGEST_NAME => return None,
            // `</name` has an empty name.
            Some(end) if local_name(&tag[1..end]).eq_ignore_ascii_case(name) => {
                *at += 1;
                return Some(*at - 1);
            }
            _ => *at += 1,
        }
    }
}

/// A name without its namespace's prefix.
fn local_name(name: &[u8]) -> &[u8] {
    let colon = memchr::memrchr(b':', name);
    &name[colon.map_or(0, |colon| colon + 1)..]
}
