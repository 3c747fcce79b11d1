//! Reads the numbers that people type after `urgency:` and `words:`: one, a comparison or a range, both ends included.

use super::dates::Reading;
use super::slots;
use super::values::{assuming, sure};
use super::{Node, NumberTest, Words};
use crate::fields::{Field, Quantity, Scope};

/// Reads a value. What is no number is text, as behind a name that is no field.
pub(super) fn read(text: &str, of: Quantity, field: &Field) -> Reading {
    let Some((least, most)) = range(text) else {
        let slots = slots::phrase(&format!("{} {text}", field.name), false).slots;
        let scope = Scope::Anywhere;
        let notice = format!("{text} is no number: read as text ({})", legal(of));
        return assuming(Node::Words(Words { scope, slots }), [notice]);
    };
    let test = |least, most| Node::Number(NumberTest { of, least, most });
    if let (Some(from), Some(to)) = (least, most)
        && from > to
    {
        let notice = format!("{text} runs backwards: read as {to}..{from}");
        return assuming(test(most, least), [notice]);
    }
    let (lowest, highest) = of.limits();
    match least.is_some_and(|least| least > highest) || most.is_some_and(|most| most < lowest) {
        true => assuming(
            test(least, most),
            [format!("no story has {text}: {}", legal(of))],
        ),
        false => sure(test(least, most)),
    }
}

/// What may be typed.
fn legal(of: Quantity) -> &'static str {
    match of {
        Quantity::Urgency => "urgency runs from 1, the most urgent, to 9: urgency:2, <=2, 1..3",
        Quantity::Words => "words takes numbers: words:300, >300, 100..300",
    }
}

/// The ends of a range as typed; an end left out is open.
fn range(text: &str) -> Option<(Option<u64>, Option<u64>)> {
    let text = text.replace('…', "..").replace(',', "");
    if let Some((first, last)) = text.split_once("..") {
        let (first, last) = (first.trim(), last.trim_start_matches('.').trim());
        let end = |text: &str| match text {
            "" => Some(None),
            text => number(text).map(Some),
        };
        return (!first.is_empty() || !last.is_empty())
            .then(|| end(first).zip(end(last)))
            .flatten();
    }
    const SIGNS: &[&str] = &[">=", "=>", "≥", "<=", "=<", "≤", ">", "<", "="];
    let sign = SIGNS.iter().find(|sign| text.starts_with(**sign));
    let sign = sign.copied().unwrap_or_default();
    let value = number(text[sign.len()..].trim())?;
    Some(match sign {
        ">=" | "=>" | "≥" => (Some(value), None),
        "<=" | "=<" | "≤" => (None, Some(value)),
        ">" => (Some(value.saturating_add(1)), None),
        // Nothing is under nothing.
        "<" => match value.checked_sub(1) {
            Some(most) => (None, Some(most)),
            None => (Some(u64::MAX), None),
        },
        _ => (Some(value), Some(value)),
    })
}

/// A whole number; one beyond every story's is the largest.
fn number(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fields;

    fn read_as(text: &str, name: &str) -> (String, String) {
        let field = fields::find(name).unwrap();
        let fields::Kind::Number(of) = field.kind else {
            panic!("{name} takes no number");
        };
        let reading = read(text, of, field);
        (reading.node.to_string(), reading.assumed.join("; "))
    }

    #[test]
    fn a_number_a_comparison_and_a_range_are_read_as_they_look() {
        for (typed, read) in [
            ("2", "2"),
            ("=2", "2"),
            ("<=2", "..2"),
            ("≤2", "..2"),
            ("<2", "..1"),
            (">2", "3.."),
            (">= 2", "2.."),
            ("1..3", "1..3"),
            ("..3", "..3"),
            ("3..", "3.."),
            ("1...3", "1..3"),
        ] {
            let (node, assumed) = read_as(typed, "urgency");
            assert_eq!(node, format!("urgency:{read}"), "{typed}");
            assert!(assumed.is_empty(), "{typed}: {assumed}");
        }
    }

    #[test]
    fn a_number_that_no_story_has_is_told_what_is_legal() {
        for typed in ["12", "0", ">9", "10..20", "99999999999999999999999"] {
            let (_, assumed) = read_as(typed, "urgency");
            assert!(
                assumed.contains("from 1, the most urgent, to 9"),
                "{typed}: {assumed}"
            );
        }
        let (node, assumed) = read_as("3..1", "urgency");
        assert_eq!((node.as_str(), assumed.is_empty()), ("urgency:1..3", false));
    }

    #[test]
    fn what_is_no_number_is_text_as_behind_any_other_word() {
        let (node, assumed) = read_as("abc", "words");
        assert_eq!(node, "\"words abc\"");
        assert!(assumed.contains("words:300"), "{assumed}");
    }
}
