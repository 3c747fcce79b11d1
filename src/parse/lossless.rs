//! For tests of the wire formats: whatever a line does to an item, no word of it is lost.

use super::{Context, Format};
use crate::facts::Facts;

fn words(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split(|c: char| !c.is_alphanumeric());
    parts.filter(|word| !word.is_empty())
}

/// The words of a text that none of its items holds; `None` where an item is no story.
pub(super) fn lost(format: &dyn Format, text: &str) -> Option<Vec<String>> {
    let mut held = std::collections::HashSet::new();
    for item in format.read(text, &Context::new(Facts::built_in())) {
        let item = item.ok()?;
        let dateline = item.dateline.map(|dateline| dateline.as_written);
        let fields = [
            dateline,
            item.headline,
            item.byline,
            item.slug,
            item.note,
            item.signoff,
        ];
        let texts = fields
            .into_iter()
            .flatten()
            .chain(item.header)
            .chain(item.paragraphs);
        for text in texts {
            held.extend(words(&text).map(String::from));
        }
    }
    let lost = words(text).filter(|word| !held.contains(*word));
    Some(lost.map(String::from).collect())
}

/// An item that is cut anywhere behind its STX loses no word.
pub(super) fn where_it_is_cut(format: &dyn Format, item: &str) {
    for end in 0..item.len() {
        if let Some(lost) = lost(format, &item[..end]).filter(|_| item[..end].contains('\u{2}')) {
            assert_eq!(lost, [""; 0], "{:?}", &item[..end]);
        }
    }
}

/// Two items with a code anywhere in the first lose no word.
pub(super) fn where_a_code_stands(format: &dyn Format, item: &str) {
    let twice = format!("{item}\n{item}");
    let mut tried = 0;
    for code in ["\u{1}", "\u{2}", "\u{3}", "\u{4}"] {
        for at in 0..item.len() {
            let harmed = format!("{}{code}{}", &twice[..at], &twice[at..]);
            if let Some(lost) = lost(format, &harmed) {
                tried += 1;
                assert_eq!(lost, [""; 0], "{harmed:?}");
            }
        }
    }
    assert!(tried > 3 * item.len(), "{tried} of {}", 4 * item.len());
}
