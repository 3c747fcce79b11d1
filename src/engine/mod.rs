//! Where stories are kept and found. Two traits in plain terms; an engine translates the query tree, and what it
//! cannot do is an error with a hint, never a silently different answer.

mod analysed;
pub mod archive;
mod memory;
pub mod ranking;
mod tantivy;

use self::ranking::Ranking;
use crate::chain::Link;
use crate::error::Result;
use crate::fields::Scope;
use crate::query::Query;
use crate::query::matching::Pattern;
use crate::query::span::Span;
use crate::story::Story;
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Instant;

pub use analysed::{Analysed, EndMarks};
pub use memory::Memory;
pub use tantivy::MAX_FORMS;

/// Most clauses that a query may come to: words, and the meanings of its places.
pub const MAX_CLAUSES: usize = 1024;

/// Most patterns of paths in a query.
pub const MAX_PATHS: usize = 6;

/// Most words that a truncation, or all those of a query, may stand for.
pub const MAX_TERMS: usize = 50_000;

/// Most slips that the words of a query may have together: sixteen words as `Aliev~1`, or eight as `Aliev~2`. Each word is
/// held against the dictionary of every part; more would take over half a second.
pub const MAX_SLIPS: usize = 16;

/// How much of a story's text is found by its words, in bytes; the rest is kept.
pub const MAX_INDEXED: usize = 16 << 20;

/// Finds stories. Shared between threads; sees the archive as it was when opened.
pub trait Searcher: Send + Sync {
    /// Finds the stories that a query asks for, those of a chain on one line as far as is wanted.
    fn lines<'a>(&'a self, query: &Query, page: &Page, fold: &Fold) -> Result<Lines<'a>>;

    /// The same, each story by its name only: its id, its path and its part; all else of it is left empty, and there is
    /// nothing to mark.
    fn names<'a>(&'a self, query: &Query, page: &Page, fold: &Fold) -> Result<Lines<'a>>;

    /// The same, each story by its path only.
    fn paths<'a>(&'a self, query: &Query, page: &Page, fold: &Fold) -> Result<Lines<'a>>;

    /// Finds the stories that a query asks for, each by itself.
    fn search<'a>(&'a self, query: &Query, page: &Page) -> Result<Found<'a>> {
        let Lines {
            total,
            lines,
            patterns,
        } = self.lines(query, page, &Fold::NONE)?;
        let stories = lines.map(|line| line.map(|line| (line.story, line.score)));
        Ok(Found {
            total: total.lines,
            stories: Box::new(stories),
            patterns,
        })
    }

    /// How many stories a query finds.
    fn count(&self, query: &Query) -> Result<u64>;

    /// How many lines the stories make that a query finds.
    fn total(&self, query: &Query, fold: &Fold) -> Result<Total>;

    /// How many lines of stories a query finds in all, and by the values that they have of some properties: a row for each
    /// combination that occurs, in no order. A story with several values of a property counts in a row of each, and a line of
    /// several stories once in each row that one of them is in.
    fn counts(&self, query: &Query, by: &[By], fold: &Fold) -> Result<(Total, Vec<Row>)>;

    /// The stories of an id, or of ids that begin so; at most `most`.
    fn stories(&self, id: &str, most: usize) -> Result<Vec<Story>>;

    /// What each of [`Query::every_span`] stands for: the forms that the archive holds.
    fn patterns(&self, query: &Query) -> Result<Vec<Span<Pattern>>>;

    /// The chain that the story of an id is in; `None` of one that is alone.
    fn chain(&self, id: &str) -> Result<Option<Chain>>;

    /// The place of the story of an id in its chain; `None` of one that is alone.
    fn place(&self, id: &str) -> Result<Option<ChainPlace>>;
    /// About how many stories hold each of some terms in a scope.
    fn frequencies(&self, scope: Scope, terms: &BTreeSet<String>) -> Result<Vec<u64>>;

    /// Other words of a scope that are at most so many slips (1 or 2) from one, as they are mostly spelt: near and common
    /// ones first, at most `most`.
    fn near_words(&self, scope: Scope, word: &str, slips: u8, most: usize) -> Result<Vec<String>>;

    /// Gives up looking at a moment: answers hold what was found until then. Can be said once.
    fn stop_at(&self, moment: Instant);

    /// Whether something was left out of an answer as that moment had come.
    fn was_stopped(&self) -> bool;

    /// What the archive holds.
    fn stats(&self) -> Result<Stats>;
}

