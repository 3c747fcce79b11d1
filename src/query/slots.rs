//! From a word or phrase as typed to the slots that a story's words have to fill: what is dropped before and after an
//! apostrophe, what a hyphen joins, and where `*` and `?` truncate.

use super::{Slot, fuzzy};
use crate::language::japanese::{self, Inflected};
use crate::language::words::is_apostrophe;
use crate::language::{self, han, words};
use std::ops::Range;

/// Letters that have to stand before a `*`: fewer would be half of a language.
pub(super) const LETTERS_BEFORE_STAR: usize = 3;

/// The slots of a piece of text, and what was assumed in reading it.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// The words, in order.
    pub(super) slots: Vec<Slot>,
    /// In words for the reader.
    pub(super) assumed: Vec<String>,
}

/// Reads a phrase in quotes: every word of it counts, as written.
pub(super) fn phrase(text: &str, exact: bool) -> Reading {
    let slots = words(text).into_iter().map(|(word, _)| match exact {
        true => Slot::Exact(word),
        false => Slot::Folded(word),
    });
    let mut reading = Reading {
        slots: slots.collect(),
        assumed: Vec::new(),
    };
    if text.contains('*') && !reading.slots.is_empty() {
        reading
            .assumed
            .push("* does not truncate in quotes".to_string());
    }
    reading
}

/// Reads a word outside quotes. Several words typed without a space are a phrase.
pub(super) fn word(text: &str, exact: bool) -> Reading {
    let mut assumed = Vec::new();
    let (text, slips) = with_slips(text, &mut assumed);
    if !exact
        && slips.is_none()
        && let Some(slots) = characters(text)
    {
        return Reading { slots, assumed };
    }
    let pieces = without_apostrophes(text, words(text));
    let pieces = truncated(text, &pieces, &mut assumed);
    let alone = pieces.len() == 1;
    let slips = slips.and_then(|slips| allowed(slips, &pieces, exact, &mut assumed));
    let slots = pieces.into_iter().map(|piece| {
        if let Some(slips) = slips {
            Slot::Fuzzy(piece, slips)
        } else if piece.contains(is_wildcard) {
            if exact {
                assumed.push("a truncated word cannot be exact: = is left out".to_string());
            }
            Slot::Pattern(piece)
        } else if exact {
            Slot::Exact(piece)
        } else if alone {
            Slot::Inflected(piece)
        } else {
            Slot::Folded(piece)
        }
    });
    Reading {
        slots: slots.collect(),
        assumed,
    }
}

impl Slot {
    /// The same word without its inflections.
    pub(super) fn uninflected(self) -> Slot {
        match self {
            Slot::Inflected(word) => Slot::Folded(word),
            slot => slot,
        }
    }
}

/// Reads a single word of Chinese or Japanese: one that the dictionary knows, or a verb or adjective of Japanese. Other
/// rows of characters are phrases.
fn characters(text: &str) -> Option<Vec<Slot>> {
    let tokens: Vec<_> = words::known_tokens(text).collect();
    let rows = tokens
        .windows(2)
        .all(|pair| pair[0].range.end == pair[1].range.start);
    let whole = tokens.first()?.range.start == 0 && tokens.last()?.range.end == text.len();
    if tokens.len() < 2 || !rows || !whole {
        return None;
    }
    let surfaces: Vec<String> = tokens
        .iter()
        .map(|token| token.surface().into_owned())
        .collect();
    let firsts: Vec<char> = surfaces
        .iter()
        .filter_map(|word| word.chars().next())
        .collect();
    let folded = |words: &[String]| words.iter().cloned().map(Slot::Folded).collect::<Vec<_>>();
    match japanese::inflected(&firsts) {
        Inflected::Kana(stem) => {
            let last = surfaces.get(stem)?.clone();
            return Some([folded(&surfaces[..stem]), vec![Slot::Inflected(last)]].concat());
        }
        Inflected::Stem(stem) => return Some(folded(&surfaces[..stem])),
        Inflected::Whole => {}
    }
    let is_whole = |word: &String| word.chars().count() == tokens.len();
    let short = tokens.len() <= han::LONGEST_HIDDEN;
    let known = short && tokens.first()?.words.iter().any(is_whole);
    known.then(|| {
        [
            vec![Slot::Dictionary(surfaces.concat())],
            folded(&surfaces[1..]),
        ]
        .concat()
    })
}

/// Reads a word where nothing is an operator (`--words`).
pub(super) fn plain(text: &str) -> Vec<Slot> {
    word(&text.replace(['*', '?', '~'], "\u{0}"), false).slots
}

/// The rows that stand for a row where any of its words is enough: each word as if it stood alone. What is written
/// without blanks, as Chinese and Japanese are, stays one row.
pub(super) fn apart(row: Vec<Slot>) -> Vec<Vec<Slot>> {
    let unspaced = |c| han::is_han(c) || han::is_hiragana(c) || han::is_katakana(c);
    if row.iter().any(|slot| slot.word().contains(unspaced)) {
        return vec![row];
    }
    let alone = |slot| match slot {
        Slot::Folded(word) => vec![Slot::Inflected(word)],
        slot => vec![slot],
    };
    row.into_iter().map(alone).collect()
}

