//! What a run tells: while it goes on, and at its end.

use super::shapes::Headers;
use crate::read::Unread;
use crate::story::Story;
use serde::Serialize;
use std::collections::HashMap;

/// Follows a run. Called from the thread that runs it.
pub trait Progress: Sync {
    /// Whether anybody sees how much there is to be done: counting it is a walk of its own.
    fn shows_total(&self) -> bool {
        true
    }

    /// So many files, with so many bytes, are to be done in all.
    fn found(&self, files: u64, bytes: u64);

    /// So many of them, with so many bytes, are done now.
    fn done(&self, files: u64, bytes: u64);

    /// Whether the run should end as soon as what was read is kept.
    fn stop_requested(&self) -> bool;

    /// A line of the report, as soon as it is known.
    fn note(&self, line: &ReportLine);
}

/// What stands before the number of an item.
const ITEM: &str = "item ";

/// How many reasons and lines a report keeps; the rest are counted.
const KEPT: usize = 1_000;

/// One file that was not read, or was doubtful, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReportLine {
    /// The path in the record.
    pub path: String,
    /// `failed`, `unread`, `not a story`, `doubtful` or `removed`.
    pub kind: &'static str,
    /// The reason, with the evidence.
    pub reason: String,
}

impl ReportLine {
    /// Reading failed: exit code 3.
    pub const FAILED: &'static str = "failed";
    /// Never opened: a special file, or one that does not fit a limit of reading.
    pub const UNREAD: &'static str = "unread";
    /// Read, and holds no story.
    pub const NOT_A_STORY: &'static str = "not a story";
    /// Read, with a doubt.
    pub const DOUBTFUL: &'static str = "doubtful";
    /// Read, and kept out because it was removed for good.
    pub const REMOVED: &'static str = "removed";

    /// The line of a file that could not be read.
    pub(super) fn unread(error: Unread) -> ReportLine {
        let kind = if error.failed {
            ReportLine::FAILED
        } else {
            ReportLine::UNREAD
        };
        ReportLine {
            path: error.path,
            kind,
            reason: error.reason,
        }
    }

    /// The line of an item, by its number from 1, of a file that holds several.
    pub(super) fn of_item(self, number: u64) -> ReportLine {
        ReportLine {
            reason: format!("{ITEM}{number}: {}", self.reason),
            ..self
        }
    }

    /// The reason without the item's number, and without what it says of this item alone behind a colon (a headline, a
    /// line): the same for all items of a kind.
    pub(super) fn kind_of_reason(&self) -> &str {
        let item = self.reason.strip_prefix(ITEM);
        let parted = item.and_then(|item| item.split_once(": "));
        let parted = parted.filter(|(number, _)| number.bytes().all(|byte| byte.is_ascii_digit()));
        let reason = parted.map_or(self.reason.as_str(), |(_, reason)| reason);
        let kind = match reason.strip_prefix("line ") {
            // `line 17: not valid JSON: expected value`
            Some(line) => line.split_once(": ").map_or(reason, |(_, rest)| rest),
            None => reason,
        };
        kind.split(": ").next().unwrap_or(kind)
    }
}

/// What a run did.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Report {
    /// Stories that are new.
    pub added: u64,
    /// Stories of files that changed, or that are now read differently.
    pub updated: u64,
    /// Files that did not change since they were read.
    pub unchanged: u64,
    /// Stories that stand somewhere else already, word for word.
    pub duplicates: u64,
    /// Stories dropped because their files are gone.
    pub pruned: u64,
    /// Stories read without a dateline.
    pub without_dateline: u64,
    /// Stories kept out because they were removed for good.
    pub removed_before: u64,
    /// The headers of the stories read that were not understood, ranked.
    pub headers: Headers,
    /// Files, members and items that hold no story or were not read, each with its reason: the first thousand.
    pub unread: Vec<ReportLine>,
    /// How many there are of them in all.
    pub unread_in_all: u64,
    /// How many of them were read and are no stories, by the reason, the largest count first.
    pub not_stories: Vec<(String, u64)>,
    /// The stories read, by format and charset, the largest count first.
    pub forms: Vec<Form>,
    /// Stories with a doubt.
    pub doubtful: u64,
    /// Notices that may take back one story or another, so that none is hidden: the first hundred.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ambiguous: Vec<ReportLine>,
    /// Files that could not be read: exit code 3.
    pub failed: u64,
    /// Whether the run was stopped before its end.
    pub interrupted: bool,
    /// Stories in the archive now.
    pub stories: u64,
    /// Files looked at.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// How long it took.
    pub seconds: f64,
}

/// How many stories were read of one format and charset.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Form {
    /// The format's name in the record.
    pub format: String,
    /// The charset's.
    pub charset: String,
    /// How many stories.
    pub stories: u64,
}

/// What a run counts for its report beside the figures.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    reasons: HashMap<String, u64>,
    forms: HashMap<(String, String), u64>,
}

impl Tally {
    /// Counts a story.
    pub(super) fn story(&mut self, story: &Story) {
        let form = (story.format.clone(), story.charset.clone());
        *self.forms.entry(form).or_default() += 1;
    }

    /// Counts a line that says why there is no story.
    pub(super) fn line(&mut self, line: ReportLine, report: &mut Report) {
        report.unread_in_all += 1;
        if line.kind == ReportLine::NOT_A_STORY {
            let reason = line.kind_of_reason();
            let known = self.reasons.contains_key(reason) || self.reasons.len() < KEPT;
            let reason = if known { reason } else { "for other reasons" };
            *self.reasons.entry(reason.to_owned()).or_default() += 1;
        }
        if report.unread.len() < KEPT {
            report.unread.push(line);
        }
    }

    /// Puts what was counted into the report.
    pub(super) fn close(self, report: &mut Report) {
        report.not_stories = self.reasons.into_iter().collect();
        report
            .not_stories
            .sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let forms = self.forms.into_iter();
        report.forms = forms
            .map(|((format, charset), stories)| Form {
                format,
                charset,
                stories,
            })
            .collect();
        report.forms.sort_by(|a, b| {
            let names = |form: &Form| (form.format.clone(), form.charset.clone());
            b.stories
                .cmp(&a.stories)
                .then_with(|| names(a).cmp(&names(b)))
        });
    }
}
