//! ninjs 1.3: one JSON object.

use super::Made;
use serde_json::json;

pub(super) fn write(made: &Made) -> String {
    let object = json!({
        "uri": format!("urn:{}:{:08}", made.agency, made.id), "type": "text", "version": "1", "pubstatus": "usable",
        "versioncreated": made.time().format("%Y-%m-%dT%H:%M:%SZ").to_string(), "language": made.language,
        "headline": made.title(), "body_text": made.text(),
    });
    format!("{object}\n")
}
