//! The generator of the benchmarks (`tests/bench/generate`): its stories are the same each time, and are read as its
//! gold says.

#![allow(
    dead_code,
    reason = "the program that writes the stories uses the rest"
)]

#[path = "../bench/generate/forms.rs"]
mod forms;
#[path = "../bench/generate/gold.rs"]
mod gold;
#[path = "../bench/generate/random.rs"]
mod random;
#[path = "../bench/generate/story.rs"]
mod story;
#[path = "../bench/generate/telling.rs"]
mod telling;
#[path = "../bench/generate/words.rs"]
mod words;

use dateline::Story;
use dateline::enrich::{Options, Origin, enrich};
use dateline::facts::Facts;
use dateline::{decode, parse};
use serde_json::Value;
use story::{Dirt, Made, Maker};

/// So many stories, which have all forms among them.
const MANY: u64 = 300;

fn stories(seed: u64) -> impl Iterator<Item = Made> {
    let maker = Maker::new(seed);
    (0..MANY).map(move |number| maker.story(number))
}

#[test]
fn a_seed_and_a_number_make_the_same_story_whatever_was_made_before() {
    let maker = Maker::new(7);
    let backwards: Vec<Made> = (0..MANY).rev().map(|number| maker.story(number)).collect();
    for (one, other) in stories(7).zip(backwards.iter().rev()) {
        assert_eq!(one.path, other.path);
        assert_eq!(one.bytes(), other.bytes(), "{}", one.path);
    }
    let of = |seed: u64| -> Vec<String> { stories(seed).map(|made| made.path).collect() };
    assert_ne!(of(7), of(8));
}

/// The one story of a file.
fn read(made: &Made) -> Option<Story> {
    let facts = Facts::built_in();
    let decoded = decode::decode(&made.bytes(), &decode::Hints::default()).ok()?;
    let dispatches = parse::parse(&decoded.text, &parse::Context::new(facts));
    let mut dispatches = dispatches.into_iter().flatten();
    let origin = Origin {
        path: made.path.clone(),
        charset: decoded.charset,
        ..Origin::default()
    };
    // Days that are still to come are not believed.
    let options = Options {
        today: chrono::NaiveDate::MAX,
        ..Options::default()
    };
    let story = enrich(dispatches.next()?, &origin, &options, facts);
    assert!(dispatches.next().is_none(), "{}: more than one", made.path);
    Some(story)
}

#[test]
fn stories_of_all_forms_are_read_as_their_gold_says() {
    let mut seen = std::collections::BTreeSet::new();
    for made in stories(1).filter(|made| made.dirt.is_none()) {
        let gold: Value = serde_json::from_str(&gold::header(&made)).unwrap();
        let story = read(&made).unwrap_or_else(|| panic!("{}: no story", made.path));
        let record = serde_json::to_value(&story).unwrap();
        let date = record["date"].as_str().unwrap_or_default();
        let place = &record["places"][0]["as_written"];
        assert_eq!(date.get(..10), gold["date"].as_str(), "{}", made.path);
        assert_eq!(
            place.as_str().map(str::to_lowercase),
            gold["places"][0].as_str().map(str::to_lowercase),
            "{}",
            made.path
        );
        let headline = record["headline"].as_str().map(parse::headline_core);
        assert_eq!(headline, gold["headline"].as_str(), "{}", made.path);
        for field in ["agency", "language", "marks"] {
            let (read, gold) = (&record[field], &gold[field]);
            let nothing = read.is_null() && gold.as_array().is_some_and(Vec::is_empty);
            assert!(
                nothing || read == gold,
                "{}: {field}: {read} {gold}",
                made.path
            );
        }
        seen.insert(made.form);
    }
    assert_eq!(seen.len(), forms::forms().len() + 1, "{seen:?}");
}

#[test]
fn what_holds_no_story_is_said_to_hold_none() {
    let mut made = Maker::new(1).story(0);
    for dirt in [Dirt::Empty, Dirt::Picture] {
        made.dirt = Some(dirt);
        assert!(gold::header(&made).contains("\"story\":false"));
        let decoded = decode::decode(&made.bytes(), &decode::Hints::default());
        let text = decoded.map_or_else(|_| String::new(), |decoded| decoded.text);
        assert_eq!(text.trim(), "");
    }
}
