//! What a version of a story added to the one before it: whole paragraphs and sentences, and in sentences that changed
//! the words.

use crate::language::sentences::{self, End};
use crate::language::words::truncate;
use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};
use std::collections::HashSet;
use std::time::{Duration, Instant};

/// After so long the rest is compared coarsely: a text of millions of lines is no wait.
const DEADLINE: Duration = Duration::from_millis(500);
/// Of a longer text the beginning is compared, in bytes.
const MOST_BYTES: usize = 1 << 20;
/// A block of so many pairs of sentences is searched for sentences that changed.
const MOST_PAIRS: usize = 10_000;
/// Sentences with fewer words in common, of ten, are different ones.
const COMMON: usize = 4;

/// What a version brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Change {
    /// Text that was not there.
    Added {
        /// A paragraph, or sentences that follow each other.
        added: String,
    },
    /// A sentence that was written anew.
    Changed {
        /// As it was: its pieces, each with whether it went.
        from: Vec<Piece>,
        /// As it is: its pieces, each with whether it came.
        to: Vec<Piece>,
    },
}

/// A run of words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// The words, with the blanks behind them.
    pub text: String,
    /// Whether it is in this version alone.
    pub changed: bool,
}

/// How a version differs from the one before it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// What it brought, in its order.
    pub changes: Vec<Change>,
    /// How many sentences of the one before it left out.
    pub left_out: usize,
}

/// Compares the paragraphs of two versions; the language tells where sentences end.
pub fn difference(old: &[String], new: &[String], language: Option<&str>) -> Difference {
    let until = Instant::now() + DEADLINE;
    let (old, new) = (paragraphs(old), paragraphs(new));
    let mut difference = Difference::default();
    for op in capture_diff_slices_deadline(Algorithm::Myers, &old, &new, Some(until)) {
        let (before, after) = (&old[op.old_range()], &new[op.new_range()]);
        match op {
            DiffOp::Equal { .. } => {}
            DiffOp::Insert { .. } => {
                let added = after.iter().map(|text| Change::Added {
                    added: text.to_string(),
                });
                difference.changes.extend(added);
            }
            DiffOp::Delete { .. } => {
                let sentences = before.iter().map(|text| split(text, language).len());
                difference.left_out += sentences.sum::<usize>();
            }
            DiffOp::Replace { .. } => {
                let before = before.iter().flat_map(|text| split(text, language));
                let before: Vec<&str> = before.collect();
                let after = after.iter().zip(0..).flat_map(|(text, paragraph)| {
                    let sentences = split(text, language).into_iter();
                    sentences.map(move |sentence| (paragraph, sentence))
                });
                let (homes, after): (Vec<usize>, Vec<&str>) = after.unzip();
                rewritten(&before, &after, &homes, until, &mut difference);
            }
        }
    }
    difference
}

/// The paragraphs that are compared.
fn paragraphs(texts: &[String]) -> Vec<&str> {
    let mut room = MOST_BYTES;
    let cut = texts.iter().map_while(|text| {
        let text = truncate(text.trim(), room);
        room -= text.len();
        (!text.is_empty()).then_some(text)
    });
    cut.collect()
}

/// The sentences of a paragraph.
fn split<'t>(text: &'t str, language: Option<&str>) -> Vec<&'t str> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut words = sentences::words(text, language).peekable();
    while let Some((_, end)) = words.next() {
        let next = words
            .peek()
            .map_or(text.len(), |(token, _)| token.range.start);
        if end != End::Word {
            // Opening quotes and brackets belong to the sentence behind them.
            let between = &text[start..next];
            let open = between.len() - between.trim_end_matches(is_opening).len();
            let cut = if next == text.len() {
                next
            } else {
                next - open
            };
            sentences.push(text[start..cut].trim());
            start = cut;
        }
    }
    let rest = text[start..].trim();
    if !rest.is_empty() {
        sentences.push(rest);
    }
    sentences
}

fn is_opening(c: char) -> bool {
    matches!(
        c,
        '"' | '«' | '“' | '„' | '‘' | '(' | '[' | '\u{A0}' | '\u{202F}'
    )
}

/// Compares the sentences of paragraphs that were rewritten; `homes` are the numbers of the paragraphs that the new ones
/// stand in.
fn rewritten(
    old: &[&str],
    new: &[&str],
    homes: &[usize],
    until: Instant,
    difference: &mut Difference,
) {
    for op in capture_diff_slices_deadline(Algorithm::Myers, old, new, Some(until)) {
        let (before, after) = (&old[op.old_range()], &new[op.new_range()]);
        if let DiffOp::Equal { .. } = op {
            continue;
        }
        let homes = &homes[op.new_range()];
        let pairs = pairs(before, after);
        difference.left_out += before.len() - pairs.iter().flatten().count();
        for (number, (sentence, pair)) in after.iter().zip(&pairs).enumerate() {
            let goes_on =
                number > 0 && pairs[number - 1].is_none() && homes[number - 1] == homes[number];
            match (pair, difference.changes.last_mut()) {
                (Some(old), _) => {
                    let changed = words(before[*old], sentence, until);
                    difference.changes.push(changed);
                }
                (None, Some(Change::Added { added })) if goes_on => {
                    added.push(' ');
                    added.push_str(sentence);
                }
                (None, _) => difference.changes.push(Change::Added {
                    added: (*sentence).to_owned(),
                }),
            }
        }
    }
}

