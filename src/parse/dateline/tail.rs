//! What ends the places of a dateline: date, agency and dash, in any order. Finds where they begin in a line.

use super::words::WORDS;
use super::{credit, date, is_apostrophe};
use crate::facts::Facts;
use crate::parse::PrintedDate;

/// How far into a line its date or agency may begin, in bytes.
const HEAD: usize = 200;
/// How many words may stand before them.
const WORDS_BEFORE: usize = 16;
/// How far from a word the figure of its date may be, in bytes.
const FIGURE: usize = 40;
/// How long a place may be that a dash parts from another, in bytes.
const PLACE: usize = 40;

/// What was read after the places.
#[derive(Debug, Clone, Default)]
pub(super) struct Tail {
    /// The date.
    pub date: Option<PrintedDate>,
    /// The agencies as printed, principal first.
    pub credits: Vec<String>,
    /// Whether the table knows one of them.
    pub known: bool,
    /// Whether they stand in brackets or slashes.
    pub bracketed: bool,
    /// A dash after the last part, or `.` or `:` where an agency uses these.
    pub dash: Dash,
    /// Whether a comma, full stop or dash parts the places from it.
    pub parted: bool,
    /// Whether the date alone proves little.
    pub weak: bool,
    /// Whether the agency is the source of a text that another wrote down.
    pub relayed: bool,
    /// The reporter named beside the agency.
    pub byline: Option<String>,
    /// End of the last part, and end of the dash after it, in bytes.
    pub end: usize,
    pub after: usize,
    pub warnings: Vec<String>,
}

/// What kind of sign ends a dateline.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Dash {
    #[default]
    None,
    /// `.` or `:`
    Stop,
    /// `-`, `--`, `–`, `—`, `_`, `=`, `|`
    Stroke,
}

impl Tail {
    fn is_empty(&self) -> bool {
        self.date.is_none() && self.credits.is_empty()
    }

    fn is_something(&self) -> bool {
        !self.is_empty() || self.dash == Dash::Stroke
    }

    /// Whether a weekday may be part of a name: `SANTO DOMINGO, March 4`.
    fn is_named(&self) -> bool {
        self.parted || self.date.is_none_or(|date| date.weekday.is_none())
    }

    fn take(&mut self, step: Step) {
        if let Some(read) = step.date {
            self.date = Some(read.date);
            self.weak = read.weak;
            self.warnings.extend(read.warning);
        }
        if let Some(read) = step.credit {
            self.credits = read.credits;
            self.known = read.known;
            self.bracketed = read.bracketed;
            self.relayed = read.relayed;
            self.byline = read.byline;
        }
    }
}

/// One date or one agency, or both in one pair of brackets.
#[derive(Debug, Default)]
struct Step {
    date: Option<date::Read>,
    credit: Option<credit::Read>,
    len: usize,
}

/// The tail that begins a text, if one does.
pub(super) fn tail_at(text: &str, facts: &Facts) -> Option<Tail> {
    let mut barren = usize::MAX;
    tail(text, &mut barren, facts)
}

/// The first tail after a byte of the text, and the words before it.
pub(super) fn next_tail<'a>(text: &'a str, from: usize, facts: &Facts) -> Option<(&'a str, Tail)> {
    let mut barren = usize::MAX;
    let mut before_dash: Option<(&str, Tail)> = None;
    let mut prose = Prose::default();
    // The places take one letter at least.
    let mut chars = text[from..].char_indices();
    let mut before = chars.next()?.1;
    prose.ends_at_word(text, from, before, ' ');
    for (at, c) in chars.map(|(at, c)| (from + at, c)) {
        if at > HEAD || prose.ends_at_word(text, at, c, before) {
            break;
        }
        let joins = matches!(c, '-' | '/')
            && before.is_alphanumeric()
            && text[at + 1..].starts_with(char::is_alphanumeric);
        before = c;
        let done = before_dash.as_ref().map_or(0, |(_, tail)| tail.after);
        if at < done || c.is_alphanumeric() || is_apostrophe(c) {
            continue;
        }
        let glued = joins.then(|| glued_mark(&text[at..], facts)).flatten();
        let found = if c == '-' && joins {
            glued
        } else {
            glued.or_else(|| tail(&text[at..], &mut barren, facts).filter(Tail::is_named))
        };
        let Some(mut tail) = found else {
            continue;
        };
        if !tail.parted
            && tail.date.is_some()
            && is_name_with_next_word(&text[from..], at - from, facts)
        {
            continue;
        }
        if qualifies(&text[at..], &tail, facts) {
            continue;
        }
        tail.end += at;
        tail.after += at;
        let words = &text[from..at + stop_of_abbreviation(&text[from..at], c)];
        if before_dash.is_some() {
            if tail.known && tail.date.is_some() {
                return Some((words, tail));
            }
            break;
        }
        if !(tail.is_empty() && opens_with_place(&text[tail.after..], facts)) {
            return Some((words, tail));
        }
        // `MOSCOW - KIEV, Nov 17 (TASS)`: perhaps a second place.
        before_dash = Some((words, tail));
    }
    before_dash
}

