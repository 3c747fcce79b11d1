//! Datelines of East Asian agencies, which have no dash: `新华社上海9月2日电`, `【北京共同】`, `（中央社記者…台北17日電）`,
//! `［ロンドン　１７日　ロイター］`, `(서울=연합뉴스) 홍길동 기자 =`.
//!
//! Two forms: all of it inside brackets, in any order; or mark, places, date and a word for "wired" in a row.

use super::words::WORDS;
use super::{Found, date};
use crate::facts::Facts;
use crate::parse::{Dateline, PrintedDate, PrintedPlace};

/// How many characters the places of a dateline without brackets take at most.
const PLACE_CHARS: usize = 24;
/// How many characters a mark takes at most, and the inside of a pair of brackets.
const MARK_CHARS: usize = 14;
const INSIDE_CHARS: usize = 60;
/// How many characters the reporters take that stand after the brackets.
const REPORTERS: usize = 60;

/// Brackets that hold a dateline.
const BRACKETS: [(char, char); 5] = [
    ('【', '】'),
    ('［', '］'),
    ('[', ']'),
    ('（', '）'),
    ('(', ')'),
];

/// Reads such a dateline at the start of a line that begins at byte `start`.
pub(super) fn read(line: &str, start: usize, facts: &Facts) -> Option<Found> {
    let text = &line[start..];
    let first = text.chars().next()?;
    let mut found = match BRACKETS.iter().find(|(open, _)| *open == first) {
        Some((_, close)) => in_brackets(text, *close, facts)?,
        None if is_east_asian(first) => after_mark(text, facts)
            .or_else(|| in_a_row(text, facts))
            .or_else(|| flash(text, facts))?,
        None => return None,
    };
    // A flash names the agency alone; the dateline of the story under it says more.
    let dateline = &found.dateline;
    let bare = dateline.places.is_empty() && dateline.date.is_none();
    found.score = if bare { 4 } else { 8 };
    found.dateline.as_written = text[..found.lede]
        .trim_matches([' ', '\u{3000}', '=', '-', '【', '】'])
        .trim()
        .into();
    found.lede += leading_blanks(&text[found.lede..]) + start;
    Some(found)
}

/// Whether a letter is Han, kana or hangul.
fn is_east_asian(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{1100}'..='\u{11ff}')
}

/// `【ロンドン時事】`, `(서울=연합뉴스) 홍길동 기자 = …`, `（中央社記者王小明台北17日電）`.
fn in_brackets(text: &str, close: char, facts: &Facts) -> Option<Found> {
    let open = text.chars().next()?.len_utf8();
    let end = text[open..]
        .char_indices()
        .take(INSIDE_CHARS)
        .find(|(_, c)| is_closed_by(*c, close))?;
    let (end, closing) = end;
    let close = closing;
    let inside = &text[open..open + end];
    if !inside.contains(is_east_asian) {
        return None;
    }
    let after = &text[open + end + close.len_utf8()..];
    let inside = without_wired(inside.trim());
    let (mut credits, mut rest) = marks_at_the_end(inside, facts);
    let mut byline = None;
    let mut place = "";
    if credits.is_empty() {
        let (before, mark, after) = mark_within(inside, facts)?;
        credits.push(mark.into());
        (place, rest) = (before, after);
    }
    let (words, date) = around_date(rest, facts);
    let words = if place.is_empty() { words } else { place };
    let mut words = trim(without_wired(words));
    if let Some(names) = ["記者", "记者"]
        .iter()
        .find_map(|title| words.strip_prefix(title))
    {
        let at = place_in(names, facts);
        byline = Some(names[..at].to_string());
        words = &names[at..];
    }
    let places = places_of(words);
    // A photo credit has an agency where a place belongs: `[AP=연합뉴스]`, and `(路透社)` alone says nothing.
    let bare = places.is_empty() && date.is_none();
    if (bare && text.starts_with(['(', '[', '（', '［'])) || looks_like_prose(words) {
        return None;
    }
    let mut lede = text.len() - after.len();
    if let Some((reporters, _)) = after
        .split_once('=')
        .filter(|(before, _)| before.chars().count() <= REPORTERS && !before.contains('\n'))
    {
        lede += reporters.len() + 1;
        byline = byline.or(Some(without_titles(reporters)).filter(|names| !names.is_empty()));
    } else {
        lede += dashes(after);
    }
    Some(found(places, date, credits, lede, byline))
}

