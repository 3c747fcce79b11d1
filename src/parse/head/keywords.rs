//! Keyword lines: what a desk calls a story, above its headline.

use super::{add_mark, add_marks};
use crate::facts::Facts;
use crate::parse::{Dispatch, embargo, marks};

/// The longest slug, in characters.
const KEYWORD_LINE: usize = 60;
/// The most words, and characters, that a keyword has which stands alone on a line.
const KEYWORD_WORDS: usize = 3;
const KEYWORD_CHARS: usize = 30;
/// How many keywords are joined by hyphens.
const JOINED: std::ops::RangeInclusive<usize> = 2..=6;
/// How the slug of copy ends that is no story, and the mark that it is.
const SLUG_ENDS: &[(&str, &str)] = &[
    ("Advisory", "advisory"),
    ("Headlines", "advisory"),
    ("Digest", "advisory"),
    ("Budget", "advisory"),
    ("NewsAlert", "alert"),
];

/// Whether the first line above a headline is a keyword, and no part of the headline: short, and parted from it by
/// the header block's own form (`France` over `Ferries on strike in Calais =`) or by its capitals.
pub(super) fn is_keyword(first: &str, next: &str, is_block: bool) -> bool {
    let chars = first.chars().count();
    let opens = !next.starts_with(char::is_lowercase);
    let parted = opens && next.chars().count() > chars;
    if (opens && is_joined(first)) || (parted && is_numbered(first)) {
        return true;
    }
    let plain = |c: char| c.is_alphanumeric() || " /-&'’".contains(c);
    if !first.trim_end_matches(':').chars().all(plain) {
        return false;
    }
    let short = first.split_whitespace().count() <= KEYWORD_WORDS && chars <= KEYWORD_CHARS;
    let loud = !first.contains(char::is_lowercase) && next.contains(char::is_lowercase);
    short && parted && (is_block || loud)
}

/// Whether a line is nothing but keywords, so that a headline may follow.
pub(in crate::parse) fn is_keyword_line(words: &str) -> bool {
    is_joined(words)
        || is_numbered(words)
        || marked_slug(words).is_some()
        || words.starts_with("BC-")
}

/// `France-insolite`, `japan-nature-festival`, `Espagne-vin,PAPIER D'ANGLE`: keywords joined by hyphens, without a
/// blank, and what they may be followed by.
fn is_joined(words: &str) -> bool {
    if words.len() > 2 * KEYWORD_LINE {
        return false;
    }
    let (keywords, kind) = words.split_once(',').unwrap_or((words, ""));
    let plain = |part: &str| {
        !part.is_empty()
            && part
                .chars()
                .all(|c| c.is_alphanumeric() || "'’".contains(c))
    };
    JOINED.contains(&keywords.split('-').count())
        && keywords.split('-').all(plain)
        && keywords.contains(char::is_alphabetic)
        && kind.split_whitespace().count() <= KEYWORD_WORDS
        && !kind.ends_with('.')
}

/// `1 SCHOOLS Kites`: the take, the subject in capitals and the keywords of the Press Association.
fn is_numbered(words: &str) -> bool {
    let mut parts = words.split(' ');
    let take = parts.next().unwrap_or_default();
    let subject = parts.next().unwrap_or_default();
    let keywords = parts.clone().count();
    (1..=2).contains(&take.len())
        && take.bytes().all(|b| b.is_ascii_digit())
        && subject.len() >= 3
        && subject.bytes().all(|b| b.is_ascii_uppercase())
        && (1..=3).contains(&keywords)
        && parts.all(|word| word.starts_with(char::is_uppercase))
}

/// `RUSSIE/GB/`, `BC-US--Corn Belt, 1st Ld-Writethru,640`, `LAKE-MUSEUM/ (UPDATE 1, PIX)`, `Slug: lake-museum`.
pub(super) fn slug(words: &str, dispatch: &mut Dispatch, facts: &Facts) -> bool {
    let cycle = ["AM-", "PM-", "AP-"]
        .iter()
        .any(|cycle| words.starts_with(cycle));
    let counted = |list: &str| {
        list.trim_start().starts_with("Bjt")
            || marks::are_keywords(list)
            || list
                .rsplit(',')
                .next()
                .is_some_and(|count| !count.is_empty() && count.bytes().all(|b| b.is_ascii_digit()))
    };
    let listed = || words.split_once(',').is_some_and(|(_, list)| counted(list));
    let keyword = words.starts_with("BC-") || cycle && (words.contains("--") || listed());
    let path = words.ends_with('/') && words.chars().count() <= KEYWORD_LINE;
    let parted = if keyword {
        Some(words.split_once(',').unwrap_or((words, "")))
    } else if path {
        Some((words, ""))
    } else {
        named_slug(words)
            .or_else(|| listed_slug(words))
            .or_else(|| marked_slug(words))
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
    if keyword && let Some((_, mark)) = SLUG_ENDS.iter().find(|(end, _)| slug.ends_with(end)) {
        add_mark(mark, dispatch);
    }
    dispatch
        .slug
        .get_or_insert(slug.trim_matches(['/', ' ']).into());
    true
}

/// `Phare-Auberge, 2e Lead`: keywords and nothing but marks after them.
fn marked_slug(words: &str) -> Option<(&str, &str)> {
    if words.len() > 2 * KEYWORD_LINE {
        return None;
    }
    let (slug, list) = words.split_once(',')?;
    let short = slug.split(' ').count() <= KEYWORD_WORDS;
    let told = slug.contains(['-', '/']) || list.contains(|c: char| c.is_ascii_digit());
    (short && told && marks::are_keywords(list)).then_some((slug, list))
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
