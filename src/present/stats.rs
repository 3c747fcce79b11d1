//! What an archive holds, for a person.

use super::counts;
use super::figures::{bytes, grouped};
use super::story::write_field;
use super::{Style, unwritten};
use crate::engine::{Row, Stats};
use crate::error::Result;
use serde::{Serialize, Serializer};
use std::io::Write;

/// What an archive holds, and how many of its stories have which properties.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Holdings {
    /// The figures.
    #[serde(flatten)]
    pub stats: Stats,
    /// Counts by the properties that were asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tables: Vec<Table>,
}

/// How many stories have each value of a property.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Table {
    /// The property: `format`, `charset`, …
    pub by: &'static str,
    /// Its values.
    #[serde(serialize_with = "values")]
    pub counts: Vec<Row>,
}

/// As objects of `value` and `stories`.
fn values<S: Serializer>(rows: &[Row], serializer: S) -> std::result::Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Value<'a> {
        value: Option<&'a str>,
        stories: u64,
    }
    serializer.collect_seq(rows.iter().map(|row| Value {
        value: row.values.first().and_then(Option::as_deref),
        stories: row.stories,
    }))
}

/// Writes what an archive holds: the figures, and a table for each property.
pub fn write(out: &mut dyn Write, holdings: &Holdings, style: Style) -> Result<()> {
    for (name, value) in fields(&holdings.stats) {
        if let Some(value) = value {
            write_field(out, name, &value, style).map_err(unwritten)?;
        }
    }
    for table in &holdings.tables {
        writeln!(out, "\nby {}", table.by).map_err(unwritten)?;
        counts::rows(out, &table.counts)?;
    }
    Ok(())
}

fn fields(stats: &Stats) -> [(&'static str, Option<String>); 7] {
    let ratio = stats.index_bytes as f64 / stats.text_bytes.max(1) as f64;
    let index = format!("{} ({ratio:.2} of the text)", bytes(stats.index_bytes));
    [
        ("stories", Some(grouped(stats.stories))),
        ("copies", (stats.copies > 0).then(|| grouped(stats.copies))),
        ("words", Some(grouped(stats.words))),
        ("days", days(stats)),
        ("text", Some(bytes(stats.text_bytes))),
        ("index", Some(index)),
        ("digest", Some(stats.fingerprint.clone())),
    ]
}

/// `1987-02-26 to 2020-11-17`
fn days(stats: &Stats) -> Option<String> {
    let (first, last) = (stats.first_day?, stats.last_day?);
    Some(format!("{first} to {last}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_archive_is_summed_up() {
        let stats = Stats {
            stories: 31_314,
            words: 9_000_000,
            text_bytes: 60_000_000,
            index_bytes: 45_000_000,
            first_day: chrono::NaiveDate::from_ymd_opt(2006, 1, 2),
            last_day: chrono::NaiveDate::from_ymd_opt(2008, 12, 31),
            fingerprint: "0f3a".into(),
            ..Stats::default()
        };
        let count = |value: &str, stories| Row {
            values: vec![Some(value.into())],
            stories,
        };
        let holdings = Holdings {
            stats,
            tables: vec![Table {
                by: "format",
                counts: vec![count("plain", 31_000), count("nitf", 314)],
            }],
        };
        let mut out = Vec::new();
        write(&mut out, &holdings, Style::plain(80)).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "\
stories   31,314
words     9,000,000
days      2006-01-02 to 2008-12-31
text      60.0 MB
index     45.0 MB (0.75 of the text)
digest    0f3a

by format
31,000  plain
   314  nitf
"
        );
    }
}
