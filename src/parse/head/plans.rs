//! Plans of coverage, which are told by their headlines: `AP News Digest 3 p.m.`, `Prévisions de l'AFP pour mardi`.

use crate::facts::Facts;
use crate::language::words::truncate;
use std::sync::LazyLock;

/// How much of a headline is looked at, in bytes.
const WINDOW: usize = 80;
/// How many words an agency's name has at most that stands before a plan.
const NAME_WORDS: usize = 2;

/// The table (`plans.tsv`), the longest words first.
struct Table {
    beside: Vec<&'static str>,
    alone: Vec<&'static str>,
    between: Vec<&'static str>,
    after: Vec<&'static str>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let of = |kind: &str| {
        let rows = include_str!("plans.tsv").lines().skip(1);
        let cells = rows.filter_map(|row| row.split_once('\t'));
        let words = cells.filter(|(name, _)| *name == kind);
        let mut words: Vec<&str> = words.flat_map(|(_, words)| words.split('|')).collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        words
    };
    Table {
        beside: of("beside"),
        alone: of("alone"),
        between: of("between"),
        after: of("after"),
    }
});

/// Whether a headline names a plan of coverage: a word for one beside its agency's name, and nothing else but the
/// time it is for; or words that can be nothing else.
pub(in crate::parse) fn is_plan(headline: &str, facts: &Facts) -> bool {
    let lower = truncate(headline, WINDOW).to_lowercase();
    if TABLE
        .alone
        .iter()
        .any(|begin| after(&lower, begin).is_some())
    {
        return true;
    }
    plan(&lower).is_some_and(|rest| name(between(rest), facts).is_some_and(ends))
        || name(&lower, facts).is_some_and(|rest| plan(between(rest)).is_some_and(ends))
}

/// What follows a word that begins a text.
fn after<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let rest = text.strip_prefix(word)?;
    let open = word.ends_with(|c: char| !c.is_alphanumeric());
    (open || !rest.starts_with(char::is_alphanumeric)).then(|| rest.trim_start_matches([' ', '-']))
}

fn plan(text: &str) -> Option<&str> {
    TABLE.beside.iter().find_map(|word| after(text, word))
}

fn between(text: &str) -> &str {
    let after = TABLE.between.iter().find_map(|word| after(text, word));
    after.unwrap_or(text)
}

/// What follows the name of an agency.
fn name<'t>(text: &'t str, facts: &Facts) -> Option<&'t str> {
    let ends = text.char_indices().filter(|(_, c)| !c.is_alphanumeric());
    let ends = ends.map(|(at, _)| at).take(NAME_WORDS).chain([text.len()]);
    let end = ends
        .filter(|end| *end > 0 && facts.agencies.by_mark(&text[..*end]).is_some())
        .last()?;
    Some(text[end..].trim_start_matches([' ', '-']))
}

/// Whether nothing follows a plan but the time or the desk that it is for.
fn ends(rest: &str) -> bool {
    rest.is_empty()
        || rest.starts_with(char::is_numeric)
        || TABLE.after.iter().any(|word| after(rest, word).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_of_coverage_is_told_from_news_of_plans() {
        let facts = Facts::built_in();
        for headline in [
            "AP Sports Digest 5:30 a.m.",
            "Reuters World News Schedule at 1400 GMT",
            "Prévisions de l'AFP pour la soirée du 3 mai",
            "Agenda AFP",
            "dpa-Themenplanung für Montag",
            "Temario de EFE del 3 de mayo",
            "Terminvorschau Inland",
        ] {
            assert!(is_plan(headline, facts), "{headline}");
        }
        for headline in [
            "Budget of the museum grows",
            "Reuters budget cuts hit 300",
            "AP plan to close bureau upsets staff",
            "Agenda of a president",
            "Prévisions de croissance en baisse",
            "Diary of a kite maker",
            "",
        ] {
            assert!(!is_plan(headline, facts), "{headline}");
        }
    }
}
