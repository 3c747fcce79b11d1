//! Which keys of objects and columns of tables hold what: a table, in order of preference.

use super::value::{Value, key};
use std::sync::LazyLock;

/// Fields and their keys.
#[derive(Debug)]
pub(in crate::parse) struct Keys(Vec<(&'static str, Vec<&'static str>)>);

/// The usual keys.
pub(in crate::parse) static USUAL: LazyLock<Keys> =
    LazyLock::new(|| Keys::of(include_str!("keys.tsv")));

impl Keys {
    /// A table of lines `field, tab, keys parted by blanks`.
    pub(in crate::parse) fn of(table: &'static str) -> Keys {
        let lines = table.lines().filter(|line| !line.starts_with('#'));
        let rows = lines.filter_map(|line| line.split_once('\t'));
        Keys(
            rows.map(|(field, keys)| (field, keys.split(' ').collect()))
                .collect(),
        )
    }

    fn of_field(&self, field: &str) -> &[&'static str] {
        let row = self.0.iter().find(|row| row.0 == field);
        row.map_or(&[], |row| row.1.as_slice())
    }

    /// The first value that an object has for a field. What `map` says of the field goes before the usual keys.
    pub(in crate::parse) fn find<'v, 't>(
        &self,
        field: &str,
        object: &'v Value<'t>,
        map: &[(String, String)],
    ) -> Option<&'v Value<'t>> {
        self.all(field, object, map).next()
    }

    /// All values that an object has for a field, the best first.
    pub(in crate::parse) fn all<'k, 'v, 't>(
        &'k self,
        field: &'k str,
        object: &'v Value<'t>,
        map: &'k [(String, String)],
    ) -> impl Iterator<Item = &'v Value<'t>> + use<'k, 'v, 't> {
        let mapped = map.iter().filter(move |pair| is_field(&pair.0, field));
        let mapped = mapped.filter_map(|pair| object.at(&key(&pair.1)));
        let usual = self.of_field(field).iter().filter_map(|key| object.at(key));
        mapped.chain(usual).filter(|value| !is_empty(value))
    }

    /// Whether a key, as it is looked up, is one of a field's.
    pub(in crate::parse) fn has(&self, field: &str, key: &str) -> bool {
        self.of_field(field).contains(&key)
    }

    /// Whether a key is one of any field's.
    pub(in crate::parse) fn knows(&self, key: &str) -> bool {
        self.0.iter().any(|row| row.1.contains(&key))
    }
}

/// Whether a name that a person gave is a field's: `title` is the headline, `body` the text.
fn is_field(given: &str, field: &str) -> bool {
    let given = key(given);
    given == field || USUAL.of_field(field).contains(&given.as_ref())
}

fn is_empty(value: &Value<'_>) -> bool {
    match value {
        Value::Text(text) => {
            let text = text.trim();
            text.is_empty() || matches!(text, "null" | "None" | "nan" | "NaN" | "N/A" | "-")
        }
        Value::List(items) => items.iter().all(is_empty),
        Value::Object(entries) => entries.is_empty(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_of_the_table_is_written_as_it_is_looked_up() {
        for (field, keys) in &USUAL.0 {
            for spelling in keys {
                assert!(key(spelling) == *spelling, "{field}: {spelling}");
            }
        }
    }
}
