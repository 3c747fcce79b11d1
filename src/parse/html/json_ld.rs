//! schema.org's description of an article as JSON-LD: <https://schema.org/NewsArticle>.

use super::text;
use crate::parse::{FieldPlace, references};
use serde_json::Value;
use std::borrow::Cow;

/// How deep objects are looked into, and how many are looked at.
const DEPTH: usize = 16;
const OBJECTS: usize = 10_000;

/// What JSON-LD says of an article, as carried.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Article {
    /// The type, without its address: `NewsArticle`.
    pub(super) kind: String,
    pub(super) headline: Option<String>,
    pub(super) body: Option<String>,
    pub(super) description: Option<String>,
    pub(super) published: Option<String>,
    pub(super) modified: Option<String>,
    pub(super) dateline: Option<String>,
    /// Persons who wrote it.
    pub(super) authors: Vec<String>,
    /// Organisations that wrote or publish it, principal first.
    pub(super) organisations: Vec<String>,
    pub(super) section: Option<String>,
    pub(super) keywords: Vec<String>,
    pub(super) language: Option<String>,
    pub(super) url: Option<String>,
    pub(super) places: Vec<FieldPlace>,
    /// The text of a correction, or that there is one.
    pub(super) correction: Option<String>,
    pub(super) usage: Option<String>,
    pub(super) version: Option<u64>,
    pub(super) based_on: Vec<String>,
}

/// The values of a block, which may be broken: control characters, character references of HTML, comments around it,
/// commas at the ends of lists, several values in a row.
pub(super) fn values(block: &str) -> Vec<Value> {
    let bare = block.trim().trim_start_matches('\u{feff}');
    let bare = bare
        .trim_start_matches("<!--")
        .trim_start_matches("//")
        .trim();
    let bare = bare
        .trim_start_matches("<![CDATA[")
        .trim_start_matches("/*<![CDATA[*/");
    let start = bare.find(['{', '[']).unwrap_or(bare.len());
    let bare = &bare[start..];
    let read = |text: &str| -> Vec<Value> {
        let all = serde_json::Deserializer::from_str(text).into_iter::<Value>();
        all.map_while(Result::ok).collect()
    };
    let found = read(bare);
    if !found.is_empty() {
        return found;
    }
    let mended = mended(bare);
    let found = read(&mended);
    if !found.is_empty() || !bare.contains("&quot;") {
        return found;
    }
    read(&self::mended(&references::lenient(bare)))
}

/// JSON whose strings hold control characters, and whose lists end with a comma, as JSON.
fn mended(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let mut in_string = false;
    let mut escaped = false;
    for c in text.chars() {
        match c {
            '"' if !escaped => in_string = !in_string,
            '\n' if in_string => {
                out.push_str("\\n");
                escaped = false;
                continue;
            }
            c if in_string && c.is_control() => {
                out.push(' ');
                escaped = false;
                continue;
            }
            '}' | ']' if !in_string => {
                let kept = out.trim_end().trim_end_matches(',').len();
                out.truncate(kept);
            }
            _ => {}
        }
        escaped = in_string && c == '\\' && !escaped;
        out.push(c);
    }
    out
}

/// Every article that a value holds, and the type of the first object that is none.
pub(super) fn articles(value: &Value) -> (Vec<Article>, Option<String>) {
    let mut found = Vec::new();
    let mut other = None;
    let mut waiting: Vec<(&Value, usize)> = vec![(value, 0)];
    let mut seen = 0;
    while let Some((value, depth)) = waiting.pop() {
        seen += 1;
        if depth > DEPTH || seen > OBJECTS {
            continue;
        }
        match value {
            Value::Array(values) => {
                waiting.extend(values.iter().rev().map(|value| (value, depth + 1)));
            }
            Value::Object(map) => {
                let kinds: Vec<&str> = strings(map.get("@type")).collect();
                if let Some(kind) = kinds
                    .iter()
                    .map(|kind| bare(kind))
                    .find(|kind| is_article(kind))
                {
                    found.push(article(value, kind));
                    continue;
                }
                other = other.or_else(|| kinds.first().map(|kind| bare(kind).to_string()));
                let inner = ["mainEntityOfPage", "mainEntity", "@graph"];
                waiting.extend(
                    inner
                        .iter()
                        .filter_map(|key| map.get(*key))
                        .map(|value| (value, depth + 1)),
                );
            }
            _ => {}
        }
    }
    (found, other)
}

