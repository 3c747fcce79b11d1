//! From a page's evidence to a dispatch: for each field the best that the page says of it.

use super::article::{self, prose};
use super::json_ld::{self, Article};
use super::page::Page;
use super::scan::decoded;
use super::text::{self, Paragraph};
use super::{address, boilerplate, when};
use crate::facts::Facts;
use crate::language::words::truncate;
use crate::parse::clean::{clean, folded, squeeze};
use crate::parse::plain::{self, Layout};
use crate::parse::{Context, Dispatch, Identity, Item, NotAStory, byline, fielded, head, stamp};
use crate::story::When;
use memchr::memmem;

/// Pages with more articles in JSON-LD describe others than their own.
const OWN: usize = 3;
/// A page whose text has fewer bytes of prose, and more of links, is a page of links.
const LITTLE: usize = 200;
/// How much of the text an article's body in JSON-LD must hold to be the whole of it, in hundredths.
const WHOLE: usize = 60;
/// A body of JSON-LD is that of the page where so many hundredths of it stand in the page's paragraphs.
const SAME: usize = 90;
/// So many paragraphs before an article may hold the line with its date, and how long that is at most, in bytes.
const DATE_LINES: usize = 12;
const DATE_LINE: usize = 90;
/// So many of a page's last paragraphs may hold its line with the copyright.
const FOOTER: usize = 30;
/// How much of a page is looked at for a toolbar, in bytes.
const TOOLBAR: usize = 256 << 10;

/// Titles of pages that a server sends in a story's place, in lower case.
const ERRORS: &[&str] = &[
    "404",
    "403",
    "410",
    "500",
    "502",
    "503",
    "not found",
    "page not found",
    "access denied",
    "forbidden",
    "just a moment...",
    "attention required",
    "are you a robot",
    "error",
    "page introuvable",
    "seite nicht gefunden",
    "service unavailable",
    "страница не найдена",
    "página no encontrada",
];

/// The story of a saved page, or why it holds none.
pub(super) fn of_page(html: &str, context: &Context<'_>) -> Item {
    if let Some(source) = view_source(html) {
        return of_page(&source, context);
    }
    let html = &without_toolbar(html);
    let page = Page::read(html);
    let all = text::paragraphs(html);
    let url = url_of(&page);
    let described = own_article(&page, url.as_deref());
    if let Some(reason) = no_story(&page, &all, described.as_ref(), url.as_deref()) {
        return Err(NotAStory(reason));
    }
    let described = described.unwrap_or_default();
    let found = article::of_page(html, &all);
    if is_list(&page, &all, &found, &described) {
        return Err(NotAStory(
            "a page of links: its text is that of other pages' headlines".into(),
        ));
    }
    let facts = context.facts;
    let mut dispatch = Dispatch {
        format: "html",
        ..Dispatch::default()
    };
    set_fields(
        &mut dispatch,
        &described,
        Some(&page),
        url.as_deref(),
        facts,
    );
    if dispatch.stamp.is_none() {
        dispatch.stamp = printed_date(&all, &found, facts);
    }
    let headline = headline(&page, &described, &all);
    // `Kites return (The Canadian Press)`: the agency is kept as such.
    let bare = headline
        .as_deref()
        .map(|text| match credit_of(text, facts) {
            Some((rest, _)) => rest,
            None => text,
        });
    set_headline(bare, &mut dispatch, facts);
    let title = page.title.as_deref().unwrap_or_default();
    set_providers(&page, title, &all, url.as_deref(), &mut dispatch, facts);
    let (paragraphs, layout) = body(&described, found, &page, &mut dispatch);
    finish(paragraphs, layout, dispatch, facts)
}

/// The date of the line that is closest to the article's beginning among the lines before it and its own first: old
/// pages say in no field when they were written.
fn printed_date(all: &[Paragraph], found: &[Paragraph], facts: &Facts) -> Option<When> {
    let first = found.iter().find(|it| it.place.heading == 0)?;
    let at = all.iter().position(|it| it.text == first.text)?;
    let near = all[at.saturating_sub(DATE_LINES)..=at].iter().rev();
    near.flat_map(|it| it.text.lines())
        .filter(|line| line.len() <= DATE_LINE)
        .find_map(|line| stamp::of_line(line, &facts.calendar))
}

