//! The language of a story: by its script where that says enough, else by identification, else by its agency.

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
    (Lang::Cat, "ca"),
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

/// How much text is looked at, in bytes, and under how many letters other evidence has the first word.
const SAMPLE: usize = 4_000;
const SHORT: usize = 60;
/// The least confidence, of 1, that a text alone must give.
const SURE: f64 = 0.2;

/// The ISO 639-1 code of a text's language, or `None` when nothing is sure. `expected` holds the languages that the
/// agency's mark or the month's name speak for: a short or doubtful text leans on them.
pub(super) fn of_text(text: &str, expected: &[&str]) -> Option<&'static str> {
    let sample = &text[..text.floor_char_boundary(SAMPLE)];
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    if letters < 4 {
        return None;
    }
    if let Some(code) = by_script(sample) {
        return Some(code);
    }
    let allowed: Vec<Lang> = ALLOWED.iter().map(|(lang, _)| *lang).collect();
    let info = Detector::with_allowlist(allowed).detect(sample)?;
    let found = code(info.lang());
    let agreed = found.is_some_and(|code| expected.contains(&code));
    if agreed || (letters >= SHORT && info.confidence() >= SURE) || info.is_reliable() {
        return found;
    }
    among(sample, expected).or(found.filter(|_| expected.is_empty() && letters >= SHORT / 3))
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
    fn languages_are_told_by_script_text_and_expectation() {
        for (text, expected, wanted) in [
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
            ("Dois museus.", &["pt", "es"], Some("pt")),
            ("12 3", &[], None),
            ("", &["fr"], None),
        ] {
            assert_eq!(of_text(text, expected), wanted, "{text}");
        }
    }
}
