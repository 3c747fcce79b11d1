//! Walks through what a file holds: compressed, bundled, or plain, in any order, down to the limit of depth.

use super::kind::{DISC, DISC_AT, HEAD, Kind, ZIP_END_LENGTH, ends_as_zip};
use super::place::Place;
use super::{Found, Member};
use crate::read::Unread;
use crate::read::limits::{Limits, Meter, Reason, Told};
use crate::read::wanted::Filter;
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::fs::File;
use std::hash::BuildHasher;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use std::rc::Rc;

/// No limit of depth goes beyond this: each bundle in another is a call in another.
const DEEPEST: u32 = 16;

/// Whether to go on.
pub(super) type Flow = ControlFlow<()>;

/// One file being opened.
pub(super) struct Run<'a> {
    pub(super) meter: Rc<Meter>,
    pub(super) limits: &'a Limits,
    /// Bundles in each other that are opened.
    depth: u32,
    filter: Filter,
    each: &'a mut dyn FnMut(Found<'_>) -> Flow,
    /// Members met so far, in all bundles of this file.
    members: u64,
}

impl<'a> Run<'a> {
    pub(super) fn new(
        meter: Rc<Meter>,
        limits: &'a Limits,
        filter: Filter,
        each: &'a mut dyn FnMut(Found<'_>) -> Flow,
    ) -> Run<'a> {
        Run {
            meter,
            limits,
            depth: limits.depth.min(DEEPEST),
            filter,
            each,
            members: 0,
        }
    }

    /// Hands on what a file holds.
    pub(super) fn file(&mut self, place: Place, file: &mut File) -> Flow {
        if is_zip(file) {
            return self.zip(place, BufReader::new(file));
        }
        if is_disc(file) {
            return self.other(&place, "an ISO 9660 disc image");
        }
        self.stream(place, file)
    }

    /// Hands on what standard input holds.
    pub(super) fn stdin(&mut self, place: Place, input: &mut dyn Read) -> Flow {
        let meter = Rc::clone(&self.meter);
        self.stream(place, &mut Sized { input, meter })
    }

    /// Hands on what a stream of bytes holds.
    pub(super) fn stream(&mut self, place: Place, input: &mut dyn Read) -> Flow {
        let mut input = Headed::new(input);
        match Kind::of(&input.head) {
            Kind::Plain => self.member(place, &mut input),
            Kind::Gzip | Kind::Zstd | Kind::Bzip2 | Kind::Xz
                if place.squeezed && place.level >= self.depth =>
            {
                self.too_deep(&place)
            }
            kind @ (Kind::Gzip | Kind::Zstd | Kind::Bzip2 | Kind::Xz) => {
                self.squeezed(kind, place, &mut input)
            }
            Kind::Zip | Kind::Tar if place.level >= self.depth => self.too_deep(&place),
            Kind::Zip => self.zip_in_memory(place, &mut input),
            Kind::Tar => self.tar(place, &mut input),
            Kind::Other(what) => self.other(&place, what),
        }
    }

    /// Notes a bundle of a kind that is not read.
    fn other(&mut self, place: &Place, what: &str) -> Flow {
        self.pass_over(
            place,
            format!("it is {what}, which is not read: unpack it first"),
        )
    }

    /// Hands on a text.
    fn member(&mut self, place: Place, input: &mut dyn Read) -> Flow {
        if !self.filter.wants(&place.below) {
            return Flow::Continue(());
        }
        let mut content = Told::new(input, &self.meter);
        (self.each)(Found::Member(Member {
            path: place.path,
            modified: place.modified,
            content: &mut content,
        }))
    }

    /// Notes something that could not be read.
    pub(super) fn fail(&mut self, place: &Place, reason: Reason) -> Flow {
        self.unread(place, reason)
    }

    /// Notes something in which there is nothing to read.
    pub(super) fn pass_over(&mut self, place: &Place, text: impl Into<String>) -> Flow {
        self.unread(
            place,
            Reason {
                text: text.into(),
                failed: false,
            },
        )
    }

    fn unread(&mut self, place: &Place, reason: Reason) -> Flow {
        if !self.filter.wants(&place.below) {
            return Flow::Continue(());
        }
        (self.each)(Found::Unread(Unread {
            path: place.path.clone(),
            reason: reason.text,
            failed: reason.failed,
        }))
    }

    /// Counts a member of a bundle, up to the limit.
    pub(super) fn one_more_member(&mut self, place: &Place) -> Flow {
        self.members += 1;
        if self.members <= self.limits.members {
            return Flow::Continue(());
        }
        let reason = format!(
            "it has more than {} members: the rest is not read; --max-members raises the limit",
            self.limits.members
        );
        self.fail(place, Reason::failed(reason))?;
        Flow::Break(())
    }

    /// Whether the next member may be read. At a limit of the whole file all ends; who read a member knows, and nobody
    /// else does.
    pub(super) fn go_on(&mut self, place: &Place) -> Flow {
        match self.meter.stopped() {
            None => Flow::Continue(()),
            Some(_) if self.meter.told.get() => Flow::Break(()),
            Some(reason) => {
                self.fail(place, reason)?;
                Flow::Break(())
            }
        }
    }

    fn too_deep(&mut self, place: &Place) -> Flow {
        let reason = format!(
            "it is a bundle in {} others and is not opened: --max-depth raises the limit",
            self.depth
        );
        self.fail(place, Reason::failed(reason))
    }
}

