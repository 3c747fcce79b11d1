//! Cuts long files into pieces between their records, so that a file of any length is read in little memory. Knows what
//! parts records, and nothing of what they say.

mod marks;
pub mod mbox;

use marks::Scanner;
use std::collections::VecDeque;
use std::io::{self, Read};

/// How long a piece is, in bytes: it ends with the first record that makes it so long. A file no longer than that is
/// one piece.
pub const PIECE: usize = 1 << 20;

/// How many bytes are read at once.
const STEP: usize = 256 << 10;

/// How much of what stands before the first record is repeated, in bytes.
const PREFIX: usize = 64 << 10;

/// How the records of a file are told apart. All marks are ASCII, and so the same in every charset but UTF-16.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Records {
    /// The file is one record, or cannot be cut.
    Whole,
    /// Each line is a record.
    Lines,
    /// Each row of a table is a record: a line, except that quoted line ends do not count. The first row names the
    /// columns, and begins each piece.
    Rows,
    /// The elements of one JSON array: objects, parted by commas. A piece holds them one a line.
    JsonArray,
    /// A record begins at a line that begins so.
    LineStart(&'static [u8]),
    /// A record begins at a line `From …`, as the messages of a mailbox do: see [`mbox::begins_message`].
    Messages,
    /// A record ends with this, wherever it stands; case does not count.
    End(&'static [u8]),
    /// Elements of XML by their local name, in any case; what stands before the first begins each piece.
    Elements(&'static str),
}

/// So many bytes at the end of what was read may belong to the end of a record, or to none.
const UNSURE: usize = 64 << 10;

/// What comes of cutting, in the file's order.
#[derive(Debug)]
pub enum Cut {
    /// Some records, to be read as if they were a file.
    Piece(Vec<u8>),
    /// A record that is larger than the limit, and is passed over.
    TooLarge {
        /// Its number, from 1; `None` where it is the whole file.
        record: Option<u64>,
        /// Where it begins, in bytes.
        offset: u64,
    },
    /// Reading ended here: what came before was given.
    Broken(io::Error),
}

/// The pieces of a file, as they are read.
pub struct Pieces<'a> {
    source: &'a mut dyn Read,
    /// What was read and not given away; it begins with a record.
    buffer: Vec<u8>,
    scanner: Scanner,
    /// The most that a record may have, in bytes.
    limit: u64,
    /// What begins each piece but the first.
    prefix: Option<Vec<u8>>,
    /// Where the last record in the buffer that has not ended begins.
    open: usize,
    /// Where the buffer begins in the file.
    offset: u64,
    /// How many records have ended.
    records: u64,
    /// A record that is too large is being passed over.
    passing: bool,
    ended: bool,
    ready: VecDeque<Cut>,
}

impl std::fmt::Debug for Pieces<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pieces")
            .field("offset", &self.offset)
            .field("records", &self.records)
            .finish_non_exhaustive()
    }
}

/// Cuts a file of which the beginning was read already. Records of more than `limit` bytes are passed over; a file that
/// cannot be cut is given whole, up to that.
pub fn pieces<'a>(
    beginning: Vec<u8>,
    source: &'a mut dyn Read,
    records: &Records,
    limit: u64,
) -> Pieces<'a> {
    Pieces {
        source,
        buffer: beginning,
        scanner: Scanner::new(records),
        limit,
        prefix: None,
        open: 0,
        offset: 0,
        records: 0,
        passing: false,
        ended: false,
        ready: VecDeque::new(),
    }
}

/// Reads up to so many bytes more; whether the file ended before.
pub fn fill(source: &mut dyn Read, buffer: &mut Vec<u8>, bytes: usize) -> io::Result<bool> {
    let before = buffer.len();
    source.take(bytes as u64).read_to_end(buffer)?;
    Ok(buffer.len() - before < bytes)
}

impl Iterator for Pieces<'_> {
    type Item = Cut;

    fn next(&mut self) -> Option<Cut> {
        while self.ready.is_empty() {
            match self.scanner.next_end(&self.buffer) {
                Some(end) => self.record(end),
                None if self.ended => return self.last(),
                None => self.read_on(),
            }
        }
        self.ready.pop_front()
    }
}

