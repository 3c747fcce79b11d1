//! What the fields of a format say, as far as the text does not say it better.

use super::id;
use crate::language;
use crate::language::identify;
use crate::parse::Fields;
use crate::status::Status;
use crate::story::{Story, When};
use chrono::{NaiveTime, SecondsFormat};

/// Fewer words than this do not contradict a language that a field declares.
const ENOUGH_WORDS: u32 = 40;
/// Languages so near to each other that a declaration says more than a short text.
const NEAR: &[&[&str]] = &[
    &["da", "no", "sv"],
    &["hr", "sr", "bs", "sl"],
    &["cs", "sk"],
    &["id", "ms"],
    &["es", "gl", "ca", "pt"],
    &["bg", "mk"],
];

/// Sets the language that a field declares, unless a text of some length is in another one: systems that send one
/// language for all their copy are common.
pub(super) fn set_language(story: &mut Story, fields: &Fields) {
    let Some(declared) = fields.language.as_deref().and_then(code) else {
        return;
    };
    match story.language.as_deref() {
        Some(told)
            if told != declared
                && story.words >= ENOUGH_WORDS
                && is_surely(told, &declared, story) =>
        {
            let warning = format!("its fields say that it is in {declared}, its text is in {told}");
            story.warnings.push(warning);
        }
        _ => story.language = Some(declared),
    }
}

/// Whether a text is in one language beyond doubt, and not in another that is near to it.
fn is_surely(told: &str, declared: &str, story: &Story) -> bool {
    let is_near = NEAR
        .iter()
        .any(|near| near.contains(&told) && near.contains(&declared));
    let text: Vec<&str> = story
        .paragraphs
        .iter()
        .take(8)
        .map(String::as_str)
        .collect();
    let found = identify::of_text(&text.join("\n"));
    !is_near && found.sure && found.likely.first() == Some(&told)
}

/// The ISO 639-1 code of a language tag: `fr` of `fr-FR`, `FR` or `fra`; `None` of one that is not known.
fn code(tag: &str) -> Option<String> {
    let primary = tag.trim().split(['-', '_']).next()?.to_lowercase();
    let short = match primary.len() {
        2 => primary,
        3 => super::language::of_iso_639_2(&primary)?.into(),
        _ => return None,
    };
    let short = if matches!(short.as_str(), "nb" | "nn") {
        "no".into()
    } else {
        short
    };
    language::get(&short).is_some().then_some(short)
}

/// Sets all that needs no inference.
pub(super) fn set(story: &mut Story, fields: &Fields) {
    story.category = fields.category.clone();
    story.keywords = fields.keywords.clone();
    story.usage = fields.usage.clone();
    if let Some(identity) = &fields.identity {
        story.version = identity.version.or(story.version);
        story.chain = Some(id::of_chain(&identity.id));
    }
    story.replaces = fields.replaces.iter().map(|id| id::of_chain(id)).collect();
    if let Some(status) = fields.status {
        story.status = Some(status.name().into());
    }
    set_embargo(story, fields);
    let mark = match story.status.as_deref().and_then(Status::named) {
        Some(Status::Canceled) => "kill",
        Some(Status::Embargoed) => "embargo",
        _ => return,
    };
    if !story.marks.iter().any(|known| known == mark) {
        story.marks.push(mark.into());
    }
}

