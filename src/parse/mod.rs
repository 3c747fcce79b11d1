//! Turns text into dispatches: which words are header, which are body. Infers nothing (that is `enrich`).
//!
//! One module a format. [`FORMATS`] lists them, most specific first; the first that recognises the text reads it.
//! A file may hold several items: a format says of each what it read, or why it is no story.

mod anpa1312;
mod byline;
mod clean;
mod corpora;
mod crawl;
mod csv;
pub mod dateline;
mod embargo;
mod envelope;
mod feed;
mod fielded;
mod fields;
mod gigaword;
mod head;
mod html;
mod iptc7901;
mod json;
mod jsonl;
mod kept;
#[cfg(test)]
mod lossless;
mod mail;
mod marks;
mod markup;
mod muc;
mod newsml;
mod newsml_g2;
mod ninjs;
mod nitf;
mod notes;
mod other_xml;
mod plain;
mod rcv1;
mod references;
mod reuters21578;
mod ritzau;
mod sgml;
mod signoff;
mod stamp;
mod start;
mod tac;
mod trec;
mod unwrap;
mod xml;

pub use fields::{Charset, FieldPlace, Fields, Identity};
pub use start::Start;

use crate::facts::Facts;
use crate::language::words::truncate;
use crate::split::Records;
use crate::story::When;

/// A headline without the marks and numbers of versions at its ends: `Lake museum` of `UPDATE 2-Lake museum (3DER)`.
pub fn headline_core(headline: &str) -> &str {
    marks::of_headline(headline).rest
}

/// How much of a text tells its format, in bytes.
pub const HEAD: usize = 64 << 10;

/// A wire format.
pub trait Format: Sync {
    /// The format's name in the story record.
    fn name(&self) -> &'static str;

    /// What every text of the format begins with: of texts that begin otherwise, [`Format::fits`] is not asked.
    fn start(&self) -> Start {
        Start::Any
    }

    /// Whether a text that begins so is of the format, told by its content; `head` is at most [`HEAD`] bytes.
    fn fits(&self, head: &str, facts: &Facts) -> bool;

    /// How the records of a long file of this format are told apart, so that it can be read in pieces. Each piece is
    /// read as if it were a file. One that holds one story, or that cannot be cut, is read whole.
    fn records(&self, _head: &str) -> Records {
        Records::Whole
    }

    /// Reads every item that the text holds, in order: as a story, or with the reason why it is none.
    fn read(&self, text: &str, context: &Context<'_>) -> Vec<Item>;
}

/// An item of a file as it was read.
pub type Item = Result<Dispatch, NotAStory>;

/// What a format may use besides the text.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// What is known of agencies, places and calendars.
    pub facts: &'a Facts,
    /// The bytes that the text was decoded from: those of mail have a charset for each of its parts.
    pub bytes: &'a [u8],
    /// Which keys of JSON Lines and which columns of tables hold what, where the usual names do not say.
    pub map: &'a [(String, String)],
}

impl<'a> Context<'a> {
    /// The context of a text without bytes or map of its own.
    pub fn new(facts: &'a Facts) -> Context<'a> {
        Context {
            facts,
            bytes: &[],
            map: &[],
        }
    }
}

/// Every format, most specific first. Plain text takes what nobody else knows.
pub const FORMATS: &[&dyn Format] = &[
    &anpa1312::Anpa1312,
    &iptc7901::Iptc7901,
    &mail::Mail,
    &newsml_g2::NewsmlG2,
    &newsml::Newsml,
    &nitf::Nitf,
    &rcv1::Rcv1,
    &ritzau::Ritzau,
    &feed::Rss,
    &feed::Atom,
    &reuters21578::REUTERS_21578,
    &gigaword::GIGAWORD,
    &tac::TAC,
    &trec::TREC,
    &muc::Muc,
    &html::JsonLd,
    &feed::JsonFeed,
    &ninjs::Ninjs,
    &jsonl::JsonLines,
    &html::Html,
    &other_xml::OtherXml,
    &csv::Csv,
    &crawl::Crawl,
    &plain::Plain,
];

/// Why an item is no story: one line for the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotAStory(pub String);

impl NotAStory {
    /// A reason, and the headline of the item where it has one.
    fn titled(reason: impl std::fmt::Display, headline: Option<&str>) -> NotAStory {
        NotAStory(match headline.filter(|headline| !headline.is_empty()) {
            Some(headline) => format!("{reason}: {headline}"),
            None => reason.to_string(),
        })
    }
}

/// So many items of a text that are no stories are told one by one.
const REFUSED: usize = 10_000;

/// What a text holds, in order. A text of nothing but broken lines has millions of them, each as large as a story while it is
/// kept: after the first [`REFUSED`] those that are like the one before are only counted.
struct Items<T> {
    items: Vec<Result<T, NotAStory>>,
    untold: usize,
}

impl<T> Items<T> {
    fn new() -> Items<T> {
        Items {
            items: Vec::new(),
            untold: 0,
        }
    }

    fn push(&mut self, item: Result<T, NotAStory>) {
        let (last, refused) = (self.items.last(), item.as_ref().err());
        let is_same = last.is_some_and(|last| refused.is_some() && last.as_ref().err() == refused);
        match is_same && self.items.len() >= REFUSED {
            true => self.untold += 1,
            false => self.items.push(item),
        }
    }

    /// The items, and a last one that says how many were counted; one for all where all are alike.
    fn finish(mut self) -> Vec<Result<T, NotAStory>> {
        if self.untold == 0 {
            return self.items;
        }
        let first = self.items.first().and_then(|item| item.as_ref().err());
        let all = first.filter(|first| {
            let mut items = self.items.iter();
            items.all(|item| item.as_ref().err() == Some(first))
        });
        match all.map(|all| all.0.clone()) {
            Some(reason) => {
                let number = self.items.len() + self.untold;
                vec![Err(NotAStory(format!("{reason} ({number} of them)")))]
            }
            None => {
                let more = format!("{} more like others here, no stories", self.untold);
                self.items.push(Err(NotAStory(more)));
                self.items
            }
        }
    }
}

/// The format of a text that begins so.
pub fn detect(text: &str, facts: &Facts) -> &'static dyn Format {
    let head = truncate(text, HEAD);
    let start = Start::of(head);
    let fitting = FORMATS
        .iter()
        .find(|format| format.start().admits(start) && format.fits(head, facts));
    *fitting.unwrap_or(&(&plain::Plain as &dyn Format))
}

/// Reads every item that a decoded file holds.
pub fn parse(text: &str, context: &Context<'_>) -> Vec<Item> {
    parse_as(detect(text, context.facts), text, context)
}

/// Reads every item of a text whose format is known: a piece of a file may not look like the file.
pub fn parse_as(format: &dyn Format, text: &str, context: &Context<'_>) -> Vec<Item> {
    let mut items = format.read(text, context);
    for dispatch in items.iter_mut().flatten() {
        dispatch.tail = stamp::of_tail(&dispatch.paragraphs, &context.facts.calendar);
    }
    items
}

/// One dispatch as its text says it, nothing inferred.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Dispatch {
    /// Name of the format that read it.
    pub format: &'static str,
    /// The whole item as decoded: what the story's id is made from where its provider gave it none.
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
    /// What the format's fields say beside the text.
    pub fields: Fields,
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
