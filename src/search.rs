//! A question to the archive: query -> engine -> results with marked fragments.

pub mod advice;
pub mod counts;
pub mod diff;
mod in_chain;
pub mod likeness;
pub mod receipt;
pub mod similar;
pub mod timeline;

pub use in_chain::{InChain, Shown};

use crate::engine::{Fold, Line, MAX_INDEXED, Page, Searcher};
use crate::error::{Error, Result};
use crate::facts::Facts;
use crate::fields::{Part, Side};
use crate::language::fold;
use crate::language::words::{self, truncate};
use crate::query::explain;
use crate::query::matching::{Pattern, marks_for};
use crate::query::span::Span;
use crate::query::{Node, Query};
use crate::story::Story;
use chrono::{DateTime, Utc};
use std::ops::Range;

/// A question and which of the answers are wanted.
#[derive(Debug, Clone)]
pub struct Request {
    /// The question.
    pub query: Query,
    /// The moment that embargoes are held against.
    pub now: DateTime<Utc>,
    /// Which answers, in which order.
    pub page: Page,
    /// Which of them share a line.
    pub fold: Fold,
    /// Whether to cut out the pieces that matched: an export of many stories goes without.
    pub fragments: bool,
    /// Whether to look up the places of stories in their chains: a list of paths goes without. Where neither these nor
    /// fragments are wanted, the stories are named only: see [`Searcher::names`].
    pub chains: bool,
    /// Whether nothing of a story is wanted but its path, where neither of these is.
    pub paths: bool,
}

/// The answers, fetched as the iterator is pulled.
pub struct Results<'a> {
    /// How many stories fit, on this page or not, those that share a line counted once.
    pub total: u64,
    /// How many fit, each counted.
    pub matched: u64,
    /// Whether the time was up before all were looked at: there may be more.
    pub partial: bool,
    /// How many more fit that are superseded, killed, withheld or under embargo, and were not asked for.
    pub hidden: u64,
    /// The stories of the page.
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
    /// Its place in its chain, where it is in one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_chain: Option<InChain>,
    /// Pieces of it around the words that matched, the headline first, at most [`MAX_FRAGMENTS`].
    pub fragments: Vec<Fragment>,
}

/// A piece of a story's text with the words that matched.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Fragment {
    /// `headline`, `body`, or what stands beside the text: `byline`, `slug`, `note`, `category`.
    pub field: &'static str,
    /// The paragraph it is cut from, from 1; `None` for what is none.
    pub paragraph: Option<usize>,
    /// The text; an ellipsis stands where it was cut.
    pub text: String,
    /// Byte ranges of `text` that matched, ascending, not overlapping.
    pub marks: Vec<(usize, usize)>,
}

/// Most fragments of a story.
pub const MAX_FRAGMENTS: usize = 3;

/// How much of a paragraph is looked at for marks, in bytes: no paragraph of prose is longer.
const EXAMINED: usize = 1 << 18;

/// About how long a fragment is, in bytes.
const FRAGMENT_BYTES: usize = 240;

/// Asks an archive. Stories that are superseded, killed, withheld or under embargo stay out unless they are asked for.
pub fn search<'a>(searcher: &'a dyn Searcher, request: &Request) -> Result<Results<'a>> {
    let shown = request.query.shown(request.now);
    let (page, fold) = (&request.page, &request.fold);
    let found = match request.fragments || request.chains {
        true => searcher.lines(&shown, page, fold)?,
        false if request.paths => searcher.paths(&shown, page, fold)?,
        false => searcher.names(&shown, page, fold)?,
    };
    let hidden = match request.query.hidden(request.now) {
        Some(_) => found.total.hidden,
        None => 0,
    };
    let patterns = match request.fragments {
        true => found.patterns,
        false => Vec::new(),
    };
    let chains = request.chains;
    let hits = found.lines.map(move |line| {
        let Line {
            story,
            score,
            matched,
        } = line?;
        Ok(Hit {
            in_chain: match chains {
                true => InChain::of(searcher, &story.id, matched)?,
                false => None,
            },
            fragments: fragments(&story, &shown.root, &patterns),
            story,
            score,
        })
    });
    Ok(Results {
        total: found.total.lines,
        matched: found.total.stories,
        partial: searcher.was_stopped(),
        hidden,
        hits: Box::new(hits),
    })
}

/// How many stories fit a query and are left out of its answer, being superseded, killed, withheld or under embargo.
pub fn hidden(searcher: &dyn Searcher, query: &Query, now: DateTime<Utc>) -> Result<u64> {
    query
        .hidden(now)
        .map_or(Ok(0), |query| searcher.count(&query))
}

/// How many stories an ambiguous name lists.
const CANDIDATES: usize = 10;

