//! The dateline: the opening "PLACE, DATE (AGENCY) -" of a story. Shared by all formats.
//!
//! One grammar for all agencies: some places, then date, agency and dash in any order, each of which may be missing.
//! The places end where the first of the others begins. What was read is then judged: enough of it has to be there,
//! and the words before it have to look like places. Agencies are rows of `facts/agencies.tsv`, months are words of
//! `language/`; only East Asian copy, which has no dash, has forms of its own.

pub(crate) mod credit;
pub(crate) mod date;
mod east_asian;
mod place;

use super::{Dateline, PrintedDate, PrintedPlace};
use crate::facts::Facts;
use crate::language::words::truncate;
use place::Trust;

/// A dateline found at the start of a line.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    /// The dateline as printed.
    pub dateline: Dateline,
    /// Where the story begins after it: a byte of the line.
    pub lede: usize,
    /// How sure it is: agency 4, date 3, known place 3, dash, comma and capitals 1 each.
    pub score: u32,
    /// Reporters named inside the dateline, as East Asian agencies do.
    pub byline: Option<String>,
    /// What was doubtful.
    pub warnings: Vec<String>,
}

/// How far into a line a dateline may reach, in bytes.
const WINDOW: usize = 320;
/// How far into a line its date or agency may begin, in bytes.
const HEAD: usize = 200;

/// Finds a dateline at the start of a line, or of two lines joined.
pub fn find(line: &str, facts: &Facts) -> Option<Found> {
    let window = truncate(line, WINDOW);
    let start = window.find(|c: char| !c.is_whitespace() && c != '\u{feff}')?;
    // `****SANTO DOMINGO`: decoration, but `* A point` is a list.
    let starred = window[start..].trim_start_matches(['*', '>', '^']);
    let start = if starred.starts_with(' ') {
        start
    } else {
        window.len() - starred.len()
    };
    east_asian::read(window, start, facts).or_else(|| alphabetic(window, start, facts))
}

