//! Where in a story the words of a query stand. A plain matcher over single stories: it marks what is shown, and is the
//! reference that engines are tested against.

use super::intervals::{self, Ends, Interval, MAX_INTERVALS};
use super::span::Span;
use super::{Node, witness};
use crate::fields::{Part, Scope, Side};
use crate::language::sentences::{self, End};
use crate::language::{fold, words};
#[cfg(doc)]
use crate::query::Query;
use crate::story::Story;
use memchr::memmem::Finder;
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
                || word.words.iter().any(|word| terms.contains(word))
        };
        holds(&self.terms) && !holds(&self.not)
    }
}

/// A word of a text with its terms.
struct Word<'t> {
    folded: std::borrow::Cow<'t, str>,
    spelling: Option<String>,
    /// Words of the dictionary that begin here.
    words: &'t [String],
}

impl<'t> Word<'t> {
    fn new(surface: &'t str, words: &'t [String]) -> Word<'t> {
        let (folded, spelling) = words::terms(surface);
        Word {
            folded,
            spelling,
            words,
        }
    }
}

/// The byte ranges of each line of a story (see [`Story::lines`]) that patterns fit: ascending, not overlapping. Words
/// in a row are one range; of a relation the words that stand in it are marked. The language tells where sentences end.
///
/// What stands beside the text is a line of words of its own (see [`Story::side`]), given as one of `lines`.
pub fn marks(
    lines: &[(Part, &str)],
    language: Option<&str>,
    patterns: &[Span<Pattern>],
) -> Vec<Vec<Range<usize>>> {
    marks_where(lines, language, patterns, &|found| vec![true; found.len()])
}

/// The same of what made a story fit a question: of `A OR (B C)` in a story without C only A is marked. The patterns are
/// those of all its spans (see [`Query::every_span`]).
pub fn marks_for(
    root: &Node,
    story: &Story,
    lines: &[(Part, &str)],
    patterns: &[Span<Pattern>],
) -> Vec<Vec<Range<usize>>> {
    let choose = |found: &[bool]| {
        let holds = |span| found.get(span).is_some_and(|found| *found);
        witness::counted(root, story, &holds)
    };
    marks_where(lines, story.language.as_deref(), patterns, &choose)
}

/// The marks of those patterns that are chosen, given which of them fit. What stands beside the text is a line of words of
/// its own, field by field.
fn marks_where(
    lines: &[(Part, &str)],
    language: Option<&str>,
    patterns: &[Span<Pattern>],
    choose: &dyn Fn(&[bool]) -> Vec<bool>,
) -> Vec<Vec<Range<usize>>> {
    let side_of = |span: &Span<Pattern>| span.leaves().first().and_then(|row| row.scope.side());
    let sides = std::iter::once(None).chain(Side::ALL.map(Some));
    let groups = sides.map(|side| {
        let asked = (0..patterns.len()).filter(|&span| side_of(&patterns[span]) == side);
        let asked: Vec<_> = asked.collect();
        let sieve = Sieve::new(asked.iter().map(|&span| &patterns[span]));
        let here = (0..lines.len()).filter(|&line| lines[line].0.side() == side);
        let here = here.filter(|&line| sieve.passes(lines[line].1));
        (here.collect::<Vec<_>>(), asked)
    });
    let groups: Vec<_> = groups
        .filter(|(here, asked)| !here.is_empty() && !asked.is_empty())
        .collect();
    let own = |here: &[usize]| here.iter().map(|&line| lines[line]).collect::<Vec<_>>();
    let mut found = vec![Vec::new(); patterns.len()];
    let mut fitting = Vec::with_capacity(groups.len());
    for (here, asked) in &groups {
        let spans: Vec<_> = asked.iter().map(|&span| patterns[span].clone()).collect();
        let (used, words) = used(&own(here), language, &spans);
        fitting.push(words);
        for (&span, words) in asked.iter().zip(used) {
            found[span] = words;
        }
    }
    let fits: Vec<bool> = found.iter().map(|words| !words.is_empty()).collect();
    let chosen = choose(&fits);
    let mut all = vec![Vec::new(); lines.len()];
    for ((here, asked), fitting) in groups.iter().zip(&fitting) {
        let chosen = asked
            .iter()
            .filter(|&&span| chosen.get(span) == Some(&true));
        let words = chosen.flat_map(|&span| found[span].iter().copied());
        for (line, marks) in ranges(fitting, words.collect()) {
            all[here[line]].push(marks);
        }
    }
    all.into_iter().map(merge).collect()
}

