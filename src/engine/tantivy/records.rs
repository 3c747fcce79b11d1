//! How the records of stories are kept: as JSON, each compressed by itself with a dictionary of what records have in common.
//!
//! A record is read alone, to be shown in a list, so it is unpacked alone. Compressed together in blocks of 64 KiB they
//! take as much room, and reading twenty of them takes a hundred times as long (measured on 86 MB of stories).
//!
//! A dictionary is learnt from stories of the archive itself: the first from its first [`FIRST`], another whenever it
//! has become [`FACTOR`] times as large, for by then other languages and formats may have come. Each is a file
//! `dictionary-N` beside the index, on disk before the commit that needs it, and never changed. A packed record is the
//! number of its dictionary in a byte ([`PLAIN`] for none), and a Zstandard frame, without what all of them begin with and
//! without the dictionary's own number (RFC 8878, 3.1.1).

use super::directory::IndexFolder;
use crate::story::Story;
use rayon::prelude::*;
use serde::Deserializer;
use serde::de::{IgnoredAny, MapAccess, Visitor};
use std::borrow::Cow;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use tantivy::Directory;
use zstd::bulk::{Compressor, Decompressor};
use zstd::dict::{DecoderDictionary, EncoderDictionary};
use zstd::zstd_safe::{DCtx, get_error_name};

/// The number that says that there is no dictionary.
const PLAIN: u8 = u8::MAX;

/// So many stories make the first dictionary.
const FIRST: u64 = 256;
/// The archive is so many times as large when it gets another one.
const FACTOR: u64 = 32;
/// Most stories that a dictionary is learnt from.
pub(super) const SAMPLE: usize = 1024;
/// Most bytes that one of them adds to what it is learnt from.
const SAMPLE_BYTES: usize = 32 << 10;
/// Bytes of a dictionary. Half as many take a fiftieth more room, twice as many save a thirtieth, and every search has to
/// read them.
const BYTES: usize = 112 << 10;

/// How hard records are compressed. Level 6 takes a twentieth less room, and indexing a sixth more time.
const LEVEL: i32 = 3;

/// What every frame begins with (RFC 8878, 3.1.1): it is not kept.
const MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// No record is so long; a frame that says it is, is damaged.
const MOST: usize = 1 << 30;

/// Most dictionaries of an archive.
const DICTIONARIES: usize = 8;

/// The dictionaries of an archive, for reading.
pub(super) struct Records {
    folder: IndexFolder,
    dictionaries: [OnceLock<DecoderDictionary<'static>>; DICTIONARIES],
    /// Contexts that nobody uses: each takes more memory than most records.
    contexts: Mutex<Vec<DCtx<'static>>>,
}

impl Records {
    /// The records of the archive whose data is in a folder. Nothing is read before it is needed.
    pub(super) fn of(folder: &IndexFolder) -> Records {
        Records {
            folder: folder.clone(),
            dictionaries: Default::default(),
            contexts: Mutex::default(),
        }
    }

    /// The story of a packed record.
    pub(super) fn unpack(&self, packed: &[u8]) -> io::Result<Story> {
        Ok(serde_json::from_slice(&self.record(packed)?)?)
    }

    /// The id, the path and the part of the story of a packed record, and nothing else of it.
    pub(super) fn name(&self, packed: &[u8]) -> io::Result<Story> {
        let record = self.record(packed)?;
        let mut name = Name::default();
        let read = Deserializer::deserialize_map(
            &mut serde_json::Deserializer::from_slice(&record),
            &mut name,
        );
        let Name {
            id: Some(id),
            path: Some(path),
            part: Some(part),
        } = name
        else {
            let nameless = || io::Error::new(ErrorKind::InvalidData, "it has no name");
            return Err(read.err().map_or_else(nameless, io::Error::from));
        };
        Ok(Story {
            id,
            path,
            part,
            ..Story::default()
        })
    }

    /// A packed record as it was written.
    fn record(&self, packed: &[u8]) -> io::Result<Vec<u8>> {
        let damaged = |reason: &str| io::Error::new(ErrorKind::InvalidData, reason);
        let (number, frame) = packed.split_first().ok_or_else(|| damaged("it is empty"))?;
        let frame = [&MAGIC, frame].concat();
        let bytes = Decompressor::upper_bound(&frame).filter(|bytes| *bytes <= MOST);
        let bytes = bytes.ok_or_else(|| damaged("it does not say how long it is"))?;
        let mut record = Vec::with_capacity(bytes);
        let mut context = self.context().pop().unwrap_or_default();
        let unpacked = match *number {
            PLAIN => context.decompress(&mut record, &frame),
            number => {
                let dictionary = self.dictionary(number)?;
                context.decompress_using_ddict(&mut record, &frame, dictionary.as_ddict())
            }
        };
        self.context().push(context);
        unpacked.map_err(|code| damaged(get_error_name(code)))?;
        Ok(record)
    }

