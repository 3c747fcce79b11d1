//! Writes a table of links: the chains that changed, and those that stay, under the next number.

use super::{Entry, Kept, KeptLink, Links, MAGIC, ROLES, bits, bucket, name};
use crate::chain::{Link, Role};
use crate::engine::Chain;
use crate::engine::tantivy::schema::id_order;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// So many stories may stand between a repeat and the text that it repeats.
const MOST_REPEATS: usize = 64;

impl Links {
    /// Writes the table with some stories' links changed, under the next number. Returns the number of the table that
    /// holds now: the old one where nothing changed, none where nothing is left.
    pub(in crate::engine::tantivy) fn change(
        &self,
        folder: &Path,
        number: Option<u32>,
        changes: BTreeMap<String, Option<Link>>,
    ) -> io::Result<Option<u32>> {
        let (touched, before) = self.touched(&changes)?;
        let mut after = before.clone();
        for (id, link) in changes {
            match link {
                Some(link) => after.insert(id, link),
                None => after.remove(&id),
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

/// Removes the tables that neither the last commit names nor the one before it, which a reader may just be opening.
pub(in crate::engine::tantivy) fn sweep(folder: &Path, current: Option<u32>) {
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
