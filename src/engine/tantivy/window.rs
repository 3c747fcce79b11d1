//! A file that is read a piece at a time, mostly from its beginning to its end.

use std::fmt;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use tantivy::HasLen;
use tantivy::directory::{FileHandle, OwnedBytes};

/// How much is read at once at least.
const PIECE: usize = 128 << 10;

/// A file, and the piece of it that was read last.
pub(super) struct Window {
    len: usize,
    read: Mutex<(File, Piece)>,
}

/// Bytes of a file, and where they begin in it.
struct Piece {
    start: usize,
    bytes: OwnedBytes,
}

impl Window {
    pub(super) fn open(path: &Path) -> io::Result<Window> {
        let file = File::open(path)?;
        let len = usize::try_from(file.metadata()?.len()).map_err(io::Error::other)?;
        let piece = Piece {
            start: 0,
            bytes: OwnedBytes::empty(),
        };
        Ok(Window {
            len,
            read: Mutex::new((file, piece)),
        })
    }
}

impl fmt::Debug for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a file of {} bytes", self.len)
    }
}

impl HasLen for Window {
    fn len(&self) -> usize {
        self.len
    }
}

impl FileHandle for Window {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let (file, piece) = &mut *read;
        if let Some(bytes) = piece.part(&range) {
            return Ok(bytes);
        }
        let wanted = range.len();
        let end = range.end.max(range.start + PIECE).min(self.len);
        let mut bytes = vec![
            0;
            end.checked_sub(range.start)
                .ok_or(io::ErrorKind::UnexpectedEof)?
        ];
        file.seek(SeekFrom::Start(range.start as u64))?;
        file.read_exact(&mut bytes)?;
        let new = Piece {
            start: range.start,
            bytes: OwnedBytes::new(bytes),
        };
        let part = new.part(&range).ok_or(io::ErrorKind::UnexpectedEof)?;
        // What was read for itself is not kept longer than it is looked at.
        if wanted < PIECE {
            *piece = new;
        }
        Ok(part)
    }
}

impl Piece {
    /// The bytes of a part of the file, where the piece holds them all.
    fn part(&self, range: &Range<usize>) -> Option<OwnedBytes> {
        let start = range.start.checked_sub(self.start)?;
        let end = range.end.checked_sub(self.start)?;
        (start <= end && end <= self.bytes.len()).then(|| self.bytes.slice(start..end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_a_file_is_what_stands_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let bytes: Vec<u8> = (0..700_000u32).map(|at| (at % 251) as u8).collect();
        std::fs::write(&path, &bytes).unwrap();
        let window = Window::open(&path).unwrap();
        assert_eq!(window.len(), bytes.len());
        for range in [
            0..0,
            0..10,
            5..130_000,
            699_990..700_000,
            700_000..700_000,
            3..4,
            100..600_000,
            150..160,
            0..700_000,
        ] {
            let found = window.read_bytes(range.clone()).unwrap();
            assert_eq!(&found[..], &bytes[range.clone()], "{range:?}");
        }
        assert!(window.read_bytes(0..700_001).is_err());
        assert!(window.read_bytes(700_001..700_002).is_err());
        assert!(Window::open(&folder.path().join("none")).is_err());
    }
}
