//! A word or phrase of a question, as an archive has it: all its forms are one term, all parts of the story one field.
//!
//! The score is BM25F (Robertson, Zaragoza, Taylor 2004): frequencies are weighted by part and normalised by the
//! part's length before they saturate, so that a word in the headline counts more, and a word in three parts does not
//! count three times. The document frequency is that of all forms and parts together.
//!
//! Every term is looked up once, when a unit is made. The lists of one word are added up a window at a time, whenever it
//! is asked for; what a row of words or a truncation finds is put together once for each segment, and kept with it.

use super::held;
use super::impacts::{Impacts, Sums};
use super::lengths::Lengths;
use super::lists::{Lists, Weights};
use super::postings::{Row, Union};
use crate::fields::Part;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::SegmentId;
use tantivy::postings::{Postings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, Searcher, SegmentReader, TERMINATED, Term};

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

impl PartWeight {
    /// What words in a part of so many words weigh, that has `mean` words in the mean.
    pub(super) fn weighted(&self, frequency: u32, length: u32, mean: f32) -> f32 {
        let penalty = 1.0 - self.length + self.length * (length as f32 / mean);
        self.weight * frequency as f32 / penalty
    }

    /// [`PartWeight::weighted`] of one word, for every length that the index tells apart.
    fn by_length(&self, mean: f32) -> [f32; 256] {
        std::array::from_fn(|id| self.weighted(1, FieldNormReader::id_to_fieldnorm(id as u8), mean))
    }
}

/// One word of the row: any of `terms`, and none of `not` at the same position.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct SlotTerms {
    pub(super) terms: Vec<String>,
    pub(super) not: Vec<String>,
}

/// Words at successive positions, in parts of the stories.
#[derive(Debug)]
pub(super) struct Unit {
    pub(super) parts: Vec<PartWeight>,
    pub(super) slots: Vec<SlotTerms>,
    /// A truncation: it stands for too many words to read all their places, and is counted.
    pub(super) counted: bool,
    /// The sum over the row of each word's inverse document frequency, as for a phrase in Lucene.
    pub(super) idf: f32,
    /// How many words each part has in the mean.
    pub(super) means: Vec<f32>,
    segments: Vec<SegmentUnit>,
}

/// The lists of a unit in a segment.
#[derive(Debug)]
struct SegmentUnit {
    id: SegmentId,
    /// Of the parts that hold every word of the row.
    parts: Vec<PartLists>,
    impacts: OnceLock<Arc<Impacts>>,
}

/// The lists of a unit in a part of a segment.
#[derive(Debug)]
struct PartLists {
    /// Its number.
    part: usize,
    slots: Vec<SlotLists>,
}

/// The lists of a word.
#[derive(Debug, Default)]
struct SlotLists {
    /// Of the form typed, where others stand for it too.
    typed: Vec<TermInfo>,
    others: Vec<TermInfo>,
    not: Vec<TermInfo>,
}

/// Where words stand in a part of a document.
pub(super) struct Found<'a> {
    pub(super) part: Part,
    /// Whether they stand there as typed.
    pub(super) exact: bool,
    /// The positions, ascending.
    pub(super) places: &'a [u32],
}

impl Unit {
    /// Looks words up. `typed` is the term of a word as typed, where others stand for it too.
    pub(super) fn new(
        searcher: &Searcher,
        collection: &Collection,
        parts: Vec<PartWeight>,
        slots: Vec<SlotTerms>,
        typed: Option<&str>,
        counted: bool,
    ) -> tantivy::Result<Unit> {
        let documents = collection.documents(searcher)?;
        // Where lengths take nothing away, nobody asks for the mean.
        let means = parts.iter().map(|part| match part.length > 0.0 {
            true => collection.mean_length(searcher, part.field),
            false => Ok(1.0),
        });
        let means = means.collect::<tantivy::Result<Vec<f32>>>()?;
        let mut segments: Vec<SegmentUnit> = searcher
            .segment_readers()
            .iter()
            .map(|segment| SegmentUnit {
                id: segment.segment_id(),
                parts: Vec::new(),
                impacts: OnceLock::new(),
            })
            .collect();
        let mut spread = vec![Spread::default(); slots.len()];
        for (number, part) in parts.iter().enumerate() {
            let readers = searcher.segment_readers().iter();
            let readers = readers.map(|segment| held::inverted_index(segment, part.field));
            let readers = readers.collect::<tantivy::Result<Vec<_>>>()?;
            let mut found: Vec<Vec<SlotLists>> = Vec::new();
            found.resize_with(readers.len(), || {
                slots.iter().map(|_| SlotLists::default()).collect()
            });
            for (at, slot) in slots.iter().enumerate() {
                for text in &slot.terms {
                    let term = Term::from_field_text(part.field, text);
                    let mut frequency = 0;
                    for (reader, found) in readers.iter().zip(&mut found) {
                        let info = reader.as_ref().map(|reader| reader.get_term_info(&term));
                        let Some(info) = info.transpose()?.flatten() else {
                            continue;
                        };
                        frequency += u64::from(info.doc_freq);
                        let lists = &mut found[at];
                        match typed == Some(text.as_str()) {
                            true => lists.typed.push(info),
                            false => lists.others.push(info),
                        }
                    }
                    spread[at].add(frequency as f64, documents);
                }
                for text in &slot.not {
                    let term = Term::from_field_text(part.field, text);
                    for (reader, found) in readers.iter().zip(&mut found) {
                        if let Some(reader) = reader {
                            found[at].not.extend(reader.get_term_info(&term)?);
                        }
                    }
                }
            }
            for (segment, slots) in segments.iter_mut().zip(found) {
                if !slots.is_empty() && slots.iter().all(SlotLists::is_held) {
                    segment.parts.push(PartLists {
                        part: number,
                        slots,
                    });
                }
            }
        }
        let idf: f64 = spread.iter().map(|spread| spread.idf(documents)).sum();
        Ok(Unit {
            parts,
            slots,
            counted,
            idf: idf as f32,
            means,
            segments,
        })
    }

