//! From an entry of a feed to a dispatch, whatever kind of feed it stands in.

use crate::facts::Facts;
use crate::parse::clean::{folded, squeeze};
use crate::parse::html::{agency, agency_of_copyright, canonical, domain, text};
use crate::parse::{
    Context, Dispatch, Identity, Item, NotAStory, byline, fielded, head, references, stamp,
};
use crate::status::Status;
use crate::story::When;

/// What closes a text that a feed cuts short.
const CUT: &[&str] = &[
    "…", "...", "[…]", "[...]", "(...)", "(…)", "[more]", "(more)",
];
/// Logins that are no author's name, in lower case.
const NOBODY: &[&str] = &[
    "admin",
    "administrator",
    "editor",
    "redaktion",
    "root",
    "webmaster",
    "wordpress",
];
/// How often a text is decoded that was encoded more than once.
const TWICE: usize = 2;

/// What a feed says of itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Channel {
    pub(super) title: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) copyright: Option<String>,
    pub(super) language: Option<String>,
    pub(super) link: Option<String>,
    /// Names of authors by their logins.
    pub(super) logins: Vec<(String, String)>,
}

/// An entry as its feed carries it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Entry {
    /// The title as HTML.
    pub(super) title: Option<String>,
    pub(super) id: Option<String>,
    pub(super) link: Option<String>,
    pub(super) published: Option<String>,
    pub(super) updated: Option<String>,
    pub(super) authors: Vec<String>,
    /// Who it comes from, beside the feed.
    pub(super) sources: Vec<String>,
    /// The texts that it has, as HTML: the longest is the story's.
    pub(super) texts: Vec<String>,
    pub(super) categories: Vec<String>,
    pub(super) language: Option<String>,
    pub(super) usage: Option<String>,
    pub(super) status: Option<Status>,
    /// Whether line ends in its texts part lines and paragraphs, as WordPress keeps them.
    pub(super) lines_count: bool,
    /// Whether the feed breaks off within it.
    pub(super) cut_off: bool,
}

/// The story of an entry, or why it is none.
pub(super) fn read(
    entry: Entry,
    channel: &Channel,
    format: &'static str,
    context: &Context<'_>,
) -> Item {
    let facts = context.facts;
    let title = entry
        .title
        .as_deref()
        .map(line)
        .filter(|title| !title.is_empty());
    let texts = entry
        .texts
        .iter()
        .map(|html| paragraphs(html, entry.lines_count));
    let paragraphs = texts
        .max_by_key(|texts| texts.iter().map(String::len).sum::<usize>())
        .unwrap_or_default();
    if paragraphs.is_empty() {
        return Err(NotAStory(match &title {
            Some(title) => format!("a title without text: {title}"),
            None => "an entry without title and text".into(),
        }));
    }
    let mut dispatch = Dispatch {
        format,
        ..Dispatch::default()
    };
    if let Some(title) = &title {
        // Its marks are read, and stay in it: a field is kept as it was carried.
        head::set_headline(title, &mut dispatch, facts);
        dispatch.headline = Some(title.clone());
    }
    dispatch.item = title
        .into_iter()
        .chain(paragraphs.iter().cloned())
        .collect::<Vec<_>>()
        .join("\n\n");
    let published = entry
        .published
        .as_deref()
        .and_then(|field| stamp::of_field(field, &facts.calendar));
    let updated = entry
        .updated
        .as_deref()
        .and_then(|field| stamp::of_field(field, &facts.calendar));
    dispatch.stamp = published.or(updated);
    let is_cut = is_cut(&paragraphs);
    if is_cut {
        dispatch
            .warnings
            .push("the feed holds the beginning of the text alone".into());
    }
    if entry.cut_off {
        dispatch
            .warnings
            .push("the file breaks off within this entry".into());
    }
    let fields = &mut dispatch.fields;
    fields.identity = identity(&entry, channel, is_cut).map(|id| Identity {
        id,
        version: version(published, updated),
    });
    fields.language = entry.language.clone().or_else(|| channel.language.clone());
    fields.status = entry.status;
    fields.usage = entry.usage.clone();
    let mut categories = entry
        .categories
        .iter()
        .map(|it| line(it))
        .filter(|it| !it.is_empty());
    fields.category = categories.next();
    fields.keywords = categories.collect();
    fields.keywords.dedup();
    let authors = entry
        .authors
        .iter()
        .map(|name| author(name, channel))
        .filter(|name| !name.is_empty() && !NOBODY.contains(&name.to_lowercase().as_str()));
    let (agencies, persons): (Vec<String>, Vec<String>) =
        authors.partition(|name| facts.agencies.of_credit(name).is_some());
    fields.providers = providers(&entry, agencies, channel, facts);
    if !persons.is_empty() {
        let names = persons.join(", ");
        dispatch.byline = byline::of_field(&names).or(Some(names));
    }
    if entry.status == Some(Status::Embargoed) {
        dispatch.fields.embargo_until = published;
    }
    fielded::read(&paragraphs, &mut dispatch, facts);
    if dispatch.paragraphs.is_empty() {
        dispatch
            .warnings
            .push("the entry holds a headline and no text".into());
    }
    Ok(dispatch)
}

/// The text of a title, encoded once more than it should be or not.
fn line(html: &str) -> String {
    text::line(&decoded_again(html))
}

