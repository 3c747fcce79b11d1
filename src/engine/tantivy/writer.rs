//! Writes stories to a tantivy index.

use super::forms::NewForms;
use super::schema::{Fields, document, part_text, schema};
use super::{analysis, engine_error};
use crate::engine::archive::{self, Archive, Lock};
use crate::engine::{Mode, Writer};
use crate::error::{Error, Result};
use crate::fields::Part;
use crate::story::Story;
use std::fs;
use std::path::{Path, PathBuf};
use tantivy::indexer::IndexWriterOptions;
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::{Index, IndexSettings, IndexWriter, TantivyDocument, Term};

/// Memory that the indexing threads may fill before they write a segment, in bytes, for all of them together.
const BUDGET: usize = 160 << 20;

/// How hard, and in blocks of how many bytes, stories are compressed. Measured on 86 MB of stories against level 3 and
/// 32 KiB: a tenth less disk, and no difference in the time of indexing or of a search; level 9 takes twice the time
/// for one hundredth more.
const STORE_LEVEL: i32 = 6;
const STORE_BLOCK: usize = 64 << 10;

/// An archive opened for writing.
pub(super) struct TantivyWriter {
    location: PathBuf,
    data: PathBuf,
    previous: Option<PathBuf>,
    /// What `archive.toml` is to say once a rebuilt archive is whole.
    unpublished: Option<Archive>,
    fields: Fields,
    index: Index,
    writer: Option<IndexWriter<TantivyDocument>>,
    forms: NewForms,
    _lock: Lock,
}

impl TantivyWriter {
    /// Opens the archive at a place; makes it where there is none.
    pub(super) fn open(location: &Path, mode: Mode) -> Result<TantivyWriter> {
        if !Archive::exists(location) {
            archive::create_folder(location)?;
        }
        let lock = Lock::take(location)?;
        let existing = match Archive::exists(location) {
            true => Some(Archive::read(location)?),
            false => None,
        };
        remove_other_data(location, existing.as_ref())?;
        let rebuild = mode == Mode::Rebuild && existing.is_some();
        let archive = match &existing {
            Some(archive) if rebuild => Archive::new(archive.number() + 1),
            Some(archive) => archive.clone(),
            None => Archive::new(1),
        };
        archive.check(location)?;
        let data = location.join(&archive.data);
        let index = open_index(&data).map_err(engine_error(location))?;
        if existing.is_none() {
            archive.write(location)?;
        }
        let previous = existing
            .filter(|_| rebuild)
            .map(|old| location.join(old.data));
        let unpublished = rebuild.then_some(archive);
        TantivyWriter::start(location, data, previous, unpublished, index, lock)
    }

    fn start(
        location: &Path,
        data: PathBuf,
        previous: Option<PathBuf>,
        unpublished: Option<Archive>,
        index: Index,
        lock: Lock,
    ) -> Result<TantivyWriter> {
        let failed = engine_error(location);
        analysis::register(&index);
        let fields = schema().1;
        let searcher = index.reader().map_err(&failed)?.searcher();
        let forms = NewForms::of(&searcher, &fields).map_err(&failed)?;
        let threads = std::thread::available_parallelism()
            .map_or(1, usize::from)
            .min(4);
        let options = IndexWriterOptions::builder()
            .num_worker_threads(threads)
            .memory_budget_per_thread(BUDGET / threads)
            .num_merge_threads(1)
            .build();
        let writer = index.writer_with_options(options).map_err(&failed)?;
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
            writer: Some(writer),
            forms,
            _lock: lock,
        })
    }

    fn writer(&mut self) -> Result<&mut IndexWriter<TantivyDocument>> {
        let path = self.location.clone();
        let closed = || Error::Engine {
            path,
            reason: "an earlier write failed".into(),
        };
        self.writer.as_mut().ok_or_else(closed)
    }

    /// After a failed write tantivy's writer is dead: what was not committed is gone, and the message says so.
    fn checked<T>(&mut self, result: tantivy::Result<T>) -> Result<T> {
        result.map_err(|error| {
            self.writer = None;
            engine_error(&self.location)(error)
        })
    }

    fn delete(&mut self, term: Term) -> Result<()> {
        self.writer()?.delete_term(term);
        Ok(())
    }

    fn add(&mut self, document: TantivyDocument) -> Result<()> {
        let added = self.writer()?.add_document(document);
        self.checked(added).map(drop)
    }
}