/// Writes stories. One at a time; nothing is kept before `commit` returns.
pub trait Writer: Send {
    /// Keeps a story, in place of one of the same id.
    fn put(&mut self, story: &Story) -> Result<()> {
        self.put_analysed(story.clone(), Analysed::of(story), true)
    }

    /// Keeps a story whose words, those of [`Analysed::of`], are known already. Whether one of its id may have been put
    /// before is the caller's to know: to look for what is to be replaced takes room and time for each story.
    fn put_analysed(&mut self, story: Story, words: Analysed, may_replace: bool) -> Result<()>;

    /// Takes a story out.
    fn remove(&mut self, id: &str) -> Result<()>;

    /// Notes of stories of the last commit, by their ids, which story stands in the place of each; `None` where none
    /// does any longer.
    fn supersede(&mut self, changes: &[(String, Option<String>)]) -> Result<()>;

    /// Notes what ties stories to their chains, by their ids; `None` of stories that are in none any longer. A story that is
    /// taken out loses its link, unless it is put again before the next commit; a chain of which one story is left is none.
    fn link(&mut self, changes: Vec<(String, Option<Link>)>) -> Result<()>;

    /// Waits until what goes on in the background of the last commit is done, so that its memory is free.
    fn rest(&mut self) -> Result<()>;

    /// What ties stories to their chains, by their ids, as of the last commit.
    fn each_link(&self, each: &mut dyn FnMut(&str, &Link)) -> Result<()>;

    /// Notes that the story of an id stands at another path too.
    fn add_copy(&mut self, id: &str, path: &str) -> Result<()>;

    /// Forgets every copy at that path.
    fn remove_copies(&mut self, path: &str) -> Result<()>;

    /// Makes everything since the last commit last, together with a note of the caller's (the manifest's name).
    fn commit(&mut self, note: &str) -> Result<()>;

    /// The note of the last commit.
    fn note(&self) -> Result<Option<String>>;

    /// A folder of the engine's where the caller may keep files that belong to its commits.
    fn folder(&self) -> &Path;

    /// That folder of the archive that a rebuild replaces.
    fn previous_folder(&self) -> Option<&Path>;

    /// Puts together what a long run left in many pieces, as far as the memory allows: every search looks into each. A run
    /// that added little to many pieces leaves them as they are.
    fn gather(&mut self) -> Result<()>;

    /// Rewrites the data without what was removed, into as few pieces as it can.
    fn compact(&mut self) -> Result<()>;

    /// Ends the work in the background, and puts a rebuilt archive in the old one's place.
    fn finish(self: Box<Self>) -> Result<()>;
}

/// What becomes of an archive that is already there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// It is added to.
    Update,
    /// A new one takes its place, once whole.
    Rebuild,
}

/// Which of the stories found are wanted, and in which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// The first one, from 0.
    pub offset: usize,
    /// How many at most.
    pub limit: usize,
    /// The order.
    pub sort: Sort,
}

/// The order of stories found. Ties: newest first, then by id.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// Best first.
    #[default]
    Relevance,
    /// Newest first; stories without a date last.
    Newest,
    /// Oldest first; stories without a date last.
    Oldest,
}

/// Which stories of a chain share a line of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fold {
    /// Whether all versions and takes of a developing story share one.
    pub versions: bool,
    /// What becomes of repeats.
    pub repeats: Repeats,
    /// The moment that embargoes are held against: a line shows what is usable before what is not.
    pub now: DateTime<Utc>,
}

/// What becomes of the stories whose text another one brought already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeats {
    /// They share the line of what they repeat.
    Fold,
    /// Each has a line of its own.
    Show,
    /// Only they and what they repeat are found, each on a line of its own.
    Only,
}

impl Fold {
    /// Each story on a line of its own.
    pub const NONE: Fold = Fold {
        versions: false,
        repeats: Repeats::Show,
        now: DateTime::UNIX_EPOCH,
    };

    /// Whether each story found has a line of its own.
    pub fn is_none(&self) -> bool {
        !self.versions && self.repeats == Repeats::Show
    }
}

/// How many lines stories make.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Total {
    /// Lines: chains, and stories that are by themselves.
    pub lines: u64,
    /// Stories, those that share lines counted each.
    pub stories: u64,
    /// Stories that would fit too, but are not usable, where the question leaves such out (see [`Query::shown`]).
    pub hidden: u64,
}

/// What a search found, line by line. The stories are fetched as the iterator is pulled.
pub struct Lines<'a> {
    /// How many there are, shown or not.
    pub total: Total,
    /// The lines of the page, in order.
    pub lines: Box<dyn Iterator<Item = Result<Line>> + 'a>,
    /// What to mark in them.
    pub patterns: Vec<Span<Pattern>>,
}

