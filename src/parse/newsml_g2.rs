//! NewsML-G2 of the IPTC: news items alone or in a message, beside packages, concepts and plans, which are no stories.
//!
//! Content is XHTML, NITF, an agency's own elements or plain text. Reuters' first paragraph is the byline; dpa's notes
//! hold contacts that are not for publication; STT leaves the zone out; versions of Reuters are large numbers.

use super::stamp;
use super::xml::{self, Element, blocks};
use super::{
    Context, Dispatch, FieldPlace, Format, Identity, Item, NotAStory, Start, byline, fielded,
    newsml, nitf,
};
use crate::facts::Facts;
use crate::split::Records;
use crate::status::Status;

/// Its namespace begins so.
const NAMESPACE: &str = "iptc.org/std/nar/";
/// Items that are no news, and what they are.
const OTHERS: &[(&str, &str)] = &[
    ("packageItem", "a package of other items"),
    ("conceptItem", "a concept"),
    ("knowledgeItem", "knowledge: a set of concepts"),
    ("planningItem", "a planning of coverage"),
    ("catalogItem", "a catalog"),
];
/// Parts of items that are sent or kept alone.
const FRAGMENTS: &[&str] = &[
    "contentSet",
    "contentMeta",
    "itemMeta",
    "groupSet",
    "rightsInfo",
];
/// Content that is data and no text.
const DATA: &[(&str, &str)] = &[
    ("sports-content", "results of sports"),
    ("conceptSet", "a set of events or concepts"),
    ("events", "a set of events"),
    ("xbrl", "company figures"),
];
/// A byline in the text is no longer, in bytes.
const BYLINE: usize = 100;
/// The codes of signals, and what they mark.
const SIGNALS: &[(&str, &str)] = &[
    ("sig:update", "update"),
    ("sig:correction", "correction"),
    ("sig:kill", "kill"),
    ("sig:flash", "flash"),
    ("sig:alert", "alert"),
    ("sig:urgent", "urgent"),
    ("sig:advisory", "advisory"),
    ("tt_sig:replace", "update"),
    ("tt_sig:correction", "correction"),
];

/// The format of such files.
pub(super) struct NewsmlG2;

/// Relations to an item that this one stands in the place of, without their prefix, lower case (`irel:`, IPTC).
const REPLACES: &[&str] = &[
    "correctionof",
    "iscorrectionof",
    "previousversion",
    "replaces",
    "supersedes",
    "supercedes",
];

impl Format for NewsmlG2 {
    fn name(&self) -> &'static str {
        "newsml_g2"
    }

    fn start(&self) -> Start {
        Start::Tag
    }

    fn fits(&self, head: &str, _facts: &Facts) -> bool {
        let Some((name, tag)) = xml::opening(head) else {
            return false;
        };
        let is_other = OTHERS.iter().any(|(other, _)| *other == name);
        let is_item = is_other || matches!(name, "newsMessage" | "newsItem");
        let is_g2 = head.contains(NAMESPACE) || tag.contains("guid=");
        let is_part = || head.contains("inlineXML") || head.contains("qcode=");
        is_item && is_g2 || FRAGMENTS.contains(&name) && is_part()
    }

    fn records(&self, _head: &str) -> Records {
        Records::Elements("newsItem")
    }

    fn read(&self, text: &str, context: &Context<'_>) -> Vec<Item> {
        let tree = xml::read(text);
        let mut items = Vec::new();
        for item in items_of(tree.top()) {
            let other = OTHERS.iter().find(|(name, _)| *name == item.name());
            items.push(match other {
                Some((_, what)) => Err(NotAStory::titled(what, headline(item).as_deref())),
                None => {
                    let dispatch = Dispatch {
                        format: self.name(),
                        item: item.raw_text(),
                        warnings: tree.warnings.clone(),
                        ..Dispatch::default()
                    };
                    read(item, dispatch, context.facts)
                }
            });
        }
        if items.is_empty() {
            let (name, _) = xml::opening(text).unwrap_or_default();
            items.push(Err(NotAStory(format!(
                "a {name} of NewsML-G2 without a news item"
            ))));
        }
        items
    }
}

