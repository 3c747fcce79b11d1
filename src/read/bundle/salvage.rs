//! Zips without their table of contents, from the headers before each member: those that are cut, damaged, or stream by.

use super::kind::document;
use super::place::{Place, clean, is_hidden};
use super::tar::Whole;
use super::unpack::{Flow, Names, Run};
use super::zip::nanos;
use crate::read::limits::{Metered, Reason, skip};
use flate2::bufread::DeflateDecoder;
use std::io::{self, BufRead, Read};
use zip::DateTime;

/// The header before a member.
struct Header {
    flags: u16,
    method: u16,
    modified: Option<i64>,
    /// Bytes of its data; 0 may mean that they are told behind it.
    size: u64,
    name: Vec<u8>,
}

const ENCRYPTED: u16 = 1;
const SIZE_BEHIND: u16 = 1 << 3;
const STORED: u16 = 0;
const DEFLATED: u16 = 8;
const BZIP2: u16 = 12;

impl Run<'_> {
    /// Hands on the members of a zip by the headers before them.
    pub(super) fn salvage(&mut self, place: Place, mut input: impl BufRead) -> Flow {
        let mut names = Names::default();
        let mut first = true;
        loop {
            let header = match next_header(&mut input) {
                Ok(Some(header)) => header,
                Ok(None) => return Flow::Continue(()),
                Err(error) => return self.broken(&place, &error),
            };
            if let Some(what) = document(&header.name).filter(|_| first) {
                return self.pass_over(&place, format!("it is {what}, not text"));
            }
            first = false;
            self.one_more_member(&place)?;
            self.salvaged(&place, &header, &mut names, &mut input)?;
            self.go_on(&place)?;
            self.meter.forgive();
        }
    }

    fn salvaged(
        &mut self,
        place: &Place,
        header: &Header,
        names: &mut Names,
        input: &mut dyn BufRead,
    ) -> Flow {
        let name = clean(&header.name);
        if header.name.ends_with(b"/") || is_hidden(&name) {
            return Flow::Continue(());
        }
        let member = place.member(&names.one(name), header.modified);
        if header.flags & ENCRYPTED != 0 {
            return self.fail(&member, Reason::failed("it is encrypted, and not read"));
        }
        let unsized_data = header.size == 0 && header.flags & SIZE_BEHIND != 0;
        let size = if unsized_data { u64::MAX } else { header.size };
        let mut data = input.take(size);
        let content: Box<dyn Read + '_> = match header.method {
            DEFLATED => Box::new(DeflateDecoder::new(&mut data)),
            STORED if !unsized_data => Box::new(Whole::new(&mut data, size)),
            BZIP2 if !unsized_data => Box::new(bzip2::bufread::BzDecoder::new(&mut data)),
            _ => {
                let reason = "it cannot be read without the table of contents of its zip";
                return self.fail(&member, Reason::failed(reason));
            }
        };
        let mut content = Metered::new(content, &self.meter, place.layer);
        self.stream(member, &mut content)?;
        // The next header is looked for behind what was read.
        if self.meter.stopped().is_none() {
            let _ = skip(&mut content);
        }
        Flow::Continue(())
    }
}

/// The next header of a member, wherever it stands; `None` at the table of contents or the end.
fn next_header(input: &mut impl BufRead) -> io::Result<Option<Header>> {
    let mut last = 0u32;
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(None);
        }
        let mut used = 0;
        let mut mark = None;
        for &byte in buffer {
            last = last << 8 | u32::from(byte);
            used += 1;
            if matches!(last, 0x504B_0304 | 0x504B_0102 | 0x504B_0506) {
                mark = Some(last);
                break;
            }
        }
        input.consume(used);
        match mark {
            Some(0x504B_0304) => return header(input).map(Some),
            Some(_) => return Ok(None),
            None => {}
        }
    }
}

/// The header behind its mark.
fn header(input: &mut impl BufRead) -> io::Result<Header> {
    let mut fixed = [0; 26];
    input.read_exact(&mut fixed)?;
    let short = |at: usize| u16::from_le_bytes([fixed[at], fixed[at + 1]]);
    let long = |at: usize| u64::from(short(at)) | u64::from(short(at + 2)) << 16;
    let mut name = vec![0; usize::from(short(22))];
    input.read_exact(&mut name)?;
    let mut extra = vec![0; usize::from(short(24))];
    input.read_exact(&mut extra)?;
    let modified = DateTime::try_from_msdos(short(8), short(6)).ok();
    Ok(Header {
        flags: short(2),
        method: short(4),
        modified: modified.and_then(nanos),
        size: match long(14) {
            0xFFFF_FFFF => wide_size(&extra).unwrap_or(0xFFFF_FFFF),
            size => size,
        },
        name,
    })
}

/// The size of the data in the field of a zip64: behind the unpacked size, 8 bytes each.
fn wide_size(mut extra: &[u8]) -> Option<u64> {
    while let [id, id_high, length, length_high, rest @ ..] = extra {
        let length = usize::from(u16::from_le_bytes([*length, *length_high]));
        if [*id, *id_high] == [1, 0] {
            return Some(u64::from_le_bytes(rest.get(8..16)?.try_into().ok()?));
        }
        extra = rest.get(length..)?;
    }
    None
}
