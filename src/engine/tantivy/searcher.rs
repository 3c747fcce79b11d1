//! Finds stories in a tantivy index.

use super::chains::{Chains, KnownChain};
use super::collect::{Best, Ranked};
use super::columns::{Columns, Segments};
use super::deadline::Deadline;
use super::directory::IndexFolder;
use super::folding::Folding;
use super::frame::Frame;
use super::links::Links;
use super::paths::Paths;
use super::payload::Payload;
use super::plan::Asked;
use super::records::Records;
use super::rerank::Rerank;
use super::schema::{FIRST_DAY, Fields, LAST_DAY, day_of, id_order, schema, story_of};
use super::tally::Tally;
use super::translate::{Known, Translator};
use super::unit::Collection;
use super::{analysis, damaged_record, engine_error, forms, fuzzy_terms, held, links_error};
use crate::engine::archive::Archive;
use crate::engine::ranking::Ranking;
use crate::engine::{
    By, Chain, ChainPlace, Fold, Line, Lines, Page, Row, Searcher, Sort, Stats, Total,
};
use crate::error::{Error, Result};
use crate::fields::{Part, Scope};
use crate::language::{fold, words};
use crate::query::matching::Pattern;
use crate::query::span::Span;
use crate::query::{Node, Query};
use crate::story::Story;
use chrono::NaiveDate;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;
use tantivy::collector::{Count, DocSetCollector};
use tantivy::query::{TermQuery, TermSetQuery};
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{
    DocAddress, DocSet, Index, ReloadPolicy, TERMINATED, TantivyDocument, TantivyError, Term,
};

/// An archive opened for searching, as it was when opened.
pub(super) struct TantivySearcher {
    location: PathBuf,
    data: PathBuf,
    folder: IndexFolder,
    records: Records,
    fields: Fields,
    searcher: tantivy::Searcher,
    languages: Vec<&'static str>,
    collection: Collection,
    segments: Segments,
    ranking: Ranking,
    deadline: Deadline,
    resolved: Known,
    links: Arc<Links>,
    /// The chains that were asked about last.
    chains: Chains,
}

impl TantivySearcher {
    /// Opens the archive at a place.
    pub(super) fn open(location: &Path, ranking: Ranking) -> Result<TantivySearcher> {
        let archive = Archive::read(location)?;
        archive.check(location)?;
        let data = location.join(&archive.data);
        let failed = engine_error(location);
        let folder = IndexFolder::read(&data).map_err(&failed)?;
        let index = Index::open(folder.clone()).map_err(&failed)?;
        analysis::register(&index);
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            // What is kept of the store is a copy of what the system keeps anyway.
            .doc_store_cache_num_blocks(0)
            .try_into();
        let reader: tantivy::IndexReader = reader.map_err(&failed)?;
        let (searcher, fields) = (reader.searcher(), schema().1);
        let (links, languages) = links(&folder, location)?;
        let languages = match languages {
            Some(codes) => forms::known_languages(&codes),
            None => forms::languages(&searcher, &fields).map_err(&failed)?,
        };
        Ok(TantivySearcher {
            location: location.to_owned(),
            records: Records::of(&folder),
            collection: Collection::new(Term::from_field_text(fields.kind, "story"), &data),
            data,
            folder,
            segments: Segments::default(),
            fields,
            searcher,
            languages,
            ranking,
            deadline: Deadline::default(),
            resolved: Known::default(),
            links: Arc::new(links),
            chains: Chains::default(),
        })
    }

    fn asked(&self, query: &Query) -> Result<Asked> {
        self.translator(&engine_error(&self.location))
            .asked(&query.root)
    }

    fn translator<'a>(&'a self, engine_error: &'a dyn Fn(TantivyError) -> Error) -> Translator<'a> {
        Translator {
            searcher: &self.searcher,
            fields: &self.fields,
            languages: &self.languages,
            collection: &self.collection,
            links: &self.links,
            resolved: &self.resolved,
            deadline: &self.deadline,
            engine_error,
        }
    }

