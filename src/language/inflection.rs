//! What stemmers miss, as tables: irregular forms, endings that stand for one another, prefixes that are written on to a
//! word, and words that a stemmer takes for one. `inflection/XX.tsv` has them for a language; its rows are
//!
//! | kind | then | means |
//! |---|---|---|
//! | `word` | forms, lemma | an irregular form is one of that lemma: *women* of *woman* |
//! | `ending` | endings, lemma's endings, letters | an ending stands for that of the lemma, `-` for none, where so many letters stand before it (2 when left out): *-ões* for *-ão* |
//! | `prefix` | prefixes, letters | a word may be written on to these, and so many letters are left of it |
//! | `keep` | beginnings | words that begin so have no prefix, though it looks so |
//! | `circumfix` | beginning, endings, lemma's ending | stand around a stem of three letters: *ge-arbeit-et* of *arbeiten* |
//! | `stem` | endings, lemma's endings, letters | the same, behind which an ending was found: *-nki* for *-ngi* |
//! | `apart` | beginnings | words that begin so are forms of one, and not of what their stem else would be: *universit-* is not *univers-* |
//! | `alone` | words | are forms of the first, and of nothing else |
//! | `letter` | letters, letter | is written so in other places of a word: final forms. Such rows are the first |
//!
//! All is folded. What a rule yields need not be a word: two words meet when they share a lemma, and what is no word
//! is seldom shared.

use super::fold::{fold, spelled_out};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::sync::OnceLock;

/// Bytes of a table to an irregular form in it.
const BYTES_OF_A_WORD: usize = 16;

/// Most lemmas that a word may be a form of.
const MAX_LEMMAS: usize = 32;

/// By code, sorted.
const TABLES: &[(&str, &str)] = &[
    ("ar", include_str!("inflection/ar.tsv")),
    ("cs", include_str!("inflection/cs.tsv")),
    ("da", include_str!("inflection/da.tsv")),
    ("de", include_str!("inflection/de.tsv")),
    ("el", include_str!("inflection/el.tsv")),
    ("en", include_str!("inflection/en.tsv")),
    ("es", include_str!("inflection/es.tsv")),
    ("fa", include_str!("inflection/fa.tsv")),
    ("fi", include_str!("inflection/fi.tsv")),
    ("fr", include_str!("inflection/fr.tsv")),
    ("he", include_str!("inflection/he.tsv")),
    ("hr", include_str!("inflection/hr.tsv")),
    ("hu", include_str!("inflection/hu.tsv")),
    ("hy", include_str!("inflection/hy.tsv")),
    ("it", include_str!("inflection/it.tsv")),
    ("ka", include_str!("inflection/ka.tsv")),
    ("nl", include_str!("inflection/nl.tsv")),
    ("no", include_str!("inflection/no.tsv")),
    ("pl", include_str!("inflection/pl.tsv")),
    ("pt", include_str!("inflection/pt.tsv")),
    ("ro", include_str!("inflection/ro.tsv")),
    ("ru", include_str!("inflection/ru.tsv")),
    ("sv", include_str!("inflection/sv.tsv")),
    ("tr", include_str!("inflection/tr.tsv")),
    ("uk", include_str!("inflection/uk.tsv")),
];

/// What the tables say: each is read when its language is first asked about.
static RULES: [OnceLock<Rules>; TABLES.len()] = [const { OnceLock::new() }; TABLES.len()];

/// The rules of a language, ISO 639-1, where there are any.
pub(super) fn rules(language: &str) -> Option<&'static Rules> {
    let number = TABLES
        .binary_search_by_key(&language, |(code, _)| code)
        .ok()?;
    Some(RULES[number].get_or_init(|| Rules::read(TABLES[number].1)))
}

/// Codes of the languages that have rules.
pub(super) fn languages() -> impl Iterator<Item = &'static str> {
    TABLES.iter().map(|(code, _)| *code)
}

/// A word of a table, folded: nearly all stand so in the file.
type Word = Cow<'static, str>;

/// Whether a letter is one that folding leaves as it is.
fn is_plain(letter: u8) -> bool {
    letter.is_ascii() && !letter.is_ascii_uppercase()
}

/// The rules of a language.
#[derive(Debug, Default)]
pub(super) struct Rules {
    /// The lemmas of irregular forms as they stand in the table: most of all rows.
    plain_words: FxHashMap<&'static str, &'static str>,
    /// Those that are folded first, and further lemmas of forms that stand in several rows.
    words: FxHashMap<Word, Vec<Word>>,
    /// By ending: what it stands for, and how many letters have to stand before it.
    endings: Endings,
    stems: Endings,
    circumfixes: Vec<(Word, Endings)>,
    prefixes: Vec<(Word, usize)>,
    keep: Vec<Word>,
    /// The longest first.
    apart: Vec<Word>,
    alone: FxHashMap<Word, Word>,
    letters: FxHashMap<char, char>,
}