    fn context(&self) -> MutexGuard<'_, Vec<DCtx<'static>>> {
        self.contexts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn dictionary(&self, number: u8) -> io::Result<&DecoderDictionary<'static>> {
        let unknown =
            || io::Error::new(ErrorKind::InvalidData, "its dictionary has no such number");
        let slot = self
            .dictionaries
            .get(usize::from(number))
            .ok_or_else(unknown)?;
        if slot.get().is_none() {
            let file = self.folder.open_read(&name(number));
            let bytes = file.map_err(io::Error::other)?.read_bytes()?;
            // Another thread may have read the same.
            let _ = slot.set(DecoderDictionary::try_copy(&bytes)?);
        }
        slot.get().ok_or_else(unknown)
    }
}

/// What names a story, as far as it was read in its record. It stands at the beginning: what comes behind it is not
/// looked at, so that reading ends with an error once it is whole.
#[derive(Default)]
struct Name {
    id: Option<String>,
    path: Option<String>,
    part: Option<Option<u32>>,
}

impl<'de> Visitor<'de> for &mut Name {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("the record of a story")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while self.id.is_none() || self.path.is_none() || self.part.is_none() {
            match map.next_key::<Cow<'_, str>>()?.as_deref() {
                Some("id") => self.id = Some(map.next_value()?),
                Some("path") => self.path = Some(map.next_value()?),
                Some("part") => self.part = Some(map.next_value()?),
                Some(_) => drop(map.next_value::<IgnoredAny>()?),
                None => break,
            }
        }
        Ok(())
    }
}

/// Packs records.
pub(super) struct Packer {
    folder: PathBuf,
    /// How many dictionaries there are.
    known: u8,
    newest: Option<EncoderDictionary<'static>>,
}

impl Packer {
    /// For the archive whose data is in a folder.
    pub(super) fn open(folder: &Path) -> io::Result<Packer> {
        let mut packer = Packer {
            folder: folder.to_owned(),
            known: 0,
            newest: None,
        };
        while let Some(bytes) = read(&folder.join(name(packer.known)))? {
            packer.use_next(&bytes)?;
        }
        Ok(packer)
    }

    fn use_next(&mut self, dictionary: &[u8]) -> io::Result<()> {
        self.newest = Some(EncoderDictionary::try_copy(dictionary, LEVEL)?);
        self.known += 1;
        Ok(())
    }

    /// Whether an archive of so many stories wants another dictionary.
    pub(super) fn is_due(&self, stories: u64) -> bool {
        let last = DICTIONARIES as u8;
        self.known < last
            && stories >= FIRST.saturating_mul(FACTOR.saturating_pow(self.known.into()))
    }

    /// Learns another dictionary from some stories, and puts it on disk. Of stories that have nothing in common, and of
    /// a few words each, there is nothing to be learnt.
    pub(super) fn learn(&mut self, stories: &[&Story]) -> io::Result<()> {
        let (mut sample, mut sizes) = (Vec::new(), Vec::new());
        for story in stories.iter().take(SAMPLE) {
            let mut record = record(story);
            record.truncate(SAMPLE_BYTES);
            sizes.push(record.len());
            sample.extend(record);
        }
        let Ok(dictionary) = zstd::dict::from_continuous(&sample, &sizes, BYTES) else {
            return Ok(());
        };
        let path = self.folder.join(name(self.known));
        let draft = path.with_added_extension("draft");
        let mut out = File::create(&draft)?;
        out.write_all(&dictionary)?;
        out.sync_all()?;
        fs::rename(&draft, &path)?;
        self.use_next(&dictionary)
    }

