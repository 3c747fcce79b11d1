//! Reads one text for the names that begin at a place of it, and tells whether they count there.

use super::bytes::{char_len, ends_word, is_cjk, starts_inside_word, word_len};
use super::tables::Rule;
use super::{Name, Names, Source};

/// Shorter stems, in letters, are not inflected: too many words end like them.
const SHORTEST_STEM: usize = 3;
/// How far around a name in capitals the text has to be in capitals too, in bytes.
const SURROUNDINGS: usize = 60;

/// Words that stand before a place at the start of a sentence and are no part of its name.
const PREPOSITIONS: &[&str] = &[
    "In", "At", "From", "To", "For", "With", "À", "A", "En", "De", "Dans", "Au", "Nach", "Aus",
    "Von", "Bei", "Da", "Nel", "Em", "No", "Na", "The", "And", "But", "W", "Z", "V", "В", "Из",
    "На", "И",
];

/// Reads one text.
pub(super) struct Reader<'r> {
    pub(super) names: &'r Names,
    pub(super) source: &'r dyn Source,
    pub(super) text: &'r str,
    pub(super) endings: &'r [(&'static str, &'static str)],
}

impl Reader<'_> {
    /// Shows the longest name that stands here, and says where it ends.
    pub(super) fn name_at(&self, at: usize, show: impl FnOnce(&Name)) -> Option<usize> {
        let bytes = self.text.as_bytes();
        if starts_inside_word(bytes, at) {
            return None;
        }
        let (key, end) = key(bytes, at);
        let word = self.text.get(at..end)?;
        let mut show = Some(show);
        let mut found = |name: &Name, end: usize| {
            show.take().into_iter().for_each(|show| show(name));
            end
        };
        if self.names.may_hold(key) {
            let end = self.names.with(self.source, key, word, |group| {
                let fits = |name: &&Name| self.stands(name, at, false);
                let name = group.iter().find(fits)?;
                Some(found(name, at + name.name.len()))
            });
            if end.is_some() {
                return end;
            }
        }
        self.in_capitals(at, word, &mut found)
            .or_else(|| self.inflected(word, &mut |name| found(name, end)))
    }

    /// The longest name that stands here in capitals, among capitals.
    fn in_capitals(
        &self,
        at: usize,
        word: &str,
        found: &mut impl FnMut(&Name, usize) -> usize,
    ) -> Option<usize> {
        let second = *word.as_bytes().get(1)?;
        if second.is_ascii_lowercase() {
            return None;
        }
        let mut letters = word.chars();
        let first = letters.next()?;
        if letters.next().is_none_or(|c| !c.is_uppercase()) || word.chars().any(is_small) {
            return None;
        }
        let title: String = [first]
            .into_iter()
            .chain(
                word[first.len_utf8()..]
                    .chars()
                    .flat_map(char::to_lowercase),
            )
            .collect();
        let (key, end) = key(title.as_bytes(), 0);
        if end != title.len() || !self.names.may_hold(key) {
            return None;
        }
        self.names.with(self.source, key, &title, |group| {
            let name = group.iter().find(|name| self.stands(name, at, true))?;
            Some(found(name, at + name.name.len()))
        })
    }

    /// The name that a word is a case of.
    fn inflected(&self, word: &str, found: &mut impl FnMut(&Name) -> usize) -> Option<usize> {
        self.endings.iter().find_map(|(inflected, nominative)| {
            let stem = word.strip_suffix(inflected)?;
            if stem.chars().count() < SHORTEST_STEM {
                return None;
            }
            let key = hash(hash(SEED, stem.as_bytes()), nominative.as_bytes());
            if !self.names.may_hold(key) {
                return None;
            }
            let base = format!("{stem}{nominative}");
            self.names.with(self.source, key, &base, |group| {
                let is_base = |name: &&Name| name.name == base && name.rule == Rule::Anywhere;
                group.iter().find(is_base).map(&mut *found)
            })
        })
    }

    /// Whether a name stands here, and counts.
    fn stands(&self, name: &Name, at: usize, capitals: bool) -> bool {
        let end = at + name.name.len();
        let bytes = self.text.as_bytes();
        let Some(written) = bytes.get(at..end) else {
            return false;
        };
        let same = match capitals {
            false => written.last() == Some(&name.last) && written == name.name.as_bytes(),
            true => self
                .text
                .get(at..end)
                .is_some_and(|written| written.to_lowercase() == name.name.to_lowercase()),
        };
        same && ends_word(bytes, end)
            && (!capitals || is_among_capitals(self.text, &(at..end)))
            && (name.rule != Rule::Alone || stands_alone(self.text, &(at..end)))
    }
}

/// Where the next name may begin after one did not begin here.
pub(super) fn pass(bytes: &[u8], at: usize) -> usize {
    let word = word_len(bytes, at);
    match is_cjk(bytes, at) || word == 0 {
        true => at + char_len(bytes[at]).min(bytes.len() - at),
        false => at + word,
    }
}

/// Bytes at which a name may begin: capital letters of ASCII, and all that is not ASCII.
pub(super) static CANDIDATE: [bool; 256] = {
    let mut candidate = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        candidate[byte] = (byte as u8).is_ascii_uppercase() || byte >= 0xC3;
        byte += 1;
    }
    candidate
};

const SEED: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a, with its upper bits mixed for tables by [`key`].
fn hash(seed: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(seed, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// The hash of the word that begins here, or of two signs where words are not set apart; and where it ends.
pub(super) fn key(bytes: &[u8], at: usize) -> (u64, usize) {
    let end = match is_cjk(bytes, at) {
        true => (at + 6).min(bytes.len()),
        false => at + word_len(bytes, at),
    };
    (hash(SEED, &bytes[at..end]), end)
}

/// Whether a letter is a small one of a script that has capitals in running text, which Georgian has not.
fn is_small(c: char) -> bool {
    c.is_lowercase() && !('\u{10D0}'..='\u{10FF}').contains(&c)
}

/// Whether there is no small letter around a name: it stands in a headline or a header in capitals.
fn is_among_capitals(text: &str, at: &std::ops::Range<usize>) -> bool {
    let mut start = at.start.saturating_sub(SURROUNDINGS);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let mut end = (at.end + SURROUNDINGS).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    !text[start..end].chars().any(is_small)
}

/// Whether a name's capital tells that it is one: in the midst of a sentence, and no other name right beside it.
fn stands_alone(text: &str, at: &std::ops::Range<usize>) -> bool {
    let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    let after = &text[at.end..];
    let next = after.strip_prefix(' ').unwrap_or_default();
    if after.starts_with(['-', '&']) || capital(next) {
        return false;
    }
    let before = &text[..at.start];
    // An elided article is a word of its own: d'Orange.
    if before.ends_with(['\'', '’']) {
        return true;
    }
    let Some(before) = before.strip_suffix(' ') else {
        return false;
    };
    let word = before
        .rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '"' | '“' | '«'))
        .next()
        .unwrap_or_default();
    let ends_sentence =
        word.ends_with(['.', '!', '?', ':', '…', '"', '”', '»', '-', '–', '—', ';']);
    !word.is_empty() && !ends_sentence && (!capital(word) || PREPOSITIONS.contains(&word))
}
