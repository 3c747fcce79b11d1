//! JSON Lines: the record of a hit a line, with `asked`, the query's name, where several were asked.

use super::{Asked, Listing, record};
use crate::error::Result;
use crate::search::{Hit, Results};
use serde::Serialize;
use std::io::Write;

/// A record a line.
pub(super) struct Jsonl;

#[derive(Serialize)]
struct Line<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    asked: Option<&'a str>,
    #[serde(flatten)]
    hit: &'a Hit,
}

impl Listing for Jsonl {
    fn list(&mut self, out: &mut dyn Write, asked: Asked<'_>, results: Results<'_>) -> Result<u64> {
        let mut shown = 0;
        for hit in results.hits {
            let hit = &hit?;
            let asked = asked.name;
            record(out, &Line { asked, hit })?;
            shown += 1;
        }
        Ok(shown)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Form;
    use super::super::examples::{hit, listed, looks};
    use crate::story::Story;

    #[test]
    fn each_line_is_a_story_with_its_score_and_fragments() {
        let text = listed(Form::Jsonl, looks(80), vec![hit(), hit()]);
        assert_eq!(text.lines().count(), 2);
        for line in text.lines() {
            let value: serde_json::Value = serde_json::from_str(line).unwrap();
            assert_eq!(value["score"], 7.25);
            assert_eq!(value["fragments"][0]["marks"][0][0], 3);
            assert_eq!(value.get("asked"), None);
            let story: Story = serde_json::from_str(line).unwrap();
            assert_eq!(story, hit().story);
        }
    }
}
