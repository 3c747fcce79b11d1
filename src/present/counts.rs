//! How many stories a query finds, altogether or by a property: text, JSON or CSV.

use super::csv::{cell, write_cells};
use super::figures::grouped;
use super::{document, safe, unwritten};
use crate::error::Result;
use serde::Serialize;
use std::io::Write;

/// The number of stories that a query finds.
#[derive(Debug, Clone, Serialize)]
pub struct Counts<'a> {
    /// The query as typed.
    pub query: &'a str,
    /// How many stories it finds.
    pub total: u64,
    /// The property counted by: `agency`, `month`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<&'a str>,
    /// Its values, `None` for the stories without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counts: Option<Vec<Count>>,
}

/// How many stories have a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Count {
    /// The value; `None` for the stories without one.
    pub value: Option<String>,
    /// How many.
    pub stories: u64,
}

/// Stands for stories without a value.
const NONE: &str = "(none)";

/// Writes the number, or a line a value.
pub fn text(out: &mut dyn Write, counts: &Counts<'_>) -> Result<()> {
    match &counts.counts {
        Some(counts) => values(out, counts),
        None => writeln!(out, "{}", counts.total).map_err(unwritten),
    }
}

/// Writes a line a value: its count and its name.
pub(super) fn values(out: &mut dyn Write, values: &[Count]) -> Result<()> {
    let numbers: Vec<_> = values.iter().map(|count| grouped(count.stories)).collect();
    let width = numbers.iter().map(String::len).max().unwrap_or_default();
    for (count, number) in values.iter().zip(numbers) {
        let value = safe::line(count.value.as_deref().unwrap_or(NONE));
        writeln!(out, "{number:>width$}  {value}").map_err(unwritten)?;
    }
    Ok(())
}

/// Writes one document.
pub fn json(out: &mut dyn Write, counts: &Counts<'_>) -> Result<()> {
    document(out, counts)
}

/// Writes a header line and a line a value.
pub fn csv(out: &mut dyn Write, counts: &Counts<'_>) -> Result<()> {
    let (Some(by), Some(values)) = (counts.by, &counts.counts) else {
        write_cells(out, ["stories"].into_iter())?;
        return write_cells(out, [counts.total.to_string().as_str()].into_iter());
    };
    write_cells(out, [by, "stories"].into_iter())?;
    for count in values {
        let value = cell(count.value.as_deref().unwrap_or_default());
        write_cells(
            out,
            [value.as_str(), &count.stories.to_string()].into_iter(),
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts() -> Counts<'static> {
        let count = |value: Option<&str>, stories| Count {
            value: value.map(String::from),
            stories,
        };
        Counts {
            query: "karabakh",
            total: 1240,
            by: Some("agency"),
            counts: Some(vec![
                count(Some("afp"), 1200),
                count(Some("=x\u{1B}"), 38),
                count(None, 2),
            ]),
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
            "1,200  afp\n   38  =x␛\n    2  (none)\n"
        );
        assert_eq!(
            written(csv, &counts()),
            "agency,stories\nafp,1200\n'=x␛,38\n,2\n"
        );
        let value: serde_json::Value = serde_json::from_str(&written(json, &counts())).unwrap();
        assert_eq!(value["schema"], 1);
        assert_eq!(value["counts"][2]["value"], serde_json::Value::Null);
    }

    #[test]
    fn a_bare_number_is_for_scripts() {
        let mut counts = counts();
        (counts.by, counts.counts) = (None, None);
        assert_eq!(written(text, &counts), "1240\n");
        assert_eq!(written(csv, &counts), "stories\n1240\n");
        assert!(!written(json, &counts).contains("counts"));
    }
}
