//! From a page's evidence to a dispatch: for each field the best that the page says of it.

use super::address;
use super::article::{self, prose};
use super::fields::{PUBLISHED, credit_of, headline, printed_date, set_fields, set_providers};
use super::json_ld::{self, Article};
use super::page::Page;
use super::text::{self, Paragraph};
use crate::facts::Facts;
use crate::language::words::truncate;
use crate::parse::clean::{clean, folded, squeeze};
use crate::parse::plain::{self, Layout};
use crate::parse::{Context, Dispatch, Item, NotAStory, fielded, head, references};
use memchr::memmem;

/// Pages with more articles in JSON-LD describe others than their own.
const OWN: usize = 3;
/// A page whose text has fewer bytes of prose, and more of links, is a page of links.
const LITTLE: usize = 200;
/// How much of the text an article's body in JSON-LD must hold to be the whole of it, in hundredths.
const WHOLE: usize = 60;
/// A body of JSON-LD is that of the page where so many hundredths of it stand in the page's paragraphs.
const SAME: usize = 90;
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
            source.push_str(&references::lenient(text));
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

fn set_headline(headline: Option<&str>, dispatch: &mut Dispatch, facts: &Facts) {
    let Some(headline) = headline.map(squeeze).filter(|text| !text.is_empty()) else {
        return;
    };
    // Its marks are read, and stay in it: a field is kept as it was carried.
    head::set_headline(&headline, dispatch, facts);
    dispatch.headline = Some(headline);
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
