//! How an answer is put together: a tree of words and filters, answered a window of documents at a time.
//!
//! In a window a set of documents is a bit each, and their scores lie in an array; so "all of" and "any of" are a few
//! operations on words of 64 bits, and adding up scores needs no branch. What is rare goes first: the others are only
//! asked for the documents that are left, and windows without any are passed over.

use super::between::Between;
use super::deadline::Deadline;
use super::frame::{Frame, WINDOW};
use super::impacts::Impacts;
use super::lists::Lists;
use super::marked::{Bitmap, Marked};
use super::unit::{Collection, Unit};
use std::ops::RangeInclusive;
use std::sync::Arc;
use tantivy::query::{EnableScoring, Query, Scorer};
use tantivy::{DocId, DocSet, Searcher, SegmentReader, TERMINATED};

/// A question.
pub(super) enum Plan {
    /// No story.
    Nothing,
    /// Stories that hold words, scored.
    Words(Arc<Unit>),
    /// Stories of a term that is asked about again and again.
    Marked(Arc<Marked>),
    /// Stories whose value in a column of numbers lies between two, both included.
    Between(&'static str, RangeInclusive<i64>),
    /// Stories without a say in their order.
    Filter(Box<dyn Query>),
    /// Stories that another query scores.
    Scored(Box<dyn Query>),
    /// The stories of a plan without their scores.
    Unscored(Box<Plan>),
    /// What is in all of some and in none of others; of the former there is one at least.
    All { of: Vec<Plan>, but: Vec<Plan> },
    /// What is in any.
    Any(Vec<Plan>),
}

/// What a question finds, and what it leaves out of that unless it is asked for.
pub(super) struct Asked {
    pub(super) plan: Plan,
    /// The stories that are not usable, where they are left out.
    pub(super) unusable: Option<Plan>,
}

impl Asked {
    /// The same without scores.
    pub(super) fn unscored(self) -> Asked {
        Asked {
            plan: Plan::Unscored(Box::new(self.plan)),
            ..self
        }
    }

    /// Calls for the living documents of a segment that fit, window by window in their order, until the moment to stop has
    /// come: who is called empties the window. Gives how many more would fit but are left out.
    pub(super) fn each(
        &self,
        searcher: &Searcher,
        segment: &SegmentReader,
        collection: &Collection,
        deadline: &Deadline,
        each: impl FnMut(&mut Frame),
    ) -> tantivy::Result<u64> {
        let open = Open {
            searcher,
            segment,
            collection,
        };
        let mut part = open.part(&self.plan, true)?;
        if part.next() == TERMINATED {
            return Ok(0);
        }
        let unusable = self.unusable.as_ref().map(|plan| open.part(plan, false));
        let mut unusable = unusable.transpose()?;
        Ok(part.each(unusable.as_mut(), segment, deadline, each))
    }
}

/// Opens plans for a segment.
struct Open<'a> {
    searcher: &'a Searcher,
    segment: &'a SegmentReader,
    collection: &'a Collection,
}

impl Open<'_> {
    fn part(&self, plan: &Plan, scored: bool) -> tantivy::Result<Part> {
        Ok(match plan {
            Plan::Nothing => Part::Any(Vec::new(), None),
            Plan::Marked(marked) => Part::Marked(marked.of(self.segment)?),
            Plan::Between(column, range) => {
                Part::Between(Between::open(self.segment, column, range.clone())?)
            }
            Plan::Words(unit) if unit.is_summed() => {
                Part::Summed(Box::new(unit.lists(self.segment, scored)?))
            }
            Plan::Words(unit) => Part::Listed {
                impacts: unit.impacts(self.segment, self.collection)?,
                at: 0,
                scored,
            },
            Plan::Filter(query) => self.query(query.as_ref(), false)?,
            Plan::Scored(query) => self.query(query.as_ref(), scored)?,
            Plan::Unscored(plan) => self.part(plan, false)?,
            Plan::All { of, but } => {
                let mut parts = Vec::with_capacity(of.len());
                for plan in of {
                    let part = self.part(plan, scored)?;
                    if part.next() == TERMINATED {
                        return Ok(Part::Any(Vec::new(), None));
                    }
                    parts.push(part);
                }
                parts.sort_by_key(Part::cost);
                let mut but = self.parts(but, false)?;
                but.retain(|part| part.next() != TERMINATED);
                match parts.pop() {
                    Some(only) if parts.is_empty() && but.is_empty() => only,
                    last => {
                        parts.extend(last);
                        Part::All(parts, but, None)
                    }
                }
            }
            Plan::Any(of) => {
                let mut of = self.parts(of, scored)?;
                of.retain(|part| part.next() != TERMINATED);
                match of.pop() {
                    Some(only) if of.is_empty() => only,
                    last => {
                        of.extend(last);
                        Part::Any(of, None)
                    }
                }
            }
        })
    }

    fn parts(&self, plans: &[Plan], scored: bool) -> tantivy::Result<Vec<Part>> {
        plans.iter().map(|plan| self.part(plan, scored)).collect()
    }

    fn query(&self, query: &dyn Query, scored: bool) -> tantivy::Result<Part> {
        let scoring = match scored {
            true => EnableScoring::enabled_from_searcher(self.searcher),
            false => EnableScoring::disabled_from_searcher(self.searcher),
        };
        let scorer = query.weight(scoring)?.scorer(self.segment, 1.0)?;
        Ok(Part::Walked { scorer, scored })
    }
}

