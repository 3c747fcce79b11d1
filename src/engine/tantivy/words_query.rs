//! Words in a row, as one scored query: all forms of a word are one term, all parts of the story one field.
//!
//! The score is BM25F (Robertson, Zaragoza, Taylor 2004): frequencies are weighted by part and normalised by the
//! part's length before they saturate, so that a word in the headline counts more, and a word in three parts does not
//! count three times. The document frequency is that of all forms and parts together.

use super::postings::{Row, Union};
use crate::fields::Part;
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::Field;
use tantivy::{DocId, DocSet, Score, Searcher, SegmentReader, TERMINATED, TantivyError, Term};

/// Saturation of a word's frequency: a little later than the customary 1.2, as frequencies are weighted sums here.
pub(super) const K1: f32 = 1.6;

/// How a part counts: the weight of a word in it, and how much the part's length takes away from it.
#[derive(Debug, Clone, Copy)]
pub(super) struct PartWeight {
    pub(super) part: Part,
    pub(super) field: Field,
    pub(super) weight: f32,
    pub(super) length: f32,
}

/// One word of the row: any of `terms`, and none of `not` at the same position.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct SlotTerms {
    pub(super) terms: Vec<String>,
    pub(super) not: Vec<String>,
}

/// The query.
#[derive(Clone)]
pub(super) struct WordsQuery {
    pub(super) parts: Vec<PartWeight>,
    pub(super) slots: Vec<SlotTerms>,
    /// The term that every story has.
    pub(super) stories: Term,
    pub(super) lengths: Arc<MeanLengths>,
}

impl fmt::Debug for WordsQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = self
            .slots
            .iter()
            .map(|slot| slot.terms.first().map_or("", String::as_str));
        write!(f, "words({})", words.collect::<Vec<_>>().join(" "))
    }
}

impl Query for WordsQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let (idf, lengths) = match scoring {
            EnableScoring::Enabled { searcher, .. } => {
                (self.idf(searcher)?, self.mean_lengths(searcher)?)
            }
            EnableScoring::Disabled { .. } => (1.0, vec![1.0; self.parts.len()]),
        };
        Ok(Box::new(WordsWeight {
            query: self.clone(),
            idf,
            lengths,
        }))
    }
}

impl WordsQuery {
    /// How many stories there are. Documents of other kinds come and go with commits and must not change a score.
    fn documents(&self, searcher: &Searcher) -> tantivy::Result<f64> {
        Ok(searcher.doc_freq(&self.stories)? as f64)
    }

    /// The sum over the row of each word's inverse document frequency, as for a phrase in Lucene.
    pub(super) fn idf(&self, searcher: &Searcher) -> tantivy::Result<f32> {
        let documents = self.documents(searcher)?;
        let mut sum = 0.0;
        for slot in &self.slots {
            let found = self.document_frequency(searcher, slot, documents)?;
            sum += (1.0 + (documents - found + 0.5) / (found + 0.5)).ln();
        }
        Ok(sum as f32)
    }

    /// About how many documents hold a word in any form and part. Counting the union would mean reading every list
    /// twice; as if the lists were independent, it is estimated from their lengths, never under the longest.
    fn document_frequency(
        &self,
        searcher: &Searcher,
        slot: &SlotTerms,
        documents: f64,
    ) -> tantivy::Result<f64> {
        let (mut without, mut longest) = (1.0, 0.0_f64);
        for part in &self.parts {
            for term in &slot.terms {
                let term = Term::from_field_text(part.field, term);
                let found = searcher.doc_freq(&term)? as f64;
                without *= 1.0 - (found / documents.max(1.0)).min(1.0);
                longest = longest.max(found);
            }
        }
        Ok((documents * (1.0 - without)).max(longest))
    }

    pub(super) fn mean_lengths(&self, searcher: &Searcher) -> tantivy::Result<Vec<f32>> {
        let parts = self.parts.iter();
        parts
            .map(|part| self.mean_length(searcher, part.field))
            .collect()
    }

    /// How many words a part of a story has in the mean.
    pub(super) fn mean_length(&self, searcher: &Searcher, field: Field) -> tantivy::Result<f32> {
        let documents = self.documents(searcher)?.max(1.0);
        let tokens = self.lengths.tokens(searcher, field)?;
        Ok((tokens as f64 / documents).max(1.0) as f32)
    }
}

impl PartWeight {
    /// What words in a part of so many words weigh, that has `mean` words in the mean.
    pub(super) fn weighted(&self, frequency: u32, length: u32, mean: f32) -> f32 {
        let penalty = 1.0 - self.length + self.length * (length as f32 / mean);
        self.weight * frequency as f32 / penalty
    }
}

