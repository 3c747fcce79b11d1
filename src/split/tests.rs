use super::*;

/// Gives a text a few bytes at a time, and breaks where it is told to.
struct Slow<'a> {
    text: &'a [u8],
    step: usize,
    breaks: bool,
}

impl Read for Slow<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let length = self.step.min(out.len()).min(self.text.len());
        if length == 0 && self.breaks && !out.is_empty() {
            return Err(io::Error::other("broken"));
        }
        out[..length].copy_from_slice(&self.text[..length]);
        self.text = &self.text[length..];
        Ok(length)
    }
}

/// What a text is cut into; records of more than `limit` bytes as `!number@offset`.
fn cut(text: &[u8], records: &Records, limit: u64, begin: usize, breaks: bool) -> Vec<String> {
    let begin = begin.min(text.len());
    let mut rest = Slow {
        text: &text[begin..],
        step: 777,
        breaks,
    };
    pieces(text[..begin].to_vec(), &mut rest, records, limit)
        .map(|cut| match cut {
            Cut::Piece(piece) => String::from_utf8(piece).unwrap(),
            Cut::TooLarge { record, offset } => format!("!{record:?}@{offset}"),
            Cut::Broken(error) => format!("!{error}"),
        })
        .collect()
}

const LIMIT: u64 = 32 << 20;

/// Three records of the kind, two of which make a piece.
fn three(record: impl Fn(&str) -> String) -> [String; 3] {
    [1, 2, 3].map(|number| record(&format!("{number}{}", "é".repeat(PIECE * 3 / 10))))
}

fn assert_cut(text: &str, records: &Records, wanted: &[String]) {
    for begin in [0, 10, 64 << 10, PIECE + 1, text.len()] {
        let found = cut(text.as_bytes(), records, LIMIT, begin, false);
        assert!(
            found == wanted,
            "{records:?} from {begin}: {} pieces",
            found.len()
        );
    }
}

#[test]
fn files_are_cut_where_their_records_end_however_they_arrive() {
    let [a, b, c] = three(|text| format!("{{\"text\":\"{text}\"}}\n"));
    assert_cut(&[&*a, &b, &c].concat(), &Records::Lines, &[a + &b, c]);

    let [a, b, c] = three(|text| format!("From kite\n\n{text}\n"));
    let mbox = [&*a, &b, &c].concat();
    assert_cut(&mbox, &Records::LineStart(b"From "), &[a + &b, c]);

    let [a, b, c] = three(|text| {
        let header = "From kite@example.com Tue Mar  3 10:15:00 1998\nSubject: kite";
        format!("{header}\n\n{text}\n\nFrom Oslo we hear:\nNote: kites\n\n")
    });
    assert_cut(&[&*a, &b, &c].concat(), &Records::Messages, &[a + &b, c]);

    let [a, b, c] = three(|text| format!("<DOC>\n{text}\n</doc>"));
    assert_cut(
        &[&*a, &b, &c, "\n"].concat(),
        &Records::End(b"</DOC>"),
        &[a + &b, c + "\n"],
    );

    let one = "a kite\n".repeat(PIECE / 2);
    assert_cut(&one, &Records::Whole, std::slice::from_ref(&one));
}

#[test]
fn rows_are_cut_outside_quotes_and_each_piece_begins_with_the_header() {
    let header = "\"head\nline\",text\n";
    let [a, b, c] = three(|text| format!("1\" of kite,\"{text}\nsaid \"\"kite\"\"\n\"\n"));
    let table = [header, &a, &b, &c].concat();
    let wanted = [[header, &a, &b].concat(), [header, &c].concat()];
    assert_cut(&table, &Records::Rows, &wanted);
}

