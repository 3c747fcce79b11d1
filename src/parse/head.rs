//! The lines above a dateline: headline, byline, slug, notes for editors, marks, a site's clock.

use super::clean::{folded, squeeze};
use super::{Dispatch, marks, stamp};

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

/// Reads header lines into a dispatch. What is no header line of any kind is given back: it is body.
pub(super) fn read(above: &str, dispatch: &mut Dispatch) -> String {
    let mut body = String::new();
    let mut headline: Vec<&str> = Vec::new();
    let mut headline_ended = false;
    for line in above.lines() {
        let words = line
            .trim()
            .trim_start_matches('^')
            .trim_end_matches(['<', '='])
            .trim();
        if words.is_empty() {
            headline_ended |= !headline.is_empty();
        } else if !header_line(words, dispatch) {
            let joined: usize = headline.iter().map(|line| line.chars().count()).sum();
            let fits = dispatch.headline.is_none()
                && !headline_ended
                && joined + words.chars().count() <= HEADLINE;
            if fits && body.is_empty() {
                headline.push(words);
            } else {
                body.push_str(line);
                body.push('\n');
            }
        } else {
            headline_ended |= !headline.is_empty();
        }
        if words.is_empty() && !body.is_empty() {
            body.push('\n');
        }
    }
    if !headline.is_empty() {
        set_headline(&headline.join(" "), dispatch);
    }
    without_repeats(&body, dispatch)
}

/// Takes a headline, its marks apart.
pub(super) fn set_headline(words: &str, dispatch: &mut Dispatch) {
    let (found, rest) = marks::of_headline(words);
    for mark in found {
        add_mark(mark, dispatch);
    }
    let rest = squeeze(rest.trim_end_matches(['=', '+', ' ']));
    if !rest.is_empty() {
        dispatch.headline = Some(rest);
    }
}

/// Reads a line that is no headline, and says whether it was one.
fn header_line(words: &str, dispatch: &mut Dispatch) -> bool {
    let lower = words.to_lowercase();
    if let Some(mark) = marks::of_line(words) {
        add_mark(mark, dispatch);
        return true;
    }
    if let Some(when) = stamp::of_line(words) {
        dispatch.stamp.get_or_insert(when);
        return true;
    }
    if is_clock(words) || is_machine_line(words) || lower.starts_with("ap photo") {
        return true;
    }
    if let Some(byline) = byline(words) {
        dispatch.byline.get_or_insert(byline);
        return true;
    }
    if is_note(words, &lower) {
        if lower.contains("sperrfrist") || lower.contains("embargo") {
            add_mark("embargo", dispatch);
        }
        let note = dispatch.note.get_or_insert_default();
        if !note.is_empty() {
            note.push(' ');
        }
        note.push_str(&squeeze(words));
        return true;
    }
    slug(words, dispatch)
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
        line.trim().is_empty() || Some(folded(marks::of_headline(line).1)) != headline
    };
    body.lines().filter(keeps).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn header_lines_are_told_apart() {
        let mut dispatch = Dispatch::default();
        let above = "URGENT\n\nKites/clubs/\nKite club\nwins cup =\nBy Anna Example, dpa =\n(Adds quote in paragraph 3)\n 10:25, 5 March, 2020\n\nThis is body already.\n";
        let body = read(above, &mut dispatch);
        assert_eq!(dispatch.headline.as_deref(), Some("Kite club wins cup"));
        assert_eq!(dispatch.byline.as_deref(), Some("Anna Example, dpa"));
        assert_eq!(dispatch.slug.as_deref(), Some("Kites/clubs"));
        assert_eq!(
            dispatch.note.as_deref(),
            Some("(Adds quote in paragraph 3)")
        );
        assert_eq!(dispatch.marks, ["urgent"]);
        assert_eq!(
            dispatch.stamp.map(|when| when.to_string()).as_deref(),
            Some("2020-03-05")
        );
        assert_eq!(body.trim(), "This is body already.");
    }

    #[test]
    fn bylines_name_somebody() {
        for (line, wanted) in [
            ("By Jo Example", Some("Jo Example")),
            ("Par Jo EXAMPLE", Some("Jo EXAMPLE")),
            ("(di Jo Example)", Some("Jo Example")),
            ("By dpa correspondents =", Some("dpa correspondents")),
            ("By noon it had rained", None),
            ("Bypass opens", None),
        ] {
            assert_eq!(byline(line).as_deref(), wanted, "{line}");
        }
    }
}