/// The story that JSON-LD alone describes.
pub(super) fn of_json_ld(described: Article, context: &Context<'_>) -> Item {
    let mut dispatch = Dispatch {
        format: "jsonld",
        ..Dispatch::default()
    };
    let url = described.url.as_deref().and_then(address::canonical);
    set_fields(
        &mut dispatch,
        &described,
        None,
        url.as_deref(),
        context.facts,
    );
    set_headline(described.headline.as_deref(), &mut dispatch, context.facts);
    let mut paragraphs = described
        .body
        .as_deref()
        .map(json_ld::paragraphs)
        .unwrap_or_default();
    if paragraphs.is_empty() {
        paragraphs.extend(described.description.clone());
        dispatch
            .warnings
            .push("the article has no articleBody: its text is elsewhere".into());
    }
    finish(paragraphs, Layout::Parted, dispatch, context.facts)
}

/// Reads the paragraphs into the dispatch.
fn finish(paragraphs: Vec<String>, layout: Layout, mut dispatch: Dispatch, facts: &Facts) -> Item {
    if paragraphs.is_empty() && dispatch.headline.is_none() {
        return Err(NotAStory("a page without text".into()));
    }
    dispatch.item = paragraphs.join("\n\n");
    if let Some(headline) = &dispatch.headline {
        dispatch.item = format!("{headline}\n\n{}", dispatch.item);
    }
    match (layout, &paragraphs[..]) {
        (Layout::Wrapped, [text]) => plain::read_into(&clean(text), layout, &mut dispatch, facts),
        _ => fielded::read(&paragraphs, &mut dispatch, facts),
    }
    if dispatch.paragraphs.is_empty() {
        dispatch
            .warnings
            .push("the page holds a headline and no text".into());
    }
    Ok(dispatch)
}

/// The source of a page that was saved as a browser shows sources.
fn view_source(html: &str) -> Option<String> {
    let near = truncate(html, 4_096);
    let shows = near.contains("id=\"viewsource\"") || near.contains("class=\"line-content\"");
    if !shows {
        return None;
    }
    let mut source = String::with_capacity(html.len() / 2);
    for token in super::tokens(html) {
        if let super::Token::Text(text) = token {
            source.push_str(&decoded(text));
        }
    }
    // A source that shows a source is none of a story.
    (source.contains("<p") || source.contains("<P"))
        .then_some(source.replace("line-content", "").replace("viewsource", ""))
}

/// The page without the toolbar that the Wayback Machine puts on top of its copies.
fn without_toolbar(html: &str) -> std::borrow::Cow<'_, str> {
    let near = truncate(html, TOOLBAR);
    let begin = memmem::find(near.as_bytes(), b"<!-- BEGIN WAYBACK TOOLBAR INSERT -->");
    let end = memmem::find(near.as_bytes(), b"<!-- END WAYBACK TOOLBAR INSERT -->");
    match (begin, end) {
        (Some(begin), Some(end)) if begin < end => [&html[..begin], &html[end..]].concat().into(),
        _ => html.into(),
    }
}

/// The page's own address.
fn url_of(page: &Page<'_>) -> Option<String> {
    let carried = [
        page.canonical.as_deref(),
        page.meta(&["og:url", "parsely-link", "dc.identifier", "twitter:url"]),
        page.saved_from.as_deref(),
    ];
    carried.into_iter().flatten().find_map(address::canonical)
}

/// The article that the JSON-LD of a page is about: the one with the page's address, else the first with a body, else
/// the only one or the first of a few.
fn own_article(page: &Page<'_>, url: Option<&str>) -> Option<Article> {
    let values = page.json_ld.iter().flat_map(|block| json_ld::values(block));
    let mut articles: Vec<Article> = values
        .flat_map(|value| json_ld::articles(&value).0)
        .collect();
    let is_here = |article: &Article| {
        url.is_some()
            && article
                .url
                .as_deref()
                .and_then(address::canonical)
                .as_deref()
                == url
    };
    let here = articles
        .iter()
        .position(|it| is_here(it) && it.headline.is_some());
    let whole = || articles.iter().position(|it| it.body.is_some());
    let few = || (1..=OWN).contains(&articles.len()).then_some(0);
    let at = here.or_else(whole).or_else(few)?;
    Some(articles.swap_remove(at))
}

/// Why a page is no story, as far as it says so itself.
fn no_story(
    page: &Page<'_>,
    all: &[Paragraph],
    described: Option<&Article>,
    url: Option<&str>,
) -> Option<String> {
    let shown = prose(all);
    if page.frames && shown < LITTLE {
        return Some("a page of frames: its text is in other files".into());
    }
    if described.is_some() {
        return None;
    }
    let title = page.title.as_deref().unwrap_or_default().to_lowercase();
    let is_error = |words: &&&str| {
        title.starts_with(**words)
            && !title[words.len()..].starts_with(char::is_alphanumeric)
            && title.len() < 60
    };
    if shown < 5 * LITTLE && ERRORS.iter().any(|words| is_error(&words)) {
        return Some(format!("an error page: {}", truncate(&title, 60)));
    }
    if all.is_empty() {
        return Some("a page without text".into());
    }
    let is_site = page
        .meta(&["og:type"])
        .is_some_and(|kind| kind.eq_ignore_ascii_case("website"));
    let dated = page.meta(PUBLISHED).is_some() || page.property("datepublished").is_some();
    let front = url.is_some_and(address::is_front);
    (front && !dated && (is_site || links_share(all) > 30))
        .then(|| "a page of links: the front page of a site".into())
}

