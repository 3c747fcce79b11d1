//! From the value of a field to a test of stories: places, dates, agencies, languages, paths and ids.

use super::dates::{DateOrder, Reckoning};
use super::{AboutTest, Has, Node, PlaceTest, Words, dates, marks, near, numbers, slots};
use crate::error::Result;
use crate::facts::Facts;
use crate::facts::gazetteer::{Entry, Gazetteer, Hints};
use crate::facts::mentions::is_read_for;
use crate::fields::{Field, Kind, Quantity, Scope};
use crate::language;
use chrono::{DateTime, NaiveDate, Utc};
use unicode_normalization::UnicodeNormalization;

/// The value of a field as typed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Value<'t> {
    /// Without `=` and quotes.
    pub(super) text: &'t str,
    /// In quotes.
    pub(super) quoted: bool,
    /// With `=` in front.
    pub(super) exact: bool,
}

/// What values are looked up in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known<'f> {
    /// Agencies and places.
    pub(super) facts: &'f Facts,
    /// What "yesterday" counts from.
    pub(super) today: NaiveDate,
    /// The moment that embargoes are held against.
    pub(super) now: DateTime<Utc>,
    /// The order of a date's numbers.
    pub(super) date_order: Option<DateOrder>,
}

impl<'f> Known<'f> {
    fn reckoning(self) -> Reckoning<'f> {
        Reckoning {
            today: self.today,
            order: self.date_order,
            calendar: &self.facts.calendar,
        }
    }
}

/// How many meanings of a place name a notice lists.
const MEANINGS_SHOWN: usize = 4;
/// How many near names are offered for one that nobody knows.
const NEAR_SHOWN: usize = 3;

/// Languages as their speakers call them, beside the English names of the language files.
const OWN_NAMES: &[(&str, &str)] = &[
    ("français", "fr"),
    ("francais", "fr"),
    ("anglais", "en"),
    ("deutsch", "de"),
    ("german", "de"),
    ("español", "es"),
    ("spanish", "es"),
    ("italiano", "it"),
    ("italian", "it"),
    ("português", "pt"),
    ("portuguese", "pt"),
    ("русский", "ru"),
    ("russian", "ru"),
    ("arabic", "ar"),
    ("العربية", "ar"),
];

/// The test that a field's value makes, with what was assumed. Not for fields of words.
pub(super) fn read(field: &Field, value: Value<'_>, known: Known<'_>) -> Result<dates::Reading> {
    if value.text == "*" && !value.quoted {
        return Ok(sure(has(field.kind)));
    }
    let text: String = value.text.trim().nfc().collect();
    let by = known.reckoning();
    Ok(match field.kind {
        Kind::Date => dates::period(&text, by)?,
        Kind::Since => dates::since(&text, by)?,
        Kind::Until => dates::until(&text, by)?,
        Kind::OnDay => dates::day_of_year(&text, by)?,
        Kind::Place => place(&text, value.exact, &known.facts.gazetteer),
        Kind::Near => near::read(&text, &known.facts.gazetteer),
        Kind::About => about(&text, value.exact, &known.facts.gazetteer),
        Kind::Mark => marks::mark(&text),
        Kind::Status => marks::status(&text, known.now),
        Kind::Agency => agency(&text, known.facts),
        Kind::Language => language(&text),
        Kind::Number(of) => numbers::read(&text, of, field),
        Kind::Path => sure(Node::Path(value.text.to_string())),
        Kind::Id => sure(Node::Id(text)),
        Kind::Chain => sure(Node::Chain(text)),
        // Words are read by the parser.
        Kind::Text(_) => sure(Node::Everything),
    })
}

/// The test of `field:*`. What every story has finds every story.
pub(super) fn has(kind: Kind) -> Node {
    match kind {
        Kind::Place | Kind::Near => Node::Has(Has::Place),
        Kind::About => Node::Has(Has::Mention),
        Kind::Mark => Node::Has(Has::Mark),
        Kind::Date | Kind::Since | Kind::Until | Kind::OnDay => Node::Has(Has::Date),
        Kind::Agency => Node::Has(Has::Agency),
        Kind::Language => Node::Has(Has::Language),
        Kind::Text(Scope::Headline) => Node::Has(Has::Headline),
        Kind::Chain => Node::Chain(String::new()),
        Kind::Text(Scope::Side(side)) => Node::Has(Has::Side(side)),
        Kind::Number(Quantity::Urgency) => Node::Has(Has::Urgency),
        Kind::Text(_) | Kind::Number(Quantity::Words) | Kind::Status | Kind::Path | Kind::Id => {
            Node::Everything
        }
    }
}

