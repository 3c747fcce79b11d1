use super::*;
use crate::parse::{Dispatch, FORMATS, detect, parse};
use proptest::prelude::*;

const PROSE: &str = "<p>The kite museum opens a new hall on Friday, with two hundred kites from forty countries on show.</p>\n<p>Visitors can build a kite of their own, the museum said in a statement on Monday.</p>\n<p>The hall was paid for by the town and by the friends of the museum.</p>";

fn read(html: &str) -> Dispatch {
    let facts = Facts::built_in();
    assert_eq!(detect(html, facts).name(), "html", "{html}");
    Html.read(html, &Context::new(facts)).remove(0).unwrap()
}

fn reason(html: &str) -> String {
    Html.read(html, &Context::new(Facts::built_in()))
        .remove(0)
        .unwrap_err()
        .0
}

fn page(head: &str, body: &str) -> String {
    format!("<!DOCTYPE html><html lang=en><head>{head}</head><body>{body}</body></html>")
}

#[test]
fn pages_are_told_from_plain_text_and_from_xml() {
    let facts = Facts::built_in();
    for html in [
        "<!doctype html><p>x",
        "\u{feff}\n<HTML><body>x",
        "<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\" \"x\"><html xmlns=\"http://www.w3.org/1999/xhtml\">",
        "<!-- saved from url=(0014)http://a.example -->\n<html>",
        "<h1>A</h1><p>b <b>c</b> <a href=x>d</a></p><blockquote>e</blockquote>",
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><head>",
        "<p>A kite flew.</p><p>It was red.</p>",
    ] {
        assert!(Html.fits(html, facts), "{html}");
    }
    for other in [
        "LONDON, May 3 (Reuters) - A <b>kite</b> flew <i>over</i> the park.",
        "<?xml version=\"1.0\"?><nitf><head><title>a</title></head><body><p>b<b>c</b><i>d</i></p></body></nitf>",
        "<DOC><DOCNO>1</DOCNO><HEAD>a</HEAD><p>b</p><a>c</a><b>d</b><i>e</i>",
        "<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n<REUTERS>",
        "<rss><channel><title>a</title></channel></rss>",
        "How to write <html> and <head> tags is taught at the museum.",
        "",
    ] {
        assert!(!Html.fits(other, facts), "{other}");
    }
}

#[test]
fn json_ld_names_what_the_page_is_and_the_page_its_paragraphs() {
    let ld = r#"<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"Kite museum opens hall","datePublished":"2021-05-04T08:00:00+02:00","dateModified":"2021-05-04T09:30:00+02:00","dateline":"Ljubljana, Slovenia","author":{"@type":"Person","name":"Jo Example"},"publisher":{"@type":"Organization","name":"Reuters"},"articleSection":"Culture","inLanguage":"en-GB"}</script><link rel=canonical href="https://news.example/kites?utm_source=a">"#;
    let found = read(&page(
        ld,
        &format!(
            "<nav><a href=/>Home</a></nav><article><h1>Kite museum opens hall</h1>{PROSE}<p>Read also: Ferries</p></article>"
        ),
    ));
    assert_eq!(found.headline.as_deref(), Some("Kite museum opens hall"));
    assert_eq!(found.byline.as_deref(), Some("Jo Example"));
    assert_eq!(
        found.stamp.unwrap().to_string(),
        "2021-05-04T08:00:00+02:00"
    );
    assert_eq!(found.dateline.unwrap().places[0].name, "Ljubljana");
    assert_eq!(found.fields.providers, ["Reuters"]);
    assert_eq!(found.fields.language.as_deref(), Some("en-GB"));
    assert_eq!(found.fields.category.as_deref(), Some("Culture"));
    let identity = found.fields.identity.unwrap();
    assert_eq!(
        (identity.id.as_str(), identity.version),
        ("https://news.example/kites", Some(20210504073000))
    );
    assert_eq!(found.paragraphs.len(), 3);
}

#[test]
fn a_body_in_json_ld_is_parted_as_the_page_parts_it() {
    let plain = text::texts(PROSE).join(" ");
    let ld = format!(
        r#"<script type="application/ld+json">{{"@type":"NewsArticle","headline":"Kites","articleBody":"{plain}"}}</script>"#
    );
    let found = read(&page(
        &ld,
        &format!(
            "<article>{PROSE}</article><p>Something else of this site, of some length, that is no word of the story at all.</p>"
        ),
    ));
    assert_eq!(found.paragraphs, text::texts(PROSE));
    let alone = read(&page(&ld, "<div id=app></div>"));
    assert_eq!(alone.paragraphs, [plain]);
}

