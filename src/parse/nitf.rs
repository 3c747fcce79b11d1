//! NITF 3, the News Industry Text Format of IPTC and NAA, alone or inside other formats.
//!
//! Elements are those of the NITF 3.6 DTD. What agencies make of them: AP, EFE and Kyodo print the dateline in the text
//! too; AAP's field holds the whole of it; EFE's `byline` holds an editor's initials, ANSA's a subtitle; PA's `title`
//! is a slug; EFE's `story.date` is wrong by its own word, and `date.issue` is used.

use super::stamp;
use super::xml::{self, Element, blocks};
use super::{
    Context, Dispatch, FieldPlace, Fields, Format, Identity, Item, NotAStory, Start, fielded, kept,
};
use crate::facts::Facts;
use crate::split::Records;
use crate::story::When;

/// A byline of more characters is something else.
const BYLINE: usize = 120;

/// More keywords than these are not taken from subjects.
const KEYWORDS: usize = 200;
/// So many paragraphs are the opening of a text, which a summary may repeat.
const OPENING: usize = 3;
/// More lines of a header are not compared with the text.
const HEADER: usize = 16;
/// A list of NITF lies no deeper in other elements.
const LIST_DEPTH: usize = 4;

/// The format of such files.
pub(super) struct Nitf;

impl Format for Nitf {
    fn name(&self) -> &'static str {
        "nitf"
    }

    fn start(&self) -> Start {
        Start::Tag
    }

    fn fits(&self, head: &str, _facts: &Facts) -> bool {
        // In a list, it is the first element that others hold.
        let mut rest = head;
        for _ in 0..LIST_DEPTH {
            let Some((name, tag)) = xml::opening(rest) else {
                return false;
            };
            if name.eq_ignore_ascii_case("nitf") {
                return true;
            }
            let end = tag.as_ptr() as usize - rest.as_ptr() as usize + tag.len();
            rest = rest[end..].split_once('>').map_or("", |(_, after)| after);
        }
        false
    }

    fn records(&self, _head: &str) -> Records {
        Records::Elements("nitf")
    }

    fn read(&self, text: &str, context: &Context<'_>) -> Vec<Item> {
        let tree = xml::read(text);
        let mut end = 0;
        let mut outermost = |element: &Element<'_>| {
            let is_outer = element.is("nitf") && element.span().start >= end;
            if is_outer {
                end = element.span().end;
            }
            is_outer
        };
        let stories = tree.top().descendants().skip(1);
        let mut items: Vec<Item> = stories
            .filter(&mut outermost)
            .map(|nitf| {
                let mut dispatch = Dispatch {
                    format: self.name(),
                    item: nitf.raw_text(),
                    warnings: tree.warnings.clone(),
                    ..Dispatch::default()
                };
                read_fields(nitf, &mut dispatch, context.facts);
                finish(paragraphs(nitf), dispatch, context.facts)
            })
            .collect();
        if items.is_empty() {
            items.push(Err(NotAStory("an NITF file without a story".into())));
        }
        items
    }
}

/// The story of some fields and paragraphs, or why it is none.
pub(super) fn finish(paragraphs: Vec<String>, mut dispatch: Dispatch, facts: &Facts) -> Item {
    if paragraphs.is_empty() && dispatch.headline.is_none() {
        return Err(NotAStory("it has neither headline nor text".into()));
    }
    if paragraphs.is_empty() {
        dispatch
            .warnings
            .push("it holds header fields and no text".into());
    }
    // A summary that only repeats how the text begins.
    let opening = &paragraphs[..paragraphs.len().min(OPENING)];
    if dispatch.header.len() <= HEADER {
        let repeats = |line: &String| opening.iter().any(|text| text.contains(line.as_str()));
        dispatch.header.retain(|line| !repeats(line));
    }
    fielded::read_body(&paragraphs, &mut dispatch, facts);
    Ok(dispatch)
}

