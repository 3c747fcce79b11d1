//! A story in a bundle is the story that it is outside: the sample corpus packed in every way gives the same ids and
//! records, but for the path.

use crate::harness::Folder;
use dateline::enrich::Options;
use dateline::facts::Facts;
use dateline::index::{Reading, read_stories};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

/// The files of the corpus, by their paths below it, in the walk's order.
pub(crate) fn files() -> Vec<(String, Vec<u8>)> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    walkdir::WalkDir::new(&corpus)
        .sort_by_file_name()
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(&corpus).unwrap();
            let path = path.to_str().unwrap().to_owned();
            (path, std::fs::read(entry.path()).unwrap())
        })
        .collect()
}

/// A zip of some files.
pub(crate) fn zip(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in files {
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file(path.as_str(), options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn tar(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (path, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        builder
            .append_data(&mut header, path, bytes.as_slice())
            .unwrap();
    }
    builder.into_inner().unwrap()
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn bz2(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn xz(bytes: &[u8]) -> Vec<u8> {
    let options = lzma_rust2::XzOptions::with_preset(0);
    let mut encoder = lzma_rust2::XzWriter::new(Vec::new(), options).unwrap();
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zst(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 1).unwrap()
}

fn one(name: &str, bytes: Vec<u8>) -> Vec<(String, Vec<u8>)> {
    vec![(name.to_owned(), bytes)]
}

/// The corpus packed in every way: what is written, and what stands in a path before and after that of the story.
type Packed = (Vec<(String, Vec<u8>)>, &'static str, &'static str);

fn packed(files: &[(String, Vec<u8>)]) -> Vec<Packed> {
    let each_gz = files
        .iter()
        .map(|(path, bytes)| (format!("corpus/{path}.gz"), gz(bytes)));
    let in_zip = zip(&one("corpus.tar.zst", zst(&tar(files))));
    vec![
        (one("corpus.zip", zip(files)), "corpus.zip!/", ""),
        (one("corpus.tar", tar(files)), "corpus.tar!/", ""),
        (one("corpus.tar.gz", gz(&tar(files))), "corpus.tar.gz!/", ""),
        (one("corpus.tbz2", bz2(&tar(files))), "corpus.tbz2!/", ""),
        (one("corpus.tar.xz", xz(&tar(files))), "corpus.tar.xz!/", ""),
        (one("corpus.tzst", zst(&tar(files))), "corpus.tzst!/", ""),
        (each_gz.collect(), "corpus/", ".gz"),
        (
            one("all.tar.gz", gz(&tar(&one("corpus.zip", zip(files))))),
            "all.tar.gz!/corpus.zip!/",
            "",
        ),
        (one("all.zip", in_zip), "all.zip!/corpus.tar.zst!/", ""),
    ]
}

fn unpacked(files: &[(String, Vec<u8>)]) -> Packed {
    let files = files
        .iter()
        .map(|(path, bytes)| (format!("corpus/{path}"), bytes.clone()));
    (files.collect(), "corpus/", "")
}

fn write(folder: Folder, files: &[(String, Vec<u8>)]) -> Folder {
    files.iter().fold(folder, |folder, (path, bytes)| {
        folder.write(&format!("in/{path}"), bytes)
    })
}

/// A path as if nothing had been packed.
fn plain(text: &str, before: &str, after: &str) -> String {
    let text = text.strip_suffix(after).unwrap_or(text);
    text.replace(before, "corpus/")
}

/// What is read of each file, by its path as if it had not been packed.
fn read(packed: &Packed) -> BTreeMap<String, Vec<Value>> {
    let (files, before, after) = packed;
    let folder = write(Folder::new(), files);
    let prefix = format!("{}/{before}", folder.path("in").display());
    let reading = Reading {
        options: Options {
            today: "2026-11-22".parse().unwrap(),
            ..Options::default()
        },
        ..Reading::default()
    };
    let mut found: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    let roots: Vec<PathBuf> = vec![folder.path("in")];
    read_stories(&roots, &reading, Facts::built_in(), &mut |read| {
        let (path, value) = match read {
            Ok(mut story) => {
                let path = std::mem::take(&mut story.path);
                for warning in &mut story.warnings {
                    *warning = plain(warning, &prefix, after);
                }
                (path, serde_json::to_value(&story).unwrap())
            }
            Err(line) => (line.path, json!({"kind": line.kind, "reason": line.reason})),
        };
        let path = plain(&path, &prefix, after);
        found.entry(path).or_default().push(value);
    })
    .unwrap();
    found
}

#[test]
fn the_corpus_is_the_same_in_every_bundle() {
    let files = files();
    let wanted = read(&unpacked(&files));
    assert!(wanted.len() > 100);
    for packed in packed(&files) {
        let found = read(&packed);
        let name = packed.1;
        let paths = |found: &BTreeMap<String, Vec<Value>>| -> BTreeSet<String> {
            found.keys().cloned().collect()
        };
        assert_eq!(paths(&found), paths(&wanted), "{name}");
        for (path, items) in &found {
            assert_eq!(items, &wanted[path], "{name} {path}");
        }
    }
}

/// What an archive of some files holds, by id, with paths as if nothing had been packed.
fn archived(packed: &Packed) -> BTreeMap<String, Value> {
    let (files, before, after) = packed;
    let folder = write(Folder::new(), files);
    // Often enough that a bundle is committed in its middle.
    let every = ["--commit-every", "0.05"];
    let index = [&["index", "in", "--today", "2026-11-22"], &every[..]].concat();
    let ran = folder.run(&index);
    assert_eq!(ran.code(), 0, "{}{}", ran.stdout(), ran.stderr());
    let all = folder
        .run(&["search", "--json", "-n", "100000", "status:any"])
        .done();
    let prefix = format!("in/{before}");
    let unpack = |value: &mut Value| *value = json!(plain(value.as_str().unwrap(), &prefix, after));
    let mut found = BTreeMap::new();
    for story in all.json()["hits"].as_array_mut().unwrap() {
        let mut story = story.take();
        if let Some(scored) = story.as_object_mut() {
            scored.remove("score");
        }
        unpack(&mut story["path"]);
        for list in ["also_at", "warnings"] {
            story[list]
                .as_array_mut()
                .unwrap()
                .iter_mut()
                .for_each(unpack);
        }
        found.insert(story["id"].as_str().unwrap().to_owned(), story);
    }
    found
}

#[test]
fn an_archive_of_a_bundle_answers_as_one_of_its_files() {
    let files = files();
    let wanted = archived(&unpacked(&files));
    assert!(wanted.len() > 100);
    let nested = packed(&files).pop().unwrap();
    let found = archived(&nested);
    assert_eq!(
        found.keys().collect::<Vec<_>>(),
        wanted.keys().collect::<Vec<_>>()
    );
    for (id, story) in &found {
        assert_eq!(story, &wanted[id]);
    }
}

#[test]
fn a_copy_in_a_bundle_takes_the_place_of_a_file_that_is_gone() {
    let story = "PARIS, 12 March 2019 (AFP) - A kite flew over the garden.\n";
    let other = "LYON, 13 March 2019 (AFP) - A ferry sailed on time.\n";
    let member = |path: &str, text: &str| (path.to_owned(), text.as_bytes().to_vec());
    let files = [
        member("1.txt", other),
        member("2.txt", story),
        member("3/2.txt", story),
    ];
    let folder = Folder::new()
        .write("in/a.txt", story)
        .write("in/b.zip", zip(&files));
    folder.run(&["index", "in"]).done();
    let record = |folder: &Folder| {
        let ran = folder.run(&["search", "kite", "--json"]).done();
        let json = ran.json();
        assert_eq!(json["total"], 1);
        json["hits"][0].clone()
    };
    let found = record(&folder);
    assert_eq!(found["path"], "in/a.txt");
    assert_eq!(
        found["also_at"],
        json!(["in/b.zip!/2.txt", "in/b.zip!/3/2.txt"])
    );

    std::fs::remove_file(folder.path("in/a.txt")).unwrap();
    folder.run(&["index", "in", "--prune"]).done();
    let found = record(&folder);
    assert_eq!(found["path"], "in/b.zip!/2.txt");
    assert_eq!(found["also_at"], json!(["in/b.zip!/3/2.txt"]));

    std::fs::remove_file(folder.path("in/b.zip")).unwrap();
    folder.run(&["index", "in", "--prune"]).done();
    folder.run(&["search", "kite OR ferry"]).exits(1);
}

#[test]
fn what_a_bundle_holds_beside_stories_is_named_as_often_as_it_is_looked_at() {
    let files = [
        (
            "kite.txt".to_owned(),
            b"PARIS, 12 March 2019 (AFP) - A kite flew.\n".to_vec(),
        ),
        (
            "p.png".to_owned(),
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(),
        ),
    ];
    let folder = Folder::new().write("in/b.zip", zip(&files));
    for _ in 0..2 {
        let ran = folder.run(&["index", "in"]).done();
        assert!(
            ran.stdout().contains("not a story: in/b.zip!/p.png: "),
            "{}",
            ran.stdout()
        );
        assert!(ran.stdout().contains("not stories: "), "{}", ran.stdout());
    }
    let tables = folder.run(&["stats", "--by", "format,charset"]).done();
    assert!(
        tables
            .stdout()
            .ends_with("\nby format\n1  plain\n\nby charset\n1  utf-8\n")
    );
    let small = folder.run(&["index", "in", "--max-item", "10"]).exits(3);
    assert!(small.stdout().contains("--max-item"), "{}", small.stdout());
    folder
        .run(&["index", "in", "--encoding", "klingon"])
        .exits(2);
    folder.run(&["parse", "in", "--map", "text"]).exits(2);
}
