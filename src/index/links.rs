//! What has to be written so that an archive's links are those that its stories have.

use crate::chain::{Id, Link, Place};
use crate::engine::Writer;
use crate::error::Result;
use rustc_hash::{FxHashMap, FxHashSet};

/// What changes from the links that an archive has to those that are wanted, each with the id of its story.
pub(super) fn changes(
    archive: &dyn Writer,
    wanted: &FxHashMap<Id, Place>,
) -> Result<Vec<(String, Option<Link>)>> {
    let mut kept: FxHashSet<Id> = FxHashSet::default();
    let mut changes = Vec::new();
    archive.each_link(&mut |story, link| {
        let place = Id::read(story).and_then(|id| Some((id, wanted.get(&id)?)));
        match place {
            Some((id, place)) if place.is(link) => drop(kept.insert(id)),
            Some(_) => {}
            None => changes.push((story.to_owned(), None)),
        }
    })?;
    let new = wanted.iter().filter(|(id, _)| !kept.contains(*id));
    changes.extend(new.map(|(id, place)| (id.to_string(), Some((*place).into()))));
    Ok(changes)
}
