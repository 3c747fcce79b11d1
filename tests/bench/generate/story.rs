//! A story by its number: which language, agency, day and text, and what it is to the story before it.

use super::forms::{self, Form};
use super::random::Random;
use super::telling::Teller;
use super::words::Language;
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime};

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
    /// A picture under the name of a story.
    Picture,
    Truncated,
    /// UTF-8 that was taken for Latin-1 on its way.
    Mojibake,
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
    /// What the agency puts before a headline to mark it; empty where it is none of these.
    pub(crate) mark: &'static str,
    pub(crate) headline: String,
    pub(crate) opening: String,
    pub(crate) paragraphs: Vec<String>,
    pub(crate) place: String,
    pub(crate) agency: &'static str,
    pub(crate) language: &'static str,
    pub(crate) date: NaiveDate,
    /// Of the day, in UTC.
    pub(crate) minute: u32,
    /// The number that the file itself bears: a copy has that of its original.
    pub(crate) id: u64,
    /// One of `forms.tsv`, or `plain`.
    pub(crate) form: &'static str,
    /// The charset of plain text.
    pub(crate) charset: &'static str,
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
    forms: Vec<Form>,
}

impl Maker {
    pub(crate) fn new(seed: u64) -> Maker {
        Maker {
            seed,
            languages: super::words::languages(),
            openings: openings(),
            forms: forms::forms(),
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
                made.mark = if english { "UPDATE 1-" } else { "" };
                let more = teller.paragraph(60);
                made.paragraphs.insert(1, more);
            }
            Tie::Correction => {
                made.mark = if english { "CORRECTED-" } else { "" };
                made.paragraphs[0].push_str(&format!(" {}", teller.sentence()));
            }
            Tie::Kill => {
                made.mark = "KILL: ";
                made.paragraphs =
                    vec!["Editors: please kill the story. It was sent in error.".into()];
            }
        }
        let day = made.date.format("%Y/%m/%d");
        let form = self.forms.iter().find(|form| form.name() == made.form);
        let extension = match form {
            // One in a hundred was renamed on its way.
            Some(form) if !random.below(100).eq(&0) => form.extension,
            _ => "txt",
        };
        made.path = format!("{day}/{}-{number:08}.{extension}", made.agency);
        if tie != Tie::Duplicate {
            made.id = number;
            made.minute += random.below((24 * 60 - made.minute) as usize) as u32;
        }
        if tie == Tie::First {
            made.dirt = match random.below(1_000) {
                0 => Some(Dirt::Empty),
                1..3 => Some(Dirt::Picture),
                3..6 => Some(Dirt::Truncated),
                6..9 => Some(Dirt::Mojibake),
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
            0..80 => Tie::Update,
            80..95 => Tie::Correction,
            95..97 => Tie::Kill,
            97..140 => Tie::Duplicate,
            140..155 => Tie::Near,
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
        let month = match language.months.get(date.month0() as usize) {
            Some(spellings) => &spellings[random.below(spellings.len())],
            None => "",
        };
        let opened = opening
            .pattern
            .replace("{P}", &place)
            .replace("{U}", &language.upper(&place))
            .replace("{D}", &date.day().to_string())
            .replace("{M}", month)
            .replace("{N}", &date.month().to_string())
            .replace("{Y}", &date.year().to_string());
        let words = ((5.85 + 0.65 * random.normal()).exp() as usize).clamp(15, 6_000);
        let mut teller = Teller::new(language, &mut random);
        let paragraphs = teller.paragraphs(words);
        let headline = teller.headline();
        let form = forms::draw(&self.forms, opening.agency, language.code, &mut random);
        let charset = match random.below(100) {
            0..20 => language.charset,
            _ => "utf-8",
        };
        Made {
            path: String::new(),
            mark: "",
            headline,
            opening: opened,
            paragraphs,
            place,
            agency: opening.agency,
            language: language.code,
            date,
            minute: random.below(24 * 60) as u32,
            id: number,
            form: form.map_or("plain", Form::name),
            charset,
            tie: Tie::First,
            first: number,
            dirt: None,
        }
    }
}

impl Made {
    /// The headline as it is sent, with its mark.
    pub(crate) fn title(&self) -> String {
        format!("{}{}", self.mark, self.headline)
    }

    /// Opening and paragraphs.
    pub(crate) fn text(&self) -> String {
        format!("{}{}", self.opening, self.paragraphs.join("\n\n"))
    }

    /// When it was sent, in UTC.
    pub(crate) fn time(&self) -> NaiveDateTime {
        let time = NaiveTime::from_num_seconds_from_midnight_opt(self.minute * 60, 0);
        self.date.and_time(time.expect("a minute of the day"))
    }

    /// The bytes of its file.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut bytes = forms::write(self.form, self);
        match self.dirt {
            None => {}
            Some(Dirt::Empty) => bytes.clear(),
            Some(Dirt::Picture) => bytes = picture(self.id),
            Some(Dirt::Truncated) => bytes.truncate(bytes.len() * 2 / 3),
            Some(Dirt::Mojibake) => {
                bytes = encoding_rs::mem::decode_latin1(&bytes)
                    .into_owned()
                    .into_bytes();
            }
        }
        bytes
    }
}

/// A JPEG file as far as its first bytes tell.
fn picture(id: u64) -> Vec<u8> {
    let mut random = Random::of(id, 0, 5);
    let mut bytes =
        b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00".to_vec();
    bytes.extend((0..2_000).flat_map(|_| random.next().to_le_bytes()));
    bytes.extend(b"\xff\xd9");
    bytes
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
