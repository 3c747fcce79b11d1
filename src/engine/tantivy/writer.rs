//! Writes stories to a tantivy index.

use super::directory::{self, IndexFolder};
use super::forms::NewForms;
use super::lengths::Lengths;
use super::links::{self, Links};
use super::membership;
use super::merging::{self, SmallOnes};
use super::payload::Payload;
use super::queue::{Queued, Room};
use super::records::{Packer, Records, SAMPLE};
use super::schema::{Fields, document, schema, story_of};
use super::{analysis, damaged_record, engine_error, links_error};
use crate::chain::Link;
use crate::engine::archive::{self, Archive, Lock};
use crate::engine::{Analysed, Memory, Mode, Writer};
use crate::error::{Error, Result};
use crate::story::Story;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tantivy::index::{SegmentId, SegmentMeta};
use tantivy::indexer::{IndexWriterOptions, NoMergePolicy};
use tantivy::schema::IndexRecordOption;
use tantivy::store::Compressor;
use tantivy::{
    DocAddress, DocSet, Index, IndexReader, IndexSettings, IndexWriter, ReloadPolicy, Searcher,
    TERMINATED, TantivyDocument, Term,
};

/// Stories are packed one by one (see [`super::records`]); a block is what is copied to read one.
const STORE_BLOCK: usize = 4 << 10;

/// So many stories wait at most to be packed together, on all cores.
const WAITING: usize = 256;
/// And so many bytes of their paragraphs.
const WAITING_BYTES: usize = 8 << 20;

/// Bytes of a document beside its text, about, and of one of forms.
const DOCUMENT: usize = 1 << 10;
const FORMS: usize = 4 << 20;

/// An archive opened for writing.
pub(super) struct TantivyWriter {
    location: PathBuf,
    data: PathBuf,
    previous: Option<PathBuf>,
    /// What `archive.toml` is to say once a rebuilt archive is whole.
    unpublished: Option<Archive>,
    fields: Fields,
    index: Index,
    memory: Memory,
    writer: Option<IndexWriter<Queued>>,
    /// Where documents wait for the threads that index them.
    room: Arc<Room>,
    forms: NewForms,
    /// The languages that the archive holds forms of as of the last commit, where that is known.
    languages: Option<BTreeSet<String>>,
    records: Packer,
    /// How many stories the archive holds, those waiting included; one that takes another's place counts twice.
    stories: u64,
    /// Stories put and not yet written.
    waiting: Vec<Waiting>,
    waiting_bytes: usize,
    /// The segments that were there at the beginning.
    old: Vec<SegmentId>,
    /// The table of links that the last commit names.
    links: Option<u32>,
    /// Links noted since.
    linked: BTreeMap<String, Option<Link>>,
    /// Stories taken out since, and not put again.
    gone: HashSet<String>,
    _lock: Lock,
}

/// A story put and not yet written.
struct Waiting {
    story: Story,
    words: Analysed,
    may_replace: bool,
}

impl TantivyWriter {
    /// Opens the archive at a place; makes it where there is none.
    pub(super) fn open(location: &Path, mode: Mode, memory: Memory) -> Result<TantivyWriter> {
        if !Archive::exists(location) {
            archive::create_folder(location)?;
        }
        let lock = Lock::take(location)?;
        match mode {
            Mode::Update => TantivyWriter::update(location, lock, memory),
            Mode::Rebuild => TantivyWriter::rebuild(location, lock, memory),
        }
    }

    fn update(location: &Path, lock: Lock, memory: Memory) -> Result<TantivyWriter> {
        let damaged = |reason: String| Error::Engine {
            path: location.to_owned(),
            reason,
        };
        let archive = match Archive::read(location) {
            Ok(archive) => archive,
            Err(Error::NoArchive(_)) => {
                if let Some(data) = archive::data_folders(location)?
                    .iter()
                    .find(|data| is_committed(data))
                {
                    return Err(damaged(format!(
                        "archive.toml is missing beside {}",
                        data.display()
                    )));
                }
                Archive::new(1)
            }
            Err(error) => return Err(error),
        };
        archive.check(location)?;
        let data = location.join(&archive.data);
        if Archive::exists(location) && !data.join("meta.json").exists() {
            return Err(damaged(format!(
                "its data folder {} is missing or empty",
                archive.data
            )));
        }
        archive::remove_data_folders(location, &[&archive.data])?;
        let index = open_index(&data).map_err(engine_error(location))?;
        if !Archive::exists(location) {
            archive.write(location)?;
        }
        TantivyWriter::start(location, data, None, None, index, lock, memory)
    }

