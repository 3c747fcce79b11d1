//! Walks folders in a stable order. Leaves out hidden files, the user's own exclusions and archives of this program;
//! reports links and special files, and opens nothing but bundles whose names do not fit the user's patterns.

use super::bundle::is_bundle;
use super::file::{open_file, plain_words};
use super::wanted::Filter;
use super::{Entry, STDIN, Unread, Wanted, shown};
use std::fs::{FileType, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::UNIX_EPOCH;
use walkdir::{DirEntry, WalkDir};

/// Endings of the names of bundles and compressed files: one that does not fit a pattern itself is opened for what in
/// it does.
const BUNDLES: &[&str] = &[
    "bz2", "gz", "tar", "tbz", "tbz2", "tgz", "txz", "tzst", "xz", "zip", "zst",
];

/// The file by which an archive's folder is known.
const ARCHIVE_MARK: &str = "archive.toml";

/// Finds the files of some roots (folders, files, or `-` for standard input), by root and then sorted by path.
///
/// A root inside another one is not walked twice. Links are not followed, except a root that is one itself.
pub fn walk<'a>(
    roots: &'a [PathBuf],
    wanted: &Wanted,
) -> impl Iterator<Item = Result<Entry, Unread>> + use<'a> {
    let (filter, wrong) = match wanted.filter() {
        Ok(filter) => (Some(Rc::new(filter)), None),
        Err(error) => (None, Some(Unread::failed("", error.to_string()))),
    };
    let found = filter
        .into_iter()
        .flat_map(move |filter| {
            distinct(roots)
                .into_iter()
                .map(move |root| (root, Rc::clone(&filter)))
        })
        .flat_map(|(root, filter)| walk_root(&root, filter));
    wrong.map(Err).into_iter().chain(found)
}

/// The roots, tidied, without those that lie in another one.
fn distinct(roots: &[PathBuf]) -> Vec<PathBuf> {
    let mut kept: Vec<PathBuf> = Vec::new();
    for root in roots.iter().map(|root| tidy(root)) {
        if !kept.iter().any(|other| root.starts_with(other)) {
            kept.retain(|other| !other.starts_with(&root));
            kept.push(root);
        }
    }
    kept
}

/// A path without `./` at its beginning, `/.` inside and `/` at its end, so that one folder has one name.
pub fn tidy(path: &Path) -> PathBuf {
    let tidied: PathBuf = path.components().collect();
    match tidied.strip_prefix(".") {
        Ok(rest) if !rest.as_os_str().is_empty() && rest.as_os_str() != STDIN => rest.to_owned(),
        _ => tidied,
    }
}

type Found = Box<dyn Iterator<Item = Result<Entry, Unread>>>;

/// Walks one root.
fn walk_root(root: &Path, filter: Rc<Filter>) -> Found {
    if root.as_os_str() == STDIN {
        return one(Ok(standard_input()));
    }
    let path = shown(root.as_os_str());
    match std::fs::metadata(root) {
        Err(error) => one(Err(Unread::failed(path, plain_words(&error)))),
        Ok(metadata) if metadata.is_dir() => walk_folder(root, filter),
        Ok(metadata) => one_file(root, path, &metadata, &filter),
    }
}

fn one(item: Result<Entry, Unread>) -> Found {
    Box::new(std::iter::once(item))
}

fn standard_input() -> Entry {
    Entry {
        file: STDIN.into(),
        path: STDIN.into(),
        size: 0,
        modified: 0,
        below: STDIN.into(),
    }
}

/// A root that is a file: followed where it is a link, and held against the patterns by its name.
fn one_file(root: &Path, path: String, metadata: &Metadata, filter: &Filter) -> Found {
    let name = Path::new(root.file_name().unwrap_or(root.as_os_str()));
    if !filter.wants(name) && !is_opened(root, name, filter) {
        return Box::new(std::iter::empty());
    }
    if let Some(kind) = special(metadata.file_type()) {
        return one(Err(Unread::passed_over(path, format!("it is {kind}"))));
    }
    one(match std::fs::canonicalize(root) {
        Ok(file) => Ok(entry(file, name.to_owned(), path, metadata)),
        Err(error) => Err(Unread::failed(path, plain_words(&error))),
    })
}

