//! A story by its number: which language, agency, day and text, and what it is to the story before it.

use super::random::Random;
use super::telling::Teller;
use super::words::Language;
use chrono::{Datelike, Days, NaiveDate};

const DATELINES: &str = include_str!("datelines.tsv");

/// What a story is to an earlier one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Tie {
    First,
    Update,
    Correction,
    Kill,
    Duplicate,
    Near,
}

/// What a file is that holds no readable story.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dirt {
    Empty,
    Binary,
    Truncated,
}

/// One opening of an agency's stories.
pub(crate) struct Opening {
    pub(crate) agency: &'static str,
    language: &'static str,
    share: usize,
    pattern: &'static str,
}

/// All openings, in the order of the table.
pub(crate) fn openings() -> Vec<Opening> {
    let rows = DATELINES.lines().filter(|row| !row.starts_with('#'));
    rows.map(|row| {
        let cells: Vec<&str> = row.split('\t').collect();
        Opening {
            agency: cells[0],
            language: cells[1],
            share: cells[2].parse().expect("a number"),
            pattern: cells[3],
        }
    })
    .collect()
}

/// A generated story with its gold.
pub(crate) struct Made {
    /// Relative to the folder: `year/month/day/agency-number.txt`.
    pub(crate) path: String,
    pub(crate) headline: String,
    pub(crate) opening: String,
    pub(crate) paragraphs: Vec<String>,
    pub(crate) place: String,
    pub(crate) agency: &'static str,
    pub(crate) language: &'static str,
    pub(crate) date: NaiveDate,
    pub(crate) tie: Tie,
    /// The number of the first story of its chain, its own where it stands alone.
    pub(crate) first: u64,
    pub(crate) dirt: Option<Dirt>,
}

/// What stories are made of.
pub(crate) struct Maker {
    pub(crate) seed: u64,
    languages: Vec<Language>,
    openings: Vec<Opening>,
}

impl Maker {
    pub(crate) fn new(seed: u64) -> Maker {
        Maker {
            seed,
            languages: super::words::languages(),
            openings: openings(),
        }
    }

    /// Story `number`: it depends on the seed and its number alone, so that N stories begin every larger set.
    pub(crate) fn story(&self, number: u64) -> Made {
        let (tie, first) = self.tie(number);
        let mut made = self.first(first);
        let mut random = Random::of(self.seed, number, 2);
        let language = self
            .languages
            .iter()
            .find(|one| one.code == made.language)
            .expect("its own");
        let mut teller = Teller::new(language, &mut random);
        made.tie = tie;
        let english = made.language == "en";
        match tie {
            Tie::First | Tie::Duplicate => {}
            Tie::Near => made.paragraphs[0].push_str(&format!(" {}", teller.sentence())),
            Tie::Update => {
                if english {
                    made.headline = format!("UPDATE 1-{}", made.headline);
                }
                let more = teller.paragraph(60);
                made.paragraphs.insert(1, more);
            }
            Tie::Correction => {
                let mark = if english { "CORRECTED-" } else { "" };
                made.headline = format!("{mark}{}", made.headline);
                made.paragraphs[0].push_str(&format!(" {}", teller.sentence()));
            }
            Tie::Kill => {
                made.headline = format!("KILL: {}", made.headline);
                made.paragraphs =
                    vec!["Editors: please kill the story. It was sent in error.".into()];
            }
        }
        let day = made.date.format("%Y/%m/%d");
        made.path = format!("{day}/{}-{number:08}.txt", made.agency);
        if tie == Tie::First {
            made.dirt = match random.below(2_000) {
                0 => Some(Dirt::Empty),
                1 => Some(Dirt::Binary),
                2..6 => Some(Dirt::Truncated),
                _ => None,
            };
        }
        made
    }

    /// What story `number` is, and to which: an earlier one, at most eight before it, that is a first one.
    fn tie(&self, number: u64) -> (Tie, u64) {
        let (tie, back) = self.wish(number);
        match number.checked_sub(back) {
            Some(first) if tie != Tie::First && self.wish(first).0 == Tie::First => {
                let fit = tie != Tie::Kill || self.first(first).language == "en";
                if fit {
                    (tie, first)
                } else {
                    (Tie::First, number)
                }
            }
            _ => (Tie::First, number),
        }
    }

    fn wish(&self, number: u64) -> (Tie, u64) {
        let mut random = Random::of(self.seed, number, 1);
        let tie = match random.below(1_000) {
            0..60 => Tie::Update,
            60..75 => Tie::Correction,
            75..77 => Tie::Kill,
            77..97 => Tie::Duplicate,
            97..127 => Tie::Near,
            _ => Tie::First,
        };
        (tie, 1 + random.below(8) as u64)
    }

    fn first(&self, number: u64) -> Made {
        let mut random = Random::of(self.seed, number, 0);
        let language = pick(&self.languages, |one| one.share, &mut random);
        let own = |one: &Opening| {
            if one.language == language.code {
                one.share
            } else {
                0
            }
        };
        let opening = pick(&self.openings, own, &mut random);
        let date = NaiveDate::from_ymd_opt(2000, 1, 1).expect("a day")
            + Days::new(random.below(7_300) as u64);
        let place = language.places[random.below(language.places.len())].clone();
        let opened = opening
            .pattern
            .replace("{P}", &place)
            .replace("{U}", &place.to_uppercase())
            .replace("{D}", &date.day().to_string())
            .replace("{M}", language.months[date.month0() as usize])
            .replace("{Y}", &date.year().to_string());
        let words = ((5.62 + 0.72 * random.normal()).exp() as usize).clamp(15, 6_000);
        let mut teller = Teller::new(language, &mut random);
        let paragraphs = teller.paragraphs(words);
        let headline = teller.headline();
        Made {
            path: String::new(),
            headline,
            opening: opened,
            paragraphs,
            place,
            agency: opening.agency,
            language: language.code,
            date,
            tie: Tie::First,
            first: number,
            dirt: None,
        }
    }
}

impl Made {
    /// The bytes of its file.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let text = format!(
            "{}\n\n{}{}\n",
            self.headline,
            self.opening,
            self.paragraphs.join("\n\n")
        );
        let mut bytes = text.into_bytes();
        match self.dirt {
            None => {}
            Some(Dirt::Empty) => bytes.clear(),
            Some(Dirt::Binary) => bytes.iter_mut().step_by(2).for_each(|byte| *byte = 0),
            Some(Dirt::Truncated) => bytes.truncate(bytes.len() * 2 / 3),
        }
        bytes
    }
}

/// One of `all`, by shares.
fn pick<'a, T>(all: &'a [T], share: impl Fn(&T) -> usize, random: &mut Random) -> &'a T {
    let mut at = random.below(all.iter().map(&share).sum());
    for one in all {
        match at.checked_sub(share(one)) {
            Some(rest) => at = rest,
            None => return one,
        }
    }
    &all[0]
}