/// What ends the places of a dateline: date, agency, dash, in any order.
#[derive(Debug, Clone, Default)]
struct Tail {
    date: Option<PrintedDate>,
    credits: Vec<String>,
    /// Whether the table knows the agency.
    known: bool,
    bracketed: bool,
    /// A dash after the last part, or `.` or `:` where an agency uses these.
    dash: Dash,
    /// Whether a comma or full stop parts the places from it.
    parted: bool,
    /// Whether the date alone proves little.
    weak: bool,
    relayed: bool,
    /// End of the last part, and end of the dash after it, in bytes.
    end: usize,
    after: usize,
    warnings: Vec<String>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Dash {
    #[default]
    None,
    /// `.` or `:`
    Stop,
    /// `-`, `--`, `–`, `—`, `_`, `=`, `|`
    Stroke,
}

impl Tail {
    fn is_something(&self) -> bool {
        self.date.is_some() || !self.credits.is_empty() || self.dash == Dash::Stroke
    }
}

/// The dateline of every agency that writes with an alphabet.
fn alphabetic(line: &str, start: usize, facts: &Facts) -> Option<Found> {
    let text = &line[start..];
    if let Some((byline, at)) = byline_before(text) {
        let mut found = alphabetic(line, start + at, facts)
            .filter(|found| !found.dateline.credits.is_empty())?;
        found.byline = Some(byline);
        return Some(found);
    }
    if let Some(first) =
        tail(text, facts).filter(|tail| !tail.credits.is_empty() || tail.date.is_some())
    {
        return opening_with_tail(text, &first, facts).map(|found| moved(found, start));
    }
    if !text.starts_with(char::is_alphabetic) {
        return None;
    }
    let (words, tail) = next_tail(text, 0, facts)?;
    judge(text, words, tail, facts).map(|found| moved(found, start))
}

/// The byline that a web page ran together with the dateline, and where the dateline begins: at the first word in
/// capitals, `By Jo Example and A. Sample ZURICH (Reuters) -`.
fn byline_before(text: &str) -> Option<(String, usize)> {
    let intro = ["By ", "Par ", "Por ", "Von "]
        .into_iter()
        .find(|intro| text.starts_with(intro))?;
    let mut at = intro.len();
    let mut names = Vec::new();
    for word in text[at..].split_inclusive(' ') {
        let letters: Vec<char> = word.chars().filter(|c| c.is_alphabetic()).collect();
        let loud = letters.len() >= 3 && letters.iter().all(|c| c.is_uppercase());
        if loud && names.len() >= 2 {
            return Some((names.join(" "), at));
        }
        at += word.len();
        if names.len() > 14 {
            break;
        }
        names.extend(Some(word.trim()).filter(|word| !word.is_empty()));
    }
    None
}

/// A line that opens with agency or date: `(ANSA) - MATERA, 6 LUG -`, `8.10.2020, Warszawa (PAP) -`, `(ats) L'…`.
fn opening_with_tail(text: &str, first: &Tail, facts: &Facts) -> Option<Found> {
    if let Some((words, mut second)) = next_tail(text, first.after, facts) {
        let completes = (first.date.is_none() && second.date.is_some())
            || (first.credits.is_empty() && !second.credits.is_empty());
        if completes && !words.trim().is_empty() {
            second.date = second.date.or(first.date);
            second.known |= first.known;
            second.bracketed |= first.bracketed;
            if second.credits.is_empty() {
                second.credits = first.credits.clone();
                // `(MENAFN - Trend News Agency) BAKU, Azerbaijan, July 4. A …`
                second.dash = if second.dash == Dash::Stop {
                    Dash::Stroke
                } else {
                    second.dash
                };
            }
            if let Some(found) = judge(text, words, second, facts) {
                return Some(found);
            }
        }
    }
    let lede = text[first.after..].chars().next();
    let begins = lede.is_none_or(|c| !c.is_lowercase());
    let mark_alone = first.known && begins && (first.bracketed || first.dash != Dash::None);
    let sure = mark_alone && (first.bracketed || first.dash == Dash::Stroke);
    sure.then(|| found(text, first.clone(), Vec::new(), facts))
}

/// The first tail at or after a byte of the text, and the words before it.
fn next_tail<'a>(text: &'a str, from: usize, facts: &Facts) -> Option<(&'a str, Tail)> {
    let mut barren = usize::MAX;
    // The places take one letter at least.
    let mut chars = text[from..].char_indices();
    let mut before = chars.next()?.1;
    for (at, c) in chars.map(|(at, c)| (from + at, c)) {
        if at > HEAD {
            return None;
        }
        let hyphen = c == '-'
            && before.is_alphanumeric()
            && text[at + 1..].starts_with(char::is_alphanumeric);
        let boundary = !hyphen && (!c.is_alphanumeric() || !before.is_alphanumeric());
        before = c;
        if !boundary {
            continue;
        }
        // `SANTO DOMINGO, March 4`: a weekday right after a word may be part of the name.
        let named =
            |tail: &Tail| tail.parted || tail.date.is_none_or(|date| date.weekday.is_none());
        if let Some(mut tail) = tail_unless(&mut barren, &text[at..], facts)
            .filter(Tail::is_something)
            .filter(named)
        {
            tail.end += at;
            tail.after += at;
            // The full stop of `Mass.` belongs to it.
            let stop = usize::from(c == '.' && text[from..at].contains([',', '(']));
            return Some((&text[from..at + stop], tail));
        }
    }
    None
}

/// Reads separators, dates and agencies at the start of a text, as many as there are.
fn tail(text: &str, facts: &Facts) -> Option<Tail> {
    let mut barren = usize::MAX;
    tail_unless(&mut barren, text, facts)
}

/// The same for one text after another that end alike. `barren` is the length of the last rest after separators at
/// which neither date nor agency begins: each boundary before a word leads to that word, and once is enough.
fn tail_unless(barren: &mut usize, text: &str, facts: &Facts) -> Option<Tail> {
    let mut tail = Tail::default();
    let mut at = 0;
    loop {
        let (dash, parted, len) = separators(text, at);
        let rest = &text[at + len..];
        let empty = tail.date.is_none() && tail.credits.is_empty();
        tail.parted |= empty && parted;
        let mut next = tail.clone();
        let is_barren = empty && rest.len() == *barren;
        let step = (!is_barren).then(|| part(rest, &mut next, facts)).flatten();
        if empty && step.is_none() {
            *barren = rest.len();
        }
        // What follows agency and dash is the story, even `Sun Microsystems`.
        let signed = tail.credits.is_empty() && !next.credits.is_empty();
        let settled = dash != Dash::Stroke || empty || signed;
        match step.filter(|_| settled) {
            // `WASHINGTON - March 9 was`: a date after the dash needs another dash or an agency.
            Some(step) if !(empty && dash == Dash::Stroke && !closes(&rest[step..], facts)) => {
                tail = next;
                at += len + step;
                tail.end = at;
                tail.after = at;
            }
            _ => {
                tail.dash = dash;
                tail.after = at + len;
                if empty {
                    tail.end = at;
                }
                return tail.is_something().then_some(tail);
            }
        }
    }
}

