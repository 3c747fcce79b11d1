//! A whole story for reading: what is known of it, then its paragraphs.

use super::chains;
use super::layout::{fit, paragraph, wrap};
use super::{DOUBT, FAILURE, FAINT, STRONG, Style, safe, unwritten};
use crate::error::Result;
use crate::search::InChain;
use crate::status::{NEVER, Status, embargo_end};
use crate::story::{DateFrom, Place, Story};
use chrono::{DateTime, Utc};
use std::io::{self, Write};

/// Lines longer than this are hard to read, however wide the window.
const READABLE: usize = 100;
/// Columns of the names in the header block.
const NAMES: usize = 10;

/// Writes a story for reading, with a warning before it where it is not to be used at the moment, and its place in its
/// chain; `mentioned` are the names of the places in its text.
pub fn write(
    out: &mut dyn Write,
    story: &Story,
    place: Option<&InChain>,
    mentioned: &[String],
    now: DateTime<Utc>,
    style: Style,
) -> Result<()> {
    let style = Style {
        width: style.width.min(READABLE),
        ..style
    };
    write_warning(out, story, now, style)
        .and_then(|()| place.map_or(Ok(()), |place| write_place(out, story, place, style)))
        .and_then(|()| write_all(out, story, mentioned, style))
        .map_err(unwritten)
}

/// Writes the line between two stories.
pub fn write_rule(out: &mut dyn Write, style: Style) -> Result<()> {
    let rule = "─".repeat(style.width.min(READABLE));
    writeln!(out, "\n{}\n", style.paint(FAINT, &rule)).map_err(unwritten)
}

/// Says that a story was taken out: `removed 1f3a… corpus/afp/a.txt`.
pub fn write_removed(out: &mut dyn Write, story: &Story) -> Result<()> {
    let (id, path) = (safe::line(&story.id), path(story));
    writeln!(out, "removed {id} {}", safe::line(&path)).map_err(unwritten)
}

/// What to know of a story in a chain before it is read: which version mends it, which is newer, what it repeats, and how
/// to see them all.
fn write_place(
    out: &mut dyn Write,
    story: &Story,
    place: &InChain,
    style: Style,
) -> io::Result<()> {
    let badges = chains::badges(place, story.superseded_by.as_deref());
    let badges = badges.into_iter().map(|badge| (DOUBT, badge));
    let id = chains::short(&story.id);
    let all = format!(
        "one of {} stories of a chain: dateline story {id}",
        place.total
    );
    for (paint, text) in badges.chain([(FAINT, all)]) {
        for line in paragraph(&safe::line(&text), style.width, 0) {
            writeln!(out, "{}", style.paint(paint, &line))?;
        }
    }
    writeln!(out)
}

fn write_warning(
    out: &mut dyn Write,
    story: &Story,
    now: DateTime<Utc>,
    style: Style,
) -> io::Result<()> {
    let warning = warning(story, now);
    if warning.is_empty() {
        return Ok(());
    }
    for line in paragraph(&warning, style.width, 0) {
        writeln!(out, "{}", style.paint(FAILURE, &line))?;
    }
    writeln!(out)
}

/// What a reader has to know before using a story; empty where it is usable.
pub fn warning(story: &Story, now: DateTime<Utc>) -> String {
    let Some(what) = standing(story, now) else {
        return String::new();
    };
    let means = match Status::of(story, now) {
        Status::Superseded => "a newer version stands in the place of this story",
        Status::Canceled => "its agency withdrew this story: do not use it",
        Status::Withheld => "its agency holds this story back: do not use it",
        _ => "do not use this story before",
    };
    format!("{what}: {means}")
}

/// `SUPERSEDED by 2f3a…`, `KILLED`, `WITHHELD`, `EMBARGO until 2020-11-17 17:00 UTC`; `None` of a usable story.
pub(super) fn standing(story: &Story, now: DateTime<Utc>) -> Option<String> {
    Some(match Status::of(story, now) {
        Status::Usable => return None,
        Status::Superseded => {
            let by = story.superseded_by.as_deref().unwrap_or_default();
            safe::line(&format!("SUPERSEDED by {by}")).into_owned()
        }
        Status::Canceled => "KILLED".into(),
        Status::Withheld => "WITHHELD".into(),
        Status::Embargoed => {
            let end = embargo_end(story);
            let end = DateTime::from_timestamp(end, 0).filter(|_| end != NEVER);
            match end {
                Some(end) => format!("EMBARGO until {}", end.format("%Y-%m-%d %H:%M UTC")),
                None => "EMBARGO without an end".into(),
            }
        }
    })
}

