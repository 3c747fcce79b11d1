//! Every file of the corpus is read as `tests/expected` says: an object, or a list where the file holds several items. `UPDATE=1 cargo test` writes what is read now: read the
//! diff before you keep it.

use dateline::enrich::Options;
use dateline::facts::Facts;
use dateline::index::{Reading, read_stories};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Longer paragraphs are expected by their length and digest.
const LONGEST: usize = 4_000;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What is read of each file of the corpus, by its path below `corpus`.
fn read() -> BTreeMap<String, Value> {
    let options = Options {
        today: "2026-11-22".parse().unwrap(),
        ..Options::default()
    };
    let corpus = root().join("corpus");
    let prefix = format!("{}/", corpus.display());
    let mut found: BTreeMap<String, Value> = BTreeMap::new();
    let below = |path: &str| path.strip_prefix(&prefix).unwrap_or(path).to_owned();
    read_stories(
        std::slice::from_ref(&corpus),
        &Reading {
            options,
            ..Reading::default()
        },
        Facts::built_in(),
        &mut |read| {
            let (path, value) = match read {
                Ok(story) => {
                    let mut record = serde_json::to_value(&story).unwrap();
                    record["path"] = json!(format!("corpus/{}", below(&story.path)));
                    shorten(&mut record);
                    for warning in record["warnings"].as_array_mut().unwrap() {
                        *warning = json!(warning.as_str().unwrap().replace(&prefix, "corpus/"));
                    }
                    (story.path, record)
                }
                Err(line) => (
                    line.path,
                    json!({ "kind": line.kind, "reason": line.reason }),
                ),
            };
            let before = found.remove(&below(&path));
            let value = match before {
                None => value,
                Some(Value::Array(mut items)) => {
                    items.push(value);
                    Value::Array(items)
                }
                Some(first) => json!([first, value]),
            };
            found.insert(below(&path), value);
        },
    )
    .unwrap();
    found.remove("README.md");
    found
}

fn shorten(record: &mut Value) {
    for paragraph in record["paragraphs"].as_array_mut().unwrap() {
        let text = paragraph.as_str().unwrap();
        if text.len() > LONGEST {
            *paragraph = json!(format!(
                "{} bytes, blake3 {}",
                text.len(),
                blake3::hash(text.as_bytes()).to_hex()
            ));
        }
    }
}

fn expected_file(path: &str) -> PathBuf {
    root().join("tests/expected").join(format!("{path}.json"))
}

fn expected_paths() -> BTreeSet<String> {
    let folder = root().join("tests/expected");
    let files = walkdir::WalkDir::new(&folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|e| e.file_type().is_file());
    let below = |path: &Path| {
        path.strip_prefix(&folder)
            .unwrap()
            .to_str()
            .unwrap()
            .strip_suffix(".json")
            .unwrap_or_default()
            .to_owned()
    };
    files.map(|file| below(file.path())).collect()
}

#[test]
fn every_file_is_read_as_expected() {
    let read = read();
    let update = std::env::var_os("UPDATE").is_some();
    let mut different = Vec::new();
    for (path, value) in &read {
        let text = format!("{}\n", serde_json::to_string_pretty(value).unwrap());
        let file = expected_file(path);
        if std::fs::read_to_string(&file).is_ok_and(|expected| expected == text) {
            continue;
        }
        if update {
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(&file, &text).unwrap();
        } else {
            different.push(format!("{path}:\n{text}"));
        }
    }
    assert!(
        different.is_empty(),
        "read differently from tests/expected:\n{}",
        different.join("\n")
    );
    let read: BTreeSet<String> = read.into_keys().collect();
    assert_eq!(
        read,
        expected_paths(),
        "files of corpus and of tests/expected"
    );
}

#[test]
fn the_corpus_shows_what_the_program_is_for() {
    let read = read();
    let values = |field: &str| -> BTreeSet<String> {
        read.values()
            .filter_map(|record| record[field].as_str())
            .map(String::from)
            .collect()
    };
    let stories = read
        .values()
        .filter(|record| record["id"].is_string())
        .count();
    assert!(stories >= 60, "{stories} stories");
    assert!(values("language").len() >= 10, "{:?}", values("language"));
    assert!(values("agency").len() >= 15, "{:?}", values("agency"));
    assert!(values("charset").len() >= 5, "{:?}", values("charset"));
}
