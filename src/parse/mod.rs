//! Turns text into dispatches: which words are header, which are body. Infers nothing (that is `enrich`).
//!
//! One module a format. [`FORMATS`] lists them, most specific first; the first that recognises the text reads it.

mod byline;
mod clean;
pub mod crawl;
pub mod dateline;
mod embargo;
mod head;
mod kept;
mod marks;
mod notes;
pub mod plain;
mod signoff;
mod stamp;
mod unwrap;

use crate::facts::Facts;
use crate::language::words::truncate;
use crate::story::When;

/// The longest text that is read, in bytes. No dispatch comes near it; what is longer is a log or a dump.
pub const MAX_TEXT: usize = 16 << 20;

/// A wire format.
pub trait Format: Sync {
    /// The format's name in the story record.
    fn name(&self) -> &'static str;

    /// Whether this text is of the format, told by its content.
    fn fits(&self, text: &str, facts: &Facts) -> bool;

    /// Reads every story that the text holds.
    fn read(&self, text: &str, facts: &Facts) -> Result<Vec<Dispatch>, NotAStory>;
}

/// Every format, most specific first. Plain text takes what nobody else knows.
pub const FORMATS: &[&dyn Format] = &[&crawl::Crawl, &plain::Plain];

/// Why a file holds no story: one line for the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotAStory(pub String);

/// Reads every story that a decoded file holds, up to [`MAX_TEXT`].
pub fn parse(whole: &str, facts: &Facts) -> Result<Vec<Dispatch>, NotAStory> {
    let text = truncate(whole, MAX_TEXT);
    let fitting = FORMATS.iter().find(|format| format.fits(text, facts));
    let mut dispatches = fitting
        .unwrap_or(&(&plain::Plain as &dyn Format))
        .read(text, facts)?;
    for dispatch in &mut dispatches {
        dispatch.tail = stamp::of_tail(&dispatch.paragraphs, &facts.calendar);
    }
    if text.len() < whole.len()
        && let Some(last) = dispatches.last_mut()
    {
        // The id tells the whole item, so that texts which differ only further on are two stories.
        last.item.push_str(&whole[text.len()..]);
        let limit = MAX_TEXT >> 20;
        last.warnings.push(format!(
            "a story longer than {limit} MiB is indexed up to there"
        ));
    }
    Ok(dispatches)
}

/// One dispatch as its text says it, nothing inferred.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Dispatch {
    /// Name of the format that read it.
    pub format: &'static str,
    /// The whole item as decoded: what the story's id is made from.
    pub item: String,
    /// The dateline, where one was found.
    pub dateline: Option<Dateline>,
    /// The date that a crawl put before the text.
    pub hint: Option<When>,
    /// A full date in the item's own header lines or fields, outside the dateline.
    pub stamp: Option<When>,
    /// A full date that the text's last words give: "first published Feb. 22, 2024".
    pub tail: Option<When>,
    /// The headline.
    pub headline: Option<String>,
    /// The author line, without its "By".
    pub byline: Option<String>,
    /// The slug or keyword line.
    pub slug: Option<String>,
    /// Words for editors.
    pub note: Option<String>,
    /// Header lines as printed of which the other fields do not hold every word: marks, clocks, `By …`.
    pub header: Vec<String>,
    /// Initials and end marks that close the story.
    pub signoff: Option<String>,
    /// Agency mark of the sign-off, as printed, where the dateline has none.
    pub signed: Option<String>,
    /// Lifecycle marks by their names in the record.
    pub marks: Vec<String>,
    /// The version that the headline counts: 2 of `UPDATE 2-`.
    pub version: Option<u64>,
    /// The end of the embargo, where a time is printed.
    pub embargo: Option<PrintedEmbargo>,
    /// The body un-wrapped, without dateline and sign-off.
    pub paragraphs: Vec<String>,
    /// What was doubtful, each with the evidence.
    pub warnings: Vec<String>,
}

/// A dateline as printed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Dateline {
    /// The words of the dateline, without the dash that ends it.
    pub as_written: String,
    /// Places in printed order.
    pub places: Vec<PrintedPlace>,
    /// The date, where one is printed.
    pub date: Option<PrintedDate>,
    /// Agency marks as printed, brackets removed, principal first: `AFP`, `ats`, `afp`.
    pub credits: Vec<String>,
}

/// A place as printed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PrintedPlace {
    /// The place without its qualifier.
    pub name: String,
    /// The state, country or region printed with it.
    pub qualifier: Option<String>,
}

/// A date as printed, as far as it goes. Month 1–12, day 1–31; the weekday where only it is given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PrintedDate {
    /// The year; of two digits (0–99) where it is printed so.
    pub year: Option<i32>,
    /// The month.
    pub month: Option<u32>,
    /// The day of the month.
    pub day: Option<u32>,
    /// The weekday.
    pub weekday: Option<chrono::Weekday>,
}

/// When an embargo ends, as printed, as far as it goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PrintedEmbargo {
    /// The day.
    pub date: Option<PrintedDate>,
    /// Hour 0–23 and minute.
    pub clock: Option<(u32, u32)>,
    /// Minutes east of Greenwich, where a zone is printed.
    pub offset: Option<i32>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_beyond_the_limit_is_cut_and_keeps_an_id_of_its_own() {
        let facts = Facts::built_in();
        // The limit falls inside a character.
        let long = "x".to_string() + &"é".repeat(MAX_TEXT / 2);
        let dispatch = parse(&long, facts).unwrap().remove(0);
        assert_eq!(dispatch.paragraphs[0].len(), MAX_TEXT - 1);
        assert_eq!(dispatch.item, long);
        assert_eq!(
            dispatch.warnings,
            ["a story longer than 16 MiB is indexed up to there"]
        );
        let whole = "x".repeat(MAX_TEXT);
        assert!(parse(&whole, facts).unwrap()[0].warnings.is_empty());
    }
}
