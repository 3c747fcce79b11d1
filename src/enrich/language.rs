//! The language of a story: by its script where that says enough, else by identification, else by its agency.

use crate::language::words::truncate;
use std::sync::LazyLock;
use whatlang::{Detector, Lang, Script};

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

/// Scripts that one language of the news is written in.
const SCRIPTS: &[(Script, &str)] = &[
    (Script::Armenian, "hy"),
    (Script::Greek, "el"),
    (Script::Georgian, "ka"),
    (Script::Hangul, "ko"),
    (Script::Hebrew, "he"),
    (Script::Thai, "th"),
    (Script::Hiragana, "ja"),
    (Script::Katakana, "ja"),
    (Script::Bengali, "bn"),
    (Script::Tamil, "ta"),
    (Script::Khmer, "km"),
    (Script::Ethiopic, "am"),
];

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

/// How much text is looked at, in bytes, and from how many letters on a text alone is believed.
const SAMPLE: usize = 2_000;
const SHORT: usize = 60;
/// From so many letters on, the text alone decides.
const LONG: usize = 500;
/// The least confidence, of 1, that a text alone must give.
const SURE: f64 = 0.2;

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
    let sample = truncate(text, SAMPLE);
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    if letters < 4 {
        return None;
    }
    if let Some(code) = by_script(sample) {
        return Some(code);
    }
    let info = NEWS.detect(sample)?;
    let found = code(info.lang());
    let agreed = found
        .is_some_and(|code| evidence.month.contains(&code) || evidence.agencies.contains(&code));
    let long = letters >= LONG && info.confidence() >= SURE;
    let middling = letters >= SHORT && info.is_reliable();
    // An unusual language takes more than a month of that name: `November` is Norwegian too.
    if long || (agreed && (info.is_reliable() || MAJOR.contains(&info.lang()))) {
        return found;
    }
    if let Some(code) = by_evidence(sample, evidence) {
        return Some(code);
    }
    if middling {
        return found;
    }
    if evidence.agencies.is_empty() {
        let major = Detector::with_allowlist(MAJOR.to_vec()).detect(sample)?;
        return code(major.lang()).filter(|_| letters >= SHORT / 2 && major.confidence() >= SURE);
    }
    let desks: Vec<&str> = evidence.agencies.iter().copied().chain(["en"]).collect();
    among(sample, &desks)
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

fn code(lang: Lang) -> Option<&'static str> {
    ALLOWED
        .iter()
        .find(|(known, _)| *known == lang)
        .map(|(_, code)| *code)
}

fn by_script(sample: &str) -> Option<&'static str> {
    let script = whatlang::detect_script(sample)?;
    if script == Script::Mandarin {
        // Japanese is told from Chinese by its kana, however few.
        let kana = sample
            .chars()
            .any(|c| ('\u{3041}'..='\u{30ff}').contains(&c));
        return Some(if kana { "ja" } else { "zh" });
    }
    SCRIPTS
        .iter()
        .find(|(known, _)| *known == script)
        .map(|(_, code)| *code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agency_may_have_an_english_desk() {
        let evidence = Evidence {
            month: &[],
            agencies: &["de"],
        };
        assert_eq!(of_text("A surfer opened a school.", evidence), Some("en"));
        assert_eq!(of_text("Die Schule ist neu.", evidence), Some("de"));
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
