//! What is kept of a story to tell which others belong to it: some hundred and fifty bytes.

use super::sketch::{self, Sketch};
use super::{kills, words};
use crate::language::calendar::Calendar;
use crate::language::words::{folded, tokens, truncate};
use crate::parse::headline_core;
use crate::status::Status;
use crate::story::{Place, Story, When};
use chrono::NaiveTime;
use rustc_hash::FxHashSet;
use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A story's id in 13 bytes: the scheme's digit, then 24 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(pub(super) [u8; 13]);

impl Id {
    /// The id of a record; `None` where it is of no form that the archive gives.
    pub fn read(id: &str) -> Option<Id> {
        let digits = id.as_bytes();
        let (scheme, rest) = digits.split_first().filter(|(_, rest)| rest.len() == 24)?;
        let mut bytes = [0; 13];
        bytes[0] = *scheme;
        for (byte, pair) in bytes[1..].iter_mut().zip(rest.chunks_exact(2)) {
            *byte = digit(pair[0])? << 4 | digit(pair[1])?;
        }
        scheme.is_ascii().then_some(Id(bytes))
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Id, D::Error> {
        struct Digits;
        impl Visitor<'_> for Digits {
            type Value = Id;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("the id of a story")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Id, E> {
                Id::read(text).ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self))
            }
        }
        deserializer.deserialize_str(Digits)
    }
}

/// The value of a hexadecimal digit in small letters.
fn digit(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

impl std::fmt::Display for Id {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", char::from(self.0[0]))?;
        self.0[1..]
            .iter()
            .try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// The marks that matter, a bit each.
pub(super) mod mark {
    pub(in crate::chain) const KILL: u8 = 1;
    pub(in crate::chain) const ALERT: u8 = 2;
    pub(in crate::chain) const TAKE: u8 = 4;
    pub(in crate::chain) const CORRECTION: u8 = 8;
    pub(in crate::chain) const REFILE: u8 = 16;
    pub(in crate::chain) const REPEAT: u8 = 32;
    pub(in crate::chain) const UPDATE: u8 = 64;
    pub(in crate::chain) const ADVISORY: u8 = 128;
}

/// Words of the headline and the lead that are kept.
pub(super) const WORDS: usize = 14;
/// Of them at most so many of the headline.
const HEADLINE_WORDS: usize = 9;
/// Bytes of the sketch of names and figures.
const PARTICULARS: usize = 24;
/// Places that are kept.
const PLACES: usize = 3;
/// Signs after which a word has a capital though it may be no name.
const STARTS: &[char] = &['.', '!', '?', ':', '"', '“', '«', '„'];
/// The fewest names and figures by which texts are told apart.
const TELLING: f32 = 3.0;
/// Words of a text that are looked at.
const MOST_WORDS: usize = 2000;
/// Items that a story is known to replace, and names in a notice, at most.
const MOST_NAMED: usize = 32;

/// The features of one story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Traits {
    /// The story.
    pub(super) id: Id,
    /// When it was filed, in minutes since 1970; of a day its beginning; `i32::MIN` where the day is not known.
    pub(super) filed: i32,
    /// Whether only the day is known.
    pub(super) is_day: bool,
    /// The agency; 0 where none is known.
    pub(super) agency: u16,
    /// The dateline's places, by their ids and as they are written; 0 for none.
    pub(super) places: [u32; PLACES],
    /// The item that its provider calls it; 0 for none.
    pub(super) item: u64,
    /// The slug without what tells versions apart; 0 for none.
    pub(super) slug: u32,
    /// How many words of the slug name an event.
    pub(super) slug_words: u8,
    /// The headline without marks; 0 for none.
    pub(super) headline: u32,
    /// How many words of it name an event.
    pub(super) headline_words: u8,
    /// The number of shingles in the text.
    pub(super) shingles: u16,
    /// Its shingles.
    pub(super) sketch: Sketch<{ sketch::BYTES }>,
    /// The names and figures in the text, and how many they are.
    pub(super) particulars: Sketch<PARTICULARS>,
    pub(super) particular: u8,
    /// Long words of the headline and the lead, in order of their hashes; 0 for none.
    pub(super) words: [u16; WORDS],
    /// What it is marked as, of [`mark`].
    pub(super) marks: u8,
    /// The version that it is counted as; 0 for none.
    pub(super) version: u8,
    /// Of few stories: the others that it names.
    pub(super) named: Option<Box<Named>>,
}

/// Other stories that a story names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Named {
    /// The items that it replaces.
    pub(super) items: Vec<u64>,
    /// Of a notice that takes a story back: the headlines and slugs that it may mean.
    pub(super) titles: Vec<u32>,
    /// Of such a notice: the minutes of the day that it names, in universal time.
    pub(super) clocks: Vec<u16>,
}

