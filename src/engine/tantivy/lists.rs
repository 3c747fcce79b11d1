//! The lists of a word in a segment, added up a window of documents at a time: nothing is kept of what was gone through,
//! and of long lists only the pieces are unpacked that hold a document asked for.

use super::frame::{Bits, Frame, WINDOW, Words};
use super::unit::score;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;
use tantivy::{DocId, Score, TERMINATED};

/// What a word in a part of a story weighs.
pub(super) enum Weights {
    /// The same in all.
    Same(f32),
    /// By the length of the part, as the index tells lengths apart.
    ByLength(Box<[f32; 256]>, FieldNormReader),
}

impl Weights {
    #[inline]
    pub(super) fn of(&self, doc: DocId) -> f32 {
        match self {
            Weights::Same(weight) => *weight,
            Weights::ByLength(weights, norms) => weights[usize::from(norms.fieldnorm_id(doc))],
        }
    }
}

/// A list, and where it stands.
struct List {
    postings: BlockSegmentPostings,
    /// The place in its block.
    at: usize,
    /// The number of its weights.
    part: usize,
}

impl List {
    fn doc(&self) -> DocId {
        let doc = self.postings.docs().get(self.at).copied();
        doc.unwrap_or(TERMINATED)
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.at = self.postings.seek(target);
        self.doc()
    }

    /// Calls for the documents from where it stands and before `end`, with the word's frequencies; gives the next one.
    #[inline]
    fn each_before(&mut self, end: DocId, mut each: impl FnMut(DocId, u32)) -> DocId {
        loop {
            let docs = self.postings.docs();
            let freqs = self.postings.freqs();
            while let Some(doc) = docs.get(self.at) {
                if *doc >= end {
                    return *doc;
                }
                // Where frequencies are not read there are none.
                each(*doc, freqs.get(self.at).copied().unwrap_or(1));
                self.at += 1;
            }
            if docs.is_empty() {
                return TERMINATED;
            }
            self.postings.advance();
            self.at = 0;
        }
    }
}

/// The lists of a word.
pub(super) struct Lists {
    lists: Vec<List>,
    /// The document that each stands at.
    next: Vec<DocId>,
    weights: Vec<Weights>,
    /// Whether scores are asked for.
    scored: bool,
    /// The word's inverse document frequency.
    idf: f32,
    /// Documents of all lists, and about how many of them are in a window.
    held: u64,
    in_window: usize,
    /// Of the window: the documents met, and their sums; empty between two calls.
    met: Words,
    sums: Vec<f32>,
}

impl Lists {
    /// No lists yet, of a word of that inverse document frequency; without scores none are added up.
    pub(super) fn new(idf: f32, scored: bool) -> Lists {
        Lists {
            lists: Vec::new(),
            next: Vec::new(),
            weights: Vec::new(),
            scored,
            idf,
            held: 0,
            in_window: 0,
            met: [0; WINDOW as usize / 64],
            sums: match scored {
                true => vec![0.0; WINDOW as usize],
                false => Vec::new(),
            },
        }
    }

    /// Adds lists that have their weights in common, in a segment of so many documents.
    pub(super) fn add(
        &mut self,
        weights: Weights,
        lists: impl Iterator<Item = std::io::Result<BlockSegmentPostings>>,
        documents: DocId,
    ) -> std::io::Result<()> {
        let part = self.weights.len();
        self.weights.push(weights);
        for postings in lists {
            let list = List {
                postings: postings?,
                at: 0,
                part,
            };
            self.held += u64::from(list.postings.doc_freq());
            self.next.push(list.doc());
            self.lists.push(list);
        }
        let in_window = self.held * u64::from(WINDOW) / u64::from(documents.max(1));
        self.in_window = usize::try_from(in_window).unwrap_or(usize::MAX);
        Ok(())
    }

    /// The first document of all that they have still to go through.
    pub(super) fn next(&self) -> DocId {
        self.next.iter().copied().min().unwrap_or(TERMINATED)
    }

    /// How many documents they hold, counted in each.
    pub(super) fn cost(&self) -> u64 {
        self.held
    }

    /// Adds up the window that begins at a document.
    fn add_up(&mut self, start: DocId) {
        let (met, sums, weights) = (&mut self.met, &mut self.sums, &self.weights);
        for (list, next) in self.lists.iter_mut().zip(&mut self.next) {
            if *next < start {
                *next = list.seek(start);
            }
            if *next >= start + WINDOW {
                continue;
            }
            let weights = &weights[list.part];
            *next = match self.scored {
                true => list.each_before(start + WINDOW, |doc, frequency| {
                    let at = (doc - start) as usize;
                    met[at / 64] |= 1 << (at % 64);
                    sums[at] += weights.of(doc) * frequency as f32;
                }),
                false => list.each_before(start + WINDOW, |doc, _| {
                    let at = (doc - start) as usize;
                    met[at / 64] |= 1 << (at % 64);
                }),
            };
        }
    }

    /// Empties the window.
    fn clear(&mut self) {
        for (number, word) in self.met.iter_mut().enumerate() {
            let word = std::mem::take(word);
            if self.scored {
                Bits(word).for_each(|bit| self.sums[number * 64 + bit] = 0.0);
            }
        }
    }

    /// What a document scores, if any of the lists holds it. Documents are asked for in their order.
    fn tell(&mut self, doc: DocId) -> Option<Score> {
        let (mut held, mut sum) = (false, 0.0);
        for (list, next) in self.lists.iter_mut().zip(&mut self.next) {
            if *next < doc {
                *next = list.seek(doc);
            }
            if *next == doc {
                held = true;
                if self.scored {
                    sum += self.weights[list.part].of(doc) * list.postings.freq(list.at) as f32;
                }
            }
        }
        held.then(|| {
            if self.scored {
                score(sum, self.idf)
            } else {
                0.0
            }
        })
    }