/// Passes over lines in which nothing can fit, without cutting their words.
struct Sieve<'p> {
    /// The forms of each word of each row; `None` where every line has to be looked at.
    rows: Option<Vec<Vec<Vec<Finder<'p>>>>>,
}

/// So many forms of a word are looked for one by one; of more, some stand in most lines.
const FEW_FORMS: usize = 8;

impl<'p> Sieve<'p> {
    /// For words in rows: of a relation, the other lines count too.
    fn new(spans: impl Iterator<Item = &'p Span<Pattern>>) -> Sieve<'p> {
        let word = |forms: &'p Forms| {
            let forms = (forms.terms.len() <= FEW_FORMS).then_some(&forms.terms)?;
            Some(forms.iter().map(Finder::new).collect())
        };
        let row = |span: &'p Span<Pattern>| match span {
            Span::Words(row) => row.slots.iter().map(word).collect(),
            _ => None,
        };
        Sieve {
            rows: spans.map(row).collect(),
        }
    }

    /// Whether a row may stand in a line. In a line of ASCII a word stands as its term does, but for capitals.
    fn passes(&self, line: &str) -> bool {
        let Some(rows) = self.rows.as_ref().filter(|_| line.is_ascii()) else {
            return true;
        };
        let line = line.to_ascii_lowercase();
        let stands = |form: &Finder<'_>| form.find(line.as_bytes()).is_some();
        let mut rows = rows.iter();
        rows.any(|row| row.iter().all(|word| word.iter().any(stands)))
    }
}

/// The words that make each pattern fit, and where those stand that are of any row.
fn used(
    lines: &[(Part, &str)],
    language: Option<&str>,
    patterns: &[Span<Pattern>],
) -> (Vec<Vec<Interval>>, Vec<Fitting>) {
    let all = Span::AnyOf(patterns.to_vec());
    let (numbered, rows) = all.numbered();
    // Words in a row ask for no sentence.
    let relate = !patterns.iter().all(|span| matches!(span, Span::Words(_)));
    let words = |line| match relate {
        true => sentences::known_words(line, language),
        false => sentences::known_words_of_paragraphs(line),
    };
    let (lists, ends, fitting) = places(lines, &words, &rows);
    let each = numbered.operands().iter();
    let used = each.map(|span| intervals::used(span, &lists, &ends));
    (used.collect(), fitting)
}

/// A word that is one of a row's.
struct Fitting {
    /// Its number in the story's line of words.
    number: u32,
    /// The number of the line that it stands in.
    line: usize,
    /// Its bytes there.
    range: Range<usize>,
}

