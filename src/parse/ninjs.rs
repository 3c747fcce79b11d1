//! ninjs 1 to 3 (IPTC's news in JSON), AP's and Reuters' dialects of it, and Superdesk's own items. The version is told
//! by the spelling of keys, which are folded: `versionCreated` and `versioncreated` are one.

mod bodies;
mod kinds;

use super::json::dates::Order;
use super::json::fill;
use super::json::keys::Keys;
use super::json::kinds::describe;
use super::json::records;
use super::json::value::Value;
use super::jsonl::{may_be_json, records_of, together};
use super::{
    Context, Dispatch, FieldPlace, Fields, Format, Identity, Item, NotAStory, Start, fielded, head,
};
use crate::facts::Facts;
use crate::split::Records;
use crate::status::Status;
use crate::story::When;
use std::sync::LazyLock;

/// So many records tell the format.
const LOOKED_AT: usize = 3;
/// A dateline field is no longer.
const DATELINE: usize = 120;

static KEYS: LazyLock<Keys> = LazyLock::new(|| Keys::of(include_str!("ninjs/keys.tsv")));

/// The format of such files.
pub(super) struct Ninjs;

impl Format for Ninjs {
    fn name(&self) -> &'static str {
        "ninjs"
    }

    fn start(&self) -> Start {
        Start::Json
    }

    fn fits(&self, head: &str, _facts: &Facts) -> bool {
        if !may_be_json(head) {
            return false;
        }
        let (mut seen, mut found) = (0, false);
        records::each(head, &mut |record| {
            seen += 1;
            let value = record.value.as_ref().ok();
            found = value.is_some_and(|value| !fill::stories(value, &kinds::is_item).is_empty());
            !found && seen < LOOKED_AT
        });
        found
    }

    fn records(&self, head: &str) -> Records {
        records_of(head)
    }

    fn read(&self, text: &str, context: &Context<'_>) -> Vec<Item> {
        let mut items: Vec<Item> = Vec::new();
        records::each(text, &mut |record| {
            let value = match record.value {
                Ok(value) => value,
                Err(reason) => {
                    items.push(Err(NotAStory(reason)));
                    return true;
                }
            };
            let before = items.len();
            for item in fill::stories(&value, &kinds::is_item) {
                let own = if std::ptr::eq(item, &value) {
                    record.text.to_owned()
                } else {
                    item.to_string()
                };
                read_item(item, own, context.facts, &mut items);
            }
            for item in items.iter_mut().skip(before).flatten() {
                item.warnings.extend(record.warnings.iter().cloned());
            }
            if items.len() == before {
                items.push(Err(NotAStory(describe(&value))));
            }
            true
        });
        if items.is_empty() {
            items.push(Err(NotAStory("JSON without objects".into())));
        }
        together(items)
    }
}

/// Reads an item, and after it the texts with bodies of their own that are associated with it.
fn read_item(item: &Value<'_>, own: String, facts: &Facts, items: &mut Vec<Item>) {
    items.push(match kinds::reason(item) {
        Some(reason) => Err(NotAStory(reason)),
        None => Ok(story(item, own, facts)),
    });
    for associated in item
        .get("associations")
        .map(Value::values)
        .unwrap_or_default()
    {
        if kinds::is_text(associated) {
            items.push(Ok(story(associated, associated.to_string(), facts)));
        }
    }
}

fn story(item: &Value<'_>, own: String, facts: &Facts) -> Dispatch {
    let find = |field| KEYS.find(field, item, &[]);
    let line = |field| find(field).and_then(fill::words);
    let when = |field: &str| -> Option<When> {
        let mut dates = KEYS.all(field, item, &[]).filter_map(fill::words);
        dates.find_map(|text| {
            let date = super::json::dates::read(&text, &facts.calendar)?;
            Some(Order::default().settle(date).0)
        })
    };
    let mut dispatch = Dispatch {
        format: "ninjs",
        item: own,
        ..Dispatch::default()
    };
    dispatch.stamp = when("date");
    dispatch.slug = line("slug");
    dispatch.note = line("note");
    let providers = providers(item);
    dispatch.fields = Fields {
        identity: identity(item, &providers),
        replaces: find("replaces").map(fill::names).unwrap_or_default(),
        language: line("language"),
        providers,
        dateline: line("dateline").filter(|text| text.len() < DATELINE),
        places: places(item),
        category: line("category").or_else(|| category(item)),
        urgency: line("urgency"),
        keywords: find("keywords").map(fill::names).unwrap_or_default(),
        status: status(item),
        usage: find("usage").map(|value| fill::names(value).join(" ")),
        ..Fields::default()
    };
    match when("embargo") {
        Some(When::Minute(end)) => dispatch.fields.embargo_until = Some(When::Minute(end)),
        _ => {
            if let Some(end) = line("embargo") {
                fielded::set_embargo(&end, &mut dispatch, facts);
            }
        }
    }
    if let Some(headline) = headline(item) {
        fill::set_headline(&headline, &mut dispatch, facts);
    }
    if let Some(byline) = line("byline") {
        fielded::set_byline(&byline, &mut dispatch);
    }
    for signal in find("signals").map(fill::names).unwrap_or_default() {
        let word = signal.rsplit(':').next().unwrap_or_default().to_owned();
        head::mark_of_note(&word, &mut dispatch);
    }
    for (key, value, mark) in kinds::MARKS {
        if item.get(key).and_then(Value::text) == Some(value) {
            fielded::add_mark(mark, &mut dispatch);
        }
    }
    let body = bodies::body(item).or_else(|| {
        let summary = find("summary").and_then(bodies::main);
        dispatch.warnings.push(match summary {
            Some(_) => "the item holds no body: its description is read".into(),
            None => "the item holds no body".into(),
        });
        summary
    });
    fill::read_body(&body.unwrap_or_default(), &mut dispatch, facts);
    dispatch
}

