//! The header: service and number, selector, and a line of priority, category, keyword, version, day and words.

use crate::facts::Facts;

/// The most bytes between a number and what ends its line: an agency's name, remains of UPI's lines.
const SOURCE: usize = 24;
const US: char = '\u{1f}';

/// A header as it is read.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Header<'t> {
    /// The service's letter.
    pub service: &'t str,
    /// The four figures of the story.
    pub number: &'t str,
    /// What stands between number and selector: `KYODO`.
    source: &'t str,
    /// The priority: `f b u r d a s w z`.
    pub priority: Option<&'t str>,
    /// The category's letter.
    pub category: Option<&'t str>,
    /// The keyword, which the line cuts at 24 characters.
    pub keyword: &'t str,
    /// What follows it: `1stLd-Writethru`, `take3`.
    pub version: String,
    /// The two numbers of the day, whose order differs by agency.
    pub day: Option<(u32, u32)>,
}

/// Whether a header follows a SOH: a letter, four figures, little else, and US or a line end.
pub(super) fn follows(text: &str) -> bool {
    let Some(line) = first_line(text) else {
        return false;
    };
    let rest = &text[line.len()..];
    let next = rest.trim_start_matches([US, '\n']);
    // The selector's line and the next, or the next alone.
    next.lines().take(2).any(|line| codes(line).is_some())
}

/// What stands before US or the line's end, where it is a number.
fn first_line(text: &str) -> Option<&str> {
    let end = text.find([US, '\n'])?;
    let line = &text[..end];
    let bytes = line.as_bytes();
    let numbered = bytes.len() >= 5
        && bytes[0].is_ascii_alphabetic()
        && bytes[1..5].iter().all(u8::is_ascii_digit)
        && !bytes.get(5).is_some_and(u8::is_ascii_digit);
    (numbered && line.is_ascii() && line.len() <= 5 + SOURCE).then_some(line)
}

/// Parts what stands between SOH and STX into the header's lines and, where STX is lost, the text below them.
pub(super) fn parts(header: &str) -> (&str, &str) {
    let mut at = 0;
    for line in header.split_inclusive('\n').take(3) {
        at += line.len();
        if codes(line.trim_end()).is_some() {
            return header.split_at(at);
        }
    }
    (header, "")
}

/// Reads a header.
pub(super) fn parse(header: &str) -> Option<Header<'_>> {
    let line = first_line(header)?;
    let (service, number) = line.split_at(1);
    let (number, source) = number.split_at(4);
    let mut read = Header {
        service,
        number,
        source: source.trim_matches(|c: char| !c.is_ascii_alphanumeric()),
        ..Header::default()
    };
    let coded = header[line.len()..].lines().find_map(codes);
    if let Some((priority, category, rest)) = coded {
        read.priority = Some(priority);
        read.category = Some(category);
        keywords(rest, &mut read);
    }
    Some(read)
}

/// Priority and category with what follows them, of `r i^S^Q BC-…`. The control codes may be lost.
fn codes(line: &str) -> Option<(&str, &str, &str)> {
    let line = line.trim_start_matches(|c: char| c.is_whitespace() || c.is_control());
    let bytes = line.as_bytes();
    if bytes.len() < 4 || !bytes[..4].is_ascii() {
        return None;
    }
    let letter = |at: usize| bytes[at].is_ascii_lowercase();
    let parted = bytes[3] == b' ' || bytes[3].is_ascii_control();
    (letter(0) && bytes[1] == b' ' && letter(2) && parted)
        .then(|| (&line[..1], &line[2..3], &line[3..]))
}

/// Takes keyword, version and day.
fn keywords<'t>(rest: &'t str, header: &mut Header<'t>) {
    let rest = rest.trim_matches(|c: char| c.is_whitespace() || c.is_control());
    let mut words: Vec<&str> = rest.split_whitespace().collect();
    if let Some(at) = words.iter().rposition(|word| day(word).is_some()) {
        header.day = day(words[at]);
        words.truncate(at);
    }
    if !words.is_empty() {
        header.keyword = words[0];
        header.version = words[1..].join(" ");
    }
}

fn day(word: &str) -> Option<(u32, u32)> {
    let (first, second) = word.split_once('-')?;
    let number = |part: &str| part.parse::<u32>().ok().filter(|_| part.len() == 2);
    Some((number(first)?, number(second)?))
}

impl Header<'_> {
    /// The agency that the header names: `KYODO`.
    pub(super) fn provider(&self, facts: &Facts) -> Option<&str> {
        let source = self.source;
        (source.len() >= 2 && facts.agencies.by_mark(source).is_some()).then_some(source)
    }
}
