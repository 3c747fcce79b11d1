//! Compressed streams: gzip, zstd, bzip2, xz.

use super::Place;
use super::kind::Kind;
use super::unpack::{Flow, Run};
use crate::read::limits::Metered;
use flate2::bufread::GzDecoder;
use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read};
use std::rc::Rc;

/// The largest window of a zstd stream, as a power of two of bytes: what `zstd` itself reads without being told to.
const ZSTD_WINDOW_LOG: u32 = 27;
/// What any reader of zstd has to allow (RFC 8878, 3.1.1.1.2), so that what lies in other streams may have it too.
const ZSTD_WINDOW_LOG_LEAST: u32 = 23;
/// Memory of an xz decoder, in KiB; `xz -9` needs 64 MiB.
pub(super) const XZ_MEMORY_KIB: u32 = 160 << 10;

impl Run<'_> {
    /// Hands on what a compressed stream holds. It is no bundle: its path is that of the file.
    pub(super) fn squeezed(&mut self, kind: Kind, place: Place, input: &mut dyn Read) -> Flow {
        let input = BufReader::new(input);
        let junk = Rc::new(Cell::new(false));
        let decoder: Box<dyn Read + '_> = match kind {
            Kind::Gzip => Box::new(Gzip::new(input, Rc::clone(&junk))),
            Kind::Bzip2 => Box::new(bzip2::bufread::MultiBzDecoder::new(input)),
            Kind::Xz => Box::new(xz_decoder(input, place.streams)),
            _ => match zstd_decoder(input, place.streams) {
                Ok(decoder) => decoder,
                Err(error) => {
                    let reason = self.meter.reason(&error);
                    return self.fail(&place, reason);
                }
            },
        };
        let mut decoder = Metered::new(decoder, &self.meter, place.layer);
        self.stream(place.squeezed(), &mut decoder)?;
        match junk.get() {
            true => self.pass_over(&place, "what stands behind its compressed data is not read"),
            false => Flow::Continue(()),
        }
    }
}

/// A decoder within so many others: each may take half of what the one around it may, so that all take little together.
pub(super) fn xz_decoder<R: Read>(input: R, around: u32) -> lzma_rust2::XzReader<R> {
    lzma_rust2::XzReader::new_mem_limit(input, true, XZ_MEMORY_KIB >> around.min(3))
}

/// A decoder within so many others: each may take a quarter of what the one around it may.
fn zstd_decoder<'a>(input: impl BufRead + 'a, around: u32) -> io::Result<Box<dyn Read + 'a>> {
    let mut decoder = zstd::stream::read::Decoder::with_buffer(input)?;
    let window = ZSTD_WINDOW_LOG.saturating_sub(2 * around);
    decoder.window_log_max(window.max(ZSTD_WINDOW_LOG_LEAST))?;
    Ok(Box::new(decoder))
}

/// A gzip stream of any number of members, as `gzip -d` reads it: zeros behind the last are padding, anything else is
/// junk, which is noted and not read.
struct Gzip<R> {
    /// The member being read; `None` behind the last.
    member: Option<GzDecoder<R>>,
    junk: Rc<Cell<bool>>,
}

impl<R: BufRead> Gzip<R> {
    fn new(input: R, junk: Rc<Cell<bool>>) -> Gzip<R> {
        Gzip {
            member: Some(GzDecoder::new(input)),
            junk,
        }
    }

    /// The next member, where one begins.
    fn next_member(&mut self) -> io::Result<()> {
        let Some(member) = self.member.take() else {
            return Ok(());
        };
        let mut input = member.into_inner();
        loop {
            let bytes = input.fill_buf()?;
            let zeros = bytes.iter().take_while(|&&byte| byte == 0).count();
            let (rest, all) = (bytes.get(zeros).copied(), bytes.len());
            input.consume(zeros);
            match rest {
                Some(0x1F) => {
                    self.member = Some(GzDecoder::new(input));
                    return Ok(());
                }
                Some(_) => {
                    self.junk.set(true);
                    return Ok(());
                }
                None if all == 0 => return Ok(()),
                None => {}
            }
        }
    }
}

impl<R: BufRead> Read for Gzip<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while let Some(member) = &mut self.member {
            match member.read(buffer)? {
                0 if !buffer.is_empty() => self.next_member()?,
                bytes => return Ok(bytes),
            }
        }
        Ok(0)
    }
}
