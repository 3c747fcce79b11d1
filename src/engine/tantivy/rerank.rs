//! Puts the best stories in their final order (see [`crate::engine::ranking`]): reads where the words of the question
//! stand in them.
//!
//! As many stories are always looked at, whatever page is asked for, and those behind them keep their order and come
//! after them; so all pages are cut from one list.

use super::collect::Ranked;
use super::postings::Row;
use super::schema::Fields;
use super::words_query::{SlotTerms, WordsQuery, open_row};
use crate::engine::Sort;
use crate::engine::ranking::{Asked, Evidence, Judge, MAX_UNITS, Occurrence, Ranking};
use crate::fields::Part;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::schema::Field;
use tantivy::{DocId, Searcher, SegmentReader};

/// Where the headline's words are counted from: no body is so long that its words could be near.
const HEADLINE: i64 = -1 << 40;

/// Where the words of a field beside the text are counted from: its length says nothing, as that of a headline.
const SIDE: i64 = -1 << 41;

/// So many places of a word in a part of a story are looked at: more of them say nothing more.
const MAX_PLACES: usize = 256;

/// A word or phrase of the question.
#[derive(Debug, Clone)]
pub(super) struct Unit {
    pub(super) query: WordsQuery,
    /// The term of the word as typed, where others stand for it too.
    pub(super) typed: Option<String>,
    /// A truncation: it stands for too many words to read all their places, and is counted.
    pub(super) counted: bool,
}

/// A question whose answers are to be put in order.
pub(super) struct Rerank<'a> {
    ranking: &'a Ranking,
    searcher: &'a Searcher,
    lengths: [Field; 2],
    mean_length: f32,
    units: Vec<Unit>,
    asked: Asked,
}

impl<'a> Rerank<'a> {
    /// For the words of a question in the order typed; `None` where there are none.
    pub(super) fn new(
        ranking: &'a Ranking,
        searcher: &'a Searcher,
        fields: &Fields,
        typed: Vec<Unit>,
    ) -> tantivy::Result<Option<Rerank<'a>>> {
        let Some(first) = typed.first() else {
            return Ok(None);
        };
        let lengths = [Part::Lead, Part::Rest].map(|part| fields.part(part));
        let mut mean_length = 0.0;
        for field in lengths {
            mean_length += first.query.mean_length(searcher, field)?;
        }
        let (units, order) = distinct(typed);
        let mut rarities = Vec::with_capacity(units.len());
        for unit in &units {
            rarities.push(unit.query.idf(searcher)?);
        }
        let (units, asked) = rarest(units, &rarities, &order);
        Ok(Some(Rerank {
            ranking,
            searcher,
            lengths,
            mean_length,
            units,
            asked,
        }))
    }

    /// Puts stories that stand in the order of BM25F into the final one.
    pub(super) fn apply(&self, found: &mut [Ranked]) -> tantivy::Result<()> {
        let (best, others) = found.split_at_mut(self.ranking.depth.min(found.len()));
        let Some(last) = best.last().map(|last| last.score) else {
            return Ok(());
        };
        let mut judge = Judge::new(self.ranking, &self.asked);
        best.sort_unstable_by_key(|found| found.address);
        let mut evidence = Evidence::default();
        for found in
            best.chunk_by_mut(|one, next| one.address.segment_ord == next.address.segment_ord)
        {
            let segment = self.searcher.segment_reader(found[0].address.segment_ord);
            let mut reader = SegmentPlaces::open(segment, self)?;
            for found in found {
                reader.read(found.address.doc_id, &mut evidence);
                found.score = judge.score(&evidence);
            }
        }
        best.sort_unstable_by(|one, other| one.compare(other, Sort::Relevance));
        let lowest = best.last().map_or(0.0, |last| last.score);
        let scale = if last > 0.0 { lowest / last } else { 0.0 };
        for found in others {
            found.score = (found.score * scale).min(lowest);
        }
        Ok(())
    }
}

