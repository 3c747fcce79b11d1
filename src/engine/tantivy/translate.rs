//! The query tree as a plan.

use super::deadline::Deadline;
use super::forms;
use super::fuzzy_terms;
use super::linked_query::LinkedQuery;
use super::links::Links;
use super::marked::Marked;
use super::near_query::NearQuery;
use super::plan::{Asked, Plan};
use super::resolved::Resolved;
use super::schema::{EMBARGO_END, FIRST_DAY, Fields, LAST_DAY, day_number, id_order};
use super::span_query::SpanQuery;
use super::unit::{Collection, PartWeight, SlotTerms, Unit};
use crate::engine::{MAX_CLAUSES, MAX_PATHS, MAX_SLIPS, MAX_TERMS};
use crate::error::Error;
use crate::fields::{Part, Quantity, Scope};
use crate::language::{japanese, words};
use crate::query::fits::written_key;
use crate::query::matching::{Forms, Pattern, Wildcard};
use crate::query::span::Span;
use crate::query::{AboutTest, Has, Node, NumberTest, Period, PlaceTest, Slot, StatusTest, Words};
use crate::status::Status;
use globset::{Glob, GlobSet, GlobSetBuilder};
use std::collections::{BTreeSet, HashSet};
use std::ops::Bound;
use std::sync::{Arc, OnceLock};
use tantivy::query::{Query, RangeQuery, TermQuery, TermSetQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

/// Weights of the parts, found by asking for stories by headlines cut from them: a heavier lead or a lighter penalty
/// on length loses more stories than it wins.
fn part_weight(fields: &Fields, part: Part) -> PartWeight {
    let (weight, length) = match part {
        Part::Headline => (3.0, 0.0),
        Part::Lead => (1.2, 0.75),
        Part::Rest => (1.0, 0.75),
        Part::Side(_) => (1.0, 0.0),
    };
    PartWeight {
        part,
        field: fields.part(part),
        weight,
        length,
    }
}

/// Terms that are looked up one by one.
const FEW_TERMS: usize = 256;

/// To look up a day takes as long as to read the days of so many stories.
const DAY_COST: u64 = 512;
/// No more days are looked up: the lists of each stay open.
const MOST_DAYS: u64 = 400;

/// Most stories and chains whose ids may begin as a question says.
const MAX_CHAINS: usize = 1000;

/// What translating needs to look up.
pub(super) struct Translator<'a> {
    pub(super) searcher: &'a Searcher,
    pub(super) fields: &'a Fields,
    /// The languages whose inflections are looked up.
    pub(super) languages: &'a [&'static str],
    pub(super) collection: &'a Collection,
    pub(super) links: &'a Arc<Links>,
    pub(super) resolved: &'a Known,
    pub(super) deadline: &'a Deadline,
    pub(super) engine_error: &'a dyn Fn(tantivy::TantivyError) -> Error,
}

/// What words stand for in an archive, as terms and as lists.
pub(super) struct Known {
    patterns: Resolved<Pattern>,
    units: Resolved<Option<Arc<Unit>>>,
    /// The stories of each standing that keeps them out of most answers, in the order of [`STANDINGS`].
    standings: [OnceLock<Arc<Marked>>; STANDINGS.len()],
}

/// Standings that nearly every question leaves out.
const STANDINGS: [Status; 4] = [
    Status::Superseded,
    Status::Canceled,
    Status::Withheld,
    Status::Embargoed,
];

/// So many terms are kept; a truncation stands for thousands.
const MOST_TERMS: usize = 1 << 17;

/// So many entries of lists are kept, of 8 bytes each.
const MOST_ENTRIES: usize = 1 << 23;

impl Default for Known {
    fn default() -> Known {
        let terms = |pattern: &Pattern| pattern.slots.iter().map(|forms| forms.terms.len()).sum();
        let entries = |unit: &Option<Arc<Unit>>| unit.as_ref().map_or(0, |unit| unit.size());
        Known {
            patterns: Resolved::new(MOST_TERMS, terms),
            units: Resolved::new(MOST_ENTRIES, entries),
            standings: Default::default(),
        }
    }
}

type Translated = Result<Plan, Error>;