/// The headline: the main one of several.
fn headline(item: &Value<'_>) -> Option<String> {
    let mut all = KEYS.all("headline", item, &[]);
    all.find_map(bodies::main)
}

/// Who sends it: as named, and last the domain of its URI.
fn providers(item: &Value<'_>) -> Vec<String> {
    let named = KEYS.all("provider", item, &[]).flat_map(fill::names);
    let uris = KEYS.all("id", item, &[]).filter_map(fill::words);
    let domains: Vec<String> = uris.filter_map(|uri| fill::domain(&uri)).collect();
    let mut providers: Vec<String> = Vec::new();
    for name in named.chain(domains) {
        if !providers.contains(&name) {
            providers.push(name);
        }
    }
    providers
}

/// The item's id and version. AP's addresses carry who asked for them: they are cut off.
fn identity(item: &Value<'_>, providers: &[String]) -> Option<Identity> {
    let id = KEYS.find("id", item, &[]).and_then(fill::words)?;
    let asked = id.split_once('?').filter(|(_, asked)| {
        asked
            .split('&')
            .any(|it| it.starts_with("qt=") || it.starts_with("et="))
    });
    let id = asked.map_or(id.as_str(), |(address, _)| address);
    let provider = providers.first().map(String::as_str);
    let mut identity = fill::identity(id, provider)?;
    let mut versions = KEYS.all("version", item, &[]).filter_map(fill::words);
    identity.version = versions.find_map(|version| version.parse().ok());
    Some(identity)
}

/// The standing: a kill in Superdesk's own state goes before what was published.
fn status(item: &Value<'_>) -> Option<Status> {
    let words = KEYS.all("status", item, &[]).filter_map(fill::words);
    let found: Vec<Status> = words.filter_map(|word| fielded::status(&word)).collect();
    found.iter().copied().max()
}

/// Where it was filed from: AP's and Superdesk's objects, or the words of `located`. `place` and `places` are what it is
/// about.
fn places(item: &Value<'_>) -> Vec<FieldPlace> {
    let objects = ["datelinelocation", "dateline.located", "located"];
    let object = objects
        .iter()
        .filter_map(|key| item.at(key))
        .find(|value| matches!(value, Value::Object(_)));
    if let Some(object) = object {
        let first = |keys: &[&str]| {
            keys.iter()
                .find_map(|key| object.get(key)?.text())
                .map(String::from)
        };
        let area = first(&["countryareaname", "state", "area"]);
        let country = first(&["countrycode", "country", "countryname"]);
        let name = first(&["city", "name"])
            .or_else(|| area.clone())
            .or_else(|| first(&["countryname", "country"]));
        return name
            .into_iter()
            .map(|name| FieldPlace {
                name,
                area: area.clone(),
                country: country.clone(),
            })
            .collect();
    }
    let Some(located) = item
        .get("located")
        .and_then(fill::words)
        .filter(|text| text.len() < DATELINE)
    else {
        return Vec::new();
    };
    let mut parts = located
        .split(',')
        .map(|part| part.trim().to_owned())
        .filter(|part| !part.is_empty());
    let Some(name) = parts.next() else {
        return Vec::new();
    };
    let country = parts.next_back();
    vec![FieldPlace {
        name,
        area: parts.next(),
        country,
    }]
}

/// AP's category among its subjects.
fn category(item: &Value<'_>) -> Option<String> {
    let subjects = item.get("subject")?.items();
    let is_category = |subject: &&Value<'_>| {
        let rels = subject.get("rels").map(fill::names).unwrap_or_default();
        rels.iter().any(|rel| rel == "category")
            || subject.get("rel").and_then(Value::text) == Some("category")
    };
    subjects.iter().find(is_category).and_then(fill::words)
}
