//! The lines above a dateline: headline, byline, slug, notes for editors, marks, a site's clock.

use super::clean::{folded, squeeze};
use super::{Dispatch, marks, stamp};
use crate::facts::Facts;
use crate::language::calendar::Calendar;

/// The longest headline, in characters.
const HEADLINE: usize = 250;
/// The longest byline, in words after "By".
const BYLINE: usize = 14;

/// How bylines begin, in lower case.
const BY: &[&str] = &[
    "by ",
    "par ",
    "von ",
    "por ",
    "(di ",
    "(by ",
    "(par ",
    "di ",
    "af ",
    "av ",
    "door ",
    "propos recueillis par ",
];

/// How notes for editors begin, in lower case.
const NOTES: &[&str] = &[
    "eds:",
    "editors:",
    "editor's note",
    "attn:",
    "ndlr",
    "bien lire",
    "note to editors",
    "achtung",
    "redaktionelle",
    "attention",
    "prière d",
    "(adds",
    "(corrects",
    "(repeats",
    "(updates",
    "(recasts",
    "(eds",
    "(attn",
    "(actualiza",
    "(achtung",
    "(refiles",
    "(rewrites",
];

/// The most words, and characters, that a keyword has which stands alone on a line.
const KEYWORD_WORDS: usize = 3;
const KEYWORD_CHARS: usize = 30;
/// A line this long, in characters, was wrapped: the next one goes on with it.
const WRAPPED: usize = 50;
/// Marks of agencies that count the versions of a story in front of its headline: `2-Lake museum to open`.
const COUNTERS: &[&str] = &["AFP"];

/// Reads header lines into a dispatch. What is no header line of any kind is given back: it is body.
pub(super) fn read(above: &str, dispatch: &mut Dispatch, facts: &Facts) -> String {
    let mut head = Head {
        dispatch,
        facts,
        is_block: above.lines().any(|line| line.trim_end().ends_with('=')),
        headline: Vec::new(),
        headline_ended: false,
        before: Kind::Blank,
        body: String::new(),
    };
    for line in above.lines() {
        head.line(line);
    }
    head.finish()
}

/// What a header line was, for the line after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Blank,
    Byline,
    /// A note whose last line is not its end.
    OpenNote,
    Other,
}

/// The lines above a dateline, as far as they are read.
struct Head<'t, 'd> {
    dispatch: &'d mut Dispatch,
    facts: &'d Facts,
    /// Whether it ends in `=`, as the header blocks of German, Swiss and Belgian agencies do.
    is_block: bool,
    headline: Vec<&'t str>,
    headline_ended: bool,
    before: Kind,
    body: String,
}

impl<'t> Head<'t, '_> {
    fn line(&mut self, line: &'t str) {
        let printed = line.trim().trim_start_matches('^').trim_end_matches('<');
        let words = printed.trim_end_matches(['<', '=']).trim();
        if words.is_empty() {
            self.headline_ended |= !self.headline.is_empty();
            self.before = Kind::Blank;
            if !self.body.is_empty() {
                self.body.push('\n');
            }
        } else if self.is_employer(words) {
            self.dispatch.signed.get_or_insert(words.into());
        } else if let Some(kind) = header_line(printed, words, self.dispatch) {
            self.headline_ended |= !self.headline.is_empty();
            self.before = kind;
        } else if self.before == Kind::OpenNote {
            self.before = add_note(words, self.dispatch);
        } else {
            self.before = Kind::Other;
            self.text(line, words);
        }
    }

    /// Whether a line under a byline says whom the author works for: `Associated Press`, `Associated Press Writer`.
    fn is_employer(&self, words: &str) -> bool {
        let name = ["s", ""].iter().fold(words, |name, plural| {
            name.strip_suffix(&format!(" Writer{plural}"))
                .unwrap_or(name)
        });
        self.before == Kind::Byline && self.facts.agencies.by_mark(name).is_some()
    }

    /// A line that is headline, or else body.
    fn text(&mut self, line: &str, words: &'t str) {
        if let [keyword] = self.headline[..]
            && is_keyword(keyword, words, self.is_block)
        {
            self.dispatch.slug.get_or_insert(keyword.into());
            self.headline.clear();
            self.headline_ended = false;
        }
        let joined: usize = self.headline.iter().map(|line| line.chars().count()).sum();
        let fits = self.dispatch.headline.is_none()
            && !self.headline_ended
            && joined + words.chars().count() <= HEADLINE;
        if fits && self.body.is_empty() {
            self.headline.push(words);
        } else {
            self.body.push_str(line);
            self.body.push('\n');
        }
    }

    /// Sets the headline, and gives back what is body.
    fn finish(mut self) -> String {
        if !self.headline.is_empty() {
            set_headline(&self.headline.join(" "), self.dispatch);
            self.name_line();
        }
        without_repeats(&self.body, self.dispatch)
    }

    /// Takes a byline without "By": a line of names alone between headline and dateline, as Anadolu has it.
    fn name_line(&mut self) {
        let names = self.body.trim();
        let signed = self.dispatch.dateline.as_ref();
        if signed.is_some_and(|dateline| !dateline.credits.is_empty())
            && self.dispatch.byline.is_none()
            && is_name(names)
        {
            self.dispatch.byline = Some(squeeze(names));
            self.body.clear();
        }
    }
}