/// A type without the address of its vocabulary.
fn bare(kind: &str) -> &str {
    kind.rsplit(['/', ':', '#']).next().unwrap_or(kind)
}

fn is_article(kind: &str) -> bool {
    kind.ends_with("Article")
        || kind.ends_with("BlogPosting")
        || matches!(kind, "Report" | "NewsStory")
}

fn article(value: &Value, kind: &str) -> Article {
    let line = |key: &str| {
        strings(value.get(key))
            .map(text::line)
            .find(|text| !text.is_empty())
    };
    let mut found = Article {
        kind: kind.into(),
        headline: line("headline").or_else(|| line("name")),
        body: strings(value.get("articleBody"))
            .chain(strings(value.get("text")))
            .map(String::from)
            .next(),
        description: line("description"),
        published: line("datePublished").or_else(|| line("dateCreated")),
        modified: line("dateModified"),
        dateline: line("dateline"),
        section: line("articleSection"),
        language: line("inLanguage").or_else(|| named(value.get("inLanguage")).pop()),
        url: ["url", "@id", "mainEntityOfPage"]
            .iter()
            .find_map(|key| address(value.get(*key))),
        usage: line("usageInfo").filter(|usage| !usage.starts_with("http")),
        version: value.get("version").and_then(number),
        ..Article::default()
    };
    for key in ["author", "creator"] {
        for (name, is_person) in parties(value.get(key)) {
            let list = if is_person {
                &mut found.authors
            } else {
                &mut found.organisations
            };
            push(list, name);
        }
        if !found.authors.is_empty() {
            break;
        }
    }
    for key in [
        "sourceOrganization",
        "provider",
        "publisher",
        "copyrightHolder",
    ] {
        for (name, _) in parties(value.get(key)) {
            push(&mut found.organisations, name);
        }
    }
    for words in strings(value.get("keywords")) {
        let parts = words.split([',', ';']).map(text::line);
        let parts = parts.filter(|word| !word.is_empty());
        parts.for_each(|word| push(&mut found.keywords, word));
    }
    for word in named(value.get("keywords")) {
        push(&mut found.keywords, word);
    }
    found.places = objects(value.get("locationCreated"))
        .filter_map(place)
        .collect();
    found.correction = match value.get("correction") {
        Some(Value::String(text)) => Some(text::line(text)),
        Some(other) => objects(Some(other)).find_map(|note| {
            let text = ["text", "description", "name"]
                .iter()
                .find_map(|key| note.get(*key)?.as_str());
            text.map(text::line)
        }),
        None => None,
    };
    found.based_on = objects(value.get("isBasedOn"))
        .filter_map(|work| address(work.get("url")).or_else(|| address(Some(work))))
        .chain(strings(value.get("isBasedOn")).map(String::from))
        .collect();
    found
}

/// Where an article was written: a place with its address.
fn place(value: &Value) -> Option<FieldPlace> {
    let address = value.get("address");
    let of = |key: &str| {
        let value = address?.get(key)?;
        value
            .as_str()
            .map(text::line)
            .or_else(|| named(Some(value)).pop())
    };
    let name = value.get("name").and_then(Value::as_str).map(text::line);
    let name = of("addressLocality").or(name)?;
    (!name.is_empty()).then(|| FieldPlace {
        name,
        area: of("addressRegion"),
        country: of("addressCountry"),
    })
}

/// Names of those who did something, and whether each is a person. What says nothing of it is a person.
fn parties(value: Option<&Value>) -> Vec<(String, bool)> {
    let plain = strings(value).filter(|name| !name.starts_with("http"));
    let plain = plain.map(|name| (text::line(name), true));
    let described = objects(value).flat_map(|party| {
        let is_person = !strings(party.get("@type"))
            .any(|kind| bare(kind).ends_with("Organization") || kind == "Corporation");
        strings(party.get("name")).map(move |name| (text::line(name), is_person))
    });
    plain
        .chain(described)
        .filter(|(name, _)| !name.is_empty())
        .collect()
}

