//! Comma-separated values, for spreadsheets. A cell that a spreadsheet would run as a formula gets a `'` before it, and
//! control characters are replaced; JSON Lines is the form that loses nothing.

use super::chains::role_name;
use super::{Asked, Listing, safe, unwritten};
use crate::error::Result;
use crate::search::{Hit, Results};
use std::io::{self, Write};

/// Names of the columns.
const COLUMNS: [&str; 16] = [
    "date", "place", "country", "agency", "language", "headline", "opening", "byline", "slug",
    "words", "score", "id", "path", "part", "chain", "role",
];

/// How much of the first paragraph the column `opening` holds, in characters.
const OPENING: usize = 200;

/// A header line, then a line a hit; of several queries the first column is the query's name.
pub(super) struct Csv {
    batch: bool,
}

impl Csv {
    pub(super) fn new(batch: bool) -> Csv {
        Csv { batch }
    }

    fn write_row(&self, out: &mut dyn Write, asked: &str, row: &[String]) -> Result<()> {
        let asked = self.batch.then_some(asked);
        write_cells(out, asked.into_iter().chain(row.iter().map(String::as_str)))
    }
}

/// Writes one line of cells. Nothing is flushed: that is for whoever has written all.
pub(super) fn write_cells<'a>(
    out: &mut dyn Write,
    cells: impl Iterator<Item = &'a str>,
) -> Result<()> {
    // The writer of rows flushes what it writes to; memory does not mind.
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    let row = writer.write_record(cells).map_err(io::Error::other);
    row.and_then(|()| writer.into_inner().map_err(|error| error.into_error()))
        .and_then(|row| out.write_all(&row))
        .map_err(unwritten)
}

impl Listing for Csv {
    fn begin(&mut self, out: &mut dyn Write) -> Result<()> {
        self.write_row(out, "asked", &COLUMNS.map(String::from))
    }

    fn list(&mut self, out: &mut dyn Write, asked: Asked<'_>, results: Results<'_>) -> Result<u64> {
        let mut shown = 0;
        for hit in results.hits {
            let name = cell(asked.name.unwrap_or_default());
            self.write_row(out, &name, &row(&hit?))?;
            shown += 1;
        }
        Ok(shown)
    }
}

/// The cells of a hit, in the order of [`COLUMNS`].
fn row(hit: &Hit) -> [String; 16] {
    let (story, chain) = (&hit.story, hit.in_chain.as_ref());
    let or_empty = |value: &Option<String>| cell(value.as_deref().unwrap_or_default());
    let places: Vec<_> = story.places.iter().map(|p| p.as_written.as_str()).collect();
    let countries: Vec<_> = story
        .places
        .iter()
        .filter_map(|p| p.country.as_deref())
        .collect();
    let opening: String = story
        .paragraphs
        .first()
        .map_or("", |p| p)
        .chars()
        .take(OPENING)
        .collect();
    [
        story.date.map(|date| date.to_string()).unwrap_or_default(),
        cell(&places.join("/")),
        cell(&countries.join("/")),
        or_empty(&story.agency),
        or_empty(&story.language),
        or_empty(&story.headline),
        cell(&opening),
        or_empty(&story.byline),
        or_empty(&story.slug),
        story.words.to_string(),
        hit.score.to_string(),
        story.id.clone(),
        cell(&story.path),
        story.part.map(|part| part.to_string()).unwrap_or_default(),
        chain.map(|chain| cell(&chain.id)).unwrap_or_default(),
        chain.map_or("", |chain| role_name(chain.role)).into(),
    ]
}

/// A cell's text, with a `'` before what would be a formula.
pub(super) fn cell(text: &str) -> String {
    let formula = |c: char| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠');
    let begins_badly =
        text.starts_with(['\t', '\r', '\n']) || text.trim_start().starts_with(formula);
    let quote = if begins_badly { "'" } else { "" };
    format!("{quote}{}", safe::line(text))
}

#[cfg(test)]
mod tests {
    use super::super::Form;
    use super::super::examples::{hit, listed, looks};
    use super::*;

    #[test]
    fn a_cell_that_would_be_a_formula_is_neutralised() {
        for text in [
            "=1+1", "+1", "-1", "@x", "＝1", "  =1", "\u{A0}=1", "\t=1", "\rx",
        ] {
            assert!(cell(text).starts_with('\''), "{text:?}");
        }
        assert_eq!(cell("Tbilissi - le"), "Tbilissi - le");
        assert_eq!(cell("a\u{1B}b"), "a␛b");
    }

    #[test]
    fn a_header_line_stands_over_the_hits() {
        let mut odd = hit();
        odd.story.headline = Some("=cmd, \"x\"\nb".into());
        let text = listed(Form::Csv, looks(80), vec![hit(), odd]);
        let mut reader = ::csv::Reader::from_reader(text.as_bytes());
        assert_eq!(reader.headers().unwrap(), &COLUMNS.to_vec());
        let rows: Vec<_> = reader.records().map(|row| row.unwrap()).collect();
        assert_eq!(rows.len(), 2);
        assert_eq!(&rows[0][1], "Tbilissi");
        assert_eq!(&rows[1][5], "'=cmd, \"x\"␊b");
        assert_eq!(&rows[1][12], "corpus/afp/karabakh 1.txt");
    }

    #[test]
    fn the_header_of_an_empty_answer_stands_too() {
        assert!(listed(Form::Csv, looks(80), vec![]).starts_with("date,place,"));
    }
}