    /// About how much it takes in memory at most, in entries of lists.
    pub(super) fn size(&self) -> usize {
        let parts = self.segments.iter().flat_map(|segment| &segment.parts);
        let size = |part: &PartLists| {
            let slots = part.slots.iter();
            let terms: usize = slots.clone().map(|slot| slot.infos().count()).sum();
            let found = |slot: &SlotLists| slot.infos().map(|info| info.doc_freq as usize).sum();
            slots.map(found).min().unwrap_or(0) + 8 * terms
        };
        parts.map(size).sum()
    }

    fn segment(&self, id: SegmentId) -> Option<&SegmentUnit> {
        self.segments.iter().find(|segment| segment.id == id)
    }

    /// The stories of a segment that hold the words, with their scores.
    pub(super) fn impacts(
        &self,
        segment: &SegmentReader,
        collection: &Collection,
    ) -> tantivy::Result<Arc<Impacts>> {
        let own = self.segment(segment.segment_id());
        let Some(own) = own.filter(|own| !own.parts.is_empty()) else {
            return Ok(Arc::default());
        };
        if let Some(impacts) = own.impacts.get() {
            return Ok(Arc::clone(impacts));
        }
        let impacts = match self.is_plain() && self.counted {
            true => collection.with_sums(|sums| self.add_up(own, segment, sums))?,
            false => self.walk(own, segment)?,
        };
        Ok(Arc::clone(own.impacts.get_or_init(|| Arc::new(impacts))))
    }

    fn score(&self, frequency: f32) -> Score {
        score(frequency, self.idf)
    }

    /// Whether its stories are found by adding up its lists, window by window: see [`Unit::lists`].
    pub(super) fn is_summed(&self) -> bool {
        self.is_plain() && !self.counted
    }

    /// The lists of one word in a segment, open to be added up.
    pub(super) fn lists(&self, segment: &SegmentReader, scored: bool) -> tantivy::Result<Lists> {
        let option = match scored {
            true => IndexRecordOption::WithFreqs,
            false => IndexRecordOption::Basic,
        };
        let mut lists = Lists::new(self.idf, scored);
        let own = self.segment(segment.segment_id());
        for PartLists { part, slots } in own.iter().flat_map(|own| &own.parts) {
            let weights = match scored {
                true => self.weights(*part, segment)?,
                false => Weights::Same(0.0),
            };
            let inverted = segment.inverted_index(self.parts[*part].field)?;
            let infos = slots.iter().flat_map(SlotLists::infos);
            let open = infos.map(|info| inverted.read_block_postings_from_terminfo(info, option));
            lists.add(weights, open, segment.max_doc())?;
        }
        Ok(lists)
    }

    /// What a word of a part weighs in the stories of a segment.
    fn weights(&self, number: usize, segment: &SegmentReader) -> tantivy::Result<Weights> {
        let (part, mean) = (&self.parts[number], self.means[number]);
        if part.length == 0.0 {
            return Ok(Weights::Same(part.weight));
        }
        let norms = segment.get_fieldnorms_reader(part.field)?;
        Ok(Weights::ByLength(Box::new(part.by_length(mean)), norms))
    }

