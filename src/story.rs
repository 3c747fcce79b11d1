//! The story record: what travels from the parser to the index and back to the reader.
//!
//! One flat record with one written form (serde), the same in `parse --json`, `show --json` and
//! `search --json`. Unknown is `None` or an empty list, never a guess.

use crate::fields::Part;
use crate::language::words::truncate;
use chrono::{Datelike, Days, FixedOffset, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// The version of the record's written form, present as `"schema"` in every record and envelope.
///
/// History: 1: the first form.
pub const SCHEMA: u32 = 1;

/// Most mentioned places that a record holds.
pub const MOST_MENTIONS: usize = 64;

/// One dispatch as the archive keeps it: header fields, paragraphs, and where it came from.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Story {
    /// Version of this record's form; always [`SCHEMA`] in what this program writes.
    pub schema: u32,
    /// Stable id: the scheme's digit, then 24 hexadecimal digits (see [`crate::enrich::id`]).
    pub id: String,
    /// The file as found: the folder that was given, then the path below it.
    pub path: String,
    /// Which story of a file that holds several, from 1; `None` where the file is the story.
    pub part: Option<u32>,
    /// Other places where the same story stands.
    pub also_at: Vec<String>,
    /// Name of the parser's module: `plain`, `iptc7901`, …
    pub format: String,
    /// The charset that the text was decoded from, by its WHATWG name, lower case.
    pub charset: String,
    /// How the charset was told: `mark` (a byte order mark), `declared`, `valid` (nothing else it could be), `guessed`,
    /// `forced` or `fallback`.
    pub charset_from: String,
    /// How sure the charset is, 0 to 1.
    pub charset_confidence: f64,
    /// ISO 639-1 code of the story's language.
    pub language: Option<String>,
    /// The principal agency's id, from the table of agencies only.
    pub agency: Option<String>,
    /// Every agency named, principal first.
    pub agencies: Vec<String>,
    /// The source as printed, known to the table or not.
    pub credit: Option<String>,
    /// The dateline exactly as written, without the dash that ends it.
    pub dateline: Option<String>,
    /// Where the story was filed from, in printed order.
    pub places: Vec<Place>,
    /// Ids of the places that the headline and the paragraphs mention, in the order of their first mention, each once;
    /// at most [`MOST_MENTIONS`]. Never mixed with `places`.
    pub mentions: Vec<String>,
    /// Ids of the areas that these lie in, each once. Not part of the record: the index finds stories by them.
    #[serde(skip)]
    pub mentioned_in: Vec<String>,
    /// When it was filed, as precisely as is known: a local calendar day, or an instant.
    pub date: Option<When>,
    /// `minute`, `day`, `month` or `year`; always that of `date`.
    pub date_precision: Option<Precision>,
    /// What the date (for a dateline without a year: the year) rests on.
    pub date_from: Option<DateFrom>,
    /// The headline, on one line.
    pub headline: Option<String>,
    /// The author line, without its "By".
    pub byline: Option<String>,
    /// The slug or keyword line.
    pub slug: Option<String>,
    /// The category, as carried.
    pub category: Option<String>,
    /// Urgency on the IPTC's scale, 1 (most urgent) to 9.
    pub urgency: Option<u8>,
    /// Keywords, as carried.
    pub keywords: Vec<String>,
    /// Words for editors that are not body.
    pub note: Option<String>,
    /// Header lines as printed of which the other fields do not hold every word: marks, clocks, `By …`.
    pub header: Vec<String>,
    /// Initials and end marks that close the story.
    pub signoff: Option<String>,
    /// Lifecycle marks: `flash`, `urgent`, `correction`, …
    pub marks: Vec<String>,
    /// `usable`, `embargoed`, `withheld` or `canceled`.
    pub status: Option<String>,
    /// Version number, where the story carries one.
    pub version: Option<u64>,
    /// End of the embargo.
    pub embargo_until: Option<String>,
    /// Usage terms, as carried: `NO ARCHIVAL USE`.
    pub usage: Option<String>,
    /// Chains of the other items that this one replaces.
    pub replaces: Vec<String>,
    /// Id of the story that stands in this one's place: a newer version of the same item, or one that replaces it. The
    /// archive sets it.
    pub superseded_by: Option<String>,
    /// Id shared by all versions and takes.
    pub chain: Option<String>,
    /// Number of words of the paragraphs.
    pub words: u32,
    /// The body un-wrapped, one string a paragraph, without dateline and sign-off.
    pub paragraphs: Vec<String>,
    /// What was doubtful in reading it, each with the evidence.
    pub warnings: Vec<String>,
}

