//! Whatever the bytes, the formats in XML read them without a panic and in linear time.

use crate::facts::Facts;
use crate::parse::{Context, Format, newsml, newsml_g2, nitf, other_xml, rcv1, ritzau};
use std::time::{Duration, Instant};

const FORMATS: &[&dyn Format] = &[
    &nitf::Nitf,
    &newsml::Newsml,
    &newsml_g2::NewsmlG2,
    &rcv1::Rcv1,
    &ritzau::Ritzau,
    &other_xml::OtherXml,
];

const SAMPLES: &[&str] = &[
    include_str!("../../../corpus/nitf/ap.xml"),
    include_str!("../../../corpus/newsml/belga.xml"),
    include_str!("../../../corpus/newsml_g2/dpa.xml"),
    include_str!("../../../corpus/rcv1/byline.xml"),
    include_str!("../../../corpus/ritzau/list.xml"),
];

fn read_by_all(text: &str) {
    let facts = Facts::built_in();
    for format in FORMATS {
        format.fits(text, facts);
        let items = format.read(text, &Context::new(facts));
        assert!(!items.is_empty(), "{} gives no item", format.name());
    }
}

/// The same numbers in each run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }
}

#[test]
fn any_cut_and_any_swap_of_bytes_is_read() {
    let mut numbers = Numbers(7);
    for sample in SAMPLES {
        for _ in 0..40 {
            let mut bytes = sample.as_bytes().to_vec();
            for _ in 0..numbers.below(20) {
                let (a, b) = (numbers.below(bytes.len()), numbers.below(bytes.len()));
                bytes.swap(a, b);
            }
            bytes.truncate(numbers.below(bytes.len()) + 1);
            read_by_all(&String::from_utf8_lossy(&bytes));
        }
    }
}

#[test]
fn any_bytes_are_read() {
    let mut numbers = Numbers(11);
    let signs = [
        "<",
        ">",
        "/",
        "&",
        ";",
        "'",
        "\"",
        "=",
        " ",
        "nitf",
        "NewsItem",
        "newsItem",
        "newsitem",
        "RBNews",
        "p",
        "body",
        "<![CDATA[",
        "]]>",
        "<!--",
        "<?",
        "é",
        "\0",
        "&#x",
        "br/",
    ];
    for _ in 0..200 {
        let parts = (0..numbers.below(200)).map(|_| signs[numbers.below(signs.len())]);
        let parts: Vec<&str> = parts.collect();
        read_by_all(&parts.concat());
    }
}

/// How long all formats take.
fn time(text: &str) -> Duration {
    let start = Instant::now();
    read_by_all(text);
    start.elapsed()
}

#[test]
fn eight_times_the_input_takes_about_eight_times_as_long() {
    type Make = fn(usize) -> String;
    let shapes: &[(&str, Make)] = &[
        ("items", |n| {
            format!(
                "<a>{}</a>",
                "<nitf><body><body.content><p>A kite.</p></body.content></body></nitf>".repeat(n)
            )
        }),
        ("nested items", |n| "<NewsItem>".repeat(n)),
        ("nested nitf", |n| "<nitf>".repeat(n)),
        ("closing tags", |n| {
            format!("<nitf>{}", "</p></b>".repeat(n))
        }),
        ("contents", |n| {
            format!(
                "<NewsML><NewsItem>{}</NewsItem></NewsML>",
                "<ContentItem><DataContent><p>A kite</p></DataContent></ContentItem>".repeat(n)
            )
        }),
        ("different contents", |n| {
            let all: String = (0..n)
                .map(|at| {
                    format!(
                        "<ContentItem><DataContent><p>A kite {at}</p></DataContent></ContentItem>"
                    )
                })
                .collect();
            format!("<NewsML><NewsItem>{all}</NewsItem></NewsML>")
        }),
        ("notes", |n| {
            let all: String = (0..n)
                .map(|at| format!("<edNote>kite {at}</edNote>"))
                .collect();
            format!("<newsItem guid='a'><itemMeta>{all}</itemMeta></newsItem>")
        }),
        ("abstracts", |n| {
            let all: String = (0..n)
                .map(|at| format!("<note><p>kite {at}</p></note>"))
                .collect();
            format!("<nitf><body><body.head>{all}</body.head></body></nitf>")
        }),
        ("attributes", |n| {
            format!("<nitf {}><p>A</p></nitf>", "a='1' ".repeat(n))
        }),
        ("entities", |n| {
            format!(
                "<nitf><body><p>{}</p></body></nitf>",
                "&lol;&#65;&".repeat(n)
            )
        }),
    ];
    for (name, make) in shapes {
        let small = time(&make(1_000)).max(Duration::from_millis(20));
        let large = time(&make(8_000));
        assert!(large < small * 24, "{name}: {small:?}, then {large:?}");
    }
}

#[test]
fn bombs_of_entities_depth_and_attributes_are_read_at_once() {
    let lol: String = (1..20)
        .map(|at| format!("<!ENTITY l{at} '{}'>", format!("&l{};", at - 1).repeat(10)))
        .collect();
    let bomb = format!("<!DOCTYPE nitf [<!ENTITY l0 'lol'>{lol}]><nitf><p>&l19;</p></nitf>");
    let attributes: String = (0..80_000).map(|at| format!("a{at}='1' ")).collect();
    for (name, text) in [
        ("entities", bomb),
        ("depth", "<a>".repeat(1_000_000)),
        ("attributes", format!("<nitf {attributes}><p>A</p></nitf>")),
    ] {
        let took = time(&text);
        assert!(took < Duration::from_secs(12), "{name}: {took:?}");
    }
}