/// Whether the first line above a headline is a keyword, and no part of the headline: short, and parted from it by
/// the header block's own form (`France` over `Ferries on strike in Calais =`) or by its capitals.
fn is_keyword(first: &str, next: &str, is_block: bool) -> bool {
    let chars = first.chars().count();
    let plain = |c: char| c.is_alphanumeric() || " /-&'’".contains(c);
    if !first.trim_end_matches(':').chars().all(plain) {
        return false;
    }
    let short = first.split_whitespace().count() <= KEYWORD_WORDS && chars <= KEYWORD_CHARS;
    let parted = !next.starts_with(char::is_lowercase) && next.chars().count() > chars;
    let loud = !first.contains(char::is_lowercase) && next.contains(char::is_lowercase);
    short && parted && (is_block || loud)
}

/// Whether words are the name of a person: two to four words on one line, each capitalised and no more.
fn is_name(words: &str) -> bool {
    let is_part = |part: &str| {
        let mut letters = part.chars();
        letters.next().is_some_and(char::is_uppercase)
            && letters.all(|c| c.is_lowercase() || "-'’".contains(c))
    };
    let capitalised = |word: &str| word.split(['-', '\'', '’']).all(is_part);
    !words.contains('\n')
        && (2..=4).contains(&words.split(' ').count())
        && words.split(' ').all(capitalised)
}

/// Takes a headline, its marks and version apart.
pub(super) fn set_headline(words: &str, dispatch: &mut Dispatch) {
    let marked = marks::of_headline(words);
    for mark in marked.marks {
        add_mark(mark, dispatch);
    }
    dispatch.version = dispatch.version.or(marked.version);
    let mut rest = marked.rest;
    if let Some((version, headline)) = counted(rest, dispatch) {
        add_mark("update", dispatch);
        dispatch.version.get_or_insert(version);
        rest = headline;
    }
    let rest = squeeze(rest.trim_end_matches(['=', '+', ' ']));
    if !rest.is_empty() {
        dispatch.headline = Some(rest);
    }
}

/// The version that an agency counts in front of a headline, and the headline: 2 of `2-Lake museum to open`.
fn counted<'t>(words: &'t str, dispatch: &Dispatch) -> Option<(u64, &'t str)> {
    let credits = &dispatch.dateline.as_ref()?.credits;
    let counts = |credit: &String| COUNTERS.contains(&credit.as_str());
    let (number, headline) = words.split_once('-')?;
    let version = number
        .parse()
        .ok()
        .filter(|version| (2..=9).contains(version))?;
    (credits.iter().any(counts) && headline.starts_with(char::is_uppercase))
        .then_some((version, headline))
}

/// Reads a line that is no headline, and says what it was: `printed` with the signs of its end, `words` without.
fn header_line(printed: &str, words: &str, dispatch: &mut Dispatch) -> Option<Kind> {
    let lower = words.to_lowercase();
    if let Some(mark) = marks::of_line(words) {
        add_mark(mark, dispatch);
        return Some(Kind::Other);
    }
    if let Some(when) = stamp::of_line(words, Calendar::built_in()) {
        dispatch.stamp.get_or_insert(when);
        return Some(Kind::Other);
    }
    if is_clock(words) || is_machine_line(words) || lower.starts_with("ap photo") {
        return Some(Kind::Other);
    }
    if let Some(byline) = byline(printed) {
        dispatch.byline.get_or_insert(byline);
        return Some(Kind::Byline);
    }
    if is_note(words, &lower) {
        if lower.contains("sperrfrist") || lower.contains("embargo") {
            add_mark("embargo", dispatch);
        }
        return Some(add_note(words, dispatch));
    }
    slug(words, dispatch).then_some(Kind::Other)
}

