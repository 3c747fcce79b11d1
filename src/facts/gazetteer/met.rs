//! What names of datelines mean, kept from the first time that each is asked for: most stories come from few places.

use super::{Gazetteer, Known, fold_name};
use std::sync::OnceLock;

/// Room for the names kept, in groups that are made when they are first needed: a question has a name or two. A name
/// whose place is taken is looked up each time.
const GROUPS: usize = 32;
/// See [`GROUPS`].
const ROOM: usize = 128;

/// A folded name, and everything that bears it.
type Kept = (String, Vec<Known>);

/// The names met so far.
#[derive(Debug, Default)]
pub(super) struct Met([OnceLock<Vec<OnceLock<Kept>>>; GROUPS]);

impl Gazetteer {
    /// Shows everything of a name, in no particular order.
    pub(super) fn with_named<T>(&self, name: &str, show: impl FnOnce(&[Known]) -> T) -> T {
        if name.len() > super::LONGEST_NAME {
            return show(&[]);
        }
        let key = fold_name(name);
        let (group, place) = place_of(&key);
        let slots = self.met.0[group].get_or_init(|| {
            let mut slots = Vec::new();
            slots.resize_with(ROOM, OnceLock::new);
            slots
        });
        let slot = &slots[place];
        let (first, kept) = slot.get_or_init(|| (key.clone(), self.named_with_years(&key)));
        match *first == key {
            true => show(kept),
            false => show(&self.named_with_years(&key)),
        }
    }

    /// Everything of a folded name, with the years in which it had that name.
    fn named_with_years(&self, key: &str) -> Vec<Known> {
        let mut named = self.named(key);
        for known in &mut named {
            known.years = self.name_years(key, &known.entry.id);
        }
        named
    }
}

/// Where a folded name is kept: its group, and its place there.
fn place_of(key: &str) -> (usize, usize) {
    use std::hash::BuildHasher;
    let hash = rustc_hash::FxBuildHasher.hash_one(key) as usize;
    (hash / ROOM % GROUPS, hash % ROOM)
}

#[cfg(test)]
mod tests {
    use crate::facts::gazetteer::{Gazetteer, Hints};

    #[test]
    fn names_mean_the_same_when_asked_again_until_a_table_is_laid_over() {
        let mut gazetteer = Gazetteer::built_in();
        let first = gazetteer.rank("Georgia", Hints::default());
        assert_eq!(gazetteer.rank("GEORGIA", Hints::default()), first);
        gazetteer
            .lay_over("x-pole\tGeorgia\tsite\tNO\t\t\t\t\n")
            .unwrap();
        let ranked = gazetteer.rank("Georgia", Hints::default());
        assert_eq!(ranked.len(), first.len() + 1);
    }
}
