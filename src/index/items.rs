//! Files into stories and lines of the report: many small files at once, or the pieces of a long one.

use super::ReportLine;
use super::folders::Folders;
use super::pieces::{Part, Piece, parts};
use super::reading::Reading;
use crate::chain::Traits;
use crate::engine::{self, MAX_INDEXED, Memory};
use crate::enrich::{self, Origin};
use crate::facts::Facts;
use crate::read::{Entry, STDIN, Unread};
use crate::split::PIECE;
use crate::story::Story;
use crate::{decode, parse};
use rayon::prelude::*;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicU64, Ordering};

/// How many files are read at once.
pub(super) const BATCH_FILES: usize = 256;

/// What an item of a file was read as: a story, or a line of the report.
pub(super) type Item<S> = Result<S, ReportLine>;

/// What is made of each story as soon as it is read, on all cores.
pub(super) trait Prepared: Send {
    /// Makes it.
    fn of(story: Story) -> Self;

    /// The story.
    fn story(&mut self) -> &mut Story;
}

impl Prepared for Story {
    fn of(story: Story) -> Story {
        story
    }

    fn story(&mut self) -> &mut Story {
        self
    }
}

/// A story with what an archive keeps of it.
pub(super) struct Ready {
    pub(super) story: Story,
    pub(super) words: engine::Analysed,
    pub(super) traits: Option<Traits>,
}

// In a box: a file may hold a great many items that are none.
impl Prepared for Box<Ready> {
    fn of(story: Story) -> Box<Ready> {
        Box::new(Ready {
            words: engine::Analysed::of(&story),
            traits: Traits::of(&story),
            story,
        })
    }

    fn story(&mut self) -> &mut Story {
        &mut self.story
    }
}

/// What became of a file in a batch.
pub(super) enum Outcome<S> {
    /// Its items, and why the file as a whole could not be read to its end.
    Read(Vec<Item<S>>, Option<Unread>),
    /// It holds too much to be read at once.
    Long,
}

/// Reads files.
pub(super) struct Reader<'a> {
    pub(super) reading: &'a Reading,
    pub(super) facts: &'a Facts,
    /// How many bytes of files are read at once.
    pub(super) batch: u64,
    folders: Folders,
}

