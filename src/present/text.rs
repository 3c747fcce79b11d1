//! The list for reading: a line a story (date, place, agency, headline or first words), its path, and the pieces of it
//! that matched.

use super::chains::{badges, share};
use super::layout::{columns, fit, paragraph, wrap};
use super::story::standing;
use super::{
    Asked, DOUBT, FAILURE, FAINT, Listing, Looks, MATCH, PLACE, STRONG, Style, safe, unwritten,
};
use crate::error::Result;
use crate::search::{Fragment, Hit, Results};
use crate::story::{Place, Story};
use anstyle::Style as Paint;
use std::io::{self, Write};
use std::ops::Range;

/// How far paths and fragments stand to the right.
const INDENT: usize = 4;
/// How many fragments of a story are shown.
const FRAGMENTS: usize = 2;
/// The fewest columns that a title is given on the line of the date and place; with less it goes on its own line.
const TITLE_ROOM: usize = 24;
/// The first words of a story without a headline, in characters, before they are cut to the line.
const OPENING: usize = 300;

/// A list for reading.
pub(super) struct Text {
    looks: Looks,
    first: bool,
}

impl Text {
    pub(super) fn new(looks: Looks) -> Text {
        Text { looks, first: true }
    }
}

impl Listing for Text {
    fn list(&mut self, out: &mut dyn Write, asked: Asked<'_>, results: Results<'_>) -> Result<u64> {
        let style = self.looks.style;
        if let Some(name) = asked.name {
            let heading = format!(
                "{name}: {} ({})",
                asked.query,
                super::total(results.total, results.matched)
            );
            let heading = style.paint(STRONG, &safe::line(&heading));
            let space = if self.first { "" } else { "\n" };
            writeln!(out, "{space}{heading}").map_err(unwritten)?;
            self.first = false;
        }
        let mut shown = 0;
        for hit in results.hits {
            write_hit(out, &hit?, self.looks).map_err(unwritten)?;
            shown += 1;
        }
        Ok(shown)
    }
}

fn write_hit(out: &mut dyn Write, hit: &Hit, looks: Looks) -> io::Result<()> {
    let style = looks.style;
    write_title(out, hit, looks)?;
    write_path(out, &hit.story, style)?;
    let superseded_by = hit.story.superseded_by.as_deref();
    let place = hit.in_chain.iter();
    for badge in place.flat_map(|place| badges(place, superseded_by)) {
        for line in paragraph(&safe::line(&badge), style.width, INDENT) {
            writeln!(out, "{}", style.paint(DOUBT, &line))?;
        }
    }
    hit.fragments
        .iter()
        .filter(|fragment| fragment.field != "headline")
        .take(FRAGMENTS)
        .try_for_each(|fragment| write_fragment(out, fragment, style))
}

/// `2020-11-17  Tbilissi (GE)  AFP  Karabakh: le cessez-le-feu …`
pub(super) fn write_title(out: &mut dyn Write, hit: &Hit, looks: Looks) -> io::Result<()> {
    let (story, style) = (&hit.story, looks.style);
    let date = date(story);
    let place = fit(&places(story), (style.width / 3).max(12));
    let agency = fit(&agency(story), 24);
    let status = standing(story, looks.now).unwrap_or_default();
    let marks_shown = fit(&marked(story), style.width / 3);
    let share = hit.in_chain.as_ref().map(share).unwrap_or_default();
    let columns_before: usize = [&date, &place, &agency, &status, &marks_shown, &share]
        .iter()
        .filter(|part| !part.is_empty())
        .map(|part| columns(part) + 2)
        .sum();
    let before = [
        date,
        style.paint(PLACE, &place),
        agency,
        style.paint(FAILURE, &status),
        style.paint(DOUBT, &marks_shown),
        style.paint(FAINT, &share),
    ];
    let before: Vec<_> = before.into_iter().filter(|part| !part.is_empty()).collect();
    let before = before.join("  ");
    let (title, marks) = title(hit);
    let room = match columns_before + TITLE_ROOM <= style.width {
        true => {
            write!(out, "{before}  ")?;
            style.width - columns_before
        }
        false => {
            write!(out, "{}\n{:INDENT$}", before.trim_end(), "")?;
            style.width.saturating_sub(INDENT)
        }
    };
    let shown = fit(&title, room);
    write_marked(out, &shown, 0..shown.len(), &marks, style, STRONG)?;
    writeln!(out)
}

/// The date, in ten columns so that those of most stories stand under each other.
fn date(story: &Story) -> String {
    let date = match story.date {
        Some(date) => date.to_string().chars().take(16).collect(),
        None => "no date".to_string(),
    };
    format!("{:<10}", date.replace('T', " "))
}

/// `Tbilissi (GE)`; of several places `Erevan (AM)/Bakou (AZ)`.
pub(super) fn places(story: &Story) -> String {
    let one = |place: &Place| match &place.country {
        Some(country) => format!("{} ({country})", place.as_written),
        None => place.as_written.clone(),
    };
    let places: Vec<_> = story.places.iter().map(one).collect();
    safe::line(&places.join("/")).into_owned()
}

