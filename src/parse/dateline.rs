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
mod tail;
pub(super) mod unsigned;
mod words;

use super::{Dateline, PrintedPlace};
use crate::facts::Facts;
use crate::language::words::{is_apostrophe, truncate};
use place::Trust;
use tail::{Dash, Tail, next_tail, tail_at};

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
    /// A note for editors that stands before it on its line.
    pub note: Option<String>,
    /// What was doubtful.
    pub warnings: Vec<String>,
}

/// How far into a line a dateline may reach, in bytes.
const WINDOW: usize = 320;

/// The longest title of a list, in bytes.
const LIST_TITLE: usize = 40;
/// A mark of so many letters is hardly anything else.
const LOUD: usize = 5;
/// The most words of a byline that stands before the dateline on its line, and of the places after it.
const BYLINE_WORDS: usize = 18;
/// How far a note for editors may reach that stands before the dateline on its line, in bytes.
const NOTE: usize = 200;

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

/// Whether a text is a diary or another list, whose items begin as datelines do: `DIARY - Fairs to March 14`, `AGENDA`.
pub fn opens_list(text: &str) -> bool {
    let line = text.trim_start().lines().next().unwrap_or_default();
    let title = line
        .split([':', '-', '–', '—', '/', '('])
        .next()
        .unwrap_or_default()
        .trim();
    let loud = !title.is_empty() && !title.contains(char::is_lowercase);
    loud && title.len() <= LIST_TITLE && words::WORDS.lists.contains(&title.to_lowercase().as_str())
}

/// The dateline of every agency that writes with an alphabet.
fn alphabetic(line: &str, start: usize, facts: &Facts) -> Option<Found> {
    let text = &line[start..];
    if let Some((note, at)) = note_before(text) {
        let mut found =
            alphabetic(line, start + at, facts).filter(|found| found.byline.is_some())?;
        found.note = Some(note);
        return Some(found);
    }
    if let Some((byline, at)) = byline_before(text, facts) {
        let mut found = alphabetic(line, start + at, facts)
            .filter(|found| !found.dateline.credits.is_empty())?;
        found.byline = Some(byline);
        return Some(found);
    }
    let opening = tail_at(text, facts)
        .filter(|tail| !tail.credits.is_empty() || tail.date.is_some_and(|date| date.day.is_some()))
        .and_then(|first| opening_with_tail(text, &first, facts));
    let found = opening.or_else(|| {
        let first = text.chars().next()?;
        if !(first.is_alphabetic() || is_apostrophe(first)) {
            return None;
        }
        let (words, tail) = next_tail(text, 0, facts)?;
        judge(text, words, tail, facts)
    })?;
    Some(moved(found, start))
}

/// The note for editors that a web page ran together with byline and dateline: `(Adds quote)  By Jo Example  OSLO, …`.
fn note_before(text: &str) -> Option<(String, usize)> {
    let inside = text.strip_prefix('(')?;
    let end = inside.find(')').filter(|end| *end <= NOTE)?;
    let rest = inside[end + 1..].trim_start();
    rest.starts_with("By ")
        .then(|| (inside[..end].trim().into(), text.len() - rest.len()))
}