impl<'a> Reader<'a> {
    pub(super) fn new(reading: &'a Reading, facts: &'a Facts, memory: Memory) -> Reader<'a> {
        Reader {
            reading,
            facts,
            batch: memory.batch(),
            folders: Folders::default(),
        }
    }

    /// Reads files at once, each whole, as far as they hold little.
    pub(super) fn batch<S: Prepared>(&self, entries: &[Entry]) -> Vec<Outcome<S>> {
        let budget = AtomicU64::new(0);
        let read = entries.par_iter().map(|entry| self.small(entry, &budget));
        read.collect()
    }

    fn small<S: Prepared>(&self, entry: &Entry, budget: &AtomicU64) -> Outcome<S> {
        // Standard input can be read only once.
        if entry.size > PIECE as u64 || entry.path == STDIN {
            return Outcome::Long;
        }
        let mut items = Vec::new();
        let mut numbers = Numbers::default();
        let mut is_long = false;
        let mut each = |item| {
            items.push(item);
            ControlFlow::Continue(())
        };
        let ended = parts(entry, self.reading, self.facts, &mut |part| {
            if let Part::Piece(piece) = &part {
                let bytes = piece.bytes.len() as u64;
                is_long = budget.fetch_add(bytes, Ordering::Relaxed) + bytes > 2 * self.batch;
                if is_long {
                    return ControlFlow::Break(());
                }
            }
            let (part, parsed) = self.parsed(entry, part);
            numbers.take(part, parsed, &mut each)
        });
        match is_long {
            true => Outcome::Long,
            false => Outcome::Read(items, ended.err()),
        }
    }

    /// Reads a file of any length, and hands on its items, in order, until told to stop.
    pub(super) fn long<S: Prepared>(
        &self,
        entry: &Entry,
        each: &mut dyn FnMut(Item<S>) -> ControlFlow<()>,
    ) -> Result<(), Unread> {
        let (mut waiting, mut bytes) = (Vec::new(), 0);
        let mut numbers = Numbers::default();
        let mut stopped = false;
        // Of one long file half of that; less where there are few threads to parse it.
        let half = usize::try_from(self.batch / 2).unwrap_or(usize::MAX);
        let enough = half.min(2 * PIECE * rayon::current_num_threads());
        let mut parse = |waiting: &mut Vec<Part>| {
            let parts: Vec<Part> = std::mem::take(waiting);
            let parsed = parts.into_par_iter().map(|part| self.parsed(entry, part));
            for (part, items) in parsed.collect::<Vec<_>>() {
                numbers.take(part, items, each)?;
            }
            ControlFlow::Continue(())
        };
        let ended = parts(entry, self.reading, self.facts, &mut |part| {
            if let Part::Piece(piece) = &part {
                bytes += piece.bytes.len();
            }
            waiting.push(part);
            if bytes < enough && waiting.len() < BATCH_FILES {
                return ControlFlow::Continue(());
            }
            bytes = 0;
            let flow = parse(&mut waiting);
            stopped = flow.is_break();
            flow
        });
        if !stopped {
            // Whoever wants no more of it has said so.
            let _ = parse(&mut waiting);
        }
        ended
    }

    /// The items of a piece. Whatever it holds, this returns.
    fn parsed<S: Prepared>(&self, entry: &Entry, part: Part) -> (Mark, Vec<Item<S>>) {
        let piece = match part {
            Part::Piece(piece) => piece,
            Part::Line(line) => return (Mark::Aside, vec![Err(line)]),
            Part::End => return (Mark::End, Vec::new()),
        };
        let place = piece.place.clone();
        let parsing = std::panic::AssertUnwindSafe(|| self.items(entry, piece));
        let parsed = std::panic::catch_unwind(parsing);
        match parsed {
            Ok(items) => (Mark::Items, items),
            Err(_) => {
                let reason =
                    "the reader failed on it; this is a defect of the program, please report it";
                let line = ReportLine {
                    path: place.path.clone(),
                    kind: ReportLine::FAILED,
                    reason: reason.into(),
                };
                (Mark::Aside, vec![Err(line)])
            }
        }
    }

    fn items<S: Prepared>(&self, entry: &Entry, piece: Piece) -> Vec<Item<S>> {
        let place = piece.place;
        let no_story = |reason: String| ReportLine {
            path: place.path.clone(),
            kind: ReportLine::NOT_A_STORY,
            reason,
        };
        let hints = decode::Hints {
            forced: self.reading.encoding.clone(),
            before: piece.before,
        };
        let decoded = match decode::decode(&piece.bytes, &hints) {
            Ok(decoded) => decoded,
            Err(decode::NotText(reason)) => return vec![Err(no_story(reason))],
        };
        let context = parse::Context {
            facts: self.facts,
            bytes: &piece.bytes,
            map: &self.reading.map,
        };
        let is_part = piece.format.is_some();
        let format = piece
            .format
            .unwrap_or_else(|| parse::detect(&decoded.text, self.facts));
        let items = parse::parse_as(format, &decoded.text, &context);
        if items.is_empty() && !is_part {
            return vec![Err(no_story(format!(
                "it holds no item of {}",
                format.name()
            )))];
        }
        let decode::Decoded {
            text,
            charset,
            from,
            confidence,
            warnings,
        } = decoded;
        // A long text is needed no more.
        drop((text, piece.bytes));
        let dispatches = || items.iter().flatten();
        let siblings =
            (items.len() > 1).then(|| dispatches().filter_map(enrich::printed_whole).collect());
        let neighbours = siblings.and_then(enrich::middle);
        let options = &self.reading.options;
        let read = items.into_iter().map(|item| {
            let mut dispatch = item.map_err(|parse::NotAStory(reason)| no_story(reason))?;
            dispatch.warnings.splice(0..0, warnings.iter().cloned());
            let mut origin = Origin {
                path: place.path.clone(),
                part: None,
                charset: charset.clone(),
                charset_from: from.name(),
                charset_confidence: confidence,
                modified: place.modified,
                neighbours,
                same_minute: 0,
            };
            if enrich::needs_folder(&dispatch, &origin, options, &self.facts.calendar) {
                let folder = self
                    .folders
                    .of(entry, &place.path, self.reading, self.facts);
                origin.neighbours = neighbours.or(folder.middle);
                origin.same_minute = folder.same_minute(origin.modified);
            }
            let mut story = enrich::enrich(dispatch, &origin, options, self.facts);
            warn_of_length(&mut story);
            Ok(S::of(story))
        });
        read.collect()
    }
}