/// Whether a dash or an agency follows.
fn closes(rest: &str, facts: &Facts) -> bool {
    let (dash, _, len) = separators(rest, 0);
    dash == Dash::Stroke || credit::read(&rest[len..], facts).is_some()
}

/// Reads one date or one agency that the tail lacks, and says how long it is.
fn part(rest: &str, tail: &mut Tail, facts: &Facts) -> Option<usize> {
    if tail.date.is_none()
        && let Some(read) = date::read(rest, &facts.calendar)
        && (read.date.day.is_some() || tail.credits.is_empty())
    {
        tail.date = Some(read.date);
        tail.weak = read.weak;
        tail.warnings.extend(read.warning);
        return Some(read.len);
    }
    if !tail.credits.is_empty() {
        return None;
    }
    let after_date = || {
        let read = credit::any_bare(rest, facts).filter(|_| tail.date.is_some())?;
        (separators(&rest[read.len..], 0).0 == Dash::Stroke).then_some(read)
    };
    let read = credit::read(rest, facts).or_else(after_date).or_else(|| {
        let read = credit::unknown(rest)?;
        let (dash, ..) = separators(&rest[read.len..], 0);
        let believed = credit::is_press_release(&read.credits[0])
            || (tail.date.is_some() && dash == Dash::Stroke);
        believed.then_some(read)
    })?;
    tail.credits = read.credits;
    tail.known = read.known;
    tail.bracketed = read.bracketed;
    tail.relayed = read.relayed;
    Some(read.len)
}

/// Separators from a byte on: whether a dash is among them, whether they begin with a comma or full stop, and how
/// long they are. A hyphen between two letters is none.
fn separators(text: &str, from: usize) -> (Dash, bool, usize) {
    let rest = &text[from..];
    let mut dash = Dash::None;
    let mut before = text[..from].chars().next_back();
    let mut end = rest.len();
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map(|(_, c)| *c);
        let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
        match c {
            _ if c.is_whitespace() || c == ',' => {}
            '.' | ':' => dash = dash.max_of(Dash::Stop),
            '—' | '–' | '―' | '_' | '=' | '|' => dash = Dash::Stroke,
            '-' if after == Some('-') || before == Some('-') => dash = Dash::Stroke,
            '-' if blank(before) || blank(after) || before == Some(')') => dash = Dash::Stroke,
            _ => {
                end = at;
                break;
            }
        }
        before = Some(c);
    }
    let first = rest[..end].trim_start();
    (dash, first.starts_with([',', '.']), end)
}

impl Dash {
    fn max_of(self, other: Dash) -> Dash {
        if self == Dash::Stroke { self } else { other }
    }
}

/// Decides whether words and tail are a dateline.
fn judge(text: &str, words: &str, tail: Tail, facts: &Facts) -> Option<Found> {
    let trust = if tail.date.is_some() && tail.known {
        Trust::Full
    } else {
        Trust::Some
    };
    let places = place::read(words, trust, facts)?;
    let lede = text[tail.after..].trim_start();
    let ok = match (tail.known, tail.date.is_some()) {
        (true, true) => tail.dash != Dash::None || !lede.starts_with(char::is_lowercase),
        (true, false) => mark_without_date(&places, &tail, lede, facts),
        (false, true) => date_without_mark(&places, &tail, facts),
        (false, false) if !tail.credits.is_empty() => true,
        (false, false) => dash_alone(words, &places, lede, facts),
    };
    ok.then(|| found(text, tail, places, facts))
}