    /// The packed records of some stories, in their order; on all cores.
    pub(super) fn pack<'s>(
        &self,
        stories: impl IndexedParallelIterator<Item = &'s Story>,
    ) -> io::Result<Vec<Vec<u8>>> {
        let compressor = || {
            let mut compressor = match &self.newest {
                Some(dictionary) => Compressor::with_prepared_dictionary(dictionary),
                None => Compressor::new(LEVEL),
            }?;
            compressor.include_dictid(false)?;
            io::Result::Ok(compressor)
        };
        let number = match self.known {
            0 => PLAIN,
            known => known - 1,
        };
        let packed = stories.map_init(compressor, |compressor, story| {
            let compressor = compressor
                .as_mut()
                .map_err(|error| io::Error::other(error.to_string()))?;
            let frame = compressor.compress(&record(story))?;
            let kept = frame.strip_prefix(&MAGIC);
            let kept = kept.ok_or_else(|| io::Error::other("it is no Zstandard frame"))?;
            Ok([&[number], kept].concat())
        });
        packed.collect()
    }
}

/// The written form of a story's record, without the copies.
fn record(story: &Story) -> Vec<u8> {
    if story.also_at.is_empty() {
        return serde_json::to_vec(story).unwrap_or_default();
    }
    let record = Story {
        also_at: Vec::new(),
        ..story.clone()
    };
    serde_json::to_vec(&record).unwrap_or_default()
}

/// The file of a dictionary.
fn name(number: u8) -> PathBuf {
    format!("dictionary-{number}").into()
}

/// A file's bytes; `None` where there is none.
fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn story(number: usize) -> Story {
        Story {
            id: format!("1{number:024x}"),
            path: format!("wires/kites {number}.txt"),
            part: u32::try_from(number).ok().filter(|part| part % 2 == 0),
            headline: Some(format!("Kites over town {number}")),
            paragraphs: (0..8)
                .map(|n| {
                    format!(
                        "Paragraph {n} of {number} says that kites flew {} times.",
                        n * number
                    )
                })
                .collect(),
            ..Story::default()
        }
    }

    fn records(folder: &Path) -> Records {
        Records::of(&IndexFolder::read(folder).unwrap())
    }

    fn packed(packer: &Packer, stories: &[Story]) -> Vec<Vec<u8>> {
        packer.pack(stories.par_iter()).unwrap()
    }

    #[test]
    fn records_read_back_whichever_dictionary_they_were_packed_with() {
        let folder = tempfile::tempdir().unwrap();
        let stories: Vec<Story> = (0..600).map(story).collect();
        let mut packer = Packer::open(folder.path()).unwrap();
        let mut all = packed(&packer, &stories[..100]);
        assert!(!packer.is_due(FIRST - 1) && packer.is_due(FIRST));
        packer.learn(&stories.iter().collect::<Vec<_>>()).unwrap();
        assert!(!packer.is_due(FIRST) && packer.is_due(FIRST * FACTOR));
        all.extend(packed(&packer, &stories[100..200]));
        packer
            .learn(&stories.iter().rev().take(300).collect::<Vec<_>>())
            .unwrap();
        let again = Packer::open(folder.path()).unwrap();
        assert_eq!(again.known, 2);
        all.extend(packed(&again, &stories[200..]));
        let bytes = |range: std::ops::Range<usize>| all[range].iter().map(Vec::len).sum::<usize>();
        assert!(
            bytes(100..200) * 2 < bytes(0..100),
            "{} {}",
            bytes(100..200),
            bytes(0..100)
        );
        let records = records(folder.path());
        for (packed, story) in all.iter().zip(&stories) {
            assert_eq!(&records.unpack(packed).unwrap(), story);
            let name = Story {
                id: story.id.clone(),
                path: story.path.clone(),
                part: story.part,
                ..Story::default()
            };
            assert_eq!(records.name(packed).unwrap(), name);
        }
    }

    #[test]
    fn of_too_little_nothing_is_learnt_and_records_are_kept_all_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let mut packer = Packer::open(folder.path()).unwrap();
        packer.learn(&[&story(1)]).unwrap();
        assert_eq!(packer.known, 0);
        let all = packed(&packer, &[story(1)]);
        assert_eq!(records(folder.path()).unpack(&all[0]).unwrap(), story(1));
    }

    #[test]
    fn a_damaged_record_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let packer = Packer::open(folder.path()).unwrap();
        let whole = packed(&packer, &[story(1)]).remove(0);
        let records = records(folder.path());
        let mut other_number = whole.clone();
        other_number[0] = 3;
        let mut beyond = whole.clone();
        beyond[0] = 200;
        for packed in [
            &[][..],
            &[PLAIN],
            &whole[..whole.len() / 2],
            &other_number,
            &beyond,
            b"\xffno frame",
        ] {
            assert!(records.unpack(packed).is_err(), "{packed:?}");
        }
    }
}
