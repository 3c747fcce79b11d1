//! A file that each commit adds to. The engine's commit notes how many bytes of it count; what a killed run wrote behind
//! them is cut off before the next is written.
//!
//! What is added at once is one Zstandard frame; frames in a row are a stream (RFC 8878, 3), so that the file can be read
//! with `zstd -dc` too. Neither what is added nor what is read is ever in memory at once, but for its packed form.

use super::damaged;
use crate::error::{Error, Result};
use memchr::memrchr;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

/// How the name of such a file ends.
pub(super) const ENDING: &str = ".zst";

/// How hard it is compressed: ids and hashes make most of it, and harder gains nothing more.
const LEVEL: i32 = 6;

/// Bytes that are unpacked at once.
const BUFFER: usize = 64 << 10;

/// Bytes of lines that are handed on at once, about.
const LINES: usize = 2 << 20;

/// What is to be added to a file: packed as it comes.
#[derive(Default)]
pub(super) struct Frame {
    packer: Option<zstd::Encoder<'static, Vec<u8>>>,
    failed: Option<io::Error>,
}

impl Frame {
    /// Adds bytes. That they cannot be packed is said by [`Frame::append`].
    pub(super) fn add(&mut self, data: &[u8]) {
        let packer = match self.packer.take() {
            Some(packer) => Ok(packer),
            None => zstd::Encoder::new(Vec::new(), LEVEL),
        };
        let added = packer.and_then(|mut packer| packer.write_all(data).map(|()| packer));
        match added {
            Ok(packer) => self.packer = Some(packer),
            Err(error) => self.failed = Some(error),
        }
    }

    /// Whether nothing was added.
    pub(super) fn is_empty(&self) -> bool {
        self.packer.is_none() && self.failed.is_none()
    }

    /// Forgets what was added.
    pub(super) fn clear(&mut self) {
        *self = Frame::default();
    }

    /// Adds it to a file of which so many bytes count, makes that last on disk, and gives how many bytes count now.
    pub(super) fn append(&mut self, path: &Path, counted: u64) -> Result<u64> {
        let Frame { packer, failed } = std::mem::take(self);
        let write = || -> io::Result<u64> {
            if let Some(error) = failed {
                return Err(error);
            }
            let Some(packer) = packer else {
                return Ok(counted);
            };
            let frame = packer.finish()?;
            let mut file = File::options()
                .create(true)
                .truncate(false)
                .write(true)
                .open(path)?;
            file.set_len(counted)?;
            file.seek(SeekFrom::End(0))?;
            file.write_all(&frame)?;
            file.sync_all()?;
            if let Some(folder) = path.parent() {
                File::open(folder)?.sync_all()?;
            }
            Ok(counted + frame.len() as u64)
        };
        write().map_err(Error::io("write", path))
    }
}

/// What was added to a file of which so many bytes count. Reading it fails where it is damaged.
pub(super) fn read(path: &Path, counted: u64) -> Result<Box<dyn BufRead + Send>> {
    if counted == 0 {
        return Ok(Box::new(io::empty()));
    }
    let file = File::open(path).map_err(Error::io("read", path))?;
    let size = file.metadata().map_err(Error::io("read", path))?.len();
    if size < counted {
        return Err(damaged(path, "it is shorter than its last commit says"));
    }
    let unpacked = zstd::Decoder::new(file.take(counted)).map_err(Error::io("read", path))?;
    Ok(Box::new(BufReader::with_capacity(BUFFER, unpacked)))
}

/// Reads what was added to a file of which so many bytes count; the next of it is unpacked meanwhile.
pub(super) fn read_ahead<T>(
    path: &Path,
    counted: u64,
    read_all: impl FnOnce(&mut dyn BufRead) -> io::Result<T>,
) -> Result<T> {
    let mut log = read(path, counted)?;
    let (sender, received) = sync_channel(1);
    let done = thread::scope(|scope| {
        scope.spawn(move || {
            loop {
                let mut piece = Vec::with_capacity(LINES);
                let read = log.by_ref().take(LINES as u64).read_to_end(&mut piece);
                let is_last = !matches!(read, Ok(1..));
                // Nobody wants more where the reader has failed.
                if sender.send(read.map(|_| piece)).is_err() || is_last {
                    return;
                }
            }
        });
        read_all(&mut BufReader::with_capacity(BUFFER, Pieces::of(received)))
    });
    done.map_err(|error| damaged(path, error))
}

/// Pieces that come from another thread, as one.
struct Pieces {
    received: Receiver<io::Result<Vec<u8>>>,
    piece: io::Cursor<Vec<u8>>,
}

impl Pieces {
    fn of(received: Receiver<io::Result<Vec<u8>>>) -> Pieces {
        Pieces {
            received,
            piece: io::Cursor::default(),
        }
    }
}

impl Read for Pieces {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.piece.read(out)?;
        if read > 0 {
            return Ok(read);
        }
        // The last piece is empty, and nothing comes behind it.
        if let Ok(piece) = self.received.recv() {
            self.piece = io::Cursor::new(piece?);
        }
        self.piece.read(out)
    }
}

