//! What to say where a question finds nothing, or next to nothing: which part of it finds nothing, words of the archive
//! that are spelt nearly so, and what would find some stories. Everything said was counted in the archive.

use crate::engine::Searcher;
use crate::error::Result;
use crate::facts::Facts;
use crate::language::words;
use crate::query::{Node, Query, Slot, Words};
use chrono::{DateTime, Utc};

/// How many parts of a question are looked at: a question of more was not typed by hand.
const PARTS: usize = 16;
/// How many truncations and words with slips are looked at: each goes through the dictionary.
const EXPANDED: usize = 3;
/// How many words that find nothing are told.
const MISSING: usize = 3;
/// How many near words are looked at for each, and how many are offered.
const NEAR: usize = 8;
/// See [`NEAR`].
const OFFERED: usize = 3;
/// Letters that a word needs to have near ones: of shorter ones everything is near.
const LEAST_LETTERS: usize = 4;
/// A question that finds up to so many stories may hold a slip,
const FEW: u64 = 2;
/// if a word one letter off finds at least so many times as many.
const FAR_MORE: u64 = 50;

/// What would help where a question finds so many stories, a line each; nothing where it found enough. The first line of
/// a question that finds nothing begins with `0 stories`.
pub fn advice(
    searcher: &dyn Searcher,
    query: &Query,
    total: u64,
    now: DateTime<Utc>,
    facts: &Facts,
) -> Result<Vec<String>> {
    let adviser = Adviser {
        searcher,
        query,
        now,
        facts,
    };
    match total {
        0 => adviser.for_nothing(),
        1..=FEW => adviser.for_few(total),
        _ => Ok(Vec::new()),
    }
}

struct Adviser<'a> {
    searcher: &'a dyn Searcher,
    query: &'a Query,
    now: DateTime<Utc>,
    facts: &'a Facts,
}

/// A word of the archive in the place of one that was typed.
struct Offer {
    /// What to write.
    written: String,
    /// The words of the question with it.
    words: Words,
    stories: u64,
}

