//! From which folder the relative paths of an archive are meant: `index .` in two folders would put the files of one in
//! the place of the other's.

use crate::error::{Error, Result};
use crate::read;
use std::fs;
use std::path::{Path, PathBuf};

/// How many of an archive's files are looked for where they were.
const LOOKED_FOR: usize = 100;

/// Whether what was named has to be looked for from the folder where the run is.
pub(super) fn is_needed(paths: &[PathBuf]) -> bool {
    paths
        .iter()
        .any(|path| path.is_relative() && path.as_os_str() != read::STDIN)
}

/// Refuses a run whose relative paths are meant from another folder than those of the archive, while the files of those
/// are still there. A folder that was moved together with its archive, or that has two names, is the same.
pub(super) fn check(
    location: &Path,
    before: Option<&str>,
    here: &Path,
    held: impl Iterator<Item = String>,
) -> Result<()> {
    let Some(before) = before.map(|before| PathBuf::from(read::unshown(before))) else {
        return Ok(());
    };
    let is_same = fs::canonicalize(&before).is_ok_and(|before| before == here);
    if is_same || before == here {
        return Ok(());
    }
    let mut relative = held
        .filter(|path| path != read::STDIN)
        .map(|path| PathBuf::from(read::unshown(&path)))
        .filter(|path| path.is_relative())
        .take(LOOKED_FOR);
    let Some(file) = relative.find(|path| before.join(path).exists()) else {
        return Ok(());
    };
    Err(Error::Usage {
        message: format!(
            "the archive at {} has files of {} by paths from there ({}), and this is {}: files of one could take the place of the other's",
            location.display(),
            before.display(),
            file.display(),
            here.display(),
        ),
        hint: Some(format!(
            "give the whole path: dateline index {}; or make an archive for each with --index",
            here.display()
        )),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_relative_paths_are_meant_from_somewhere() {
        assert!(is_needed(&["/a".into(), "b".into()]));
        assert!(!is_needed(&["/a".into(), "-".into()]));
    }

    #[test]
    fn a_folder_that_was_moved_with_its_files_is_no_other_folder() {
        let (old, new) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let before = read::shown(old.path().as_os_str());
        let held = ["x.txt".to_owned(), "/elsewhere/y.txt".to_owned()];
        let check = || {
            check(
                Path::new("index"),
                Some(&before),
                new.path(),
                held.iter().cloned(),
            )
        };
        assert!(
            check().is_ok(),
            "no file of the archive is there any longer"
        );
        fs::write(old.path().join("x.txt"), "").unwrap();
        let error = check().unwrap_err();
        assert!(error.to_string().contains("x.txt") && error.exit_code() == 2);
    }
}
