//! A developing story for reading: a line a version with what ties it to the others, and what each added.

use super::chains::{role_name, short};
use super::layout::{columns, fit, paragraph, wrap};
use super::story::warning;
use super::text::agency;
use super::{DOUBT, FAILURE, FAINT, STRONG, Style, document, safe, unwritten};
use crate::chain::Role;
use crate::error::Result;
use crate::search::diff::{Change, Difference, Piece};
use crate::search::timeline::{Entry, Timeline, tie};
use crate::status::Status;
use crate::story::{SCHEMA, Story};
use anstyle::{AnsiColor, Style as Paint};
use chrono::{DateTime, Utc};
use serde::Serialize;
use std::io::{self, Write};

/// How far all but the first line of a version stands to the right.
const INDENT: usize = 4;
/// The fewest columns that a headline is given on the line of its date; with less it goes on its own line.
const TITLE_ROOM: usize = 24;
/// Columns of a date with its time.
const DATE: usize = 16;
/// Columns of what a version is.
const ROLE: usize = 10;

/// What came.
const CAME: Paint = AnsiColor::Green.on_default();
/// What went.
const WENT: Paint = AnsiColor::Red.on_default();

/// Writes a timeline; the story that was asked for has a `>`.
pub fn write(
    out: &mut dyn Write,
    timeline: &Timeline,
    now: DateTime<Utc>,
    style: Style,
) -> Result<()> {
    let mut entries = timeline.entries.iter();
    entries
        .try_for_each(|entry| write_entry(out, entry, now, style))
        .map_err(unwritten)
}

fn write_entry(
    out: &mut dyn Write,
    entry: &Entry,
    now: DateTime<Utc>,
    style: Style,
) -> io::Result<()> {
    let story = &entry.story;
    let mark = match entry.asked {
        true => style.paint(STRONG, ">") + " ",
        false => "  ".into(),
    };
    let (what, paint) = what(entry);
    let date = format!("{:DATE$}", date(story));
    let what = format!("{what:ROLE$}");
    let agency = fit(&agency(story), 24);
    let mut before = columns(&date) + columns(&what) + 6;
    before += if agency.is_empty() {
        0
    } else {
        columns(&agency) + 2
    };
    write!(out, "{}{date}  {}", mark, style.paint(paint, &what))?;
    if !agency.is_empty() {
        write!(out, "  {agency}")?;
    }
    let title = match entry.is_shown() {
        true => safe::line(&words(story.title())).into_owned(),
        false => String::new(),
    };
    if title.is_empty() {
        writeln!(out)?;
    } else if before + TITLE_ROOM <= style.width {
        let title = fit(&title, style.width - before);
        writeln!(out, "  {}", style.paint(STRONG, &title))?;
    } else {
        let title = fit(&title, style.width.saturating_sub(INDENT));
        writeln!(out, "\n{:INDENT$}{}", "", style.paint(STRONG, &title))?;
    }
    for (paint, line) in remarks(entry, now) {
        for line in paragraph(&safe::line(&line), style.width, INDENT) {
            writeln!(out, "{}", style.paint(paint, &line))?;
        }
    }
    match &entry.difference {
        Some(difference) => write_difference(out, difference, style),
        None => Ok(()),
    }
}

