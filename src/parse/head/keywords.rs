//! Keyword lines: what a desk calls a story, above its headline.

use super::{add_mark, add_marks};
use crate::facts::Facts;
use crate::parse::{Dispatch, embargo, marks};

/// The longest slug, in characters.
const KEYWORD_LINE: usize = 60;
/// The most words, and characters, that a keyword has which stands alone on a line.
const KEYWORD_WORDS: usize = 3;
const KEYWORD_CHARS: usize = 30;
/// Whether the first line above a headline is a keyword, and no part of the headline: short, and parted from it by
/// the header block's own form (`France` over `Ferries on strike in Calais =`) or by its capitals.
pub(super) fn is_keyword(first: &str, next: &str, is_block: bool) -> bool {
    let chars = first.chars().count();
    let plain = |c: char| c.is_alphanumeric() || " /-&'’".contains(c);
    if !first.trim_end_matches(':').chars().all(plain) {
        return false;
    }
    let short = first.split_whitespace().count() <= KEYWORD_WORDS && chars <= KEYWORD_CHARS;
    let parted = !next.starts_with(char::is_lowercase) && next.chars().count() > chars;
    let loud = !first.contains(char::is_lowercase) && next.contains(char::is_lowercase);
    short && parted && (is_block || loud)
}

/// `RUSSIE/GB/`, `BC-US--Corn Belt, 1st Ld-Writethru,640`, `LAKE-MUSEUM/ (UPDATE 1, PIX)`, `Slug: lake-museum`.
pub(super) fn slug(words: &str, dispatch: &mut Dispatch, facts: &Facts) -> bool {
    let cycle = ["AM-", "PM-", "AP-"]
        .iter()
        .any(|cycle| words.starts_with(cycle));
    let keyword = words.starts_with("BC-") || cycle && words.contains("--");
    let path = words.ends_with('/') && words.chars().count() <= KEYWORD_LINE;
    let parted = if keyword {
        Some(words.split_once(',').unwrap_or((words, "")))
    } else if path {
        Some((words, ""))
    } else {
        named_slug(words).or_else(|| listed_slug(words))
    };
    let Some((slug, list)) = parted else {
        return false;
    };
    let marked = marks::of_keywords(list);
    if marked.marks.contains(&"embargo") {
        dispatch.embargo = dispatch
            .embargo
            .or_else(|| embargo::read(list, &facts.calendar));
    }
    add_marks(&marked, dispatch);
    if keyword
        && ["Advisory", "Headlines", "Digest", "Budget"]
            .iter()
            .any(|end| slug.ends_with(end))
    {
        add_mark("advisory", dispatch);
    }
    dispatch
        .slug
        .get_or_insert(slug.trim_matches(['/', ' ']).into());
    true
}

/// `Slug: lake-museum`
fn named_slug(words: &str) -> Option<(&str, &str)> {
    let (name, slug) = words.split_once(':')?;
    let names = [
        "slug",
        "keyword",
        "keywords",
        "catchline",
        "stichwort",
        "stichwörter",
    ];
    let named = names.contains(&name.trim().to_lowercase().as_str());
    named.then_some((slug.trim(), ""))
}

/// `LAKE-MUSEUM/ (UPDATE 1, PIX)`: a slug of one word and a list of marks.
fn listed_slug(words: &str) -> Option<(&str, &str)> {
    let (slug, list) = words.strip_suffix(')')?.split_once(" (")?;
    let one = !slug.contains(' ') && (slug.ends_with('/') || slug.contains('-'));
    let loud = !slug.contains(char::is_lowercase) && !list.contains(char::is_lowercase);
    (one && loud && !list.contains('(')).then_some((slug, list))
}
