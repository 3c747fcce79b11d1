//! The folder of an index: tantivy's, but for three things.
//!
//! tantivy's reader takes a lock, which is a file, so that no writer removes what it is about to open; an archive on a
//! read-only disk, or another user's, has to answer without. And what tantivy writes at once it makes readable for its
//! owner alone, whatever the user's umask says; an archive is often read by others.
//!
//! A search maps the files. Who writes reads them: each is merged once, from its beginning to its end, and pages that are
//! mapped count as the process's memory until the file is closed.

use super::window::Window;
use serde::Deserialize;
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
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
}

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
        })
    }
}

/// What is wanted of `meta.json`.
#[derive(Deserialize)]
struct Meta {
    payload: Option<String>,
}

impl IndexFolder {
    /// What the last commit carries beside its segments. Of all that `meta.json` says, the schema above all, no more is
    /// made out.
    pub(super) fn payload(&self) -> tantivy::Result<Option<String>> {
        let file = Path::new("meta.json");
        let meta: Meta = serde_json::from_slice(&self.atomic_read(file)?).map_err(|error| {
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
        self.inner.atomic_read(path)
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