#[test]
fn meta_tags_speak_where_no_json_ld_does() {
    let head = r#"<title>Kite museum opens hall - The Daily Kite</title><meta property="og:title" content="Kite museum opens hall - The Daily Kite"><meta property="og:site_name" content="The Daily Kite"><meta property="og:url" content="https://daily.example/kites#c"><meta property="article:published_time" content="2021-05-04T06:00:00Z"><meta name="author" content="By Jo Example"><meta name="news_keywords" content="kites, museums"><meta property="og:locale" content="en_GB">"#;
    let found = read(&page(
        head,
        &format!(
            "<div class=story>{PROSE}</div><footer><p>© 2021 AFP. All rights reserved.</p></footer>"
        ),
    ));
    assert_eq!(found.headline.as_deref(), Some("Kite museum opens hall"));
    assert_eq!(found.byline.as_deref(), Some("Jo Example"));
    assert_eq!(found.stamp.unwrap().to_string(), "2021-05-04T06:00:00Z");
    assert_eq!(found.fields.keywords, ["kites", "museums"]);
    assert_eq!(found.fields.providers, ["The Daily Kite", "AFP"]);
    assert_eq!(
        found.fields.identity.unwrap().id,
        "https://daily.example/kites"
    );
    assert_eq!(found.paragraphs.len(), 3);
}

#[test]
fn microdata_marks_the_text_and_its_fields() {
    let body = format!(
        "<div itemscope itemtype='http://schema.org/NewsArticle'><h2 itemprop=headline>Kite museum opens hall</h2><span itemprop=dateline>Oslo</span><time itemprop=datePublished datetime='2021-05-04'>today</time><div itemprop=articleBody>{PROSE}</div></div><p>The newsletter of this site tells you each morning what the town does, and costs nothing.</p>"
    );
    let found = read(&page("", &body));
    assert_eq!(found.headline.as_deref(), Some("Kite museum opens hall"));
    assert_eq!(found.stamp.unwrap().to_string(), "2021-05-04");
    assert_eq!(found.dateline.unwrap().places[0].name, "Oslo");
    assert_eq!(found.paragraphs, text::texts(PROSE));
}

#[test]
fn an_old_page_with_its_dispatch_in_pre_is_read_as_wire_text() {
    let html = "<HTML><HEAD><TITLE>Kite museum opens hall</TITLE></HEAD><BODY BGCOLOR=white><A HREF=/>Home</A><PRE>\n   OSLO, May 3 (Reuters) - The kite museum opens a new hall on\nFriday, with two hundred kites from forty countries on show.\n   Visitors can build a kite of their own, the museum said in\na statement on Monday.\n</PRE></BODY></HTML>";
    let found = read(html);
    assert_eq!(found.headline.as_deref(), Some("Kite museum opens hall"));
    assert_eq!(found.dateline.unwrap().as_written, "OSLO, May 3 (Reuters)");
    assert_eq!(
        found.paragraphs[1],
        "Visitors can build a kite of their own, the museum said in a statement on Monday."
    );
}

#[test]
fn a_short_dispatch_on_a_page_with_tables_is_found() {
    let html = "<html><body><table><tr><td><a href=1>Home</a><br><a href=2>World</a></td><td><font size=5>Kite flies to moon</font><p><font>OSLO (AP) - A kite flew to the moon on Monday and came back, its owner said.<p>It was red.</font></td></tr></table><hr>Copyright 1998 The Associated Press. All rights reserved.</body></html>";
    let found = read(html);
    assert_eq!(found.dateline.unwrap().as_written, "OSLO (AP)");
    assert_eq!(
        found.paragraphs[0],
        "A kite flew to the moon on Monday and came back, its owner said."
    );
    assert!(
        found.paragraphs.contains(&"It was red.".to_string()),
        "{:?}",
        found.paragraphs
    );
}

