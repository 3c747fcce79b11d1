//! The agency's mark in a dateline: `(AFP)`, `/TASS/`, `(ats afp)`, `(AFP-DPA-REUTER)`, `ARMENPRESS`, `avec AFP`.

use super::words::WORDS;
use crate::facts::Facts;

/// A mark read at the start of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Read {
    /// Agencies as printed, principal first.
    pub credits: Vec<String>,
    /// How many bytes it takes.
    pub len: usize,
    /// Whether it stands in brackets or slashes.
    pub bracketed: bool,
    /// Whether the table knows one of them.
    pub known: bool,
    /// The reporter named inside it.
    pub byline: Option<String>,
    /// Whether the named agency is the source, and somebody else wrote the text down.
    pub relayed: bool,
}

/// The longest mark in brackets, in bytes.
const LONGEST: usize = 90;

/// Reads a mark that the table knows at the very start of a text.
pub(crate) fn read(text: &str, facts: &Facts) -> Option<Read> {
    in_brackets(text, facts)
        .or_else(|| bare(text, true, facts))
        .or_else(|| relayed(text, facts))
}

/// Reads a mark in brackets that the table does not know: the caller has to know better that this is one.
pub(crate) fn unknown(text: &str, facts: &Facts) -> Option<Read> {
    let (inside, len) = brackets(text)?;
    // `(ΑΠΕ-ΜΠΕ/Ν. Παράδειγμα)`: beside a place a reporter, elsewhere a photographer.
    if let Some((mark, name)) = inside.split_once('/')
        && is_mark(mark, facts)
    {
        return Some(Read {
            credits: vec![mark.trim().into()],
            byline: Some(name.trim().into()),
            len,
            bracketed: true,
            ..Read::default()
        });
    }
    let letters = inside.chars().filter(|c| c.is_alphabetic()).count();
    let odd = inside
        .chars()
        .any(|c| c.is_ascii_digit() || ":;?!\"()<>".contains(c));
    (letters >= 2 && !odd && inside.chars().count() <= 40).then(|| Read {
        credits: vec![inside.into()],
        len,
        bracketed: true,
        ..Read::default()
    })
}

/// Whether words are the mark of an agency or of a press-release wire.
fn is_mark(words: &str, facts: &Facts) -> bool {
    facts.agencies.of_credit(words).is_some() || facts.agencies.is_release(words)
}

/// The agencies of the words inside a pair of brackets, where the table knows at least one.
pub(crate) fn agencies(inside: &str, facts: &Facts) -> Option<Vec<String>> {
    let inside = inside.trim().trim_start_matches('©').trim();
    if is_mark(inside, facts) {
        return Some(vec![inside.into()]);
    }
    let parts: Vec<&str> = inside
        .split(['/', ',', ';', '\\', '+'])
        .flat_map(|part| split_further(part.trim(), facts))
        .filter(|part| !part.is_empty())
        .collect();
    let known = parts.iter().filter(|part| is_mark(part, facts)).count();
    let plausible = parts
        .iter()
        .all(|part| is_mark(part, facts) || is_code(part));
    (known > 0 && plausible && parts.len() <= 5)
        .then(|| parts.iter().map(|part| part.to_string()).collect())
}

/// Hyphens and blanks part agencies only where the whole is none: `AFP-DPA-REUTER`, but `ITAR-TASS`.
fn split_further<'a>(part: &'a str, facts: &Facts) -> Vec<&'a str> {
    let known = |piece: &str| is_mark(piece, facts);
    if known(part) {
        return vec![part];
    }
    for separator in [" - ", "-", " "] {
        let pieces: Vec<&str> = part.split(separator).map(str::trim).collect();
        let unknown = pieces.iter().filter(|piece| !known(piece)).count();
        if pieces.len() > 1 && unknown < pieces.len() && unknown <= 1 {
            return pieces;
        }
    }
    vec![part]
}

/// Whether an unknown part may be a desk or a partner: `bb`, `tca`, `MENAFN`; but no person or firm: `Getty`.
fn is_code(part: &str) -> bool {
    let lower = part.chars().all(char::is_lowercase);
    let upper = part.chars().all(char::is_uppercase);
    part.chars().count() <= 8 && (lower || upper)
}

fn in_brackets(text: &str, facts: &Facts) -> Option<Read> {
    let (inside, mut len) = brackets(text)?;
    let mut read = relayed_inside(inside, facts)
        .or_else(|| {
            Some(Read {
                credits: agencies(inside, facts)?,
                ..Read::default()
            })
        })
        .or_else(|| signed_inside(text, inside, facts))?;
    // `/ritzau/AFP`: the agency after the slashes wrote it.
    let after: &str = text[len..]
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or("");
    if text.starts_with('/') && facts.agencies.by_mark(after).is_some() {
        read.credits.insert(0, after.into());
        len += after.len();
        read.relayed = true;
    }
    Some(Read {
        len,
        bracketed: true,
        known: true,
        ..read
    })
}

/// `(Le Monde avec AFP)`, `(mit dpa)`: the agency is the source, and who retells it comes second.
fn relayed_inside(inside: &str, facts: &Facts) -> Option<Read> {
    let mut at = 0;
    for word in inside.split(' ') {
        if WORDS.relays.contains(&word.to_lowercase().as_str()) {
            let mut credits = agencies(&inside[at + word.len()..], facts)?;
            let retold_by = inside[..at].trim();
            let named = retold_by.is_empty() || retold_by.starts_with(char::is_uppercase);
            if !named || !credits.iter().all(|credit| is_mark(credit, facts)) {
                return None;
            }
            credits.extend(Some(retold_by.to_string()).filter(|name| !name.is_empty()));
            return Some(Read {
                credits,
                relayed: true,
                ..Read::default()
            });
        }
        at += word.len() + 1;
    }
    None
}

