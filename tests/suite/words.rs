//! Whatever the bytes are, reading them gives a record or a reason, loses no word, and takes time in proportion.

use dateline::decode::{Hints, decode};
use dateline::enrich::{Options, Origin, enrich};
use dateline::facts::Facts;
use dateline::parse::{Context, parse};
use dateline::story::Story;
use proptest::prelude::*;
use proptest::sample::select;
use std::collections::HashSet;
use std::time::{Duration, Instant};

/// The stories of some text.
fn read(text: &str) -> Vec<Story> {
    let options = Options {
        today: "2026-11-22".parse().unwrap(),
        ..Options::default()
    };
    let facts = Facts::built_in();
    let items = parse(text, &Context::new(facts));
    let dispatches: Vec<_> = items.into_iter().flatten().collect();
    let enriched = dispatches
        .into_iter()
        .map(|dispatch| enrich(dispatch, &Origin::default(), &options, facts));
    enriched.collect()
}

/// The runs of letters and figures of a text. A Chinese character is one by itself: a dateline ends between two.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_han = |c: char| ('\u{3400}'..='\u{9fff}').contains(&c);
    let parts = text.split(|c: char| !c.is_alphanumeric());
    let parts = parts.flat_map(move |run| run.split_inclusive(is_han));
    let parts = parts.flat_map(move |run| {
        let (before, sign) = run.split_at(run.find(is_han).unwrap_or(run.len()));
        [before, sign]
    });
    parts.filter(|word| !word.is_empty())
}

/// Every text that a record holds of its story.
fn texts(story: &Story) -> impl Iterator<Item = &String> {
    let fields = [
        &story.dateline,
        &story.headline,
        &story.byline,
        &story.slug,
        &story.note,
        &story.signoff,
        &story.credit,
    ];
    let lists = story.header.iter().chain(&story.paragraphs);
    fields.into_iter().flatten().chain(lists)
}

/// The words of a text that none of its stories holds.
fn lost(text: &str) -> Vec<String> {
    let stories = read(text);
    let held: HashSet<&str> = stories
        .iter()
        .flat_map(texts)
        .flat_map(|text| words(text))
        .collect();
    let lost = words(text).filter(|word| !held.contains(word));
    lost.map(String::from).collect()
}

