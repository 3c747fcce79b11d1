//! The shapes of the headers that were not read whole, ranked by how many stories one new row would mend.

use crate::enrich::AMBIGUOUS;
use crate::facts::Facts;
use crate::language::words::truncate;
use crate::story::Story;
use serde::Serialize;
use std::collections::HashMap;

/// How many shapes are told apart; when more are met, the rare ones are only counted.
const SHAPES: usize = 4_096;
/// How much of a line may be a dateline, in bytes and in words, and how long a mark is.
const OPENING: usize = 140;
const WORDS: usize = 12;
const MARK: usize = 40;
/// How many words of an opening may be lower case: particles, months.
const LOWER: usize = 3;

/// Headers of one shape with one doubt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeaderShape {
    /// How many stories have it.
    pub stories: u64,
    /// The header's words by their kinds, what was not known as it is: `UPPER, Month D (RADIO VENCEREMOS) -`.
    pub shape: String,
    /// What was not understood.
    pub doubt: &'static str,
    /// What would mend it.
    pub mend: String,
    /// The path of the first such story.
    pub example: String,
}

/// What the headers of some stories have in common.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Headers {
    /// Shapes that were not understood, the one first that most stories have.
    pub shapes: Vec<HeaderShape>,
    /// Stories of rare shapes that were not kept apart.
    pub other_shapes: u64,
    /// Stories that have no dateline, and do not look as if they had.
    pub without_dateline: u64,
}

/// Collects the shapes of stories as they are read.
#[derive(Debug, Default)]
pub struct Shapes {
    known: HashMap<(&'static str, String), HeaderShape>,
    others: u64,
    without_dateline: u64,
}

/// One doubt: its name, the words that tell it from others of the name, what mends it, the shape.
struct Doubt {
    name: &'static str,
    key: String,
    mend: String,
    shape: String,
}

impl Shapes {
    /// Notes what of a story's header was not understood.
    pub fn add(&mut self, story: &Story, facts: &Facts) {
        let found = match &story.dateline {
            Some(dateline) => doubts(dateline, story, facts),
            None => {
                let lines = story.headline.iter().chain(story.paragraphs.iter().take(2));
                let found: Vec<Doubt> = lines
                    .filter_map(|line| not_read(line, facts))
                    .take(1)
                    .collect();
                self.without_dateline += u64::from(found.is_empty());
                found
            }
        };
        for doubt in found {
            self.count(doubt, &story.path);
        }
    }

    fn count(&mut self, doubt: Doubt, path: &str) {
        let key = (doubt.name, doubt.key);
        if !self.known.contains_key(&key) && self.known.len() >= SHAPES {
            let others = &mut self.others;
            self.known.retain(|_, shape| {
                *others += u64::from(shape.stories == 1);
                shape.stories > 1
            });
            if self.known.len() >= SHAPES {
                self.others += 1;
                return;
            }
        }
        let known = self.known.entry(key).or_insert_with(|| HeaderShape {
            stories: 0,
            shape: doubt.shape,
            doubt: doubt.name,
            mend: doubt.mend,
            example: path.to_owned(),
        });
        known.stories += 1;
    }

