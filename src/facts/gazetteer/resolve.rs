//! Which place is meant by a name: everything of that name, ranked by what is known of the places and by what stands
//! around the name. `score` holds the points.

use super::evidence::Evidence;
use super::score::{self, Qualifier, Reason, Score};
use super::{Entry, Gazetteer, Known};
use chrono::{Datelike, NaiveDate};

/// What helps to tell places of one name apart.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hints<'a> {
    /// The state or country printed with it; several with commas (`Idaho, Calif.`).
    pub qualifier: Option<&'a str>,
    /// ISO code of the agency's home.
    pub agency_country: Option<&'a str>,
    /// Whether the agency files from everywhere, so that its home says little.
    pub worldwide: bool,
    /// The regions that the agency's desk covers, by id (see [`Gazetteer::desk`]).
    pub desk: &'a [&'a str],
    /// ISO 639-1 code of the story's language. Not used yet: the names carry no language.
    pub language: Option<&'a str>,
    /// The first and the last day on which the story may have been filed.
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// What the story's own words say.
    pub evidence: Option<&'a Evidence>,
}

/// One place of a name, with what speaks for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Meaning {
    /// The place.
    pub entry: Entry,
    /// Its points.
    pub score: Score,
}

/// The place that is meant, and the next one.
#[derive(Debug, Clone, PartialEq)]
pub struct Meant {
    /// The place.
    pub entry: Entry,
    /// The runner-up that is another place, where there is one.
    pub runner_up: Option<Entry>,
    /// By how many points the place leads.
    pub lead: f64,
    /// What speaks most for the place against the runner-up.
    pub reason: Option<Reason>,
    /// Whether datelines name the place without state or country: no word of the text speaks against it then.
    stands_alone: bool,
}

impl Meant {
    /// Whether the runner-up may be meant as well.
    pub fn is_close(&self) -> bool {
        self.runner_up.is_some() && self.lead < score::CLOSE
    }

    /// Whether the story's own words, or the other places of its dateline if it has any, could turn the choice.
    pub fn may_turn(&self, has_others: bool) -> bool {
        self.runner_up.is_some()
            && !self.stands_alone
            && self.lead < score::CLOSE + Evidence::most(has_others)
    }
}

impl Gazetteer {
    /// The place that a dateline means by a name, and the runner-up where it was close.
    ///
    /// `None` where the name is not known, or where the printed state or country rules out every place of that name.
    pub fn resolve(&self, name: &str, hints: Hints<'_>) -> Option<(Entry, Option<Entry>)> {
        let meant = self.meant(name, hints)?;
        let is_close = meant.is_close();
        Some((meant.entry, meant.runner_up.filter(|_| is_close)))
    }

    /// The place that a dateline means by a name, with the runner-up and what decided.
    pub fn meant(&self, name: &str, hints: Hints<'_>) -> Option<Meant> {
        self.with_ranked(name, hints, |ranked| {
            let (winner, others) = ranked.split_first()?;
            let is_other = |other: &&Scored<'_>| !are_one_place(other.entry, winner.entry);
            let runner_up = others.iter().find(is_other);
            Some(Meant {
                lead: runner_up.map_or(f64::INFINITY, |other| {
                    winner.score.total() - other.score.total()
                }),
                reason: runner_up.and_then(|other| winner.score.over(&other.score)),
                stands_alone: winner.score.of(Reason::StandsAlone) > 0.0,
                runner_up: runner_up.map(|other| other.entry.clone()),
                entry: winner.entry.clone(),
            })
        })
    }

    /// Every place that may be meant by a name, the likeliest first.
    pub fn rank(&self, name: &str, hints: Hints<'_>) -> Vec<Meaning> {
        self.with_ranked(name, hints, |ranked| {
            let meanings = ranked.iter().map(|meaning| Meaning {
                entry: meaning.entry.clone(),
                score: meaning.score,
            });
            meanings.collect()
        })
    }