#[test]
fn pages_that_are_no_stories_say_why() {
    let links: String = (0..30)
        .map(|n| format!("<li><a href=/a{n}>Kite number {n} flew over the park on Monday</a></li>"))
        .collect();
    for (html, wanted) in [
        (
            page("<title>News</title>", &format!("<ul>{links}</ul>")),
            "a page of links",
        ),
        (
            page(
                "<link rel=canonical href='https://news.example/'><meta property=og:type content=website>",
                &format!("{PROSE}<ul>{links}</ul>"),
            ),
            "a page of links: the front page",
        ),
        (
            "<html><head><title>x</title></head><frameset><frame src=a.htm></frameset></html>"
                .into(),
            "a page of frames",
        ),
        (
            page(
                "<title>404 Not Found</title>",
                "<h1>Not Found</h1><p>The page was not found.</p>",
            ),
            "an error page",
        ),
        (
            page("<title></title>", "<script>x()</script>"),
            "a page without text",
        ),
    ] {
        let told = reason(&html);
        assert!(told.starts_with(wanted), "{told}");
    }
}

#[test]
fn a_copy_of_an_archive_loses_its_toolbar_and_keeps_its_address() {
    let html = format!(
        "<html><head><link rel=canonical href=\"https://web.archive.org/web/20060103121500/http://news.example/kites\"></head><body><!-- BEGIN WAYBACK TOOLBAR INSERT --><div><p>The Wayback Machine has captured this page many times, and shows them all in a row.</p></div><!-- END WAYBACK TOOLBAR INSERT --><h1>Kites</h1>{PROSE}</body></html>"
    );
    let found = read(&html);
    assert_eq!(
        found.fields.identity.unwrap().id,
        "http://news.example/kites"
    );
    assert_eq!(found.paragraphs.len(), 3);
}

#[test]
fn json_ld_alone_is_a_story_or_says_what_it_is() {
    let facts = Facts::built_in();
    let text = "{\"@context\":\"https://schema.org\",\"@type\":\"NewsArticle\",\"headline\":\"Kite fair returns\",\"articleBody\":\"The fair returns.\\nIt is red.\"}\n{\"@context\":\"https://schema.org\",\"@type\":\"Recipe\",\"name\":\"Cake\"}\n";
    assert_eq!(detect(text, facts).name(), "jsonld");
    let found = parse(text, &Context::new(facts));
    assert_eq!(
        found[0].as_ref().unwrap().paragraphs,
        ["The fair returns.", "It is red."]
    );
    assert_eq!(
        found[1],
        Err(NotAStory("a Recipe of schema.org, no article".into()))
    );
    assert!(!JsonLd.fits("{\"type\":\"text\",\"uri\":\"https://schema.org/\"}", facts));
    assert!(FORMATS.iter().any(|format| format.name() == "jsonld"));
}

#[test]
fn a_page_too_deep_or_too_odd_for_a_tree_is_read_in_linear_time() {
    let facts = Facts::built_in();
    let attributes: String = (0..80_000).map(|n| format!(" a{n}=1")).collect();
    for html in [
        format!("<html>{}{PROSE}", "<div>".repeat(200_000)),
        format!("<html>{}{PROSE}", "<b><table><p>".repeat(100_000)),
        format!("<html>{}{PROSE}", "<font size=1><p>".repeat(100_000)),
        format!("<html>{PROSE}{}", "</div>".repeat(200_000)),
        format!("<html><p{attributes}>{PROSE}"),
        format!("<html>{PROSE}{}", "<!--".repeat(300_000)),
        format!("<html>{PROSE}<script>{}", "x".repeat(2_000_000)),
        format!("<html>{PROSE}<img src='data:{}'>", "A".repeat(3_000_000)),
        format!("<html>{PROSE}{}", "<a href=x>".repeat(100_000)),
        format!("<html>{}", PROSE.repeat(2_000)),
    ] {
        let begun = std::time::Instant::now();
        let found = Html.read(&html, &Context::new(facts));
        assert_eq!(found.len(), 1);
        let shown: String = html.chars().take(60).collect();
        assert!(
            begun.elapsed().as_secs() < 6,
            "{shown} took {:?}",
            begun.elapsed()
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_text_and_no_cut_of_a_page_is_a_panic(text in "(<[a-z!/]{0,3}|[&;\"'= >#x0-9]|[a-zé中\u{0}\n]){0,80}", cut in 0usize..900) {
        let facts = Facts::built_in();
        Html.fits(&text, facts);
        Html.read(&text, &Context::new(facts));
        JsonLd.read(&text, &Context::new(facts));
        let ld = r#"<script type="application/ld+json">{"@type":"NewsArticle","headline":"Kités &amp; ©","articleBody":"é"}</script>"#;
        let whole = page(ld, PROSE);
        let mut cut = cut.min(whole.len());
        while !whole.is_char_boundary(cut) {
            cut -= 1;
        }
        Html.read(&whole[..cut], &Context::new(facts));
    }
}