/// Sets the end of the embargo. An item called usable is under embargo too where the end lies after its filing: systems
/// send both.
fn set_embargo(story: &mut Story, fields: &Fields) {
    let Some(end) = fields.embargo_until else {
        return;
    };
    let instant = match end {
        When::Minute(instant) => instant,
        day => {
            story.warnings.push(format!(
                "the embargo ends on {day} without an hour: it is read as the beginning of that day, UTC"
            ));
            day.first_day()
                .and_time(NaiveTime::MIN)
                .and_utc()
                .fixed_offset()
        }
    };
    story.embargo_until = Some(instant.to_rfc3339_opts(SecondsFormat::Secs, true));
    let ends_later = story.date.is_none_or(|date| match date {
        When::Minute(filed) => instant > filed,
        day => instant.date_naive() > day.first_day(),
    });
    let free = matches!(fields.status, None | Some(Status::Usable));
    if free && ends_later {
        story.status = Some(Status::Embargoed.name().into());
    } else if free {
        story.status = Some(Status::Usable.name().into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::enrich::{Options, Origin, enrich};
    use crate::facts::Facts;
    use crate::parse::{Dispatch, FieldPlace, Identity};

    fn story(fields: Fields, text: &str) -> Story {
        let dispatch = Dispatch {
            fields,
            paragraphs: vec![text.into()],
            ..Dispatch::default()
        };
        let options = Options {
            today: "2026-11-22".parse().unwrap(),
            ..Options::default()
        };
        enrich(dispatch, &Origin::default(), &options, Facts::built_in())
    }

    #[test]
    fn a_declared_language_holds_unless_a_long_text_is_in_another() {
        let of = |tag: &str, text: &str| {
            let fields = Fields {
                language: Some(tag.into()),
                ..Fields::default()
            };
            let story = story(fields, text);
            let doubted = story
                .warnings
                .iter()
                .any(|warning| warning.contains("its fields say"));
            (story.language.unwrap_or_default(), doubted)
        };
        for (tag, language) in [
            ("fr-FR", "fr"),
            ("FR", "fr"),
            ("ger", "de"),
            ("deu", "de"),
            ("nb-NO", "no"),
            ("zh_CN", "zh"),
        ] {
            assert_eq!(of(tag, "2:1"), (language.into(), false), "{tag}");
        }
        let french = "Le musée de la ville a rouvert ses portes mardi, après deux ans de travaux. "
            .repeat(5);
        assert_eq!(of("en", &french), ("fr".into(), true));
        assert_eq!(of("fr", &french), ("fr".into(), false));
        assert_eq!(of("klingon", &french), ("fr".into(), false));
    }

    #[test]
    fn places_of_fields_are_where_a_story_without_a_printed_one_was_filed() {
        let of = |name: &str, area: Option<&str>, country: &str| {
            let place = FieldPlace {
                name: name.into(),
                area: area.map(String::from),
                country: Some(country.into()),
            };
            let fields = Fields {
                places: vec![place],
                ..Fields::default()
            };
            let place = story(fields, "A kite flew.").places.remove(0);
            (
                place.name.unwrap_or_default(),
                place.country.unwrap_or_default(),
            )
        };
        let wanted = |name: &str, country: &str| (name.to_string(), country.to_string());
        assert_eq!(of("London", None, "CAN"), wanted("London", "CA"));
        assert_eq!(of("London", None, "gb"), wanted("London", "GB"));
        assert_eq!(of("Berlin", None, "DE"), wanted("Berlin", "DE"));
        assert_eq!(of("Berlin", None, "Germany"), wanted("Berlin", "DE"));
        assert_eq!(of("Paris", Some("Texas"), "USA"), wanted("Paris", "US"));
    }

    #[test]
    fn the_providers_id_and_version_make_the_id_and_its_versions_share_a_chain() {
        let of = |version| {
            let identity = Identity {
                id: "urn:newsml:agency.example:20201003:kite".into(),
                version,
            };
            let fields = Fields {
                identity: Some(identity),
                ..Fields::default()
            };
            story(fields, "A kite flew.")
        };
        let (first, second) = (of(Some(1)), of(Some(2)));
        assert_ne!(first.id, second.id);
        assert_eq!(first.id, of(Some(1)).id);
        assert_eq!((first.chain, first.version), (second.chain, Some(1)));
        assert_ne!(of(None).id, of(Some(0)).id);
    }

    #[test]
    fn a_canceled_item_is_a_kill_and_an_embargoed_one_is_held_until_its_end() {
        let killed = story(
            Fields {
                status: Some(Status::Canceled),
                ..Fields::default()
            },
            "A kite flew.",
        );
        assert_eq!(killed.status.as_deref(), Some("canceled"));
        assert_eq!(killed.marks, ["kill"]);
        let held = story(
            Fields {
                status: Some(Status::Embargoed),
                embargo_until: Some("2020-10-03T18:00:00+02:00".parse().unwrap()),
                ..Fields::default()
            },
            "A kite flew.",
        );
        assert_eq!(held.status.as_deref(), Some("embargoed"));
        assert_eq!(
            held.embargo_until.as_deref(),
            Some("2020-10-03T18:00:00+02:00")
        );
        let withheld = story(
            Fields {
                status: Some(Status::Withheld),
                ..Fields::default()
            },
            "A kite flew.",
        );
        assert_eq!(withheld.status.as_deref(), Some("withheld"));
    }

    #[test]
    fn an_item_called_usable_is_held_where_its_embargo_ends_after_its_filing() {
        let of = |filed: &str, end: &str| {
            let fields = Fields {
                status: Some(Status::Usable),
                embargo_until: Some(end.parse().unwrap()),
                ..Fields::default()
            };
            let mut story = Story::default();
            story.set_date(filed.parse().unwrap(), crate::story::DateFrom::Field);
            set(&mut story, &fields);
            story.status.unwrap()
        };
        assert_eq!(
            of("2020-10-03T08:00:00Z", "2020-10-03T18:00:00+02:00"),
            "embargoed"
        );
        assert_eq!(
            of("2020-10-03T17:00:00Z", "2020-10-03T18:00:00+02:00"),
            "usable"
        );
        assert_eq!(of("2020-10-03", "2020-10-04"), "embargoed");
        assert_eq!(of("2020-10-03", "2020-10-03"), "usable");
    }
}
