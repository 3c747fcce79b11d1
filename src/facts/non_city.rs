//! Datelines that name no place of a map: a plane, the sea, a border, somewhere near a town (`non_city.tsv`).
//!
//! A row says how such a name begins or ends, folded as names of places are, in which language, and of which kind it
//! then is. Its last cell says what the rest of the name is: nothing to look up (empty), perhaps a place (`place`), or
//! one without which the row does not hold (`only`: `NEAR KHARKIV` is near Kharkiv, `NEAR ENOUGH` is nothing).

use super::gazetteer::fold_name;

/// The table.
pub(super) const TABLE: &str = include_str!("non_city.tsv");

/// A name that is of no place, as a row of the table reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NonCity {
    /// `vehicle`, `sea`, `undisclosed`, `base`, `institution`, `site`, `region`, `border` or `near`.
    pub kind: &'static str,
    /// The folded rest of the name, where it may be a place.
    pub rest: Option<String>,
    /// Whether the name is only so where the rest is a place.
    pub needs_rest: bool,
}

/// Every reading of a name as no place of a map, in the table's order.
pub fn readings(name: &str) -> impl Iterator<Item = NonCity> {
    let key = fold_name(name);
    rows().filter_map(move |row| {
        let rest = match row.at_end {
            true => key.strip_suffix(row.words).filter(|rest| is_apart(rest)),
            false => key.strip_prefix(row.words).filter(|rest| is_apart(rest)),
        }?;
        let rest = rest.trim();
        Some(NonCity {
            kind: row.kind,
            rest: (!row.then.is_empty() && !rest.is_empty()).then(|| rest.to_owned()),
            needs_rest: row.then == "only",
        })
    })
}

/// Whether a rest is parted from the words by a blank, or nothing is left.
fn is_apart(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(' ') || rest.ends_with(' ')
}

/// A row of the table.
struct Row {
    words: &'static str,
    at_end: bool,
    kind: &'static str,
    then: &'static str,
}

fn rows() -> impl Iterator<Item = Row> {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| {
        let mut cells = line.split('\t');
        let (words, place, _language) = (cells.next()?, cells.next()?, cells.next()?);
        Some(Row {
            words,
            at_end: place == "end",
            kind: cells.next()?,
            then: cells.next().unwrap_or_default(),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole_and_its_words_are_folded() {
        for line in TABLE.lines().skip(1) {
            let cells: Vec<&str> = line.split('\t').collect();
            let &[words, place, language, kind, then] = &cells[..] else {
                panic!("{line}");
            };
            assert_eq!(fold_name(words), words);
            assert!(["begin", "end"].contains(&place), "{line}");
            assert_eq!(language.len(), 2, "{line}");
            let kinds = "vehicle sea undisclosed base institution site region border near";
            assert!(kinds.split(' ').any(|known| known == kind), "{line}");
            assert!(["", "place", "only"].contains(&then), "{line}");
        }
    }

    #[test]
    fn names_of_no_place_are_told_by_how_they_begin_or_end() {
        let first = |name| {
            readings(name)
                .next()
                .map(|reading| (reading.kind, reading.rest))
        };
        for (name, kind, rest) in [
            ("ABOARD AIR FORCE ONE", "vehicle", None),
            ("À bord de l’avion papal", "vehicle", None),
            ("NEAR KHARKIV", "near", Some("kharkiv")),
            ("RAMSTEIN AIR BASE", "base", Some("ramstein")),
            ("TURKISH-SYRIAN BORDER", "border", Some("turkish syrian")),
            ("LIEU NON PRÉCISÉ", "undisclosed", None),
            ("НА БОРТУ САМОЛЕТА", "vehicle", None),
        ] {
            assert_eq!(first(name), Some((kind, rest.map(String::from))), "{name}");
        }
        for name in [
            "Nearco",
            "Aboardville",
            "Fortaleza",
            "Campinas",
            "",
            "Paris",
        ] {
            assert_eq!(first(name), None, "{name}");
        }
    }
}
