//! The language of a story: by its script and its commonest words where these are sure, else by its month and agency,
//! else by a slow identifier among the likely ones.

use crate::language::identify::{self, Finding};
use crate::language::script::Script;
use crate::language::words::truncate;
use std::sync::LazyLock;
use whatlang::{Detector, Lang};

/// Languages that agencies write in; others are only ever mistakes on news copy.
const ALLOWED: &[(Lang, &str)] = &[
    (Lang::Eng, "en"),
    (Lang::Fra, "fr"),
    (Lang::Spa, "es"),
    (Lang::Por, "pt"),
    (Lang::Deu, "de"),
    (Lang::Ita, "it"),
    (Lang::Nld, "nl"),
    (Lang::Swe, "sv"),
    (Lang::Dan, "da"),
    (Lang::Nob, "no"),
    (Lang::Fin, "fi"),
    (Lang::Pol, "pl"),
    (Lang::Ces, "cs"),
    (Lang::Hun, "hu"),
    (Lang::Ron, "ro"),
    (Lang::Tur, "tr"),
    (Lang::Ind, "id"),
    (Lang::Vie, "vi"),
    (Lang::Hrv, "hr"),
    (Lang::Slk, "sk"),
    (Lang::Slv, "sl"),
    (Lang::Aze, "az"),
    (Lang::Est, "et"),
    (Lang::Lav, "lv"),
    (Lang::Lit, "lt"),
    (Lang::Rus, "ru"),
    (Lang::Ukr, "uk"),
    (Lang::Bel, "be"),
    (Lang::Bul, "bg"),
    (Lang::Srp, "sr"),
    (Lang::Mkd, "mk"),
    (Lang::Ara, "ar"),
    (Lang::Pes, "fa"),
    (Lang::Urd, "ur"),
    (Lang::Heb, "he"),
    (Lang::Hin, "hi"),
    (Lang::Mar, "mr"),
    (Lang::Nep, "ne"),
    (Lang::Cmn, "zh"),
    (Lang::Jpn, "ja"),
    (Lang::Kor, "ko"),
];

/// The ISO 639-1 code of a language by its code of three letters, as some formats write it.
pub(super) fn of_iso_639_2(code: &str) -> Option<&'static str> {
    let terminology = match code {
        "fre" => "fra",
        "ger" => "deu",
        "dut" => "nld",
        "cze" => "ces",
        "gre" => "ell",
        "rum" => "ron",
        "slo" => "slk",
        "chi" | "zho" => "cmn",
        "per" | "fas" => "pes",
        "arm" => "hye",
        "geo" => "kat",
        "baq" => "eus",
        "ice" => "isl",
        "mac" => "mkd",
        "alb" => "sqi",
        "may" => "msa",
        "nor" | "nno" => "nob",
        "tur" => "tur",
        code => code,
    };
    let lang = Lang::from_code(terminology)?;
    ALLOWED
        .iter()
        .find(|(allowed, _)| *allowed == lang)
        .map(|(_, code)| *code)
}

/// The languages that nearly all news in Latin script is in: what a line or two without other evidence may be.
/// (Catalan is in no list: on short Spanish copy it is the wrong answer far more often than the right one.)
const MAJOR: &[Lang] = &[
    Lang::Eng,
    Lang::Fra,
    Lang::Spa,
    Lang::Por,
    Lang::Deu,
    Lang::Ita,
    Lang::Nld,
];

/// Tells the languages that agencies write in.
static NEWS: LazyLock<Detector> =
    LazyLock::new(|| Detector::with_allowlist(ALLOWED.iter().map(|(lang, _)| *lang).collect()));

/// Fewer letters than this say nothing of themselves.
const ENOUGH: usize = 20;
/// So few are no text at all.
const NO_TEXT: usize = 4;
/// From so many letters on, the slow identifier is asked about a text that holds hardly a word of the table.
const SLOW: usize = 60;

