//! Turns a dispatch into a story: infers what the text leaves out (year, principal agency, country, language),
//! and says what each inference rests on. Knows no files and no index.

mod agency;
mod date;
mod fields;
pub mod id;
mod language;
mod mentions;
mod path_date;
mod place;
mod status;
mod urgency;

pub use date::{middle, needs_folder, printed_whole};
pub use place::AMBIGUOUS;

use crate::facts::Facts;
use crate::parse::{Charset, Dispatch};
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
    /// How that was told, and how sure it is, 0 to 1.
    pub charset_from: &'static str,
    /// How sure the charset is.
    pub charset_confidence: f64,
    /// The file's modification time, seconds since 1970; 0 means not known.
    pub modified: i64,
    /// How many files of the folder were modified within the same minute; 0 means not known.
    pub same_minute: u32,
    /// About when other stories of the same file or folder were filed.
    pub neighbours: Option<chrono::NaiveDate>,
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
pub fn enrich(mut dispatch: Dispatch, origin: &Origin, options: &Options, facts: &Facts) -> Story {
    let charset = dispatch.fields.charset.take().unwrap_or_else(|| Charset {
        name: origin.charset.clone(),
        from: origin.charset_from,
        confidence: origin.charset_confidence,
    });
    let mut story = Story {
        schema: crate::story::SCHEMA,
        id: match &dispatch.fields.identity {
            Some(identity) => id::of_identity(identity),
            None => id::of_text(&dispatch.item),
        },
        path: origin.path.clone(),
        part: origin.part,
        format: dispatch.format.into(),
        charset: charset.name,
        charset_from: charset.from.into(),
        charset_confidence: charset.confidence,
        dateline: dispatch
            .dateline
            .as_ref()
            .map(|dateline| dateline.as_written.clone()),
        headline: dispatch.headline.take(),
        byline: dispatch.byline.take(),
        slug: dispatch.slug.take(),
        note: dispatch.note.take(),
        header: std::mem::take(&mut dispatch.header),
        signoff: dispatch.signoff.take(),
        marks: std::mem::take(&mut dispatch.marks),
        version: dispatch.version,
        paragraphs: std::mem::take(&mut dispatch.paragraphs),
        warnings: std::mem::take(&mut dispatch.warnings),
        ..Story::default()
    };
    story.words = words(&story.paragraphs);
    story.language = language_of(&story, &dispatch, facts).map(String::from);
    fields::set_language(&mut story, &dispatch.fields);
    let country = place::first_country(&dispatch, story.language.as_deref(), facts);
    let source = agency::of(
        &dispatch,
        country.as_deref(),
        story.language.as_deref(),
        facts,
    );
    // Where a name was another place's in other years, the date decides.
    date::set(&mut story, &dispatch, origin, options, &facts.calendar);
    place::set(
        &mut story,
        &dispatch,
        source.agencies.first().copied(),
        facts,
    );
    story.agency = source.agencies.first().map(|agency| agency.id.clone());
    story.agencies = source
        .agencies
        .iter()
        .map(|agency| agency.id.clone())
        .collect();
    story.credit = source.credit;
    let principal = story.agency.as_deref();
    let carried = dispatch.fields.urgency.as_deref();
    story.urgency = carried.and_then(|carried| urgency::of(carried, principal));
    fields::set(&mut story, &dispatch.fields);
    status::set(
        &mut story,
        dispatch.embargo,
        source.agencies.first().copied(),
    );
    place::set_former_states(&mut story, facts);
    mentions::set(&mut story, facts);
    story
}

/// A body of fewer bytes does not tell its language alone.
const SHORT_TEXT: usize = 20;
/// Beside a body of fewer bytes its headline is asked too.
const SHORT_BODY: usize = 60;

/// How many words some paragraphs have.
fn words(paragraphs: &[String]) -> u32 {
    let count: usize = paragraphs.iter().map(|paragraph| words_of(paragraph)).sum();
    count.try_into().unwrap_or(u32::MAX)
}

/// How many words a paragraph has: in ASCII, as many as there are beginnings of a word.
fn words_of(paragraph: &str) -> usize {
    if !paragraph.is_ascii() {
        return paragraph.split_whitespace().count();
    }
    let is_blank = |byte: u8| (byte == b' ') | (byte.wrapping_sub(b'\t') < 5);
    let bytes = paragraph.as_bytes();
    let later = bytes.get(1..).unwrap_or_default();
    // So many at once that one byte can count them.
    let chunks = bytes.chunks(128).zip(later.chunks(128));
    let later = chunks.map(|(before, bytes)| {
        let starts = before.iter().zip(bytes);
        let starts = starts.map(|(before, byte)| u8::from(is_blank(*before) & !is_blank(*byte)));
        usize::from(starts.sum::<u8>())
    });
    usize::from(bytes.first().is_some_and(|byte| !is_blank(*byte))) + later.sum::<usize>()
}

/// The story's language: told by its body, else by its headline. Short texts lean on month and agency.
fn language_of(story: &Story, dispatch: &Dispatch, facts: &Facts) -> Option<&'static str> {
    let mut text = String::new();
    for paragraph in &story.paragraphs {
        text.push_str(paragraph);
        text.push('\n');
        if text.len() > 4_000 {
            break;
        }
    }
    if text.len() < SHORT_BODY {
        text.push_str(story.headline.as_deref().unwrap_or_default());
    }
    // A kill is all note: `Editors: Kill the story …`
    if text.len() < SHORT_TEXT
        && let Some(note) = &story.note
    {
        text.push_str(note);
    }
    let month = month_languages(dispatch, facts);
    let agencies = agency_languages(dispatch, facts);
    language::of_text(
        &text,
        language::Evidence {
            month: &month,
            agencies: &agencies,
        },
    )
}

/// The languages in which the dateline's month has its name.
fn month_languages<'a>(dispatch: &Dispatch, facts: &'a Facts) -> Vec<&'a str> {
    let Some(dateline) = dispatch
        .dateline
        .as_ref()
        .filter(|dateline| dateline.date.is_some())
    else {
        return Vec::new();
    };
    let words = dateline.as_written.split(|c: char| !c.is_alphabetic());
    words
        .flat_map(|word| facts.calendar.languages_of_month(word))
        .collect()
}

/// The home languages of the agencies that the dateline or the sign-off names.
fn agency_languages<'a>(dispatch: &Dispatch, facts: &'a Facts) -> Vec<&'a str> {
    let credits = dispatch
        .dateline
        .iter()
        .flat_map(|dateline| &dateline.credits);
    let known = credits
        .chain(&dispatch.signed)
        .filter_map(|credit| facts.agencies.of_credit(credit));
    known.map(|agency| agency.language.as_str()).collect()
}
