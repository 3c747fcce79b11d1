//! Real wire files are read as `tests/wire-fixtures.tsv` says. They lie beside the project, on machines that have them.

use crate::harness::skipped;
use dateline::enrich::Options;
use dateline::facts::Facts;
use dateline::index::{Reading, ReportLine, read_stories};
use dateline::story::Story;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The table; its head says what the columns mean.
const TABLE: &str = include_str!("../wire-fixtures.tsv");

/// What was read of a file: its stories, and why other items are none.
#[derive(Default)]
struct Read {
    stories: Vec<Story>,
    lines: Vec<ReportLine>,
}

fn folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/wire-fixtures");
    folder.is_dir().then_some(folder)
}

/// Reads all files of the folder, by their paths below it.
fn read_all(folder: &Path) -> BTreeMap<String, Read> {
    let options = Options {
        today: "2026-11-22".parse().unwrap(),
        ..Options::default()
    };
    let prefix = format!("{}/", folder.display());
    let mut found: BTreeMap<String, Read> = BTreeMap::new();
    let below = |path: &str| path.strip_prefix(&prefix).unwrap_or(path).to_owned();
    let mut each = |read: Result<Story, ReportLine>| match read {
        Ok(story) => {
            let of_file = found.entry(below(&story.path)).or_default();
            of_file.stories.push(story);
        }
        Err(line) => found.entry(below(&line.path)).or_default().lines.push(line),
    };
    let roots = [folder.to_owned()];
    read_stories(
        &roots,
        &Reading {
            options,
            ..Reading::default()
        },
        Facts::built_in(),
        &mut each,
    )
    .unwrap();
    found
}

/// What a story says, in the order of the table's columns.
fn facts(story: &Story) -> [Option<String>; 8] {
    let words = |headline: &String| {
        let words = headline.split_whitespace().take(3);
        let words: Vec<String> = words.map(|word| word.chars().take(12).collect()).collect();
        words.join(" ")
    };
    [
        Some(story.format.clone()),
        story.language.clone(),
        story.agency.clone(),
        story.date.map(|date| date.first_day().to_string()),
        story.places.first().map(|place| place.as_written.clone()),
        story.headline.as_ref().map(words),
        story.status.clone(),
        story.version.map(|version| version.to_string()),
    ]
}

/// How a row of the table is contradicted.
fn misses(row: &str, found: &BTreeMap<String, Read>) -> Vec<String> {
    let cells: Vec<&str> = row.split('\t').collect();
    let file = cells[0];
    let Some(read) = found.get(file) else {
        return vec![format!("{file}: not met")];
    };
    if let ["not a story", reason] = cells[2..] {
        let said = |line: &ReportLine| {
            let kind = line.kind == ReportLine::NOT_A_STORY;
            kind && (reason == "*" || line.reason.to_lowercase().contains(reason))
        };
        let right = read.stories.is_empty() && read.lines.iter().any(said);
        let lines: Vec<&str> = read.lines.iter().map(|line| line.reason.as_str()).collect();
        let told = format!("{file}: {} stories, {lines:?}", read.stories.len());
        return if right { Vec::new() } else { vec![told] };
    }
    let number: usize = cells[1].parse().unwrap();
    let Some(story) = read.stories.get(number - 1) else {
        return vec![format!("{file}: no story {number}: {:?}", read.lines)];
    };
    let names = [
        "format", "language", "agency", "date", "place", "headline", "status", "version",
    ];
    let pairs = names.iter().zip(&cells[2..]).zip(facts(story));
    let wrong = pairs.filter(|((_, wanted), found)| {
        **wanted != "*" && found.as_deref().unwrap_or("-") != **wanted
    });
    wrong
        .map(|((name, wanted), found)| {
            format!(
                "{file} {number}: {name} is {wanted}, read as {}",
                found.unwrap_or("-".into())
            )
        })
        .collect()
}

#[test]
fn real_wire_files_are_read_as_a_person_reads_them() {
    let Some(folder) = folder() else {
        skipped("../shared/data/wire-fixtures is not on this machine");
        return;
    };
    let found = read_all(&folder);
    let rows = TABLE.lines().filter(|line| !line.starts_with('#'));
    let misses: Vec<String> = rows.flat_map(|row| misses(row, &found)).collect();
    assert!(
        misses.is_empty(),
        "{} wrong:\n{}",
        misses.len(),
        misses.join("\n")
    );
}

#[test]
fn every_wire_file_gives_stories_or_reasons_and_no_markup() {
    let Some(folder) = folder() else {
        skipped("../shared/data/wire-fixtures is not on this machine");
        return;
    };
    let found = read_all(&folder);
    let markup = ["<p>", "</p>", "<?xml", "&lt;", "\":{", "\": {", "&nbsp;"];
    for (file, read) in &found {
        assert!(read.stories.len() + read.lines.len() > 0, "{file}");
        for line in &read.lines {
            assert_eq!(
                line.kind,
                ReportLine::NOT_A_STORY,
                "{file}: {}",
                line.reason
            );
        }
        if file.ends_with("LICENSE") || file.ends_with("LICENSE.txt") {
            continue;
        }
        for story in &read.stories {
            let text = story
                .paragraphs
                .iter()
                .find(|text| markup.iter().any(|sign| text.contains(sign)));
            assert_eq!(text, None, "{file}, read as {}", story.format);
        }
    }
}

#[test]
fn the_table_of_wire_files_covers_120_of_them() {
    let files: std::collections::BTreeSet<&str> = TABLE
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|row| row.split('\t').next().unwrap())
        .collect();
    assert!(files.len() >= 120, "{}", files.len());
}
