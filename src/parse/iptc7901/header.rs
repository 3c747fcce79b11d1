//! The header line: `eca0003 3 i 380  dpa 0045`, `INT001 3 GEN 0091 F BELGA-0031 COR 703`.

use crate::facts::Facts;
use crate::facts::agencies::Agency;
use crate::parse::{Identity, envelope};

/// Services of agencies whose header does not name them, or whose language is known: service, mark, language.
const SERVICES: &str = include_str!("services.tsv");
/// Lengths of the service's letters and of the number in the standard's form.
const SERVICE: std::ops::RangeInclusive<usize> = 2..=6;
const NUMBER: std::ops::RangeInclusive<usize> = 2..=5;
/// The longest line that is a header without control codes, in bytes, and the most words after the word count.
const LINE: usize = 80;
const OPTIONAL: usize = 6;

/// A header line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Header<'t> {
    /// The service: `eca`, `FRA`. Not the agency.
    pub service: &'t str,
    /// Its number, as printed.
    pub number: &'t str,
    /// The priority, 1 to 9.
    pub urgency: &'t str,
    /// The category, one to three letters.
    pub category: &'t str,
    /// How many words the text is said to have.
    pub words: Option<usize>,
    /// The optional part: agency, its number, a language letter, `COR n`.
    rest: Vec<&'t str>,
}

/// Whether a header follows a SOH.
pub(super) fn follows(text: &str) -> bool {
    let line = text.split(['\n', '\u{2}']).next().unwrap_or_default();
    line.len() <= 2 * LINE && parse(&envelope::plain_line(line)).is_some()
}

/// Reads a header line.
pub(super) fn parse(line: &str) -> Option<Header<'_>> {
    let mut words = line.split_whitespace();
    let source = words.next()?;
    let letters = source.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (service, number) = source.split_at(letters);
    // The first word of most lines is none of a header.
    if !SERVICE.contains(&letters) || !NUMBER.contains(&number.len()) || !is_number(number) {
        return None;
    }
    let urgency = words.next()?;
    let category = words.next()?;
    let fits = matches!(urgency.as_bytes(), [b'1'..=b'9'])
        && category.len() <= 3
        && category.bytes().all(|b| b.is_ascii_alphabetic());
    let mut rest: Vec<&str> = words.collect();
    let count = rest
        .first()
        .filter(|word| is_number(word) && word.len() <= 5);
    let count = count.and_then(|word| word.parse().ok());
    if count.is_some() {
        rest.remove(0);
    }
    fits.then_some(Header {
        service,
        number,
        urgency,
        category,
        words: count,
        rest,
    })
}

/// Reads a header line that has lost its control codes: told by a count of words, and by an agency's name.
pub(super) fn parse_bare<'t>(line: &'t str, facts: &Facts) -> Option<Header<'t>> {
    let line = line.trim_end();
    if line.len() > LINE || !line.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let header = parse(line)?;
    let bare = header.service.len() <= 4
        && header.number.len() >= 3
        && header.words.is_some()
        && header.rest.len() <= OPTIONAL;
    (bare && header.provider(facts).is_some()).then_some(header)
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit())
}

impl Header<'_> {
    /// The agency's mark: as the optional part names it, else by the service.
    pub(super) fn provider(&self, facts: &Facts) -> Option<&str> {
        let known = |mark: &&str| is_mark(mark, facts);
        let parts = |word: &&'_ str| word.split(['/', '-']).find(known).map(|_| ());
        let whole = self.rest.iter().copied().find(known);
        let inside = || {
            let word = self.rest.iter().find(|word| parts(word).is_some())?;
            word.split(['/', '-']).find(known)
        };
        whole
            .or_else(inside)
            .or_else(|| self.of_service().map(|(mark, _)| mark))
            .or_else(|| Some(self.service).filter(known))
    }

    /// The language: Belga's letter, else the service's.
    pub(super) fn language(&self, facts: &Facts) -> Option<&'static str> {
        let letter = self.rest.first().copied().unwrap_or_default();
        if self
            .provider(facts)
            .is_some_and(|mark| mark.eq_ignore_ascii_case("belga"))
        {
            match letter {
                "F" => return Some("fr"),
                "N" => return Some("nl"),
                // In both languages.
                "B" | "T" => return None,
                _ => {}
            }
        }
        self.of_service()
            .map(|(_, language)| language)
            .filter(|language| !language.is_empty())
    }

    /// The number of the item that this one corrects: 703 of `COR 703`.
    pub(super) fn corrects(&self) -> Option<&str> {
        let at = self.rest.iter().position(|word| *word == "COR")?;
        self.rest
            .get(at + 1)
            .copied()
            .filter(|word| is_number(word))
    }

    /// KNA's own id, with a date in it: `170123-89-00065#2`.
    pub(super) fn identity(&self) -> Option<Identity> {
        let word = self.rest.last()?;
        let (id, version) = word.split_once('#').unwrap_or((word, ""));
        let parts: Vec<&str> = id.split('-').collect();
        let dated = matches!(parts[..], [day, _, number] if day.len() == 6 && number.len() >= 4);
        (dated && parts.iter().all(|part| is_number(part))).then(|| Identity {
            id: format!("KNA {id}"),
            version: version.parse().ok(),
        })
    }

    fn of_service(&self) -> Option<(&'static str, &'static str)> {
        SERVICES.lines().skip(1).find_map(|row| {
            let mut cells = row.split('\t');
            let service = cells.next()?;
            let found = (cells.next()?, cells.next()?);
            (service == self.service).then_some(found)
        })
    }
}

/// Whether a word of the optional part is an agency's mark. Single letters are languages.
fn is_mark(word: &str, facts: &Facts) -> bool {
    let known: Option<&Agency> = facts.agencies.by_mark(word);
    word.len() >= 2 && known.is_some()
}
