//! A question to the archive: query -> engine -> results with marked fragments.

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
use crate::language::words::truncate;
use crate::query::explain;
use crate::query::matching::{Pattern, marks};
use crate::query::span::Span;
use crate::query::{Node, Query, Slot};
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
    /// Whether to look up the places of stories in their chains: a list of paths goes without.
    pub chains: bool,
}

/// The answers, fetched as the iterator is pulled.
pub struct Results<'a> {
    /// How many stories fit, on this page or not, those that share a line counted once.
    pub total: u64,
    /// How many fit, each counted.
    pub matched: u64,
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
    /// `headline` or `body`.
    pub field: &'static str,
    /// The paragraph it is cut from, from 1; `None` for the headline.
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
    let found = searcher.lines(&shown, &request.page, &request.fold)?;
    let hidden = hidden(searcher, &request.query, request.now)?;
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
            fragments: fragments(&story, &patterns),
            story,
            score,
        })
    });
    Ok(Results {
        total: found.total,
        matched: found.matched,
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
                root: line.node.clone(),
                notices: Vec::new(),
            };
            stories = Some(searcher.count(&part)?);
            if let Node::Words(_) | Node::Span(_) = line.node {
                let patterns = searcher.patterns(&part)?;
                let rows = patterns.iter().flat_map(Span::leaves);
                forms = rows.flat_map(all_forms).collect();
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

fn all_forms(pattern: &Pattern) -> Vec<String> {
    let mut forms = Vec::new();
    for slot in &pattern.slots {
        let several = slot.terms.len() > 1 || !slot.not.is_empty();
        forms.extend(
            slot.terms
                .iter()
                .filter(|_| several)
                .map(|term| term.trim_start_matches('=').to_owned()),
        );
        forms.extend(
            slot.not
                .iter()
                .map(|term| format!("not {}", term.trim_start_matches('='))),
        );
        if slot.cut > 0 {
            forms.push(format!("and {} more left out", slot.cut));
        }
    }
    forms
}

/// What would help where a query finds nothing: which part of it finds nothing, or how many stories have some of it.
pub fn hint_for_nothing(searcher: &dyn Searcher, query: &Query) -> Result<Option<String>> {
    let Node::And(parts) = &query.root else {
        return Ok(None);
    };
    let alone = |node: &Node| Query {
        text: String::new(),
        root: node.clone(),
        notices: Vec::new(),
    };
    let wanted: Vec<&Node> = parts
        .iter()
        .filter(|part| !matches!(part, Node::Not(_)))
        .collect();
    if let Some(word) = wanted.iter().find_map(|part| typed_or(part)) {
        let hint = format!("\"{word}\" is read as a word: write OR in capitals for either");
        return Ok(Some(hint));
    }
    for part in &wanted {
        if searcher.count(&alone(part))? == 0 {
            return Ok(Some(format!("{part} alone finds nothing")));
        }
    }
    let words: Vec<Node> = wanted
        .iter()
        .filter(|part| matches!(part, Node::Words(_)))
        .map(|&part| part.clone())
        .collect();
    if words.len() < 2 {
        return Ok(None);
    }
    let stories = searcher.count(&alone(&with_any_word(parts, words)))?;
    let some = format!("{stories} have some of the words: try --any");
    Ok((stories > 0).then_some(some))
}

/// "Or" as people write it who do not know that an operator is in capitals.
const ORS: &[&str] = &["or", "ou", "oder", "oppure", "eller", "или", "або", "lub"];

fn typed_or(part: &Node) -> Option<&str> {
    match part {
        Node::Words(words) => match words.slots.as_slice() {
            [Slot::Inflected(word)] => ORS.contains(&word.as_str()).then_some(word),
            _ => None,
        },
        _ => None,
    }
}

/// The same question with any of its words in place of all.
fn with_any_word(parts: &[Node], words: Vec<Node>) -> Node {
    let others = parts
        .iter()
        .filter(|part| !matches!(part, Node::Words(_)))
        .cloned();
    Node::And(others.chain([Node::Or(words)]).collect())
}

/// The pieces of a story that show what matched.
fn fragments(story: &Story, patterns: &[Span<Pattern>]) -> Vec<Fragment> {
    if patterns.is_empty() {
        return Vec::new();
    }
    // Words in a row are found in a paragraph by itself; where else words stand decides of relations.
    let rows = patterns.iter().all(|span| matches!(span, Span::Words(_)));
    let examined = if rows { EXAMINED } else { MAX_INDEXED };
    let lines = story.lines(MAX_INDEXED);
    let lines: Vec<_> = lines
        .map(|(part, text)| (part, truncate(text, examined)))
        .collect();
    let marks = marks(&lines, story.language.as_deref(), patterns);
    let headlines = usize::from(story.headline.is_some());
    let mut candidates = Vec::new();
    for (number, (&(_, text), marks)) in lines.iter().zip(marks).enumerate() {
        if !marks.is_empty() {
            // Lines are the headline and the paragraphs, which are counted from 1.
            let paragraph = (number >= headlines).then(|| number + 1 - headlines);
            candidates.push((kinds(text, &marks), paragraph, text, marks));
        }
    }
    // The headline comes first in any case; then the pieces that show most of the question; then reading order.
    candidates
        .sort_by_key(|(kinds, paragraph, ..)| (paragraph.is_some(), std::cmp::Reverse(*kinds)));
    let best = candidates.into_iter().take(MAX_FRAGMENTS);
    best.map(|(_, paragraph, text, marks)| cut(paragraph, text, &marks))
        .collect()
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
fn cut(paragraph: Option<usize>, text: &str, marks: &[Range<usize>]) -> Fragment {
    let field = if paragraph.is_some() {
        "body"
    } else {
        "headline"
    };
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

    #[test]
    fn fragments_hold_their_marks_and_are_cut_between_words() {
        let filler = "les négociations à Genève ont repris ".repeat(20);
        let text = format!("{filler}avant le cessez-le-feu, dit-on, {filler}");
        let story = Story {
            paragraphs: vec!["rien".into(), text],
            ..Story::default()
        };
        let fragments = fragments(&story, &[pattern("cessez"), pattern("feu")]);
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
        let fragments = fragments(&story, &[pattern("cessez"), pattern("feu")]);
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
        let fragments = fragments(&story, &[pattern("feu")]);
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
            fragments(&story, &[pattern("feu"), pattern(&"e".repeat(500))]);
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
            for fragment in fragments(&story, &[pattern("feu")]) {
                for (start, end) in fragment.marks {
                    proptest::prop_assert_eq!(&fragment.text[start..end], "feu");
                }
            }
        }
    }
}