/// `[correction, lead]`
fn marked(story: &Story) -> String {
    match story.marks.is_empty() {
        true => String::new(),
        false => safe::line(&format!("[{}]", story.marks.join(", "))).into_owned(),
    }
}

/// The agency as it signs.
pub(super) fn agency(story: &Story) -> String {
    let name = match (&story.agency, &story.credit) {
        (Some(id), _) => id.to_uppercase(),
        (None, Some(credit)) => credit.clone(),
        (None, None) => String::new(),
    };
    safe::line(&name).into_owned()
}

/// The headline with the words of it that matched, or the first words, without line ends and runs of blanks.
fn title(hit: &Hit) -> (String, Vec<(usize, usize)>) {
    if let Some(headline) = &hit.story.headline
        && let Some(fragment) = hit.fragments.iter().find(|f| f.field == "headline")
        && fragment.text == *headline
    {
        return safe::marked(headline, &fragment.marks);
    }
    let opening: String = hit.story.title().chars().take(OPENING).collect();
    let words: Vec<_> = opening.split_whitespace().collect();
    (safe::line(&words.join(" ")).into_owned(), Vec::new())
}

/// The path, with the number of the story where the file holds several. A path too long for its line is cut at its
/// beginning: the end of it tells more.
pub(super) fn write_path(out: &mut dyn Write, story: &Story, style: Style) -> io::Result<()> {
    let mut path = safe::line(&story.path).into_owned();
    if let Some(part) = story.part {
        path.push_str(&format!(" [{part}]"));
    }
    if !story.also_at.is_empty() {
        path.push_str(&format!(" (+{})", story.also_at.len()));
    }
    let path = fit_end(&path, style.width.saturating_sub(INDENT));
    writeln!(out, "{:INDENT$}{}", "", style.paint(FAINT, &path))
}

/// The end of a text that fits a number of columns, after an ellipsis where something was cut.
fn fit_end(text: &str, width: usize) -> String {
    if columns(text) <= width {
        return text.into();
    }
    let mut kept = text;
    while columns(kept) + 1 > width {
        let mut chars = kept.chars();
        if chars.next().is_none() {
            break;
        }
        kept = chars.as_str();
    }
    format!("…{kept}")
}

/// A fragment, wrapped, with the words that matched in colour. What is not of the text says where it stands.
fn write_fragment(out: &mut dyn Write, fragment: &Fragment, style: Style) -> io::Result<()> {
    let label = match fragment.field {
        "body" => String::new(),
        field => format!("{field}: "),
    };
    let shifted = fragment.marks.iter();
    let shifted: Vec<_> = shifted
        .map(|(start, end)| (start + label.len(), end + label.len()))
        .collect();
    let (text, marks) = safe::marked(&format!("{label}{}", fragment.text), &shifted);
    for line in wrap(&text, style.width.saturating_sub(INDENT)) {
        write!(out, "{:INDENT$}", "")?;
        write_marked(out, &text, line, &marks, style, Paint::new())?;
        writeln!(out)?;
    }
    Ok(())
}

/// A piece of a text, with the marks in it in colour and the rest in another paint. Marks that a cut has moved into a
/// character are passed over.
fn write_marked(
    out: &mut dyn Write,
    text: &str,
    piece: Range<usize>,
    marks: &[(usize, usize)],
    style: Style,
    rest: Paint,
) -> io::Result<()> {
    let mut at = piece.start;
    for &(start, end) in marks {
        let (start, end) = (start.max(at), end.min(piece.end));
        if let Some(matched) = text.get(start..end).filter(|matched| !matched.is_empty()) {
            let before = style.paint(rest, &text[at..start]);
            write!(out, "{before}{}", style.paint(MATCH, matched))?;
            at = end;
        }
    }
    write!(out, "{}", style.paint(rest, &text[at..piece.end]))
}

