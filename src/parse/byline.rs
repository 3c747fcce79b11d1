//! Author lines: how they begin in the agencies' languages, and who may be named (`bylines.tsv`).

use super::clean::squeeze;
use crate::facts::Facts;
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// The longest line that names an agency alone, in bytes.
const CREDIT_LINE: usize = 80;
/// The longest byline, in words after "By", and in characters.
const WORDS: usize = 14;
const CHARS: usize = 160;
/// The most words of names in scripts without capitals, where nothing but length tells names from prose.
const UNICAMERAL_WORDS: usize = 4;

/// The table: how bylines begin, the phrases that are one, how one ends, and small words between names.
struct Table {
    by: Vec<&'static str>,
    lines: Vec<&'static str>,
    titles: Vec<&'static str>,
    credits: Vec<&'static str>,
    inside: FxHashSet<&'static str>,
    particles: FxHashSet<&'static str>,
    staff: FxHashSet<&'static str>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let of = |kind: &str| {
        let rows = include_str!("bylines.tsv").lines().skip(1);
        let cells = rows.filter_map(|row| row.split_once('\t'));
        let words = cells.filter(|(name, _)| *name == kind);
        words.flat_map(|(_, words)| words.split('|')).collect()
    };
    let mut by: Vec<&str> = of("by");
    // The longest first: `von unserem …` before `von`.
    by.sort_by_key(|begin| std::cmp::Reverse(begin.len()));
    Table {
        by,
        lines: of("line"),
        titles: of("title"),
        credits: of("credit"),
        inside: of("inside").into_iter().collect(),
        particles: of("particle").into_iter().collect(),
        staff: of("staff").into_iter().collect(),
    }
});

/// The agency of a line that says no more than whose the text is: `Da Agência Brasil`, `By The Associated Press`.
pub(super) fn credited<'a>(line: &'a str, facts: &Facts) -> Option<&'a str> {
    let line = line.trim_matches(['(', ')', '=', ' ']);
    if line.len() > CREDIT_LINE || line.is_empty() {
        return None;
    }
    let lower = line.to_lowercase();
    let names = TABLE
        .credits
        .iter()
        .filter(|begin| begins(&lower, begin))
        .filter_map(|begin| Some(line.get(begin.len()..)?.trim_start()));
    names
        .into_iter()
        .find(|name| facts.agencies.by_mark(name).is_some())
}

/// The names of a byline without its "By": `By Anna Example, dpa =`, `(di Anna Esempio)`, `홍길동 기자`.
pub(super) fn read(line: &str) -> Option<String> {
    read_if(line, are_names)
}

/// The same of a line that can be little else: whatever follows `By` and begins with a capital.
pub(super) fn of_field(line: &str) -> Option<String> {
    read_if(line, |names| {
        names.starts_with(char::is_uppercase) || are_names(names)
    })
}

fn read_if(line: &str, are_names: fn(&str) -> bool) -> Option<String> {
    if line.chars().count() > CHARS {
        return None;
    }
    // `Par Jo EXEMPLE =(PHOTO+VIDEO)=`
    let line = line.find("=(").map_or(line, |at| &line[..=at]);
    let ended = line.ends_with('=');
    let bare = line.trim_start_matches(['(', '=', '^', '*', ' ']);
    let bare = bare.trim_end_matches(['=', ')', ' ', ',', '<', '/']);
    let lower = bare.to_lowercase();
    if TABLE.lines.iter().any(|phrase| begins(&lower, phrase)) {
        let short = bare.split_whitespace().count() <= WORDS && !bare.ends_with('.');
        return short.then(|| squeeze(bare));
    }
    if let Some(names) = titled(bare) {
        return Some(names);
    }
    // Lower case may be longer than what was written; then it is no byline of ours.
    let begin = TABLE.by.iter().find(|begin| begins(&lower, begin))?;
    // `PAR PHARMACEUTICAL SEEKS LISTING`, but `BY JO EXAMPLE`.
    let loud = bare.starts_with(|c: char| c.is_uppercase()) && !bare.contains(char::is_lowercase);
    if loud && !ended && !line.starts_with('(') && !["by", "von"].contains(begin) {
        return None;
    }
    let names = bare
        .get(begin.len()..)?
        .trim_start_matches(|c: char| c.is_whitespace() || ":：/".contains(c));
    let count = names.split_whitespace().count();
    let fits = count <= WORDS
        && count > 0
        && (!names.ends_with(['.', '!', '?', '。', ':'])
            || names.ends_with("Jr.")
            || names.ends_with("Sr."));
    (fits && (ended || are_names(names))).then(|| squeeze(names))
}

/// Whether a text in lower case begins with a phrase and a word ends there.
fn begins(lower: &str, phrase: &str) -> bool {
    lower.strip_prefix(phrase).is_some_and(|rest| {
        let unspaced = phrase.chars().next_back().is_some_and(is_unspaced);
        unspaced || !rest.starts_with(char::is_alphanumeric) && !rest.starts_with(['-', '\'', '’'])
    })
}

