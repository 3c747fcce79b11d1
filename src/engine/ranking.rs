//! How the best stories come to their order: by where the words of the question stand in them.
//!
//! An engine first finds stories by BM25F, which counts words. The first [`Ranking::depth`] of them are then scored
//! once more by what counting does not see:
//!
//! * the opening: what a story is about stands in its first words, and a headline is made of them;
//! * neighbours: words typed side by side that stand so, or close by (the sequential dependence of Metzler and Croft,
//!   2005), each pair counted like a word of its own;
//! * closeness: how near any two of the words come to each other;
//! * coverage: how much of the question a story has at all, which matters most where few words were typed;
//! * the form: a word as typed tells more than another form of it.
//!
//! Each is a sum over words weighed by their rarity. The rarity is flattened, as the opening alone would else be
//! ruled by a single rare word. Nothing depends on other stories than through document frequencies and mean lengths.

/// The parameters. [`Ranking::default`] was chosen by asking for known items: see `tests/bench/runs`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ranking {
    /// How many stories are scored by more than BM25F; 0 leaves them in its order.
    pub depth: usize,
    /// BM25's k1: how soon more of a word says nothing more.
    pub saturation: f32,
    /// BM25's b: how much a story's length takes from its words.
    pub length: f32,
    /// What a word in the headline counts, in words of the body.
    pub headline: f32,
    /// The exponent of a word's inverse document frequency.
    pub rarity: f32,
    /// What the word as typed counts more than another form of it.
    pub exact: f32,
    /// Weight of the earliest place where a word stands.
    pub opening: f32,
    /// What a place in the headline counts there, in places at the beginning of the body.
    pub opening_headline: f32,
    /// Length of the opening, in words: at its end a place counts half.
    pub opening_words: f32,
    /// Weight of neighbours that stand side by side in the order typed.
    pub ordered: f32,
    /// Weight of neighbours that stand within [`Ranking::window`] words.
    pub unordered: f32,
    /// How far apart neighbours may stand, in words.
    pub window: i64,
    /// Weight of the nearest places of any two words.
    pub closeness: f32,
    /// The distance at which closeness counts half, in words.
    pub closeness_words: f32,
    /// How much is taken from a story that lacks words of the question.
    pub coverage: f32,
}

impl Default for Ranking {
    fn default() -> Ranking {
        Ranking {
            depth: 100,
            saturation: 1.2,
            length: 0.85,
            headline: 3.0,
            rarity: 0.65,
            exact: 0.35,
            opening: 2.0,
            opening_headline: 1.5,
            opening_words: 45.0,
            ordered: 0.3,
            unordered: 0.15,
            window: 8,
            closeness: 0.7,
            closeness_words: 30.0,
            coverage: 0.7,
        }
    }
}

/// Words and phrases of a question that are looked for; of more, those that are the rarest.
pub const MAX_UNITS: usize = 64;

/// Scores are told apart to so much; stories that are nearer to each other than that come newest first.
const GRAIN: f32 = 0.01;

/// A question as far as order is concerned.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Asked {
    /// Inverse document frequency of each word or phrase, at most [`MAX_UNITS`].
    pub rarities: Vec<f32>,
    /// Numbers of those that were typed side by side.
    pub neighbours: Vec<(usize, usize)>,
}

/// Where a word or phrase stands in a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Occurrence {
    /// Its place, in words; the body begins at 0, and the headline lies far before it.
    pub at: i64,
    /// Its number in [`Asked`].
    pub unit: usize,
    /// Whether it is the form typed.
    pub exact: bool,
}

/// What is known of a story.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Evidence {
    /// Where the words stand, ascending.
    pub occurrences: Vec<Occurrence>,
    /// Words that were only counted: number, and how often.
    pub counted: Vec<(usize, u32)>,
    /// Words of the body by the mean of all stories.
    pub length: f32,
}

/// Scores stories for one question.
#[derive(Debug)]
pub struct Judge<'r> {
    ranking: &'r Ranking,
    weights: Vec<f32>,
    neighbours: Vec<(usize, usize)>,
    /// For each word: how often it stands, weighted; its best place; and its last place, if there was one.
    frequencies: Vec<f32>,
    openings: Vec<f32>,
    last: Vec<Option<i64>>,
    /// The nearest places of two words, at `smaller number * words + greater number`.
    nearest: Vec<i64>,
}

