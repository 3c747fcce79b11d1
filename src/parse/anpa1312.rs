//! ANPA 1312, the wire format of American agencies (ANPA Technical Report 1312), in the dialects of AP, Kyodo and AAP.
//! Read by its control codes: what stands on which line differs by agency and year.

mod header;
mod text;

use super::envelope::{self, Envelope, Enveloped};
use super::{Context, Dispatch, Format, Identity, Item, PrintedDate, stamp};
use crate::facts::Facts;
use crate::split::Records;
use crate::story::When;
use header::Header;

/// The longest headline that the first sentence of a brief gives, in characters.
const HEADLINE: usize = 250;
/// Claims of fewer words than this are not checked.
const CLAIMED: usize = 60;

/// The format of such files.
pub(super) struct Anpa1312;

impl Format for Anpa1312 {
    fn name(&self) -> &'static str {
        "anpa1312"
    }

    fn fits(&self, head: &str, _facts: &Facts) -> bool {
        envelope::begins(head, header::follows)
    }

    fn records(&self, head: &str) -> Records {
        if envelope::has_ends(head) {
            Records::End(b"\x04")
        } else {
            Records::Whole
        }
    }

    fn read(&self, text: &str, context: &Context<'_>) -> Vec<Item> {
        let facts = context.facts;
        let format = Enveloped {
            format: self.name(),
            is_header: header::follows,
            read: &|envelope, dispatch| read_envelope(envelope, dispatch, facts),
        };
        envelope::read(text, &format, facts)
    }
}

fn read_envelope(envelope: &Envelope<'_>, dispatch: &mut Dispatch, facts: &Facts) {
    let (head, below) = header::parts(envelope.header);
    let header = header::parse(head);
    // Where STX is lost, the text stands under the header.
    let body = envelope.text.unwrap_or(below);
    let trailer = Trailer::read(envelope.trailer);
    dispatch.stamp = trailer.stamp;
    let parts = text::parts(body);
    let above = super::head::read(&parts.header, dispatch, facts);
    envelope::read_text(&format!("{above}\n{}", parts.body), dispatch, facts);
    envelope::keep(&parts.header, dispatch);
    dispatch.header.extend(parts.others);
    for line in parts.summaries {
        add_note(&line, dispatch);
    }
    if dispatch.headline.is_none() {
        dispatch.headline = first_sentence(dispatch);
    }
    if let Some(header) = &header {
        set_fields(header, &trailer, dispatch, facts);
        check_words(&parts.header, dispatch);
    }
    envelope::keep(head, dispatch);
    if envelope.text.is_some() {
        envelope::keep(below, dispatch);
    }
}

/// What an agency prints after ETX.
#[derive(Debug, Default)]
struct Trailer {
    stamp: Option<When>,
    /// The agency that signs with it.
    agency: Option<&'static str>,
}

impl Trailer {
    /// `AP-WF-11-13-13 1509GMT<`, `13-11-13 15-09-44`.
    fn read(trailer: &str) -> Trailer {
        for line in trailer.lines().map(envelope::plain_line) {
            if let Some(stamp) = stamp::of_service(&line) {
                let agency = line.starts_with("AP-").then_some("AP");
                return Trailer {
                    stamp: Some(stamp),
                    agency,
                };
            }
            if let Some(stamp) = of_aap(&line) {
                return Trailer {
                    stamp: Some(stamp),
                    agency: Some("AAP"),
                };
            }
        }
        Trailer::default()
    }
}

/// AAP's stamp, in the time of the desk: `13-11-13 15-09-44`, day first.
fn of_aap(line: &str) -> Option<When> {
    let (day, clock) = line.split_once(' ')?;
    let pairs = |text: &str| -> Option<Vec<u32>> {
        let pair = |part: &str| part.parse().ok().filter(|_| part.len() == 2);
        text.split('-').map(pair).collect()
    };
    let (day, clock) = (pairs(day)?, pairs(clock)?);
    let [day, month, year] = day[..] else {
        return None;
    };
    let is_clock = matches!(clock[..], [0..24, 0..60] | [0..24, 0..60, 0..60]);
    let year = super::dateline::date::whole_year(year as i32);
    is_clock.then(|| When::day(year, month, day)).flatten()
}

