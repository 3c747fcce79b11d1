//! Plain-text dispatches, as files on disk and as crawls kept them.

use super::clean::{clean, folded};
use super::dateline::{self, Found};
use super::signoff::{self, Signoff};
use super::{Context, Dispatch, Format, Item, NotAStory, byline, head, kept, marks, stamp, unwrap};
use crate::facts::Facts;
use crate::story::When;

/// A dateline begins within so many bytes and non-empty lines of a text.
const WINDOW: usize = 2_400;
const WINDOW_LINES: usize = 15;
/// A dateline of so many points is not looked past.
const SURE: u32 = 8;
/// What stands for the dateline while its line is un-wrapped: nothing that cleaned text holds.
const FILLER: char = '\u{1}';
/// The longest line that may be a headline where no dateline follows, in characters.
const HEADLINE: usize = 160;

/// The format of last resort: any text.
pub(super) struct Plain;

impl Format for Plain {
    fn name(&self) -> &'static str {
        "plain"
    }

    fn fits(&self, _head: &str, _facts: &Facts) -> bool {
        true
    }

    fn read(&self, text: &str, context: &Context<'_>) -> Vec<Item> {
        let mut dispatch = Dispatch {
            format: self.name(),
            item: text.into(),
            ..Dispatch::default()
        };
        let text = clean(text);
        if text.trim().is_empty() {
            return vec![Err(NotAStory("the file holds no text".into()))];
        }
        read_into(&text, Layout::Wrapped, &mut dispatch, context.facts);
        vec![Ok(dispatch)]
    }
}

/// How the paragraphs of a text are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// By indents and blank lines: lines are wrapped.
    Wrapped,
    /// By blank lines alone: each line end was meant.
    Parted,
}

impl Layout {
    fn paragraphs(self, text: &str) -> Vec<String> {
        match self {
            Layout::Wrapped => unwrap::paragraphs(text),
            Layout::Parted => {
                let parts = text.split("\n\n").map(str::trim_end);
                let parts = parts.map(|part| part.trim_start_matches('\n'));
                let parts = parts.filter(|part| !part.trim().is_empty());
                parts.map(String::from).collect()
            }
        }
    }
}

/// Reads cleaned text into a dispatch, whose headline, byline and stamp may be known already.
pub(super) fn read_into(text: &str, layout: Layout, dispatch: &mut Dispatch, facts: &Facts) {
    let whole = text;
    let text = crawl_prefix(text, dispatch);
    let prefix = &whole[..whole.len() - text.len()];
    let (above, header, body) = match find_dateline(text, facts) {
        Some((line, found)) => {
            let lede = line + found.lede;
            let above = &text[..line];
            let (body, signoff) = signoff::cut(&text[lede..], facts);
            let body = filler(&text[line..lede]) + body;
            set_dateline(found, dispatch);
            set_signoff(signoff, dispatch, facts);
            (above, &text[..lede], body)
        }
        None => {
            let (text, signoff) = signoff::cut(text, facts);
            let found = find_unsigned(text, signoff.agency.as_deref(), facts);
            set_signoff(signoff, dispatch, facts);
            if let Some((line, found)) = found {
                let lede = line + found.lede;
                let body = filler(&text[line..lede]) + &text[lede..];
                set_dateline(found, dispatch);
                let parts = Parts {
                    prefix,
                    above: &text[..line],
                    header: &text[..lede],
                    body: &body,
                };
                return read_parts(parts, layout, dispatch, facts);
            }
            let at = if dispatch.headline.is_some() {
                0
            } else {
                end_of_header(text, facts)
            };
            (&text[..at], &text[..at], text[at..].to_string())
        }
    };
    let parts = Parts {
        prefix,
        above,
        header,
        body: &body,
    };
    read_parts(parts, layout, dispatch, facts);
}

/// The parts of a text.
struct Parts<'a> {
    /// What a crawl put before it.
    prefix: &'a str,
    /// What stands above the dateline.
    above: &'a str,
    /// All before the body, dateline included.
    header: &'a str,
    /// The rest; filler stands for the dateline.
    body: &'a str,
}

