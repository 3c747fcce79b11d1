//! What ties stories into chains, by story id, beside the documents: stories that come later change it.
//!
//! `links-N` is a file that never changes. The engine's commit names it, so that stories and links are one commit; a
//! changed table is written whole under the next number, and chains that did not change are copied as they stand. From
//! its beginning to its end:
//!
//! * the chains in the order of their ids, each in JSON: `["2f3a…", [[id, role, to, why], …]]`
//! * where the JSON of each ends, a number of 8 bytes (all numbers are little-endian)
//! * where the rows of each bucket begin, a number of 4 bytes, and one more where those of the last end: buckets are the
//!   first bits of keys, about as many as there are rows
//! * a row for each story in a chain, in the order of their keys: its key, which is what the index holds of its id as a
//!   number (8 bytes), the number of its chain (4), the number of its text (4), its role, whether its text repeats, its
//!   steps, and a zero
//! * how many chains, and how many stories (8 bytes each); [`MAGIC`]
//!
//! A search looks only at buckets and rows: keys are digits of hashes, so that a bucket holds a row or two.

mod write;

#[cfg(test)]
mod tests;

pub(super) use write::sweep;

use super::schema::id_order;
use crate::chain::{Link, Reason, Role};
use crate::engine::Chain;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use tantivy::Directory;
use tantivy::directory::error::OpenReadError;
use tantivy::directory::{MmapDirectory, OwnedBytes};

/// The end of every such file.
const MAGIC: &[u8; 8] = b"links  2";
/// Bytes behind the rows.
const FOOTER: usize = 24;
/// Bytes of a row.
const ROW: usize = 20;
/// Most bits of a key that make a bucket.
const MOST_BITS: u32 = 24;

/// What a search has to know of a story in a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    /// The number of its chain.
    pub(super) chain: u32,
    /// A number that it shares with the stories of the same text.
    pub(super) text: u32,
    /// What it is in its chain.
    pub(super) role: Role,
    /// Whether it is a repeat or has some.
    pub(super) repeats: bool,
    /// How many stories lie between it and the first one: what tells the later one of two of one moment.
    pub(super) steps: u8,
}

/// A chain as the file has it.
#[derive(Serialize, Deserialize)]
struct Kept(String, Vec<KeptLink>);

/// A story of a chain as the file has it.
#[derive(Serialize, Deserialize)]
struct KeptLink(String, Role, Option<String>, Option<Reason>);

/// The table, open for reading.
pub(super) struct Links {
    number: Option<u32>,
    bytes: OwnedBytes,
    chains: usize,
    stories: usize,
    /// Where the ends of the chains begin.
    ends: usize,
    /// Where the beginnings of the buckets begin.
    buckets: usize,
    /// Where the rows begin.
    rows: usize,
    /// How many bits of a key make a bucket.
    bits: u32,
}

impl fmt::Debug for Links {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} stories in {} chains", self.stories, self.chains)
    }
}

impl Default for Links {
    fn default() -> Links {
        Links {
            number: None,
            bytes: OwnedBytes::empty(),
            chains: 0,
            stories: 0,
            ends: 0,
            buckets: 0,
            rows: 0,
            bits: 0,
        }
    }
}

/// The file of a number.
fn name(number: u32) -> PathBuf {
    format!("links-{number}").into()
}

fn damaged(why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
}

impl Links {
    /// Opens the table of a number in a data folder; an empty one where there is none.
    pub(super) fn open(folder: &Path, number: Option<u32>) -> io::Result<Links> {
        let folder = MmapDirectory::open(folder).map_err(io::Error::other)?;
        Links::open_in(&folder, number)
    }

    /// The same in a folder that is open.
    pub(super) fn open_in(folder: &dyn Directory, number: Option<u32>) -> io::Result<Links> {
        let Some(number) = number else {
            return Ok(Links::default());
        };
        let failed = |error: OpenReadError| match error {
            OpenReadError::IoError { io_error, .. } => io::Error::new(io_error.kind(), io_error),
            OpenReadError::FileDoesNotExist(_) => io::ErrorKind::NotFound.into(),
            other => io::Error::other(other.to_string()),
        };
        let file = folder.open_read(&name(number)).map_err(failed)?;
        Ok(Links {
            number: Some(number),
            ..Links::of(file.read_bytes()?)?
        })
    }

    /// Its number, where it is a file.
    pub(super) fn number(&self) -> Option<u32> {
        self.number
    }

    fn of(bytes: OwnedBytes) -> io::Result<Links> {
        let broken = || damaged("the table of links is cut off");
        let footer = bytes.len().checked_sub(FOOTER).ok_or_else(broken)?;
        if &bytes[footer + 16..] != MAGIC {
            return Err(broken());
        }
        let count = |at: usize| usize::try_from(number(&bytes, at)).ok();
        let counts = count(footer).zip(count(footer + 8));
        let (chains, stories) = counts.ok_or_else(broken)?;
        let bits = bits(stories);
        let part =
            |from: usize, number: usize, size: usize| from.checked_sub(number.checked_mul(size)?);
        let rows = part(footer, stories, ROW).ok_or_else(broken)?;
        let buckets = part(rows, (1 << bits) + 1, 4).ok_or_else(broken)?;
        let ends = part(buckets, chains, 8).ok_or_else(broken)?;
        Ok(Links {
            number: None,
            bytes,
            chains,
            stories,
            ends,
            buckets,
            rows,
            bits,
        })
    }

