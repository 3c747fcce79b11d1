//! The names that a place has in other languages and scripts: a few, to be recognised by.

use super::near::capitalised;
use super::{Entry, Gazetteer};

/// Names of a place in Latin letters, and in each other script.
const LATIN: usize = 5;
const OTHERS: usize = 1;
/// All of them.
const ALL: usize = 12;

impl Gazetteer {
    /// A few other names of each of some places: its main names first, in Latin letters and then one in each other
    /// script, folded and with capitals. All names are gone through once.
    pub fn other_names(&self, places: &[&Entry]) -> Vec<Vec<String>> {
        let mut found: Vec<Vec<(bool, String)>> = vec![Vec::new(); places.len()];
        let own: Vec<String> = places
            .iter()
            .map(|place| super::fold_name(&place.name))
            .collect();
        let numbers = places.iter().map(|place| self.number(&place.id));
        let numbers: Vec<Option<usize>> = numbers.collect();
        for (name, bearers) in self.names_borne_by(&numbers) {
            Gazetteer::borne_by(bearers, &numbers, &mut |at, main| {
                if name != own[at] {
                    found[at].push((main, name.clone()));
                }
            });
        }
        for (at, place) in places.iter().enumerate() {
            for name in self.user_names(&place.id) {
                found[at].insert(0, (true, name.to_owned()));
            }
        }
        found.into_iter().map(few).collect()
    }
}

/// The few of many names that tell most.
fn few(mut names: Vec<(bool, String)>) -> Vec<String> {
    names.sort_by_key(|(main, name)| (!main, Script::of(name)));
    let mut kept: Vec<(Script, String)> = Vec::new();
    for (_, name) in names {
        let script = Script::of(&name);
        let most = if script == Script::Latin {
            LATIN
        } else {
            OTHERS
        };
        let is_code = script == Script::Latin && name.chars().count() < 4;
        let has = kept.iter().filter(|(known, _)| *known == script).count();
        let is_known = kept.iter().any(|(_, known)| *known == name);
        if has < most && !is_known && !is_code && script != Script::Other {
            kept.push((script, name));
        }
    }
    kept.sort_by_key(|(script, _)| *script);
    kept.truncate(ALL);
    kept.into_iter()
        .map(|(_, name)| capitalised(&name))
        .collect()
}

/// The scripts that names are shown in, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Script {
    Latin,
    Cyrillic,
    Greek,
    Armenian,
    Georgian,
    Arabic,
    Hebrew,
    Chinese,
    Japanese,
    Korean,
    Other,
}

impl Script {
    /// The script of a name's first letter.
    fn of(name: &str) -> Script {
        match name.chars().find(|c| c.is_alphabetic()).unwrap_or('?') {
            'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{24f}' => Script::Latin,
            '\u{370}'..='\u{3ff}' => Script::Greek,
            '\u{400}'..='\u{52f}' => Script::Cyrillic,
            '\u{530}'..='\u{58f}' => Script::Armenian,
            '\u{590}'..='\u{5ff}' => Script::Hebrew,
            '\u{600}'..='\u{6ff}' => Script::Arabic,
            '\u{10a0}'..='\u{10ff}' => Script::Georgian,
            '\u{3040}'..='\u{30ff}' => Script::Japanese,
            '\u{4e00}'..='\u{9fff}' => Script::Chinese,
            '\u{ac00}'..='\u{d7af}' => Script::Korean,
            _ => Script::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_shown_with_names_in_several_scripts() {
        let gazetteer = Gazetteer::built_in();
        let tbilisi = gazetteer.get("611717").unwrap();
        let names = gazetteer.other_names(&[&tbilisi]).remove(0);
        for name in ["Tbilissi", "Тбилиси", "თბილისი"] {
            assert!(names.iter().any(|known| known == name), "{name}: {names:?}");
        }
        assert!(names.len() <= ALL && !names.contains(&"Tbilisi".to_owned()));
    }
}
