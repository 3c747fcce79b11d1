use super::*;
use crate::parse::{Dispatch, detect, parse};
use proptest::prelude::*;

fn read(text: &str) -> Vec<Item> {
    parse(text, &Context::new(Facts::built_in()))
}

fn only(text: &str) -> Dispatch {
    let mut items = read(text);
    assert_eq!(items.len(), 1, "{items:?}");
    items.remove(0).unwrap()
}

fn rss(item: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel><title>Kite Post</title><link>https://kites.example/</link><language>en</language>{item}</channel></rss>"
    )
}

#[test]
fn feeds_are_told_by_their_root() {
    let facts = Facts::built_in();
    for (text, name) in [
        ("<rss version=\"0.91\"><channel>", "rss"),
        (
            "<?xml version=\"1.0\"?><!-- a --><!DOCTYPE rss><rss>",
            "rss",
        ),
        (
            "<rdf:RDF xmlns:rdf=\"a\" xmlns=\"http://purl.org/rss/1.0/\">",
            "rss",
        ),
        ("<feed xmlns=\"http://www.w3.org/2005/Atom\">", "atom"),
        (
            "<atom:entry xmlns:atom=\"http://www.w3.org/2005/Atom\">",
            "atom",
        ),
        (
            "{\"version\": \"https:\\/\\/jsonfeed.org\\/version\\/1\", \"items\": []}",
            "jsonfeed",
        ),
        ("<feed><entry>fodder</entry></feed>", "xml"),
        ("<rdf:RDF xmlns:rdf=\"a\">", "xml"),
        ("RSS feeds are read by <rss> readers", "plain"),
    ] {
        assert_eq!(detect(text, facts).name(), name, "{text}");
    }
}

#[test]
fn an_item_is_one_story_with_the_longer_of_its_texts() {
    let found = only(&rss(
        "<item><title>Kites &amp;amp; ferries</title><guid isPermaLink='false'>77</guid><pubDate>Sat, 15 Aug 2020 09:30:00 +0200</pubDate><author>jo@kites.example (Jo Example)</author><description>OSLO (AP) - A kite …</description><content:encoded><![CDATA[<p>OSLO (AP) - A kite flew.</p><p>It was red.</p>]]></content:encoded><category>Kites</category><category>Ferries</category></item>",
    ));
    assert_eq!(found.headline.as_deref(), Some("Kites & ferries"));
    assert_eq!(found.paragraphs, ["A kite flew.", "It was red."]);
    assert_eq!(found.dateline.unwrap().as_written, "OSLO (AP)");
    assert_eq!(found.byline.as_deref(), Some("Jo Example"));
    assert_eq!(found.fields.identity.unwrap().id, "kites.example 77");
    assert_eq!(found.fields.category.as_deref(), Some("Kites"));
    assert_eq!(found.fields.keywords, ["Ferries"]);
    assert_eq!(found.fields.language.as_deref(), Some("en"));
    assert_eq!(
        found.stamp.unwrap().to_string(),
        "2020-08-15T09:30:00+02:00"
    );
    assert!(found.warnings.is_empty());
}

#[test]
fn text_encoded_twice_is_decoded_twice_and_text_about_markup_once() {
    let found = only(&rss(
        "<item><title>A</title><description>&amp;lt;p&amp;gt;One &amp;amp;amp; two.&amp;lt;/p&amp;gt;&amp;lt;p&amp;gt;Three.&amp;lt;/p&amp;gt;</description></item>",
    ));
    assert_eq!(found.paragraphs, ["One & two.", "Three."]);
    let found = only(&rss(
        "<item><title>A</title><description>&lt;p&gt;The tag &amp;lt;p&amp;gt; is old.&lt;/p&gt;</description></item>",
    ));
    assert_eq!(found.paragraphs, ["The tag <p> is old."]);
}

