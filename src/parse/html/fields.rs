//! The fields of a page's story: for each the best that the page says of it.

use super::json_ld::Article;
use super::page::Page;
use super::text::{self, Paragraph};
use super::{address, boilerplate};
use crate::facts::Facts;
use crate::parse::clean::{folded, squeeze};
use crate::parse::{Dispatch, Identity, byline, stamp};
use crate::story::When;

/// So many paragraphs before an article may hold the line with its date, and how long that is at most, in bytes.
const DATE_LINES: usize = 12;

const DATE_LINE: usize = 90;

/// So many of a page's last paragraphs may hold its line with the copyright.
const FOOTER: usize = 30;

/// The date of the line that is closest to the article's beginning among the lines before it and its own first: old
/// pages say in no field when they were written.
pub(super) fn printed_date(all: &[Paragraph], found: &[Paragraph], facts: &Facts) -> Option<When> {
    let first = found.iter().find(|it| it.place.heading == 0)?;
    let at = all.iter().position(|it| it.text == first.text)?;
    let near = all[at.saturating_sub(DATE_LINES)..=at].iter().rev();
    near.flat_map(|it| it.text.lines())
        .filter(|line| line.len() <= DATE_LINE)
        .find_map(|line| stamp::of_line(line, &facts.calendar))
}

pub(super) const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dcterms.date",
    "citation_publication_date",
    "citation_date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "cxenseparse:recs:publishtime",
    "article.published",
    "article_date_original",
    "originalpublicationdate",
    "dc.date",
    "dc.date.created",
    "date",
    "datecreated",
    "created",
];

const MODIFIED: &[&str] = &[
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
];

/// Sets what fields say, but for headline and providers of the page.
pub(super) fn set_fields(
    dispatch: &mut Dispatch,
    described: &Article,
    page: Option<&Page<'_>>,
    url: Option<&str>,
    facts: &Facts,
) {
    let calendar = &facts.calendar;
    let meta = |names: &[&str]| page.and_then(|page| page.meta(names)).map(String::from);
    let property = |name: &str| page.and_then(|page| page.property(name)).map(String::from);
    let time = || page.and_then(|page| page.times.first().cloned());
    let published = [
        described.published.clone(),
        meta(PUBLISHED),
        property("datepublished"),
        property("datecreated"),
        time(),
    ];
    let read = |field: Option<String>| field.and_then(|field| stamp::of_field(&field, calendar));
    dispatch.stamp = published.into_iter().find_map(read);
    let modified = [
        described.modified.clone(),
        meta(MODIFIED),
        property("datemodified"),
    ]
    .into_iter()
    .find_map(read);
    let fields = &mut dispatch.fields;
    fields.identity = url.map(|url| Identity {
        id: url.into(),
        version: described
            .version
            .or_else(|| version(dispatch.stamp, modified)),
    });
    fields.language = described
        .language
        .clone()
        .or_else(|| property("inlanguage"))
        .or_else(|| meta(&["og:locale", "dc.language", "content-language", "language"]));
    fields.language = fields
        .language
        .take()
        .or_else(|| page.and_then(|page| page.language.clone()));
    fields.dateline = described.dateline.clone().or_else(|| property("dateline"));
    fields.places = described.places.clone();
    fields.category = described
        .section
        .clone()
        .or_else(|| {
            meta(&[
                "article:section",
                "parsely-section",
                "section",
                "dc.subject",
            ])
        })
        .or_else(|| property("articlesection"));
    fields.keywords = keywords(described, page);
    fields.usage = described.usage.clone();
    // An article that is based on an agency's is that agency's.
    let based = described
        .based_on
        .iter()
        .filter_map(|url| address::agency(url));
    fields.providers = based.map(String::from).collect();
    fields
        .providers
        .extend(described.organisations.iter().cloned());
    if page.is_none() {
        let site = url.and_then(address::agency).map(String::from);
        fields.providers.extend(site);
    }
    let mut authors = described.authors.clone();
    if authors.is_empty() {
        let carried = meta(&[
            "author",
            "parsely-author",
            "sailthru.author",
            "dc.creator",
            "byl",
            "article:author",
            "citation_author",
        ]);
        authors.extend(
            carried
                .or_else(|| property("author"))
                .or_else(|| property("creator")),
        );
    }
    if authors.is_empty() {
        authors.extend(page.and_then(|page| page.byline.clone()));
    }
    authors.retain(|name| !name.starts_with("http") && !name.is_empty() && name.len() < 200);
    let is_agency = |name: &String| facts.agencies.of_credit(name).is_some();
    let (agencies, persons): (Vec<String>, Vec<String>) = authors.into_iter().partition(is_agency);
    fields.providers.splice(0..0, agencies);
    if !persons.is_empty() {
        let names = persons.join(", ");
        dispatch.byline = byline::of_field(&names).or(Some(names));
    }
    if let Some(correction) = &described.correction {
        dispatch.marks.push("correction".into());
        dispatch.note = Some(correction.clone()).filter(|text| !text.is_empty());
    }
}

/// The version of a page that was changed after it was published: the moment of the change, YYYYMMDDhhmmss in UTC.
fn version(published: Option<When>, modified: Option<When>) -> Option<u64> {
    let When::Minute(modified) = modified? else {
        return None;
    };
    if let Some(When::Minute(published)) = published
        && modified <= published
    {
        return None;
    }
    modified
        .to_utc()
        .format("%Y%m%d%H%M%S")
        .to_string()
        .parse()
        .ok()
}

