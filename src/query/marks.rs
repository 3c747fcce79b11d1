//! Reads the values of `mark:` and `status:`.

use super::dates::Reading;
use super::values::{assuming, sure};
use super::{Node, StatusTest};
use crate::status::Status;
use chrono::{DateTime, Utc};

/// The marks that stories carry, each with other words for it.
const MARKS: &[(&str, &[&str])] = &[
    ("flash", &["blitz"]),
    ("alert", &["alerte", "alerta", "bulletin"]),
    ("urgent", &["eil", "urgente"]),
    ("lead", &["writethru"]),
    ("update", &["wrapup"]),
    ("add", &["take"]),
    (
        "correction",
        &["corrected", "rectificatif", "berichtigung", "corrective"],
    ),
    ("refile", &[]),
    ("repeat", &["rpt"]),
    (
        "kill",
        &["killed", "withdrawn", "annulation", "canceled", "cancelled"],
    ),
    ("embargo", &["embargoed", "sperrfrist"]),
    ("advisory", &["avis"]),
];

/// Other words for a standing.
const STANDINGS: &[(&str, Status)] = &[
    ("killed", Status::Canceled),
    ("kill", Status::Canceled),
    ("cancelled", Status::Canceled),
    ("withdrawn", Status::Canceled),
    ("embargo", Status::Embargoed),
    ("replaced", Status::Superseded),
];

/// Words for every standing.
const ANY: &[&str] = &["any", "all", "tous"];

/// Reads the value of `mark:`. A mark that is not known is asked for as written.
pub(super) fn mark(typed: &str) -> Reading {
    let word = typed.to_lowercase();
    let known = MARKS
        .iter()
        .find(|(name, words)| *name == word || words.contains(&word.as_str()));
    match known {
        Some((name, _)) => sure(Node::Mark((*name).into())),
        None => {
            let names: Vec<&str> = MARKS.iter().map(|(name, _)| *name).collect();
            let notice = format!(
                "{typed} is no mark that is known; the marks are {}",
                names.join(", ")
            );
            assuming(Node::Mark(word), [notice])
        }
    }
}

/// Reads the value of `status:`. A word that is no standing asks for what is shown anyway: a slip must not show what
/// was taken back.
pub(super) fn status(typed: &str, now: DateTime<Utc>) -> Reading {
    let word = typed.to_lowercase();
    let test = |wanted| Node::Status(StatusTest { wanted, now });
    let named = Status::named(&word);
    let also = || STANDINGS.iter().find(|(name, _)| *name == word);
    match named.or_else(|| also().map(|(_, status)| *status)) {
        Some(status) => sure(test(Some(status))),
        None if ANY.contains(&word.as_str()) => sure(test(None)),
        None => {
            let names = Status::ALL.map(Status::name).join(", ");
            let usable = Status::Usable;
            let notice = format!(
                "{typed} is no status: read as {} (all are {names}, any)",
                usable.name()
            );
            assuming(test(Some(usable)), [notice])
        }
    }
}
