//! Repairs text that was read in a wrong charset and written again as UTF-8: UTF-8 read as windows-1252 (`Ã©` for `é`)
//! or another, once or twice; Russian of one charset read as another (`Ìîñêâà` for `Москва`).

use super::charset::named;
use super::letters::{Kind, LETTERS, kind};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

/// How often a text is repaired: it was seen twice in real copy, never more.
const ROUNDS: usize = 3;

/// The first byte, in UTF-8, of every letter that is a lead byte of windows-1252 shown as a letter.
const LEAD: u8 = 0xC3;

/// The charsets, beside windows-1252, in which UTF-8 is taken to be.
const MISTAKEN: &[&str] = &[
    "macintosh",
    "cp437",
    "cp850",
    "windows-1251",
    "windows-1250",
    "koi8-r",
    "ibm866",
];

/// Charsets of one byte a letter: the one that a text was read in, and the one it is in.
const CONFUSED: &[(&str, &str)] = &[
    ("windows-1252", "windows-1251"),
    ("windows-1252", "koi8-r"),
    ("windows-1251", "koi8-r"),
    ("koi8-r", "windows-1251"),
];

/// How many runs of letters above ASCII, and how many characters, tell whether a repair is worth a try.
const RUNS: usize = 24;
const CHARACTERS: usize = 1500;

/// The bytes of each character in the charsets that text is written back to.
static BACK: LazyLock<FxHashMap<&str, FxHashMap<char, u8>>> = LazyLock::new(|| {
    let confused = CONFUSED.iter().map(|(read, _)| *read);
    let names: FxHashSet<_> = MISTAKEN.iter().copied().chain(confused).collect();
    let back = |name: &'static str| {
        let half = named(name).half()?;
        let known = half
            .iter()
            .zip(0x80..=0xFF)
            .filter_map(|(c, byte)| Some(((*c)?, byte)));
        // Programs that know Latin-1 alone keep the control codes that windows-1252 has signs for.
        let codes = ('\u{80}'..='\u{9F}')
            .zip(0x80..=0x9F)
            .filter(|_| name == "windows-1252");
        Some((name, codes.chain(known).collect()))
    };
    names.into_iter().filter_map(back).collect()
});

/// The repaired text, or `None` where there is nothing to repair.
pub(super) fn repair(text: &str) -> Option<String> {
    let mut best: Option<String> = None;
    for _ in 0..ROUNDS {
        let current = best.as_deref().unwrap_or(text);
        let better = once(current, "windows-1252").filter(|better| signs(better) < signs(current));
        match better.or_else(|| by_others(current)) {
            Some(better) => best = Some(better),
            None => break,
        }
    }
    best
}

/// Whether a text bears the marks of letters lost while it was encoded twice.
pub(super) fn lossy(text: &str) -> bool {
    text.contains("\u{fffd}?") || (text.contains('\u{fffd}') && signs(text) > 0)
}

/// Whether a text has question marks where apostrophes were, more than once: `EU?s`.
pub(super) fn lost_apostrophes(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_one = |at: &usize| {
        let before = at.checked_sub(1).and_then(|at| bytes.get(at));
        let after = bytes.get(at + 1..).unwrap_or_default();
        before.is_some_and(u8::is_ascii_alphabetic)
            && matches!(after, [b's' | b't', end, ..] if matches!(end, b' ' | b',' | b'.' | b'\n'))
    };
    memchr::memchr_iter(b'?', bytes)
        .filter(is_one)
        .take(2)
        .count()
        == 2
}

/// One round: each run of letters above ASCII goes back to its bytes, and these are read as UTF-8. Runs that do not
/// decode stay as they are, so that one honest `é` does not hinder the repair; but a text where most runs do not
/// decode was not encoded twice.
fn once(text: &str, charset: &str) -> Option<String> {
    if charset == "windows-1252" && signs(text) == 0 {
        return None;
    }
    let back = BACK.get(charset)?;
    let mut out = String::with_capacity(text.len());
    let (mut mended, mut kept) = (0usize, 0usize);
    let mut rest = text;
    while let Some((plain, run, after)) = next_run(rest) {
        out.push_str(plain);
        match read_back(run, back) {
            Some(good) => {
                mended += 1;
                out.push_str(&good);
            }
            None => {
                kept += 1;
                out.push_str(run);
            }
        }
        rest = after;
    }
    out.push_str(rest);
    (mended > 0 && mended >= kept).then_some(out)
}

