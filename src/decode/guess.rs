//! Guesses a charset by what the text reads like in each: the cost, in quarters of a bit, of its words as words of the
//! languages that the charset is used with, of its signs, and of what no text has.

use super::charset::{CHARSETS, Charset, Half};
use super::letters::{self, Characters, Kind, LETTERS, Letters, kind};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// How many bytes are looked at, from the line of the first byte above 7F on.
const SAMPLE: usize = 64 * 1024;
/// Bytes above 7F are looked at until there are so many; the first few tell which charsets are worth it.
const HIGH: usize = 1536;
const FIRST_HIGH: usize = 128;
/// A charset that is so much worse by the first few is out.
const HOPELESS: u32 = 4 * 80;
/// How many bytes of ASCII tell the language.
const PLAIN: usize = 3000;
/// A word of a language other than the text's: a name.
const NAME: u32 = 4 * 6;
/// The most that a language's ASCII can speak against it.
const MOST_PLAIN: u32 = 4 * 30;
/// A small letter of ASCII in one run with characters of East Asia; capitals are commoner there.
const BESIDE: u32 = 4 * 8;
/// Runs of letters are cut at so many bytes.
const LONGEST: usize = 64;

/// What a text reads like.
pub(super) struct Guess {
    pub(super) best: &'static Charset,
    /// The next one that gives another text, and how much worse it is, in bits.
    pub(super) next: Option<(&'static Charset, f32)>,
    /// What the best costs for each byte of the words with bytes above 7F, in bits.
    pub(super) cost: f32,
    /// How many bytes above 7F were weighed.
    pub(super) letters: u32,
}

/// What speaks for a charset beside the text.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Lean<'n> {
    /// That of the piece of the same file before.
    pub(super) before: Option<&'n str>,
    /// The one that the text declares.
    pub(super) declared: Option<&'n str>,
}

/// A charset that is weighed, with its table.
struct Candidate {
    charset: &'static Charset,
    half: Option<Box<Half>>,
    alphabets: Vec<&'static Letters>,
    characters: Option<&'static Characters>,
    bits: u32,
}

static CANDIDATES: LazyLock<Vec<Candidate>> = LazyLock::new(|| {
    let candidate = |charset: &'static Charset| {
        let codes = || charset.languages.iter();
        Some(Candidate {
            bits: (4.0 * charset.bits?) as u32,
            charset,
            half: charset.half(),
            alphabets: codes().filter_map(|code| letters::of(code)).collect(),
            characters: codes().find_map(|code| letters::characters_of(code)),
        })
    };
    CHARSETS.iter().filter_map(candidate).collect()
});

static ENGLISH: LazyLock<Option<&'static Letters>> = LazyLock::new(|| letters::of("en"));

/// The part of a file that is weighed.
struct Sample<'b> {
    bytes: &'b [u8],
    /// Each run of letters and bytes above 7F, and how often it stands there.
    runs: Vec<(&'b [u8], u32)>,
    high: u32,
}

impl<'b> Sample<'b> {
    fn of(bytes: &'b [u8], most: usize) -> Sample<'b> {
        let first = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
        // Back to the run's begin, not the line's: a line may be a megabyte.
        let before = &bytes[first.saturating_sub(LONGEST)..first];
        let letters = before
            .iter()
            .rev()
            .take_while(|byte| byte.is_ascii_alphabetic());
        let start = first - letters.count();
        let bytes = &bytes[start..bytes.len().min(start + SAMPLE)];
        let mut counts: FxHashMap<&[u8], u32> = FxHashMap::default();
        let mut runs = Vec::new();
        let (mut at, mut high) = (0, 0);
        while at < bytes.len() && high < most {
            let rest = &bytes[at..];
            let is_letter = |byte: &u8| byte.is_ascii_alphabetic() || !byte.is_ascii();
            let length = rest
                .iter()
                .take(LONGEST)
                .take_while(|byte| is_letter(byte))
                .count();
            let run = &rest[..length];
            let found = run.iter().filter(|byte| !byte.is_ascii()).count();
            if found > 0 {
                let count = counts.entry(run).or_default();
                if *count == 0 {
                    runs.push(run);
                }
                *count += 1;
            }
            high += found;
            at += length.max(1);
        }
        Sample {
            bytes: &bytes[..at],
            runs: runs.into_iter().map(|run| (run, counts[run])).collect(),
            high: high as u32,
        }
    }
}

impl Sample<'_> {
    /// The bytes of all its runs.
    fn length(&self) -> usize {
        let runs = self.runs.iter();
        runs.map(|(run, count)| run.len() * *count as usize).sum()
    }
}

