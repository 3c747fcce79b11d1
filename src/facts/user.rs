//! A user's own tables, a folder of files laid over those that the program carries:
//!
//! - `places.tsv`: places and names, of the columns of `gazetteer/supplement.tsv`;
//! - `agencies.tsv`: agencies and marks, of the columns of our `agencies.tsv`;
//! - `languages/*.toml`: names of months and weekdays, of the form of our language files.
//!
//! A row with an id that we have adds its names or marks to ours and replaces what its other cells say; empty cells
//! stay as they are. A row with another id is new. Every row is checked when the folder is read, and a wrong one is an
//! error with its file and line: nothing is half understood.

use super::agencies::{self, Agencies};
use crate::error::{Error, Result};
use crate::language::Language;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// The files of the folder.
const PLACES: &str = "places.tsv";
const AGENCIES: &str = "agencies.tsv";
const LANGUAGES: &str = "languages";

/// One file and what it says.
#[derive(Debug)]
pub(crate) struct Table {
    /// Where it stands, for errors.
    pub(super) path: PathBuf,
    /// Its text.
    pub(super) text: String,
}

impl Table {
    /// An error in a line of it.
    pub(super) fn wrong(&self, line: usize, reason: impl Into<String>) -> Error {
        Error::Table {
            path: self.path.clone(),
            line,
            reason: reason.into(),
        }
    }

    /// An error as the readers of tables give it: `3: what is wrong`.
    pub(super) fn wrong_at(&self, why: &str) -> Error {
        let (line, reason) = why.split_once(": ").unwrap_or(("1", why));
        self.wrong(line.parse().unwrap_or(1), reason)
    }
}

/// The files of a user's folder. What is not there is `None` or empty.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    pub(super) places: Option<Table>,
    pub(super) agencies: Option<Table>,
    pub(super) languages: Vec<Table>,
}

impl Tables {
    /// Reads the files of a folder. Refuses tables that it has no use for: a misspelt name would be passed over.
    pub(super) fn read(folder: &Path) -> Result<Tables> {
        let mut tables = Tables::default();
        for path in entries(folder)? {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            match name.as_ref() {
                PLACES => tables.places = Some(read(path)?),
                AGENCIES => tables.agencies = Some(read(path)?),
                LANGUAGES => {
                    let files = entries(&path)?.into_iter();
                    let files = files.filter(|file| has_ending(file, "toml"));
                    tables.languages = files.map(read).collect::<Result<_>>()?;
                }
                _ if has_ending(&path, "tsv") || has_ending(&path, "toml") => {
                    return Err(Error::Usage {
                        message: format!("{} is no table that is known", path.display()),
                        hint: Some(format!(
                            "call it {PLACES}, {AGENCIES} or {LANGUAGES}/NAME.toml, or take it out of the folder"
                        )),
                    });
                }
                _ => {}
            }
        }
        Ok(tables)
    }

    /// Every text, for the digest, in an order of its own.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        let tables = self.places.iter().chain(&self.agencies);
        tables
            .chain(&self.languages)
            .map(|table| table.text.as_str())
    }

    /// Our agencies with the user's.
    pub(super) fn agencies(&self) -> Result<Agencies> {
        let Some(table) = &self.agencies else {
            return Ok(Agencies::built_in());
        };
        let mut rows = Vec::new();
        for (number, line) in (1..).zip(table.text.lines()) {
            let line = line.trim_end_matches('\r');
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let row = agency_row(line).map_err(|why| table.wrong(number, why))?;
            // Our own reader is the judge of a row; its line numbers are those of one line.
            Agencies::read(&row)
                .map_err(|why| table.wrong(number, why.trim_start_matches("agencies.tsv:1: ")))?;
            rows.push(row);
        }
        let id = |row: &str| row.split('\t').next().unwrap_or_default().to_owned();
        let changed: Vec<String> = rows.iter().map(|row| id(row)).collect();
        let ours = agencies::TABLE.lines().map(String::from);
        let ours = ours.filter(|row| !changed.contains(&id(row)));
        // Of agencies that share a mark the first is meant: the user's own.
        let all: Vec<String> = rows.into_iter().chain(ours).collect();
        Agencies::read(&all.join("\n")).map_err(|why| table.wrong(1, why))
    }

    /// The user's languages.
    pub(super) fn languages(&self) -> Result<Vec<Language>> {
        let languages = self.languages.iter().map(|table| {
            let language: Language = toml::from_str(&table.text).map_err(|error| {
                let before = error.span().map_or(0, |span| span.start);
                let before = table.text.get(..before).unwrap_or_default();
                table.wrong(before.matches('\n').count() + 1, error.message())
            })?;
            let counts = [("months", language.months.len(), 12), ("weekdays", language.weekdays.len(), 7)];
            match counts.into_iter().find(|&(_, number, all)| number != 0 && number != all) {
                Some((what, number, all)) => Err(table.wrong(
                    1,
                    format!("it has {number} {what} instead of {all}: write a list for each, empty where you know no name"),
                )),
                None => Ok(language),
            }
        });
        languages.collect()
    }
}