    /// Adds the documents of a window to a frame.
    pub(super) fn join(&mut self, frame: &mut Frame) {
        self.add_up(frame.start);
        for (number, word) in self.met.iter_mut().enumerate() {
            let word = std::mem::take(word);
            frame.fit[number] |= word;
            if self.scored {
                for bit in Bits(word) {
                    let at = number * 64 + bit;
                    frame.scores[at] += score(std::mem::take(&mut self.sums[at]), self.idf);
                }
            }
        }
    }

    /// Takes the documents out of a frame that they do not hold, and adds to the scores of the others.
    pub(super) fn meet(&mut self, frame: &mut Frame) {
        if frame.is_sparse(self.in_window) {
            frame.keep(|doc| self.tell(doc));
            return;
        }
        self.add_up(frame.start);
        frame.keep_all(&self.met, |at| match self.scored {
            true => score(self.sums[at], self.idf),
            false => 0.0,
        });
        self.clear();
    }

    /// Takes their documents out of a frame.
    pub(super) fn leave_out(&mut self, frame: &mut Frame) {
        if frame.is_sparse(self.in_window) {
            frame.keep(|doc| self.tell(doc).is_none().then_some(0.0));
            return;
        }
        self.add_up(frame.start);
        frame.leave_out(&self.met);
        self.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tantivy::schema::{IndexRecordOption, Schema, TEXT};
    use tantivy::{Index, Term, doc};

    const DOCUMENTS: DocId = 10_000;

    /// How often a word stands in a document: `often` in most, `seldom` in few.
    fn frequency(word: &str, doc: DocId) -> usize {
        match word {
            "often" => (doc % 3) as usize,
            _ => usize::from(doc % 997 == 5),
        }
    }

    fn searcher() -> tantivy::Searcher {
        let mut schema = Schema::builder();
        let text = schema.add_text_field("text", TEXT);
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads(1, 50_000_000).unwrap();
        for number in 0..DOCUMENTS {
            let words = ["often", "seldom"].map(|word| {
                let times = frequency(word, number);
                format!("{word} ").repeat(times)
            });
            writer.add_document(doc!(text => words.concat())).unwrap();
        }
        writer.commit().unwrap();
        index.reader().unwrap().searcher()
    }

    fn open(searcher: &tantivy::Searcher, words: &[&str], scored: bool) -> Lists {
        let segment = searcher.segment_reader(0);
        let text = segment.schema().get_field("text").unwrap();
        let inverted = segment.inverted_index(text).unwrap();
        let open = words.iter().map(|word| {
            let term = Term::from_field_text(text, word);
            let info = inverted.get_term_info(&term)?.unwrap();
            inverted.read_block_postings_from_terminfo(&info, IndexRecordOption::WithFreqs)
        });
        let mut lists = Lists::new(2.0, scored);
        lists.add(Weights::Same(1.5), open, DOCUMENTS).unwrap();
        lists
    }

    /// What is left of frames that hold every document of a step, window by window.
    fn left(step: usize, mut apply: impl FnMut(&mut Frame)) -> Vec<(DocId, Score)> {
        let (mut frame, mut left) = (Frame::new(), Vec::new());
        for start in (0..DOCUMENTS).step_by(WINDOW as usize) {
            frame.start = start;
            let end = DOCUMENTS.min(start + WINDOW);
            let every = (start..end).filter(|doc| step > 0 && (*doc as usize).is_multiple_of(step));
            every.for_each(|doc| frame.add(doc, 1.0));
            apply(&mut frame);
            frame.empty(|doc, score| left.push((doc, score)));
        }
        left
    }

    #[test]
    fn windows_hold_what_the_lists_do_however_many_documents_are_asked_for() {
        let searcher = searcher();
        for words in [&["often", "seldom"][..], &["seldom"], &["often"]] {
            let times = |doc| words.iter().map(|word| frequency(word, doc)).sum::<usize>();
            for scored in [true, false] {
                let scores = |doc| match scored {
                    true => score(1.5 * times(doc) as f32, 2.0),
                    false => 0.0,
                };
                let all = (0..DOCUMENTS).filter(|doc| times(*doc) > 0);
                let mut lists = open(&searcher, words, scored);
                let joined = left(0, |frame| lists.join(frame));
                assert_eq!(
                    joined,
                    all.map(|doc| (doc, scores(doc))).collect::<Vec<_>>()
                );
                // One document in two is many, one in two thousand few.
                for step in [2, 2000] {
                    let asked = || (0..DOCUMENTS).step_by(step);
                    let mut lists = open(&searcher, words, scored);
                    let met = left(step, |frame| lists.meet(frame));
                    let both = asked().filter(|doc| times(*doc) > 0);
                    assert_eq!(
                        met,
                        both.map(|doc| (doc, 1.0 + scores(doc))).collect::<Vec<_>>()
                    );
                    let mut lists = open(&searcher, words, scored);
                    let rest = left(step, |frame| lists.leave_out(frame));
                    let others = asked().filter(|doc| times(*doc) == 0);
                    assert_eq!(rest, others.map(|doc| (doc, 1.0)).collect::<Vec<_>>());
                }
            }
        }
    }

    #[test]
    fn windows_may_be_passed_over() {
        let searcher = searcher();
        let mut lists = open(&searcher, &["often", "seldom"], true);
        let mut frame = Frame::new();
        frame.start = 2 * WINDOW;
        lists.join(&mut frame);
        let expected = (2 * WINDOW..DOCUMENTS)
            .filter(|doc| frequency("often", *doc) + frequency("seldom", *doc) > 0);
        assert_eq!(frame.len(), expected.count());
        assert_eq!(lists.next(), TERMINATED);
    }
}
