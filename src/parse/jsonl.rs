//! Stories as JSON objects, one a line, run together, in an array, or in an object that holds one. Objects that hold no
//! story are reported as what they are: settings, users, schemas.

use super::json::dates::Order;
use super::json::fill::{self, Filled};
use super::json::kinds::describe;
use super::json::records;
use super::{Context, Format, Item, Items, NotAStory, Start};
use crate::facts::Facts;
use crate::split::Records;

/// The format of such files.
pub(super) struct JsonLines;

/// So many records tell the format.
const LOOKED_AT: usize = 3;

impl Format for JsonLines {
    fn name(&self) -> &'static str {
        "jsonl"
    }

    fn start(&self) -> Start {
        Start::Json
    }

    fn fits(&self, head: &str, _facts: &Facts) -> bool {
        if !may_be_json(head) {
            return false;
        }
        let (mut seen, mut good) = (0, 0);
        records::each(head, &mut |record| {
            seen += 1;
            good += usize::from(record.value.is_ok() && record.text.starts_with('{'));
            seen < LOOKED_AT
        });
        good > 0 && good * 2 >= seen
    }

    fn records(&self, head: &str) -> Records {
        records_of(head)
    }

    fn read(&self, text: &str, context: &Context<'_>) -> Vec<Item> {
        let (facts, map) = (context.facts, context.map);
        let mut found = Items::<Filled>::new();
        let mut order = Order::default();
        records::each(text, &mut |record| {
            let value = match record.value {
                Ok(value) => value,
                Err(reason) => {
                    found.push(Err(NotAStory(reason)));
                    return true;
                }
            };
            let stories = fill::stories(&value, &|object| fill::is_story(object, map));
            let mut any = false;
            for story in stories {
                let item = if std::ptr::eq(story, &value) {
                    record.text.to_owned()
                } else {
                    story.to_string()
                };
                let Some(mut filled) = fill::fill(story, item, self.name(), map, facts) else {
                    continue;
                };
                any = true;
                filled
                    .dispatch
                    .warnings
                    .extend(record.warnings.iter().cloned());
                if let Some((date, _)) = &filled.date {
                    order.learn(date);
                }
                found.push(Ok(filled));
            }
            if !any {
                found.push(Err(NotAStory(describe(&value))));
            }
            true
        });
        let found = found.finish();
        if found.is_empty() {
            return vec![Err(NotAStory("JSON without objects".into()))];
        }
        together(
            found
                .into_iter()
                .map(|item| item.map(|filled| dated(filled, order)))
                .collect(),
        )
    }
}

/// Sets the date of a dispatch in the order that its file shows.
pub(super) fn dated(filled: Filled, order: Order) -> super::Dispatch {
    let mut dispatch = filled.dispatch;
    if let Some((_, date)) = filled.date {
        let (when, doubt) = order.settle(date);
        dispatch.stamp = Some(when);
        dispatch.warnings.extend(doubt);
    }
    dispatch
}

/// One line for a file of many objects that are all the same and no story.
pub(super) fn together(items: Vec<Item>) -> Vec<Item> {
    let first = items.first().and_then(|item| item.as_ref().err());
    let Some(first) = first.filter(|first| {
        items.len() > 1 && items.iter().all(|item| item.as_ref().err() == Some(first))
    }) else {
        return items;
    };
    vec![Err(NotAStory(format!(
        "{} ({} of them)",
        first.0,
        items.len()
    )))]
}

/// Whether a text may be JSON: it begins as an object does, or an array of them.
pub(super) fn may_be_json(head: &str) -> bool {
    let skipped = |c: char| c.is_whitespace() || "\u{feff}\u{1e}".contains(c);
    let text = head.trim_start_matches(skipped);
    let inner = text
        .strip_prefix('[')
        .map_or(text, |inner| inner.trim_start());
    let Some(object) = inner.strip_prefix('{') else {
        return false;
    };
    object.trim_start().starts_with(['"', '}'])
}