/// A user's row of an agency, made whole with what we have of it.
fn agency_row(line: &str) -> std::result::Result<String, String> {
    let mut cells: Vec<String> = line
        .split('\t')
        .map(|cell| cell.trim().to_owned())
        .collect();
    if cells.len() != 6 {
        return Err(format!(
            "{} cells instead of 6: write id, name, country, language, style, marks, parted by tabs",
            cells.len()
        ));
    }
    let ours = agencies::TABLE
        .lines()
        .find(|row| row.split('\t').next() == Some(&cells[0]));
    for (at, ours) in ours.into_iter().flat_map(|row| row.split('\t').enumerate()) {
        if cells[at].is_empty() {
            cells[at] = ours.to_owned();
        } else if at == 5 {
            cells[at] = format!("{ours}|{}", cells[at]);
        }
    }
    let is_code =
        |cell: &str, letter: fn(char) -> bool| cell.len() == 2 && cell.chars().all(letter);
    let [id, name, country, language, _, marks] = &cells[..] else {
        return Err("a row has six cells".into());
    };
    if id.is_empty() || id.chars().any(|c| c.is_whitespace() || c.is_uppercase()) {
        return Err(format!(
            "{id:?} is no id: write small letters without blanks (afp)"
        ));
    }
    if name.is_empty() || marks.is_empty() {
        return Err(format!(
            "{id} is new: write its name, and the marks it signs with parted by |"
        ));
    }
    if !is_code(country, |c| c.is_ascii_uppercase()) {
        return Err(format!(
            "{country:?} is no country: write the two capitals of ISO 3166 (FR)"
        ));
    }
    if !is_code(language, |c| c.is_ascii_lowercase()) {
        return Err(format!(
            "{language:?} is no language: write the two letters of ISO 639 (fr)"
        ));
    }
    Ok(cells.join("\t"))
}

/// The paths in a folder, by name.
fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).map_err(Error::io("read", folder))?;
    let paths = entries.map(|entry| entry.map(|entry| entry.path()));
    let mut paths: Vec<PathBuf> = paths
        .collect::<io::Result<_>>()
        .map_err(Error::io("read", folder))?;
    paths.sort();
    Ok(paths)
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|found| found == ending)
}

