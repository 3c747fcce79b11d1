//! Chains with what the standings and dates of their stories make of them.

use super::folding::{Claim, Rank, Usable};
use super::links::Links;
use super::schema::{Fields, id_order};
use crate::chain::Role;
use crate::engine::{Chain, Fold};
use crate::error::Result;
use rustc_hash::FxHashMap;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, Searcher, TERMINATED, Term};

/// A chain.
pub(super) struct KnownChain {
    pub(super) chain: Chain,
    /// The newest version that is not taken back or superseded, whatever its embargo.
    pub(super) newest: Option<String>,
    /// The story that mends each one, where one does.
    pub(super) corrections: HashMap<String, String>,
}

impl KnownChain {
    pub(super) fn new(
        chain: Chain,
        searcher: &Searcher,
        fields: &Fields,
        links: &Links,
    ) -> tantivy::Result<KnownChain> {
        let mut claims: HashMap<&str, Claim> = HashMap::new();
        for segment in searcher.segment_readers() {
            let usable = Usable::open(segment)?;
            let order = segment.fast_fields().i64("order")?;
            let ids = segment.inverted_index(fields.id)?;
            for (id, link) in &chain.stories {
                let term = Term::from_field_text(fields.id, id);
                let Some(mut found) = ids.read_postings(&term, IndexRecordOption::Basic)? else {
                    continue;
                };
                while found.doc() != TERMINATED && segment.is_deleted(found.doc()) {
                    found.advance();
                }
                if found.doc() == TERMINATED {
                    continue;
                }
                let id_order = id_order(id);
                let claim = Claim {
                    rank: usable.rank(found.doc(), link.role, Fold::NONE.now.timestamp()),
                    order: order.first(found.doc()),
                    steps: links.find(id_order).map_or(0, |entry| entry.steps),
                    id: id_order,
                };
                claims.insert(id, claim);
            }
        }
        let usable = claims.iter().filter(|(_, claim)| claim.rank == Rank::Whole);
        let newest = usable.max_by_key(|(_, claim)| **claim);
        let newest = newest.map(|(id, _)| (*id).to_owned());
        let mut mended: HashMap<&str, (Claim, &str)> = HashMap::new();
        for (id, link) in &chain.stories {
            let claim = claims.get(id.as_str());
            let to = link.to.as_deref().filter(|_| link.role == Role::Correction);
            if let (Some(to), Some(claim)) = (to, claim) {
                let known = mended.entry(to).or_insert((*claim, id));
                *known = (*known).max((*claim, id));
            }
        }
        let corrections = mended.into_iter();
        let corrections = corrections
            .map(|(story, (_, by))| (story.to_owned(), by.to_owned()))
            .collect();
        Ok(KnownChain {
            newest,
            corrections,
            chain,
        })
    }
}

/// So many stories of chains are kept in mind.
const MOST: usize = 1 << 16;

/// The chains that were asked about, so that one of many stories is not read anew for each.
#[derive(Default)]
pub(super) struct Chains(Mutex<Known>);

#[derive(Default)]
struct Known {
    chains: FxHashMap<u32, Arc<KnownChain>>,
    stories: usize,
}

impl Chains {
    /// The chain of a number, read where it is not known yet.
    pub(super) fn get(
        &self,
        number: u32,
        read: impl FnOnce() -> Result<Option<KnownChain>>,
    ) -> Result<Option<Arc<KnownChain>>> {
        let known = self
            .0
            .lock()
            .map(|known| known.chains.get(&number).cloned());
        if let Ok(Some(known)) = known {
            return Ok(Some(known));
        }
        let Some(chain) = read()?.map(Arc::new) else {
            return Ok(None);
        };
        if let Ok(mut known) = self.0.lock() {
            if known.stories >= MOST {
                *known = Known::default();
            }
            known.stories += chain.chain.stories.len();
            known.chains.insert(number, Arc::clone(&chain));
        }
        Ok(Some(chain))
    }
}
