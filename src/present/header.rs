//! How a dispatch was read, for a person: each field with what it rests on, what was doubtful, and where each
//! paragraph begins.

use super::layout::{fit, padded};
use super::story::{
    agency, date, listed, path, places, write_field, write_mentioned, write_warnings,
};
use super::{FAINT, STRONG, Style, safe, unwritten};
use crate::error::Result;
use crate::story::Story;
use std::io::{self, Write};

/// Stands where nothing was found.
const NONE: &str = "—";

/// Writes how a dispatch was read; `mentioned` are the names of the places in its text.
pub fn write(out: &mut dyn Write, story: &Story, mentioned: &[String], style: Style) -> Result<()> {
    write_all(out, story, mentioned, style).map_err(unwritten)
}

/// Writes the space between two dispatches.
pub fn write_space(out: &mut dyn Write) -> Result<()> {
    writeln!(out).map_err(unwritten)
}

fn write_all(
    out: &mut dyn Write,
    story: &Story,
    mentioned: &[String],
    style: Style,
) -> io::Result<()> {
    let heading = safe::line(&path(story)).into_owned();
    writeln!(out, "{}", style.paint(STRONG, &fit(&heading, style.width)))?;
    for (name, value) in always(story) {
        write_field(out, name, value.as_deref().unwrap_or(NONE), style)?;
    }
    for (name, value) in where_known(story) {
        if let Some(value) = value {
            write_field(out, name, &value, style)?;
        }
    }
    write_mentioned(out, mentioned, style)?;
    write_paragraphs(out, story, style)?;
    write_warnings(out, story, style)
}

/// The fields whose absence tells something.
fn always(story: &Story) -> [(&'static str, Option<String>); 6] {
    [
        (
            "format",
            Some(format!("{}, {}", story.format, charset(story))),
        ),
        ("dateline", story.dateline.clone()),
        ("place", places(story)),
        ("date", date(story)),
        ("agency", agency(story)),
        ("language", story.language.clone()),
    ]
}

/// `windows-1251 (guessed, 0.97)`: how it was told, where it could be another.
fn charset(story: &Story) -> String {
    let sure = matches!(story.charset_from.as_str(), "" | "mark" | "valid");
    if sure {
        return story.charset.clone();
    }
    let (from, confidence) = (&story.charset_from, story.charset_confidence);
    format!("{} ({from}, {confidence:.2})", story.charset)
}

/// The fields that most stories do not have.
fn where_known(story: &Story) -> [(&'static str, Option<String>); 16] {
    [
        ("headline", story.headline.clone()),
        ("byline", story.byline.clone()),
        ("slug", story.slug.clone()),
        ("category", story.category.clone()),
        ("urgency", story.urgency.map(|urgency| urgency.to_string())),
        ("keywords", listed(&story.keywords)),
        ("note", story.note.clone()),
        ("sign-off", story.signoff.clone()),
        ("marks", listed(&story.marks)),
        ("version", story.version.map(|version| version.to_string())),
        ("status", story.status.clone()),
        ("embargo", story.embargo_until.clone()),
        ("usage", story.usage.clone()),
        ("replaced", story.superseded_by.clone()),
        ("printed", printed(&story.header)),
        ("id", Some(story.id.clone())),
    ]
}

/// Header lines as printed, of which the other fields do not hold every word.
fn printed(lines: &[String]) -> Option<String> {
    (!lines.is_empty()).then(|| lines.join(" | "))
}

/// The first words of each paragraph, with its number.
fn write_paragraphs(out: &mut dyn Write, story: &Story, style: Style) -> io::Result<()> {
    let number = story.paragraphs.len();
    let digits = number.to_string().len();
    let summary = super::figures::counted(u64::from(story.words), "word", "words");
    let paragraphs = super::figures::counted(number as u64, "paragraph", "paragraphs");
    write_field(out, "text", &format!("{paragraphs}, {summary}"), style)?;
    for (number, text) in (1..).zip(&story.paragraphs) {
        let number = padded(&format!("{number:>digits$}"), digits + 2);
        let text = fit(&safe::line(text), style.width.saturating_sub(digits + 4));
        writeln!(out, "  {}{text}", style.paint(FAINT, &number))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::examples::story;
    use super::*;

    #[test]
    fn a_person_sees_how_the_header_was_read() {
        let mut story = story();
        story.language = None;
        let mut out = Vec::new();
        let mentioned = ["Moscow".to_string(), "Armenia".to_string()];
        write(&mut out, &story, &mentioned, Style::plain(60)).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "\
corpus/afp/karabakh 1.txt
format    plain, utf-8
dateline  Tbilissi, 17 nov 2020 (AFP)
place     Tbilissi = Tbilisi, GE
date      2020-11-17 (from the dateline)
agency    afp
language  —
headline  Karabakh: le cessez-le-feu conclu sous l'égide de
          Moscou tient
id        1f3a5b7c9d1f3a5b7c9d1f3a5
mentions  Moscow, Armenia
text      2 paragraphs, 12 words
  1  Le cessez-le-feu conclu le 10 novembre est respecté, a…
  2  L'Arménie l'a confirmé.
"
        );
    }
}
