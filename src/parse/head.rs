//! The lines above a dateline: headline, byline, slug, notes for editors, marks, a site's clock.

use super::clean::{folded, squeeze};
use super::{Dispatch, byline, embargo, kept, marks, notes, stamp};
use crate::facts::Facts;
use crate::language::calendar::Calendar;

/// The longest headline, in characters.
const HEADLINE: usize = 250;
/// The longest slug, in characters.
const KEYWORD_LINE: usize = 60;
/// How the block begins that a desk adds under a story for editors, in lower case.
const DESK_BLOCKS: &[&str] = &[
    "# dpa",
    "# notebook",
    "# notizblock",
    "# notiz",
    "# redaktionelle",
    "redaktionelle hinweise",
    "the following information is not for pub",
    "die folgenden informationen sind nicht zur ver",
    "not for publication:",
];
/// How many notes for editors open a body at most, and the longest that is a paragraph of its own, in characters.
const NOTES_IN_BODY: usize = 4;
const LONGEST_NOTE: usize = 400;
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
    /// The word of an embargo, whose time may follow.
    Embargo,
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
        } else if let Some(agency) = byline::credited(words, self.facts) {
            self.dispatch.signed.get_or_insert(agency.into());
            if let Some(names) = byline::read(printed) {
                self.dispatch.byline.get_or_insert(names);
            }
            self.headline_ended |= !self.headline.is_empty();
            self.before = Kind::Other;
        } else if self.before == Kind::Embargo && embargo::begins(words) {
            self.dispatch.embargo = embargo::read(words);
            self.before = add_note(words, self.dispatch);
        } else if let Some(kind) = header_line(printed, words, self.dispatch) {
            if kind == Kind::Byline {
                self.sign_by_office();
            }
            self.headline_ended |= !self.headline.is_empty();
            self.before = kind;
        } else if self.before == Kind::OpenNote {
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
            set_headline(&self.headline.join(" "), self.dispatch);
            self.name_line();
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
    let mut rest = marked.rest;
    add_marks(&marked, dispatch);
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
    if let Some(marked) = marks::of_line(words) {
        add_marks(&marked, dispatch);
        let embargo = marked.marks.contains(&"embargo");
        return Some(if embargo { Kind::Embargo } else { Kind::Other });
    }
    let note = notes::of_line(words);
    if note.is_some_and(|note| note.mark == Some("embargo")) {
        return Some(set_embargo(words, dispatch));
    }
    if let Some(when) = stamp::of_line(words, Calendar::built_in()) {
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
        return Some(add_note(words, dispatch));
    }
    slug(words, dispatch).then_some(Kind::Other)
}

/// Takes an embargo, its time, and the headline that may stand after it: `EMBARGOED until 1200 GMT Nov 17 - Lake …`.
fn set_embargo(words: &str, dispatch: &mut Dispatch) -> Kind {
    add_mark("embargo", dispatch);
    let parted = [" - ", " – ", " — "]
        .iter()
        .find_map(|sign| words.split_once(sign))
        .filter(|(note, headline)| {
            embargo::read(note).is_some() && !embargo::begins(headline) && headline.contains(' ')
        });
    let (note, headline) = parted.unwrap_or((words, ""));
    dispatch.embargo = dispatch.embargo.or_else(|| embargo::read(note));
    if dispatch.headline.is_none() && !headline.is_empty() {
        set_headline(headline, dispatch);
        return add_note(note, dispatch);
    }
    match add_note(words, dispatch) {
        Kind::Other if dispatch.embargo.is_none() => Kind::Embargo,
        kind => kind,
    }
}

/// Reads the first paragraphs of the body, after `given_back` ones that the header gave back: notes for editors, the
/// headline that Chinese agencies put after the dateline, the mark of a flash.
pub(super) fn read_body_start(given_back: usize, dispatch: &mut Dispatch) {
    for _ in 0..NOTES_IN_BODY {
        let Some(first) = dispatch.paragraphs.get(given_back) else {
            break;
        };
        let len = note_len(first);
        let Some(notes::Note { mark }) = notes::of_line(&first[..len]) else {
            break;
        };
        if mark == Some("kill") {
            // Why a story is taken back is all the text that there is.
            add_mark("kill", dispatch);
            break;
        }
        let rest = first[len..].trim_start().to_string();
        if rest.is_empty()
            && (dispatch.paragraphs.len() == 1 || first.chars().count() > LONGEST_NOTE)
        {
            break;
        }
        let note = first[..len].to_string();
        if rest.is_empty() {
            dispatch.paragraphs.remove(given_back);
        } else {
            dispatch.paragraphs[given_back] = rest;
        }
        add_note(&note, dispatch);
        if mark == Some("embargo") {
            dispatch.embargo = dispatch.embargo.or_else(|| embargo::read(&note));
        }
        if let Some(mark) = mark {
            add_note_mark(mark, dispatch);
        }
    }
    headline_after_dateline(given_back, dispatch);
    take_desk_block(given_back, dispatch);
    mark_of_flash(dispatch);
}

/// Takes what a desk adds under a story for editors, to its end: `# Notizblock`, places and telephone numbers.
fn take_desk_block(given_back: usize, dispatch: &mut Dispatch) {
    let begins = |paragraph: &String| {
        let start = crate::language::words::truncate(paragraph, 60).to_lowercase();
        DESK_BLOCKS.iter().any(|block| start.starts_with(block))
    };
    let mut after_lede = dispatch.paragraphs.iter().skip(given_back + 1);
    if let Some(at) = after_lede.position(begins) {
        let block = dispatch.paragraphs.split_off(given_back + 1 + at);
        add_note(&block.join(" "), dispatch);
    }
}

