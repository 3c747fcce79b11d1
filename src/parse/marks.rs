//! Lifecycle marks: `URGENT`, `UPDATE 2-`, `1ST LEAD`, `(CORRECT)`, `[속보]`, in the languages of the agencies.
//!
//! `marks.tsv` says of each word what it stands for and where it is a mark: on a line of its own, before a headline
//! and a sign, in brackets at one of its ends, in a keyword line. Elsewhere it is a word like others. A mark is
//! counted by figures (`LEAD 2`, `2nd LD`, `종합2보`) or by words (`ordinals.tsv`).

use crate::language::words::truncate;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Where a mark stands, by its letter in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Line = b'l' as isize,
    /// Before a headline and a sign.
    Sign = b's' as isize,
    Brackets = b'b' as isize,
    Keywords = b'k' as isize,
}

/// A row of the table: the mark, and in which places it is one when written in capitals, when a colon or a bracket
/// follows, and always.
#[derive(Debug, Clone, Copy)]
struct Row {
    mark: &'static str,
    capitals: &'static str,
    closed: &'static str,
    always: &'static str,
}

/// Words in capitals, signs made blanks, and the rows they have.
static WORDS: LazyLock<FxHashMap<String, Row>> = LazyLock::new(|| {
    let rows = include_str!("marks.tsv").lines().skip(1);
    let row = |line: &'static str| match line.split('\t').collect::<Vec<_>>()[..] {
        [word, mark, capitals, closed, always] => Some((
            word.replace(['-', '/'], " ").to_uppercase(),
            Row {
                mark,
                capitals,
                closed,
                always,
            },
        )),
        _ => None,
    };
    rows.filter_map(row).collect()
});

/// Number words in capitals.
static ORDINALS: LazyLock<FxHashMap<&str, u64>> = LazyLock::new(|| {
    let rows = include_str!("ordinals.tsv").lines().skip(1);
    let parted = rows.filter_map(|row| row.split_once('\t'));
    let numbered = parted.filter_map(|(number, words)| Some((number.parse().ok()?, words)));
    numbered
        .flat_map(|(number, words)| words.split('|').map(move |word| (word, number)))
        .collect()
});

/// The most words that one mark has.
const LONGEST: usize = 4;
/// The longest text that is all marks, in characters.
const LONGEST_LINE: usize = 60;
/// How many marks a headline has at most at each of its ends.
const MOST: usize = 4;
/// Versions are counted no further.
const LAST_VERSION: u64 = 40;
/// Marks whose number is a version.
const VERSIONED: &[&str] = &["lead", "update"];
/// Endings of figures that count: `1st`, `2e`, `3DER`.
const ENDINGS: &[&str] = &[
    "ST", "ND", "RD", "TH", "ER", "RE", "ÈRE", "ERE", "ÈME", "EME", "IÈME", "E", "DER", "DE",
    "BIS", "TER", "º", "ª", "°", "O", "A", "Я", "ЫЙ", "Й", "INCI", "NCİ", ".",
];
/// Brackets that hold a mark.
const OPENING: &[char] = &['(', '[', '【', '（', '〔', '<', '［'];
const CLOSING: &[char] = &[')', ']', '】', '）', '〕', '>', '］'];
/// What stands around a mark of ANSA's.
const PLUSES: &str = "+++";
/// Signs between a mark and a headline.
const SIGNS: &[char] = &[':', '-', '–', '—', '|', '：', '－', '＝'];
/// How far into a line the sign after a mark is looked for, in bytes.
const SIGN_WITHIN: usize = 48;

/// Some words and the marks found at their ends.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Marked<'t> {
    /// The marks, in printed order.
    pub marks: Vec<&'static str>,
    /// The number printed with one of them: 2 of `UPDATE 2-`.
    pub version: Option<u64>,
    /// What is left without them.
    pub rest: &'t str,
}