impl<'r> Judge<'r> {
    /// A judge for a question.
    pub fn new(ranking: &'r Ranking, asked: &Asked) -> Judge<'r> {
        let words = asked.rarities.len();
        let weights = asked.rarities.iter();
        Judge {
            ranking,
            weights: weights.map(|idf| idf.powf(ranking.rarity)).collect(),
            neighbours: asked.neighbours.clone(),
            frequencies: vec![0.0; words],
            openings: vec![0.0; words],
            last: vec![None; words],
            nearest: vec![i64::MAX; words * words],
        }
    }

    /// The score of a story, at least 0.
    pub fn score(&mut self, story: &Evidence) -> f32 {
        let norm = 1.0 - self.ranking.length + self.ranking.length * story.length;
        self.read(story, norm);
        let sum = self.words() + self.pairs(&story.occurrences, norm) + self.closeness();
        let score = sum * self.coverage();
        (score / GRAIN).round() * GRAIN
    }

    fn read(&mut self, story: &Evidence, norm: f32) {
        self.frequencies.fill(0.0);
        self.openings.fill(0.0);
        self.last.fill(None);
        self.nearest.fill(i64::MAX);
        for (unit, frequency) in &story.counted {
            self.frequencies[*unit] += *frequency as f32 / norm;
        }
        for occurrence in &story.occurrences {
            let Occurrence { at, unit, exact } = *occurrence;
            let form = 1.0 + if exact { self.ranking.exact } else { 0.0 };
            let weight = if at < 0 {
                self.ranking.headline
            } else {
                1.0 / norm
            };
            self.frequencies[unit] += form * weight;
            self.openings[unit] = self.openings[unit].max(form * self.opening(at));
            self.measure(at, unit);
        }
    }

    /// More than 1 in the headline, near 1 in the opening, then falling to 0 soon.
    fn opening(&self, at: i64) -> f32 {
        if at < 0 {
            return self.ranking.opening_headline;
        }
        let depth = at as f32 / self.ranking.opening_words;
        1.0 / (1.0 + depth.powi(4))
    }

    fn measure(&mut self, at: i64, unit: usize) {
        let words = self.weights.len();
        for (other, last) in self.last.iter().enumerate() {
            if let Some(last) = last
                && other != unit
                && *last < at
            {
                let nearest = &mut self.nearest[unit.min(other) * words + unit.max(other)];
                *nearest = (*nearest).min(at - last);
            }
        }
        self.last[unit] = Some(at);
    }

    fn words(&self) -> f32 {
        let each = self
            .weights
            .iter()
            .zip(&self.frequencies)
            .zip(&self.openings);
        each.map(|((weight, frequency), opening)| {
            weight * (self.saturated(*frequency) + self.ranking.opening * opening)
        })
        .sum()
    }

    fn saturated(&self, frequency: f32) -> f32 {
        let k1 = self.ranking.saturation;
        frequency * (k1 + 1.0) / (k1 + frequency)
    }

    fn pairs(&self, occurrences: &[Occurrence], norm: f32) -> f32 {
        if self.ranking.ordered == 0.0 && self.ranking.unordered == 0.0 {
            return 0.0;
        }
        let here = |unit: usize| self.last[unit].is_some();
        let neighbours = self.neighbours.iter();
        let both = neighbours.filter(|(one, other)| here(*one) && here(*other));
        both.map(|&(one, other)| {
            let (ordered, unordered) = self.count_pair(occurrences, one, other);
            let weight = (self.weights[one] + self.weights[other]) / 2.0;
            let ordered = self.ranking.ordered * self.saturated(ordered / norm);
            weight * (ordered + self.ranking.unordered * self.saturated(unordered / norm))
        })
        .sum()
    }

    /// How often two words stand side by side in this order, and how often within the window.
    fn count_pair(&self, occurrences: &[Occurrence], one: usize, other: usize) -> (f32, f32) {
        let (mut ordered, mut unordered) = (0.0, 0.0);
        let (mut last_one, mut last_other) = (None, None);
        let near = |at: i64, last: Option<i64>| last.is_some_and(|l| at - l < self.ranking.window);
        for Occurrence { at, unit, .. } in occurrences {
            if *unit == one {
                unordered += f32::from(u8::from(near(*at, last_other)));
                last_one = Some(*at);
            } else if *unit == other {
                ordered += f32::from(u8::from(last_one == Some(at - 1)));
                unordered += f32::from(u8::from(near(*at, last_one)));
                last_other = Some(*at);
            }
        }
        (ordered, unordered)
    }

    /// A sum over all pairs, so that each word counts about as much as in a question of two.
    fn closeness(&self) -> f32 {
        let words = self.weights.len();
        let mut sum = 0.0;
        for one in 0..words {
            for other in one + 1..words {
                let distance = self.nearest[one * words + other];
                if distance < 4 * self.ranking.closeness_words as i64 {
                    let near = 1.0 / (1.0 + distance as f32 / self.ranking.closeness_words);
                    sum += near * self.weights[one].min(self.weights[other]);
                }
            }
        }
        self.ranking.closeness * sum / words.saturating_sub(1).max(1) as f32
    }

    fn coverage(&self) -> f32 {
        let all: f32 = self.weights.iter().sum();
        let found = self.weights.iter().zip(&self.frequencies);
        let found: f32 = found
            .filter(|(_, times)| **times > 0.0)
            .map(|(weight, _)| weight)
            .sum();
        match all > 0.0 {
            true => (found / all).powf(self.ranking.coverage / self.weights.len() as f32),
            false => 1.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The score of a story whose words are given with the numbers of the question's words in it: `0 . . 1`.
    fn score(question: usize, story: &str) -> f32 {
        score_with(&Ranking::default(), question, story)
    }

    fn score_with(ranking: &Ranking, question: usize, story: &str) -> f32 {
        let asked = Asked {
            rarities: vec![5.0; question],
            neighbours: (1..question).map(|unit| (unit - 1, unit)).collect(),
        };
        let places = story.split(' ').enumerate();
        let occurrences = places.filter_map(|(at, word)| {
            let (exact, word) = match word.strip_suffix('~') {
                Some(word) => (false, word),
                None => (true, word),
            };
            let unit = word.parse().ok()?;
            Some(Occurrence {
                at: at as i64,
                unit,
                exact,
            })
        });
        let evidence = Evidence {
            occurrences: occurrences.collect(),
            counted: Vec::new(),
            length: 1.0,
        };
        Judge::new(ranking, &asked).score(&evidence)
    }

    fn gap(words: usize) -> String {
        vec!["."; words].join(" ")
    }

    #[test]
    fn a_word_in_the_opening_counts_more_than_one_further_down() {
        let (early, late) = (format!("0 {}", gap(300)), format!("{} 0", gap(300)));
        assert!(score(1, &early) > 1.5 * score(1, &late));
    }

    #[test]
    fn words_side_by_side_as_typed_count_most_and_then_the_nearest() {
        let before = gap(200);
        let at = |story: &str| score(2, &format!("{before} {story}"));
        let (typed, turned) = (at("0 1"), at("1 0"));
        let (near, far) = (at("0 . . . 1"), at(&format!("0 {} 1", gap(60))));
        assert!(
            typed > turned && turned > near && near > far,
            "{typed} {turned} {near} {far}"
        );
    }

    #[test]
    fn the_form_typed_counts_more_than_another() {
        assert!(score(1, "0") > score(1, "0~"));
    }

    #[test]
    fn two_words_side_by_side_anywhere_come_before_one_of_them_in_the_opening() {
        let both = format!("{} 0 1", gap(150));
        let one = format!("{} 0", gap(5));
        assert!(score(2, &both) > score(2, &one));
    }

    #[test]
    fn a_headline_counts_as_the_opening_and_more() {
        let ranking = Ranking::default();
        let asked = Asked {
            rarities: vec![5.0],
            neighbours: Vec::new(),
        };
        let at = |at| Evidence {
            occurrences: vec![Occurrence {
                at,
                unit: 0,
                exact: true,
            }],
            counted: Vec::new(),
            length: 1.0,
        };
        let mut judge = Judge::new(&ranking, &asked);
        assert!(judge.score(&at(-5)) > judge.score(&at(0)));
    }

    #[test]
    fn a_question_of_no_rarity_and_a_story_without_its_words_have_a_score() {
        let ranking = Ranking::default();
        let asked = Asked {
            rarities: vec![0.0, 0.0],
            neighbours: vec![(0, 1)],
        };
        assert_eq!(
            Judge::new(&ranking, &asked).score(&Evidence::default()),
            0.0
        );
        assert_eq!(
            Judge::new(&ranking, &Asked::default()).score(&Evidence::default()),
            0.0
        );
    }
}