/// Lines that stand above datelines.
const HEADS: &[&str] = &[
    " date 2020-11 ",
    " date 2020-11-17 ",
    "URGENT",
    "1ST LEAD",
    "FLASH - Kites banned",
    "ALERTE",
    "[속보] 연 박물관",
    "REFILE",
    "UPDATE 2-Kite club wins cup",
    "CORRECTED-UPDATE 1-Kite club wins",
    "(LEAD) Kite club wins cup",
    "Kite club wins (3DER)",
    "Kite club wins cup",
    "Kite club\nwins cup =",
    "KITE CLUB WINS",
    "Kites/clubs/",
    "Kites/clubs/\nSports/",
    "BC-XX--Kite Club, 1st Ld-Writethru,640",
    "^BC-XX--Kite Club, KILL,20<",
    "KITE-CLUB/ (UPDATE 1, PIX)",
    "Slug: kite-club",
    "By Anna Example",
    "By ANNA EXAMPLE=\nAssociated Press Writer",
    "By Jo Sample, dpa =\nBy Anna Example =",
    "Par Jo EXEMPLE",
    "(di Jo Esempio)",
    "Von Jo Beispiel (dpa)",
    "홍길동 기자",
    "من فلان الفلاني",
    "De notre envoyé spécial",
    "Deniz Örnekçi",
    "(Adds quote in paragraph 3)",
    "(Corrects month\nin headline)",
    "Eds: Updates with quotes.",
    "(ATTN: ADDS photo)",
    "NDLR: le club",
    "(Achtung: Sperrfrist: 17. November, 18.00 Uhr)",
    "ATTENTION - ajoute photo ///",
    "* Kites rise\n* Clubs fall",
    "EMBARGOED until 1200 GMT Nov 17 - Kite club to win",
    "SOUS EMBARGO jusqu'à 18H00 GMT",
    "EMBARGO\n17.11.2020 18:00",
    "AP Photo XYZ101",
    "=(PHOTO+VIDEO)=",
    " 10:25, 5 March, 2020",
    "Time in Yerevan: 11:07:36,   25 November",
    "FRA0112 1 G 0006 FRA/AFP-XB21",
    "-- Kite club wins\n-- By Jo Example\n-- By Anna Sample\n-- Fri Oct 20, 2006 6:15pm EDT\n-- http://news.example/kite-a-1",
    "http://news.example/",
    "Prière d'annuler la dépêche",
    "DIARY: kites",
    "2-Kite club wins",
    "France",
    "新华社快讯：风筝",
];
/// Datelines.
const LINES: &[&str] = &[
    "Gyumri, 3 nov 2020 (AFP) - ",
    "OSLO, March 3 (Reuters) - ",
    "OSLO\n(AFP) - ",
    "CHATHAM, Mass. (AP) _ ",
    "   MOSCOU 15/06 (AFP) = ",
    "(ANSA) - MATERA, 6 LUG - ",
    "8.10.2020, Warszawa (PAP) - ",
    "ОМСК, 23 марта. /ТАСС/. ",
    "新华社上海9月2日电（记者张三） ",
    "新华社上海9月2日电 题：风筝飞起来\n　　新华社记者张三\n　　",
    "【北京共同】",
    "（中央社記者王小明台北17日電）",
    "(서울=연합뉴스) 홍길동 기자 = ",
    "YEREVAN, MARCH 5, ARMENPRESS. ",
    "Nueva Delhi, 21 ene (EFE).- ",
    "Budapest, 2020. november 17., kedd (MTI) - ",
    "By Jo Example and Anna Sample ZURICH (Reuters) - ",
    "BEIJING, Nov. 17 (Xinhua) -- [TEXT] ",
    "MADRID, 9 Sep. (EUROPA PRESS) - \n\n ",
    "****SANTO DOMINGO, 3 nov (EFE).- ",
    "BRUXELLES 23/07 (AFP-DPA-REUTER) = ",
    "Paris avec AFP - ",
    "AMMAN — ",
    "(Reuters) - (Adds details) ",
    "باريس (أ ف ب) - ",
    "(MENAFN - Trend News Agency) BAKU, Azerbaijan, July 4. ",
    "OSLO, Monday (Reuters) - ",
    "",
];
/// What stands at the end.
const TAILS: &[&str] = &[
    " Reuter",
    "REUTER...^M",
    "abc/de/fgh/",
    "bur-ab/cd",
    "mb\nAFP 310544 AOU 97",
    "dpa ab cde fgh",
    "(Reporting by Jo Example; Editing by A. Sample)",
    "(Reporting by Jo Example))",
    "((jo.example@news.example))",
    "Enditem",
    "（完）",
    "-0-",
    "NNNN",
    "###",
    "-30-",
    "(MORE)",
    "Lusa/Fim",
    "./.CVN\n310001 JUL 97",
    "/ritzau/",
    "(TT)",
    "END",
    "FIN",
    "конец",
    "EFE\nab/cd",
    "L.D. –0–",
    "PTI NMK VSN",
    "This report by The Canadian Press was first published Nov. 17, 2020.",
    "# Notebook\n\n## Orte",
    "the\nend",
    "he/she",
    "U.S.\nREUTER",
    "",
];

fn assembled() -> impl Strategy<Value = String> {
    let heads = prop::collection::vec((select(HEADS), select(&["\n", "\n\n", "\r\n"][..])), 0..5);
    let body = prop::collection::vec(
        prop::collection::vec("[A-Za-zéß0-9]{1,9}", 1..30).prop_map(|words| words.join(" ")),
        0..5,
    );
    let end = select(&[".\n", ".\n\n", "\n", ".\n    ", "\n\n"][..]);
    (
        heads,
        select(LINES),
        body,
        end,
        prop::collection::vec(select(TAILS), 0..3),
    )
        .prop_map(|(heads, line, body, end, tails)| {
            let mut text = String::new();
            for (head, newline) in heads {
                text.push_str(head);
                text.push_str(newline);
            }
            text.push_str(line);
            for paragraph in body {
                text.push_str(&paragraph);
                text.push_str(end);
            }
            for tail in tails {
                text.push_str(tail);
                text.push('\n');
            }
            text
        })
}

