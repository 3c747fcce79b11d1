//! 10,000 texts in the charsets of their languages are read again as they were written.
//!
//! The texts are the sentences of `tests/languages.tsv` and `tests/charset-sentences.tsv` and the stories of the
//! corpus, cut together to lengths from a brief's to a story's, in two halves with a figure each. The letter tables come
//! from neither. The few weights of the guess were set by hand from the misses of both, so that neither is unseen.

use dateline::decode::{Hints, decode};
use dateline::facts::Facts;
use dateline::index::{Reading, read_stories};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use unicode_normalization::UnicodeNormalization;

/// The lengths of the texts, in characters.
const LENGTHS: [usize; 6] = [80, 160, 320, 700, 1500, 4000];

const TEXTS: usize = 10_000;

/// Of the texts a debug build reads every fifth, unless `DATELINE_ALL_TEXTS` is set: CI reads all, in a release build.
fn share() -> usize {
    let all = !cfg!(debug_assertions) || std::env::var_os("DATELINE_ALL_TEXTS").is_some();
    if all { 1 } else { 5 }
}

/// The sentences of each language, in two halves.
fn sentences() -> BTreeMap<String, [Vec<String>; 2]> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let ours = [
        include_str!("../languages.tsv"),
        include_str!("../charset-sentences.tsv"),
    ];
    for row in ours.iter().flat_map(|table| table.lines()) {
        if let Some((code, text)) = row.split_once('\t').filter(|_| !row.starts_with('#')) {
            let code = if code == "zh" { "zh-Hans" } else { code };
            found.entry(code.into()).or_default().push(text.into());
        }
    }
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/plain");
    read_stories(
        &[corpus],
        &Reading::default(),
        Facts::built_in(),
        &mut |read| {
            let Ok(story) = read else { return };
            let (Some(code), true) = (story.language, story.charset == "utf-8") else {
                return;
            };
            // Chinese and Serbian stories do not say which script they are in.
            if code != "zh" && code != "sr" {
                found
                    .entry(code)
                    .or_default()
                    .extend(story.paragraphs.into_iter().filter(|text| text.len() > 60));
            }
        },
    )
    .unwrap();
    let halves = |all: Vec<String>| {
        let half = |rest| {
            all.iter()
                .enumerate()
                .filter(|(at, _)| at % 2 == rest)
                .map(|(_, text)| text.clone())
                .collect()
        };
        [half(0), half(1)]
    };
    found
        .into_iter()
        .map(|(code, all)| (code, halves(all)))
        .collect()
}

/// How a charset writes each character: what forced decoding reads as it.
struct Writer {
    name: String,
    bytes: HashMap<String, Vec<u8>>,
}

impl Writer {
    fn new(name: &str) -> Writer {
        let forced = Hints {
            forced: Some(name.into()),
            ..Hints::default()
        };
        let read = |bytes: &[u8]| {
            decode(bytes, &forced)
                .ok()
                .map(|decoded| decoded.text.nfc().collect::<String>())
        };
        let mut written: HashMap<String, Vec<u8>> = HashMap::new();
        let singles = (0x80..=0xFF_u8).map(|byte| vec![byte]);
        let accents = (0xC1..=0xCF_u8)
            .flat_map(|accent| (b'A'..=b'z').map(move |letter| vec![accent, letter]));
        let ascii = (0..=0x7F_u8).map(|byte| vec![byte]);
        for bytes in ascii
            .chain(singles)
            .chain(accents.filter(|_| name == "iso-6937"))
        {
            if let Some(text) =
                read(&bytes).filter(|text| text.chars().count() == 1 && !text.contains('\u{fffd}'))
            {
                written.entry(text).or_insert(bytes);
            }
        }
        Writer {
            name: name.into(),
            bytes: written,
        }
    }

    /// The bytes of a text and the text that they stand for: what the charset lacks is written as agencies do, or left
    /// out.
    fn write(&self, text: &str) -> (String, Vec<u8>) {
        let text: String = text.nfc().collect();
        if let Some(encoding) =
            encoding_rs::Encoding::for_label(self.name.as_bytes()).filter(|it| !it.is_single_byte())
        {
            let known = |c: &char| !encoding.encode(&c.to_string()).2;
            let text: String = text.chars().filter(known).collect();
            let bytes = encoding.encode(&text).0.into_owned();
            return (text, bytes);
        }
        let (mut out, mut bytes) = (String::new(), Vec::new());
        for c in text.chars() {
            for part in self.parts(c) {
                bytes.extend(&self.bytes[&part]);
                out.push_str(&part);
            }
        }
        (out.nfc().collect(), bytes)
    }

    /// A character as one or more that the charset has.
    fn parts(&self, c: char) -> Vec<String> {
        let has = |part: &String| self.bytes.contains_key(part);
        let plain = match c {
            '’' | '‘' | 'ʼ' => "'",
            '“' | '”' | '„' | '«' | '»' => "\"",
            '–' | '—' | '−' => "-",
            '…' => "...",
            '\u{A0}' | '\u{202F}' => " ",
            'œ' => "oe",
            'Œ' => "OE",
            '€' => "EUR",
            'ș' => "ş",
            'ț' => "ţ",
            'Ș' => "Ş",
            'Ț' => "Ţ",
            'ё' => "е",
            'ی' => "ي",
            'ک' => "ك",
            '։' => ".",
            _ => "",
        };
        let one = c.to_string();
        if has(&one) {
            return vec![one];
        }
        // Vietnamese: the vowel with its mark, and the tone after it.
        let all: Vec<char> = one.nfd().collect();
        if let ([base, marks @ ..], true) = (all.as_slice(), self.name == "windows-1258") {
            for tone in marks {
                let rest = marks.iter().filter(|mark| *mark != tone);
                let vowel: String = std::iter::once(base)
                    .chain(rest)
                    .collect::<String>()
                    .nfc()
                    .collect();
                if has(&vowel) && has(&tone.to_string()) {
                    return vec![vowel, tone.to_string()];
                }
            }
        }
        plain.chars().map(|c| c.to_string()).filter(has).collect()
    }
}

