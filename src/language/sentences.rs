//! Where sentences end. A full stop ends one unless it stands behind an abbreviation, an initial or an ordinal
//! (`sentences.tsv`), or a small letter follows. Signs that are never anything else end one at once: `。`, `।`, `؟`.

use super::calendar::Calendar;
use super::words::{Token, Tokens, folded, known_tokens, tokens};
use std::collections::BTreeSet;
use std::sync::{LazyLock, OnceLock};

/// What ends behind a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The word alone.
    Word,
    /// A sentence.
    Sentence,
    /// A line of the text, which is a paragraph, and its last sentence.
    Paragraph,
}

/// The words of a text, each with what ends behind it. Rules of abbreviations are those of the language, ISO 639-1.
pub fn words<'t>(text: &'t str, language: Option<&str>) -> Words<'t> {
    ended(text, tokens(text), language)
}

/// The same of [`known_tokens`].
pub fn known_words<'t>(text: &'t str, language: Option<&str>) -> Words<'t> {
    ended(text, known_tokens(text), language)
}

fn ended<'t>(text: &'t str, mut tokens: Tokens<'t>, language: Option<&str>) -> Words<'t> {
    let next = tokens.next();
    let rules = rules_of(language);
    Words {
        text,
        tokens,
        next,
        rules,
    }
}

/// The iterator that [`words`] returns.
#[derive(Debug, Clone)]
pub struct Words<'t> {
    text: &'t str,
    tokens: Tokens<'t>,
    next: Option<Token<'t>>,
    rules: &'static Rules,
}

impl<'t> Iterator for Words<'t> {
    type Item = (Token<'t>, End);

    fn next(&mut self) -> Option<(Token<'t>, End)> {
        let word = self.next.take()?;
        self.next = self.tokens.next();
        let end = match &self.next {
            None => End::Paragraph,
            Some(next) if next.position > word.position + 1 => End::Paragraph,
            Some(next) => {
                let between = &self.text[word.range.end..next.range.start];
                match self.rules.end(word.written, between, next.written) {
                    true => End::Sentence,
                    false => End::Word,
                }
            }
        };
        Some((word, end))
    }
}

/// What is known of full stops in one language: words without accents, lower case.
#[derive(Debug, Clone, Default)]
struct Rules {
    titles: BTreeSet<String>,
    short: BTreeSet<String>,
    starters: BTreeSet<String>,
    ordinals: bool,
    /// The names of its months; those of all languages where it is not known.
    months: Option<BTreeSet<String>>,
}

/// The rules for a language that is not known.
static COMMON: LazyLock<Rules> = LazyLock::new(|| rules("*"));

/// The rules of each language, read when it is first asked about.
static RULES: [OnceLock<Rules>; super::FILES.len()] =
    [const { OnceLock::new() }; super::FILES.len()];

fn rules_of(language: Option<&str>) -> &'static Rules {
    match language.and_then(super::number) {
        Some(number) => RULES[number].get_or_init(|| rules(super::FILES[number].0)),
        None => &COMMON,
    }
}

/// The rows of the table: language, kind, words.
fn rows() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    let lines = include_str!("sentences.tsv").lines();
    lines
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let (language, rest) = line.split_once('\t')?;
            let (kind, words) = rest.split_once('\t')?;
            Some((language, kind, words))
        })
}

fn rules(code: &str) -> Rules {
    let months = super::get(code).map(|language| {
        let names = language.months.iter().flatten();
        names.map(|name| folded(name).into_owned()).collect()
    });
    let mut rules = Rules {
        months,
        ..Rules::default()
    };
    for (language, kind, words) in rows() {
        if language != code && language != "*" {
            continue;
        }
        let words = words.split(' ').filter(|word| !word.is_empty());
        let words = words.map(|word| folded(word).into_owned());
        match kind {
            "title" => rules.titles.extend(words),
            "short" => rules.short.extend(words),
            "starter" => rules.starters.extend(words),
            _ => rules.ordinals = true,
        }
    }
    rules
}

impl Rules {
    /// Whether a sentence ends between two words of a line.
    fn end(&self, before: &str, between: &str, after: &str) -> bool {
        if between.is_ascii()
            && !between
                .bytes()
                .any(|b| matches!(b, b'.' | b'!' | b'?' | b';'))
        {
            return false;
        }
        if between.contains(is_full_stop) {
            return true;
        }
        let Some(sign) = between.find(['.', '!', '?', '…', ';']) else {
            return false;
        };
        // "3.5", "U.S", "example.com" are no ends; nor is what goes on with a small letter.
        let behind = &between[sign..];
        if !behind.contains(char::is_whitespace) || begins_small(after) {
            return false;
        }
        match behind.chars().next() {
            // The question mark of Greek looks like a semicolon.
            Some(';') => after.chars().next().is_some_and(is_greek),
            Some('.') if sign == 0 && !behind.starts_with("..") => self.full_stop(before, after),
            _ => true,
        }
    }

    /// Whether a full stop right behind a word ends the sentence.
    fn full_stop(&self, before: &str, after: &str) -> bool {
        let word = folded(before);
        if self.titles.contains(word.as_ref()) {
            return false;
        }
        let number = word.bytes().all(|b| b.is_ascii_digit());
        if number && word.len() <= 2 {
            return !self.is_month(after) && (!self.ordinals || self.starts(after));
        }
        let initial = word.chars().count() == 1 && word.chars().all(|c| c.is_lowercase());
        (!initial && !self.short.contains(word.as_ref())) || self.starts(after)
    }