/// Removes data folders that no `archive.toml` names: an interrupted rebuild, or what one replaced.
fn remove_other_data(location: &Path, existing: Option<&Archive>) -> Result<()> {
    let entries = fs::read_dir(location).map_err(Error::io("read", location))?;
    for entry in entries.filter_map(std::result::Result::ok) {
        let name = entry.file_name();
        let data = name
            .to_str()
            .and_then(|name| name.strip_prefix("data-"))
            .is_some_and(|n| n.parse::<u32>().is_ok());
        if data && existing.is_none_or(|archive| *archive.data != *name) {
            fs::remove_dir_all(entry.path()).map_err(Error::io("remove", &entry.path()))?;
        }
    }
    Ok(())
}

fn open_index(data: &Path) -> tantivy::Result<Index> {
    if data.join("meta.json").exists() {
        sweep(data)?;
        return Index::open_in_dir(data);
    }
    fs::create_dir_all(data)?;
    let settings = IndexSettings {
        docstore_compression: Compressor::Zstd(ZstdCompressor {
            compression_level: Some(STORE_LEVEL),
        }),
        docstore_blocksize: STORE_BLOCK,
        ..IndexSettings::default()
    };
    Index::builder()
        .schema(schema().0)
        .settings(settings)
        .create_in_dir(data)
}

/// Removes the drafts that a killed process left of small files.
fn sweep(data: &Path) -> tantivy::Result<()> {
    for entry in fs::read_dir(data)?.filter_map(std::result::Result::ok) {
        if entry
            .file_name()
            .to_str()
            .is_some_and(|name| name.starts_with(".tmp"))
        {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

impl Writer for TantivyWriter {
    fn put(&mut self, story: &Story) -> Result<()> {
        self.delete(Term::from_field_text(self.fields.id, &story.id))?;
        for part in Part::ALL {
            self.forms
                .add(&part_text(story, part), story.language.as_deref());
        }
        let document = document(&self.fields, story);
        self.add(document)
    }

    fn remove(&mut self, id: &str) -> Result<()> {
        self.delete(Term::from_field_text(self.fields.id, id))
    }

    fn add_copy(&mut self, id: &str, path: &str) -> Result<()> {
        let mut document = TantivyDocument::new();
        document.add_text(self.fields.kind, "copy");
        document.add_text(self.fields.copy_of, id);
        document.add_text(self.fields.copy_path, path);
        self.add(document)
    }

    fn remove_copies(&mut self, path: &str) -> Result<()> {
        self.delete(Term::from_field_text(self.fields.copy_path, path))
    }

    fn commit(&mut self, note: &str) -> Result<()> {
        if let Some(document) = self.forms.take(&self.fields) {
            self.add(document)?;
        }
        let committed = self.writer()?.prepare_commit().and_then(|mut commit| {
            commit.set_payload(note);
            commit.commit()
        });
        self.checked(committed).map(drop)
    }

    fn note(&self) -> Result<Option<String>> {
        self.index
            .load_metas()
            .map(|metas| metas.payload)
            .map_err(engine_error(&self.location))
    }

    fn folder(&self) -> &Path {
        &self.data
    }

    fn previous_folder(&self) -> Option<&Path> {
        self.previous.as_deref()
    }

    fn compact(&mut self) -> Result<()> {
        let segments = self
            .index
            .searchable_segment_metas()
            .map_err(engine_error(&self.location))?;
        let whole = segments.len() == 1 && !segments[0].has_deletes();
        if !whole && !segments.is_empty() {
            let ids: Vec<_> = segments.iter().map(tantivy::SegmentMeta::id).collect();
            let merged = self.writer()?.merge(&ids).wait();
            self.checked(merged)?;
        }
        let collected = self.writer()?.garbage_collect_files().wait();
        self.checked(collected).map(drop)
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        if let Some(writer) = self.writer.take() {
            writer
                .wait_merging_threads()
                .map_err(engine_error(&self.location))?;
        }
        if let Some(archive) = self.unpublished.take() {
            archive.write(&self.location)?;
            remove_other_data(&self.location, Some(&archive))?;
        }
        Ok(())
    }
}
