//! Puts the best stories in their final order (see [`crate::engine::ranking`]): reads where the words of the question
//! stand in them.
//!
//! As many stories are always looked at, whatever page is asked for, and those behind them keep their order and come
//! after them; so all pages are cut from one list.

use super::collect::{Ranked, by_score};
use super::columns::Columns;
use super::schema::Fields;
use super::unit::{Collection, Found, Unit};
use crate::engine::ranking::{Asked, Evidence, Judge, MAX_UNITS, Occurrence, Ranking};
use crate::fields::Part;
use std::sync::Arc;
use tantivy::schema::Field;
use tantivy::{DocId, Searcher, SegmentReader};

/// Where the headline's words are counted from: no body is so long that its words could be near.
const HEADLINE: i64 = -1 << 40;

/// Where the words of a field beside the text are counted from: its length says nothing, as that of a headline.
const SIDE: i64 = -1 << 41;

/// So many places of a word in a part of a story are looked at: more of them say nothing more.
const MAX_PLACES: usize = 256;

/// A question whose answers are to be put in order.
pub(super) struct Rerank<'a> {
    ranking: &'a Ranking,
    searcher: &'a Searcher,
    collection: &'a Collection,
    lengths: [Field; 2],
    mean_length: f32,
    units: Vec<Arc<Unit>>,
    asked: Asked,
}

impl<'a> Rerank<'a> {
    /// For the words of a question in the order typed; `None` where there are none.
    pub(super) fn new(
        ranking: &'a Ranking,
        searcher: &'a Searcher,
        collection: &'a Collection,
        fields: &Fields,
        typed: Vec<Arc<Unit>>,
    ) -> tantivy::Result<Option<Rerank<'a>>> {
        if typed.is_empty() {
            return Ok(None);
        }
        let lengths = [Part::Lead, Part::Rest].map(|part| fields.part(part));
        let mut mean_length = 0.0;
        for field in lengths {
            mean_length += collection.mean_length(searcher, field)?;
        }
        let (units, order) = distinct(typed);
        let rarities: Vec<f32> = units.iter().map(|unit| unit.idf).collect();
        let (units, asked) = rarest(units, &rarities, &order);
        Ok(Some(Rerank {
            ranking,
            searcher,
            collection,
            lengths,
            mean_length,
            units,
            asked,
        }))
    }

    /// Puts stories that stand in the order of BM25F into the final one.
    pub(super) fn apply(&self, found: &mut [Ranked], segments: &[Columns]) -> tantivy::Result<()> {
        let (best, others) = found.split_at_mut(self.ranking.depth.min(found.len()));
        let Some(last) = best.last().map(|last| last.score) else {
            return Ok(());
        };
        let mut judge = Judge::new(self.ranking, &self.asked);
        best.sort_unstable_by_key(|found| found.address);
        let mut evidence = Vec::new();
        for found in
            best.chunk_by_mut(|one, next| one.address.segment_ord == next.address.segment_ord)
        {
            let segment = self.searcher.segment_reader(found[0].address.segment_ord);
            let docs: Vec<DocId> = found.iter().map(|found| found.address.doc_id).collect();
            self.read(segment, &docs, &mut evidence)?;
            for (found, evidence) in found.iter_mut().zip(&evidence) {
                found.score = judge.score(evidence);
            }
        }
        by_score(best, segments);
        let lowest = best.last().map_or(0.0, |last| last.score);
        let scale = if last > 0.0 { lowest / last } else { 0.0 };
        for found in others {
            found.score = (found.score * scale).min(lowest);
        }
        Ok(())
    }

    /// Reads what there is to know of documents of a segment, which come in their order: list by list, so that each is gone
    /// through once.
    fn read(
        &self,
        segment: &SegmentReader,
        docs: &[DocId],
        into: &mut Vec<Evidence>,
    ) -> tantivy::Result<()> {
        into.resize_with(into.len().max(docs.len()), Evidence::default);
        let [lead, rest] = self
            .lengths
            .map(|field| segment.get_fieldnorms_reader(field));
        let (lead, rest) = (lead?, rest?);
        for (doc, evidence) in docs.iter().zip(into.iter_mut()) {
            evidence.occurrences.clear();
            evidence.counted.clear();
            let length = lead.fieldnorm(*doc) + rest.fieldnorm(*doc);
            evidence.length = length as f32 / self.mean_length;
        }
        for (number, unit) in self.units.iter().enumerate() {
            if unit.counted {
                let (impacts, mut at) = (unit.impacts(segment, self.collection)?, 0);
                for (doc, evidence) in docs.iter().zip(into.iter_mut()) {
                    at = impacts.seek(at, *doc);
                    if impacts.docs.get(at) == Some(doc) {
                        evidence.counted.push((number, impacts.counts[at]));
                    }
                }
                continue;
            }
            unit.places(
                segment,
                docs,
                |at,
                 Found {
                     part,
                     exact,
                     places,
                 }| {
                    let begin = match part {
                        Part::Headline => HEADLINE,
                        Part::Lead => 0,
                        Part::Rest => i64::from(lead.fieldnorm(docs[at])) + 1,
                        Part::Side(_) => SIDE,
                    };
                    let places = places.iter().take(MAX_PLACES);
                    into[at].occurrences.extend(places.map(|place| Occurrence {
                        at: begin + i64::from(*place),
                        unit: number,
                        exact,
                    }));
                },
            )?;
        }
        for evidence in into.iter_mut().take(docs.len()) {
            evidence.occurrences.sort_unstable();
            // Two forms of a word may stand at one place.
            evidence.occurrences.dedup();
        }
        Ok(())
    }
}

/// Words that stand for the same as one, and the numbers of all in the order typed.
fn distinct(typed: Vec<Arc<Unit>>) -> (Vec<Arc<Unit>>, Vec<usize>) {
    let mut units: Vec<Arc<Unit>> = Vec::new();
    let mut order = Vec::with_capacity(typed.len());
    for unit in typed {
        let same = |known: &Arc<Unit>| known.slots == unit.slots;
        let number = units.iter().position(same).unwrap_or_else(|| {
            units.push(unit);
            units.len() - 1
        });
        order.push(number);
    }
    (units, order)
}

/// The rarest of the words, and what the order needs to know of them.
fn rarest(units: Vec<Arc<Unit>>, rarities: &[f32], order: &[usize]) -> (Vec<Arc<Unit>>, Asked) {
    let mut numbers: Vec<usize> = (0..units.len()).collect();
    numbers.sort_by(|&one, &other| rarities[other].total_cmp(&rarities[one]));
    numbers.truncate(MAX_UNITS);
    numbers.sort_unstable();
    let kept = |number: usize| numbers.binary_search(&number).ok();
    let neighbours = order.windows(2).filter_map(|pair| {
        let (one, other) = (kept(pair[0])?, kept(pair[1])?);
        (one != other).then_some((one, other))
    });
    let asked = Asked {
        rarities: numbers.iter().map(|&number| rarities[number]).collect(),
        neighbours: neighbours.collect(),
    };
    let units = units.into_iter().enumerate();
    let units = units.filter(|(number, _)| kept(*number).is_some());
    (units.map(|(_, unit)| unit).collect(), asked)
}
