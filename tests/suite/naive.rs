//! A matcher that knows no index: it tries every combination of words.

use dateline::fields::Part;
use dateline::query::Slot;
use dateline::query::span::{Link, Span, Unit};
use dateline::story::Story;
use std::collections::BTreeSet;

/// A word of a story, with the numbers of its paragraph and its sentence.
pub(crate) struct Word {
    pub(crate) text: String,
    pub(crate) part: Part,
    pub(crate) paragraph: usize,
    pub(crate) sentence: usize,
}

/// The words of a story, by blanks and signs.
pub(crate) fn words_of(story: &Story) -> Vec<Word> {
    let mut words = Vec::new();
    let mut sentence = 0;
    for (paragraph, (part, line)) in story.lines(usize::MAX).enumerate() {
        for piece in line.split('。') {
            sentence += 1;
            for text in piece.split([' ', ',']).filter(|word| !word.is_empty()) {
                words.push(Word {
                    text: text.into(),
                    part,
                    paragraph,
                    sentence,
                });
            }
        }
    }
    words
}

/// The first and last word of an occurrence, and the words known to be used.
pub(crate) type Occurrence = (usize, usize, BTreeSet<usize>);

/// Whether a word of a story is one that a word of a question stands for.
pub(crate) type Fits<'f> = &'f dyn Fn(&Slot, &str) -> bool;

/// Every occurrence of a span that holds no smaller one, by trying all combinations.
pub(crate) fn occurrences(span: &Span, words: &[Word], fits: Fits<'_>) -> Vec<Occurrence> {
    let loose = |start: usize, end: usize| (start, end, BTreeSet::from([start, end]));
    let mut all: Vec<Occurrence> = Vec::new();
    match span {
        Span::Words(row) => {
            let last = words.len().checked_sub(row.slots.len());
            for start in last.map_or(0..0, |last| 0..last + 1) {
                let here = &words[start..start + row.slots.len()];
                let all_fit = here.iter().zip(&row.slots).all(|(word, slot)| {
                    fits(slot, &word.text)
                        && word.paragraph == here[0].paragraph
                        && row.scope.parts().contains(&word.part)
                });
                let end = start + row.slots.len() - 1;
                if all_fit {
                    all.push((start, end, (start..=end).collect()));
                }
            }
        }
        Span::AnyOf(of) => of
            .iter()
            .for_each(|of| all.extend(occurrences(of, words, fits))),
        Span::Pair(link, of) => {
            let others = occurrences(&of[1], words, fits);
            for one in occurrences(&of[0], words, fits) {
                for other in &others {
                    let (start, end) = (one.0.min(other.0), one.1.max(other.1));
                    let apart = match () {
                        _ if one.1 < other.0 => other.0 - one.1,
                        _ if other.1 < one.0 => one.0 - other.1,
                        _ => 0,
                    };
                    let is_linked = match *link {
                        Link::Near { within, ordered } => {
                            apart <= within as usize && (!ordered || one.1 < other.0)
                        }
                        Link::Same(unit) => {
                            let unit = |at: usize| match unit {
                                Unit::Sentence => words[at].sentence,
                                Unit::Paragraph => words[at].paragraph,
                            };
                            (start..=end).all(|at| unit(at) == unit(start))
                        }
                    };
                    if is_linked && one.2.is_disjoint(&other.2) {
                        all.push(loose(start, end));
                    }
                }
            }
        }
        Span::Together { within, words: of } => {
            let mut chosen: Vec<BTreeSet<usize>> = vec![BTreeSet::new()];
            for of in of {
                let places = occurrences(of, words, fits);
                let with = |set: &BTreeSet<usize>| -> Vec<BTreeSet<usize>> {
                    let free = places.iter().filter(|place| !set.contains(&place.0));
                    free.map(|place| set.iter().copied().chain([place.0]).collect())
                        .collect()
                };
                chosen = chosen.iter().flat_map(with).collect();
            }
            for set in chosen {
                let (start, end) = (*set.first().unwrap(), *set.last().unwrap());
                if end + 1 - start - set.len() < *within as usize {
                    all.push(loose(start, end));
                }
            }
        }
        Span::AtLeast { times, of } => {
            let of = occurrences(of, words, fits);
            for one in &of {
                for other in &of {
                    let among = of.iter().filter(|of| one.0 <= of.0 && of.1 <= other.1);
                    if among.count() >= *times as usize {
                        let whole = loose(one.0, other.1);
                        all.push(if *times == 1 { one.clone() } else { whole });
                    }
                }
            }
        }
        Span::First { words: most, of } => {
            all = occurrences(of, words, fits);
            all.retain(|found| found.1 < *most as usize);
        }
    }
    let holds = |one: &Occurrence, other: &Occurrence| {
        let (ends, others) = ((one.0, one.1), (other.0, other.1));
        one.0 <= other.0 && other.1 <= one.1 && (ends != others || one.2.len() > other.2.len())
    };
    let least = |found: &&Occurrence| !all.iter().any(|other| holds(found, other));
    let mut least: Vec<Occurrence> = all.iter().filter(least).cloned().collect();
    least.sort();
    least.dedup();
    least
}

/// The numbers of the words that are marked.
pub(crate) fn marked_numbers(
    lines: &[(Part, &str)],
    marks: &[Vec<std::ops::Range<usize>>],
) -> BTreeSet<usize> {
    let mut numbers = BTreeSet::new();
    let mut number = 0;
    for ((_, line), marks) in lines.iter().zip(marks) {
        for token in dateline::language::words::tokens(line) {
            let inside = |mark: &std::ops::Range<usize>| {
                mark.start <= token.range.start && token.range.end <= mark.end
            };
            if marks.iter().any(inside) {
                numbers.insert(number);
            }
            number += 1;
        }
    }
    numbers
}