/// `Luxembourg (dpa) - …` is a dateline; `Apple Filing Protocol (AFP) - …` and `Rajahmundry (AP) — the …` are none.
fn mark_without_date(places: &[PrintedPlace], tail: &Tail, lede: &str, facts: &Facts) -> bool {
    let mark = tail.credits.first().map_or("", String::as_str);
    let capitals = places.iter().all(place::in_capitals);
    let continues = lede.starts_with(char::is_lowercase);
    // Without brackets, date or comma a mark may be any word of a headline.
    let stray = !tail.bracketed && !tail.parted;
    if stray || spelled_out(&places[0].name, mark) || (continues && !capitals) {
        return false;
    }
    let dashless = tail
        .credits
        .iter()
        .any(|mark| facts.agencies.of_credit(mark).is_some_and(|a| a.dashless));
    let loud = capitals && tail.bracketed && mark.chars().count() >= 5;
    loud || tail.dash == Dash::Stroke
        || (dashless && tail.bracketed)
        || places.iter().all(|place| known(place, facts))
}

/// Whether a name's initials are the mark: then the mark abbreviates it, and is no agency.
fn spelled_out(name: &str, mark: &str) -> bool {
    let words = name.split([' ', '-']).filter(|word| !word.is_empty());
    let initials: String = words
        .filter_map(|word| word.chars().next())
        .flat_map(char::to_uppercase)
        .collect();
    let mark: String = mark
        .chars()
        .filter(|c| c.is_alphabetic())
        .flat_map(char::to_uppercase)
        .collect();
    mark.len() >= 2 && (initials == mark || (initials.len() >= 2 && mark.starts_with(&initials)))
}

/// `HALIFAX, Nova Scotia, March 24 - …` needs its dash; `KHANKENDI, Azerbaijan, July 4. …` has to be a known place.
fn date_without_mark(places: &[PrintedPlace], tail: &Tail, facts: &Facts) -> bool {
    let sure = !tail.weak || tail.parted;
    let figures = tail.weak && tail.date.is_some_and(|date| date.month.is_none());
    let known = places.iter().all(|place| known(place, facts));
    match tail.dash {
        Dash::Stroke => sure && !figures,
        Dash::Stop => known && tail.parted && place::in_capitals(&places[0]) && !tail.weak,
        Dash::None => false,
    }
}

/// `AMMAN — A …`: only for places that the gazetteer knows, in capitals or with a qualifier.
fn dash_alone(words: &str, places: &[PrintedPlace], lede: &str, facts: &Facts) -> bool {
    let dressed = |place: &PrintedPlace| place::in_capitals(place) || place.qualifier.is_some();
    !lede.is_empty()
        && !lede.starts_with(char::is_lowercase)
        && !words.contains('(')
        && places
            .iter()
            .all(|place| dressed(place) && known(place, facts))
}

/// Whether the gazetteer knows a place; `Kota Bandung` is known by its last word.
fn known(place: &PrintedPlace, facts: &Facts) -> bool {
    facts.gazetteer.knows(&place.name)
}

/// Puts together what was found.
fn found(text: &str, tail: Tail, places: Vec<PrintedPlace>, facts: &Facts) -> Found {
    let capitals = places.first().is_some_and(place::in_capitals);
    let in_gazetteer = places.first().is_some_and(|place| known(place, facts));
    let points = [
        (tail.known, 4),
        (tail.date.is_some(), 3),
        (in_gazetteer, 3),
        (capitals, 1),
        (tail.dash == Dash::Stroke, 1),
        (tail.parted, 1),
    ];
    let mut warnings = tail.warnings;
    if tail.relayed {
        warnings.push(format!(
            "relayed: the text is credited to {}",
            tail.credits[0]
        ));
    }
    let lede = &text[tail.after..];
    Found {
        score: points
            .iter()
            .filter(|(has, _)| *has)
            .map(|(_, points)| points)
            .sum(),
        lede: tail.after + lede.len() - after_editor_mark(lede).len(),
        dateline: Dateline {
            as_written: text[..tail.end].trim().into(),
            places,
            date: tail.date,
            credits: tail.credits,
        },
        byline: None,
        warnings,
    }
}

/// What follows `[TEXT]` or `[EXCERPTS]`, which monitoring services put before a translation.
fn after_editor_mark(lede: &str) -> &str {
    let lede = lede.trim_start();
    let mark = lede.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    match mark {
        Some((word, rest))
            if word.len() <= 20 && word.chars().all(|c| c.is_ascii_uppercase() || c == ' ') =>
        {
            rest.trim_start()
        }
        _ => lede,
    }
}

fn moved(mut found: Found, start: usize) -> Found {
    found.lede += start;
    found
}

#[cfg(test)]
mod tests;