/// `홍길동 기자`, `가나다 특파원 라마바 기자`: short, with the title at its end.
fn titled(line: &str) -> Option<String> {
    let title = TABLE.titles.iter().find(|title| line.ends_with(**title))?;
    let names = line[..line.len() - title.len()].trim();
    let short = (2..=14).contains(&names.chars().count());
    let plain = names
        .chars()
        .all(|c| c.is_alphabetic() || " ·,、".contains(c));
    (short && plain).then(|| squeeze(line))
}

/// Whether words are names and what may stand between them: each capitalised, or a small word of the table.
fn are_names(names: &str) -> bool {
    let cased = names.contains(|c: char| c.is_uppercase() || c.is_lowercase());
    if !cased {
        let plain = !names.contains(|c: char| c.is_numeric() || "،؛؟。，".contains(c));
        let count = names.split_whitespace().count();
        return plain && (2..=UNICAMERAL_WORDS).contains(&count)
            || names.chars().all(is_unspaced) && (2..=4).contains(&names.chars().count());
    }
    let bare = |word: &'_ str| {
        word.trim_matches(|c: char| !c.is_alphanumeric())
            .to_string()
    };
    let parts: Vec<String> = names.split_whitespace().map(bare).collect();
    let capital = |word: &String| word.starts_with(char::is_uppercase);
    let small = |word: &String| {
        let elided = ["d'", "d’", "l'", "al-", "el-", "o'"];
        word.is_empty()
            || TABLE.inside.contains(word.as_str())
            || elided.iter().any(|begin| word.starts_with(begin))
    };
    let figures = names.contains(|c: char| c.is_numeric());
    let in_office = parts.iter().any(|word| TABLE.staff.contains(word.as_str()));
    // A first name and a surname; `Von der Leyen in Paris` and `Di Maio e Conte` are somebody's doings.
    let named = match &parts[..] {
        [first, second, ..] => {
            capital(first) && (capital(second) || TABLE.particles.contains(second.as_str()))
        }
        _ => false,
    };
    (named || in_office) && !figures && parts.iter().all(|word| capital(word) || small(word))
}

fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '：')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines_name_somebody() {
        for (line, names) in [
            ("By Jo Example", "Jo Example"),
            ("By JO EXAMPLE and A. SAMPLE", "JO EXAMPLE and A. SAMPLE"),
            (
                "By Jo Example in Zurich and Anna Sample in Oslo",
                "Jo Example in Zurich and Anna Sample in Oslo",
            ),
            ("Par Jo EXAMPLE", "Jo EXAMPLE"),
            ("Von Anna Beispiel (dpa)", "Anna Beispiel (dpa"),
            ("(di Jo Example)", "Jo Example"),
            ("Por Ana de la Muestra", "Ana de la Muestra"),
            ("By dpa correspondents =", "dpa correspondents"),
            ("Av Kari Eksempel", "Kari Eksempel"),
            ("Autor: Jan Przykład", "Jan Przykład"),
            ("Автор: Анна Образцова", "Анна Образцова"),
            ("Της Άννας Παράδειγμα", "Άννας Παράδειγμα"),
            ("من فلان الفلاني", "فلان الفلاني"),
            ("בקלם", ""),
            ("מאת דנה לדוגמה", "דנה לדוגמה"),
            ("홍길동 기자", "홍길동 기자"),
            ("记者张三", "张三"),
            ("Oleh Budi Contoh", "Budi Contoh"),
            (
                "De notre envoyé spécial à Tbilissi",
                "De notre envoyé spécial à Tbilissi",
            ),
            (
                "От собственного корреспондента",
                "От собственного корреспондента",
            ),
        ] {
            let wanted = Some(names).filter(|names| !names.is_empty());
            assert_eq!(read(line).as_deref(), wanted, "{line}");
        }
    }

    #[test]
    fn prose_is_no_byline() {
        for line in [
            "By noon it had rained",
            "By the time help came",
            "By 2020 all cars will be electric",
            "By invitation only: a club opens",
            "Bypass opens",
            "By-election in Oslo",
            "Von Berlin nach Ulm in zwei Stunden",
            "Par manque de neige, la station ferme",
            "Di nuovo pioggia su Roma",
            "De la pluie sur Paris",
            "Von der Leyen in Paris",
            "Di Maio e Conte in aula",
            "Von Ulm an die Donau",
            "PAR PHARMACEUTICAL <PARP> SEEKS LISTING",
            "DI GIORGIO CORP QTLY DIVIDEND",
            "Por qué sube el pan",
            "Da domani treni fermi",
            "Of mice and men",
            "기자회견이 열린다",
            "By",
            "",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }
}