#[test]
fn what_is_cut_short_is_warned_of_and_what_is_empty_is_no_story() {
    let found = only(&rss(
        "<item><title>A</title><guid>https://kites.example/a</guid><description>A kite flew over [...]</description></item>",
    ));
    assert_eq!(
        found.warnings,
        ["the feed holds the beginning of the text alone"]
    );
    assert_eq!(found.fields.identity, None);
    let items = read(&rss(
        "<item><title>A title</title><description><![CDATA[<img src=a>]]></description></item>",
    ));
    assert_eq!(
        items,
        [Err(NotAStory("a title without text: A title".into()))]
    );
    let items = read(&rss(""));
    assert_eq!(items, [Err(NotAStory("a feed without items".into()))]);
}

#[test]
fn a_feed_that_breaks_off_gives_what_it_holds() {
    let whole = rss(
        "<item><title>A</title><description>One.</description></item><item><title>B</title><description>Two and",
    );
    let cut = whole.trim_end_matches("</channel></rss>");
    let items = read(cut);
    assert_eq!(items.len(), 2);
    let last = items[1].as_ref().unwrap();
    assert_eq!(last.paragraphs, ["Two and"]);
    assert_eq!(last.warnings, ["the file breaks off within this entry"]);
}

#[test]
fn wordpress_gives_posts_with_their_standing() {
    let item = |status: &str, kind: &str| {
        format!(
            "<item><title>A</title><dc:creator>jo</dc:creator><content:encoded><![CDATA[One.\n\nTwo [caption]x[/caption] [sic].]]></content:encoded><wp:post_date_gmt>2015-09-07 06:00:00</wp:post_date_gmt><wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type></item>"
        )
    };
    let author = "<wp:author><wp:author_login>jo</wp:author_login><wp:author_display_name><![CDATA[Jo Example]]></wp:author_display_name></wp:author>";
    let found = only(&rss(&format!("{author}{}", item("publish", "post"))));
    assert_eq!(found.paragraphs, ["One.", "Two [sic]."]);
    assert_eq!(found.byline.as_deref(), Some("Jo Example"));
    assert_eq!(found.stamp.unwrap().to_string(), "2015-09-07T06:00:00Z");
    assert_eq!(found.fields.status, Some(Status::Usable));
    assert_eq!(
        only(&rss(&item("draft", "post"))).fields.status,
        Some(Status::Withheld)
    );
    let items = read(&rss(&item("inherit", "attachment")));
    assert_eq!(
        items,
        [Err(NotAStory(
            "an item of WordPress that is no post: attachment".into()
        ))]
    );
}

#[test]
fn atom_keeps_its_ids_times_and_kinds_of_text() {
    let feed = "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='en'><title>Kite Post</title><entry><title type='text'>AT&amp;T &lt;b&gt;</title><id>tag:kites.example,2018:1</id><link rel='enclosure' href='https://kites.example/a.jpg'/><published>2018-04-08T09:00:00Z</published><updated>2018-04-08T10:30:00Z</updated><author><name>Reuters</name></author><content type='xhtml'><div><p>A kite &amp; a hat.</p></div></content></entry></feed>";
    let found = only(feed);
    assert_eq!(found.headline.as_deref(), Some("AT&T <b>"));
    assert_eq!(found.paragraphs, ["A kite & a hat."]);
    let identity = found.fields.identity.unwrap();
    assert_eq!(
        (identity.id.as_str(), identity.version),
        ("tag:kites.example,2018:1", Some(20180408103000))
    );
    assert_eq!(found.fields.providers, ["Reuters", "Kite Post"]);
    assert_eq!(found.fields.language.as_deref(), Some("en"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_text_and_no_cut_of_a_feed_is_a_panic(text in "(<[/!?]?(item|entry|title|a:b|!\\[CDATA\\[)>?|[&;\"'= >#x0-9]|[a-zé中\u{0}\n]){0,60}", cut in 0usize..600) {
        let context = Context::new(Facts::built_in());
        Rss.read(&text, &context);
        Atom.read(&text, &context);
        JsonFeed.read(&text, &context);
        let whole = rss("<item><title>Kités &amp; ©</title><guid>é</guid><content:encoded><![CDATA[<p>中é</p>]]></content:encoded><dc:creator>é@é (é)</dc:creator></item>");
        let mut cut = cut.min(whole.len());
        while !whole.is_char_boundary(cut) {
            cut -= 1;
        }
        Rss.read(&whole[..cut], &context);
        Rss.fits(&whole[..cut], Facts::built_in());
    }
}
