//! Lines for `trec_eval` and its kin: `NAME Q0 PATH RANK SCORE dateline`, blanks in the path as `%20`.

use super::{Asked, Listing, safe, unwritten};
use crate::error::Result;
use crate::search::Results;
use std::io::Write;

/// The name of a query that has none.
const UNNAMED: &str = "1";

/// A ranked line a hit. The rank counts from 1, hits that were passed over included.
pub(super) struct Trec;

impl Listing for Trec {
    fn list(&mut self, out: &mut dyn Write, asked: Asked<'_>, results: Results<'_>) -> Result<u64> {
        let name = one_word(asked.name.unwrap_or(UNNAMED));
        let mut shown = 0;
        for hit in results.hits {
            let hit = hit?;
            shown += 1;
            let path = one_word(&hit.story.path);
            let rank = asked.offset as u64 + shown;
            let score = hit.score;
            writeln!(out, "{name} Q0 {path} {rank} {score} dateline").map_err(unwritten)?;
        }
        Ok(shown)
    }
}

/// A text without blanks.
fn one_word(text: &str) -> String {
    safe::line(text)
        .chars()
        .map(|c| match c.is_whitespace() {
            true => "%20".to_string(),
            false => c.to_string(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::Form;
    use super::super::examples::{hit, listed, looks};

    #[test]
    fn a_line_has_six_columns_whatever_the_path() {
        assert_eq!(
            listed(Form::Trec, looks(80), vec![hit()]),
            "1 Q0 corpus/afp/karabakh%201.txt 1 7.25 dateline\n"
        );
    }
}