impl Translator<'_> {
    /// What a tree finds. A test at its root that leaves out what is not usable is told apart, so that what it leaves out
    /// can be counted.
    pub(super) fn asked(&self, node: &Node) -> Result<Asked, Error> {
        self.check(node)?;
        let (plan, test) = match node {
            Node::And(nodes) if let Some(at) = nodes.iter().position(|it| usable(it).is_some()) => {
                let others = [&nodes[..at], &nodes[at + 1..]].concat();
                (self.all_of(&others)?, usable(&nodes[at]))
            }
            node => match usable(node) {
                Some(test) => (self.everything(), Some(test)),
                None => (self.subquery(node)?, None),
            },
        };
        Ok(Asked {
            plan,
            unusable: test.map(|test| self.unusable(test)),
        })
    }

    /// Refuses a query that is too large.
    fn check(&self, node: &Node) -> Result<(), Error> {
        let clauses = leaves(node);
        if clauses > MAX_CLAUSES {
            return Err(Error::Query {
                message: format!("the query has {clauses} parts; it may have {MAX_CLAUSES}"),
                hint: Some("ask with fewer words, or in several queries".into()),
            });
        }
        let slips = slips(node);
        if slips > MAX_SLIPS {
            return Err(Error::Query {
                message: format!(
                    "the words with ~ may be {slips} letters off together; {MAX_SLIPS} are the most"
                ),
                hint: Some("write ~1 for ~2, ask with fewer of them, or in several queries".into()),
            });
        }
        let paths = path_patterns(node);
        if paths > MAX_PATHS {
            return Err(Error::Query {
                message: format!(
                    "the query has {paths} patterns of paths; it may have {MAX_PATHS}"
                ),
                hint: Some("one pattern may stand for many paths: path:2020/**".into()),
            });
        }
        self.expansions(node, &mut HashSet::new(), &mut 0)
    }

    /// Refuses a query whose truncations and slips stand for too many words in all, each counted once.
    fn expansions<'n>(
        &self,
        node: &'n Node,
        seen: &mut HashSet<&'n Words>,
        terms: &mut usize,
    ) -> Result<(), Error> {
        let words = match node {
            Node::Words(words) => vec![words],
            Node::Span(span) => span.leaves(),
            node => {
                let mut children = node.children().iter();
                return children.try_for_each(|child| self.expansions(child, seen, terms));
            }
        };
        let expands = |slot: &Slot| matches!(slot, Slot::Pattern(_) | Slot::Fuzzy(..));
        for words in words
            .into_iter()
            .filter(|words| words.slots.iter().any(expands))
        {
            if !seen.insert(words) {
                continue;
            }
            let slots = &self.pattern(words)?.slots;
            *terms += slots.iter().map(|forms| forms.terms.len()).sum::<usize>();
            if *terms > MAX_TERMS {
                return Err(Error::Query {
                    message: format!(
                        "the truncations of the query stand for more than {MAX_TERMS} words in all"
                    ),
                    hint: Some("write more letters before the *, or ask in several queries".into()),
                });
            }
        }
        Ok(())
    }

    fn subquery(&self, node: &Node) -> Translated {
        Ok(match node {
            Node::Everything => self.everything(),
            Node::Words(words) => self.words(words)?,
            Node::Span(span) => self.span(span)?,
            Node::Place(test) => self.place(test),
            Node::Near(near) => Plan::Filter(Box::new(NearQuery(near.clone()))),
            Node::About(test) => self.about(test)?,
            Node::Period(period) => self.period(period),
            Node::OnDay { month, day } => Plan::Filter(term(Term::from_field_u64(
                self.fields.month_day,
                u64::from(month * 100 + day),
            ))),
            Node::Agency(id) => self.term(self.fields.agency, id),
            Node::Language(code) => self.term(self.fields.language, code),
            Node::Mark(mark) => self.term(self.fields.mark, mark),
            Node::Status(test) => self.status(test),
            Node::Number(test) => self.number(test),
            Node::Path(pattern) => self.path(pattern)?,
            Node::Id(beginning) => self.id(beginning)?,
            Node::Chain(beginning) => self.chain(beginning)?,
            Node::Has(what) => self.term(self.fields.has, what.field()),
            Node::And(nodes) => self.all_of(nodes)?,
            Node::Or(nodes) => {
                let any = each_once(nodes).into_iter();
                Plan::Any(
                    any.map(|node| self.subquery(node))
                        .collect::<Result<_, _>>()?,
                )
            }
            Node::Not(_) => self.all_of(std::slice::from_ref(node))?,
        })
    }

    fn all_of(&self, nodes: &[Node]) -> Translated {
        let (mut of, mut but) = (Vec::with_capacity(nodes.len()), Vec::new());
        for node in each_once(nodes) {
            match node {
                // Nearly every story is usable: what is not is the shorter list, and often an empty one.
                Node::Not(inner) => match usable(inner) {
                    Some(test) => of.insert(0, self.unusable(test)),
                    None => but.push(self.subquery(inner)?),
                },
                _ => match usable(node) {
                    Some(test) => but.push(self.unusable(test)),
                    None => of.push(self.subquery(node)?),
                },
            }
        }
        if of.is_empty() {
            of.push(self.everything());
        }
        Ok(Plan::All { of, but })
    }

    fn everything(&self) -> Plan {
        self.term(self.fields.kind, "story")
    }

    fn term(&self, field: Field, text: &str) -> Plan {
        Plan::Filter(term(Term::from_field_text(field, text)))
    }

    fn any_term(&self, field: Field, texts: impl IntoIterator<Item = String>) -> Plan {
        let terms = texts.into_iter();
        let mut terms: Vec<Term> = terms
            .map(|text| Term::from_field_text(field, &text))
            .collect();
        // A set of terms is made an automaton, which takes longer than to look a few up.
        if terms.len() > FEW_TERMS {
            return Plan::Filter(Box::new(TermSetQuery::new(terms)));
        }
        terms.sort();
        terms.dedup();
        Plan::Any(terms.into_iter().map(|it| Plan::Filter(term(it))).collect())
    }

    fn words(&self, words: &Words) -> Translated {
        Ok(self.unit(words)?.map_or(Plan::Nothing, Plan::Words))
    }

    /// The words of a question that are found in this archive, in the order typed.
    pub(super) fn units(&self, words: &[Words]) -> Result<Vec<Arc<Unit>>, Error> {
        let units = words.iter().map(|words| self.unit(words));
        units.filter_map(Result::transpose).collect()
    }

    /// Words as the archive has them; `None` where one of them is not in it at all.
    fn unit(&self, words: &Words) -> Result<Option<Arc<Unit>>, Error> {
        let unit = self.resolved.units.of(words, || {
            let pattern = self.pattern(words)?;
            let is_missing = |forms: &Forms| forms.terms.is_empty();
            if pattern.slots.is_empty() || pattern.slots.iter().any(is_missing) {
                return Ok(None);
            }
            let typed = match words.slots.as_slice() {
                [Slot::Inflected(word)] => Some(words::terms(word).0),
                _ => None,
            };
            let expands = |slot: &Slot| matches!(slot, Slot::Pattern(_) | Slot::Fuzzy(..));
            let counted = words.slots.iter().any(expands);
            self.row(&pattern, typed.as_deref(), counted).map(Some)
        })?;
        Ok(Option::clone(&unit))
    }

    /// Words in a row.
    fn row(
        &self,
        pattern: &Pattern,
        typed: Option<&str>,
        counted: bool,
    ) -> Result<Arc<Unit>, Error> {
        let slots = pattern.slots.iter().map(|forms| SlotTerms {
            terms: forms.terms.iter().cloned().collect(),
            not: forms.not.iter().cloned().collect(),
        });
        let parts = pattern.scope.parts().iter();
        let parts = parts.map(|part| part_weight(self.fields, *part)).collect();
        let (slots, collection) = (slots.collect(), self.collection);
        Unit::new(self.searcher, collection, parts, slots, typed, counted)
            .map(Arc::new)
            .map_err(self.engine_error)
    }

    fn span(&self, span: &Span) -> Translated {
        let resolved = span.try_map(&mut |words| self.pattern(words))?;
        let (span, rows) = resolved.numbered();
        let side = rows.first().and_then(|row| row.scope.side());
        let line = Pattern {
            scope: side.map_or(Scope::Anywhere, Scope::Side),
            slots: Vec::new(),
        };
        let rows = rows.into_iter().map(|row| self.row(row, None, false));
        Ok(Plan::Scored(Box::new(SpanQuery {
            span,
            rows: rows.collect::<Result<_, _>>()?,
            line: self.row(&line, None, false)?,
            ends: side.is_none().then_some(self.fields.ends),
        })))
    }

    /// What words of a query stand for in this archive.
    pub(super) fn pattern(&self, words: &Words) -> Result<Arc<Pattern>, Error> {
        self.resolved.patterns.of(words, || {
            let slots = words.slots.iter().map(|slot| self.forms(slot, words));
            Ok(Pattern {
                scope: words.scope,
                slots: slots.collect::<Result<_, Error>>()?,
            })
        })
    }

    fn forms(&self, slot: &Slot, words: &Words) -> Result<Forms, Error> {
        let failed = self.engine_error;
        let mut forms = Forms {
            written: slot.word().to_owned(),
            ..Forms::default()
        };
        match slot {
            Slot::Inflected(word) => {
                (forms.terms, forms.cut) =
                    forms::inflections(self.searcher, self.fields, self.languages, word)
                        .map_err(failed)?;
                if words.slots.len() > 1 {
                    forms.terms.extend(japanese::conjugated(word));
                }
            }
            Slot::Dictionary(word) | Slot::Folded(word) => {
                forms.terms =
                    forms::plain_spellings(self.searcher, self.fields, word).map_err(failed)?;
            }
            Slot::Exact(word) => match words::terms(word) {
                (_, Some(spelling)) => {
                    forms.terms.insert(spelling);
                }
                (folded, None) => {
                    forms.not =
                        forms::spellings(self.searcher, self.fields, &folded).map_err(failed)?;
                    forms.terms.insert(folded.into_owned());
                }
            },
            Slot::Pattern(pattern) => forms.terms = self.wildcard(pattern, words)?,
            Slot::Fuzzy(word, slips) => forms.terms = self.fuzzy(word, *slips, words)?,
        }
        Ok(forms)
    }

    /// Every term of the parts asked that a pattern fits.
    fn wildcard(&self, pattern: &str, words: &Words) -> Result<BTreeSet<String>, Error> {
        let failed = self.engine_error;
        let wildcard = Wildcard::new(pattern);
        let mut found = BTreeSet::new();
        for part in words.scope.parts() {
            self.each_term(self.fields.part(*part), wildcard.prefix(), |term| {
                if !term.starts_with(words::SPELLING) && wildcard.fits(term) {
                    found.insert(term.to_owned());
                }
                found.len() <= MAX_TERMS && !self.deadline.is_over()
            })
            .map_err(failed)?;
        }
        match found.len() <= MAX_TERMS {
            true => Ok(found),
            false => Err(Error::Query {
                message: format!("{pattern} stands for more than {MAX_TERMS} words"),
                hint: Some("write more letters before the *".into()),
            }),
        }
    }

    /// Every term of the parts asked that is so many slips off.
    fn fuzzy(&self, word: &str, slips: u8, words: &Words) -> Result<BTreeSet<String>, Error> {
        let parts = words.scope.parts().iter();
        let fields: Vec<Field> = parts.map(|part| self.fields.part(*part)).collect();
        let found =
            fuzzy_terms::within(self.searcher, &fields, word, slips).map_err(self.engine_error)?;
        match found.len() <= MAX_TERMS {
            true => Ok(found),
            false => Err(Error::Query {
                message: format!("{word}~{slips} stands for more than {MAX_TERMS} words"),
                hint: Some("write ~1, or more letters".into()),
            }),
        }
    }

    fn place(&self, test: &PlaceTest) -> Plan {
        let known = if test.exact {
            self.fields.place_exact
        } else {
            self.fields.place
        };
        let ids = self.any_term(known, test.ids.iter().cloned());
        let written = self.term(self.fields.place_written, &written_key(&test.written));
        Plan::Any(vec![ids, written])
    }

    fn about(&self, test: &AboutTest) -> Translated {
        let field = match test.place.exact {
            true => self.fields.mention_exact,
            false => self.fields.mention,
        };
        let mentioned = self.any_term(field, test.place.ids.iter().cloned());
        Ok(match &test.words {
            None => mentioned,
            Some(words) => {
                let words = Plan::Unscored(Box::new(self.words(words)?));
                Plan::Any(vec![mentioned, words])
            }
        })
    }

    fn status(&self, test: &StatusTest) -> Plan {
        match test.wanted {
            None => self.everything(),
            Some(Status::Usable) => Plan::All {
                of: vec![self.everything()],
                but: vec![self.unusable(test)],
            },
            Some(Status::Embargoed) => self.under_embargo(test),
            Some(Status::Superseded) => Plan::All {
                of: vec![self.standing(Status::Superseded)],
                but: vec![self.held(test)],
            },
            Some(status) => self.standing(status),
        }
    }

    /// The stories that are superseded, killed, withheld or under embargo at the moment of a test.
    fn unusable(&self, test: &StatusTest) -> Plan {
        Plan::Any(vec![self.standing(Status::Superseded), self.held(test)])
    }

    /// The stories that are killed, withheld or under embargo at the moment of a test.
    fn held(&self, test: &StatusTest) -> Plan {
        Plan::Any(vec![
            self.standing(Status::Canceled),
            self.standing(Status::Withheld),
            self.under_embargo(test),
        ])
    }

    fn under_embargo(&self, test: &StatusTest) -> Plan {
        let later = test.now.timestamp().saturating_add(1)..=i64::MAX;
        Plan::All {
            of: vec![
                self.standing(Status::Embargoed),
                Plan::Between(EMBARGO_END, later),
            ],
            but: Vec::new(),
        }
    }

    /// The stories of a standing as recorded, or superseded whatever else they are.
    fn standing(&self, status: Status) -> Plan {
        let Some(number) = STANDINGS.iter().position(|own| *own == status) else {
            return self.term(self.fields.status, status.name());
        };
        let marked = self.resolved.standings[number].get_or_init(|| {
            let term = Term::from_field_text(self.fields.status, status.name());
            Arc::new(Marked::new(term))
        });
        Plan::Marked(Arc::clone(marked))
    }

    fn number(&self, test: &NumberTest) -> Plan {
        let field = match test.of {
            Quantity::Urgency => self.fields.urgency,
            Quantity::Words => self.fields.words,
        };
        let bound = |end: Option<u64>| {
            end.map_or(Bound::Unbounded, |number| {
                Bound::Included(Term::from_field_u64(field, number))
            })
        };
        match (test.least, test.most) {
            (None, None) => match test.of {
                Quantity::Urgency => self.term(self.fields.has, Has::Urgency.field()),
                Quantity::Words => self.everything(),
            },
            (least, most) => Plan::Filter(Box::new(RangeQuery::new(bound(least), bound(most)))),
        }
    }

    /// The whole period that a story's date may mean has to lie inside.
    fn period(&self, period: &Period) -> Plan {
        if period.first.is_none() && period.last.is_none() {
            return self.term(self.fields.has, Has::Date.field());
        }
        let first = period.first.map_or(i64::MIN, day_number);
        let last = period.last.map_or(i64::MAX, day_number);
        let begins = match period.first.and(period.last) {
            Some(_) if self.are_few(last - first + 1) => self.begin_between(first, last),
            _ => Plan::Between(FIRST_DAY, first..=last),
        };
        let of = vec![begins];
        // Few dates end on another day than the one that they begin on.
        let ends_later = |last: i64| Plan::Between(LAST_DAY, last.saturating_add(1)..=i64::MAX);
        let but = Vec::from_iter(period.last.map(|_| ends_later(last)));
        Plan::All { of, but }
    }

    /// Whether it takes less to look so many days up, one by one, than to go through the days of all stories.
    fn are_few(&self, days: i64) -> bool {
        let stories = self.searcher.num_docs();
        u64::try_from(days).is_ok_and(|days| days <= MOST_DAYS && days * DAY_COST < stories)
    }

    /// The stories whose first day lies between two.
    fn begin_between(&self, first: i64, last: i64) -> Plan {
        let day = |day| Plan::Filter(term(Term::from_field_i64(self.fields.first_day, day)));
        Plan::Any((first..=last).map(day).collect())
    }

    fn id(&self, beginning: &str) -> Translated {
        let mut ids = Vec::new();
        self.each_term(self.fields.id, beginning, |id| {
            if id.starts_with(beginning) {
                ids.push(id.to_owned());
            }
            ids.len() <= MAX_TERMS
        })
        .map_err(self.engine_error)?;
        if ids.len() > MAX_TERMS {
            return Err(Error::Query {
                message: format!(
                    "more than {MAX_TERMS} stories have ids that begin with {beginning}"
                ),
                hint: Some("write more of the id; id:* finds every story".into()),
            });
        }
        Ok(self.any_term(self.fields.id, ids))
    }

    /// The stories of the chains whose ids begin so, ours and the providers', or that have a story whose id does.
    fn chain(&self, beginning: &str) -> Translated {
        if beginning.is_empty() {
            return Ok(Plan::Filter(Box::new(LinkedQuery(Arc::clone(self.links)))));
        }
        let failed = |error: std::io::Error| (self.engine_error)(error.into());
        let mut named = BTreeSet::new();
        let mut note = |chain: &str| {
            named.insert(chain.to_owned());
            named.len() <= MAX_CHAINS
        };
        let (mut stories, mut chains) = (BTreeSet::new(), Vec::new());
        self.each_term(self.fields.id, beginning, |id| {
            stories.insert(id.to_owned());
            note(id)
        })
        .map_err(self.engine_error)?;
        self.each_term(self.fields.chain, beginning, |chain| {
            chains.push(chain.to_owned());
            note(chain)
        })
        .map_err(self.engine_error)?;
        if named.len() > MAX_CHAINS {
            return Err(Error::Query {
                message: format!(
                    "more than {MAX_CHAINS} chains and stories begin with {beginning}"
                ),
                hint: Some("write more of the id; chain:* finds every story in a chain".into()),
            });
        }
        let mut numbers: BTreeSet<u32> = stories
            .iter()
            .filter_map(|id| self.links.find(id_order(id)))
            .map(|entry| entry.chain)
            .collect();
        numbers.extend(self.links.named(beginning).map_err(failed)?);
        for number in numbers {
            let chain = self.links.chain(number).map_err(failed)?;
            stories.extend(
                chain
                    .into_iter()
                    .flat_map(|chain| chain.stories)
                    .map(|(id, _)| id),
            );
        }
        Ok(Plan::Any(vec![
            self.any_term(self.fields.id, stories),
            self.any_term(self.fields.chain, chains),
        ]))
    }

    /// Stories whose own path, or a copy's, is the pattern; where there is none, those whose paths the pattern fits.
    fn path(&self, pattern: &str) -> Translated {
        let named = pattern.trim_start_matches("./");
        let (mut paths, mut copies) = self.paths(named, |path| path == named)?;
        if paths.is_empty() && copies.is_empty() {
            let globs = path_globs(pattern);
            (paths, copies) = self.paths("", |path| globs.is_match(path))?;
        }
        let copied = super::searcher::copied_ids(self.searcher, self.fields, &copies)
            .map_err(self.engine_error)?;
        let own = self.any_term(self.fields.path, paths);
        let copied = self.any_term(self.fields.id, copied);
        Ok(Plan::Any(vec![own, copied]))
    }

    /// The paths of stories, and those of copies, that begin so and fit.
    fn paths(
        &self,
        beginning: &str,
        fits: impl Fn(&str) -> bool,
    ) -> Result<(Vec<String>, Vec<String>), Error> {
        let (mut paths, mut copies) = (Vec::new(), Vec::new());
        for (field, fitting) in [
            (self.fields.path, &mut paths),
            (self.fields.copy_path, &mut copies),
        ] {
            self.each_term(field, beginning, |path| {
                if fits(path) {
                    fitting.push(path.to_owned());
                }
                true
            })
            .map_err(self.engine_error)?;
        }
        Ok((paths, copies))
    }

    /// Calls for the terms of a field that begin so, segment by segment, until the callee has enough.
    fn each_term(
        &self,
        field: Field,
        prefix: &str,
        mut each: impl FnMut(&str) -> bool,
    ) -> tantivy::Result<()> {
        for segment in self.searcher.segment_readers() {
            let inverted = segment.inverted_index(field)?;
            let mut terms = inverted.terms().range().ge(prefix).into_stream()?;
            while let Some((term, _)) = terms.next() {
                if !term.starts_with(prefix.as_bytes())
                    || !each(std::str::from_utf8(term).unwrap_or_default())
                {
                    break;
                }
            }
        }
        Ok(())
    }
}