fn read(path: PathBuf) -> Result<Table> {
    // A pipe would be waited for.
    let is_file = fs::metadata(&path).map(|metadata| metadata.is_file());
    if !is_file.map_err(Error::io("read", &path))? {
        let error = io::Error::new(io::ErrorKind::InvalidInput, "it is no regular file");
        return Err(Error::io("read", &path)(error));
    }
    let bytes = fs::read(&path).map_err(Error::io("read", &path))?;
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Table {
            text: text.to_owned(),
            path,
        }),
        Err(error) => {
            let before = &bytes[..error.valid_up_to()];
            let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
            Err(Error::Table {
                path,
                line,
                reason: "it is not UTF-8: save the file in that encoding".into(),
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::facts::Facts;
    use crate::facts::gazetteer::Hints;
    use std::fs;
    use tempfile::{TempDir, tempdir};

    fn folder(files: &[(&str, &str)]) -> TempDir {
        let folder = tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    fn facts(files: &[(&str, &str)]) -> Facts {
        Facts::with_user_tables(folder(files).path()).unwrap()
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_in_the_place_of_a_table_is_refused_and_not_waited_for() {
        let folder = folder(&[]);
        let pipe = folder.path().join("places.tsv");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.unwrap().success());
        let error = Facts::with_user_tables(folder.path())
            .err()
            .unwrap()
            .to_string();
        assert!(error.contains("no regular file"), "{error}");
    }

    #[test]
    fn a_users_agency_is_known_and_one_of_ours_learns_marks() {
        let facts = facts(&[(
            "agencies.tsv",
            "#id\nanp2\tAgence Neuve\tFR\tfr\t\tANP|NEUVE\nafp\t\t\t\t\tFRANCEP\r\n",
        )]);
        let id = |mark| {
            facts
                .agencies
                .by_mark(mark)
                .map(|agency| agency.id.as_str())
        };
        assert_eq!(id("NEUVE"), Some("anp2"));
        assert_eq!(
            id("ANP"),
            Some("anp2"),
            "of a shared mark the user's own is meant"
        );
        assert_eq!((id("FRANCEP"), id("AFP")), (Some("afp"), Some("afp")));
        assert_eq!(facts.agencies.get("afp").unwrap().country, "FR");
        assert_eq!(id("DPA"), Some("dpa"));
    }

    #[test]
    fn the_digest_tells_tables_apart() {
        let none = facts(&[]).version();
        assert_eq!(none, Facts::built_in().version());
        let one = facts(&[("places.tsv", "611717\t\t\t\t\t\t\tTibliski\n")]).version();
        let other = facts(&[("places.tsv", "611717\t\t\t\t\t\t\tTibliskj\n")]).version();
        assert!(none != one && one != other);
    }

    #[test]
    fn a_users_place_is_understood() {
        let facts = facts(&[("places.tsv", "\u{FEFF}611717\t\t\t\t\t\t\tTibliski\n")]);
        let found = facts.gazetteer.resolve("Tibliski", Hints::default());
        assert_eq!(found.unwrap().0.name, "Tbilisi");
    }

    #[test]
    fn an_error_names_the_file_the_line_and_what_to_do() {
        for (name, text, parts) in [
            (
                "places.tsv",
                "#\nx-a\tA\tcity\tQQ",
                ["places.tsv:2: ", "write that of a region"],
            ),
            (
                "agencies.tsv",
                "afp",
                ["agencies.tsv:1: ", "write id, name"],
            ),
            (
                "agencies.tsv",
                "xx\tX\tFR\tfr\tloud\tX",
                ["agencies.tsv:1: ", "is no style"],
            ),
            (
                "agencies.tsv",
                "xx\tX\tfr\tfr\t\tX",
                ["agencies.tsv:1: ", "two capitals"],
            ),
            (
                "agencies.tsv",
                "xx\tX\tFR\tfr\t\t",
                ["agencies.tsv:1: ", "the marks"],
            ),
            (
                "languages/xx.toml",
                "code = \"xx\"\nname = 3\n",
                ["xx.toml:2: ", "string"],
            ),
            (
                "languages/xx.toml",
                "code = \"xx\"\nname = \"X\"\nmonths = [[\"a\"]]\n",
                ["xx.toml:1: ", "1 months instead of 12"],
            ),
            ("place.tsv", "", ["place.tsv is no table", ""]),
        ] {
            let folder = folder(&[(name, text)]);
            let error = Facts::with_user_tables(folder.path()).unwrap_err();
            for part in parts {
                assert!(error.to_string().contains(part), "{error}");
            }
            assert!(error.hint().is_some(), "{error}");
        }
        let error = Facts::with_user_tables("/nowhere/at/all".as_ref()).unwrap_err();
        assert!(
            error.to_string().starts_with("cannot read /nowhere"),
            "{error}"
        );
    }
}
