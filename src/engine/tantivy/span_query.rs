//! Words in a relation, as one scored query. Stories that may hold the words are met list by list; in each, the
//! evaluator of `query::intervals` says where the relation holds.
//!
//! A story scores by how often it holds, as if it were a phrase: BM25F with the inverse document frequencies of its
//! words together, of alternatives the least.

use super::postings::{Row, Union};
use super::schema::{LEAD_BEGINS, REST_BEGINS};
use super::unit::{K1, PartWeight, Unit};
use crate::engine::analysed::{PARAGRAPH_END, SENTENCE_END};
use crate::query::intervals::{Ends, Interval, MAX_INTERVALS, evaluate};
use crate::query::span::Span;
use std::fmt;
use std::sync::Arc;
use tantivy::columnar::Column;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::Field;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError, Term};

/// The query.
#[derive(Clone)]
pub(super) struct SpanQuery {
    /// The relation, of numbers of `rows`.
    pub(super) span: Span<usize>,
    /// Its words in a row, each with the parts that it may stand in.
    pub(super) rows: Vec<Arc<Unit>>,
    /// A row of no words in all parts of the line of words that they stand in: the text, or a field beside it.
    pub(super) line: Arc<Unit>,
    /// The field of sentences' and paragraphs' ends, where the line has any.
    pub(super) ends: Option<Field>,
}

impl fmt::Debug for SpanQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "span({:?} of {:?})", self.span, self.rows)
    }
}

impl Query for SpanQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(SpanWeight {
            idf: self.idf(&self.span),
            query: self.clone(),
        }))
    }
}

impl SpanQuery {
    fn idf(&self, span: &Span<usize>) -> f32 {
        if let Span::Words(number) = span {
            return self.rows[*number].idf;
        }
        let idfs = span.operands().iter().map(|of| self.idf(of));
        match span {
            Span::AnyOf(_) => idfs.reduce(f32::min).unwrap_or(0.0),
            _ => idfs.sum(),
        }
    }

    /// The lists of words in a row, by part.
    fn open(&self, words: &Unit, segment: &SegmentReader) -> tantivy::Result<Lists> {
        let rows = words.rows(segment)?.into_iter();
        let rows = rows.filter_map(|(part, row)| {
            let same = |own: &PartWeight| own.field == words.parts[part].field;
            Some((self.line.parts.iter().position(same)?, row))
        });
        Ok(rows.collect())
    }

    /// The lists to walk for a span, of each mention of a word its own.
    fn walk(&self, span: &Span<usize>, lists: &[Lists]) -> Walk {
        if let Span::Words(number) = span {
            return Walk::Words {
                number: *number,
                length: self.rows[*number].slots.len() as u32,
                rows: lists[*number].clone(),
            };
        }
        let operands = span.operands().iter();
        let operands = operands.map(|of| self.walk(of, lists)).collect();
        match span {
            Span::AnyOf(_) => Walk::Any(operands),
            _ => Walk::All(operands),
        }
    }
}

/// Rows of words, each with the number of the part that it stands in.
type Lists = Vec<(usize, Row)>;

/// The documents that may hold a span.
enum Walk {
    /// Words in a row: which, how many, and their lists.
    Words {
        number: usize,
        length: u32,
        rows: Lists,
    },
    Any(Vec<Walk>),
    All(Vec<Walk>),
}

impl Walk {
    /// Goes to the first document from `target` on that may hold the span. Targets do not go back.
    fn seek(&mut self, target: DocId) -> DocId {
        match self {
            Walk::Words { rows, .. } => {
                let docs = rows.iter_mut().map(|(_, row)| match row.doc() < target {
                    true => row.seek(target),
                    false => row.doc(),
                });
                docs.min().unwrap_or(TERMINATED)
            }
            Walk::Any(walks) => {
                let docs = walks.iter_mut().map(|walk| walk.seek(target));
                docs.min().unwrap_or(TERMINATED)
            }
            Walk::All(walks) => {
                let mut candidate = target;
                loop {
                    let docs = walks.iter_mut().map(|walk| walk.seek(candidate));
                    let furthest = docs.max().unwrap_or(TERMINATED);
                    if furthest == candidate || furthest == TERMINATED {
                        return furthest;
                    }
                    candidate = furthest;
                }
            }
        }
    }

    /// Notes where the words stand in a document, to which some lists may still have to go: alternatives that do not
    /// hold are left behind.
    fn places(&mut self, doc: DocId, line: &Line, lists: &mut [Vec<Interval>]) {
        match self {
            Walk::Words {
                number,
                length,
                rows,
            } => {
                let list = &mut lists[*number];
                // Another mention of the word may have been here.
                if list.is_empty() {
                    for (part, row) in rows {
                        if row.doc() < doc {
                            row.seek(doc);
                        }
                        if row.doc() == doc {
                            line.places(*part, row.starts(), *length, list);
                        }
                    }
                }
            }
            Walk::Any(walks) | Walk::All(walks) => {
                walks
                    .iter_mut()
                    .for_each(|walk| walk.places(doc, line, lists));
            }
        }
    }

    fn size_hint(&self) -> u32 {
        match self {
            Walk::Words { rows, .. } => rows
                .iter()
                .map(|(_, row)| row.size_hint())
                .fold(0, u32::saturating_add),
            Walk::Any(walks) => walks
                .iter()
                .map(Walk::size_hint)
                .fold(0, u32::saturating_add),
            Walk::All(walks) => walks.iter().map(Walk::size_hint).min().unwrap_or(0),
        }
    }
}

/// The line that the words of a document make.
#[derive(Default)]
struct Line {
    /// The number of the first word of each part.
    begins: [u32; 3],
    ends: Ends,
}