/// Text that was encoded more than once, decoded: `&lt;p&gt;One.&lt;/p&gt;` where tags are meant, `&amp;quot;`.
fn decoded_again(html: &str) -> String {
    let mut html = html.to_string();
    for _ in 0..TWICE {
        let has = |text: &str| {
            ["</", "/>", "<p>", "<br>"]
                .iter()
                .any(|tag| text.contains(tag))
        };
        let again = html.split("&amp;").skip(1).any(|after| {
            let name = after
                .trim_start_matches('#')
                .trim_start_matches(|c: char| c.is_ascii_alphanumeric());
            name.starts_with(';') && name.len() < after.len()
        });
        if has(&html) || !html.contains('&') {
            break;
        }
        let decoded = references::lenient(&html);
        if !again && !has(&decoded) {
            break;
        }
        html = decoded.into_owned();
    }
    html
}

/// Plain text as HTML. Its signs are written as numbers: they are not taken for text that was encoded twice.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&#38;").replace('<', "&#60;")
}

fn paragraphs(html: &str, lines_count: bool) -> Vec<String> {
    let html = decoded_again(html.trim());
    let html = match lines_count {
        true => with_line_ends(&without_shortcodes(&html)),
        false if !html.contains('<') && html.contains('\n') => with_line_ends(&html),
        false => html,
    };
    let mut found = text::texts(&html);
    found.retain(|text| text.contains(char::is_alphanumeric));
    found
}

/// Line ends as tags: two part paragraphs, one parts lines.
fn with_line_ends(html: &str) -> String {
    html.replace("\r\n", "\n")
        .replace("\n\n", "<p>")
        .replace('\n', "<br>")
}

/// Text without WordPress's pictures and their captions, and without its other instructions: `[gallery ids="1,2"]`.
fn without_shortcodes(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('[') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let name = rest[1..].trim_start_matches('/');
        let name_len = name
            .find(|c: char| !(c.is_ascii_lowercase() || c == '_' || c == '-'))
            .unwrap_or(name.len());
        let name = &name[..name_len];
        let known = matches!(
            name,
            "caption"
                | "gallery"
                | "embed"
                | "audio"
                | "video"
                | "contact_form"
                | "dropcap"
                | "youtube"
        );
        let end = rest.find(']').filter(|_| known);
        match end {
            Some(_) if name == "caption" && rest.contains("[/caption]") => {
                rest = rest.split_once("[/caption]").map_or("", |(_, after)| after);
            }
            Some(end) => rest = &rest[end + 1..],
            None => {
                out.push('[');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn is_cut(paragraphs: &[String]) -> bool {
    let last = paragraphs.last().map_or("", |text| text.trim_end());
    let first = paragraphs.len() <= 2;
    first && CUT.iter().any(|end| last.ends_with(end))
}

/// The id that the feed gives an entry: one that is unique by itself, or with the feed's site; else its address. The
/// beginning of a text is not the story that stands at its address.
fn identity(entry: &Entry, channel: &Channel, is_cut: bool) -> Option<String> {
    let address = |url: &Option<String>| url.as_deref().and_then(canonical).filter(|_| !is_cut);
    let Some(id) = entry.id.as_deref().map(squeeze).filter(|id| !id.is_empty()) else {
        return address(&entry.link);
    };
    if id.starts_with("http://") || id.starts_with("https://") {
        return address(&Some(id));
    }
    let is_uri = ["tag:", "urn:"]
        .iter()
        .any(|scheme| id.to_ascii_lowercase().starts_with(scheme));
    if is_uri {
        return Some(id);
    }
    let site = channel.link.as_deref().and_then(domain).map(String::from);
    let site = site.or_else(|| channel.title.clone());
    site.map(|site| format!("{site} {id}"))
}

/// The version of an entry that was changed after it was published: the moment of the change, YYYYMMDDhhmmss in UTC.
fn version(published: Option<When>, updated: Option<When>) -> Option<u64> {
    match (published, updated) {
        (Some(When::Minute(published)), Some(When::Minute(updated))) if updated > published => {
            updated
                .to_utc()
                .format("%Y%m%d%H%M%S")
                .to_string()
                .parse()
                .ok()
        }
        _ => None,
    }
}

/// The name of an author: of `jo@news.example (Jo Example)` what stands in brackets, of a login its name.
fn author(carried: &str, channel: &Channel) -> String {
    let carried = line(carried);
    if let Some((_, name)) = channel.logins.iter().find(|(login, _)| *login == carried) {
        return name.clone();
    }
    if !carried.contains('@') {
        return carried;
    }
    let named = carried
        .split_once('(')
        .and_then(|(_, rest)| rest.split_once(')'));
    let named = named.map(|(name, _)| squeeze(name));
    named.unwrap_or_else(|| squeeze(carried.split_once('<').map_or("", |(name, _)| name)))
}

/// Who sends an entry: its own sources, agencies among its authors, and those that the feed names.
fn providers(
    entry: &Entry,
    agencies: Vec<String>,
    channel: &Channel,
    facts: &Facts,
) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut add = |name: String| {
        if !name.is_empty() && !found.iter().any(|it| folded(it) == folded(&name)) {
            found.push(name);
        }
    };
    agencies.into_iter().for_each(&mut add);
    entry
        .sources
        .iter()
        .map(|name| line(name))
        .for_each(&mut add);
    let copyright = channel
        .copyright
        .as_deref()
        .and_then(|words| agency_of_copyright(words, facts));
    channel.publisher.clone().into_iter().for_each(&mut add);
    copyright.map(String::from).into_iter().for_each(&mut add);
    let title = channel.title.clone().unwrap_or_default();
    let known = |name: &str| facts.agencies.of_credit(name).is_some();
    let part = title
        .split([':', '|', '–', '—', '»'])
        .flat_map(|part| part.split(" - "))
        .map(str::trim)
        .find(|part| known(part));
    add(part.map_or(title.clone(), String::from));
    let site = channel.link.as_deref().and_then(agency);
    site.map(String::from).into_iter().for_each(&mut add);
    found
}
