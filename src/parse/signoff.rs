//! What stands at the end of a story and is no body: initials, end marks, the agency's name, desk notes.

use crate::facts::Facts;
use crate::language::words::truncate;

/// What was cut from the end of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Signoff {
    /// The lines cut, joined by a blank.
    pub text: Option<String>,
    /// The agency's mark among them.
    pub agency: Option<String>,
    /// The desk's time of filing, `310001 JUL 97`, as printed.
    pub stamp: Option<String>,
}

/// How many of the last lines may be sign-off.
const LINES: usize = 8;

/// End marks that name nobody, lower case.
const END_MARKS: &[&str] = &[
    "nnnn",
    "###",
    "-30-",
    "-0-",
    "–0–",
    "(end)",
    "(more)",
    "more",
    "enditem",
    "fin",
    "(fin)",
    "end",
    "(完)",
    "（完）",
    "./.",
    "more to follow",
    "suite",
    "à suivre",
    "(segue)",
    "lusa/fim",
    "ende",
    "konec",
    "(koniec)",
    "= =",
    "***",
    "* * *",
];

/// How bracketed notes begin that say who wrote and edited.
const DESK_NOTES: &[&str] = &[
    "(reporting by",
    "(additional reporting",
    "(editing by",
    "(writing by",
    "(compiled by",
    "(created by",
    "(reporting and",
    "(reporting from",
    "(with reporting",
    "(with additional",
    "(translated by",
    "(edited by",
    "(rédigé par",
    "(édité par",
    "(edité par",
    "(reportage",
    "(redazione",
    "(bearbeitet von",
    "(reportería",
    "(reporte de",
    "(reporte por",
    "(editado por",
    "(editing",
    "(writing",
    "(compilado por",
    "((",
    "(reported by",
];

/// Words that tell such a note wherever they stand in it.
const DESK_WORDS: &[&str] = &["редактор ", "editing by ", "édité par ", "editado por "];

/// How a last line begins that says the same without brackets.
const BARE_NOTES: &[&str] = &[
    "reporting by ",
    "editing by ",
    "writing by ",
    "translated by ",
];

/// Desk notes of these agencies' houses only: Reuters signs so.
const REUTERS_NOTES: &[&str] = &[
    "(reporting by",
    "(additional reporting",
    "(writing by",
    "(editing by",
    "(rédigé par",
    "(édité par",
];

/// Cuts the sign-off from a body.
pub(super) fn cut<'a>(body: &'a str, facts: &Facts) -> (&'a str, Signoff) {
    let mut signoff = Signoff::default();
    let mut cut: Vec<&str> = Vec::new();
    let mut rest = body.trim_end();
    for _ in 0..LINES {
        let start = rest.rfind('\n').map_or(0, |at| at + 1);
        let line = rest[start..].trim();
        // A story is not all sign-off.
        if start == 0 || !is_signoff(line, facts, &mut signoff) {
            break;
        }
        cut.push(line);
        rest = rest[..start].trim_end();
    }
    cut.reverse();
    rest = inline_mark(rest, facts, &mut signoff, &mut cut);
    let (rest, notes) = desk_notes(rest, facts, &mut signoff);
    let all: Vec<String> = notes
        .into_iter()
        .chain(cut.iter().map(|line| line.to_string()))
        .collect();
    signoff.text = (!all.is_empty()).then(|| all.join(" "));
    (rest, signoff)
}

/// Cuts an agency's mark that stands on the last line of a story: far right, or after the last sentence.
fn inline_mark<'a>(
    body: &'a str,
    facts: &Facts,
    signoff: &mut Signoff,
    cut: &mut Vec<&'a str>,
) -> &'a str {
    let line = body.rfind('\n').map_or(0, |at| at + 1);
    let near = |at: &usize| *at > line && body.len() - at <= 40;
    let far_right = body.rfind("   ").filter(near);
    let ends_sentence = |at: &usize| body[..*at].trim_end().ends_with(['.', '"', '”', '»']);
    let after_sentence = || body.rfind(' ').filter(near).filter(ends_sentence);
    let Some(at) = far_right.or_else(after_sentence) else {
        return body;
    };
    let mark = body[at..].trim();
    if signoff.agency.is_some()
        || facts.agencies.by_mark(mark).is_none()
        || body[..at].trim().is_empty()
    {
        return body;
    }
    signoff.agency = Some(mark.into());
    cut.insert(0, mark);
    body[..at].trim_end()
}

