//! Mails that were written into a newsroom's template: lines `Headline: …`, `Byline: …` above the text.

use super::super::clean::squeeze;
use super::super::{Dispatch, fielded};
use crate::facts::Facts;

/// The labels, in lower case, and what stands after them.
const LABELS: &[(&str, &str)] = &[
    ("author", "byline"),
    ("byline", "byline"),
    ("category", "category"),
    ("dateline", "dateline"),
    ("editor's note", "note"),
    ("headline", "headline"),
    ("note to editors", "note"),
    ("priority", "urgency"),
    ("slug", "slug"),
    ("slugline", "slug"),
    ("title", "headline"),
    ("titre", "headline"),
    ("titel", "headline"),
    ("título", "headline"),
    ("titolo", "headline"),
];
/// A label is no longer, in bytes.
const LONGEST: usize = 20;

/// Reads the labelled lines above a text, one of which must be its headline: gives them and the text; `None` where it
/// has none.
pub(super) fn read<'b>(
    body: &'b str,
    dispatch: &mut Dispatch,
    facts: &Facts,
) -> Option<(&'b str, &'b str)> {
    let mut found: Vec<(&str, String)> = Vec::new();
    let mut end = 0;
    let mut at = 0;
    for line in body.split_inclusive('\n') {
        at += line.len();
        if line.trim().is_empty() {
            continue;
        }
        let Some(labelled) = labelled(line) else {
            break;
        };
        found.push(labelled);
        end = at;
    }
    let has_text = !body[end..].trim().is_empty();
    if !has_text || !found.iter().any(|(what, _)| *what == "headline") {
        return None;
    }
    for (what, words) in found {
        if words.is_empty() {
            continue;
        }
        match what {
            "headline" => fielded::set_headline(&words, dispatch, facts),
            "byline" => fielded::set_byline(&words, dispatch),
            "slug" => dispatch.slug = Some(words),
            "note" => dispatch.note = Some(words),
            "dateline" => dispatch.fields.dateline = Some(words),
            "category" => dispatch.fields.category = Some(words),
            _ => dispatch.fields.urgency = Some(words),
        }
    }
    Some(body.split_at(end))
}

fn labelled(line: &str) -> Option<(&'static str, String)> {
    let (label, words) = line.split_once(':')?;
    let label = label.trim().trim_matches('*');
    if label.len() > LONGEST {
        return None;
    }
    let label = label.to_lowercase();
    let (_, what) = LABELS.iter().find(|(known, _)| *known == label)?;
    Some((what, squeeze(words.trim().trim_matches('*'))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labelled_lines_above_a_text_are_its_fields() {
        let facts = Facts::built_in();
        let mut found = Dispatch::default();
        let body = "Headline: Kites fly\n\nBYLINE: Jo Example\nSlug: KITES\n\nNote: a kite flew.\n";
        let (above, rest) = read(body, &mut found, facts).unwrap();
        assert!(above.ends_with("Slug: KITES\n"));
        assert_eq!(rest.trim(), "Note: a kite flew.");
        assert_eq!(found.headline.as_deref(), Some("Kites fly"));
        assert_eq!(found.byline.as_deref(), Some("Jo Example"));
        assert_eq!(found.slug.as_deref(), Some("KITES"));
        for body in [
            "",
            "A kite: it flew.\n",
            "Slug: KITES\n\nA kite.",
            "Headline: alone\n",
        ] {
            let mut found = Dispatch::default();
            assert_eq!(read(body, &mut found, facts), None, "{body}");
            assert_eq!(found, Dispatch::default());
        }
    }
}