    /// Starts a new data folder beside the old one, of whatever version and in whatever state.
    fn rebuild(location: &Path, lock: Lock, memory: Memory) -> Result<TantivyWriter> {
        let named = Archive::read(location)
            .ok()
            .map(|archive| location.join(archive.data));
        let folders = archive::data_folders(location)?;
        let newest = folders.iter().rfind(|data| is_committed(data)).cloned();
        let previous = named.filter(|data| data.is_dir()).or(newest);
        let number = folders
            .iter()
            .filter_map(|data| archive::data_number(data))
            .max()
            .unwrap_or(0)
            + 1;
        let archive = Archive::new(number);
        let data = location.join(&archive.data);
        let index = open_index(&data).map_err(engine_error(location))?;
        let archive = Some(archive);
        TantivyWriter::start(location, data, previous, archive, index, lock, memory)
    }

    fn start(
        location: &Path,
        data: PathBuf,
        previous: Option<PathBuf>,
        unpublished: Option<Archive>,
        index: Index,
        lock: Lock,
        memory: Memory,
    ) -> Result<TantivyWriter> {
        let failed = engine_error(location);
        analysis::register(&index);
        let fields = schema().1;
        let records = Packer::open(&data).map_err(Error::io("read a dictionary in", &data))?;
        let metas = index.load_metas().map_err(&failed)?;
        let stories = metas.segments.iter().map(|one| u64::from(one.num_docs()));
        let stories = stories.sum();
        let old = metas.segments.iter().map(SegmentMeta::id).collect();
        let payload = metas.payload.as_deref().map(Payload::read);
        let languages = match &payload {
            Some(payload) => payload.languages.clone(),
            None => Some(BTreeSet::new()),
        };
        let links = payload.and_then(|payload| payload.links);
        let writer = start_writer(&index, &data, memory).map_err(&failed)?;
        // A run that was killed leaves files that no commit names.
        writer.garbage_collect_files().wait().map_err(&failed)?;
        let location = location.to_owned();
        Ok(TantivyWriter {
            location,
            data,
            previous,
            unpublished,
            fields,
            index,
            memory,
            writer: Some(writer),
            room: Room::new(memory.queue()),
            forms: NewForms::default(),
            languages,
            records,
            stories,
            waiting: Vec::new(),
            waiting_bytes: 0,
            old,
            links,
            linked: BTreeMap::new(),
            gone: HashSet::new(),
            _lock: lock,
        })
    }

    fn writer(&mut self) -> Result<&mut IndexWriter<Queued>> {
        let closed = closed(&self.location);
        self.writer.as_mut().ok_or_else(closed)
    }

    /// After a failed write tantivy's writer is dead: what was not committed is gone, and the message says so.
    fn checked<T>(&mut self, result: tantivy::Result<T>) -> Result<T> {
        result.map_err(|error| {
            self.writer = None;
            engine_error(&self.location)(error)
        })
    }

    /// Merges groups of segments, one after the other, when nothing else is merged any longer.
    fn merge(
        &mut self,
        groups: impl Fn(&Index) -> tantivy::Result<Vec<Vec<SegmentId>>>,
    ) -> Result<()> {
        // Merges in the background would take segments away from under ours: they have to end first.
        self.rest()?;
        let failed = engine_error(&self.location);
        let mut writer = self.writer.take().ok_or_else(closed(&self.location))?;
        writer.set_merge_policy(Box::new(NoMergePolicy));
        let groups = groups(&self.index).map_err(&failed)?;
        for group in groups.iter().filter(|group| !group.is_empty()) {
            writer.merge(group).wait().map_err(&failed)?;
        }
        writer.garbage_collect_files().wait().map_err(&failed)?;
        self.writer = Some(writer);
        Ok(())
    }

