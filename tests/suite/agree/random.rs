//! Stories and questions at random, of every kind, and a matcher for them that knows no index: its words are told
//! apart by tables written by hand.

use crate::naive::{self, Word};
use chrono::{DateTime, NaiveDate, Utc};
use dateline::facts::Facts;
use dateline::query::fits::fits;
use dateline::query::parse::{Settings, parse};
use dateline::query::span::Span;
use dateline::query::{Node, Query, Slot};
use dateline::story::{DateFrom, Place, Story};

/// Draws numbers below one.
pub(super) type Random<'r> = &'r mut dyn FnMut(usize) -> usize;

/// Words of each language, those of a row being forms of one. The first rows are of all.
const FORMS: &[(&str, &[&str])] = &[
    ("", &["kite"]),
    ("", &["paix"]),
    ("fr", &["élection", "élections", "Élections"]),
    ("fr", &["trêve", "TRÊVE", "trêves"]),
    ("fr", &["accord", "accords", "Accord"]),
    ("fr", &["cote", "côté"]),
    ("en", &["election", "elections"]),
    ("en", &["truce", "truces"]),
    ("de", &["Wahl", "Wahlen"]),
    ("de", &["Gespräch", "Gespräche"]),
    ("ru", &["выборы", "выборов", "ВЫБОРЫ"]),
    ("ru", &["перемирие", "перемирия"]),
];

/// Rows of [`FORMS`] that a typed word finds as one, though they are of two languages.
const SHARED: &[(usize, usize)] = &[(2, 6)];

const LANGUAGES: &[&str] = &["fr", "en", "de", "ru"];

/// What is filed from, by the gazetteer's ids: Tbilisi, Gori, Yerevan, Moscow, Atlanta.
const CITIES: &[&str] = &["611717", "614455", "616052", "524901", "4180439"];

/// Letters without their accents, as far as [`FORMS`] has any.
pub(super) fn fold(word: &str) -> String {
    let plain = |c: char| match c {
        'é' | 'ê' => 'e',
        'ô' => 'o',
        'ä' => 'a',
        c => c,
    };
    word.to_lowercase().chars().map(plain).collect()
}

