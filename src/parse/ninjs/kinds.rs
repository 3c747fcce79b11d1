//! Which objects are items of news, and which of them are texts.

use super::super::json::fill;
use super::super::json::value::Value;
use super::bodies;

/// Keys of which an item has one beside its id.
const TELLING: &[&str] = &[
    "versioncreated",
    "firstcreated",
    "pubstatus",
    "bodies",
    "headlines",
    "descriptions",
    "slugline",
    "bodyxhtml",
    "bodyhtml",
    "bodytext",
    "descriptiontext",
    "descriptionhtml",
    "contentcreated",
    "eventdetails",
    "altids",
    "$standard",
    "standard",
    "renditions",
    "embargoed",
    "embargoeduntil",
    "ednote",
    "representationtype",
    "copyrightnotice",
];
/// Types of texts.
const TEXTS: &[&str] = &[
    "text",
    "story",
    "article",
    "advisory",
    "alert",
    "brief",
    "preformatted",
];
/// Types of items that hold other items, or a text of their own.
const PACKAGES: &[&str] = &["composite", "package", "collection", "liveblog"];

/// Values of keys that are lifecycle marks: key, value, mark.
pub(super) const MARKS: &[(&str, &str, &str)] = &[
    ("type", "advisory", "advisory"),
    ("type", "alert", "alert"),
    ("state", "corrected", "correction"),
    ("operation", "correct", "correction"),
];

/// Whether an object is an item.
pub(super) fn is_item(object: &Value<'_>) -> bool {
    let telling = TELLING
        .iter()
        .filter(|key| object.get(key).is_some())
        .count();
    let typed = object
        .get("type")
        .and_then(Value::text)
        .is_some_and(|kind| {
            TEXTS.contains(&kind)
                || PACKAGES.contains(&kind)
                || OTHERS.iter().any(|other| other.0 == kind)
        });
    let has = |key| object.get(key).and_then(Value::text).is_some();
    if has("uri") || has("guid") {
        return telling > 0 || (typed && has("headline"));
    }
    has("_id") && telling >= 2
}

/// Types that are no texts, and what the report calls them.
const OTHERS: &[(&str, &str)] = &[
    ("picture", "a picture"),
    ("photo", "a picture"),
    ("video", "a video"),
    ("audio", "an audio recording"),
    ("graphic", "a graphic"),
    ("event", "an event"),
    ("planning", "a planning item"),
    ("assignment", "an assignment"),
    ("component", "a component"),
    ("animation", "an animation"),
];

/// Why an item is no story.
pub(super) fn reason(item: &Value<'_>) -> Option<String> {
    let kind = item
        .get("type")
        .and_then(Value::text)
        .map(str::to_lowercase);
    let has_body = bodies::body(item).is_some();
    match kind.as_deref() {
        Some(kind) if TEXTS.contains(&kind) => {
            let has_words = has_body || super::headline(item).is_some();
            (!has_words).then(|| "a text item without headline and body".into())
        }
        Some(kind) if PACKAGES.contains(&kind) => {
            (!has_body).then(|| format!("a {kind} of other items, without a text of its own"))
        }
        Some(kind) => match OTHERS.iter().find(|other| other.0 == kind) {
            Some(other) => Some(other.1.into()),
            None => (!has_body).then(|| format!("an item of type \"{kind}\" without a text")),
        },
        None if has_body => None,
        None if item.get("eventdetails").is_some() || item.get("dates").is_some() => {
            Some("an event".into())
        }
        None => {
            let has_summary = super::KEYS
                .find("summary", item, &[])
                .and_then(fill::words)
                .is_some();
            let words = has_summary || super::headline(item).is_some();
            (!words).then(|| "an item without headline and body".into())
        }
    }
}

/// Whether an associated object is a text with a body of its own.
pub(super) fn is_text(object: &Value<'_>) -> bool {
    let kind = object.get("type").and_then(Value::text);
    kind.is_some_and(|kind| TEXTS.contains(&kind)) && bodies::body(object).is_some()
}
