//! Chains from what ties stories: the surest ties first, each only where it lets no chain grow out of its time or away
//! from its first story.
//!
//! The answer depends on the stories alone and not on the order in which they came.

use super::kills::{self, Doubt};
use super::ties::{self, WINDOW, gap, has_drifted};
use super::traits::{Id, Traits, mark};
use super::{Link, Reason, Role, candidates};
use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::cmp::Reverse;

/// What ties one story to another, by their places in order of time.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tie {
    pub(super) one: u32,
    pub(super) other: u32,
    pub(super) why: Reason,
    /// How many of the two are asides: see [`is_aside`].
    asides: u8,
    strength: f32,
}

impl Tie {
    pub(super) fn of(one: u32, other: u32, why: Reason) -> Tie {
        Tie {
            one,
            other,
            why,
            asides: 0,
            strength: 0.0,
        }
    }

    /// What ties two stories by their texts, if anything does.
    fn between(stories: &[&Traits], one: u32, other: u32) -> Option<Tie> {
        let ends = [one, other].map(|at| stories[at as usize]);
        let (why, strength) = ties::tie(ends[0], ends[1])?;
        let asides = ends.into_iter().filter(|story| is_aside(story));
        Some(Tie {
            one,
            other,
            why,
            asides: asides.count() as u8,
            strength,
        })
    }

    /// Puts the surest ties first. No two are equal.
    fn rank(&self) -> (u8, Reason, Reverse<u32>, u32, u32) {
        let strength = Reverse((self.strength * 1024.0) as u32);
        (self.asides, self.why, strength, self.one, self.other)
    }
}

/// A story's place in its chain, in few bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The chain's first story.
    pub chain: Id,
    /// What the story is in it.
    pub role: Role,
    /// What it was tied to, and why; `None` of the first.
    pub to: Option<(Id, Reason)>,
}

impl Place {
    /// Whether a link says the same.
    pub fn is(&self, link: &Link) -> bool {
        let to = self.to.map(|(id, why)| (Some(id), Some(why)));
        let other = (link.to.as_deref().and_then(Id::read), link.why);
        self.role == link.role
            && to.unwrap_or_default() == other
            && Id::read(&link.chain) == Some(self.chain)
    }
}

impl From<Place> for Link {
    fn from(place: Place) -> Link {
        Link {
            chain: place.chain.to_string(),
            role: place.role,
            to: place.to.map(|(id, _)| id.to_string()),
            why: place.to.map(|(_, why)| why),
        }
    }
}

/// The chains of an archive.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chains {
    /// The stories that are in one, in no order.
    pub places: FxHashMap<Id, Place>,
    /// The stories that a notice takes back, and which one does.
    pub killed: FxHashMap<Id, Id>,
    /// The notices that may mean one story or another.
    pub doubts: Vec<Doubt>,
}

/// Finds which stories belong together. No two may have the same id.
pub fn link<'t>(stories: impl Iterator<Item = &'t Traits>) -> Chains {
    let mut stories: Vec<&Traits> = stories.collect();
    stories.par_sort_unstable_by_key(|story| (story.filed, story.phase(), story.id));
    let mut forest = Forest::new(&stories);
    ids(&stories).into_iter().for_each(|tie| forest.join(tie));
    let mut found = candidates::of_pairs(&stories, |one, other| Tie::between(&stories, one, other));
    found.par_sort_unstable_by_key(Tie::rank);
    found.into_iter().for_each(|tie| forest.try_join(tie));
    let kills = kills::reach(&stories, &mut forest);
    Chains {
        places: forest.places(),
        killed: kills.killed,
        doubts: kills.doubts,
    }
}

/// Whether a story is an alert or a take: one that belongs to a chain, and to no other.
fn is_aside(story: &Traits) -> bool {
    story.is(mark::TAKE)
        || story.shingles <= ties::ALERT && story.is(mark::ALERT)
        || story.shingles <= ties::SHORT
}

/// What the providers' own ids tie: each version to the one before, and what replaces an item to its last version.
fn ids(stories: &[&Traits]) -> Vec<Tie> {
    let mut last: FxHashMap<u64, u32> = FxHashMap::default();
    let mut found = Vec::new();
    let tie = |one: u32, other: u32| Tie::of(one, other, Reason::Id);
    for (at, story) in (0u32..).zip(stories).filter(|(_, story)| story.item != 0) {
        if let Some(before) = last.insert(story.item, at) {
            found.push(tie(before, at));
        }
    }
    for (at, story) in (0u32..).zip(stories) {
        let named = story.named.iter().flat_map(|named| &named.items);
        let others = named.filter_map(|item| last.get(item));
        found.extend(
            others
                .filter(|other| **other != at)
                .map(|other| tie(*other, at)),
        );
    }
    found
}

/// Stories, and the ties that were taken between them: a tree for each chain.
pub(super) struct Forest<'t> {
    stories: &'t [&'t Traits],
    /// The story that stands for the same chain; itself where it stands for it.
    above: Vec<u32>,
    /// Of a story that stands for its chain: its first and last story.
    ends: Vec<(u32, u32)>,
    pub(super) taken: Vec<Tie>,
}

