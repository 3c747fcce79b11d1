//! What is true of a story, as lines of the files beside the stories.

use super::story::{Dirt, Made, Maker, Tie};
use serde_json::json;

/// What is to be read of a story's header, or that there is none; nothing for what is no whole story.
pub(crate) fn header(made: &Made) -> String {
    if matches!(made.dirt, Some(Dirt::Empty | Dirt::Picture)) {
        return format!("{}\n", json!({"id": made.path, "story": false}));
    }
    if made.dirt.is_some() {
        return String::new();
    }
    let marks: &[&str] = match made.mark {
        "UPDATE 1-" => &["update"],
        "CORRECTED-" => &["correction"],
        "KILL: " => &["kill"],
        _ => &[],
    };
    let gold = json!({
        "id": made.path, "places": [made.place], "date": made.date.to_string(), "agency": made.agency,
        "language": made.language, "headline": made.headline, "marks": marks,
    });
    format!("{gold}\n")
}

/// To which story it belongs, and what it is to that; nothing for the first of a chain.
pub(crate) fn tie(maker: &Maker, made: &Made) -> String {
    if made.tie == Tie::First {
        return String::new();
    }
    let first = maker.story(made.first).path;
    format!("{}\t{first}\t{:?}\n", made.path, made.tie)
}

/// A story for tools that read ready-made text; nothing for what is no whole story.
pub(crate) fn text(made: &Made) -> String {
    if made.dirt.is_some() {
        return String::new();
    }
    let line = json!({
        "path": made.path, "headline": made.headline, "place": made.place, "date": made.date.to_string(),
        "agency": made.agency, "language": made.language, "text": made.paragraphs.join("\n\n"),
    });
    format!("{line}\n")
}