impl Traits {
    /// Where a story of the same moment stands in the life of a chain: where days alone are known, a correction still
    /// comes behind what it corrects, and a third update behind the second.
    pub(super) fn phase(&self) -> (u8, u8) {
        let phase = if self.is(mark::KILL) {
            4
        } else if self.is(mark::REPEAT) {
            3
        } else if self.is(mark::CORRECTION | mark::REFILE) {
            2
        } else {
            u8::from(!self.is(mark::ALERT))
        };
        (phase, self.version)
    }

    /// The features of a story; `None` of one whose id is not of the archive's form.
    pub fn of(story: &Story) -> Option<Traits> {
        let core = story
            .headline
            .as_deref()
            .map(headline_core)
            .unwrap_or_default();
        let (filed, is_day) = story.date.map_or((i32::MIN, true), minutes);
        let TextWords { words, particulars } = text_words(story);
        let (sketch, shingles) = sketch::of_text(&words);
        let (slug, slug_words) = words::slug(story.slug.as_deref().unwrap_or_default());
        let (headline, headline_words) = words::headline(core);
        let marks = marks(story);
        let named = Named {
            items: story
                .replaces
                .iter()
                .take(MOST_NAMED)
                .map(|item| item_of(item))
                .collect(),
            ..match marks & mark::KILL {
                0 => Named::default(),
                _ => kills::named(story),
            }
        };
        Some(Traits {
            id: Id::read(&story.id)?,
            filed,
            is_day,
            agency: story
                .agency
                .as_deref()
                .map_or(0, |agency| sketch::hash(agency.as_bytes()) as u16 | 1),
            places: places(&story.places),
            item: story.chain.as_deref().map_or(0, item_of),
            slug,
            slug_words,
            headline,
            headline_words,
            shingles,
            sketch,
            particular: particulars.len().min(usize::from(u8::MAX)) as u8,
            particulars: Sketch::of(particulars.into_iter()),
            words: key_words(core, &story.paragraphs),
            marks,
            version: story
                .version
                .map_or(0, |version| version.clamp(1, 255) as u8),
            named: (named != Named::default()).then(|| Box::new(named)),
        })
    }

    /// The same features of a story that has another id; `None` of an id that is not of the archive's form.
    pub fn with_id(self, id: &str) -> Option<Traits> {
        let id = Id::read(id)?;
        Some(Traits { id, ..self })
    }

    /// The story's id.
    pub fn id(&self) -> Id {
        self.id
    }

    /// Whether it is so marked.
    pub(super) fn is(&self, marks: u8) -> bool {
        self.marks & marks != 0
    }

    /// The share of one's names and figures that are the other's too, of the one with fewer; `None` where there are too
    /// few to tell.
    pub(super) fn common_particulars(&self, other: &Traits) -> Option<f32> {
        let (one, two) = (f32::from(self.particular), f32::from(other.particular));
        let fewer = one.min(two);
        let likeness = self.particulars.likeness(&other.particulars);
        let common = likeness * (one + two) / (1.0 + likeness);
        (fewer >= TELLING).then(|| (common / fewer).min(1.0))
    }

    /// How many of the words are the same as the other's, and the share that they are of those of the one with fewer.
    pub(super) fn common_words(&self, other: &Traits) -> (usize, f32) {
        let own = |traits: &Traits| traits.words.iter().filter(|word| **word != 0).count();
        let fewer = own(self).min(own(other));
        let (mut one, mut two, mut common) = (0, 0, 0);
        while one < WORDS && two < WORDS {
            match self.words[one].cmp(&other.words[two]) {
                std::cmp::Ordering::Less => one += 1,
                std::cmp::Ordering::Greater => two += 1,
                std::cmp::Ordering::Equal => {
                    common += usize::from(self.words[one] != 0);
                    one += 1;
                    two += 1;
                }
            }
        }
        (common, common as f32 / fewer.max(1) as f32)
    }
}

/// The first place by its id and as it is written, and the second: a copy may have been located elsewhere.
fn places(places: &[Place]) -> [u32; PLACES] {
    let hash = |name: &str| sketch::hash(folded(name).as_bytes()) as u32 | 1;
    let id = |at: usize| {
        let place = places.get(at);
        place.map_or(0, |place| {
            hash(place.id.as_deref().unwrap_or(&place.as_written))
        })
    };
    [
        id(0),
        places.first().map_or(0, |place| hash(&place.as_written)),
        id(1),
    ]
}

