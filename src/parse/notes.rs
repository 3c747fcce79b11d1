//! Notes for editors: how they begin in the agencies' languages, and the marks that they are (`notes.tsv`).

use super::embargo;
use crate::language::calendar::Calendar;
use crate::language::words::truncate;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// A beginning of notes.
#[derive(Debug, Clone, Copy)]
struct Row {
    begin: &'static str,
    mark: Option<&'static str>,
    /// Whether it is a note only after an opening bracket: `(Adds quote)`, but `Adds to a list of …`.
    bracket: bool,
    /// Whether it is a note only before a readable time: `For release at 6 p.m.`, but `For release of prisoners`.
    time: bool,
}

/// The rows, by the first character of their words.
static ROWS: LazyLock<FxHashMap<char, Vec<Row>>> = LazyLock::new(|| {
    let mut rows: FxHashMap<char, Vec<Row>> = FxHashMap::default();
    for line in include_str!("notes.tsv").lines().skip(1) {
        let mut cells = line.split('\t');
        let begin = cells.next().unwrap_or_default();
        let mark = cells.next().filter(|mark| !mark.is_empty());
        let needs = cells.next().unwrap_or_default();
        if let Some(first) = begin.chars().next() {
            rows.entry(first).or_default().push(Row {
                begin,
                mark,
                bracket: needs == "bracket",
                time: needs == "time",
            });
        }
    }
    rows
});

/// What stands before a note's own words: `Achtung: Sperrfrist …`, `Eds: Embargoed until …`.
const CALLS: &[&str] = &[
    "achtung",
    "eds",
    "editors",
    "attn",
    "attention",
    "note",
    "atención",
    "attenzione",
    "atenção",
    "hinweis",
    "wichtiger hinweis",
    "внимание",
    "увага",
    "uwaga",
    "dikkat",
    "ndlr",
];
/// The longest beginning that is looked at, in bytes.
const LONGEST: usize = 200;

/// A note for editors, told by how it begins.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Note {
    /// The mark that it is: `correction` of `(Corrects …)`.
    pub mark: Option<&'static str>,
}

/// Reads the beginning of a line as that of a note.
pub(super) fn of_line(line: &str, calendar: &Calendar) -> Option<Note> {
    let whole = line.trim();
    let line = truncate(whole, LONGEST);
    let is_cut = line.len() < whole.len();
    let bare = line.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '※');
    let bracket = line.starts_with(['(', '[', '（', '【']);
    // `(CORRECTED) - Lake museum to open` is a headline.
    let after = line
        .rfind([')', ']', '）', '】'])
        .map_or("", |at| &line[at..]);
    if bracket && after.chars().count() > 2 && !is_cut {
        return None;
    }
    if bracket && let Some(mark) = of_this_story(bare) {
        return Some(Note { mark: Some(mark) });
    }
    let spaced = together(bare);
    let bare = spaced.as_deref().unwrap_or(bare);
    let Some((first, lower)) = row(bare, bracket, calendar) else {
        let mark = after_call(bare, calendar)?;
        return Some(Note { mark: Some(mark) });
    };
    // A call says for whom; what follows says what.
    let called = CALLS
        .iter()
        .find(|call| lower.starts_with(**call) && first.mark.is_none());
    let inner = called.and_then(|call| {
        let at = bare.char_indices().nth(call.chars().count())?.0;
        let inner = bare[at..].trim_start_matches(|c: char| !c.is_alphanumeric());
        row(inner, true, calendar)?.0.mark
    });
    Some(Note {
        mark: first.mark.or(inner),
    })
}

/// `N i e u w bericht` without the blanks that Dutch agencies put between the letters of a call.
fn together(text: &str) -> Option<String> {
    let parts = text.split(' ');
    let letters =
        parts.take_while(|part| part.len() == 1 && part.as_bytes()[0].is_ascii_alphabetic());
    let count = letters.count();
    (count >= 4).then(|| {
        let (spaced, rest) = text.split_at(2 * count - 1);
        spaced.replace(' ', "") + rest
    })
}

/// The mark of the words after a call and a sign: `ATENCIÓN - ACTUALIZA con premios`.
fn after_call(text: &str, calendar: &Calendar) -> Option<&'static str> {
    let end = text.find([' ', ':', '-', '!', '/'])?;
    let inner = text[end..].trim_start();
    let inner = inner
        .strip_prefix([':', '-', '!', '/', '–', '—'])?
        .trim_start();
    let call = text[..end].to_lowercase();
    CALLS
        .contains(&call.as_str())
        .then(|| row(inner, true, calendar)?.0.mark)?
}