impl Adviser<'_> {
    fn for_nothing(&self) -> Result<Vec<String>> {
        let parts = parts(&self.query.root);
        if let Some(word) = parts.iter().find_map(|part| typed_or(part)) {
            return Ok(vec![format!(
                "0 stories: \"{word}\" is read as a word: write OR in capitals for either"
            )]);
        }
        if let Some(hint) = parts.iter().find_map(|part| self.unquoted(part)) {
            return Ok(vec![hint]);
        }
        let missing = self.missing_words()?;
        if !missing.is_empty() {
            return Ok(missing);
        }
        if parts.len() == 1
            && let Some(hint) = self.words_apart(parts[0])?
        {
            return Ok(vec![hint]);
        }
        if parts.len() < 2 || parts.len() > PARTS {
            return Ok(Vec::new());
        }
        for part in &parts {
            if self.count((*part).clone())? == 0 {
                let hint = format!("0 stories: {part} alone finds nothing");
                let apart = self.words_apart(part)?;
                return Ok(vec![apart.unwrap_or(hint)]);
            }
        }
        if let Some(hint) = self.fewer_words(&parts)? {
            return Ok(vec![hint]);
        }
        Ok(Vec::from_iter(self.without_a_part(&parts)?))
    }

    /// A word that hardly any story holds, one letter off a word of many.
    fn for_few(&self, total: u64) -> Result<Vec<String>> {
        for (words, at) in self.leaves_and_words() {
            let word = words.slots[at].word();
            if self.count(single(&words, at))? > FEW || !is_offered_for(&words.slots[at]) {
                continue;
            }
            let offers = self.offers(&words, at, 1)?;
            let best = offers.first();
            if let Some(best) = best.filter(|offer| offer.stories >= total * FAR_MORE) {
                let typed = self.as_typed(word);
                return Ok(vec![format!(
                    "few stories have \"{typed}\"; did you mean {}?",
                    told(best)
                )]);
            }
        }
        Ok(Vec::new())
    }

    /// The words that no story holds, each with near ones that some do.
    fn missing_words(&self) -> Result<Vec<String>> {
        let mut lines = Vec::new();
        for (words, at) in self.leaves_and_words() {
            if lines.len() == MISSING {
                break;
            }
            let slot = &words.slots[at];
            if self.count(single(&words, at))? > 0 {
                continue;
            }
            let typed = self.as_typed(slot.word());
            let scope = words.scope.described();
            let mut line = format!("0 stories have \"{typed}\"{scope}");
            let otherwise = self.inexact(&words, at)?;
            if let Some(otherwise) = otherwise {
                line += &otherwise;
            } else if is_offered_for(slot) {
                let letters = slot.word().chars().count();
                let slips = if letters < 6 { 1 } else { 2 };
                let offers = self.offers(&words, at, slips)?;
                if let Some((best, others)) = offers.split_first() {
                    let others = others.iter().map(|offer| format!(" or {}", told(offer)));
                    line += &format!(
                        "; did you mean {}{}?",
                        told(best),
                        others.collect::<String>()
                    );
                    if let Some(whole) = self.rewritten(slot.word(), &best.words.slots[at]) {
                        line += &format!(" Write: {whole}");
                    }
                }
            }
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
        Ok(lines)
    }

    /// How many stories have an exact word in another spelling or inflection.
    fn inexact(&self, words: &Words, at: usize) -> Result<Option<String>> {
        let Slot::Exact(word) = &words.slots[at] else {
            return Ok(None);
        };
        let slots = vec![Slot::Inflected(word.clone())];
        let scope = words.scope;
        let stories = self.count(Node::Words(Words { scope, slots }))?;
        let typed = self.as_typed(word);
        Ok((stories > 0).then(|| format!(" spelt so; without =, {} {typed}", have(stories))))
    }

    /// The words in a row that are asked for and not excluded, with the number of each of their words.
    fn leaves_and_words(&self) -> Vec<(Words, usize)> {
        let leaves = self.query.wanted_words().into_iter().take(PARTS);
        let each = leaves.flat_map(|words| {
            let slots = 0..words.slots.len();
            slots.map(move |at| (words.clone(), at))
        });
        let mut expanded = 0;
        let is_cheap = |(words, at): &(Words, usize)| {
            let expands = matches!(words.slots[*at], Slot::Pattern(_) | Slot::Fuzzy(..));
            expanded += usize::from(expands);
            !expands || expanded <= EXPANDED
        };
        each.take(PARTS).filter(is_cheap).collect()
    }

    /// Words of the archive near one, best first, each in its row, if some story has that.
    fn offers(&self, words: &Words, at: usize, slips: u8) -> Result<Vec<Offer>> {
        let typed = words.slots[at].word();
        let near = self.searcher.near_words(words.scope, typed, slips, NEAR)?;
        let mut offers = Vec::new();
        for word in near {
            let mut words = words.clone();
            words.slots[at] = match &words.slots[at] {
                Slot::Inflected(_) => Slot::Inflected(word),
                _ => Slot::Folded(word),
            };
            let stories = self.count(Node::Words(words.clone()))?;
            let slots = words.slots.iter();
            let slots: Vec<String> = slots.map(|slot| self.cased(slot.word(), typed)).collect();
            let quote = if slots.len() > 1 { "\"" } else { "" };
            let prefix = words.scope.prefix();
            // Beside a word of many stories, one of few is a slip itself.
            // Inflections of one word find the same stories.
            let enough = offers
                .iter()
                .all(|best: &Offer| stories * FAR_MORE >= best.stories && stories != best.stories);
            if stories > 0 && enough {
                offers.push(Offer {
                    written: format!("{prefix}{quote}{}{quote}", slots.join(" ")),
                    words,
                    stories,
                });
            }
            if offers.len() == OFFERED {
                break;
            }
        }
        Ok(offers)
    }

    /// Words in a row that stand apart in some stories.
    fn words_apart(&self, part: &Node) -> Result<Option<String>> {
        let Node::Words(words) = part else {
            return Ok(None);
        };
        if words.slots.len() < 2 {
            return Ok(None);
        }
        let each = (0..words.slots.len()).map(|at| single(words, at));
        let stories = self.count(Node::And(each.collect()))?;
        let typed: Vec<&str> = words.slots.iter().map(Slot::word).collect();
        let typed = typed.join(" ");
        let prefix = words.scope.prefix();
        Ok((stories > 0).then(|| {
            format!(
                "0 stories have the phrase; {} its words apart: {prefix}({typed})",
                have(stories)
            )
        }))
    }

    /// How many stories have all but one of the words, or any of them.
    fn fewer_words(&self, parts: &[&Node]) -> Result<Option<String>> {
        let is_words = |part: &&&Node| matches!(part, Node::Words(_));
        let typed: Vec<&Node> = parts.iter().filter(is_words).copied().collect();
        if typed.len() < 2 {
            return Ok(None);
        }
        let others = parts.iter().filter(|part| !is_words(part)).copied();
        let others: Vec<Node> = others.chain(negatives(&self.query.root)).cloned().collect();
        let with = |words: Node| Node::And([others.clone(), vec![words]].concat());
        let all_but = |left_out: usize| {
            let rest = typed.iter().enumerate().filter(|(at, _)| *at != left_out);
            Node::And(rest.map(|(_, word)| (*word).clone()).collect())
        };
        let most = self.count(with(Node::Or((0..typed.len()).map(all_but).collect())))?;
        if most > 0 {
            let (some, all) = (number_word(typed.len() - 1), number_word(typed.len()));
            return Ok(Some(format!(
                "0 stories; {} {some} of the {all} words: --any",
                have(most)
            )));
        }
        let any = typed.into_iter().cloned().collect();
        let any = self.count(with(Node::Or(any)))?;
        Ok((any > 0).then(|| format!("0 stories; {} some of the words: --any", have(any))))
    }

    /// The part without which there are most stories.
    fn without_a_part(&self, parts: &[&Node]) -> Result<Option<String>> {
        let mut best: Option<(u64, &Node)> = None;
        for (at, part) in parts.iter().enumerate() {
            let rest = parts.iter().enumerate().filter(|(other, _)| *other != at);
            let rest = rest.map(|(_, part)| *part);
            let rest: Vec<Node> = rest.chain(negatives(&self.query.root)).cloned().collect();
            let stories = self.count(Node::And(rest))?;
            if stories > best.map_or(0, |(most, _)| most) {
                best = Some((stories, part));
            }
        }
        Ok(best
            .map(|(stories, part)| format!("0 stories; {} the rest without {part}", have(stories))))
    }

    /// A name of several words whose quotes a shell took: `place:New York`.
    fn unquoted(&self, part: &Node) -> Option<String> {
        let (field, test) = match part {
            Node::Place(test) => ("place", test),
            Node::About(test) => ("about", &test.place),
            _ => return None,
        };
        let text = &self.query.text;
        let at = text.find(&format!(":{}", test.written))? + 1 + test.written.len();
        let behind: Vec<&str> = text[at..].split_whitespace().take(3).collect();
        let begins_apart = text[at..].starts_with(char::is_whitespace);
        let plain = |word: &&&str| {
            word.chars()
                .all(|c| c.is_alphabetic() || "-'’.".contains(c))
        };
        let behind: Vec<&str> = behind.iter().take_while(plain).copied().collect();
        let names = (1..=behind.len()).rev();
        let names = names.map(|number| format!("{} {}", test.written, behind[..number].join(" ")));
        let name = names
            .filter(|_| begins_apart)
            .find(|name| !self.facts.gazetteer.find(name).is_empty())?;
        Some(format!(
            "0 stories: a name of several words needs quotes, and a shell takes away one pair: '{field}:\"{name}\"'"
        ))
    }

    /// How many stories a test finds that are shown without being asked for.
    fn count(&self, root: Node) -> Result<u64> {
        let query = Query {
            text: String::new(),
            root,
            notices: Vec::new(),
        };
        self.searcher.count(&query.shown(self.now))
    }

    /// A word as it stands in the question.
    fn as_typed<'w>(&'w self, word: &'w str) -> &'w str {
        let text = &self.query.text;
        let mut tokens = words::tokens(text);
        let token = tokens.find(|token| words::surface(token.written) == word);
        token.map_or(word, |token| token.written)
    }

    /// A word in the case that another was typed in.
    fn cased(&self, word: &str, like: &str) -> String {
        let typed = self.as_typed(like);
        let mut letters = typed.chars();
        let capital = letters.next().is_some_and(char::is_uppercase);
        let capitals = capital && typed.chars().count() > 1 && letters.all(char::is_uppercase);
        let mut own = word.chars();
        match own.next() {
            Some(_) if capitals => word.to_uppercase(),
            Some(first) if capital && self.as_typed(word) == word => {
                first.to_uppercase().chain(own).collect()
            }
            _ => word.to_owned(),
        }
    }

    /// The question with another word in the place of one; `None` where it is that word alone.
    fn rewritten(&self, word: &str, by: &Slot) -> Option<String> {
        let text = &self.query.text;
        let mut tokens = words::tokens(text);
        let token = tokens.find(|token| words::surface(token.written) == word)?;
        let by = self.cased(by.word(), word);
        let whole = format!(
            "{}{by}{}",
            &text[..token.range.start],
            &text[token.range.end..]
        );
        (token.written != text.trim()).then_some(whole)
    }
}