    fn is_month(&self, word: &str) -> bool {
        match &self.months {
            Some(names) => names.contains(folded(word).as_ref()),
            None => Calendar::built_in().exact_month(word).is_some(),
        }
    }

    fn starts(&self, word: &str) -> bool {
        self.starters.contains(folded(word).as_ref())
    }
}

/// Signs that end a sentence and do nothing else.
fn is_full_stop(c: char) -> bool {
    matches!(
        c,
        '。' | '｡' | '！' | '？' | '؟' | '۔' | '।' | '॥' | '։' | '።' | '។' | '။'
    )
}

fn is_greek(c: char) -> bool {
    matches!(c, '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}')
}

/// Whether a word begins with a small letter of a script that has capitals. Georgian has them only in signs and heads.
fn begins_small(word: &str) -> bool {
    let first = word.chars().next();
    first.is_some_and(|c| c.is_lowercase() && !matches!(c, '\u{10d0}'..='\u{10ff}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with `|` behind each sentence but the last of a line.
    fn cut(text: &str, language: &str) -> String {
        let mut out = String::new();
        for (word, end) in words(text, Some(language)) {
            out.push_str(word.written);
            out.push_str(match end {
                End::Word => " ",
                End::Sentence => "|",
                End::Paragraph => "¶",
            });
        }
        out
    }

    #[test]
    fn sentences_end_where_a_reader_says() {
        let table = [
            ("en", "He left. She stayed.", "He left|She stayed¶"),
            (
                "en",
                "Dr. Smith met Gen. Lee. They spoke.",
                "Dr Smith met Gen Lee|They spoke¶",
            ),
            (
                "en",
                "U.S. President J. R. Doe won.",
                "U S President J R Doe won¶",
            ),
            (
                "en",
                "It left the U.S. The talks ended.",
                "It left the U S|The talks ended¶",
            ),
            (
                "en",
                "Acme Inc. said it rose 3.5 pct.",
                "Acme Inc said it rose 3 5 pct¶",
            ),
            ("en", "Acme Inc. It said so.", "Acme Inc|It said so¶"),
            ("en", "In 2019. In 5 p.m. talks", "In 2019|In 5 p m talks¶"),
            (
                "en",
                "\"Why?\" he asked. \"No.\" Then",
                "Why he asked|No Then¶",
            ),
            ("en", "Why? Nobody knows! Well", "Why|Nobody knows|Well¶"),
            (
                "en",
                "\"It ends.\" (Really.) He left.",
                "It ends|Really|He left¶",
            ),
            (
                "en",
                "he waited … and left... Then",
                "he waited and left|Then¶",
            ),
            ("en", "said . The price", "said|The price¶"),
            ("en", "see example.com. Next", "see example com|Next¶"),
            ("en", "No. 5 won; He lost", "No 5 won He lost¶"),
            (
                "fr",
                "M. Le Drian et Mme. Parly sont là. Ils parlent.",
                "M Le Drian et Mme Parly sont là|Ils parlent¶",
            ),
            ("fr", "« C'est fini ! » Il part.", "C est fini|Il part¶"),
            (
                "fr",
                "J. Dupont, le 11 nov. Erevan",
                "J Dupont le 11 nov Erevan¶",
            ),
            (
                "de",
                "Am 17. November kam die 2. Liga. Danach Ruhe.",
                "Am 17 November kam die 2 Liga|Danach Ruhe¶",
            ),
            (
                "en",
                "They won 2-1. Smith said so.",
                "They won 2 1|Smith said so¶",
            ),
            (
                "ru",
                "Об этом сообщил А. Петров. Он добавил.",
                "Об этом сообщил А Петров|Он добавил¶",
            ),
            ("ru", "в 2020 г. Москва", "в 2020 г Москва¶"),
            ("el", "Τι είναι; Δεν ξέρω.", "Τι είναι|Δεν ξέρω¶"),
            ("ja", "雨。風", "雨|風¶"),
            ("ar", "من هو؟ لا أعرف. نعم", "من هو|لا أعرف|نعم¶"),
            ("hi", "वह आया। वह गया", "वह आया|वह गया¶"),
            ("hy", "Նա եկավ։ Գնաց", "Նա եկավ|Գնաց¶"),
            ("ka", "ის მოვიდა. წავიდა", "ის მოვიდა|წავიდა¶"),
            ("en", "One line\nanother. Line", "One line¶another|Line¶"),
            ("xx", "Dr. No left. Then", "Dr No left|Then¶"),
            ("en", "", ""),
        ];
        for (language, text, expected) in table {
            assert_eq!(cut(text, language), expected, "{text}");
        }
    }

    #[test]
    fn every_row_of_the_table_is_of_a_known_language_and_kind() {
        for (language, kind, words) in rows() {
            assert!(
                language == "*" || super::super::get(language).is_some(),
                "{language}"
            );
            assert!(
                matches!(kind, "title" | "short" | "starter" | "ordinal"),
                "{kind}"
            );
            assert_eq!(words, words.to_lowercase());
        }
        let lines = include_str!("sentences.tsv").lines();
        assert_eq!(
            rows().count(),
            lines.filter(|line| !line.starts_with('#')).count()
        );
    }
}