/// The story of an id, of the beginning of one (`1f3a`, `id:1f3a`), or of a path, with the part where the file holds several
/// (`feed.xml [2]`).
pub fn show(searcher: &dyn Searcher, name: &str) -> Result<Story> {
    let id = name.strip_prefix("id:").unwrap_or(name);
    let by_id = searcher.stories(id, CANDIDATES)?;
    let found = match by_id.is_empty() {
        true => by_path(searcher, name)?,
        false => by_id,
    };
    match <[Story; 1]>::try_from(found) {
        Ok([story]) => Ok(story),
        Err(stories) if stories.is_empty() => Err(Error::NoStory(format!(
            "no story has the id or path {name}"
        ))),
        Err(stories) => {
            let lines: Vec<_> = stories.iter().map(candidate).collect();
            Err(Error::NoStory(format!(
                "{name} means several stories, among them\n{}",
                lines.join("\n")
            )))
        }
    }
}

/// A story in a line, by what tells it from others.
fn candidate(story: &Story) -> String {
    let part = story.part.map(|part| format!(" [{part}]"));
    let opening = story
        .headline
        .as_deref()
        .or(story.paragraphs.first().map(String::as_str));
    format!(
        "  {}  {}{}  {}",
        story.id,
        story.path,
        part.unwrap_or_default(),
        truncate(opening.unwrap_or_default(), 60)
    )
}

fn by_path(searcher: &dyn Searcher, path: &str) -> Result<Vec<Story>> {
    let found = at_path(searcher, path, CANDIDATES)?;
    if !found.is_empty() {
        return Ok(found);
    }
    let part = path
        .strip_suffix(']')
        .and_then(|path| path.rsplit_once(" ["))
        .and_then(|(path, part)| Some((path, part.parse::<u32>().ok()?)));
    let Some((path, part)) = part else {
        return Ok(found);
    };
    let mut found = at_path(searcher, path, usize::MAX)?;
    found.retain(|story| story.part == Some(part));
    Ok(found)
}

fn at_path(searcher: &dyn Searcher, path: &str, limit: usize) -> Result<Vec<Story>> {
    let query = Query {
        text: String::new(),
        root: Node::Path(path.to_owned()),
        notices: Vec::new(),
    };
    let page = Page {
        offset: 0,
        limit,
        sort: Default::default(),
    };
    let stories = searcher.search(&query, &page)?.stories;
    stories.map(|found| Ok(found?.0)).collect()
}

/// A line of an explanation: what a part of the query means, and what it finds.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ExplainedLine {
    /// How deep in the query, from 0.
    pub depth: usize,
    /// What it means.
    pub text: String,
    /// How many stories it finds alone, where there is an archive.
    pub stories: Option<u64>,
    /// The forms that its words stand for in the archive, and a note on those left out.
    pub forms: Vec<String>,
}

/// Explains a query in plain words; with an archive, also what each part finds in it.
pub fn explain(
    searcher: Option<&dyn Searcher>,
    query: &Query,
    now: DateTime<Utc>,
    facts: &Facts,
) -> Result<Vec<ExplainedLine>> {
    let mut lines = Vec::new();
    for line in explain::explain(query, facts) {
        let (mut stories, mut forms) = (None, Vec::new());
        if let Some(searcher) = searcher {
            let part = Query {
                text: String::new(),
                root: line.node,
                notices: Vec::new(),
            };
            stories = Some(searcher.count(&part)?);
            if let Node::Words(_) = part.root {
                let patterns = searcher.patterns(&part)?;
                let rows = patterns.iter().flat_map(Span::leaves);
                for row in rows {
                    forms.extend(all_forms(searcher, row)?);
                }
            }
        }
        lines.push(ExplainedLine {
            depth: line.depth,
            text: line.text,
            stories,
            forms,
        });
    }
    if let Some(left_out) = query.hidden(now) {
        lines.push(ExplainedLine {
            depth: 0,
            text: "not shown: superseded, killed, withheld or under embargo (see status:any)"
                .into(),
            stories: searcher
                .map(|searcher| searcher.count(&left_out))
                .transpose()?,
            forms: Vec::new(),
        });
    }
    Ok(lines)
}