    /// The lines of a page, their stories read one by one; nothing is marked in them.
    fn page<'a>(
        &'a self,
        query: &Query,
        page: &Page,
        fold: &Fold,
        read: impl Fn(DocAddress) -> Result<Story> + 'a,
    ) -> Result<Lines<'a>> {
        let (total, ranked) = self.ranked(query, page, fold)?;
        let page = ranked.into_iter().skip(page.offset);
        let lines = page.map(move |found| {
            Ok(Line {
                story: read(found.shown)?,
                score: found.score,
                matched: found.matched,
            })
        });
        Ok(Lines {
            total,
            lines: Box::new(lines),
            patterns: Vec::new(),
        })
    }

    /// The id, the path and the part of a story.
    fn name(&self, address: DocAddress) -> Result<Story> {
        let document: TantivyDocument = self
            .searcher
            .doc(address)
            .map_err(engine_error(&self.location))?;
        let record = document.get_first(self.fields.story);
        let record = record.as_ref().and_then(|value| value.as_bytes());
        self.records
            .name(record.unwrap_or_default())
            .map_err(damaged_record(&self.location))
    }

    fn story(&self, address: DocAddress) -> Result<Story> {
        let failed = engine_error(&self.location);
        let document: TantivyDocument = self.searcher.doc(address).map_err(&failed)?;
        let mut story = story_of(&self.fields, &self.records, &document)
            .map_err(damaged_record(&self.location))?;
        story.also_at = self.copies(&story.id).map_err(&failed)?;
        Ok(story)
    }

    fn copies(&self, id: &str) -> tantivy::Result<Vec<String>> {
        let term = Term::from_field_text(self.fields.copy_of, id);
        let mut paths = Vec::new();
        for (number, segment) in (0..).zip(self.searcher.segment_readers()) {
            let Some(copies) = held::inverted_index(segment, self.fields.copy_of)? else {
                continue;
            };
            let Some(mut copies) = copies.read_postings(&term, IndexRecordOption::Basic)? else {
                continue;
            };
            while copies.doc() != TERMINATED {
                let doc = copies.doc();
                copies.advance();
                if segment.is_deleted(doc) {
                    continue;
                }
                let copy: TantivyDocument = self.searcher.doc(DocAddress::new(number, doc))?;
                let path = copy.get_first(self.fields.copy_path);
                paths.extend(path.and_then(|path| path.as_str()).map(str::to_owned));
            }
        }
        paths.sort();
        Ok(paths)
    }

    /// A folded word with the accents that it mostly has.
    fn as_spelt(&self, scope: Scope, folded: &str) -> Result<String> {
        let spellings = forms::spellings(&self.searcher, &self.fields, folded)
            .map_err(engine_error(&self.location))?;
        let frequencies = self.frequencies(scope, &spellings)?;
        let best = frequencies.into_iter().zip(&spellings).max();
        let all = self.frequencies(scope, &BTreeSet::from([folded.to_owned()]))?;
        Ok(match best {
            Some((stories, spelling)) if all.iter().all(|all| stories * 2 > *all) => {
                spelling.trim_start_matches(words::SPELLING).to_owned()
            }
            _ => folded.to_owned(),
        })
    }

    fn segments(&self) -> &[Columns] {
        self.segments.get(&self.searcher, &self.folder, &self.links)
    }

    /// Fails where a column could not be opened that an answer asked.
    fn check(&self, segments: &[Columns]) -> Result<()> {
        let mut checked = segments.iter().map(Columns::check);
        let checked = checked.try_for_each(|result| result);
        checked.map_err(engine_error(&self.location))
    }

    /// Calls for the documents that a question finds, segment by segment and window by window; gives how many it leaves out.
    fn each(&self, asked: &Asked, mut each: impl FnMut(u32, &mut Frame)) -> Result<u64> {
        let mut left_out = 0;
        for (number, segment) in (0..).zip(self.searcher.segment_readers()) {
            let each = |frame: &mut Frame| each(number, frame);
            let found = asked.each(
                &self.searcher,
                segment,
                &self.collection,
                &self.deadline,
                each,
            );
            left_out += found.map_err(engine_error(&self.location))?;
        }
        Ok(left_out)
    }

    fn ranked(&self, query: &Query, page: &Page, fold: &Fold) -> Result<(Total, Vec<Ranked>)> {
        let (failed, wanted) = (
            engine_error(&self.location),
            page.offset.saturating_add(page.limit),
        );
        let rerank = match page.sort {
            Sort::Relevance if self.ranking.depth > 0 => self.rerank(query)?,
            _ => None,
        };
        let (most, closely) = match rerank {
            Some(_) => (wanted.max(self.ranking.depth), wanted <= self.ranking.depth),
            None => (wanted, false),
        };
        let folding = Folding::new(&self.links, fold);
        let segments = self.segments();
        let mut best = Best::new(most, page.sort, closely, &folding, segments);
        let left_out = self.each(&self.asked(query)?, |segment, frame| {
            best.add(segment, frame);
        })?;
        best.leave_out(left_out);
        let (total, mut best) = best.finish();
        // A line stands by the story of it that fits best, and shows another.
        if let Some(rerank) = rerank {
            rerank.apply(&mut best, segments).map_err(&failed)?;
            best.truncate(wanted);
        }
        self.check(segments)?;
        Ok((total, best))
    }

    /// What puts the answers of a question in their final order; `None` where it has no words.
    fn rerank(&self, query: &Query) -> Result<Option<Rerank<'_>>> {
        let failed = engine_error(&self.location);
        let units = self.translator(&failed).units(&query.wanted_words())?;
        Rerank::new(
            &self.ranking,
            &self.searcher,
            &self.collection,
            &self.fields,
            units,
        )
        .map_err(&failed)
    }

    /// The chain that the story of an id is in, and what its stories' standings make of it.
    fn known_chain(&self, id: &str) -> Result<Option<Arc<KnownChain>>> {
        let Some(entry) = self.links.find(id_order(id)) else {
            return Ok(None);
        };
        let read = || {
            let chain = self.links.chain(entry.chain);
            chain
                .map_err(links_error(&self.location))?
                .map_or(Ok(None), |chain| {
                    KnownChain::new(chain, &self.searcher, &self.fields, &self.links)
                        .map(Some)
                        .map_err(engine_error(&self.location))
                })
        };
        self.chains.get(entry.chain, read)
    }

    /// The sum of a column over the stories.
    fn sum(&self, name: &str) -> tantivy::Result<u64> {
        let mut sum = 0;
        for segment in self.searcher.segment_readers() {
            let column = segment.fast_fields().u64(name)?;
            sum += segment
                .doc_ids_alive()
                .filter_map(|doc| column.first(doc))
                .sum::<u64>();
        }
        Ok(sum)
    }

    /// A digest of the beginnings of all ids, in their order.
    fn fingerprint(&self) -> tantivy::Result<String> {
        let mut ids = Vec::new();
        for segment in self.searcher.segment_readers() {
            let column = segment.fast_fields().u64("id_order")?;
            ids.extend(segment.doc_ids_alive().filter_map(|doc| column.first(doc)));
        }
        ids.sort_unstable();
        let mut hasher = blake3::Hasher::new();
        for id in ids {
            hasher.update(&id.to_le_bytes());
        }
        Ok(hasher.finalize().to_hex()[..32].to_owned())
    }

    /// The earliest and the latest day of a column over the stories.
    fn days(&self, name: &str) -> tantivy::Result<Option<(NaiveDate, NaiveDate)>> {
        let mut ends: Option<(i64, i64)> = None;
        for segment in self.searcher.segment_readers() {
            let column = segment.fast_fields().i64(name)?;
            for day in segment.doc_ids_alive().filter_map(|doc| column.first(doc)) {
                ends =
                    Some(ends.map_or((day, day), |(first, last)| (first.min(day), last.max(day))));
            }
        }
        Ok(ends.and_then(|(first, last)| Some((day_of(first)?, day_of(last)?))))
    }
}