pub(super) fn sure(node: Node) -> dates::Reading {
    assuming(node, [])
}

pub(super) fn assuming(node: Node, assumed: impl IntoIterator<Item = String>) -> dates::Reading {
    dates::Reading {
        node,
        assumed: assumed.into_iter().collect(),
    }
}

fn place(written: &str, exact: bool, gazetteer: &Gazetteer) -> dates::Reading {
    let (entries, notice) = by_code(written, gazetteer)
        .unwrap_or_else(|| by_name(written, by_qualified_name(written, gazetteer)));
    let near = entries.is_empty().then(|| perhaps(written, gazetteer));
    let notice = notice.map(|notice| notice + &near.flatten().unwrap_or_default());
    let test = PlaceTest {
        written: written.to_string(),
        ids: entries.into_iter().map(|entry| entry.id).collect(),
        exact,
    };
    assuming(Node::Place(test), notice)
}

/// Names of well-known places that are spelt nearly so: `; did you mean place:Tbilissi (Tbilisi)?`
fn perhaps(written: &str, gazetteer: &Gazetteer) -> Option<String> {
    let near = gazetteer.near(written, NEAR_SHOWN).into_iter();
    let near: Vec<String> = near
        .map(|(spelling, entry)| match spelling.contains(' ') {
            true => format!("place:\"{spelling}\" ({})", entry.name),
            false => format!("place:{spelling} ({})", entry.name),
        })
        .collect();
    (!near.is_empty()).then(|| format!("; did you mean {}?", near.join(", ")))
}

/// A place in the text. Texts are read for the names of countries, areas, regions, capitals and large cities; any
/// other name is a phrase.
fn about(written: &str, exact: bool, gazetteer: &Gazetteer) -> dates::Reading {
    let (entries, notice) = by_code(written, gazetteer)
        .unwrap_or_else(|| by_name(written, by_qualified_name(written, gazetteer)));
    let slots = slots::phrase(written, false).slots;
    let as_words = !entries.iter().any(is_read_for) && !slots.is_empty();
    let notice = match (entries.first(), as_words) {
        (None, _) => Some(format!(
            "no place called {written} is known: it is looked for as words of the text"
        )),
        (Some(entry), true) => Some(format!(
            "texts are not read for names of {}, a small place: {written} is looked for as words too",
            entry.name
        )),
        _ => notice.map(|notice| notice.replace("place:", "about:")),
    };
    let test = AboutTest {
        place: PlaceTest {
            written: written.to_string(),
            ids: entries.into_iter().map(|entry| entry.id).collect(),
            exact,
        },
        words: as_words.then_some(Words {
            scope: Scope::Anywhere,
            slots,
        }),
    };
    assuming(Node::About(test), notice)
}

/// What a name means, and the notice that it needs.
type Meanings = (Vec<Entry>, Option<String>);

/// The entry of an id or code. Two letters are a country first, and else a state of the US.
pub(super) fn by_code(written: &str, gazetteer: &Gazetteer) -> Option<Meanings> {
    let code = written.to_uppercase();
    let entry = gazetteer.get(written).or_else(|| gazetteer.get(&code));
    if code.len() != 2 || !code.bytes().all(|b| b.is_ascii_uppercase()) {
        return entry.map(|entry| (vec![entry], None));
    }
    match (entry, gazetteer.get(&format!("US-{code}"))) {
        (Some(country), state) => {
            let notice = state.map(|state| country_before_state(written, &country, &state));
            Some((vec![country], notice))
        }
        (None, Some(state)) => Some((vec![state], None)),
        (None, None) => None,
    }
}

fn country_before_state(written: &str, country: &Entry, state: &Entry) -> String {
    format!(
        "{written} is read as the country {}; for {} write place:{}",
        country.name, state.name, state.id
    )
}

/// Everything of a name; or the place of a name with its state or country behind a comma.
pub(super) fn by_qualified_name(written: &str, gazetteer: &Gazetteer) -> Vec<Entry> {
    let entries = gazetteer.find(written);
    let Some((name, qualifier)) = written.rsplit_once(',').filter(|_| entries.is_empty()) else {
        return entries;
    };
    let hints = Hints {
        qualifier: Some(qualifier.trim()),
        ..Hints::default()
    };
    let found = gazetteer.resolve(name.trim(), hints);
    found.map(|(entry, _)| entry).into_iter().collect()
}

