//! In which chain the story of each document is, and which text it repeats, segment by segment: so that no answer has to
//! look up the id of every story that it finds, which at a million stories takes longer than to find them.
//!
//! A file beside the index, `chained`, made of the table of links when a run ends; where it is not of the same table, or
//! does not know a segment, a search looks ids up. All numbers are little-endian. From its beginning to its end:
//!
//! * [`MAGIC`], the number of the table of links (4 bytes), and how many segments there are (4)
//! * of each segment its id in hexadecimal digits (32), how many documents it has (4), and how many of them are in a chain (4)
//! * of each segment: a bit for each document, in words of 8 bytes, set where it is in a chain; of each word, how many bits
//!   are set before it (4); for each bit that is set, the number of the chain (4), and that of the text, from 1, where it is a
//!   repeat or has some (4), else 0

use super::directory::{DRAFT, IndexFolder};
use super::links::{Entry, Links, number, short_number};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use tantivy::directory::OwnedBytes;
use tantivy::{Directory, DocId, Searcher, SegmentReader};

/// The file's name.
const FILE: &str = "chained";
/// Its beginning.
const MAGIC: &[u8; 8] = b"chained2";
/// Bytes before what is said of the segments, and of each of them.
const HEAD: usize = 16;
/// See [`HEAD`].
const ENTRY: usize = 40;
/// Bytes of what is said of a document.
const MEMBER: usize = 8;

/// What the file says.
pub(super) struct Memberships {
    bytes: OwnedBytes,
    segments: Vec<Known>,
}

impl Default for Memberships {
    fn default() -> Memberships {
        Memberships {
            bytes: OwnedBytes::empty(),
            segments: Vec::new(),
        }
    }
}

/// A segment in the file.
#[derive(Debug, PartialEq, Eq)]
struct Known {
    id: String,
    documents: usize,
    chained: usize,
}

impl Known {
    fn size(&self) -> usize {
        self.documents.div_ceil(64) * 12 + self.chained * MEMBER
    }
}

/// What the file says of a segment.
pub(super) struct Membership {
    bits: OwnedBytes,
    before: OwnedBytes,
    members: OwnedBytes,
}

/// What the story of a document shares with others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Member {
    /// The number of its chain.
    pub(super) chain: u32,
    /// The number of its text, where it is a repeat or has some.
    pub(super) text: Option<u32>,
}

impl Member {
    pub(super) fn of(entry: Entry) -> Member {
        Member {
            chain: entry.chain,
            text: entry.repeats.then_some(entry.text),
        }
    }
}

impl Membership {
    /// Which of the 64 documents from a multiple of that on are in a chain, a bit each.
    #[inline]
    pub(super) fn members(&self, first: DocId) -> u64 {
        number(&self.bits, (first / 64) as usize * 8)
    }

    /// What the story of a document shares with others; `None` of one in no chain.
    #[inline]
    pub(super) fn member(&self, doc: DocId) -> Option<Member> {
        let (at, bit) = ((doc / 64) as usize, doc % 64);
        let word = self.members(doc);
        if word >> bit & 1 == 0 {
            return None;
        }
        let before = (word & ((1 << bit) - 1)).count_ones();
        let place = short_number(&self.before, at * 4).saturating_add(before);
        let at = place as usize * MEMBER;
        Some(Member {
            chain: short_number(&self.members, at),
            text: short_number(&self.members, at + 4).checked_sub(1),
        })
    }
}

impl Memberships {
    /// What the file of an index's folder says of a table of links; nothing where it is of another one.
    pub(super) fn read(folder: &IndexFolder, links: &Links) -> Memberships {
        let file = folder.open_read(Path::new(FILE)).ok();
        let bytes = file.and_then(|file| file.read_bytes().ok());
        let read = bytes.and_then(|bytes| Memberships::of(bytes, links.number()));
        read.unwrap_or_default()
    }