    /// The shapes, ranked.
    pub fn ranked(self) -> Headers {
        let mut shapes: Vec<HeaderShape> = self.known.into_values().collect();
        shapes.sort_by(|a, b| {
            let order = |shape: &HeaderShape| (std::cmp::Reverse(shape.stories), shape.doubt);
            order(a)
                .cmp(&order(b))
                .then_with(|| a.shape.cmp(&b.shape))
                .then_with(|| a.mend.cmp(&b.mend))
        });
        Headers {
            shapes,
            other_shapes: self.others,
            without_dateline: self.without_dateline,
        }
    }
}

/// What of a dateline remained unknown.
fn doubts(dateline: &str, story: &Story, facts: &Facts) -> Vec<Doubt> {
    let mut found = Vec::new();
    let mut add = |name, key: &str, mend: String| {
        found.push(Doubt {
            name,
            key: key.to_uppercase(),
            mend,
            shape: shape(dateline, key, facts),
        });
    };
    if let Some(credit) = story.credit.as_deref().filter(|_| story.agency.is_none()) {
        add(
            "unknown agency",
            credit,
            format!("a row in agencies.tsv: {credit}"),
        );
    }
    for place in story
        .places
        .iter()
        .filter(|place| place.id.is_none() && place.kind.is_none())
    {
        let name = &place.as_written;
        add(
            "unknown place",
            name,
            format!("a row in places.tsv: {name}"),
        );
    }
    for warning in &story.warnings {
        let doubtful = warning.strip_prefix(AMBIGUOUS);
        if let Some((name, _)) = doubtful.and_then(|words| words.split_once(" is read as ")) {
            add(
                "ambiguous place",
                name,
                format!("a row in places.tsv: {name}"),
            );
        }
    }
    let warned = |words: &str| story.warnings.iter().any(|warning| warning.contains(words));
    if warned("has no year, and nothing else") {
        let kinds = shape(dateline, "", facts);
        add("no year", "", "--assume-year YEAR, or --trust-mtime".into());
        found
            .iter_mut()
            .filter(|doubt| doubt.name == "no year")
            .for_each(|doubt| doubt.key.clone_from(&kinds));
    } else if story.date.is_none()
        || warned("impossible day")
        || warned("is after today")
        || warned("is mistyped")
    {
        let kinds = shape(dateline, "", facts);
        let undated = !dateline.contains(|c: char| c.is_numeric());
        let mend = match unknown_month(dateline, facts) {
            _ if undated => "--trust-mtime".into(),
            Some(month) => format!("a month in languages/xx.toml: {month}"),
            None => "the example shows what is wrong".into(),
        };
        let name = if undated {
            "no date"
        } else {
            "date not understood"
        };
        found.push(Doubt {
            name,
            key: kinds.clone(),
            mend,
            shape: kinds,
        });
    }
    found
}

/// A line that looks as if it opened with a dateline, which was not read.
fn not_read(line: &str, facts: &Facts) -> Option<Doubt> {
    let opening = opening(line)?;
    let mark = mark_of(opening).filter(|mark| !is_known(mark, facts));
    let month = unknown_month(opening, facts);
    let mend = match (month, mark) {
        (Some(month), _) => format!("a month in languages/xx.toml: {month}"),
        (None, Some(mark)) => format!("a row in agencies.tsv: {mark}"),
        (None, None) => "the example shows what is new".into(),
    };
    let shape = shape(opening, "", facts);
    Some(Doubt {
        name: "dateline not understood",
        key: shape.clone(),
        mend,
        shape,
    })
}

/// The words up to the dash that may end a dateline, where they are few, and a day, a mark or `UPPER, …` is among them.
fn opening(line: &str) -> Option<&str> {
    let start = truncate(line.trim_start(), OPENING);
    let end = start.char_indices().find_map(|(at, c)| {
        let (before, after) = (
            start[..at].chars().next_back(),
            start[at + c.len_utf8()..].chars().next(),
        );
        let parted = before.is_some_and(|c| c.is_whitespace() || ")].".contains(c));
        let ends = after.is_none_or(|c| c.is_whitespace() || c == '-');
        ("-–—_=".contains(c) && parted && ends).then_some(at + c.len_utf8())
    })?;
    let opening = &start[..end];
    let words: Vec<&str> = opening
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let first = words.first()?;
    let lower = words
        .iter()
        .filter(|word| word.starts_with(char::is_lowercase))
        .count();
    let capitals =
        first.chars().count() > 2 && !first.chars().any(|c| c.is_lowercase() || c.is_numeric());
    let day = words
        .iter()
        .any(|word| word.parse::<u32>().is_ok_and(|day| (1..=31).contains(&day)));
    let few = words.len() <= WORDS && lower <= LOWER && !first.starts_with(char::is_lowercase);
    let parted = opening.contains(',');
    (few && (mark_of(opening).is_some() || (parted && (capitals || day)))).then_some(opening)
}

/// The words in the last brackets or slashes of an opening.
fn mark_of(opening: &str) -> Option<&str> {
    let marked = opening.trim_end_matches(|c: char| !"()[]/".contains(c));
    let close = marked.chars().next_back()?;
    let open = match close {
        ')' => '(',
        ']' => '[',
        _ => '/',
    };
    let inside = &marked[..marked.len() - close.len_utf8()];
    let mark = inside[inside.rfind(open)? + open.len_utf8()..].trim();
    (!mark.is_empty() && mark.len() <= MARK).then_some(mark)
}

/// Whether the table knows a mark, or each of the several in it: `ats afp`, `AFP-DPA`.
fn is_known(mark: &str, facts: &Facts) -> bool {
    let known = |mark: &str| facts.agencies.of_credit(mark).is_some();
    known(mark)
        || mark
            .split([' ', '/', '-', ','])
            .filter(|mark| !mark.is_empty())
            .all(known)
}

/// The word beside the day that is no month's name, of at least three letters, before the mark.
fn unknown_month<'a>(opening: &'a str, facts: &Facts) -> Option<&'a str> {
    let head = &opening[..opening.find(['(', '[', '/']).unwrap_or(opening.len())];
    let words: Vec<&str> = head
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let known = |word: &str| facts.calendar.exact_month(word).is_some();
    if words.iter().any(|word| known(word)) {
        return None;
    }
    let at = words
        .iter()
        .position(|word| word.parse::<u32>().is_ok_and(|day| (1..=31).contains(&day)))?;
    let is_word = |word: &&&str| word.chars().count() >= 3 && word.chars().all(char::is_alphabetic);
    words.get(at + 1).filter(is_word).copied()
}

