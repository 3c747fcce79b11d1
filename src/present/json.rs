//! JSON: one document for a search, one record a line for stories. The same record everywhere.
//!
//! Control characters beyond those that JSON itself escapes (DEL, C1, bidirectional controls) are escaped too: the
//! text stays the same, and no terminal acts on it.

use super::safe::is_bidi_control;
use super::{Asked, Listing, unwritten};
use crate::error::Result;
use crate::search::Results;
use crate::story::SCHEMA;
use serde::Serialize;
use serde_json::ser::Formatter;
use std::io::{self, Write};

/// Writes a value as one line of JSON.
pub fn record<T: Serialize + ?Sized>(out: &mut dyn Write, value: &T) -> Result<()> {
    write_value(out, value)?;
    out.write_all(b"\n").map_err(unwritten)
}

/// Writes a value as one document, with the schema's number first.
pub fn document<T: Serialize>(out: &mut dyn Write, value: &T) -> Result<()> {
    #[derive(Serialize)]
    struct Document<'a, T> {
        schema: u32,
        #[serde(flatten)]
        value: &'a T,
    }
    let schema = SCHEMA;
    record(out, &Document { schema, value })
}

fn write_value<T: Serialize + ?Sized>(out: &mut dyn Write, value: &T) -> Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(out, Escaping);
    value
        .serialize(&mut serializer)
        .map_err(|error| unwritten(error.into()))
}

/// Compact JSON with every control character escaped.
struct Escaping;

impl Formatter for Escaping {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut plain = 0;
        for (at, c) in fragment.char_indices() {
            if matches!(c, '\u{7F}'..='\u{9F}') || is_bidi_control(c) {
                writer.write_all(&fragment.as_bytes()[plain..at])?;
                write!(writer, "\\u{:04x}", u32::from(c))?;
                plain = at + c.len_utf8();
            }
        }
        writer.write_all(&fragment.as_bytes()[plain..])
    }
}

/// `{"schema":1,"query":…,"total":…,"hits":[…]}`; of several queries `{"schema":1,"queries":[…]}`.
pub(super) struct Json {
    batch: bool,
    first: bool,
}

impl Json {
    pub(super) fn new(batch: bool) -> Json {
        Json { batch, first: true }
    }

    /// Opens the object of a query, up to its hits.
    fn open(&mut self, out: &mut dyn Write, asked: Asked<'_>, results: &Results<'_>) -> Result<()> {
        let Results {
            total,
            matched,
            partial,
            ..
        } = results;
        if !self.first {
            out.write_all(b",\n").map_err(unwritten)?;
        }
        self.first = false;
        match self.batch {
            true => out.write_all(b"{\"name\":").map_err(unwritten)?,
            false => write!(out, "{{\"schema\":{SCHEMA}").map_err(unwritten)?,
        }
        if self.batch {
            write_value(out, &asked.name)?;
        }
        out.write_all(b",\"query\":").map_err(unwritten)?;
        write_value(out, asked.query)?;
        let offset = asked.offset;
        write!(out, ",\"total\":{total},\"with_repeats\":{matched}").map_err(unwritten)?;
        if *partial {
            out.write_all(b",\"partial\":true").map_err(unwritten)?;
        }
        write!(out, ",\"offset\":{offset},\"hits\":[").map_err(unwritten)
    }
}

impl Listing for Json {
    fn begin(&mut self, out: &mut dyn Write) -> Result<()> {
        match self.batch {
            true => writeln!(out, "{{\"schema\":{SCHEMA},\"queries\":[").map_err(unwritten),
            false => Ok(()),
        }
    }

    fn list(&mut self, out: &mut dyn Write, asked: Asked<'_>, results: Results<'_>) -> Result<u64> {
        self.open(out, asked, &results)?;
        let mut shown = 0;
        for hit in results.hits {
            let hit = hit?;
            let before = if shown == 0 { "\n" } else { ",\n" };
            out.write_all(before.as_bytes()).map_err(unwritten)?;
            write_value(out, &hit)?;
            shown += 1;
        }
        out.write_all(b"]}").map_err(unwritten)?;
        Ok(shown)
    }

    fn end(&mut self, out: &mut dyn Write) -> Result<()> {
        let close = if self.batch { "]}\n" } else { "\n" };
        out.write_all(close.as_bytes()).map_err(unwritten)
    }
}

#[cfg(test)]
mod tests {
    use super::super::examples::{hit, listed, looks};
    use super::super::{Form, Looks};
    use super::*;

    #[test]
    fn a_search_is_one_document() {
        for hits in [vec![], vec![hit()], vec![hit(), hit()]] {
            let number = hits.len();
            let text = listed(Form::Json, looks(80), hits);
            let value: serde_json::Value = serde_json::from_str(&text).unwrap();
            assert_eq!(value["schema"], 1);
            assert_eq!(value["total"], 412);
            assert_eq!(value["hits"].as_array().unwrap().len(), number);
            assert!(text.ends_with("}\n"));
        }
    }

    #[test]
    fn several_searches_are_one_document_too() {
        let looks = Looks {
            batch: true,
            ..looks(80)
        };
        let text = listed(Form::Json, looks, vec![hit()]);
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["queries"][0]["name"], "q1");
        assert_eq!(value["queries"][0]["hits"][0]["date"], "2020-11-17");
    }

    #[test]
    fn control_characters_are_escaped_and_not_lost() {
        let text = "a\u{1B}b\u{7F}c\u{9B}d\u{202E}e\u{2066}f\n\"é";
        let mut out = Vec::new();
        record(&mut out, text).unwrap();
        let written = String::from_utf8(out).unwrap();
        assert!(
            !written
                .trim_end()
                .contains(|c: char| c.is_control() || is_bidi_control(c))
        );
        assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
    }
}