/// Says so where a story is longer than words of it are found.
fn warn_of_length(story: &mut Story) {
    let headline = story.headline.iter().map(String::len);
    let bytes: usize = headline
        .chain(story.paragraphs.iter().map(String::len))
        .sum();
    if bytes > MAX_INDEXED {
        story.warnings.push(format!(
            "the story is longer than {} MiB: it is kept whole, and words after that do not find it",
            MAX_INDEXED >> 20
        ));
    }
}

/// What items are to the member that they come from.
enum Mark {
    /// They are numbered.
    Items,
    /// They are lines about it.
    Aside,
    /// It ends.
    End,
}

/// Numbers the items of a file or member: stories where it holds several, and what is no story among several items.
struct Numbers<S> {
    items: u64,
    stories: u32,
    /// The first story and the first line, until a second item shows whether they need a number.
    story: Option<S>,
    line: Option<ReportLine>,
}

impl<S> Default for Numbers<S> {
    fn default() -> Numbers<S> {
        Numbers {
            items: 0,
            stories: 0,
            story: None,
            line: None,
        }
    }
}

impl<S: Prepared> Numbers<S> {
    fn take(
        &mut self,
        mark: Mark,
        items: Vec<Item<S>>,
        each: &mut dyn FnMut(Item<S>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        match mark {
            Mark::Items => items
                .into_iter()
                .try_for_each(|item| self.number(item, each)),
            Mark::Aside => items.into_iter().try_for_each(each),
            Mark::End => {
                let alone = std::mem::take(self);
                let story = alone.story.map(Ok);
                let line = alone.line.map(Err);
                line.into_iter().chain(story).try_for_each(each)
            }
        }
    }

    fn number(
        &mut self,
        item: Item<S>,
        each: &mut dyn FnMut(Item<S>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        self.items += 1;
        if let Some(line) = self.line.take() {
            each(Err(line.of_item(1)))?;
        }
        match item {
            Err(line) if self.items == 1 => self.line = Some(line),
            Err(line) => each(Err(line.of_item(self.items)))?,
            Ok(mut story) => {
                self.stories += 1;
                if let Some(mut first) = self.story.take() {
                    first.story().part = Some(1);
                    each(Ok(first))?;
                }
                if self.stories == 1 {
                    self.story = Some(story);
                } else {
                    story.story().part = Some(self.stories);
                    each(Ok(story))?;
                }
            }
        }
        ControlFlow::Continue(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What becomes of the items of one file: `story`, `story 2`, or the reason.
    fn numbered(items: &[&str]) -> Vec<String> {
        let item = |&item: &&str| match item {
            "story" => Ok(Story::default()),
            reason => Err(ReportLine {
                path: "a".into(),
                kind: ReportLine::NOT_A_STORY,
                reason: reason.into(),
            }),
        };
        let mut found = Vec::new();
        let mut each = |item: Item<Story>| {
            found.push(match item {
                Ok(Story { part: None, .. }) => "story".to_owned(),
                Ok(Story {
                    part: Some(part), ..
                }) => format!("story {part}"),
                Err(line) => line.reason,
            });
            ControlFlow::Continue(())
        };
        let mut numbers = Numbers::default();
        let items = items.iter().map(item).collect();
        let _ = numbers.take(Mark::Items, items, &mut each);
        let _ = numbers.take(Mark::End, Vec::new(), &mut each);
        found
    }

    #[test]
    fn items_are_numbered_where_there_are_several() {
        assert_eq!(numbered(&["story"]), ["story"]);
        assert_eq!(numbered(&["a picture"]), ["a picture"]);
        assert_eq!(
            numbered(&["story", "a picture", "story"]),
            ["item 2: a picture", "story 1", "story 2"]
        );
        assert_eq!(
            numbered(&["a picture", "story", "a video"]),
            ["item 1: a picture", "item 3: a video", "story"]
        );
    }
}
