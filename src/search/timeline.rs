//! A developing story from its first word to its last: every story of a chain, in the order of time.

use super::diff::{Difference, difference};
use super::likeness::Runs;
use super::show;
use crate::chain::{Link, Reason, Role};
use crate::engine::Searcher;
use crate::error::Result;
use crate::status::Status;
use crate::story::Story;
use chrono::{DateTime, NaiveDateTime, NaiveTime, Utc};
use std::collections::{BTreeSet, HashMap, HashSet};

/// Most stories of a chain that are shown.
pub const MOST: usize = 1000;
/// No more are read when they have so many bytes of text.
const MOST_BYTES: usize = 64 << 20;

/// A developing story.
#[derive(Debug, Clone, PartialEq)]
pub struct Timeline {
    /// The chain's id; `None` of a story that is alone.
    pub chain: Option<String>,
    /// How many stories the chain has; more than there are entries only where it has more than [`MOST`], or very long ones.
    pub total: usize,
    /// Its stories in the order of time; those without a date last.
    pub entries: Vec<Entry>,
}

/// A story of a timeline.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The story.
    pub story: Story,
    /// What ties it to the chain.
    pub link: Option<Link>,
    /// Whether it is the one that was asked for.
    pub asked: bool,
    /// What may be done with it now; a version is canceled too where what stands in its place is.
    pub status: Status,
    /// Whether it is the notice that takes others back.
    pub is_kill: bool,
    /// How much of its text it shares with the story that it is tied to, in percents.
    pub same_text: Option<u8>,
    /// The story that mends it.
    pub corrected_by: Option<String>,
    /// Whether it is the newest version that is usable.
    pub newest: bool,
    /// What it says in place of its text, where that is not to be shown.
    pub notice: Option<String>,
    /// What it added to the version before it; `None` of the first, and where the text is not to be shown.
    pub difference: Option<Difference>,
}

impl Entry {
    /// Whether its headline and text may be shown: not those of a story that was taken back or is held.
    pub fn is_shown(&self) -> bool {
        matches!(self.status, Status::Usable | Status::Superseded)
    }
}

/// The chain of a story, given as to [`show`]; with what each version added where that is wanted.
pub fn timeline(
    searcher: &dyn Searcher,
    name: &str,
    now: DateTime<Utc>,
    differences: bool,
) -> Result<Timeline> {
    let asked = show(searcher, name)?;
    let chain = searcher.chain(&asked.id)?;
    let total = chain.as_ref().map_or(1, |chain| chain.stories.len());
    let id = chain.as_ref().map(|chain| chain.id.clone());
    let links: HashMap<String, Link> = chain.into_iter().flat_map(|chain| chain.stories).collect();
    let mut stories = vec![asked.clone()];
    let mut bytes = 0;
    let others: BTreeSet<&String> = links.keys().filter(|id| **id != asked.id).collect();
    for id in others.into_iter().take(MOST - 1) {
        if bytes >= MOST_BYTES {
            break;
        }
        let found = searcher.stories(id, 2)?;
        let lines = found.iter().flat_map(|story| story.lines(MOST_BYTES));
        bytes += lines.map(|(_, line)| line.len()).sum::<usize>();
        stories.extend(found.into_iter().filter(|story| story.id == *id));
    }
    let steps = |story: &Story| {
        let to = |id: &String| links.get(id).and_then(|link| link.to.clone());
        std::iter::successors(Some(story.id.clone()), to)
            .take(MOST)
            .count()
    };
    stories.sort_by_cached_key(|story| {
        let filed = story.date.map(filed);
        (
            filed.is_none(),
            filed,
            steps(story),
            story.version,
            story.id.clone(),
        )
    });
    let mut entries = Vec::with_capacity(stories.len());
    for story in stories {
        entries.push(entry(searcher, story, &links, &asked.id, now)?);
    }
    take_back(&mut entries);
    like(&mut entries);
    if differences {
        differ(&mut entries);
    }
    Ok(Timeline {
        chain: id,
        total,
        entries,
    })
}