/// Guesses the charset of bytes of which some are above 7F.
pub(super) fn guess(bytes: &[u8], lean: Lean) -> Option<Guess> {
    let plain = plain_costs(bytes);
    let weigh = |sample: &Sample, candidates: &[&'static Candidate]| {
        let cost = |candidate: &&'static Candidate| {
            (candidate.cost(sample, &plain, bytes, lean), *candidate)
        };
        let mut costs: Vec<_> = candidates.iter().map(cost).collect();
        // Stable: of equals, the table's first.
        costs.sort_by_key(|(cost, _)| *cost);
        costs
    };
    let all: Vec<&Candidate> = CANDIDATES.iter().collect();
    let mut sample = Sample::of(bytes, FIRST_HIGH);
    let mut ranked = weigh(&sample, &all);
    let whole = Sample::of(bytes, HIGH);
    if whole.high > sample.high {
        let least = ranked.first()?.0;
        let hopeful = ranked.iter().filter(|(cost, _)| *cost <= least + HOPELESS);
        let hopeful: Vec<_> = hopeful.map(|(_, candidate)| *candidate).collect();
        ranked = weigh(&whole, &hopeful);
        sample = whole;
    }
    let (least, best) = *ranked.first()?;
    let text = best.charset.decode(sample.bytes).0;
    let other = ranked[1..].iter().take(12);
    let next = other
        .filter(|(_, candidate)| candidate.charset.decode(sample.bytes).0 != text)
        .map(|(cost, candidate)| (candidate.charset, (cost - least) as f32 / 4.0))
        .next();
    Some(Guess {
        best: best.charset,
        next,
        cost: least as f32 / 4.0 / sample.length().max(1) as f32,
        letters: sample.high,
    })
}

/// What the ASCII words cost in each language of Latin letters, above the cheapest; the order is that of [`LETTERS`].
fn plain_costs(bytes: &[u8]) -> Vec<u32> {
    let first = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let start = first.saturating_sub(PLAIN / 2);
    let near = &bytes[start..bytes.len().min(start + PLAIN)];
    let words = near.split(|byte| byte.is_ascii() && !byte.is_ascii_alphabetic());
    // Abbreviations and marks are of no language.
    let is_word =
        |word: &&[u8]| word.is_ascii() && word.len() > 1 && word.iter().any(u8::is_ascii_lowercase);
    let words: Vec<&[u8]> = words.filter(is_word).collect();
    let cost = |letters: &Letters| -> u32 {
        let cost = |word: &&[u8]| letters.cost(word.iter().map(|byte| char::from(*byte)));
        words.iter().map(cost).sum()
    };
    let english = ENGLISH.map_or(0, cost);
    let costs: Vec<u32> = LETTERS
        .iter()
        .map(|letters| {
            if letters.is_latin {
                cost(letters)
            } else {
                english
            }
        })
        .collect();
    let least = costs.iter().min().copied().unwrap_or(0);
    costs
        .iter()
        .map(|cost| ((cost - least) / 2).min(MOST_PLAIN))
        .collect()
}

impl Candidate {
    fn cost(&self, sample: &Sample, plain: &[u32], bytes: &[u8], lean: Lean) -> u32 {
        let cost = match self.characters {
            Some(characters) => self.east_asian(sample, characters),
            None => self.alphabetic(sample, plain),
        };
        let leaned = |name: Option<&str>, bits: u32| {
            if name == Some(self.charset.name) {
                0
            } else {
                4 * bits
            }
        };
        let mut cost = cost + self.bits + leaned(lean.before, 8);
        if lean.declared.is_some() {
            cost += leaned(lean.declared, 25);
        }
        // Items of a wire in the form of IPTC 7901 are older than Windows, and their standard's charset is ISO 6937.
        if self.charset.name == "iso-6937" && bytes.contains(&1) && bytes.contains(&2) {
            cost = cost.saturating_sub(8);
        }
        cost
    }

    fn alphabetic(&self, sample: &Sample, plain: &[u32]) -> u32 {
        let mut odd = 0;
        let mut runs: Vec<(Vec<char>, u32, u32)> = Vec::with_capacity(sample.runs.len());
        for (run, count) in &sample.runs {
            let text = self.characters(run);
            odd += count * oddness(&text);
            let words = self
                .alphabets
                .iter()
                .map(|letters| letters.cost(text.iter().copied()));
            let name = words.min().unwrap_or(0) + NAME;
            runs.push((text, *count, name));
        }
        let english = ENGLISH.iter().copied();
        let languages = self.alphabets.iter().copied().chain(english);
        let cost = |language: &Letters| -> u32 {
            let words = runs
                .iter()
                .map(|(text, count, name)| count * letters_cost(language, text).min(*name));
            let at = LETTERS
                .iter()
                .position(|letters| letters.code == language.code);
            words.sum::<u32>() + at.and_then(|at| plain.get(at)).copied().unwrap_or(0)
        };
        odd + languages.map(cost).min().unwrap_or(u32::MAX / 4)
    }

