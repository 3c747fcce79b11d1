//! XML that is of no news format known: read as a story where it names a title and a text, else reported. Its markup is
//! never taken for words.

use super::jsonl::together;
use super::markup::HTML;
use super::stamp;
use super::xml::{self, Element};
use super::{Context, Dispatch, Format, Item, NotAStory, Start, fielded, newsml, nitf};
use crate::facts::Facts;

/// Names of elements by what they hold, in many systems.
const TITLE: &[&str] = &["headline", "title", "heading", "titel", "titre"];
const TEXT: &[&str] = &[
    "body",
    "text",
    "content",
    "bodytext",
    "maintext",
    "story",
    "article",
    "contenttext",
];
const DATE: &[&str] = &[
    "published",
    "publishdate",
    "pubdate",
    "publicationdate",
    "date",
    "created",
    "updateddatetime",
];
const BYLINE: &[&str] = &["byline", "author"];
const DATELINE: &[&str] = &["dateline", "placeline"];
const PROVIDER: &[&str] = &["credit", "source", "provider"];
/// A text of fewer words is a note in a table of settings.
const WORDS: usize = 30;

/// The format of such files.
pub(super) struct OtherXml;

impl Format for OtherXml {
    fn name(&self) -> &'static str {
        "xml"
    }

    fn start(&self) -> Start {
        Start::Tag
    }

    fn fits(&self, head: &str, _facts: &Facts) -> bool {
        let Some((name, tag)) = xml::opening(head) else {
            return false;
        };
        let declared = head
            .trim_start_matches(['\u{feff}', ' ', '\r', '\n', '\t'])
            .starts_with("<?xml");
        // Text may begin with `<i>` and be none; pieces of pages were asked before.
        let closes = || !is_inline(name) && head.contains(&format!("</{name}>"));
        !name.eq_ignore_ascii_case("html") && (declared || tag.contains("xmlns") || closes())
    }

    fn read(&self, text: &str, context: &Context<'_>) -> Vec<Item> {
        let tree = xml::read(text);
        let root = tree.top().children().next();
        let Some(root) = root else {
            return vec![Err(NotAStory("an XML file without elements".into()))];
        };
        let name: String = root.name().chars().take(64).collect();
        let refused = || NotAStory(format!("XML of <{name}>, which is no news format known"));
        let stories = stories(root);
        let several = stories.len() > 1;
        let items = stories.into_iter().map(|story| {
            let dispatch = Dispatch {
                format: self.name(),
                item: if several { story } else { root }.raw_text(),
                warnings: tree.warnings.clone(),
                ..Dispatch::default()
            };
            read(root, story, dispatch, context.facts).unwrap_or_else(|| Err(refused()))
        });
        let items: Vec<Item> = items.collect();
        match items.is_empty() {
            true => vec![Err(refused())],
            false => together(items),
        }
    }
}

/// Whether an element is one of a page that stands within a line.
fn is_inline(name: &str) -> bool {
    HTML.tell.contains(name) && !HTML.block.contains(name)
}

/// The outermost elements that hold both a title and a text, in their order.
fn stories<'t>(root: Element<'t>) -> Vec<Element<'t>> {
    let holds = |element: Element<'_>, names: &[&str]| {
        let mut children = element.children();
        children.any(|child| names.iter().any(|name| child.is(name)))
    };
    let (mut found, mut open) = (Vec::new(), vec![root]);
    while let Some(element) = open.pop() {
        match holds(element, TITLE) && holds(element, TEXT) {
            true => found.push(element),
            false => {
                let first = open.len();
                open.extend(element.children());
                open[first..].reverse();
            }
        }
    }
    found
}