#[test]
fn elements_are_cut_at_their_start_tags_and_each_piece_begins_with_what_was_before() {
    let head = "<?xml version=\"1.0\"?>\n<!-- <item> --><a:news xmlns:a=\"x\">\n";
    let [a, b, c] = three(|text| {
        format!("<a:Item id='1'><![CDATA[<item> ]] {text}<item>]]><items/></a:Item>\n")
    });
    let feed = [head, &a, &b, &c, "</a:news>\n"].concat();
    let wanted = [[head, &a, &b].concat(), [head, &c, "</a:news>\n"].concat()];
    assert_cut(&feed, &Records::Elements("item"), &wanted);
}

#[test]
fn the_elements_of_an_array_stand_one_a_line() {
    let [a, b, c] = three(|text| format!("{{\"a\": [1,\n2], \"text\": \"{text}]\\\"}},\"}}"));
    let array = format!("\u{feff}[\n {a},\n{b} , {c}\n]\n");
    let line = |element: &str| format!("{}\n", element.replace('\n', " "));
    let wanted = [line(&a) + &line(&b), line(&c)];
    assert_cut(&array, &Records::JsonArray, &wanted);
    let open = cut(b"[{\"a\": 1},{\"b", &Records::JsonArray, LIMIT, 0, false);
    assert_eq!(open, ["{\"a\": 1}\n{\"b\n"]);
}

#[test]
fn a_record_that_is_too_large_is_named_and_the_next_ones_are_read() {
    let long = "x".repeat(3 * STEP);
    let text = format!("one\n{long}\nthree\n");
    for (begin, limit) in [(0, 100), (text.len(), 100), (5, 300_000)] {
        let found = cut(text.as_bytes(), &Records::Lines, limit, begin, false);
        assert_eq!(found, ["one\n", "!Some(2)@4", "three\n"], "{begin} {limit}");
    }
    let found = cut(text.as_bytes(), &Records::Whole, 1000, 0, false);
    assert_eq!(found, ["!None@0"]);
    let last = cut(
        format!("one\n{long}").as_bytes(),
        &Records::Lines,
        100,
        0,
        false,
    );
    assert_eq!(last, ["one\n", "!Some(2)@4"]);
    // A quotation mark that nothing closes hides no more than the limit.
    let row = format!("head\n\"{long}\nthree\n\"four\"\n");
    let found = cut(row.as_bytes(), &Records::Rows, 600_000, 0, false);
    assert_eq!(found[1], "!Some(1)@5");
    assert_eq!(found.last().unwrap(), "head\nthree\n\"four\"\n");
}

#[test]
fn what_came_before_a_break_is_kept() {
    let found = cut(b"one\ntwo\nthr", &Records::Lines, LIMIT, 0, true);
    assert_eq!(found, ["one\ntwo\nthr", "!broken"]);
    let found = cut(b"one", &Records::Whole, LIMIT, 0, true);
    assert_eq!(found, ["one", "!broken"]);
}

#[test]
fn nothing_is_cut_into_nothing() {
    for records in [
        Records::Whole,
        Records::Lines,
        Records::Rows,
        Records::JsonArray,
        Records::LineStart(b"From "),
        Records::Messages,
        Records::End(b"</DOC>"),
        Records::Elements("item"),
    ] {
        assert!(cut(b"", &records, LIMIT, 0, false).is_empty());
        assert!(cut(b"\xEF\xBB\xBF", &records, LIMIT, 0, false).len() <= 1);
    }
}

#[test]
fn a_record_whose_end_is_only_half_read_is_not_too_large_yet() {
    let text = b"A record of thirty-nine bytes, no more.\nDEV-MUC3-0001 (NOSC)\n";
    for begin in 0..text.len() {
        let (begin, mut rest) = text.split_at(begin);
        let records = Records::LineStart(b"DEV-MUC");
        let cuts = pieces(begin.to_vec(), &mut rest, &records, 40);
        assert!(
            cuts.into_iter().all(|cut| matches!(cut, Cut::Piece(_))),
            "{} bytes read first",
            begin.len()
        );
    }
}
