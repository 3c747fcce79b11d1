//! Long files in the markup of research corpora: every story is read, whatever quirk its item has, and memory does not
//! grow with the file.

use crate::harness::peak_of;
use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

/// How many stories the long file and the short one have.
const LONG: usize = 20_000;
const SHORT: usize = 2_000;
/// The most that the peak of the long file may lie over that of the short one, in KiB.
const MORE: u64 = 64 << 10;

/// A story as it was generated.
struct Told {
    id: String,
    headline: Option<String>,
    place: &'static str,
    date: String,
}

/// Places as printed, in capitals, and as the record names them.
const PLACES: &[(&str, &str, &str)] = &[
    ("Oslo", "OSLO", "Oslo"),
    ("London", "LONDON", "London"),
    ("Helsinki", "HELSINKI", "Helsinki"),
    ("Zurich", "ZURICH", "Zürich"),
    ("Lisbon", "LISBON", "Lisbon"),
    ("Madrid", "MADRID", "Madrid"),
    ("Lima", "LIMA", "Lima"),
    ("Vienna", "VIENNA", "Vienna"),
];
const THINGS: &[&str] = &[
    "kite museum",
    "ferry line",
    "herb garden",
    "carousel",
    "lighthouse",
    "tram",
];
const MONTHS: &[(&str, &str)] = &[
    ("JAN", "Jan"),
    ("FEB", "Feb"),
    ("MAR", "March"),
    ("APR", "April"),
    ("JUN", "June"),
];
const MONTH_NUMBERS: &[u32] = &[1, 2, 3, 4, 6];
const SPANISH_MONTHS: &[&str] = &["ene", "feb", "mar", "abr", "jun"];

/// Numbers that look random and are the same in each run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        ((self.0 >> 33) as usize) % sides
    }
}

/// A body of some paragraphs that end in the number of the story.
fn body(dice: &mut Dice, number: usize, indent: &str, thing: &str) -> String {
    let mut text = format!("The {thing} opened its doors for guest {number}\nof the season.\n");
    for _ in 0..dice.roll(8) {
        text += &format!(
            "{indent}It has {} rooms &amp; a café of its own, where guests\nmay wait for the wind.\n",
            dice.roll(900)
        );
    }
    text
}

/// A story of Reuters-21578. One in 85 has junk after its date, one in ten an author, one in 20 a brief without text;
/// some have a byte that is no UTF-8.
fn reuters(dice: &mut Dice, number: usize) -> (Vec<u8>, Told) {
    let (_, loud, place) = PLACES[dice.roll(PLACES.len())];
    let month = dice.roll(MONTHS.len());
    let day = 1 + dice.roll(28);
    let thing = THINGS[dice.roll(THINGS.len())];
    let headline = format!("{} &lt;K{number}> OPENS", thing.to_uppercase());
    let junk = if dice.roll(85) == 0 {
        "\n   E RM\n f0704reute"
    } else {
        ""
    };
    let author = if dice.roll(10) == 0 {
        "<AUTHOR>    By Jo Example, Reuters</AUTHOR>\n"
    } else {
        ""
    };
    let brief = dice.roll(20) == 0;
    let head = format!(
        "<REUTERS TOPICS=\"YES\" LEWISSPLIT=\"TRAIN\" CGISPLIT=\"TRAINING-SET\" OLDID=\"{}\" NEWID=\"{number}\">\n<DATE>{day:>2}-{}-1987 15:01:01.79{junk}</DATE>\n<TOPICS><D>ship</D></TOPICS>\n<PLACES><D>usa</D></PLACES>\n<PEOPLE></PEOPLE>\n<ORGS></ORGS>\n<EXCHANGES></EXCHANGES>\n<COMPANIES></COMPANIES>\n<UNKNOWN> \n&#5;&#5;&#5;C T\n&#22;&#22;&#1;f0704&#31;reute\nu f BC-KITES   02-26 0105</UNKNOWN>\n",
        number + 5_000,
        MONTHS[month].0
    );
    let text = if brief {
        format!("<TEXT TYPE=\"BRIEF\">&#2;\n******<TITLE>{headline}\n</TITLE>&#3;\n\n</TEXT>\n")
    } else {
        format!(
            "<TEXT>&#2;\n<TITLE>{headline}</TITLE>\n{author}<DATELINE>    {loud}, {} {day} - </DATELINE><BODY>{} Reuter\n&#3;</BODY></TEXT>\n",
            MONTHS[month].1,
            body(dice, number, "    ", thing).replace('é', "e")
        )
    };
    let mut bytes = format!("{head}{text}</REUTERS>\n").into_bytes();
    if dice.roll(1_000) == 0 {
        let at = bytes
            .windows(5)
            .position(|word| word == b"</BOD")
            .unwrap_or(0);
        if at > 0 {
            bytes.insert(at, 0xfc);
        }
    }
    let told = Told {
        id: number.to_string(),
        headline: Some(headline.replace("&lt;", "<")),
        place: if brief { "" } else { place },
        date: format!("1987-{:02}-{day:02}", MONTH_NUMBERS[month]),
    };
    (bytes, told)
}