/// Says how many of the stories found were shown: `12 of 412 stories (655 with repeats)`.
pub(super) fn summary(shown: u64, total: u64, matched: u64, offset: usize) -> String {
    use super::figures::grouped;
    let stories = |total| super::total(total, matched);
    match (shown, offset) {
        (shown, _) if shown == total => stories(total),
        (0, _) => {
            let first = offset.saturating_add(1);
            format!("none of {} from number {first} on", stories(total))
        }
        (_, 0) => format!("{} of {}", grouped(shown), stories(total)),
        _ => {
            let (first, last) = (
                (offset as u64).saturating_add(1),
                (offset as u64).saturating_add(shown),
            );
            format!(
                "{} to {} of {}",
                grouped(first),
                grouped(last),
                stories(total)
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Form;
    use super::super::examples::{hit, listed, looks};
    use super::*;

    fn text(width: usize, hit: Hit) -> String {
        listed(Form::Text, looks(width), vec![hit])
    }

    #[test]
    fn a_story_reads_well_on_80_columns() {
        assert_eq!(
            text(80, hit()),
            "\
2020-11-17  Tbilissi (GE)  AFP  Karabakh: le cessez-le-feu conclu sous l'égide…
    corpus/afp/karabakh 1.txt
    Le cessez-le-feu conclu le 10 novembre est respecté, a dit le ministre.
"
        );
    }

    #[test]
    fn a_wide_window_is_used() {
        assert!(text(120, hit()).starts_with(
            "2020-11-17  Tbilissi (GE)  AFP  Karabakh: le cessez-le-feu conclu sous l'égide de Moscou tient\n"
        ));
    }

    #[test]
    fn in_a_narrow_window_the_title_has_its_own_line() {
        assert_eq!(
            text(40, hit()),
            "\
2020-11-17  Tbilissi (GE)  AFP
    Karabakh: le cessez-le-feu conclu s…
    corpus/afp/karabakh 1.txt
    Le cessez-le-feu conclu le 10
    novembre est respecté, a dit le
    ministre.
"
        );
    }

    #[test]
    fn no_line_is_wider_than_the_window() {
        let mut odd = hit();
        odd.story.headline = Some("東京 ".repeat(80));
        odd.story.places[0].as_written =
            "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch".into();
        odd.story.path = "a/long/path".repeat(20);
        odd.fragments[0].text = "x".repeat(500);
        for width in [20, 40, 80, 120] {
            for line in text(width, odd.clone()).lines() {
                assert!(columns(line) <= width.max(39), "{width}: {line}");
            }
        }
    }

    #[test]
    fn only_the_words_that_matched_are_coloured_across_lines() {
        let mut looks = looks(40);
        looks.style.colour = true;
        let coloured = listed(Form::Text, looks, vec![hit()]);
        assert!(
            coloured
                .contains("Le \u{1B}[1m\u{1B}[31mcessez\u{1B}[0m-\u{1B}[1m\u{1B}[31mle\u{1B}[0m-"),
            "{coloured:?}"
        );
        let bare = anstyle_free(&coloured);
        assert_eq!(bare, text(40, hit()));
    }

    #[test]
    fn words_that_matched_in_the_headline_are_coloured_there() {
        let mut hit = hit();
        hit.fragments.insert(
            0,
            Fragment {
                field: "headline",
                paragraph: None,
                text: hit.story.headline.clone().unwrap(),
                marks: vec![(0, 8), (40, 47)],
            },
        );
        let mut looks = looks(80);
        looks.style.colour = true;
        let coloured = listed(Form::Text, looks, vec![hit.clone()]);
        assert!(
            coloured.contains("\u{1B}[31mKarabakh\u{1B}[0m"),
            "{coloured:?}"
        );
        assert_eq!(anstyle_free(&coloured), text(80, hit));
    }

    /// A text without our colour sequences.
    fn anstyle_free(text: &str) -> String {
        let mut bare = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("\u{1B}[") {
            bare.push_str(before);
            rest = after.split_once('m').map_or("", |(_, after)| after);
        }
        bare + rest
    }

    #[test]
    fn nothing_in_a_story_reaches_the_terminal_as_a_command() {
        let evil = "\u{1B}]0;x\u{7}\u{9B}2J\r\n\u{202E}";
        let mut odd = hit();
        odd.story.headline = Some(evil.into());
        odd.story.path = evil.into();
        odd.story.agency = Some(evil.into());
        odd.story.places[0].as_written = evil.into();
        odd.story.places[0].country = Some(evil.into());
        odd.fragments[0].text = evil.into();
        odd.fragments[0].marks = vec![(0, 3)];
        let text = text(80, odd);
        assert!(
            !text.contains(|c: char| c != '\n' && (c.is_control() || safe::is_bidi_control(c)))
        );
        assert_eq!(text.lines().count(), 3);
    }

    #[test]
    fn what_is_not_known_leaves_no_gap() {
        let bare = Hit {
            story: Story {
                paragraphs: vec!["Premiers mots.".into()],
                path: "a.txt".into(),
                ..Story::default()
            },
            score: 0.0,
            in_chain: None,
            fragments: vec![],
        };
        assert_eq!(text(80, bare), "no date     Premiers mots.\n    a.txt\n");
    }

    #[test]
    fn marks_and_what_must_not_be_used_stand_before_the_title() {
        let mut killed = hit();
        killed.story.marks = vec!["correction".into(), "lead".into()];
        assert!(
            text(120, killed.clone())
                .starts_with("2020-11-17  Tbilissi (GE)  AFP  [correction, lead]  Karabakh")
        );
        killed.story.status = Some("canceled".into());
        assert!(
            text(120, killed).starts_with(
                "2020-11-17  Tbilissi (GE)  AFP  KILLED  [correction, lead]  Karabakh"
            )
        );
    }

    #[test]
    fn the_total_is_always_said() {
        assert_eq!(summary(12, 412, 412, 0), "12 of 412 stories");
        assert_eq!(summary(1, 1, 1, 0), "1 story");
        assert_eq!(summary(20, 1412, 1412, 40), "41 to 60 of 1,412 stories");
        assert_eq!(
            summary(0, 412, 412, usize::MAX),
            "none of 412 stories from number 18446744073709551615 on"
        );
        assert_eq!(
            summary(0, 412, 412, 500),
            "none of 412 stories from number 501 on"
        );
    }
}