/// Whether a line is sign-off; notes the agency and time in it.
fn is_signoff(line: &str, facts: &Facts, signoff: &mut Signoff) -> bool {
    if line.chars().count() > 60 {
        return false;
    }
    if let Some(mark) = agency_line(line, facts) {
        signoff.agency.get_or_insert(mark);
        if let Some(stamp) = time_group(line) {
            signoff.stamp.get_or_insert(stamp);
        }
        return true;
    }
    if let Some(stamp) = time_group(line) {
        signoff.stamp.get_or_insert(stamp);
        return true;
    }
    let lower = line.to_lowercase();
    let bare_note = BARE_NOTES.iter().any(|begin| lower.starts_with(begin))
        && !line.ends_with('.')
        && !line.contains(')');
    let lower = lower.trim_end_matches('.');
    bare_note
        || END_MARKS.contains(&lower)
        || is_enditem(lower)
        || line.starts_with("./.")
        || is_initials(line)
}

/// The agency of a line that holds little else: ` Reuter`, `(ANSA).`, `==Kyodo`, `AFP 310544 AOU 97`, `dpa ab cde fgh`,
/// `Lusa/Fim`, `La Presse Canadienne`, `(SDA\/sj)`.
fn agency_line(line: &str, facts: &Facts) -> Option<String> {
    let loose = |c: char| "()[]/=.-–—<> \t\\*©".contains(c);
    // `^M`: a control code that was written out.
    let line = line
        .rfind('^')
        .filter(|at| line.len() - at == 2)
        .map_or(line, |at| &line[..at]);
    let bare = line.trim_matches(loose);
    let known = |mark: &str| facts.agencies.by_mark(mark).is_some();
    if known(bare)
        && !bare.chars().all(char::is_lowercase)
            | line.starts_with(['/', '(', '='])
            | (line == bare)
    {
        return Some(bare.into());
    }
    let first = bare.split([' ', '/', '\\']).next()?;
    if !known(first) || first.chars().count() < 2 {
        return None;
    }
    let tail = bare[first.len()..].trim_matches(loose);
    (time_group(tail).is_some() || are_initials(tail) || tail.eq_ignore_ascii_case("fim"))
        .then(|| first.into())
}

/// Whether what follows an agency's mark are the initials of its people: `ab cde z2`, `sj`, `NMK VSN`, and no words.
fn are_initials(tail: &str) -> bool {
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

/// `310544 AOU 97`, `091223 dec 18`, `131137 GMT Nov 13` in a line.
pub(super) fn time_group(line: &str) -> Option<String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    for (at, word) in words.iter().enumerate() {
        let group = word.len() == 6 && word.bytes().all(|b| b.is_ascii_digit());
        let rest: Vec<&&str> = words[at + 1..]
            .iter()
            .filter(|word| !word.eq_ignore_ascii_case("gmt"))
            .collect();
        if let (true, [month, year]) = (group, &rest[..])
            && crate::language::calendar::Calendar::built_in()
                .exact_month(month)
                .is_some()
            && matches!(year.len(), 2 | 4)
            && year.bytes().all(|b| b.is_ascii_digit())
        {
            return Some(words[at..].join(" "));
        }
    }
    None
}

/// `Enditem` in its many misspellings.
fn is_enditem(lower: &str) -> bool {
    lower.len() <= 9
        && lower.starts_with("end")
        && (lower.ends_with("tem") || lower.ends_with("item"))
}

