//! Tars: POSIX, GNU and the old form, member by member as they stream by.

use super::place::{Place, clean, is_hidden};
use super::unpack::{Flow, Names, Run};
use crate::read::limits::{Metered, Reason, skip};
use std::cell::Cell;
use std::io::{self, Read};
use std::ops::ControlFlow;
use tar::EntryType;

/// Bytes that the headers of one member may have, long names and extensions included.
const HEADERS: u64 = 1 << 20;

impl Run<'_> {
    /// Hands on the members of a tar.
    pub(super) fn tar(&mut self, place: Place, input: &mut dyn Read) -> Flow {
        let allowance = Cell::new(HEADERS);
        let guarded = Guarded {
            input,
            allowance: &allowance,
        };
        let mut archive = tar::Archive::new(guarded);
        let mut no_files = 0;
        let is_whole = self.tar_members(&place, &mut archive, &allowance, &mut no_files)?;
        if is_whole {
            // What is compressed may yet turn out to be cut or damaged.
            allowance.set(u64::MAX);
            if let Err(error) = skip(&mut archive.into_inner()) {
                self.broken(&place, &error)?;
            }
        }
        match no_files {
            0 => Flow::Continue(()),
            1 => self.pass_over(&place, "1 link or device in it is not read"),
            _ => self.pass_over(
                &place,
                format!("{no_files} links and devices in it are not read"),
            ),
        }
    }

    /// Hands on the members up to the end of the tar or the first that cannot be read; whether the end was reached.
    fn tar_members(
        &mut self,
        place: &Place,
        archive: &mut tar::Archive<Guarded<'_>>,
        allowance: &Cell<u64>,
        no_files: &mut u64,
    ) -> ControlFlow<(), bool> {
        let entries = match archive.entries() {
            Ok(entries) => entries,
            Err(error) => {
                self.broken(place, &error)?;
                return ControlFlow::Continue(false);
            }
        };
        let mut names = Names::default();
        for entry in entries {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.broken(place, &error)?;
                    return ControlFlow::Continue(false);
                }
            };
            self.one_more_member(place)?;
            allowance.set(u64::MAX);
            let kind = entry.header().entry_type();
            let is_file = matches!(
                kind,
                EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse
            );
            let name = names.one(clean(&entry.path_bytes()));
            let modified = entry.header().mtime().ok().and_then(nanos);
            let size = entry.size();
            let member = place.member(&name, modified);
            let is_directory = kind == EntryType::Directory || entry.path_bytes().ends_with(b"/");
            let mut content = Metered::new(Whole::new(entry, size), &self.meter, place.layer);
            if is_file && !is_directory && !is_hidden(&name) {
                self.stream(member, &mut content)?;
            } else if !is_file && !is_directory && kind != EntryType::XGlobalHeader {
                *no_files += 1;
            }
            self.go_on(place)?;
            if self.meter.told.get() {
                return ControlFlow::Continue(false);
            }
            if let Err(error) = skip(&mut content) {
                self.broken(place, &error)?;
                return ControlFlow::Continue(false);
            }
            allowance.set(HEADERS);
        }
        ControlFlow::Continue(true)
    }

    /// Notes that a bundle ends before its time, unless whoever read its last member knows.
    pub(super) fn broken(&mut self, place: &Place, error: &io::Error) -> Flow {
        if self.meter.told.get() {
            return Flow::Continue(());
        }
        let reason = self.meter.reason(error);
        self.fail(
            place,
            Reason::failed(format!("{}; what stands before is read", reason.text)),
        )
    }
}

/// Nanoseconds of seconds since 1970; a tar without times says 0.
fn nanos(seconds: u64) -> Option<i64> {
    let seconds = i64::try_from(seconds)
        .ok()
        .filter(|&seconds| seconds != 0)?;
    seconds.checked_mul(1_000_000_000)
}

/// A source of which only so many bytes may be read: a header that claims to be longer is no header.
struct Guarded<'a> {
    input: &'a mut dyn Read,
    allowance: &'a Cell<u64>,
}

impl Read for Guarded<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let allowance = self.allowance.get();
        if allowance == 0 {
            return Err(io::Error::other("the header of a member has no end"));
        }
        let most = buffer
            .len()
            .min(usize::try_from(allowance).unwrap_or(usize::MAX));
        let bytes = self.input.read(&mut buffer[..most])?;
        self.allowance.set(allowance - bytes as u64);
        Ok(bytes)
    }
}

/// Content of a size that is known: one that ends before is cut short.
pub(super) struct Whole<R> {
    inner: R,
    rest: u64,
}

impl<R> Whole<R> {
    pub(super) fn new(inner: R, size: u64) -> Whole<R> {
        Whole { inner, rest: size }
    }
}

impl<R: Read> Read for Whole<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let bytes = self.inner.read(buffer)?;
        if bytes == 0 && self.rest > 0 && !buffer.is_empty() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.rest = self.rest.saturating_sub(bytes as u64);
        Ok(bytes)
    }
}