/// Whether a bracket closes another, of full or half width: `[ロンドン　１７日　ロイター］`.
fn is_closed_by(c: char, close: char) -> bool {
    c == close
        || matches!(
            (c, close),
            (']' | '］', ']' | '］') | (')' | '）', ')' | '）')
        )
}

/// `更正：新华社北京8月12日电`: a mark and a colon before the dateline.
fn after_mark(text: &str, facts: &Facts) -> Option<Found> {
    let (mark, rest) = text.split_once(['：', ':'])?;
    if mark.chars().count() > MARK_CHARS || crate::parse::marks::of_line(mark).is_none() {
        return None;
    }
    let mut read = in_a_row(rest, facts)?;
    read.lede += text.len() - rest.len();
    read.note = Some(mark.into());
    Some(read)
}

/// `新华社快讯：…`: an agency's mark before the word for a flash, and nothing of place or date.
fn flash(text: &str, facts: &Facts) -> Option<Found> {
    let (mark, rest) = mark_before(text, facts)?;
    let (word, _) = rest.split_once(['：', ':'])?;
    let line = text.lines().next().unwrap_or_default();
    let is_mark = line.trim_end().ends_with('。')
        && word.chars().count() <= MARK_CHARS
        && crate::parse::marks::of_line(word).is_some();
    is_mark.then(|| found(Vec::new(), None, vec![mark.into()], mark.len(), None))
}

/// `新华社北京8月12日电（记者张三）`, `中新社厦门3月10日电 (记者 陈某)`, `路透伦敦11月17日电---`.
fn in_a_row(text: &str, facts: &Facts) -> Option<Found> {
    let according = WORDS
        .according
        .iter()
        .find_map(|word| text.strip_prefix(word));
    let (mark, rest) = mark_before(according.unwrap_or(text), facts)?;
    let (place, date, after) = up_to_date(rest, facts)?;
    let mut after = wired_before(after);
    let bracket = after.trim_start();
    let mut byline = None;
    let inside = bracket.strip_prefix(['（', '(']);
    if let Some((reporters, rest)) = inside.and_then(|inside| inside.split_once(['）', ')']))
        && reporters.chars().count() <= 40
    {
        let names = reporters
            .trim_start_matches("记者")
            .trim_start_matches("記者");
        byline = Some(names.trim().to_string()).filter(|names| !names.is_empty());
        after = rest;
    }
    let lede = text.len() - after.len() + dashes(after);
    let mut read = found(
        places_of(place),
        Some(date),
        vec![mark.into()],
        lede,
        byline,
    );
    if according.is_some() {
        read.warnings.push(super::relayed_from(mark));
    }
    Some(read)
}

fn found(
    places: Vec<PrintedPlace>,
    date: Option<PrintedDate>,
    credits: Vec<String>,
    lede: usize,
    byline: Option<String>,
) -> Found {
    Found {
        lede,
        byline,
        dateline: Dateline {
            places,
            date,
            credits,
            ..Dateline::default()
        },
        ..Found::default()
    }
}

/// The marks that end some words, in printed order, and the words before them: `パリ` and `AFP`, `時事` of `パリAFP時事`.
fn marks_at_the_end<'a>(words: &'a str, facts: &Facts) -> (Vec<String>, &'a str) {
    let mut marks: Vec<String> = Vec::new();
    let mut rest = trim(words);
    while marks.len() < 3 {
        let Some(mark) = mark_after(rest, facts) else {
            break;
        };
        marks.insert(0, mark.trim().into());
        rest = trim(&rest[..rest.len() - mark.len()]);
    }
    (marks, rest)
}

/// The longest known mark that ends some words; in an alphabet, a word of its own.
fn mark_after<'a>(words: &'a str, facts: &Facts) -> Option<&'a str> {
    let starts = words.char_indices().rev().take(MARK_CHARS);
    let whole = |at: usize| {
        let first = words[at..].chars().next();
        let before = words[..at].chars().next_back();
        let letters = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        first.is_some_and(char::is_alphanumeric) && !(letters(first) && letters(before))
    };
    starts
        .map(|(at, _)| at)
        .filter(|at| whole(*at) && facts.agencies.by_mark(&words[*at..]).is_some())
        .last()
        .map(|at| &words[at..])
}

/// The agency's mark at the start of a text without blanks, and what follows it.
fn mark_before<'a>(text: &'a str, facts: &Facts) -> Option<(&'a str, &'a str)> {
    text.chars().next().filter(|c| is_east_asian(*c))?;
    let ends = text
        .char_indices()
        .map(|(at, c)| at + c.len_utf8())
        .skip(1)
        .take(6);
    let end = ends
        .filter(|end| facts.agencies.by_mark(&text[..*end]).is_some())
        .last()?;
    Some((&text[..end], &text[end..]))
}

