//! Where in a text the words of a query stand. A plain matcher over single texts: it marks what is shown, and is the
//! reference that engines are tested against.

use super::{Node, Query, Words};
use crate::fields::{Part, Scope};
use crate::language::{fold, words};
use std::collections::BTreeSet;
use std::ops::Range;

/// Words in a row, with every form that each may take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// Where they may stand.
    pub scope: Scope,
    /// The words in order.
    pub slots: Vec<Forms>,
}

/// The forms that one word of a query stands for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Forms {
    /// The word as typed.
    pub written: String,
    /// Terms of the index of which one has to stand there (see [`crate::language::words::terms`]).
    pub terms: BTreeSet<String>,
    /// Terms of which none may stand there as well: spellings that an exact word excludes.
    pub not: BTreeSet<String>,
    /// How many forms more the archive holds than the limit let in.
    pub cut: usize,
}

impl Forms {
    fn fit(&self, word: &Word<'_>) -> bool {
        let holds = |terms: &BTreeSet<String>| {
            terms.contains(word.folded.as_ref())
                || word.spelling.as_ref().is_some_and(|s| terms.contains(s))
        };
        holds(&self.terms) && !holds(&self.not)
    }
}

/// A word of a text with its terms.
struct Word<'t> {
    folded: std::borrow::Cow<'t, str>,
    spelling: Option<String>,
    range: Range<usize>,
    position: u32,
}

impl<'t> Word<'t> {
    fn new(surface: &'t str, token: &words::Token<'_>) -> Word<'t> {
        let (folded, spelling) = words::terms(surface);
        Word {
            folded,
            spelling,
            range: token.range.clone(),
            position: token.position,
        }
    }
}

/// The byte ranges of a text, which stands in a part of a story, that patterns fit: ascending, not overlapping. Words
/// in a row are one range.
pub fn marks(text: &str, part: Part, patterns: &[Pattern]) -> Vec<Range<usize>> {
    let tokens: Vec<_> = words::tokens(text)
        .map(|token| (words::surface(token.written), token))
        .collect();
    let words: Vec<Word<'_>> = tokens
        .iter()
        .map(|(surface, token)| Word::new(surface, token))
        .collect();
    let asked = patterns
        .iter()
        .filter(|pattern| pattern.scope.parts().contains(&part) && !pattern.slots.is_empty());
    let mut found: Vec<Range<usize>> = asked
        .flat_map(|pattern| rows(&words, &pattern.slots))
        .collect();
    found.sort_by_key(|range| (range.start, range.end));
    merge(found)
}

/// Where words stand in a row.
fn rows<'w>(words: &'w [Word<'_>], slots: &'w [Forms]) -> impl Iterator<Item = Range<usize>> + 'w {
    words.windows(slots.len()).filter_map(|row| {
        let in_a_row = row.last()?.position == row[0].position + slots.len() as u32 - 1;
        let fits = in_a_row && slots.iter().zip(row).all(|(forms, word)| forms.fit(word));
        fits.then(|| row[0].range.start..row[slots.len() - 1].range.end)
    })
}