/// Whether the words before a byte and the word after it are one name: `La Paz, 17 nov`, where `paź` is October, and
/// `CAPE MAY`.
fn is_name_with_next_word(text: &str, at: usize, facts: &Facts) -> bool {
    let word = text[at..].trim_start();
    let end = word
        .find(|c: char| !c.is_alphanumeric())
        .unwrap_or(word.len());
    let name = &text[..text.len() - word.len() + end];
    word.starts_with(char::is_alphabetic) && facts.gazetteer.knows(name)
}

/// Whether a tail's bracket abbreviates a state and no agency, as another stands after the date: `Nellore (AP), Nov 17
/// (PTI)`.
fn qualifies(text: &str, tail: &Tail, facts: &Facts) -> bool {
    let rest = text[tail.after..].trim_start();
    tail.bracketed
        && tail.date.is_some()
        && tail.dash != Dash::Stroke
        && text.trim_start().starts_with('(')
        && rest.starts_with('(')
        && credit::read(rest, facts).is_some()
}

/// `دمشق-سانا`, `Malmö/TT`: a mark that a hyphen or a slash joins to the place, alone on its line.
fn glued_mark(text: &str, facts: &Facts) -> Option<Tail> {
    let mark = credit::any_bare(&text[1..], facts)?;
    let end = 1 + mark.len;
    let after = end + separators(text, end).len;
    text[end..after].contains('\n').then(|| Tail {
        credits: mark.credits,
        known: true,
        parted: true,
        end,
        after,
        ..Tail::default()
    })
}

/// The full stop of `Mass.` and `Frankfurt a. M.` belongs to the place: how long it is.
fn stop_of_abbreviation(words: &str, next: char) -> usize {
    let last = words.rsplit([' ', '.']).next().unwrap_or("");
    let short = last.chars().count() <= 1;
    usize::from(next == '.' && (short || words.contains([',', '('])))
}

/// Whether a text begins with a place that a comma or bracket ends.
fn opens_with_place(text: &str, facts: &Facts) -> bool {
    let name = text.split([',', '(', '\n', '.', ';']).next().unwrap_or("");
    name.len() <= PLACE && name.len() < text.len() && facts.gazetteer.knows(name.trim())
}

/// Counts words to tell where a line is a sentence and no list of places.
#[derive(Default)]
struct Prose {
    words: usize,
    capitals: usize,
    lower: usize,
    run: usize,
}

impl Prose {
    /// Notes the word that begins at a byte, if one does, and says whether the line can be no dateline any more.
    fn ends_at_word(&mut self, text: &str, at: usize, first: char, before: char) -> bool {
        if !first.is_alphabetic() || before.is_alphanumeric() || is_apostrophe(before) {
            return false;
        }
        self.words += 1;
        if first.is_lowercase() {
            let rest = &text[at..];
            let end = rest
                .find(|c: char| !c.is_alphabetic())
                .unwrap_or(rest.len());
            if WORDS.particles.binary_search(&&rest[..end]).is_err() {
                self.lower += 1;
                self.run += 1;
            }
        } else {
            self.capitals += 1;
            self.run = 0;
        }
        // `sioux falls, april 7 -` has no capitals at all, `A bord de l'avion papal` has them where it likes.
        self.words > WORDS_BEFORE
            || self.lower > 4
            || (self.run >= 3 && self.capitals > 0 && !super::place::is_vehicle(text))
    }
}

/// Reads separators, dates and agencies at the start of a text, as many as there are. `barren` is the length of the
/// last rest after separators at which neither date nor agency begins: each boundary before a word leads to that word,
/// and once is enough.
fn tail(text: &str, barren: &mut usize, facts: &Facts) -> Option<Tail> {
    let mut tail = Tail::default();
    let mut at = 0;
    loop {
        let gap = separators(text, at);
        let rest = &text[at + gap.len..];
        let empty = tail.is_empty();
        tail.parted |= empty && gap.parted;
        let step = if empty && rest.len() == *barren {
            None
        } else {
            part(rest, &tail, gap, facts)
        };
        if empty && step.is_none() {
            *barren = rest.len();
        }
        let follows = step.filter(|step| {
            let signed = tail.credits.is_empty() && step.credit.is_some();
            if gap.dash != Dash::Stroke {
                true
            } else if empty {
                // `WASHINGTON - March 9 was`: a date after the dash needs another dash or an agency.
                signed || closes(&rest[step.len..], facts)
            } else {
                // What follows agency and dash is the story, even `Sun Microsystems`; but companies date theirs there.
                let released = tail
                    .credits
                    .iter()
                    .any(|credit| facts.agencies.is_release(credit));
                signed || (released && closes(&rest[step.len..], facts))
            }
        });
        let Some(step) = follows else {
            tail.dash = gap.dash;
            tail.after = at + gap.len;
            if empty {
                tail.end = at;
            }
            return tail.is_something().then_some(tail);
        };
        tail.parted |= empty && gap.dash == Dash::Stroke;
        at += gap.len + step.len;
        tail.take(step);
        tail.end = at;
        tail.after = at;
    }
}

