//! Where spans stand in one story: an evaluator over sorted lists of intervals, which engines and the plain matcher
//! share.
//!
//! A span is found at its *minimal intervals*: those that hold no smaller one (Clarke, Cormack, Burkowski, "An Algebra
//! for Structured Text Search and a Framework for its Implementation", 1995). There is at most one that begins at a
//! word, so lists are no longer than the story, and every step is a merge.
//!
//! Two operands must not be the same occurrence. Of words in a row all words are known to be used; of other intervals
//! the first and the last. Operands that share a used word are refused; otherwise one may lie inside the other, so that
//! `(a NEAR b) NEAR c` finds `a c b`.

use super::span::{Link, Span, Unit};

/// Most places in a story at which words are looked for; a story of more is no prose.
pub const MAX_INTERVALS: usize = 1 << 14;

/// Words of a story's line, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// The first word, from 0.
    pub start: u32,
    /// The last word.
    pub end: u32,
    /// Whether every word of it is used: words in a row.
    pub solid: bool,
}

/// Where the units of a story's line end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ends {
    /// The last word of each sentence that ends inside a paragraph, ascending.
    pub sentences: Vec<u32>,
    /// The last word of each paragraph and of the headline, ascending.
    pub paragraphs: Vec<u32>,
}

impl Ends {
    /// Whether words stand in one unit.
    fn same(&self, unit: Unit, words: Interval) -> bool {
        let whole = |ends: &[u32]| {
            let number = |word: u32| ends.partition_point(|&end| end < word);
            number(words.start) == number(words.end)
        };
        whole(&self.paragraphs) && (unit == Unit::Paragraph || whole(&self.sentences))
    }
}

/// The minimal intervals of a span in a story. `lists` holds for each number where those words stand: ascending, of
/// one length, at most [`MAX_INTERVALS`].
pub fn evaluate(span: &Span<usize>, lists: &[Vec<Interval>], ends: &Ends) -> Vec<Interval> {
    if let Span::Words(number) = span {
        return lists.get(*number).cloned().unwrap_or_default();
    }
    let operands = span.operands().iter();
    let operands: Vec<_> = operands.map(|of| evaluate(of, lists, ends)).collect();
    combine(span, &operands, ends)
}

/// The words that made a span match: for each of its intervals those of one choice of operands. Ascending.
pub fn used(span: &Span<usize>, lists: &[Vec<Interval>], ends: &Ends) -> Vec<Interval> {
    let tree = Tree::new(span, lists, ends);
    let mut used = Vec::new();
    tree.used(span, &tree.list, ends, &mut used);
    used.sort_unstable_by_key(|interval| (interval.start, interval.end));
    used.dedup();
    used
}

/// A span's intervals and those of its operands.
struct Tree {
    list: Vec<Interval>,
    operands: Vec<Tree>,
}

impl Tree {
    fn new(span: &Span<usize>, lists: &[Vec<Interval>], ends: &Ends) -> Tree {
        let of = span.operands().iter();
        let operands: Vec<Tree> = of.map(|of| Tree::new(of, lists, ends)).collect();
        let list = match span {
            Span::Words(number) => lists.get(*number).cloned().unwrap_or_default(),
            _ => {
                let lists: Vec<_> = operands.iter().map(|tree| tree.list.clone()).collect();
                combine(span, &lists, ends)
            }
        };
        Tree { list, operands }
    }

    /// Collects the words in a row that stand behind some of the span's intervals.
    fn used(&self, span: &Span<usize>, of: &[Interval], ends: &Ends, used: &mut Vec<Interval>) {
        let mut wanted: Vec<Vec<Interval>> = vec![Vec::new(); self.operands.len()];
        match span {
            Span::Words(_) => return used.extend(of),
            Span::First { .. } => wanted[0].extend(of),
            Span::AnyOf(_) => {
                for (operand, wanted) in self.operands.iter().zip(&mut wanted) {
                    wanted.extend(of.iter().filter_map(|found| equal(&operand.list, found)));
                }
            }
            Span::AtLeast { .. } | Span::Together { .. } => {
                for (operand, wanted) in self.operands.iter().zip(&mut wanted) {
                    let mut next = 0;
                    for found in of {
                        next = next.max(operand.list.partition_point(|i| i.start < found.start));
                        let inside = operand.list[next..].iter();
                        let inside = inside.take_while(|i| i.end <= found.end);
                        wanted.extend(inside);
                        next += operand.list[next..].partition_point(|i| i.end <= found.end);
                    }
                }
            }
            Span::Pair(link, _) => {
                let [one, other] = &self.operands[..] else {
                    return;
                };
                for found in of {
                    if let Some((a, b)) = witness(*link, &one.list, &other.list, found, ends) {
                        wanted[0].push(a);
                        wanted[1].push(b);
                    }
                }
            }
        }
        for ((tree, of), wanted) in self.operands.iter().zip(span.operands()).zip(&mut wanted) {
            wanted.sort_unstable_by_key(|interval| interval.start);
            wanted.dedup();
            tree.used(of, wanted, ends, used);
        }
    }
}

