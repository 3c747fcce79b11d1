//! How much memory a run of `index` takes.

use crate::harness::{Folder, peak_of};
use std::fmt::Write;
use std::fs;
use std::process::{Command, Stdio};

/// Stories, in lines of JSON, with words that are met again and words that are not.
fn stories(many: u64) -> String {
    let mut lines = String::new();
    for number in 0..many {
        let mut seed = number;
        let mut text = String::new();
        for _ in 0..300 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let rank = 1u64 << ((seed >> 33) % 21);
            let word = (seed >> 40) % rank;
            let _ = write!(text, "w{word:x} ");
        }
        let day = 1 + number % 28;
        let _ = writeln!(
            lines,
            r#"{{"headline":"Story {number}","date":"2020-11-{day:02}","text":"{text}"}}"#
        );
    }
    lines
}

#[test]
fn a_size_that_a_run_can_do_with_is_asked_for() {
    let folder = Folder::new().write("in/a.txt", "PARIS, 12 March 2019 (AFP) - A ferry.\n");
    let refused = folder.run(&["index", "in", "--memory", "10M"]).exits(2);
    assert!(
        refused.stderr().contains("at least 150M"),
        "{}",
        refused.stderr()
    );
    folder.run(&["index", "in", "--memory", "150M"]).done();
    folder.run(&["search", "ferry"]).done();
}

#[test]
#[ignore = "indexes 50,000 stories three times: cargo test --release --test suite -- --ignored a_run_keeps"]
fn a_run_keeps_to_the_memory_that_it_may_take_and_makes_the_same_archive() {
    let folder = Folder::new().write("in/stories.jsonl", stories(50_000));
    let run = |archive: &str, memory: &[&str]| {
        let mut child = Command::new(env!("CARGO_BIN_EXE_dateline"))
            .args(["index", "in", "--index", archive])
            .args(memory)
            .current_dir(folder.path("."))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let peak = peak_of(&child);
        assert!(child.wait().unwrap().success());
        let peak = peak.join().unwrap() >> 10;
        eprintln!("{archive} {memory:?}: {peak} MiB");
        let stats = ["stats", "--json", "--index", archive];
        (
            peak,
            folder.run(&stats).done().json()["fingerprint"].clone(),
        )
    };
    let (usual, of_usual) = run("usual", &[]);
    let (small, of_small) = run("small", &["--memory", "150M"]);
    assert_eq!(of_usual, of_small);
    assert!(usual <= 640, "{usual} MiB");
    assert!(small <= 250, "{small} MiB");
    // What the archive holds already comes to it, and is little.
    fs::write(folder.path("in/stories.jsonl"), stories(50_100)).unwrap();
    let (again, of_more) = run("small", &["--memory", "150M"]);
    assert_ne!(of_more, of_small);
    assert!(again <= 250, "{again} MiB");
}
