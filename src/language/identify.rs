//! Tells the language of a text: by its script where one language is written in it, else by its commonest words and
//! by letters that few languages write (`telling.tsv`).

use super::script::{self, Script};
use super::words::truncate;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

/// How much of a text is looked at, in bytes.
pub const SAMPLE: usize = 2_000;

/// What a word says that one language alone has; shared words and letters say their share.
const WORD: f32 = 1.0;
/// What a letter says that one language alone has.
const LETTER: f32 = 0.8;
/// What an ending says that one language alone has.
const ENDING: f32 = 0.5;
/// The shortest word that is asked for its ending, in bytes; and the longest ending, in letters.
const STEM: usize = 5;
const LETTERS: usize = 5;
/// How far a language has to lead, in such words, to be believed before the text is read to its end.
const LEAD: f32 = 8.0;
/// How far at the end; and the least that the first has to have at all.
const MARGIN: f32 = 1.25;
const LEAST: f32 = 1.5;
/// Text of a language has at least one such word in so many.
const SPARSE: f32 = 16.0;
/// Who is behind the first by no more is as likely.
const NEAR: f32 = 0.2;
/// The longest word of the table, in bytes; longer ones are not looked up.
const LONGEST: usize = 32;

/// What a text says of its language.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// How many letters were looked at.
    pub letters: usize,
    /// The script of most letters.
    pub script: Option<Script>,
    /// ISO 639-1 codes (`ckb` has none, and is ISO 639-3) of the languages that the text speaks for, the likeliest first.
    pub likely: Vec<&'static str>,
    /// Whether the first of them leads by enough.
    pub sure: bool,
    /// Whether the text holds so little of any of them that it may well be in none: names, figures, a list.
    pub sparse: bool,
}

/// A language of the table.
struct Row {
    code: &'static str,
    script: Script,
}

/// What `telling.tsv` says.
#[derive(Default)]
struct Telling {
    rows: Vec<Row>,
    /// The rows that have a word, by their numbers.
    words: FxHashMap<&'static str, Vec<u8>>,
    /// Endings, without their hyphen.
    endings: FxHashMap<&'static str, Vec<u8>>,
    /// The last two bytes of each ending: most words have none.
    tails: FxHashSet<[u8; 2]>,
    letters: FxHashMap<char, Vec<u8>>,
}

static TELLING: LazyLock<Telling> = LazyLock::new(|| {
    let mut telling = Telling::default();
    for line in include_str!("telling.tsv").lines() {
        telling.add(line);
    }
    telling
});

impl Telling {
    /// Adds a line of the table; a test checks each.
    fn add(&mut self, line: &'static str) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [code, script, letters, words] = cells[..] else {
            return;
        };
        let Some(script) = Script::named(script) else {
            return;
        };
        let row = self.rows.len() as u8;
        for letter in letters.chars() {
            add(self.letters.entry(letter).or_default(), row);
        }
        for word in words.split_whitespace() {
            let known = match word.strip_prefix('-') {
                Some(ending) => {
                    self.tails.extend(ending.as_bytes().last_chunk::<2>());
                    self.endings.entry(ending).or_default()
                }
                None => self.words.entry(word).or_default(),
            };
            add(known, row);
        }
        self.rows.push(Row { code, script });
    }
}

fn add(rows: &mut Vec<u8>, row: u8) {
    if !rows.contains(&row) {
        rows.push(row);
    }
}

/// What the beginning of a text says of its language.
pub fn of_text(text: &str) -> Finding {
    let sample = truncate(text, SAMPLE);
    let (script, letters) = script::of_text(sample);
    let sole = script.and_then(Script::language);
    let mut finding = Finding {
        letters,
        script,
        likely: sole.into_iter().collect(),
        sure: sole.is_some(),
        sparse: false,
    };
    if let (None, Some(script)) = (sole, script) {
        by_words(sample, script, &mut finding);
    }
    finding
}