/// One word of a row by itself.
fn single(words: &Words, at: usize) -> Node {
    Node::Words(Words {
        scope: words.scope,
        slots: vec![words.slots[at].clone()],
    })
}

/// Whether near words are looked for: a truncation stands for its own.
fn is_offered_for(slot: &Slot) -> bool {
    let letters = slot.word().chars().filter(|c| c.is_alphabetic()).count();
    let plain = matches!(slot, Slot::Inflected(_) | Slot::Folded(_) | Slot::Exact(_));
    plain && letters >= LEAST_LETTERS
}

/// The parts that all have to be there, without those that must not.
fn parts(root: &Node) -> Vec<&Node> {
    let wanted = |node: &&Node| !matches!(node, Node::Not(_));
    match root {
        Node::And(nodes) => nodes.iter().filter(wanted).collect(),
        Node::Not(_) | Node::Everything => Vec::new(),
        root => vec![root],
    }
}

/// The parts that must not be there.
fn negatives(root: &Node) -> impl Iterator<Item = &Node> {
    let nodes = match root {
        Node::And(nodes) => nodes.as_slice(),
        _ => &[],
    };
    nodes.iter().filter(|node| matches!(node, Node::Not(_)))
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

fn told(offer: &Offer) -> String {
    format!("{} ({})", offer.written, number_of(offer.stories))
}

fn number_of(stories: u64) -> String {
    match stories {
        1 => "1 story".into(),
        stories => format!("{stories} stories"),
    }
}

fn have(stories: u64) -> String {
    match stories {
        1 => "1 has".into(),
        stories => format!("{stories} have"),
    }
}

fn number_word(number: usize) -> String {
    const WORDS: [&str; 10] = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    ];
    let word = number.checked_sub(1).and_then(|at| WORDS.get(at));
    word.map_or_else(|| number.to_string(), |word| (*word).to_owned())
}