/// The interval of a list with the ends of another.
fn equal(list: &[Interval], wanted: &Interval) -> Option<Interval> {
    let at = list.partition_point(|i| i.start < wanted.start);
    let found = list.get(at).copied();
    found.filter(|i| (i.start, i.end) == (wanted.start, wanted.end))
}

/// Two operands that make an interval.
fn witness(
    link: Link,
    one: &[Interval],
    other: &[Interval],
    found: &Interval,
    ends: &Ends,
) -> Option<(Interval, Interval)> {
    let starting = |list: &[Interval]| {
        let at = list.partition_point(|i| i.start < found.start);
        list.get(at).copied().filter(|i| i.start == found.start)
    };
    let ending = |list: &[Interval]| {
        let at = list.partition_point(|i| i.end < found.end);
        list.get(at).copied().filter(|i| i.end == found.end)
    };
    let inside = |list: &[Interval]| {
        let at = list.partition_point(|i| i.start <= found.start);
        list.get(at).copied().filter(|i| i.end < found.end)
    };
    let pairs = [
        (starting(one), ending(other)),
        (ending(one), starting(other)),
        (equal(one, found), inside(other)),
        (inside(one), equal(other, found)),
    ];
    let fits = |a: Interval, b: Interval| joined(link, a, b, ends).is_some();
    let pairs = pairs.into_iter().filter_map(|(a, b)| a.zip(b));
    pairs.into_iter().find(|&(a, b)| fits(a, b))
}

/// The intervals of a span from those of its operands.
fn combine(span: &Span<usize>, operands: &[Vec<Interval>], ends: &Ends) -> Vec<Interval> {
    let first = || operands.first().map_or(&[][..], Vec::as_slice);
    match span {
        Span::Words(_) => first().to_vec(),
        Span::AnyOf(_) => minimal(operands.concat()),
        Span::Pair(link, _) => match operands {
            [one, other] => minimal(pairs(*link, one, other, ends)),
            _ => Vec::new(),
        },
        Span::Together { within, words } => together(*within, words, operands),
        Span::AtLeast { times, .. } => {
            let times = (*times).max(1) as usize;
            let windows = first().windows(times).map(|row| Interval {
                start: row[0].start,
                end: row[times - 1].end,
                solid: row[0].solid && times == 1,
            });
            windows.collect()
        }
        Span::First { words, .. } => {
            let among = first().iter().take_while(|found| found.end < *words);
            among.copied().collect()
        }
    }
}

/// The intervals that hold no other. Of two with the same ends, the one that says less of its words stays.
fn minimal(mut list: Vec<Interval>) -> Vec<Interval> {
    // It comes as a few sorted runs, which a stable sort merges.
    list.sort_by_key(|i| (i.start, std::cmp::Reverse(i.end), !i.solid));
    let mut kept: Vec<Interval> = Vec::with_capacity(list.len());
    for interval in list {
        while kept.last().is_some_and(|last| last.end >= interval.end) {
            kept.pop();
        }
        kept.push(interval);
    }
    kept
}

/// What two occurrences make together, if they stand as the link says and are not the same.
fn joined(link: Link, one: Interval, other: Interval, ends: &Ends) -> Option<Interval> {
    let both = Interval {
        start: one.start.min(other.start),
        end: one.end.max(other.end),
        solid: false,
    };
    let fits = match link {
        Link::Near { within, ordered } => {
            let apart = match () {
                _ if one.end < other.start => other.start - one.end,
                _ if other.end < one.start => one.start - other.end,
                _ => 0,
            };
            apart <= within && (!ordered || one.end < other.start)
        }
        Link::Same(unit) => ends.same(unit, both),
    };
    (fits && !share(one, other)).then_some(both)
}

/// Whether two intervals use a word in common, as far as that is known.
fn share(one: Interval, other: Interval) -> bool {
    let uses = |interval: Interval, word: u32| match interval.solid {
        true => interval.start <= word && word <= interval.end,
        false => word == interval.start || word == interval.end,
    };
    uses(one, other.start) || uses(one, other.end) || uses(other, one.start) || uses(other, one.end)
}