/// The paragraphs of the body.
pub(super) fn paragraphs(nitf: Element<'_>) -> Vec<String> {
    let Some(body) = nitf.child("body") else {
        // Some systems send the content alone.
        return match nitf.find("body.content") {
            Some(content) => blocks::paragraphs(content),
            None => Vec::new(),
        };
    };
    let parts = body
        .children()
        .filter(|part| part.is("body.content") || part.is("body.end"));
    parts.flat_map(blocks::paragraphs).collect()
}

/// Reads head and body.head into a dispatch; what is there already stays.
pub(super) fn read_fields(nitf: Element<'_>, dispatch: &mut Dispatch, facts: &Facts) {
    read_docdata(nitf, dispatch, facts);
    let Some(head) = nitf.at("body/body.head") else {
        return read_title(nitf, dispatch, facts);
    };
    if dispatch.headline.is_none()
        && let Some(headline) = head
            .text_at("hedline/hl1")
            .or_else(|| head.text_at("headline/hl1"))
    {
        fielded::set_headline(&headline, dispatch, facts);
    }
    read_title(nitf, dispatch, facts);
    if let Some(byline) = head.child("byline") {
        read_byline(byline, dispatch);
    }
    read_dateline(head, dispatch);
    let providers = ["distributor/org", "distributor", "rights/rights.owner"];
    for path in providers {
        dispatch.fields.providers.extend(head.text_at(path));
    }
    let provider = |path, attribute| nitf.attribute_at(path, attribute);
    dispatch.fields.providers.extend(
        [
            provider("head/docdata/doc-id", "regsrc"),
            provider("head/docdata/doc.copyright", "holder"),
            provider("head/pubdata", "name"),
        ]
        .into_iter()
        .flatten(),
    );
    let lines = ["hedline/hl2", "note", "abstract"].map(|path| head.all(path));
    let lines = lines.into_iter().flatten().flat_map(blocks::paragraphs);
    kept::keep(&lines.collect::<Vec<_>>().join("\n"), 0, dispatch);
}

/// The title of the file: the headline where there is no other, else a slug (PA: `1 POLITICS Brexit`).
fn read_title(nitf: Element<'_>, dispatch: &mut Dispatch, facts: &Facts) {
    let Some(title) = nitf.text_at("head/title") else {
        return;
    };
    match &dispatch.headline {
        None => fielded::set_headline(&title, dispatch, facts),
        // A title cut at some length is no slug.
        Some(headline) if headline.starts_with(&title) => {}
        Some(_) if dispatch.slug.is_none() => dispatch.slug = Some(title),
        Some(_) => kept::keep(&title, 0, dispatch),
    }
}

