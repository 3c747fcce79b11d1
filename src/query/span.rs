//! Words that stand in a relation: near one another, in one sentence, so many times, at the beginning.
//!
//! The text of a story, headline and paragraphs, is one line of words, counted from 0.

use super::{Node, Words};

/// Words in a relation. `W` is what stands for words in a row: as typed, or resolved by an archive.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Span<W = Words> {
    /// Words in a row.
    Words(W),
    /// Any of them.
    AnyOf(Vec<Span<W>>),
    /// Two, linked.
    Pair(Link, Box<[Span<W>; 2]>),
    /// Single words in any order, with fewer than `within` other words between them in all: `"a b c"~10`.
    Together {
        /// The most words from one to the next, if all others stand side by side.
        within: u32,
        /// The words: each is [`Span::Words`] of one word.
        words: Vec<Span<W>>,
    },
    /// That often or more.
    AtLeast {
        /// How often.
        times: u32,
        /// What.
        of: Box<Span<W>>,
    },
    /// Wholly among the first words of the story.
    First {
        /// How many.
        words: u32,
        /// What.
        of: Box<Span<W>>,
    },
}

/// How two stand to one another. They are different occurrences: `a NEAR/5 a` needs two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Link {
    /// The second begins at most `within` words after the first ends (neighbours are 1 apart), or, unless `ordered`,
    /// the other way round, or inside it.
    Near {
        /// The most words.
        within: u32,
        /// Whether the first has to stand before the second.
        ordered: bool,
    },
    /// Both in one unit of the text.
    Same(Unit),
}

/// A unit of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// A sentence.
    Sentence,
    /// A paragraph, or the headline.
    Paragraph,
}

impl Link {
    /// Within how many words the two have to stand where nothing is said.
    pub const WITHIN: u32 = 10;
    /// The most words that can be asked for.
    pub const MOST: u32 = 1_000_000;
}

impl<W> Span<W> {
    /// The spans right under this one.
    pub fn operands(&self) -> &[Span<W>] {
        match self {
            Span::Words(_) => &[],
            Span::AnyOf(of) | Span::Together { words: of, .. } => of,
            Span::Pair(_, of) => of.as_slice(),
            Span::AtLeast { of, .. } | Span::First { of, .. } => std::slice::from_ref(of),
        }
    }

    /// The words in a row that it is made of, in the order typed.
    pub fn leaves(&self) -> Vec<&W> {
        match self {
            Span::Words(words) => vec![words],
            _ => self.operands().iter().flat_map(Span::leaves).collect(),
        }
    }

    /// The same relations of other words.
    pub fn try_map<V, E>(&self, map: &mut impl FnMut(&W) -> Result<V, E>) -> Result<Span<V>, E> {
        let mut all = |of: &[Span<W>]| -> Result<Vec<Span<V>>, E> {
            of.iter().map(|span| span.try_map(map)).collect()
        };
        Ok(match self {
            Span::Words(words) => Span::Words(map(words)?),
            Span::AnyOf(of) => Span::AnyOf(all(of)?),
            Span::Pair(link, of) => {
                Span::Pair(*link, Box::new([of[0].try_map(map)?, of[1].try_map(map)?]))
            }
            &Span::Together { within, ref words } => Span::Together {
                within,
                words: all(words)?,
            },
            &Span::AtLeast { times, ref of } => Span::AtLeast {
                times,
                of: Box::new(of.try_map(map)?),
            },
            &Span::First { words, ref of } => Span::First {
                words,
                of: Box::new(of.try_map(map)?),
            },
        })
    }
}

impl<W: PartialEq> Span<W> {
    /// The same relations of numbers, and the words that these stand for, each once.
    pub fn numbered(&self) -> (Span<usize>, Vec<&W>) {
        let mut words: Vec<&W> = Vec::new();
        for leaf in self.leaves() {
            if !words.contains(&leaf) {
                words.push(leaf);
            }
        }
        let number = |leaf: &W| words.iter().position(|known| *known == leaf);
        let numbers = self.try_map(&mut |leaf| number(leaf).ok_or(()));
        (numbers.unwrap_or(Span::AnyOf(Vec::new())), words)
    }
}

impl Span {
    /// What a node can be linked as: words, brackets of ORs of them, and spans; else the node is given back.
    pub(super) fn of(node: Node) -> Result<Span, Node> {
        match node {
            Node::Words(words) => Ok(Span::Words(words)),
            Node::Span(span) => Ok(span),
            Node::Or(nodes) if nodes.iter().all(is_linkable) => {
                let of = nodes.into_iter().filter_map(|node| Span::of(node).ok());
                Ok(Span::AnyOf(of.collect()))
            }
            node => Err(node),
        }
    }
}

/// Whether [`Span::of`] takes a node.
fn is_linkable(node: &Node) -> bool {
    match node {
        Node::Words(_) | Node::Span(_) => true,
        Node::Or(nodes) => nodes.iter().all(is_linkable),
        _ => false,
    }
}
