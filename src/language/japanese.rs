//! Inflection of Japanese verbs and adjectives, as far as the kana behind the stem tells. A word in the form of the
//! dictionary is looked for as its stem and the kana that may follow: 選ぶ as 選 and one of ばびぶべぼん, 食べる as 食べ.

use super::han::{is_han, is_hiragana};

/// `japanese.tsv`: the last kana of a verb or adjective, a tab, the kana that may stand there in its other forms.
fn rows() -> impl Iterator<Item = (&'static str, &'static str)> {
    let rows = include_str!("japanese.tsv").lines();
    rows.filter(|row| !row.starts_with('#'))
        .filter_map(|row| row.split_once('\t'))
}

/// The kana that stand in the place of the last one of a verb or adjective, itself among them; none for other kana.
pub fn conjugated(kana: &str) -> Vec<String> {
    let row = rows().find(|(last, _)| *last == kana);
    row.map(|(_, forms)| forms.split(' ').map(str::to_owned).collect())
        .unwrap_or_default()
}

/// What of a word stays in its other forms.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub enum Inflected {
    /// All of it: it is no verb.
    Whole,
    /// So many characters, and another kana in the place of the next.
    Kana(usize),
    /// So many characters, whatever follows.
    Stem(usize),
}

/// How a word inflects, by its characters: a verb has Chinese characters and then kana.
pub fn inflected(word: &[char]) -> Inflected {
    let text: String = word.iter().collect();
    let stem = word.len() - 1;
    if !word.first().is_some_and(|c| is_han(*c)) {
        return Inflected::Whole;
    }
    for ending in [
        "する",
        "した",
        "して",
        "します",
        "しました",
        "される",
        "された",
    ] {
        let long = ending.chars().count();
        // Verbs with する are nouns: 選出する. Of one character it is a verb of its own: 対する.
        if text.ends_with(ending)
            && word.len() >= long + 2
            && word[..word.len() - long].iter().all(|c| is_han(*c))
        {
            return Inflected::Stem(word.len() - long);
        }
    }
    match word {
        // Ichidan: the stem ends in a kana of the rows of i and e.
        [.., before, 'る']
            if word.len() > 2
                && "いきぎしじちにひびみりえけげせぜてでねへべめれ".contains(*before) =>
        {
            Inflected::Stem(stem)
        }
        [.., before, last] if is_han(*before) || is_hiragana(*before) => {
            match conjugated(&last.to_string()).is_empty() {
                true => Inflected::Whole,
                false => Inflected::Kana(stem),
            }
        }
        _ => Inflected::Whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_and_adjectives_are_known_by_their_kana() {
        let of = |word: &str| inflected(&word.chars().collect::<Vec<_>>());
        for (word, expected) in [
            ("選ぶ", Inflected::Kana(1)),
            ("話し合う", Inflected::Kana(3)),
            ("食べる", Inflected::Stem(2)),
            ("高い", Inflected::Kana(1)),
            ("選出する", Inflected::Stem(2)),
            ("選挙", Inflected::Whole),
            ("する", Inflected::Whole),
            ("さくら", Inflected::Whole),
        ] {
            assert_eq!(of(word), expected, "{word}");
        }
    }

    #[test]
    fn every_row_names_the_kana_itself() {
        for (kana, forms) in rows() {
            assert!(forms.split(' ').any(|form| form == kana), "{kana}");
        }
    }
}
