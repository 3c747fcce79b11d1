//! The script that a text is written in.

use super::words::count_bytes;

/// A script that news is written in. Han stands for Chinese and Japanese: their kana tells them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Script {
    Latin,
    Cyrillic,
    Arabic,
    Devanagari,
    Han,
    Kana,
    Hangul,
    Greek,
    Hebrew,
    Armenian,
    Georgian,
    Thai,
    Bengali,
    Tamil,
    Khmer,
    Ethiopic,
}

use Script::*;

/// All scripts by name, with what is known of them.
const SCRIPTS: &[(Script, &str)] = &[
    (Latin, "latin"),
    (Cyrillic, "cyrillic"),
    (Arabic, "arabic"),
    (Devanagari, "devanagari"),
    (Han, "han"),
    (Kana, "kana"),
    (Hangul, "hangul"),
    (Greek, "greek"),
    (Hebrew, "hebrew"),
    (Armenian, "armenian"),
    (Georgian, "georgian"),
    (Thai, "thai"),
    (Bengali, "bengali"),
    (Tamil, "tamil"),
    (Khmer, "khmer"),
    (Ethiopic, "ethiopic"),
];

/// Scripts that one language of the news is written in.
const SOLE: &[(Script, &str)] = &[
    (Han, "zh"),
    (Kana, "ja"),
    (Hangul, "ko"),
    (Greek, "el"),
    (Hebrew, "he"),
    (Armenian, "hy"),
    (Georgian, "ka"),
    (Thai, "th"),
    (Bengali, "bn"),
    (Tamil, "ta"),
    (Khmer, "km"),
    (Ethiopic, "am"),
];

/// A character of these says as much as so many letters.
const DENSE: usize = 3;
/// Chinese copy may name a Japanese brand: of so many characters one has to be kana.
const KANA: usize = 30;

impl Script {
    /// The script of a name in the tables.
    pub fn named(name: &str) -> Option<Script> {
        SCRIPTS
            .iter()
            .find(|(_, known)| *known == name)
            .map(|(script, _)| *script)
    }

    /// The one language that is written in it.
    pub fn language(self) -> Option<&'static str> {
        SOLE.iter()
            .find(|(script, _)| *script == self)
            .map(|(_, code)| *code)
    }
}

/// The script that most of a text's letters are of, and how many letters the text has in all; no script where there is
/// no letter.
pub fn of_text(text: &str) -> (Option<Script>, usize) {
    let plain = count_bytes(text.as_bytes(), |byte| byte.is_ascii_alphabetic());
    if text.is_ascii() {
        return ((plain > 0).then_some(Latin), plain);
    }
    let mut counts = [0usize; SCRIPTS.len()];
    counts[Latin as usize] = plain;
    let mut others = 0;
    for c in text.chars().filter(|c| !c.is_ascii()) {
        match script(c) {
            Some(script) => counts[script as usize] += 1,
            None => others += usize::from(c.is_alphabetic()),
        }
    }
    let letters = counts.iter().sum::<usize>() + others;
    let east_asian = counts[Han as usize] + counts[Kana as usize];
    // Han and kana are written together, and a Korean text may hold Han.
    counts[Kana as usize] = if counts[Kana as usize] * KANA > east_asian {
        east_asian * DENSE
    } else {
        0
    };
    counts[Han as usize] *= DENSE - 1;
    counts[Hangul as usize] *= DENSE;
    let most = SCRIPTS
        .iter()
        .max_by_key(|(script, _)| counts[*script as usize])
        .filter(|(script, _)| counts[*script as usize] > 0);
    (most.map(|(script, _)| *script), letters)
}

/// The script of a letter above ASCII.
fn script(c: char) -> Option<Script> {
    let script = match c {
        '\0'..='\u{bf}' | '×' | '÷' => return None,
        '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => Latin,
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Greek,
        '\u{400}'..='\u{52f}' => Cyrillic,
        '\u{531}'..='\u{556}' | '\u{561}'..='\u{587}' => Armenian,
        '\u{5d0}'..='\u{5ea}' => Hebrew,
        '\u{620}'..='\u{64a}' | '\u{66e}'..='\u{6d3}' | '\u{6d5}' | '\u{6fa}'..='\u{6ff}' => Arabic,
        '\u{904}'..='\u{939}' | '\u{958}'..='\u{961}' => Devanagari,
        '\u{985}'..='\u{9b9}' => Bengali,
        '\u{b85}'..='\u{bb9}' => Tamil,
        '\u{e01}'..='\u{e2e}' => Thai,
        '\u{10a0}'..='\u{10ff}' | '\u{1c90}'..='\u{1cbf}' => Georgian,
        '\u{1200}'..='\u{135a}' => Ethiopic,
        '\u{1780}'..='\u{17b3}' => Khmer,
        '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' => Kana,
        '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}' => Han,
        '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7a3}' => Hangul,
        _ => return None,
    };
    Some(script)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_letters_decide_and_kana_tells_japanese() {
        for (text, wanted, letters) in [
            ("", None, 0),
            ("12,5 %", None, 0),
            ("Museum", Some(Latin), 6),
            ("Łódź – 3", Some(Latin), 4),
            ("Музей (AFP)", Some(Cyrillic), 8),
            ("時計塔が鳴った (Kyodo News)", Some(Kana), 16),
            ("花开了", Some(Han), 3),
            (
                "各地的花开了，游客很多，市政府说门票将继续免费，公园每天早上六点开门，晚上九点关门の",
                Some(Han),
                38,
            ),
            ("꽃이 피었다 花", Some(Hangul), 6),
        ] {
            assert_eq!(of_text(text), (wanted, letters), "{text}");
        }
    }

    #[test]
    fn each_script_is_at_its_own_number() {
        for (at, (script, name)) in SCRIPTS.iter().enumerate() {
            assert_eq!(*script as usize, at);
            assert_eq!(Script::named(name), Some(*script));
        }
    }
}