impl Marked<'_> {
    fn take(&mut self, other: Marked<'_>) {
        for mark in other.marks {
            if !self.marks.contains(&mark) {
                self.marks.push(mark);
            }
        }
        self.version = self.version.or(other.version);
    }
}

/// The marks that a whole line is: `URGENT`, `1ST LEAD`, `[속보]`, `REFILE 2ND LEAD`.
pub(super) fn of_line(line: &str) -> Option<Marked<'static>> {
    all(line, Place::Line, line.trim_end().ends_with([':', '：']))
}

/// The marks of a keyword line's last parts: `1st Ld-Writethru,640`, `UPDATE 1, PIX, CORRECTED`.
pub(super) fn of_keywords(parts: &str) -> Marked<'static> {
    let mut marked = Marked::default();
    for part in parts.split([',', '(', ')', '/']) {
        if let Some(found) = all(part, Place::Keywords, false) {
            marked.take(found);
        }
    }
    marked
}

/// The marks of a list after a slug, each part of which is a mark, a count of words or the word of a budget: `Bjt,410`,
/// `1st Ld-Writethru, 640`, `2e Lead`.
pub(super) fn are_keywords(parts: &str) -> bool {
    let mut some = false;
    parts.split(',').map(str::trim).all(|part| {
        let counts = !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let is_mark = !counts && all(part, Place::Keywords, false).is_some();
        some |= is_mark;
        counts || is_mark || part.eq_ignore_ascii_case("bjt")
    }) && some
}

/// How long the mark and its sign are that stand before a dateline on its line: `更正：` of `更正：新华社…电`.
pub(super) fn before_dateline(line: &str) -> Option<usize> {
    let near = truncate(line, SIGN_WITHIN);
    let at = near.find(|c: char| SIGNS.contains(&c) || CLOSING.contains(&c))?;
    let sign = near[at..].chars().next()?;
    let word = near[..at].trim_start_matches(OPENING);
    let bracketed = word.len() < at;
    if bracketed != CLOSING.contains(&sign) {
        return None;
    }
    let (place, closed) = if bracketed {
        (Place::Brackets, true)
    } else {
        (Place::Sign, matches!(sign, ':' | '：' | '＝'))
    };
    all(word, place, closed)?;
    let rest = &line[at + sign.len_utf8()..];
    let after = rest.trim_start_matches(|c: char| SIGNS.contains(&c) || c.is_whitespace());
    Some(line.len() - after.len())
}

/// Whether a line is a mark, a colon and words: `RETTIFICA: Museo, apre domenica`.
pub(super) fn is_titled(line: &str) -> bool {
    let at = truncate(line, SIGN_WITHIN).find([':', '：', '＝']);
    at.is_some_and(|at| all(&line[..at], Place::Sign, true).is_some())
}

/// Parts a headline from the marks at its ends: `UPDATE 2-Lake museum to open`, `Lake museum (3DER)`.
pub(super) fn of_headline(headline: &str) -> Marked<'_> {
    let mut marked = Marked {
        rest: headline.trim(),
        ..Marked::default()
    };
    for _ in 0..MOST {
        let Some((found, after)) = before(marked.rest) else {
            break;
        };
        marked.take(found);
        marked.rest = after;
    }
    for _ in 0..MOST {
        let Some((found, before)) = behind(marked.rest) else {
            break;
        };
        marked.take(found);
        marked.rest = before;
    }
    marked
}

/// The marks in brackets or before a sign at the start of a headline, and what follows.
fn before(headline: &str) -> Option<(Marked<'static>, &str)> {
    if let Some(inside) = headline.strip_prefix(OPENING) {
        let (words, rest) = inside.split_once(CLOSING)?;
        let found = listed(words)?;
        let rest = rest.trim_start_matches(|c: char| SIGNS.contains(&c) || c.is_whitespace());
        return (!rest.is_empty()).then_some((found, rest));
    }
    // ANSA's sign: `+++RPT+++ …`
    if let Some((word, rest)) = headline
        .strip_prefix(PLUSES)
        .and_then(|rest| rest.split_once(PLUSES))
    {
        let found = all(word, Place::Sign, true)?;
        return Some((found, rest.trim_start())).filter(|(_, rest)| !rest.is_empty());
    }
    // A mark may hold a hyphen: `LD-WRITETHRU - Lake museum`.
    let signs = headline.char_indices().filter(|(_, c)| SIGNS.contains(c));
    signs
        .take(2)
        .find_map(|(at, sign)| before_sign(headline, at, sign))
}