/// Whether a dash or an agency follows.
fn closes(rest: &str, facts: &Facts) -> bool {
    let gap = separators(rest, 0);
    gap.dash == Dash::Stroke || credit::read(&rest[gap.len..], facts).is_some()
}

/// Reads one date or one agency that the tail lacks.
fn part(rest: &str, tail: &Tail, gap: Gap, facts: &Facts) -> Option<Step> {
    let first = rest.chars().next()?;
    if tail.date.is_none()
        && (date::digit(first).is_some() || (first.is_alphabetic() && has_figure_or_bracket(rest)))
        && let Some(read) = date::read(rest, &facts.calendar)
        && (read.date.day.is_some() || tail.credits.is_empty())
    {
        let len = read.len + wired(&rest[read.len..]);
        return Some(Step {
            date: Some(read),
            len,
            ..Step::default()
        });
    }
    if !tail.credits.is_empty() {
        return None;
    }
    if date::digit(first).is_some() {
        return day_alone(rest, tail, gap, facts);
    }
    let opens = matches!(first, '(' | '[' | '/' | '（');
    if !opens && !first.is_alphabetic() {
        return None;
    }
    let read = credit::read(rest, facts);
    if opens
        && read.is_none()
        && tail.date.is_none()
        && let Some(step) = dated_mark(rest, facts)
    {
        return Some(step);
    }
    let may_be_bare = tail.date.is_some() || gap.parted || gap.dash == Dash::Stroke;
    let bare = || {
        let read = credit::any_bare(rest, facts)?;
        stands_alone(&rest[read.len..], gap).then_some(read)
    };
    let read = read
        .or_else(|| may_be_bare.then(bare).flatten())
        .or_else(|| {
            let read = credit::unknown(rest, facts)?;
            let closed = separators(&rest[read.len..], 0).dash == Dash::Stroke;
            let place = tail.date.is_none() && facts.gazetteer.knows(&read.credits[0]);
            (closed && !place).then_some(read)
        })?;
    Some(Step {
        len: read.len,
        credit: Some(read),
        ..Step::default()
    })
}

/// Whether a mark without brackets, of an agency that has no style for it, is one after a date, a comma or a dash: a
/// dash or the end of the line has to follow (`PARIS, AFP -`, `القاهرة - رويترز:`).
fn stands_alone(rest: &str, gap: Gap) -> bool {
    let after = separators(rest, 0);
    let ends_line = rest
        .trim_start_matches([' ', ':', '.', '-', '،', ','])
        .starts_with('\n');
    let stopped = gap.dash == Dash::Stroke && after.dash == Dash::Stop;
    after.dash == Dash::Stroke || ends_line || stopped
}

/// The number of one digit or two that begins a text, and its length in bytes.
fn two_digits(text: &str) -> Option<(u32, usize)> {
    let end = text.find(|c| date::digit(c).is_none())?;
    let digits = text[..end].chars().filter_map(date::digit);
    matches!(text[..end].chars().count(), 1 | 2)
        .then(|| (digits.fold(0, |sum, digit| sum * 10 + digit), end))
}

/// `MADRID, 17 (COLPISA)`, `الكويت - 17 - 11 (كونا)`: figures that are no date of themselves, before a known mark.
fn day_alone(rest: &str, tail: &Tail, gap: Gap, facts: &Facts) -> Option<Step> {
    if tail.date.is_some() || !(gap.parted || gap.dash == Dash::Stroke) {
        return None;
    }
    let (day, end) = two_digits(rest).filter(|(day, _)| (1..=31).contains(day))?;
    let mut len = end + usize::from(rest[end..].starts_with('.'));
    let mut month = None;
    // `17 - 11 (KUNA)`
    if let Some(after) = rest[len..].strip_prefix(" - ") {
        let (number, figures) = two_digits(after)?;
        month = Some(number).filter(|month| (1..=12).contains(month));
        month?;
        len += " - ".len() + figures;
    }
    let mark = rest[len..].trim_start();
    let known = mark.starts_with(['(', '[', '/']) && credit::read(mark, facts).is_some();
    known.then(|| Step {
        date: Some(date::Read {
            date: PrintedDate {
                month,
                day: Some(day),
                ..PrintedDate::default()
            },
            len,
            weak: true,
            warning: None,
        }),
        len,
        ..Step::default()
    })
}

