//! The documents of the index and their fields, told once.
//!
//! Three kinds of document, told apart by the field `kind`:
//!
//! * `story`: one story. `story` holds its whole record; the other fields find it.
//! * `copy`: another path where a story stands (`copy_of`, `copy_path`).
//! * `forms`: words that stories brought in, once each for the whole archive (see [`super::forms`]).
//!
//! The text of a story is in three positional fields, `headline`, `lead` and `rest`, as folded words; a spelling with
//! accents stands as a second term at the same position. There is no stemmed field: inflections are looked up in the
//! forms at query time, which costs a third less disk, and gives exact search for nothing.
//!
//! What stands beside the text (byline, slug, note, category) is in fields of the same kind, a line of words each, in which
//! a word's position is its number.
//!
//! The parts' positions are numbers within each. Spans are found in the line that all words of a story make: two
//! columns say where lead and rest begin in it, and the field `ends` marks the last words of sentences and paragraphs
//! at their numbers in the line. It is a field of its own, so that the lengths of the parts, which scores are made of,
//! stay those of their words.

use super::analysis::ENDS_ANALYZER;
use super::records::Records;
use crate::engine::Analysed;
use crate::fields::{Part, Side};
use crate::query::Has;
use crate::query::fits::{points, written_key};
use crate::status::{Status, embargo_end};
use crate::story::{Place, Precision, Story};
use chrono::{Datelike, NaiveDate};
use tantivy::TantivyDocument;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, SchemaBuilder,
    TextFieldIndexing, TextOptions, Value,
};

/// Name under which the analysis of `language` is registered with tantivy.
pub(super) const ANALYZER: &str = "dateline";

/// Name of the field and the column of paths.
pub(super) const PATH: &str = "path";

/// Name of the column of the first day that a date may mean.
pub(super) const FIRST_DAY: &str = "first_day";
/// Name of the column of the last day that a date may mean, of those that may mean several: most are of one.
pub(super) const LAST_DAY: &str = "last_day";

/// Name of the column of embargoes' ends.
pub(super) const EMBARGO_END: &str = "embargo_end";

/// Names of the columns that say how many words stand before a part.
pub(super) const LEAD_BEGINS: &str = "lead_begins";
/// See [`LEAD_BEGINS`].
pub(super) const REST_BEGINS: &str = "rest_begins";

/// The fields of the index.
#[derive(Debug, Clone)]
pub(super) struct Fields {
    /// What the document is: `story`, `copy` or `forms`.
    pub(super) kind: Field,
    /// The story's id.
    pub(super) id: Field,
    /// The first 16 hexadecimal digits of the id behind the scheme's, as a number: the last tie-breaker, and the key by which
    /// links are looked up.
    pub(super) id_order: Field,
    /// The whole record, packed: see [`super::records`].
    pub(super) story: Field,
    headline: Field,
    lead: Field,
    rest: Field,
    /// What stands beside the text, in the order of [`Side::ALL`]: a line of words each.
    sides: [Field; 4],
    /// Where sentences and paragraphs end: see [`EndMarks`](crate::engine::EndMarks).
    pub(super) ends: Field,
    /// How many words stand before the lead, and before the rest.
    lead_begins: Field,
    /// See `lead_begins`.
    rest_begins: Field,
    /// Ids of the dateline's places and of all areas that they lie in.
    pub(super) place: Field,
    /// Ids of the dateline's places alone.
    pub(super) place_exact: Field,
    /// The places as printed, folded.
    pub(super) place_written: Field,
    /// The places' names, for counting.
    pub(super) place_name: Field,
    /// The places' countries, for counting.
    pub(super) country: Field,
    /// Latitudes and longitudes of the dateline's places that are points on the map, in pairs.
    pub(super) lat: Field,
    /// See `lat`.
    pub(super) lon: Field,
    /// Ids of the places mentioned and of all areas that they lie in.
    pub(super) mention: Field,
    /// Ids of the places mentioned alone.
    pub(super) mention_exact: Field,
    /// Of stories that may be superseded: the areas that `mention` holds and the record does not.
    areas: Field,
    /// Lifecycle marks.
    pub(super) mark: Field,
    /// The standing as recorded, where it is not `usable`; and `superseded`, whatever else it is.
    pub(super) status: Field,
    /// Of stories under embargo: its end, seconds since 1970.
    pub(super) embargo_end: Field,
    /// Every agency named; the principal one is the first.
    pub(super) agency: Field,
    /// The principal agency, for counting.
    pub(super) principal: Field,
    /// ISO 639-1 code.
    pub(super) language: Field,
    /// The first day that the date may mean, in days since 1 January of year 1.
    pub(super) first_day: Field,
    /// The last one, where it is another.
    pub(super) last_day: Field,
    /// Local seconds since 1970 for putting in order.
    pub(super) order: Field,
    /// Local hours since 1970, where the time is known.
    hour: Field,
    /// Month × 100 + day, where the day is known.
    pub(super) month_day: Field,
    /// Names of the fields that the story has at all.
    pub(super) has: Field,
    /// The path in the record.
    pub(super) path: Field,
    /// The chain that its provider's ids make.
    pub(super) chain: Field,
    /// Format and charset, for counting.
    pub(super) format: Field,
    /// See `format`.
    pub(super) charset: Field,
    /// The category as carried, for counting.
    pub(super) category: Field,
    /// Urgency, 1 to 9.
    pub(super) urgency: Field,
    /// Number of words, and bytes of headline and paragraphs.
    pub(super) words: Field,
    /// See `words`.
    pub(super) bytes: Field,
    /// Of a copy: the story's id and the other path.
    pub(super) copy_of: Field,
    /// See `copy_of`.
    pub(super) copy_path: Field,
    /// Of forms: see [`super::forms`].
    pub(super) forms: Field,
}

