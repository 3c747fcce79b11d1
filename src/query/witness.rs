//! Which words of a question made a story fit: those of a part that does not hold of the story, and those that are
//! excluded, did not.

use super::fits::fits;
use super::span::Span;
use super::{Node, Query, Words};
use crate::story::Story;

impl Query {
    /// The words and relations of a query, in the order typed, those that are excluded among them.
    pub fn every_span(&self) -> Vec<Span> {
        let mut found = Vec::new();
        collect(&self.root, &mut found);
        found
    }
}

impl Query {
    /// The words that stories are asked to have, in the order typed, those in relations among them.
    pub fn wanted_words(&self) -> Vec<Words> {
        let mut found = Vec::new();
        let mut open = vec![&self.root];
        while let Some(node) = open.pop() {
            match node {
                Node::Words(words) => found.push(words.clone()),
                Node::Span(span) => found.extend(span.leaves().into_iter().cloned()),
                Node::Not(_) => {}
                node => open.extend(node.children().iter().rev()),
            }
        }
        found
    }
}

fn collect(node: &Node, found: &mut Vec<Span>) {
    match node {
        Node::Words(words) => found.push(Span::Words(words.clone())),
        Node::Span(span) => found.push(span.clone()),
        node => node
            .children()
            .iter()
            .for_each(|child| collect(child, found)),
    }
}

/// For each of [`Query::every_span`] whether it made the story fit. `found` says which of them the story holds. Of a
/// story that does not fit, as its beginning alone was looked at, all that it holds and is not excluded.
pub(super) fn counted(root: &Node, story: &Story, found: &dyn Fn(usize) -> bool) -> Vec<bool> {
    let walk = |lenient| {
        let mut walk = Walk {
            story,
            found,
            lenient,
            counted: Vec::new(),
        };
        (walk.holds(root, true), walk.counted)
    };
    match walk(false) {
        (true, counted) => counted,
        (false, _) => walk(true).1,
    }
}

/// A walk through a tree, in the order of its spans.
struct Walk<'w> {
    story: &'w Story,
    found: &'w dyn Fn(usize) -> bool,
    /// Whether words count in parts that do not hold.
    lenient: bool,
    counted: Vec<bool>,
}

impl Walk<'_> {
    /// Whether a part holds of the story; its words count if it is wanted.
    fn holds(&mut self, node: &Node, wanted: bool) -> bool {
        let from = self.counted.len();
        let holds = match node {
            Node::Words(_) | Node::Span(_) => {
                let holds = (self.found)(from);
                self.counted.push(holds && wanted);
                return holds;
            }
            Node::And(nodes) => self.each(nodes, wanted).all(|holds| holds),
            Node::Or(nodes) => self.each(nodes, wanted).any(|holds| holds),
            Node::Not(inner) => !self.holds(inner, false),
            // Words of places, and copies at other paths, are not looked for.
            Node::About(_) | Node::Path(_) => true,
            node => fits(node, self.story, &|_| false, &|_| false),
        };
        if !holds && !self.lenient {
            self.counted[from..].fill(false);
        }
        holds
    }

    /// Whether each of some parts holds: all are gone through, as all have their place in the order.
    fn each(&mut self, nodes: &[Node], wanted: bool) -> impl Iterator<Item = bool> {
        let holds: Vec<bool> = nodes.iter().map(|node| self.holds(node, wanted)).collect();
        holds.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::parse::{Settings, parse};

    fn counted_of(query: &str, held: &[usize]) -> Vec<bool> {
        let settings = Settings {
            today: chrono::NaiveDate::MIN,
            now: Default::default(),
            any: false,
            words_only: false,
        };
        let query = parse(query, settings, crate::facts::Facts::built_in()).unwrap();
        let found = |span: usize| held.contains(&span);
        counted(&query.root, &Story::default(), &found)
    }

    #[test]
    fn words_of_a_part_that_does_not_hold_and_excluded_ones_do_not_count() {
        let cases: [(&str, &[usize], &[bool]); 7] = [
            ("a b", &[0, 1], &[true, true]),
            ("a OR (b c)", &[0, 1], &[true, false, false]),
            ("a OR (b c)", &[0, 1, 2], &[true, true, true]),
            ("a OR (b -c)", &[0, 1, 2], &[true, false, false]),
            ("a OR (b -c)", &[0, 1], &[true, true, false]),
            ("a OR (b lang:fr)", &[0, 1], &[true, false]),
            // What was looked at holds too little for the story to fit: what it holds is shown.
            ("a b -c", &[0], &[true, false, false]),
        ];
        for (query, held, expected) in cases {
            assert_eq!(counted_of(query, held), expected, "{query} with {held:?}");
        }
    }
}
