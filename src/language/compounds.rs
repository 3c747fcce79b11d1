//! Words of which a compound is made: `Bundestagswahl` holds `Bundestag`, `Tag` and `Wahl`.
//!
//! Which parts a word has is told from the word alone and from `compounds/XX.tsv`, never from what else an archive
//! holds, so that a word is found alike in every archive. Where a word may be cut, both sides are known parts; or one
//! is, and the other one long enough and no prefix (*Aus|wahl*) or ending (*Staat|lich*). The rows are
//!
//! | kind | then |
//! |---|---|
//! | `part` | words that begin and end compounds |
//! | `sure` | parts that an unknown one may stand before, short though they are |
//! | `first` | what only begins them, and is not looked for |
//! | `link` | letters between parts: *Regierung-s-chef*; the first also behind unknown ones |
//! | `joint` | endings of a first part with its link, that no other word has: *-ungs* |
//! | `drop` | letters that a first part may have lost: *Schul(e)haus* |
//! | `prefix` | what begins other words than compounds |
//! | `suffix` | what ends them |
//! | `onset` | consonants that a part may begin with, where it is not one alone |
//! | `whole` | words, or beginnings of words, that look like compounds: inside them is no cut |

use super::fold::{fold, spelled_out};
use super::{inflection, stem};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

/// Fewest and most letters of a compound. The longest in the news have some forty.
const COMPOUND: std::ops::RangeInclusive<usize> = 5..=48;
/// Fewest letters of a known part that an unknown one may stand beside, and of its stem.
const SURE_FIRST: usize = 4;
const SURE_LAST: usize = 5;
const SURE_STEM: usize = 4;
/// Fewest letters of the unknown one.
const OPEN_FIRST: usize = 4;
const OPEN_LAST: usize = 5;

const TABLES: &[(&str, &str)] = &[
    ("da", include_str!("compounds/da.tsv")),
    ("de", include_str!("compounds/de.tsv")),
    ("fi", include_str!("compounds/fi.tsv")),
    ("nl", include_str!("compounds/nl.tsv")),
    ("no", include_str!("compounds/no.tsv")),
    ("sv", include_str!("compounds/sv.tsv")),
];

static LANGUAGES: LazyLock<FxHashMap<&str, Parts>> = LazyLock::new(|| {
    let tables = TABLES.iter();
    tables
        .map(|(code, table)| (*code, Parts::read(code, table)))
        .collect()
});

/// What compounds of a language are made of. All is folded.
#[derive(Debug, Default)]
struct Parts {
    code: &'static str,
    /// What may begin a compound, and of that what only begins one.
    firsts: FxHashSet<String>,
    openers: FxHashSet<String>,
    /// Keys of what may end one (see [`stem::keys`]).
    lasts: FxHashSet<String>,
    /// Keys of parts that are short and yet sure.
    sure: FxHashSet<String>,
    links: Vec<String>,
    joints: Vec<String>,
    drops: Vec<String>,
    prefixes: FxHashSet<String>,
    suffixes: FxHashSet<String>,
    onsets: Vec<String>,
    wholes: Vec<String>,
}

/// Whether compounds of a language are known.
pub fn knows(language: &str) -> bool {
    TABLES.iter().any(|(code, _)| *code == language)
}

/// The words that a word (lower case, NFC) of a language is made of, folded, itself left out; none where it is no
/// compound that is known. At most 48 letters are looked at, so that the time is bounded.
pub fn parts(language: &str, surface: &str) -> Vec<String> {
    let Some(parts) = LANGUAGES.get(language) else {
        return Vec::new();
    };
    let word = fold(surface);
    let letters = word.chars().count();
    if !COMPOUND.contains(&letters) || !word.chars().all(char::is_alphabetic) {
        return Vec::new();
    }
    parts.of(&word)
}