/// Whether a file is a zip, also one behind a program that unpacks it.
fn is_zip(file: &mut File) -> bool {
    let mut look = || -> io::Result<bool> {
        let mut head = Vec::new();
        file.take(HEAD as u64).read_to_end(&mut head)?;
        let tail = ZIP_END_LENGTH as u64;
        let is_zip = match Kind::of(&head) {
            Kind::Zip => true,
            Kind::Plain if file.metadata()?.len() > tail => {
                let mut end = Vec::new();
                file.seek(SeekFrom::End(-(tail as i64)))?;
                file.take(tail).read_to_end(&mut end)?;
                ends_as_zip(&end)
            }
            _ => false,
        };
        file.rewind()?;
        Ok(is_zip)
    };
    look().unwrap_or(false)
}

/// Whether a file is the image of a disc.
fn is_disc(file: &mut File) -> bool {
    let mut look = || -> io::Result<bool> {
        if file.metadata()?.len() <= DISC_AT {
            return Ok(false);
        }
        let mut descriptor = Vec::new();
        file.seek(SeekFrom::Start(DISC_AT))?;
        file.take(DISC.len() as u64).read_to_end(&mut descriptor)?;
        file.rewind()?;
        Ok(descriptor == DISC)
    };
    look().unwrap_or(false)
}

/// The names in one bundle: a second member of the same name is `name (2)`.
#[derive(Default)]
pub(super) struct Names(FxHashMap<u64, u32>);

impl Names {
    /// The name by which a member is known.
    pub(super) fn one(&mut self, name: String) -> String {
        let times = self.0.entry(FxBuildHasher.hash_one(&name)).or_default();
        *times += 1;
        match *times {
            1 => name,
            times => format!("{name} ({times})"),
        }
    }
}

/// A stream whose size is only known as it is read.
struct Sized<'a> {
    input: &'a mut dyn Read,
    meter: Rc<Meter>,
}

impl Read for Sized<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let bytes = self.input.read(buffer)?;
        self.meter.size.set(self.meter.size.get() + bytes as u64);
        Ok(bytes)
    }
}

/// A stream whose first bytes were looked at.
struct Headed<'a> {
    head: Vec<u8>,
    /// How many of them were read again.
    at: usize,
    /// What ended the look.
    error: Option<io::Error>,
    input: &'a mut dyn Read,
}

impl<'a> Headed<'a> {
    fn new(input: &'a mut dyn Read) -> Headed<'a> {
        let mut head = Vec::with_capacity(HEAD);
        let error = input.take(HEAD as u64).read_to_end(&mut head).err();
        Headed {
            head,
            at: 0,
            error,
            input,
        }
    }
}

impl Read for Headed<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let rest = &self.head[self.at..];
        if !rest.is_empty() {
            let bytes = rest.len().min(buffer.len());
            buffer[..bytes].copy_from_slice(&rest[..bytes]);
            self.at += bytes;
            return Ok(bytes);
        }
        match &self.error {
            Some(error) => Err(io::Error::new(error.kind(), crate::read::reason_of(error))),
            None => self.input.read(buffer),
        }
    }
}