    /// The stories that hold any of the words of a truncation: their lists are added up.
    fn add_up(
        &self,
        own: &SegmentUnit,
        segment: &SegmentReader,
        sums: &mut Sums,
    ) -> tantivy::Result<Impacts> {
        let parts = own.parts.iter().flat_map(|part| &part.slots);
        let infos = parts.flat_map(SlotLists::infos);
        let held = infos.map(|info| u64::from(info.doc_freq)).sum();
        sums.reserve(segment.max_doc(), held);
        for PartLists { part, slots } in &own.parts {
            let weights = self.weights(*part, segment)?;
            let inverted = segment.inverted_index(self.parts[*part].field)?;
            for info in slots.iter().flat_map(SlotLists::infos) {
                let option = IndexRecordOption::WithFreqs;
                let mut list = inverted.read_block_postings_from_terminfo(info, option)?;
                sums.add(&mut list, |doc| weights.of(doc));
            }
        }
        Ok(sums.take(|frequency| self.score(frequency)))
    }

    /// The stories that hold a row of words: it is met part by part.
    fn walk(&self, own: &SegmentUnit, segment: &SegmentReader) -> tantivy::Result<Impacts> {
        let mut parts = Vec::with_capacity(own.parts.len());
        for lists in &own.parts {
            let weight = self.parts[lists.part];
            let norms = segment.get_fieldnorms_reader(weight.field)?;
            let row = lists.open(segment, weight.field, self.slots.len() > 1)?;
            parts.extend(row.map(|row| (row, weight, norms, self.means[lists.part])));
        }
        let mut impacts = Impacts::default();
        loop {
            let docs = parts.iter().map(|(row, ..)| row.doc());
            let doc = docs.min().unwrap_or(TERMINATED);
            if doc == TERMINATED {
                return Ok(impacts);
            }
            let (mut sum, mut count) = (0.0, 0);
            for (row, weight, norms, mean) in &mut parts {
                if row.doc() == doc {
                    sum += weight.weighted(row.frequency(), norms.fieldnorm(doc), *mean);
                    count += row.frequency();
                    row.advance();
                }
            }
            impacts.docs.push(doc);
            impacts.scores.push(self.score(sum));
            if self.counted {
                impacts.counts.push(count);
            }
        }
    }

    /// Where the words stand in a segment, part by part: the number of the part, and its row, open with positions.
    pub(super) fn rows(&self, segment: &SegmentReader) -> tantivy::Result<Vec<(usize, Row)>> {
        let mut rows = Vec::new();
        let own = self.segment(segment.segment_id());
        for lists in own.iter().flat_map(|own| &own.parts) {
            let row = lists.open(segment, self.parts[lists.part].field, true)?;
            rows.extend(row.map(|row| (lists.part, row)));
        }
        Ok(rows)
    }