impl<'t> Forest<'t> {
    fn new(stories: &'t [&'t Traits]) -> Forest<'t> {
        let all = 0..stories.len() as u32;
        Forest {
            stories,
            above: all.clone().collect(),
            ends: all.map(|at| (at, at)).collect(),
            taken: Vec::new(),
        }
    }

    /// The story that stands for a story's chain.
    pub(super) fn root(&mut self, mut at: u32) -> u32 {
        while self.above[at as usize] != at {
            let above = self.above[at as usize];
            self.above[at as usize] = self.above[above as usize];
            at = above;
        }
        at
    }

    /// Makes one chain of two.
    pub(super) fn join(&mut self, tie: Tie) {
        let (one, other) = (self.root(tie.one), self.root(tie.other));
        if one == other {
            return;
        }
        let (first, second) = (one.min(other), one.max(other));
        let (ends, more) = (self.ends[first as usize], self.ends[second as usize]);
        self.above[second as usize] = first;
        self.ends[first as usize] = (ends.0.min(more.0), ends.1.max(more.1));
        self.taken.push(tie);
    }

    /// Makes one chain of two where it stays within its time, and their first stories are somewhat alike.
    fn try_join(&mut self, tie: Tie) {
        let (one, other) = (self.root(tie.one), self.root(tie.other));
        if one == other {
            return;
        }
        let (ends, more) = (self.ends[one as usize], self.ends[other as usize]);
        let span = |ends: (u32, u32)| {
            let (first, last) = (self.stories[ends.0 as usize], self.stories[ends.1 as usize]);
            gap(first, last)
        };
        // What is an aside of a chain draws nothing but another aside into it.
        let is_alone = |ends: (u32, u32)| ends.0 == ends.1;
        let is_aside = |at: u32| is_aside(self.stories[at as usize]);
        let draws = |by: u32, of: (u32, u32), drawn: u32, alone: bool| {
            is_aside(by) && !is_alone(of) && !(is_aside(drawn) && alone)
        };
        if draws(tie.one, ends, tie.other, is_alone(more))
            || draws(tie.other, more, tie.one, is_alone(ends))
        {
            return;
        }
        let joined = span((ends.0.min(more.0), ends.1.max(more.1)));
        // What ids tie may have lasted longer already.
        if joined > WINDOW.max(span(ends)).max(span(more)) {
            return;
        }
        let are_alike = |one: u32, other: u32| {
            !has_drifted(self.stories[one as usize], self.stories[other as usize])
        };
        let is_near =
            are_alike(ends.0, more.0) || are_alike(ends.0, tie.other) && are_alike(more.0, tie.one);
        if !is_near {
            return;
        }
        self.join(tie);
    }

    /// The neighbours of each story in its tree, as far as it has some.
    pub(super) fn neighbours(&self) -> Neighbours {
        let taken = self.taken.iter();
        let both =
            taken.flat_map(|tie| [(tie.one, tie.other, tie.why), (tie.other, tie.one, tie.why)]);
        let mut edges: Vec<(u32, u32, Reason)> = both.collect();
        edges.sort_unstable();
        Neighbours(edges)
    }

    /// The place of each story that is in a chain.
    fn places(&mut self) -> FxHashMap<Id, Place> {
        let neighbours = self.neighbours();
        let mut firsts: Vec<u32> = neighbours.stories().collect();
        let mut places = FxHashMap::with_capacity_and_hasher(firsts.len(), FxBuildHasher);
        for first in &mut firsts {
            let root = self.root(*first);
            *first = self.ends[root as usize].0;
        }
        firsts.sort_unstable();
        firsts.dedup();
        for first in firsts {
            let chain = self.stories[first as usize].id;
            let mut reached: Vec<(u32, Option<(u32, Reason)>)> = vec![(first, None)];
            let mut next = 0;
            while let Some(&(at, from)) = reached.get(next) {
                next += 1;
                let back = from.map(|from| from.0);
                let others = neighbours.of(at);
                let others = others.filter(|(other, _)| Some(*other) != back);
                reached.extend(others.map(|(other, why)| (other, Some((at, why)))));
            }
            for (at, to) in &reached {
                let story = self.stories[*at as usize];
                let place = Place {
                    chain,
                    role: role(story, to.map(|(to, why)| (self.stories[to as usize], why))),
                    to: to.map(|(to, why)| (self.stories[to as usize].id, why)),
                };
                places.insert(story.id, place);
            }
        }
        places
    }
}

/// The ties of trees, once from each end, in the order of the stories.
pub(super) struct Neighbours(Vec<(u32, u32, Reason)>);

impl Neighbours {
    /// The stories that are tied.
    fn stories(&self) -> impl Iterator<Item = u32> {
        self.0
            .chunk_by(|one, other| one.0 == other.0)
            .map(|ties| ties[0].0)
    }

    /// What a story is tied to, and why.
    pub(super) fn of(&self, at: u32) -> impl Iterator<Item = (u32, Reason)> {
        let start = self.0.partition_point(|tie| tie.0 < at);
        let own = self.0[start..].iter().take_while(move |tie| tie.0 == at);
        own.map(|(_, other, why)| (*other, *why))
    }
}

/// What a story is in its chain, by its marks, and by its likeness to the one that it is tied to.
fn role(story: &Traits, to: Option<(&Traits, Reason)>) -> Role {
    for (marks, role) in [
        (mark::KILL, Role::Kill),
        (mark::CORRECTION, Role::Correction),
        (mark::TAKE, Role::Take),
        (mark::REPEAT, Role::Repeat),
        (mark::UPDATE | mark::REFILE, Role::Version),
    ] {
        if story.is(marks) {
            return role;
        }
    }
    let is_same = |to: &Traits| {
        story.shingles > 0 && to.shingles > 0 && story.sketch.likeness(&to.sketch) >= ties::REPEAT
    };
    match to {
        Some((to, why)) if why > Reason::Id && is_same(to) => Role::Repeat,
        _ if story.is(mark::ALERT) && story.shingles <= ties::ALERT => Role::Alert,
        _ => Role::Version,
    }
}
