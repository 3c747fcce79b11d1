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
    let (mut mentions, mut areas): (Vec<String>, Vec<String>) = Default::default();
    for text in story.headline.iter().chain(&story.paragraphs) {
        let language = story.language.as_deref();
        facts
            .gazetteer
            .mentions_in(text, language, &at_home, |found| {
                if !mentions.iter().any(|id| id == found.id) {
                    mentions.push(found.id.to_owned());
                    for area in found.within {
                        if !areas.contains(area) {
                            areas.push(area.clone());
                        }
                    }
                }
                mentions.len() < MOST_MENTIONS
            });
        if mentions.len() == MOST_MENTIONS {
            break;
        }
    }
    (story.mentions, story.mentioned_in) = (mentions, areas);
}
