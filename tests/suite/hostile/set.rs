//! The set as it is made: each file with what has to come of it.

use std::fs;
use std::path::{Path, PathBuf};

/// What has to come of a file.
pub(super) struct Case {
    /// Its path, as the report shows it.
    pub(super) path: String,
    /// A word of the good story in it.
    pub(super) story: Option<String>,
    /// What the report says of it.
    pub(super) said: Said,
}

/// What the report says of a file.
#[derive(Clone, Copy)]
pub(super) enum Said {
    /// Whatever it is, or nothing.
    Anything,
    /// One line or more.
    Something,
    /// One line, with these words.
    Once(&'static str),
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
        self.write(name, &bytes.into(), None, Said::Something);
    }

    /// A file that the report has to name, with a good story in it.
    pub(super) fn with_story(&mut self, name: &str, bytes: impl Into<Vec<u8>>, word: &str) {
        self.write(name, &bytes.into(), Some(word), Said::Something);
    }

    /// A file of which the report says one thing.
    pub(super) fn says(&mut self, name: &str, bytes: impl Into<Vec<u8>>, reason: &'static str) {
        self.write(name, &bytes.into(), None, Said::Once(reason));
    }

    /// A file of which the report says one thing, with a good story in it that has the file's name without `.` and `-`
    /// for a word.
    pub(super) fn says_beside(
        &mut self,
        name: &str,
        bytes: impl FnOnce(&str) -> Vec<u8>,
        reason: &'static str,
    ) {
        let word = word(name);
        self.write(name, &bytes(&story(&word)), Some(&word), Said::Once(reason));
    }

    /// A file that the report has to name, with a good story in it that has such a word.
    pub(super) fn refused_beside(&mut self, name: &str, bytes: impl FnOnce(&str) -> Vec<u8>) {
        let word = word(name);
        self.write(name, &bytes(&story(&word)), Some(&word), Said::Something);
    }

    /// A file that is read: a good story with such a word.
    pub(super) fn reads(&mut self, name: &str, bytes: impl FnOnce(&str) -> Vec<u8>) {
        let word = word(name);
        self.write(name, &bytes(&story(&word)), Some(&word), Said::Anything);
    }

    /// A file with a good story in it.
    pub(super) fn story(&mut self, name: &str, bytes: impl Into<Vec<u8>>, word: &str) {
        self.write(name, &bytes.into(), Some(word), Said::Anything);
    }

    /// A file that is named in the report or is a story of the archive: it is not lost.
    pub(super) fn told(&mut self, name: &str, bytes: impl Into<Vec<u8>>) {
        self.write(name, &bytes.into(), None, Said::Anything);
    }

    fn write(&mut self, name: &str, bytes: &[u8], story: Option<&str>, said: Said) {
        let file = self.folder.join(name);
        assert!(!file.exists(), "{name} is there twice");
        fs::write(file, bytes).unwrap();
        self.note_said(name, story, said);
    }

    /// Notes a file that was made by other means.
    pub(super) fn note(&mut self, name: &str, story: Option<&str>, refused: bool) {
        let said = match refused {
            true => Said::Something,
            false => Said::Anything,
        };
        self.note_said(name, story, said);
    }

    fn note_said(&mut self, name: &str, story: Option<&str>, said: Said) {
        self.cases.push(Case {
            path: format!("hostile/{name}"),
            story: story.map(str::to_owned),
            said,
        });
    }
}

/// A file's name as a word.
fn word(name: &str) -> String {
    name.replace(['.', '-'], "")
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