/// How often the table of links is looked for anew: a writer may commit twice between reading its number and opening it.
const TRIES: usize = 5;

/// The table of links that the last commit names, and the languages that it says the archive holds forms of.
fn links(folder: &IndexFolder, location: &Path) -> Result<(Links, Option<BTreeSet<String>>)> {
    let failed = engine_error(location);
    let mut tries = 0;
    loop {
        let payload = folder.payload().map_err(&failed)?;
        let payload = payload.map(|payload| Payload::read(&payload));
        let Payload {
            links, languages, ..
        } = payload.unwrap_or_default();
        tries += 1;
        match Links::open_in(folder, links) {
            Err(error) if error.kind() == ErrorKind::NotFound && tries < TRIES => {}
            result => {
                let links = result.map_err(links_error(location))?;
                return Ok((links, languages));
            }
        }
    }
}

/// Ids of the stories that stand at some paths as copies.
pub(super) fn copied_ids(
    searcher: &tantivy::Searcher,
    fields: &Fields,
    paths: &[String],
) -> tantivy::Result<Vec<String>> {
    let terms: Vec<_> = paths
        .iter()
        .map(|path| Term::from_field_text(fields.copy_path, path))
        .collect();
    let mut ids = Vec::new();
    for address in searcher.search(&TermSetQuery::new(terms), &DocSetCollector)? {
        let copy: TantivyDocument = searcher.doc(address)?;
        ids.extend(
            copy.get_first(fields.copy_of)
                .and_then(|id| id.as_str())
                .map(str::to_owned),
        );
    }
    Ok(ids)
}