/// A plan in a segment. Windows are gone through in their order.
enum Part {
    /// Documents in lists of a word.
    Summed(Box<Lists>),
    /// Documents of values.
    Between(Between),
    /// Documents marked.
    Marked(Arc<Bitmap>),
    /// Documents in a list.
    Listed {
        impacts: Arc<Impacts>,
        at: usize,
        scored: bool,
    },
    /// Documents that are walked to.
    Walked {
        scorer: Box<dyn Scorer>,
        scored: bool,
    },
    /// The rarest first. The frame is made when it is needed.
    All(Vec<Part>, Vec<Part>, Option<Box<Frame>>),
    Any(Vec<Part>, Option<Box<Frame>>),
}

impl Part {
    /// The first document that may fit, from where it stands.
    fn next(&self) -> DocId {
        match self {
            Part::Listed { impacts, at, .. } => {
                impacts.docs.get(*at).copied().unwrap_or(TERMINATED)
            }
            Part::Summed(lists) => lists.next(),
            Part::Between(between) => between.next(),
            Part::Marked(bitmap) => bitmap.first.unwrap_or(TERMINATED),
            Part::Walked { scorer, .. } => scorer.doc(),
            Part::All(of, ..) => of.iter().map(Part::next).max().unwrap_or(TERMINATED),
            Part::Any(of, _) => of.iter().map(Part::next).min().unwrap_or(TERMINATED),
        }
    }

    /// About how many documents are looked at to go through all.
    fn cost(&self) -> u64 {
        match self {
            Part::Summed(lists) => lists.cost(),
            Part::Between(between) => between.cost(),
            Part::Marked(bitmap) => bitmap.len,
            Part::Listed { impacts, .. } => impacts.docs.len() as u64,
            // To walk is dearer than to read.
            Part::Walked { scorer, .. } => scorer.cost().saturating_mul(4),
            Part::All(of, ..) => of.iter().map(Part::cost).min().unwrap_or(0),
            Part::Any(of, _) => of.iter().map(Part::cost).sum(),
        }
    }

    fn each(
        &mut self,
        mut unusable: Option<&mut Part>,
        segment: &SegmentReader,
        deadline: &Deadline,
        mut each: impl FnMut(&mut Frame),
    ) -> u64 {
        let alive = segment.alive_bitset();
        let mut frame = Frame::new();
        let (mut from, mut left_out) = (0, 0);
        loop {
            let next = self.next().max(from);
            if next >= segment.max_doc() || deadline.is_over() {
                return left_out;
            }
            frame.start = next / WINDOW * WINDOW;
            self.fill(&mut frame);
            if let Some(alive) = alive {
                frame.keep(|doc| alive.is_alive(doc).then_some(0.0));
            }
            if let Some(unusable) = &mut unusable {
                let fitting = frame.len();
                unusable.leave_out(&mut frame);
                left_out += (fitting - frame.len()) as u64;
            }
            from = frame.end();
            each(&mut frame);
            self.pass(from);
        }
    }

    /// Leaves behind the documents before `target`, where that costs nothing.
    fn pass(&mut self, target: DocId) {
        match self {
            Part::Listed { impacts, at, .. } => *at = impacts.seek(*at, target),
            Part::Summed(_) | Part::Marked(_) | Part::Between(_) | Part::Walked { .. } => {}
            Part::All(of, ..) | Part::Any(of, _) => {
                of.iter_mut().for_each(|part| part.pass(target));
            }
        }
    }

    /// Puts the documents of a window into an empty frame.
    fn fill(&mut self, frame: &mut Frame) {
        match self {
            Part::All(of, but, _) => {
                let Some((first, others)) = of.split_first_mut() else {
                    return;
                };
                first.fill(frame);
                for part in others {
                    if frame.is_empty() {
                        return;
                    }
                    part.meet(frame);
                }
                for part in but {
                    part.leave_out(frame);
                }
            }
            Part::Any(of, _) => of.iter_mut().for_each(|part| part.join(frame)),
            leaf => leaf.join(frame),
        }
    }

