//! Stories of formats that keep headline, byline and dateline in fields, and mark their paragraphs: what their text
//! says beside the fields. A dateline often stands in both; the printed one wins.

use super::plain::{self, Layout};
use super::{
    Dateline, Dispatch, PrintedDate, PrintedEmbargo, PrintedPlace, byline, clean, dateline,
    embargo, head, notes, stamp,
};
use crate::facts::Facts;
use crate::status::Status;
use chrono::{Datelike, Timelike};

/// Reads the paragraphs of a story whose fields are in the dispatch already: cuts a printed dateline, a repeated
/// headline and the sign-off, and compares the printed dateline with the fields. Line ends in a paragraph stay. Where
/// no field gave a headline, one may stand in the text.
pub(super) fn read(paragraphs: &[String], dispatch: &mut Dispatch, facts: &Facts) {
    read_note(dispatch, facts);
    let text = joined(paragraphs);
    plain::read_into(&clean::clean(&text), Layout::Parted, dispatch, facts);
    settle_dateline(dispatch, facts);
}

/// Reads paragraphs likewise, of a format whose field for the headline is empty where there is none: the first
/// paragraph is text then.
pub(super) fn read_body(paragraphs: &[String], dispatch: &mut Dispatch, facts: &Facts) {
    let has_headline = dispatch.headline.is_some();
    dispatch.headline.get_or_insert_default();
    read(paragraphs, dispatch, facts);
    if !has_headline && dispatch.headline.as_deref() == Some("") {
        dispatch.headline = None;
    }
}

/// Sets a headline: its marks are read, and stay in it, for a field is kept as it was carried.
pub(super) fn set_headline(words: &str, dispatch: &mut Dispatch, facts: &Facts) {
    let carried = clean::squeeze(&clean::clean(words));
    if carried.is_empty() {
        return;
    }
    head::set_headline(&carried, dispatch, facts);
    dispatch.headline = Some(carried);
}

/// Sets a byline, without its `By`. An address is nobody's name.
pub(super) fn set_byline(words: &str, dispatch: &mut Dispatch) {
    let line = clean::squeeze(&clean::clean(words));
    if line.chars().any(char::is_alphabetic) && !line.starts_with("http") {
        dispatch.byline = Some(byline::of_field(&line).unwrap_or(line));
    }
}

/// Adds a lifecycle mark, each once.
pub(super) fn add_mark(mark: &str, dispatch: &mut Dispatch) {
    if !dispatch.marks.iter().any(|known| known == mark) {
        dispatch.marks.push(mark.to_owned());
    }
}

/// The standing that a word of a field names: `usable`, `stat:canceled`, `Embargoed`; `None` of others.
pub(super) fn status(word: &str) -> Option<Status> {
    let word = word.rsplit([':', '/']).next()?.trim().to_lowercase();
    match word.as_str() {
        "cancelled" | "cancel" | "killed" | "kill" | "recalled" | "recall" | "withdrawn"
        | "withdraw" | "takedown" | "deleted" | "delete" | "spiked" | "retracted" | "retract"
        | "revoked" | "unpublished" | "removed" => Some(Status::Canceled),
        "onhold" | "hold" | "held" => Some(Status::Withheld),
        "embargo" => Some(Status::Embargoed),
        // What supersedes a story is seen by the archive, and no field says it.
        word => Status::named(word).filter(|status| *status != Status::Superseded),
    }
}

/// Sets the end of an embargo as a field carries it. A clock without a zone is that of the agency, as in print; what
/// cannot be read is an embargo all the same.
pub(super) fn set_embargo(field: &str, dispatch: &mut Dispatch, facts: &Facts) {
    let free = matches!(dispatch.fields.status, None | Some(Status::Usable));
    if let Some(local) = stamp::local_of_field(field) {
        add_mark("embargo", dispatch);
        dispatch.embargo = Some(PrintedEmbargo {
            date: Some(PrintedDate {
                year: Some(local.year()),
                month: Some(local.month()),
                day: Some(local.day()),
                weekday: None,
            }),
            clock: Some((local.hour(), local.minute())),
            offset: None,
        });
        return;
    }
    dispatch.fields.embargo_until = stamp::of_field(field, &facts.calendar);
    if dispatch.fields.embargo_until.is_none() && free {
        dispatch.fields.status = Some(Status::Embargoed);
    }
}