/// `abc/de/fgh/`, `bur-ab/cd/ef`, `VDH/FUL/`, `M.H./F.J.`, `mb`.
fn is_initials(line: &str) -> bool {
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

/// Cuts `(Reporting by …; Editing by …)` from the end of a text, one or several, and a closing `- Reuters`.
fn desk_notes<'a>(body: &'a str, facts: &Facts, signoff: &mut Signoff) -> (&'a str, Vec<String>) {
    let mut rest = body.trim_end();
    let mut notes = Vec::new();
    while rest.ends_with([')', ']', '）']) && notes.len() < 6 {
        let Some(start) = opening(rest) else { break };
        let note = &rest[start..];
        let lower = note.to_lowercase();
        let inside = note.trim_matches(['(', ')', '.']);
        let agency = facts.agencies.by_mark(inside).is_some();
        let by_desk = DESK_NOTES.iter().any(|begin| lower.starts_with(begin))
            || DESK_WORDS.iter().any(|word| lower.contains(word))
            || END_MARKS.contains(&lower.as_str());
        if start == 0 || (!by_desk && !agency) {
            break;
        }
        if agency {
            signoff.agency.get_or_insert(inside.into());
        } else if REUTERS_NOTES.iter().any(|begin| lower.starts_with(begin)) {
            signoff.agency.get_or_insert("Reuters".into());
        }
        notes.push(note.split_whitespace().collect::<Vec<_>>().join(" "));
        rest = rest[..start].trim_end();
    }
    notes.reverse();
    (rest, notes)
}

/// Where the bracket opens that closes at the end of a text, within its last 600 bytes.
fn opening(text: &str) -> Option<usize> {
    let from = truncate(text, text.len().saturating_sub(600)).len();
    let mut depth = 0usize;
    for (at, c) in text[from..].char_indices().rev() {
        match c {
            ')' | ']' | '）' => depth += 1,
            '(' | '[' | '（' => {
                depth -= 1;
                if depth == 0 {
                    return Some(from + at);
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sign_offs_of_many_agencies_are_cut() {
        let facts = Facts::built_in();
        for (end, agency) in [
            (" Reuter", Some("Reuter")),
            (" REUTER\n", Some("REUTER")),
            ("REUTER...^M", Some("REUTER")),
            ("EFE\nab/cd", Some("EFE")),
            ("abc/de/fgh/", None),
            ("bur-ab/cd/ef", None),
            ("mb\nAFP 310544 AOU 97", Some("AFP")),
            ("dpa ab cde fgh", Some("dpa")),
            ("dpa ab xxby z2 svb", Some("dpa")),
            ("PTI ABC DEF", Some("PTI")),
            ("Reporting by Jo Example", None),
            ("(Джо Пример. Редактор Анна Образцова)", None),
            ("（完）", None),
            ("(SDA\\/sj)", Some("SDA")),
            ("./.CVN\n310001 JUL 97", None),
            ("Enditem", None),
            ("==Kyodo", Some("Kyodo")),
            ("-0-", None),
            ("M.H./F.J.", None),
            ("L.D. –0–", None),
            ("(ANSA).", Some("ANSA")),
            ("/ritzau/", Some("ritzau")),
            ("Lusa/Fim", Some("Lusa")),
            ("NNNN", None),
            (
                "(Reporting by Jo Example; Editing by A. Sample)",
                Some("Reuters"),
            ),
        ] {
            let text = format!("The museum opened.\nIt closed again.\n{end}");
            let (body, signoff) = cut(&text, facts);
            assert_eq!(body, "The museum opened.\nIt closed again.", "{end}");
            assert_eq!(signoff.agency.as_deref(), agency, "{end}");
            assert!(signoff.text.is_some());
        }
    }

    #[test]
    fn notes_of_the_desk_are_cut_from_the_last_line() {
        let (body, signoff) = cut(
            "It rose. (Reporting by A B in C) (Editing by D)",
            Facts::built_in(),
        );
        assert_eq!(body, "It rose.");
        assert_eq!(
            signoff.text.as_deref(),
            Some("(Reporting by A B in C) (Editing by D)")
        );
    }

    #[test]
    fn a_mark_after_the_last_sentence_is_cut() {
        let (body, signoff) = cut("It rose.\nIt fell. REUTER", Facts::built_in());
        assert_eq!(body, "It rose.\nIt fell.");
        assert_eq!(signoff.agency.as_deref(), Some("REUTER"));
    }

    #[test]
    fn body_is_never_taken_for_a_sign_off() {
        let facts = Facts::built_in();
        for text in [
            "Reuter",
            "One.\nTwo (a number).",
            "One.\nWhat the AP said was right.",
            "Score:\nLions 3\nTigers 4",
            "One )\n( two",
            "One.\nAP 12",
            "One.\nReporting by radio was new then.",
            "One. (Reporting by Jo Example;\nediting by A. Sample); more",
            "x\n)",
        ] {
            assert_eq!(cut(text, facts).0, text);
        }
    }
}