/// The pairs of two lists that make every minimal interval, and some that are not minimal.
fn pairs(link: Link, one: &[Interval], other: &[Interval], ends: &Ends) -> Vec<Interval> {
    let mut found = Vec::new();
    // Whichever stands behind the other: the next one is the nearest.
    let behind = |a: &Interval, b: &Interval| b.start > a.end;
    join_next(one, other, behind, |a, b| {
        found.extend(joined(link, a, b, ends))
    });
    if matches!(link, Link::Near { ordered: true, .. }) {
        return found;
    }
    let mut join = |a, b| found.extend(joined(link, a, b, ends));
    join_next(other, one, behind, &mut join);
    // One inside the other, and each beginning before the other ends.
    let (one_loose, other_loose) = (loose(one), loose(other));
    let begins = |a: &Interval, b: &Interval| b.start > a.start;
    join_next(&one_loose, other, begins, &mut join);
    join_next(&other_loose, one, begins, &mut join);
    let goes_on = |a: &Interval, b: &Interval| b.start > a.start && b.end > a.end;
    join_next(&one_loose, &other_loose, goes_on, &mut join);
    join_next(&other_loose, &one_loose, goes_on, &mut join);
    found
}

/// Joins each interval of a list with the first of another that follows it. What follows one does not come before what
/// follows the one before it, so that both lists are read once.
fn join_next(
    list: &[Interval],
    others: &[Interval],
    follows: impl Fn(&Interval, &Interval) -> bool,
    mut join: impl FnMut(Interval, Interval),
) {
    let mut others = others.iter().peekable();
    for interval in list {
        while others.next_if(|other| !follows(interval, other)).is_some() {}
        match others.peek() {
            Some(other) => join(*interval, **other),
            None => return,
        }
    }
}

/// The intervals of which only the ends are known to be used.
fn loose(list: &[Interval]) -> Vec<Interval> {
    list.iter().filter(|i| !i.solid).copied().collect()
}

/// Windows that hold every word, one typed twice twice.
fn together(within: u32, words: &[Span<usize>], operands: &[Vec<Interval>]) -> Vec<Interval> {
    let mut places: Vec<(u32, usize)> = Vec::new();
    let mut missing = vec![0_u32; words.len()];
    for (number, (word, list)) in words.iter().zip(operands).enumerate() {
        let same = words.iter().position(|other| other == word);
        let first = same.unwrap_or(number);
        missing[first] += 1;
        if first == number {
            places.extend(list.iter().map(|i| (i.start, number)));
        }
    }
    places.sort_unstable();
    let wanted = missing.clone();
    let mut held = vec![0_u32; words.len()];
    let mut open = wanted.iter().filter(|count| **count > 0).count();
    let most = u64::from(within) + words.len() as u64 - 1;
    let (mut left, mut found) = (0, Vec::new());
    for &(end, word) in &places {
        held[word] += 1;
        open -= usize::from(held[word] == wanted[word]);
        while open == 0 {
            let (start, first) = places[left];
            if held[first] == wanted[first] {
                if u64::from(end - start) < most {
                    found.push(Interval {
                        start,
                        end,
                        solid: false,
                    });
                }
                open += 1;
            }
            held[first] -= 1;
            left += 1;
        }
    }
    minimal(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(one: Span<usize>, other: Span<usize>) -> Span<usize> {
        let link = Link::Near {
            within: 3,
            ordered: false,
        };
        Span::Pair(link, Box::new([one, other]))
    }

    #[test]
    fn a_chain_as_long_as_a_query_may_be_takes_time_in_proportion_to_the_story() {
        let word = |start: u32| Interval {
            start,
            end: start,
            solid: true,
        };
        let everywhere: Vec<Interval> = (0..4096).map(word).collect();
        let lists = [everywhere.clone(), everywhere];
        let mut chain = Span::Words(0);
        for number in 0..256 {
            chain = near(chain, Span::Words(number % 2));
        }
        let begun = std::time::Instant::now();
        let found = evaluate(&chain, &lists, &Ends::default());
        assert!(!found.is_empty() && found.len() <= 4096);
        let nested = (0..64).fold(Span::Words(1), |nested, _| near(Span::Words(0), nested));
        assert!(!used(&nested, &lists, &Ends::default()).is_empty());
        assert!(begun.elapsed().as_secs() < 60, "{:?}", begun.elapsed());
    }

    #[test]
    fn of_intervals_that_hold_one_another_the_smallest_stay() {
        let interval = |start, end, solid| Interval { start, end, solid };
        let list = vec![
            interval(0, 9, false),
            interval(2, 3, true),
            interval(2, 3, false),
            interval(2, 5, true),
            interval(3, 5, false),
        ];
        let expected = [interval(2, 3, false), interval(3, 5, false)];
        assert_eq!(minimal(list), expected);
    }
}