fn entry(
    searcher: &dyn Searcher,
    story: Story,
    links: &HashMap<String, Link>,
    asked: &str,
    now: DateTime<Utc>,
) -> Result<Entry> {
    let place = searcher.place(&story.id)?;
    let status = Status::of(&story, now);
    let is_newest = place.as_ref().is_some_and(|place| place.newest.is_none());
    Ok(Entry {
        link: links.get(&story.id).cloned(),
        asked: story.id == asked,
        newest: is_newest && matches!(status, Status::Usable),
        status,
        is_kill: story.marks.iter().any(|mark| mark == "kill")
            || links
                .get(&story.id)
                .is_some_and(|link| link.role == Role::Kill),
        same_text: None,
        corrected_by: place.and_then(|place| place.corrected_by),
        notice: None,
        difference: None,
        story,
    })
}

/// Local time of filing; of a day its beginning.
fn filed(when: crate::story::When) -> NaiveDateTime {
    match when {
        crate::story::When::Minute(instant) => instant.naive_utc(),
        _ => when.first_day().and_time(NaiveTime::MIN),
    }
}

/// Versions that a notice stands in the place of are taken back as it says.
fn take_back(entries: &mut [Entry]) {
    let canceled = |entry: &&Entry| entry.status == Status::Canceled;
    let ids = entries
        .iter()
        .filter(canceled)
        .map(|entry| entry.story.id.clone());
    let canceled: HashSet<String> = ids.collect();
    for entry in entries
        .iter_mut()
        .filter(|entry| entry.status == Status::Superseded)
    {
        let by = entry.story.superseded_by.as_ref();
        if by.is_some_and(|by| canceled.contains(by)) {
            entry.status = Status::Canceled;
        }
    }
}

/// A notice is no longer than this, in words.
const MOST_NOTICE: u32 = 60;
/// A notice shares less with what it takes back, in percents: what shares more is that text once more.
const LIKE_NOTICE: u8 = 20;

/// A notice is held against so many of the first stories of its chain, and against the one that it is tied to.
const MOST_HELD: usize = 20;

/// Sets how much of its text each story shares with the one that it is tied to, and the notices.
fn like(entries: &mut [Entry]) {
    let runs: Vec<Runs> = entries.iter().map(|entry| Runs::of(&entry.story)).collect();
    let ids = entries.iter().map(|entry| entry.story.id.clone());
    let numbers: HashMap<String, usize> = ids.zip(0..).collect();
    for (number, entry) in entries.iter_mut().enumerate() {
        let to = entry.link.as_ref().and_then(|link| link.to.as_ref());
        let to = to.and_then(|to| numbers.get(to)).copied();
        let own = &runs[number];
        entry.same_text = to.map(|to| own.percent(&runs[to]));
        if entry.is_shown() {
            continue;
        }
        let others = (0..runs.len().min(MOST_HELD)).chain(to);
        let mut others = others.filter(|other| *other != number);
        let is_notice = entry.is_kill
            && entry.story.words <= MOST_NOTICE
            && others.all(|other| own.percent(&runs[other]) < LIKE_NOTICE);
        let text = entry.story.paragraphs.iter().filter(|_| is_notice);
        let text: Vec<_> = entry
            .story
            .note
            .iter()
            .chain(text)
            .map(String::as_str)
            .collect();
        entry.notice = (!text.is_empty()).then(|| text.join(" "));
    }
}

/// Sets what each version added to the one before it. A take adds all that it is, and a text that may not be shown is
/// compared with none.
fn differ(entries: &mut [Entry]) {
    let mut before: Option<Vec<String>> = None;
    for entry in entries {
        if !entry.is_shown() {
            continue;
        }
        let role = entry.link.as_ref().map_or(Role::Version, |link| link.role);
        let story = &entry.story;
        let language = story.language.as_deref();
        let old = match role {
            Role::Take => Some([].as_slice()),
            _ => before.as_deref(),
        };
        entry.difference = old.map(|old| difference(old, &story.paragraphs, language));
        if role != Role::Take {
            before = Some(story.paragraphs.clone());
        }
    }
}

/// What ties a story to its chain, in words: `same slug`, `94 % of the same text`.
pub fn tie(why: Reason, same_text: Option<u8>) -> String {
    match (why, same_text) {
        (Reason::Id, _) => "by its provider's ids".into(),
        (Reason::Slug, _) => "same slug".into(),
        (Reason::Headline, _) => "same headline".into(),
        (Reason::Text, Some(percent)) => format!("{percent} % of the same text"),
        (Reason::Text, None) => "nearly the same text".into(),
    }
}
