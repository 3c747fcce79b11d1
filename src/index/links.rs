//! Which stories belong together by their providers' ids: the versions of an item, and what takes them back.

use super::versions::Version;
use crate::chain::{Link, Reason, Role};
use std::collections::BTreeMap;

/// The links of stories, by their ids: of items of which the archive holds several versions.
pub(super) fn by_ids<'a>(
    stories: impl Iterator<Item = (&'a str, &'a Version)>,
) -> BTreeMap<String, Link> {
    let mut items: BTreeMap<&str, Vec<(&str, &Version)>> = BTreeMap::new();
    for (id, version) in stories {
        items.entry(&version.chain).or_default().push((id, version));
    }
    let mut links = BTreeMap::new();
    for versions in items.values_mut().filter(|versions| versions.len() > 1) {
        versions.sort_by_key(|(id, version)| version.rank(id));
        let first = versions[0].0;
        let before = [None]
            .into_iter()
            .chain(versions.iter().map(|(id, _)| Some(*id)));
        for ((id, version), to) in versions.iter().zip(before) {
            let role = match version.is_kill() {
                true => Role::Kill,
                false => Role::Version,
            };
            let link = Link {
                chain: first.to_owned(),
                role,
                to: to.map(String::from),
                why: to.map(|_| Reason::Id),
            };
            links.insert((*id).to_owned(), link);
        }
    }
    links
}

/// What has to be written so that the archive's links are these.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_versions_of_an_item_are_a_chain_and_an_item_alone_is_none() {
        let version = |chain: &str, version| Version {
            chain: chain.into(),
            version,
            ..Version::default()
        };
        let stories = [
            ("c", version("x", Some(3))),
            ("k", version("x", Some(u64::MAX))),
            ("a", version("x", Some(1))),
            ("z", version("y", None)),
        ];
        let links = by_ids(stories.iter().map(|(id, version)| (*id, version)));
        let shown: Vec<_> = links
            .iter()
            .map(|(id, link)| (id.as_str(), &*link.chain, link.role, link.to.as_deref()))
            .collect();
        assert_eq!(
            shown,
            [
                ("a", "a", Role::Version, None),
                ("c", "a", Role::Version, Some("a")),
                ("k", "a", Role::Kill, Some("c")),
            ]
        );
        let mut known = links.clone();
        assert!(changes(known.clone(), links.clone()).is_empty());
        known.insert("z".into(), links["a"].clone());
        known.remove("c");
        let ids: Vec<_> = changes(known, links)
            .into_iter()
            .map(|(id, link)| (id, link.is_some()))
            .collect();
        assert_eq!(ids, [("c".into(), true), ("z".into(), false)]);
    }
}
