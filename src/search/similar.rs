//! Stories like another: with nearly the same text, or with the same rare words.
//!
//! The words that are frequent in the story and rare in the archive are asked as a question, any of them; the best
//! answers are held against the story itself.

use super::likeness::Runs;
use crate::engine::{Page, Searcher, Sort};
use crate::error::Result;
use crate::fields::Scope;
use crate::language::words;
use crate::query::{Node, Query, Slot, Words};
use crate::story::Story;
use chrono::{DateTime, Utc};
use std::collections::{BTreeSet, HashMap};

/// So many words of a story are looked at.
const MOST_WORDS: usize = 5_000;
/// So many different ones, the most frequent, are looked up in the archive.
const MOST_LOOKED_UP: usize = 250;
/// So many words are asked.
const ASKED: usize = 25;
/// So many answers are held against the story.
const HELD: usize = 200;
/// Words of fewer letters say little, but in scripts that have no letters.
const SHORTEST: usize = 4;
/// Of an archive of so many stories on, a word that is in more than a tenth of them is not asked.
const ENOUGH: u64 = 50;

/// With less of the text in common two stories are alike by their words, in percents.
const SAME_TEXT: u8 = 10;
/// With less of the rare words in common they are not alike, in percents.
const SAME_WORDS: u8 = 30;

/// A story that is like another.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Similar {
    /// How much of their text they share, in percents (see [`Runs::percent`]).
    pub same_text: u8,
    /// How many of the other's rare words it has, rarer ones counting more, in percents.
    pub rare_words: u8,
    /// Whether both are of one chain.
    pub of_its_chain: bool,
    /// The story.
    pub story: Story,
}

impl Similar {
    /// Whether it is alike by its text, and not by single words.
    pub fn is_same_text(&self) -> bool {
        self.same_text >= SAME_TEXT
    }

    fn rank(&self) -> (u8, u8) {
        let text = if self.is_same_text() {
            self.same_text
        } else {
            0
        };
        (text, self.rare_words)
    }
}

/// The stories that are like one, most alike first: at most `most` of the `HELD` best. Those that are not to be used are
/// left out, and so is the story itself where it is of the archive.
pub fn similar(
    searcher: &dyn Searcher,
    of: &Story,
    is_held: bool,
    now: DateTime<Utc>,
    most: usize,
) -> Result<Vec<Similar>> {
    let rare = rare_words(searcher, of)?;
    if rare.is_empty() {
        return Ok(Vec::new());
    }
    let any = rare.keys().map(|word| asked(word)).collect();
    let page = Page {
        offset: 0,
        limit: HELD,
        sort: Sort::Relevance,
    };
    let chain = searcher.chain(&of.id)?.filter(|_| is_held);
    let runs = Runs::of(of);
    let all: f32 = rare.values().sum();
    let mut found = Vec::new();
    for story in searcher
        .search(&alone(Node::Or(any)).shown(now), &page)?
        .stories
    {
        let (story, _) = story?;
        if is_held && story.id == of.id {
            continue;
        }
        let words: BTreeSet<String> = folded_words(&story).collect();
        let common = rare.iter().filter(|(word, _)| words.contains(*word));
        let common: f32 = common.map(|(_, weight)| weight).sum();
        let similar = Similar {
            same_text: runs.percent(&Runs::of(&story)),
            rare_words: (100.0 * common / all) as u8,
            of_its_chain: chain
                .as_ref()
                .is_some_and(|chain| chain.link(&story.id).is_some()),
            story,
        };
        if similar.is_same_text() || similar.rare_words >= SAME_WORDS {
            found.push(similar);
        }
    }
    found.sort_by(|one, other| {
        let date = |similar: &Similar| similar.story.date.map(|date| date.first_day());
        let rank = other.rank().cmp(&one.rank());
        rank.then_with(|| date(other).cmp(&date(one)))
            .then_with(|| one.story.id.cmp(&other.story.id))
    });
    found.truncate(most);
    Ok(found)
}

/// The words of a story that tell it from others, each with its weight.
fn rare_words(searcher: &dyn Searcher, story: &Story) -> Result<HashMap<String, f32>> {
    let mut frequencies: HashMap<String, u32> = HashMap::new();
    for word in folded_words(story) {
        let says_little = word.is_ascii() && word.len() < SHORTEST;
        if !says_little && !word.bytes().all(|byte| byte.is_ascii_digit()) {
            *frequencies.entry(word).or_default() += 1;
        }
    }
    let mut frequent: Vec<(String, u32)> = frequencies.into_iter().collect();
    frequent.sort_by(|one, other| {
        let length = |word: &str| word.chars().count();
        let longer = length(&other.0).cmp(&length(&one.0));
        other
            .1
            .cmp(&one.1)
            .then(longer)
            .then_with(|| one.0.cmp(&other.0))
    });
    frequent.truncate(MOST_LOOKED_UP);
    let stories = searcher.count(&alone(Node::Everything))?;
    let mut weights = Vec::new();
    for (word, frequency) in frequent {
        let with = searcher.count(&alone(asked(&word)))?;
        let common = stories >= ENOUGH && with > stories / 10;
        if with > 0 && !common {
            let rarity = (1.0 + stories as f32 / with as f32).ln();
            weights.push((word, (1.0 + (frequency as f32).ln()) * rarity));
        }
    }
    weights.sort_by(|one, other| other.1.total_cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    weights.truncate(ASKED);
    Ok(weights.into_iter().collect())
}

fn folded_words(story: &Story) -> impl Iterator<Item = String> {
    let lines = story.headline.iter().chain(&story.paragraphs);
    let tokens = lines.flat_map(|line| words::tokens(line)).take(MOST_WORDS);
    tokens.map(|token| words::folded(&words::surface(token.written)).into_owned())
}

fn asked(word: &str) -> Node {
    Node::Words(Words {
        scope: Scope::Anywhere,
        slots: vec![Slot::Folded(word.to_owned())],
    })
}

fn alone(root: Node) -> Query {
    Query {
        text: String::new(),
        root,
        notices: Vec::new(),
    }
}