/// The items of a message, not those that a package or a plan only speaks of; else the parts that stand alone.
fn items_of(top: Element<'_>) -> Vec<Element<'_>> {
    let is_item = |element: &Element<'_>| {
        element.name() == "newsItem" || OTHERS.iter().any(|(name, _)| *name == element.name())
    };
    let roots = top.children();
    let sets = top
        .all("newsMessage/itemSet")
        .into_iter()
        .flat_map(Element::children);
    let items: Vec<Element<'_>> = roots.chain(sets).filter(is_item).collect();
    if !items.is_empty() {
        return items;
    }
    let has_content = top.children().any(|child| child.is("contentSet"));
    if has_content { vec![top] } else { Vec::new() }
}

/// The headline: the main one of several.
fn headline(item: Element<'_>) -> Option<String> {
    let meta = item.child("contentMeta").unwrap_or(item);
    let all: Vec<Element<'_>> = meta
        .children()
        .filter(|child| child.is("headline"))
        .collect();
    let is_main = |headline: &&Element<'_>| {
        headline
            .attribute("role")
            .is_none_or(|role| role.ends_with("main"))
    };
    all.iter().find(is_main).or(all.first())?.text()
}

fn read(item: Element<'_>, mut dispatch: Dispatch, facts: &Facts) -> Item {
    let class = item
        .attribute_at("itemMeta/itemClass", "qcode")
        .unwrap_or_default();
    let kind = class.rsplit(':').next().unwrap_or_default();
    let headline = headline(item);
    if !matches!(kind, "" | "text" | "composite") {
        let reason = format!("a {kind} item");
        return Err(NotAStory::titled(reason, headline.as_deref()));
    }
    if let Some(headline) = headline {
        fielded::set_headline(&headline, &mut dispatch, facts);
    }
    read_item_meta(item, &mut dispatch, facts);
    read_content_meta(item, &mut dispatch, facts);
    let mut paragraphs = content(item, &mut dispatch, facts)?;
    if dispatch.byline.is_none()
        && let Some(first) = paragraphs.first().filter(|first| first.len() < BYLINE)
        && let Some(author) = byline::of_field(first)
    {
        dispatch.byline = Some(author);
        paragraphs.remove(0);
    }
    nitf::finish(paragraphs, dispatch, facts)
}

/// The paragraphs of the first content that is text, or why there is none.
fn content(
    item: Element<'_>,
    dispatch: &mut Dispatch,
    facts: &Facts,
) -> Result<Vec<String>, NotAStory> {
    let mut data = None;
    for content in item
        .all("contentSet")
        .into_iter()
        .flat_map(Element::children)
    {
        if !content.is("inlineXML") && !content.is("inlineData") {
            continue;
        }
        // A picture or a file, packed into letters: `encd:base64`.
        let packed = content.attribute("encoding");
        if packed.is_some_and(|encoding| encoding.to_lowercase().ends_with("base64")) {
            data = Some("data in base64");
            continue;
        }
        if let Some(nitf) = content.find("nitf") {
            nitf::read_fields(nitf, dispatch, facts);
            let paragraphs = nitf::paragraphs(nitf);
            if !paragraphs.is_empty() {
                return Ok(paragraphs);
            }
        }
        let told = DATA.iter().find(|(name, _)| content.find(name).is_some());
        if let Some((_, what)) = told {
            data = Some(*what);
            continue;
        }
        let paragraphs = match content
            .find("BODY")
            .filter(|body| body.child("TEXT").is_some())
        {
            Some(body) => of_tt(body, dispatch),
            None => newsml::body(content),
        };
        nitf::add_keywords(blocks::filings(content), &mut dispatch.fields);
        if !paragraphs.is_empty() {
            return Ok(paragraphs);
        }
    }
    match data {
        Some(what) => {
            let reason = format!("{what}, no text");
            Err(NotAStory::titled(reason, dispatch.headline.as_deref()))
        }
        None => Ok(Vec::new()),
    }
}

/// The elements of TT: `DAT` is the dateline, place and correspondent; `RUBRIK` repeats the headline.
fn of_tt(body: Element<'_>, dispatch: &mut Dispatch) -> Vec<String> {
    if let Some(place) = body.find("ORT").and_then(Element::text) {
        dispatch.fields.dateline.get_or_insert(place);
    }
    if let Some(source) = body.find("SOURCE").and_then(Element::text) {
        // `Name Surname/TT`, or the agency alone.
        if source.contains(' ') && dispatch.byline.is_none() {
            fielded::set_byline(&source, dispatch);
        } else {
            super::kept::keep(&source, 0, dispatch);
        }
    }
    let texts = body.children().filter(|child| child.is("TEXT"));
    let parts = texts.flat_map(Element::children);
    parts
        .filter(|part| !part.is("RUBRIK") && !part.is("DAT"))
        .flat_map(blocks::paragraphs)
        .collect()
}