impl Searcher for TantivySearcher {
    fn lines<'a>(&'a self, query: &Query, page: &Page, fold: &Fold) -> Result<Lines<'a>> {
        let lines = self.page(query, page, fold, |found| self.story(found))?;
        Ok(Lines {
            patterns: self.patterns(query)?,
            ..lines
        })
    }

    fn names<'a>(&'a self, query: &Query, page: &Page, fold: &Fold) -> Result<Lines<'a>> {
        self.page(query, page, fold, |found| self.name(found))
    }

    fn paths<'a>(&'a self, query: &Query, page: &Page, fold: &Fold) -> Result<Lines<'a>> {
        let paths = Paths::new(&self.searcher);
        self.page(query, page, fold, move |found| {
            let path = paths.get(found);
            Ok(Story {
                path: path.map_err(engine_error(&self.location))?,
                ..Story::default()
            })
        })
    }

    fn count(&self, query: &Query) -> Result<u64> {
        let mut count = 0;
        self.each(&self.asked(query)?.unscored(), |_, frame| {
            count += frame.len() as u64;
            frame.clear();
        })?;
        Ok(count)
    }

    fn total(&self, query: &Query, fold: &Fold) -> Result<Total> {
        let page = Page {
            offset: 0,
            limit: 0,
            sort: Sort::Newest,
        };
        Ok(self.ranked(query, &page, fold)?.0)
    }

    fn counts(&self, query: &Query, by: &[By], fold: &Fold) -> Result<(Total, Vec<Row>)> {
        let failed = engine_error(&self.location);
        let asked = self.asked(query)?.unscored();
        let folding = Folding::new(&self.links, fold);
        let mut tally = Tally::new(by, &folding);
        let segments = self.segments();
        for (segment, columns) in self.searcher.segment_readers().iter().zip(segments) {
            tally.turn_to(segment, columns).map_err(&failed)?;
            let left_out = asked.each(
                &self.searcher,
                segment,
                &self.collection,
                &self.deadline,
                |frame| tally.add(frame),
            );
            tally.leave_out(left_out.map_err(&failed)?);
        }
        self.check(segments)?;
        Ok(tally.finish())
    }

    fn stories(&self, id: &str, most: usize) -> Result<Vec<Story>> {
        let query = Query {
            text: String::new(),
            root: Node::Id(id.to_owned()),
            notices: Vec::new(),
        };
        let page = Page {
            offset: 0,
            limit: most,
            sort: Default::default(),
        };
        self.search(&query, &page)?
            .stories
            .map(|found| Ok(found?.0))
            .collect()
    }

    fn patterns(&self, query: &Query) -> Result<Vec<Span<Pattern>>> {
        let failed = engine_error(&self.location);
        let translator = self.translator(&failed);
        let spans = query.every_span();
        spans
            .iter()
            .map(|span| span.try_map(&mut |words| Ok(Pattern::clone(&*translator.pattern(words)?))))
            .collect()
    }

    fn chain(&self, id: &str) -> Result<Option<Chain>> {
        let chain = self.links.chain_of(id);
        chain.map_err(links_error(&self.location))
    }

    fn place(&self, id: &str) -> Result<Option<ChainPlace>> {
        let Some(known) = self.known_chain(id)? else {
            return Ok(None);
        };
        Ok(known.chain.link(id).map(|link| ChainPlace {
            link: link.clone(),
            total: known.chain.stories.len(),
            corrected_by: known.corrections.get(id).cloned(),
            newest: known.newest.clone().filter(|newest| newest != id),
        }))
    }

    fn frequencies(&self, scope: Scope, terms: &BTreeSet<String>) -> Result<Vec<u64>> {
        let failed = engine_error(&self.location);
        let in_part = |part: &Part, term: &str| {
            let term = Term::from_field_text(self.fields.part(*part), term);
            self.searcher.doc_freq(&term)
        };
        // The part that most stories hold it in: few hold a word in one part only.
        let frequency = |term: &String| {
            let parts = scope.parts().iter();
            let mut frequencies = parts.map(|part| in_part(part, term));
            frequencies.try_fold(0, |most, next| Ok(most.max(next?)))
        };
        terms
            .iter()
            .map(|term| frequency(term).map_err(&failed))
            .collect()
    }

    fn near_words(&self, scope: Scope, word: &str, slips: u8, most: usize) -> Result<Vec<String>> {
        let failed = engine_error(&self.location);
        let parts = scope.parts().iter();
        let fields: Vec<_> = parts.map(|part| self.fields.part(*part)).collect();
        let mut terms =
            fuzzy_terms::within(&self.searcher, &fields, word, slips).map_err(&failed)?;
        let folded = fold::fold(word);
        terms.remove(folded.as_ref());
        let frequencies = self.frequencies(scope, &terms)?;
        let mut ranked: Vec<(u64, &String)> = frequencies
            .into_iter()
            .zip(&terms)
            .map(|(stories, term)| (fuzzy_terms::weight(&folded, term, stories), term))
            .collect();
        ranked.sort_by_key(|(weight, term)| (Reverse(*weight), *term));
        let best = ranked.into_iter().take(most);
        best.map(|(_, term)| self.as_spelt(scope, term)).collect()
    }

    fn stop_at(&self, moment: Instant) {
        self.deadline.set(moment);
    }

    fn was_stopped(&self) -> bool {
        self.deadline.was_met()
    }

    fn stats(&self) -> Result<Stats> {
        let failed = engine_error(&self.location);
        let count = |kind: &str| {
            let term = Term::from_field_text(self.fields.kind, kind);
            self.searcher
                .search(&TermQuery::new(term, IndexRecordOption::Basic), &Count)
                .map_err(&failed)
        };
        let first = self.days(FIRST_DAY).map_err(&failed)?;
        // The last days of dates of several days alone.
        let last = self.days(LAST_DAY).map_err(&failed)?;
        let ends = first.iter().chain(&last);
        Ok(Stats {
            stories: count("story")? as u64,
            copies: count("copy")? as u64,
            words: self.sum("words").map_err(&failed)?,
            text_bytes: self.sum("bytes").map_err(&failed)?,
            index_bytes: folder_size(&self.data),
            first_day: first.map(|(first, _)| first),
            last_day: ends.map(|(_, last)| *last).max(),
            fingerprint: self.fingerprint().map_err(&failed)?,
        })
    }
}

fn folder_size(folder: &Path) -> u64 {
    let files = walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(std::result::Result::ok);
    files
        .filter_map(|file| file.metadata().ok())
        .filter(|data| data.is_file())
        .map(|data| data.len())
        .sum()
}
