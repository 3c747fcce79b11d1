//! The folder of an index: tantivy's, but for four things.
//!
//! tantivy's reader takes a lock, which is a file, so that no writer removes what it is about to open; an archive on a
//! read-only disk, or another user's, has to answer without. And what tantivy writes at once it makes readable for its
//! owner alone, whatever the user's umask says; an archive is often read by others. And a reader makes out the schema once.
//!
//! A search maps the files. Who writes reads them: each is merged once, from its beginning to its end, and pages that are
//! mapped count as the process's memory until the file is closed.

use super::window::Window;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    DirectoryLock, FileHandle, Lock, MmapDirectory, WatchCallback, WatchHandle, WritePtr,
};
use tantivy::error::DataCorruption;

/// How the name of a file ends until it is whole.
pub(super) const DRAFT: &str = ".draft";

/// The folder of an index.
#[derive(Debug, Clone)]
pub(super) struct IndexFolder {
    inner: MmapDirectory,
    folder: PathBuf,
    /// Whether it is only read.
    reads: bool,
    /// Whether the schema was read.
    has_schema: Arc<AtomicBool>,
}

/// The file that says what the last commit holds.
const META: &str = "meta.json";

impl IndexFolder {
    /// Opens the folder for reading.
    pub(super) fn read(folder: &Path) -> tantivy::Result<IndexFolder> {
        IndexFolder::open(folder, true)
    }

    /// Opens the folder for writing.
    pub(super) fn write(folder: &Path) -> tantivy::Result<IndexFolder> {
        IndexFolder::open(folder, false)
    }

    fn open(folder: &Path, reads: bool) -> tantivy::Result<IndexFolder> {
        Ok(IndexFolder {
            inner: MmapDirectory::open(folder)?,
            folder: folder.to_owned(),
            reads,
            has_schema: Arc::default(),
        })
    }
}

/// What is wanted of `meta.json`.
#[derive(Deserialize)]
struct Meta {
    payload: Option<String>,
}

/// `meta.json` with an empty schema: to open an index, tantivy reads the file for the schema, and once more for the
/// segments. Nothing takes as long in it as the schema, which is always the same. `None` where it is damaged.
fn without_schema(meta: &[u8]) -> Option<Vec<u8>> {
    #[derive(Serialize, Deserialize)]
    struct Segments {
        #[serde(default, skip_serializing_if = "Value::is_null")]
        index_settings: Value,
        segments: Value,
        #[serde(skip_deserializing)]
        schema: [(); 0],
        opstamp: Value,
        payload: Option<Value>,
    }
    serde_json::to_vec(&serde_json::from_slice::<Segments>(meta).ok()?).ok()
}

impl IndexFolder {
    /// What the last commit carries beside its segments. Of all that `meta.json` says, the schema above all, no more is
    /// made out.
    pub(super) fn payload(&self) -> tantivy::Result<Option<String>> {
        let file = Path::new(META);
        let meta: Meta =
            serde_json::from_slice(&self.inner.atomic_read(file)?).map_err(|error| {
                DataCorruption::new(file.to_owned(), format!("it cannot be read: {error}"))
            })?;
        Ok(meta.payload)
    }
}

impl Directory for IndexFolder {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        if self.reads {
            return self.inner.get_file_handle(path);
        }
        match Window::open(&self.folder.join(path)) {
            Ok(window) => Ok(Arc::new(window)),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                Err(OpenReadError::FileDoesNotExist(path.to_owned()))
            }
            Err(error) => Err(OpenReadError::wrap_io_error(error, path.to_owned())),
        }
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.inner.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.inner.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.inner.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let bytes = self.inner.atomic_read(path)?;
        let is_known =
            self.reads && path == Path::new(META) && self.has_schema.swap(true, Ordering::Relaxed);
        Ok(match is_known {
            true => without_schema(&bytes).unwrap_or(bytes),
            false => bytes,
        })
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> std::io::Result<()> {
        let file = self.folder.join(path);
        let draft = file.with_added_extension(&DRAFT[1..]);
        let mut out = File::create(&draft)?;
        out.write_all(data)?;
        out.sync_all()?;
        fs::rename(&draft, &file)?;
        self.sync_directory()
    }

    fn sync_directory(&self) -> std::io::Result<()> {
        self.inner.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        match self.inner.acquire_lock(lock) {
            Err(LockError::IoError(error))
                if self.reads
                    && matches!(
                        error.kind(),
                        ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied
                    ) =>
            {
                Ok(DirectoryLock::from(Box::new(PathBuf::from(&lock.filepath))))
            }
            result => result,
        }
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.inner.watch(callback)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tantivy::schema::{STRING, Schema};
    use tantivy::{Index, TantivyDocument};

    #[test]
    fn a_reader_makes_out_the_schema_once_and_all_segments() {
        let folder = tempfile::tempdir().unwrap();
        let mut schema = Schema::builder();
        let word = schema.add_text_field("word", STRING);
        let schema = schema.build();
        let index = Index::create_in_dir(folder.path(), schema.clone()).unwrap();
        let mut writer = index.writer_with_num_threads(1, 15_000_000).unwrap();
        let mut document = TantivyDocument::new();
        document.add_text(word, "kites");
        writer.add_document(document).unwrap();
        let mut commit = writer.prepare_commit().unwrap();
        commit.set_payload("noted");
        commit.commit().unwrap();
        let folder = IndexFolder::read(folder.path()).unwrap();
        let index = Index::open(folder.clone()).unwrap();
        assert_eq!(index.schema(), schema);
        let metas = index.load_metas().unwrap();
        assert_eq!(metas.schema.num_fields(), 0);
        assert_eq!(metas.segments.len(), 1);
        assert_eq!(metas.payload.as_deref(), Some("noted"));
        assert_eq!(folder.payload().unwrap().as_deref(), Some("noted"));
        assert_eq!(index.reader().unwrap().searcher().num_docs(), 1);
    }
}