impl Rules {
    fn read(table: &'static str) -> Rules {
        let mut rules = Rules::default();
        // About as many as there will be: tables that grow are made several times.
        rules.plain_words.reserve(table.len() / BYTES_OF_A_WORD);
        let lines = table.lines().filter(|line| !line.starts_with('#'));
        for line in lines.filter(|line| !line.is_empty()) {
            let mut columns = line.split('\t').map(str::trim);
            let kind = columns.next().unwrap_or_default();
            if kind == "word" && rules.letters.is_empty() && line.bytes().all(is_plain) {
                rules.add_plain(columns.next(), columns.next());
                continue;
            }
            let spells = matches!(kind, "word" | "apart" | "alone");
            let mut column = || -> Vec<Word> {
                let words = columns.next().unwrap_or_default().split(' ');
                let words = words.filter(|word| !word.is_empty());
                let mut column = Vec::new();
                for word in words {
                    // Such a word is folded, and has one spelling.
                    if word.bytes().all(is_plain) {
                        column.push(rules.plain(word));
                        continue;
                    }
                    let word = word.to_lowercase();
                    let spelled = spelled_out(&word).filter(|_| spells);
                    let spellings = std::iter::once(word).chain(spelled);
                    let folded = spellings.map(|word| rules.plain(&fold(&word)).into_owned());
                    column.extend(folded.map(Word::from));
                }
                column
            };
            let (first, second, third) = (column(), column(), column());
            rules.add(kind, first, second, &third);
        }
        rules
            .apart
            .sort_by_key(|beginning| std::cmp::Reverse(beginning.len()));
        rules
    }

    /// Adds irregular forms that stand in the table as they are looked up.
    fn add_plain(&mut self, forms: Option<&'static str>, lemmas: Option<&'static str>) {
        let lemmas = lemmas.unwrap_or_default();
        for form in forms.unwrap_or_default().split_ascii_whitespace() {
            match self.plain_words.entry(form) {
                Entry::Vacant(place) => drop(place.insert(lemmas)),
                Entry::Occupied(_) => {
                    let known = self.words.entry(Word::Borrowed(form)).or_default();
                    known.extend(lemmas.split_ascii_whitespace().map(Word::Borrowed));
                }
            }
        }
    }

    fn add(&mut self, kind: &str, first: Vec<Word>, second: Vec<Word>, third: &[Word]) {
        let number = |column: &[Word]| column.first().and_then(|text| text.parse().ok());
        match kind {
            "word" => {
                for form in first {
                    let lemmas = self.words.entry(form).or_default();
                    lemmas.extend(second.iter().cloned());
                }
            }
            "ending" => self.endings.add(first, &second, number(third)),
            "stem" => self.stems.add(first, &second, number(third)),
            "circumfix" => {
                let mut endings = Endings::default();
                endings.add(second, third, Some(3));
                let beginnings = first.into_iter().take(1);
                self.circumfixes.extend(beginnings.zip([endings]));
            }
            "prefix" => {
                let least = number(&second).unwrap_or(3);
                let prefixes = first.into_iter().map(|prefix| (prefix, least));
                self.prefixes.extend(prefixes);
            }
            "keep" => self.keep.extend(first),
            "apart" => self.apart.extend(first),
            "alone" => {
                let lemma = first.first().cloned().unwrap_or_default();
                let words = first.into_iter();
                self.alone.extend(words.map(|word| (word, lemma.clone())));
            }
            "letter" => {
                let to = second.first().and_then(|to| to.chars().next());
                let from = first.iter().flat_map(|letters| letters.chars());
                self.letters
                    .extend(from.filter_map(|from| Some((from, to?))));
            }
            _ => debug_assert!(false, "{kind} is no kind of rule"),
        }
    }

    /// What stands for the stem of a folded word that is not what it looks like.
    pub(super) fn apart(&self, folded: &str) -> Option<&str> {
        let folded = &*self.plain(folded);
        if let Some(lemma) = self.alone.get(folded) {
            return Some(lemma);
        }
        let mut beginnings = self.apart.iter();
        let found = beginnings.find(|beginning| folded.starts_with(&***beginning));
        found.map(|beginning| &**beginning)
    }