/// The kinds of a header's words; `kept` words, and marks and months that nobody knows, stay as they are.
fn shape(header: &str, kept: &str, facts: &Facts) -> String {
    let month = unknown_month(header, facts);
    let mut shape = String::new();
    let mut rest = header.trim();
    while let Some(first) = rest.chars().next() {
        let (len, kind): (usize, String) = if !kept.is_empty() && rest.starts_with(kept) {
            (kept.len(), kept.into())
        } else if let Some((len, mark)) = bracketed(rest) {
            let known = is_known(mark, facts);
            let shown = if known {
                rest[..len].replace(mark, "MARK")
            } else {
                rest[..len].to_owned()
            };
            (len, shown)
        } else if first.is_alphanumeric() {
            let len = rest
                .find(|c: char| !c.is_alphanumeric())
                .unwrap_or(rest.len());
            let word = &rest[..len];
            let kind = if Some(word) == month {
                word.to_owned()
            } else {
                kind_of(word, facts).to_owned()
            };
            (len, kind)
        } else if "-–—_=".contains(first) {
            (first.len_utf8(), "-".into())
        } else if first.is_whitespace() {
            (first.len_utf8(), " ".into())
        } else {
            (first.len_utf8(), first.into())
        };
        rest = &rest[len..];
        // `UPPER UPPER` is one place, and `--` one dash.
        let repeated = shape.trim_end().ends_with(&kind)
            && matches!(&*kind, "UPPER" | "Title" | "lower" | "word" | "-");
        if !(repeated || (kind == " " && shape.ends_with(' '))) {
            shape.push_str(&kind);
        }
    }
    shape.trim_end().to_owned()
}

/// A mark in brackets or slashes at the start of a text: how long it is with them, and its words.
fn bracketed(text: &str) -> Option<(usize, &str)> {
    let close = match text.chars().next()? {
        '(' => ')',
        '[' => ']',
        '/' => '/',
        _ => return None,
    };
    let end = text[1..]
        .find(close)
        .filter(|end| (1..=MARK).contains(end))?;
    Some((end + 2, &text[1..=end]))
}

