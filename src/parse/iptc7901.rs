//! IPTC 7901, the wire format of European agencies (IPTC Recommendation 7901), with the forms that it took on printers
//! and in archives: its control codes lost, Belga's bundles of a day, telex framing by `ZCZC` and `NNNN`.

mod header;
mod lines;
mod telex;

use super::envelope::{self, Envelope, Enveloped};
use super::{Context, Dispatch, Format, Identity, Item, stamp};
use crate::facts::Facts;
use crate::split::Records;
use crate::story::When;
use header::Header;

/// Claims of fewer words than this are not checked: flashes count their header lines.
const CLAIMED: usize = 60;

/// The format of such files.
pub(super) struct Iptc7901;

impl Format for Iptc7901 {
    fn name(&self) -> &'static str {
        "iptc7901"
    }

    fn fits(&self, head: &str, facts: &Facts) -> bool {
        telex::begins(head) || envelope::begins(head, header::follows) || lines::begins(head, facts)
    }

    fn records(&self, head: &str) -> Records {
        if telex::begins(head) {
            Records::LineStart(b"ZCZC")
        } else if envelope::has_ends(head) {
            Records::End(b"\x04")
        } else {
            Records::Whole
        }
    }

    fn read(&self, text: &str, context: &Context<'_>) -> Vec<Item> {
        let facts = context.facts;
        if telex::begins(text) {
            return telex::read(text, facts);
        }
        read_framed(text, facts).unwrap_or_else(|| lines::read(text, facts))
    }
}

/// Reads items in envelopes, where there are some.
fn read_framed(text: &str, facts: &Facts) -> Option<Vec<Item>> {
    let has_header = |(at, _): (usize, &str)| header::follows(&text[at + 1..]);
    if !text.match_indices('\u{1}').any(has_header) {
        return None;
    }
    let format = Enveloped {
        format: Iptc7901.name(),
        is_header: header::follows,
        read: &|envelope, dispatch| read_envelope(envelope, dispatch, facts),
    };
    Some(envelope::read(text, &format, facts))
}

fn read_envelope(envelope: &Envelope<'_>, dispatch: &mut Dispatch, facts: &Facts) {
    let (first, others) = envelope
        .header
        .split_once('\n')
        .unwrap_or((envelope.header, ""));
    // Where STX is lost, the keyword lines stand above the text like other header lines.
    let (keywords, text) = match envelope.text {
        Some(text) => (others, text),
        None => ("", others),
    };
    set_keywords(keywords, dispatch);
    let trailer = envelope.trailer.lines().map(envelope::plain_line);
    dispatch.stamp = trailer
        .filter(|line| !line.is_empty())
        .find_map(|line| stamp::of_group(&line, &facts.calendar));
    envelope::read_text(text, dispatch, facts);
    if let Some(header) = header::parse(&envelope::plain_line(first)) {
        set_fields(&header, dispatch, facts);
    }
    envelope::keep(first, dispatch);
}

/// Takes the keyword lines: `Germany-politics/`, `/KITES/CLUBS/`.
fn set_keywords(lines: &str, dispatch: &mut Dispatch) {
    let lines = lines.lines().map(envelope::plain_line);
    let lines = lines.map(|line| line.trim_matches(['/', ' ']).to_string());
    let slug: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
    if !slug.is_empty() {
        dispatch.slug = Some(slug.join("/"));
    }
}

/// Sets what the header line says, once the text is read.
fn set_fields(header: &Header<'_>, dispatch: &mut Dispatch, facts: &Facts) {
    let fields = &mut dispatch.fields;
    fields.urgency = Some(header.urgency.into());
    fields.category = Some(header.category.into());
    fields.language = header.language(facts).map(String::from);
    fields.providers = header
        .provider(facts)
        .into_iter()
        .map(String::from)
        .collect();
    fields.identity = header.identity().or_else(|| of_day(header, dispatch.stamp));
    let fields = &mut dispatch.fields;
    if let Some(number) = header.corrects() {
        let provider = fields
            .providers
            .first()
            .map_or(header.service, String::as_str);
        fields.replaces.push(format!("{provider} {number}"));
        if !dispatch.marks.iter().any(|mark| mark == "correction") {
            dispatch.marks.push("correction".into());
        }
    }
    check_words(header, dispatch);
}

/// A service counts its items anew each day: its name and number are unique with the day alone.
fn of_day(header: &Header<'_>, stamp: Option<When>) -> Option<Identity> {
    let day = stamp?.to_string();
    Some(Identity {
        id: format!("{} {} {}", header.service, header.number, day.get(..10)?),
        version: None,
    })
}

/// Warns where the text is much shorter than the header says.
fn check_words(header: &Header<'_>, dispatch: &mut Dispatch) {
    let text = dispatch
        .headline
        .iter()
        .chain(&dispatch.note)
        .chain(&dispatch.paragraphs);
    let counted: usize = text.map(|text| text.split_whitespace().count()).sum();
    if let Some(claimed) = header.words.filter(|claimed| *claimed >= CLAIMED)
        && counted * 2 < claimed
    {
        dispatch.warnings.push(format!(
            "truncated? the header says {claimed} words, the text has {counted}"
        ));
    }
}

#[cfg(test)]
mod tests;