/// A story of TREC's AP: several heads and texts, bylines, headers of two lines or none.
fn ap(dice: &mut Dice, number: usize) -> (Vec<u8>, Told) {
    let (_, loud, place) = PLACES[dice.roll(PLACES.len())];
    let month = dice.roll(MONTHS.len());
    let day = 1 + dice.roll(28);
    let thing = THINGS[dice.roll(THINGS.len())];
    let date = format!("88{:02}{day:02}", MONTH_NUMBERS[month]);
    let headline = (dice.roll(10) > 0).then(|| format!("The {thing} Number {number} Opens"));
    let mut text = format!(
        "<DOC>\n<DOCNO> AP{date}-{number:05} </DOCNO>\n<FILEID>AP-NR-{:02}-{day:02}-88 1637EST</FILEID>\n<1ST_LINE>r w AM-Kites     {:02}-{day:02} 0155</1ST_LINE>\n<2ND_LINE>AM-Kites {number},150</2ND_LINE>\n",
        MONTH_NUMBERS[month], MONTH_NUMBERS[month]
    );
    if let Some(headline) = &headline {
        text += &format!("<HEAD>{headline}</HEAD>\n");
        if dice.roll(5) == 0 {
            text += "<HEAD>Eds: ADDS quote</HEAD>\n";
        }
    }
    if dice.roll(4) == 0 {
        text += "<BYLINE>By JO EXAMPLE</BYLINE>\n<BYLINE>Associated Press Writer</BYLINE>\n";
    }
    text += &format!(
        "<DATELINE>{loud} (AP) </DATELINE>\n<TEXT>\n   {}</TEXT>\n",
        body(dice, number, "   ", thing)
    );
    if dice.roll(6) == 0 {
        text += "<TEXT>\n   More guests are expected.\n</TEXT>\n";
    }
    let told = Told {
        id: number.to_string(),
        headline,
        place,
        date: format!("1988-{:02}-{day:02}", MONTH_NUMBERS[month]),
    };
    ((text + "</DOC>\n").into_bytes(), told)
}

/// A story of CLEF's EFE, in Latin-1.
fn efe(dice: &mut Dice, number: usize) -> (Vec<u8>, Told) {
    let (printed, _, place) = PLACES[dice.roll(PLACES.len())];
    let month = dice.roll(MONTHS.len());
    let day = 1 + dice.roll(28);
    let date = format!("1994{:02}{day:02}", MONTH_NUMBERS[month]);
    let headline = format!("EL MUSEO ESPAÑOL {number} REABRE");
    let body = body(dice, number, "   ", "museo");
    let text = format!(
        "<DOC>\n<DOCNO>EFE{date}-{number:05}</DOCNO>\n<DOCID>EFE{date}-{number:05}</DOCID>\n<DATE>{date}</DATE>\n<TIME>00.12</TIME>\n<SCATE>VAR</SCATE>\n<FICHEROS>94F.JPG</FICHEROS>\n<DESTINO>ICX EXG</DESTINO>\n<CATEGORY>VARIOS</CATEGORY>\n<CLAVE>DP2403</CLAVE>\n<NUM>{number}</NUM>\n<PRIORIDAD>U</PRIORIDAD>\n<NIVEL>\n</NIVEL>\n<TITLE>   ESPAÑA-MUSEOS\n   {headline}\n</TITLE>\n<TEXT>   {printed}, {day} {} (EFE).- {body}   EFE\n   ab/cd\n</TEXT>\n</DOC>\n",
        SPANISH_MONTHS[month]
    );
    let told = Told {
        id: number.to_string(),
        headline: Some(headline),
        place,
        date: format!("1994-{:02}-{day:02}", MONTH_NUMBERS[month]),
    };
    (text.chars().map(|c| c as u8).collect(), told)
}

type Generator = fn(&mut Dice, usize) -> (Vec<u8>, Told);

/// Writes a file of so many stories, and says what it holds.
fn write(path: &Path, begin: &str, generator: Generator, count: usize) -> Vec<Told> {
    let mut file = std::io::BufWriter::new(std::fs::File::create(path).unwrap());
    file.write_all(begin.as_bytes()).unwrap();
    let mut dice = Dice(7);
    let stories = (1..=count).map(|number| {
        let (bytes, told) = generator(&mut dice, number);
        file.write_all(&bytes).unwrap();
        told
    });
    stories.collect()
}

/// The records that the program prints of a file, and its peak of memory in KiB.
fn records(path: &Path) -> (Vec<Value>, u64) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(["parse", "--json"])
        .arg(path)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let watch = peak_of(&child);
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let records = lines
        .map(|line| serde_json::from_str(&line.unwrap()).unwrap())
        .collect();
    assert!(child.wait().unwrap().success());
    (records, watch.join().unwrap())
}

fn check(format: &str, begin: &str, generator: Generator) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("stories");
    write(&path, begin, generator, SHORT);
    let (short, peak_of_short) = records(&path);
    assert_eq!(short.len(), SHORT, "{format}: stories of the short file");
    let told = write(&path, begin, generator, LONG);
    let (read, peak) = records(&path);
    assert_eq!(read.len(), LONG, "{format}: stories of the long file");
    for (told, read) in told.iter().zip(&read) {
        let of = |field: &str| read[field].as_str().map(String::from);
        assert_eq!(of("format").as_deref(), Some(format));
        let number = read["part"].as_u64().unwrap().to_string();
        assert_eq!(number, told.id);
        assert_eq!(of("headline"), told.headline, "{format} {number}");
        let place = read["places"][0]["name"].as_str().unwrap_or_default();
        assert_eq!(place, told.place, "{format} {number}");
        let date = of("date").unwrap_or_default();
        assert!(
            date.starts_with(&told.date),
            "{format} {number}: {date}, not {}",
            told.date
        );
    }
    eprintln!("{format}: {peak_of_short} KiB for {SHORT} stories, {peak} KiB for {LONG}");
    assert!(
        peak <= peak_of_short + MORE,
        "{format}: {peak} KiB, {peak_of_short} KiB for a tenth of it"
    );
}

#[test]
#[ignore = "reads 60,000 stories: cargo test --release --test suite -- --ignored twenty_thousand"]
fn twenty_thousand_stories_of_one_file_are_read_in_constant_memory() {
    check(
        "reuters21578",
        "<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n",
        reuters,
    );
    check("trec", "", ap);
    check("trec", "", efe);
}