/// `(TTXVN 17/11)`, `(Marketwired - Nov. 17, 2014)`, `(17 nov, AFP)`: mark and date in one pair of brackets.
fn dated_mark(rest: &str, facts: &Facts) -> Option<Step> {
    let (inside, len) = credit::brackets(rest)?;
    let blanks = |text: &str| {
        text.len()
            - text
                .trim_start_matches([' ', ',', '-', '–', '.', '،'])
                .len()
    };
    let at = inside.find(|c| date::digit(c).is_some())?;
    let starts = inside[..at]
        .char_indices()
        .filter(|(_, c)| !c.is_alphanumeric());
    let starts = starts.map(|(at, c)| at + c.len_utf8());
    for start in std::iter::once(0).chain(starts).chain([at]) {
        let Some(read) = date::read(&inside[start..], &facts.calendar) else {
            continue;
        };
        let (before, after) = (&inside[..start], &inside[start + read.len..]);
        let before = before.trim_end_matches([' ', ',', '-', '–', '.', '،']);
        let after = &after[blanks(after)..];
        let words = if before.is_empty() { after } else { before };
        if !before.is_empty() && !after.is_empty() {
            return None;
        }
        let credits = credit::agencies(words, facts)?;
        return Some(Step {
            date: Some(read),
            credit: Some(credit::Read {
                credits,
                len,
                bracketed: true,
                known: true,
                ..credit::Read::default()
            }),
            len,
        });
    }
    None
}

/// Whether a figure, bracket or dash stands near the start of a text, without which its first word begins no date.
fn has_figure_or_bracket(text: &str) -> bool {
    let sign = |c: char| matches!(c, '(' | '[' | '/' | '（') || date::digit(c).is_some();
    text.char_indices()
        .take_while(|(at, _)| *at < FIGURE)
        .any(|(_, c)| sign(c))
}

/// How long the word for "wired" is that may follow an East Asian date: `11월 17일발`.
fn wired(rest: &str) -> usize {
    let words = rest.trim_start_matches(' ');
    let after = |word: &&&str| words.strip_prefix(**word).is_some();
    match rest.chars().find(|c| *c != ' ') {
        Some(c) if c > '\u{3000}' => {
            let word = WORDS.wired.iter().find(after);
            word.map_or(0, |word| rest.len() - words.len() + word.len())
        }
        _ => 0,
    }
}

/// What stands between two parts.
#[derive(Debug, Clone, Copy)]
struct Gap {
    dash: Dash,
    /// Whether it begins with a comma or full stop.
    parted: bool,
    len: usize,
}

/// The separators from a byte on. A hyphen between two letters is none.
fn separators(text: &str, from: usize) -> Gap {
    let rest = &text[from..];
    let mut dash = Dash::None;
    let mut before = text[..from].chars().next_back();
    let mut end = rest.len();
    let mut parted = None;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map(|(_, c)| *c);
        let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
        match c {
            _ if c.is_whitespace() => {}
            ',' | '،' | '，' => {
                parted.get_or_insert(true);
            }
            '.' | ':' | '։' | '․' | '。' | '．' | '：' | '।' => {
                parted.get_or_insert(c == '.' || c == '։' || c == '․');
                if dash == Dash::None {
                    dash = Dash::Stop;
                }
            }
            '—' | '–' | '―' | '−' | '─' | '－' | '_' | '=' | '|' => dash = Dash::Stroke,
            '-' | '‐' | '‑' if after == Some('-') || before == Some('-') => dash = Dash::Stroke,
            '-' | '‐' | '‑' if blank(before) || blank(after) || ends_part(before) => {
                dash = Dash::Stroke;
            }
            // The tatweel that Arabic typists use for a dash.
            'ـ' if blank(before) => dash = Dash::Stroke,
            _ => {
                end = at;
                break;
            }
        }
        if !c.is_whitespace() {
            parted.get_or_insert(false);
        }
        before = Some(c);
    }
    Gap {
        dash,
        parted: parted == Some(true),
        len: end,
    }
}

/// Whether a sign ends an agency's mark, so that a hyphen after it is a dash: `(PA)-`, `/TASS/-`, `(EFE).-`.
fn ends_part(c: Option<char>) -> bool {
    matches!(c, Some(')' | ']' | '/' | '.' | '）'))
}
