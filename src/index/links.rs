//! What has to be written so that an archive's links are those that its stories have.

use crate::chain::{Chains, Link};
use std::collections::BTreeMap;

/// The links of chains, by the ids of their stories.
pub(super) fn of(chains: &Chains) -> BTreeMap<String, Link> {
    let places = chains.places.iter();
    places
        .map(|(id, place)| (id.to_string(), (*place).into()))
        .collect()
}

/// What changes from the links that are known to those that are wanted.
pub(super) fn changes(
    known: BTreeMap<String, Link>,
    wanted: BTreeMap<String, Link>,
) -> Vec<(String, Option<Link>)> {
    let gone = known.keys().filter(|id| !wanted.contains_key(*id));
    let gone: Vec<_> = gone.map(|id| (id.clone(), None)).collect();
    let new = wanted
        .into_iter()
        .filter(|(id, link)| known.get(id) != Some(link));
    let new = new.map(|(id, link)| (id, Some(link)));
    new.chain(gone).collect()
}
