//! Who signs a story, and how its end is marked: initials, names, addresses, `Enditem` in its many spellings.

use crate::facts::Facts;

/// `Anna Exempel/TT`: an author and the agency.
pub(super) fn is_signature(line: &str, facts: &Facts) -> bool {
    let Some((names, mark)) = line.split_once('/') else {
        return false;
    };
    let capital =
        |word: &str| word.starts_with(char::is_uppercase) && word.contains(char::is_lowercase);
    let count = names.split(' ').count();
    (2..=4).contains(&count)
        && names.split(' ').all(capital)
        && facts.agencies.by_mark(mark).is_some()
}

/// The address of an author or a desk, alone on a line.
pub(super) fn is_address(line: &str) -> bool {
    let parted = line.split_once('@');
    parted.is_some_and(|(name, host)| {
        let plain = |c: char| c.is_ascii_alphanumeric() || ".-_+".contains(c);
        !name.is_empty() && name.chars().all(plain) && host.contains('.') && host.chars().all(plain)
    })
}

/// `abc/de/fgh/`: initials that no word ends with.
pub(super) fn is_slashed(line: &str) -> bool {
    line.ends_with('/') || line.matches('/').count() >= 2
}

/// Whether what follows an agency's mark are the initials of its people: `ab cde z2`, `sj`, `NMK VSN`, and no words.
pub(super) fn are_initials(tail: &str) -> bool {
    let parts = || tail.split([' ', '/', '-']);
    let short = parts().all(|part| {
        part.chars().count() <= 4
            && part
                .chars()
                .all(|c| c.is_alphabetic() || c.is_ascii_digit())
    });
    let upper = |part: &str| part.len() <= 3 && part.chars().all(char::is_uppercase);
    let lower = !tail.contains(char::is_uppercase);
    let figures = tail.chars().all(|c| !c.is_alphabetic());
    short && (tail.is_empty() || !figures) && (lower || parts().all(upper))
}

/// `Enditem` in its many misspellings: `Endtiem`, `Enitem`, `Endietm`.
pub(super) fn is_enditem(lower: &str) -> bool {
    (5..=9).contains(&lower.len())
        && lower.starts_with("en")
        && lower.ends_with('m')
        && lower.contains('t')
        && lower.bytes().all(|b| b"enditm".contains(&b))
}

/// `abc/de/fgh/`, `bur-ab/cd/ef`, `VDH/FUL/`, `M.H./F.J.`, `mb`.
pub(super) fn is_initials(line: &str) -> bool {
    let line = line
        .trim_end_matches('/')
        .trim_end_matches("–0–")
        .trim_end_matches("-0-")
        .trim();
    let parts: Vec<&str> = line
        .split('/')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let dotted = |part: &str| {
        let letters: Vec<&str> = part
            .split('.')
            .filter(|letter| !letter.is_empty())
            .collect();
        part.ends_with('.')
            && (1..=3).contains(&letters.len())
            && letters.iter().all(|letter| letter.chars().count() <= 2)
    };
    let plain = |part: &str| {
        let mut pieces = part.split('-');
        pieces.all(|piece| {
            (2..=4).contains(&piece.chars().count()) && piece.chars().all(char::is_alphabetic)
        }) && part.len() <= 12
    };
    match parts[..] {
        [] => false,
        [one] => {
            dotted(one) && one.matches('.').count() >= 2
                || (plain(one) && one.len() <= 4 && one.chars().all(char::is_lowercase))
        }
        _ => {
            parts.len() <= 7
                && (parts.iter().all(|part| plain(part)) || parts.iter().all(|part| dotted(part)))
        }
    }
}
