//! Mails that a web form of a newsroom sent: one JSON object of the fields that were filled in, each a list of texts.

use super::super::clean::{clean, squeeze};
use super::super::{Dispatch, fielded, kept};
use crate::facts::Facts;
use serde_json::Value;

/// Reads a body that is such an object into a dispatch; `false` where it is none.
pub(super) fn read(body: &str, dispatch: &mut Dispatch, facts: &Facts) -> bool {
    let body = body.trim();
    if !body.starts_with('{') {
        return false;
    }
    // Mail wraps lines within values too.
    let whole = || serde_json::from_str::<Value>(body);
    let unwrapped = || serde_json::from_str::<Value>(&body.replace('\n', " "));
    let Ok(Value::Object(form)) = whole().or_else(|_| unwrapped()) else {
        return false;
    };
    let mut paragraphs: Vec<String> = Vec::new();
    let mut header = String::new();
    for (name, value) in &form {
        let text = clean(&text(value)).into_owned();
        let words = squeeze(&text);
        if words.is_empty() {
            continue;
        }
        let fields = &mut dispatch.fields;
        match name.to_ascii_lowercase().as_str() {
            "headline" => dispatch.headline = Some(words.clone()),
            "slugline" | "slug" => dispatch.slug = Some(words.clone()),
            "byline" => dispatch.byline = Some(words.clone()),
            "body" | "body html" => {
                paragraphs = text.split('\n').map(String::from).collect();
                continue;
            }
            "dateline" => fields.dateline = Some(words.clone()),
            "category" => fields.category = Some(words.clone()),
            "priority" => fields.urgency = Some(words.clone()),
            "sign off" => dispatch.signoff = Some(words.clone()),
            "legal flag" | "ednote" => dispatch.note = Some(words.clone()),
            _ => header.push_str(&format!("{name}: ")),
        }
        header.push_str(&words);
        header.push('\n');
    }
    if paragraphs.is_empty() && dispatch.headline.is_none() {
        return false;
    }
    fielded::read(&paragraphs, dispatch, facts);
    kept::keep(&header, 0, dispatch);
    true
}

/// The texts of a value, joined by blanks.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(values) => {
            let texts = values.iter().filter_map(Value::as_str);
            texts
                .filter(|text| !text.is_empty())
                .collect::<Vec<_>>()
                .join(" ")
        }
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_gives_its_fields_and_other_bodies_are_none() {
        let facts = Facts::built_in();
        let mut found = Dispatch::default();
        let body = "{\"Headline\":[\"Kite wins\"],\"Dateline\":[\"OSLO\",\"\"],\"Timestamp\":[\"9/14/2015\n12:06:00\"],\"Body\":[\"A kite flew.\\nIt was red.\"]}";
        assert!(read(body, &mut found, facts));
        assert_eq!(found.headline.as_deref(), Some("Kite wins"));
        assert_eq!(found.paragraphs, ["A kite flew.", "It was red."]);
        assert_eq!(found.dateline.unwrap().as_written, "OSLO");
        assert_eq!(found.header, ["Timestamp: 9/14/2015 12:06:00"]);
        for body in ["", "{", "{}", "{kites}", "[1]", "{\"a\":1}"] {
            assert!(!read(body, &mut Dispatch::default(), facts), "{body}");
        }
    }
}