/// Numbers that are the same each time.
struct Random(u64);

impl Random {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % most
    }
}

/// A text of about so many characters: a header and sentences, the last one cut at a word's end.
fn text(sentences: &[String], length: usize, random: &mut Random) -> String {
    const HEADERS: [&str; 5] = [
        "",
        "GENEVA, 4 May (AFP) - ",
        "Brussels, 12.03.1996 (BELGA) ",
        "ROME, Feb 7 (Reuters) - ",
        "zczc\nspt012 4 i 123\n\n   ",
    ];
    let mut out = HEADERS[random.below(HEADERS.len())].to_owned();
    let start = random.below(sentences.len());
    for at in 0.. {
        out.push_str(&sentences[(start + at) % sentences.len()]);
        if out.chars().count() >= length {
            break;
        }
        out.push_str(if at % 3 == 2 { "\n   " } else { " " });
    }
    let cut = out
        .char_indices()
        .nth(length)
        .map_or(out.len(), |(at, _)| at);
    let cut = out[..cut]
        .rfind(' ')
        .filter(|_| cut < out.len())
        .unwrap_or(cut);
    let mut out = out[..cut].trim_end().to_owned();
    out.push('\n');
    out
}

/// How many were read as written, of how many.
#[derive(Debug, Default, Clone, Copy)]
struct Score(usize, usize);

impl Score {
    fn add(&mut self, is_right: bool) {
        self.0 += usize::from(is_right);
        self.1 += 1;
    }

    fn percent(self) -> f64 {
        100.0 * self.0 as f64 / self.1.max(1) as f64
    }
}

#[test]
fn texts_in_their_charsets_are_read_as_written() {
    let sentences = sentences();
    let table = include_str!("../charsets.tsv")
        .lines()
        .filter(|row| !row.starts_with('#'));
    let pairs: Vec<(&str, &str)> = table
        .filter_map(|row| row.split_once('\t'))
        .flat_map(|(code, names)| names.split(' ').map(move |name| (code, name)))
        .collect();
    let writers: HashMap<&str, Writer> = pairs
        .iter()
        .map(|(_, name)| (*name, Writer::new(name)))
        .collect();
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut cases = Vec::new();
    let (share, mut made) = (share(), 0);
    // Charset and language change fastest, so that each has as many texts of each length and half as the others.
    for number in 0.. {
        let (code, name) = pairs[number % pairs.len()];
        let turn = number / pairs.len();
        let (length, half) = (LENGTHS[turn % 6], turn / 6 % 2);
        let text = text(&sentences[code][half], length, &mut random);
        let (text, bytes) = writers[name].write(&text);
        // What is ASCII alone tells nothing.
        if text.is_ascii() {
            continue;
        }
        made += 1;
        // Each pair comes at other turns, so that the share has all lengths and halves alike.
        if (number % pairs.len() + turn).is_multiple_of(share) {
            cases.push((code, name, length, half, text, bytes));
        }
        if made == TEXTS {
            break;
        }
    }
    let (mut halves, mut lengths) = ([Score::default(); 2], [[Score::default(); 6]; 2]);
    let mut misses: BTreeMap<(&str, &str), Vec<(usize, String)>> = BTreeMap::new();
    let mut sure: BTreeMap<u32, Score> = BTreeMap::new();
    let chunks = cases.chunks(cases.len().div_ceil(4));
    let read: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = chunks
            .map(|chunk| {
                scope.spawn(|| {
                    chunk
                        .iter()
                        .map(|case| decode(&case.5, &Hints::default()))
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap())
            .collect()
    });
    for ((code, name, length, half, text, _), decoded) in cases.iter().zip(read) {
        let decoded = decoded.unwrap_or_default();
        let is_right = decoded.text.nfc().eq(text.nfc());
        halves[*half].add(is_right);
        let at = LENGTHS.iter().position(|it| it == length).unwrap();
        lengths[*half][at].add(is_right);
        sure.entry((decoded.confidence * 20.0) as u32)
            .or_default()
            .add(is_right);
        if !is_right {
            misses
                .entry((name, code))
                .or_default()
                .push((*length, decoded.charset));
        }
    }
    let all = Score(halves[0].0 + halves[1].0, halves[0].1 + halves[1].1);
    eprintln!(
        "{all:?} {:.2} %: first half {:.2} %, second half {:.2} %",
        all.percent(),
        halves[0].percent(),
        halves[1].percent()
    );
    for (at, length) in LENGTHS.iter().enumerate() {
        eprintln!(
            "{length:5} characters: first half {:6.2} %, second half {:6.2} %",
            lengths[0][at].percent(),
            lengths[1][at].percent()
        );
    }
    for (twentieth, score) in sure {
        eprintln!(
            "confidence from {:.2}: {:6.2} % of {}",
            f64::from(twentieth) / 20.0,
            score.percent(),
            score.1
        );
    }
    for ((name, code), missed) in misses {
        eprintln!("{name} {code}: {missed:?}");
    }
    // A fifth of the texts is off by chance, by some tenths of a percent.
    let least = if share == 1 { 99.5 } else { 99.0 };
    assert!(
        all.1 >= TEXTS * 9 / 10 / share && all.percent() >= least,
        "{:.2} % are read as written",
        all.percent()
    );
}
