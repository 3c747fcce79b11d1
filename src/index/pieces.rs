//! A file as the pieces that its stories are read from: its members, where it is a bundle, each cut where it is long.

use super::ReportLine;
use super::reading::Reading;
use crate::decode;
use crate::facts::Facts;
use crate::parse::{self, Format};
use crate::read::{self, Entry, Found, Member, Unread};
use crate::split::{self, Cut, PIECE, Records};
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::sync::Arc;

/// A file, or a member of a bundle.
#[derive(Debug)]
pub(super) struct Place {
    /// The path in the record.
    pub(super) path: String,
    /// Modification time, seconds since 1970; 0 where not known.
    pub(super) modified: i64,
}

/// A piece of a file, to be read as if it were a file.
pub(super) struct Piece {
    pub(super) place: Arc<Place>,
    pub(super) bytes: Vec<u8>,
    /// The format of the whole file, where this is a part of it.
    pub(super) format: Option<&'static dyn Format>,
    /// The charset that the whole file begins in.
    pub(super) before: Option<String>,
}

/// What a file is made of, in its order.
pub(super) enum Part {
    /// Some of its items.
    Piece(Piece),
    /// What could not be read.
    Line(ReportLine),
    /// The file or member ends here.
    End,
}

/// Hands on the parts of a file, until told to stop. An error is about the whole file, and what came before it counts.
pub(super) fn parts(
    entry: &Entry,
    reading: &Reading,
    facts: &Facts,
    each: &mut dyn FnMut(Part) -> ControlFlow<()>,
) -> Result<(), Unread> {
    let mut cutter = Cutter {
        entry,
        reading,
        facts,
        broken: None,
    };
    let mut found = |found: Found<'_>| match found {
        Found::Unread(unread) => each(Part::Line(ReportLine::unread(unread))),
        Found::Member(member) => {
            cutter.cut(member, each)?;
            each(Part::End)
        }
    };
    read::open(entry, &reading.limits, &reading.wanted, &mut found)?;
    cutter.broken.map_or(Ok(()), Err)
}

/// Cuts the members of one file, or the file itself.
struct Cutter<'a> {
    entry: &'a Entry,
    reading: &'a Reading,
    facts: &'a Facts,
    /// Why the file itself was not read to its end: another time it may be.
    broken: Option<Unread>,
}

/// What the beginning of a long file tells of it.
struct Told {
    format: &'static dyn Format,
    records: Records,
    charset: Option<String>,
}

impl Cutter<'_> {
    fn cut(
        &mut self,
        member: Member<'_>,
        each: &mut dyn FnMut(Part) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let place = Arc::new(Place {
            path: member.path,
            modified: member.modified.div_euclid(1_000_000_000),
        });
        let piece = |bytes| Piece {
            place: place.clone(),
            bytes,
            format: None,
            before: None,
        };
        let limit = self.reading.limits.item;
        let mut beginning = Vec::with_capacity(self.entry.size.min(PIECE as u64) as usize + 1);
        let filled = split::fill(member.content, &mut beginning, PIECE + 1);
        if matches!(filled, Ok(true)) && beginning.len() as u64 <= limit {
            return each(Part::Piece(piece(beginning)));
        }
        let told = self.tell(&beginning);
        let is_file = place.path == self.entry.path;
        if is_file && told.records == Records::Whole && self.entry.size > limit {
            self.broken = Some(self.file_too_large(limit));
            return ControlFlow::Continue(());
        }
        let is_nothing = filled.is_err() && beginning.is_empty();
        let mut broken = filled.err().map(|error| Broken(Some(error)));
        let rest: &mut dyn Read = match &mut broken {
            Some(broken) => broken,
            None => member.content,
        };
        for cut in split::pieces(beginning, rest, &told.records, limit) {
            let part = match cut {
                // Why there is nothing follows.
                Cut::Piece(_) if is_nothing => continue,
                Cut::Piece(bytes) => Part::Piece(Piece {
                    format: Some(told.format),
                    before: told.charset.clone(),
                    ..piece(bytes)
                }),
                Cut::TooLarge { record, offset } => {
                    Part::Line(record_too_large(&place, record, offset, limit))
                }
                Cut::Broken(error) => {
                    let read::Reason { text, failed } = read::reason_of(&error);
                    let unread = Unread {
                        path: place.path.clone(),
                        reason: text,
                        failed,
                    };
                    // A file on disk may be whole another time; what a bundle holds stays as it is.
                    if is_file {
                        self.broken = Some(unread);
                        break;
                    }
                    Part::Line(ReportLine::unread(unread))
                }
            };
            each(part)?;
        }
        ControlFlow::Continue(())
    }

    /// Tells the format of a long file, and how its records are parted.
    fn tell(&self, beginning: &[u8]) -> Told {
        let head = &beginning[..beginning.len().min(parse::HEAD)];
        // Not in the middle of a letter.
        let head = &head[..memchr::memrchr(b'\n', head).unwrap_or(head.len())];
        let hints = decode::Hints {
            forced: self.reading.encoding.clone(),
            before: None,
        };
        let decoded = decode::decode(head, &hints).unwrap_or_default();
        let format = parse::detect(&decoded.text, self.facts);
        // Its line ends are two bytes long, and marks may stand across letters.
        let is_wide = decoded.charset.starts_with("utf-16");
        let records = match is_wide {
            true => Records::Whole,
            false => format.records(&decoded.text),
        };
        Told {
            format,
            records,
            charset: (!head.is_ascii()).then_some(decoded.charset),
        }
    }

    fn file_too_large(&self, limit: u64) -> Unread {
        let size = self.entry.size;
        let reason = format!(
            "it is larger than the limit of {} ({size} bytes): --max-item raises it",
            size_of(limit)
        );
        Unread {
            path: self.entry.path.clone(),
            reason,
            failed: true,
        }
    }
}

/// A source that has failed already.
struct Broken(Option<io::Error>);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

fn record_too_large(place: &Place, record: Option<u64>, offset: u64, limit: u64) -> ReportLine {
    let what = match record {
        Some(number) => format!("record {number}, at byte {offset},"),
        None => "it".into(),
    };
    let limit = size_of(limit);
    ReportLine {
        path: place.path.clone(),
        kind: ReportLine::FAILED,
        reason: format!("{what} is larger than the limit of {limit}: --max-item raises it"),
    }
}

/// `32 MiB`, or bytes where that is no whole number.
fn size_of(bytes: u64) -> String {
    match bytes % (1 << 20) {
        0 => format!("{} MiB", bytes >> 20),
        _ => format!("{bytes} bytes"),
    }
}
