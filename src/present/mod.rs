//! Writes what it is given: results, stories and reports as text, JSON, CSV, … One file a form; knows no engine and no
//! terminal. Whatever a story, path or query says goes through [`safe`] before it stands in text.

pub mod counts;
pub mod explanation;
pub mod header;
pub mod headers;
pub mod histogram;
pub mod places;
pub mod receipt;
pub mod report;
pub mod safe;
pub mod similar;
pub mod stats;
pub mod story;
pub mod timeline;

mod chains;
mod csv;
mod figures;
mod ids;
mod json;
mod jsonl;
mod layout;
mod paths;
mod text;
mod trec;

pub use figures::grouped;
pub use json::{document, record};

use crate::error::{Error, Result};
use crate::search::Results;
use anstyle::{AnsiColor, Style as Paint};
use std::io::{self, Write};
use std::path::Path;

/// How text may look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Whether colours are wanted.
    pub colour: bool,
    /// Columns of a line.
    pub width: usize,
}

/// Words that matched.
const MATCH: Paint = AnsiColor::Red.on_default().bold();
/// What a reader looks for first.
const STRONG: Paint = Paint::new().bold();
/// What a reader looks for last.
const FAINT: Paint = Paint::new().dimmed();
/// Places.
const PLACE: Paint = AnsiColor::Cyan.on_default();
/// What was doubtful.
const DOUBT: Paint = AnsiColor::Yellow.on_default();
/// What failed.
const FAILURE: Paint = AnsiColor::Red.on_default().bold();

impl Style {
    /// Text without colours.
    pub fn plain(width: usize) -> Style {
        Style {
            colour: false,
            width,
        }
    }

    /// Text in a colour, where colours are wanted. The text is taken as it is.
    fn paint(&self, paint: Paint, text: &str) -> String {
        match self.colour && !text.is_empty() {
            true => format!("{paint}{text}{paint:#}"),
            false => text.into(),
        }
    }
}

/// A form that search results are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A list for reading.
    Text,
    /// One JSON document.
    Json,
    /// A JSON record a line.
    Jsonl,
    /// Comma-separated values with a header line.
    Csv,
    /// Paths.
    Paths,
    /// Story ids.
    Ids,
    /// Lines for `trec_eval`.
    Trec,
}

impl Form {
    /// Whether stories share lines in the form unless they are told not to: what programs read has each.
    pub fn folds(self) -> bool {
        matches!(self, Form::Text | Form::Json)
    }

    /// Whether the form shows the places of stories in their chains.
    pub fn shows_chains(self) -> bool {
        !matches!(self, Form::Paths | Form::Ids | Form::Trec)
    }

    /// Whether the form shows nothing of a story but its path.
    pub fn shows_paths_alone(self) -> bool {
        self == Form::Paths
    }

    /// Whether the form shows the pieces of a story that matched.
    pub fn shows_fragments(self) -> bool {
        matches!(self, Form::Text | Form::Json | Form::Jsonl)
    }
}

/// What a list of hits answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked<'a> {
    /// The name of the query, where several are asked.
    pub name: Option<&'a str>,
    /// The query as typed.
    pub query: &'a str,
    /// How many hits were passed over.
    pub offset: usize,
}

/// Writes search results in one form: `begin`, then `list` for each query, then `end`.
pub trait Listing {
    /// Opens the output.
    fn begin(&mut self, _out: &mut dyn Write) -> Result<()> {
        Ok(())
    }

    /// Writes the hits of a query, and says how many there were.
    fn list(&mut self, out: &mut dyn Write, asked: Asked<'_>, results: Results<'_>) -> Result<u64>;

    /// Closes the output.
    fn end(&mut self, _out: &mut dyn Write) -> Result<()> {
        Ok(())
    }
}

/// How a listing looks beyond its form.
#[derive(Debug, Clone, Copy)]
pub struct Looks {
    /// The moment that embargoes are held against.
    pub now: chrono::DateTime<chrono::Utc>,
    /// Colours and width, for text.
    pub style: Style,
    /// Paths and ids end with NUL.
    pub nul: bool,
    /// Several queries are answered.
    pub batch: bool,
}

/// The writer of a form.
pub fn listing(form: Form, looks: Looks) -> Box<dyn Listing> {
    match form {
        Form::Text => Box::new(text::Text::new(looks)),
        Form::Json => Box::new(json::Json::new(looks.batch)),
        Form::Jsonl => Box::new(jsonl::Jsonl),
        Form::Csv => Box::new(csv::Csv::new(looks.batch)),
        Form::Paths => Box::new(paths::Paths { nul: looks.nul }),
        Form::Ids => Box::new(ids::Ids { nul: looks.nul }),
        Form::Trec => Box::new(trec::Trec),
    }
}

/// How many of the stories found were shown: `12 of 412 stories (655 with repeats)`.
pub fn summary(shown: u64, total: u64, matched: u64, offset: usize) -> String {
    text::summary(shown, total, matched, offset)
}

