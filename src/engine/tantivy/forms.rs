//! The forms table: which surface forms the archive holds for a word, by language.
//!
//! It is a field of plain terms `LANGUAGE ␟ KEY ␟ FORM`, in documents of their own that a commit writes together with
//! the stories that brought the words in; so it is never ahead of them or behind. Forms are never taken out: one whose
//! stories are gone matches nothing. The language `=` lists, for a folded word, its spellings with accents.

use super::schema::Fields;
use crate::language::{stem, words};
use std::collections::{BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use tantivy::{Searcher, TantivyDocument};

/// Most forms that a word of a query stands for. What is left out is counted, and `explain` says so.
pub const MAX_FORMS: usize = 256;

const SEPARATOR: char = '\u{1f}';
const SPELLINGS: &str = "=";

/// Collects the forms that stories bring in and that the archive does not hold yet.
#[derive(Debug, Default)]
pub(super) struct NewForms {
    /// Hashes of (language, surface) that are in the archive or in `fresh`: a few bytes a word, and at 64 bits a
    /// collision, which would lose one inflection, is not to be expected among millions of words.
    known: HashSet<u64>,
    fresh: Vec<String>,
}

impl NewForms {
    /// What an archive holds already.
    pub(super) fn of(searcher: &Searcher, fields: &Fields) -> tantivy::Result<NewForms> {
        let mut forms = NewForms::default();
        for segment in searcher.segment_readers() {
            let inverted = segment.inverted_index(fields.forms)?;
            let mut terms = inverted.terms().stream()?;
            while let Some((term, _)) = terms.next() {
                let mut pieces = std::str::from_utf8(term)
                    .unwrap_or_default()
                    .split(SEPARATOR);
                if let (Some(language), Some(surface)) = (pieces.next(), pieces.next_back()) {
                    forms.known.insert(hash(language, surface));
                }
            }
        }
        Ok(forms)
    }

    /// Takes note of the words of a text.
    pub(super) fn add(&mut self, text: &str, language: Option<&str>) {
        for token in words::tokens(text) {
            let surface = token.surface();
            if !surface.is_ascii() && self.known.insert(hash(SPELLINGS, &surface)) {
                self.add_spelling(&surface);
            }
            if let Some(language) = language
                && self.known.insert(hash(language, &surface))
            {
                let keys = stem::keys(language, &surface);
                self.fresh
                    .extend(keys.iter().map(|key| term(language, key, &surface)));
            }
        }
    }

    fn add_spelling(&mut self, surface: &str) {
        let (folded, spelling) = words::terms(surface);
        if spelling.is_some() {
            self.fresh.push(term(SPELLINGS, &folded, surface));
        }
    }

    /// The document of what is new, which the next commit has to write.
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
    let mut hasher = DefaultHasher::new();
    (language, surface).hash(&mut hasher);
    hasher.finish()
}

fn term(language: &str, key: &str, surface: &str) -> String {
    format!("{language}{SEPARATOR}{key}{SEPARATOR}{surface}")
}

/// The languages with a stemmer whose forms an archive holds.
pub(super) fn languages(
    searcher: &Searcher,
    fields: &Fields,
) -> tantivy::Result<Vec<&'static str>> {
    let mut found = Vec::new();
    for language in stem::languages() {
        let mut held = false;
        each_form(searcher, fields, &format!("{language}{SEPARATOR}"), |_| {
            held = true;
            false
        })?;
        if held {
            found.push(language);
        }
    }
    Ok(found)
}

/// The inflections of a word (lower case, NFC) that the archive holds in some languages, as folded terms, the word
/// itself among them; and how many were left out.
pub(super) fn inflections(
    searcher: &Searcher,
    fields: &Fields,
    languages: &[&str],
    word: &str,
) -> tantivy::Result<(BTreeSet<String>, usize)> {
    let mut found = BTreeSet::from([words::terms(word).0.into_owned()]);
    let mut cut = 0;
    for language in languages {
        for key in stem::asked(language, word) {
            each_form(
                searcher,
                fields,
                &format!("{language}{SEPARATOR}{key}{SEPARATOR}"),
                |form| {
                    let folded = words::terms(form).0.into_owned();
                    if found.len() < MAX_FORMS {
                        found.insert(folded);
                    } else if !found.contains(&folded) {
                        cut += 1;
                    }
                    true
                },
            )?;
        }
    }
    Ok((found, cut))
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
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(fields.forms)?;
        let mut terms = inverted.terms().range().ge(prefix).into_stream()?;
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
