//! Turns a dispatch into a story: infers what the text leaves out (year, principal agency, country, language),
//! and says what each inference rests on. Knows no files and no index.

pub mod id;

use crate::facts::Facts;
use crate::parse::Dispatch;
use crate::story::Story;

/// Where a dispatch came from: what the file, and not the text, knows of it.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// The path as the record shows it.
    pub path: String,
    /// Which story of the file, from 1, where it holds several.
    pub part: Option<u32>,
    /// The charset decoded from.
    pub charset: String,
    /// The file's modification time, seconds since 1970; 0 means not known.
    pub modified: i64,
}

/// What the user allows the inference to use.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// The modification time may supply a missing year, or the day where no date is printed.
    pub trust_mtime: bool,
    /// The year of stories that give none.
    pub assume_year: Option<i32>,
    /// "Today", for refusing dates after it.
    pub today: chrono::NaiveDate,
}

/// Makes the story that the archive keeps of a dispatch.
pub fn enrich(dispatch: Dispatch, origin: &Origin, _options: &Options, _facts: &Facts) -> Story {
    Story {
        schema: crate::story::SCHEMA,
        id: id::of_text(&dispatch.item),
        path: origin.path.clone(),
        part: origin.part,
        format: dispatch.format.into(),
        charset: origin.charset.clone(),
        headline: dispatch.headline,
        byline: dispatch.byline,
        slug: dispatch.slug,
        note: dispatch.note,
        signoff: dispatch.signoff,
        marks: dispatch.marks,
        paragraphs: dispatch.paragraphs,
        warnings: dispatch.warnings,
        ..Story::default()
    }
}