/// What stands before the next run of characters above ASCII, the run, and what comes after it.
fn next_run(text: &str) -> Option<(&str, &str, &str)> {
    let start = text.bytes().position(|byte| !byte.is_ascii())?;
    let (plain, rest) = text.split_at(start);
    let end = rest
        .bytes()
        .position(|byte| byte.is_ascii())
        .unwrap_or(rest.len());
    let (run, after) = rest.split_at(end);
    Some((plain, run, after))
}

/// The text whose UTF-8 bytes, taken as another charset, are `run`.
fn read_back(run: &str, back: &FxHashMap<char, u8>) -> Option<String> {
    let bytes: Option<Vec<u8>> = run.chars().map(|c| back.get(&c).copied()).collect();
    String::from_utf8(bytes?).ok()
}

/// The repair of a text that was read in another charset than windows-1252, where its beginning reads clearly better so.
fn by_others(text: &str) -> Option<String> {
    let start = text.bytes().position(|byte| !byte.is_ascii())?;
    let near: String = text[start..].chars().take(CHARACTERS).collect();
    let twice = MISTAKEN
        .iter()
        .find(|charset| is_encoded_twice(&near, charset));
    if let Some(charset) = twice {
        return once(text, charset);
    }
    let (read, real) = confused(&near)?;
    let back = BACK.get(read)?;
    let mut bytes = Vec::with_capacity(text.len());
    for c in text.chars() {
        bytes.push(if c.is_ascii() {
            c as u8
        } else {
            *back.get(&c)?
        });
    }
    Some(named(real).decode(&bytes).0)
}

/// Whether nearly all runs above ASCII are UTF-8 in the bytes of a charset, several different ones, and read better so.
fn is_encoded_twice(near: &str, charset: &str) -> bool {
    let Some(back) = BACK.get(charset) else {
        return false;
    };
    let (mut mended, mut kept, mut rest) = (FxHashSet::default(), 0, near);
    for _ in 0..RUNS {
        let Some((_, run, after)) = next_run(rest) else {
            break;
        };
        match read_back(run, back) {
            Some(_) => {
                mended.insert(run);
            }
            // The last one may be cut.
            None if after.is_empty() => {}
            None => kept += 1,
        }
        if kept * 9 > mended.len() + 9 {
            return false;
        }
        rest = after;
    }
    mended.len() >= 2.max(kept * 9)
        && once(near, charset).is_some_and(|better| reads_better(&better, near))
}

/// The charset that a Russian text was read in and the one it is in, where the letters are none of any other text's.
fn confused(near: &str) -> Option<(&'static str, &'static str)> {
    let (mut beside, mut above, mut capitals, mut last) = (0usize, 0usize, 0usize, ' ');
    for c in near.chars() {
        if !c.is_ascii() && kind(c) != Kind::Other {
            above += 1;
            beside += usize::from(!last.is_ascii() && kind(last) != Kind::Other);
            capitals += usize::from(kind(last) == Kind::Lower && kind(c) == Kind::Upper);
        }
        last = c;
    }
    // Accented letters of Latin script stand alone; letters of Cyrillic script do not change to capitals in a word.
    let is_latin = near
        .chars()
        .filter(|c| kind(*c) != Kind::Other)
        .all(|c| c < '\u{180}');
    let suspect = if is_latin {
        beside * 10 >= above * 6
    } else {
        capitals >= 2 && capitals * 50 >= above
    };
    if above < 8 || !suspect {
        return None;
    }
    let better = |(read, real): &&(&'static str, &'static str)| {
        let Some(back) = BACK.get(read) else {
            return false;
        };
        let bytes: Option<Vec<u8>> = near
            .chars()
            .map(|c| {
                if c.is_ascii() {
                    Some(c as u8)
                } else {
                    back.get(&c).copied()
                }
            })
            .collect();
        bytes.is_some_and(|bytes| {
            let text = named(real).decode(&bytes).0;
            case_breaks(&text) * 4 <= case_breaks(near) && reads_better(&text, near)
        })
    };
    CONFUSED.iter().find(better).copied()
}