/// Reads what stands above a dateline, and the body, into a dispatch.
fn read_parts(parts: Parts<'_>, layout: Layout, dispatch: &mut Dispatch, facts: &Facts) {
    let before = head::read(parts.above, dispatch, facts);
    dispatch.paragraphs = layout.paragraphs(&before);
    let given_back = dispatch.paragraphs.len();
    let paragraphs = layout.paragraphs(parts.body);
    let bare = paragraphs.iter().map(|paragraph| {
        paragraph
            .trim_start_matches(|c: char| c == FILLER || c.is_whitespace())
            .to_string()
    });
    dispatch
        .paragraphs
        .extend(bare.filter(|paragraph| !paragraph.is_empty()));
    kept::keep(parts.prefix, 0, dispatch);
    kept::keep(parts.header, given_back, dispatch);
    let dropped = drop_repeated_headline(dispatch);
    head::read_body_start(given_back.saturating_sub(dropped), dispatch, facts);
}

/// Cuts the prefix that a crawl put before the text (` date 2020-11 `, ` date 2020-11-17 `) and keeps its date.
fn crawl_prefix<'a>(text: &'a str, dispatch: &mut Dispatch) -> &'a str {
    let Some(rest) = text.trim_start().strip_prefix("date ") else {
        return text;
    };
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    match rest[..end].parse::<When>() {
        Ok(hint @ (When::Month(_) | When::Day(_))) => {
            dispatch.hint = Some(hint);
            &rest[end..]
        }
        _ => text,
    }
}

/// The best dateline at the start of a line within the window, the earliest of equals, and where its line starts.
fn find_dateline(text: &str, facts: &Facts) -> Option<(usize, Found)> {
    let mut best: Option<(usize, Found)> = None;
    let mut at = 0;
    let mut seen = 0;
    let is_list = dateline::opens_list(text);
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        if line.trim().is_empty() {
            continue;
        }
        seen += 1;
        if start > WINDOW || seen > WINDOW_LINES {
            break;
        }
        // Some datelines are broken: `OSLO` newline `(AFP) -`.
        let next = text[at..].find('\n').map_or(text.len(), |end| at + end);
        let read = |start: usize| {
            let found = dateline::find(&text[start..next], facts)?;
            // The places of a diary are those of its items.
            let counts = !is_list || !found.dateline.credits.is_empty();
            (counts && has_body(text, start, &found)).then_some((start, found))
        };
        let after_mark = || read(start + marks::before_dateline(line)?);
        if let Some((start, found)) = read(start).or_else(after_mark)
            && best
                .as_ref()
                .is_none_or(|(_, best)| found.score > best.score)
        {
            let sure = found.score >= SURE;
            best = Some((start, found));
            if sure {
                break;
            }
        }
    }
    best
}

/// A dateline of a place alone in a text that such an agency signed, in a credit line or as its end says, and where its
/// line starts.
fn find_unsigned(text: &str, signed: Option<&str>, facts: &Facts) -> Option<(usize, Found)> {
    let writes_so = |mark: &str| {
        facts
            .agencies
            .by_mark(mark)
            .is_some_and(|agency| agency.unsigned)
    };
    let mut is_signed = signed.is_some_and(writes_so);
    let mut at = 0;
    for line in text.split_inclusive('\n').take(WINDOW_LINES) {
        let start = at;
        at += line.len();
        let office = || {
            line.split_once(", ")
                .map_or("", |(_, office)| office.trim())
        };
        is_signed |= byline::credited(line.trim(), facts)
            .or_else(|| byline::credited(office(), facts))
            .is_some_and(writes_so);
        if is_signed && !line.trim().is_empty() {
            let rest = &text[start..];
            let paragraph = &rest[..rest.find("\n\n").unwrap_or(rest.len())];
            if let Some(found) = dateline::unsigned::find(paragraph, facts) {
                return Some((start, found));
            }
        }
    }
    None
}

/// Whether text follows a dateline, or place, date and agency are all there without; and whether its own words stand
/// on one line.
fn has_body(text: &str, start: usize, found: &Found) -> bool {
    let broken = found
        .dateline
        .places
        .iter()
        .any(|place| place.name.contains('\n'));
    let dateline = &found.dateline;
    let whole = !dateline.places.is_empty()
        && dateline.date.is_some()
        && !dateline.credits.is_empty()
        && text[start..].lines().count() == 1;
    !broken && (whole || !text[start + found.lede..].trim().is_empty())
}

