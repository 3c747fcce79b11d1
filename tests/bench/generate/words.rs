//! Words of a language by their rank: its real commonest words first, then invented ones, without end.
//!
//! Ranks follow a Zipf-Mandelbrot law with exponent 1 up to rank `BEND`, and with `TAIL` after it (the two regimes that
//! Gerlach and Altmann found, Phys. Rev. X 3, 2013). The tail never ends, so that new words keep coming as Heaps' law
//! says, with an exponent near 1 / `TAIL`, and no table of words is kept: a word is made of the digits of its rank.

use super::random::Random;

const TELLING: &str = include_str!("../../../src/language/telling.tsv");
const PLACES: &str = include_str!("../../place-names.tsv");
const LANGUAGES: &str = include_str!("languages.tsv");
const BEND: f64 = 2_500.0;
const SHIFT: f64 = 2.7;
const TAIL: f64 = 1.9;

/// What words of one language are made of.
pub(crate) struct Language {
    pub(crate) code: &'static str,
    pub(crate) share: usize,
    /// From January, each with the spellings that its agencies use; none where they write numbers.
    pub(crate) months: Vec<Vec<String>>,
    pub(crate) places: Vec<String>,
    /// In which it was written before UTF-8, and sometimes still is.
    pub(crate) charset: &'static str,
    common: Vec<&'static str>,
    onsets: Vec<&'static str>,
    vowels: Vec<&'static str>,
    endings: Vec<&'static str>,
}

/// All languages, in the order of the table.
pub(crate) fn languages() -> Vec<Language> {
    let rows = LANGUAGES.lines().filter(|row| !row.starts_with('#'));
    rows.map(|row| {
        let cells: Vec<&str> = row.split('\t').collect();
        let list = |at: usize| -> Vec<&'static str> { cells[at].split(' ').collect() };
        Language {
            code: cells[0],
            share: cells[1].parse().expect("a number"),
            onsets: list(2),
            vowels: list(3),
            endings: list(4),
            months: months(cells[0], &list(5)),
            places: places(cells[0], &list(6)),
            charset: cells[7],
            common: common(cells[0]),
        }
    })
    .collect()
}

/// The names of the months, from the product's own table: how many spellings, and in which case.
fn months(code: &str, habit: &[&str]) -> Vec<Vec<String>> {
    let most = habit[0].parse().expect("a number");
    let cased = |name: &String| match habit[1] {
        "capital" => capital(name),
        "upper" => name.to_uppercase(),
        _ => name.clone(),
    };
    let months = dateline::language::get(code).map_or(&[][..], |language| &language.months);
    let months = months.iter().filter(|_| most > 0);
    months
        .map(|spellings| spellings.iter().take(most).map(cased).collect())
        .collect()
}

/// Places as the language spells them.
fn places(code: &str, own: &[&str]) -> Vec<String> {
    let rows = PLACES
        .lines()
        .map(|row| row.split('\t').collect::<Vec<_>>());
    let others = rows.filter(|cells| cells.get(1) == Some(&code));
    let mut places: Vec<String> = own.iter().map(|name| name.replace('_', " ")).collect();
    places.extend(others.map(|cells| cells[0].to_string()));
    places
}

/// The commonest words of a language, from the table by which `dateline` tells it.
fn common(code: &str) -> Vec<&'static str> {
    let rows = TELLING
        .lines()
        .map(|row| row.split('\t').collect::<Vec<_>>());
    let own = rows.filter(|cells| cells[0] == code && cells.len() > 3);
    own.flat_map(|cells| cells[3].split(' ').filter(|word| !word.starts_with('-')))
        .filter(|word| !word.is_empty())
        .collect()
}

impl Language {
    /// Written without blanks between words.
    pub(crate) fn unspaced(&self) -> bool {
        self.code == "zh"
    }

    /// In capitals, with the dotted ones of Turkish.
    pub(crate) fn upper(&self, name: &str) -> String {
        match self.code {
            "tr" => name.replace('i', "İ").to_uppercase(),
            _ => name.to_uppercase(),
        }
    }

    /// A word at random.
    pub(crate) fn draw(&self, random: &mut Random) -> String {
        self.word(rank(random))
    }

    /// A word at random that is none of the commonest.
    pub(crate) fn draw_rare(&self, random: &mut Random) -> String {
        self.word(self.common.len() as u64 + rank(random))
    }

    /// The word of a rank, from 0. Different ranks have different words, but for few that fall together.
    fn word(&self, rank: u64) -> String {
        if let Some(word) = self.common.get(rank as usize) {
            return (*word).into();
        }
        let mut rest = rank + 20;
        let hash = Random::of(rank, 0, 7).next() as usize;
        let mut word = String::new();
        while rest > 0 {
            let onset = rest as usize % self.onsets.len();
            rest /= self.onsets.len() as u64;
            let vowel = (rest as usize + hash % 3) % self.vowels.len();
            rest /= self.vowels.len() as u64;
            word.push_str(self.onsets[onset]);
            word.push_str(self.vowels[vowel].trim_matches('-'));
        }
        word.push_str(self.endings[hash / 3 % self.endings.len()].trim_matches('-'));
        if (hash / 64).is_multiple_of(9) {
            capital(&word)
        } else {
            word
        }
    }
}

/// The same with a capital at its beginning.
pub(crate) fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// A rank from 0.
fn rank(random: &mut Random) -> u64 {
    let head = ((BEND + SHIFT) / (1.0 + SHIFT)).ln();
    let tail = BEND / (BEND + SHIFT) / (TAIL - 1.0);
    let at = random.unit() * (head + tail);
    if at < head {
        return ((1.0 + SHIFT) * at.exp() - SHIFT) as u64 - 1;
    }
    let rank = BEND * (1.0 - random.unit()).powf(-1.0 / (TAIL - 1.0));
    rank.min(1e12) as u64
}