/// The mark that begins some words, or stands after a place that the gazetteer knows (`東京中央社17日綜合外電報導`), with
/// what is before and after it.
fn mark_within<'a>(words: &'a str, facts: &Facts) -> Option<(&'a str, &'a str, &'a str)> {
    let starts = words.char_indices().map(|(at, _)| at).take(MARK_CHARS);
    starts.into_iter().find_map(|at| {
        let (mark, after) = mark_before(&words[at..], facts)?;
        let before = &words[..at];
        (at == 0 || facts.gazetteer.knows(before)).then_some((before, mark, after))
    })
}

/// Parts the date at the end or at the start of some words from the rest.
fn around_date<'a>(words: &'a str, facts: &Facts) -> (&'a str, Option<PrintedDate>) {
    let words = trim(words);
    for (at, c) in words.char_indices() {
        if date::digit(c).is_none() {
            continue;
        }
        let Some(read) = date::read(&words[at..], &facts.calendar) else {
            continue;
        };
        let after = trim(wired_before(&words[at + read.len..]));
        let before = trim(&words[..at]);
        return match (before.is_empty(), after.is_empty()) {
            (_, true) => (before, Some(read.date)),
            (true, false) => (after, Some(read.date)),
            (false, false) => continue,
        };
    }
    (words, None)
}

/// The words before a date, the date, and what follows it.
fn up_to_date<'a>(text: &'a str, facts: &Facts) -> Option<(&'a str, PrintedDate, &'a str)> {
    for (at, c) in text.char_indices().take(PLACE_CHARS) {
        if matches!(c, '。' | '\n' | '，') {
            return None;
        }
        if let Some(read) = date::read(&text[at..], &facts.calendar) {
            return Some((text[..at].trim(), read.date, &text[at + read.len..]));
        }
    }
    None
}

/// Places parted by the signs of East Asian lists.
fn places_of(words: &str) -> Vec<PrintedPlace> {
    let separators = ['、', '・', '·', '／', '/', ',', '，', '=', '＝'];
    let names = words.split(separators).map(trim);
    names
        .filter(|name| !name.is_empty())
        .map(|name| PrintedPlace {
            name: name.into(),
            qualifier: None,
        })
        .collect()
}

/// Where the place begins in `王小明台北`: at the longest name that the gazetteer knows, else after a name of three
/// characters.
fn place_in(names: &str, facts: &Facts) -> usize {
    let starts: Vec<usize> = names.char_indices().map(|(at, _)| at).collect();
    let known = starts
        .iter()
        .skip(2)
        .find(|at| facts.gazetteer.knows(&names[**at..]));
    known.or(starts.get(3)).copied().unwrap_or(0)
}

/// Whether words are too long, or parted as a sentence is, for places.
fn looks_like_prose(words: &str) -> bool {
    words.chars().count() > 2 * PLACE_CHARS
        || words.contains(['。', '?', '？', '!', '！', ':', '：'])
}

/// The names of reporters without their titles: `가나다, 라마바` of `가나다 특파원 라마바 기자`.
fn without_titles(reporters: &str) -> String {
    let mut parted = reporters.to_string();
    for title in &WORDS.reporters {
        parted = parted.replace(title, "\n");
    }
    let names: Vec<&str> = parted
        .lines()
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .collect();
    names.join(", ")
}

/// Words without `电` and the like at their end.
fn without_wired(words: &str) -> &str {
    let words = words.trim_end();
    let cut = WORDS
        .wired
        .iter()
        .find_map(|ending| words.strip_suffix(ending));
    cut.unwrap_or(words)
}

/// A text without `电` and the like at its start.
fn wired_before(text: &str) -> &str {
    let rest = text.trim_start_matches([' ', '\u{3000}']);
    let cut = WORDS
        .wired
        .iter()
        .find_map(|ending| rest.strip_prefix(ending));
    cut.unwrap_or(text)
}

/// How long the dashes and colons are that open a text.
fn dashes(text: &str) -> usize {
    let sign = |c: char| " \u{3000}-–—―=＝:：".contains(c);
    text.len() - text.trim_start_matches(sign).len()
}

fn trim(words: &str) -> &str {
    words.trim_matches(|c: char| c.is_whitespace() || "=＝・、,/／-".contains(c))
}

fn leading_blanks(text: &str) -> usize {
    text.len() - text.trim_start().len()
}