/// A root that is a folder.
fn walk_folder(root: &Path, filter: Rc<Filter>) -> Found {
    if root.join(ARCHIVE_MARK).is_file() {
        let reason = "it is an archive of this program, not a folder of dispatches";
        return one(Err(Unread::failed(shown(root.as_os_str()), reason)));
    }
    let base = root.to_owned();
    let folders = Rc::clone(&filter);
    let walk = WalkDir::new(root)
        .follow_root_links(true)
        .sort_by_file_name()
        .into_iter()
        .filter_entry({
            let base = base.clone();
            move |item| item.depth() == 0 || enters(item, &base, &folders)
        });
    Box::new(walk.filter_map(move |item| found(item, &base, &filter)))
}

/// Whether a file or folder below a root is looked at.
fn enters(item: &DirEntry, base: &Path, filter: &Filter) -> bool {
    if item.file_name().as_encoded_bytes().starts_with(b".") {
        return false;
    }
    let is_archive = item.file_type().is_dir() && item.path().join(ARCHIVE_MARK).is_file();
    !is_archive && !filter.leaves_out(below(item.path(), base))
}

fn below<'a>(path: &'a Path, base: &Path) -> &'a Path {
    path.strip_prefix(base).unwrap_or(path)
}

/// What the walk's item is to the reader: a file, something not read, or nothing to speak of.
fn found(
    item: walkdir::Result<DirEntry>,
    base: &Path,
    filter: &Filter,
) -> Option<Result<Entry, Unread>> {
    let item = match item {
        Ok(item) => item,
        Err(error) => return Some(Err(not_walked(&error, base))),
    };
    let kind = item.file_type();
    if kind.is_dir() || item.depth() == 0 {
        return None;
    }
    let below_base = below(item.path(), base);
    if !filter.wants(below_base) && !is_opened(item.path(), below_base, filter) {
        return None;
    }
    let path = shown(item.path().as_os_str());
    if let Some(kind) = special(kind) {
        return Some(Err(Unread::passed_over(path, format!("it is {kind}"))));
    }
    Some(match item.metadata() {
        Ok(metadata) => {
            let below = below(item.path(), base).to_owned();
            Ok(entry(item.into_path(), below, path, &metadata))
        }
        Err(error) => Err(not_walked(&error, base)),
    })
}

/// Whether a file that does not fit the patterns is a bundle, in which there may be what does.
fn is_opened(file: &Path, below: &Path, filter: &Filter) -> bool {
    let ending = below.extension().and_then(|ending| ending.to_str());
    let is_candidate = ending.is_some_and(|ending| {
        BUNDLES
            .iter()
            .any(|bundle| ending.eq_ignore_ascii_case(bundle))
    });
    is_candidate && filter.may_want_in(below) && has_bundle(file).unwrap_or(false)
}

fn has_bundle(file: &Path) -> io::Result<bool> {
    let mut file = open_file(file)?;
    if !file.metadata()?.is_file() {
        return Ok(false);
    }
    let mut head = Vec::new();
    file.by_ref().take(512).read_to_end(&mut head)?;
    Ok(is_bundle(&head))
}

fn not_walked(error: &walkdir::Error, base: &Path) -> Unread {
    let path = error.path().unwrap_or(base).as_os_str();
    let reason = match error.io_error() {
        Some(error) => plain_words(error),
        None => "it cannot be walked".into(),
    };
    Unread::failed(shown(path), reason)
}

/// What a file is that is no regular file.
fn special(kind: FileType) -> Option<&'static str> {
    if kind.is_file() {
        return None;
    }
    if kind.is_symlink() {
        return Some("a symbolic link, which is not followed");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return Some("a named pipe");
        }
        if kind.is_socket() {
            return Some("a socket");
        }
        if kind.is_block_device() || kind.is_char_device() {
            return Some("a device");
        }
    }
    Some("no regular file")
}

fn entry(file: PathBuf, below: PathBuf, path: String, metadata: &Metadata) -> Entry {
    Entry {
        file,
        below,
        path,
        size: metadata.len(),
        modified: modified(metadata).unwrap_or(0),
    }
}

