//! Every word that the corpus prints is in a record: each file is stripped of its markup by a few lines that know
//! nothing of the parsers, and what words remain are looked for.

use dateline::decode::{Hints, decode};
use dateline::facts::Facts;
use dateline::index::{Reading, read_stories};
use mailparse::MailHeaderMap;
use quick_xml::escape::{resolve_html5_entity, unescape_with};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;

/// Elements whose text is no text of the story: numbers, dates and addresses in their machine's form, codes, menus,
/// what stands about the feed.
const ELEMENTS: &[&str] = &[
    "script",
    "style",
    "nav",
    "footer",
    "aside",
    "figcaption",
    "form",
    "button",
    "noscript",
    "docno",
    "docid",
    "unknown",
    "link",
    "guid",
    "id",
    "pubdate",
    "published",
    "updated",
    "modified",
    "issued",
    "created",
    "image",
    "copyright",
    "generator",
    "url",
    "lastbuilddate",
    "dc:date",
    "wp:post_id",
    "wp:post_date",
    "wp:post_date_gmt",
    "nitf-table-metadata",
    "wp:status",
    "wp:post_type",
    "dc:creator",
    "wp:author",
    "newsidentifier",
    "dateandtime",
    "firstcreated",
    "thisrevisioncreated",
    "datelabel",
    "newsid",
    "publishdate",
    "histid",
    "versioncreated",
    "contentcreated",
    "contentmodified",
    "sent",
    "transmitid",
    "sectionid",
    "formatid",
    "replaces",
    "replacedid",
    "annulleret",
    "nyversion",
    "korrektion",
    "infoflash",
    "topstory",
    "topweb",
    "priority",
    "embargoed",
    "statuswillchange",
    "newsmanagement",
    "format",
    "media",
    "story.date",
];

/// Keys of JSON whose values are text of the story.
const KEYS: &[&str] = &[
    "headline",
    "headlines",
    "title",
    "titulo",
    "body",
    "bodies",
    "body_html",
    "body_xhtml",
    "text",
    "texto",
    "content",
    "contenu",
    "content_html",
    "content_text",
    "articleBody",
    "byline",
    "by",
    "author",
    "autor",
    "slugline",
    "ednote",
    "edNote",
    "value",
    "name",
];

