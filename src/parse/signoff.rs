//! What stands at the end of a story and is no body: initials, end marks, the agency's name, desk notes.

use crate::facts::Facts;
use crate::language::words::truncate;
use std::collections::HashSet;
use std::sync::LazyLock;

/// What was cut from the end of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Signoff {
    /// The lines cut, joined by a blank.
    pub text: Option<String>,
    /// The agency's mark among them.
    pub agency: Option<String>,
    /// The desk's time of filing, `310001 JUL 97`, as printed.
    pub stamp: Option<String>,
    /// A sentence about the report itself, which may date it: `This report … was first published Nov. 17, 2020.`
    pub tail: Option<String>,
}

/// How many of the last lines may be sign-off.
const LINES: usize = 8;

/// The longest line that is sign-off, and the longest tail of the agency's own, in characters.
const LINE: usize = 60;
const TAIL: usize = 200;
/// How much of a text's end may be a bracketed note, in bytes, and how many of them it has at most.
const NOTE: usize = 600;
const NOTES: usize = 6;

/// End marks that may stand after the last sentence, on its line.
const INLINE_ENDS: &[&str] = &["-0-", "–0–", "-30-", "nnnn", "###"];

/// The table of what stands at the end (`signoffs.tsv`).
struct Table {
    ends: HashSet<&'static str>,
    notes: Vec<&'static str>,
    words: Vec<&'static str>,
    offices: Vec<&'static str>,
    bare: Vec<&'static str>,
    tails: Vec<&'static str>,
    reports: Vec<&'static str>,
    /// Notes of Reuters' houses only.
    reuters: Vec<&'static str>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let of = |kind: &str| -> Vec<&'static str> {
        let rows = include_str!("signoffs.tsv").lines().skip(1);
        let cells = rows.filter_map(|row| row.split_once('\t'));
        let words = cells.filter(|(name, _)| *name == kind);
        words.flat_map(|(_, words)| words.split('|')).collect()
    };
    Table {
        ends: of("end").into_iter().collect(),
        notes: of("note"),
        words: of("word"),
        offices: of("office"),
        bare: of("bare"),
        tails: of("tail"),
        reports: of("report"),
        reuters: of("reuters"),
    }
});