/// The slips that a `~` asks for.
#[derive(Clone, Copy)]
enum Slips {
    /// `~`: as many as the word's length allows.
    Any,
    /// `~1`
    Number(u8),
}

/// A text without the `~1` at its end, and how many slips that asks for.
fn with_slips<'t>(text: &'t str, assumed: &mut Vec<String>) -> (&'t str, Option<Slips>) {
    let Some((word, number)) = text.rsplit_once('~') else {
        return (text, None);
    };
    let slips = match number {
        "" => Slips::Any,
        _ if number.bytes().all(|b| b.is_ascii_digit()) => {
            Slips::Number(number.parse().unwrap_or(u8::MAX))
        }
        // A share of the word's letters: how Lucene counted until 2012.
        _ if number.starts_with("0.") && number[2..].bytes().all(|b| b.is_ascii_digit()) => {
            assumed.push(format!("~{number} is read as ~: write ~1 or ~2"));
            Slips::Any
        }
        _ => return (text, None),
    };
    (word, Some(slips))
}

/// How many slips a word may have; `None` where the words are none that can have any.
fn allowed(slips: Slips, words: &[String], exact: bool, assumed: &mut Vec<String>) -> Option<u8> {
    let [word] = words else {
        if !words.is_empty() {
            assumed.push("~ goes with one word: left out".to_string());
        }
        return None;
    };
    let letters = word.chars().count();
    let refused = match letters {
        _ if word.contains(is_wildcard) => "~ does not go with a truncation: left out".to_string(),
        _ if letters < fuzzy::LETTERS_FOR_ONE => {
            format!(
                "~ needs a word of {} letters: left out",
                fuzzy::LETTERS_FOR_ONE
            )
        }
        _ if letters > fuzzy::MOST_LETTERS => {
            format!(
                "~ needs a word of at most {} letters: left out",
                fuzzy::MOST_LETTERS
            )
        }
        _ => String::new(),
    };
    if !refused.is_empty() {
        assumed.push(refused);
        return None;
    }
    let slips = match slips {
        Slips::Any if letters >= fuzzy::LETTERS_FOR_TWO_UNASKED => 2,
        Slips::Any => 1,
        Slips::Number(0) => {
            assumed.push("~0 asks for the word itself".to_string());
            return None;
        }
        Slips::Number(1) => 1,
        Slips::Number(_) if letters < fuzzy::LETTERS_FOR_TWO => {
            let least = fuzzy::LETTERS_FOR_TWO;
            assumed.push(format!("~2 needs {least} letters: read as ~1"));
            1
        }
        Slips::Number(number) => {
            if number > fuzzy::MOST {
                assumed.push("more than two letters off is another word: read as ~2".to_string());
            }
            fuzzy::MOST
        }
    };
    if exact {
        assumed.push("a word with ~ cannot be exact: = is left out".to_string());
    }
    Some(slips)
}

/// The words without an elided one before them (`l'`, `dell'`) and a possessive `'s` after them.
fn without_apostrophes(text: &str, mut pieces: Vec<Piece>) -> Vec<Piece> {
    let apostrophe = |before: &Piece, after: &Piece| {
        let between = text[before.1.end..after.1.start].chars();
        between.clone().count() == 1 && between.clone().all(is_apostrophe)
    };
    if let [first, second, ..] = pieces.as_slice()
        && apostrophe(first, second)
        && is_elided(&first.0)
    {
        pieces.remove(0);
    }
    if let [.., before, last] = pieces.as_slice()
        && last.0 == "s"
        && apostrophe(before, last)
    {
        pieces.pop();
    }
    pieces
}

/// The words with their `*` and `?`, where these truncate; where they cannot, they part words as a blank does.
fn truncated(text: &str, pieces: &[Piece], assumed: &mut Vec<String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut open = false;
    for (number, (word, at)) in pieces.iter().enumerate() {
        match out.last_mut() {
            Some(pattern) if open => pattern.push_str(word),
            _ => out.push(word.clone()),
        }
        let next = pieces.get(number + 1).map(|(_, next)| next.start);
        let gap = &text[at.end..next.unwrap_or(text.len())];
        let signs = &gap[..gap.find(|c| !is_wildcard(c)).unwrap_or(gap.len())];
        open = next.is_some() && !signs.is_empty() && signs.len() == gap.len();
        let kept = if open {
            signs
        } else {
            signs.trim_end_matches('?')
        };
        if kept.len() < signs.len() {
            assumed.push("? at the end of a word is punctuation".to_string());
        }
        if let Some(pattern) = out.last_mut() {
            push_signs(pattern, kept);
        }
    }
    let leads = pieces
        .first()
        .is_some_and(|(_, at)| text[..at.start].ends_with('*'));
    if leads {
        assumed.push("a * before a word is left out".to_string());
    }
    out.into_iter()
        .flat_map(|pattern| checked(pattern, assumed))
        .collect()
}