/// The mark of `(This Nov. 16 story corrects …)`, `(This version of the story was updated …)`.
fn of_this_story(words: &str) -> Option<&'static str> {
    let lower = words.to_lowercase();
    let rest = lower.strip_prefix("this ")?;
    let begin = truncate(rest, 40);
    if !["story", "version", "article", "report"]
        .iter()
        .any(|noun| begin.contains(noun))
    {
        return None;
    }
    let marks = [
        ("correct", "correction"),
        ("refile", "refile"),
        ("repeat", "repeat"),
        ("update", "update"),
        ("withdrawn", "kill"),
    ];
    let found = marks.iter().find(|(word, _)| rest.contains(word));
    found.map(|(_, mark)| *mark)
}

/// The row that begins a text, the longest of several, and the text in lower case.
fn row(text: &str, bracket: bool, calendar: &Calendar) -> Option<(Row, String)> {
    let lower = text.to_lowercase();
    let rows = ROWS.get(&lower.chars().next()?)?;
    let fits = |row: &&Row| {
        let Some(rest) = lower.strip_prefix(row.begin) else {
            return false;
        };
        let cut = row.begin.ends_with(char::is_alphanumeric)
            && rest.starts_with(|c: char| c.is_alphabetic() && c.is_ascii());
        !cut && (!row.bracket || bracket) && (!row.time || embargo::begins(rest, calendar))
    };
    let longest = rows.iter().filter(fits).max_by_key(|row| row.begin.len())?;
    Some((*longest, lower))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_unique_and_nfc() {
        let table = include_str!("notes.tsv");
        let rows: Vec<&str> = table.lines().skip(1).collect();
        assert!(rows.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(unicode_normalization::is_nfc(table));
        assert!(rows.iter().all(|row| row.split('\t').count() == 3));
    }

    #[test]
    fn notes_are_told_by_how_they_begin() {
        for (line, mark) in [
            ("(Adds quote in paragraph 3)", None),
            ("(Corrects month in headline)", Some("correction")),
            ("(This Nov. 16 story corrects the year)", Some("correction")),
            ("ACTUALISE avec réactions", Some("update")),
            ("(Repeats story issued on Wednesday)", Some("repeat")),
            ("(Refiles to fix a link)", Some("refile")),
            ("(Actualiza con declaraciones del alcalde)", Some("update")),
            ("Eds: Updates with quotes.", None),
            ("EDS: CORRECTS the spelling of the name", Some("correction")),
            ("(ATTN: ADDS details in paras 4-5)", None),
            ("NDLR: le musée est fermé", None),
            ("Achtung Redaktionen: neues Bild", None),
            (
                "(Achtung: Sperrfrist: 17. November, 18.00 Uhr)",
                Some("embargo"),
            ),
            ("(Berichtigung: im 2. Absatz)", Some("correction")),
            ("ATTENTION - ajoute réactions ///", None),
            ("Bien lire au premier paragraphe", Some("correction")),
            ("PRIERE D'ANNULER la dépêche", Some("kill")),
            ("Please kill story slugged KITE", Some("kill")),
            ("Bitte verwenden Sie die Meldung nicht mehr", Some("kill")),
            ("Просьба аннулировать сообщение", Some("kill")),
            ("请撤销该稿", Some("kill")),
            ("Вниманию редакций: изменено время", None),
            ("EMBARGOED until 1200 GMT Nov 17", Some("embargo")),
            ("SOUS EMBARGO jusqu'à 18H00 GMT", Some("embargo")),
            ("For release at 6 p.m. EST, Nov. 17", Some("embargo")),
        ] {
            assert_eq!(
                of_line(line, Calendar::built_in()),
                Some(Note { mark }),
                "{line}"
            );
        }
        for line in [
            "Adds to the list of museums",
            "(CORRECTED) - Lake museum to open",
            "Updates to the building code delayed",
            "Corrects itself: the market",
            "Attention deficits rise in schools",
            "For release of hostages, families wait",
            "For Sunday's race the city closes",
            "Embargo on oil lifted",
            "Sous embargo, le pays résiste",
            "Achtungserfolg für Ulm",
            "Mit dem Rad nach Ulm",
            "Please do not feed the swans",
            "",
        ] {
            assert_eq!(of_line(line, Calendar::built_in()), None, "{line}");
        }
    }
}