/// The code of an element: `qcode`, else `literal`, else `uri`.
fn code<'t>(element: Element<'t>) -> Option<&'t str> {
    ["qcode", "literal", "uri"]
        .into_iter()
        .find_map(|name| element.attribute(name))
}

fn read_item_meta(item: Element<'_>, dispatch: &mut Dispatch, facts: &Facts) {
    // A version that is no number is told by its date; one that no number of ours holds is the newest.
    let version = item
        .attribute("version")
        .filter(|version| version.bytes().all(|byte| byte.is_ascii_digit()))
        .map(|version| version.parse().unwrap_or(u64::MAX));
    dispatch.fields.identity = item.attribute("guid").map(|id| Identity {
        id: id.into(),
        version,
    });
    let Some(meta) = item.child("itemMeta") else {
        return;
    };
    let status = meta.child("pubStatus").and_then(code);
    dispatch.fields.status = status.and_then(fielded::status);
    let time = |name: &str| stamp::of_field(&meta.text_at(name)?, &facts.calendar);
    dispatch.stamp = time("versionCreated").or_else(|| time("firstCreated"));
    if let Some(embargo) = meta.child("embargoed") {
        match embargo.text() {
            Some(end) => fielded::set_embargo(&end, dispatch, facts),
            // An empty element is an embargo whose end is not known.
            None => dispatch.fields.status = Some(Status::Embargoed),
        }
    }
    for signal in meta.all("signal") {
        let code = code(signal).unwrap_or_default().to_lowercase();
        for (_, mark) in SIGNALS.iter().filter(|(known, _)| *known == code) {
            fielded::add_mark(mark, dispatch);
        }
    }
    for note in meta
        .all("edNote")
        .into_iter()
        .filter(|note| !is_private(*note))
    {
        if let Some(words) = note
            .text()
            .filter(|words| dispatch.note.as_ref() != Some(words))
        {
            let before = dispatch.note.take().map(|note| note + "; ");
            dispatch.note = Some(before.unwrap_or_default() + &words);
        }
    }
    for link in meta
        .all("link")
        .into_iter()
        .chain(item.all("itemMeta/itemRel"))
    {
        let rel = link.attribute("rel").unwrap_or_default().to_lowercase();
        // `isReplacedBy` says it of the other.
        let rel = rel.rsplit([':', '/']).next().unwrap_or_default();
        if REPLACES.contains(&rel) {
            let id = link
                .attribute("residref")
                .or_else(|| link.attribute("href"));
            dispatch.fields.replaces.extend(id.map(String::from));
        }
    }
    let provider = meta.child("provider");
    let names = provider.into_iter().flat_map(names_of);
    dispatch.fields.providers.extend(names);
}

/// Whether a note is for editors alone: a notepad, or with contacts that are not public.
fn is_private(note: Element<'_>) -> bool {
    let role = note.attribute("role").unwrap_or_default().to_lowercase();
    role.contains("notepad")
        || role.contains("private")
        || note
            .descendants()
            .any(|part| part.attribute("pubconstraint").is_some())
}

/// The names of a party: as text, or what its code says after its colon.
fn names_of(party: Element<'_>) -> Vec<String> {
    let named = party.text_at("name").or_else(|| {
        let code = code(party)?;
        Some(code.rsplit(':').next().unwrap_or(code).to_owned())
    });
    named.or_else(|| party.text()).into_iter().collect()
}

