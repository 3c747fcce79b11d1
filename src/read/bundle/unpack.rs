//! Walks through what a file holds: compressed, bundled, or plain, in any order, down to the limit of depth.

use super::kind::{HEAD, Kind};
use super::place::Place;
use super::{Found, Member};
use crate::read::Unread;
use crate::read::limits::{Limits, Meter, Reason, Told};
use crate::read::wanted::Filter;
use std::fs::File;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::rc::Rc;

/// Whether to go on.
pub(super) type Flow = ControlFlow<()>;

/// One file being opened.
pub(super) struct Run<'a> {
    pub(super) meter: Rc<Meter>,
    pub(super) limits: &'a Limits,
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
            filter,
            each,
            members: 0,
        }
    }

    /// Hands on what a file holds.
    pub(super) fn file(&mut self, place: Place, file: &mut File) -> Flow {
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
                if place.squeezed && place.level >= self.limits.depth =>
            {
                self.too_deep(&place)
            }
            kind @ (Kind::Gzip | Kind::Zstd | Kind::Bzip2 | Kind::Xz) => {
                self.squeezed(kind, place, &mut input)
            }
            Kind::Zip | Kind::Tar if place.level >= self.limits.depth => self.too_deep(&place),
            Kind::Zip | Kind::Tar => self.pass_over(&place, "bundles are not read yet"),
            Kind::Other(what) => self.pass_over(
                &place,
                format!("it is {what}, which is not read: unpack it first"),
            ),
        }
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

    fn too_deep(&mut self, place: &Place) -> Flow {
        let reason = format!(
            "it is a bundle in {} others and is not opened: --max-depth raises the limit",
            self.limits.depth
        );
        self.fail(place, Reason::failed(reason))
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
