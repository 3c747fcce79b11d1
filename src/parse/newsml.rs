//! NewsML 1.0 to 1.2 of the IPTC: envelopes of one or more `NewsItem`s.
//!
//! Agencies write a value now as `FormalName`, now as text; the body as NITF, as `p` elements, or as plain or escaped
//! text; Belga's components have the roles Title, Lead and Body, in any order. `DateId` may be a whole timestamp.

use super::stamp;
use super::xml::{self, Element, blocks};
use super::{
    Context, Dispatch, FieldPlace, Format, Identity, Item, NotAStory, Start, fielded, kept, nitf,
};
use crate::facts::Facts;
use crate::split::Records;
use crate::status::Status;

/// The format of such files.
pub(super) struct Newsml;

/// Instructions and what they mark.
const INSTRUCTIONS: &[(&str, &str)] = &[
    ("correct", "correction"),
    ("rectif", "correction"),
    ("kill", "kill"),
    ("cancel", "kill"),
    ("delete", "kill"),
    ("withdraw", "kill"),
    ("update", "update"),
];

impl Format for Newsml {
    fn name(&self) -> &'static str {
        "newsml"
    }

    fn start(&self) -> Start {
        Start::Tag
    }

    fn fits(&self, head: &str, _facts: &Facts) -> bool {
        xml::opening(head).is_some_and(|(name, _)| matches!(name, "NewsML" | "NewsItem"))
    }

    fn records(&self, _head: &str) -> Records {
        Records::Elements("NewsItem")
    }

    fn read(&self, text: &str, context: &Context<'_>) -> Vec<Item> {
        let tree = xml::read(text);
        let envelope = tree.top().find("NewsEnvelope");
        let is_item = |element: &Element<'_>| element.name() == "NewsItem";
        let items: Vec<Item> = tree
            .top()
            .descendants()
            .filter(is_item)
            .map(|item| {
                let dispatch = Dispatch {
                    format: self.name(),
                    item: item.raw_text(),
                    warnings: tree.warnings.clone(),
                    ..Dispatch::default()
                };
                read(item, envelope, dispatch, context.facts)
            })
            .collect();
        if items.is_empty() {
            let reason = "NewsML without a news item: a catalog or a set of topics";
            return vec![Err(NotAStory(reason.into()))];
        }
        items
    }
}

/// The value of the first element of a name: its `FormalName`, or its text.
fn formal(within: Element<'_>, name: &str) -> Option<String> {
    let found = within.find(name)?;
    found
        .attribute("FormalName")
        .map(String::from)
        .or_else(|| found.text())
}

/// The text of the first element of a name that has any.
fn line(within: Element<'_>, name: &str) -> Option<String> {
    let mut named = within.descendants().filter(|element| element.is(name));
    named.find_map(Element::text)
}

fn read(
    item: Element<'_>,
    envelope: Option<Element<'_>>,
    mut dispatch: Dispatch,
    facts: &Facts,
) -> Item {
    read_identity(item, &mut dispatch);
    read_management(item, &mut dispatch, facts);
    read_lines(item, &mut dispatch, facts);
    if let Some(envelope) = envelope {
        let fields = &mut dispatch.fields;
        let priority = formal(envelope, "Priority");
        fields.urgency = fields.urgency.take().or(priority);
        let sent = || stamp::of_field(&line(envelope, "DateAndTime")?, &facts.calendar);
        dispatch.stamp = dispatch.stamp.or_else(sent);
    }
    let mut body = Body::default();
    for content in contents(item) {
        body.take(content, &mut dispatch, facts);
    }
    if let Some(media) = body.media.filter(|_| body.paragraphs.is_empty()) {
        let reason = format!("a {media} item without text");
        return Err(NotAStory::titled(reason, dispatch.headline.as_deref()));
    }
    nitf::finish(body.paragraphs, dispatch, facts)
}

/// The contents of an item in the order that they are read in: title, lead, and all else.
fn contents(item: Element<'_>) -> Vec<(Role, Element<'_>)> {
    let mut roles = Vec::new();
    let mut found = Vec::new();
    item.walk(&mut |step| {
        match step {
            xml::Step::Open(element) if element.is("NewsComponent") => {
                let outer = roles.last().copied().unwrap_or(Role::Other);
                roles.push(Role::of(element).unwrap_or(outer));
            }
            xml::Step::Close(element) if element.is("NewsComponent") => {
                roles.pop();
            }
            xml::Step::Open(element) if element.is("ContentItem") => {
                found.push((roles.last().copied().unwrap_or(Role::Other), element));
                return false;
            }
            _ => {}
        }
        true
    });
    found.sort_by_key(|(role, _)| *role);
    found
}