fn kind_of(word: &str, facts: &Facts) -> &'static str {
    let figures = word.chars().all(char::is_numeric);
    let meaning = facts.calendar.word(word);
    match word.chars().count() {
        4 if figures => "YYYY",
        1 | 2 if figures => "D",
        _ if figures => "N",
        _ if facts.calendar.exact_month(word).is_some() => "Month",
        3.. if meaning.is_some_and(|meaning| meaning.weekday.is_some()) => "Weekday",
        _ if !word.chars().any(|c| c.is_uppercase() || c.is_lowercase()) => "word",
        _ if !word.chars().any(char::is_lowercase) => "UPPER",
        _ if word.starts_with(char::is_uppercase) => "Title",
        _ => "lower",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn story(dateline: Option<&str>, paragraph: &str) -> Story {
        Story {
            path: "a.txt".into(),
            dateline: dateline.map(Into::into),
            paragraphs: vec![paragraph.into()],
            date: crate::story::When::day(2020, 11, 17),
            ..Story::default()
        }
    }

    fn ranked(stories: &[Story]) -> Headers {
        let mut shapes = Shapes::default();
        stories
            .iter()
            .for_each(|story| shapes.add(story, Facts::built_in()));
        shapes.ranked()
    }

    #[test]
    fn headers_are_ranked_by_what_one_row_would_mend() {
        let venceremos = |place: &str| Story {
            credit: Some("RADIO VENCEREMOS".into()),
            ..story(
                Some(&format!("{place}, March 9 (RADIO VENCEREMOS)")),
                "A song.",
            )
        };
        let read = ranked(&[
            venceremos("HAVANA"),
            venceremos("San Salvador"),
            story(None, "KHANPUR, 17 Blahtober 2020 (XYZ) - A kite flew."),
            story(None, "How kites are made, and why"),
        ]);
        let found: Vec<(u64, &str, &str)> = read
            .shapes
            .iter()
            .map(|shape| (shape.stories, &*shape.shape, &*shape.mend))
            .collect();
        assert_eq!(
            found,
            [
                (
                    2,
                    "UPPER, Month D (RADIO VENCEREMOS)",
                    "a row in agencies.tsv: RADIO VENCEREMOS"
                ),
                (
                    1,
                    "UPPER, D Blahtober YYYY (XYZ) -",
                    "a month in languages/xx.toml: Blahtober"
                ),
            ]
        );
        assert_eq!(
            (read.without_dateline, &*read.shapes[0].example),
            (1, "a.txt")
        );
    }

    #[test]
    fn an_unknown_place_and_a_missing_year_are_told() {
        let mut read = story(Some("KITEBURG, March 9 (AFP)"), "A kite.");
        read.agency = Some("afp".into());
        read.places = vec![crate::story::Place {
            as_written: "KITEBURG".into(),
            ..Default::default()
        }];
        read.date = None;
        read.warnings = vec!["the dateline \"x\" has no year, and nothing else gives one".into()];
        let shapes = ranked(&[read]).shapes;
        let found: Vec<(&str, &str)> = shapes
            .iter()
            .map(|shape| (shape.doubt, &*shape.shape))
            .collect();
        assert_eq!(
            found,
            [
                ("no year", "UPPER, Month D (MARK)"),
                ("unknown place", "KITEBURG, Month D (MARK)")
            ]
        );
    }

    #[test]
    fn what_has_no_dateline_is_no_shape() {
        for line in [
            "",
            "Markets wrap - stocks fall",
            "It was a long day for the club, which said - as ever - nothing at all about 17 kites",
            "FACTBOX - Facts of kites",
            "(",
            "a, 3 -",
        ] {
            let read = ranked(&[story(None, line)]);
            assert_eq!((read.shapes.len(), read.without_dateline), (0, 1), "{line}");
        }
    }

    #[test]
    fn many_shapes_take_little_memory() {
        let mut shapes = Shapes::default();
        for number in 0..3 * SHAPES {
            let mut one = story(Some("X, March 9 (Y)"), "A.");
            one.credit = Some(format!("RADIO {number}"));
            shapes.add(&one, Facts::built_in());
            one.credit = Some("RADIO KITE".into());
            shapes.add(&one, Facts::built_in());
        }
        assert!(shapes.known.len() <= SHAPES);
        let ranked = shapes.ranked();
        let first = &ranked.shapes[0];
        assert_eq!(
            (first.stories, &*first.mend),
            (3 * SHAPES as u64, "a row in agencies.tsv: RADIO KITE")
        );
        let kept: u64 = ranked.shapes.iter().map(|shape| shape.stories).sum();
        assert_eq!(kept + ranked.other_shapes, 6 * SHAPES as u64);
    }
}