/// Reads a note for editors that a field carries: the marks and the embargo that it begins with, as in print.
fn read_note(dispatch: &mut Dispatch, facts: &Facts) {
    let Some(note) = dispatch.note.clone() else {
        return;
    };
    let bare = clean::squeeze(&clean::clean(&note));
    let mark = notes::of_line(&format!("({bare})"), &facts.calendar).and_then(|note| note.mark);
    if let Some(mark) = mark {
        add_mark(mark, dispatch);
    } else {
        head::mark_of_note(&bare, dispatch);
    }
    if dispatch.marks.iter().any(|mark| mark == "embargo") {
        let printed = || embargo::read(&bare, &facts.calendar);
        dispatch.embargo = dispatch.embargo.or_else(printed);
    }
}

/// Paragraphs as text whose blank lines part them, and only they.
fn joined(paragraphs: &[String]) -> String {
    let mut text = String::with_capacity(paragraphs.iter().map(|part| part.len() + 2).sum());
    for paragraph in paragraphs {
        let lines = paragraph.split('\n').map(str::trim_end);
        let mut lines = lines.filter(|line| !line.is_empty()).peekable();
        if lines.peek().is_none() {
            continue;
        }
        for line in lines {
            text.push_str(line);
            text.push('\n');
        }
        text.push('\n');
    }
    text
}

/// Takes the dateline of the fields where none is printed, and says where the two disagree.
pub(super) fn settle_dateline(dispatch: &mut Dispatch, facts: &Facts) {
    let Some(field) = dispatch.fields.dateline.clone() else {
        return;
    };
    let Some(of_field) = of_field(&field, facts) else {
        return;
    };
    let Some(printed) = &mut dispatch.dateline else {
        dispatch.dateline = Some(of_field);
        return;
    };
    if printed.places.is_empty() {
        printed.places = of_field.places;
    } else if let (Some(here), Some(there)) = (printed.places.first(), of_field.places.first())
        && !same_place(here, there, facts)
    {
        dispatch.warnings.push(format!(
            "the text is datelined {}, its field says {}",
            here.name, there.name
        ));
    }
    if printed.date.is_none() {
        printed.date = of_field.date;
    }
    if printed.credits.is_empty() {
        printed.credits = of_field.credits;
    }
}

/// The dateline that a field gives: `London (dpa) - `, `ROMA, 01 LUG -`, `Helsinki`. A field of something else (a date
/// alone, a slug) gives none.
pub(super) fn of_field(field: &str, facts: &Facts) -> Option<Dateline> {
    let field = clean::squeeze(&clean::clean(field));
    let as_written = field.trim_matches(|c: char| c.is_whitespace() || "-–—_:".contains(c));
    let found = [format!("{field} A"), format!("{as_written} - A")]
        .iter()
        .filter_map(|line| dateline::find(line, facts))
        .find(|found| !found.dateline.places.is_empty());
    if let Some(found) = found {
        return Some(Dateline {
            as_written: as_written.into(),
            ..found.dateline
        });
    }
    let has_digit = as_written.contains(|c: char| c.is_ascii_digit());
    let names: Vec<&str> = as_written.split('/').map(str::trim).collect();
    let places: Vec<PrintedPlace> = names
        .iter()
        .map(|name| place_of_field(name, facts))
        .collect();
    let is_known =
        |place: &PrintedPlace| facts.gazetteer.knows(&place.name) || place.qualifier.is_some();
    let are_places = !has_digit && places.iter().all(is_known);
    let is_town = |name: &str| facts.gazetteer.knows(name);
    let with_canton = || !as_written.contains(',') && places[0].qualifier.is_some();
    (are_places && (is_town(&places[0].name) || with_canton())).then(|| Dateline {
        as_written: as_written.into(),
        places,
        ..Dateline::default()
    })
}

/// A place as a field names it: `London, Ontario`, or with a Swiss canton (`Landquart GR`).
fn place_of_field(words: &str, facts: &Facts) -> PrintedPlace {
    let is_canton = |code: &str| {
        let region = facts.gazetteer.region_at_home(code, Some("CH"));
        code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase()) && region.is_some()
    };
    let parted = words
        .split_once(", ")
        .or_else(|| words.rsplit_once(' ').filter(|(_, code)| is_canton(code)));
    let (name, qualifier) = match parted {
        Some((name, qualifier)) => (name, Some(qualifier.to_owned())),
        None => (words, None),
    };
    PrintedPlace {
        name: name.into(),
        qualifier,
    }
}

/// Whether two names may be one place's.
fn same_place(here: &PrintedPlace, there: &PrintedPlace, facts: &Facts) -> bool {
    if clean::folded(&here.name) == clean::folded(&there.name) {
        return true;
    }
    let others = facts.gazetteer.find(&there.name);
    let known = facts.gazetteer.find(&here.name);
    known
        .iter()
        .any(|entry| others.iter().any(|other| other.id == entry.id))
}