    fn key(&self, row: usize) -> u64 {
        number(&self.bytes, self.rows + row * ROW)
    }

    /// What is known of the story of a row.
    pub(super) fn entry(&self, row: usize) -> Entry {
        let start = self.rows + row * ROW + 8;
        let bytes = &self.bytes[start..start + ROW - 8];
        Entry {
            chain: short_number(bytes, 0),
            text: short_number(bytes, 4),
            role: ROLES[usize::from(bytes[8]).min(ROLES.len() - 1)],
            repeats: bytes[9] != 0,
            steps: bytes[10],
        }
    }

    /// Whether no story is in a chain.
    pub(super) fn is_empty(&self) -> bool {
        self.stories == 0
    }

    /// How many chains there are, and how many stories: what numbers of chains and of texts are less than.
    pub(super) fn size(&self) -> (usize, usize) {
        (self.chains, self.stories)
    }

    /// What is known of the story of a key; `None` of one in no chain.
    pub(super) fn find(&self, key: u64) -> Option<Entry> {
        self.row(key).map(|row| self.entry(row))
    }

    /// The row of the story of a key; `None` of one in no chain.
    pub(super) fn row(&self, key: u64) -> Option<usize> {
        if self.stories == 0 {
            return None;
        }
        let begin = self.buckets + 4 * bucket(key, self.bits);
        let row = |at: usize| (short_number(&self.bytes, at) as usize).min(self.stories);
        let (mut low, end) = (row(begin), row(begin + 4));
        let mut high = end;
        while low < high {
            let middle = low + (high - low) / 2;
            match self.key(middle) < key {
                true => low = middle + 1,
                false => high = middle,
            }
        }
        (low < end && self.key(low) == key).then_some(low)
    }

    /// Where the JSON of a chain lies.
    fn json(&self, chain: usize) -> &[u8] {
        let end = |chain: usize| number(&self.bytes, self.ends + chain * 8) as usize;
        let start = if chain == 0 { 0 } else { end(chain - 1) };
        let end = end(chain).min(self.ends);
        self.bytes.get(start..end).unwrap_or_default()
    }

    fn kept(&self, chain: usize) -> io::Result<Kept> {
        serde_json::from_slice(self.json(chain))
            .map_err(|error| damaged(&format!("chain {chain} is damaged: {error}")))
    }

    /// The chain of a number.
    pub(super) fn chain(&self, number: u32) -> io::Result<Option<Chain>> {
        let number = number as usize;
        let kept = (number < self.chains).then(|| self.kept(number));
        Ok(kept.transpose()?.map(Chain::from))
    }

    /// The chain that the story of an id is in.
    pub(super) fn chain_of(&self, id: &str) -> io::Result<Option<Chain>> {
        let entry = self.find(id_order(id));
        let chain = entry.map(|entry| self.chain(entry.chain)).transpose()?;
        Ok(chain.flatten().filter(|chain| chain.link(id).is_some()))
    }

    /// The numbers of the chains whose ids begin so.
    pub(super) fn named(&self, beginning: &str) -> io::Result<Vec<u32>> {
        let first = self.first_from(beginning)?;
        let mut found = Vec::new();
        for number in first..self.chains {
            if !self.kept(number)?.0.starts_with(beginning) {
                break;
            }
            found.push(number as u32);
        }
        Ok(found)
    }

    /// The number of the first chain whose id is not before one.
    fn first_from(&self, id: &str) -> io::Result<usize> {
        let (mut low, mut high) = (0, self.chains);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.kept(middle)?.0.as_str() < id {
                true => low = middle + 1,
                false => high = middle,
            }
        }
        Ok(low)
    }

    /// Calls for every link, with the id of its story, chain by chain.
    pub(super) fn each(&self, each: &mut dyn FnMut(&str, &Link)) -> io::Result<()> {
        for chain in 0..self.chains {
            let chain = Chain::from(self.kept(chain)?);
            chain.stories.iter().for_each(|(id, link)| each(id, link));
        }
        Ok(())
    }
}

/// The number that 8 bytes make; 0 behind the end.
pub(super) fn number(bytes: &[u8], at: usize) -> u64 {
    let digits = bytes
        .get(at..at + 8)
        .and_then(|digits| digits.try_into().ok());
    u64::from_le_bytes(digits.unwrap_or_default())
}

/// The number that 4 bytes make; 0 behind the end.
pub(super) fn short_number(bytes: &[u8], at: usize) -> u32 {
    let digits = bytes
        .get(at..at + 4)
        .and_then(|digits| digits.try_into().ok());
    u32::from_le_bytes(digits.unwrap_or_default())
}

/// How many bits of a key make a bucket in a table of so many stories.
fn bits(stories: usize) -> u32 {
    stories.next_power_of_two().ilog2().min(MOST_BITS)
}

/// The bucket of a key.
fn bucket(key: u64, bits: u32) -> usize {
    (key >> 1 >> (63 - bits)) as usize
}

/// The roles by the numbers that they are written with.
const ROLES: [Role; 6] = [
    Role::Version,
    Role::Take,
    Role::Alert,
    Role::Repeat,
    Role::Correction,
    Role::Kill,
];

impl From<Kept> for Chain {
    fn from(Kept(id, stories): Kept) -> Chain {
        let link = |KeptLink(story, role, to, why)| {
            let chain = id.clone();
            (
                story,
                Link {
                    chain,
                    role,
                    to,
                    why,
                },
            )
        };
        let stories = stories.into_iter().map(link).collect();
        Chain { id, stories }
    }
}
