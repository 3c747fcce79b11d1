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

use super::schema::id_order;
use crate::chain::{Link, Reason, Role};
use crate::engine::Chain;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
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

/// So many stories may stand between a repeat and the text that it repeats.
const MOST_REPEATS: usize = 64;

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
        let Some(number) = number else {
            return Ok(Links::default());
        };
        let failed = |error: OpenReadError| match error {
            OpenReadError::IoError { io_error, .. } => io::Error::new(io_error.kind(), io_error),
            OpenReadError::FileDoesNotExist(_) => io::ErrorKind::NotFound.into(),
            other => io::Error::other(other.to_string()),
        };
        let directory = MmapDirectory::open(folder).map_err(io::Error::other)?;
        let file = directory.open_read(&name(number)).map_err(failed)?;
        Links::of(file.read_bytes()?)
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

    fn entry(&self, row: usize) -> Entry {
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
        (low < end && self.key(low) == key).then(|| self.entry(low))
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

    /// Every link, by story.
    pub(super) fn all(&self) -> io::Result<BTreeMap<String, Link>> {
        let mut all = BTreeMap::new();
        for chain in 0..self.chains {
            all.extend(Chain::from(self.kept(chain)?).stories);
        }
        Ok(all)
    }

    /// Writes the table with some stories' links changed, under the next number. Returns the number of the table that
    /// holds now: the old one where nothing changed, none where nothing is left.
    pub(super) fn change(
        &self,
        folder: &Path,
        number: Option<u32>,
        changes: &BTreeMap<String, Option<Link>>,
    ) -> io::Result<Option<u32>> {
        let (touched, before) = self.touched(changes)?;
        let mut after = before.clone();
        for (id, link) in changes {
            match link {
                Some(link) => after.insert(id.clone(), link.clone()),
                None => after.remove(id),
            };
        }
        let changed = chains(after);
        if chains(before) == changed {
            return Ok(number);
        }
        if changed.is_empty() && touched.len() == self.chains {
            return Ok(None);
        }
        let next = number.map_or(1, |number| number + 1);
        let path = folder.join(name(next));
        // One that a killed run left is no file of ours to write into: somebody may look at it.
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut file = BufWriter::new(File::create_new(path)?);
        self.write(&mut file, &touched, &changed)?;
        file.into_inner()?.sync_all()?;
        File::open(folder)?.sync_all()?;
        Ok(Some(next))
    }

    /// The numbers of the chains that changes concern, and all stories in them.
    fn touched(
        &self,
        changes: &BTreeMap<String, Option<Link>>,
    ) -> io::Result<(BTreeSet<u32>, BTreeMap<String, Link>)> {
        let mut touched = BTreeSet::new();
        let mut named = BTreeSet::new();
        for (id, link) in changes {
            touched.extend(self.find(id_order(id)).map(|entry| entry.chain));
            named.extend(link.iter().map(|link| link.chain.as_str()));
        }
        for chain in named {
            let number = self.first_from(chain)?;
            if number < self.chains && self.kept(number)?.0 == chain {
                touched.insert(number as u32);
            }
        }
        let mut stories = BTreeMap::new();
        for &number in &touched {
            stories.extend(Chain::from(self.kept(number as usize)?).stories);
        }
        Ok((touched, stories))
    }

    /// Writes the chains that stay as they are and those that changed, in the order of their ids.
    fn write(
        &self,
        out: &mut impl Write,
        touched: &BTreeSet<u32>,
        changed: &BTreeMap<String, Vec<(String, Link)>>,
    ) -> io::Result<()> {
        let mut table = NewTable::default();
        let old = self.by_chain();
        let mut changed = changed.iter().peekable();
        for number in (0..self.chains as u32).filter(|number| !touched.contains(number)) {
            let json = self.json(number as usize);
            let id = self.kept(number as usize)?.0;
            while let Some((chain, stories)) = changed.next_if(|(chain, _)| **chain < id) {
                table.add(out, chain, stories)?;
            }
            table.copy(out, json, &old[number as usize])?;
        }
        for (chain, stories) in changed {
            table.add(out, chain, stories)?;
        }
        table.finish(out)
    }

    /// The stories of each chain: key and entry, the text's number counted within the chain.
    fn by_chain(&self) -> Vec<Vec<(u64, Entry)>> {
        let mut chains = vec![Vec::new(); self.chains];
        for at in 0..self.stories {
            let entry = self.entry(at);
            if let Some(stories) = chains.get_mut(entry.chain as usize) {
                stories.push((self.key(at), entry));
            }
        }
        let mut first = 0;
        for stories in &mut chains {
            stories
                .iter_mut()
                .for_each(|(_, entry)| entry.text = entry.text.saturating_sub(first));
            first += stories.len() as u32;
        }
        chains
    }
}