#[cfg(test)]
mod tests {
    use super::super::Fields;
    use super::*;

    fn read_with(field: Option<&str>, paragraphs: &[&str]) -> Dispatch {
        let mut dispatch = Dispatch {
            headline: Some("Kite club wins cup".into()),
            fields: Fields {
                dateline: field.map(String::from),
                ..Fields::default()
            },
            ..Dispatch::default()
        };
        let paragraphs: Vec<String> = paragraphs.iter().map(|text| text.to_string()).collect();
        read(&paragraphs, &mut dispatch, Facts::built_in());
        dispatch
    }

    #[test]
    fn a_note_in_a_field_says_what_it_says_in_print() {
        for (note, mark) in [
            ("MANDATORY KILL: the kites story", Some("kill")),
            ("CORRECTS spelling of name in 2nd graf", Some("correction")),
            ("EMBARGOED UNTIL 0600 GMT JUNE 14, 2036", Some("embargo")),
            ("Pictures will follow", None),
        ] {
            let mut dispatch = Dispatch {
                note: Some(note.into()),
                ..Dispatch::default()
            };
            read(&["A kite flew.".into()], &mut dispatch, Facts::built_in());
            let marks: Vec<&str> = dispatch.marks.iter().map(String::as_str).collect();
            assert_eq!(marks, mark.into_iter().collect::<Vec<_>>(), "{note}");
            let until = dispatch.embargo.and_then(|embargo| embargo.clock);
            assert_eq!(until, (mark == Some("embargo")).then_some((6, 0)), "{note}");
        }
    }

    #[test]
    fn an_embargo_of_a_field_is_one_whatever_its_form() {
        let set = |field: &str| {
            let mut dispatch = Dispatch::default();
            set_embargo(field, &mut dispatch, Facts::built_in());
            dispatch
        };
        let zoned = set("2036-06-14T10:00:00+02:00");
        assert!(zoned.fields.embargo_until.is_some());
        for local in [
            "2036-06-14T10:00:00",
            "20360614T100000",
            "2036-06-14 10:00:00",
        ] {
            let found = set(local);
            assert_eq!(found.marks, ["embargo"], "{local}");
            assert_eq!(found.embargo.unwrap().clock, Some((10, 0)), "{local}");
        }
        assert_eq!(set("soon").fields.status, Some(Status::Embargoed));
    }

    #[test]
    fn a_printed_dateline_wins_and_a_field_that_says_otherwise_is_told() {
        let found = read_with(
            Some("London"),
            &["Berlin (dpa) - A kite flew.", "It was red."],
        );
        assert_eq!(found.paragraphs, ["A kite flew.", "It was red."]);
        assert_eq!(found.dateline.unwrap().places[0].name, "Berlin");
        assert_eq!(
            found.warnings,
            ["the text is datelined Berlin, its field says London"]
        );
        let same = read_with(Some("Bruxelles"), &["BRUSSELS (Reuters) - A kite flew."]);
        assert_eq!(same.warnings, [""; 0]);
    }

    #[test]
    fn a_field_gives_the_dateline_that_no_text_prints() {
        for (field, place, date) in [
            ("London (dpa) - ", "London", None),
            ("Helsinki", "Helsinki", None),
            ("OSLO, March 3", "OSLO", Some(3)),
            ("London, Ontario", "London", None),
            ("Zürich ZH", "Zürich", None),
            ("Kiova/Washington", "Kiova", None),
        ] {
            let found = read_with(Some(field), &["A kite flew.", "It was red."]);
            let dateline = found.dateline.expect(field);
            assert_eq!(dateline.places[0].name, place);
            assert_eq!(dateline.date.and_then(|date| date.day), date);
            assert_eq!(found.paragraphs, ["A kite flew.", "It was red."]);
        }
        for field in ["2013-11-13", "13 November 2013", "kite-cup", ""] {
            let found = read_with(Some(field), &["A kite flew."]);
            assert_eq!(found.dateline, None, "{field}");
        }
    }

    #[test]
    fn lines_that_a_format_parts_are_not_joined() {
        let found = read_with(
            None,
            &[
                "A kite flew.",
                "Results:\nAnna 1\nBen 2",
                " ",
                "It was red.",
            ],
        );
        assert_eq!(
            found.paragraphs,
            ["A kite flew.", "Results:\nAnna 1\nBen 2", "It was red."]
        );
    }
}