impl Fields {
    /// The field of a part of the text.
    pub(super) fn part(&self, part: Part) -> Field {
        match part {
            Part::Headline => self.headline,
            Part::Lead => self.lead,
            Part::Rest => self.rest,
            Part::Side(side) => self.sides[side as usize],
        }
    }
}

/// The schema and its fields.
pub(super) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let fields = Fields {
        kind: value(&mut builder, "kind"),
        id: value(&mut builder, "id"),
        id_order: builder.add_u64_field("id_order", FAST),
        story: builder.add_bytes_field("story", STORED),
        headline: text(&mut builder, "headline"),
        lead: text(&mut builder, "lead"),
        rest: text(&mut builder, "rest"),
        sides: Side::ALL.map(|side| text(&mut builder, side.name())),
        ends: ends(&mut builder),
        lead_begins: builder.add_u64_field(LEAD_BEGINS, FAST),
        rest_begins: builder.add_u64_field(REST_BEGINS, FAST),
        place: value(&mut builder, "place"),
        place_exact: value(&mut builder, "place_exact"),
        place_written: value(&mut builder, "place_written"),
        place_name: builder.add_text_field("place_name", FAST),
        country: builder.add_text_field("country", FAST),
        lat: builder.add_f64_field("lat", FAST),
        lon: builder.add_f64_field("lon", FAST),
        mention: value(&mut builder, "mention"),
        mention_exact: value(&mut builder, "mention_exact"),
        areas: builder.add_text_field("areas", STORED),
        mark: builder.add_text_field("mark", value_options() | FAST),
        status: builder.add_text_field("status", STRING | FAST),
        embargo_end: builder.add_i64_field(EMBARGO_END, FAST),
        agency: value(&mut builder, "agency"),
        principal: builder.add_text_field("principal", FAST),
        language: builder.add_text_field("language", value_options() | FAST),
        first_day: builder.add_i64_field(FIRST_DAY, INDEXED | FAST),
        last_day: builder.add_i64_field(LAST_DAY, FAST),
        order: builder.add_i64_field("order", FAST),
        hour: builder.add_i64_field("hour", FAST),
        month_day: builder.add_u64_field("month_day", INDEXED),
        has: value(&mut builder, "has"),
        path: builder.add_text_field(PATH, value_options() | FAST),
        chain: value(&mut builder, "chain"),
        format: builder.add_text_field("format", FAST),
        charset: builder.add_text_field("charset", FAST),
        category: builder.add_text_field("category_name", FAST),
        urgency: builder.add_u64_field("urgency", FAST),
        words: builder.add_u64_field("words", FAST),
        bytes: builder.add_u64_field("bytes", FAST),
        copy_of: builder.add_text_field("copy_of", value_options() | STORED),
        copy_path: builder.add_text_field("copy_path", value_options() | STORED),
        forms: value(&mut builder, "forms"),
    };
    (builder.build(), fields)
}