/// The story that an element tells by the names of its children.
fn read(
    root: Element<'_>,
    story: Element<'_>,
    mut dispatch: Dispatch,
    facts: &Facts,
) -> Option<Item> {
    let named = |names: &[&str]| {
        let child = |name: &&str| story.children().find(|child| child.is(name));
        names.iter().find_map(child)
    };
    let line = |names: &[&str]| named(names).and_then(Element::text);
    let title = named(TITLE)?.text()?;
    let paragraphs = newsml::body(named(TEXT)?);
    let words: usize = paragraphs
        .iter()
        .map(|text| text.split_whitespace().count())
        .sum();
    if words < WORDS {
        return None;
    }
    fielded::set_headline(&title, &mut dispatch, facts);
    if let Some(byline) = line(BYLINE) {
        fielded::set_byline(&byline, &mut dispatch);
    }
    dispatch.fields.dateline = line(DATELINE);
    dispatch.fields.providers.extend(line(PROVIDER));
    dispatch.stamp = named(DATE).and_then(|date| stamp::of_field(&date.text()?, &facts.calendar));
    dispatch.fields.language = root.attribute("lang").map(String::from);
    Some(nitf::finish(paragraphs, dispatch, facts))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_with_title_and_text_is_a_story_and_settings_are_none() {
        let facts = Facts::built_in();
        let read = |text: &str| {
            assert!(OtherXml.fits(text, facts), "{text}");
            OtherXml.read(text, &Context::new(facts)).remove(0)
        };
        let body = "A kite flew over the harbour and over the old town. ".repeat(4);
        let text = format!(
            "<?xml version='1.0'?><release id='1' lang='en'><title>Kites</title><body>&lt;p&gt;{body}&lt;/p&gt;</body><published>2020-10-03</published></release>"
        );
        let story = read(&text).unwrap();
        assert_eq!(story.headline.as_deref(), Some("Kites"));
        assert_eq!(story.paragraphs, [body.trim()]);
        let NotAStory(reason) =
            read("<settings><title>Kites</title><body>on</body></settings>").unwrap_err();
        assert_eq!(reason, "XML of <settings>, which is no news format known");
    }

    #[test]
    fn each_story_of_a_document_is_read_and_text_that_begins_with_a_tag_of_pages_is_none() {
        let facts = Facts::built_in();
        let story = |n: u32| {
            let body = format!("Kite {n} flew over the harbour and over the old town. ").repeat(4);
            format!("<item><headline>Kite {n}</headline><text>{body}</text></item>")
        };
        let text = format!("<?xml version='1.0'?><list>{}{}</list>", story(1), story(2));
        let items = OtherXml.read(&text, &Context::new(facts));
        let items: Vec<Dispatch> = items.into_iter().map(Result::unwrap).collect();
        let headlines = items.iter().map(|item| item.headline.as_deref().unwrap());
        assert_eq!(headlines.collect::<Vec<_>>(), ["Kite 1", "Kite 2"]);
        assert_ne!(items[0].item, items[1].item);

        let name = |text: &str| super::super::detect(text, facts).name();
        assert_eq!(
            name("<i>Ferry</i> lands\n\nOSLO (Reuters) - A ferry landed."),
            "plain"
        );
        assert_eq!(
            name("<p>OSLO (Reuters) - A ferry landed.</p>\n<p>It was red.</p>"),
            "html"
        );
        assert_eq!(
            name("<div><h1>Ferry lands</h1><p>A ferry.</p></div>"),
            "html"
        );
        assert_eq!(name("<p>A ferry.</p><kite>It flew.</kite>"), "xml");
    }

    #[test]
    fn a_story_may_lie_deeper_and_names_its_author_place_and_source() {
        let body = "A kite flew over the harbour and over the old town. ".repeat(4);
        let text = format!(
            "<?xml version='1.0'?><Publish><Id>7</Id><ContentItem><Headline>Kites</Headline><Byline>By Ada Long</Byline><Placeline>OSLO</Placeline><Source>Reuters</Source><ContentText>&lt;p&gt;{body}&lt;/p&gt;</ContentText></ContentItem></Publish>"
        );
        let facts = Facts::built_in();
        let story = OtherXml
            .read(&text, &Context::new(facts))
            .remove(0)
            .unwrap();
        assert_eq!(story.byline.as_deref(), Some("Ada Long"));
        assert_eq!(story.dateline.unwrap().places[0].name, "OSLO");
        assert_eq!(story.fields.providers, ["Reuters"]);
        assert_eq!(story.paragraphs, [body.trim()]);
    }

    #[test]
    fn plain_text_that_begins_with_a_tag_is_not_taken() {
        for text in [
            "<PHOTO> OSLO (AFP) - A kite flew.",
            "<- A kite flew",
            "<html><p>A kite</p></html>",
        ] {
            assert!(!OtherXml.fits(text, Facts::built_in()), "{text}");
        }
    }
}