/// Calls for what is made of the lines of a file of which so many bytes count, many whole lines at once, until the callee
/// fails. The next are unpacked and made something of meanwhile.
pub(super) fn each_lines<T: Send>(
    path: &Path,
    counted: u64,
    make: impl Fn(Vec<u8>) -> T + Send,
    mut each: impl FnMut(T) -> Result<()>,
) -> Result<()> {
    let mut log = read(path, counted)?;
    let (sender, received) = sync_channel(1);
    thread::scope(|scope| {
        scope.spawn(move || {
            let mut rest = Vec::new();
            loop {
                let lines = whole_lines(&mut *log, &mut rest);
                let is_last = lines.as_ref().map_or(true, Vec::is_empty);
                // Nobody wants more where the callee has failed.
                if sender.send(lines.map(&make)).is_err() || is_last {
                    return;
                }
            }
        });
        // In here, so that the thread ends when this does.
        let received = received;
        for lines in &received {
            each(lines.map_err(|error| damaged(path, error))?)?;
        }
        Ok(())
    })
}

/// The next whole lines of a log, and what is left of another; none where it is at its end.
fn whole_lines(log: &mut dyn BufRead, rest: &mut Vec<u8>) -> io::Result<Vec<u8>> {
    let mut lines = std::mem::take(rest);
    loop {
        lines.reserve(LINES);
        let read = log.take(LINES as u64).read_to_end(&mut lines)?;
        match memrchr(b'\n', &lines) {
            Some(end) if read > 0 => {
                *rest = lines.split_off(end + 1);
                return Ok(lines);
            }
            _ if read == 0 => return Ok(lines),
            _ => {}
        }
    }
}

/// The lines of a file of any version, as far as it can be read: older versions did not compress, and what stands behind
/// the last commit may be cut off.
pub(super) fn each_line_of_any(path: &Path, mut each: impl FnMut(&[u8])) -> Result<()> {
    let file = File::open(path).map_err(Error::io("read", path))?;
    let is_packed = path
        .extension()
        .is_some_and(|ending| ending == &ENDING[1..]);
    let mut lines: Box<dyn BufRead> = match is_packed {
        true => Box::new(BufReader::new(
            zstd::Decoder::new(file).map_err(Error::io("read", path))?,
        )),
        false => Box::new(BufReader::new(file)),
    };
    let mut line = Vec::new();
    // What came before an error is kept.
    while lines
        .read_until(b'\n', &mut line)
        .is_ok_and(|read| read > 0)
    {
        each(line.trim_ascii_end());
        line.clear();
    }
    each(line.trim_ascii_end());
    Ok(())
}

/// Whether a file is such a log of a kind, by the beginning and the end of its name.
pub(super) fn is_named(path: &Path, prefix: &str, ending: &str) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    name.is_some_and(|name| name.starts_with(prefix) && name.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn append(path: &Path, counted: u64, data: &[u8]) -> u64 {
        let mut frame = Frame::default();
        frame.add(data);
        frame.append(path, counted).unwrap()
    }

    fn whole(path: &Path, counted: u64) -> io::Result<Vec<u8>> {
        let mut data = Vec::new();
        let mut log = read(path, counted).map_err(io::Error::other)?;
        log.read_to_end(&mut data).map(|_| data)
    }

    fn any(path: &Path) -> Vec<Vec<u8>> {
        let mut lines = Vec::new();
        each_line_of_any(path, |line| lines.push(line.to_owned())).unwrap();
        lines.retain(|line| !line.is_empty());
        lines
    }

    #[test]
    fn what_counts_is_read_back_and_what_stands_behind_it_is_cut_off() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log-0.zst");
        assert!(whole(&path, 0).unwrap().is_empty());
        let first = append(&path, 0, b"one\n");
        append(&path, first, b"lost\n");
        assert_eq!(whole(&path, first).unwrap(), b"one\n");
        let second = append(&path, first, b"two\n");
        assert_eq!(whole(&path, second).unwrap(), b"one\ntwo\n");
        assert_eq!(fs::metadata(&path).unwrap().len(), second);
        assert_eq!(any(&path), [b"one", b"two"]);
        assert!(whole(&path, second + 1).is_err());
        assert!(whole(&path, second - 1).is_err());
        let mut lines = Vec::new();
        let mut each = |some: Vec<u8>| {
            lines.extend(some);
            Ok(())
        };
        each_lines(&path, second, |lines| lines, &mut each).unwrap();
        assert_eq!(lines, b"one\ntwo\n");
    }

    #[test]
    fn a_log_of_an_older_version_and_one_that_is_cut_off_are_read_as_far_as_they_go() {
        let folder = tempfile::tempdir().unwrap();
        let plain = folder.path().join("manifest-0.jsonl");
        fs::write(&plain, b"one\ntwo").unwrap();
        assert_eq!(any(&plain), [b"one", b"two"]);
        let cut = folder.path().join("manifest-1.jsonl.zst");
        let first = append(&cut, 0, b"one\n");
        let all = append(&cut, first, b"two\n");
        let bytes = fs::read(&cut).unwrap();
        fs::write(&cut, &bytes[..all as usize - 3]).unwrap();
        assert_eq!(any(&cut)[0], b"one");
    }
}