/// Words that no record holds, by how the file's path begins, each with its reason.
const LOST: &[(&str, &str, &str)] = &[
    ("atom/atom03.xml", "Bergblatt", "the feed's own name"),
    (
        "atom/atom1.xml",
        "a feed Photo CMS",
        "the feed's own name, its program, and an entry that is a picture",
    ),
    (
        "csv/latin-1.csv",
        "titre texte lieu",
        "names of columns, below the line that names the mark",
    ),
    ("csv/quoted.csv", "Mar", "a date, kept as a date"),
    (
        "csv/tabs.tsv",
        "100001 100002 100003 100004",
        "numbers of rows",
    ),
    (
        "html/jsonld-alone.jsonld",
        "The",
        "before the name of the publisher, which is kept as its agency",
    ),
    (
        "html/jsonld-page.html",
        "Courier Min Read 3 also library carries Harbour ferry",
        "the site's frame and other headlines",
    ),
    (
        "html/kyoto-sjis.html",
        "トップ 暮らし 紙の船が川を下る 関連記事",
        "the site's frame and other headlines",
    ),
    (
        "html/meta-page.html",
        "Accueil AFP Journal Lac Lire Partager Sports Tous aussi droits du musée portes reproduction représentation rouvre réservés ses",
        "the site's frame, its rights and other headlines",
    ),
    (
        "html/microdata-page.html",
        "Agencia Comentarios Me Portada de gusta idea llegue mi mucho norte ojalá pronto también",
        "the site's frame and a reader's comment",
    ),
    (
        "html/microdata-page.html",
        "Por",
        "before the author's name",
    ),
    (
        "html/tass-1998.htm",
        "c Архив Все Лента защищены права",
        "the site's frame and its rights",
    ),
    (
        "html/wayback-copy.html",
        "2020 All Canadian Copyright Front Page Press Sports World between copies hundred kept one page reserved rights this twelve years",
        "the frames of the site and of the archive that copied it",
    ),
    ("muc/", "DEV MUC3 0001 0002", "numbers of items"),
    ("newsml/afp.xml", "Par", "before the author's name"),
    (
        "newsml/several-items.xml",
        "A",
        "of the title of a picture, which is no story",
    ),
    ("newsml/tass.xml", "Text", "the kind of the content"),
    (
        "newsml_g2/dpa.xml",
        "0 30 4 49 555 Ansprechpartner Kai Notizblock Probe Von",
        "contacts that are not for publication, and the word before the author's name",
    ),
    ("newsml_g2/", "x", "the title of a page inside the item"),
    (
        "newsml_g2/message.xml",
        "A Ferries Kite agency example",
        "titles of pictures and of a package, which are no stories, and the sender's address",
    ),
    ("newsml_g2/", "By", "before the author's name"),
    ("nitf/", "By", "before the author's name"),
    (
        "nitf/efe-latin-1.xml",
        "Agencia",
        "of the agency's long name, which is kept as its id",
    ),
    ("ritzau/", "true false", "answers to yes-or-no fields"),
    (
        "ritzau/release.xml",
        "Via Ritzau",
        "who passed a release on, and did not write it",
    ),
    ("html/", "By", "before the author's name"),
    ("jsonl/", "By", "before the author's name"),
    (
        "jsonl/newsapi.json",
        "2764 chars",
        "how much the service cut off",
    ),
    (
        "mail/web-form.eml",
        "Body Category Dateline Headline Priority Slugline",
        "names of fields",
    ),
    ("ninjs/", "By Von", "before the author's name"),
    (
        "ninjs/embargo-3.0.json",
        "Not this",
        "the same text in another form",
    ),
    (
        "ninjs/feed-ap.json",
        "Associated Press",
        "the author's title, which names the agency",
    ),
    (
        "ninjs/ferry-2.1.json",
        "im Hafen",
        "a second headline, for which the record has no field",
    ),
    (
        "ninjs/kites-1.4.json",
        "Lisbon",
        "a place that the story is about",
    ),
    (
        "ninjs/superdesk.json",
        "Package fair",
        "an item that holds other items",
    ),
    (
        "reuters21578/",
        "reute f0101 f0102 f0103 f0104 f0105 f0106 f0107",
        "codes of the system that carried it",
    ),
    (
        "rss/cut-off.xml",
        "Cultura Mon Sun Jun 10 11 0200",
        "the feed's own name",
    ),
    (
        "rss/double-encoded.xml",
        "BERNAMA General",
        "the feed's own name",
    ),
    (
        "rss/feed.jsonfeed",
        "alone title Notes",
        "an entry without text, and the feed's own name",
    ),
    ("rss/rss091.xml", "News Wire us by", "the feed's own name"),
    (
        "rss/rss1.rdf",
        "Dépêches Les dépêches jour",
        "the feed's own name",
    ),
    (
        "rss/rss2.xml",
        "Nachrichten Neues Nur Titel ein vom",
        "the feed's own name, and an entry without text",
    ),
    (
        "rss/wxr.xml",
        "About An US We us grow orchard jexample caption id width 300 a jpg",
        "a page, a draft and a picture among the posts, a name to log in with, and a mark for a caption",
    ),
];

/// Files whose words are not looked for, by how their path begins, each with its reason.
const UNREAD: &[(&str, &str)] = &[
    (
        "mail/charset-lies.eml",
        "is in another charset than it says: its expected record has the whole text",
    ),
    (
        "broken/",
        "has bytes that are no text; words.rs looks for the words of damaged text",
    ),
    (
        "plain/charsets/",
        "repaired and decoded texts are compared whole in their expected records",
    ),
];

/// The runs of letters and figures of a text.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split(|c: char| !c.is_alphanumeric());
    parts.filter(|word| !word.is_empty())
}

/// The text of some markup: comments, tags and the elements above taken out, entities read.
fn unmarked(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    let lower = text.to_ascii_lowercase();
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let lower = &lower[text.len() - rest.len()..];
        let end = |mark: &str| lower.find(mark).map_or(rest.len(), |at| at + mark.len());
        let tag = &rest[..end(">")];
        let name: String = tag[1..]
            .chars()
            .take_while(|c| c.is_alphanumeric() || ":.-_".contains(*c))
            .collect();
        let name = name.to_ascii_lowercase();
        let length = if rest.starts_with("<!--") {
            end("-->")
        } else if rest.starts_with("<![CDATA[") {
            "<![CDATA[".len()
        } else if ELEMENTS.contains(&name.as_str()) && !tag.ends_with("/>") {
            end(&format!("</{name}>"))
        } else {
            tag.len()
        };
        out.push(' ');
        rest = &rest[length..];
    }
    out.push_str(rest);
    let read = unescape_with(&out, resolve_html5_entity);
    read.map(|it| it.into_owned()).unwrap_or(out.clone())
}

/// The text of the values of the keys above.
fn values(value: &Value, is_text: bool, out: &mut String) {
    match value {
        Value::String(text) if is_text => {
            out.push_str(&unmarked(text));
            out.push('\n');
        }
        Value::Array(values) => values
            .iter()
            .for_each(|value| self::values(value, is_text, out)),
        Value::Object(fields) => {
            for (key, value) in fields {
                values(value, KEYS.contains(&key.as_str()), out);
            }
        }
        _ => {}
    }
}

