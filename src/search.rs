//! A question to the archive: query -> engine -> results with marked fragments.

use crate::engine::{Page, Searcher};
use crate::error::{Error, Result};
use crate::facts::Facts;
use crate::query::Query;
use crate::story::Story;

/// What is asked of an archive.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// The question as understood.
    pub query: Query,
    /// Which of the stories found are wanted, and in which order.
    pub page: Page,
}

/// The answer. The hits are fetched as the iterator is pulled.
pub struct Results<'a> {
    /// How many stories fit, shown or not.
    pub total: u64,
    /// The stories of the page, in order.
    pub hits: Box<dyn Iterator<Item = Result<Hit>> + 'a>,
}

/// A story found, with what to show of it.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Hit {
    /// The story.
    #[serde(flatten)]
    pub story: Story,
    /// How well it fits; comparable within one search only.
    pub score: f32,
    /// Pieces of it around the words that matched.
    pub fragments: Vec<Fragment>,
}

/// A piece of a story's text with the words that matched.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Fragment {
    /// `headline` or `body`.
    pub field: &'static str,
    /// The paragraph it is cut from, from 1; `None` for the headline.
    pub paragraph: Option<usize>,
    /// The text; an ellipsis stands where it was cut.
    pub text: String,
    /// Byte ranges of `text` that matched, ascending, not overlapping.
    pub marks: Vec<(usize, usize)>,
}

/// A line of the explanation of a query.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ExplainedLine {
    /// How deep in the tree it stands, from 0.
    pub depth: usize,
    /// The part of the query in plain words.
    pub text: String,
    /// How many stories it finds by itself, where an archive was asked.
    pub stories: Option<u64>,
    /// The forms of its words that the archive holds.
    pub forms: Vec<String>,
}

/// Asks an archive.
pub fn search<'a>(searcher: &'a dyn Searcher, request: &Request) -> Result<Results<'a>> {
    let found = searcher.search(&request.query, &request.page)?;
    let hits = found.stories.map(|next| {
        next.map(|(story, score)| Hit {
            story,
            score,
            fragments: Vec::new(),
        })
    });
    Ok(Results {
        total: found.total,
        hits: Box::new(hits),
    })
}

/// The one story that a name means: its id, the beginning of one, or its path.
pub fn show(searcher: &dyn Searcher, name: &str) -> Result<Story> {
    let mut stories = searcher.stories(name, 2)?;
    match stories.len() {
        1 => Ok(stories.remove(0)),
        0 => Err(Error::NoStory(format!("there is no story {name}"))),
        _ => Err(Error::NoStory(format!("several stories begin with {name}"))),
    }
}

/// Tells how a query is understood, and what each part of it finds.
pub fn explain(
    _searcher: Option<&dyn Searcher>,
    _query: &Query,
    _facts: &Facts,
) -> Result<Vec<ExplainedLine>> {
    Ok(Vec::new())
}

/// What would find something, where a query found nothing.
pub fn hint_for_nothing(_searcher: &dyn Searcher, _query: &Query) -> Result<Option<String>> {
    Ok(None)
}