/// Any pieces of header, in any order, glued by any signs.
fn scattered() -> impl Strategy<Value = String> {
    let sign = select(
        &[
            " ", "\n", "\n\n", "-", " - ", "(", ")", "[", ":", "/", ",", ". ", "\t", "\u{3000}",
            "=", "<", "^", "* ", "電", "«", "\"", "1", "   ",
        ][..],
    );
    let piece = prop_oneof![
        select(HEADS),
        select(LINES),
        select(TAILS),
        select(&["a", "Kite", "AFP", "(AFP)", "2020", "17", "Paris", "é"][..])
    ];
    prop::collection::vec((piece, sign), 0..14).prop_map(|pieces| {
        let parts = pieces
            .into_iter()
            .map(|(piece, sign)| format!("{piece}{sign}"));
        parts.collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(300), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_word_of_a_dispatch_is_lost(text in assembled()) {
        prop_assert_eq!(lost(&text), Vec::<String>::new(), "{:?}", text);
    }

    #[test]
    fn no_word_of_any_text_is_lost(text in scattered()) {
        prop_assert_eq!(lost(&text), Vec::<String>::new(), "{:?}", text);
    }

    #[test]
    fn no_word_of_random_characters_is_lost(text in "[\\PC\n\t]{0,200}") {
        let text: String = text.chars().filter(|c| !is_unseen(*c)).collect();
        // What begins as JSON is JSON, and where it is broken the report says so.
        let text = text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '{' | '['));
        prop_assert_eq!(lost(text), Vec::<String>::new(), "{:?}", text);
    }

    #[test]
    fn any_bytes_give_stories_or_a_reason(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        if let Ok(decoded) = decode(&bytes, &Hints::default()) {
            read(&decoded.text);
        }
    }

    #[test]
    fn damaged_dispatches_give_stories_or_a_reason(
        text in assembled(),
        harm in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3), 1..12),
    ) {
        let mut bytes = text.into_bytes();
        for (at, byte, how) in harm {
            if bytes.is_empty() {
                break;
            }
            let at = at.index(bytes.len());
            match how {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => bytes.truncate(at),
            }
        }
        if let Ok(decoded) = decode(&bytes, &Hints::default()) {
            read(&decoded.text);
        }
    }
}

/// How many cases are tried: `PROPTEST_CASES` asks for more.
fn cases(usual: u32) -> u32 {
    let asked = std::env::var("PROPTEST_CASES").ok();
    asked.and_then(|cases| cases.parse().ok()).unwrap_or(usual)
}

/// Characters that have no width: cleaning takes them out, also from within words.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// The time of reading some text, the best of several.
fn time(text: &str) -> Duration {
    let timed = || {
        let start = Instant::now();
        read(text);
        start.elapsed()
    };
    (0..2).map(|_| timed()).min().unwrap()
}

#[test]
#[ignore = "measures time: cargo test --release -- --ignored eight_times"]
fn eight_times_the_text_takes_about_eight_times_as_long() {
    let nasty = [
        "(",
        ")",
        "((((Reporting by ",
        "))))))",
        "[LEAD] ",
        "- ",
        "-",
        "— ",
        " (AFP) - ",
        "(AFP)",
        "OSLO (AFP) - a, ",
        "1",
        "17 nov 2020, ",
        "\n",
        "\n\n",
        "   \n",
        "a\n",
        "A b, c\n\n",
        "URGENT - ",
        "URGENT\n",
        "UPDATE 2-",
        "By Jo Example and ",
        "By Jo\n",
        "(Adds \n",
        "(Adds a) ",
        "* a\n",
        "a/b/",
        "ab/cd\n",
        "Reuter\n",
        "NNNN\n",
        "=\n",
        "題：",
        "题：a\n",
        "（",
        "【",
        "Embargoed until ",
        "18:00 ",
        "-- a\n",
        "é",
        "風",
        "ا ",
        "\u{3000}",
        "\t",
        "  1  2  3\n",
        "kite\"",
        "«",
        ":",
        "/",
        "|",
        "^<\n",
        "2. ",
    ];
    for piece in nasty {
        let small = piece.repeat(30_000 / piece.len() + 1);
        let large = small.repeat(8);
        let (before, after) = (time(&small), time(&large));
        let bound = before * 24 + Duration::from_millis(150);
        assert!(
            after <= bound,
            "{piece:?}: {before:?}, eight times the text {after:?}"
        );
    }
}