/// The text with single blanks, as far as a line may show it.
fn words(text: &str) -> String {
    let text: String = text.chars().take(300).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `2020-11-17 15:04`
fn date(story: &Story) -> String {
    match story.date {
        Some(date) => date
            .to_string()
            .chars()
            .take(DATE)
            .collect::<String>()
            .replace('T', " "),
        None => "no date".into(),
    }
}

/// What a version is, or its standing where it is not to be used.
fn what(entry: &Entry) -> (String, Paint) {
    let role = entry.link.as_ref().map_or(Role::Version, |link| link.role);
    let standing = match entry.status {
        Status::Canceled if entry.is_kill => "KILL",
        Status::Canceled => "KILLED",
        Status::Withheld => "WITHHELD",
        Status::Embargoed => "EMBARGO",
        _ => "",
    };
    match (standing, role) {
        ("", Role::Version) => match entry.story.version {
            // What is longer is the time of a system, and tells a reader nothing.
            Some(number) if number < 1000 => (format!("version {number}"), Paint::new()),
            _ => ("version".into(), Paint::new()),
        },
        ("", role) => (role_name(role).into(), Paint::new()),
        (standing, _) => (standing.into(), FAILURE),
    }
}

/// What a reader has to know of a version, each with its paint.
fn remarks(entry: &Entry, now: DateTime<Utc>) -> Vec<(Paint, String)> {
    let mut own = short(&entry.story.id).to_owned();
    if let Some(link) = &entry.link
        && let Some(to) = &link.to
    {
        let how = match link.role {
            _ if entry.is_kill => "takes back",
            Role::Repeat => "repeats",
            Role::Correction => "corrects",
            Role::Take => "goes on from",
            Role::Kill => "takes back",
            Role::Version | Role::Alert => "after",
        };
        own += &format!("  {how} {}", short(to));
        if let Some(why) = link.why {
            own += &format!(" ({})", tie(why, entry.same_text));
        }
    }
    let mut remarks = vec![(FAINT, own)];
    if entry.status == Status::Canceled {
        if !entry.is_kill {
            let by = entry.story.superseded_by.as_deref().map(short);
            let by = by.map(|by| format!(" by {by}")).unwrap_or_default();
            let line = format!("taken back{by}: its agency withdrew this story, do not use it");
            remarks.push((FAILURE, line));
        }
    } else if !entry.is_shown() {
        remarks.push((FAILURE, warning(&entry.story, now)));
    }
    let notice = entry.notice.iter();
    remarks.extend(notice.map(|notice| (Paint::new(), words(notice))));
    if let Some(by) = &entry.corrected_by {
        remarks.push((DOUBT, format!("corrected by {}", short(by))));
    } else if let (Status::Superseded, Some(by)) = (entry.status, &entry.story.superseded_by) {
        remarks.push((DOUBT, format!("superseded by {}", short(by))));
    }
    if entry.newest && entry.link.is_some() {
        remarks.push((CAME, "the newest version".into()));
    }
    remarks
}

/// What came with a `+`, and before a sentence that was rewritten what it was with a `-`.
fn write_difference(out: &mut dyn Write, difference: &Difference, style: Style) -> io::Result<()> {
    for change in &difference.changes {
        match change {
            Change::Added { added } => {
                let all = Piece {
                    text: added.clone(),
                    changed: true,
                };
                write_pieces(out, "+ ", CAME, &[all], style)?;
            }
            Change::Changed { from, to } => {
                write_pieces(out, "- ", WENT, from, style)?;
                write_pieces(out, "+ ", CAME, to, style)?;
            }
        }
    }
    let left_out = match difference.left_out {
        0 if difference.changes.is_empty() => "nothing new".to_owned(),
        0 => return Ok(()),
        1 => "1 sentence left out".to_owned(),
        number => format!("{number} sentences left out"),
    };
    writeln!(out, "{:INDENT$}{}", "", style.paint(FAINT, &left_out))
}

/// Pieces of a text in lines with a sign before each; what changed is in a colour.
fn write_pieces(
    out: &mut dyn Write,
    sign: &str,
    paint: Paint,
    pieces: &[Piece],
    style: Style,
) -> io::Result<()> {
    let mut text = String::new();
    let mut changed = Vec::new();
    for piece in pieces {
        if !text.is_empty() {
            text.push(' ');
        }
        let start = text.len();
        text.push_str(&safe::line(&piece.text));
        if piece.changed {
            changed.push(start..text.len());
        }
    }
    let width = style.width.saturating_sub(INDENT + sign.len());
    for line in wrap(&text, width) {
        write!(out, "{:INDENT$}{}", "", style.paint(paint, sign))?;
        let mut at = line.start;
        for range in &changed {
            let (start, end) = (range.start.max(at), range.end.min(line.end));
            if start < end {
                let painted = style.paint(paint, &text[start..end]);
                write!(out, "{}{painted}", &text[at..start])?;
                at = end;
            }
        }
        writeln!(out, "{}", &text[at..line.end])?;
    }
    Ok(())
}

/// Writes one document: the chain with its stories. Of a story that was taken back or is held no headline and no text.
pub fn json(out: &mut dyn Write, timeline: &Timeline) -> Result<()> {
    #[derive(Serialize)]
    struct Document<'a> {
        chain: &'a Option<String>,
        total: usize,
        stories: Vec<Row<'a>>,
    }
    let stories = timeline.entries.iter().map(row);
    document(
        out,
        &Document {
            chain: &timeline.chain,
            total: timeline.total,
            stories: stories.collect(),
        },
    )
}

#[derive(Serialize)]
struct Row<'a> {
    asked: bool,
    role: &'static str,
    to: Option<&'a str>,
    why: Option<crate::chain::Reason>,
    same_text: Option<u8>,
    standing: &'static str,
    notice: Option<&'a str>,
    newest: bool,
    corrected_by: Option<&'a str>,
    difference: Option<&'a Difference>,
    story: Story,
}

