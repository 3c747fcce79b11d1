//! The lines above a dateline: headline, byline, slug, notes for editors, marks, a site's clock.

mod furniture;
mod keywords;
mod opening;
mod plans;

pub(super) use furniture::is_machine_line;
pub(super) use keywords::is_keyword_line;
pub(super) use opening::read_body_start;
pub(super) use plans::is_plan;

use super::clean::{folded, squeeze};
use super::{Dispatch, byline, embargo, marks, notes, stamp};
use crate::facts::Facts;
use furniture::{is_clock, is_furniture};
use keywords::{is_keyword, slug};

/// The longest headline, in characters.
const HEADLINE: usize = 250;
/// A line this long, in characters, was wrapped: the next one goes on with it.
const WRAPPED: usize = 50;
/// Marks, and those that a note beside them gives for the same version.
const SAID_TWICE: &[(&str, &str)] = &[("lead", "update"), ("refile", "correction")];
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
        titled: None,
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
    /// The word of an embargo, whose time may follow.
    Embargo,
    /// A mark, a colon and words: what is corrected, or a headline.
    Titled,
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
    /// A line `CORRECTION: …`: a note, or the headline where there is no other.
    titled: Option<&'t str>,
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
        } else if let Some(agency) = byline::credited(words, self.facts) {
            self.dispatch.signed.get_or_insert(agency.into());
            if let Some(names) = byline::read(printed) {
                self.dispatch.byline.get_or_insert(names);
            }
            self.headline_ended |= !self.headline.is_empty();
            self.before = Kind::Other;
        } else if self.before == Kind::Embargo && embargo::begins(words, &self.facts.calendar) {
            self.dispatch.embargo = embargo::read(words, &self.facts.calendar);
            self.before = add_note(words, self.dispatch);
        } else if self.headline.contains(&words) {
            // Chinese agencies print a headline three times.
        } else if let Some(kind) = header_line(printed, words, self.dispatch, self.facts) {
            if kind == Kind::Byline {
                self.sign_by_office();
            }
            self.headline_ended |= !self.headline.is_empty();
            if kind == Kind::Titled {
                self.titled.get_or_insert(words);
            }
            self.before = kind;
        } else if self.before == Kind::OpenNote
            || self.before == Kind::Titled && words.starts_with(char::is_lowercase)
        {
            self.titled = None;
            self.before = add_note(words, self.dispatch);
        } else {
            self.before = Kind::Other;
            self.text(line, words);
        }
    }

    /// Takes the agency that a byline names after the author: `By Jo Example, PA Education Correspondent`.
    fn sign_by_office(&mut self) {
        let byline = self.dispatch.byline.as_deref().unwrap_or_default();
        let Some((_, office)) = byline.split_once(", ") else {
            return;
        };
        if let Some(agency) = byline::credited(office, self.facts) {
            let agency = agency.to_string();
            self.dispatch.signed.get_or_insert(agency);
            return;
        }
        let ends = office.match_indices(' ').map(|(at, _)| at).take(3);
        let names = ends.chain([office.len()]).map(|end| &office[..end]);
        let known = |name: &&str| self.facts.agencies.by_mark(name).is_some();
        if let Some(name) = names.filter(known).last()
            && name.starts_with(char::is_uppercase)
        {
            self.dispatch.signed.get_or_insert(name.into());
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
            set_headline(&self.headline.join(" "), self.dispatch, self.facts);
            self.name_line();
        } else if let Some(titled) = self.titled.filter(|_| self.dispatch.headline.is_none()) {
            set_headline(titled, self.dispatch, self.facts);
            let only = |note: &String| *note == squeeze(titled);
            self.dispatch.note = self.dispatch.note.take().filter(|note| !only(note));
        }
        without_repeats(&self.body, self.dispatch)
    }

    /// Takes a byline without "By": a line of names alone between headline and dateline, as Anadolu has it.
    fn name_line(&mut self) {
        let names = self.body.trim();
        let signed = self.dispatch.dateline.as_ref();
        let by_line = self.dispatch.signed.is_some();
        if signed.is_some_and(|dateline| by_line || !dateline.credits.is_empty())
            && self.dispatch.byline.is_none()
            && is_name(names)
        {
            self.dispatch.byline = Some(squeeze(names));
            self.body.clear();
        }
    }
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
pub(super) fn set_headline(words: &str, dispatch: &mut Dispatch, facts: &Facts) {
    let marked = marks::of_headline(words);
    let mut rest = marked.rest;
    for (mark, note) in SAID_TWICE {
        // The notes were read before.
        if marked.marks.contains(mark) {
            dispatch.marks.retain(|known| known != note);
        }
    }
    add_marks(&marked, dispatch);
    if let Some((version, headline)) = counted(rest, dispatch) {
        add_mark("update", dispatch);
        dispatch.version.get_or_insert(version);
        rest = headline;
    }
    let rest = squeeze(rest.trim_end_matches(['=', '+', ' ']));
    if !rest.is_empty() {
        if is_plan(&rest, facts) {
            add_mark("advisory", dispatch);
        }
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
fn header_line(printed: &str, words: &str, dispatch: &mut Dispatch, facts: &Facts) -> Option<Kind> {
    if let Some(marked) = marks::of_line(words) {
        add_marks(&marked, dispatch);
        let embargo = marked.marks.contains(&"embargo");
        return Some(if embargo { Kind::Embargo } else { Kind::Other });
    }
    let bare = words.trim_start_matches('$');
    if embargo::is_advance(bare) {
        return Some(set_embargo(bare, dispatch, facts));
    }
    let note = notes::of_line(words, &facts.calendar);
    if note.is_some_and(|note| note.mark == Some("embargo")) {
        return Some(set_embargo(words, dispatch, facts));
    }
    if let Some(when) = stamp::of_line(words, &facts.calendar) {
        dispatch.stamp.get_or_insert(when);
        return Some(Kind::Other);
    }
    if is_clock(words) || is_machine_line(words) || is_furniture(words) {
        return Some(Kind::Other);
    }
    if let Some(byline) = byline::read(printed).filter(|_| note.is_none()) {
        dispatch.byline.get_or_insert(byline);
        return Some(Kind::Byline);
    }
    let bracketed = words.starts_with('(') && words.ends_with(')');
    if note.is_some() || bracketed || words.starts_with("* ") {
        if let Some(mark) = note.and_then(|note| note.mark) {
            add_note_mark(mark, dispatch);
        }
        let titled = note.is_some_and(|note| note.mark.is_some())
            && words.chars().count() <= HEADLINE
            && !words.ends_with('.')
            && marks::is_titled(words);
        return Some(match add_note(words, dispatch) {
            Kind::Other | Kind::OpenNote if titled => Kind::Titled,
            kind => kind,
        });
    }
    slug(words, dispatch, facts).then_some(Kind::Other)
}

/// Takes an embargo, its time, and the headline that may stand after it: `EMBARGOED until 1200 GMT Nov 17 - Lake …`.
fn set_embargo(words: &str, dispatch: &mut Dispatch, facts: &Facts) -> Kind {
    let calendar = &facts.calendar;
    add_mark("embargo", dispatch);
    let parted = [" - ", " – ", " — "]
        .iter()
        .find_map(|sign| words.split_once(sign))
        .filter(|(note, headline)| {
            embargo::read(note, calendar).is_some()
                && !embargo::begins(headline, calendar)
                && headline.contains(' ')
        });
    let (note, headline) = parted.unwrap_or((words, ""));
    // `Adv15` and then `For release Sunday, June 15`: the fuller one counts.
    let is_full = dispatch
        .embargo
        .is_some_and(|known| known.date.is_none_or(|date| date.month.is_some()));
    if !is_full {
        dispatch.embargo = embargo::read(note, calendar).or(dispatch.embargo);
    }
    if dispatch.headline.is_none() && !headline.is_empty() {
        set_headline(headline, dispatch, facts);
        return add_note(note, dispatch);
    }
    match add_note(words, dispatch) {
        Kind::Other if dispatch.embargo.is_none() => Kind::Embargo,
        kind => kind,
    }
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

fn add_marks(marked: &marks::Marked<'_>, dispatch: &mut Dispatch) {
    for mark in &marked.marks {
        add_mark(mark, dispatch);
    }
    dispatch.version = dispatch.version.or(marked.version);
}

/// Adds the marks of a note that is nothing else: `更正`.
pub(super) fn mark_of_note(note: &str, dispatch: &mut Dispatch) {
    if let Some(marked) = marks::of_line(note) {
        add_marks(&marked, dispatch);
    }
}

/// Adds the mark of a note. `LEAD` over `(ACTUALISE avec …)` is one new version, not two; `REFILE` over `(Fixes typo)`
/// is one refile.
fn add_note_mark(mark: &str, dispatch: &mut Dispatch) {
    let has = |wanted: &str| dispatch.marks.iter().any(|known| known == wanted);
    let is_said = SAID_TWICE
        .iter()
        .any(|(said, note)| mark == *note && has(said));
    if !is_said {
        add_mark(mark, dispatch);
    }
}

fn add_mark(mark: &str, dispatch: &mut Dispatch) {
    if !dispatch.marks.iter().any(|known| known == mark) {
        dispatch.marks.push(mark.into());
    }
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
