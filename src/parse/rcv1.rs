//! Reuters Corpus Volume 1: one `newsitem` a story, of the years 1996 and 1997.
//!
//! The title begins with the country that the story is about, or was filed from (`MEXICO: Kite club …`); the dateline is
//! a town alone, seldom with the date behind it.

use super::stamp;
use super::xml::{self, Element, blocks};
use super::{
    Context, Dispatch, FieldPlace, Format, Identity, Item, NotAStory, Start, fielded, kept, nitf,
};
use crate::facts::Facts;
use crate::split::Records;

/// The format of such files.
pub(super) struct Rcv1;

impl Format for Rcv1 {
    fn name(&self) -> &'static str {
        "rcv1"
    }

    fn start(&self) -> Start {
        Start::Tag
    }

    fn fits(&self, head: &str, _facts: &Facts) -> bool {
        xml::opening(head).is_some_and(|(name, tag)| name == "newsitem" && tag.contains("itemid="))
    }

    fn records(&self, _head: &str) -> Records {
        Records::Elements("newsitem")
    }

    fn read(&self, text: &str, context: &Context<'_>) -> Vec<Item> {
        let tree = xml::read(text);
        let stories = tree
            .top()
            .children()
            .filter(|element| element.is("newsitem"));
        let items: Vec<Item> = stories
            .map(|story| read(story, &tree.warnings, context.facts))
            .collect();
        if items.is_empty() {
            return vec![Err(NotAStory("a file of newsitems without a story".into()))];
        }
        items
    }
}

fn read(story: Element<'_>, warnings: &[String], facts: &Facts) -> Item {
    let mut dispatch = Dispatch {
        format: Rcv1.name(),
        item: story.raw_text(),
        warnings: warnings.to_vec(),
        ..Dispatch::default()
    };
    let title = story.text_at("title");
    if let Some(headline) = story.text_at("headline").or_else(|| title.clone()) {
        fielded::set_headline(&headline, &mut dispatch, facts);
    }
    if let Some(byline) = story.text_at("byline") {
        fielded::set_byline(&byline, &mut dispatch);
    }
    let date = story.attribute("date");
    dispatch.stamp = date.and_then(|date| stamp::of_field(date, &facts.calendar));
    let fields = &mut dispatch.fields;
    if let Some(town) = story.text_at("dateline") {
        let town = date.map_or(town.as_str(), |date| town.trim_end_matches(date));
        let town = town.trim().trim_end_matches(',').trim();
        fields.dateline = Some(town.into());
        fields.places.push(FieldPlace {
            name: town.into(),
            area: None,
            country: title.as_deref().and_then(country),
        });
    }
    fields.language = story.attribute("lang").map(String::from);
    fields.providers.push("Reuters".into());
    fields.identity = story.attribute("itemid").map(|id| Identity {
        id: format!("rcv1 {id}"),
        version: None,
    });
    let codes = story.all("metadata/codes/code");
    let codes = codes.iter().filter_map(|code| code.attribute("code"));
    fields.keywords.extend(codes.map(String::from));
    fields.usage = story.text_at("copyright");
    if let Some(title) = title {
        kept::keep(&title, 0, &mut dispatch);
    }
    let paragraphs = story.child("text").map(blocks::paragraphs);
    nitf::finish(paragraphs.unwrap_or_default(), dispatch, facts)
}

/// The country in front of a title.
fn country(title: &str) -> Option<String> {
    let (country, _) = title.split_once(": ")?;
    let is_country = !country.contains(|c: char| c.is_lowercase() || c.is_ascii_digit());
    is_country.then(|| country.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_newsitem_is_read_with_its_country_and_date() {
        let text = "<?xml version=\"1.0\" encoding=\"iso-8859-1\" ?>\n<newsitem itemid=\"2287\" id=\"root\" date=\"1996-08-20\" xml:lang=\"en\">\n<title>VENEZUELA: Kite club opens hall.</title>\n<headline>Kite club opens hall.</headline>\n<byline>Jo Example</byline>\n<dateline>VALENCIA 1996-08-20</dateline>\n<text>\n<p>A kite club opened a hall &amp; a shop on Tuesday.</p>\n<p>It is red.</p>\n</text>\n<copyright>(c) Reuters Limited 1996</copyright>\n<metadata><codes class=\"bip:countries:1.0\"><code code=\"VEN\"/></codes></metadata>\n</newsitem>";
        let facts = Facts::built_in();
        assert!(Rcv1.fits(text, facts));
        let found = Rcv1.read(text, &Context::new(facts)).remove(0).unwrap();
        assert_eq!(found.headline.as_deref(), Some("Kite club opens hall."));
        assert_eq!(found.byline.as_deref(), Some("Jo Example"));
        assert_eq!(found.dateline.unwrap().places[0].name, "VALENCIA");
        assert_eq!(found.fields.places[0].country.as_deref(), Some("VENEZUELA"));
        assert_eq!(found.stamp.unwrap().to_string(), "1996-08-20");
        assert_eq!(
            found.paragraphs,
            [
                "A kite club opened a hall & a shop on Tuesday.",
                "It is red."
            ]
        );
    }
}
