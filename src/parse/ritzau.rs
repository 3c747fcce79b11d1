//! The XML in which Ritzau of Copenhagen sends its news: `RBNews`, alone or in a list. Its names are Danish:
//! `Annuleret` is cancelled, `Korrektion` a correction, `NyVersion` a new version, `TilRedaktionen` words for editors.

use super::stamp;
use super::xml::{self, Element, blocks};
use super::{
    Context, Dispatch, FieldPlace, Format, Identity, Item, NotAStory, Start, fielded, kept, nitf,
    references,
};
use crate::facts::Facts;
use crate::split::Records;
use crate::status::Status;

/// The format of such files.
pub(super) struct Ritzau;

impl Format for Ritzau {
    fn name(&self) -> &'static str {
        "ritzau"
    }

    fn start(&self) -> Start {
        Start::Tag
    }

    fn fits(&self, head: &str, _facts: &Facts) -> bool {
        let is_root = |name: &str| name == "RBNews" || name.starts_with("XMLNews");
        xml::opening(head).is_some_and(|(name, _)| is_root(name)) && head.contains("<RBNews")
    }

    fn records(&self, _head: &str) -> Records {
        Records::Elements("RBNews")
    }

    fn read(&self, text: &str, context: &Context<'_>) -> Vec<Item> {
        let tree = xml::read(text);
        let stories = tree
            .top()
            .descendants()
            .filter(|element| element.is("RBNews"));
        let items: Vec<Item> = stories
            .map(|story| read(story, &tree.warnings, context.facts))
            .collect();
        if items.is_empty() {
            return vec![Err(NotAStory("a list of news without a story".into()))];
        }
        items
    }
}

fn read(story: Element<'_>, warnings: &[String], facts: &Facts) -> Item {
    let mut dispatch = Dispatch {
        format: Ritzau.name(),
        item: story.raw_text(),
        warnings: warnings.to_vec(),
        ..Dispatch::default()
    };
    // Text is escaped twice: as XML, and as the HTML that it holds.
    let markup = |name: &str| story.child(name).map(|field| plain(&field.raw_text()));
    let line = |name: &str| {
        markup(name)
            .map(|lines| lines.join(" "))
            .filter(|line| !line.is_empty())
    };
    let is_set = |name: &str| story.text_at(name).as_deref() == Some("true");
    if let Some(headline) = line("headline") {
        fielded::set_headline(&headline, &mut dispatch, facts);
    }
    if let Some(byline) = line("byLine") {
        fielded::set_byline(&byline, &mut dispatch);
    }
    dispatch.slug = line("strapline");
    dispatch.note = line("TilRedaktionen");
    dispatch.stamp = line("PublishDate").and_then(|date| stamp::of_field(&date, &facts.calendar));
    for (name, mark) in [
        ("Korrektion", "correction"),
        ("NyVersion", "update"),
        ("InfoFlash", "flash"),
    ] {
        if is_set(name) {
            fielded::add_mark(mark, &mut dispatch);
        }
    }
    let kind = line("format").unwrap_or_default();
    if kind.eq_ignore_ascii_case("flash") {
        fielded::add_mark("flash", &mut dispatch);
    }
    let fields = &mut dispatch.fields;
    fields.places.extend(line("town").map(|name| FieldPlace {
        name,
        ..FieldPlace::default()
    }));
    fields.dateline = line("town");
    let origin = line("origin").unwrap_or_default();
    let origin = origin.trim_matches(['/', ' ']).to_owned();
    // A press release goes `Via Ritzau`, who did not write it.
    if !origin.is_empty() && !origin.starts_with("Via ") {
        fields.providers.extend(origin.split('/').map(String::from));
    }
    fields.category = line("section");
    // Its own copy is Danish; releases are in the language of their company.
    fields.language = (!fields.providers.is_empty()).then(|| "da".into());
    fields.urgency = line("Priority");
    fields.status = is_set("Annuleret").then_some(Status::Canceled);
    fields.identity = line("NewsID").map(|id| Identity {
        id: format!("ritzau {id}"),
        version: line("version").and_then(|version| version.parse().ok()),
    });
    let replaced = ["replacedID", "Replaces"].into_iter().find_map(line);
    fields
        .replaces
        .extend(replaced.map(|id| format!("ritzau {id}")));
    if let Some(subtitle) = line("subtitle") {
        kept::keep(&subtitle, 0, &mut dispatch);
    }
    nitf::finish(markup("content").unwrap_or_default(), dispatch, facts)
}

/// The paragraphs of escaped markup; entities that were escaped once more too.
fn plain(markup: &str) -> Vec<String> {
    let paragraphs = blocks::paragraphs(xml::read(markup).top());
    paragraphs
        .iter()
        .map(|text| references::strict(text).into_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_news_is_read_with_escaped_text() {
        let text = "<?xml version=\"1.0\"?><XMLNewsQueuedResponse xmlns=\"http://tempuri.org/\"><ListOfRBNews xmlns=\"\"><RBNews><NewsID>a-1</NewsID><PublishDate>2018-02-01T18:44:52.973</PublishDate><strapline>KUL/DRAGER</strapline><headline>Drageklub f&#xE5;r hal</headline><town>Odense</town><origin>/ritzau/</origin><version>2</version><content>&lt;p&gt;En drageklub har f&#xE5;et en hal &amp;amp; en butik.&lt;/p&gt;&lt;p&gt;Den er r&amp;oslash;d.&lt;/p&gt;</content><Annuleret>false</Annuleret><Korrektion>true</Korrektion><byLine>Jo Eksempel</byLine></RBNews><RBNews><NewsID>a-2</NewsID><headline>Tom</headline><Annuleret>true</Annuleret><content/></RBNews></ListOfRBNews></XMLNewsQueuedResponse>";
        let facts = Facts::built_in();
        assert!(Ritzau.fits(text, facts));
        let items = Ritzau.read(text, &Context::new(facts));
        let first = items[0].as_ref().unwrap();
        assert_eq!(
            first.paragraphs,
            ["En drageklub har fået en hal & en butik.", "Den er rød."]
        );
        assert_eq!(first.headline.as_deref(), Some("Drageklub får hal"));
        assert_eq!(first.marks, ["correction"]);
        assert_eq!(first.dateline.as_ref().unwrap().places[0].name, "Odense");
        assert_eq!(first.fields.providers, ["ritzau"]);
        let second = items[1].as_ref().unwrap();
        assert_eq!(second.fields.status, Some(Status::Canceled));
    }
}