/// How many stories there are, and how many with those that share lines: `412 stories (655 with repeats)`.
pub fn total(lines: u64, stories: u64) -> String {
    match stories > lines {
        true => format!(
            "{} ({} with repeats)",
            figures::stories(lines),
            grouped(stories)
        ),
        false => figures::stories(lines),
    }
}

/// Output that cannot be written, as an error; a closed pipe is recognised by [`is_closed_pipe`].
fn unwritten(error: io::Error) -> Error {
    Error::io("write", Path::new("standard output"))(error)
}

/// Whether an error only says that nobody reads on, which is success.
pub fn is_closed_pipe(error: &Error) -> bool {
    matches!(error, Error::Io { source, .. } if source.kind() == io::ErrorKind::BrokenPipe)
}

/// Says a thing about the run: `error: …`, `hint: …`, `note: …`, safe for a terminal and wrapped at its width.
pub fn remark(out: &mut dyn Write, kind: &str, message: &str, style: Style) -> io::Result<()> {
    let paint = match kind {
        "error" => FAILURE,
        "warning" => DOUBT,
        _ => STRONG,
    };
    write_labelled(out, paint, &format!("{kind}:"), message, style)
}

/// Writes a message after its label, wrapped at the window's width.
fn write_labelled(
    out: &mut dyn Write,
    paint: Paint,
    label: &str,
    message: &str,
    style: Style,
) -> io::Result<()> {
    let text = format!("{label} {}", safe::line(message));
    for (at, line) in layout::flow(&text, style.width).into_iter().enumerate() {
        match line.strip_prefix(label).filter(|_| at == 0) {
            Some(rest) => writeln!(out, "{}{rest}", style.paint(paint, label))?,
            None => writeln!(out, "{line}")?,
        }
    }
    Ok(())
}

/// Says how many stories were left out, and how to see them.
pub fn hidden(number: u64) -> String {
    let verb = if number == 1 { "is" } else { "are" };
    format!(
        "{} superseded, killed, withheld or under embargo {verb} not shown: add status:any",
        figures::stories(number)
    )
}

/// Says a thing without a label, safe for a terminal and wrapped at its width.
pub fn say(out: &mut dyn Write, message: &str, style: Style) -> io::Result<()> {
    for line in layout::flow(&safe::line(message), style.width) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

#[cfg(test)]
pub(crate) mod examples {
    //! A story and hits for the tests of the forms.

    use crate::search::{Fragment, Hit, Results};
    use crate::story::{DateFrom, Place, Story, When};

    /// The story that every form is tried on.
    pub(crate) fn story() -> Story {
        let mut story = Story {
            schema: crate::story::SCHEMA,
            id: "1f3a5b7c9d1f3a5b7c9d1f3a5".into(),
            path: "corpus/afp/karabakh 1.txt".into(),
            format: "plain".into(),
            charset: "utf-8".into(),
            language: Some("fr".into()),
            agency: Some("afp".into()),
            agencies: vec!["afp".into()],
            credit: Some("AFP".into()),
            dateline: Some("Tbilissi, 17 nov 2020 (AFP)".into()),
            headline: Some("Karabakh: le cessez-le-feu conclu sous l'égide de Moscou tient".into()),
            places: vec![Place {
                as_written: "Tbilissi".into(),
                name: Some("Tbilisi".into()),
                country: Some("GE".into()),
                within: vec!["GE".into()],
                ..Place::default()
            }],
            words: 12,
            paragraphs: vec![
                "Le cessez-le-feu conclu le 10 novembre est respecté, a dit le ministre.".into(),
                "L'Arménie l'a confirmé.".into(),
            ],
            ..Story::default()
        };
        story.set_date(When::day(2020, 11, 17).unwrap(), DateFrom::Dateline);
        story
    }

    /// A hit with one fragment.
    pub(crate) fn hit() -> Hit {
        Hit {
            story: story(),
            score: 7.25,
            in_chain: None,
            fragments: vec![Fragment {
                field: "body",
                paragraph: Some(1),
                text: "Le cessez-le-feu conclu le 10 novembre est respecté, a dit le ministre."
                    .into(),
                marks: vec![(3, 9), (10, 12), (13, 16)],
            }],
        }
    }

    /// Results with these hits.
    pub(crate) fn results(hits: Vec<Hit>) -> Results<'static> {
        Results {
            partial: false,
            total: 412,
            matched: 412,
            hidden: 0,
            hits: Box::new(hits.into_iter().map(Ok)),
        }
    }

    /// What a form writes for these hits.
    pub(crate) fn listed(form: super::Form, looks: super::Looks, hits: Vec<Hit>) -> String {
        let mut out = Vec::new();
        let mut listing = super::listing(form, looks);
        let asked = super::Asked {
            name: looks.batch.then_some("q1"),
            query: "cessez-le-feu",
            offset: 0,
        };
        listing.begin(&mut out).unwrap();
        listing.list(&mut out, asked, results(hits)).unwrap();
        listing.end(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    /// Plain looks of that width.
    pub(crate) fn looks(width: usize) -> super::Looks {
        super::Looks {
            now: "2020-12-01T00:00:00Z".parse().unwrap(),
            style: super::Style::plain(width),
            nul: false,
            batch: false,
        }
    }
}
