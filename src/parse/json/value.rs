//! A JSON value as far as stories need it: texts, lists and objects. Numbers are texts, `null`, `true` and `false` are
//! nothing.

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use std::borrow::Cow;
use std::fmt;

/// So many short values are kept of any text, and one more for so many of its bytes: a megabyte of `[1,1,1…` must not
/// become fifty of memory.
const SHORT_VALUES: usize = 4_096;
const BYTES_A_VALUE: usize = 32;
/// A value of fewer bytes is short.
const SHORT: usize = 16;

/// A value whose texts are borrowed from the JSON where they can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::parse) enum Value<'t> {
    /// A string or a number.
    Text(Cow<'t, str>),
    /// An array, without what is nothing.
    List(Vec<Value<'t>>),
    /// An object, by its keys as [`key`] writes them, sorted.
    Object(Vec<(Cow<'t, str>, Value<'t>)>),
}

/// A key as all spellings of it are looked up: `publishedat` of `publishedAt`, `published_at` and `Published At`. A
/// leading underscore stays: `_source` is not `source`.
pub(in crate::parse) fn key(spelling: &str) -> Cow<'_, str> {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '.';
    let inner = spelling.strip_prefix('_').unwrap_or(spelling);
    if inner.chars().all(is_plain) {
        return Cow::Borrowed(spelling);
    }
    let trimmed = spelling.trim();
    let mut folded = String::with_capacity(trimmed.len());
    for (at, c) in trimmed.char_indices() {
        if !matches!(c, ' ' | '_' | '-' | '\u{a0}') || (at == 0 && c == '_') {
            folded.extend(c.to_lowercase());
        }
    }
    Cow::Owned(folded)
}

impl<'t> Value<'t> {
    /// The value of a key of an object; the key as [`key`] writes it.
    pub(in crate::parse) fn get(&self, key: &str) -> Option<&Value<'t>> {
        let Value::Object(entries) = self else {
            return None;
        };
        let at = entries.binary_search_by(|(known, _)| known.as_ref().cmp(key));
        at.ok().and_then(|at| entries.get(at)).map(|entry| &entry.1)
    }

    /// The value at a path of keys parted by dots; a list on the way stands for its first value.
    pub(in crate::parse) fn at(&self, path: &str) -> Option<&Value<'t>> {
        if let Some(found) = self.get(path) {
            return Some(found);
        }
        let mut value = self;
        if !path.contains('.') {
            return None;
        }
        for part in path.split('.') {
            if let Value::List(items) = value {
                value = items.first()?;
            }
            value = value.get(part)?;
        }
        Some(value)
    }

    /// The text of a string or number, trimmed; `None` where it is empty or something else.
    pub(in crate::parse) fn text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text.trim()).filter(|text| !text.is_empty()),
            _ => None,
        }
    }

    /// The values of a list; of anything else itself.
    pub(in crate::parse) fn items(&self) -> &[Value<'t>] {
        match self {
            Value::List(items) => items,
            other => std::slice::from_ref(other),
        }
    }

    /// The keys of an object.
    pub(in crate::parse) fn keys(&self) -> impl Iterator<Item = &str> {
        let entries = match self {
            Value::Object(entries) => entries.as_slice(),
            _ => &[],
        };
        entries.iter().map(|(key, _)| key.as_ref())
    }

    /// The values of an object that are in it under any key, or of a list.
    pub(in crate::parse) fn values(&self) -> Vec<&Value<'t>> {
        match self {
            Value::Object(entries) => entries.iter().map(|entry| &entry.1).collect(),
            Value::List(items) => items.iter().collect(),
            Value::Text(_) => Vec::new(),
        }
    }
}

/// As compact JSON: what the id of an item inside another is made from.
impl fmt::Display for Value<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Text(text) => write!(out, "{text:?}"),
            Value::List(items) => {
                out.write_str("[")?;
                for item in items {
                    write!(out, "{item},")?;
                }
                out.write_str("]")
            }
            Value::Object(entries) => {
                out.write_str("{")?;
                for (key, value) in entries {
                    write!(out, "{key:?}:{value},")?;
                }
                out.write_str("}")
            }
        }
    }
}

/// A value as it was read.
pub(in crate::parse) struct Parsed<'t> {
    /// The value; `None` of `null` and its like.
    pub(in crate::parse) value: Option<Value<'t>>,
    /// How many bytes it takes.
    pub(in crate::parse) len: usize,
    /// A key that an object has twice: the last value counts.
    pub(in crate::parse) twice: Option<String>,
}