fn text(builder: &mut SchemaBuilder, name: &str) -> Field {
    builder.add_text_field(name, text_options())
}

/// A field of values that are looked up as they are. Without lengths: they would take a byte of each story, and none of
/// these changes a score; only standings are asked for as words are.
fn value(builder: &mut SchemaBuilder, name: &str) -> Field {
    builder.add_text_field(name, value_options())
}

fn value_options() -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("raw")
        .set_fieldnorms(false)
        .set_index_option(IndexRecordOption::Basic);
    TextOptions::default().set_indexing_options(indexing)
}

fn text_options() -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(ANALYZER)
        .set_fieldnorms(true)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    TextOptions::default().set_indexing_options(indexing)
}

/// Positions without lengths: ends are no words, and change no score.
fn ends(builder: &mut SchemaBuilder) -> Field {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(ENDS_ANALYZER)
        .set_fieldnorms(false)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    builder.add_text_field(
        "ends",
        TextOptions::default().set_indexing_options(indexing),
    )
}

/// Days of a date on the scale of `first_day`.
pub(super) fn day_number(day: NaiveDate) -> i64 {
    i64::from(day.num_days_from_ce())
}

/// The day of a number on the scale of `first_day`.
pub(super) fn day_of(number: i64) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(number).ok()?)
}

/// The document of a story, with its packed record (see [`super::records`]).
pub(super) fn document(
    fields: &Fields,
    story: &Story,
    words: &Analysed,
    record: &[u8],
) -> TantivyDocument {
    let mut document = TantivyDocument::new();
    document.add_text(fields.kind, "story");
    document.add_text(fields.id, &story.id);
    document.add_u64(fields.id_order, id_order(&story.id));
    document.add_bytes(fields.story, record);
    add_text(&mut document, fields, story, words);
    if let Some(urgency) = story.urgency {
        document.add_u64(fields.urgency, u64::from(urgency));
    }
    add_places(&mut document, fields, story);
    add_mentions(&mut document, fields, story);
    add_status(&mut document, fields, story);
    add_date(&mut document, fields, story);
    let agencies = story.agency.iter().chain(
        story
            .agencies
            .iter()
            .filter(|&id| Some(id) != story.agency.as_ref()),
    );
    agencies.for_each(|id| document.add_text(fields.agency, id));
    for (field, value) in [
        (fields.principal, &story.agency),
        (fields.language, &story.language),
        (fields.path, &Some(story.path.clone())),
        (fields.chain, &story.chain),
        (fields.category, &story.side(Side::Category)),
        (fields.format, &Some(story.format.clone())),
        (fields.charset, &Some(story.charset.clone())),
    ] {
        value
            .iter()
            .for_each(|value| document.add_text(field, value));
    }
    let present = Has::ALL.into_iter().filter(|has| story.has(*has));
    present.for_each(|has| document.add_text(fields.has, has.field()));
    document
}

/// The story that a document was made of, without the copies: what [`document`] makes the same of again.
pub(super) fn story_of(
    fields: &Fields,
    records: &Records,
    document: &TantivyDocument,
) -> std::io::Result<Story> {
    let record = document.get_first(fields.story);
    let record = record.as_ref().and_then(|value| value.as_bytes());
    let mut story = records.unpack(record.unwrap_or_default())?;
    let areas = document.get_all(fields.areas);
    story.mentioned_in = areas
        .filter_map(|area| area.as_str().map(String::from))
        .collect();
    Ok(story)
}

fn add_text(document: &mut TantivyDocument, fields: &Fields, story: &Story, words: &Analysed) {
    for (terms, part) in words.parts() {
        if !terms.is_empty() {
            document.add_text(fields.part(part), terms.line());
        }
    }
    document.add_u64(fields.lead_begins, u64::from(words.begins[1]));
    document.add_u64(fields.rest_begins, u64::from(words.begins[2]));
    document.add_text(fields.ends, words.ends.text());
    let bytes: usize = story.lines(usize::MAX).map(|(_, line)| line.len()).sum();
    document.add_u64(fields.bytes, bytes as u64);
    document.add_u64(fields.words, u64::from(story.words));
}

