//! The forms table: which surface forms the archive holds for a word, by language.
//!
//! It is a field of plain terms `LANGUAGE ␟ KEY ␟ FORM`, in documents of their own that a commit writes together with
//! the stories that brought the words in; so it is never ahead of them or behind. Forms are never taken out: one whose
//! stories are gone matches nothing.
//!
//! The language `=` lists, for a folded word, its spellings with accents; `~`, for a word with ae and oe, those with ä
//! and ö in any language; and `de+` the compounds of German, for the keys of each of their parts.

use super::held;
use super::schema::Fields;
use crate::language::terms::Terms;
use crate::language::{compounds, fold, stem, words};
use rustc_hash::{FxHashSet, FxHasher};
use std::collections::BTreeSet;
use std::hash::{Hash, Hasher};
use tantivy::{Searcher, TantivyDocument};

/// Most forms that a word of a query stands for. What is left out is counted, and `explain` says so.
pub const MAX_FORMS: usize = 256;

const SEPARATOR: char = '\u{1f}';
const SPELLINGS: &str = "=";
const SPELLED_OUT: &str = "~";
/// Behind the code of a language: its compounds.
const COMPOUNDS: char = '+';

/// So many words are kept in mind as listed: some ten megabytes.
const MOST_KNOWN: usize = 7 << 17;

/// So many forms wait at most to be written.
const MOST_FRESH: usize = 1 << 16;

/// Collects the forms that stories bring in.
///
/// One that the archive holds already may be listed again: pieces of the index that are merged hold it once. So nothing
/// is read of what an archive holds, and what is kept in mind is forgotten when it is too much.
#[derive(Debug, Default)]
pub(super) struct NewForms {
    /// Hashes of (language, surface) that were listed: a few bytes a word, and at 64 bits a collision, which would
    /// lose one inflection, is not to be expected among millions of words.
    known: FxHashSet<u64>,
    fresh: Vec<String>,
    /// Those that forms were listed of.
    languages: BTreeSet<String>,
}

impl NewForms {
    /// Takes note of the words of a text.
    pub(super) fn add(&mut self, terms: &Terms, language: Option<&str>) {
        if self.known.len() >= MOST_KNOWN {
            self.known.clear();
        }
        for surface in terms.surfaces() {
            if !surface.is_ascii() && self.known.insert(hash(SPELLINGS, surface)) {
                self.add_spelling(surface);
            }
            if let Some(language) = language
                && self.known.insert(hash(language, surface))
            {
                self.add_inflection(language, surface);
            }
        }
    }

    fn add_inflection(&mut self, language: &str, surface: &str) {
        let listed = |key: String| term(language, &key, surface);
        for spelling in spellings_in(language, surface) {
            let keys = stem::keys(language, &spelling);
            if !keys.is_empty() && !self.languages.contains(language) {
                self.languages.insert(language.to_owned());
            }
            self.fresh.extend(keys.into_iter().map(listed));
        }
        if compounds::knows(language) {
            let parts = compounds::parts(language, surface);
            let keys = parts.iter().flat_map(|part| stem::keys(language, part));
            let keys: BTreeSet<String> = keys.collect();
            let listed = |key: String| term(&format!("{language}{COMPOUNDS}"), &key, surface);
            self.fresh.extend(keys.into_iter().map(listed));
        }
    }

    fn add_spelling(&mut self, surface: &str) {
        let (folded, spelling) = words::terms(surface);
        if spelling.is_some() {
            self.fresh.push(term(SPELLINGS, &folded, surface));
        }
        if let Some(spelled) = fold::spelled_out(surface) {
            let spelled = fold::fold(&spelled);
            self.fresh.push(term(SPELLED_OUT, &spelled, surface));
        }
    }

    /// The languages that forms were listed of so far.
    pub(super) fn languages(&self) -> &BTreeSet<String> {
        &self.languages
    }

    /// Whether so many wait that they should be written.
    pub(super) fn are_many(&self) -> bool {
        self.fresh.len() >= MOST_FRESH
    }

    /// The document of what waits, which the next commit has to write.
    pub(super) fn take(&mut self, fields: &Fields) -> Option<TantivyDocument> {
        if self.fresh.is_empty() {
            return None;
        }
        let mut document = TantivyDocument::new();
        document.add_text(fields.kind, "forms");
        self.fresh
            .drain(..)
            .for_each(|form| document.add_text(fields.forms, form));
        Some(document)
    }
}

fn hash(language: &str, surface: &str) -> u64 {
    let mut hasher = FxHasher::default();
    (language, surface).hash(&mut hasher);
    hasher.finish()
}

fn term(language: &str, key: &str, surface: &str) -> String {
    format!("{language}{SEPARATOR}{key}{SEPARATOR}{surface}")
}

/// The languages of some codes, of which an archive is known to hold forms.
pub(super) fn known_languages(codes: &BTreeSet<String>) -> Vec<&'static str> {
    let codes = codes.iter();
    codes
        .filter_map(|code| crate::language::code(code))
        .collect()
}

