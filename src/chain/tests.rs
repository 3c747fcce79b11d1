use super::*;
use crate::story::{DateFrom, Place as StoryPlace, Story, When};
use chrono::{DateTime, FixedOffset};

/// A story of AP's from Oslo; the text is of that many sentences from a number on.
fn story(number: u32, at: &str, headline: &str, text: std::ops::Range<u32>) -> Story {
    let mut story = Story {
        id: format!("1{number:024x}"),
        headline: Some(headline.into()),
        agency: Some("ap".into()),
        places: vec![StoryPlace {
            as_written: "OSLO".into(),
            id: Some("3143244".into()),
            ..StoryPlace::default()
        }],
        paragraphs: text.map(sentence).collect(),
        ..Story::default()
    };
    let at: DateTime<FixedOffset> = format!("2020-11-17T{at}:00Z").parse().unwrap();
    story.set_date(When::Minute(at), DateFrom::Field);
    story
}

/// Twelve words that no other sentence has.
fn sentence(number: u32) -> String {
    let word = |at: u32| {
        let mut left = super::sketch::hash(&(number * 100 + at).to_le_bytes());
        let mut letters = || {
            left /= 20;
            char::from(b"bcdfghjklmnpqrstvwxz"[(left % 20) as usize])
        };
        [letters(), 'a', letters(), 'o', letters(), 'e', letters()]
            .iter()
            .collect::<String>()
    };
    let words: Vec<String> = (0..12).map(word).collect();
    words.join(" ") + "."
}

fn chains(stories: &[Story]) -> Chains {
    let traits: Vec<Traits> = stories
        .iter()
        .map(|story| Traits::of(story).unwrap())
        .collect();
    link(traits.iter())
}

/// The number of the chain's first story, the role, and the reason, of each story.
fn shown(stories: &[Story]) -> Vec<Option<(u32, Role, Option<Reason>)>> {
    let chains = chains(stories);
    let place = |story: &Story| {
        let place = chains.places.get(&Id::read(&story.id)?)?;
        let number = u32::from_str_radix(&place.chain.to_string()[17..], 16).unwrap();
        Some((number, place.role, place.to.map(|to| to.1)))
    };
    stories.iter().map(place).collect()
}

fn marked(mut story: Story, marks: &[&str]) -> Story {
    story.marks = marks.iter().map(ToString::to_string).collect();
    story
}

fn slugged(mut story: Story, slug: &str) -> Story {
    story.slug = Some(slug.into());
    story
}

fn kill(number: u32, at: &str, text: &str) -> Story {
    let mut notice = marked(
        story(number, at, "Editors: a story is killed", 0..0),
        &["kill"],
    );
    notice.status = Some("canceled".into());
    notice.paragraphs = vec![text.into()];
    notice
}

fn killed(stories: &[Story]) -> Vec<u32> {
    let number = |id: &Id| u32::from_str_radix(&id.to_string()[17..], 16).unwrap();
    let mut found: Vec<u32> = chains(stories).killed.keys().map(number).collect();
    found.sort_unstable();
    found
}

#[test]
fn ids_tie_whatever_the_texts_say_and_whenever_they_were_sent() {
    let mut first = story(1, "01:00", "Kites fly", 0..9);
    first.chain = Some("2a".into());
    let mut second = story(2, "02:00", "Gardens bloom", 20..29);
    second.chain = Some("2a".into());
    let later: DateTime<FixedOffset> = "2021-01-17T00:00:00Z".parse().unwrap();
    second.set_date(When::Minute(later), DateFrom::Field);
    let mut third = story(3, "03:00", "Trams stop", 40..49);
    third.replaces = vec!["2a".into()];
    let found = shown(&[first, second, third]);
    assert_eq!(found[0], Some((1, Role::Version, None)));
    assert_eq!(found[1], Some((1, Role::Version, Some(Reason::Id))));
    assert_eq!(found[2], Some((1, Role::Version, Some(Reason::Id))));
}

#[test]
fn a_slug_ties_versions_and_takes_and_not_a_sidebar() {
    let slug = "BC-XX--Harbor Lights";
    let found = shown(&[
        slugged(story(1, "01:00", "Harbor lights come on early", 0..4), slug),
        marked(
            slugged(
                story(2, "02:00", "Harbor lights surprise sailors", 0..8),
                slug,
            ),
            &["lead"],
        ),
        marked(slugged(story(3, "02:10", "", 90..93), slug), &["add"]),
        slugged(
            story(
                4,
                "02:20",
                "A lamplighter looks back upon his years",
                50..58,
            ),
            slug,
        ),
    ]);
    assert_eq!(found[1], Some((1, Role::Version, Some(Reason::Slug))));
    assert_eq!(found[2], Some((1, Role::Take, Some(Reason::Slug))));
    assert_eq!(found[3], None);
}

#[test]
fn reports_of_every_day_are_no_chain() {
    let report = |number: u32, day: u32| {
        let mut report = story(number, "17:00", "Stocks close higher", 0..0);
        let at: DateTime<FixedOffset> = format!("2020-11-{day}T17:0{}:00Z", day % 7)
            .parse()
            .unwrap();
        report.set_date(When::Minute(at), DateFrom::Field);
        report.paragraphs = (0..6)
            .map(|n| format!("The index of trade {n} moved {}.{day} points to {day}{n}4 while traders in row {n} waited for news.", number + 30))
            .collect();
        slugged(report, "MARKETS-STOCKS")
    };
    let found = shown(&[report(1, 16), report(2, 17), report(3, 18), report(4, 19)]);
    assert_eq!(found, [None, None, None, None]);
}

