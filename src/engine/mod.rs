//! Where stories are kept and found. Two traits in plain terms; an engine translates the query tree, and what it
//! cannot do is an error with a hint, never a silently different answer.

pub mod archive;
mod tantivy;

use crate::chain::Link;
use crate::error::Result;
use crate::query::Query;
use crate::query::matching::Pattern;
use crate::query::span::Span;
use crate::story::Story;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

pub use tantivy::MAX_FORMS;

/// Most clauses that a query may come to: words, and the meanings of its places.
pub const MAX_CLAUSES: usize = 1024;

/// Most patterns of paths in a query.
pub const MAX_PATHS: usize = 16;

/// Most words that a truncation may stand for.
pub const MAX_TERMS: usize = 50_000;

/// How much of a story's text is found by its words, in bytes; the rest is kept.
pub const MAX_INDEXED: usize = 16 << 20;

/// Finds stories. Shared between threads; sees the archive as it was when opened.
pub trait Searcher: Send + Sync {
    /// Finds the stories that a query asks for.
    fn search<'a>(&'a self, query: &Query, page: &Page) -> Result<Found<'a>>;

    /// How many stories a query finds.
    fn count(&self, query: &Query) -> Result<u64>;

    /// How many stories a query finds, by the values that they have of some properties: a row for each combination that
    /// occurs, in no order. A story with several values of a property counts in a row of each.
    fn counts(&self, query: &Query, by: &[By]) -> Result<Vec<Row>>;

    /// The stories of an id, or of ids that begin so; at most `most`.
    fn stories(&self, id: &str, most: usize) -> Result<Vec<Story>>;

    /// What the words of a query stand for: the forms that the archive holds.
    fn patterns(&self, query: &Query) -> Result<Vec<Span<Pattern>>>;

    /// What the archive holds.
    fn stats(&self) -> Result<Stats>;
}

/// Writes stories. One at a time; nothing is kept before `commit` returns.
pub trait Writer: Send {
    /// Keeps a story, in place of one of the same id.
    fn put(&mut self, story: &Story) -> Result<()>;

    /// Takes a story out.
    fn remove(&mut self, id: &str) -> Result<()>;

    /// Notes of stories of the last commit, by their ids, which story stands in the place of each; `None` where none
    /// does any longer.
    fn supersede(&mut self, changes: &[(String, Option<String>)]) -> Result<()>;

    /// Notes what ties stories to their chains, by their ids; `None` of stories that are in none any longer. A story that is
    /// taken out loses its link, unless it is put again before the next commit; a chain of which one story is left is none.
    fn link(&mut self, _: &[(String, Option<Link>)]) -> Result<()> {
        Ok(())
    }

    /// What ties stories to their chains, by their ids, as of the last commit.
    fn links(&self) -> Result<BTreeMap<String, Link>> {
        Ok(BTreeMap::new())
    }

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
    /// What to mark in them.
    pub patterns: Vec<Span<Pattern>>,
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
    tantivy::open(location)
}

/// Opens the archive at a place for writing, and makes it where there is none.
pub fn open_for_writing(location: &Path, mode: Mode) -> Result<Box<dyn Writer>> {
    tantivy::open_for_writing(location, mode)
}

/// The folder and the note of the last commit of the archive at a place; `None` where there is no archive.
pub fn committed(location: &Path) -> Result<Option<(PathBuf, Option<String>)>> {
    if !archive::Archive::exists(location) {
        return Ok(None);
    }
    tantivy::committed(location).map(Some)
}