/// Reads the value that a text begins with.
///
/// # Errors
///
/// Where the text does not begin with a whole value, or one of more than 128 levels.
pub(in crate::parse) fn parse(text: &str) -> serde_json::Result<Parsed<'_>> {
    let mut state = State {
        short: SHORT_VALUES + text.len() / BYTES_A_VALUE,
        twice: None,
    };
    let mut json = serde_json::Deserializer::from_str(text);
    let value = Reader(&mut state).deserialize(&mut json)?;
    let len = json.into_iter::<IgnoredAny>().byte_offset();
    Ok(Parsed {
        value,
        len,
        twice: state.twice,
    })
}

struct State {
    /// How many short values may still be kept.
    short: usize,
    twice: Option<String>,
}

impl State {
    /// Whether a text of so many bytes is kept.
    fn keeps(&mut self, len: usize) -> bool {
        let kept = len >= SHORT || self.short > 0;
        self.short = self.short.saturating_sub(1);
        kept
    }
}

struct Reader<'s>(&'s mut State);

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Option<Value<'de>>;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Option<Value<'de>>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a JSON value")
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        let kept = self.0.keeps(1);
        Ok(kept.then(|| Value::Text(number.to_string().into())))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        let kept = self.0.keeps(1);
        Ok(kept.then(|| Value::Text(number.to_string().into())))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
        let kept = self.0.keeps(1);
        Ok(kept.then(|| Value::Text(number.to_string().into())))
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        let kept = self.0.keeps(text.len());
        Ok(kept.then_some(Value::Text(Cow::Borrowed(text))))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        let kept = self.0.keeps(text.len());
        Ok(kept.then(|| Value::Text(Cow::Owned(text.to_owned()))))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut json: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = json.next_element_seed(Reader(self.0))? {
            items.extend(item);
        }
        items.shrink_to_fit();
        let kept = !items.is_empty() || self.0.keeps(0);
        Ok(kept.then_some(Value::List(items)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut json: A) -> Result<Self::Value, A::Error> {
        let mut entries: Vec<(Cow<'de, str>, Value<'de>)> = Vec::new();
        while let Some(Key(spelling)) = json.next_key::<Key<'de>>()? {
            let Some(value) = json.next_value_seed(Reader(self.0))? else {
                continue;
            };
            entries.push((spelling, value));
        }
        entries.sort_by(|a, b| a.0.cmp(&b.0));
        let twice = entries.windows(2).find(|pair| pair[0].0 == pair[1].0);
        if let Some(pair) = twice {
            let key = pair[0].0.to_string();
            self.0.twice.get_or_insert(key);
        }
        for entry in &mut entries {
            entry.0 = match (&entry.0, key(&entry.0)) {
                (Cow::Borrowed(spelling), Cow::Borrowed(_)) => Cow::Borrowed(spelling),
                (_, folded) => Cow::Owned(folded.into_owned()),
            };
        }
        entries.sort_by(|a, b| a.0.cmp(&b.0));
        entries.dedup_by(|later, kept| {
            let same = later.0 == kept.0;
            if same {
                std::mem::swap(later, kept);
            }
            same
        });
        entries.shrink_to_fit();
        let kept = !entries.is_empty() || self.0.keeps(0);
        Ok(kept.then_some(Value::Object(entries)))
    }
}

/// A key, borrowed where it can be.
struct Key<'t>(Cow<'t, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        struct Keys;
        impl<'de> Visitor<'de> for Keys {
            type Value = Key<'de>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a key")
            }

            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Borrowed(text)))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(text.to_owned())))
            }
        }
        json.deserialize_str(Keys)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_spellings_of_a_key_are_one_and_the_last_value_counts() {
        let json = r#"{"publishedAt":"a","x":{"y":[{"z":7}]},"n":null,"t":"1","t":"2"} rest"#;
        let parsed = parse(json).unwrap();
        let value = parsed.value.unwrap();
        assert_eq!(value.at("publishedat").and_then(Value::text), Some("a"));
        assert_eq!(value.at("x.y.z").and_then(Value::text), Some("7"));
        assert_eq!(value.at("t").and_then(Value::text), Some("2"));
        assert_eq!(value.get("n"), None);
        assert_eq!(parsed.twice.as_deref(), Some("t"));
        assert_eq!(&json[parsed.len..], " rest");
    }

    #[test]
    fn many_small_values_are_not_kept_and_long_texts_are() {
        let json = format!(
            r#"{{"ids":[{}0],"text":"A kite flew over the lake."}}"#,
            "1,".repeat(200_000)
        );
        let value = parse(&json).unwrap().value.unwrap();
        assert!(value.get("ids").unwrap().items().len() < 30_000);
        assert!(value.get("text").is_some());
        assert!(parse(&"[".repeat(100_000)).is_err());
    }
}
