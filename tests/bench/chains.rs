//! How fast stories are linked, and chains at random with what tied each story, to judge by reading:
//! `cargo bench --bench chains -- FOLDER [HOW MANY] [SEED]`.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a program for people who build this one"
)]

use dateline::Story;
use dateline::chain::{self, Id, Place, Traits};
use dateline::facts::Facts;
use dateline::index::{Reading, read_stories};
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::time::Instant;

fn main() {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|arg| arg != "--bench")
        .collect();
    let Some(folder) = arguments.first() else {
        return println!("SKIPPED: name a folder of stories");
    };
    let number = |at: usize| arguments.get(at).and_then(|word| word.parse::<u64>().ok());
    let (many, mut seed) = (number(1).unwrap_or(50), number(2).unwrap_or(1));
    let mut stories: HashMap<Id, Story> = HashMap::new();
    let mut traits: Vec<Traits> = Vec::new();
    let mut making = 0.0;
    let mut each = |item: Result<Story, _>| {
        let Ok(story) = item else { return };
        let started = Instant::now();
        let Some(features) = Traits::of(&story) else {
            return;
        };
        making += started.elapsed().as_secs_f64();
        let id = Id::read(&story.id).unwrap();
        if let Entry::Vacant(place) = stories.entry(id) {
            traits.push(features);
            place.insert(story);
        }
    };
    let mut reading = Reading::default();
    reading.options.today = chrono::Utc::now().date_naive();
    read_stories(
        &[PathBuf::from(folder)],
        &reading,
        Facts::built_in(),
        &mut each,
    )
    .unwrap();
    let started = Instant::now();
    let chains = chain::link(traits.iter());
    let linking = started.elapsed().as_secs_f64();
    let mut by_chain: BTreeMap<Id, Vec<(&Story, &Place)>> = BTreeMap::new();
    let (mut reasons, mut roles) = (BTreeMap::new(), BTreeMap::new());
    for (id, place) in &chains.places {
        by_chain
            .entry(place.chain)
            .or_default()
            .push((&stories[id], place));
        *roles.entry(place.role).or_insert(0) += 1;
        if let Some((_, why)) = place.to {
            *reasons.entry(why).or_insert(0) += 1;
        }
    }
    let longest = by_chain.values().map(Vec::len).max().unwrap_or(0);
    println!(
        "{} stories, traits {making:.2} s, links {linking:.3} s",
        traits.len()
    );
    println!(
        "{} chains of {} stories, the longest of {longest}",
        by_chain.len(),
        chains.places.len()
    );
    println!(
        "{reasons:?} {roles:?}, {} killed, {} doubts",
        chains.killed.len(),
        chains.doubts.len()
    );
    let mut all: Vec<_> = by_chain.into_values().collect();
    if many == 0 {
        all.sort_by_key(|chain| std::cmp::Reverse(chain.len()));
        all.truncate(20);
    } else {
        // Fisher and Yates, with SplitMix64.
        for at in (1..all.len()).rev() {
            seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let z = (seed ^ (seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            all.swap(at, ((z ^ (z >> 31)) % (at as u64 + 1)) as usize);
        }
        all.truncate(many as usize);
    }
    for (number, mut chain) in (1..).zip(all) {
        chain.sort_by_key(|(story, _)| (story.date.map(|date| date.to_string()), story.id.clone()));
        println!("\n## {number}: {} stories", chain.len());
        for (story, place) in chain {
            let to = place.to.map(|(to, why)| {
                let to = stories[&to]
                    .date
                    .map(|date| date.to_string())
                    .unwrap_or_default();
                format!("{why:?} to that of {to}")
            });
            let lead: String = story.paragraphs.concat().chars().take(150).collect();
            let date = story.date.map(|date| date.to_string()).unwrap_or_default();
            println!(
                "{date} {:?} {} | {} | {} words | {}\n      {lead}",
                place.role,
                to.unwrap_or_else(|| "first".into()),
                story.title(),
                story.words,
                story.dateline.as_deref().unwrap_or("-"),
            );
        }
    }
}
