//! Plain-text dispatches, as files on disk and as crawls kept them.

use super::{Dispatch, Format, NotAStory};
use crate::facts::Facts;

/// The format of last resort: any text.
pub struct Plain;

impl Format for Plain {
    fn name(&self) -> &'static str {
        "plain"
    }

    fn fits(&self, _text: &str) -> bool {
        true
    }

    fn read(&self, text: &str, _facts: &Facts) -> Result<Vec<Dispatch>, NotAStory> {
        if text.trim().is_empty() {
            return Err(NotAStory("the file holds no text".into()));
        }
        let paragraphs = text
            .split("\n\n")
            .map(|p| p.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|p| !p.is_empty())
            .collect();
        Ok(vec![Dispatch {
            format: self.name(),
            item: text.into(),
            paragraphs,
            ..Dispatch::default()
        }])
    }
}