/// The languages of which an archive holds forms, sorted. The list is passed over from language to language.
pub(super) fn languages(
    searcher: &Searcher,
    fields: &Fields,
) -> tantivy::Result<Vec<&'static str>> {
    let mut found = BTreeSet::new();
    for segment in searcher.segment_readers() {
        let Some(inverted) = held::inverted_index(segment, fields.forms)? else {
            continue;
        };
        let mut from = String::new();
        loop {
            let mut terms = inverted.terms().range().ge(&from).into_stream()?;
            let Some((term, _)) = terms.next() else { break };
            let term = std::str::from_utf8(term).unwrap_or_default();
            let Some((language, _)) = term.split_once(SEPARATOR) else {
                break;
            };
            found.extend(crate::language::code(language));
            from = format!("{language}{}", char::from(SEPARATOR as u8 + 1));
        }
    }
    Ok(found.into_iter().collect())
}

/// The word itself, and in a language where ä is ae as well, so spelled.
fn spellings_in(language: &str, word: &str) -> impl Iterator<Item = String> {
    let spells = crate::language::spells_out(language);
    let spelled = fold::spelled_out(word).filter(|_| spells);
    std::iter::once(word.to_owned()).chain(spelled)
}

/// The inflections of a word (lower case, NFC) that the archive holds in some languages, and compounds with it, as
/// folded terms, the word itself among them; and how many were left out.
pub(super) fn inflections(
    searcher: &Searcher,
    fields: &Fields,
    languages: &[&str],
    word: &str,
) -> tantivy::Result<(BTreeSet<String>, usize)> {
    let mut found = Inflections {
        searcher,
        fields,
        terms: plain_spellings(searcher, fields, word)?,
        cut: 0,
    };
    let sought = languages.iter().flat_map(|&language| {
        spellings_in(language, word)
            .map(move |spelling| (language, stem::sought(language, &spelling)))
    });
    let sought: Vec<_> = sought.collect();
    for (language, sought) in &sought {
        for key in &sought.keys {
            found.add(language, key, |_| true)?;
        }
        for (lemma, keys) in &sought.lemmas {
            for key in keys {
                found.add(language, key, |form| stem::is_lemma(language, form, lemma))?;
            }
        }
    }
    // Where there are too many, it is compounds that are left out.
    for (language, sought) in sought.iter().filter(|(code, _)| compounds::knows(code)) {
        for key in &sought.keys {
            found.add(&format!("{language}{COMPOUNDS}"), key, |_| true)?;
        }
    }
    Ok((found.terms, found.cut))
}

/// Forms found so far.
struct Inflections<'a> {
    searcher: &'a Searcher,
    fields: &'a Fields,
    terms: BTreeSet<String>,
    cut: usize,
}

impl Inflections<'_> {
    /// Adds the forms under a key that are wanted.
    fn add(
        &mut self,
        language: &str,
        key: &str,
        is_wanted: impl Fn(&str) -> bool,
    ) -> tantivy::Result<()> {
        let prefix = format!("{language}{SEPARATOR}{key}{SEPARATOR}");
        each_form(self.searcher, self.fields, &prefix, |form| {
            if is_wanted(form) {
                let folded = words::terms(form).0.into_owned();
                if self.terms.len() < MAX_FORMS {
                    self.terms.insert(folded);
                } else if !self.terms.contains(&folded) {
                    self.cut += 1;
                }
            }
            true
        })
    }
}

/// A word (lower case, NFC) as folded terms: without accents; with ä as ae; and those of the archive in which ae is ä.
pub(super) fn plain_spellings(
    searcher: &Searcher,
    fields: &Fields,
    word: &str,
) -> tantivy::Result<BTreeSet<String>> {
    let folded = fold::fold(word).into_owned();
    let spelled = fold::spelled_out(word).map(|spelled| fold::fold(&spelled).into_owned());
    let prefix = format!("{SPELLED_OUT}{SEPARATOR}{folded}{SEPARATOR}");
    let mut found: BTreeSet<String> = spelled.into_iter().chain([folded]).collect();
    each_form(searcher, fields, &prefix, |form| {
        found.insert(fold::fold(form).into_owned());
        true
    })?;
    Ok(found)
}

/// The spellings with accents that the archive holds of a folded word, as spelling terms.
pub(super) fn spellings(
    searcher: &Searcher,
    fields: &Fields,
    folded: &str,
) -> tantivy::Result<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    each_form(
        searcher,
        fields,
        &format!("{SPELLINGS}{SEPARATOR}{folded}{SEPARATOR}"),
        |form| {
            found.insert(format!("{}{form}", words::SPELLING));
            true
        },
    )?;
    Ok(found)
}

/// Calls for the forms behind a prefix, segment by segment, as long as the callee wants more.
fn each_form(
    searcher: &Searcher,
    fields: &Fields,
    prefix: &str,
    mut each: impl FnMut(&str) -> bool,
) -> tantivy::Result<()> {
    // Where there is none, the dictionary would go on to the next, wherever that lies in a large file.
    let end = format!("{prefix}{}", char::MAX);
    for segment in searcher.segment_readers() {
        let Some(inverted) = held::inverted_index(segment, fields.forms)? else {
            continue;
        };
        let terms = inverted.terms().range().ge(prefix).le(&end);
        let mut terms = terms.into_stream()?;
        while let Some((term, _)) = terms.next() {
            match std::str::from_utf8(term)
                .ok()
                .and_then(|term| term.strip_prefix(prefix))
            {
                Some(form) if each(form) => {}
                _ => break,
            }
        }
    }
    Ok(())
}