/// What a component is in its story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    Title,
    Lead,
    Other,
}

impl Role {
    fn of(component: Element<'_>) -> Option<Role> {
        let role = component.child("Role")?.attribute("FormalName")?;
        Some(match role.to_lowercase().as_str() {
            "title" | "headline" => Role::Title,
            "lead" => Role::Lead,
            _ => Role::Other,
        })
    }
}

fn read_identity(item: Element<'_>, dispatch: &mut Dispatch) {
    let Some(identifier) = item.find("NewsIdentifier") else {
        return;
    };
    let part = |name: &str| line(identifier, name);
    let version = part("RevisionId").and_then(|version| version.parse().ok());
    let id = match (part("ProviderId"), part("DateId"), part("NewsItemId")) {
        (Some(provider), Some(date), Some(id)) => {
            Some(format!("urn:newsml:{provider}:{date}:{id}"))
        }
        _ => part("PublicIdentifier"),
    };
    dispatch.fields.identity = id.map(|id| Identity { id, version });
    dispatch.fields.providers.extend(part("ProviderId"));
}

fn read_management(item: Element<'_>, dispatch: &mut Dispatch, facts: &Facts) {
    let Some(management) = item.find("NewsManagement") else {
        return;
    };
    let time =
        |within: Element<'_>, name: &str| stamp::of_field(&line(within, name)?, &facts.calendar);
    dispatch.stamp =
        time(management, "ThisRevisionCreated").or_else(|| time(management, "FirstCreated"));
    let fields = &mut dispatch.fields;
    fields.status = formal(management, "Status").and_then(|word| fielded::status(&word));
    fields.urgency = formal(management, "Urgency");
    if let Some(change) = management.find("StatusWillChange") {
        let future = formal(change, "FutureStatus").and_then(|word| fielded::status(&word));
        if future.is_none_or(|status| status == Status::Usable) {
            fields.embargo_until = time(change, "DateAndTime");
        }
    }
    let elements = || management.descendants();
    for instruction in elements().filter(|element| element.is("Instruction")) {
        let word = instruction
            .attribute("FormalName")
            .unwrap_or_default()
            .to_lowercase();
        let told = INSTRUCTIONS.iter().filter(|(part, _)| word.contains(part));
        for (_, mark) in told {
            fielded::add_mark(mark, dispatch);
        }
    }
    for link in elements().filter(|element| element.is("AssociatedWith")) {
        let word = link
            .attribute("FormalName")
            .unwrap_or_default()
            .to_lowercase();
        let replaces = ["replace", "supersede", "correct"]
            .iter()
            .any(|part| word.contains(part));
        let id = link.attribute("NewsItem").filter(|_| replaces);
        dispatch.fields.replaces.extend(id.map(String::from));
    }
}

fn read_lines(item: Element<'_>, dispatch: &mut Dispatch, facts: &Facts) {
    if let Some(headline) = line(item, "HeadLine") {
        fielded::set_headline(&headline, dispatch, facts);
    }
    match line(item, "ByLine") {
        Some(initials) if nitf::is_initials(&initials) => dispatch.signoff = Some(initials),
        Some(byline) => fielded::set_byline(&byline, dispatch),
        None => {}
    }
    dispatch.slug = line(item, "SlugLine").or_else(|| line(item, "KeywordLine"));
    let keywords = item
        .descendants()
        .filter(|element| element.is("KeywordLine"));
    nitf::add_keywords(keywords.filter_map(Element::text), &mut dispatch.fields);
    let subjects = item.descendants().filter(|element| {
        ["Subject", "SubjectMatter", "SubjectDetail", "Genre"]
            .iter()
            .any(|name| element.is(name))
    });
    let names = subjects.filter_map(|subject| subject.attribute("FormalName"));
    nitf::add_keywords(names.map(String::from), &mut dispatch.fields);
    let parties = ["Provider", "Source", "Creator"]
        .into_iter()
        .filter_map(|role| {
            let party = item.find(role)?.find("Party")?;
            party.attribute("FormalName").map(String::from)
        });
    let parties: Vec<String> = parties.collect();
    let fields = &mut dispatch.fields;
    fields.providers.extend(parties);
    fields.providers.extend(line(item, "CreditLine"));
    fields.dateline = line(item, "DateLine");
    fields.language = formal(item, "Language")
        .or_else(|| Some(item.find("NewsComponent")?.attribute("lang")?.to_owned()));
    fields.usage = line(item, "UsageType");
    let locations = item.descendants().filter(|element| element.is("Location"));
    let is_origin = |location: &Element<'_>| {
        let how = location.attribute("HowPresent");
        how.is_some_and(|how| how.eq_ignore_ascii_case("origin"))
    };
    fields
        .places
        .extend(locations.filter(is_origin).filter_map(place));
    for name in ["SubHeadLine", "CopyrightLine", "NewsLine"] {
        if let Some(words) = line(item, name) {
            kept::keep(&words, 0, dispatch);
        }
    }
}