fn merge(sorted: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(sorted.len());
    for range in sorted {
        match merged.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

/// A truncation: `*` stands for any letters, `?` for one.
#[derive(Debug, Clone)]
pub struct Wildcard {
    pattern: Vec<char>,
    prefix: String,
}

impl Wildcard {
    /// Reads a pattern as typed; accents and case do not count.
    pub fn new(pattern: &str) -> Wildcard {
        let folded = fold::fold(&pattern.to_lowercase()).into_owned();
        let prefix = folded
            .split(['*', '?'])
            .next()
            .unwrap_or_default()
            .to_owned();
        Wildcard {
            pattern: folded.chars().collect(),
            prefix,
        }
    }

    /// The letters before the first `*` or `?`.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// Whether a folded word fits. Takes at most pattern × word steps.
    pub fn fits(&self, word: &str) -> bool {
        // `reached[i]`: the first `i` characters of the pattern fit what was read of the word.
        let mut reached = vec![false; self.pattern.len() + 1];
        reached[0] = true;
        self.pass_stars(&mut reached);
        for letter in word.chars() {
            let mut next = vec![false; reached.len()];
            for (i, &wanted) in self.pattern.iter().enumerate() {
                match wanted {
                    '*' => next[i] |= reached[i],
                    _ => next[i + 1] |= reached[i] && (wanted == '?' || wanted == letter),
                }
            }
            self.pass_stars(&mut next);
            reached = next;
        }
        reached[self.pattern.len()]
    }

    /// A star may stand for nothing.
    fn pass_stars(&self, reached: &mut [bool]) {
        for (i, &wanted) in self.pattern.iter().enumerate() {
            if wanted == '*' && reached[i] {
                reached[i + 1] = true;
            }
        }
    }
}

impl Query {
    /// The words that stories found hold, in the order typed: those that are not excluded.
    pub fn words(&self) -> Vec<&Words> {
        let mut found = Vec::new();
        collect_words(&self.root, &mut found);
        found
    }
}

fn collect_words<'q>(node: &'q Node, found: &mut Vec<&'q Words>) {
    match node {
        Node::Words(words) => found.push(words),
        Node::And(nodes) | Node::Or(nodes) => {
            nodes.iter().for_each(|node| collect_words(node, found))
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(scope: Scope, words: &[&[&str]]) -> Pattern {
        let forms = |terms: &&[&str]| Forms {
            terms: terms.iter().map(|&t| t.into()).collect(),
            ..Forms::default()
        };
        Pattern {
            scope,
            slots: words.iter().map(forms).collect(),
        }
    }

    fn marked(text: &str, pattern: Pattern) -> Vec<&str> {
        marks(text, Part::Rest, &[pattern])
            .into_iter()
            .map(|range| &text[range])
            .collect()
    }

    #[test]
    fn a_word_is_marked_in_every_form_and_only_there() {
        let forms = pattern(Scope::Anywhere, &[&["election", "elections"]]);
        assert_eq!(
            marked("L’ÉLECTION, des élections; électoral", forms),
            ["ÉLECTION", "élections"]
        );
        let exact = pattern(Scope::Anywhere, &[&["=élection"]]);
        assert_eq!(marked("election Élection", exact), ["Élection"]);
    }

    #[test]
    fn a_phrase_is_marked_as_one_where_its_words_stand_in_a_row() {
        let phrase = || pattern(Scope::Anywhere, &[&["cessez"], &["le"], &["feu"]]);
        assert_eq!(
            marked("le feu; « Cessez-le-feu » cessez le\nfeu", phrase()),
            ["Cessez-le-feu"]
        );
        assert_eq!(marked("cessez", phrase()), [""; 0]);
    }

    #[test]
    fn a_pattern_for_the_headline_marks_nothing_elsewhere() {
        assert!(marked("trêve", pattern(Scope::Headline, &[&["treve"]])).is_empty());
    }

    #[test]
    fn a_spelling_that_is_excluded_is_not_marked() {
        let mut plain = pattern(Scope::Anywhere, &[&["election"]]);
        plain.slots[0].not.insert("=élection".into());
        assert_eq!(marked("élection election", plain), ["election"]);
    }

    #[test]
    fn truncations_fit_as_they_look() {
        for (pattern, word, fits) in [
            ("négoci*", "negociation", true),
            ("negoci*", "negoce", false),
            ("wom?n", "women", true),
            ("wom?n", "womn", false),
            ("a*b*c", "aXXbc", true),
            ("*", "", true),
            ("a**", "a", true),
            ("?", "é", true),
        ] {
            assert_eq!(Wildcard::new(pattern).fits(word), fits, "{pattern} {word}");
        }
        assert_eq!(Wildcard::new("Wom?n*").prefix(), "wom");
    }
}