impl Line {
    /// Adds rows of words that begin at ascending positions of a part.
    fn places(&self, part: usize, starts: &[u32], length: u32, list: &mut Vec<Interval>) {
        // Positions leave one out at each paragraph's end; numbers of words do not.
        let begin = self.begins[part];
        let all = &self.ends.paragraphs;
        let mut ends = all[all.partition_point(|end| *end < begin)..]
            .iter()
            .peekable();
        let mut left_out = 0;
        for position in starts {
            while ends
                .peek()
                .is_some_and(|end| **end - begin + left_out < *position)
            {
                ends.next();
                left_out += 1;
            }
            if list.len() == MAX_INTERVALS {
                return;
            }
            let start = begin + position - left_out;
            list.push(Interval {
                start,
                end: start + length - 1,
                solid: true,
            });
        }
    }

    /// The part that a word stands in.
    fn part(&self, word: u32) -> usize {
        match word {
            _ if word < self.begins[1] => 0,
            _ if word < self.begins[2] => 1,
            _ => 2,
        }
    }
}

/// Reads the lines of a segment's documents, which come in ascending order.
struct Lines {
    begins: [Column<u64>; 2],
    sentences: Union,
    paragraphs: Union,
}

impl Lines {
    fn open(segment: &SegmentReader, field: Field) -> tantivy::Result<Lines> {
        let inverted = segment.inverted_index(field)?;
        let columns = segment.fast_fields();
        let open = |term: &str| {
            let term = inverted.get_term_info(&Term::from_field_text(field, term))?;
            Union::open(&inverted, term.iter(), true)
        };
        Ok(Lines {
            begins: [columns.u64(LEAD_BEGINS)?, columns.u64(REST_BEGINS)?],
            sentences: open(SENTENCE_END)?,
            paragraphs: open(PARAGRAPH_END)?,
        })
    }

    fn read(&mut self, doc: DocId, line: &mut Line) {
        for (column, begins) in self.begins.iter().zip(&mut line.begins[1..]) {
            *begins = column.first(doc).unwrap_or(0) as u32;
        }
        for (union, ends) in [
            (&mut self.sentences, &mut line.ends.sentences),
            (&mut self.paragraphs, &mut line.ends.paragraphs),
        ] {
            match union.stands_in(doc) {
                true => union.positions(ends),
                false => ends.clear(),
            }
        }
    }
}

struct SpanWeight {
    query: SpanQuery,
    idf: f32,
}

impl Weight for SpanWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut parts = Vec::new();
        for (part, mean) in self.query.line.parts.iter().zip(&self.query.line.means) {
            let norms = segment.get_fieldnorms_reader(part.field)?;
            parts.push((*part, norms, *mean));
        }
        let rows = self.query.rows.iter();
        let lists = rows.map(|words| self.query.open(words, segment));
        let lists = lists.collect::<tantivy::Result<Vec<Lists>>>()?;
        let mut scorer = SpanScorer {
            walk: self.query.walk(&self.query.span, &lists),
            lines: self
                .query
                .ends
                .map(|ends| Lines::open(segment, ends))
                .transpose()?,
            span: self.query.span.clone(),
            lists: vec![Vec::new(); self.query.rows.len()],
            line: Line::default(),
            found: Vec::new(),
            parts,
            factor: boost * self.idf * (K1 + 1.0),
            doc: 0,
        };
        scorer.settle(0);
        Ok(Box::new(scorer))
    }

    fn explain(&self, segment: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(segment, 1.0)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            return Err(TantivyError::InvalidArgument(format!(
                "document {doc} does not match"
            )));
        }
        Ok(Explanation::new("span", scorer.score()))
    }
}

struct SpanScorer {
    walk: Walk,
    /// `None` where the line is one part without ends in it.
    lines: Option<Lines>,
    span: Span<usize>,
    /// Where each row stands in the current document.
    lists: Vec<Vec<Interval>>,
    line: Line,
    /// Where the span stands in it.
    found: Vec<Interval>,
    parts: Vec<(PartWeight, FieldNormReader, f32)>,
    factor: f32,
    doc: DocId,
}

impl SpanScorer {
    /// Goes to the first document from `target` on that holds the span.
    fn settle(&mut self, mut target: DocId) -> DocId {
        loop {
            self.doc = self.walk.seek(target);
            if self.doc == TERMINATED {
                return TERMINATED;
            }
            self.lists.iter_mut().for_each(Vec::clear);
            if let Some(lines) = &mut self.lines {
                lines.read(self.doc, &mut self.line);
            }
            self.walk.places(self.doc, &self.line, &mut self.lists);
            self.found = evaluate(&self.span, &self.lists, &self.line.ends);
            if !self.found.is_empty() {
                return self.doc;
            }
            target = self.doc + 1;
        }
    }
}

impl DocSet for SpanScorer {
    fn advance(&mut self) -> DocId {
        match self.doc {
            TERMINATED => TERMINATED,
            doc => self.settle(doc + 1),
        }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        match self.doc < target {
            true => self.settle(target),
            false => self.doc,
        }
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.walk.size_hint()
    }
}

impl Scorer for SpanScorer {
    fn score(&mut self) -> Score {
        let mut found = [0_u32; 3];
        for words in &self.found {
            let part = match self.lines {
                Some(_) => self.line.part(words.start),
                None => 0,
            };
            found[part] += 1;
        }
        let parts = self.parts.iter().zip(found);
        let frequency: f32 = parts
            .map(|((part, norms, mean), found)| {
                part.weighted(found, norms.fieldnorm(self.doc), *mean)
            })
            .sum();
        self.factor * frequency / (K1 + frequency)
    }
}
