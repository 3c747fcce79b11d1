//! `dateline places`: how names of places are understood.

use super::terminal::Context;
use super::{Exit, archive};
use crate::engine::Searcher;
use crate::error::{Error, Result};
use crate::facts::gazetteer::{Entry, Gazetteer, Hints, Meaning, with_qualifier};
use crate::present::places::{self, Answer, Area, Near, Place, Points};
use crate::query::{Node, PlaceTest, Query};

const EXAMPLES: &str = "\
Examples:
  dateline places Tbilissi                    what it is, and the query that finds it
  dateline places Georgia Valence             each name by itself, the likeliest meaning first
  dateline places 'Paris, Texas' 'Vienne (Isère)'
  dateline places 611717 US-GA                by id or code
  dateline places Springfield --limit 20 --json";

/// How many near names are offered for one that nobody knows.
const NEAR: usize = 5;

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Names in any language, with a state or country if need be; ids; codes.
    #[arg(value_name = "NAME", required = true)]
    names: Vec<String>,

    /// Show at most so many meanings of a name.
    #[arg(short = 'n', long, value_name = "NUMBER", default_value_t = 5)]
    limit: usize,

    /// One JSON document.
    #[arg(long)]
    json: bool,
}

/// Answers name by name. Nothing is found where none of the names is known.
pub(super) fn run(args: &Args, context: &mut Context<'_>) -> Result<Exit> {
    if args.names.iter().any(|name| name.trim().is_empty()) {
        return Err(Error::Usage {
            message: "a name is empty".into(),
            hint: Some("write a name, an id or a code: dateline places Tbilissi".into()),
        });
    }
    // An archive that cannot be opened has no figures to give; nothing else needs one.
    let searcher = archive::open_if_there(context).ok().flatten();
    let asked = Asked {
        gazetteer: &context.facts.gazetteer,
        searcher: searcher.as_deref(),
        limit: args.limit.max(1),
    };
    let answers: Vec<Answer> = args.names.iter().map(|name| asked.answer(name)).collect();
    let found = answers.iter().any(|answer| answer.total > 0);
    match args.json {
        true => places::json(context.out, &answers)?,
        false => places::write(context.out, &answers, context.out_style)?,
    }
    if !args.json {
        for answer in answers.iter().filter(|answer| answer.total == 0) {
            context.note(&places::unknown(answer));
        }
    }
    Ok(Exit::found(found))
}

/// What answers are made from.
struct Asked<'a> {
    gazetteer: &'a Gazetteer,
    searcher: Option<&'a dyn Searcher>,
    limit: usize,
}

impl Asked<'_> {
    fn answer(&self, name: &str) -> Answer {
        let ranked = self.ranked(name.trim());
        let shown: Vec<&Meaning> = ranked.iter().take(self.limit).collect();
        let entries: Vec<&Entry> = shown.iter().map(|meaning| &meaning.entry).collect();
        let names = match entries.is_empty() {
            true => Vec::new(),
            false => self.gazetteer.other_names(&entries),
        };
        let near = match ranked.is_empty() {
            true => self.gazetteer.near(name.trim(), NEAR),
            false => Vec::new(),
        };
        Answer {
            name: name.to_owned(),
            total: ranked.len(),
            meanings: shown
                .into_iter()
                .zip(names)
                .map(|(meaning, names)| self.place(name, meaning, names))
                .collect(),
            near: near
                .into_iter()
                .map(|(spelling, entry)| Near {
                    spelling,
                    query: query_of(&entry.id),
                    areas: self.areas(&entry),
                    name: entry.name,
                    kind: entry.kind,
                    id: entry.id,
                })
                .collect(),
        }
    }

    /// Everything that a name, a name with its state or country, an id or a code may mean, the likeliest first.
    fn ranked(&self, name: &str) -> Vec<Meaning> {
        let mut ranked = self.gazetteer.rank(name, Hints::default());
        if let Some((name, qualifier)) = with_qualifier(name).filter(|_| ranked.is_empty()) {
            let hints = Hints {
                qualifier: Some(qualifier),
                ..Hints::default()
            };
            ranked = self.gazetteer.rank(name, hints);
        }
        let by_id = self
            .gazetteer
            .get(name)
            .or_else(|| self.gazetteer.get(&name.to_uppercase()));
        if let Some(entry) = by_id {
            ranked.retain(|meaning| meaning.entry.id != entry.id);
            let score = Default::default();
            ranked.insert(0, Meaning { entry, score });
        }
        ranked
    }

    fn place(&self, name: &str, meaning: &Meaning, names: Vec<String>) -> Place {
        let entry = &meaning.entry;
        Place {
            id: entry.id.clone(),
            name: entry.name.clone(),
            kind: entry.kind,
            country: entry.country.clone(),
            within: self.areas(entry),
            lat: entry.position.map(|(lat, _)| lat),
            lon: entry.position.map(|(_, lon)| lon),
            inhabitants: (entry.population > 0).then_some(entry.population),
            names,
            years: self.gazetteer.name_years(name, &entry.id),
            query: query_of(&entry.id),
            stories: self.stories(&entry.id),
            points: meaning.score.total(),
            because: meaning
                .score
                .reasons()
                .into_iter()
                .map(|reason| Points {
                    reason: reason.label(),
                    points: meaning.score.of(reason),
                })
                .collect(),
        }
    }

    /// The areas that a place lies in, by their names.
    fn areas(&self, entry: &Entry) -> Vec<Area> {
        let areas = entry.within.iter().map(|id| Area {
            name: self
                .gazetteer
                .get(id)
                .map_or_else(|| id.clone(), |area| area.name),
            id: id.clone(),
        });
        areas.collect()
    }

    /// How many stories of the archive were filed from there.
    fn stories(&self, id: &str) -> Option<u64> {
        let query = Query {
            text: query_of(id),
            root: Node::Place(PlaceTest {
                written: id.to_owned(),
                ids: vec![id.to_owned()],
                exact: false,
            }),
            notices: Vec::new(),
        };
        self.searcher?.count(&query).ok()
    }
}

/// What finds the stories of a place.
fn query_of(id: &str) -> String {
    format!("place:{id}")
}
