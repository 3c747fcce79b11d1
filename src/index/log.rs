//! A file that each commit adds to. The engine's commit notes how many bytes of it count; what a killed run wrote behind
//! them is cut off before the next is written.
//!
//! What is added at once is one Zstandard frame; frames in a row are a stream (RFC 8878, 3), so that the file can be read
//! with `zstd -dc` too.

use super::damaged;
use crate::error::{Error, Result};
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

/// How the name of such a file ends.
pub(super) const ENDING: &str = ".zst";

/// How hard it is compressed: ids and hashes make most of it, and harder gains nothing.
const LEVEL: i32 = 3;

/// Adds to a file of which so many bytes count, makes that last on disk, and gives how many bytes count now.
pub(super) fn append(path: &Path, counted: u64, data: &[u8]) -> Result<u64> {
    let write = || -> io::Result<u64> {
        let frame = zstd::bulk::compress(data, LEVEL)?;
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

/// What was added to a file of which so many bytes count.
pub(super) fn read(path: &Path, counted: u64) -> Result<Vec<u8>> {
    if counted == 0 {
        return Ok(Vec::new());
    }
    let bytes = fs::read(path).map_err(Error::io("read", path))?;
    let counted = usize::try_from(counted)
        .ok()
        .and_then(|counted| bytes.get(..counted))
        .ok_or_else(|| damaged(path, "it is shorter than its last commit says"))?;
    let mut data = Vec::new();
    let unpacked = zstd::Decoder::new(counted).and_then(|mut frames| frames.read_to_end(&mut data));
    unpacked.map_err(|error| damaged(path, error))?;
    Ok(data)
}

/// What a file of any version says, as far as it can be read: older versions did not compress, and what stands behind
/// the last commit may be cut off.
pub(super) fn read_all(path: &Path) -> Result<Vec<u8>> {
    let bytes = fs::read(path).map_err(Error::io("read", path))?;
    if !path
        .as_os_str()
        .as_encoded_bytes()
        .ends_with(ENDING.as_bytes())
    {
        return Ok(bytes);
    }
    let mut data = Vec::new();
    // What came before the error is kept.
    let _ = zstd::Decoder::new(&bytes[..]).and_then(|mut frames| frames.read_to_end(&mut data));
    Ok(data)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_counts_is_read_back_and_what_stands_behind_it_is_cut_off() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log-0.zst");
        assert!(read(&path, 0).unwrap().is_empty());
        let first = append(&path, 0, b"one\n").unwrap();
        append(&path, first, b"lost\n").unwrap();
        assert_eq!(read(&path, first).unwrap(), b"one\n");
        let second = append(&path, first, b"two\n").unwrap();
        assert_eq!(read(&path, second).unwrap(), b"one\ntwo\n");
        assert_eq!(fs::metadata(&path).unwrap().len(), second);
        assert_eq!(read_all(&path).unwrap(), b"one\ntwo\n");
        assert!(read(&path, second + 1).is_err());
        assert!(read(&path, second - 1).is_err());
    }

    #[test]
    fn a_log_of_an_older_version_and_one_that_is_cut_off_are_read_as_far_as_they_go() {
        let folder = tempfile::tempdir().unwrap();
        let plain = folder.path().join("manifest-0.jsonl");
        fs::write(&plain, b"one\n").unwrap();
        assert_eq!(read_all(&plain).unwrap(), b"one\n");
        let cut = folder.path().join("manifest-1.jsonl.zst");
        let whole = append(&cut, 0, b"one\n").unwrap();
        let all = append(&cut, whole, b"two\n").unwrap();
        let bytes = fs::read(&cut).unwrap();
        fs::write(&cut, &bytes[..all as usize - 3]).unwrap();
        assert!(read_all(&cut).unwrap().starts_with(b"one\n"));
    }
}