/// The test of a node that asks for the usable stories.
fn usable(node: &Node) -> Option<&StatusTest> {
    match node {
        Node::Status(test) if test.wanted == Some(Status::Usable) => Some(test),
        _ => None,
    }
}

/// Nodes without those that stand before: what is asked twice is answered once.
fn each_once(nodes: &[Node]) -> Vec<&Node> {
    let mut seen: Vec<&Node> = Vec::with_capacity(nodes.len());
    for node in nodes {
        if !seen.contains(&node) {
            seen.push(node);
        }
    }
    seen
}

/// How many clauses a tree comes to: words, and the meanings of places, each count.
fn leaves(node: &Node) -> usize {
    match node {
        Node::Words(words) => words.slots.len(),
        Node::Span(span) => span.leaves().iter().map(|words| words.slots.len()).sum(),
        Node::Place(test) => test.ids.len() + 1,
        Node::About(test) => {
            test.place.ids.len() + test.words.as_ref().map_or(1, |words| words.slots.len())
        }
        _ if node.children().is_empty() => 1,
        _ => node.children().iter().map(leaves).sum(),
    }
}

/// How many slips the words of a tree may have together.
fn slips(node: &Node) -> usize {
    let of = |words: &Words| {
        let slots = words.slots.iter().map(|slot| match slot {
            Slot::Fuzzy(_, slips) => usize::from(*slips),
            _ => 0,
        });
        slots.sum::<usize>()
    };
    match node {
        Node::Words(words) => of(words),
        Node::Span(span) => span.leaves().into_iter().map(of).sum(),
        _ => node.children().iter().map(slips).sum(),
    }
}