impl Pieces<'_> {
    /// A record ends here, and the next one begins.
    fn record(&mut self, end: usize) {
        if self.prefix.is_none() && self.scanner.has_prefix() {
            self.keep_prefix(end);
            return;
        }
        self.records += 1;
        if self.passing {
            self.passing = false;
            self.drop_before(end);
            return;
        }
        let length = end - self.open;
        if length as u64 > self.limit {
            self.give(self.open);
            self.refuse(self.records);
            self.drop_before(length);
            return;
        }
        self.open = end;
        if end >= PIECE {
            self.give(end);
        }
    }

    /// What begins each later piece ends here.
    fn keep_prefix(&mut self, end: usize) {
        let mut prefix = &self.buffer[..end.min(PREFIX)];
        if end > PREFIX {
            // Cut between tags, not in one.
            let cut = memchr::memrchr(b'>', prefix).map_or(0, |at| at + 1);
            prefix = &prefix[..cut];
        }
        self.prefix = Some(prefix.to_owned());
        self.open = end;
    }

    /// Gives away what stands before a place in the buffer.
    fn give(&mut self, end: usize) {
        let rest = self.buffer.split_off(end);
        let bytes = std::mem::replace(&mut self.buffer, rest);
        let is_first = self.offset == 0;
        self.moved(end);
        if bytes.is_empty() || (!is_first && bytes.iter().all(u8::is_ascii_whitespace)) {
            return;
        }
        let piece = match &self.prefix {
            Some(prefix) if !is_first => [prefix.as_slice(), &bytes].concat(),
            _ => bytes,
        };
        let piece = self.scanner.shaped(piece, is_first);
        if !piece.is_empty() {
            self.ready.push_back(Cut::Piece(piece));
        }
    }

    fn drop_before(&mut self, end: usize) {
        self.buffer.drain(..end);
        self.moved(end);
    }

    fn moved(&mut self, by: usize) {
        self.offset += by as u64;
        self.open = self.open.saturating_sub(by);
        self.scanner.moved(by);
    }

    /// Reports the record of a number, with which the buffer begins, as too large.
    fn refuse(&mut self, record: u64) {
        let record = (!self.scanner.is_whole()).then_some(record);
        let offset = self.offset;
        self.ready.push_back(Cut::TooLarge { record, offset });
    }

    /// Whether the record that has not ended is too large already. What the scanner will look at again may hold its end.
    fn is_open_too_large(&self) -> bool {
        let read = self.buffer.len();
        let sure = match self.ended {
            true => read,
            false => self.scanner.position().max(read.saturating_sub(UNSURE)),
        };
        !self.passing && sure.saturating_sub(self.open) as u64 > self.limit
    }

    /// Reads more of the file, as the buffer holds no further end of a record.
    fn read_on(&mut self) {
        if self.is_open_too_large() {
            self.give(self.open);
            self.refuse(self.records + 1);
            self.passing = true;
            self.ended |= self.scanner.is_whole();
            self.scanner.give_up();
        }
        if self.passing {
            self.drop_before(self.scanner.position());
        }
        if self.ended {
            return;
        }
        match fill(self.source, &mut self.buffer, STEP) {
            Ok(ended) => self.ended = ended,
            Err(error) => {
                self.ended = true;
                let rest = if self.passing { 0 } else { self.buffer.len() };
                self.give(rest);
                self.buffer.clear();
                self.ready.push_back(Cut::Broken(error));
            }
        }
    }

    /// What is left at the file's end.
    fn last(&mut self) -> Option<Cut> {
        if self.passing {
            return None;
        }
        if self.is_open_too_large() {
            self.give(self.open);
            self.refuse(self.records + 1);
            self.passing = true;
        } else {
            self.give(self.buffer.len());
        }
        self.ready.pop_front()
    }
}

#[cfg(test)]
mod tests;