fn by_name(written: &str, entries: Vec<Entry>) -> Meanings {
    let notice = match entries.as_slice() {
        [] => Some(format!(
            "no place called {written} is known: it is looked for as written in datelines"
        )),
        [_] => None,
        several => Some(narrower(written, several)),
    };
    (entries, notice)
}

/// The notice for a name with several meanings, with what to write for each.
fn narrower(written: &str, entries: &[Entry]) -> String {
    let shown = entries.iter().take(MEANINGS_SHOWN).map(|entry| {
        let country = entry.country.as_deref().unwrap_or("");
        let of = if country.is_empty() || country == entry.id {
            String::new()
        } else {
            format!(" of {country}")
        };
        format!("place:{} ({}, {}{of})", entry.id, entry.name, entry.kind)
    });
    let shown: Vec<String> = shown.collect();
    let more = match entries.len().saturating_sub(MEANINGS_SHOWN) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!(
        "{written} has {} meanings, and all are found; for one of them: {}{more}",
        entries.len(),
        shown.join(", ")
    )
}

fn agency(mark: &str, facts: &Facts) -> dates::Reading {
    match facts.agencies.by_mark(mark) {
        Some(agency) => sure(Node::Agency(agency.id.clone())),
        None => assuming(
            Node::Agency(mark.to_lowercase()),
            [format!(
                "no agency called {mark} is known: it is looked for as written"
            )],
        ),
    }
}

fn language(typed: &str) -> dates::Reading {
    let name = typed.to_lowercase();
    let known = language::all()
        .find(|l| l.code == name || l.name.to_lowercase() == name)
        .map(|l| l.code.as_str())
        .or_else(|| OWN_NAMES.iter().find(|(own, _)| *own == name).map(|n| n.1));
    if let Some(code) = known {
        return sure(Node::Language(code.to_string()));
    }
    let (code, variant) = name.split_once(['-', '_']).unwrap_or((&name, ""));
    if code.len() != 2 || !code.bytes().all(|b| b.is_ascii_lowercase()) {
        let notice = format!("{typed} is no code of a language (two letters: fr, en, ru)");
        return assuming(Node::Language(name), [notice]);
    }
    if language::get(code).is_none() {
        let notice = format!(
            "no story is told to be in a language of the code {code} (known are fr, en, ru …)"
        );
        return assuming(Node::Language(code.to_string()), [notice]);
    }
    let left_out = (!variant.is_empty()).then(|| format!("{typed} is read as {code}"));
    assuming(Node::Language(code.to_string()), left_out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(id: &str, name: &str, kind: &'static str, country: &str) -> Entry {
        Entry {
            id: id.into(),
            name: name.into(),
            kind,
            country: Some(country.into()),
            within: Vec::new(),
            position: None,
            population: 0,
            capital: false,
            stood: None,
        }
    }

    #[test]
    fn a_name_with_several_meanings_finds_all_and_says_what_each_is_asked_by() {
        let meanings = vec![
            entry("GE", "Georgia", "country", "GE"),
            entry("US-GA", "Georgia", "region", "US"),
        ];
        let (entries, notice) = by_name("Géorgie", meanings);
        assert_eq!(entries.len(), 2);
        assert_eq!(
            notice.unwrap(),
            "Géorgie has 2 meanings, and all are found; for one of them: \
             place:GE (Georgia, country), place:US-GA (Georgia, region of US)"
        );
    }

    #[test]
    fn a_name_that_nobody_knows_is_answered_with_near_ones() {
        let read = |written| place(written, false, &Facts::built_in().gazetteer).assumed;
        assert!(
            read("Tbilisssi")[0]
                .ends_with("as written in datelines; did you mean place:Tbilissi (Tbilisi)?"),
            "{:?}",
            read("Tbilisssi")
        );
        assert!(read("Xyzzyvillebourg")[0].ends_with("as written in datelines"));
        assert!(read("Gori").is_empty());
    }

    #[test]
    fn a_notice_lists_few_of_many_meanings() {
        let meanings = (0..30).map(|n| entry(&n.to_string(), "Springfield", "city", "US"));
        let (_, notice) = by_name("Springfield", meanings.collect());
        assert!(notice.unwrap().ends_with("and 26 more"));
    }

    #[test]
    fn a_place_with_one_meaning_needs_no_notice_and_an_unknown_one_says_so() {
        let (_, notice) = by_name("Gori", vec![entry("614455", "Gori", "city", "GE")]);
        assert_eq!(notice, None);
        let (_, notice) = by_name("Xyz", Vec::new());
        assert!(notice.unwrap().contains("as written"));
    }
}