/// `/Trend, J. Sample/`, `/Корр. ИТАР-ТАСС Иван Примеров/`: a mark in slashes with its reporter.
fn signed_inside(text: &str, inside: &str, facts: &Facts) -> Option<Read> {
    if !text.starts_with('/') {
        return None;
    }
    let ends = inside
        .char_indices()
        .filter(|(_, c)| matches!(c, ' ' | ','));
    let end = ends
        .map(|(at, _)| at)
        .rfind(|at| is_mark(&inside[..*at], facts))?;
    let names = inside[end..].trim_start_matches([',', ' ']);
    let named = |name: &str| name.starts_with(char::is_uppercase);
    (names.split(' ').count() <= 4 && names.split(' ').all(named)).then(|| Read {
        credits: vec![inside[..end].trim_end_matches([',', ' ']).into()],
        byline: Some(names.into()),
        ..Read::default()
    })
}

/// What stands between a bracket or slash at the start of a text and its partner.
pub(super) fn brackets(text: &str) -> Option<(&str, usize)> {
    let open = text.chars().next()?;
    let close = match open {
        '(' => ')',
        '[' => ']',
        '（' => '）',
        '/' => '/',
        _ => return None,
    };
    let inside = &text[open.len_utf8()..];
    let end = inside.find(close).filter(|end| *end <= LONGEST)?;
    let words = inside[..end].trim();
    (!words.is_empty() && !words.contains('\n'))
        .then(|| (words, open.len_utf8() + end + close.len_utf8()))
}

/// Reads a mark without brackets of any agency: `OSLO, March 12, Reuter -`. The caller has to see date and dash.
pub(crate) fn any_bare(text: &str, facts: &Facts) -> Option<Read> {
    bare(text, false, facts)
}

/// A mark without brackets: of any agency, or only of those that sign so.
fn bare(text: &str, only_bare: bool, facts: &Facts) -> Option<Read> {
    let initial = text.chars().next()?;
    // Georgian is written without capitals, though it has them.
    let georgian = ('\u{10d0}'..='\u{10ff}').contains(&initial);
    if !initial.is_alphabetic() || (initial.is_lowercase() && !georgian) {
        return None;
    }
    let longest = facts
        .agencies
        .marks_on(initial, only_bare)
        .filter_map(|mark| starts_with(text, mark))
        .max()?;
    Some(Read {
        credits: vec![text[..longest].into()],
        len: longest,
        known: true,
        ..Read::default()
    })
}

/// How many bytes of a text are a mark in any case, followed by no letter.
fn starts_with(text: &str, mark: &str) -> Option<usize> {
    let mut chars = text.char_indices();
    for wanted in mark.chars() {
        let (_, c) = chars.next()?;
        if c != wanted && !c.to_lowercase().eq(wanted.to_lowercase()) {
            return None;
        }
    }
    let end = chars.as_str();
    let ends = |c: char| c.is_alphanumeric() || super::is_apostrophe(c);
    (!end.starts_with(ends)).then_some(text.len() - end.len())
}

/// `avec AFP`, `mit dpa`: a newspaper or site that retells an agency.
fn relayed(text: &str, facts: &Facts) -> Option<Read> {
    let (intro, rest) = text.split_once(' ').filter(|(intro, _)| intro.len() <= 6)?;
    if !WORDS.relays.contains(&intro.to_lowercase().as_str()) {
        return None;
    }
    let name = rest
        .split(|c: char| !c.is_alphanumeric() && c != '.')
        .next()?;
    let name = name.trim_end_matches('.');
    facts.agencies.by_mark(name).filter(|_| name.len() >= 3)?;
    Some(Read {
        credits: vec![name.into()],
        len: intro.len() + 1 + name.len(),
        known: true,
        relayed: true,
        ..Read::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_read_in_every_dress() {
        let facts = Facts::built_in();
        for (text, wanted) in [
            ("(AFP) - Le", vec!["AFP"]),
            ("(ats afp) Les", vec!["ats", "afp"]),
            ("(AFP-DPA-REUTER) =", vec!["AFP", "DPA", "REUTER"]),
            ("(dpa/bb) -", vec!["dpa", "bb"]),
            ("(tca/dpa) -", vec!["tca", "dpa"]),
            (
                "(MENAFN - Trend News Agency) B",
                vec!["MENAFN", "Trend News Agency"],
            ),
            ("/TASS/. A", vec!["TASS"]),
            ("/ITAR-TASS/. A", vec!["ITAR-TASS"]),
            ("/ritzau/AFP", vec!["AFP", "ritzau"]),
            ("(أ ف ب) - ", vec!["أ ف ب"]),
            ("ARMENPRESS. The", vec!["ARMENPRESS"]),
            ("РИА Новости. Ф", vec!["РИА Новости"]),
            ("avec AFP - Le", vec!["AFP"]),
            ("(Reuters Life!) - A", vec!["Reuters Life!"]),
        ] {
            let read = read(text, facts).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(read.credits, wanted, "{text}");
        }
    }

    #[test]
    fn other_brackets_are_no_marks() {
        let facts = Facts::built_in();
        for text in [
            "(Isère), 3",
            "(AFP/Getty)",
            "(AFP/Jo Example)",
            "(BARI)",
            "(",
            "()",
            "trend: up",
            "with friends",
            "(a film with AP stars)",
            "(AFP, Jo Example)",
        ] {
            assert_eq!(read(text, facts), None, "{text}");
        }
    }
}