/// As many filler characters as the dateline has, so that its line keeps its length; line ends stay.
fn filler(dateline: &str) -> String {
    let fill = |c: char| if c.is_whitespace() { c } else { FILLER };
    // Blanks inside would make it look like a table.
    let indent = dateline.len() - dateline.trim_start().len();
    let (blank, words) = dateline.split_at(indent);
    let words = words.chars().map(|c| {
        if c == '\n' {
            c
        } else {
            fill(if c.is_whitespace() { '.' } else { c })
        }
    });
    blank.chars().chain(words).collect()
}

fn set_dateline(found: Found, dispatch: &mut Dispatch) {
    dispatch.warnings.extend(found.warnings);
    if dispatch.byline.is_none() {
        dispatch.byline = found.byline;
    }
    if let Some(note) = found.note {
        head::mark_of_note(&note, dispatch);
        dispatch.note.get_or_insert(note);
    }
    dispatch.dateline = Some(found.dateline);
}

fn set_signoff(signoff: Signoff, dispatch: &mut Dispatch, facts: &Facts) {
    // Fields may have said both before.
    dispatch.signed = signoff.agency.or(dispatch.signed.take());
    dispatch.signoff = signoff.text.or(dispatch.signoff.take());
    let group = signoff.stamp.as_deref().and_then(|stamp| {
        stamp::of_group(stamp, &facts.calendar).or_else(|| stamp::of_service(stamp))
    });
    let told = || {
        let (read, _) = stamp::first_date(signoff.tail.as_deref()?, &facts.calendar)?;
        When::day(read.date.year?, read.date.month?, read.date.day?)
    };
    dispatch.stamp = dispatch.stamp.or(group).or_else(told);
}

/// Where the header lines of a text without a dateline end: after the first lines that a blank line or an indent
/// parts from prose.
fn end_of_header(text: &str, facts: &Facts) -> usize {
    let mut at = 0;
    let mut end = 0;
    let mut lines = text.split_inclusive('\n').take(WINDOW_LINES).peekable();
    while let Some(line) = lines.next() {
        let words = line.trim();
        at += line.len();
        if words.is_empty() {
            continue;
        }
        let ends_sentence = words.chars().count() > HEADLINE
            || words.ends_with(['.', '。', '…', '।']) && !head::is_plan(words, facts);
        let next = lines.peek().map_or("", |next| *next);
        let parted = next.trim().is_empty()
            || next.starts_with("   ")
            || next.starts_with(['\t', '\u{3000}']);
        let following = text[at..].trim_start();
        let continued = following.is_empty() || following.starts_with(|c: char| c.is_lowercase());
        if ends_sentence || continued || (end == 0 && !parted && !is_short_mark(words, facts)) {
            break;
        }
        end = at;
        let signed = || byline::read(following.lines().next().unwrap_or_default()).is_some();
        if parted && !is_short_mark(words, facts) && !signed() {
            break;
        }
    }
    end
}

/// Whether a line is a mark, a slug or a wire's own header, after which more header lines come.
fn is_short_mark(words: &str, facts: &Facts) -> bool {
    marks::of_line(words).is_some()
        || words.ends_with('/')
        || words.starts_with('^')
        || super::notes::of_line(words, &facts.calendar).is_some()
        || head::is_machine_line(words)
        || head::is_keyword_line(words)
}