/// Every form that the words of a row stand for, of each word the commonest first.
fn all_forms(searcher: &dyn Searcher, pattern: &Pattern) -> Result<Vec<String>> {
    let mut forms = Vec::new();
    for slot in &pattern.slots {
        let folded = fold::fold(&slot.written);
        let is_itself = |term: &String| {
            let form = term.trim_start_matches(words::SPELLING);
            form == slot.written || form == folded
        };
        if slot.terms.len() > 1 || !slot.not.is_empty() || !slot.terms.iter().all(is_itself) {
            let frequencies = searcher.frequencies(pattern.scope, &slot.terms)?;
            let mut terms: Vec<_> = frequencies.into_iter().zip(&slot.terms).collect();
            terms.sort_by_key(|(stories, _)| std::cmp::Reverse(*stories));
            let terms = terms.into_iter();
            forms.extend(terms.map(|(_, term)| term.trim_start_matches('=').to_owned()));
        }
        forms.extend(
            slot.not
                .iter()
                .map(|term| format!("not {}", term.trim_start_matches('='))),
        );
        if slot.cut > 0 {
            forms.push(format!("and {} more left out", slot.cut));
        }
    }
    Ok(forms)
}

/// The pieces of a story that show what matched.
fn fragments(story: &Story, root: &Node, patterns: &[Span<Pattern>]) -> Vec<Fragment> {
    if patterns.is_empty() {
        return Vec::new();
    }
    // Words in a row are found in a paragraph by itself; where else words stand decides of relations.
    let rows = patterns.iter().all(|span| matches!(span, Span::Words(_)));
    let examined = if rows { EXAMINED } else { MAX_INDEXED };
    let lines = story.lines(MAX_INDEXED);
    let mut lines: Vec<_> = lines
        .map(|(part, text)| (part, truncate(text, examined)))
        .collect();
    let text_lines = lines.len();
    let beside = sides(story, patterns);
    lines.extend(beside.iter().map(|(part, line)| (*part, line.as_str())));
    let marks = marks_for(root, story, &lines, patterns);
    let headlines = usize::from(story.headline.is_some());
    let mut candidates = Vec::new();
    for (number, (&(part, text), marks)) in lines.iter().zip(marks).enumerate() {
        if !marks.is_empty() {
            // Lines are the headline and the paragraphs, which are counted from 1, and what stands beside.
            let paragraph = (headlines..text_lines).contains(&number);
            let paragraph = paragraph.then(|| number + 1 - headlines);
            let field = match part {
                Part::Headline => "headline",
                Part::Lead | Part::Rest => "body",
                Part::Side(side) => side.name(),
            };
            candidates.push((kinds(text, &marks), (field, paragraph), text, marks));
        }
    }
    // The headline comes first in any case; then the pieces that show most of the question; then reading order.
    candidates
        .sort_by_key(|(kinds, (field, _), ..)| (*field != "headline", std::cmp::Reverse(*kinds)));
    let best = candidates.into_iter().take(MAX_FRAGMENTS);
    best.map(|(_, from, text, marks)| cut(from, text, &marks))
        .collect()
}

/// What of a story stands beside its text and is asked for.
fn sides(story: &Story, patterns: &[Span<Pattern>]) -> Vec<(Part, String)> {
    let rows = || patterns.iter().flat_map(Span::leaves);
    let asked = |side: &Side| rows().any(|row| row.scope.side() == Some(*side));
    let lines = Side::ALL.into_iter().filter(asked);
    let lines = lines.filter_map(|side| Some((Part::Side(side), story.side(side)?)));
    lines.collect()
}

/// How many different words are marked.
fn kinds(text: &str, marks: &[Range<usize>]) -> usize {
    let words: std::collections::BTreeSet<String> = marks
        .iter()
        .map(|mark| text[mark.clone()].to_lowercase())
        .collect();
    words.len()
}