/// Nanoseconds since 1970, before it negative.
fn modified(metadata: &Metadata) -> io::Result<i64> {
    let time = metadata.modified()?;
    let nanos = match time.duration_since(UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_nanos()),
        Err(before) => i64::try_from(before.duration().as_nanos()).map(|nanos| -nanos),
    };
    Ok(nanos.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// A folder with files of these paths.
    fn folder(paths: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for path in paths {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, "text").unwrap();
        }
        folder
    }

    /// What the walk finds below a folder: `path`, or `!path: reason`.
    fn found(folder: &Path, roots: &[&str], wanted: &Wanted) -> Vec<String> {
        let roots: Vec<_> = roots.iter().map(|root| folder.join(root)).collect();
        let base = format!("{}/", folder.display());
        walk(&roots, wanted)
            .map(|item| match item {
                Ok(entry) => entry.path.replace(&base, ""),
                Err(unread) => format!("!{}: {}", unread.path.replace(&base, ""), unread.reason),
            })
            .collect()
    }

    #[test]
    fn files_come_sorted_without_hidden_ones_and_archives() {
        let folder = folder(&[
            "b/2.txt",
            "b/10.txt",
            "a.txt",
            ".hidden",
            ".git/config",
            "index/archive.toml",
            "index/data/x",
        ]);
        let all = found(folder.path(), &[""], &Wanted::default());
        assert_eq!(all, ["a.txt", "b/10.txt", "b/2.txt"]);
    }

    #[test]
    fn a_root_in_another_root_is_walked_once() {
        let folder = folder(&["a/1", "a/b/2", "c/3"]);
        let paths = found(
            folder.path(),
            &["a/b", "a/", "a/./b", "c"],
            &Wanted::default(),
        );
        assert_eq!(paths, ["a/1", "a/b/2", "c/3"]);
    }

    #[test]
    fn exclusions_hold_for_whole_folders_and_inclusions_for_files() {
        let folder = folder(&["a/1.txt", "a/2.xml", "b/3.txt"]);
        let wanted = Wanted {
            include: vec!["*.txt".into()],
            exclude: vec!["b".into()],
        };
        assert_eq!(found(folder.path(), &[""], &wanted), ["a/1.txt"]);
    }

    #[test]
    fn a_bundle_is_found_for_what_in_it_may_fit() {
        let folder = folder(&["a.txt", "text.zip", "b.xml"]);
        fs::write(folder.path().join("c.zip"), b"PK\x03\x04").unwrap();
        fs::write(folder.path().join("d.zip"), b"PK\x03\x04").unwrap();
        let wanted = Wanted {
            include: vec!["*.txt".into()],
            exclude: vec!["d.*".into()],
        };
        assert_eq!(found(folder.path(), &[""], &wanted), ["a.txt", "c.zip"]);
    }

    #[test]
    fn a_root_that_does_not_exist_fails() {
        let folder = folder(&[]);
        let roots = [folder.path().join("gone")];
        let items: Vec<_> = walk(&roots, &Wanted::default()).collect();
        assert!(matches!(&items[..], [Err(unread)] if unread.failed));
    }

    #[cfg(unix)]
    #[test]
    fn links_and_pipes_are_reported_and_a_root_that_is_a_link_is_followed() {
        let folder = folder(&["real/1.txt"]);
        let at = |name: &str| folder.path().join(name);
        std::os::unix::fs::symlink(at("real"), at("link")).unwrap();
        std::os::unix::fs::symlink(at("real/1.txt"), at("real/again")).unwrap();
        std::os::unix::fs::symlink(at("real"), at("real/loop")).unwrap();
        let made = std::process::Command::new("mkfifo")
            .arg(at("real/pipe"))
            .status();
        assert!(made.unwrap().success());
        assert_eq!(
            found(folder.path(), &["link"], &Wanted::default()),
            [
                "link/1.txt",
                "!link/again: it is a symbolic link, which is not followed",
                "!link/loop: it is a symbolic link, which is not followed",
                "!link/pipe: it is a named pipe",
            ]
        );
        let roots = [at("real/again")];
        let again = walk(&roots, &Wanted::default()).next().unwrap().unwrap();
        let mut text = Vec::new();
        let mut file = crate::read::open_file(&again.file).unwrap();
        std::io::Read::read_to_end(&mut file, &mut text).unwrap();
        assert_eq!(text, b"text");
    }

    #[test]
    fn one_folder_has_one_name() {
        for (given, path) in [
            ("./corpus/", "corpus"),
            ("corpus/./afp", "corpus/afp"),
            (".", "."),
            ("./-", "./-"),
            ("../x", "../x"),
            ("/a//b/", "/a/b"),
        ] {
            assert_eq!(tidy(Path::new(given)).as_os_str(), path);
        }
    }
}
