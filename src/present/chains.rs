//! What a reader has to know of a story that is in a chain.

use crate::chain::Role;
use crate::search::InChain;

/// So many digits of an id are shown where a reader is to type it: no archive has two stories that begin alike.
const DIGITS: usize = 13;

/// The beginning of an id, as it may be typed.
pub(super) fn short(id: &str) -> &str {
    id.get(..DIGITS).unwrap_or(id)
}

/// What a story is in its chain, as records have it.
pub(super) fn role_name(role: Role) -> &'static str {
    match role {
        Role::Version => "version",
        Role::Take => "take",
        Role::Alert => "alert",
        Role::Repeat => "repeat",
        Role::Correction => "correction",
        Role::Kill => "kill",
    }
}

/// How many of a chain's stories a line stands for, and how many there are: `[3/7]`.
pub(super) fn share(chain: &InChain) -> String {
    format!("[{}/{}]", chain.matched, chain.total)
}

/// What to know before using a version: which one mends it, which one is newer, what it repeats. What its standing says
/// already (`SUPERSEDED by …`) is not said again.
pub(super) fn badges(chain: &InChain, superseded_by: Option<&str>) -> Vec<String> {
    let mut badges = Vec::new();
    if let Some(by) = &chain.corrected_by {
        let by = short(by);
        badges.push(format!("corrected by {by}: dateline show {by}"));
    }
    if let Some(to) = chain.to.as_deref().filter(|_| chain.role == Role::Repeat) {
        badges.push(format!("repeats {}", short(to)));
    }
    let said = [chain.corrected_by.as_deref(), superseded_by];
    let newest = chain.newest.as_deref();
    if let Some(newest) = newest.filter(|newest| !said.contains(&Some(newest))) {
        let newest = short(newest);
        badges.push(format!("not the newest version: dateline show {newest}"));
    }
    badges
}

#[cfg(test)]
mod tests {
    use super::super::Form;
    use super::super::examples::{hit, listed, looks};
    use super::*;

    fn in_chain() -> InChain {
        InChain {
            id: "1a".into(),
            matched: 3,
            total: 7,
            role: Role::Version,
            to: None,
            why: None,
            corrected_by: None,
            newest: None,
        }
    }

    #[test]
    fn a_line_says_how_many_of_its_chain_it_stands_for() {
        let mut hit = hit();
        hit.in_chain = Some(in_chain());
        let text = listed(Form::Text, looks(80), vec![hit]);
        assert!(
            text.starts_with("2020-11-17  Tbilissi (GE)  AFP  [3/7]  Karabakh: le cessez-le-feu"),
            "{text}"
        );
    }

    #[test]
    fn a_version_that_was_mended_or_is_not_the_newest_says_which_is() {
        let newest = Some("1f3a5b7c9d1f3a5b7c9d1f3a5".to_string());
        let chain = InChain {
            corrected_by: newest.clone(),
            newest: newest.clone(),
            ..in_chain()
        };
        assert_eq!(
            badges(&chain, None),
            ["corrected by 1f3a5b7c9d1f3: dateline show 1f3a5b7c9d1f3"]
        );
        let chain = InChain {
            role: Role::Repeat,
            to: Some("1b".into()),
            newest,
            ..in_chain()
        };
        assert_eq!(
            badges(&chain, None),
            [
                "repeats 1b",
                "not the newest version: dateline show 1f3a5b7c9d1f3"
            ]
        );
        assert!(badges(&in_chain(), None).is_empty());
    }
}
