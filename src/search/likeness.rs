//! How much of their text two stories share: by runs of three words, in whatever order, as copies that were cut or put
//! together anew still share them.

use crate::language::words;
use crate::story::Story;
use rustc_hash::{FxHashSet, FxHasher};
use std::hash::{Hash, Hasher};

/// So many words of a story are looked at.
const MOST_WORDS: usize = 5_000;
/// How long the runs are.
const RUN: usize = 3;

/// The runs of words of a text.
#[derive(Debug, Clone, Default)]
pub struct Runs(FxHashSet<u64>);

impl Runs {
    /// Of a story's paragraphs. Runs go on over their ends, which copies move; case and accents do not count.
    pub fn of(story: &Story) -> Runs {
        let tokens = story.paragraphs.iter().flat_map(|text| words::tokens(text));
        let hashes: Vec<u64> = tokens
            .take(MOST_WORDS)
            .map(|token| hash(words::folded(&words::surface(token.written)).as_ref()))
            .collect();
        let run = RUN.min(hashes.len().max(1));
        Runs(hashes.windows(run).map(hash).collect())
    }

    /// Which share of the runs of both they have in common (Dice), in whole percents; 100 only where it is all of them.
    pub fn percent(&self, other: &Runs) -> u8 {
        let common = self.0.intersection(&other.0).count();
        let all = self.0.len() + other.0.len();
        match all {
            0 => 0,
            all => (200 * common / all) as u8,
        }
    }
}

fn hash<T: Hash + ?Sized>(value: &T) -> u64 {
    let mut hasher = FxHasher::default();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(paragraphs: &[&str]) -> Runs {
        Runs::of(&Story {
            paragraphs: paragraphs.iter().map(|text| text.to_string()).collect(),
            ..Story::default()
        })
    }

    #[test]
    fn a_copy_is_all_the_same_and_another_text_is_not() {
        let text = runs(&["The kites flew over the bay,", "and came down by the Café."]);
        let wrapped = runs(&["THE KITES flew over the bay and", "came down by the cafe"]);
        assert_eq!(text.percent(&wrapped), 100);
        let more = runs(&["The kites flew over the bay,", "and came down by the mill."]);
        assert!(
            (80..100).contains(&text.percent(&more)),
            "{}",
            text.percent(&more)
        );
        assert_eq!(text.percent(&runs(&["Ferries stayed in port."])), 0);
        assert_eq!(runs(&[]).percent(&runs(&[])), 0);
        assert_eq!(runs(&["Kites"]).percent(&runs(&["Kites"])), 100);
    }
}
