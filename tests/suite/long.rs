//! Stories of many megabytes: how far their words are found, what is kept of them, and which are refused.

use crate::harness::Folder;

/// A story of so many bytes and a little more, in paragraphs of one line, which begins and ends in words of its own.
fn story(bytes: usize) -> String {
    let paragraph = "\nThe kites flew over the harbor all day long, and nobody counted them.\n";
    let mut text = "PARIS, 12 March 2019 (AFP) - The firstword of the day.\n".to_owned();
    text.push_str(&paragraph.repeat(bytes / paragraph.len() + 1));
    text.push_str("\nThe evening came at the lastword.\n");
    text
}

#[test]
#[ignore = "takes long in debug builds: cargo test --release -- --ignored a_story_longer"]
fn a_story_longer_than_16_mib_is_found_by_its_words_up_to_there_and_kept_whole() {
    let folder = Folder::new().write("in/long.txt", story(17 << 20));
    folder.run(&["index", "in"]).done();
    let warned =
        "the story is longer than 16 MiB: it is kept whole, and words after that do not find it";
    let found = folder.run(&["search", "firstword", "--json"]).done().json();
    assert_eq!(found["total"], 1);
    folder.run(&["search", "lastword"]).exits(1);
    let id = found["hits"][0]["id"].as_str().unwrap();
    let record = folder.run(&["show", id, "--json"]).done().json();
    let paragraphs = record["paragraphs"].as_array().unwrap();
    assert_eq!(
        paragraphs.last().unwrap(),
        "The evening came at the lastword."
    );
    assert!(
        record["warnings"]
            .as_array()
            .unwrap()
            .iter()
            .any(|it| it == warned),
        "{}",
        record["warnings"]
    );
}

#[test]
#[ignore = "takes long in debug builds: cargo test --release -- --ignored a_line_of_100_mb"]
fn a_line_of_100_mb_is_refused_by_the_flag_that_lets_it_in() {
    let line = "kite ".repeat(20_000_000);
    let folder = Folder::new().write("in/line.txt", line).write(
        "in/kite.txt",
        "PARIS, 12 March 2019 (AFP) - A ferry sailed.\n",
    );
    let report = folder.run(&["index", "in"]).exits(3);
    let refused = "in/line.txt: it is larger than the limit of 32 MiB (100000000 bytes): --max-item raises it";
    // The report is wrapped to the width of a terminal.
    let said: Vec<&str> = report.stdout().split_whitespace().collect();
    assert!(said.join(" ").contains(refused), "{}", report.stdout());
    folder.run(&["search", "ferry"]).done();
    folder.run(&["search", "kite"]).exits(1);
    folder.run(&["index", "in", "--max-item", "200M"]).done();
    folder.run(&["search", "kite"]).done();
}
