//! The body of an item among its renderings.

use super::super::json::body;
use super::super::json::fill;
use super::super::json::value::Value;

/// Roles of values that stand for the whole, best first.
const ROLES: &[&str] = &["main", "text", "body", "xhtml", "html", "html5", "caption"];
/// A text of one line that is longer was joined from paragraphs.
const JOINED: usize = 400;

/// The text of the best body that an item has: plain text, else XHTML or HTML, else NITF. Plain text that lost its
/// paragraphs gives way to markup that has them.
pub(super) fn body(item: &Value<'_>) -> Option<String> {
    let mut found: Vec<(u8, String)> = Vec::new();
    for listed in item.get("bodies").map(Value::items).unwrap_or_default() {
        let of = |key: &str| {
            listed
                .get(key)
                .and_then(Value::text)
                .unwrap_or_default()
                .to_lowercase()
        };
        let is_other = matches!(
            of("role").as_str(),
            "headline" | "summary" | "teaser" | "caption"
        );
        let words = fill::long_text(listed).filter(|_| !is_other);
        found.extend(words.map(|words| {
            (
                rank(&format!("{} {}", of("contenttype"), of("role")), &words),
                words,
            )
        }));
    }
    if let Value::Object(entries) = item {
        for (key, value) in entries
            .iter()
            .filter(|entry| entry.0.starts_with("body") && entry.0 != "bodies")
        {
            let words = fill::long_text(value);
            found.extend(words.map(|words| (rank(key, &words), words)));
        }
    }
    found.retain(|(_, words)| !body::paragraphs(words).is_empty());
    found.sort_by_key(|found| found.0);
    let (first, rest) = found.split_first()?;
    let is_joined = first.0 == 0 && first.1.len() > JOINED && body::paragraphs(&first.1).len() == 1;
    let parted = rest
        .iter()
        .find(|other| is_joined && body::paragraphs(&other.1).len() > 1);
    Some(parted.unwrap_or(first).1.clone())
}

/// How good a rendering is, 0 the best.
fn rank(name: &str, words: &str) -> u8 {
    if name.contains("nitf") {
        2
    } else {
        u8::from(name.contains("html") || body::is_markup(words))
    }
}

/// The main one of values with roles, or the text that a value is.
pub(super) fn main(value: &Value<'_>) -> Option<String> {
    let items = value.items();
    let role = |item: &Value<'_>| {
        item.get("role")
            .and_then(Value::text)
            .map(str::to_lowercase)
    };
    let by_role = ROLES.iter().find_map(|wanted| {
        items
            .iter()
            .find(|item| role(item).as_deref() == Some(*wanted))
    });
    by_role.or(items.first()).and_then(fill::long_text)
}
