//! What a reader asks, in no engine's words: the tree, its parser, dates, and its explanation.

pub mod dates;
pub mod explain;
pub mod matching;
pub mod parse;

mod calendar;
mod canonical;
mod grammar;
mod lexer;
mod slots;
mod values;

#[cfg(test)]
mod tests;

use crate::fields::Scope;
use chrono::NaiveDate;
use std::ops::Range;

/// A question as understood.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// What was typed.
    pub text: String,
    /// What it means.
    pub root: Node,
    /// What was assumed in reading it, each with its place in `text`.
    pub notices: Vec<Notice>,
}

/// An assumption made in reading a query, in words for the reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Bytes of the query text that it is about.
    pub at: Range<usize>,
    /// What was assumed.
    pub message: String,
}

/// A node of the query tree.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// Every story.
    Everything,
    /// Stories with these words.
    Words(Words),
    /// Stories filed from a place.
    Place(PlaceTest),
    /// Stories filed in a period: the whole period that their date may mean lies inside.
    Period(Period),
    /// Stories filed on that day of any year; only those whose day is known.
    OnDay {
        /// 1–12.
        month: u32,
        /// 1–31.
        day: u32,
    },
    /// Stories that name this agency, by its id, or by the mark as typed where the table does not know it (lower case).
    Agency(String),
    /// Stories in a language, ISO 639-1.
    Language(String),
    /// Stories whose file fits: a pattern of whole path components, matched at the end or the beginning of the path.
    Path(String),
    /// The story of this id, or of an id that begins so.
    Id(String),
    /// Stories that have the field at all.
    Has(Has),
    /// All of them.
    And(Vec<Node>),
    /// Any of them.
    Or(Vec<Node>),
    /// Not this.
    Not(Box<Node>),
}

/// Fields whose presence can be asked: `place:*`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Has {
    /// A place in the dateline.
    Place,
    /// A date.
    Date,
    /// An agency.
    Agency,
    /// A language.
    Language,
    /// A headline.
    Headline,
}

/// Words in a row, in one part of the story. One slot is a word; several are a phrase.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Words {
    /// Where they stand.
    pub scope: Scope,
    /// The words, in order, at successive positions.
    pub slots: Vec<Slot>,
}

/// One word of a query, as typed (NFC, lower case), and how far a story's word may differ from it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Slot {
    /// Any inflection of it, accents aside.
    Inflected(String),
    /// That word, accents aside.
    Folded(String),
    /// That spelling, accents included.
    Exact(String),
    /// A pattern: `*` any letters, `?` one letter; accents aside.
    Pattern(String),
}

/// A place as asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceTest {
    /// The name as typed.
    pub written: String,
    /// Ids of what the gazetteer knows under that name.
    pub ids: Vec<String>,
    /// Only the very place, not what lies in it.
    pub exact: bool,
}

/// A period of whole days, both ends included; an end left out is open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub first: Option<NaiveDate>,
    /// The last day.
    pub last: Option<NaiveDate>,
}