    fn characters(&self, run: &[u8]) -> Vec<char> {
        let Some(half) = &self.half else {
            return self.charset.decode(run).0.chars().collect();
        };
        let decode = |byte: &u8| match byte.checked_sub(0x80) {
            None => char::from(*byte),
            Some(at) => half[usize::from(at)].unwrap_or(char::REPLACEMENT_CHARACTER),
        };
        run.iter().map(decode).collect()
    }

    fn east_asian(&self, sample: &Sample, characters: &Characters) -> u32 {
        let (text, _) = self.charset.decode(sample.bytes);
        let is_letter = |c: &char| c.is_ascii_alphabetic() || !c.is_ascii();
        let runs = text.split(|c| !is_letter(&c)).filter(|run| !run.is_ascii());
        let cost = |c: char| {
            if c.is_ascii() {
                BESIDE
            } else {
                characters.cost(c)
            }
        };
        runs.flat_map(str::chars).map(cost).sum()
    }
}

fn letters_cost(language: &Letters, text: &[char]) -> u32 {
    language.cost(text.iter().copied())
}

/// What speaks against a run being text in any language: capitals inside a word, letters of two scripts in one word,
/// rare signs, control codes, bytes that are nothing.
fn oddness(text: &[char]) -> u32 {
    let mut odd = 0;
    let mut last = ' ';
    for (at, &c) in text.iter().enumerate() {
        let next = text.get(at + 1).copied().unwrap_or(' ');
        if kind(c) == Kind::Other {
            odd += sign_cost(c, last, next);
        } else if !(c.is_ascii() && last.is_ascii()) {
            odd += match (kind(last), kind(c)) {
                (Kind::Lower, Kind::Upper) => 44,
                // A small letter after two capitals.
                (Kind::Upper, Kind::Lower) if at > 1 && kind(text[at - 2]) == Kind::Upper => 28,
                _ => 0,
            };
            let scripts = (is_latin(last), is_latin(c));
            if kind(last) != Kind::Other && scripts.0 != scripts.1 {
                odd += 32;
            }
        }
        last = c;
    }
    odd
}

fn is_latin(c: char) -> bool {
    c < '\u{370}' || ('\u{1E00}'..='\u{1EFF}').contains(&c)
}

fn sign_cost(c: char, last: char, next: char) -> u32 {
    let is_letter = |c| kind(c) != Kind::Other;
    let between = is_letter(last) && is_letter(next);
    let hangs = is_letter(last) || is_letter(next);
    let rarity = match c {
        '¼' | '½' | '¾' | '²' | '³' | '¹' | '¦' | '¨' | '¸' | '´' if hangs => 56,
        _ if c.is_ascii() => return 0,
        '’' => return if is_letter(last) { 14 } else { 24 },
        '“' | '«' | '„' | '‘' => 18 + if is_letter(last) { 16 } else { 0 },
        '”' | '»' => {
            18 + if is_letter(next) && !is_letter(last) {
                16
            } else {
                0
            }
        }
        '–' | '—' if hangs => 32,
        '\u{A0}' | '–' | '—' | '،' | '·' => 20,
        '…' | '€' | '£' | '°' | '§' | '•' | 'º' | 'ª' | '½' | '№' | '¿' | '¡' | '؛' | '؟' | '׳'
        | '״' | '־' => 28,
        '\u{AD}' | '©' | '®' | '™' | '²' | '³' | '×' | '±' | '´' | '¼' | '¾' | '′' | '«'..='¬' => {
            36
        }
        '\u{200C}' | '\u{200D}' | '\u{200E}' | '\u{200F}' => 24,
        '\u{2500}'..='\u{259F}' if c == last => 4,
        // A stray byte at the end of a word is no line of a table.
        '\u{2500}'..='\u{259F}' if hangs => 104,
        '\u{2500}'..='\u{259F}' => 40,
        '\u{80}'..='\u{9F}' => 100,
        '\u{E000}'..='\u{F8FF}' => 100,
        char::REPLACEMENT_CHARACTER => 120,
        _ => 48,
    };
    let inside = match c {
        '·' | '\u{AD}' | '\u{200C}' | '\u{200D}' | '—' | '–' | '…' | '\u{A0}' => 8,
        _ => 36,
    };
    rarity + if between { inside } else { 0 }
}