fn before_sign(headline: &str, at: usize, sign: char) -> Option<(Marked<'static>, &str)> {
    let (word, after) = (&headline[..at], &headline[at + sign.len_utf8()..]);
    let colon = matches!(sign, ':' | '：' | '＝');
    let found = all(word, Place::Sign, colon)?;
    let rest = after.trim_start_matches(|c: char| SIGNS.contains(&c) || c.is_whitespace());
    // `LEAD-free petrol`, `FLASH-FLOOD KILLS THREE` are words with a hyphen.
    let glued = sign == '-' && !word.ends_with(' ') && after.starts_with(char::is_alphabetic);
    let counted = word.contains(|c: char| c.is_ascii_digit());
    let headline_case = rest.starts_with(char::is_uppercase) && rest.contains(char::is_lowercase);
    let unicameral = rest.starts_with(|c: char| !c.is_uppercase() && !c.is_lowercase());
    let parted = !glued || counted || headline_case || unicameral;
    (parted && !rest.is_empty()).then_some((found, rest))
}

/// The marks in brackets at the end of a headline, and what stands before.
fn behind(headline: &str) -> Option<(Marked<'static>, &str)> {
    if let Some((rest, take)) = headline.rsplit_once('=') {
        // Reuters counts the takes of a long story: `=2`.
        let figure = take.len() == 1 && take.bytes().all(|b| (b'2'..=b'9').contains(&b));
        if figure && !rest.trim().is_empty() {
            let found = Marked {
                marks: vec!["add"],
                ..Marked::default()
            };
            return Some((found, rest.trim_end()));
        }
    }
    let pluses = || headline.strip_suffix(PLUSES)?.rsplit_once(PLUSES);
    if let Some((rest, word)) = pluses().or_else(|| headline.rsplit_once(" - "))
        && rest.contains(char::is_lowercase)
        && let Some(found) = all(word, Place::Sign, false)
    {
        return Some((found, rest.trim_end()));
    }
    let inside = headline.strip_suffix(CLOSING)?;
    let open = inside.rfind(OPENING).filter(|at| *at > 0)?;
    let words = inside[open..].trim_start_matches(OPENING);
    let found = listed(words).or_else(|| counted(words))?;
    Some((found, headline[..open].trim_end()))
}

/// Belga and ANP count versions at the end of a headline: `(2)`, `(3DER)`.
fn counted(words: &str) -> Option<Marked<'static>> {
    let number = match tokens(words)[..] {
        [Token::Number(number)] => number,
        _ => return None,
    };
    (2..=LAST_VERSION).contains(&number).then(|| Marked {
        marks: vec!["update"],
        version: Some(number),
        rest: "",
    })
}

/// The marks of words in brackets: all of them, or a list with some: `UPDATE 1, PIX`, `opis, AKTUALIZACJA`.
fn listed(words: &str) -> Option<Marked<'static>> {
    all(words, Place::Brackets, true).or_else(|| {
        if !words.contains(',') || words.chars().count() > LONGEST_LINE {
            return None;
        }
        let mut found = Marked::default();
        for part in words.split(',') {
            if let Some(marked) = all(part, Place::Brackets, false) {
                found.take(marked);
            }
        }
        (!found.marks.is_empty()).then_some(found)
    })
}

/// A word of what may be marks, in capitals, or a number among them.
#[derive(Debug, PartialEq, Eq)]
enum Token {
    Number(u64),
    /// The word in capitals, and whether it is written so.
    Word(String, bool),
}