/// The names of the places in the text, on one line.
pub(super) fn write_mentioned(
    out: &mut dyn Write,
    mentioned: &[String],
    style: Style,
) -> io::Result<()> {
    match listed(mentioned) {
        None => Ok(()),
        Some(names) => {
            let names = fit(&safe::line(&names), style.width.saturating_sub(NAMES));
            write_field(out, "mentions", &names, style)
        }
    }
}

fn write_all(
    out: &mut dyn Write,
    story: &Story,
    mentioned: &[String],
    style: Style,
) -> io::Result<()> {
    if let Some(headline) = &story.headline {
        for line in paragraph(&safe::line(headline), style.width, 0) {
            writeln!(out, "{}", style.paint(STRONG, &line))?;
        }
        writeln!(out)?;
    }
    for (name, value) in header(story) {
        write_field(out, name, &value, style)?;
    }
    write_mentioned(out, mentioned, style)?;
    for text in &story.paragraphs {
        writeln!(out)?;
        for line in paragraph(&safe::line(text), style.width, 0) {
            writeln!(out, "{line}")?;
        }
    }
    if let Some(signoff) = &story.signoff {
        writeln!(out, "\n{}", style.paint(FAINT, &safe::line(signoff)))?;
    }
    write_warnings(out, story, style)
}

/// One line (or more) of a header block: the name, then the value wrapped beside it.
pub(super) fn write_field(
    out: &mut dyn Write,
    name: &str,
    value: &str,
    style: Style,
) -> io::Result<()> {
    let value = safe::line(value);
    let lines = wrap(&value, style.width.saturating_sub(NAMES));
    for (number, line) in lines.into_iter().enumerate() {
        let name = if number == 0 { name } else { "" };
        let name = format!("{name:<NAMES$}");
        writeln!(out, "{}{}", style.paint(FAINT, &name), &value[line])?;
    }
    Ok(())
}

/// What was doubtful in reading it.
pub(super) fn write_warnings(out: &mut dyn Write, story: &Story, style: Style) -> io::Result<()> {
    if !story.warnings.is_empty() {
        writeln!(out)?;
    }
    for warning in &story.warnings {
        let text = format!("doubtful: {}", safe::line(warning));
        for line in paragraph(&text, style.width, 0) {
            writeln!(out, "{}", style.paint(DOUBT, &line))?;
        }
    }
    Ok(())
}

/// The fields that a reader looks for, those that are known.
fn header(story: &Story) -> Vec<(&'static str, String)> {
    let fields = [
        ("date", date(story)),
        ("place", places(story)),
        ("agency", agency(story)),
        ("dateline", story.dateline.clone()),
        ("byline", story.byline.clone()),
        ("slug", story.slug.clone()),
        ("note", story.note.clone()),
        ("marks", listed(&story.marks)),
        ("status", story.status.clone()),
        ("embargo", story.embargo_until.clone()),
        ("usage", story.usage.clone()),
        ("replaced", story.superseded_by.clone()),
        ("language", story.language.clone()),
        ("path", Some(path(story))),
        ("also at", listed(&story.also_at)),
        ("id", Some(story.id.clone())),
    ];
    fields
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
}

/// The values with commas between them; `None` where there are none.
pub(super) fn listed(values: &[String]) -> Option<String> {
    (!values.is_empty()).then(|| values.join(", "))
}

/// The date, and what it rests on.
pub(super) fn date(story: &Story) -> Option<String> {
    let date = story.date?;
    Some(match story.date_from {
        Some(from) => format!("{date} ({})", rests_on(from)),
        None => date.to_string(),
    })
}

/// What a date rests on, in words.
fn rests_on(from: DateFrom) -> &'static str {
    match from {
        DateFrom::Dateline => "from the dateline",
        DateFrom::Field => "from a header field",
        DateFrom::Hint => "from the prefix of the crawl",
        DateFrom::Text => "from the text",
        DateFrom::Path => "from the path",
        DateFrom::Neighbours => "from its neighbours",
        DateFrom::Mtime => "from the file's modification time",
        DateFrom::Assumed => "assumed",
    }
}