fn case_breaks(text: &str) -> usize {
    let pairs = text.chars().zip(text.chars().skip(1));
    pairs
        .filter(|(a, b)| kind(*a) == Kind::Lower && kind(*b) == Kind::Upper)
        .count()
}

/// Whether a text's letters cost clearly less, each, than those of another.
fn reads_better(text: &str, other: &str) -> bool {
    // In quarters of a bit.
    reading(text) + 4.0 < reading(other)
}

/// What a letter of the words with letters above ASCII costs, in the language where it costs least; signs cost too.
fn reading(text: &str) -> f32 {
    let words = text.split(|c: char| c.is_ascii() && !c.is_ascii_alphabetic());
    let words: Vec<&str> = words.filter(|word| !word.is_ascii()).collect();
    let (mut letters, mut signs) = (0u32, 0u32);
    for c in words.iter().flat_map(|word| word.chars()) {
        match kind(c) {
            Kind::Other => signs += 1,
            _ => letters += 1,
        }
    }
    let cost = |language: &super::letters::Letters| {
        words
            .iter()
            .map(|word| language.cost(word.chars()))
            .sum::<u32>()
    };
    let least = LETTERS.iter().map(cost).min().unwrap_or(0);
    (least + 40 * signs) as f32 / (letters + signs).max(1) as f32
}

/// How many pairs stand in a text that only double encoding makes: a lead byte of UTF-8 shown as a letter, then a
/// continuation byte shown as a sign.
fn signs(text: &str) -> usize {
    // Each lead is two bytes, the first of them C3.
    let leads = memchr::memchr_iter(LEAD, text.as_bytes());
    leads
        .filter(|at| {
            let mut chars = text[*at..].chars();
            chars.next().is_some_and(is_lead) && chars.next().is_some_and(is_continuation)
        })
        .count()
}

fn is_lead(c: char) -> bool {
    matches!(c, '\u{C2}'..='\u{F4}')
}

fn is_continuation(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{BF}') || "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A text as a program writes it that reads it in a wrong charset.
    fn misread(text: &str, real: &str, read: &str) -> String {
        let back = |c: char| {
            if c.is_ascii() || real == "utf-8" {
                return c.to_string().into_bytes();
            }
            let half = named(real).half().unwrap();
            vec![half.iter().position(|it| *it == Some(c)).unwrap() as u8 + 0x80]
        };
        let bytes: Vec<u8> = text.chars().flat_map(back).collect();
        named(read).decode(&bytes).0
    }

    #[test]
    fn text_that_was_misread_is_repaired() {
        let french =
            "Genève (AFP) - Le théâtre a rouvert après des années de travaux, a annoncé la mairie.";
        let russian = "МОСКВА, 6 апреля. /ТАСС/. Оранжерея открыла двери во вторник. Первыми вошли школьники.";
        for (text, real, read) in [
            (french, "utf-8", "windows-1252"),
            (french, "utf-8", "macintosh"),
            (french, "utf-8", "cp437"),
            (french, "utf-8", "cp850"),
            (french, "utf-8", "windows-1251"),
            (russian, "utf-8", "windows-1251"),
            (russian, "windows-1251", "windows-1252"),
            (russian, "koi8-r", "windows-1251"),
        ] {
            assert_eq!(
                repair(&misread(text, real, read)).as_deref(),
                Some(text),
                "{real} as {read}"
            );
        }
    }

    #[test]
    fn honest_sentences_of_all_languages_stay() {
        for row in include_str!("../../tests/languages.tsv").lines() {
            assert_eq!(repair(row), None);
        }
        for text in [
            "Группа «В» и группа «А» сыграли вничью, а группа «С»… нет",
            "Ça va – © 2020 Ångström, Âge d’or «Ô»",
        ] {
            assert_eq!(repair(text), None);
        }
    }

    #[test]
    fn lost_apostrophes_are_seen_where_there_are_several() {
        assert!(lost_apostrophes("The EU?s plan is the city?s too."));
        assert!(!lost_apostrophes("Is it the EU? Some say so. Is it?"));
    }

    proptest! {
        #[test]
        fn any_text_is_repaired_or_left_in_peace(text in ".{0,200}") {
            let _ = (repair(&text), lossy(&text), lost_apostrophes(&text));
        }
    }
}