/// How many words the parts of all stories have, for the mean: counted once for an opened archive.
///
/// The sum is of the rounded lengths that scores are made of. The engine's own count will not do: when it merges
/// segments that hold deleted stories it estimates, and the same stories would rank otherwise in an archive that had
/// been interrupted or had stories removed.
#[derive(Debug, Default)]
pub(super) struct MeanLengths(Mutex<HashMap<Field, u64>>);

impl MeanLengths {
    fn tokens(&self, searcher: &Searcher, field: Field) -> tantivy::Result<u64> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(tokens) = known.get(&field) {
            return Ok(*tokens);
        }
        let mut tokens = 0;
        for segment in searcher.segment_readers() {
            let norms = segment.get_fieldnorms_reader(field)?;
            let lengths = (0..segment.max_doc()).map(|doc| u64::from(norms.fieldnorm(doc)));
            tokens += lengths.sum::<u64>();
        }
        known.insert(field, tokens);
        Ok(tokens)
    }
}

struct WordsWeight {
    query: WordsQuery,
    idf: f32,
    lengths: Vec<f32>,
}

impl Weight for WordsWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let (mut parts, slots) = (Vec::new(), &self.query.slots);
        for (part, mean) in self.query.parts.iter().zip(&self.lengths) {
            if let Some(row) = open_row(segment, part.field, slots, slots.len() > 1)? {
                let norms = segment.get_fieldnorms_reader(part.field)?;
                parts.push(PartScorer {
                    row,
                    norms,
                    weight: *part,
                    mean: *mean,
                });
            }
        }
        let mut scorer = WordsScorer {
            parts,
            factor: boost * self.idf * (K1 + 1.0),
            doc: 0,
        };
        scorer.doc = scorer.nearest();
        Ok(Box::new(scorer))
    }

    fn explain(&self, segment: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(segment, 1.0)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            return Err(TantivyError::InvalidArgument(format!(
                "document {doc} does not match"
            )));
        }
        Ok(Explanation::new("words", scorer.score()))
    }
}

/// The matches of a row of words in one field of a segment, or `None` where one of them is not there at all.
/// A row of one word needs no positions to be found.
pub(super) fn open_row(
    segment: &SegmentReader,
    field: Field,
    slots: &[SlotTerms],
    positions: bool,
) -> tantivy::Result<Option<Row>> {
    let inverted = segment.inverted_index(field)?;
    let mut unions = Vec::with_capacity(slots.len());
    for slot in slots {
        let wanted = Union::open(&inverted, field, &slot.terms, positions)?;
        if wanted.doc() == TERMINATED {
            return Ok(None);
        }
        let not = match slot.not.is_empty() {
            true => None,
            false => Some(Union::open(&inverted, field, &slot.not, positions)?),
        };
        unions.push((wanted, not));
    }
    Ok(Some(Row::new(unions)))
}

struct PartScorer {
    row: Row,
    norms: FieldNormReader,
    weight: PartWeight,
    mean: f32,
}

impl PartScorer {
    fn weighted_frequency(&mut self, doc: DocId) -> f32 {
        let length = self.norms.fieldnorm(doc);
        self.weight
            .weighted(self.row.frequency(), length, self.mean)
    }
}

struct WordsScorer {
    parts: Vec<PartScorer>,
    factor: f32,
    doc: DocId,
}

impl WordsScorer {
    fn nearest(&self) -> DocId {
        self.parts
            .iter()
            .map(|part| part.row.doc())
            .min()
            .unwrap_or(TERMINATED)
    }
}

impl DocSet for WordsScorer {
    fn advance(&mut self) -> DocId {
        if self.doc != TERMINATED {
            for part in &mut self.parts {
                if part.row.doc() == self.doc {
                    part.row.advance();
                }
            }
            self.doc = self.nearest();
        }
        self.doc
    }

    fn seek(&mut self, target: DocId) -> DocId {
        for part in &mut self.parts {
            if part.row.doc() < target {
                part.row.seek(target);
            }
        }
        self.doc = self.nearest();
        self.doc
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.parts
            .iter()
            .map(|part| part.row.size_hint())
            .max()
            .unwrap_or(0)
    }
}

impl Scorer for WordsScorer {
    fn score(&mut self) -> Score {
        let doc = self.doc;
        let here = self.parts.iter_mut().filter(|part| part.row.doc() == doc);
        let frequency: f32 = here.map(|part| part.weighted_frequency(doc)).sum();
        self.factor * frequency / (K1 + frequency)
    }
}