    fn delete(&mut self, term: Term) -> Result<()> {
        self.writer()?.delete_term(term);
        Ok(())
    }

    /// Writes the links noted since the last commit, and gives the number of the table that holds them.
    fn write_links(&mut self) -> Result<Option<u32>> {
        let mut changes = std::mem::take(&mut self.linked);
        changes.extend(self.gone.drain().map(|id| (id, None)));
        if changes.is_empty() {
            return Ok(self.links);
        }
        let table = Links::open(&self.data, self.links);
        let number = table.and_then(|table| table.change(&self.data, self.links, changes));
        number.map_err(links_error(&self.location))
    }

    /// Writes the stories that wait, in their order.
    fn write_waiting(&mut self) -> Result<()> {
        let waiting = std::mem::take(&mut self.waiting);
        self.waiting_bytes = 0;
        if self.records.is_due(self.stories) {
            let stories: Vec<&Story> = waiting.iter().map(|one| &one.story).collect();
            let learnt = self.records.learn(&stories);
            learnt.map_err(Error::io("write a dictionary in", &self.data))?;
        }
        let packed = self.records.pack(waiting.par_iter().map(|one| &one.story));
        let packed = packed.map_err(|error| Error::Engine {
            path: self.location.clone(),
            reason: format!("a story's record cannot be packed: {error}"),
        })?;
        for (one, record) in waiting.iter().zip(packed) {
            let Waiting { story, words, .. } = one;
            if one.may_replace {
                self.delete(Term::from_field_text(self.fields.id, &story.id))?;
            }
            for (terms, part) in words.parts() {
                let language = story.language.as_deref();
                let language = language.filter(|_| part.is_inflected());
                self.forms.add(terms, language);
            }
            // Its words as text, and the packed record.
            let text = words.parts().map(|(terms, _)| terms.line().len());
            let bytes = text.sum::<usize>() + record.len() + DOCUMENT;
            self.add(document(&self.fields, story, words, &record), bytes)?;
        }
        match self.forms.are_many() {
            true => self.write_forms(),
            false => Ok(()),
        }
    }

    /// Writes the forms that wait.
    fn write_forms(&mut self) -> Result<()> {
        let document = self.forms.take(&self.fields);
        document.map_or(Ok(()), |document| self.add(document, FORMS))
    }

    /// Notes how many words the segments hold.
    fn keep_lengths(&self) -> tantivy::Result<()> {
        let mut lengths = Lengths::read(&self.data);
        let segments = self.index.searchable_segment_ids()?;
        if lengths.are_of(&segments) {
            return Ok(());
        }
        lengths.keep(last_commit(&self.index)?.segment_readers())?;
        Ok(lengths.write(&self.data)?)
    }

    /// Notes in which chains the stories of the segments are.
    fn keep_memberships(&self) -> tantivy::Result<()> {
        let links = Links::open(&self.data, self.links)?;
        let searcher = last_commit(&self.index)?;
        membership::keep(&self.data, &links, &searcher)
    }

    /// Adds a document of so many bytes, about.
    fn add(&mut self, document: TantivyDocument, bytes: usize) -> Result<()> {
        let document = self.room.take(document, bytes);
        let added = self.writer()?.add_document(document);
        self.checked(added).map(drop)
    }
}

/// What is wrong where a writer is gone.
fn closed(location: &Path) -> impl FnOnce() -> Error {
    let path = location.to_owned();
    move || Error::Engine {
        path,
        reason: "an earlier write failed".into(),
    }
}

fn start_writer(
    index: &Index,
    data: &Path,
    memory: Memory,
) -> tantivy::Result<IndexWriter<Queued>> {
    let threads = std::thread::available_parallelism().map_or(1, |cores| cores.get().div_ceil(2));
    let threads = threads.min(4);
    let options = IndexWriterOptions::builder()
        .num_worker_threads(threads)
        .memory_budget_per_thread(memory.words() / threads)
        .num_merge_threads(1)
        .build();
    let writer = index.writer_with_options(options)?;
    let small = SmallOnes::of(data.to_owned(), memory.merged());
    writer.set_merge_policy(Box::new(small));
    Ok(writer)
}

