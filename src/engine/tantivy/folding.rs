//! Which stories found share a line, and which of them it shows.

use super::columns::Columns;
use super::links::{Entry, Links};
use super::membership::Member;
use super::schema::EMBARGO_END;
use crate::chain::Role;
use crate::engine::{Fold, Repeats};
use crate::status::Status;
use std::sync::Arc;
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, SegmentReader};

/// What is folded, and by which links.
#[derive(Clone)]
pub(super) struct Folding {
    links: Arc<Links>,
    fold: Fold,
    /// No story shares a line, and none is left out.
    idle: bool,
}

/// How a story fits into the lines of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// It is left out.
    Out,
    /// It has a line of its own.
    Alone,
    /// It shares the line of a number (see [`Folding::lines`]).
    Shared(u32),
}

impl Folding {
    pub(super) fn new(links: &Arc<Links>, fold: &Fold) -> Folding {
        let idle = match fold.repeats {
            Repeats::Only => false,
            _ => fold.is_none() || links.is_empty(),
        };
        Folding {
            links: Arc::clone(links),
            fold: *fold,
            idle,
        }
    }

    /// What the numbers of shared lines are less than: lines are chains, or texts.
    pub(super) fn lines(&self) -> usize {
        let (chains, stories) = self.links.size();
        if self.fold.versions { chains } else { stories }
    }

    /// Which of the 64 documents from a multiple of that on may not be alone on their lines, a bit each.
    #[inline]
    pub(super) fn not_alone(&self, first: DocId, columns: &Columns) -> u64 {
        match self.fold.repeats {
            _ if self.idle => 0,
            Repeats::Only => u64::MAX,
            _ => columns.members(first),
        }
    }

    /// How the story of a document fits, in the segment of some columns.
    #[inline]
    pub(super) fn fit_of(&self, doc: DocId, columns: &Columns) -> Fit {
        if self.idle {
            return Fit::Alone;
        }
        let repeats = self.fold.repeats;
        let Some(Member { chain, text }) = columns.member(doc, &self.links) else {
            return match repeats {
                Repeats::Only => Fit::Out,
                _ => Fit::Alone,
            };
        };
        match (repeats, self.fold.versions, text) {
            (Repeats::Only, _, Some(_)) => Fit::Alone,
            (Repeats::Only, _, None) => Fit::Out,
            (Repeats::Fold, true, _) => Fit::Shared(chain),
            (Repeats::Show, true, _) => match self.entry(doc, columns) {
                Some(entry) if entry.role == Role::Repeat => Fit::Alone,
                _ => Fit::Shared(chain),
            },
            (Repeats::Fold, false, Some(text)) => Fit::Shared(text),
            (_, false, _) => Fit::Alone,
        }
    }

    fn entry(&self, doc: DocId, columns: &Columns) -> Option<Entry> {
        let row = columns.row(doc, &self.links)?;
        Some(self.links.entry(row))
    }

    /// What puts the story of a document in order among those that share its line.
    pub(super) fn claim(&self, doc: DocId, columns: &Columns) -> Claim {
        let entry = self.entry(doc, columns);
        let role = entry.map_or(Role::Version, |entry| entry.role);
        Claim {
            rank: columns.rank(doc, role, self.fold.now.timestamp()),
            order: columns.order(doc),
            steps: entry.map_or(0, |entry| entry.steps),
            id: columns.id(doc).unwrap_or(u64::MAX),
        }
    }
}

/// What puts the stories that share a line in order: the greatest is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Claim {
    pub(super) rank: Rank,
    /// Its date; none is before any.
    pub(super) order: Option<i64>,
    /// How far it lies from the first of the chain.
    pub(super) steps: u8,
    pub(super) id: u64,
}

impl Claim {
    /// What puts stories in the order of time.
    pub(super) fn age(&self) -> (Option<i64>, u64) {
        (self.order, self.id)
    }
}

/// What is shown rather than what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// Taken back, superseded, held back, or the notice that does it.
    Unusable,
    /// A take, a repeat, an alert.
    Part,
    /// A version.
    Whole,
}

/// Tells which stories of a segment are usable.
pub(super) struct Usable {
    /// The standings of stories that are not simply usable.
    status: Option<StrColumn>,
    /// The number of the term that an embargo may end.
    embargoed: Option<u64>,
    ends: Column<i64>,
}

impl Usable {
    pub(super) fn open(segment: &SegmentReader) -> tantivy::Result<Usable> {
        let fast = segment.fast_fields();
        let status = fast.str("status")?;
        let terms = status.as_ref().map(StrColumn::dictionary);
        let embargoed = terms.map(|terms| terms.term_ord(Status::Embargoed.name()));
        Ok(Usable {
            // In most segments every story is usable.
            status: status.filter(|status| status.dictionary().num_terms() > 0),
            embargoed: embargoed.transpose()?.flatten(),
            ends: fast.i64(EMBARGO_END)?,
        })
    }

    fn is_usable(&self, doc: DocId, now: i64) -> bool {
        let free = |status: u64| {
            let ended = || self.ends.first(doc).is_some_and(|end| end <= now);
            Some(status) == self.embargoed && ended()
        };
        let status = self.status.as_ref();
        status.is_none_or(|status| status.term_ords(doc).all(free))
    }

    /// How readily a story of that role is shown at a moment.
    pub(super) fn rank(&self, doc: DocId, role: Role, now: i64) -> Rank {
        match role {
            Role::Kill => Rank::Unusable,
            _ if !self.is_usable(doc, now) => Rank::Unusable,
            Role::Version | Role::Correction => Rank::Whole,
            Role::Take | Role::Alert | Role::Repeat => Rank::Part,
        }
    }
}