/// How long the note is that begins a paragraph: to its closing bracket, or all of it.
fn note_len(paragraph: &str) -> usize {
    if !paragraph.starts_with(['(', '（']) {
        return paragraph.len();
    }
    let mut depth = 0usize;
    for (at, c) in paragraph.char_indices() {
        match c {
            '(' | '（' => depth += 1,
            ')' | '）' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + c.len_utf8();
        }
    }
    paragraph.len()
}

/// `新华社上海9月2日电 题：…`, and the line of the reporters under it.
fn headline_after_dateline(given_back: usize, dispatch: &mut Dispatch) {
    let titled = dispatch.paragraphs.get(given_back).and_then(|first| {
        let title = first
            .strip_prefix(['题', '題'])?
            .strip_prefix(['：', ':'])?;
        let short = title.chars().count() <= HEADLINE && !title.ends_with('。');
        short.then(|| title.to_string())
    });
    let Some(title) = titled.filter(|_| dispatch.headline.is_none()) else {
        return;
    };
    let printed = dispatch.paragraphs.remove(given_back);
    set_headline(&title, dispatch);
    kept::keep(&printed, 0, dispatch);
    let reporters = dispatch.paragraphs.get(given_back);
    if let Some(byline) = reporters.and_then(|line| byline::read(line))
        && dispatch.byline.is_none()
    {
        let printed = dispatch.paragraphs.remove(given_back);
        dispatch.byline = Some(byline);
        kept::keep(&printed, 0, dispatch);
    }
}

/// A flash is one line: `[속보] …`, `URGENT: …`.
fn mark_of_flash(dispatch: &mut Dispatch) {
    let [only] = &dispatch.paragraphs[..] else {
        return;
    };
    let printed = only.clone();
    let marked = marks::of_headline(&printed);
    if dispatch.headline.is_none() && !marked.marks.is_empty() {
        dispatch.paragraphs[0] = marked.rest.to_string();
        add_marks(&marked, dispatch);
        kept::keep(&printed, 1, dispatch);
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

/// Adds the mark of a note. `LEAD` over `(ACTUALISE avec …)` is one new version, not two.
fn add_note_mark(mark: &str, dispatch: &mut Dispatch) {
    let is_lead = dispatch.marks.iter().any(|known| known == "lead");
    if !(mark == "update" && is_lead) {
        add_mark(mark, dispatch);
    }
}

fn add_mark(mark: &str, dispatch: &mut Dispatch) {
    if !dispatch.marks.iter().any(|known| known == mark) {
        dispatch.marks.push(mark.into());
    }
}

/// Lines about pictures and addresses of pages: `AP Photo XYZ101`, `=(PHOTO+VIDEO)=`.
fn is_furniture(words: &str) -> bool {
    let bare = words.trim_start_matches(|c: char| !c.is_alphanumeric());
    let lower = crate::language::words::truncate(bare, 40).to_lowercase();
    let photo = [
        "ap photo",
        "afp photo",
        "photo+",
        "photo/",
        "foto+",
        "http://",
        "https://",
    ];
    photo.iter().any(|begin| lower.starts_with(begin))
        || [
            "photo", "photos", "video", "foto", "fotos", "pix", "graphic",
        ]
        .contains(&lower.trim_end_matches([')', '=', ' ']))
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

/// `RUSSIE/GB/`, `BC-US--Corn Belt, 1st Ld-Writethru,640`, `LAKE-MUSEUM/ (UPDATE 1, PIX)`, `Slug: lake-museum`.
fn slug(words: &str, dispatch: &mut Dispatch) -> bool {
    let cycle = ["AM-", "PM-", "AP-"]
        .iter()
        .any(|cycle| words.starts_with(cycle));
    let keyword = words.starts_with("BC-") || cycle && words.contains("--");
    let path = words.ends_with('/') && words.chars().count() <= KEYWORD_LINE;
    let parted = if keyword {
        Some(words.split_once(',').unwrap_or((words, "")))
    } else if path {
        Some((words, ""))
    } else {
        named_slug(words).or_else(|| listed_slug(words))
    };
    let Some((slug, list)) = parted else {
        return false;
    };
    let marked = marks::of_keywords(list);
    if marked.marks.contains(&"embargo") {
        dispatch.embargo = dispatch.embargo.or_else(|| embargo::read(list));
    }
    add_marks(&marked, dispatch);
    if keyword
        && ["Advisory", "Headlines", "Digest", "Budget"]
            .iter()
            .any(|end| slug.ends_with(end))
    {
        add_mark("advisory", dispatch);
    }
    dispatch
        .slug
        .get_or_insert(slug.trim_matches(['/', ' ']).into());
    true
}

/// `Slug: lake-museum`
fn named_slug(words: &str) -> Option<(&str, &str)> {
    let (name, slug) = words.split_once(':')?;
    let names = [
        "slug",
        "keyword",
        "keywords",
        "catchline",
        "stichwort",
        "stichwörter",
    ];
    let named = names.contains(&name.trim().to_lowercase().as_str());
    named.then_some((slug.trim(), ""))
}

/// `LAKE-MUSEUM/ (UPDATE 1, PIX)`: a slug of one word and a list of marks.
fn listed_slug(words: &str) -> Option<(&str, &str)> {
    let (slug, list) = words.strip_suffix(')')?.split_once(" (")?;
    let one = !slug.contains(' ') && (slug.ends_with('/') || slug.contains('-'));
    let loud = !slug.contains(char::is_lowercase) && !list.contains(char::is_lowercase);
    (one && loud && !list.contains('(')).then_some((slug, list))
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