#[test]
fn a_chain_does_not_grow_by_drift() {
    let stories: Vec<Story> = (0..12)
        .map(|n| {
            let headline = format!("{} and more", sentence(500 + n));
            story(n + 1, &format!("{n:02}:00"), &headline, n * 2..n * 2 + 9)
        })
        .collect();
    let found = shown(&stories);
    let firsts: std::collections::BTreeSet<_> =
        found.iter().flatten().map(|place| place.0).collect();
    assert!(firsts.len() > 1, "{found:?}");
}

#[test]
fn a_correction_comes_behind_what_it_corrects_where_only_the_day_is_known() {
    let on_the_day = |mut story: Story| {
        let day = "2020-11-17".parse().unwrap();
        story.set_date(When::Day(day), DateFrom::Dateline);
        story
    };
    let first = story(9, "00:00", "Harbor lights come on", 0..9);
    let mended = marked(
        story(1, "00:00", "Harbor lights come on", 0..9),
        &["correction"],
    );
    let found = shown(&[on_the_day(first), on_the_day(mended)]);
    assert_eq!(found[0], Some((9, Role::Version, None)));
    assert_eq!(found[1].map(|place| place.1), Some(Role::Correction));
}

#[test]
fn a_reprint_is_a_repeat_and_only_the_same_text_of_another_agency_is_one() {
    let mut reprint = story(2, "03:00", "What an outlet makes of it", 0..9);
    reprint.agency = None;
    let mut like = story(3, "04:00", "Others on the same matter", 0..6);
    like.paragraphs
        .extend(story(9, "00:00", "", 60..63).paragraphs);
    like.agency = Some("afp".into());
    let found = shown(&[
        story(1, "01:00", "Harbor lights come on", 0..9),
        reprint,
        like,
    ]);
    assert_eq!(found[1], Some((1, Role::Repeat, Some(Reason::Text))));
    assert_eq!(found[2], None);
}

#[test]
fn a_notice_reaches_the_one_story_that_it_names_with_its_takes_and_versions() {
    let slug = "BC-XX--Harbor Lights";
    let mut stories = vec![
        slugged(story(1, "01:00", "Harbor lights come on early", 0..6), slug),
        marked(
            slugged(story(2, "02:00", "Harbor lights come on early", 0..8), slug),
            &["lead"],
        ),
        marked(slugged(story(3, "02:10", "", 90..93), slug), &["add"]),
        // Alike in text, and not named: another outlet's.
        Story {
            agency: None,
            ..story(4, "03:00", "What we know of the lamps", 0..8)
        },
    ];
    for notice in [
        "Please kill the story slugged BC-XX--Harbor Lights, sent at 0100 GMT.",
        "The story headlined Harbor lights come on early, W7870, is killed.",
        "Kill \"Harbor lights come on early\".",
    ] {
        stories.push(kill(5, "05:00", notice));
        assert_eq!(killed(&stories), [1, 2, 3], "{notice}");
        let found = shown(&stories);
        assert_eq!(
            found[4].map(|place| (place.0, place.1)),
            Some((1, Role::Kill))
        );
        stories.pop();
    }
    stories.push(kill(5, "05:00", "Kill the story on lamps."));
    assert!(killed(&stories).is_empty());
}

#[test]
fn a_notice_that_may_mean_one_story_or_another_hides_none_unless_its_time_tells() {
    let mut stories = vec![
        slugged(
            story(1, "01:00", "Harbor lights come on early", 0..6),
            "BC-XX--Lights",
        ),
        slugged(
            story(2, "03:30", "Street lamps fail all over town", 50..58),
            "BC-XX--Lights",
        ),
    ];
    stories.push(kill(5, "05:00", "Kill the story slugged BC-XX--Lights."));
    assert!(killed(&stories).is_empty());
    let doubts = chains(&stories).doubts;
    assert_eq!(doubts.len(), 1);
    assert_eq!(doubts[0].candidates.len(), 2);
    stories[2] = kill(
        5,
        "05:00",
        "Kill the story slugged BC-XX--Lights sent at 0330 GMT.",
    );
    assert_eq!(killed(&stories), [2]);
    let mut of_another = stories;
    of_another[2].agency = Some("afp".into());
    assert!(killed(&of_another).is_empty());
}

#[test]
fn many_stories_that_are_all_alike_are_linked_in_little_time() {
    let stories: Vec<Story> = (0..3000)
        .map(|n| {
            let mut same = story(
                n + 1,
                &format!("{:02}:{:02}", n / 60 % 24, n % 60),
                "The same again",
                0..5,
            );
            same.slug = Some("BC-XX--Same Again".into());
            same
        })
        .collect();
    let started = std::time::Instant::now();
    let found = chains(&stories);
    assert_eq!(found.places.len(), 3000);
    assert!(started.elapsed().as_secs() < 20);
}