fn read_content_meta(item: Element<'_>, dispatch: &mut Dispatch, facts: &Facts) {
    let root_language = item.attribute("lang").map(String::from);
    let Some(meta) = item.child("contentMeta") else {
        dispatch.fields.language = root_language;
        return;
    };
    if let Some(byline) = meta.text_at("by") {
        fielded::set_byline(&byline, dispatch);
    }
    dispatch.slug = meta.text_at("slugline");
    let created = |name: &str| stamp::of_field(&meta.text_at(name)?, &facts.calendar);
    dispatch.stamp = dispatch
        .stamp
        .or_else(|| created("contentModified"))
        .or_else(|| created("contentCreated"));
    let language = meta.attribute_at("language", "tag");
    let fields = &mut dispatch.fields;
    fields.language = language.or(root_language);
    fields.dateline = meta.text_at("dateline");
    fields.urgency = meta.text_at("urgency");
    fields.usage = item.text_at("rightsInfo/usageTerms");
    let credit = meta.text_at("creditline");
    let credits = credit.iter().flat_map(|line| line.split(['–', '/', '-']));
    let credits = credits.map(str::trim).filter(|part| !part.is_empty());
    fields.providers.extend(credits.map(String::from));
    let sources = meta.all("infoSource");
    fields
        .providers
        .extend(sources.into_iter().flat_map(names_of));
    let keywords = meta.all("keyword").into_iter().filter_map(Element::text);
    nitf::add_keywords(keywords, fields);
    let subjects = meta.all("subject").into_iter().chain(meta.all("genre"));
    nitf::add_keywords(subjects.filter_map(subject), fields);
    fields.places.extend(
        meta.all("located")
            .into_iter()
            .filter_map(place)
            .flat_map(each),
    );
}

/// Each of several towns in one name: `Kyiv/Washington` (STT).
fn each(place: FieldPlace) -> Vec<FieldPlace> {
    let names = place.name.split('/').map(str::trim);
    let names = names.filter(|name| !name.is_empty());
    let of_name = |name: &str| FieldPlace {
        name: name.into(),
        ..place.clone()
    };
    names.map(of_name).collect()
}

/// What a subject or genre is called: its first name, else its code.
fn subject(element: Element<'_>) -> Option<String> {
    let code = || code(element).map(String::from);
    element.text_at("name").or_else(code)
}