/// The piece of a text around the marks that stand closest together.
fn cut(
    (field, paragraph): (&'static str, Option<usize>),
    text: &str,
    marks: &[Range<usize>],
) -> Fragment {
    let window = window(text, marks);
    let (before, behind) = (
        if window.start > 0 { "… " } else { "" },
        if window.end < text.len() { " …" } else { "" },
    );
    let inside = marks
        .iter()
        .filter(|mark| window.start <= mark.start && mark.end <= window.end);
    let shift = |at: usize| at - window.start + before.len();
    let marks = inside
        .map(|mark| (shift(mark.start), shift(mark.end)))
        .collect();
    Fragment {
        field,
        paragraph,
        text: format!("{before}{}{behind}", &text[window]),
        marks,
    }
}

/// Where to cut: about [`FRAGMENT_BYTES`] from a little before the mark that has most marks behind it, between words.
fn window(text: &str, marks: &[Range<usize>]) -> Range<usize> {
    if text.len() <= FRAGMENT_BYTES {
        return 0..text.len();
    }
    let first = densest(marks);
    let start = text.floor_char_boundary(first.start.saturating_sub(FRAGMENT_BYTES / 4));
    let start = match text[start..first.start].find(char::is_whitespace) {
        Some(blank) if start > 0 => start + blank + 1,
        _ if start > 0 => first.start,
        _ => 0,
    };
    let start = text.ceil_char_boundary(start).min(first.start);
    let end = (start + truncate(&text[start..], FRAGMENT_BYTES).len()).max(first.end);
    let end = match text[first.end..end].rfind(char::is_whitespace) {
        Some(blank) if end < text.len() => first.end + blank,
        _ => end,
    };
    start..end
}

/// The mark that has most marks close behind it; the first of several such.
fn densest(marks: &[Range<usize>]) -> Range<usize> {
    let (mut best, mut most, mut end) = (0..0, 0, 0);
    for (number, mark) in marks.iter().enumerate() {
        while end < marks.len() && marks[end].end <= mark.start + FRAGMENT_BYTES * 3 / 4 {
            end += 1;
        }
        // A mark longer than the window has none behind it.
        let behind = end.saturating_sub(number).max(1);
        if behind > most {
            (best, most) = (mark.clone(), behind);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fields::Scope;
    use crate::query::matching::Forms;

    fn pattern(word: &str) -> Span<Pattern> {
        let forms = Forms {
            terms: [word.to_owned()].into(),
            ..Forms::default()
        };
        Span::Words(Pattern {
            scope: Scope::Anywhere,
            slots: vec![forms],
        })
    }

    /// The fragments of a story that any of some patterns finds.
    fn shown(story: &Story, patterns: &[Span<Pattern>]) -> Vec<Fragment> {
        let word = crate::query::Words {
            scope: crate::fields::Scope::Anywhere,
            slots: Vec::new(),
        };
        let root = Node::Or(vec![Node::Words(word); patterns.len()]);
        fragments(story, &root, patterns)
    }

    #[test]
    fn fragments_hold_their_marks_and_are_cut_between_words() {
        let filler = "les négociations à Genève ont repris ".repeat(20);
        let text = format!("{filler}avant le cessez-le-feu, dit-on, {filler}");
        let story = Story {
            paragraphs: vec!["rien".into(), text],
            ..Story::default()
        };
        let fragments = shown(&story, &[pattern("cessez"), pattern("feu")]);
        assert_eq!(fragments.len(), 1);
        let fragment = &fragments[0];
        let marked: Vec<_> = fragment
            .marks
            .iter()
            .map(|&(start, end)| &fragment.text[start..end])
            .collect();
        assert_eq!(marked, ["cessez", "feu"]);
        assert_eq!(fragment.paragraph, Some(2));
        assert!(
            fragment.text.starts_with("… ") && fragment.text.ends_with(" …"),
            "{}",
            fragment.text
        );
        assert!(fragment.text.len() < FRAGMENT_BYTES + 20);
    }

    #[test]
    fn the_headline_comes_first_and_then_the_fullest_paragraph() {
        let story = Story {
            headline: Some("Feu".into()),
            paragraphs: vec!["feu".into(), "cessez le feu".into()],
            ..Story::default()
        };
        let fragments = shown(&story, &[pattern("cessez"), pattern("feu")]);
        let order: Vec<_> = fragments
            .iter()
            .map(|fragment| fragment.paragraph)
            .collect();
        assert_eq!(order, [None, Some(2), Some(1)]);
    }

    #[test]
    fn a_long_paragraph_full_of_matches_is_cut_in_time_that_grows_with_its_length() {
        let story = Story {
            paragraphs: vec!["feu ".repeat(1 << 20)],
            ..Story::default()
        };
        let fragments = shown(&story, &[pattern("feu")]);
        assert!(fragments[0].text.len() <= FRAGMENT_BYTES + 8);
    }

    #[test]
    fn any_text_can_be_cut() {
        for text in [
            "é".repeat(500),
            format!("{} feu", "x".repeat(900)),
            format!("feu{}", "🦀".repeat(300)),
        ] {
            let story = Story {
                paragraphs: vec![text],
                ..Story::default()
            };
            shown(&story, &[pattern("feu"), pattern(&"e".repeat(500))]);
        }
    }

    proptest::proptest! {
        #[test]
        fn text_of_any_script_is_cut_between_its_letters(
            before in "[\\p{Arabic}\\p{Han}\\p{Thai}\\p{Latin}\\p{M}\u{3000} ]{0,300}",
            behind in "[\\p{Devanagari}\\p{Hangul}\\p{Cyrillic}\\p{M}\u{3000} ]{0,300}",
        ) {
            let story = Story {
                paragraphs: vec![format!("{before} feu {behind} feu")],
                ..Story::default()
            };
            for fragment in shown(&story, &[pattern("feu")]) {
                for (start, end) in fragment.marks {
                    proptest::prop_assert_eq!(&fragment.text[start..end], "feu");
                }
            }
        }
    }
}
