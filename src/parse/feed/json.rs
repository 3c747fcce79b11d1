//! JSON Feed, version 1: <https://www.jsonfeed.org/version/1.1/>.

use super::entry::{self, Channel, Entry};
use super::named;
use crate::facts::Facts;
use crate::language::words::truncate;
use crate::parse::{Context, Format, Item, NotAStory, Start};
use serde_json::Value;

/// How far into a text its version stands, in bytes.
const NEAR: usize = 4_096;

/// JSON Feed.
pub(in super::super) struct JsonFeed;

impl Format for JsonFeed {
    fn name(&self) -> &'static str {
        "jsonfeed"
    }

    fn start(&self) -> Start {
        Start::Json
    }

    fn fits(&self, head: &str, _facts: &Facts) -> bool {
        let near = truncate(head, NEAR);
        let near = near.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        near.starts_with('{')
            && near.contains("\"version\"")
            && near
                .replace("\\/", "/")
                .contains("\"https://jsonfeed.org/version/")
    }

    fn read(&self, text: &str, context: &Context<'_>) -> Vec<Item> {
        let feed: Value = match serde_json::from_str(text.trim_start_matches('\u{feff}')) {
            Ok(feed) => feed,
            Err(error) => {
                return vec![Err(NotAStory(format!(
                    "the JSON of the feed is broken: {error}"
                )))];
            }
        };
        let channel = Channel {
            title: string(&feed, "title"),
            language: string(&feed, "language"),
            link: string(&feed, "home_page_url"),
            ..Channel::default()
        };
        let items = feed.get("items").and_then(Value::as_array);
        let read = |item: &Value| entry::read(entry_of(item, &feed), &channel, "jsonfeed", context);
        named(items.into_iter().flatten().map(read).collect())
    }
}

fn entry_of(item: &Value, feed: &Value) -> Entry {
    let plain = |text: String| entry::escaped(&text);
    let html = ["content_html", "summary"]
        .iter()
        .filter_map(|key| string(item, key));
    let texts = html.chain(string(item, "content_text").map(plain));
    let own = authors(item);
    let number = item
        .get("id")
        .and_then(Value::as_u64)
        .map(|id| id.to_string());
    let tags = item.get("tags").and_then(Value::as_array);
    Entry {
        title: string(item, "title").map(plain),
        id: string(item, "id").or(number),
        link: string(item, "url"),
        published: string(item, "date_published"),
        updated: string(item, "date_modified"),
        authors: if own.is_empty() { authors(feed) } else { own },
        texts: texts.collect(),
        categories: tags
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(String::from)
            .collect(),
        language: string(item, "language"),
        ..Entry::default()
    }
}

fn string(value: &Value, key: &str) -> Option<String> {
    let text = value.get(key)?.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_string())
}

/// The authors of an item or a feed: a list since version 1.1, one object before.
fn authors(value: &Value) -> Vec<String> {
    let list = value.get("authors").and_then(Value::as_array);
    let all = list.into_iter().flatten().chain(value.get("author"));
    all.filter_map(|author| string(author, "name")).collect()
}