fn row(entry: &Entry) -> Row<'_> {
    let link = entry.link.as_ref();
    let story = match entry.is_shown() {
        true => entry.story.clone(),
        false => Story {
            schema: SCHEMA,
            headline: None,
            paragraphs: Vec::new(),
            header: Vec::new(),
            ..entry.story.clone()
        },
    };
    Row {
        asked: entry.asked,
        role: role_name(link.map_or(Role::Version, |link| link.role)),
        to: link.and_then(|link| link.to.as_deref()),
        why: link.and_then(|link| link.why),
        same_text: entry.same_text,
        standing: entry.status.name(),
        notice: entry.notice.as_deref(),
        newest: entry.newest,
        corrected_by: entry.corrected_by.as_deref(),
        difference: entry.difference.as_ref(),
        story,
    }
}

#[cfg(test)]
mod tests {
    use super::super::examples::story;
    use super::*;
    use crate::chain::{Link, Reason};
    use crate::search::diff::difference;

    fn entry(id: &str, role: Role, to: Option<&str>) -> Entry {
        Entry {
            story: Story {
                id: id.into(),
                ..story()
            },
            link: Some(Link {
                chain: "1a".into(),
                role,
                to: to.map(String::from),
                why: to.map(|_| Reason::Text),
            }),
            asked: false,
            status: Status::Usable,
            is_kill: false,
            same_text: to.map(|_| 94),
            corrected_by: None,
            newest: false,
            notice: None,
            difference: None,
        }
    }

    fn shown(entries: Vec<Entry>, width: usize) -> String {
        let timeline = Timeline {
            chain: Some("1a".into()),
            total: entries.len(),
            entries,
        };
        let mut out = Vec::new();
        let now = "2020-12-01T00:00:00Z".parse().unwrap();
        write(&mut out, &timeline, now, Style::plain(width)).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn chain() -> Vec<Entry> {
        let old = ["Two boats turned back.".to_owned()];
        let new = [
            "Three boats turned back.".to_owned(),
            "A ferry waited.".to_owned(),
        ];
        let mut killed = entry("1c", Role::Version, Some("1a"));
        killed.status = Status::Canceled;
        killed.story.status = Some("canceled".into());
        killed.notice = Some("Please kill the story.".into());
        vec![
            Entry {
                corrected_by: Some("1b".into()),
                ..entry("1a", Role::Version, None)
            },
            Entry {
                asked: true,
                newest: true,
                difference: Some(difference(&old, &new, Some("en"))),
                ..entry("1b", Role::Correction, Some("1a"))
            },
            killed,
        ]
    }

    #[test]
    fn a_chain_reads_as_a_timeline_with_what_each_added() {
        assert_eq!(
            shown(chain(), 80),
            "  \
  2020-11-17        version     AFP  Karabakh: le cessez-le-feu conclu sous l'é…
    1a
    corrected by 1b
> 2020-11-17        correction  AFP  Karabakh: le cessez-le-feu conclu sous l'é…
    1b  corrects 1a (94 % of the same text)
    the newest version
    - Two boats turned back.
    + Three boats turned back.
    + A ferry waited.
  2020-11-17        KILLED      AFP
    1c  after 1a (94 % of the same text)
    taken back: its agency withdrew this story, do not use it
    Please kill the story.
"
        );
    }

    #[test]
    fn no_line_of_a_timeline_is_wider_than_the_window_and_none_commands_the_terminal() {
        let mut entries = chain();
        for entry in &mut entries {
            entry.story.headline = Some("\u{1b}]0;x\u{7}\u{202e} 東京 ".repeat(40));
            entry.notice = Some("\u{1b}[2J".repeat(30));
            entry.story.credit = Some("\u{9b}x".into());
        }
        for width in [40, 80, 120] {
            let text = shown(entries.clone(), width);
            for line in text.lines() {
                assert!(columns(line) <= width.max(40), "{width}: {line}");
            }
            assert!(!text.contains(|c: char| c != '\n' && c.is_control()));
        }
    }

    #[test]
    fn what_was_taken_back_has_no_text_in_json() {
        let timeline = Timeline {
            chain: Some("1a".into()),
            total: 3,
            entries: chain(),
        };
        let mut out = Vec::new();
        json(&mut out, &timeline).unwrap();
        let value: serde_json::Value = serde_json::from_slice(&out).unwrap();
        let killed = &value["stories"][2];
        assert_eq!(killed["story"]["headline"], serde_json::Value::Null);
        assert_eq!(killed["story"]["paragraphs"].as_array().unwrap().len(), 0);
        assert_eq!(killed["notice"], "Please kill the story.");
        assert_eq!(value["stories"][1]["difference"]["left_out"], 0);
        assert_eq!(value["stories"][1]["to"], "1a");
    }
}
