//! How names of places are understood, for a person and for programs.

use super::figures::{grouped, stories};
use super::layout::fit;
use super::story::write_field;
use super::{FAINT, PLACE, STRONG, Style, document, safe, unwritten};
use crate::error::Result;
use serde::Serialize;
use std::io::{self, Write};

/// What is known of a name.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Answer {
    /// The name as asked.
    pub name: String,
    /// How many meanings it has.
    pub total: usize,
    /// The likeliest of them, best first.
    pub meanings: Vec<Place>,
    /// Names that are spelt nearly so, where it has no meaning.
    pub near: Vec<Near>,
}

/// A place that a name may mean.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Place {
    /// Its id in the archive.
    pub id: String,
    /// Its name in English.
    pub name: String,
    /// `city`, `country`, `region`, …
    pub kind: &'static str,
    /// ISO 3166-1 alpha-2 code of its country.
    pub country: Option<String>,
    /// The areas that it lies in, innermost first.
    pub within: Vec<Area>,
    /// Latitude in degrees north.
    pub lat: Option<f64>,
    /// Longitude in degrees east.
    pub lon: Option<f64>,
    /// How many people live there.
    pub inhabitants: Option<u64>,
    /// A few of its other names, without accents.
    pub names: Vec<String>,
    /// The first and the last year in which the name was its own.
    pub years: Option<(Option<i32>, Option<i32>)>,
    /// What finds the stories filed from there.
    pub query: String,
    /// How many those are, where there is an archive.
    pub stories: Option<u64>,
    /// What it is ranked by.
    pub points: f64,
    /// What those points are for, the most first.
    pub because: Vec<Points>,
}

/// An area by id and name.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Area {
    /// Its id.
    pub id: String,
    /// Its name in English.
    pub name: String,
}

/// Points for one reason.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Points {
    /// The reason in a word or two.
    pub reason: &'static str,
    /// How many.
    pub points: f64,
}

/// A name that is spelt nearly as one that is not known.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Near {
    /// That name.
    pub spelling: String,
    /// Id of the place.
    pub id: String,
    /// The place's name in English.
    pub name: String,
    /// `city`, `country`, `region`, …
    pub kind: &'static str,
    /// The areas that it lies in.
    #[serde(rename = "within")]
    pub areas: Vec<Area>,
    /// What finds the stories filed from there.
    pub query: String,
}

/// Writes what names mean, for reading.
pub fn write(out: &mut dyn Write, answers: &[Answer], style: Style) -> Result<()> {
    let known: Vec<&Answer> = answers.iter().filter(|answer| answer.total > 0).collect();
    for (at, answer) in known.into_iter().enumerate() {
        write_answer(out, answer, at > 0, answers.len() > 1, style).map_err(unwritten)?;
    }
    Ok(())
}

/// Writes one document.
pub fn json(out: &mut dyn Write, answers: &[Answer]) -> Result<()> {
    #[derive(Serialize)]
    struct Answers<'a> {
        names: &'a [Answer],
    }
    document(out, &Answers { names: answers })
}

/// That a name is not known, and which were perhaps meant.
pub fn unknown(answer: &Answer) -> String {
    let near: Vec<String> = answer
        .near
        .iter()
        .map(|near| match near.areas.first() {
            Some(area) => format!("{} ({}, {})", near.spelling, near.name, area.name),
            None => format!("{} ({})", near.spelling, near.name),
        })
        .collect();
    match near.is_empty() {
        true => format!("no place called {} is known", answer.name),
        false => format!(
            "no place called {} is known; did you mean {}?",
            answer.name,
            near.join(", ")
        ),
    }
}

fn write_answer(
    out: &mut dyn Write,
    answer: &Answer,
    space: bool,
    titled: bool,
    style: Style,
) -> io::Result<()> {
    if space {
        writeln!(out)?;
    }
    if titled || answer.total > 1 {
        let meanings = match answer.total {
            1 => "1 meaning".into(),
            total if total > answer.meanings.len() => {
                let shown = answer.meanings.len();
                format!("{total} meanings, here the likeliest {shown}")
            }
            total => format!("{total} meanings, the likeliest first"),
        };
        let title = format!("{}: {meanings}", safe::line(&answer.name));
        writeln!(out, "{}", style.paint(FAINT, &fit(&title, style.width)))?;
        writeln!(out)?;
    }
    for (at, place) in answer.meanings.iter().enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        write_place(out, place, style)?;
    }
    Ok(())
}