fn keywords(described: &Article, page: Option<&Page<'_>>) -> Vec<String> {
    if !described.keywords.is_empty() {
        return described.keywords.clone();
    }
    let Some(page) = page else {
        return Vec::new();
    };
    let mut words: Vec<String> = page.metas("article:tag").map(String::from).collect();
    if words.is_empty() {
        let carried = page.meta(&["news_keywords", "parsely-tags", "keywords", "dc.subject"]);
        let parts = carried.unwrap_or_default().split([',', ';']).map(squeeze);
        words.extend(parts.filter(|word| !word.is_empty()));
    }
    words.dedup();
    words
}

/// Sets who sends the page beside those that its JSON-LD names: known agencies before all others.
pub(super) fn set_providers(
    page: &Page<'_>,
    title: &str,
    all: &[Paragraph],
    url: Option<&str>,
    dispatch: &mut Dispatch,
    facts: &Facts,
) {
    let credited = credit_of(title, facts).map(|(_, name)| name.to_string());
    let signed = all.iter().rev().take(FOOTER).find_map(|it| {
        let agency = boilerplate::copyright(&it.text, facts)?;
        Some((agency.to_string(), boilerplate::copyright_year(&it.text)))
    });
    if let Some((_, Some(year))) = signed
        && dispatch.stamp.is_none()
    {
        dispatch.hint = Some(When::Year(year));
    }
    let sign = || signed.map(|(agency, _)| agency);
    let meta = |names: &[&str]| page.meta(names).map(String::from);
    let source = meta(&[
        "source",
        "dc.source",
        "dc.publisher",
        "copyright",
        "syndication-source",
    ])
    .filter(|name| !name.starts_with("http"));
    let source =
        source.map(|name| boilerplate::copyright(&name, facts).map_or(name.clone(), String::from));
    let copyright = page
        .property("copyrightholder")
        .or(page.property("sourceorganization"))
        .map(String::from);
    let site = meta(&["og:site_name", "application-name"])
        .or_else(|| page.property("publisher").map(String::from));
    let known = |name: &String| facts.agencies.of_credit(name).is_some();
    let domain_known = url.and_then(address::agency).map(String::from);
    let named = page.source.clone().filter(known);
    let mut providers = std::mem::take(&mut dispatch.fields.providers);
    for name in [
        credited,
        named,
        copyright,
        source,
        site,
        sign(),
        domain_known,
    ]
    .into_iter()
    .flatten()
    {
        let name = squeeze(&name);
        if name.len() <= 100 && !providers.iter().any(|it| folded(it) == folded(&name)) {
            providers.push(name);
        }
    }
    // One name for each agency, and one for what is no agency.
    let mut seen: Vec<String> = Vec::new();
    let mut other = false;
    providers.retain(|name| match facts.agencies.of_credit(name) {
        Some(agency) if seen.contains(&agency.id) => false,
        Some(agency) => {
            seen.push(agency.id.clone());
            true
        }
        None => !std::mem::replace(&mut other, true),
    });
    dispatch.fields.providers = providers;
}

/// A title and the agency in brackets at its end.
pub(super) fn credit_of<'a>(title: &'a str, facts: &Facts) -> Option<(&'a str, &'a str)> {
    let (rest, name) = title.trim_end().strip_suffix(')')?.rsplit_once('(')?;
    facts
        .agencies
        .of_credit(name)
        .map(|_| (rest.trim_end(), name))
}

/// The headline by the best evidence: JSON-LD, `og:title` and the title without the site's name, microdata, headings.
pub(super) fn headline(page: &Page<'_>, described: &Article, all: &[Paragraph]) -> Option<String> {
    if let Some(headline) = &described.headline {
        return Some(headline.clone());
    }
    let bare = |title: &str| without_site(title, page, all);
    let carried = page.meta(&[
        "og:title",
        "parsely-title",
        "sailthru.title",
        "dc.title",
        "twitter:title",
        "citation_title",
    ]);
    carried
        .map(bare)
        .or_else(|| page.property("headline").map(String::from))
        .or_else(|| match &page.h1[..] {
            [only] => Some(only.clone()),
            _ => None,
        })
        .or_else(|| page.title.as_deref().map(bare))
        .filter(|text| !text.is_empty())
}

/// A title without the name of its site: `Kites return - The Daily Kite`, `The Daily Kite | Kites return`.
fn without_site(title: &str, page: &Page<'_>, all: &[Paragraph]) -> String {
    let title = squeeze(&text::line(title));
    let site = page
        .meta(&["og:site_name", "application-name"])
        .map(folded)
        .unwrap_or_default();
    let headings: Vec<String> = page.h1.iter().map(|it| folded(it)).collect();
    let printed = |part: &str| {
        let part = folded(part);
        headings.contains(&part)
            || all
                .iter()
                .take(60)
                .any(|it| it.text.len() < 400 && folded(&it.text) == part)
    };
    for sign in [" | ", " - ", " – ", " — ", " :: ", " · ", " » ", " // "] {
        if let Some((rest, name)) = title.rsplit_once(sign)
            && (!site.is_empty() && folded(name) == site || printed(rest))
        {
            return rest.trim().into();
        }
        if let Some((name, rest)) = title.split_once(sign)
            && (!site.is_empty() && folded(name) == site || printed(rest))
        {
            return rest.trim().into();
        }
    }
    title
}