/// Cuts the sign-off from a body.
pub(super) fn cut<'a>(body: &'a str, facts: &Facts) -> (&'a str, Signoff) {
    let mut signoff = Signoff::default();
    let mut cut: Vec<&str> = Vec::new();
    let mut rest = body.trim_end();
    for _ in 0..LINES {
        let start = rest.rfind('\n').map_or(0, |at| at + 1);
        let line = rest[start..].trim();
        // Letters alone may be the last word of a sentence, or of a poem.
        let before = || {
            rest[..start]
                .trim_end()
                .lines()
                .next_back()
                .unwrap_or_default()
        };
        let ended = (!cut.is_empty() && line.chars().all(char::is_lowercase))
            || ends_sentence(&rest[..start])
            || agency_line(before(), facts).is_some();
        // A story is not all sign-off.
        if start == 0 || !is_signoff(line, ended, facts, &mut signoff) {
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
    let lower = mark.to_lowercase();
    let ends = is_enditem(&lower) || (INLINE_ENDS.contains(&lower.as_str()));
    if ends && !body[..at].trim().is_empty() {
        cut.insert(0, mark);
        return body[..at].trim_end();
    }
    let slashed = mark
        .strip_prefix('/')
        .and_then(|mark| mark.strip_suffix('/'));
    let name = slashed.unwrap_or(mark);
    if signoff.agency.is_some()
        || facts.agencies.by_mark(name).is_none()
        || body[..at].trim().is_empty()
    {
        return body;
    }
    signoff.agency = Some(name.into());
    cut.insert(0, mark);
    body[..at].trim_end()
}

/// Whether a text ends with a sentence, or with a blank line.
fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches([
        '"', '”', '»', '’', '\'', ')', ']', '）', '」', '』', ' ', '\t', '\n', '\r',
    ]);
    let blank = text
        .lines()
        .next_back()
        .is_some_and(|line| line.trim().is_empty());
    blank
        || bare.ends_with([
            '.', '!', '?', '…', '。', '！', '？', '।', '։', '؟', ':', '-',
        ])
}

/// Whether a line is sign-off; notes the agency and time in it. `ended`: a sentence ends before it.
fn is_signoff(line: &str, ended: bool, facts: &Facts, signoff: &mut Signoff) -> bool {
    let chars = line.chars().take(TAIL + 1).count();
    if chars > TAIL {
        return false;
    }
    let lower = line.to_lowercase();
    if TABLE.tails.iter().any(|begin| lower.starts_with(begin)) {
        signoff.tail.get_or_insert(line.into());
        return true;
    }
    // `This report by The Example Press was first published …`
    if let Some(begin) = TABLE
        .reports
        .iter()
        .find(|begin| lower.starts_with(**begin))
        && let Some(name) = line.get(begin.len()..)
        && let Some(agency) = agency_at_start(name, facts)
    {
        signoff.agency.get_or_insert(agency);
        signoff.tail.get_or_insert(line.into());
        return true;
    }
    // `Copyright 2010 The Example Press. All rights reserved.`, `Example Press writer Jo … contributed to this report.`
    let named = if lower.starts_with(['c', '©', '(']) {
        let name = line.trim_start_matches(|c: char| !c.is_alphabetic());
        let name = name
            .strip_prefix("Copyright")
            .or_else(|| name.strip_prefix("c)"))
            .or_else(|| name.strip_prefix("C)"));
        name.map(|name| name.trim_start_matches(|c: char| !c.is_alphabetic()))
    } else {
        let ends = ["contributed to this report.", "contributed to this story."];
        ends.iter().any(|end| lower.ends_with(end)).then_some(line)
    };
    if let Some(agency) = named.and_then(|name| agency_at_start(name, facts)) {
        signoff.agency.get_or_insert(agency);
        return true;
    }
    if chars > LINE {
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
    if crate::parse::stamp::of_service(line).is_some() {
        let end = line
            .find(|c: char| !c.is_alphabetic())
            .unwrap_or(line.len());
        let agency = &line[..end];
        if facts.agencies.by_mark(agency).is_some() {
            signoff.agency.get_or_insert(agency.into());
        }
        signoff.stamp.get_or_insert(line.into());
        return true;
    }
    let bare_note = TABLE.bare.iter().any(|begin| lower.starts_with(begin))
        && !line.ends_with('.')
        && !line.contains(')');
    let lower = lower.trim_end_matches('.');
    let letters = line.chars().all(|c| c.is_lowercase() || c == ' ');
    let mark = TABLE.ends.contains(lower) || TABLE.ends.contains(line) || is_enditem(lower);
    bare_note
        || (mark && (ended || !letters))
        || is_closed(lower)
        || is_signature(line, facts)
        || is_address(line)
        || line.starts_with("./.")
        || (is_initials(line) && (ended || is_slashed(line)))
}

/// The agency whose name, of up to four words, a text begins with.
fn agency_at_start(text: &str, facts: &Facts) -> Option<String> {
    let text = text.trim_start();
    let ends = text.match_indices([' ', ',', '.']).map(|(at, _)| at);
    ends.take(4)
        .filter(|end| facts.agencies.by_mark(&text[..*end]).is_some())
        .last()
        .map(|end| text[..end].trim_end_matches('.').into())
}

/// An end mark with initials or a time beside it: `(Schluss) ab/cd`, `06-LUG-20 12:30 NNNN`.
fn is_closed(lower: &str) -> bool {
    let initials = lower.split_once(") ").is_some_and(|(word, tail)| {
        word.starts_with('(')
            && TABLE.ends.contains(word.trim_start_matches('('))
            && are_initials(tail)
    });
    initials || (lower.ends_with(" nnnn") && lower.starts_with(|c: char| c.is_ascii_digit()))
}

/// `Anna Exempel/TT`: an author and the agency.
fn is_signature(line: &str, facts: &Facts) -> bool {
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
fn is_address(line: &str) -> bool {
    let parted = line.split_once('@');
    parted.is_some_and(|(name, host)| {
        let plain = |c: char| c.is_ascii_alphanumeric() || ".-_+".contains(c);
        !name.is_empty() && name.chars().all(plain) && host.contains('.') && host.chars().all(plain)
    })
}

/// `abc/de/fgh/`: initials that no word ends with.
fn is_slashed(line: &str) -> bool {
    line.ends_with('/') || line.matches('/').count() >= 2
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
    // `(MAP 17/11/2020)`
    let dated = tail.contains(['/', '.'])
        && tail
            .chars()
            .all(|c| c.is_ascii_digit() || "/.:- ".contains(c));
    (time_group(tail).is_some() || are_initials(tail) || dated || tail.eq_ignore_ascii_case("fim"))
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

/// `Enditem` in its many misspellings: `Endtiem`, `Enitem`, `Endietm`.
fn is_enditem(lower: &str) -> bool {
    (5..=9).contains(&lower.len())
        && lower.starts_with("en")
        && lower.ends_with('m')
        && lower.contains('t')
        && lower.bytes().all(|b| b"enditm".contains(&b))
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
    while notes.len() < NOTES {
        let Some(start) = last_brackets(rest) else {
            break;
        };
        let note = &rest[start..];
        let signs = |c: char| "()[]（）.,;-–— \n".contains(c);
        let inside = note.trim_matches(signs);
        let agency = facts.agencies.by_mark(inside).is_some();
        if start == 0 || !(agency || is_desk_note(note, inside)) {
            break;
        }
        let lower = inside.to_lowercase();
        if agency {
            signoff.agency.get_or_insert(inside.into());
        } else if TABLE.reuters.iter().any(|begin| lower.starts_with(begin)) {
            signoff.agency.get_or_insert("Reuters".into());
        }
        notes.push(note.split_whitespace().collect::<Vec<_>>().join(" "));
        rest = rest[..start].trim_end();
    }
    notes.reverse();
    (rest, notes)
}

/// Whether words in brackets say who wrote and edited, or how to reach them.
fn is_desk_note(note: &str, inside: &str) -> bool {
    let lower = inside.to_lowercase();
    let begins = |begin: &str| {
        let cased = begin.ends_with(char::is_alphabetic) && begin.is_ascii();
        lower
            .strip_prefix(begin)
            .is_some_and(|rest| !cased || !rest.starts_with(|c: char| c.is_ascii_alphabetic()))
    };
    let short = inside.split_whitespace().count() <= 5;
    let first_is_address = lower
        .split([' ', ';'])
        .next()
        .is_some_and(|word| word.contains('@'));
    note.starts_with("((")
        || TABLE.notes.iter().any(|begin| begins(begin))
        || TABLE.words.iter().any(|word| lower.contains(word))
        || (short && TABLE.offices.iter().any(|end| lower.ends_with(end)))
        || (short && inside.starts_with(char::is_uppercase) && lower.contains("newsroom"))
        || first_is_address
        || TABLE
            .ends
            .contains(note.to_lowercase().trim_end_matches(['.', ',']))
}

/// Where the brackets open that close at the end of a text, within its last bytes; one too many of them, or a comma
/// after them, does no harm.
fn last_brackets(text: &str) -> Option<usize> {
    let closing = [')', ']', '）'];
    let bare = text.trim_end_matches(['.', ',', ';', ' ']);
    let inner = bare.trim_end_matches(closing);
    let closed = bare[inner.len()..].chars().count();
    if closed == 0 || closed > NOTES {
        return None;
    }
    let from = truncate(text, text.len().saturating_sub(NOTE)).len();
    let inner = inner.get(from..)?;
    let start = from + opening(inner, closed).or_else(|| opening(inner, 1))?;
    // `((Jane Example, +1 555 0100))`
    Some(text[..start].trim_end_matches(['(', '[']).len())
}

/// Where as many brackets open as a text lacks.
fn opening(text: &str, lacking: usize) -> Option<usize> {
    let mut depth = lacking;
    for (at, c) in text.char_indices().rev() {
        match c {
            ')' | ']' | '）' => depth += 1,
            '(' | '[' | '（' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
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
            ("END", None),
            ("(Schluss) ab/cd", None),
            ("06-LUG-20 12:30 NNNN", None),
            ("Anna Exempel/TT", None),
            ("jo.example@news.example\n(END)", None),
            ("FIN", None),
            ("конец", None),
            ("ENDS", None),
            ("Endtiem", None),
            ("(MORE)", None),
            ("###", None),
            ("-30-", None),
            ("(TT)", Some("TT")),
            ("끝", None),
            ("(终)", None),
            ("((jo.example@news.example; +1 555 0100))", None),
            ("(Reporting by Jo Example))", Some("Reuters")),
            (
                "(Additional reporting by Jo Example in Oslo),",
                Some("Reuters"),
            ),
            ("((--Oslo Newsroom, 555-0100)", None),
            ("(Oslo Equities Desk)", None),
            ("(Reportage Jo Exemple, édité par Anne Modèle)", None),
            ("(Redazione Roma, tradotto da Jo Esempio)", None),
            ("(Редактор Анна Образцова)", None),
            (
                "This report by The Canadian Press was first published Nov. 17, 2020.",
                Some("The Canadian Press"),
            ),
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
    fn a_word_before_the_agencys_mark_is_body() {
        let (body, signoff) = cut("Banks lend in the\nU.S.\n REUTER", Facts::built_in());
        assert_eq!(body, "Banks lend in the\nU.S.");
        assert_eq!(signoff.text.as_deref(), Some("REUTER"));
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
    fn an_end_mark_after_the_last_sentence_is_cut() {
        for end in ["Enditem", "-0-", "###", "（完）", "/ritzau/"] {
            let text = format!("It rose.\nIt fell. {end}");
            let (body, signoff) = cut(&text, Facts::built_in());
            assert_eq!(body, "It rose.\nIt fell.", "{end}");
            assert_eq!(signoff.text.as_deref(), Some(end));
        }
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
            "Banks lend more in the\nU.S.",
            "One.\nentertain him",
            "The law says that he\nand/or\nshe\nhe/she",
            "the sea\nwe do not know\nthe end",
            "Under the moon\nthe sea\nthe\nend",
            "It was the beginning of the\nfin",
            "One.\nHe wanted (more) and got it.",
            "One. (The editor of the paper did not answer.)",
            "One (a report by the ministry)",
            "One.\nthe river runs/the hills stay/nobody asks why",
            "One. He left (in a hurry))",
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