fn write_place(out: &mut dyn Write, place: &Place, style: Style) -> io::Result<()> {
    let name = fit(&safe::line(&place.name), style.width);
    let kind = format!("  {}", place.kind);
    match name.chars().count() + kind.len() <= style.width {
        true => writeln!(
            out,
            "{}{}",
            style.paint(STRONG, &name),
            style.paint(PLACE, &kind)
        )?,
        false => writeln!(out, "{}", style.paint(STRONG, &name))?,
    }
    for (name, value) in fields(place) {
        if let Some(value) = value {
            write_field(out, name, &value, style)?;
        }
    }
    Ok(())
}

fn fields(place: &Place) -> [(&'static str, Option<String>); 8] {
    let within: Vec<&str> = place.within.iter().map(|area| area.name.as_str()).collect();
    let listed = |parts: Vec<&str>| (!parts.is_empty()).then(|| parts.join(", "));
    let found = match place.stories {
        Some(number) => format!("{} ({} in the archive)", place.query, stories(number)),
        None => place.query.clone(),
    };
    [
        ("query", Some(found)),
        ("lies in", listed(within)),
        ("at", position(place)),
        ("people", place.inhabitants.map(grouped)),
        (
            "also",
            listed(place.names.iter().map(String::as_str).collect()),
        ),
        ("years", place.years.and_then(years)),
        ("points", points(place)),
        (
            "id",
            (place.query != format!("place:{}", place.id)).then(|| place.id.clone()),
        ),
    ]
}

/// `41.694 N, 44.834 E`
fn position(place: &Place) -> Option<String> {
    let (lat, lon) = (place.lat?, place.lon?);
    let north = if lat < 0.0 { "S" } else { "N" };
    let east = if lon < 0.0 { "W" } else { "E" };
    Some(format!("{:.3} {north}, {:.3} {east}", lat.abs(), lon.abs()))
}

/// `1924 to 1991`
fn years(years: (Option<i32>, Option<i32>)) -> Option<String> {
    match years {
        (Some(from), Some(until)) => Some(format!("{from} to {until}")),
        (Some(from), None) => Some(format!("from {from}")),
        (None, Some(until)) => Some(format!("until {until}")),
        (None, None) => None,
    }
}

/// `71: capital 30, inhabitants 31, its own name 10`
fn points(place: &Place) -> Option<String> {
    let because: Vec<String> = place
        .because
        .iter()
        .map(|points| format!("{} {:.0}", points.reason, points.points))
        .collect();
    (!because.is_empty()).then(|| format!("{:.0}: {}", place.points, because.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tbilisi() -> Place {
        Place {
            id: "611717".into(),
            name: "Tbilisi\u{1B}".into(),
            kind: "city",
            country: Some("GE".into()),
            within: vec![Area {
                id: "GE".into(),
                name: "Georgia".into(),
            }],
            lat: Some(41.694),
            lon: Some(-44.834),
            inhabitants: Some(1_049_498),
            names: vec!["Tiflis".into(), "Тбилиси".into()],
            years: Some((None, Some(1936))),
            query: "place:611717".into(),
            stories: Some(1),
            points: 70.1,
            because: vec![Points {
                reason: "capital",
                points: 30.0,
            }],
        }
    }

    #[test]
    fn a_person_sees_what_a_name_means_and_the_query_for_it() {
        let answer = Answer {
            name: "Tif\u{7}lis".into(),
            total: 7,
            meanings: vec![tbilisi()],
            near: vec![],
        };
        let mut out = Vec::new();
        write(&mut out, &[answer], Style::plain(60)).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "\
Tif␇lis: 7 meanings, here the likeliest 1

Tbilisi␛  city
query     place:611717 (1 story in the archive)
lies in   Georgia
at        41.694 N, 44.834 W
people    1,049,498
also      Tiflis, Тбилиси
years     until 1936
points    70: capital 30
"
        );
    }

    #[test]
    fn an_unknown_name_is_said_with_those_that_were_perhaps_meant() {
        let mut answer = Answer {
            name: "Tbilisssi".into(),
            ..Answer::default()
        };
        assert_eq!(unknown(&answer), "no place called Tbilisssi is known");
        answer.near = vec![Near {
            spelling: "Tbilissi".into(),
            name: "Tbilisi".into(),
            ..Near::default()
        }];
        assert!(unknown(&answer).ends_with("did you mean Tbilissi (Tbilisi)?"));
    }
}