impl Story {
    /// The headline and the paragraphs, each with the part that it belongs to; of a story with more than so many bytes
    /// of them the beginning.
    pub fn lines(&self, most: usize) -> impl Iterator<Item = (Part, &str)> {
        let headline = self.headline.iter();
        let headline = headline.map(|line| (Part::Headline, line.as_str()));
        let paragraphs = self.paragraphs.iter().enumerate();
        let paragraphs = paragraphs.map(|(n, line)| (Part::of_paragraph(n), line.as_str()));
        let mut room = most;
        headline.chain(paragraphs).map_while(move |(part, line)| {
            if room == 0 {
                return None;
            }
            let cut = truncate(line, room);
            room = if cut.len() < line.len() {
                0
            } else {
                room - cut.len()
            };
            Some((part, cut))
        })
    }

    /// Sets the date with its precision and origin, which always go together.
    pub fn set_date(&mut self, when: When, from: DateFrom) {
        self.date_precision = Some(when.precision());
        self.date = Some(when);
        self.date_from = Some(from);
    }

    /// The headline, or else the first words of the body: what a list shows of a story.
    pub fn title(&self) -> &str {
        match &self.headline {
            Some(headline) => headline,
            None => self.paragraphs.first().map_or("", String::as_str),
        }
    }
}

/// A place of the dateline, as printed and as the gazetteer knows it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Place {
    /// The place without its printed qualifier: `CHATHAM` of `CHATHAM, Mass.`
    pub as_written: String,
    /// The printed state, country or region: `Mass.`
    pub qualifier: Option<String>,
    /// The gazetteer's id, by which the archive finds it: a GeoNames number, an ISO 3166 code, or a name of our own.
    pub id: Option<String>,
    /// `city`, `country`, `region`, `institution`, `vehicle`, `sea`, …
    pub kind: Option<String>,
    /// The gazetteer's name: GeoNames' main one of a city (`Köln`), the English one of a country or an area.
    pub name: Option<String>,
    /// ISO 3166-1 alpha-2 code of today's country.
    pub country: Option<String>,
    /// Ids of the areas it lies in, innermost first: `["US-MA", "US"]`.
    pub within: Vec<String>,
    /// Latitude in degrees north.
    pub lat: Option<f64>,
    /// Longitude in degrees east.
    pub lon: Option<f64>,
    /// GeoNames id.
    pub geonameid: Option<u32>,
}

/// What the date rests on. For a dateline without a year, what the *year* rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DateFrom {
    /// Printed whole in the dateline.
    Dateline,
    /// A field of the format, or a full date in the header lines.
    Field,
    /// The prefix that a crawl put before the text.
    Hint,
    /// A full date elsewhere in the text's head or tail.
    Text,
    /// The file's name or folder.
    Path,
    /// Other stories of the same file or folder.
    Neighbours,
    /// The file's modification time, when `--trust-mtime` allowed it.
    Mtime,
    /// `--assume-year`.
    Assumed,
}

/// How precisely a date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// The year alone.
    Year,
    /// Year and month.
    Month,
    /// A calendar day, local to the place or the desk.
    Day,
    /// An instant.
    Minute,
}

/// A date with its precision. Written `2020`, `2020-11`, `2020-11-17` or `2020-11-17T15:04:00Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum When {
    /// A year.
    Year(i32),
    /// The month that starts on this day.
    Month(NaiveDate),
    /// A calendar day.
    Day(NaiveDate),
    /// An instant, with the offset it was printed with.
    Minute(chrono::DateTime<FixedOffset>),
}