/// Finds the languages of a script that a text speaks for.
fn by_words(sample: &str, script: Script, finding: &mut Finding) {
    let rows = &TELLING.rows;
    let mut points = vec![0.0f32; rows.len()];
    let mut lower = String::with_capacity(LONGEST);
    let mut count = 0;
    for word in sample.split(|c: char| !is_of_word(c)) {
        if word.is_empty() || word.len() > LONGEST {
            continue;
        }
        count += 1;
        lower.clear();
        lower_into(word, &mut lower, &mut points);
        if let Some(rows) = TELLING.words.get(lower.as_str()) {
            vote(rows, WORD, &mut points);
        } else if lower.len() >= STEM
            && let Some(rows) = ending(&lower)
        {
            vote(rows, ENDING, &mut points);
        }
        if count % 16 == 0 {
            let (first, second) = lead(&points, script);
            if first - second >= LEAD {
                break;
            }
        }
    }
    let (first, second) = lead(&points, script);
    finding.sparse = first < LEAST / 2.0 || first * SPARSE < count as f32;
    finding.sure = first >= LEAST && first - second >= MARGIN && !finding.sparse;
    let mut likely: Vec<usize> = (0..rows.len())
        .filter(|row| rows[*row].script == script && points[*row] > 0.0)
        .filter(|row| points[*row] + NEAR >= first)
        .collect();
    likely.sort_by(|a, b| points[*b].total_cmp(&points[*a]));
    finding.likely = likely.iter().map(|row| rows[*row].code).collect();
}

/// Letters, and the marks that words of Indic scripts hold.
fn is_of_word(c: char) -> bool {
    match c {
        'a'..='z' | 'A'..='Z' => true,
        '\0'..='\u{7f}' => false,
        _ => c.is_alphabetic() || matches!(c, '\u{93c}' | '\u{94d}'),
    }
}

/// Appends a word in lower case, and lets its letters vote.
fn lower_into(word: &str, lower: &mut String, points: &mut [f32]) {
    for c in word.chars() {
        if c.is_ascii() {
            lower.push(c.to_ascii_lowercase());
            continue;
        }
        for c in c.to_lowercase() {
            lower.push(c);
            if let Some(rows) = TELLING.letters.get(&c) {
                vote(rows, LETTER, points);
            }
        }
    }
}

/// The languages that have a word's longest known ending.
fn ending(word: &str) -> Option<&'static Vec<u8>> {
    let tail = word.as_bytes().last_chunk::<2>()?;
    if !TELLING.tails.contains(tail) {
        return None;
    }
    let starts = word.char_indices().rev().map(|(at, _)| at).take(LETTERS);
    let endings = starts.filter_map(|at| TELLING.endings.get(&word[at..]));
    endings.last()
}

fn vote(rows: &[u8], weight: f32, points: &mut [f32]) {
    let share = weight / rows.len() as f32;
    for row in rows {
        points[usize::from(*row)] += share;
    }
}

/// What the first and the second language of a script have.
fn lead(points: &[f32], script: Script) -> (f32, f32) {
    let of_script = TELLING.rows.iter().zip(points);
    let of_script = of_script.filter(|(row, _)| row.script == script);
    of_script.fold((0.0, 0.0), |(first, second), (_, points)| {
        if *points > first {
            (*points, first)
        } else {
            (first, second.max(*points))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_read_and_lower_case() {
        let table = include_str!("telling.tsv");
        let rows: Vec<&str> = table.lines().filter(|row| !row.starts_with('#')).collect();
        assert_eq!(rows.len(), TELLING.rows.len());
        assert!(rows.len() < usize::from(u8::MAX));
        for word in TELLING.words.keys() {
            assert_eq!(**word, word.to_lowercase());
            assert!(word.len() <= LONGEST, "{word}");
        }
        for ending in TELLING.endings.keys() {
            assert!(ending.chars().count() <= LETTERS, "{ending}");
            assert!(ending.len() >= 2, "{ending}");
        }
    }

    #[test]
    fn neighbours_are_told_by_the_words_that_part_them() {
        for (text, wanted) in [
            ("Broen blev spærret af, efter at vandet kom op.", "da"),
            ("Broen ble sperret av etter at vannet kom opp.", "no"),
            ("Jembatan itu ditutup karena banjir, kata polisi.", "id"),
            ("Jambatan itu ditutup kerana banjir, kata polis.", "ms"),
            ("Most je zatvoren prije tjedan dana, rekla je općina.", "hr"),
            (
                "Most je zatvoren pre nedelju dana, saopštila je opština.",
                "sr",
            ),
            ("Most je uzavřený, ale lidé přes něj stále chodí.", "cs"),
            ("Most je zatvorený, ale ľudia cezeň stále chodia.", "sk"),
            ("Міст закрили, але люди й далі ним ходять.", "uk"),
            ("Мост закрыли, но люди по нему всё ещё ходят.", "ru"),
        ] {
            let found = of_text(text);
            assert_eq!(found.likely.first(), Some(&wanted), "{text} {found:?}");
        }
    }

    #[test]
    fn a_list_of_names_is_sparse() {
        let found = of_text(&"Oslo Nairobi Wellington Valparaiso Yokohama Winnipeg\n".repeat(30));
        assert!(found.sparse && !found.sure, "{found:?}");
    }
}