fn item_of(chain: &str) -> u64 {
    sketch::hash(chain.as_bytes()) | 1
}

/// The minutes of a moment, and whether they are only those of its day.
fn minutes(when: When) -> (i32, bool) {
    let day = |day: chrono::NaiveDate| {
        let seconds = day.and_time(NaiveTime::MIN).and_utc().timestamp();
        i32::try_from(seconds / 60).unwrap_or(i32::MIN)
    };
    match when {
        When::Minute(instant) => (
            i32::try_from(instant.timestamp() / 60).unwrap_or(i32::MIN),
            false,
        ),
        When::Day(date) => (day(date), true),
        When::Month(_) | When::Year(_) => (i32::MIN, true),
    }
}

fn marks(story: &Story) -> u8 {
    let mut bits = 0;
    for name in &story.marks {
        bits |= match name.as_str() {
            "kill" => mark::KILL,
            "flash" | "alert" | "urgent" => mark::ALERT,
            "add" => mark::TAKE,
            "correction" => mark::CORRECTION,
            "refile" => mark::REFILE,
            "repeat" => mark::REPEAT,
            "lead" | "update" => mark::UPDATE,
            "advisory" => mark::ADVISORY,
            _ => 0,
        };
    }
    if Status::recorded(story) == Status::Canceled {
        bits |= mark::KILL;
    }
    bits
}

/// The hashes of a text's words, and of the names and figures among them.
#[derive(Default)]
struct TextWords {
    words: Vec<u64>,
    particulars: FxHashSet<u64>,
}

/// The words of a text, without what many stories end with. Names are words with a capital within a sentence, but for
/// those of the calendar and of the dateline; figures have two digits or more.
fn text_words(story: &Story) -> TextWords {
    let calendar = Calendar::built_in();
    let places = story
        .places
        .iter()
        .flat_map(|place| tokens(&place.as_written));
    let places: Vec<u64> = places.map(|token| word(token.written)).collect();
    let mut found = TextWords {
        words: Vec::with_capacity(512),
        ..TextWords::default()
    };
    for paragraph in story
        .paragraphs
        .iter()
        .filter(|text| !words::is_boilerplate(text))
    {
        let mut last = 0;
        let mut figure = None;
        for token in tokens(paragraph) {
            if found.words.len() == MOST_WORDS {
                return found;
            }
            let hash = word(token.written);
            found.words.push(hash);
            let between = &paragraph[last..token.range.start];
            last = token.range.end;
            let is_number = token.written.starts_with(|c: char| c.is_ascii_digit());
            if is_number {
                // `12,345` and `1.5` are one figure.
                let before = figure.filter(|_| between == "." || between == ",");
                figure = Some(before.map_or(hash, |before: u64| before.rotate_left(9) ^ hash));
                if before.is_some() || token.written.len() > 1 {
                    found.particulars.extend(figure);
                }
                continue;
            }
            figure = None;
            let is_capital = token.written.starts_with(char::is_uppercase);
            let is_within = between.ends_with(' ') && !between.contains(STARTS);
            if is_capital
                && is_within
                && !places.contains(&hash)
                && calendar.word(token.written).is_none()
            {
                found.particulars.insert(hash);
            }
        }
    }
    found
}

fn word(written: &str) -> u64 {
    match written.is_ascii() {
        // A plain word needs no copy.
        true => {
            let mut plain = [0; 32];
            let len = written.len().min(plain.len());
            plain[..len].copy_from_slice(&written.as_bytes()[..len]);
            plain.make_ascii_lowercase();
            sketch::hash(&plain[..len])
        }
        false => sketch::hash(folded(written).as_bytes()),
    }
}

/// The long words that a headline and a text begin with, the headline's first.
fn key_words(headline: &str, paragraphs: &[String]) -> [u16; WORDS] {
    let mut found = [0; WORDS];
    let mut count = 0;
    let beginnings = paragraphs.iter().take(3).map(|text| truncate(text, 400));
    'texts: for (text, most) in [(headline, HEADLINE_WORDS)]
        .into_iter()
        .chain(beginnings.map(|text| (text, WORDS)))
    {
        for word in words::telling(text) {
            let word = sketch::hash(word.as_bytes()) as u16 | 1;
            if count == most {
                continue 'texts;
            }
            if !found[..count].contains(&word) {
                found[count] = word;
                count += 1;
            }
        }
    }
    found.sort_unstable();
    found
}
