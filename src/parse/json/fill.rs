//! From usual keys to a dispatch: what JSON Lines, arrays and tables share.

use super::super::{Dispatch, Fields, Identity, fielded, head};
use super::keys::USUAL;
use super::value::Value;
use super::{body, dates};
use crate::address;
use crate::facts::Facts;
use crate::status::Status;

/// Numbers of fewer figures are rows of some table, and make no id.
const ID: usize = 6;
/// A text that stands alone in its object is longer.
const ALONE: usize = 40;
/// What a cut text ends with: `… [+2764 chars]`.
const CUT: (&str, &str) = ("[+", " chars]");
/// Keys that hold the name of what they stand in, best first.
const NAMES: &[&str] = &[
    "name", "by", "value", "rendered", "title", "text", "literal", "main", "label", "#text", "html",
];

/// A dispatch whose date may wait for others of the file.
pub(in crate::parse) struct Filled {
    pub(in crate::parse) dispatch: Dispatch,
    /// The date as carried, and as read.
    pub(in crate::parse) date: Option<(String, dates::Dated)>,
}

/// The words of a value: its text, the name of an object, those of a list with commas between them.
pub(in crate::parse) fn words(value: &Value<'_>) -> Option<String> {
    let words = names(value).join(", ");
    (!words.is_empty()).then_some(words)
}

/// The names in a value: one of a text or object, as many as a list has.
pub(in crate::parse) fn names(value: &Value<'_>) -> Vec<String> {
    let name = |item: &Value<'_>| match item {
        Value::Text(_) => item.text().map(body::line),
        Value::Object(_) => {
            let mut found = NAMES.iter().filter_map(|key| item.get(key)?.text());
            found.next().map(body::line)
        }
        Value::List(_) => None,
    };
    let found = value.items().iter().filter_map(name);
    found.filter(|name| !name.is_empty()).collect()
}

/// The text of a body: a string, that of an object, those of a list as paragraphs.
pub(in crate::parse) fn long_text(value: &Value<'_>) -> Option<String> {
    let text = |item: &Value<'_>| match item {
        Value::Object(_) => {
            let mut found = NAMES.iter().filter_map(|key| item.get(key)?.text());
            found.next().map(String::from)
        }
        item => item.text().map(String::from),
    };
    let parts: Vec<String> = value.items().iter().filter_map(text).collect();
    (!parts.is_empty()).then(|| parts.join("\n\n"))
}

/// The text of a story that an object holds: `None` of what is no story.
fn text_of(object: &Value<'_>, map: &[(String, String)]) -> Option<String> {
    let find = |field| USUAL.find(field, object, map);
    let all = USUAL.all("text", object, map);
    let text = all.filter_map(long_text).next();
    let titled = find("headline").and_then(words).is_some();
    let is_mapped = map.iter().any(|pair| super::value::key(&pair.0) == "text");
    let about = ["date", "provider", "byline", "url", "id"];
    let known = about.iter().filter(|field| find(field).is_some()).count();
    match text {
        Some(text) if titled || is_mapped => Some(text),
        Some(text) if text.len() >= ALONE && text.contains(' ') => Some(text),
        Some(text) if known >= 2 => Some(text),
        Some(text) if !text.is_ascii() && text.len() >= ALONE => Some(text),
        _ => {
            let weak = USUAL
                .all("weaktext", object, map)
                .filter_map(long_text)
                .next();
            let weak = weak.or_else(|| find("summary").and_then(long_text));
            weak.filter(|_| titled && known > 0)
        }
    }
}

/// Whether an object is a story by the usual keys.
pub(in crate::parse) fn is_story(object: &Value<'_>, map: &[(String, String)]) -> bool {
    text_of(object, map).is_some()
}

