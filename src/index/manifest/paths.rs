//! Paths as numbers: each is kept once, as the number of its folder and its name there, so that a million of them need
//! some forty megabytes.

use hashbrown::HashTable;
use std::hash::{BuildHasher, RandomState};

/// Paths, numbered from 0 on in the order in which they came.
#[derive(Debug, Default)]
pub(super) struct Paths {
    folders: Names,
    files: Names,
}

impl Paths {
    /// Makes room for so many paths.
    pub(super) fn expect(&mut self, paths: usize) {
        self.files.rows.reserve(paths);
        let hash = |(hash, _): &(u32, u32)| spread(*hash);
        self.files.numbers.reserve(paths, hash);
    }

    /// The number of a path, which it is given where it has none.
    pub(super) fn number(&mut self, path: &str) -> u32 {
        let (folder, name) = split(path);
        let folder = self.folders.number(0, folder);
        self.files.number(folder, name)
    }

    /// The number of a path, where it has one.
    pub(super) fn find(&self, path: &str) -> Option<u32> {
        let (folder, name) = split(path);
        self.files.find(self.folders.find(0, folder)?, name)
    }

    /// The path of a number that was given.
    pub(super) fn path(&self, number: u32) -> String {
        let (folder, name) = self.files.get(number);
        self.folders.get(folder).1.to_owned() + name
    }

    /// Whether a number is that of a path.
    pub(super) fn is(&self, number: u32, path: &str) -> bool {
        let (folder, name) = self.files.get(number);
        path.strip_prefix(self.folders.get(folder).1) == Some(name)
    }
}

/// A path's folder, with the sign behind it, and its name there.
fn split(path: &str) -> (&str, &str) {
    path.split_at(path.rfind('/').map_or(0, |at| at + 1))
}

/// Names, each below a number.
#[derive(Debug, Default)]
struct Names {
    /// All names, one behind the other.
    text: String,
    /// What each is below, and where it ends.
    rows: Vec<(u32, usize)>,
    /// The numbers of names, each with the hash of what it stands for: to look there takes longer.
    numbers: HashTable<(u32, u32)>,
    hasher: RandomState,
}

impl Names {
    fn number(&mut self, below: u32, name: &str) -> u32 {
        let hash = self.hash(below, name);
        if let Some(number) = self.look(hash, below, name) {
            return number;
        }
        let number = self.rows.len() as u32;
        self.text += name;
        self.rows.push((below, self.text.len()));
        let row = (hash, number);
        self.numbers
            .insert_unique(spread(hash), row, |(hash, _)| spread(*hash));
        number
    }

    fn find(&self, below: u32, name: &str) -> Option<u32> {
        self.look(self.hash(below, name), below, name)
    }

    fn look(&self, hash: u32, below: u32, name: &str) -> Option<u32> {
        let same = |&(own, number): &(u32, u32)| own == hash && self.get(number) == (below, name);
        let found = self.numbers.find(spread(hash), same);
        found.map(|(_, number)| *number)
    }

    /// What the name of a number is below, and the name.
    fn get(&self, number: u32) -> (u32, &str) {
        let number = number as usize;
        let start = number
            .checked_sub(1)
            .map_or(0, |before| self.rows[before].1);
        let (below, end) = self.rows[number];
        (below, &self.text[start..end])
    }

    fn hash(&self, below: u32, name: &str) -> u32 {
        self.hasher.hash_one((below, name)) as u32
    }
}

/// Makes both ends of a number tell it from others, as the table wants it.
fn spread(hash: u32) -> u64 {
    u64::from(hash).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_path_has_one_number_and_each_number_one_path() {
        let mut paths = Paths::default();
        let names = [
            "a.txt",
            "wire/a.txt",
            "wire/b.txt",
            "wire/",
            "-",
            "/a.txt",
            "",
            "wire/a.txt",
        ];
        let numbers: Vec<u32> = names.iter().map(|path| paths.number(path)).collect();
        assert_eq!(numbers, [0, 1, 2, 3, 4, 5, 6, 1]);
        for (path, number) in names.iter().zip(numbers) {
            assert_eq!(paths.find(path), Some(number));
            assert_eq!(paths.path(number), *path);
            assert!(paths.is(number, path) && !paths.is(number, "wire/c.txt"));
        }
        assert_eq!(paths.find("wire/c.txt"), None);
        assert_eq!(paths.find("other/a.txt"), None);
    }

    #[test]
    fn many_paths_in_many_folders_are_told_apart() {
        let mut paths = Paths::default();
        let path = |number: u32| format!("wire/{}/{}.txt", number % 97, number / 97);
        (0..20_000).for_each(|number| assert_eq!(paths.number(&path(number)), number));
        (0..20_000).for_each(|number| assert_eq!(paths.find(&path(number)), Some(number)));
        (0..20_000).for_each(|number| assert_eq!(paths.path(number), path(number)));
    }
}