/// What else speaks for a language.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Evidence<'a> {
    /// Languages in which the dateline's month has this name.
    pub month: &'a [&'a str],
    /// Languages of the agencies named; each may have a desk in English too.
    pub agencies: &'a [&'a str],
}

/// The ISO 639-1 code of a text's language, or `None` when nothing is sure. Short or doubtful text leans on other
/// evidence: tables of company results look French, but their month is English.
pub(super) fn of_text(text: &str, evidence: Evidence<'_>) -> Option<&'static str> {
    let found = identify::of_text(text);
    if found.letters < NO_TEXT {
        return None;
    }
    let first = found.likely.first().copied();
    let sole = found.script.and_then(Script::language);
    let enough = found.letters >= ENOUGH;
    if sole.is_some() || (found.sure && enough) {
        return first;
    }
    // A month that two small languages share says less than a month and an agency that agree.
    let agree = evidence
        .month
        .iter()
        .any(|code| evidence.agencies.contains(code));
    let is_major = |wanted: &str| MAJOR.iter().any(|lang| code(*lang) == Some(wanted));
    let expected = |code: &&str| {
        evidence.agencies.contains(code)
            || (evidence.month.contains(code) && (!agree || is_major(code)))
    };
    let sample = truncate(text, identify::SAMPLE);
    first
        .filter(expected)
        .or_else(|| by_evidence(sample, evidence))
        .or_else(|| by_desk(sample, &found, evidence))
        .or_else(|| first.filter(|_| found.sure && enough))
        .or_else(|| slow(sample, &found))
}

/// The language of a doubtful text of known agencies: theirs, or that of their English desks.
fn by_desk(sample: &str, found: &Finding, evidence: Evidence<'_>) -> Option<&'static str> {
    if evidence.agencies.is_empty() {
        return None;
    }
    let desks: Vec<&str> = evidence.agencies.iter().copied().chain(["en"]).collect();
    let likely = found
        .likely
        .iter()
        .copied()
        .find(|code| desks.contains(code));
    // Words that speak for a third language of much news are not overruled: dpa has a desk in Spanish too.
    let is_major = |wanted: &&str| MAJOR.iter().any(|lang| code(*lang) == Some(wanted));
    let third = !found.sparse && found.likely.iter().any(is_major);
    likely.or_else(|| among(sample, &desks).filter(|_| !third))
}

/// What the slow identifier says of a text with enough letters: which of the likely languages, or where hardly a word
/// of any was found, which of all.
fn slow(sample: &str, found: &Finding) -> Option<&'static str> {
    if found.letters < ENOUGH {
        return None;
    }
    if found.sparse {
        let info = NEWS.detect(sample)?;
        return code(info.lang()).filter(|_| found.letters >= SLOW && info.is_reliable());
    }
    match found.likely[..] {
        [] => None,
        [only] => Some(only),
        // It does not know them all.
        [first, ..] if !found.likely.iter().all(|code| is_known(code)) => Some(first),
        [first, ..] => among(sample, &found.likely).or(Some(first)),
    }
}

/// The language of a doubtful text by what else is known: one that both agency and month speak for, else a major one
/// of the month's, else any of the month's.
fn by_evidence(sample: &str, evidence: Evidence<'_>) -> Option<&'static str> {
    let of_month = |wanted: &dyn Fn(&str) -> bool| -> Vec<&str> {
        let month = evidence.month.iter().copied();
        month.filter(|code| wanted(code)).collect()
    };
    let is_major = |wanted: &str| MAJOR.iter().any(|lang| code(*lang) == Some(wanted));
    let both = of_month(&|code| evidence.agencies.contains(&code));
    let major = of_month(&is_major);
    among(sample, &both)
        .or_else(|| among(sample, &major))
        .or_else(|| among(sample, evidence.month))
}

/// The language of a text among the few expected of it.
fn among(sample: &str, expected: &[&str]) -> Option<&'static str> {
    let langs: Vec<Lang> = ALLOWED
        .iter()
        .filter(|(_, code)| expected.contains(code))
        .map(|(lang, _)| *lang)
        .collect();
    let script = whatlang::detect_script(sample)?;
    let fitting: Vec<Lang> = langs
        .into_iter()
        .filter(|lang| script.langs().contains(lang))
        .collect();
    match fitting[..] {
        [] => None,
        [one] => code(one),
        _ => code(Detector::with_allowlist(fitting).detect_lang(sample)?),
    }
}

fn is_known(wanted: &str) -> bool {
    ALLOWED.iter().any(|(_, code)| *code == wanted)
}

fn code(lang: Lang) -> Option<&'static str> {
    ALLOWED
        .iter()
        .find(|(known, _)| *known == lang)
        .map(|(_, code)| *code)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many of every second text, from a first one on, get their language; cut to their first sentences or not.
    fn right(start: usize, cut: bool) -> f64 {
        let table = include_str!("../../tests/languages.tsv");
        let rows = table.lines().filter(|row| !row.starts_with('#'));
        let rows: Vec<(&str, &str)> = rows.filter_map(|row| row.split_once('\t')).collect();
        let (mut right, mut all) = (0, 0);
        for (code, text) in rows.iter().skip(start).step_by(2) {
            let sentence = text.split(['.', '。', '।', '۔']).next().filter(|_| cut);
            let found = of_text(sentence.unwrap_or(text), Evidence::default());
            right += usize::from(found == Some(code));
            all += 1;
        }
        100.0 * f64::from(right as u32) / f64::from(all)
    }

    #[test]
    #[expect(clippy::print_stdout, reason = "the shares are what it measures")]
    fn one_or_two_sentences_of_many_languages_are_told_without_other_evidence() {
        for (cut, least) in [(false, 96.0), (true, 90.0)] {
            let (tuned, blind) = (right(0, cut), right(1, cut));
            println!("cut: {cut}, rows tuned on {tuned:.1} %, others {blind:.1} %");
            assert!(tuned >= least && blind >= least, "{tuned} {blind}");
        }
    }

    #[test]
    fn a_few_letters_say_nothing() {
        for text in ["Oil up.", "Dois museus.", "Und ist es so?"] {
            assert_eq!(of_text(text, Evidence::default()), None, "{text}");
        }
        assert_eq!(of_text("뉴스 속보", Evidence::default()), Some("ko"));
    }

    #[test]
    fn an_agency_may_have_an_english_desk() {
        let evidence = Evidence {
            month: &[],
            agencies: &["de"],
        };
        assert_eq!(of_text("A surfer opened a school.", evidence), Some("en"));
        assert_eq!(of_text("Die Schule ist neu.", evidence), Some("de"));
        let third = "Un grupo de alumnos de Lima pintó el muro más largo del barrio, con una escalera de doce metros.";
        assert_eq!(of_text(third, evidence), Some("es"));
    }

    #[test]
    fn languages_are_told_by_script_text_and_expectation() {
        for (text, month, wanted) in [
            (
                "Le musée de la ville a rouvert mardi après deux ans de travaux, a annoncé la mairie.",
                &[][..],
                Some("fr"),
            ),
            (
                "A library said on Monday it would lend telescopes to the children of the town.",
                &[],
                Some("en"),
            ),
            ("Թանգարանը բացվեց երեքշաբթի օրը։", &[], Some("hy")),
            ("時計塔が鳴った。", &[], Some("ja")),
            ("花开了，游客很多。", &[], Some("zh")),
            ("꽃이 피었다.", &[], Some("ko")),
            ("Museum jam dibuka.", &["id"], Some("id")),
            (
                "Shr profit 11 cts vs loss 37 cts\nNet profit 3,027,000 vs loss 10.4 mln\nRevs 22.3 mln",
                &["en"],
                Some("en"),
            ),
            ("Dois museus.", &["pt", "es"], Some("pt")),
            ("12 3", &[], None),
            ("", &["fr"], None),
        ] {
            let evidence = Evidence {
                month,
                agencies: &[],
            };
            assert_eq!(of_text(text, evidence), wanted, "{text}");
        }
    }
}