    fn of(bytes: OwnedBytes, links: Option<u32>) -> Option<Memberships> {
        let is_whole = bytes.starts_with(MAGIC) && bytes.len() >= HEAD;
        if !is_whole || Some(short_number(&bytes, 8)) != links {
            return None;
        }
        let count = short_number(&bytes, 12) as usize;
        let entries = bytes.get(HEAD..HEAD.checked_add(count.checked_mul(ENTRY)?)?)?;
        let segments = entries.chunks_exact(ENTRY).map(|entry| Known {
            id: String::from_utf8_lossy(&entry[..32]).into_owned(),
            documents: short_number(entry, 32) as usize,
            chained: short_number(entry, 36) as usize,
        });
        let segments: Vec<Known> = segments.collect();
        let size: usize = segments.iter().map(Known::size).sum();
        (bytes.len() == HEAD + entries.len() + size).then(|| Memberships { bytes, segments })
    }

    /// What it says of a segment.
    pub(super) fn of_segment(&self, segment: &SegmentReader) -> Option<Membership> {
        let id = segment.segment_id().uuid_string();
        let at = self.segments.iter().position(|known| known.id == id)?;
        let same = self.segments[at].documents == segment.max_doc() as usize;
        same.then(|| self.of_number(at))
    }

    fn of_number(&self, at: usize) -> Membership {
        let before: usize = self.segments[..at].iter().map(Known::size).sum();
        let known = &self.segments[at];
        let start = HEAD + ENTRY * self.segments.len() + before;
        let words = known.documents.div_ceil(64);
        let [bits, ranks] = [start + words * 8, start + words * 12];
        Membership {
            bits: self.bytes.slice(start..bits),
            before: self.bytes.slice(bits..ranks),
            members: self.bytes.slice(ranks..start + known.size()),
        }
    }

    fn are_of(&self, segments: &[SegmentReader]) -> bool {
        let known = |segment: &SegmentReader| self.of_segment(segment).is_some();
        self.segments.len() == segments.len() && segments.iter().all(known)
    }
}

/// Writes the file anew, unless it is of these links and segments already.
pub(super) fn keep(folder: &Path, links: &Links, searcher: &Searcher) -> tantivy::Result<()> {
    let segments = searcher.segment_readers();
    let Some(number) = links.number().filter(|_| !links.is_empty()) else {
        return Ok(());
    };
    if Memberships::read(&IndexFolder::read(folder)?, links).are_of(segments) {
        return Ok(());
    }
    let parts = segments.iter().map(|segment| Part::of(segment, links));
    let parts = parts.collect::<tantivy::Result<Vec<Part>>>()?;
    let draft = folder.join(format!("{FILE}{DRAFT}"));
    write(&draft, number, &parts)?;
    fs::rename(draft, folder.join(FILE))?;
    Ok(())
}

fn write(file: &Path, links: u32, parts: &[Part]) -> io::Result<()> {
    let mut out = BufWriter::new(File::create(file)?);
    out.write_all(MAGIC)?;
    out.write_all(&links.to_le_bytes())?;
    out.write_all(&(parts.len() as u32).to_le_bytes())?;
    for part in parts {
        out.write_all(part.id.as_bytes())?;
        out.write_all(&part.documents.to_le_bytes())?;
        out.write_all(&(part.members.len() as u32).to_le_bytes())?;
    }
    for part in parts {
        let mut before = 0_u32;
        let mut ranks = Vec::with_capacity(part.bits.len() * 4);
        for word in &part.bits {
            out.write_all(&word.to_le_bytes())?;
            ranks.extend_from_slice(&before.to_le_bytes());
            before += word.count_ones();
        }
        out.write_all(&ranks)?;
        for Member { chain, text } in &part.members {
            let text = text.map_or(0, |text| text.saturating_add(1));
            out.write_all(&chain.to_le_bytes())?;
            out.write_all(&text.to_le_bytes())?;
        }
    }
    out.flush()
}

/// What is written of a segment.
struct Part {
    id: String,
    documents: DocId,
    bits: Vec<u64>,
    members: Vec<Member>,
}

