//! A question to the archive: query -> engine -> results with marked fragments.

use crate::story::Story;

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