/// Where rows of words stand in the line that a story's words make, where its sentences and paragraphs end, and the
/// words that are of any row, in their order.
fn places<'l>(
    lines: &[(Part, &'l str)],
    words: &dyn Fn(&'l str) -> sentences::Words<'l>,
    rows: &[&Pattern],
) -> (Vec<Vec<Interval>>, Ends, Vec<Fitting>) {
    let (mut ends, mut of_rows) = (Ends::default(), Vec::new());
    let mut number = 0;
    let slots = |row: &&Pattern| vec![Vec::new(); row.slots.len()];
    let mut found: Vec<Vec<Vec<Place>>> = rows.iter().map(slots).collect();
    for (in_line, &(part, line)) in lines.iter().enumerate() {
        for (token, end) in words(line) {
            let mut fits = false;
            let surface = token.surface();
            let word = Word::new(&surface, &token.words);
            let place = Place {
                number,
                position: number + ends.paragraphs.len() as u32,
            };
            for (row, found) in rows.iter().zip(&mut found) {
                if !row.scope.parts().contains(&part) {
                    continue;
                }
                let fitting = row.slots.iter().zip(found);
                for (_, places) in fitting.filter(|(forms, _)| forms.fit(&word)) {
                    places.push(place);
                    fits = true;
                }
            }
            if fits {
                of_rows.push(Fitting {
                    number,
                    line: in_line,
                    range: token.range.clone(),
                });
            }
            match end {
                End::Word => {}
                // A line beside the text is one sentence.
                _ if part.side().is_some() => {}
                End::Sentence => ends.sentences.push(number),
                End::Paragraph => ends.paragraphs.push(number),
            }
            number += 1;
        }
    }
    let lists = found.iter().map(|slots| in_a_row(slots)).collect();
    (lists, ends, of_rows)
}

/// Where a word stands in a story.
#[derive(Clone, Copy)]
struct Place {
    /// Its number in the story's line of words.
    number: u32,
    /// The same with one left out at each paragraph's end, which no row of words crosses.
    position: u32,
}

/// Where words stand in a row, given the places of each.
fn in_a_row(slots: &[Vec<Place>]) -> Vec<Interval> {
    let Some((first, others)) = slots.split_first() else {
        return Vec::new();
    };
    let follow = |start: &&Place| {
        others.iter().zip(1..).all(|(places, offset)| {
            let wanted = start.position + offset;
            let found = places.binary_search_by_key(&wanted, |place| place.position);
            found.is_ok()
        })
    };
    let rows = first.iter().filter(follow).map(|start| Interval {
        start: start.number,
        end: start.number + others.len() as u32,
        solid: true,
    });
    rows.take(MAX_INTERVALS).collect()
}

/// The lines and the bytes of words in a row, by their numbers.
fn ranges(fitting: &[Fitting], mut used: Vec<Interval>) -> Vec<(usize, Range<usize>)> {
    used.sort_unstable_by_key(|words| (words.start, words.end));
    used.dedup();
    let word = |number: u32| {
        let found = fitting.binary_search_by_key(&number, |word| word.number);
        found.ok().map(|at| &fitting[at])
    };
    let range = |words: &Interval| {
        let (first, last) = (word(words.start)?, word(words.end)?);
        Some((first.line, first.range.start..last.range.end))
    };
    used.iter().filter_map(range).collect()
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
        let mut marks = marks(&[(Part::Rest, text)], None, &[Span::Words(pattern)]);
        let marks = marks.remove(0).into_iter();
        marks.map(|range| &text[range]).collect()
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
    fn lines_that_are_passed_over_hold_nothing() {
        let patterns = [
            Span::Words(pattern(Scope::Anywhere, &[&["oil", "oils"]])),
            Span::Words(pattern(Scope::Body, &[&["gas"], &["price", "prices"]])),
        ];
        let lines = [
            (Part::Headline, "OIL turmoil"),
            (Part::Lead, "Nothing of the kind."),
            (Part::Rest, "Of gas, prices; no gas price"),
            (Part::Rest, "prices of gas"),
            (Part::Rest, "Zürich oïls"),
        ];
        let marks = marks(&lines, None, &patterns);
        let marked = lines.iter().zip(marks).map(|((_, line), marks)| {
            let marks = marks.into_iter().map(|range| &line[range]);
            marks.collect::<Vec<_>>().join("|")
        });
        let marked: Vec<_> = marked.collect();
        assert_eq!(marked, ["OIL", "", "gas, prices|gas price", "", "oïls"]);
        let sieve = Sieve::new(patterns.iter());
        let passed = lines.map(|(_, line)| sieve.passes(line));
        assert_eq!(passed, [true, false, true, true, true]);
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