impl Part {
    fn of(segment: &SegmentReader, links: &Links) -> tantivy::Result<Part> {
        let ids = segment.fast_fields().u64("id_order")?;
        let documents = segment.max_doc();
        let mut bits = vec![0; documents.div_ceil(64) as usize];
        let mut members = Vec::new();
        for doc in 0..documents {
            if let Some(entry) = ids.first(doc).and_then(|id| links.find(id)) {
                bits[(doc / 64) as usize] |= 1 << (doc % 64);
                members.push(Member::of(entry));
            }
        }
        Ok(Part {
            id: segment.segment_id().uuid_string(),
            documents,
            bits,
            members,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::analysis;
    use super::super::schema::{id_order, schema};
    use super::*;
    use crate::chain::{Link, Role};
    use tantivy::{Index, TantivyDocument};

    #[test]
    fn what_links_say_of_stories_is_noted_until_they_change() {
        let folder = tempfile::tempdir().unwrap();
        let (schema, fields) = schema();
        let own = IndexFolder::write(folder.path()).unwrap();
        let index = Index::builder().schema(schema).open_or_create(own);
        let index = index.unwrap();
        analysis::register(&index);
        let mut writer = index.writer_with_num_threads(1, 50_000_000).unwrap();
        let ids: Vec<String> = (0..300_u32)
            .map(|number| format!("1{}", &blake3::hash(&number.to_le_bytes()).to_hex()[..24]))
            .collect();
        for id in &ids {
            let mut document = TantivyDocument::new();
            document.add_u64(fields.id_order, id_order(id));
            writer.add_document(document).unwrap();
        }
        writer.commit().unwrap();
        let link = |role| Link {
            chain: ids[0].clone(),
            role,
            to: None,
            why: None,
        };
        let roles = [Role::Version, Role::Take, Role::Version];
        let changes = ids.iter().step_by(100).zip(roles);
        let changes = changes.map(|(id, role)| (id.clone(), Some(link(role))));
        let none = Links::default();
        let number = none.change(folder.path(), None, changes.collect());
        let links = Links::open(folder.path(), number.unwrap()).unwrap();
        let searcher = index.reader().unwrap().searcher();
        let read = |links| {
            let folder = IndexFolder::read(folder.path()).unwrap();
            Memberships::read(&folder, links)
        };
        assert!(!read(&links).are_of(searcher.segment_readers()));
        keep(folder.path(), &links, &searcher).unwrap();
        let known = read(&links);
        assert!(known.are_of(searcher.segment_readers()));
        assert!(!read(&none).are_of(searcher.segment_readers()));
        let segment = searcher.segment_reader(0);
        let membership = known.of_segment(segment).unwrap();
        let orders = segment.fast_fields().u64("id_order").unwrap();
        let mut chained = 0;
        for doc in 0..segment.max_doc() {
            let entry = links.find(orders.first(doc).unwrap());
            assert_eq!(membership.member(doc), entry.map(Member::of));
            chained += usize::from(entry.is_some());
        }
        assert_eq!(chained, 3);
    }

    #[test]
    fn what_is_written_is_read_back_and_not_taken_for_another_tables() {
        let member = |doc: DocId| {
            let (chain, text) = (doc * 3, doc.is_multiple_of(2).then_some(doc));
            (doc % 5 != 1).then_some(Member { chain, text })
        };
        let part = |name: &str, documents: DocId| {
            let mut bits = vec![0; documents.div_ceil(64) as usize];
            let chained = (0..documents).filter(|doc| member(*doc).is_some());
            chained.for_each(|doc| bits[(doc / 64) as usize] |= 1 << (doc % 64));
            Part {
                id: name.repeat(32),
                documents,
                bits,
                members: (0..documents).filter_map(member).collect(),
            }
        };
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(FILE);
        write(&file, 4, &[part("a", 130), part("b", 0), part("c", 64)]).unwrap();
        let bytes = fs::read(&file).unwrap();
        let read = |bytes: &[u8], links| Memberships::of(OwnedBytes::new(bytes.to_vec()), links);
        let known = read(&bytes, Some(4)).unwrap();
        for (number, documents) in [(0, 130), (2, 64)] {
            let membership = known.of_number(number);
            for doc in 0..documents {
                assert_eq!(membership.member(doc), member(doc), "{doc}");
            }
            assert_eq!(membership.member(documents + 1000), None);
        }
        for links in [None, Some(3)] {
            assert!(read(&bytes, links).is_none());
        }
        for cut in 0..bytes.len() {
            assert!(read(&bytes[..cut], Some(4)).is_none(), "{cut}");
        }
    }
}
