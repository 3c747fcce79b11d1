//! What an object is that is no story: one line for the report.

use super::value::Value;

/// How many keys a report names.
const NAMED: usize = 4;

/// What an object without a story's text is.
pub(in crate::parse) fn describe(value: &Value<'_>) -> String {
    let rows = include_str!("kinds.tsv").lines();
    let rows = rows.filter(|line| !line.starts_with('#'));
    let known = rows
        .filter_map(|line| line.split_once('\t'))
        .find(|(_, keys)| keys.split(' ').all(|key| value.get(key).is_some()));
    if let Some((kind, _)) = known {
        return kind.to_owned();
    }
    let kind = value.get("type").and_then(Value::text);
    if let Some(kind) = kind.filter(|kind| kind.len() < 40) {
        return format!("a JSON object of type \"{kind}\" without a story's text");
    }
    let names: Vec<&str> = value.keys().take(NAMED).collect();
    match names.as_slice() {
        [] => "JSON without objects".to_owned(),
        names => format!(
            "a JSON object without a story's text (it has {})",
            names.join(", ")
        ),
    }
}
