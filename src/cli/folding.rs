//! The arguments that say which stories share a line, the same for `search` and `count`.

use crate::engine::{Fold, Repeats};
use crate::search::receipt::Folding;
use chrono::{DateTime, Utc};
use clap::ValueEnum;

// Which stories share a line.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
pub(super) struct Lines {
    /// Versions, takes and corrections of one developing story: the newest that was found, on one line, or all of them
    /// [default: fold; in csv, jsonl, paths, ids and trec: all].
    #[arg(long, value_enum, value_name = "HOW", help_heading = HEADING)]
    versions: Option<Versions>,

    /// Repeats, the same text once more: on the line of what they repeat, each by itself, or only they and what they
    /// repeat, each by itself [default: fold; in csv, jsonl, paths, ids and trec: show].
    #[arg(long, value_enum, value_name = "HOW", help_heading = HEADING)]
    dupes: Option<Dupes>,
}

const HEADING: &str = "Developing stories";

/// What becomes of versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Versions {
    /// One line a developing story.
    Fold,
    /// A line each.
    All,
}

/// What becomes of repeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Dupes {
    /// On the line of what they repeat.
    Fold,
    /// A line each.
    Show,
    /// Nothing but repeats and what they repeat.
    Only,
}

impl Lines {
    /// What they mean in an answer for people (where they fold unless told otherwise) or for programs (where they do not).
    pub(super) fn fold(&self, people: bool, now: DateTime<Utc>) -> Fold {
        let default = match people {
            true => (Versions::Fold, Dupes::Fold),
            false => (Versions::All, Dupes::Show),
        };
        Fold {
            versions: self.versions.unwrap_or(default.0) == Versions::Fold,
            repeats: match self.dupes.unwrap_or(default.1) {
                Dupes::Fold => Repeats::Fold,
                Dupes::Show => Repeats::Show,
                Dupes::Only => Repeats::Only,
            },
            now,
        }
    }
}

/// What a receipt says of it.
pub(super) fn noted(fold: &Fold) -> Folding {
    Folding {
        versions: if fold.versions { "fold" } else { "all" }.into(),
        dupes: match fold.repeats {
            Repeats::Fold => "fold",
            Repeats::Show => "show",
            Repeats::Only => "only",
        }
        .into(),
    }
}

/// What a receipt says of it, at a moment; what it does not say folds nothing.
pub(super) fn of_note(note: &Folding, now: DateTime<Utc>) -> Fold {
    let versions = Versions::from_str(&note.versions, true).ok();
    let dupes = Dupes::from_str(&note.dupes, true).ok();
    Lines { versions, dupes }.fold(false, now)
}