/// Words that stand for the same as one, and the numbers of all in the order typed.
fn distinct(typed: Vec<Unit>) -> (Vec<Unit>, Vec<usize>) {
    let mut units: Vec<Unit> = Vec::new();
    let mut order = Vec::with_capacity(typed.len());
    for unit in typed {
        let same = |known: &Unit| known.query.slots == unit.query.slots;
        let number = units.iter().position(same).unwrap_or_else(|| {
            units.push(unit);
            units.len() - 1
        });
        order.push(number);
    }
    (units, order)
}

/// The rarest of the words, and what the order needs to know of them.
fn rarest(units: Vec<Unit>, rarities: &[f32], order: &[usize]) -> (Vec<Unit>, Asked) {
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

/// Reads where the words stand in the stories of a segment, in the order of the documents.
struct SegmentPlaces {
    rows: Vec<UnitRow>,
    lengths: Vec<FieldNormReader>,
    mean_length: f32,
}

/// A word in a part of the stories.
struct UnitRow {
    unit: usize,
    part: Part,
    row: Row,
    exact: bool,
    counted: bool,
}

impl SegmentPlaces {
    fn open(segment: &SegmentReader, question: &Rerank<'_>) -> tantivy::Result<SegmentPlaces> {
        let mut rows = Vec::new();
        for (number, unit) in question.units.iter().enumerate() {
            for (exact, slots) in unit.forms() {
                let positions = !unit.counted || slots.len() > 1;
                for part in &unit.query.parts {
                    if let Some(row) = open_row(segment, part.field, &slots, positions)? {
                        rows.push(UnitRow {
                            unit: number,
                            part: part.part,
                            row,
                            exact,
                            counted: unit.counted,
                        });
                    }
                }
            }
        }
        let lengths = question.lengths.iter();
        let lengths = lengths.map(|field| segment.get_fieldnorms_reader(*field));
        Ok(SegmentPlaces {
            rows,
            lengths: lengths.collect::<tantivy::Result<_>>()?,
            mean_length: question.mean_length,
        })
    }

    /// What there is to know of a document, none before the last one.
    fn read(&mut self, doc: DocId, into: &mut Evidence) {
        let lengths: Vec<u32> = self
            .lengths
            .iter()
            .map(|norms| norms.fieldnorm(doc))
            .collect();
        into.length = lengths.iter().sum::<u32>() as f32 / self.mean_length;
        into.occurrences.clear();
        into.counted.clear();
        let lead = lengths.first().copied().unwrap_or(0);
        for UnitRow {
            unit,
            part,
            row,
            exact,
            counted,
        } in &mut self.rows
        {
            if row.doc() < doc {
                row.seek(doc);
            }
            if row.doc() != doc {
                continue;
            }
            if *counted {
                into.counted.push((*unit, row.frequency()));
                continue;
            }
            let begin = match part {
                Part::Headline => HEADLINE,
                Part::Lead => 0,
                Part::Rest => i64::from(lead) + 1,
                Part::Side(_) => SIDE,
            };
            let places = row.starts().iter().take(MAX_PLACES);
            into.occurrences.extend(places.map(|place| Occurrence {
                at: begin + i64::from(*place),
                unit: *unit,
                exact: *exact,
            }));
        }
        into.occurrences.sort_unstable();
    }
}

impl Unit {
    /// The word as typed, and its other forms.
    fn forms(&self) -> Vec<(bool, Vec<SlotTerms>)> {
        let (Some(typed), [slot]) = (&self.typed, self.query.slots.as_slice()) else {
            return vec![(true, self.query.slots.clone())];
        };
        let terms = slot.terms.iter().filter(|term| *term != typed).cloned();
        let others = SlotTerms {
            terms: terms.collect(),
            not: Vec::new(),
        };
        let typed = SlotTerms {
            terms: vec![typed.clone()],
            not: Vec::new(),
        };
        vec![(true, vec![typed]), (false, vec![others])]
    }
}