/// The texts of a mail's parts, and its subject.
fn mail(bytes: &[u8], out: &mut String) {
    let Ok(mail) = mailparse::parse_mail(bytes) else {
        return;
    };
    out.push_str(&mail.headers.get_first_value("Subject").unwrap_or_default());
    out.push('\n');
    let mut parts: Vec<&mailparse::ParsedMail<'_>> = vec![&mail];
    while let Some(part) = parts.pop() {
        parts.extend(&part.subparts);
        let body = part.get_body().unwrap_or_default();
        match part.ctype.mimetype.as_str() {
            "text/plain" => out.push_str(&body),
            "text/html" => out.push_str(&unmarked(&body)),
            _ => {}
        }
        out.push('\n');
    }
}

/// The printed text of a file.
fn printed(path: &str, bytes: &[u8]) -> String {
    let text = decode(bytes, &Hints::default()).unwrap_or_default().text;
    let mut out = String::new();
    let start = text.trim_start();
    if path.ends_with(".eml") {
        mail(bytes, &mut out);
        // A form's text is JSON.
        out = out.replace("\\n", " ");
    } else if path.ends_with(".mbox") {
        let bytes = [b"\n", bytes].concat();
        let starts: Vec<usize> = memchr::memmem::find_iter(&bytes, b"\nFrom ").collect();
        for (at, start) in starts.iter().enumerate() {
            let end = starts.get(at + 1).copied().unwrap_or(bytes.len());
            let line = bytes[start + 1..]
                .iter()
                .position(|byte| *byte == b'\n')
                .unwrap_or(0);
            mail(&bytes[start + line + 2..end], &mut out);
        }
    } else if start.starts_with(['{', '[']) && !path.starts_with("plain/") {
        for line in serde_json::from_str(&text).map_or_else(
            |_| {
                text.lines()
                    .filter_map(|line| serde_json::from_str(line).ok())
                    .collect()
            },
            |value: Value| vec![value],
        ) {
            values(&line, false, &mut out);
        }
    } else if path.starts_with("csv/") {
        out = text.split_once('\n').unwrap_or_default().1.into();
    } else if start.starts_with('<') || path.starts_with("html/") {
        out = unmarked(&text);
        // Feeds escape the markup of their texts, some twice.
        let escaping = ["rss/", "atom/", "newsml/", "newsml_g2/", "ritzau/"];
        if escaping.iter().any(|folder| path.starts_with(folder)) {
            out = unmarked(&unmarked(&out));
        }
    } else {
        out = text;
    }
    out
}

#[test]
fn no_printed_word_of_the_corpus_is_lost() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let prefix = format!("{}/", corpus.display());
    let mut held: HashMap<String, HashSet<String>> = HashMap::new();
    read_stories(
        std::slice::from_ref(&corpus),
        &Reading::default(),
        Facts::built_in(),
        &mut |read| {
            let Ok(story) = read else { return };
            let path = story.path.strip_prefix(&prefix).unwrap().to_owned();
            let record = serde_json::to_value(&story).unwrap();
            let all = held.entry(path).or_default();
            let mut waiting = vec![&record];
            while let Some(value) = waiting.pop() {
                match value {
                    Value::String(text) => all.extend(words(text).map(String::from)),
                    Value::Array(values) => waiting.extend(values),
                    Value::Object(fields) => waiting.extend(fields.values()),
                    Value::Number(number) => {
                        all.insert(number.to_string());
                    }
                    _ => {}
                }
            }
        },
    )
    .unwrap();
    let mut lost: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, held) in &held {
        if UNREAD.iter().any(|(begin, _)| path.starts_with(begin)) {
            continue;
        }
        let text = printed(path, &std::fs::read(corpus.join(path)).unwrap());
        let known = |word: &str| {
            LOST.iter()
                .any(|(at, lost, _)| path.starts_with(at) && words(lost).any(|it| it == word))
        };
        let all: String = held.iter().map(String::as_str).collect();
        // Scripts without blanks are un-wrapped to other runs of letters: parts of them are looked for.
        let is_held = |word: &str| held.contains(word) || (!word.is_ascii() && all.contains(word));
        let missing = words(&text).filter(|word| !is_held(word) && !known(word));
        let missing: BTreeSet<String> = missing.map(String::from).collect();
        if !missing.is_empty() {
            lost.insert(path.clone(), missing);
        }
    }
    assert!(lost.is_empty(), "{lost:#?}");
}