/// The body need not say the headline again. Says how many paragraphs went.
fn drop_repeated_headline(dispatch: &mut Dispatch) -> usize {
    let headline = dispatch.headline.as_deref().map(folded);
    let first = dispatch.paragraphs.first().map(|first| folded(first));
    if headline.is_none() || first != headline || dispatch.paragraphs.len() < 2 {
        return 0;
    }
    let repeated = dispatch.paragraphs.remove(0);
    kept::keep(&repeated, 0, dispatch);
    1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Dispatch {
        let context = Context::new(Facts::built_in());
        Plain.read(text, &context).remove(0).unwrap()
    }

    #[test]
    fn a_crawl_prefix_is_no_text() {
        for (text, hint) in [
            (
                " date 2020-11 Gyumri, 3 nov 2020 (AFP) - Le musée.",
                "2020-11",
            ),
            (
                " date 2020-11-17 Gyumri, 3 nov 2020 (AFP) - Le musée.",
                "2020-11-17",
            ),
        ] {
            let found = read(text);
            assert_eq!(
                found.hint.map(|when| when.to_string()).as_deref(),
                Some(hint)
            );
            assert_eq!(found.paragraphs, ["Le musée."]);
        }
        assert_eq!(read("date 2020-99 is no date").hint, None);
    }

    #[test]
    fn headline_byline_and_sign_off_are_no_body() {
        let found = read(
            "KITE CLUB WINS CUP\n    By Jo Example, Reuters\n\n    OSLO, March 3 - A kite club won\na cup.\n    It will fly.\n Reuter\n",
        );
        assert_eq!(found.headline.as_deref(), Some("KITE CLUB WINS CUP"));
        assert_eq!(found.byline.as_deref(), Some("Jo Example, Reuters"));
        assert_eq!(found.paragraphs, ["A kite club won a cup.", "It will fly."]);
        assert_eq!(found.signed.as_deref(), Some("Reuter"));
        assert_eq!(found.dateline.unwrap().as_written, "OSLO, March 3");
    }

    #[test]
    fn note_and_byline_before_a_dateline_on_its_line_are_kept() {
        let found = read(
            "Kites\n\n (Adds quote)   By  Jo Example   OSLO, Oct 23 (Reuters) - A kite flew.\n",
        );
        assert_eq!(found.dateline.unwrap().places[0].name, "OSLO");
        assert_eq!(found.byline.as_deref(), Some("Jo Example"));
        assert_eq!(found.note.as_deref(), Some("Adds quote"));
        assert_eq!(found.paragraphs, ["A kite flew."]);
    }

    #[test]
    fn a_relay_names_the_source_and_is_said() {
        let found = read("Lyon (Le Monde avec AFP) - Le funiculaire repart.\n");
        assert_eq!(found.dateline.unwrap().credits, ["AFP", "Le Monde"]);
        assert_eq!(found.warnings, ["relayed: the text is credited to AFP"]);
    }

    #[test]
    fn a_place_alone_is_the_dateline_of_an_agency_that_signs_elsewhere() {
        for (text, place, signed) in [
            (
                "Ny sti\n\nVEJLE: En ny sti åbner.\n\nDen er grøn.\n\n/ritzau/\n",
                "VEJLE",
                "ritzau",
            ),
            (
                "Nytt fyr\n\nTromsø. Et nytt fyr åpner.\n\nDet er rødt.\n\n(NTB)\n",
                "Tromsø",
                "NTB",
            ),
            (
                "Da Agência Brasil\n\nRecife - O farol abre.\n\nÉ alto.\n",
                "Recife",
                "Agência Brasil",
            ),
            (
                "Por Ana Exemplo, da Agência Brasil\n\nRecife – O farol abre.\n\nÉ alto.\n",
                "Recife",
                "Agência Brasil",
            ),
            (
                "NEW DELHI: A kite flew.\n\nIt was red.\n\n(PTI)\n",
                "NEW DELHI",
                "PTI",
            ),
            (
                "Rabat - Un cerf-volant vole.\n\nIl est rouge.\n\n(MAP 17/11/2020)\n",
                "Rabat",
                "MAP",
            ),
            (
                "HALIFAX - A kite flew.\n\nIt was red.\n\nCopyright 2010 The Associated Press. All rights reserved.\n",
                "HALIFAX",
                "The Associated Press",
            ),
            (
                "Farol abre\n\nAna Exemplo\nRepórter da Agência Brasil\n\nRecife - O farol abre.\n\nÉ alto.\n",
                "Recife",
                "Agência Brasil",
            ),
        ] {
            let found = read(text);
            assert_eq!(found.signed.as_deref(), Some(signed), "{text}");
            assert_eq!(found.dateline.unwrap().places[0].name, place);
            assert_eq!(found.paragraphs.len(), 2, "{text}");
        }
        let unsigned = read("Ny sti\n\nVejle: En ny sti åbner.\n\nDen er grøn.\n");
        assert_eq!(unsigned.dateline, None);
    }

    #[test]
    fn the_items_of_a_diary_give_no_place() {
        for title in [
            "DIARY - Fairs to March 14",
            "AGENDA",
            "Prévisions régionales\nTERMINE",
        ] {
            let found = read(&format!("{title}\n\nMARCH 12\nYORK - A fair of toys.\n"));
            assert_eq!(
                found.dateline.is_none(),
                !title.contains("TERMINE"),
                "{title}"
            );
        }
    }

    #[test]
    fn the_last_line_of_a_service_says_agency_and_time() {
        let found =
            read("OSLO, Norway (AP) _ A kite flew.\n\nIt was red.\nAP-NY-11-13-88 1422EST\n");
        assert_eq!(found.signed.as_deref(), Some("AP"));
        assert_eq!(
            found.stamp.unwrap().to_string(),
            "1988-11-13T14:22:00-05:00"
        );
        let found = read(
            "Kites\n\nInnsbruck (APA) - Ein Drachen.\n\nEr ist rot.\n\nAPA0231    2020-11-17/09:12\n",
        );
        assert_eq!(found.stamp.unwrap().to_string(), "2020-11-17");
        let found =
            read("Kites\n\nBy Jo Example, PA Sports Correspondent\n\nA kite flew over the town.\n");
        assert_eq!(found.signed.as_deref(), Some("PA"));
        let found = read(
            "HALIFAX — A kite flew.\n\nThis report by The Canadian Press was first published Nov. 17, 2020.\n",
        );
        assert_eq!(found.signed.as_deref(), Some("The Canadian Press"));
    }

    #[test]
    fn a_mark_before_an_east_asian_dateline_is_kept() {
        let found = read("更正：新华社长沙3月4日电（记者张三）博物馆开馆。");
        assert_eq!(found.marks, ["correction"]);
        assert_eq!(found.dateline.unwrap().places[0].name, "长沙");
        let found = read("新华社快讯：博物馆开馆。");
        assert_eq!(found.marks, ["flash"]);
        assert_eq!(found.dateline.unwrap().credits, ["新华社"]);
    }

    #[test]
    fn a_dateline_far_down_is_not_looked_for() {
        let line = "A kite flew over the sea and far away.\n";
        let deep = line.repeat(20) + "OSLO, March 3 (Reuters) - A kite flew.\n";
        assert_eq!(read(&deep).dateline, None);
        let near = line.repeat(3) + "OSLO, March 3 (Reuters) - A kite flew.\n";
        assert!(read(&near).dateline.is_some());
    }

    #[test]
    fn text_without_dateline_keeps_every_word() {
        let found = read("Le comité a publié son rapport.\n\nIl est long.\n");
        assert_eq!(found.dateline, None);
        assert_eq!(found.headline, None);
        assert_eq!(found.paragraphs.len(), 2);
        let found = read("KITE CLUB WINS CUP\n\n    A kite club won\na cup.\n    It will fly.\n");
        assert_eq!(found.headline.as_deref(), Some("KITE CLUB WINS CUP"));
        assert_eq!(found.paragraphs, ["A kite club won a cup.", "It will fly."]);
    }

    #[test]
    fn a_dateline_without_text_is_read_where_it_is_whole() {
        let found = read("Kite club wins\n\nOslo, 5 mai 2021 (AFP) - \n");
        assert_eq!(found.dateline.unwrap().places[0].name, "Oslo");
        assert_eq!(found.headline.as_deref(), Some("Kite club wins"));
        assert_eq!(found.paragraphs, [""; 0]);
        assert_eq!(read("Kite club wins\n\nOslo (AFP)\n").dateline, None);
    }

    #[test]
    fn a_broken_dateline_is_joined() {
        let found = read("Kite club wins\n\nOSLO\n(AFP) - A kite club won.\n");
        assert_eq!(found.dateline.unwrap().places[0].name, "OSLO");
        assert_eq!(found.paragraphs, ["A kite club won."]);
        let found = read("MADRID, 9 Sep. (EUROPA PRESS) - \n\n El archivo abre.\n");
        assert_eq!(found.paragraphs, ["El archivo abre."]);
    }

    #[test]
    fn long_lines_and_many_lines_are_read_in_time() {
        let line = "kite (AFP) - a, ".repeat(70_000);
        assert_eq!(read(&line).paragraphs.len(), 1);
        let lines = "A kite flew over the sea and far away\n".repeat(100_000);
        assert!(!read(&lines).paragraphs.is_empty());
        let brackets = "(".repeat(1_000_000) + ")";
        assert!(!read(&brackets).paragraphs.is_empty());
    }
}
