//! News agencies: their ids, names, home countries, and the marks they sign with (`agencies.tsv`).
//!
//! One row an agency, sorted by id: id, name, ISO 3166-1 home, ISO 639-1 home language, styles parted by blanks, marks
//! separated by `|`. A mark in brackets or slashes, beside a place or a date, needs no style. Style `bare`: the agency
//! also signs without brackets (`YEREVAN, MARCH 5, ARMENPRESS.`, `AGI - La giunta`); `dashless`: no dash need follow
//! its mark (`Berlin (KNA) Die …`); `unsigned`: papers print the place alone before its text, and its mark elsewhere
//! (`ODENSE: En bro …` over `/ritzau/`); `worldwide`: it files from everywhere, and its home hardly tells places apart;
//! `release`: no agency at all, but a wire that carries what companies pay for.

use rustc_hash::{FxHashMap, FxHashSet};
use unicode_normalization::UnicodeNormalization;

/// One row of `agencies.tsv`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Agency {
    /// The id in the story record, lower case: `afp`.
    pub id: String,
    /// The agency's own name.
    pub name: String,
    /// ISO 3166-1 alpha-2 code of its home.
    pub country: String,
    /// ISO 639-1 code of the language it writes in first.
    pub language: String,
    /// Whether its mark may stand in a dateline without brackets.
    pub bare: bool,
    /// Whether its datelines may end in its mark, without a dash: `Berlin (KNA) Die …`.
    pub dashless: bool,
    /// Whether its datelines may be a place alone, where it signs above the text or at its end: `ODENSE: En bro …`.
    pub unsigned: bool,
    /// Whether it files from everywhere, so that its home says little of a place.
    pub worldwide: bool,
    /// The marks it signs with, as printed, in any case: `AFP`, `A.F.P.`, `أ ف ب`.
    pub marks: Vec<String>,
}

/// The table of agencies.
#[derive(Debug, Default)]
pub struct Agencies {
    rows: Vec<Agency>,
    /// Rows by id and by mark, folded.
    by_mark: FxHashMap<String, Vec<usize>>,
    /// Rows and numbers of their marks, by the first letter of the mark in lower case: all, and those of agencies
    /// that sign without brackets.
    by_initial: FxHashMap<char, Vec<(usize, usize)>>,
    bare_by_initial: FxHashMap<char, Vec<(usize, usize)>>,
    /// Marks of press-release wires, folded.
    releases: FxHashSet<String>,
}

/// The table that the program carries.
pub(super) const TABLE: &str = include_str!("agencies.tsv");

impl Agencies {
    /// The table that the program carries.
    pub fn built_in() -> Agencies {
        Agencies::read(TABLE).expect("agencies.tsv is checked by a test")
    }

    /// Reads a table of the form of `agencies.tsv`. An error names the row.
    pub fn read(table: &str) -> Result<Agencies, String> {
        let mut agencies = Agencies::default();
        for (number, line) in (1..).zip(table.lines()) {
            if !line.is_empty() && !line.starts_with('#') {
                let (row, is_release) =
                    row(line).map_err(|why| format!("agencies.tsv:{number}: {why}"))?;
                if is_release {
                    agencies
                        .releases
                        .extend(row.marks.iter().map(|mark| fold(mark)));
                } else {
                    agencies.add(row);
                }
            }
        }
        Ok(agencies)
    }

    fn add(&mut self, row: Agency) {
        let at = self.rows.len();
        for mark in row.marks.iter().chain([&row.id]) {
            let rows = self.by_mark.entry(fold(mark)).or_default();
            if rows.last() != Some(&at) {
                rows.push(at);
            }
        }
        for (number, mark) in row.marks.iter().enumerate() {
            if let Some(initial) = mark.chars().next() {
                let initial = lower(initial);
                if row.bare {
                    let marks = self.bare_by_initial.entry(initial).or_default();
                    marks.push((at, number));
                }
                let marks = self.by_initial.entry(initial).or_default();
                marks.push((at, number));
            }
        }
        self.rows.push(row);
    }

    /// The agency of an id.
    pub fn get(&self, id: &str) -> Option<&Agency> {
        self.rows.iter().find(|row| row.id == id)
    }

    /// The agency that signs with a mark, brackets removed, in any case; an id is a mark too. Of several (`APA`) the
    /// first of the table.
    pub fn by_mark(&self, mark: &str) -> Option<&Agency> {
        self.all_by_mark(mark).next()
    }

    /// Every agency that signs with a mark: `APA` is Austrian and Azerbaijani.
    pub fn all_by_mark(&self, mark: &str) -> impl Iterator<Item = &Agency> {
        let rows = self.by_mark.get(&fold(mark)).map_or(&[][..], Vec::as_slice);
        rows.iter().map(|&at| &self.rows[at])
    }

    /// The marks that begin with a letter, in any case; all, or those of agencies that sign without brackets.
    pub fn marks_on(&self, initial: char, bare: bool) -> impl Iterator<Item = &str> {
        let marks = if bare {
            &self.bare_by_initial
        } else {
            &self.by_initial
        };
        let marks = marks.get(&lower(initial)).map_or(&[][..], Vec::as_slice);
        marks
            .iter()
            .map(|&(row, mark)| self.rows[row].marks[mark].as_str())
    }