/// A line of an answer: one story, for all that share it.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The story to show: of those found that share the line the newest that is usable, a version rather than a take, a
    /// repeat or an alert.
    pub story: Story,
    /// The best score of those found.
    pub score: f32,
    /// How many were found.
    pub matched: u64,
}

/// How many stories share some values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The value of each property counted by; `None` for stories without one.
    pub values: Vec<Option<String>>,
    /// How many stories.
    pub stories: u64,
}

/// A property to count by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Agency id.
    Agency,
    /// The dateline's places, each with its country or state: `Tbilisi (GE)`.
    Place,
    /// The dateline's country.
    Country,
    /// Language.
    Language,
    /// Year of the date: `2020`.
    Year,
    /// Month of the date: `2020-11`.
    Month,
    /// Week of the date by ISO 8601, from Monday on: `2020-W47`.
    Week,
    /// Day of the date: `2020-11-17`.
    Day,
    /// Local hour of the date, where the time is known: `2020-11-17T15`.
    Hour,
    /// Lifecycle mark.
    Mark,
    /// Category, as the wire carries it.
    Category,
    /// Urgency, 1 to 9.
    Urgency,
    /// Wire format.
    Format,
    /// Charset.
    Charset,
}

/// What a search found. The stories are fetched as the iterator is pulled.
pub struct Found<'a> {
    /// How many stories fit, shown or not.
    pub total: u64,
    /// The stories of the page, in order, each with its score.
    pub stories: Box<dyn Iterator<Item = Result<(Story, f32)>> + 'a>,
    /// What to mark in them: what each of [`Query::every_span`] stands for.
    pub patterns: Vec<Span<Pattern>>,
}

/// A chain of stories.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// Its id.
    pub id: String,
    /// The ids of its stories with their places in it, in the order of the ids.
    pub stories: Vec<(String, Link)>,
}

impl Chain {
    /// The place of the story of an id.
    pub fn link(&self, id: &str) -> Option<&Link> {
        let own = |(story, _): &(String, Link)| story.as_str().cmp(id);
        let at = self.stories.binary_search_by(own).ok()?;
        Some(&self.stories[at].1)
    }
}

/// The place of a story in its chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainPlace {
    /// What ties it.
    pub link: Link,
    /// How many stories the chain has.
    pub total: usize,
    /// The story that mends it, the newest where several do.
    pub corrected_by: Option<String>,
    /// The newest version of the chain that is not taken back, where that is another story.
    pub newest: Option<String>,
}

/// What an archive holds.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct Stats {
    /// Stories.
    pub stories: u64,
    /// Other places where stories stand.
    pub copies: u64,
    /// Words of their paragraphs.
    pub words: u64,
    /// Bytes of headlines and paragraphs.
    pub text_bytes: u64,
    /// Bytes of the archive on disk.
    pub index_bytes: u64,
    /// Earliest and latest day of a story.
    pub first_day: Option<chrono::NaiveDate>,
    /// Latest day of a story.
    pub last_day: Option<chrono::NaiveDate>,
    /// A digest of the ids of all stories, 32 hexadecimal digits: the same for the same stories, in whatever order they came.
    pub fingerprint: String,
}

/// Opens the archive at a place for searching.
pub fn open(location: &Path) -> Result<Box<dyn Searcher>> {
    open_with(location, Ranking::default())
}

/// Opens the archive at a place for searching, its stories to be ranked by other parameters.
pub fn open_with(location: &Path, ranking: Ranking) -> Result<Box<dyn Searcher>> {
    tantivy::open(location, ranking)
}

/// Opens the archive at a place for writing, and makes it where there is none.
pub fn open_for_writing(location: &Path, mode: Mode) -> Result<Box<dyn Writer>> {
    open_for_writing_within(location, mode, Memory::default())
}

/// Opens the archive at a place for writing, with so much memory for that, and makes it where there is none.
pub fn open_for_writing_within(
    location: &Path,
    mode: Mode,
    memory: Memory,
) -> Result<Box<dyn Writer>> {
    tantivy::open_for_writing(location, mode, memory)
}

/// The folder and the note of the last commit of the archive at a place; `None` where there is no archive.
pub fn committed(location: &Path) -> Result<Option<(PathBuf, Option<String>)>> {
    if !archive::Archive::exists(location) {
        return Ok(None);
    }
    tantivy::committed(location).map(Some)
}