/// For each new sentence the old one that it was made of, each old one once.
fn pairs(old: &[&str], new: &[&str]) -> Vec<Option<usize>> {
    let mut pairs = vec![None; new.len()];
    if old.len().saturating_mul(new.len()) > MOST_PAIRS {
        return pairs;
    }
    let bag = |text: &&str| -> HashSet<String> {
        text.split_whitespace().map(str::to_lowercase).collect()
    };
    let old: Vec<_> = old.iter().map(bag).collect();
    let mut taken = HashSet::new();
    for (pair, sentence) in pairs.iter_mut().zip(new) {
        let words = bag(sentence);
        let common = |known: &HashSet<String>| {
            let both = 20 * known.intersection(&words).count();
            both / (known.len() + words.len()).max(1)
        };
        let free = (0..old.len()).filter(|number| !taken.contains(number));
        let best = free.max_by_key(|number| (common(&old[*number]), std::cmp::Reverse(*number)));
        *pair = best.filter(|number| common(&old[*number]) >= COMMON);
        taken.extend(*pair);
    }
    pairs
}

/// Compares the words of a sentence that was written anew.
fn words(old: &str, new: &str, until: Instant) -> Change {
    fn split(text: &str) -> Vec<&str> {
        text.split_whitespace().collect()
    }
    let (old, new) = (split(old), split(new));
    let (mut from, mut to) = (Vec::new(), Vec::new());
    for op in capture_diff_slices_deadline(Algorithm::Myers, &old, &new, Some(until)) {
        let changed = !matches!(op, DiffOp::Equal { .. });
        for (words, pieces) in [
            (&old[op.old_range()], &mut from),
            (&new[op.new_range()], &mut to),
        ] {
            if !words.is_empty() {
                let text = words.join(" ");
                pieces.push(Piece { text, changed });
            }
        }
    }
    Change::Changed { from, to }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(old: &[&str], new: &[&str]) -> (Vec<String>, usize) {
        let own = |texts: &[&str]| -> Vec<String> { texts.iter().map(|t| t.to_string()).collect() };
        let difference = difference(&own(old), &own(new), Some("en"));
        let line = |pieces: &[Piece]| {
            let piece = |piece: &Piece| match piece.changed {
                true => format!("[{}]", piece.text),
                false => piece.text.clone(),
            };
            pieces.iter().map(piece).collect::<Vec<_>>().join(" ")
        };
        let changes = difference.changes.iter().map(|change| match change {
            Change::Added { added } => format!("+ {added}"),
            Change::Changed { from, to } => format!("- {} + {}", line(from), line(to)),
        });
        (changes.collect(), difference.left_out)
    }

    #[test]
    fn what_stayed_is_not_told_again() {
        let text = ["Kites flew over the bay.", "No one was hurt."];
        assert_eq!(shown(&text, &text), (vec![], 0));
        assert_eq!(shown(&text, &[]), (vec![], 2));
        assert_eq!(
            shown(&[], &text[..1]),
            (vec!["+ Kites flew over the bay.".into()], 0)
        );
    }

    #[test]
    fn a_new_paragraph_is_told_whole_and_of_a_new_sentence_the_words() {
        let old = [
            "Kites flew over the bay. Two boats turned back.",
            "No one was hurt.",
        ];
        let new = [
            "Kites flew over the bay. Three boats turned back. A ferry waited.",
            "No one was hurt.",
            "The harbour opened again at noon.",
        ];
        assert_eq!(
            shown(&old, &new),
            (
                vec![
                    "- [Two] boats turned back. + [Three] boats turned back.".into(),
                    "+ A ferry waited.".into(),
                    "+ The harbour opened again at noon.".into()
                ],
                0
            )
        );
    }

    #[test]
    fn paragraphs_that_are_all_new_stay_paragraphs() {
        let old = ["Kites flew."];
        let new = [
            "Boats turned back. A ferry waited.",
            "The port closed at dusk.",
        ];
        let expected = [
            "+ Boats turned back. A ferry waited.",
            "+ The port closed at dusk.",
        ];
        assert_eq!(shown(&old, &new), (expected.map(String::from).into(), 1));
    }

    #[test]
    fn sentences_that_went_are_counted() {
        let old = ["Kites flew. Boats turned back. The port closed at dusk."];
        let new = ["Kites flew. Gulls came."];
        assert_eq!(shown(&old, &new), (vec!["+ Gulls came.".into()], 2));
    }

    #[test]
    fn long_texts_that_have_nothing_in_common_are_no_wait() {
        let many = |word: &str| -> Vec<String> {
            (0..30_000)
                .map(|number| format!("{word} {number} flew over the bay."))
                .collect()
        };
        let began = Instant::now();
        let difference = difference(&many("Kite"), &many("Gull"), Some("en"));
        assert!(!difference.changes.is_empty());
        assert!(
            began.elapsed() < Duration::from_secs(20),
            "{:?}",
            began.elapsed()
        );
    }
}
