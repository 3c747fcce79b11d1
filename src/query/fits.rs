//! Whether one story fits a query: a plain matcher without an index, the reference that engines are tested against.

use super::near::{self, Point};
use super::span::Span;
use super::{AboutTest, Has, Node, PlaceTest, Words};
use crate::language::words;
use crate::status::Status;
use crate::story::{Precision, Story};
use chrono::Datelike;

/// Whether a story fits a tree. What words and paths find is for the caller to say: the one depends on the archive's
/// forms, the other on copies. Words in a row are asked as a span too.
pub fn fits(
    node: &Node,
    story: &Story,
    span: &dyn Fn(&Span) -> bool,
    path: &dyn Fn(&str) -> bool,
) -> bool {
    let inside = |node: &Node| fits(node, story, span, path);
    let words = |words: &Words| span(&Span::Words(words.clone()));
    match node {
        Node::Everything => true,
        Node::Words(test) => words(test),
        Node::Span(test) => span(test),
        Node::Place(test) => filed_from(test, story),
        Node::Near(near) => points(story).any(|point| near.holds(point)),
        Node::About(test) => mentions(test, story) || test.words.as_ref().is_some_and(&words),
        Node::Period(period) => story.date.is_some_and(|date| {
            period.first.is_none_or(|first| date.first_day() >= first)
                && period.last.is_none_or(|last| date.last_day() <= last)
        }),
        Node::OnDay { month, day } => story.date.is_some_and(|date| {
            let first = date.first_day();
            date.precision() >= Precision::Day && (first.month(), first.day()) == (*month, *day)
        }),
        Node::Agency(id) => story.agency.as_ref() == Some(id) || story.agencies.contains(id),
        Node::Language(code) => story.language.as_ref() == Some(code),
        Node::Mark(mark) => story.marks.contains(mark),
        Node::Status(test) => test
            .wanted
            .is_none_or(|wanted| Status::of(story, test.now) == wanted),
        Node::Path(pattern) => path(pattern),
        Node::Id(beginning) => story.id.starts_with(beginning.as_str()),
        Node::Has(has) => story.has(*has),
        Node::And(nodes) => nodes.iter().all(inside),
        Node::Or(nodes) => nodes.iter().any(inside),
        Node::Not(node) => !inside(node),
    }
}

impl Story {
    /// Whether the story has a field at all.
    pub fn has(&self, has: Has) -> bool {
        match has {
            Has::Place => !self.places.is_empty(),
            Has::Mention => !self.mentions.is_empty(),
            Has::Mark => !self.marks.is_empty(),
            Has::Date => self.date.is_some(),
            Has::Agency => self.agency.is_some() || !self.agencies.is_empty(),
            Has::Language => self.language.is_some(),
            Has::Headline => self.headline.is_some(),
        }
    }
}

/// Where a story was filed from, as far as that is a point on the map.
pub fn points(story: &Story) -> impl Iterator<Item = Point> + '_ {
    let pointed = story
        .places
        .iter()
        .filter(|place| near::is_point(place.kind.as_deref()));
    pointed.filter_map(|place| Point::new(place.lat?, place.lon?))
}

/// A name as datelines are compared: its folded words.
pub fn written_key(name: &str) -> String {
    let words = words::tokens(name)
        .map(|token| words::terms(&words::surface(token.written)).0.into_owned());
    words.collect::<Vec<_>>().join(" ")
}

fn filed_from(test: &PlaceTest, story: &Story) -> bool {
    let written = written_key(&test.written);
    story.places.iter().any(|place| {
        let areas = place.within.iter().chain(&place.country);
        let mut ids = place.id.iter().chain(areas.filter(|_| !test.exact));
        written_key(&place.as_written) == written || ids.any(|id| test.ids.contains(id))
    })
}

fn mentions(test: &AboutTest, story: &Story) -> bool {
    let areas = story.mentioned_in.iter().filter(|_| !test.place.exact);
    let mut ids = story.mentions.iter().chain(areas);
    ids.any(|id| test.place.ids.contains(id))
}