/// The byline that stands before a dateline on its line, and where the dateline begins: `(di Jo Esempio) (ANSA) -`,
/// `- von Jo Beispiel - Berlin`, and on web pages without any sign at the place in capitals, `By Jo Example and A.
/// Sample ZURICH (Reuters) -`. Of names in capitals too, `By JO EXAMPLE OSLO, Norway (AP) -`, the place is what the
/// gazetteer knows, else the last word.
fn byline_before(text: &str, facts: &Facts) -> Option<(String, usize)> {
    let closed = [
        ("(di ", ')'),
        ("(by ", ')'),
        ("(par ", ')'),
        ("- von ", '-'),
        ("- Von ", '-'),
    ];
    for (intro, end) in closed {
        if let Some(rest) = text.strip_prefix(intro)
            && let Some((names, _)) = rest.split_once(end)
            && names.split_whitespace().count() <= 8
            && names.starts_with(char::is_uppercase)
        {
            let at = intro.len() + names.len() + end.len_utf8();
            let blanks = text[at..].len() - text[at..].trim_start().len();
            return Some((names.trim().into(), at + blanks));
        }
    }
    let intro = ["By ", "Par ", "Por ", "Von "]
        .into_iter()
        .find(|intro| text.starts_with(intro))?;
    let mut at = intro.len();
    let mut words: Vec<(usize, &str)> = Vec::new();
    for word in text[at..].split_inclusive(' ') {
        if !word.trim().is_empty() {
            let blanks = word.len() - word.trim_start().len();
            words.push((at + blanks, word.trim()));
        }
        at += word.len();
        if words.len() > BYLINE_WORDS {
            break;
        }
    }
    let loud = |word: &str| {
        let letters = || word.chars().filter(|c| c.is_alphabetic());
        letters().count() >= 3 && letters().all(char::is_uppercase)
    };
    // The first run of capitals that a comma, a bracket or a date ends holds the place, perhaps after the reporter's name.
    let first = words.iter().position(|(_, word)| loud(word))?;
    let last = (first..words.len()).find(|at| {
        let next = words.get(at + 1).map_or("", |(_, next)| *next);
        let dated = || {
            next.starts_with(|c: char| c.is_ascii_digit())
                || facts
                    .calendar
                    .exact_month(next.trim_end_matches(['.', ',']))
                    .is_some()
        };
        let ends = words[*at].1.ends_with(',') || next.starts_with(['(', '/']) || dated();
        loud(words[*at].1) && ends
    })?;
    let end = words[last].0 + words[last].1.trim_end_matches(',').len();
    let run = (first.max(2)..=last).filter(|at| {
        words[first..*at]
            .iter()
            .all(|(_, word)| loud(word) || *word == "and")
    });
    let mut run = run.filter(|at| loud(words[*at].1));
    let known = run
        .clone()
        .find(|at| facts.gazetteer.knows(&text[words[*at].0..end]));
    // Nothing but the place is in capitals: `By Jo Example TELL ABYAD, Syria`.
    let quiet = (first >= 2).then_some(first);
    let place = known.or(quiet).or_else(|| run.next_back())?;
    let names: Vec<&str> = words[..place].iter().map(|(_, word)| *word).collect();
    Some((names.join(" "), words[place].0))
}