    /// A folded word with its letters as they are inside a word.
    pub(super) fn plain<'w>(&self, folded: &'w str) -> Cow<'w, str> {
        let is_listed = |c: char| self.letters.contains_key(&c);
        match !self.letters.is_empty() && folded.chars().any(is_listed) {
            false => folded.into(),
            true => {
                let letters = folded.chars();
                let letters = letters.map(|c| *self.letters.get(&c).unwrap_or(&c));
                letters.collect::<String>().into()
            }
        }
    }

    /// The lemmas that a folded word may be a form of, the word itself left out.
    pub(super) fn lemmas(&self, folded: &str) -> Vec<String> {
        let word = self.plain(folded);
        let mut found = Vec::new();
        self.of_bare(&word, &mut found);
        for (prefix, least) in &self.prefixes {
            if let Some(rest) = word.strip_prefix(&**prefix)
                && rest.chars().count() >= *least
                && !self.keeps(&word, prefix)
            {
                found.push(rest.to_owned());
                self.of_bare(rest, &mut found);
            }
        }
        found.retain(|lemma| *lemma != word);
        found.sort_unstable();
        found.dedup();
        found.truncate(MAX_LEMMAS);
        found
    }

    /// Whether a word, or what is left of it behind the first prefixes, begins with what is none.
    fn keeps(&self, word: &str, prefix: &str) -> bool {
        let starts = prefix.char_indices().map(|(at, _)| at);
        let rests = starts.map(|at| &word[at..]);
        rests.into_iter().any(|rest| {
            let mut kept = self.keep.iter();
            kept.any(|kept| rest.starts_with(&**kept))
        })
    }

    /// The lemmas of a word without prefixes.
    fn of_bare(&self, word: &str, found: &mut Vec<String>) {
        let lemmas = self.plain_words.get(word).into_iter();
        let lemmas = lemmas.flat_map(|lemmas| lemmas.split_ascii_whitespace());
        found.extend(lemmas.map(str::to_owned));
        let lemmas = self.words.get(word).into_iter().flatten();
        found.extend(lemmas.map(|lemma| lemma.clone().into_owned()));
        if self.alone.contains_key(word) {
            return;
        }
        let from = found.len();
        self.endings.replace(word, found);
        for (beginning, endings) in &self.circumfixes {
            if let Some(rest) = word.strip_prefix(&**beginning) {
                endings.replace(rest, found);
            }
        }
        let mut of_stems = Vec::new();
        for base in &found[from..] {
            self.stems.replace(base, &mut of_stems);
        }
        found.extend(of_stems);
        let mut at = 0;
        found.retain(|lemma| {
            at += 1;
            at <= from || !self.alone.contains_key(lemma.as_str())
        });
    }
}

/// Endings and what they stand for.
#[derive(Debug, Default)]
struct Endings {
    /// By ending: what it stands for, and how many letters have to stand before it.
    rows: FxHashMap<Word, Vec<(Word, usize)>>,
    /// Length of the longest, in letters.
    longest: usize,
}

impl Endings {
    fn add(&mut self, endings: Vec<Word>, lemmas: &[Word], least: Option<usize>) {
        for ending in endings {
            self.longest = self.longest.max(ending.chars().count());
            let lemmas = lemmas.iter().map(|lemma| match &**lemma {
                "-" => Word::default(),
                _ => lemma.clone(),
            });
            let row = self.rows.entry(ending).or_default();
            row.extend(lemmas.map(|lemma| (lemma, least.unwrap_or(2))));
        }
    }

    /// Adds the word with each of its endings replaced.
    fn replace(&self, word: &str, found: &mut Vec<String>) {
        let letters = word.chars().count();
        let starts = word.char_indices().rev().take(self.longest);
        for (length, (start, _)) in (1..).zip(starts) {
            let (base, ending) = word.split_at(start);
            for (lemma, least) in self.rows.get(ending).into_iter().flatten() {
                if letters - length >= *least {
                    found.push(format!("{base}{lemma}"));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_tables_reads() {
        for (code, table) in TABLES {
            assert!(super::super::get(code).is_some(), "{code}");
            let rows = table.lines().filter(|row| !row.starts_with('#'));
            for row in rows.filter(|row| !row.is_empty()) {
                let columns: Vec<_> = row.split('\t').collect();
                let fits = match columns[0] {
                    "word" | "letter" => columns.len() == 3,
                    "ending" | "stem" => {
                        matches!(columns.len(), 3 | 4)
                            && columns.get(3).is_none_or(|n| n.parse::<usize>().is_ok())
                    }
                    "circumfix" => columns.len() == 4,
                    "prefix" => columns.len() == 3 && columns[2].parse::<usize>().is_ok(),
                    "keep" | "apart" | "alone" => columns.len() == 2,
                    _ => false,
                };
                assert!(fits, "{code}: {row}");
            }
        }
    }

    #[test]
    fn a_rule_is_of_the_lemma_and_never_yields_the_word_itself() {
        let rules =
            Rules::read("word\twomen\twoman\nending\tões\tão\nending\ts\t-\t3\nprefix\tו\t3");
        assert_eq!(rules.lemmas("women"), ["woman"]);
        assert_eq!(rules.lemmas("acoes"), ["acao", "acoe"]);
        assert!(rules.lemmas("gas").is_empty());
        assert_eq!(rules.lemmas("ושלומ"), ["שלומ"]);
    }
}
