//! What is promised of the gazetteer: sound tables, right places for the spellings that wires use.

use super::*;

fn gazetteer() -> Gazetteer {
    Gazetteer::built_in()
}

#[test]
fn each_table_is_sorted_and_names_nothing_twice() {
    for table in [PLACES, NAMES, ALSO_IN] {
        let keys: Vec<&str> = table.rows().map(|(key, _)| key).collect();
        for pair in keys.windows(2) {
            assert!(pair[0] < pair[1], "{} before {}", pair[0], pair[1]);
        }
    }
}

#[test]
fn every_key_folds_to_itself_and_every_id_is_a_place() {
    for (key, ids) in NAMES.rows() {
        assert_eq!(fold_name(key), key);
        assert!(!ids.is_empty(), "{key}");
        for id in ids.split(' ') {
            assert!(known(id).is_some(), "{key}: no {id}");
        }
    }
}