/// Adds a line to the note for editors, and says whether the note goes on: its bracket is open, or its line was
/// wrapped within a sentence.
fn add_note(words: &str, dispatch: &mut Dispatch) -> Kind {
    let note = dispatch.note.get_or_insert_default();
    if !note.is_empty() {
        note.push(' ');
    }
    note.push_str(&squeeze(words));
    let is_point = words.starts_with("* ");
    let bracket_open = note.matches('(').count() > note.matches(')').count();
    let wrapped = words.chars().count() >= WRAPPED && !words.ends_with(['.', '!', ')', ']', '/']);
    if !is_point && (bracket_open || wrapped) {
        Kind::OpenNote
    } else {
        Kind::Other
    }
}

fn add_mark(mark: &str, dispatch: &mut Dispatch) {
    if !dispatch.marks.iter().any(|known| known == mark) {
        dispatch.marks.push(mark.into());
    }
}

/// Notes for editors stand in brackets or begin with a word of the trade; Reuters puts `* …` points above.
fn is_note(words: &str, lower: &str) -> bool {
    let bracketed = words.starts_with('(') && words.ends_with(')');
    bracketed || words.starts_with("* ") || NOTES.iter().any(|start| lower.starts_with(start))
}

/// The names of a byline: `By Anna Example, dpa =`.
pub(super) fn byline(words: &str) -> Option<String> {
    let lower = words.to_lowercase();
    let start = BY.iter().find(|start| lower.starts_with(**start))?;
    // Lower case may be longer than what was written; then it is no byline of ours.
    let names = words
        .get(start.len()..)?
        .trim()
        .trim_end_matches(['=', ')', ' ', ',']);
    let named = names
        .starts_with(|c: char| c.is_uppercase() || !(c.is_lowercase() || c.is_ascii_punctuation()));
    // `By Jo Example`, `By dpa correspondents`, but `By noon it had rained.`
    let short =
        names.split_whitespace().count() <= BYLINE && !names.ends_with('.') && !names.is_empty();
    (short && (named || words.ends_with('='))).then(|| squeeze(names))
}

/// `Time in Yerevan: 11:07:36,   25 November`: page furniture.
fn is_clock(words: &str) -> bool {
    let clock = |word: &str| {
        let parts: Vec<&str> = word.trim_matches([',', '(', ')']).split(':').collect();
        parts.len() >= 2
            && parts
                .iter()
                .all(|part| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit()))
    };
    words.len() <= 60
        && words.split_whitespace().count() <= 7
        && words.split_whitespace().any(clock)
}

/// The first line of header-less wire copy: `FRA0112 1 G 0006 FRA/AFP-XB21`.
pub(super) fn is_machine_line(words: &str) -> bool {
    let parts: Vec<&str> = words.split_whitespace().collect();
    let [service, priority, category, count, ..] = parts[..] else {
        return false;
    };
    let digits = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
    let letters = service.bytes().take_while(u8::is_ascii_alphabetic).count();
    (2..=4).contains(&letters)
        && digits(&service[letters..])
        && priority.len() == 1
        && digits(priority)
        && category.len() <= 3
        && digits(count)
}

/// `RUSSIE/GB/`, `BC-US--Corn Belt, 1st Ld-Writethru,640`.
fn slug(words: &str, dispatch: &mut Dispatch) -> bool {
    let keyword = ["BC-", "AM-", "PM-", "AP-"]
        .iter()
        .any(|cycle| words.starts_with(cycle));
    let path = words.ends_with('/') && words.chars().count() <= 60;
    if !keyword && !path {
        return false;
    }
    let (slug, version) = words
        .split_once(',')
        .filter(|_| keyword)
        .unwrap_or((words, ""));
    let version = version.to_lowercase();
    if version.contains(" ld") {
        add_mark("lead", dispatch);
    }
    if version.contains("kill") {
        add_mark("kill", dispatch);
    }
    dispatch.slug.get_or_insert(slug.trim_matches('/').into());
    true
}

/// Flashes repeat their headline; the body does not need it again.
fn without_repeats(body: &str, dispatch: &Dispatch) -> String {
    let headline = dispatch.headline.as_deref().map(folded);
    let keeps = |line: &&str| {
        line.trim().is_empty() || Some(folded(marks::of_headline(line).rest)) != headline
    };
    body.lines().filter(keeps).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests;