/// How many patterns of paths a tree has. Each is held against every path of the archive.
fn path_patterns(node: &Node) -> usize {
    match node {
        Node::Path(_) => 1,
        _ => node.children().iter().map(path_patterns).sum(),
    }
}

fn term(term: Term) -> Box<dyn Query> {
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}

/// A pattern fits whole path components, anywhere in the path: `2020/**`, `*.txt`, `corpus/plain`.
fn path_globs(pattern: &str) -> GlobSet {
    let pattern = pattern.trim_matches('/');
    if pattern.is_empty() {
        return GlobSet::empty();
    }
    let escaped = globset::escape(pattern);
    let mut set = GlobSetBuilder::new();
    let readable = globset::GlobBuilder::new(pattern).build().is_ok();
    let pattern = if readable { pattern } else { &escaped };
    for form in ["{}", "**/{}", "{}/**", "**/{}/**"] {
        let form = form.replace("{}", pattern);
        if let Ok(glob) = globset::GlobBuilder::new(&form)
            .literal_separator(true)
            .build() as Result<Glob, _>
        {
            set.add(glob);
        }
    }
    set.build().unwrap_or_else(|_| GlobSet::empty())
}

#[cfg(test)]
mod tests {
    use super::path_globs;

    #[test]
    fn a_path_pattern_fits_whole_components_anywhere() {
        let path = "corpus/plain/2020/afp.txt";
        for pattern in [
            "2020/**",
            "2020",
            "afp.txt",
            "*.txt",
            "corpus",
            "plain/2020",
            path,
            "/corpus/",
            "**/afp*",
            "{afp,ap}.txt",
            "plain/{2020,2021}",
        ] {
            assert!(path_globs(pattern).is_match(path), "{pattern}");
        }
        assert!(path_globs("Smith, J.txt").is_match("wires/Smith, J.txt"));
        assert!(!path_globs("Smith, J.txt").is_match("wires/Smith"));
        for pattern in ["202", "fp.txt", "plain/*.txt", "2020/*/afp.txt", "[", ""] {
            assert!(!path_globs(pattern).is_match(path), "{pattern}");
        }
    }
}