/// The places as printed, each with what the gazetteer knows of it.
pub(super) fn places(story: &Story) -> Option<String> {
    let places: Vec<_> = story.places.iter().map(place).collect();
    (!places.is_empty()).then(|| places.join("; "))
}

/// `CHATHAM, Mass. = Chatham, US`
fn place(place: &Place) -> String {
    let mut text = place.as_written.clone();
    if let Some(qualifier) = &place.qualifier {
        text.push_str(&format!(", {qualifier}"));
    }
    let known = [place.name.as_deref(), place.country.as_deref()];
    let known: Vec<_> = known.into_iter().flatten().collect();
    match known.is_empty() {
        true => text,
        false => format!("{text} = {}", known.join(", ")),
    }
}

/// The principal agency, the others, and the credit where it is not one of them.
pub(super) fn agency(story: &Story) -> Option<String> {
    let agencies = listed(&story.agencies).or_else(|| story.agency.clone());
    match (agencies, &story.credit) {
        (Some(agencies), Some(credit)) if !credit.eq_ignore_ascii_case(&agencies) => {
            Some(format!("{agencies} (printed {credit})"))
        }
        (Some(agencies), _) => Some(agencies),
        (None, Some(credit)) => Some(format!("{credit} (not in the table)")),
        (None, None) => None,
    }
}

/// The path, with the number of the story where the file holds several.
pub(super) fn path(story: &Story) -> String {
    match story.part {
        Some(part) => format!("{}, story {part}", story.path),
        None => story.path.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::examples::story;
    use super::*;

    fn text(story: &Story, width: usize) -> String {
        let mut out = Vec::new();
        let now = "2020-12-01T00:00:00Z".parse().unwrap();
        let mentioned = ["Moscow".to_string(), "Armenia\u{1B}".to_string()];
        write(&mut out, story, None, &mentioned, now, Style::plain(width)).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_story_is_shown_with_what_is_known_of_it() {
        let mut story = story();
        story.warnings = vec!["two dates".into()];
        assert_eq!(
            text(&story, 50),
            "\
Karabakh: le cessez-le-feu conclu sous l'égide de
Moscou tient

date      2020-11-17 (from the dateline)
place     Tbilissi = Tbilisi, GE
agency    afp
dateline  Tbilissi, 17 nov 2020 (AFP)
language  fr
path      corpus/afp/karabakh 1.txt
id        1f3a5b7c9d1f3a5b7c9d1f3a5
mentions  Moscow, Armenia␛

Le cessez-le-feu conclu le 10 novembre est
respecté, a dit le ministre.

L'Arménie l'a confirmé.

doubtful: two dates
"
        );
    }

    #[test]
    fn a_story_that_is_not_to_be_used_says_so_before_all_else() {
        let mut story = story();
        for (status, until, first) in [
            (
                "canceled",
                None,
                "KILLED: its agency withdrew this story: do not use it",
            ),
            (
                "withheld",
                None,
                "WITHHELD: its agency holds this story back: do not use it",
            ),
            (
                "embargoed",
                Some("2020-12-24T06:00:00+01:00"),
                "EMBARGO until 2020-12-24 05:00 UTC: do not use this story before",
            ),
            (
                "embargoed",
                Some("2020-11-24T06:00:00+01:00"),
                "Karabakh: le cessez-le-feu conclu sous l'égide de Moscou tient",
            ),
        ] {
            story.status = Some(status.into());
            story.embargo_until = until.map(String::from);
            assert_eq!(text(&story, 80).lines().next(), Some(first));
        }
    }

    #[test]
    fn no_field_of_a_story_commands_the_terminal() {
        let evil = "\u{1B}[31m\u{9B}\r\n";
        let mut story = story();
        for field in [
            &mut story.headline,
            &mut story.byline,
            &mut story.slug,
            &mut story.note,
            &mut story.signoff,
            &mut story.dateline,
            &mut story.credit,
            &mut story.status,
        ] {
            *field = Some(evil.into());
        }
        for list in [
            &mut story.paragraphs,
            &mut story.warnings,
            &mut story.marks,
            &mut story.also_at,
        ] {
            *list = vec![evil.into()];
        }
        story.path = evil.into();
        story.places[0].qualifier = Some(evil.into());
        assert!(!text(&story, 80).contains(|c: char| c != '\n' && c.is_control()));
    }
}
