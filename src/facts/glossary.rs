//! Names and set phrases of the news under all their names: spellings of agencies, and other languages
//! (`glossary.tsv`). Only looked into on request (`--glossary`).

use crate::language::words;
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// Our table.
pub(crate) const TABLE: &str = include_str!("glossary.tsv");

/// Most words of a name, and so the most words in a row that are looked up together.
pub const MAX_WORDS: usize = 4;

/// The rows, ours with the user's laid over. They are sorted out when the first name is looked up.
#[derive(Debug, Default)]
pub struct Glossary {
    user: String,
    index: OnceLock<Index>,
}

#[derive(Debug, Default)]
struct Index {
    rows: Vec<Vec<String>>,
    /// The rows of each name, by its [`key`].
    by_key: FxHashMap<String, Vec<usize>>,
}

impl Glossary {
    /// Our rows, and those of a user's table. A row of the user's that shares a name with ours adds its names to it. The
    /// error is of the form `3: what is wrong`.
    pub fn with(user: &str) -> Result<Glossary, String> {
        for (number, line) in (1..).zip(user.lines()) {
            row(line).map_err(|why| format!("{number}: {why}"))?;
        }
        Ok(Glossary {
            user: user.to_owned(),
            index: OnceLock::new(),
        })
    }

    /// The other names of what a name means, in the order of the table; none where it is in no row.
    pub fn others(&self, name: &str) -> Vec<&str> {
        let index = self.index.get_or_init(|| Index::new(&self.user));
        let wanted = key(name);
        let rows = index.by_key.get(&wanted).into_iter().flatten();
        let mut found: Vec<&str> = Vec::new();
        let mut keys = vec![wanted];
        for name in rows.flat_map(|row| &index.rows[*row]) {
            let key = key(name);
            if !keys.contains(&key) {
                keys.push(key);
                found.push(name);
            }
        }
        found
    }
}

impl Index {
    fn new(user: &str) -> Index {
        let mut index = Index::default();
        let ours = TABLE.lines().filter_map(|line| row(line).ok().flatten());
        for names in ours {
            index.add(index.rows.len(), names);
        }
        for names in user.lines().filter_map(|line| row(line).ok().flatten()) {
            let known = names.iter().find_map(|name| index.by_key.get(&key(name)));
            let row = known.and_then(|rows| rows.first().copied());
            index.add(row.unwrap_or(index.rows.len()), names);
        }
        index
    }

    fn add(&mut self, row: usize, names: Vec<&str>) {
        if row == self.rows.len() {
            self.rows.push(Vec::new());
        }
        for name in names {
            let rows = self.by_key.entry(key(name)).or_default();
            if !rows.contains(&row) {
                rows.push(row);
            }
            self.rows[row].push(name.to_owned());
        }
    }
}

/// The names of a line; `None` where it is empty or a note.
fn row(line: &str) -> Result<Option<Vec<&str>>, String> {
    let line = line.trim_end_matches('\r');
    if line.trim().is_empty() || line.starts_with('#') {
        return Ok(None);
    }
    let Some((kind, names)) = line.split_once('\t') else {
        return Err("no tab: write name or phrase, a tab, and the names parted by |".into());
    };
    if !matches!(kind, "name" | "phrase") {
        return Err(format!("{kind:?} is no kind: write name or phrase"));
    }
    let names: Vec<&str> = names.split('|').map(str::trim).collect();
    if names.len() < 2 {
        return Err("a row has two names at least, parted by |".into());
    }
    match names.iter().find(|name| key(name).is_empty()) {
        Some(empty) => Err(format!("{empty:?} is no name: it has no letters")),
        None => Ok(Some(names)),
    }
}

/// A name as names are compared: its folded words.
fn key(name: &str) -> String {
    let words = words::tokens(name);
    let words = words.map(|token| words::terms(&token.surface()).0.into_owned());
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_right_and_no_name_stands_in_one_twice() {
        let glossary = Glossary::default();
        let mut rows = 0;
        for line in TABLE.lines() {
            let Some(names) = row(line).unwrap() else {
                continue;
            };
            rows += 1;
            assert!(names.len() >= 5, "{line}");
            for name in names {
                assert!(!glossary.others(name).is_empty(), "{name}");
            }
        }
        assert!(rows >= 120, "{rows}");
    }

    #[test]
    fn a_name_in_any_spelling_has_the_others() {
        let glossary = Glossary::default();
        for (typed, other) in [
            ("Karabakh", "Карабах"),
            ("CESSEZ-LE-FEU", "Waffenruhe"),
            ("cessez le feu", "ceasefire"),
            ("prime minister", "首相"),
            ("選舉", "election"),
            ("停戦", "停火"),
        ] {
            assert!(glossary.others(typed).contains(&other), "{typed}");
        }
        assert!(
            glossary
                .others("Karabakh")
                .iter()
                .all(|name| *name != "Karabakh")
        );
        assert!(glossary.others("potato").is_empty());
    }

    #[test]
    fn a_users_rows_add_to_ours_and_wrong_ones_are_said() {
        let glossary =
            Glossary::with("# mine\nname\tTbilisi|Tifliz\nphrase\tla une|front page\n").unwrap();
        assert!(glossary.others("Tifliz").contains(&"თბილისი"));
        assert_eq!(glossary.others("front page"), ["la une"]);
        for (text, part) in [
            ("ceasefire|truce", "1: no tab"),
            ("\nnames\ta|b", "2: \"names\" is no kind"),
            ("name\ta", "two names"),
            ("name\ta|—", "no letters"),
        ] {
            assert!(Glossary::with(text).unwrap_err().contains(part), "{text}");
        }
    }
}