impl When {
    /// A month, or `None` for a month that the calendar does not have.
    pub fn month(year: i32, month: u32) -> Option<When> {
        NaiveDate::from_ymd_opt(year, month, 1).map(When::Month)
    }

    /// A day, or `None` for a day that the calendar does not have.
    pub fn day(year: i32, month: u32, day: u32) -> Option<When> {
        NaiveDate::from_ymd_opt(year, month, day).map(When::Day)
    }

    /// How precise it is.
    pub fn precision(&self) -> Precision {
        match self {
            When::Year(_) => Precision::Year,
            When::Month(_) => Precision::Month,
            When::Day(_) => Precision::Day,
            When::Minute(_) => Precision::Minute,
        }
    }

    /// The first day that it may mean.
    pub fn first_day(&self) -> NaiveDate {
        match *self {
            When::Year(year) => NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(NaiveDate::MIN),
            When::Month(first) => first,
            When::Day(day) => day,
            When::Minute(instant) => instant.date_naive(),
        }
    }

    /// The last day that it may mean.
    pub fn last_day(&self) -> NaiveDate {
        match *self {
            When::Year(year) => NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(NaiveDate::MAX),
            When::Month(first) => first
                .checked_add_months(Months::new(1))
                .and_then(|next| next.checked_sub_days(Days::new(1)))
                .unwrap_or(first),
            When::Day(day) => day,
            When::Minute(instant) => instant.date_naive(),
        }
    }
}

impl std::fmt::Display for When {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            When::Year(year) => write!(f, "{year:04}"),
            When::Month(first) => write!(f, "{:04}-{:02}", first.year(), first.month()),
            When::Day(day) => write!(f, "{day}"),
            When::Minute(instant) => {
                f.write_str(&instant.to_rfc3339_opts(chrono::SecondsFormat::Secs, true))
            }
        }
    }
}

impl From<When> for String {
    fn from(when: When) -> String {
        when.to_string()
    }
}

impl TryFrom<String> for When {
    type Error = String;

    fn try_from(text: String) -> Result<When, String> {
        text.parse()
    }
}

impl std::str::FromStr for When {
    type Err = String;

    /// Reads what `Display` writes, and nothing else.
    fn from_str(text: &str) -> Result<When, String> {
        let bad = || {
            format!(
                "{text:?} is not a date of the form 2020, 2020-11, 2020-11-17 or 2020-11-17T15:04:00Z"
            )
        };
        let number = |part: &str| part.parse::<u32>().map_err(|_| bad());
        if text.contains('T') {
            return chrono::DateTime::parse_from_rfc3339(text)
                .map(When::Minute)
                .map_err(|_| bad());
        }
        match text.split('-').collect::<Vec<_>>()[..] {
            [year] if year.len() == 4 => Ok(When::Year(number(year)? as i32)),
            [year, month] => When::month(number(year)? as i32, number(month)?).ok_or_else(bad),
            [year, month, day] => {
                When::day(number(year)? as i32, number(month)?, number(day)?).ok_or_else(bad)
            }
            _ => Err(bad()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_reads_back_as_it_was_written() {
        for text in [
            "1987",
            "2020-11",
            "2020-11-17",
            "2020-11-17T15:04:00Z",
            "2020-11-17T15:04:00+01:00",
        ] {
            assert_eq!(text.parse::<When>().unwrap().to_string(), text);
        }
        for text in [
            "",
            "20",
            "2020-13",
            "2020-02-30",
            "2020-11-17-1",
            "2020-11-17T99:00:00Z",
            "-2020",
        ] {
            assert!(text.parse::<When>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_month_lasts_from_its_first_day_to_its_last() {
        let when = When::month(2020, 2).unwrap();
        assert_eq!(when.first_day().to_string(), "2020-02-01");
        assert_eq!(when.last_day().to_string(), "2020-02-29");
    }
}