    /// Shows every place that may be meant by a name, the likeliest first.
    fn with_ranked<T>(
        &self,
        name: &str,
        hints: Hints<'_>,
        show: impl FnOnce(&[Scored<'_>]) -> T,
    ) -> T {
        let printed = hints
            .qualifier
            .map(|words| self.printed(words, hints.agency_country));
        let printed = printed.unwrap_or_default();
        self.with_named(name, |named| {
            let scored = named.iter().filter_map(|known| {
                let mut score = score::standing(known);
                let entry = &known.entry;
                let qualified =
                    score::qualified(entry, &printed, self).or_else(|| of_then(known, &printed))?;
                score.set(Reason::Qualifier, qualified);
                score.set(
                    Reason::Home,
                    score::home(entry, hints.agency_country, hints.worldwide, hints.desk),
                );
                if let Some(evidence) = hints.evidence {
                    score.set(Reason::Text, evidence.of_text(entry));
                    score.set(Reason::Beside, evidence.of_places(entry));
                }
                if hints.days.is_some_and(|days| !had_name(known, days)) {
                    score.set(Reason::Years, score::OTHER_YEARS);
                }
                Some(Scored { entry, score })
            });
            let mut ranked: Vec<Scored<'_>> = scored.collect();
            ranked.sort_by(|a, b| b.score.total().total_cmp(&a.score.total()));
            show(&ranked)
        })
    }

    /// The states and countries that a word printed beside a place may mean: `Mass.`, `Géorgie`, `Md`. The likeliest
    /// first; of two letters, a state of the newspapers' (`Ga.`) before the country of that code.
    pub fn qualifiers(&self, name: &str) -> Vec<Entry> {
        let is_abbreviation = super::fold_name(name).len() == 2;
        let mut areas = self.find_if(name, |entry| {
            matches!(entry.kind, "country" | "region" | "area" | "former")
        });
        if is_abbreviation {
            areas.sort_by_key(|entry| entry.kind == "country");
        }
        areas
    }

    /// The state or country that a word printed beside a place most likely means.
    pub fn qualifier(&self, name: &str) -> Option<Entry> {
        self.qualifiers(name).into_iter().next()
    }

    /// The regions that a desk of an agency covers, by the agency's id and the rest of the credit: `dpa`, `bb`.
    pub fn desk(&self, agency: &str, desk: &str) -> Vec<&'static str> {
        let credit = format!("{agency}/{}", desk.to_lowercase());
        let regions = DESKS.row(&credit).unwrap_or_default();
        regions.split(' ').filter(|id| !id.is_empty()).collect()
    }

    /// The region of an agency's home that two or three letters stand for: Andhra Pradesh in PTI's `Nellore (AP)`.
    pub fn region_at_home(&self, code: &str, country: Option<&str>) -> Option<Entry> {
        let is_code = (2..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_uppercase());
        is_code.then(|| self.get(&format!("{}-{code}", country?)))?
    }

    /// What words printed beside a place may mean: whole, else each of those between commas. `home`: the agency's.
    fn printed(&self, words: &str, home: Option<&str>) -> Qualifier {
        let mut areas = self.qualifiers(words);
        areas.extend(self.region_at_home(words, home));
        let parts = || words.split([',', ';', '/']).map(str::trim);
        if areas.is_empty() {
            areas = parts().flat_map(|part| self.qualifiers(part)).collect();
        }
        let cities = match areas.is_empty() {
            true => parts().flat_map(|part| self.find(part)).collect(),
            false => Vec::new(),
        };
        Qualifier { areas, cities }
    }
}

/// A place of a name with its points.
struct Scored<'k> {
    entry: &'k Entry,
    score: Score,
}

/// Whether a place may have had its name on some of those days.
fn had_name(known: &Known, days: (NaiveDate, NaiveDate)) -> bool {
    let (first, last) = (days.0.year(), days.1.year());
    known.years.is_none_or(|(from, until)| {
        from.is_none_or(|from| last >= from) && until.is_none_or(|until| first <= until)
    })
}

/// What a printed country adds to a name that the place bore for a time: nothing, and it does not rule it out, as the
/// place lay elsewhere then (`BRESLAU, Germany`).
fn of_then(known: &Known, printed: &Qualifier) -> Option<f64> {
    let is_state = |area: &Entry| matches!(area.kind, "country" | "former");
    known.years?;
    printed.areas.iter().any(is_state).then_some(0.0)
}

/// A place as people write it with its state or country: `Paris, Texas`, `Vienne (Isère)`. `None` where nothing of the
/// kind is written.
pub fn with_qualifier(written: &str) -> Option<(&str, &str)> {
    let at = written.find([',', '(', '['])?;
    let name = written[..at].trim();
    let qualifier = written[at..].trim_matches(|c: char| c.is_whitespace() || ",()[]".contains(c));
    (!name.is_empty() && !qualifier.is_empty()).then_some((name, qualifier))
}

/// Whether it makes no difference which of two entries is meant: a town and the area of its name around it.
fn are_one_place(one: &Entry, other: &Entry) -> bool {
    one.within.contains(&other.id) || other.within.contains(&one.id)
}

/// The credits of agencies' desks (`dpa/bb`), each with the regions that it covers.
const DESKS: super::lines::Lines = super::lines::Lines::new(include_str!("desks.tsv"));
