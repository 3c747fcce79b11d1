//! The agency's mark in a dateline: `(AFP)`, `/TASS/`, `(ats afp)`, `(AFP-DPA-REUTER)`, `ARMENPRESS`, `avec AFP`.

use crate::facts::Facts;
use crate::facts::agencies::Agency;

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
    /// Whether the named agency is the source, and somebody else wrote the text down.
    pub relayed: bool,
}

/// The longest mark in brackets, in bytes.
const LONGEST: usize = 90;

/// Wires that carry what companies pay for. They mark a dateline, but are no agencies.
const PRESS_RELEASES: &[&str] = &[
    "newswire",
    "business wire",
    "marketwire",
    "ots",
    "accesswire",
];

/// Reads a mark that the table knows at the very start of a text.
pub(crate) fn read(text: &str, facts: &Facts) -> Option<Read> {
    in_brackets(text, facts)
        .or_else(|| bare(text, |agency| agency.bare, facts))
        .or_else(|| relayed(text, facts))
}

/// Reads a mark in brackets that the table does not know: the caller has to know better that this is one.
pub(crate) fn unknown(text: &str) -> Option<Read> {
    let (inside, len) = brackets(text)?;
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

/// Whether a credit is that of a press-release wire.
pub(crate) fn is_press_release(credit: &str) -> bool {
    let credit = credit.to_lowercase();
    PRESS_RELEASES.iter().any(|wire| credit.ends_with(wire))
}

/// The agencies of the words inside a pair of brackets, where the table knows at least one.
pub(crate) fn agencies(inside: &str, facts: &Facts) -> Option<Vec<String>> {
    let inside = inside.trim().trim_start_matches('©');
    let table = &facts.agencies;
    if table.of_credit(inside).is_some() {
        return Some(vec![inside.into()]);
    }
    let parts: Vec<&str> = inside
        .split(['/', ',', ';', '\\'])
        .flat_map(|part| split_further(part.trim(), facts))
        .filter(|part| !part.is_empty())
        .collect();
    let known = parts
        .iter()
        .filter(|part| table.of_credit(part).is_some())
        .count();
    let plausible = parts
        .iter()
        .all(|part| table.of_credit(part).is_some() || is_code(part));
    (known > 0 && plausible && parts.len() <= 5)
        .then(|| parts.iter().map(|part| part.to_string()).collect())
}

/// Hyphens and blanks part agencies only where the whole is none: `AFP-DPA-REUTER`, but `ITAR-TASS`.
fn split_further<'a>(part: &'a str, facts: &Facts) -> Vec<&'a str> {
    let known = |piece: &str| facts.agencies.of_credit(piece).is_some();
    if known(part) {
        return vec![part];
    }
    for separator in [" - ", "-", " "] {
        let pieces: Vec<&str> = part.split(separator).map(str::trim).collect();
        if pieces.len() > 1 && pieces.iter().any(|piece| known(piece)) {
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
    let mut credits = agencies(inside, facts)?;
    let mut relayed = false;
    // `/ritzau/AFP`: the agency after the slashes wrote it.
    let after: &str = text[len..]
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or("");
    if text.starts_with('/') && facts.agencies.by_mark(after).is_some() {
        credits.insert(0, after.into());
        len += after.len();
        relayed = true;
    }
    Some(Read {
        credits,
        len,
        bracketed: true,
        known: true,
        relayed,
    })
}

/// What stands between a bracket or slash at the start of a text and its partner.
fn brackets(text: &str) -> Option<(&str, usize)> {
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
    bare(text, |_| true, facts)
}

/// A mark without brackets, of an agency that signs so.
fn bare(text: &str, signs: impl Fn(&Agency) -> bool, facts: &Facts) -> Option<Read> {
    let initial = text.chars().next()?;
    if !initial.is_alphabetic() || initial.is_lowercase() {
        return None;
    }
    let longest = facts
        .agencies
        .marks_on(initial)
        .filter(|(_, agency)| signs(agency))
        .filter_map(|(mark, _)| starts_with(text, mark))
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
    (!end.starts_with(char::is_alphanumeric)).then_some(text.len() - end.len())
}

/// `avec AFP`, `mit dpa`: a newspaper or site that retells an agency.
fn relayed(text: &str, facts: &Facts) -> Option<Read> {
    let (intro, rest) = text.split_once(' ')?;
    let intros = ["avec", "with", "mit", "con", "com", "met", "med"];
    if !intros.iter().any(|known| known.eq_ignore_ascii_case(intro)) {
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
        ] {
            assert_eq!(read(text, facts), None, "{text}");
        }
    }
}
