//! How many stories a query finds, altogether or by properties: text, JSON or CSV.

use super::csv::{cell, write_cells};
use super::figures::grouped;
use super::layout::{columns, padded};
use super::{document, safe, unwritten};
use crate::engine::Row;
use crate::error::Result;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use std::io::Write;

/// The number of stories that a query finds.
#[derive(Debug, Clone)]
pub struct Counts<'a> {
    /// The query as typed.
    pub query: &'a str,
    /// How many stories it finds, those that share a line counted once.
    pub total: u64,
    /// How many it finds, each counted.
    pub matched: u64,
    /// Whether the time was up before all were looked at: there may be more.
    pub partial: bool,
    /// The properties counted by: `agency`, `month`, …
    pub by: Vec<&'a str>,
    /// How many have which values of them, in the order to write.
    pub rows: Vec<Row>,
}

/// Stands for stories without a value.
pub(super) const NONE: &str = "(none)";

/// Writes the number, or a line a row: its count and its values.
pub fn text(out: &mut dyn Write, counts: &Counts<'_>) -> Result<()> {
    match counts.by.is_empty() {
        true => writeln!(out, "{}", counts.total).map_err(unwritten),
        false => rows(out, &counts.rows),
    }
}

/// Writes a line a row, numbers and values under each other.
pub(super) fn rows(out: &mut dyn Write, rows: &[Row]) -> Result<()> {
    let lines: Vec<(String, Vec<String>)> = rows
        .iter()
        .map(|row| {
            let shown =
                |value: &Option<String>| safe::line(value.as_deref().unwrap_or(NONE)).into();
            (grouped(row.stories), row.values.iter().map(shown).collect())
        })
        .collect();
    let number = lines.iter().map(|(number, _)| number.len()).max();
    let number = number.unwrap_or_default();
    let properties = rows.first().map_or(0, |row| row.values.len());
    let widths: Vec<usize> = (0..properties)
        .map(|at| lines.iter().map(|(_, values)| columns(&values[at])).max())
        .map(Option::unwrap_or_default)
        .collect();
    for (stories, values) in &lines {
        let padded = values
            .iter()
            .zip(&widths)
            .map(|(v, width)| padded(v, *width));
        let line = padded.collect::<Vec<_>>().join("  ");
        writeln!(out, "{stories:>number$}  {}", line.trim_end()).map_err(unwritten)?;
    }
    Ok(())
}

/// Writes one document; each row is an object of its values by property, and `stories`.
pub fn json(out: &mut dyn Write, counts: &Counts<'_>) -> Result<()> {
    document(out, counts)
}

impl Serialize for Counts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("query", self.query)?;
        map.serialize_entry("total", &self.total)?;
        map.serialize_entry("with_repeats", &self.matched)?;
        if self.partial {
            map.serialize_entry("partial", &true)?;
        }
        if !self.by.is_empty() {
            map.serialize_entry("by", &self.by)?;
            let rows = self.rows.iter().map(|row| NamedRow(&self.by, row));
            map.serialize_entry("counts", &rows.collect::<Vec<_>>())?;
        }
        map.end()
    }
}

/// A row with the names of its properties.
struct NamedRow<'a>(&'a [&'a str], &'a Row);

impl Serialize for NamedRow<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let NamedRow(names, row) = self;
        let mut map = serializer.serialize_map(Some(names.len() + 1))?;
        for (name, value) in names.iter().zip(&row.values) {
            map.serialize_entry(name, value)?;
        }
        map.serialize_entry("stories", &row.stories)?;
        map.end()
    }
}

/// Writes a header line and a line a row.
pub fn csv(out: &mut dyn Write, counts: &Counts<'_>) -> Result<()> {
    write_cells(out, counts.by.iter().copied().chain(["stories"]))?;
    if counts.by.is_empty() {
        return write_cells(out, [counts.total.to_string().as_str()].into_iter());
    }
    for row in &counts.rows {
        let values = row
            .values
            .iter()
            .map(|value| cell(value.as_deref().unwrap_or_default()));
        let cells: Vec<String> = values.chain([row.stories.to_string()]).collect();
        write_cells(out, cells.iter().map(String::as_str))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts() -> Counts<'static> {
        let row = |agency: Option<&str>, month: &str, stories| Row {
            values: vec![agency.map(String::from), Some(month.into())],
            stories,
        };
        Counts {
            partial: false,
            query: "karabakh",
            total: 1240,
            matched: 1300,
            by: vec!["agency", "month"],
            rows: vec![
                row(Some("afp"), "2020-11", 1200),
                row(Some("=x\u{1B}"), "2020-11", 38),
                row(None, "2020-12", 2),
            ],
        }
    }

    fn written(
        write: fn(&mut dyn Write, &Counts<'_>) -> Result<()>,
        counts: &Counts<'_>,
    ) -> String {
        let mut out = Vec::new();
        write(&mut out, counts).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn counts_stand_under_each_other() {
        assert_eq!(
            written(text, &counts()),
            "1,200  afp     2020-11\n   38  =x␛     2020-11\n    2  (none)  2020-12\n"
        );
        assert_eq!(
            written(csv, &counts()),
            "agency,month,stories\nafp,2020-11,1200\n'=x␛,2020-11,38\n,2020-12,2\n"
        );
        let value: serde_json::Value = serde_json::from_str(&written(json, &counts())).unwrap();
        assert_eq!(value["schema"], 1);
        assert_eq!(value["counts"][0]["agency"], "afp");
        assert_eq!(value["counts"][2]["agency"], serde_json::Value::Null);
        assert_eq!(value["counts"][2]["stories"], 2);
    }

    #[test]
    fn a_bare_number_is_for_scripts() {
        let mut counts = counts();
        (counts.by, counts.rows) = (Vec::new(), Vec::new());
        assert_eq!(written(text, &counts), "1240\n");
        assert_eq!(written(csv, &counts), "stories\n1240\n");
        assert!(!written(json, &counts).contains("counts"));
    }
}