fn set_fields(header: &Header<'_>, trailer: &Trailer, dispatch: &mut Dispatch, facts: &Facts) {
    let provider = header.provider(facts).or(trailer.agency);
    let fields = &mut dispatch.fields;
    fields.urgency = header.priority.map(String::from);
    fields.category = header.category.map(String::from);
    fields.providers = provider.into_iter().map(String::from).collect();
    // Numbers begin anew when the service has used them all: with the day they are unique.
    if let (Some(agency), Some(day)) = (provider, dispatch.stamp.map(|stamp| stamp.to_string()))
        && let Some(day) = day.get(..10)
    {
        fields.identity = Some(Identity {
            id: format!("{agency} {}{} {day}", header.service, header.number),
            version: None,
        });
    }
    if dispatch.slug.is_none() && !header.keyword.is_empty() {
        dispatch.slug = Some(header.keyword.into());
    }
    if dispatch.marks.is_empty() {
        let marked = super::marks::of_keywords(&header.version);
        dispatch.marks = marked.marks.iter().map(|mark| mark.to_string()).collect();
        dispatch.version = dispatch.version.or(marked.version);
    }
    set_day(header, provider, dispatch);
}

/// Completes a dateline without a date where no stamp gives one. AP writes the month first, Kyodo the day.
fn set_day(header: &Header<'_>, provider: Option<&str>, dispatch: &mut Dispatch) {
    let (Some((first, second)), Some(dateline)) = (header.day, &mut dispatch.dateline) else {
        return;
    };
    if dispatch.stamp.is_some() || dateline.date.is_some() {
        return;
    }
    let day_first = first > 12 || (second <= 12 && provider.is_some_and(|mark| mark != "AP"));
    let (month, day) = if day_first {
        (second, first)
    } else {
        (first, second)
    };
    if (1..=12).contains(&month) && (1..=31).contains(&day) {
        dateline.date = Some(PrintedDate {
            month: Some(month),
            day: Some(day),
            ..PrintedDate::default()
        });
    }
}

/// The first sentence of a brief, which has no headline of its own.
fn first_sentence(dispatch: &Dispatch) -> Option<String> {
    dispatch.dateline.as_ref()?;
    let first = dispatch.paragraphs.first()?;
    let ends = |(at, _): &(usize, &str)| {
        let word = first[..*at].rsplit(' ').next().unwrap_or_default();
        // `U.S. relationship`, `Mr. Example`: no end of a sentence.
        word.len() > 3 && !word.contains('.')
    };
    let end = first
        .match_indices(". ")
        .find(ends)
        .map_or(first.len(), |(at, _)| at);
    let sentence = first[..end].trim_end_matches('.');
    (sentence.chars().count() <= HEADLINE && sentence.contains(' ')).then(|| sentence.into())
}

fn add_note(line: &str, dispatch: &mut Dispatch) {
    let note = dispatch.note.get_or_insert_default();
    if !note.is_empty() {
        note.push(' ');
    }
    note.push_str(line);
}

/// Warns where the text is much shorter than its keyword section says: `BC-US--Kite Club, 1st Ld-Writethru,640`.
fn check_words(text: &str, dispatch: &mut Dispatch) {
    let claimed = text.lines().take(3).find_map(|line| {
        let line = line.trim_end().trim_end_matches('<');
        let (keywords, count) = line.rsplit_once(',')?;
        keywords
            .contains("--")
            .then(|| count.trim().parse::<usize>().ok())?
    });
    let counted: usize = dispatch
        .paragraphs
        .iter()
        .map(|text| text.split_whitespace().count())
        .sum();
    if let Some(claimed) = claimed.filter(|claimed| *claimed >= CLAIMED)
        && counted * 2 < claimed
    {
        dispatch.warnings.push(format!(
            "truncated? the keyword line says {claimed} words, the text has {counted}"
        ));
    }
}

#[cfg(test)]
mod tests;