/// Whether a data folder holds a commit of ours. One without was being made when its process was killed.
fn is_committed(data: &Path) -> bool {
    let metas = Index::open_in_dir(data).and_then(|index| index.load_metas());
    metas.is_ok_and(|metas| metas.payload.is_some())
}

fn open_index(data: &Path) -> tantivy::Result<Index> {
    if data.join("meta.json").exists() {
        sweep(data)?;
        return Index::open(IndexFolder::write(data)?);
    }
    fs::create_dir_all(data)?;
    let settings = IndexSettings {
        docstore_compression: Compressor::None,
        docstore_compress_dedicated_thread: false,
        docstore_blocksize: STORE_BLOCK,
        ..IndexSettings::default()
    };
    Index::builder()
        .schema(schema().0)
        .settings(settings)
        .open_or_create(IndexFolder::write(data)?)
}

/// Removes the drafts that a killed process left of small files.
fn sweep(data: &Path) -> tantivy::Result<()> {
    for entry in fs::read_dir(data)?.filter_map(std::result::Result::ok) {
        let name = entry.file_name();
        let draft = |name: &str| name.starts_with(".tmp") || name.ends_with(directory::DRAFT);
        if name.to_str().is_some_and(draft) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// The segments, unless they are one without deleted stories. Only ids leave this function: tantivy does not collect
/// the files of a segment that somebody still holds the description of.
fn segments_to_merge(index: &Index) -> tantivy::Result<Vec<SegmentId>> {
    let segments = index.searchable_segment_metas()?;
    let whole = matches!(&segments[..], [one] if !one.has_deletes());
    Ok(match whole {
        true => Vec::new(),
        false => segments.iter().map(tantivy::SegmentMeta::id).collect(),
    })
}

/// What an index held when it was committed last.
fn last_commit(index: &Index) -> tantivy::Result<Searcher> {
    let reader: IndexReader = index
        .reader_builder()
        .reload_policy(ReloadPolicy::Manual)
        .try_into()?;
    Ok(reader.searcher())
}

/// Where the document of a term stands that is in one document.
fn address(searcher: &Searcher, term: &Term) -> tantivy::Result<Option<DocAddress>> {
    for (segment, reader) in (0..).zip(searcher.segment_readers()) {
        let inverted = reader.inverted_index(term.field())?;
        let Some(mut postings) = inverted.read_postings(term, IndexRecordOption::Basic)? else {
            continue;
        };
        while postings.doc() != TERMINATED {
            if !reader.is_deleted(postings.doc()) {
                return Ok(Some(DocAddress::new(segment, postings.doc())));
            }
            postings.advance();
        }
    }
    Ok(None)
}

impl Writer for TantivyWriter {
    fn put_analysed(&mut self, story: Story, words: Analysed, may_replace: bool) -> Result<()> {
        self.gone.remove(&story.id);
        self.stories += 1;
        self.waiting_bytes += story.paragraphs.iter().map(String::len).sum::<usize>();
        self.waiting.push(Waiting {
            story,
            words,
            may_replace,
        });
        let most = match self.records.is_due(self.stories) {
            true => SAMPLE,
            false => WAITING,
        };
        match self.waiting.len() >= most || self.waiting_bytes >= WAITING_BYTES {
            true => self.write_waiting(),
            false => Ok(()),
        }
    }

    fn remove(&mut self, id: &str) -> Result<()> {
        self.write_waiting()?;
        self.linked.remove(id);
        self.gone.insert(id.to_owned());
        self.delete(Term::from_field_text(self.fields.id, id))
    }

    fn supersede(&mut self, changes: &[(String, Option<String>)]) -> Result<()> {
        let searcher = last_commit(&self.index).map_err(engine_error(&self.location))?;
        let mut found = Vec::new();
        for (id, by) in changes {
            let term = Term::from_field_text(self.fields.id, id);
            let address = address(&searcher, &term).map_err(engine_error(&self.location))?;
            found.extend(address.zip(Some(by)));
        }
        // In the order of the data.
        found.sort_unstable();
        let folder = IndexFolder::read(&self.data).map_err(engine_error(&self.location))?;
        let records = Records::of(&folder);
        for (address, by) in found {
            let document = searcher.doc(address);
            let document = document.map_err(engine_error(&self.location))?;
            let story = story_of(&self.fields, &records, &document);
            let mut story = story.map_err(damaged_record(&self.location))?;
            story.superseded_by.clone_from(by);
            let words = Analysed::of(&story);
            self.put_analysed(story, words, true)?;
        }
        Ok(())
    }

    fn link(&mut self, changes: Vec<(String, Option<Link>)>) -> Result<()> {
        self.linked.extend(changes);
        Ok(())
    }

    fn rest(&mut self) -> Result<()> {
        let failed = engine_error(&self.location);
        if let Some(writer) = self.writer.take() {
            writer.wait_merging_threads().map_err(&failed)?;
        }
        let writer = start_writer(&self.index, &self.data, self.memory).map_err(&failed)?;
        self.writer = Some(writer);
        Ok(())
    }

    fn each_link(&self, each: &mut dyn FnMut(&str, &Link)) -> Result<()> {
        let table = Links::open(&self.data, self.links);
        let all = table.and_then(|table| table.each(each));
        all.map_err(links_error(&self.location))
    }

    fn add_copy(&mut self, id: &str, path: &str) -> Result<()> {
        let mut document = TantivyDocument::new();
        document.add_text(self.fields.kind, "copy");
        document.add_text(self.fields.copy_of, id);
        document.add_text(self.fields.copy_path, path);
        self.add(document, DOCUMENT)
    }

    fn remove_copies(&mut self, path: &str) -> Result<()> {
        self.delete(Term::from_field_text(self.fields.copy_path, path))
    }

    fn commit(&mut self, note: &str) -> Result<()> {
        self.write_waiting()?;
        self.write_forms()?;
        let links = self.write_links()?;
        let note = note.to_owned();
        if let Some(languages) = &mut self.languages {
            languages.extend(self.forms.languages().iter().cloned());
        }
        let payload = Payload {
            note,
            links,
            languages: self.languages.clone(),
        };
        let payload = payload.written();
        let committed = self.writer()?.prepare_commit().and_then(|mut commit| {
            commit.set_payload(&payload);
            commit.commit()
        });
        self.checked(committed)?;
        if links != self.links {
            self.links = links;
            links::sweep(&self.data, links);
        }
        Ok(())
    }

    fn note(&self) -> Result<Option<String>> {
        let metas = self.index.load_metas();
        let payload = metas.map_err(engine_error(&self.location))?.payload;
        Ok(payload.map(|payload| Payload::read(&payload).note))
    }

    fn folder(&self) -> &Path {
        &self.data
    }

    fn previous_folder(&self) -> Option<&Path> {
        self.previous.as_deref()
    }

    fn gather(&mut self) -> Result<()> {
        let (data, old) = (self.data.clone(), std::mem::take(&mut self.old));
        let most = self.memory.gathered();
        let groups = |index: &Index| {
            let segments = index.searchable_segment_metas()?;
            Ok(merging::at_the_end(&data, &segments, &old, most))
        };
        match groups(&self.index).map_err(engine_error(&self.location))?[..] {
            [] => Ok(()),
            _ => self.merge(groups),
        }
    }

    fn compact(&mut self) -> Result<()> {
        self.merge(|index| segments_to_merge(index).map(|all| vec![all]))
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        if let Some(writer) = self.writer.take() {
            writer
                .wait_merging_threads()
                .map_err(engine_error(&self.location))?;
        }
        // A search does without, only slower.
        let _ = self.keep_lengths();
        let _ = self.keep_memberships();
        if let Some(archive) = self.unpublished.take() {
            archive.write(&self.location)?;
            archive::remove_data_folders(&self.location, &[&archive.data])?;
        }
        Ok(())
    }
}