fn read_docdata(nitf: Element<'_>, dispatch: &mut Dispatch, facts: &Facts) {
    let metas = nitf.all("head/meta").into_iter().filter_map(|meta| {
        Some((
            meta.attribute("name")?.to_lowercase(),
            meta.attribute("content")?,
        ))
    });
    for (name, content) in metas {
        if name.contains("slug") || name == "anpa-keyword" {
            dispatch.slug.get_or_insert_with(|| content.to_owned());
        } else if name == "anpa-category" {
            dispatch
                .fields
                .category
                .get_or_insert_with(|| content.to_owned());
        }
    }
    let languages = [
        nitf.attribute("lang").map(String::from),
        nitf.attribute_at("body", "lang"),
        nitf.attribute_at("body/body.content", "lang"),
    ];
    let fields = &mut dispatch.fields;
    fields.language = fields
        .language
        .take()
        .or_else(|| languages.into_iter().flatten().next());
    for subject in nitf.all("head/tobject/tobject.subject") {
        // From the broad to the narrow; the number of the IPTC where none is named.
        let parts = ["type", "matter", "detail"].map(|part| {
            let name = format!("tobject.subject.{part}");
            subject.attribute(&name).map(String::from)
        });
        let refnum = subject.attribute("tobject.subject.refnum");
        let mut named: Vec<String> = parts.into_iter().flatten().collect();
        if named.is_empty() {
            named.extend(refnum.map(String::from));
        }
        add_keywords(named, &mut dispatch.fields);
    }
    let Some(data) = nitf.at("head/docdata") else {
        return;
    };
    let attribute = |path: &str, name: &str| data.attribute_at(path, name);
    let fields = &mut dispatch.fields;
    fields.urgency = fields
        .urgency
        .take()
        .or_else(|| attribute("urgency", "ed-urg"));
    fields.status = fields
        .status
        .or_else(|| fielded::status(data.attribute("management-status")?));
    let keywords = data.all("key-list/keyword");
    fields.keywords.extend(
        keywords
            .iter()
            .filter_map(|word| word.attribute("key"))
            .map(String::from),
    );
    // The columns and series that a story belongs to.
    let named = [
        attribute("series", "series.name"),
        attribute("fixture", "fix-id"),
    ];
    fields.keywords.extend(named.into_iter().flatten());
    if let Some(canceled) = data.attribute("management-doc-idref")
        && data.attribute("management-idref-status").is_some()
    {
        fields.replaces.push(canceled.to_owned());
    }
    if let Some(corrected) = data.child("correction") {
        fields
            .replaces
            .extend(corrected.attribute("id-string").map(String::from));
        dispatch.marks.push("correction".into());
        if let Some(info) = corrected.attribute("info") {
            dispatch.note.get_or_insert_with(|| info.to_owned());
        }
    }
    if fields.identity.is_none() {
        fields.identity = identity(data);
    }
    let norm = |path: &str| stamp::of_field(&attribute(path, "norm")?, &facts.calendar);
    let published = || {
        stamp::of_field(
            &nitf.attribute_at("head/pubdata", "date.publication")?,
            &facts.calendar,
        )
    };
    dispatch.stamp = dispatch
        .stamp
        .or_else(|| norm("date.issue"))
        .or_else(published);
    if let Some(release) = norm("date.release")
        && is_later(release, dispatch.stamp)
    {
        let carried = attribute("date.release", "norm").unwrap_or_default();
        fielded::set_embargo(&carried, dispatch, facts);
    }
    if let Some(note) = attribute("ed-msg", "info") {
        dispatch.note.get_or_insert(note);
    }
}

/// Adds keywords, each once.
pub(super) fn add_keywords(words: impl IntoIterator<Item = String>, fields: &mut Fields) {
    for word in words {
        if fields.keywords.len() < KEYWORDS && !fields.keywords.contains(&word) {
            fields.keywords.push(word);
        }
    }
}

/// Whether a release lies after the issue: systems write both even where nothing is held.
fn is_later(release: When, issue: Option<When>) -> bool {
    match (release, issue) {
        (_, None) => true,
        (When::Minute(release), Some(When::Minute(issue))) => release > issue,
        (release, Some(issue)) => release.first_day() > issue.last_day(),
    }
}

/// The id: the document's, or the dynamic-use key where that names one story and counts its versions.
fn identity(data: Element<'_>) -> Option<Identity> {
    let number = |name: &str| data.attribute_at("du-key", name)?.parse::<u64>().ok();
    let version = number("version").or_else(|| number("generation"));
    let source = data
        .attribute_at("doc-id", "regsrc")
        .or_else(|| data.attribute_at("doc.copyright", "holder"));
    let key = data.attribute_at("du-key", "key").filter(|key| {
        // A key without a number is that of a column or a kind of story.
        version.is_some() && key.len() >= 12 && key.contains(|c: char| c.is_ascii_digit())
    });
    let id = key.or_else(|| data.attribute_at("doc-id", "id-string"))?;
    let is_unique = id.contains(':') || source.is_none();
    Some(Identity {
        id: if is_unique {
            id
        } else {
            format!("{} {id}", source.unwrap_or_default())
        },
        version,
    })
}

