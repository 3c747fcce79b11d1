//! Hostile texts: markup, JSON, tables, mail and wire formats that are too deep, too long, cut or lying.

use super::set::{Set, noise, story};

const MIB: usize = 1 << 20;

/// Writes the texts. Some ask for what is at the port.
pub(super) fn make(set: &mut Set, port: u16) {
    markup(set, port);
    json(set);
    tables(set);
    mail(set);
    wires(set);
    bytes(set);
}

/// A body between tags of a NITF document, behind a document type.
fn nitf(doctype: &str, head: &str, body: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n{doctype}\n<nitf><head>{head}</head><body><body.head><hedline><hl1>Kites</hl1></hedline>\
         </body.head><body.content><p>{body}</p></body.content></body></nitf>\n"
    )
}

fn markup(set: &mut Set, port: u16) {
    let laughs: String = (1..10)
        .map(|level| {
            format!(
                "<!ENTITY l{level} \"{}\">",
                format!("&l{};", level - 1).repeat(10)
            )
        })
        .collect();
    let laughs = format!("<!DOCTYPE nitf [<!ENTITY l0 \"ha\">{laughs}]>");
    set.told("billion-laughs.xml", nitf(&laughs, "", "&l9;"));
    let quadratic = format!("<!DOCTYPE nitf [<!ENTITY a \"{}\">]>", "a".repeat(50_000));
    set.told("quadratic.xml", nitf(&quadratic, "", &"&a;".repeat(50_000)));
    set.told(
        "entity-loop.xml",
        nitf(
            "<!DOCTYPE nitf [<!ENTITY a \"&b;\"><!ENTITY b \"&a;\">]>",
            "",
            "&a;",
        ),
    );
    let port = format!("http://127.0.0.1:{port}/x");
    for (name, system) in [
        ("external-file.xml", "file:///etc/passwd"),
        ("external-http.xml", &port),
        ("external-relative.xml", "../canary/kept.txt"),
    ] {
        let doctype = format!("<!DOCTYPE nitf [<!ENTITY x SYSTEM \"{system}\">]>");
        set.told(name, nitf(&doctype, "", "before &x; after"));
        let parameter = format!("<!DOCTYPE nitf [<!ENTITY % x SYSTEM \"{system}\"> %x;]>");
        set.told(&format!("parameter-{name}"), nitf(&parameter, "", "a kite"));
        let outside = format!("<!DOCTYPE nitf SYSTEM \"{system}\">");
        set.told(&format!("doctype-{name}"), nitf(&outside, "", "a kite"));
    }
    set.told("links.html", format!(
        "<!DOCTYPE html><html><head><link rel=stylesheet href=\"{port}\"><meta http-equiv=refresh content=\"0;{port}\">\
         <base href=\"{port}\"></head><body><img src=\"{port}\"><iframe src=\"{port}\"></iframe><p>A kite.</p></body></html>"
    ));
    set.told("links.rss", format!(
        "<?xml-stylesheet href=\"{port}\"?><rss version=\"2.0\"><channel><link>{port}</link><item><title>Kite</title>\
         <link>{port}</link><enclosure url=\"{port}\"/></item></channel></rss>"
    ));
    let deep = |tag: &str, times: usize| {
        format!("<{tag}>").repeat(times) + "kite" + &format!("</{tag}>").repeat(times)
    };
    set.told("deep.xml", nitf("", "", &deep("p", 300_000)));
    set.told("deep-unclosed.xml", nitf("", "", &"<em>".repeat(400_000)));
    set.told("deep-root.xml", deep("a", 200_000));
    set.told(
        "deep.html",
        format!(
            "<!DOCTYPE html><html><body>{}</body></html>",
            deep("div", 100_000)
        ),
    );
    set.told(
        "deep-unclosed.html",
        format!("<!DOCTYPE html><html><body>{}", "<b><i>".repeat(100_000)),
    );
    set.told(
        "deep-table.html",
        format!(
            "<!DOCTYPE html><html><body>{}kite",
            "<table><tr><td>".repeat(30_000)
        ),
    );
    let attributes: String = (0..80_000)
        .map(|number| format!(" a{number}=\"1\""))
        .collect();
    set.told(
        "attributes.xml",
        nitf("", &format!("<meta{attributes}/>"), "a kite"),
    );
    set.told(
        "attributes-root.xml",
        format!("<nitf{attributes}><body><p>kite</p></body></nitf>"),
    );
    set.told(
        "attributes.html",
        format!("<!DOCTYPE html><html><body{attributes}><p>kite</p></body></html>"),
    );
    let spaces: String = (0..50_000)
        .map(|number| format!(" xmlns:n{number}=\"u\""))
        .collect();
    set.told(
        "namespaces.xml",
        format!(
            "<newsItem xmlns=\"http://iptc.org/std/nar/2006-10-01/\"{spaces}><itemMeta/></newsItem>"
        ),
    );
    set.told("long-tag.xml", format!("<nitf {}", "x".repeat(2 * MIB)));
    set.told(
        "long-attribute.xml",
        nitf(
            "",
            &format!("<meta name=\"{}\"/>", "x".repeat(2 * MIB)),
            "kite",
        ),
    );
    set.told("comment-open.xml", nitf("", "", "<!-- never closed"));
    set.told("cdata-open.xml", nitf("", "", "<![CDATA[ never closed"));
    set.told(
        "doctype-open.xml",
        "<?xml version=\"1.0\"?><!DOCTYPE nitf [",
    );
    set.told(
        "cut.xml",
        &nitf("", "", &"A kite flew. ".repeat(100)).as_bytes()[..300],
    );
    set.told(
        "crossed.xml",
        nitf("", "", "<em><q>kite</em></q></nitf></p>"),
    );
    set.told(
        "control.xml",
        nitf(
            "",
            "",
            "kite\u{1}\u{8}\u{B} &#0; &#x1; &#xFFFF; &#xD800; &#99999999999;",
        ),
    );
    set.told(
        "references.xml",
        nitf("", "", &"&#65;&amp;&unknown;".repeat(50_000)),
    );
    set.told(
        "lying-charset.xml",
        "<?xml version=\"1.0\" encoding=\"utf-16\"?><nitf><body><p>kite</p></body></nitf>",
    );
    set.told(
        "no-charset.xml",
        "<?xml version=\"1.0\" encoding=\"x-none\"?><nitf><body><p>kite</p></body></nitf>",
    );
    set.told(
        "newsml-deep.xml",
        format!(
            "<NewsML><NewsItem>{}</NewsItem></NewsML>",
            deep("NewsComponent", 100_000)
        ),
    );
    set.told(
        "rss-deep.xml",
        format!(
            "<rss version=\"2.0\"><channel>{}</channel></rss>",
            deep("item", 100_000)
        ),
    );
    set.told("date-comments.rss", format!(
        "<rss version=\"2.0\"><channel><item><title>Kite</title><pubDate>Mon, 1 {} Jan 2019</pubDate></item></channel></rss>",
        "(".repeat(100_000)
    ));
    set.told("json-ld-deep.html", format!(
        "<!DOCTYPE html><html><script type=\"application/ld+json\">{}</script><body><p>kite</p></body></html>",
        "[".repeat(100_000)
    ));
    set.told(
        "script-open.html",
        format!("<!DOCTYPE html><html><script>{}", "a<b;".repeat(100_000)),
    );
    set.told(
        "sgml-open.sgm",
        "<DOC>\n<DOCNO> A1 </DOCNO>\n<TEXT>\n".repeat(5_000),
    );
    set.told(
        "reuters-open.sgm",
        "<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n<REUTERS TOPICS=\"YES\"><BODY>".repeat(2_000),
    );
}

