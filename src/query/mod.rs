//! What a reader asks, in no engine's words: the tree, its parser, dates, and its explanation.

pub mod dates;
pub mod explain;
pub mod fits;
pub mod intervals;
pub mod matching;
pub mod near;
pub mod parse;
pub mod span;

mod calendar;
mod canonical;
mod grammar;
mod lexer;
mod marks;
mod slots;
mod values;
mod witness;
mod worded;

#[cfg(test)]
mod tests;

use crate::fields::Scope;
use crate::status::Status;
use chrono::{DateTime, NaiveDate, Utc};
use near::Near;
use span::Span;
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
    /// Stories with words in a relation.
    Span(Span),
    /// Stories filed from a place.
    Place(PlaceTest),
    /// Stories filed from somewhere near a point.
    Near(Near),
    /// Stories whose text mentions a place.
    About(AboutTest),
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
    /// Stories that carry a lifecycle mark, by its name: `correction`.
    Mark(String),
    /// Stories of a standing.
    Status(StatusTest),
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
    /// A place mentioned in the text.
    Mention,
    /// A lifecycle mark.
    Mark,
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

/// A place as asked for in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AboutTest {
    /// The place.
    pub place: PlaceTest,
    /// The name as words, where texts are not read for that place: a small town, or a name that nothing bears.
    pub words: Option<Words>,
}

/// A standing as asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatusTest {
    /// The standing; `None` is any of them.
    pub wanted: Option<Status>,
    /// The moment that embargoes are held against.
    pub now: DateTime<Utc>,
}

/// A period of whole days, both ends included; an end left out is open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub first: Option<NaiveDate>,
    /// The last day.
    pub last: Option<NaiveDate>,
}

impl Has {
    /// All of them.
    pub const ALL: [Has; 7] = [
        Has::Place,
        Has::Mention,
        Has::Mark,
        Has::Date,
        Has::Agency,
        Has::Language,
        Has::Headline,
    ];
}

impl Query {
    /// This question without the stories that are superseded, killed, withheld or under embargo, unless it asks for them:
    /// with `status:` anywhere, or with `mark:kill` or `mark:embargo` that is not excluded.
    pub fn shown(&self, now: DateTime<Utc>) -> Query {
        self.narrowed(now, |usable| usable)
    }

    /// The stories that [`Query::shown`] leaves out; `None` where it leaves out none.
    pub fn hidden(&self, now: DateTime<Utc>) -> Option<Query> {
        let not = |usable| Node::Not(Box::new(usable));
        (!asks_for_hidden(&self.root)).then(|| self.narrowed(now, not))
    }

    fn narrowed(&self, now: DateTime<Utc>, test: impl Fn(Node) -> Node) -> Query {
        let mut query = self.clone();
        if asks_for_hidden(&self.root) {
            return query;
        }
        let wanted = Some(Status::Usable);
        let test = test(Node::Status(StatusTest { wanted, now }));
        query.root = match query.root {
            Node::Everything => test,
            Node::And(nodes) => Node::And([nodes, vec![test]].concat()),
            root => Node::And(vec![root, test]),
        };
        query
    }
}

/// Whether a tree asks for stories that are left out by default.
fn asks_for_hidden(root: &Node) -> bool {
    let mut open = vec![(root, true)];
    while let Some((node, positive)) = open.pop() {
        match node {
            Node::Status(_) => return true,
            Node::Mark(mark) if positive && matches!(mark.as_str(), "kill" | "embargo") => {
                return true;
            }
            Node::Not(inner) => open.push((inner, !positive)),
            _ => open.extend(node.children().iter().map(|child| (child, positive))),
        }
    }
    false
}
