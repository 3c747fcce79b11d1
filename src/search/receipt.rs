//! Receipts: what a query found, written down so that it can be proved and run again.
//!
//! A receipt names the question, how it was understood, the archive that answered, and each story found with a digest
//! of its text. It ends with a digest of itself, so that a later change of the file shows. It proves nothing against someone who
//! writes a new digest; for that, keep the digest elsewhere.

use crate::engine::{Page, Searcher, Sort};
use crate::error::{Error, Result};
use crate::query::Query;
use crate::story::Story;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version of the form of receipts. History: 1: the first.
pub const FORM: u32 = 1;

/// What a query found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt<Question> {
    /// [`FORM`].
    pub receipt: u32,
    /// The program and its version.
    pub by: String,
    /// When it was made. Embargoes are held against this moment, here and when it is verified.
    pub made: DateTime<Utc>,
    /// The question as the caller asked it: what it takes to ask again.
    pub question: Question,
    /// The query as typed.
    pub query: String,
    /// How it was understood, in the written form of queries, with every bracket and every date.
    pub reading: String,
    /// The archive.
    pub archive: Holding,
    /// How many stories were found.
    pub stories: usize,
    /// How many more fit, and were not shown: superseded, killed, withheld or under embargo.
    pub hidden: u64,
    /// Each story found: its id and a digest of its headline and paragraphs, in the order of ids.
    pub found: BTreeMap<String, String>,
    /// A digest of all the above.
    pub digest: String,
}

/// What an archive held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holding {
    /// How many stories.
    pub stories: u64,
    /// A digest of the ids of them all.
    pub fingerprint: String,
}

/// What a query finds now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// How it is understood.
    pub reading: String,
    /// The archive.
    pub archive: Holding,
    /// How many more fit and are not shown.
    pub hidden: u64,
    /// Each story found with a digest of its text.
    pub found: BTreeMap<String, String>,
}

/// How an answer differs from a receipt.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Drift {
    /// How many stories were found then.
    pub then: usize,
    /// How many are found now.
    pub now: usize,
    /// How the query is read now, where that is not how it was read.
    pub reading: Option<String>,
    /// Whether the archive holds other stories than it did: what drift comes from, and none by itself.
    pub archive_changed: bool,
    /// Ids of stories that were found and are not any longer.
    pub missing: Vec<String>,
    /// Ids of stories that were not found.
    pub new: Vec<String>,
    /// Ids of stories whose text is another now.
    pub changed: Vec<String>,
}

impl Drift {
    /// Whether the answer is the same, story by story.
    pub fn is_none(&self) -> bool {
        self.reading.is_none()
            && self.missing.is_empty()
            && self.new.is_empty()
            && self.changed.is_empty()
    }
}

/// Asks a query for all that it finds at a moment.
pub fn answer(searcher: &dyn Searcher, query: &Query, now: DateTime<Utc>) -> Result<Answer> {
    let page = Page {
        offset: 0,
        limit: usize::MAX,
        sort: Sort::Oldest,
    };
    let mut found = BTreeMap::new();
    for story in searcher.search(&query.shown(now), &page)?.stories {
        let (story, _) = story?;
        let digest = digest_of_text(&story);
        found.insert(story.id, digest);
    }
    let stats = searcher.stats()?;
    Ok(Answer {
        reading: query.root.to_string(),
        archive: Holding {
            stories: stats.stories,
            fingerprint: stats.fingerprint,
        },
        hidden: super::hidden(searcher, query, now)?,
        found,
    })
}

impl<Question: Serialize> Receipt<Question> {
    /// The receipt of an answer.
    pub fn new(
        question: Question,
        query: &Query,
        answer: Answer,
        made: DateTime<Utc>,
    ) -> Result<Receipt<Question>> {
        let mut receipt = Receipt {
            receipt: FORM,
            by: concat!("dateline ", env!("CARGO_PKG_VERSION")).into(),
            made,
            question,
            query: query.text.clone(),
            reading: answer.reading,
            archive: answer.archive,
            stories: answer.found.len(),
            hidden: answer.hidden,
            found: answer.found,
            digest: String::new(),
        };
        receipt.digest = receipt.own_digest()?;
        Ok(receipt)
    }