/// Whether a byline holds the initials of editors: `daa/mt`.
pub(super) fn is_initials(words: &str) -> bool {
    words.len() <= 16 && words.contains('/') && words.chars().all(|c| c.is_lowercase() || c == '/')
}

fn read_byline(element: Element<'_>, dispatch: &mut Dispatch) {
    let title = element.text_at("byttl");
    let person = element.text_at("person");
    let Some(all) = element.text() else { return };
    if is_initials(&all) {
        dispatch.signoff.get_or_insert(all);
        return;
    }
    let name = person.or_else(|| {
        let title = title.as_deref().unwrap_or_default();
        let name = all.strip_suffix(title).unwrap_or(&all).trim();
        (!name.is_empty()).then(|| name.to_owned())
    });
    match name.filter(|name| name.chars().count() <= BYLINE) {
        Some(name) => fielded::set_byline(&name, dispatch),
        None => kept::keep(&all, 0, dispatch),
    }
    if let Some(title) = title {
        kept::keep(&title, 0, dispatch);
    }
}

/// Reads the dateline: as text, and its location where that has parts.
fn read_dateline(head: Element<'_>, dispatch: &mut Dispatch) {
    let Some(dateline) = head.child("dateline") else {
        return;
    };
    if let Some(location) = dateline.child("location") {
        let part = |names: [&str; 2]| names.iter().find_map(|name| location.find(name)?.text());
        let city = part(["city", "alt-code"]).or_else(|| part(["region", "sublocation"]));
        let (area, country) = (part(["state", "region"]), part(["country", "country.name"]));
        let place = FieldPlace {
            name: city
                .or_else(|| country.clone())
                .or_else(|| location.text())
                .unwrap_or_default(),
            area,
            country,
        };
        if !place.name.is_empty() {
            dispatch.fields.places.push(place);
        }
    }
    let mut words = Vec::new();
    dateline.walk(&mut |step| {
        match step {
            // A date in figures is a field, and no part of what is printed.
            xml::Step::Open(element) if element.is("story.date") => {
                return element.text().is_some_and(|text| text.contains(' '));
            }
            xml::Step::Text(text) => words.push(text),
            _ => {}
        }
        true
    });
    let text = words
        .concat()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let text = text.replace(" ,", ",");
    if !text.is_empty() {
        dispatch.fields.dateline.get_or_insert(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::status::Status;

    const HEAD: &str = "<docdata management-status='usable'><doc-id id-string='7' regsrc='Kite'/><date.issue norm='20190304T101500Z'/><date.release norm='20190304T101500Z'/><urgency ed-urg='4'/><ed-msg info='See picture'/></docdata>";

    fn read(head: &str, body_head: &str, content: &str) -> Dispatch {
        let text = format!(
            "<?xml version='1.0'?><!DOCTYPE nitf SYSTEM 'nitf.dtd'><nitf><head>{head}</head><body><body.head>{body_head}</body.head><body.content>{content}</body.content></body></nitf>"
        );
        assert!(Nitf.fits(&text, Facts::built_in()));
        Nitf.read(&text, &Context::new(Facts::built_in()))
            .remove(0)
            .unwrap()
    }

    #[test]
    fn fields_and_body_are_read_and_the_dateline_that_is_printed_too_is_cut() {
        let found = read(
            HEAD,
            "<hedline><hl1>Kite museum opens</hl1></hedline><byline>By Ada Long<byttl>Kite Writer</byttl></byline><distributor>The Associated Press</distributor><dateline><location>OSLO</location></dateline>",
            "<p lede='true'>OSLO (AP) — A kite flew.</p><block><p>It was red.</p></block>",
        );
        assert_eq!(found.headline.as_deref(), Some("Kite museum opens"));
        assert_eq!(found.byline.as_deref(), Some("Ada Long"));
        assert_eq!(found.header, ["Kite Writer"]);
        assert_eq!(found.paragraphs, ["A kite flew.", "It was red."]);
        assert_eq!(found.note.as_deref(), Some("See picture"));
        assert_eq!(found.warnings, [""; 0]);
        let fields = found.fields;
        assert_eq!(fields.identity.unwrap().id, "Kite 7");
        assert_eq!(
            (fields.status, fields.embargo_until),
            (Some(Status::Usable), None)
        );
        assert_eq!(fields.providers[0], "The Associated Press");
    }

    #[test]
    fn a_list_is_one_of_stories_and_other_xml_that_names_nitf_is_none() {
        let one = "<nitf><body><body.head><hedline><hl1>Kites</hl1></hedline></body.head><body.content><p>A kite flew.</p></body.content></body></nitf>";
        let list = format!("<?xml version='1.0'?><list n='2'><set>{one}{one}</set></list>");
        assert!(Nitf.fits(&list, Facts::built_in()));
        let found = Nitf.read(&list, &Context::new(Facts::built_in()));
        assert_eq!(found.iter().filter(|item| item.is_ok()).count(), 2);
        for text in [
            "<list>A kite <nitf/></list>",
            "<a><b><c><d><nitf>",
            "<a",
            "<a>&lt;nitf&gt;",
        ] {
            assert!(!Nitf.fits(text, Facts::built_in()), "{text}");
        }
    }

    #[test]
    fn subjects_series_and_language_are_carried_and_a_repeated_summary_is_not() {
        let found = read(
            "<tobject><tobject.subject tobject.subject.refnum='01016000' tobject.subject.type='Culture' tobject.subject.matter='Museums'/><tobject.subject tobject.subject.refnum='15000000'/></tobject><docdata><series series.name='Summer walks'/><key-list><keyword key='kites'/></key-list></docdata>",
            "<hedline><hl1>Kites</hl1></hedline><abstract>A kite flew.</abstract><abstract>Red is back.</abstract>",
            "<p>OSLO (AP) - A kite flew. It was red.</p>",
        );
        assert_eq!(
            found.fields.keywords,
            ["Culture", "Museums", "15000000", "kites", "Summer walks"]
        );
        assert_eq!(found.header, ["Red is back."]);
    }

    #[test]
    fn parts_of_a_location_are_a_place_and_a_date_in_figures_is_not_printed() {
        let found = read(
            "<docdata><du-key key='kite-2019-03' version='3'/><doc-id id-string='8'/></docdata>",
            "<dateline><location><city>London</city>, <state>Ontario</state></location><story.date norm='20190304'>20190304T1015</story.date></dateline><byline>gr/bp</byline>",
            "<p>A kite flew.</p>",
        );
        let place = &found.fields.places[0];
        assert_eq!(
            (place.name.as_str(), place.area.as_deref()),
            ("London", Some("Ontario"))
        );
        assert_eq!(found.dateline.unwrap().as_written, "London, Ontario");
        assert_eq!(
            (found.byline, found.signoff.as_deref()),
            (None, Some("gr/bp"))
        );
        let identity = found.fields.identity.unwrap();
        assert_eq!(
            (identity.id.as_str(), identity.version),
            ("kite-2019-03", Some(3))
        );
    }

    #[test]
    fn a_release_after_the_issue_is_an_embargo_and_a_correction_names_what_it_corrects() {
        let head = HEAD.replace("release norm='20190304T", "release norm='20190305T");
        let head = head.replace(
            "</docdata>",
            "<correction id-string='6' info='Corrects colour'/></docdata>",
        );
        let found = read(
            &head,
            "<hedline><hl1>Kites</hl1></hedline>",
            "<p>A kite flew.</p>",
        );
        assert_eq!(
            found.fields.embargo_until.unwrap().to_string(),
            "2019-03-05T10:15:00Z"
        );
        assert_eq!(found.fields.replaces, ["6"]);
        assert_eq!(found.marks, ["correction"]);
    }
}