fn named(value: Option<&Value>) -> Vec<String> {
    let names = objects(value).flat_map(|value| strings(value.get("name")));
    names.map(text::line).collect()
}

/// A string, or the strings of a list.
fn strings(value: Option<&Value>) -> impl Iterator<Item = &str> {
    each(value).filter_map(|value| value.as_str().or_else(|| value.get("@value")?.as_str()))
}

/// An object, or the objects of a list.
fn objects(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    each(value).filter(|value| value.is_object())
}

fn each(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    let list: &[Value] = match value {
        Some(Value::Array(list)) => list,
        Some(value) => std::slice::from_ref(value),
        None => &[],
    };
    list.iter()
}

fn address(value: Option<&Value>) -> Option<String> {
    let value = value?;
    let text = value.as_str().or_else(|| value.get("@id")?.as_str())?;
    text.starts_with("http")
        .then(|| references::lenient(text.trim()).into_owned())
}

fn number(value: &Value) -> Option<u64> {
    value
        .as_u64()
        .or_else(|| value.as_str()?.trim().parse().ok())
}

fn push(list: &mut Vec<String>, text: String) {
    if !text.is_empty() && !list.contains(&text) {
        list.push(text);
    }
}

/// The paragraphs of an article's body, which may hold tags, or lines that are paragraphs.
pub(super) fn paragraphs(body: &str) -> Vec<String> {
    let body: Cow<'_, str> = if body.contains("&lt;") {
        references::lenient(body)
    } else {
        body.into()
    };
    let tagged = ["<p", "<br", "<div", "<P", "<BR"]
        .iter()
        .any(|tag| body.contains(tag));
    if tagged {
        return text::texts(&body);
    }
    let lines = body.split('\n').map(text::line);
    lines.filter(|line| !line.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_found_in_lists_and_graphs() {
        for block in [
            r#"{"@type":"NewsArticle","headline":"Kites"}"#,
            r#"[{"@type":"WebSite"},{"@type":["ReportageNewsArticle"],"headline":"Kites"}]"#,
            r#"{"@graph":[{"@type":"WebPage"},{"@type":"https://schema.org/BlogPosting","headline":"Kites"}]}"#,
            "<!-- {\"@type\":\"NewsArticle\",\"headline\":\"Ki\ttes\",} -->",
            r#"{&quot;@type&quot;:&quot;NewsArticle&quot;,&quot;headline&quot;:&quot;Kites&quot;}"#,
        ] {
            let found: Vec<Article> = values(block)
                .iter()
                .flat_map(|value| articles(value).0)
                .collect();
            assert_eq!(found.len(), 1, "{block}");
            assert!(
                found[0]
                    .headline
                    .as_deref()
                    .is_some_and(|it| it.starts_with("Ki")),
                "{block}"
            );
        }
        let (none, kind) = articles(&values(r#"{"@type":"Recipe"}"#)[0]);
        assert!(none.is_empty());
        assert_eq!(kind.as_deref(), Some("Recipe"));
    }

    #[test]
    fn persons_write_and_organisations_provide() {
        let block = r#"{"@type":"NewsArticle","author":[{"@type":"Person","name":"Jo Example"},{"@type":"Organization","name":"AFP"}],"publisher":{"@type":"NewsMediaOrganization","name":"The Daily Kite"},"keywords":["kites","fairs, parks"],"locationCreated":{"@type":"Place","address":{"addressLocality":"Ljubljana","addressCountry":"SI"}}}"#;
        let found = articles(&values(block)[0]).0.remove(0);
        assert_eq!(found.authors, ["Jo Example"]);
        assert_eq!(found.organisations, ["AFP", "The Daily Kite"]);
        assert_eq!(found.keywords, ["kites", "fairs", "parks"]);
        assert_eq!(found.places[0].name, "Ljubljana");
        assert_eq!(found.places[0].country.as_deref(), Some("SI"));
    }

    #[test]
    fn broken_blocks_are_no_panic() {
        for block in ["", "{", "[[[[", "\"", "{\"a\":\"\\", "nothing"] {
            values(block);
        }
        assert!(values(&"[".repeat(1_000_000)).is_empty());
    }
}