/// How a file of JSON is cut: at the elements of an array, at lines that are each an object, or not at all.
pub(super) fn records_of(head: &str) -> Records {
    let text = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if text.starts_with('[') {
        return Records::JsonArray;
    }
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut begins = lines.take(LOOKED_AT).map(|line| line.starts_with("{\""));
    let many = text.trim_end().contains('\n');
    if many && begins.all(|is_object| is_object) {
        Records::Lines
    } else {
        Records::Whole
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, map: &[(&str, &str)]) -> Vec<Item> {
        let map: Vec<(String, String)> = map
            .iter()
            .map(|(a, b)| (a.to_string(), b.to_string()))
            .collect();
        let context = Context {
            map: &map,
            ..Context::new(Facts::built_in())
        };
        assert!(JsonLines.fits(text, Facts::built_in()), "{text}");
        JsonLines.read(text, &context)
    }

    #[test]
    fn a_million_broken_lines_are_counted_and_not_kept() {
        let context = Context::new(Facts::built_in());
        let story = "{\"headline\":\"Kites\",\"text\":\"A kite flew over the harbour.\"}\n";
        let broken = "{bad\n".repeat(super::super::REFUSED * 3);
        let items = JsonLines.read(&format!("{story}{broken}{story}"), &context);
        assert!(items.len() < super::super::REFUSED + 5, "{}", items.len());
        assert_eq!(items.iter().filter(|item| item.is_ok()).count(), 2);
        let items = JsonLines.read(&broken, &context);
        let [Err(NotAStory(reason))] = &items[..] else {
            panic!("{} items", items.len());
        };
        assert!(reason.contains("(30000 of them)"), "{reason}");
    }

    #[test]
    fn usual_keys_give_a_story_and_html_becomes_text() {
        let items = read(
            r#"{"status":"ok","articles":[{"source":{"id":null,"name":"Reuters"},"author":"By Anna Example","title":"Kites fly","publishedAt":"2021-03-04T05:06:07Z","content":"<p>A kite flew.</p><p>It was red&hellip; [+2764 chars]</p>"}]}"#,
            &[],
        );
        let story = items[0].as_ref().unwrap();
        assert_eq!(story.headline.as_deref(), Some("Kites fly"));
        assert_eq!(story.byline.as_deref(), Some("Anna Example"));
        assert_eq!(story.fields.providers, ["Reuters"]);
        assert_eq!(story.stamp.unwrap().to_string(), "2021-03-04T05:06:07Z");
        assert_eq!(
            story.paragraphs.first().map(String::as_str),
            Some("A kite flew.")
        );
    }

    #[test]
    fn a_map_says_which_keys_hold_what() {
        let items = read(
            "{\"w\":{\"x\":\"A kite.\"},\"k\":\"2021-03-04\",\"text\":\"not this\"}\n",
            &[("text", "w.x"), ("published", "k")],
        );
        let story = items[0].as_ref().unwrap();
        assert_eq!(story.paragraphs, ["A kite."]);
        assert_eq!(story.stamp.unwrap().to_string(), "2021-03-04");
    }

    #[test]
    fn dates_in_figures_agree_over_the_file() {
        let text = "{\"text\":\"A\",\"title\":\"B c\",\"date\":\"03/04/2021\"}\n{\"text\":\"A\",\"title\":\"B c\",\"date\":\"03/17/2021\"}\n";
        let items = read(text, &[]);
        let stamp = |at: usize| items[at].as_ref().unwrap().stamp.unwrap().to_string();
        assert_eq!(stamp(0), "2021-03-04");
        assert_eq!(items[0].as_ref().unwrap().warnings, [""; 0]);
    }

    #[test]
    fn what_is_no_story_is_said_once() {
        let items = read(
            r#"[{"username":"a","email":"b"},{"username":"c","email":"d"}]"#,
            &[],
        );
        assert_eq!(items, [Err(NotAStory("users (2 of them)".into()))]);
        let items = read(
            r#"{"$schema":"x","properties":{"text":{"type":"string"}}}"#,
            &[],
        );
        assert_eq!(items, [Err(NotAStory("a JSON Schema".into()))]);
    }

    #[test]
    fn prose_is_no_json() {
        for text in [
            "[속보] 연 날다",
            "{Kites} fly",
            "[1] A kite flew",
            "{\"Kites\" fly}\nover\nthe lake\n",
            "",
            "[",
        ] {
            assert!(!JsonLines.fits(text, Facts::built_in()), "{text}");
        }
    }

    #[test]
    fn no_cut_of_a_text_panics_and_none_loses_the_words_before_it() {
        let text = "[{\"title\":\"Kites \\ud83d\\ude00 fly\",\"date\":\"2021-03-04\",\"text\":\"A kite flew &amp; fell é.\",\"n\":[1,{\"a\":null}]},{\"text\":\"<p>x\"}]";
        let context = Context::new(Facts::built_in());
        let formats: [&dyn Format; 3] = [
            &JsonLines,
            &super::super::ninjs::Ninjs,
            &super::super::csv::Csv,
        ];
        for at in (0..text.len()).filter(|at| text.is_char_boundary(*at)) {
            for part in [&text[..at], &text[at..]] {
                for format in formats {
                    format.fits(part, context.facts);
                    format.read(part, &context);
                }
            }
            let words = text.find(" fell").unwrap();
            if at > words && at < text.find("\"n\"").unwrap() {
                let items = JsonLines.read(&text[..at], &context);
                let story = items[0].as_ref().unwrap();
                assert!(story.paragraphs.concat().starts_with("A kite flew"), "{at}");
            }
        }
    }
}