/// How many hundredths of a page's text are links.
fn links_share(all: &[Paragraph]) -> usize {
    let whole: usize = all.iter().map(|it| it.text.len()).sum();
    let links: usize = all.iter().map(|it| it.links.min(it.text.len())).sum();
    links * 100 / whole.max(1)
}

/// Whether a page without an article of its own is a list of others.
fn is_list(page: &Page<'_>, all: &[Paragraph], found: &[Paragraph], described: &Article) -> bool {
    let says_article = !described.kind.is_empty()
        || page
            .meta(&["og:type"])
            .is_some_and(|kind| kind.eq_ignore_ascii_case("article"))
        || page.meta(&["article:published_time"]).is_some();
    let own = prose(found);
    let heads = all
        .iter()
        .filter(|it| it.place.heading > 0 && it.links * 2 > it.text.len())
        .count();
    !says_article
        && (own < LITTLE && links_share(all) > 50 || heads >= 6 && own < heads * 2 * LITTLE)
}

const PUBLISHED: &[&str] = &[
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
fn set_fields(
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
    let read = |field: Option<String>| field.and_then(|field| when(&field, calendar));
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
    fields.providers = described.organisations.clone();
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
fn set_providers(
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
    let domain = url.and_then(address::domain).map(String::from);
    let known = |name: &String| facts.agencies.of_credit(name).is_some();
    let domain_known = domain.filter(known);
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
fn credit_of<'a>(title: &'a str, facts: &Facts) -> Option<(&'a str, &'a str)> {
    let (rest, name) = title.trim_end().strip_suffix(')')?.rsplit_once('(')?;
    facts
        .agencies
        .of_credit(name)
        .map(|_| (rest.trim_end(), name))
}

fn set_headline(headline: Option<&str>, dispatch: &mut Dispatch, facts: &Facts) {
    let Some(headline) = headline.map(squeeze).filter(|text| !text.is_empty()) else {
        return;
    };
    // Its marks are read, and stay in it: a field is kept as it was carried.
    head::set_headline(&headline, dispatch, facts);
    dispatch.headline = Some(headline);
}

/// The headline by the best evidence: JSON-LD, `og:title` and the title without the site's name, microdata, headings.
fn headline(page: &Page<'_>, described: &Article, all: &[Paragraph]) -> Option<String> {
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

/// The paragraphs of the story: the page's own, or those of JSON-LD where these are whole and the page's are not.
fn body(
    described: &Article,
    found: Vec<Paragraph>,
    page: &Page<'_>,
    dispatch: &mut Dispatch,
) -> (Vec<String>, Layout) {
    let carried = described
        .body
        .as_deref()
        .map(json_ld::paragraphs)
        .unwrap_or_default();
    let carried_len: usize = carried.iter().map(String::len).sum();
    let own_len: usize = found.iter().map(|it| it.text.len()).sum();
    if let [only] = &found[..]
        && only.place.pre
        && carried.is_empty()
    {
        return (vec![only.text.clone()], Layout::Wrapped);
    }
    let own = || found.iter().map(|it| it.text.clone()).collect::<Vec<_>>();
    if carried_len * 100 >= own_len * WHOLE && carried_len > 0 {
        if carried.len() > 1 {
            return (carried, Layout::Parted);
        }
        // A body in one piece: the page knows its paragraphs.
        let whole = folded(&carried.join(" "));
        let same: Vec<String> = own()
            .into_iter()
            .filter(|text| whole.contains(&folded(text)))
            .collect();
        let kept: usize = same.iter().map(|text| folded(text).len()).sum();
        if kept * 100 >= whole.len() * SAME {
            return (same, Layout::Parted);
        }
        return (carried, Layout::Parted);
    }
    if !found.is_empty() {
        return (own(), Layout::Parted);
    }
    let summary = described.description.clone().or_else(|| {
        page.meta(&["og:description", "description"])
            .map(String::from)
    });
    dispatch
        .warnings
        .push("no article was found on the page: the text is its summary".into());
    (summary.into_iter().collect(), Layout::Parted)
}