/// A place with the areas that it lies in.
fn place(located: Element<'_>) -> Option<FieldPlace> {
    let name_of = |element: Element<'_>| {
        let literal = || element.attribute("literal").map(String::from);
        element.text_at("name").or_else(literal)
    };
    let broader: Vec<Element<'_>> = located
        .descendants()
        .skip(1)
        .filter(|element| element.is("broader"))
        .collect();
    let of_kind = |kind: &str| {
        let found = broader.iter().find(|area| {
            let told = area.attribute("type").unwrap_or_default().to_lowercase();
            told.contains(kind)
        });
        found.and_then(|area| name_of(*area))
    };
    Some(FieldPlace {
        name: name_of(located).filter(|name| name != "No-Data-Available")?,
        area: of_kind("statprov"),
        country: of_kind("country"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(items: &str) -> Vec<Item> {
        let text = format!(
            "<?xml version='1.0'?><n:newsMessage xmlns:n='http://iptc.org/std/nar/2006-10-01/'><n:itemSet>{items}</n:itemSet></n:newsMessage>"
        );
        assert!(NewsmlG2.fits(&text, Facts::built_in()));
        NewsmlG2.read(&text, &Context::new(Facts::built_in()))
    }

    const TEXT: &str = "<n:newsItem guid='tag:agency.example,2020:kite' version='18446744073709551616' xml:lang='en'><n:itemMeta><n:itemClass qcode='ninat:text'/><n:provider literal='dpa'/><n:versionCreated>2020-10-03T08:00:00+02:00</n:versionCreated><n:pubStatus qcode='stat:usable'/><n:signal qcode='sig:correction'/><n:edNote>Corrects colour</n:edNote><n:edNote role='dpaednoterole:notepad'>Call 555</n:edNote></n:itemMeta><n:contentMeta><n:headline role='hld:sub'>Red</n:headline><n:headline>Kite museum opens</n:headline><n:located type='cptype:city'><n:name>London</n:name><n:broader type='cptype:country'><n:name>Canada</n:name></n:broader></n:located><n:language tag='en-CA'/></n:contentMeta><n:contentSet><n:inlineXML contenttype='application/xhtml+xml'><html xmlns='http://www.w3.org/1999/xhtml'><head><title>x</title></head><body><p>By Jo Example</p><p>OSLO (dpa) - A kite flew.</p></body></html></n:inlineXML></n:contentSet></n:newsItem>";

    #[test]
    fn a_news_item_is_read_with_its_meta_data() {
        let found = read_all(TEXT).remove(0).unwrap();
        assert_eq!(found.headline.as_deref(), Some("Kite museum opens"));
        assert_eq!(found.byline.as_deref(), Some("Jo Example"));
        assert_eq!(found.paragraphs, ["A kite flew."]);
        assert_eq!(found.dateline.unwrap().places[0].name, "OSLO");
        assert_eq!(found.note.as_deref(), Some("Corrects colour"));
        assert_eq!(found.marks, ["correction"]);
        assert_eq!(found.fields.identity.unwrap().version, Some(u64::MAX));
        assert_eq!(found.fields.status, Some(Status::Usable));
        assert_eq!(found.fields.language.as_deref(), Some("en-CA"));
        let place = &found.fields.places[0];
        assert_eq!(
            (place.name.as_str(), place.country.as_deref()),
            ("London", Some("Canada"))
        );
    }

    #[test]
    fn other_items_say_what_they_are() {
        let picture = "<n:newsItem guid='a'><n:itemMeta><n:itemClass qcode='ninat:picture'/></n:itemMeta><n:contentMeta><n:headline>A kite</n:headline></n:contentMeta></n:newsItem>";
        let plan = "<n:planningItem guid='b'><n:newsItem guid='c'/></n:planningItem>";
        let sports = "<n:newsItem guid='d'><n:contentSet><n:inlineXML><sports-content><p>1:0</p></sports-content></n:inlineXML></n:contentSet></n:newsItem>";
        let items = read_all(&format!("{picture}{plan}{sports}{TEXT}"));
        let reasons: Vec<_> = items
            .iter()
            .map(|item| item.as_ref().err().map(|it| it.0.as_str()))
            .collect();
        assert_eq!(
            reasons,
            [
                Some("a picture item: A kite"),
                Some("a planning of coverage"),
                Some("results of sports, no text"),
                None
            ]
        );
    }

    #[test]
    fn several_towns_in_one_name_are_several_places() {
        let text = TEXT.replace("<n:name>London</n:name>", "<n:name>Oslo / London</n:name>");
        let found = read_all(&text).remove(0).unwrap();
        let names: Vec<&str> = found
            .fields
            .places
            .iter()
            .map(|it| it.name.as_str())
            .collect();
        assert_eq!(names, ["Oslo", "London"]);
    }

    #[test]
    fn a_link_to_what_replaces_an_item_is_not_one_to_what_it_replaces() {
        let replaces = |rel: &str| {
            let link = format!("<n:link rel=\"{rel}\" residref=\"urn:kites\"/><n:signal");
            let text = TEXT.replacen("<n:signal", &link, 1);
            let found = read_all(&text).remove(0).unwrap();
            found.fields.replaces.contains(&"urn:kites".to_owned())
        };
        assert!(replaces("irel:supersedes") && replaces("irel:previousVersion"));
        assert!(!replaces("irel:isReplacedBy") && !replaces("irel:seeAlso"));
    }

    #[test]
    fn an_embargo_without_an_end_is_one() {
        let held = TEXT.replace("<n:signal", "<n:embargoed/><n:signal");
        let found = read_all(&held).remove(0).unwrap();
        assert_eq!(found.fields.status, Some(Status::Embargoed));
        let until = TEXT.replace(
            "<n:signal",
            "<n:embargoed>2020-10-04T08:00:00Z</n:embargoed><n:signal",
        );
        let found = read_all(&until).remove(0).unwrap();
        assert_eq!(
            found.fields.embargo_until.unwrap().to_string(),
            "2020-10-04T08:00:00Z"
        );
    }

    #[test]
    fn packed_data_is_no_text() {
        let packed = "<n:inlineData contenttype='image/jpeg' encoding='encd:base64'>/9j/4AAQSkZJRgABAQ</n:inlineData>";
        let beside = TEXT.replace("<n:contentSet>", &format!("<n:contentSet>{packed}"));
        let found = read_all(&beside).remove(0).unwrap();
        assert_eq!(found.paragraphs, ["A kite flew."]);
        let start = TEXT.find("<n:inlineXML").unwrap();
        let end = TEXT.find("</n:contentSet>").unwrap();
        let alone = [&TEXT[..start], packed, &TEXT[end..]].concat();
        let NotAStory(reason) = read_all(&alone).remove(0).unwrap_err();
        assert!(reason.contains("data in base64"), "{reason}");
    }
}
