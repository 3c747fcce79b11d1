//! How much is read at most of what a file unpacks to, and what an error of reading means for the report.
//!
//! All limits count bytes that come out of a decoder: what a header says of sizes is believed nowhere.

use super::file::plain_words;
use std::cell::{Cell, RefCell};
use std::io::{self, ErrorKind, Read};
use std::rc::Rc;

/// A story longer than this is indexed up to here.
const ITEM: u64 = 32 << 20;
/// What one bundle may unpack to in all.
const UNPACKED: u64 = 2 << 30;
/// How many members one bundle may have in all.
const MEMBERS: u64 = 100_000;
/// How many bytes may come out for each byte of the file …
const RATIO: u64 = 200;
/// … beyond the first so many.
const RATIO_FREE: u64 = 16 << 20;
/// How many bytes come out of a decoder between two looks at the limits.
const AT_ONCE: usize = 64 << 10;
/// How deep bundles may lie in each other.
const DEPTH: u32 = 3;

/// How much is read at most. Each limit has the flag of its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one item, such as a story; held by the stage that cuts files into items.
    pub item: u64,
    /// Bytes that one bundle unpacks to; a bundle that is larger itself may unpack to its own size.
    pub unpacked: u64,
    /// Members of one bundle, those of bundles in it included.
    pub members: u64,
    /// Bytes that come out for one byte of the file, beyond the first 16 MiB.
    pub ratio: u64,
    /// Bundles in each other: 1 reads a bundle, 2 also one in it. `.tar.gz` is one.
    pub depth: u32,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            item: ITEM,
            unpacked: UNPACKED,
            members: MEMBERS,
            ratio: RATIO,
            depth: DEPTH,
        }
    }
}

/// What a failed read means for the report.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text}")]
pub struct Reason {
    /// Why, for the report: a limit with its flag, a cut or a damage.
    pub text: String,
    /// Whether that is a failure (exit code 3).
    pub failed: bool,
}

impl Reason {
    /// A reason that is a failure.
    pub(super) fn failed(text: impl Into<String>) -> Reason {
        Reason {
            text: text.into(),
            failed: true,
        }
    }
}

/// What a failed read of a member's content means for the report.
pub fn reason_of(error: &io::Error) -> Reason {
    let own = error
        .get_ref()
        .and_then(|inner| inner.downcast_ref::<Reason>());
    if let Some(reason) = own {
        return reason.clone();
    }
    Reason::failed(match error.kind() {
        ErrorKind::UnexpectedEof => "it is cut short: its end is missing".to_owned(),
        _ if error.raw_os_error().is_some() => plain_words(error),
        ErrorKind::OutOfMemory => "it needs more memory to unpack than is allowed".to_owned(),
        _ => format!("it is damaged: {}", plain_words(error)),
    })
}

/// Counts what comes out of the decoders of one file, layer by layer, and stops them at the limits.
#[derive(Debug)]
pub(super) struct Meter {
    limits: Limits,
    /// Bytes of the file, or what was read so far of one whose size is not known.
    pub(super) size: Cell<u64>,
    /// Bytes out of each layer: a file of layers in each other costs no more than each of them.
    layers: RefCell<Vec<u64>>,
    /// The limit that was reached: nothing more is read.
    stopped: RefCell<Option<Reason>>,
    /// What the innermost decoder failed with: those above it only know that they failed.
    fault: RefCell<Option<Reason>>,
    /// Whether who reads a member has been handed its fault.
    pub(super) told: Cell<bool>,
}

impl Meter {
    pub(super) fn new(limits: &Limits, size: u64) -> Rc<Meter> {
        Rc::new(Meter {
            limits: limits.clone(),
            size: Cell::new(size),
            layers: RefCell::default(),
            stopped: RefCell::default(),
            fault: RefCell::default(),
            told: Cell::new(false),
        })
    }

    /// The limit that was reached.
    pub(super) fn stopped(&self) -> Option<Reason> {
        self.stopped.borrow().clone()
    }

    /// Forgets the fault of a member, where the next one can be read all the same.
    pub(super) fn forgive(&self) {
        self.fault.replace(None);
        self.told.set(false);
    }

    /// What an error means, by what the innermost decoder said.
    pub(super) fn reason(&self, error: &io::Error) -> Reason {
        let known = self.stopped().or_else(|| self.fault.borrow().clone());
        known.unwrap_or_else(|| reason_of(error))
    }

    /// Counts bytes out of a layer, and says which limit is reached.
    fn count(&self, layer: usize, bytes: u64) {
        let mut layers = self.layers.borrow_mut();
        if layers.len() <= layer {
            layers.resize(layer + 1, 0);
        }
        layers[layer] += bytes;
        let (out, size) = (layers[layer], self.size.get());
        let Limits {
            unpacked, ratio, ..
        } = self.limits;
        let text = if out > unpacked.max(size) {
            format!(
                "it unpacks to more than {}: read up to there; --max-unpacked raises the limit",
                shown_bytes(unpacked.max(size))
            )
        } else if out > RATIO_FREE && out / ratio.max(1) > size {
            format!(
                "it unpacks to more than {ratio} times its size: read up to {}; --max-ratio raises the limit",
                shown_bytes(out)
            )
        } else {
            return;
        };
        self.stopped.replace(Some(Reason::failed(text)));
    }
}

fn shown_bytes(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} bytes"),
        1024..0x10_0000 => format!("{} KiB", bytes >> 10),
        _ => format!("{} MiB", bytes >> 20),
    }
}

/// Reads to the end, for nothing.
pub(super) fn skip(input: &mut dyn Read) -> io::Result<()> {
    io::copy(input, &mut io::sink()).map(|_| ())
}

/// A decoder whose output is counted.
pub(super) struct Metered<R> {
    inner: R,
    meter: Rc<Meter>,
    layer: usize,
}

impl<R: Read> Metered<R> {
    pub(super) fn new(inner: R, meter: &Rc<Meter>, layer: usize) -> Metered<R> {
        Metered {
            inner,
            meter: Rc::clone(meter),
            layer,
        }
    }
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if let Some(reason) = self.meter.stopped() {
            return Err(io::Error::other(reason));
        }
        let most = buffer.len().min(AT_ONCE);
        match self.inner.read(&mut buffer[..most]) {
            Ok(bytes) => {
                self.meter.count(self.layer, bytes as u64);
                Ok(bytes)
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => Err(error),
            Err(error) => {
                let reason = self.meter.reason(&error);
                self.meter.fault.replace(Some(reason.clone()));
                Err(io::Error::other(reason))
            }
        }
    }
}

/// A member's content as it is handed on: an error carries its reason, and is noted as told.
pub(super) struct Told<R> {
    inner: R,
    meter: Rc<Meter>,
}

impl<R: Read> Told<R> {
    pub(super) fn new(inner: R, meter: &Rc<Meter>) -> Told<R> {
        Told {
            inner,
            meter: Rc::clone(meter),
        }
    }
}

impl<R: Read> Read for Told<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.inner.read(buffer).map_err(|error| {
            if error.kind() == ErrorKind::Interrupted {
                return error;
            }
            self.meter.told.set(true);
            io::Error::other(self.meter.reason(&error))
        })
    }
}