/// Adds the signs to a pattern; two stars in a row are one.
fn push_signs(pattern: &mut String, signs: &str) {
    for sign in signs.chars() {
        if !(sign == '*' && pattern.ends_with('*')) {
            pattern.push(sign);
        }
    }
}

/// A pattern that may stand, or its words.
fn checked(pattern: String, assumed: &mut Vec<String>) -> Vec<String> {
    if !pattern.contains(is_wildcard) {
        return vec![pattern];
    }
    let stem = pattern.split('*').next().unwrap_or_default();
    let letters = stem.chars().filter(|c| *c != '?').count();
    if letters >= LETTERS_BEFORE_STAR || !pattern.contains('*') {
        return vec![pattern];
    }
    assumed.push(format!(
        "{pattern} is read as a word: * needs {LETTERS_BEFORE_STAR} letters before it"
    ));
    pattern
        .split(is_wildcard)
        .filter(|word| !word.is_empty())
        .map(str::to_string)
        .collect()
}

fn is_wildcard(c: char) -> bool {
    matches!(c, '*' | '?')
}

fn is_elided(word: &str) -> bool {
    language::elisions().any(|elision| elision == word)
}

/// A word, NFC and lower case, and its bytes in the text.
type Piece = (String, Range<usize>);

/// The words of a text, cut as the index cuts them.
fn words(text: &str) -> Vec<Piece> {
    let tokens = words::tokens(text);
    tokens
        .map(|token| (token.surface().into_owned(), token.range))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(reading: &Reading) -> String {
        let slots = reading.slots.iter().map(|slot| match slot {
            Slot::Inflected(word) => format!("~{word}"),
            Slot::Folded(word) => word.clone(),
            Slot::Dictionary(word) => format!("+{word}"),
            Slot::Exact(word) => format!("={word}"),
            Slot::Pattern(word) => word.clone(),
            Slot::Fuzzy(word, slips) => format!("{word}~{slips}"),
        });
        slots.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn words_typed_without_a_space_are_slots_in_a_row() {
        let table = [
            ("Karabakh", "~karabakh"),
            ("cessez-le-feu", "cessez le feu"),
            ("cessez‑le‑feu", "cessez le feu"),
            ("l'Arménie", "~arménie"),
            ("L’ARMÉNIE", "~arménie"),
            ("jusqu'aujourd’hui", "~aujourd'hui"),
            ("aujourd’hui", "~aujourd'hui"),
            ("Moscow's", "~moscow"),
            ("Armenia’s", "~armenia"),
            ("O'Brien", "o brien"),
            ("l'", "~l"),
            ("l's", "~s"),
            ("Côte-d'Ivoire", "côte d ivoire"),
            ("de\u{301}ce\u{300}s", "~décès"),
            ("20:30", "20 30"),
            ("negoci*", "negoci*"),
            ("NEGOCI**", "negoci*"),
            ("wom?n", "wom?n"),
            ("cessez-le-fe*", "cessez le fe"),
            ("cessez-le-feu*", "cessez le feu*"),
            ("l'armén*", "armén*"),
            ("anti*terror*", "anti*terror*"),
            ("ab*", "~ab"),
            ("w*n", "w n"),
            ("*tion", "~tion"),
            ("quoi?", "~quoi"),
            ("Aliev~1", "aliev~1"),
            ("Aliev~", "aliev~1"),
            ("Aliyev~", "aliyev~2"),
            ("Aliev~2", "aliev~2"),
            ("Aliev~9", "aliev~2"),
            ("Aliev~0", "~aliev"),
            ("Aliev~0.7", "aliev~1"),
            ("ONU~2", "onu~1"),
            ("l'Arménie~1", "arménie~1"),
            ("UE~1", "~ue"),
            ("cessez-le-feu~1", "cessez le feu"),
            ("negoci*~1", "negoci*"),
            ("a~b", "a b"),
            ("~", ""),
            ("京都", "+京都 都"),
            ("停火协议", "停 火 协 议"),
            ("選ぶ", "選 ~ぶ"),
            ("食べる", "食 べ"),
            ("G20峰会", "g20 峰 会"),
            ("--", ""),
        ];
        for (typed, expected) in table {
            assert_eq!(shown(&word(typed, false)), expected, "{typed}");
        }
    }

    #[test]
    fn in_quotes_every_word_counts_as_written() {
        assert_eq!(
            shown(&phrase("l'accord de Minsk", false)),
            "l accord de minsk"
        );
        assert_eq!(shown(&phrase("Le Monde", true)), "=le =monde");
    }

    #[test]
    fn nothing_is_an_operator_in_plain_words() {
        let reading = Reading {
            slots: plain("=negoci*"),
            assumed: Vec::new(),
        };
        assert_eq!(shown(&reading), "~negoci");
    }
}
