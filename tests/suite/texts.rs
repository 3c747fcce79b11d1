//! Formats of research corpora, mails and tables meet any text: whatever marks stand in it, and wherever it is cut off,
//! it is read, and in a time that grows with its length alone.

use dateline::facts::Facts;
use dateline::parse::{Context, FORMATS, Format, parse_as};
use dateline::split::{self, Cut, Records};
use proptest::prelude::*;
use std::time::{Duration, Instant};

/// What texts are made of: the marks that the formats look for, whole and broken, and words.
const MARKS: &[&str] = &[
    "<DOC>",
    "</DOC>",
    "<DOC id=\"AFP_ENG_19950302.0007\" type=\"story\">",
    "<DOCNO> AP880302-0001 </DOCNO>",
    "<REUTERS NEWID=\"1\">",
    "</REUTERS>",
    "<TEXT>",
    "</TEXT>",
    "<BODY>",
    "</BODY>",
    "<HEAD>",
    "<HL>",
    "<P>",
    "</P>",
    "<TITLE>***",
    "<DATELINE>OSLO (AP) _ ",
    "</DATELINE>",
    "<DATE>3-MAR-1987",
    "<1ST_LINE>r w AM-Kites",
    "<!--",
    "-->",
    "<",
    ">",
    "&#3;",
    "&amp;",
    "&",
    "\u{feff}",
    "DEV-MUC3-0001 (NOSC)",
    "LIMA, 3 MAR 90 (EFE) -- [TEXT] ",
    "[",
    "]",
    "From a@b Tue Mar  3 10:15:00 1998",
    "From: Jo <jo@example.com>",
    "Subject: =?utf-8?q?kites?=",
    "Subject: ",
    ": ",
    "Content-Type: multipart/mixed; boundary=b",
    "Content-Type: text/html; charset=koi8-r",
    "Content-Transfer-Encoding: base64",
    "--b",
    "--b--",
    "Message-ID: <a@b>",
    "Headline: Kites",
    "{\"Headline\":[\"a\"]}",
    "headline,date,text",
    "sep=;",
    "\"",
    "\"\"",
    ",",
    ";",
    "\t",
    "A kite flew over Oslo.",
    "EFE",
    "ab/cd",
    "é",
    "風",
    "-0-",
    "   ",
    "\n",
    "\n\n",
    "\r\n",
    "\0",
    "\u{4}",
];

const NAMES: &[&str] = &[
    "reuters21578",
    "trec",
    "gigaword",
    "tac",
    "muc",
    "mail",
    "csv",
];

fn formats() -> Vec<&'static dyn Format> {
    let known = |name: &&str| FORMATS.iter().find(|format| format.name() == *name);
    NAMES.iter().map(|name| *known(name).expect(name)).collect()
}

fn read(format: &dyn Format, text: &str) -> usize {
    let context = Context {
        bytes: text.as_bytes(),
        ..Context::new(Facts::built_in())
    };
    parse_as(format, text, &context).len()
}

/// A text of some marks, each on a line of its own or not.
fn texts() -> impl Strategy<Value = String> {
    let piece = (prop::sample::select(MARKS), any::<bool>());
    prop::collection::vec(piece, 0..60).prop_map(|pieces| {
        let pieces = pieces.iter();
        pieces
            .flat_map(|(mark, ends)| [*mark, if *ends { "\n" } else { "" }])
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_format_reads_texts_of_its_own_marks_wherever_they_are_cut(text in texts(), at in any::<prop::sample::Index>()) {
        let cut = text.floor_char_boundary(at.index(text.len() + 1));
        for format in formats() {
            format.fits(&text, Facts::built_in());
            read(format, &text);
            read(format, &text[..cut]);
            read(format, &text[cut..]);
        }
    }

    #[test]
    fn every_format_reads_any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let text = String::from_utf8_lossy(&bytes);
        for format in formats() {
            format.fits(&text, Facts::built_in());
            read(format, &text);
        }
    }

    #[test]
    fn a_file_of_marked_records_is_cut_in_the_same_places_however_it_arrives(text in texts(), at in any::<prop::sample::Index>()) {
        let begin = at.index(text.len() + 1);
        for records in [Records::Messages, Records::End(b"</DOC>"), Records::LineStart(b"DEV-MUC")] {
            let cuts = |begin: usize| -> Vec<Vec<u8>> {
                let (begin, mut rest) = text.as_bytes().split_at(begin);
                // Records longer than this are refused, which shows where each ends.
                let cuts = split::pieces(begin.to_vec(), &mut rest, &records, 40);
                cuts.map(|cut| match cut {
                    Cut::Piece(bytes) => bytes,
                    Cut::TooLarge { record, offset } => format!("{record:?} {offset}").into_bytes(),
                    Cut::Broken(error) => panic!("{error}"),
                }).collect()
            };
            prop_assert_eq!(cuts(0), cuts(begin), "{:?} at {}", records, begin);
        }
    }
}

#[test]
fn texts_four_times_as_long_take_about_four_times_as_long() {
    const LENGTH: usize = 32 << 10;
    // A quadratic reader takes sixteen times as long.
    const MOST: u32 = 10;
    const NOISE: Duration = Duration::from_millis(400);
    let begins = [
        "",
        "<DOC><DOCNO>AP880302-0001</DOCNO><TEXT>",
        "From a@b Tue\nFrom: a@b\nDate: x\n\n",
        "headline,text\n",
    ];
    for mark in MARKS {
        for (format, begin) in formats().into_iter().zip(begins.iter().cycle()) {
            let took = |length: usize| {
                let text = [begin, mark.repeat(length / mark.len()).as_str()].concat();
                let start = Instant::now();
                read(format, &text);
                start.elapsed()
            };
            let is_linear = || took(4 * LENGTH) <= took(LENGTH) * MOST + NOISE;
            assert!(
                is_linear() || is_linear(),
                "{} reads {mark:?} slowly",
                format.name()
            );
        }
    }
}