fn json(set: &mut Set) {
    set.told("deep-array.json", "[".repeat(1_000_000));
    set.told(
        "deep-closed.json",
        "[".repeat(500_000) + &"]".repeat(500_000),
    );
    set.told("deep-object.json", "{\"a\":".repeat(300_000));
    set.told(
        "deep-in-story.json",
        format!(
            "{{\"headline\":\"Kite\",\"body\":\"A kite.\",\"x\":{}}}",
            "[".repeat(300_000)
        ),
    );
    set.told(
        "number.json",
        format!(
            "{{\"headline\":\"Kite\",\"body\":\"A kite.\",\"version\":{}}}",
            "9".repeat(MIB)
        ),
    );
    set.told(
        "exponent.json",
        "{\"headline\":\"Kite\",\"body\":\"A kite.\",\"version\":1e999999999}",
    );
    set.told(
        "string.json",
        format!(
            "{{\"headline\":\"Kite\",\"body\":\"{}\"}}",
            "kite ".repeat(MIB)
        ),
    );
    set.told(
        "surrogates.json",
        r#"{"headline":"Kite \ud83d","body":"\udc00 A kite flew. \ud800\ud800"}"#,
    );
    set.told(
        "nul.json",
        r#"{"headline":"Kite\u0000","body":"A kite\u0000flew. \u001b[2J"}"#,
    );
    set.told(
        "duplicate-keys.json",
        format!(
            "{{{}\"body\":\"A kite.\"}}",
            "\"body\":\"old\",".repeat(50_000)
        ),
    );
    set.told(
        "keys.json",
        format!(
            "{{{}\"body\":\"A kite.\"}}",
            (0..50_000)
                .map(|n| format!("\"k{n}\":{n},"))
                .collect::<String>()
        ),
    );
    set.told("cut.json", r#"{"headline":"Kite","body":"A kite fl"#);
    set.told(
        "types.json",
        r#"{"headline":[1,{}],"body":{"a":[null]},"date":true,"byline":1e400}"#,
    );
    set.told(
        "endless-array.json",
        format!("[{}", "{\"headline\":\"K\",\"body\":\"kite\"},".repeat(300)),
    );
    set.told("commas.json", format!("[{}]", ",".repeat(MIB)));
    let word = "jsonlinesgood";
    let lines = format!(
        "{{\"headline\":\"Kite\",\"body\":\"{}\"}}\n{{broken\n\n{}\n{{\"headline\":\"Pier\",\"body\":\"A museum of kites named {word} opened.\"}}\n",
        "A kite flew over the garden.",
        "[".repeat(200_000)
    );
    set.story("damaged.jsonl", lines, word);
    set.told("ninjs-deep.json", format!("{{\"uri\":\"urn:x:1\",\"type\":\"text\",\"body_text\":\"kite\",\"associations\":{}1{}}}",
        "{\"a\":".repeat(100_000), "}".repeat(100_000)));
    set.told(
        "ninjs-lies.json",
        r#"{"uri":[],"versioncreated":"9999-99-99T99:99:99Z","headline":5,"body_xhtml":"<p>"}"#,
    );
}

fn tables(set: &mut Set) {
    set.told(
        "endless-quote.csv",
        format!(
            "headline,date,body\nKite,2019-03-03,\"{}",
            "A kite flew.\n".repeat(100_000)
        ),
    );
    set.told(
        "columns.csv",
        format!(
            "headline,body,{}\n{}\n",
            "x,".repeat(100_000),
            "y,".repeat(200_000)
        ),
    );
    set.told(
        "ragged.csv",
        "headline,date,body\nKite\n,,,,,,,\n\"a\"b,c\"d\n".repeat(1_000),
    );
    set.told(
        "nul.csv",
        "headline,date,body\nKite\0,2019-03-03,A kite\0flew over the pier.\n",
    );
    set.told(
        "quotes.tsv",
        format!("headline\tdate\tbody\n{}\n", "\"".repeat(100_001)),
    );
    let word = "csvgood";
    let table = format!(
        "headline,date,body\nPier,2019-03-03,A museum of kites named {word} opened by the river.\nKite,2019-03-04,\"cut"
    );
    set.story("cut.csv", table, word);
}

fn mail(set: &mut Set) {
    let head = "From: desk@example.org\nSubject: Kite\nDate: Sun, 3 Mar 2019 10:00:00 +0000\nMIME-Version: 1.0\n";
    let nested: String = (0..10_000)
        .map(|level| {
            format!("Content-Type: multipart/mixed; boundary=\"b{level}\"\n\n--b{level}\n")
        })
        .collect();
    set.told(
        "nested.eml",
        format!("{head}{nested}Content-Type: text/plain\n\nA kite flew.\n"),
    );
    set.told(
        "nested-same.eml",
        format!(
            "{head}{}",
            "Content-Type: multipart/mixed; boundary=b\n\n--b\n".repeat(10_000)
        ),
    );
    set.told(
        "nested-message.eml",
        format!(
            "{head}{}\nA kite flew.\n",
            "Content-Type: message/rfc822\n\nSubject: x\n".repeat(5_000)
        ),
    );
    set.told(
        "boundaries.eml",
        format!(
            "{head}Content-Type: multipart/mixed; boundary=b\n\n{}",
            "--b\n\nx\n".repeat(50_000)
        ),
    );
    set.told(
        "headers.eml",
        format!("{head}{}\nA kite flew.\n", "X-Kite: 1\n".repeat(100_000)),
    );
    set.told(
        "long-header.eml",
        format!(
            "From: a@b\nSubject: {}\n\nA kite flew.\n",
            "x".repeat(2 * MIB)
        ),
    );
    set.told(
        "folded.eml",
        format!(
            "From: a@b\nSubject: Kite\n{}\n\nA kite flew.\n",
            " x\n".repeat(100_000)
        ),
    );
    set.told(
        "words.eml",
        format!(
            "From: a@b\nSubject: {}\n\nA kite flew.\n",
            "=?utf-8?q?=41?= ".repeat(50_000)
        ),
    );
    set.told(
        "base64.eml",
        format!(
            "{head}Content-Transfer-Encoding: base64\n\n{}",
            "!!!!====AAAA".repeat(20_000)
        ),
    );
    set.told(
        "quoted.eml",
        format!(
            "{head}Content-Transfer-Encoding: quoted-printable\n\n{}",
            "=ZZ=4".repeat(50_000)
        ),
    );
    set.told(
        "date.eml",
        format!(
            "From: a@b\nSubject: Kite\nDate: {}\n\nA kite flew.\n",
            "(".repeat(200_000)
        ),
    );
    set.told(
        "no-boundary.eml",
        format!("{head}Content-Type: multipart/mixed\n\nA kite flew.\n"),
    );
    let word = "mboxgood";
    let first = format!(
        "From desk@example.org Sun Mar  3 10:00:00 2019\n{head}\n{}\n",
        story(word)
    );
    set.story(
        "endless.mbox",
        first + "From desk@example.org Sun Mar  3 11:00:00 2019\nSubject: no end\n",
        word,
    );
    set.told(
        "froms.mbox",
        "From desk@example.org Sun Mar  3 10:00:00 2019\n".repeat(20_000),
    );
}

fn wires(set: &mut Set) {
    for (name, bytes) in [
        ("iptc-head.fra", &b"\x01AFP001 4 I 0035"[..]),
        ("iptc-no-end.fra", b"\x01\x01AFP001 4 I 0035 AFP /AFP-AB12\r\nKite\r\n\x02A kite flew over the pier"),
        ("iptc-bare.fra", b"\x01\x02\x03\x04"),
        ("iptc-marks.fra", b"\x01\x01\x01\x02\x02\x02\x03\x03\x04\x04"),
        ("anpa-head.anp", b"\x16\x16\x01a0123"),
        ("anpa-no-end.anp", b"\x16\x16\x01a0123\x1f\r\nr e\x13\x11 BC-Kite 03-03 0123\x14\x0d\x0a\x02^Kite flies<\r\n"),
        ("anpa-words.anp", b"\x01a0123reu-z\r\nu i BC-Kite 03-03 99999999999\r\n\x02 \x03"),
        ("zczc-open.txt", b"ZCZC\nABC123\nA kite flew over the pier and nobody said so.\n"),
        ("zczc-only.txt", b"ZCZC ZCZC ZCZC NNNN NNNN ZCZC"),
        ("nnnn.txt", b"NNNN\nNNNN\nNNNN\n"),
    ] {
        set.told(name, bytes);
    }
    set.told(
        "iptc-many.fra",
        b"\x01AFP001 4 I 0035\r\n\x02k\x03\r\n\x04".repeat(20_000),
    );
    set.told("crawl-open.txt", b"-- ".repeat(50_000));
    for (name, marks) in [
        ("soh.bin", &b"\x01"[..]),
        ("stx.bin", b"\x02"),
        ("syn.bin", b"\x16"),
        ("zczc.bin", b"ZCZC\n"),
        ("doc.bin", b"<DOC>"),
        ("item.bin", b"<newsItem>"),
        ("from.bin", b"From \n"),
        ("brace.bin", b"{}\n"),
        ("quote.bin", b"\"\"\""),
    ] {
        set.told(name, marks.repeat(100_000));
    }
}

fn bytes(set: &mut Set) {
    set.refused("nothing.txt", b"");
    for (name, byte) in [
        ("nul", b"\0"),
        ("newline", b"\n"),
        ("space", b" "),
        ("letter", b"k"),
        ("high", b"\xFF"),
        ("escape", b"\x1B"),
    ] {
        set.told(&format!("one-{name}.txt"), byte);
    }
    set.told("noise.txt", noise(300_000));
    set.told("noise-short.txt", noise(100));
    set.told("zeros.txt", vec![0; MIB]);
    set.refused("long-line.txt", "a kite ".repeat(15 * MIB));
    set.told("long-line-short.txt", "a kite ".repeat(100_000));
    set.told("long-word.txt", "k".repeat(2 * MIB));
    set.told("long-word-han.txt", "風".repeat(100_000));
    let word = "hugetoken";
    set.story(
        "token.txt",
        format!("{}\n{}\n", story(word), "x".repeat(70_000)),
        word,
    );
    let word = "controlled";
    set.story(
        "control.txt",
        story(word).replace("river", "\x1B[31mriver\x07\x08\u{9B}2J\u{202E}"),
        word,
    );
    let word = "withbom";
    set.story(
        "bom-middle.txt",
        story(word).replace("river", "\u{FEFF}river"),
        word,
    );
    set.told(
        "overlong.txt",
        [
            story("x").as_bytes(),
            b"\xC0\xAE\xE0\x80\xAF\xF0\x80\x80\xAF\xED\xA0\x80\xF8\x88\x80\x80\x80",
        ]
        .concat(),
    );
    let wide = |text: &str, big: bool| -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|unit| {
                if big {
                    unit.to_be_bytes()
                } else {
                    unit.to_le_bytes()
                }
            })
            .collect()
    };
    set.told("utf16le.txt", wide(&story("wide"), false));
    set.told("utf16be.txt", wide(&story("wider"), true));
    let word = "marked";
    set.story(
        "utf16-marked.txt",
        [b"\xFF\xFE".to_vec(), wide(&story(word), false)].concat(),
        word,
    );
    set.told(
        "utf16-odd.txt",
        [b"\xFF\xFE".to_vec(), wide(&story("odd"), false), vec![0x41]].concat(),
    );
    set.told(
        "utf16-surrogates.txt",
        b"\xFF\xFE\x00\xD8\x00\xD8\x41\x00".repeat(500),
    );
    set.told(
        "utf32.txt",
        story("four")
            .chars()
            .flat_map(|c| u32::from(c).to_le_bytes())
            .collect::<Vec<u8>>(),
    );
    set.told(
        "utf7.txt",
        "LISBON, March 3, 2019 (Reuters) - A kite +AGYAbwBv- flew over the pier on Sunday.\n",
    );
    set.told(
        "ebcdic.txt",
        b"\xD3\xC9\xE2\xC2\xD6\xD5\x6B\x40\xC1\x40\x92\x89\xA3\x85\x40\x86\x93\x85\xA6\x4B\x25"
            .repeat(20),
    );
    set.told("iso2022.txt", b"\x1B$B%+%$%H\x1B(B \x1B$B".repeat(2_000));
    set.told(
        "bidi.txt",
        format!("{}{}\n", story("bidi"), "\u{202E}\u{2066}".repeat(10_000)),
    );
    set.told(
        "accents.txt",
        format!("{}e{}\n", story("accents"), "\u{301}".repeat(100_000)),
    );
    set.told("crs.txt", "A kite flew.\r".repeat(50_000));
    set.told("newlines.txt", "\n".repeat(2 * MIB));
    set.told("dashes.txt", "-".repeat(MIB));
    set.told("brackets.txt", "(".repeat(300_000));
    set.told(
        "datelines.txt",
        "LISBON, March 3, 2019 (Reuters) - ".repeat(20_000),
    );
    set.told("digits.txt", "9".repeat(500_000));
    set.told(
        "dates.txt",
        "99 99 9999 31 Feb 2019 (AFP) 00:99 ".repeat(20_000),
    );
    set.told("capitals.txt", "KITE ".repeat(100_000));
    set.told("commas.txt", ",".repeat(500_000));
    set.told(
        "elf.bin",
        [b"\x7FELF\x02\x01\x01".to_vec(), noise(50_000)].concat(),
    );
    set.told(
        "picture.jpg",
        [b"\xFF\xD8\xFF\xE0\0\x10JFIF\0".to_vec(), noise(50_000)].concat(),
    );
    set.told(
        "paper.pdf",
        [b"%PDF-1.4\n%\xE2\xE3\xCF\xD3\n".to_vec(), noise(50_000)].concat(),
    );
    set.told(
        "old.doc",
        [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec(), noise(50_000)].concat(),
    );
}