/// The objects in a value that fit, on the way down through the keys that hold lists of stories.
pub(in crate::parse) fn stories<'v, 't>(
    value: &'v Value<'t>,
    fits: &dyn Fn(&Value<'_>) -> bool,
) -> Vec<&'v Value<'t>> {
    let mut found = Vec::new();
    descend(value, fits, LEVELS, &mut found);
    found
}

/// So many levels of lists and wrappers are gone through.
const LEVELS: usize = 6;

fn descend<'v, 't>(
    value: &'v Value<'t>,
    fits: &dyn Fn(&Value<'_>) -> bool,
    levels: usize,
    found: &mut Vec<&'v Value<'t>>,
) {
    match value {
        Value::Object(_) if fits(value) => found.push(value),
        _ if levels == 0 => {}
        Value::Object(entries) => {
            let wrappers = entries.iter().filter(|entry| USUAL.has("items", &entry.0));
            for (_, inner) in wrappers {
                descend(inner, fits, levels - 1, found);
            }
        }
        Value::List(items) => {
            for item in items {
                descend(item, fits, levels - 1, found);
            }
        }
        Value::Text(_) => {}
    }
}

/// The domain of a web address or of a URN or tag that begins with one.
pub(in crate::parse) fn domain(uri: &str) -> Option<String> {
    let host = address::host(uri).filter(|_| address::is_uri(uri))?;
    let host = host.to_lowercase();
    let is_known = !host.contains("example") && host.chars().any(char::is_alphabetic);
    is_known.then_some(host)
}

/// The id of an item: a URI or UUID as it is, a long number with its provider's name before it.
pub(in crate::parse) fn identity(id: &str, provider: Option<&str>) -> Option<Identity> {
    let is_unique = id.contains(':')
        || (id.len() >= 32 && id.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-'));
    let id = match provider {
        _ if is_unique => id.to_owned(),
        Some(provider) if id.len() >= ID => format!("{provider} {id}"),
        _ => return None,
    };
    Some(Identity { id, version: None })
}

/// Sets a headline, which may be markup.
pub(in crate::parse) fn set_headline(words: &str, dispatch: &mut Dispatch, facts: &Facts) {
    head::set_headline(&body::line(words), dispatch, facts);
}

/// Reads an object by the usual keys; `None` where it is no story. `item` is its own text.
pub(in crate::parse) fn fill(
    object: &Value<'_>,
    item: String,
    format: &'static str,
    map: &[(String, String)],
    facts: &Facts,
) -> Option<Filled> {
    let find = |field| USUAL.find(field, object, map);
    // A row of a table may be a headline and a summary, or a headline and no more.
    let titled = || {
        let is_row = format == "csv" && find("headline").is_some();
        is_row.then(|| find("summary").and_then(long_text).unwrap_or_default())
    };
    let text = text_of(object, map).or_else(titled)?;
    let line = |field| find(field).and_then(words);
    let mut dispatch = Dispatch {
        format,
        item,
        ..Dispatch::default()
    };
    let mut providers: Vec<String> = find("provider").map(names).unwrap_or_default();
    let urls = ["url", "id"].into_iter().filter_map(line);
    providers.extend(urls.filter_map(|url| domain(&url)));
    providers.dedup();
    let version = line("version").and_then(|version| version.parse().ok());
    let mut identity =
        line("id").and_then(|id| identity(&id, providers.first().map(String::as_str)));
    if let Some(identity) = &mut identity {
        identity.version = version;
    }
    dispatch.slug = line("slug").filter(|slug| !slug.contains('/'));
    dispatch.note = line("note");
    let listed = |field| -> Vec<String> {
        let names = find(field).map(names).unwrap_or_default();
        let parts = names.iter().flat_map(|name| name.split([',', ';', '|']));
        parts
            .map(|part| part.trim().to_owned())
            .filter(|part| !part.is_empty())
            .collect()
    };
    let when = |field| {
        let text = line(field)?;
        Some(
            dates::Order::default()
                .settle(dates::read(&text, &facts.calendar)?)
                .0,
        )
    };
    dispatch.fields = Fields {
        identity,
        language: line("language"),
        providers,
        dateline: line("dateline")
            .or_else(|| line("place"))
            .filter(|place| place.len() < 100),
        category: line("category"),
        urgency: line("urgency"),
        keywords: listed("keywords"),
        status: line("status").and_then(|word| fielded::status(&word)),
        embargo_until: when("embargo"),
        usage: line("usage"),
        ..Fields::default()
    };
    if dispatch.fields.embargo_until.is_some()
        && dispatch.fields.status.is_none_or(|it| it == Status::Usable)
    {
        dispatch.fields.status = Some(Status::Embargoed);
    }
    if let Some(headline) = line("headline") {
        set_headline(&headline, &mut dispatch, facts);
    }
    if let Some(byline) = line("byline") {
        fielded::set_byline(&byline, &mut dispatch);
    }
    let dates = USUAL.all("date", object, map).filter_map(words);
    let mut dates =
        dates.filter_map(|text| Some((text.clone(), dates::read(&text, &facts.calendar)?)));
    let date = dates.next();
    read_body(&text, &mut dispatch, facts);
    Some(Filled { dispatch, date })
}

/// Reads a body, which may be markup, into a dispatch whose fields are known.
pub(in crate::parse) fn read_body(text: &str, dispatch: &mut Dispatch, facts: &Facts) {
    let is_cut = text.trim_end().ends_with(CUT.1)
        && text.rfind(CUT.0).is_some_and(|at| at + 30 > text.len());
    let kept = text
        .rfind(CUT.0)
        .filter(|_| is_cut)
        .and_then(|at| text.get(..at));
    if is_cut {
        let warning = "its text is truncated: its source gave only the beginning";
        dispatch.warnings.push(warning.into());
    }
    fielded::read(&body::paragraphs(kept.unwrap_or(text)), dispatch, facts);
}
