//! Stories of our own in six agencies' habits, and how well they are put together.

mod habits;
mod wires;

use crate::harness::Folder;
use dateline::Story;
use dateline::chain::{self, Chains, Id, Traits};
use dateline::facts::Facts;
use dateline::index::{Reading, read_stories};
use habits::{Dispatch, generate};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A seed's stories as they are read, each with the developing story that it belongs to.
fn read(seed: u64) -> Vec<(Story, usize)> {
    let sent = generate(seed);
    let gold: HashMap<String, usize> = sent
        .iter()
        .map(|one| (one.path.clone(), one.story))
        .collect();
    let put = |folder: Folder, one: &Dispatch| folder.write(&one.path, &one.text);
    let folder = sent.iter().fold(Folder::new(), put);
    let mut found = Vec::new();
    let root = folder.path("");
    let mut each = |item: Result<Story, _>| {
        let Ok(story) = item else {
            panic!("a file was not read as a story")
        };
        let of_root = std::path::Path::new(&story.path)
            .strip_prefix(&root)
            .unwrap();
        let path = of_root.to_str().unwrap().to_owned();
        let number = gold[&path];
        found.push((story, number));
    };
    let mut reading = Reading::default();
    reading.options.today = chrono::NaiveDate::from_ymd_opt(2021, 1, 1).unwrap();
    read_stories(
        std::slice::from_ref(&root),
        &reading,
        Facts::built_in(),
        &mut each,
    )
    .unwrap();
    found
}

/// How many pairs of stories of one chain are found, are right, and are there to be found.
fn score(stories: &[(Story, usize)], chains: &Chains) -> [usize; 3] {
    let chain = |at: usize| {
        let id = Id::read(&stories[at].0.id).unwrap();
        chains.places.get(&id).map(|place| place.chain)
    };
    let (mut found, mut right, mut there) = (0, 0, 0);
    for one in 0..stories.len() {
        for other in 0..one {
            let is_found = chain(one).is_some() && chain(one) == chain(other);
            let is_there = stories[one].1 == stories[other].1;
            found += usize::from(is_found);
            there += usize::from(is_there);
            right += usize::from(is_found && is_there);
        }
    }
    [found, right, there]
}

fn traits(stories: &[(Story, usize)]) -> Vec<Traits> {
    stories
        .iter()
        .map(|(story, _)| Traits::of(story).unwrap())
        .collect()
}

#[test]
fn the_stories_of_an_event_are_one_chain_and_no_others_are() {
    let mut sums = [0; 3];
    for seed in [1, 2, 301, 302, 303, 304] {
        let stories = read(seed);
        let sizes = stories
            .iter()
            .fold(BTreeMap::new(), |mut sizes, (_, number)| {
                *sizes.entry(number).or_insert(0) += 1;
                sizes
            });
        let developing = sizes.values().filter(|size| **size > 1).count();
        assert!(
            stories.len() >= 400 && developing >= 40,
            "{} {developing}",
            stories.len()
        );
        let traits = traits(&stories);
        let chains = chain::link(traits.iter());
        let [found, right, there] = score(&stories, &chains);
        eprintln!(
            "seed {seed}: {} stories, {developing} chains, precision {:.4}, recall {:.4}",
            stories.len(),
            right as f64 / found as f64,
            right as f64 / there as f64
        );
        sums = [sums[0] + found, sums[1] + right, sums[2] + there];
    }
    let [found, right, there] = sums.map(|sum| sum as f64);
    let (precision, recall) = (right / found, right / there);
    eprintln!("all: precision {precision:.4}, recall {recall:.4}");
    assert!(precision >= 0.98, "precision {precision:.4}");
    assert!(recall >= 0.95, "recall {recall:.4}");
}

#[test]
fn the_order_of_reading_changes_no_chain() {
    let stories = read(7);
    let traits = traits(&stories);
    let whole = chain::link(traits.iter());
    let mut random = habits::Random(5);
    for _ in 0..5 {
        let mut mixed: Vec<&Traits> = traits.iter().collect();
        for at in (1..mixed.len()).rev() {
            mixed.swap(at, random.below(at + 1));
        }
        assert_eq!(chain::link(mixed.into_iter()), whole);
    }
    let firsts: BTreeSet<Id> = whole.places.values().map(|place| place.chain).collect();
    assert!(firsts.iter().all(|first| whole.places[first].to.is_none()));
}
