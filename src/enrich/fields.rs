//! What the fields of a format say, as far as the text does not say it better.

use super::id;
use crate::language;
use crate::parse::Fields;
use crate::status::Status;
use crate::story::Story;

/// Fewer words than this do not contradict a language that a field declares.
const ENOUGH_WORDS: u32 = 40;

/// Sets the language that a field declares, unless a text of some length is in another one: systems that send one
/// language for all their copy are common.
pub(super) fn set_language(story: &mut Story, fields: &Fields) {
    let Some(declared) = fields.language.as_deref().and_then(code) else {
        return;
    };
    match story.language.as_deref() {
        Some(told) if told != declared && story.words >= ENOUGH_WORDS => {
            let warning = format!("its fields say that it is in {declared}, its text is in {told}");
            story.warnings.push(warning);
        }
        _ => story.language = Some(declared),
    }
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
    if let Some(end) = fields.embargo_until {
        story.embargo_until = Some(end.to_string());
    }
    let mark = match fields.status {
        Some(Status::Canceled) => "kill",
        Some(Status::Embargoed) => "embargo",
        _ => return set_status(story, fields),
    };
    if !story.marks.iter().any(|known| known == mark) {
        story.marks.push(mark.into());
    }
    set_status(story, fields);
}

fn set_status(story: &mut Story, fields: &Fields) {
    if let Some(status) = fields.status {
        story.status = Some(status.name().into());
    }
}
