//! Datelines of East Asian agencies, which have no dash: `新华社上海9月2日电`, `【北京共同】`, `（中央社記者…台北17日電）`,
//! `(서울=연합뉴스) 홍길동 기자 =`.

use super::{Found, date};
use crate::facts::Facts;
use crate::parse::{Dateline, PrintedDate, PrintedPlace};

/// What Korean reporters are called: correspondent, reporter.
const TITLES: &[&str] = &["특파원", "기자"];
/// How many characters a place takes at most.
const PLACE_CHARS: usize = 24;

/// Reads such a dateline at the start of a line that begins at byte `start`.
pub(super) fn read(line: &str, start: usize, facts: &Facts) -> Option<Found> {
    let text = &line[start..];
    let (dateline, len, byline) = korean(text, facts)
        .or_else(|| japanese(text, facts))
        .or_else(|| taiwanese(text, facts))
        .or_else(|| chinese(text, facts))?;
    Some(Found {
        score: 8,
        lede: start + len + leading_blanks(&text[len..]),
        dateline: Dateline {
            as_written: text[..len]
                .trim_end_matches([' ', '=', '】', '\u{3000}'])
                .trim_start_matches('【')
                .into(),
            ..dateline
        },
        byline,
        warnings: Vec::new(),
    })
}

type Parts = (Dateline, usize, Option<String>);

/// `(서울=연합뉴스) 홍길동 기자 = …`, several places parted by `·`.
fn korean(text: &str, facts: &Facts) -> Option<Parts> {
    let inside = text.strip_prefix('(').or_else(|| text.strip_prefix('['))?;
    let (inside, after) = inside.split_once([')', ']'])?;
    let (places, mark) = inside.split_once('=')?;
    facts.agencies.by_mark(mark.trim())?;
    let named = places
        .split(['·', ',', '/', '・'])
        .map(str::trim)
        .filter(|place| !place.is_empty());
    let places: Vec<PrintedPlace> = named.map(printed).collect();
    // A photo credit has an agency where a place belongs: `[AP=연합뉴스]`.
    if places.is_empty()
        || places
            .iter()
            .any(|place| facts.agencies.by_mark(&place.name).is_some())
    {
        return None;
    }
    let mut len = text.len() - after.len();
    let mut byline = None;
    if let Some((reporters, _)) = after
        .split_once('=')
        .filter(|(before, _)| before.chars().count() <= 60)
    {
        len += reporters.len() + 1;
        byline = Some(without_titles(reporters)).filter(|reporters| !reporters.is_empty());
    }
    Some((dateline(places, None, mark.trim()), len, byline))
}

/// The names of reporters without their titles: `가나다, 라마바` of `가나다 특파원 라마바 기자`.
fn without_titles(reporters: &str) -> String {
    let parted = TITLES.iter().fold(reporters.to_string(), |names, title| {
        names.replace(title, "\n")
    });
    let names = parted.lines().map(str::trim);
    let names: Vec<&str> = names.filter(|name| !name.is_empty()).collect();
    names.join(", ")
}

/// `【ロンドン時事】`, `【北京共同】`, `【ワシントン=山田太郎】` (a newspaper's own).
fn japanese(text: &str, facts: &Facts) -> Option<Parts> {
    let (inside, after) = text.strip_prefix('【')?.split_once('】')?;
    let (place, mark) = inside.char_indices().skip(1).find_map(|(at, _)| {
        let mark = inside[at..].trim_start_matches(['=', '＝']);
        facts.agencies.by_mark(mark).map(|_| (&inside[..at], mark))
    })?;
    let places = place
        .split(['、', '・', '=', '＝'])
        .filter(|place| !place.is_empty())
        .map(printed)
        .collect();
    Some((dateline(places, None, mark), text.len() - after.len(), None))
}

/// `（中央社記者王小明台北17日電）`: the reporter's name and the place stand together, and only the gazetteer parts them.
fn taiwanese(text: &str, facts: &Facts) -> Option<Parts> {
    let inside = text.strip_prefix(['（', '('])?;
    let (inside, after) = inside.split_once(['）', ')'])?;
    let (mark, rest) = mark_before(inside, facts)?;
    let (words, date, _) = up_to_date(rest, facts)?;
    let reporter = ["記者", "记者"]
        .iter()
        .find_map(|title| words.strip_prefix(title));
    let (byline, place) = match reporter {
        Some(names) => {
            let at = place_in(names, facts);
            (Some(names[..at].to_string()), &names[at..])
        }
        None => (None, words),
    };
    Some((
        dateline(vec![printed(place)], Some(date), mark),
        text.len() - after.len(),
        byline,
    ))
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

/// `新华社北京8月12日电（记者张三）`, `中新社厦门3月10日电 (记者 陈某)`, `人民网里约热内卢4月8日电`.
fn chinese(text: &str, facts: &Facts) -> Option<Parts> {
    let (mark, rest) = mark_before(text, facts)?;
    let (place, date, after) = up_to_date(rest, facts)?;
    let mut after = after.trim_start_matches(['电', '電', '讯', '訊']);
    let bracket = after.trim_start();
    let mut byline = None;
    let inside = bracket.strip_prefix(['（', '(']);
    if let Some((reporters, rest)) = inside.and_then(|inside| inside.split_once(['）', ')']))
        && reporters.chars().count() <= 40
    {
        let names = reporters
            .trim_start_matches("记者")
            .trim_start_matches("記者");
        byline = Some(names.trim().to_string());
        after = rest;
    }
    let places = place
        .split(['、', '／'])
        .filter(|place| !place.is_empty())
        .map(printed)
        .collect();
    let len = text.len() - after.len();
    Some((
        dateline(places, Some(date), mark),
        len,
        byline.filter(|names| !names.is_empty()),
    ))
}

/// The agency's mark at the start of a text without blanks, and what follows it.
fn mark_before<'a>(text: &'a str, facts: &Facts) -> Option<(&'a str, &'a str)> {
    let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    text.chars().next().filter(|c| is_han(*c))?;
    let ends = text
        .char_indices()
        .map(|(at, c)| at + c.len_utf8())
        .skip(1)
        .take(5);
    let end = ends
        .filter(|end| facts.agencies.by_mark(&text[..*end]).is_some())
        .last()?;
    Some((&text[..end], &text[end..]))
}

/// The words before a date, the date, and what follows it.
fn up_to_date<'a>(text: &'a str, facts: &Facts) -> Option<(&'a str, PrintedDate, &'a str)> {
    let starts = text.char_indices().take(PLACE_CHARS).map(|(at, _)| at);
    for at in starts {
        if text[at..].starts_with(['。', '\n', '，']) {
            return None;
        }
        if let Some(read) = date::read(&text[at..], &facts.calendar) {
            return Some((text[..at].trim(), read.date, &text[at + read.len..]));
        }
    }
    None
}

fn printed(name: &str) -> PrintedPlace {
    PrintedPlace {
        name: name.trim().into(),
        qualifier: None,
    }
}

fn dateline(places: Vec<PrintedPlace>, date: Option<PrintedDate>, mark: &str) -> Dateline {
    let places = places
        .into_iter()
        .filter(|place| !place.name.is_empty())
        .collect();
    Dateline {
        as_written: String::new(),
        places,
        date,
        credits: vec![mark.into()],
    }
}

fn leading_blanks(text: &str) -> usize {
    text.len() - text.trim_start().len()
}