    /// Calls for each list that holds some of the documents, with the place of the document among them: for several lists
    /// of a word in no order.
    pub(super) fn places(
        &self,
        segment: &SegmentReader,
        docs: &[DocId],
        mut each: impl FnMut(usize, Found<'_>),
    ) -> tantivy::Result<()> {
        if !self.is_plain() {
            for (number, mut row) in self.rows(segment)? {
                let (part, exact) = (self.parts[number].part, true);
                for (at, doc) in docs.iter().enumerate() {
                    if row.doc() < *doc {
                        row.seek(*doc);
                    }
                    if row.doc() == *doc {
                        let places = row.starts();
                        each(
                            at,
                            Found {
                                part,
                                exact,
                                places,
                            },
                        );
                    }
                }
            }
            return Ok(());
        }
        let inflected = self.is_inflected();
        let mut buffer = Vec::new();
        let own = self.segment(segment.segment_id());
        for PartLists { part, slots } in own.iter().flat_map(|own| &own.parts) {
            let part = &self.parts[*part];
            let inverted = segment.inverted_index(part.field)?;
            for slot in slots {
                let typed = slot.typed.iter().map(|info| (info, true));
                let others = slot.others.iter().map(|info| (info, !inflected));
                for (info, exact) in typed.chain(others) {
                    let option = IndexRecordOption::WithFreqsAndPositions;
                    let mut list = inverted.read_postings_from_terminfo(info, option)?;
                    for (at, doc) in docs.iter().enumerate() {
                        if list.doc() < *doc {
                            list.seek(*doc);
                        }
                        if list.doc() == *doc {
                            buffer.clear();
                            list.append_positions_with_offset(0, &mut buffer);
                            let (part, places) = (part.part, buffer.as_slice());
                            each(
                                at,
                                Found {
                                    part,
                                    exact,
                                    places,
                                },
                            );
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// Whether it is one word, wherever it stands.
    fn is_plain(&self) -> bool {
        matches!(self.slots.as_slice(), [slot] if slot.not.is_empty())
    }

    /// Whether one of its forms is the one that was typed, and others stand for it too.
    fn is_inflected(&self) -> bool {
        let parts = self.segments.iter().flat_map(|segment| &segment.parts);
        let mut slots = parts.flat_map(|part| &part.slots);
        slots.any(|slot| !slot.typed.is_empty())
    }
}

/// BM25's score of a word that stands so often, by its inverse document frequency.
pub(super) fn score(frequency: f32, idf: f32) -> Score {
    idf * (K1 + 1.0) * frequency / (K1 + frequency)
}

impl PartLists {
    /// The matches of the row, or `None` where one of its words is not there at all.
    fn open(
        &self,
        segment: &SegmentReader,
        field: Field,
        positions: bool,
    ) -> tantivy::Result<Option<Row>> {
        let inverted = segment.inverted_index(field)?;
        let mut unions = Vec::with_capacity(self.slots.len());
        for slot in &self.slots {
            let wanted = Union::open(&inverted, slot.infos(), positions)?;
            if wanted.doc() == TERMINATED {
                return Ok(None);
            }
            let not = match slot.not.is_empty() {
                true => None,
                false => Some(Union::open(&inverted, slot.not.iter(), positions)?),
            };
            unions.push((wanted, not));
        }
        Ok(Some(Row::new(unions)))
    }
}

impl SlotLists {
    fn is_held(&self) -> bool {
        !self.typed.is_empty() || !self.others.is_empty()
    }

    fn infos(&self) -> impl Iterator<Item = &TermInfo> {
        self.typed.iter().chain(&self.others)
    }
}

/// How many documents hold a word in any form and part. Counting the union would mean reading every list twice; as if the
/// lists were independent, it is estimated from their lengths, never under the longest.
#[derive(Debug, Clone)]
struct Spread {
    /// The share of documents without it.
    without: f64,
    longest: f64,
}

impl Default for Spread {
    fn default() -> Spread {
        Spread {
            without: 1.0,
            longest: 0.0,
        }
    }
}

impl Spread {
    fn add(&mut self, found: f64, documents: f64) {
        self.without *= 1.0 - (found / documents.max(1.0)).min(1.0);
        self.longest = self.longest.max(found);
    }

    fn idf(&self, documents: f64) -> f64 {
        let found = (documents * (1.0 - self.without)).max(self.longest);
        (1.0 + (documents - found + 0.5) / (found + 0.5)).ln()
    }
}

/// What scores have to know of all stories, counted once for an opened archive; and room to add lists up in.
///
/// The sum of the lengths is of the rounded ones that scores are made of. The engine's own count will not do: when it
/// merges segments that hold deleted stories it estimates, and the same stories would rank otherwise in an archive that
/// had been interrupted or had stories removed.
#[derive(Debug)]
pub(super) struct Collection {
    /// The term that every story has.
    stories: Term,
    documents: OnceLock<f64>,
    tokens: Mutex<HashMap<Field, u64>>,
    /// The archive's data, where lengths are kept.
    folder: PathBuf,
    lengths: OnceLock<Lengths>,
    sums: Mutex<Vec<Sums>>,
}

impl Collection {
    /// Of the stories, which all have a term, of the archive whose data is in a folder.
    pub(super) fn new(stories: Term, folder: &Path) -> Collection {
        Collection {
            folder: folder.to_owned(),
            lengths: OnceLock::new(),
            stories,
            documents: OnceLock::new(),
            tokens: Mutex::default(),
            sums: Mutex::default(),
        }
    }

    /// How many stories there are. Documents of other kinds come and go with commits and must not change a score.
    fn documents(&self, searcher: &Searcher) -> tantivy::Result<f64> {
        if let Some(documents) = self.documents.get() {
            return Ok(*documents);
        }
        let documents = searcher.doc_freq(&self.stories)? as f64;
        Ok(*self.documents.get_or_init(|| documents))
    }

    /// How many words a part of a story has in the mean.
    pub(super) fn mean_length(&self, searcher: &Searcher, field: Field) -> tantivy::Result<f32> {
        let documents = self.documents(searcher)?.max(1.0);
        Ok((self.tokens(searcher, field)? as f64 / documents).max(1.0) as f32)
    }

    fn tokens(&self, searcher: &Searcher, field: Field) -> tantivy::Result<u64> {
        let mut known = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(tokens) = known.get(&field) {
            return Ok(*tokens);
        }
        let lengths = self.lengths.get_or_init(|| Lengths::read(&self.folder));
        let mut tokens = 0;
        for segment in searcher.segment_readers() {
            tokens += lengths.of(segment, field)?;
        }
        known.insert(field, tokens);
        Ok(tokens)
    }

    fn with_sums<T>(
        &self,
        add_up: impl FnOnce(&mut Sums) -> tantivy::Result<T>,
    ) -> tantivy::Result<T> {
        let free = || self.sums.lock().unwrap_or_else(PoisonError::into_inner);
        let mut sums = free().pop().unwrap_or_default();
        // What broke off is not used again: it holds what was added.
        let result = add_up(&mut sums)?;
        free().push(sums);
        Ok(result)
    }
}
