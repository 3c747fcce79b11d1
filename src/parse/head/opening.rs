//! What opens a body and is none: notes for editors, a headline after the dateline, the mark of a flash; and the block
//! that a desk adds under a story.

use super::{HEADLINE, add_mark, add_marks, add_note, add_note_mark, set_headline};
use crate::facts::Facts;
use crate::parse::{Dispatch, byline, embargo, kept, marks, notes};

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
/// Reads the first paragraphs of the body, after `given_back` ones that the header gave back: notes for editors, the
/// headline that Chinese agencies put after the dateline, the mark of a flash.
pub(in crate::parse) fn read_body_start(given_back: usize, dispatch: &mut Dispatch, facts: &Facts) {
    for _ in 0..NOTES_IN_BODY {
        let Some(first) = dispatch.paragraphs.get(given_back) else {
            break;
        };
        let len = note_len(first);
        let Some(notes::Note { mark }) = notes::of_line(&first[..len], &facts.calendar) else {
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
            dispatch.embargo = dispatch
                .embargo
                .or_else(|| embargo::read(&note, &facts.calendar));
        }
        if let Some(mark) = mark {
            add_note_mark(mark, dispatch);
        }
    }
    headline_after_dateline(given_back, dispatch, facts);
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
fn headline_after_dateline(given_back: usize, dispatch: &mut Dispatch, facts: &Facts) {
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
    set_headline(&title, dispatch, facts);
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
