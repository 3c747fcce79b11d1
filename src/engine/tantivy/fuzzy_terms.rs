//! The words of the dictionary that a few slips make of another: a Levenshtein automaton is led through the dictionary,
//! and passes over what cannot fit any longer.

use crate::engine::MAX_TERMS;
use crate::language::{fold, words};
use crate::query::fuzzy;
use std::collections::BTreeSet;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

/// The folded terms of some fields that are at most so many slips (up to 2) from a word; at most [`MAX_TERMS`] and one.
pub(super) fn within(
    searcher: &Searcher,
    fields: &[Field],
    word: &str,
    slips: u8,
) -> tantivy::Result<BTreeSet<String>> {
    let folded = fold::fold(word);
    let mut found = BTreeSet::new();
    let Some(first) = fields.first() else {
        return Ok(found);
    };
    // The automaton is of the word, whatever the field.
    let term = Term::from_field_text(*first, &folded);
    let automaton = FuzzyTermQuery::new(term, slips, true).automaton()?;
    for field in fields {
        for segment in searcher.segment_readers() {
            let inverted = segment.inverted_index(*field)?;
            let mut terms = inverted.terms().search(&automaton).into_stream()?;
            while found.len() <= MAX_TERMS
                && let Some((term, _)) = terms.next()
            {
                let term = std::str::from_utf8(term).unwrap_or_default();
                if !term.starts_with(words::SPELLING) {
                    found.insert(term.to_owned());
                }
            }
        }
    }
    Ok(found)
}

/// How likely a word of so many stories is meant by another: one slip more has to be made up for by many more stories,
/// and the first letter is seldom wrong.
pub(super) fn weight(typed: &str, word: &str, stories: u64) -> u64 {
    const A_SLIP: u64 = 200;
    const FIRST_LETTER: u64 = 3;
    let slips = fuzzy::distance(typed, word).unwrap_or(usize::from(fuzzy::MOST));
    let near = if slips < 2 { A_SLIP } else { 1 };
    let begins_so = typed.chars().next() == word.chars().next();
    stories * near * if begins_so { FIRST_LETTER } else { 1 }
}