fn pick<'t>(random: Random<'_>, from: &[&'t str]) -> &'t str {
    from[random(from.len())]
}

/// The rows of a language.
fn rows(language: &str) -> Vec<usize> {
    let of = |row: &usize| FORMS[*row].0.is_empty() || FORMS[*row].0 == language;
    (0..FORMS.len()).filter(of).collect()
}

fn word(random: Random<'_>, rows: &[usize]) -> &'static str {
    let forms = FORMS[rows[random(rows.len())]].1;
    forms[random(forms.len())]
}

/// A line of words, whose sentences end in a sign that is never anything else.
fn line(random: Random<'_>, rows: &[usize], most: usize) -> String {
    let mut text = String::new();
    for _ in 0..random(most) {
        text += word(random, rows);
        text += pick(random, &[" ", " ", " ", " ", "。", ", "]);
    }
    text.trim_end().to_owned()
}

pub(super) fn story(number: usize, random: Random<'_>) -> Story {
    let language = LANGUAGES.get(random(LANGUAGES.len() + 1)).copied();
    let rows = match language {
        Some(language) => rows(language),
        None => (0..FORMS.len()).collect(),
    };
    let year = ["2019", "2020"][random(2)];
    let headline = line(random, &rows, 5);
    let mut story = Story {
        schema: 1,
        id: format!("1{number:04}"),
        path: format!("wire/{year}/{number}.txt"),
        language: language.map(String::from),
        headline: (!headline.is_empty()).then_some(headline),
        paragraphs: (0..random(5)).map(|_| line(random, &rows, 9)).collect(),
        agency: [None, Some("afp"), Some("reuters")][random(3)].map(String::from),
        status: [
            None,
            None,
            Some("canceled"),
            Some("withheld"),
            Some("embargoed"),
        ][random(5)]
        .map(String::from),
        embargo_until: [
            None,
            Some("2020-11-20T11:00:00Z"),
            Some("2020-11-20T13:00:00+00:00"),
        ][random(3)]
        .map(String::from),
        superseded_by: (random(6) == 0).then(|| "19999".into()),
        ..Story::default()
    };
    story.agencies = story.agency.iter().cloned().collect();
    if random(4) == 0 {
        story.agencies.push("tass".into());
    }
    story.marks = ["lead", "urgent", "correction"]
        .iter()
        .filter(|_| random(4) == 0)
        .map(|&mark| mark.into())
        .collect();
    let date = [
        None,
        Some("2019"),
        Some("2020"),
        Some("2020-11"),
        Some("2020-11-09"),
        Some("2020-11-17"),
        Some("2019-11-17"),
        Some("2020-11-16T23:30:00+00:00"),
        Some("2020-12-31"),
        Some("2020-01-01"),
    ][random(10)];
    if let Some(date) = date {
        story.set_date(date.parse().unwrap(), DateFrom::Field);
    }
    for _ in 0..[0, 1, 1, 2][random(4)] {
        story.places.push(place(random));
    }
    for _ in 0..random(3) {
        let id = pick(random, CITIES);
        let known = Facts::built_in().gazetteer.get(id).unwrap();
        if !story.mentions.contains(&known.id) {
            story.mentions.push(known.id);
            story.mentioned_in.extend(known.within);
        }
    }
    story
}

/// A place as the pipeline gives it; now and then one that nothing is known of.
fn place(random: Random<'_>) -> Place {
    if random(5) == 0 {
        let as_written = "NOWHERESVILLE".into();
        return Place {
            as_written,
            ..Place::default()
        };
    }
    let known = Facts::built_in()
        .gazetteer
        .get(pick(random, CITIES))
        .unwrap();
    Place {
        as_written: known.name.to_uppercase(),
        id: Some(known.id),
        kind: Some(known.kind.into()),
        country: known.country,
        within: known.within,
        lat: known.position.map(|at| at.0),
        lon: known.position.map(|at| at.1),
        ..Place::default()
    }
}

/// How a word is typed: in any case, with accents or without.
fn typed(random: Random<'_>) -> String {
    let all: Vec<usize> = (0..FORMS.len()).collect();
    let word = word(random, &all);
    match random(4) {
        0 => word.to_uppercase(),
        1 => fold(word),
        _ => word.to_owned(),
    }
}

/// One word, phrase, exact word or truncation.
fn words(random: Random<'_>) -> String {
    match random(6) {
        0 => format!("\"{} {}\"", typed(random), typed(random)),
        1 => format!("={}", typed(random)),
        2 => {
            let word = typed(random);
            word.chars().take(3).chain(['*']).collect()
        }
        _ => typed(random),
    }
}

/// Words that stand in a relation.
fn related(random: Random<'_>) -> String {
    let (one, other) = (words(random), words(random));
    match random(7) {
        0 => format!("{one} NEAR/{} {other}", 1 + random(5)),
        1 => format!("{one} ADJ/{} {other}", 1 + random(5)),
        2 => format!("{one} SAME/P {other}"),
        3 => format!("{one} SAME/S {other}"),
        4 => format!("atleast{}:{}", 1 + random(3), typed(random)),
        5 => format!("first{}:{}", 1 + random(9), typed(random)),
        _ => format!("\"{} {}\"~{}", typed(random), typed(random), 1 + random(5)),
    }
}

const FIELDS: &[&str] = &[
    "place:Géorgie",
    "place:=Gori",
    "place:GE",
    "place:Tbilissi",
    "place:Nowheresville",
    "place:US-GA",
    "place:Erevan,Moscou",
    "about:Arménie",
    "about:=Géorgie",
    "about:Tbilissi",
    "near:Tbilissi<80km",
    "near:40.2,44.5<200km",
    "date:2020",
    "date:2020-11",
    "date:2020-11-09..2020-11-17",
    "date:..2019",
    "date:>=2020-11-10",
    "since:2020-11-17",
    "until:2020-11-16",
    "on:11-17",
    "agency:AFP",
    "agency:AFP,TASS",
    "lang:fr",
    "lang:ru,de",
    "mark:lead",
    "mark:correction,urgent",
    "status:any",
    "status:usable",
    "status:canceled",
    "status:superseded",
    "status:withheld",
    "status:embargoed",
    "place:*",
    "date:*",
    "agency:*",
    "lang:*",
    "headline:*",
    "mark:*",
    "about:*",
    "path:2020/**",
    "path:wire/2019/**",
    "id:1000",
    "id:10001",
];

/// A question at random, so deep at most. Without negation where only what was found is asked about.
pub(super) fn question(random: Random<'_>, depth: usize, negation: bool) -> String {
    if depth == 0 {
        return match random(10) {
            0..5 => words(random),
            5 => format!("({})", related(random)),
            6 => format!(
                "{}:{}",
                pick(random, &["headline", "lead", "body"]),
                words(random)
            ),
            7 => format!("lead:({} OR {})", words(random), words(random)),
            _ => pick(random, FIELDS).to_owned(),
        };
    }
    let one = question(random, depth - 1, negation);
    let other = question(random, depth - 1, negation);
    match random(if negation { 5 } else { 3 }) {
        0 => format!("({one} {other})"),
        1 => format!("({one} OR {other})"),
        2 => one,
        3 => format!("({one} -{other})"),
        _ => format!("(NOT {one})"),
    }
}

/// The moment that questions are asked at.
pub(super) fn now() -> DateTime<Utc> {
    "2020-11-20T12:00:00Z".parse().unwrap()
}

pub(super) fn read(text: &str) -> Query {
    let settings = Settings {
        today: NaiveDate::from_ymd_opt(2020, 11, 20).unwrap(),
        now: now(),
        any: false,
        words_only: false,
    };
    parse(text, settings, Facts::built_in()).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// Whether a word of a story is one that a word of a question stands for.
pub(super) fn stands_for(slot: &Slot, word: &str) -> bool {
    let row = |word: &str| {
        let is = |form: &&str| fold(form) == fold(word);
        let row = FORMS
            .iter()
            .position(|(_, forms)| forms.iter().any(|form| is(&form)));
        let shared = |row: usize| {
            SHARED
                .iter()
                .find(|(_, other)| *other == row)
                .map_or(row, |(one, _)| *one)
        };
        row.map(shared)
    };
    match slot {
        Slot::Inflected(typed) => {
            fold(typed) == fold(word) || row(typed).is_some_and(|typed| row(word) == Some(typed))
        }
        Slot::Folded(typed) => fold(typed) == fold(word),
        Slot::Exact(typed) => *typed == word.to_lowercase(),
        Slot::Pattern(pattern) => fold(word).starts_with(fold(pattern).trim_end_matches('*')),
    }
}

/// Whether a story fits, by trying everything.
pub(super) fn agrees(node: &Node, story: &Story, words: &[Word]) -> bool {
    let span = |span: &Span| !naive::occurrences(span, words, &stands_for).is_empty();
    let path = |pattern: &str| match pattern {
        "2020/**" => story.path.starts_with("wire/2020/"),
        "wire/2019/**" => story.path.starts_with("wire/2019/"),
        other => panic!("{other} is no pattern of these questions"),
    };
    fits(node, story, &span, &path)
}
