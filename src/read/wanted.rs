//! Which files of a folder are wanted: patterns such as `*.txt`, `2020/**` or `afp`.

use crate::error::{Error, Result};
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use std::path::Path;

/// Which files of a folder are wanted.
///
/// A pattern is held against the path below the folder that was given, against the name, and against both of every
/// folder on the way: `afp` means the whole folder of that name. A bundle counts as a folder.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Patterns of which one has to fit; empty: all.
    pub include: Vec<String>,
    /// Patterns of which none may fit.
    pub exclude: Vec<String>,
}

impl Wanted {
    /// Whether every pattern can be read; the walk takes one that cannot for a failure.
    pub fn check(&self) -> Result<()> {
        self.filter().map(|_| ())
    }

    /// The patterns, ready to be held against paths.
    pub(super) fn filter(&self) -> Result<Filter> {
        Ok(Filter {
            include: match self.include.is_empty() {
                true => None,
                false => Some(set(&self.include)?),
            },
            exclude: set(&self.exclude)?,
        })
    }
}

/// Patterns, ready to be held against paths.
#[derive(Debug)]
pub(super) struct Filter {
    include: Option<GlobSet>,
    exclude: GlobSet,
}

impl Filter {
    /// Whether the file with this path below its root is wanted.
    pub(super) fn wants(&self, below: &Path) -> bool {
        let included = match &self.include {
            Some(include) => fits_on_the_way(include, below),
            None => true,
        };
        included && !fits_on_the_way(&self.exclude, below)
    }

    /// Whether members of the bundle with this path below its root may be wanted: it counts as a folder.
    pub(super) fn may_want_in(&self, below: &Path) -> bool {
        !fits_on_the_way(&self.exclude, below)
    }

    /// Whether the folder with this path below its root is left out with all that it holds.
    pub(super) fn leaves_out(&self, below: &Path) -> bool {
        fits(&self.exclude, below)
    }
}

fn set(patterns: &[String]) -> Result<GlobSet> {
    let bad = |pattern: &str, error: globset::Error| Error::Usage {
        message: format!("{pattern} is no pattern of file names: {}", error.kind()),
        hint: Some("patterns look like *.txt, 2020/** or {afp,reuters}/*".into()),
    };
    let mut builder = GlobSetBuilder::new();
    for pattern in patterns {
        let trimmed = pattern.trim_start_matches("./").trim_end_matches('/');
        let glob = GlobBuilder::new(trimmed).literal_separator(true).build();
        builder.add(glob.map_err(|error| bad(pattern, error))?);
    }
    builder.build().map_err(|error| bad("this", error))
}

fn fits(set: &GlobSet, below: &Path) -> bool {
    set.is_match(below) || below.file_name().is_some_and(|name| set.is_match(name))
}

fn fits_on_the_way(set: &GlobSet, below: &Path) -> bool {
    !set.is_empty()
        && below
            .ancestors()
            .filter(|path| !path.as_os_str().is_empty())
            .any(|path| fits(set, path))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wants(include: &[&str], exclude: &[&str], path: &str) -> bool {
        let own = |patterns: &[&str]| patterns.iter().map(|p| p.to_string()).collect();
        let wanted = Wanted {
            include: own(include),
            exclude: own(exclude),
        };
        wanted.filter().unwrap().wants(Path::new(path))
    }

    #[test]
    fn a_pattern_fits_a_name_a_path_or_a_folder_on_the_way() {
        for (include, exclude, path, wanted) in [
            (&[][..], &[][..], "afp/a.txt", true),
            (&["*.txt"], &[], "afp/2020/a.txt", true),
            (&["*.txt"], &[], "afp/2020/a.xml", false),
            (&["afp"], &[], "afp/2020/a.txt", true),
            (&["afp/"], &[], "afp/2020/a.txt", true),
            (&["2020/**"], &[], "afp/2020/a.txt", false),
            (&["afp/*.txt"], &[], "afp/2020/a.txt", false),
            (&[], &["2020"], "afp/2020/a.txt", false),
            (&["*.txt"], &["a.*"], "afp/a.txt", false),
            (&["{afp,dpa}/**"], &[], "dpa/a.txt", true),
        ] {
            assert_eq!(
                wants(include, exclude, path),
                wanted,
                "{include:?} {exclude:?} {path}"
            );
        }
    }

    #[test]
    fn a_pattern_that_cannot_be_read_is_named() {
        let wanted = Wanted {
            include: vec!["a[".into()],
            exclude: vec![],
        };
        let error = wanted.check().unwrap_err();
        assert!(error.to_string().starts_with("a[ is no pattern"), "{error}");
    }
}