/// The links of stories by chain, without those that are alone.
fn chains(stories: BTreeMap<String, Link>) -> BTreeMap<String, Vec<(String, Link)>> {
    let mut chains: BTreeMap<String, Vec<(String, Link)>> = BTreeMap::new();
    for (id, link) in stories {
        let chain = chains.entry(link.chain.clone()).or_default();
        chain.push((id, link));
    }
    chains.retain(|_, stories| stories.len() > 1);
    chains
}

/// The number that 8 bytes make; 0 behind the end.
fn number(bytes: &[u8], at: usize) -> u64 {
    let digits = bytes
        .get(at..at + 8)
        .and_then(|digits| digits.try_into().ok());
    u64::from_le_bytes(digits.unwrap_or_default())
}

/// The number that 4 bytes make; 0 behind the end.
fn short_number(bytes: &[u8], at: usize) -> u32 {
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

/// A table as it is written.
#[derive(Default)]
struct NewTable {
    ends: Vec<u64>,
    rows: Vec<(u64, Entry)>,
    /// How many bytes of JSON were written.
    written: u64,
}

impl NewTable {
    fn add(
        &mut self,
        out: &mut impl Write,
        chain: &str,
        stories: &[(String, Link)],
    ) -> io::Result<()> {
        let kept = |(id, link): &(String, Link)| {
            KeptLink(id.clone(), link.role, link.to.clone(), link.why)
        };
        let kept = Kept(chain.to_owned(), stories.iter().map(kept).collect());
        let json = serde_json::to_vec(&kept).map_err(io::Error::from)?;
        self.copy(out, &json, &entries(stories))
    }

    fn copy(
        &mut self,
        out: &mut impl Write,
        json: &[u8],
        stories: &[(u64, Entry)],
    ) -> io::Result<()> {
        let (chain, first) = (self.ends.len() as u32, self.rows.len() as u32);
        out.write_all(json)?;
        self.written += json.len() as u64;
        self.ends.push(self.written);
        self.rows.extend(stories.iter().map(|&(key, entry)| {
            let text = first + entry.text;
            (
                key,
                Entry {
                    chain,
                    text,
                    ..entry
                },
            )
        }));
        Ok(())
    }

    fn finish(mut self, out: &mut impl Write) -> io::Result<()> {
        self.rows.sort_by_key(|(key, _)| *key);
        for end in &self.ends {
            out.write_all(&end.to_le_bytes())?;
        }
        let bits = bits(self.rows.len());
        let mut row = 0;
        for number in 0..=1 << bits {
            while row < self.rows.len() && bucket(self.rows[row].0, bits) < number {
                row += 1;
            }
            out.write_all(&(row as u32).to_le_bytes())?;
        }
        for (key, entry) in &self.rows {
            let role = ROLES.iter().position(|role| *role == entry.role);
            let role = role.unwrap_or_default() as u8;
            out.write_all(&key.to_le_bytes())?;
            out.write_all(&entry.chain.to_le_bytes())?;
            out.write_all(&entry.text.to_le_bytes())?;
            out.write_all(&[role, u8::from(entry.repeats), entry.steps, 0])?;
        }
        out.write_all(&(self.ends.len() as u64).to_le_bytes())?;
        out.write_all(&(self.rows.len() as u64).to_le_bytes())?;
        out.write_all(MAGIC)
    }
}

/// The keys and entries of a chain's stories; chains and texts are numbered from 0.
fn entries(stories: &[(String, Link)]) -> Vec<(u64, Entry)> {
    let numbers: BTreeMap<&str, usize> = stories
        .iter()
        .enumerate()
        .map(|(number, (id, _))| (id.as_str(), number))
        .collect();
    let to = |number: usize| {
        let to = stories[number].1.to.as_deref()?;
        numbers.get(to).copied()
    };
    let text = |number: usize| {
        let mut at = number;
        for _ in 0..MOST_REPEATS {
            match to(at).filter(|_| stories[at].1.role == Role::Repeat) {
                Some(next) => at = next,
                None => break,
            }
        }
        at
    };
    let texts: Vec<usize> = (0..stories.len()).map(text).collect();
    let mut sizes = vec![0; stories.len()];
    texts.iter().for_each(|text| sizes[*text] += 1);
    let entry = |(number, (id, link)): (usize, &(String, Link))| {
        let steps = std::iter::successors(to(number), |next| to(*next));
        let entry = Entry {
            chain: 0,
            text: texts[number] as u32,
            role: link.role,
            repeats: link.role == Role::Repeat || sizes[texts[number]] > 1,
            steps: steps.take(usize::from(u8::MAX)).count() as u8,
        };
        (id_order(id), entry)
    };
    stories.iter().enumerate().map(entry).collect()
}

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

/// Removes the tables that neither the last commit names nor the one before it, which a reader may just be opening.
pub(super) fn sweep(folder: &Path, current: Option<u32>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.filter_map(Result::ok) {
        let name = entry.file_name();
        let number = name.to_str().and_then(|name| name.strip_prefix("links-"));
        let number = number.and_then(|number| number.parse::<u32>().ok());
        let is_kept =
            |number: u32| current.is_some_and(|current| number == current || number + 1 == current);
        if number.is_some_and(|number| !is_kept(number)) {
            // One that stays costs disk and nothing else; the next commit tries again.
            let _ = fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(chain: &str, role: Role, to: Option<&str>) -> Option<Link> {
        Some(Link {
            chain: chain.into(),
            role,
            to: to.map(String::from),
            why: to.map(|_| Reason::Slug),
        })
    }

    /// An id as stories have it.
    fn id(number: u64) -> String {
        format!("1{}", &blake3::hash(&number.to_le_bytes()).to_hex()[..24])
    }

    fn changed(
        folder: &Path,
        number: Option<u32>,
        changes: &[(&str, Option<Link>)],
    ) -> (Option<u32>, Links) {
        let changes = changes
            .iter()
            .map(|(id, link)| (id.to_string(), link.clone()))
            .collect();
        let old = Links::open(folder, number).unwrap();
        let next = old.change(folder, number, &changes).unwrap();
        (next, Links::open(folder, next).unwrap())
    }

    #[test]
    fn what_is_written_is_read_back_by_story_and_by_chain() {
        let folder = tempfile::tempdir().unwrap();
        let (number, links) = changed(
            folder.path(),
            None,
            &[
                ("1b", link("1a", Role::Correction, Some("1a"))),
                ("1a", link("1a", Role::Version, None)),
                ("1c", link("1a", Role::Repeat, Some("1b"))),
                ("2a", link("2a", Role::Version, None)),
                ("3a", link("3a", Role::Alert, None)),
                ("3b", link("3a", Role::Kill, Some("3a"))),
            ],
        );
        assert_eq!(number, Some(1));
        let chain = links.chain_of("1c").unwrap().unwrap();
        assert_eq!(chain.id, "1a");
        let ids: Vec<_> = chain.stories.iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!(ids, ["1a", "1b", "1c"]);
        assert_eq!(
            Some(chain.stories[1].1.clone()),
            link("1a", Role::Correction, Some("1a"))
        );
        assert!(links.chain_of("2a").unwrap().is_none(), "it is alone");
        let entry = |id: &str| links.find(id_order(id)).unwrap();
        assert_eq!(entry("1b").text, entry("1c").text);
        assert_ne!(entry("1a").text, entry("1b").text);
        assert_eq!(
            ["1a", "1b", "1c", "3b"].map(|id| entry(id).repeats),
            [false, true, true, false]
        );
        assert_eq!(["1a", "1b", "1c"].map(|id| entry(id).steps), [0, 1, 2]);
        assert_eq!(entry("3b").role, Role::Kill);
        assert_eq!(links.named("3").unwrap(), [1]);
        assert_eq!(links.all().unwrap().len(), 5);
    }

    #[test]
    fn a_change_leaves_the_other_chains_as_they_were() {
        let folder = tempfile::tempdir().unwrap();
        let version = |chain| link(chain, Role::Version, None);
        let (number, _) = changed(
            folder.path(),
            None,
            &[
                ("1a", version("1a")),
                ("1b", link("1a", Role::Repeat, Some("1a"))),
                ("5a", version("5a")),
                ("5b", version("5a")),
                ("9a", version("9a")),
                ("9b", link("9a", Role::Repeat, Some("9a"))),
            ],
        );
        let (number, links) = changed(
            folder.path(),
            number,
            &[
                ("5b", None),
                ("3a", version("3a")),
                ("3b", link("3a", Role::Take, Some("3a"))),
                ("unknown", None),
            ],
        );
        assert_eq!(number, Some(2));
        let ids: Vec<String> = links.all().unwrap().into_keys().collect();
        assert_eq!(ids, ["1a", "1b", "3a", "3b", "9a", "9b"]);
        let entry = |id: &str| links.find(id_order(id)).unwrap();
        assert_eq!(["1b", "3b", "9b"].map(|id| entry(id).chain), [0, 1, 2]);
        assert_eq!(
            ["1a", "1b", "9a", "9b"].map(|id| entry(id).text),
            [0, 0, 4, 4]
        );
        for id in ids {
            assert!(links.chain_of(&id).unwrap().is_some(), "{id}");
        }
        let (same, _) = changed(folder.path(), number, &[("1a", version("1a")), ("x", None)]);
        assert_eq!(same, number, "nothing changed");
        let gone = ["1a", "3a", "9a"].map(|id| (id, None));
        assert_eq!(changed(folder.path(), number, &gone).0, None);
    }

    #[test]
    fn each_of_many_stories_is_found_and_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let ids: Vec<String> = (0..5_000).map(id).collect();
        let odd = (0..100).map(|number| format!("story {number:03}"));
        let ids: Vec<String> = ids.into_iter().chain(odd).collect();
        let changes: Vec<_> = ids
            .iter()
            .enumerate()
            .map(|(number, id)| (id.as_str(), link(&ids[number / 3 * 3], Role::Version, None)))
            .collect();
        let (_, links) = changed(folder.path(), None, &changes);
        for id in &ids {
            assert!(links.find(id_order(id)).is_some(), "{id}");
        }
        for number in 5_000..10_000 {
            assert_eq!(links.find(id_order(&id(number))), None);
        }
        for key in [0, 1, u64::MAX] {
            assert_eq!(links.find(key), None);
        }
    }

    #[test]
    fn a_table_that_is_cut_off_is_an_error_and_not_an_empty_one() {
        let folder = tempfile::tempdir().unwrap();
        let two = [
            ("1a", link("1a", Role::Version, None)),
            ("1b", link("1a", Role::Version, None)),
        ];
        changed(folder.path(), None, &two);
        let bytes = fs::read(folder.path().join("links-1")).unwrap();
        for length in 0..bytes.len() {
            assert!(Links::of(OwnedBytes::new(bytes[..length].to_vec())).is_err());
        }
        assert!(Links::open(folder.path(), Some(7)).is_err());
    }

    #[test]
    fn stories_that_repeat_each_other_in_a_circle_are_no_hang() {
        let folder = tempfile::tempdir().unwrap();
        let circle = [
            ("1a", link("1a", Role::Repeat, Some("1b"))),
            ("1b", link("1a", Role::Repeat, Some("1a"))),
        ];
        let (_, links) = changed(folder.path(), None, &circle);
        assert!(links.chain_of("1a").unwrap().is_some());
    }

    #[test]
    fn tables_of_older_commits_go() {
        let folder = tempfile::tempdir().unwrap();
        for number in 1..5 {
            fs::write(folder.path().join(name(number)), "").unwrap();
        }
        sweep(folder.path(), Some(3));
        let mut left: Vec<_> = fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        left.sort();
        assert_eq!(left, ["links-2", "links-3"]);
    }
}