/// A place of origin: its properties City, CountryArea and Country.
fn place(location: Element<'_>) -> Option<FieldPlace> {
    let value = |kind: &str| {
        let mut properties = location
            .descendants()
            .filter(|element| element.is("Property"));
        let named = properties.find(|property| {
            let name = property.attribute("FormalName");
            name.is_some_and(|name| name.eq_ignore_ascii_case(kind))
        });
        named?.attribute("Value").map(String::from)
    };
    let (city, area, country) = (value("City"), value("CountryArea"), value("Country"));
    let name = city.or_else(|| area.clone()).or_else(|| country.clone())?;
    Some(FieldPlace {
        name,
        area,
        country,
    })
}

/// The text of the components of an item.
#[derive(Default)]
struct Body {
    paragraphs: Vec<String>,
    /// What else the item holds.
    media: Option<String>,
}

impl Body {
    fn take(
        &mut self,
        (role, content): (Role, Element<'_>),
        dispatch: &mut Dispatch,
        facts: &Facts,
    ) {
        let kind = formal(content, "MediaType")
            .unwrap_or_default()
            .to_lowercase();
        // The style sheet of an XHTML text stands beside it.
        let mime = formal(content, "MimeType").unwrap_or_default();
        if mime.to_lowercase().contains("css") {
            return;
        }
        let is_text = kind.is_empty() || kind.contains("text") || kind.contains("complex");
        let Some(data) = content.find("DataContent").filter(|_| is_text) else {
            let media = if is_text { "news".into() } else { kind };
            self.media.get_or_insert(media);
            return;
        };
        let more = match data.find("nitf") {
            Some(nitf) => {
                nitf::read_fields(nitf, dispatch, facts);
                nitf::paragraphs(nitf)
            }
            None => body(data),
        };
        if role == Role::Title {
            let title = more.join(" ");
            match dispatch.headline {
                None => fielded::set_headline(&title, dispatch, facts),
                Some(_) => kept::keep(&title, 0, dispatch),
            }
            return;
        }
        // The same text often stands there in two forms.
        let same = more
            .iter()
            .all(|paragraph| self.paragraphs.contains(paragraph));
        if !same || self.paragraphs.is_empty() {
            self.paragraphs.extend(more);
        }
    }
}

/// The paragraphs of content: elements, escaped markup, or text that blank lines or indents part.
pub(super) fn body(data: Element<'_>) -> Vec<String> {
    if data.children().next().is_some() {
        return blocks::paragraphs(data);
    }
    // STT writes a dash as an element, escaped or not.
    let raw = data.raw_text().replace("<endash>-</endash>", "–");
    let lower = raw.to_lowercase();
    if ["<p>", "<p ", "</p>", "<br", "<html"]
        .iter()
        .any(|tag| lower.contains(tag))
    {
        let whole = blocks::paragraphs(xml::read(&raw).top());
        return whole.iter().flat_map(|text| wrapped(text)).collect();
    }
    wrapped(&raw)
}

/// The paragraphs of text that may be wrapped.
fn wrapped(text: &str) -> Vec<String> {
    if text.contains('\n') {
        super::unwrap::paragraphs(&super::clean::clean(text))
    } else {
        vec![text.to_owned()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "<NewsML><NewsEnvelope><DateAndTime>20190304T101500Z</DateAndTime><Priority FormalName='4'/></NewsEnvelope><NewsItem><Identification><NewsIdentifier><ProviderId>agency.example</ProviderId><DateId>20190304</DateId><NewsItemId>kite</NewsItemId><RevisionId PreviousRevision='1' Update='N'>2</RevisionId></NewsIdentifier></Identification>";

    fn read_all(text: &str) -> Vec<Item> {
        assert!(Newsml.fits(text, Facts::built_in()));
        Newsml.read(text, &Context::new(Facts::built_in()))
    }

    #[test]
    fn an_item_gives_fields_and_body_without_a_dateline_in_its_text() {
        let text = format!(
            "{HEAD}<NewsManagement><FirstCreated>20190304T090000Z</FirstCreated><ThisRevisionCreated>20190304T100000+0100</ThisRevisionCreated><Status FormalName='Embargoed'/><StatusWillChange><FutureStatus FormalName='Usable'/><DateAndTime>20190305T060000Z</DateAndTime></StatusWillChange></NewsManagement><NewsComponent><NewsLines><HeadLine>Kite museum opens</HeadLine><ByLine>By Ada Long</ByLine><DateLine>OSLO, March 4, 2019 (AFP) -</DateLine></NewsLines><DescriptiveMetadata><Language FormalName='en'/><Location HowPresent='Event'><Property FormalName='City' Value='Bergen'/></Location></DescriptiveMetadata><ContentItem><MediaType FormalName='Text'/><DataContent><p>A kite flew.</p><p>It was red.</p></DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"
        );
        let found = read_all(&text).remove(0).unwrap();
        assert_eq!(found.headline.as_deref(), Some("Kite museum opens"));
        assert_eq!(found.byline.as_deref(), Some("Ada Long"));
        assert_eq!(found.paragraphs, ["A kite flew.", "It was red."]);
        assert_eq!(found.dateline.unwrap().places[0].name, "OSLO");
        assert_eq!(
            found.stamp.unwrap().to_string(),
            "2019-03-04T10:00:00+01:00"
        );
        let fields = found.fields;
        assert_eq!(fields.identity.unwrap().version, Some(2));
        assert_eq!(fields.status, Some(Status::Embargoed));
        assert_eq!(
            fields.embargo_until.unwrap().to_string(),
            "2019-03-05T06:00:00Z"
        );
        assert_eq!(fields.urgency.as_deref(), Some("4"));
        assert_eq!(fields.places, []);
    }

    #[test]
    fn title_and_lead_come_before_the_body_wherever_they_stand_and_a_style_sheet_is_no_text() {
        let component = |role: &str, text: &str| {
            format!(
                "<NewsComponent><Role FormalName='{role}'/><ContentItem><DataContent>{text}</DataContent></ContentItem></NewsComponent>"
            )
        };
        let text = format!(
            "{HEAD}<NewsComponent><NewsComponent><ContentItem><MimeType FormalName='text/css'/><DataContent>.a {{b: c}}</DataContent></ContentItem></NewsComponent>{}{}{}</NewsComponent></NewsItem></NewsML>",
            component("Body", "It was red."),
            component("Lead", "A kite flew."),
            component("Title", "Kites")
        );
        let found = read_all(&text).remove(0).unwrap();
        assert_eq!(found.headline.as_deref(), Some("Kites"));
        assert_eq!(found.paragraphs, ["A kite flew.", "It was red."]);
    }

    #[test]
    fn pictures_and_catalogs_are_no_stories_and_a_text_beside_a_picture_is() {
        let picture = "<NewsComponent><NewsLines><HeadLine>A kite</HeadLine></NewsLines><ContentItem Href='a.jpg'><MediaType FormalName='Photo'/></ContentItem></NewsComponent>";
        let text = format!("{HEAD}{picture}</NewsItem></NewsML>");
        let NotAStory(reason) = read_all(&text).remove(0).unwrap_err();
        assert_eq!(reason, "a photo item without text: A kite");
        let text = format!(
            "{HEAD}<NewsComponent><NewsLines><HeadLine>Kites</HeadLine></NewsLines><ContentItem><DataContent><![CDATA[   OSLO (AFP) - A kite\nflew.\n   It was red.]]></DataContent></ContentItem></NewsComponent>{picture}</NewsItem></NewsML>"
        );
        let found = read_all(&text).remove(0).unwrap();
        assert_eq!(found.paragraphs, ["A kite flew.", "It was red."]);
        let catalog = read_all("<NewsML><Catalog><Resource/></Catalog></NewsML>");
        assert!(catalog[0].is_err());
    }
}