impl Parts {
    fn read(code: &'static str, table: &str) -> Parts {
        let mut parts = Parts {
            code,
            ..Parts::default()
        };
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let Some((kind, words)) = line.split_once('\t') else {
                continue;
            };
            let words = words.split(' ').filter(|word| !word.is_empty());
            let spelled = words.flat_map(|word| [Some(word.to_owned()), spelled_out(word)]);
            for word in spelled.flatten() {
                parts.add(kind, &word);
            }
        }
        parts
    }

    fn add(&mut self, kind: &str, word: &str) {
        let folded = fold(word).into_owned();
        match kind {
            "part" => {
                let sought = stem::sought(self.code, word);
                self.lasts.extend(sought.keys);
                self.firsts.insert(folded);
            }
            "sure" => {
                self.sure.extend(stem::sought(self.code, word).keys);
                self.add("part", word);
            }
            "first" => {
                self.openers.insert(folded.clone());
                self.firsts.insert(folded);
            }
            "link" => self.links.push(folded),
            "joint" => self.joints.push(folded),
            "drop" => self.drops.push(folded),
            "prefix" => {
                self.prefixes.insert(folded);
            }
            "suffix" => {
                self.suffixes.insert(folded);
            }
            "onset" => self.onsets.push(folded),
            "whole" => {
                self.wholes.push(folded.clone());
                self.firsts.insert(folded);
            }
            _ => debug_assert!(false, "{kind} is no kind of row"),
        }
    }

    fn of(&self, word: &str) -> Vec<String> {
        let starts: Vec<usize> = word.char_indices().map(|(at, _)| at).collect();
        let end = starts.len();
        let piece = |from: usize, to: usize| {
            let to = starts.get(to).copied().unwrap_or(word.len());
            &word[starts[from]..to]
        };
        // Known parts from the beginning on: where each begins and ends, and where one may begin.
        let mut pieces = Vec::new();
        let mut begins = vec![false; end + 1];
        begins[0] = true;
        for from in 0..end {
            for to in (from + 2..end).filter(|_| begins[from]) {
                if self.is_first(piece(from, to)) {
                    pieces.push((from, to));
                }
            }
            let here = pieces.iter().rev().take_while(|(start, _)| *start == from);
            here.for_each(|&(_, to)| begins[to] = true);
        }
        let last: Vec<bool> = (0..end)
            .map(|from| self.is_last(piece(from, end)))
            .collect();
        let mut ends = last.clone();
        for &(from, to) in pieces.iter().rev() {
            ends[from] |= ends[to];
        }
        let wholes = self.wholes.iter();
        let whole = wholes.filter(|whole| word.starts_with(whole.as_str()));
        let uncut = whole.map(|whole| whole.chars().count()).max();
        let inside = uncut.unwrap_or_default().max(2)..end.saturating_sub(1);
        let is_cut = |&at: &usize| begins[at] && ends[at];
        let mut cuts: Vec<usize> = inside.clone().filter(is_cut).collect();
        // Where the parts are not all known: the unknown one is as short as can be.
        if cuts.is_empty() && !last[0] {
            let ends_sure_first = |at: usize| {
                let mut before = pieces.iter().filter(|(_, to)| *to == at);
                before.any(|&(from, to)| {
                    to - from >= SURE_FIRST && !self.openers.contains(piece(from, to))
                })
            };
            let before_open =
                |&at: &usize| ends_sure_first(at) && self.is_open_last(piece(at, end), end - at);
            let behind_open = |&at: &usize| {
                self.is_sure_last(piece(at, end), end - at) && self.is_open_first(piece(0, at), at)
            };
            cuts.extend(inside.clone().rev().find(before_open));
            cuts.extend(inside.clone().find(behind_open));
            cuts.sort_unstable();
            cuts.dedup();
        }
        if cuts.is_empty() {
            return Vec::new();
        }
        cuts.insert(0, 0);
        cuts.push(end);
        let mut found = Vec::new();
        for (number, &from) in cuts.iter().enumerate() {
            for &to in &cuts[number + 1..] {
                match to == end {
                    true if from == 0 => {}
                    true => found.push(piece(from, to).to_owned()),
                    false => self.bare(piece(from, to), &mut found),
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Whether a piece may stand before another part: a part, with a link or without its last letter.
    fn is_first(&self, piece: &str) -> bool {
        let joined =
            |joint: &String| piece.len() > joint.len() + 2 && piece.ends_with(joint.as_str());
        self.firsts.contains(piece)
            || self.unlinked(piece).next().is_some()
            || self.whole(piece).next().is_some()
            || self.joints.iter().any(joined)
            || self.genitive(piece).is_some()
    }

    /// The parts that a piece is with a link behind it.
    fn unlinked<'p>(&'p self, piece: &'p str) -> impl Iterator<Item = &'p str> {
        let links = self.links.iter();
        let bare = links.filter_map(move |link| piece.strip_suffix(link.as_str()));
        bare.filter(|bare| {
            bare.len() > 2 && self.firsts.contains(*bare) && !self.openers.contains(*bare)
        })
    }

    /// The parts that a piece is without their last letter.
    fn whole(&self, piece: &str) -> impl Iterator<Item = String> {
        let is_short = piece.len() < 4 || piece.ends_with(VOWELS);
        let letters = self.drops.iter().filter(move |_| !is_short);
        let whole = letters.map(move |letter| format!("{piece}{letter}"));
        whole.filter(|whole| self.firsts.contains(whole))
    }

    /// The lemma of a genitive, which is what Finnish joins parts with.
    fn genitive(&self, piece: &str) -> Option<String> {
        if self.code != "fi" || !piece.ends_with('n') {
            return None;
        }
        let lemmas = inflection::rules(self.code)?.lemmas(piece);
        lemmas.into_iter().find(|lemma| self.firsts.contains(lemma))
    }

    /// The keys of a piece that are those of a last part.
    fn last_keys(&self, piece: &str) -> impl Iterator<Item = String> {
        let fits = piece.len() > 1 && !self.suffixes.contains(piece);
        let keys = fits.then(|| stem::keys(self.code, piece));
        let keys = keys.into_iter().flatten();
        keys.filter(|key| self.lasts.contains(key))
    }

    fn is_last(&self, piece: &str) -> bool {
        self.last_keys(piece).next().is_some()
    }

    fn is_sure_last(&self, piece: &str, letters: usize) -> bool {
        let stem = |key: &String| key.trim_matches(['+', '-']).chars().count();
        let is_long = |key: &String| letters >= SURE_LAST && stem(key) >= SURE_STEM;
        self.last_keys(piece)
            .any(|key| is_long(&key) || self.sure.contains(&key))
    }

    fn is_open_first(&self, piece: &str, letters: usize) -> bool {
        letters >= OPEN_FIRST && piece.contains(VOWELS) && !self.prefixes.contains(piece)
    }

    fn is_open_last(&self, piece: &str, letters: usize) -> bool {
        let consonants = piece.find(VOWELS).unwrap_or(piece.len());
        let onset = &piece[..consonants];
        letters >= OPEN_LAST
            && consonants < piece.len()
            && (onset.chars().count() < 2 || self.onsets.iter().any(|known| known == onset))
            && !self.suffixes.contains(piece)
            && !stem::keys(self.code, piece)
                .iter()
                .any(|key| self.suffixes.contains(key))
    }

    /// The words that a first part may be: with its link and without it, and with what it lost.
    fn bare(&self, piece: &str, found: &mut Vec<String>) {
        let known = found.len();
        found.extend(self.unlinked(piece).map(str::to_owned));
        found.extend(self.whole(piece));
        found.extend(self.genitive(piece));
        if found.len() == known && !self.firsts.contains(piece) {
            let link = self.links.first();
            let bare = link.and_then(|link| piece.strip_suffix(link.as_str()));
            found.extend(bare.map(str::to_owned));
        }
        if !self.openers.contains(piece) {
            found.push(piece.to_owned());
        }
    }
}

const VOWELS: [char; 6] = ['a', 'e', 'i', 'o', 'u', 'y'];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_compound_has_its_parts_and_what_only_looks_like_one_has_none() {
        for (language, word, expected) in [
            (
                "de",
                "bundestagswahl",
                "bund bundes bundestag bundestags tag tags tagswahl wahl",
            ),
            ("de", "auswahl", ""),
            ("de", "vertrag", ""),
            ("de", "holland", ""),
            ("de", "haushalt", ""),
            ("de", "regierungen", ""),
            ("de", "staatliche", ""),
            ("de", "sicherheitsrat", "rat sicherheit sicherheits"),
            ("de", "wahllokale", "lokale wahl"),
            ("de", "kosovopräsident", "kosovo prasident"),
            ("de", "oelpreis", "oel preis"),
            (
                "sv",
                "riksdagsvalet",
                "dag dags dagsvalet riksdag riksdags valet",
            ),
            ("da", "udvalg", ""),
            ("no", "visepresident", "president"),
            ("nl", "oorlogsmisdaden", "misdaden oorlog oorlogs"),
            ("fi", "rauhansopimuksen", "rauha rauhan sopimuksen"),
            ("fr", "bundestagswahl", ""),
        ] {
            assert_eq!(parts(language, word).join(" "), expected, "{word}");
        }
    }

    #[test]
    fn any_word_has_its_parts_in_bounded_time() {
        for (language, _) in TABLES {
            for word in ["s", "ß", "ä", "tag", "krig", "sota"] {
                let long = word.repeat(50_000);
                assert!(parts(language, &long).is_empty());
                parts(language, &word.repeat(9));
            }
        }
    }
}