/// A line that opens with agency or date: `(ANSA) - MATERA, 6 LUG -`, `8.10.2020, Warszawa (PAP) -`, `(ats) L'…`,
/// `APA-Dakar (Sénégal) -`.
fn opening_with_tail(text: &str, first: &Tail, facts: &Facts) -> Option<Found> {
    if let Some((words, mut second)) = next_tail(text, first.after, facts) {
        let dated = first.date.is_none() && second.date.is_some();
        let signed = first.credits.is_empty() && !second.credits.is_empty();
        let unsigned = second.credits.is_empty() && second.date.is_none();
        let placed = unsigned && !first.credits.is_empty() && are_known_places(words, facts);
        if (dated || signed || placed) && !words.trim().is_empty() {
            second.date = second.date.or(first.date);
            second.known |= first.known;
            second.bracketed |= first.bracketed;
            if second.credits.is_empty() {
                second.credits = first.credits.clone();
                second.parted = true;
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
    let dashless = first.dash != Dash::None
        || is_dashless(first, facts)
        || first.date.is_some()
        || first
            .credits
            .iter()
            .any(|mark| mark.chars().count() >= LOUD);
    let sure = mark_alone && (first.bracketed || first.dash == Dash::Stroke) && dashless;
    sure.then(|| found(text, first.clone(), Vec::new(), facts))
}

/// Whether words are nothing but places that the gazetteer knows.
fn are_known_places(words: &str, facts: &Facts) -> bool {
    place::read(words, Trust::Some, facts)
        .is_some_and(|places| places.iter().all(|place| known(place, facts)))
}

/// Whether datelines of one of the agencies may end without a dash.
fn is_dashless(tail: &Tail, facts: &Facts) -> bool {
    let mut agencies = tail
        .credits
        .iter()
        .filter_map(|mark| facts.agencies.of_credit(mark));
    agencies.any(|agency| agency.dashless)
}

/// Decides whether words and tail are a dateline.
fn judge(text: &str, words: &str, mut tail: Tail, facts: &Facts) -> Option<Found> {
    let trust = if tail.date.is_some() && tail.known {
        Trust::Full
    } else {
        Trust::Some
    };
    let mut places = place::read(words, trust, facts)?;
    let lede = text[tail.after..].trim_start();
    let ok = match (tail.known, tail.date.is_some()) {
        (true, true) => tail.dash != Dash::None || !lede.starts_with(char::is_lowercase),
        (true, false) => mark_without_date(&places, &tail, lede, facts),
        (false, true) => date_without_mark(&places, &tail, facts),
        (false, false) if !tail.credits.is_empty() => {
            tail.dash == Dash::Stroke
                && !lede.is_empty()
                && places
                    .iter()
                    .all(|place| place::in_capitals(place) && known(place, facts))
        }
        (false, false) => dash_alone(words, &places, lede, facts),
    };
    if !ok {
        return None;
    }
    // `Jo ÖRNEK/ANKARA, (DHA) -`: a person is not a place.
    if let [reporter, place] = &places[..]
        && words.contains('/')
        && tail.known
        && !place::in_capitals(reporter)
        && place::in_capitals(place)
        && !known(reporter, facts)
        && reporter.name.contains(' ')
    {
        tail.byline = Some(places.remove(0).name);
    }
    Some(found(text, tail, places, facts))
}

/// `Luxembourg (dpa) - …` is a dateline; `Apple Filing Protocol (AFP) - …` and `Rajahmundry (AP) — the …` are none.
fn mark_without_date(places: &[PrintedPlace], tail: &Tail, lede: &str, facts: &Facts) -> bool {
    let mark = tail.credits.first().map_or("", String::as_str);
    let capitals = places.iter().all(place::in_capitals);
    let continues = lede.starts_with(char::is_lowercase);
    let all_known = || places.iter().all(|place| known(place, facts));
    // Without brackets, date or comma a mark may be any word of a headline.
    let placed = tail.bracketed || (tail.parted && all_known());
    if !placed || spelled_out(&places[0], mark, facts) || (continues && !capitals) {
        return false;
    }
    let loud = capitals && tail.bracketed && mark.chars().count() >= LOUD;
    loud || tail.dash == Dash::Stroke || (tail.bracketed && is_dashless(tail, facts)) || all_known()
}

/// Whether a name's initials, or its first letters, are the mark: then the mark abbreviates it, and is no agency.
fn spelled_out(place: &PrintedPlace, mark: &str, facts: &Facts) -> bool {
    let upper = |text: &str| -> String {
        let letters = text.chars().filter(|c| c.is_alphabetic());
        letters.flat_map(char::to_uppercase).collect()
    };
    let initials = |with_particles: bool| -> String {
        let words = place
            .name
            .split([' ', '-'])
            .filter(|word| with_particles || !word.starts_with(char::is_lowercase));
        let firsts = words.filter_map(|word| word.chars().next());
        firsts.flat_map(char::to_uppercase).collect()
    };
    let mark = upper(mark);
    let abbreviates = |initials: String| {
        let several = initials.chars().count() >= 2;
        initials == mark || (several && mark.starts_with(&initials))
    };
    mark.chars().count() >= 2
        && (abbreviates(initials(true))
            || abbreviates(initials(false))
            || (upper(&place.name).starts_with(&mark) && !known(place, facts)))
}

/// `HALIFAX, Nova Scotia, March 24 - …` needs its dash; `KHANKENDI, Azerbaijan, July 4. …` has to be a known place.
fn date_without_mark(places: &[PrintedPlace], tail: &Tail, facts: &Facts) -> bool {
    let sure = !tail.weak || tail.parted;
    let weekday = facts.calendar.weekday(&places[0].name).is_some();
    let figures = tail.weak && tail.date.is_some_and(|date| date.month.is_none());
    match tail.dash {
        Dash::Stroke => sure && !figures && !weekday,
        Dash::Stop => {
            let sure = tail.parted && place::in_capitals(&places[0]) && !tail.weak;
            sure && places.iter().all(|place| known(place, facts))
        }
        Dash::None => false,
    }
}

/// `AMMAN — A …`: only for places that the gazetteer knows, in capitals or with a qualifier.
fn dash_alone(words: &str, places: &[PrintedPlace], lede: &str, facts: &Facts) -> bool {
    // `U.S. -` is a word of a headline.
    let letters = |place: &PrintedPlace| place.name.chars().filter(|c| c.is_alphabetic()).count();
    let dressed = |place: &PrintedPlace| {
        let area = |words: &String| facts.gazetteer.qualifier(words).is_some();
        let (bare, qualified) = (
            place.qualifier.is_none(),
            place.qualifier.as_ref().is_some_and(area),
        );
        letters(place) >= 3 && (qualified || (bare && place::in_capitals(place)))
    };
    // `PARIS, FRANCE - NOVEMBER 17: A kite` is a caption.
    let dated =
        date::read(lede, &facts.calendar).is_some_and(|read| read.date.day.is_some() && !read.weak);
    !lede.is_empty()
        && !dated
        && !lede.starts_with(char::is_lowercase)
        && !words.contains('(')
        && places
            .iter()
            .all(|place| dressed(place) && (known(place, facts) || placed_by_state(place, facts)))
}

/// Whether a place in capitals has its state or country beside it, abbreviated as agencies do: `ELDERTON, Mont.`
fn placed_by_state(place: &PrintedPlace, facts: &Facts) -> bool {
    place::in_capitals(place)
        && !place.name.contains(' ')
        && place
            .qualifier
            .as_deref()
            .is_some_and(|state| state.ends_with('.') && facts.gazetteer.qualifier(state).is_some())
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
        warnings.push(relayed_from(&tail.credits[0]));
    }
    let mut after = tail.after;
    let mut byline = tail.byline;
    if let Some(wire) = tail
        .credits
        .iter()
        .find(|credit| facts.agencies.is_release(credit))
    {
        warnings.push(format!(
            "press release: carried by {wire}, written by no agency"
        ));
        // `VANCOUVER, BC / ACCESSWIRE / November 17, 2020 / A …`
        after += text[after..].len() - text[after..].trim_start_matches(['/', ' ']).len();
    } else if !tail.bracketed && byline.is_none() {
        let signed = reporter_after(&text[tail.end..]);
        byline = signed.map(|(name, len)| {
            after = tail.end + len;
            name
        });
    }
    let lede = &text[after..];
    Found {
        score: points
            .iter()
            .filter(|(has, _)| *has)
            .map(|(_, points)| points)
            .sum(),
        lede: after + lede.len() - after_editor_mark(lede).len(),
        dateline: Dateline {
            as_written: text[..tail.end].trim().into(),
            places,
            date: tail.date,
            credits: tail.credits,
        },
        byline,
        note: None,
        warnings,
    }
}

/// The warning that a text was retold from an agency's.
fn relayed_from(agency: &str) -> String {
    format!("relayed: the text is credited to {agency}")
}

/// `РИА Новости, Иван Примеров. Музей …`: the reporter named after a mark without brackets, and where the story begins.
fn reporter_after(rest: &str) -> Option<(String, usize)> {
    let names = rest.strip_prefix(", ")?;
    let end = names.find(". ")?;
    let words = names[..end].split(' ');
    let is_name = |word: &str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase)
            && letters.next().is_some()
            && letters.all(|c| c.is_lowercase() || c == '-')
    };
    ((2..=3).contains(&words.clone().count()) && words.clone().all(is_name))
        .then(|| (names[..end].into(), 2 + end + 2))
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
