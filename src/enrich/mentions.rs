//! The places that a story's text mentions. They are never its places: those are where it was filed from.

use crate::facts::Facts;
use crate::story::{MOST_MENTIONS, Story};

/// Sets the places that the headline and the paragraphs mention, each once.
pub(super) fn set(story: &mut Story, facts: &Facts) {
    let at_home: Vec<&str> = story
        .places
        .iter()
        .flat_map(|place| place.id.iter().chain(&place.within))
        .map(String::as_str)
        .collect();
    let names = facts.gazetteer.names();
    let (mut mentions, mut areas): (Vec<&str>, Vec<&str>) = Default::default();
    let texts = story.headline.iter().chain(&story.paragraphs);
    for text in texts {
        names.scan(text, story.language.as_deref(), &at_home, |found| {
            if !mentions.contains(&found.id) {
                mentions.push(found.id);
                for area in found.within {
                    if !areas.contains(&area.as_str()) {
                        areas.push(area);
                    }
                }
            }
            mentions.len() < MOST_MENTIONS
        });
        if mentions.len() == MOST_MENTIONS {
            break;
        }
    }
    let mentions = mentions.into_iter().map(String::from).collect();
    story.mentioned_in = areas.into_iter().map(String::from).collect();
    story.mentions = mentions;
}
