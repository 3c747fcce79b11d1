//! The set as it is made: each file with what has to come of it.

use std::fs;
use std::path::{Path, PathBuf};

/// What has to come of a file.
pub(super) struct Case {
    /// Its path, as the report shows it.
    pub(super) path: String,
    /// A word of the good story in it.
    pub(super) story: Option<String>,
    /// Whether the report has to name it.
    pub(super) refused: bool,
}

/// The files made so far.
pub(super) struct Set {
    pub(super) folder: PathBuf,
    pub(super) cases: Vec<Case>,
}

impl Set {
    pub(super) fn new(folder: &Path) -> Set {
        fs::create_dir_all(folder).unwrap();
        Set {
            folder: folder.to_owned(),
            cases: Vec::new(),
        }
    }

    /// A file that the report has to name.
    pub(super) fn refused(&mut self, name: &str, bytes: impl Into<Vec<u8>>) {
        self.write(name, &bytes.into(), None, true);
    }

    /// A file that the report has to name, with a good story in it.
    pub(super) fn with_story(&mut self, name: &str, bytes: impl Into<Vec<u8>>, word: &str) {
        self.write(name, &bytes.into(), Some(word), true);
    }

    /// A file with a good story in it.
    pub(super) fn story(&mut self, name: &str, bytes: impl Into<Vec<u8>>, word: &str) {
        self.write(name, &bytes.into(), Some(word), false);
    }

    /// A file that is named in the report or is a story of the archive: it is not lost.
    pub(super) fn told(&mut self, name: &str, bytes: impl Into<Vec<u8>>) {
        self.write(name, &bytes.into(), None, false);
    }

    fn write(&mut self, name: &str, bytes: &[u8], story: Option<&str>, refused: bool) {
        let file = self.folder.join(name);
        assert!(!file.exists(), "{name} is there twice");
        fs::write(file, bytes).unwrap();
        self.note(name, story, refused);
    }

    /// Notes a file that was made by other means.
    pub(super) fn note(&mut self, name: &str, story: Option<&str>, refused: bool) {
        self.cases.push(Case {
            path: format!("hostile/{name}"),
            story: story.map(str::to_owned),
            refused,
        });
    }
}

/// A good story with a word of its own.
pub(super) fn story(word: &str) -> String {
    format!(
        "LISBON, March 3, 2019 (Reuters) - A museum of kites named {word} opened by the river on Sunday.\n\n\
         Its gardener said that the ferry would call at the new pier twice a day.\n"
    )
}

/// Bytes that look like chance and are always the same.
pub(super) fn noise(length: usize) -> Vec<u8> {
    let mut state = 7u64;
    let mut byte = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 40) as u8
    };
    (0..length).map(|_| byte()).collect()
}