fn add_places(document: &mut TantivyDocument, fields: &Fields, story: &Story) {
    for place in &story.places {
        document.add_text(fields.place_written, written_key(&place.as_written));
        document.add_text(fields.place_name, counted_name(place));
        place
            .country
            .iter()
            .for_each(|country| document.add_text(fields.country, country));
        place
            .id
            .iter()
            .for_each(|id| document.add_text(fields.place_exact, id));
        let mut areas: Vec<&String> = place
            .id
            .iter()
            .chain(&place.within)
            .chain(&place.country)
            .collect();
        areas.sort();
        areas.dedup();
        areas
            .into_iter()
            .for_each(|id| document.add_text(fields.place, id));
    }
    for point in points(story) {
        document.add_f64(fields.lat, point.lat);
        document.add_f64(fields.lon, point.lon);
    }
}

/// Countries whose towns are told apart by their state.
const NAMED_WITH_STATE: &[&str] = &["US", "CA", "AU"];

/// A place as it is counted: `Tbilisi (GE)`, `Springfield (US-IL)`, `Georgia`; as printed where it is not known.
fn counted_name(place: &Place) -> String {
    let Some(name) = &place.name else {
        return place.as_written.clone();
    };
    let state = place.country.as_ref().and_then(|country| {
        let named = NAMED_WITH_STATE.contains(&country.as_str());
        let is_state = |area: &&String| {
            area.strip_prefix(country.as_str())
                .is_some_and(|rest| rest.starts_with('-'))
        };
        place.within.iter().rfind(is_state).filter(|_| named)
    });
    match state.or(place.country.as_ref()) {
        Some(area) if Some(area) != place.id.as_ref() => format!("{name} ({area})"),
        _ => name.clone(),
    }
}

fn add_mentions(document: &mut TantivyDocument, fields: &Fields, story: &Story) {
    for id in &story.mentions {
        document.add_text(fields.mention_exact, id);
    }
    let areas = story
        .mentioned_in
        .iter()
        .filter(|area| !story.mentions.contains(area));
    for id in story.mentions.iter().chain(areas) {
        document.add_text(fields.mention, id);
    }
    if story.chain.is_some() {
        let areas = story.mentioned_in.iter();
        areas.for_each(|area| document.add_text(fields.areas, area));
    }
}

fn add_status(document: &mut TantivyDocument, fields: &Fields, story: &Story) {
    story
        .marks
        .iter()
        .for_each(|mark| document.add_text(fields.mark, mark));
    let status = Status::recorded(story);
    if status != Status::Usable {
        document.add_text(fields.status, status.name());
    }
    if story.superseded_by.is_some() && status != Status::Superseded {
        document.add_text(fields.status, Status::Superseded.name());
    }
    if status == Status::Embargoed {
        document.add_i64(fields.embargo_end, embargo_end(story));
    }
}

fn add_date(document: &mut TantivyDocument, fields: &Fields, story: &Story) {
    let Some(when) = story.date else { return };
    document.add_i64(fields.first_day, day_number(when.first_day()));
    if when.last_day() != when.first_day() {
        document.add_i64(fields.last_day, day_number(when.last_day()));
    }
    let local = match when {
        crate::story::When::Minute(instant) => instant.naive_local(),
        _ => when.first_day().and_time(chrono::NaiveTime::MIN),
    };
    let seconds = local.and_utc().timestamp();
    document.add_i64(fields.order, seconds);
    if when.precision() == Precision::Minute {
        document.add_i64(fields.hour, seconds.div_euclid(3600));
    }
    if when.precision() >= Precision::Day {
        let day = when.first_day();
        document.add_u64(fields.month_day, u64::from(day.month() * 100 + day.day()));
    }
}

/// A number that puts ids in their order, as far as 16 hexadecimal digits (or 8 bytes of another id) tell.
pub(super) fn id_order(id: &str) -> u64 {
    let digits = id
        .get(1..17)
        .and_then(|digits| u64::from_str_radix(digits, 16).ok());
    digits.unwrap_or_else(|| {
        id.bytes()
            .chain(std::iter::repeat(0))
            .take(8)
            .fold(0, |n, byte| n << 8 | u64::from(byte))
    })
}