    /// Whether nothing in it was changed since it was made.
    pub fn is_whole(&self) -> Result<bool> {
        Ok(self.own_digest()? == self.digest)
    }

    fn own_digest(&self) -> Result<String> {
        let mut value = serde_json::to_value(self).map_err(unwritable)?;
        if let Some(fields) = value.as_object_mut() {
            fields.remove("digest");
        }
        // Values write their fields in alphabetical order, whatever order the file has them in.
        let written = serde_json::to_vec(&value).map_err(unwritable)?;
        Ok(digest([written.as_slice()]))
    }

    /// How an answer to the same question differs.
    pub fn drift(&self, answer: &Answer) -> Drift {
        let keys_not_in = |these: &BTreeMap<String, String>, those: &BTreeMap<String, String>| {
            let missing = these.keys().filter(|id| !those.contains_key(*id));
            missing.cloned().collect()
        };
        let changed = |(id, digest): (&String, &String)| {
            let now = answer.found.get(id)?;
            (now != digest).then(|| id.clone())
        };
        Drift {
            then: self.found.len(),
            now: answer.found.len(),
            reading: (answer.reading != self.reading).then(|| answer.reading.clone()),
            archive_changed: answer.archive != self.archive,
            missing: keys_not_in(&self.found, &answer.found),
            new: keys_not_in(&answer.found, &self.found),
            changed: self.found.iter().filter_map(changed).collect(),
        }
    }
}

fn unwritable(error: serde_json::Error) -> Error {
    Error::Usage {
        message: format!("the receipt cannot be written: {error}"),
        hint: None,
    }
}

/// Of the headline and the paragraphs, each ended by a zero byte.
fn digest_of_text(story: &Story) -> String {
    let headline = story.headline.as_deref().unwrap_or_default();
    let lines = [headline].into_iter();
    let lines = lines.chain(story.paragraphs.iter().map(String::as_str));
    digest(lines.flat_map(|line| [line.as_bytes(), b"\0"]))
}

/// 32 hexadecimal digits of blake3.
fn digest<'b>(pieces: impl IntoIterator<Item = &'b [u8]>) -> String {
    let mut hasher = blake3::Hasher::new();
    for piece in pieces {
        hasher.update(piece);
    }
    hasher.finalize().to_hex()[..32].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(found: &[(&str, &str)]) -> Answer {
        Answer {
            reading: "kite".into(),
            archive: Holding {
                stories: 9,
                fingerprint: "f".into(),
            },
            hidden: 1,
            found: found
                .iter()
                .map(|(id, text)| (id.to_string(), text.to_string()))
                .collect(),
        }
    }

    fn receipt() -> Receipt<Vec<String>> {
        let query = Query {
            text: "kite".into(),
            root: crate::query::Node::Everything,
            notices: Vec::new(),
        };
        let found = answer(&[("1a", "x"), ("1b", "y"), ("1c", "z")]);
        Receipt::new(vec!["kite".into()], &query, found, DateTime::UNIX_EPOCH).unwrap()
    }

    #[test]
    fn a_receipt_tells_what_came_went_and_changed() {
        let same = receipt().drift(&answer(&[("1a", "x"), ("1b", "y"), ("1c", "z")]));
        assert!(same.is_none() && !same.archive_changed);
        let mut now = answer(&[("1a", "x"), ("1c", "other"), ("1d", "w")]);
        now.archive.stories = 10;
        let drift = receipt().drift(&now);
        assert!(!drift.is_none() && drift.archive_changed);
        assert_eq!((drift.then, drift.now), (3, 3));
        assert_eq!(drift.missing, ["1b"]);
        assert_eq!(drift.new, ["1d"]);
        assert_eq!(drift.changed, ["1c"]);
    }

    #[test]
    fn a_receipt_that_was_altered_says_so_and_one_that_was_written_and_read_does_not() {
        let written = serde_json::to_string_pretty(&receipt()).unwrap();
        let read: Receipt<Vec<String>> = serde_json::from_str(&written).unwrap();
        assert!(read.is_whole().unwrap());
        let altered = Receipt {
            hidden: 0,
            ..read.clone()
        };
        assert!(!altered.is_whole().unwrap());
        let mut altered = read;
        altered.found.remove("1b");
        assert!(!altered.is_whole().unwrap());
    }
}