    /// Hands a frame of its own to a callee, with its documents of a window.
    fn with_own(&mut self, start: DocId, each: impl FnOnce(&mut Frame)) {
        let own = match self {
            Part::All(.., own) | Part::Any(_, own) => own.take(),
            _ => None,
        };
        let mut own_frame = own.unwrap_or_else(Frame::new);
        own_frame.start = start;
        self.fill(&mut own_frame);
        each(&mut own_frame);
        own_frame.clear();
        if let Part::All(.., own) | Part::Any(_, own) = self {
            *own = Some(own_frame);
        }
    }

    /// Adds the documents of a window to a frame.
    fn join(&mut self, frame: &mut Frame) {
        match self {
            Part::Listed {
                impacts,
                at,
                scored,
            } => {
                *at = impacts.seek(*at, frame.start);
                let end = impacts.seek(*at, frame.end());
                let docs = &impacts.docs[*at..end];
                match scored {
                    true => {
                        let scores = &impacts.scores[*at..end];
                        docs.iter()
                            .zip(scores)
                            .for_each(|(doc, score)| frame.add(*doc, *score));
                    }
                    false => docs.iter().for_each(|doc| frame.add(*doc, 0.0)),
                }
                *at = end;
            }
            Part::Summed(lists) => lists.join(frame),
            Part::Between(between) => between.join(frame),
            Part::Marked(bitmap) => {
                bitmap.each(frame.start).for_each(|doc| frame.add(doc, 0.0));
            }
            Part::Walked { scorer, scored } => {
                if scorer.doc() < frame.start {
                    scorer.seek(frame.start);
                }
                while scorer.doc() < frame.end() {
                    let score = if *scored { scorer.score() } else { 0.0 };
                    frame.add(scorer.doc(), score);
                    scorer.advance();
                }
            }
            Part::Any(of, _) => of.iter_mut().for_each(|part| part.join(frame)),
            Part::All(..) => {
                self.with_own(frame.start, |own| {
                    own.empty(|doc, score| frame.add(doc, score));
                });
            }
        }
    }

    /// Takes the documents out of a frame that it does not hold, and adds to the scores of the others.
    fn meet(&mut self, frame: &mut Frame) {
        match self {
            Part::Listed {
                impacts,
                at,
                scored,
            } => {
                *at = impacts.seek(*at, frame.start);
                let end = impacts.seek(*at, frame.end());
                if frame.is_sparse(end - *at) {
                    frame.keep(|doc| {
                        *at = impacts.seek(*at, doc);
                        let held = impacts.docs.get(*at) == Some(&doc);
                        held.then(|| if *scored { impacts.scores[*at] } else { 0.0 })
                    });
                } else {
                    let mut held = [0; WINDOW as usize / 64];
                    for place in *at..end {
                        let bit = (impacts.docs[place] - frame.start) as usize;
                        held[bit / 64] |= 1 << (bit % 64);
                        if *scored {
                            let fits = frame.fit[bit / 64] >> (bit % 64) & 1;
                            frame.scores[bit] += impacts.scores[place] * fits as f32;
                        }
                    }
                    frame.keep_all(&held, |_| 0.0);
                }
                *at = end;
            }
            Part::Summed(lists) => lists.meet(frame),
            Part::Between(between) => between.meet(frame),
            Part::Marked(bitmap) => frame.keep_all(bitmap.window(frame.start), |_| 0.0),
            Part::Walked { scorer, scored } => frame.keep(|doc| {
                if scorer.doc() < doc {
                    scorer.seek(doc);
                }
                let held = scorer.doc() == doc;
                held.then(|| if *scored { scorer.score() } else { 0.0 })
            }),
            Part::All(..) | Part::Any(..) => {
                self.with_own(frame.start, |own| {
                    frame.keep_all(&own.fit, |at| own.scores[at]);
                });
            }
        }
    }

    /// Takes its documents out of a frame.
    fn leave_out(&mut self, frame: &mut Frame) {
        match self {
            Part::Listed { impacts, at, .. } => {
                *at = impacts.seek(*at, frame.start);
                let end = impacts.seek(*at, frame.end());
                for doc in &impacts.docs[*at..end] {
                    let bit = (doc - frame.start) as usize;
                    frame.fit[bit / 64] &= !(1 << (bit % 64));
                    frame.scores[bit] = 0.0;
                }
                *at = end;
            }
            Part::Summed(lists) => lists.leave_out(frame),
            Part::Between(between) => between.leave_out(frame),
            Part::Marked(bitmap) => frame.leave_out(bitmap.window(frame.start)),
            Part::Walked { scorer, .. } => frame.keep(|doc| {
                if scorer.doc() < doc {
                    scorer.seek(doc);
                }
                (scorer.doc() != doc).then_some(0.0)
            }),
            Part::Any(of, _) => of.iter_mut().for_each(|part| part.leave_out(frame)),
            Part::All(..) => {
                self.with_own(frame.start, |own| frame.leave_out(&own.fit));
            }
        }
    }
}