/// The marks that some words are, all of them, numbers aside. `closed`: a colon or bracket follows.
fn all(words: &str, place: Place, closed: bool) -> Option<Marked<'static>> {
    if words.len() > LONGEST_LINE * 4 || words.chars().count() > LONGEST_LINE {
        return None;
    }
    let tokens = tokens(words);
    let mut marked = Marked::default();
    let counted = tokens
        .iter()
        .any(|token| matches!(token, Token::Number(1..=LAST_VERSION)));
    let mut number = None;
    let mut at = 0;
    while at < tokens.len() {
        if let Token::Number(counted) = tokens[at] {
            number = number.or(Some(counted).filter(|number| *number <= LAST_VERSION));
            at += 1;
            continue;
        }
        let end = tokens.len().min(at + LONGEST);
        let (mark, len) = (at + 1..=end)
            .rev()
            .find_map(|end| Some((named(&tokens[at..end], place, closed, counted)?, end - at)))?;
        if !marked.marks.contains(&mark) {
            marked.marks.push(mark);
        }
        at += len;
    }
    let versioned = marked.marks.iter().any(|mark| VERSIONED.contains(mark));
    marked.version = number.filter(|_| versioned);
    (!marked.marks.is_empty()).then_some(marked)
}

/// The mark of words that stand side by side. `counted`: a number is among all the words.
fn named(tokens: &[Token], place: Place, closed: bool, counted: bool) -> Option<&'static str> {
    let mut loud = true;
    let mut joined = String::new();
    for token in tokens {
        let Token::Word(word, is_loud) = token else {
            return None;
        };
        loud &= is_loud;
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(word);
    }
    let row = WORDS.get(&joined)?;
    let letter = place as u8 as char;
    // `2e Lead`: what is counted is a mark in small letters too.
    let loud = loud || (counted && VERSIONED.contains(&row.mark));
    let is_mark = row.always.contains(letter)
        || (loud && row.capitals.contains(letter))
        || (closed && row.closed.contains(letter));
    is_mark.then_some(row.mark)
}

/// Words and numbers. `UPDATE2` is two of them, `종합2보` is one in which `#` stands for the number.
fn tokens(words: &str) -> Vec<Token> {
    let parted = |c: char| {
        c.is_whitespace() || (!c.is_alphanumeric() && !"'’#+º°ª.".contains(c) && !is_combining(c))
    };
    let mut tokens = Vec::new();
    for word in words.split(parted).map(|word| word.trim_matches('.')) {
        if word.is_empty() {
            continue;
        }
        let upper = word.to_uppercase();
        let loud = !word.contains(char::is_lowercase);
        if let Some(number) = ORDINALS.get(upper.as_str()) {
            tokens.push(Token::Number(*number));
            continue;
        }
        let Some(start) = word.find(|c: char| c.is_ascii_digit()) else {
            tokens.push(Token::Word(upper, loud));
            continue;
        };
        let end = word[start..]
            .find(|c: char| !c.is_ascii_digit())
            .map_or(word.len(), |len| start + len);
        tokens.push(Token::Number(word[start..end].parse().unwrap_or(u64::MAX)));
        let after = word[end..].to_uppercase();
        let patterned = format!("{}#{after}", word[..start].to_uppercase());
        if WORDS.contains_key(&patterned) {
            tokens.push(Token::Word(patterned, loud));
            continue;
        }
        if start > 0 {
            tokens.push(Token::Word(word[..start].to_uppercase(), loud));
        }
        if !after.is_empty() && !ENDINGS.contains(&after.as_str()) {
            // `1stLd`
            let ending = ["ST", "ND", "RD", "TH"]
                .iter()
                .find_map(|ending| after.strip_prefix(ending));
            let rest = ending.unwrap_or(&after);
            tokens.push(Token::Word(rest.into(), loud));
        }
    }
    tokens
}

fn is_combining(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c) || c == '\u{200c}'
}

#[cfg(test)]
mod tests;