    /// The agency of a credit as printed: its mark, or a mark and the name of a service (`Reuters Breakingviews`).
    pub fn of_credit(&self, credit: &str) -> Option<&Agency> {
        self.by_mark(credit).or_else(|| {
            let (first, service) = credit.split_once(' ')?;
            let named = service.chars().next().is_some_and(char::is_uppercase);
            let whole = first.ends_with(char::is_alphanumeric) && first.chars().count() >= 5;
            (named && whole).then(|| self.by_mark(first))?
        })
    }

    /// The agency of a name, in any case: `Agence France-Presse`.
    pub fn by_name(&self, name: &str) -> Option<&Agency> {
        let name = fold(name);
        self.rows.iter().find(|row| fold(&row.name) == name)
    }

    /// Whether a credit is that of a press-release wire: it marks a dateline, but no agency wrote the story.
    pub fn is_release(&self, credit: &str) -> bool {
        self.releases.contains(&fold(credit))
    }

    /// Every agency, sorted by id.
    pub fn iter(&self) -> impl Iterator<Item = &Agency> {
        self.rows.iter()
    }
}

/// Reads one row, and whether it is a press-release wire, or says what is wrong with it.
fn row(line: &str) -> Result<(Agency, bool), String> {
    let fields: Vec<&str> = line.split('\t').collect();
    let &[id, name, country, language, styles, marks] = &fields[..] else {
        return Err(format!("{} fields instead of 6", fields.len()));
    };
    let known = ["bare", "dashless", "release", "unsigned", "worldwide"];
    if let Some(odd) = styles
        .split(' ')
        .find(|style| !known.contains(style) && !style.is_empty())
    {
        return Err(format!(
            "{odd:?} is no style; the styles are {}",
            known.join(", ")
        ));
    }
    let has = |wanted: &str| styles.split(' ').any(|style| style == wanted);
    let agency = Agency {
        id: id.into(),
        name: name.into(),
        country: country.into(),
        language: language.into(),
        bare: has("bare"),
        dashless: has("dashless"),
        unsigned: has("unsigned"),
        worldwide: has("worldwide"),
        marks: marks.split('|').map(String::from).collect(),
    };
    Ok((agency, has("release")))
}

/// Marks meet whatever their case, full stops and blanks: `A.F.P.` is `AFP`, `(أ ف ب)` is `(أ.ف.ب)`.
fn fold(mark: &str) -> String {
    let counts = |c: &char| c.is_alphanumeric() || matches!(c, '-' | '/' | '!');
    if mark.is_ascii() {
        let letters = mark.chars().filter(counts);
        return letters.map(|c| c.to_ascii_lowercase()).collect();
    }
    mark.nfkc()
        .filter(counts)
        .flat_map(char::to_lowercase)
        .collect()
}

/// A letter in lower case; of a letter with several, the first.
fn lower(letter: char) -> char {
    letter.to_lowercase().next().unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole_sorted_unique_and_nfc() {
        let agencies = Agencies::read(TABLE).unwrap();
        let ids: Vec<_> = agencies.iter().map(|row| &row.id).collect();
        assert!(ids.windows(2).all(|pair| pair[0] < pair[1]), "{ids:?}");
        assert!(unicode_normalization::is_nfc(TABLE));
        for row in agencies.iter() {
            let upper =
                |code: &str| code.len() == 2 && code.chars().all(|c| c.is_ascii_uppercase());
            assert!(upper(&row.country), "{row:?}");
            assert!(row.language.len() == 2, "{row:?}");
            assert!(
                !row.marks.iter().any(|mark| fold(mark).is_empty()),
                "{row:?}"
            );
        }
    }

    #[test]
    fn marks_are_known_in_any_case_and_script() {
        let agencies = Agencies::built_in();
        for (mark, id) in [
            ("AFP", "afp"),
            ("A.F.P.", "afp"),
            ("أ ف ب", "afp"),
            ("REUTER", "reuters"),
            ("рейтер", "reuters"),
            ("ats", "ats"),
            ("РИА НОВОСТИ", "ria"),
            ("ČTK", "ctk"),
            ("新华社", "xinhua"),
            ("Europa Press", "europapress"),
        ] {
            assert_eq!(agencies.by_mark(mark).map(|row| row.id.as_str()), Some(id));
        }
        assert_eq!(agencies.by_mark("Andhra"), None);
        assert_eq!(agencies.all_by_mark("APA").count(), 3);
        assert!(agencies.is_release("PRNEWSWIRE") && agencies.by_mark("PRNewswire").is_none());
    }

    #[test]
    fn an_error_names_the_row() {
        let error = Agencies::read("#id\nafp\tAFP").unwrap_err();
        assert!(error.starts_with("agencies.tsv:2:"), "{error}");
        let error = Agencies::read("xx\tX\tFR\tfr\tbare loud\tX").unwrap_err();
        assert!(error.contains("\"loud\" is no style"), "{error}");
    }
}
