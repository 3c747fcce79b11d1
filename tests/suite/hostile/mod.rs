//! A folder of files that mean harm, or came to it: all are read to the end, in little memory and time, each is named in
//! the report or found, and nothing is written anywhere but into the archive.

mod bundles;
mod cap;
mod places;
mod quine;
mod set;
mod streams;
mod tars;
mod texts;
mod zips;

use crate::harness::{Folder, skipped};
use serde_json::Value;
use set::{Said, Set};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::net::TcpListener;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

/// What a run over the set may use at most.
const MEMORY_MIB: u64 = 512;
const TIME: Duration = Duration::from_secs(120);

/// What a run used and wrote.
struct Ran {
    code: Option<i32>,
    time: Duration,
    memory_mib: u64,
    stderr: String,
}

/// Runs the program, watched: a run that takes too long or too much memory is ended.
fn watched(folder: &Folder, arguments: &[&str]) -> Ran {
    let err = folder.path("stderr");
    let mut command = folder.command(arguments);
    if cap::holds(&folder.command(&["--version"])) {
        command = cap::capped(&command, MEMORY_MIB);
    } else {
        skipped("this system sets no limit of memory: only the highest use is looked at");
    }
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(File::create(&err).unwrap())
        .spawn()
        .unwrap();
    let started = Instant::now();
    let status = format!("/proc/{}/status", child.id());
    let mut memory_mib = 0;
    let code = loop {
        // The highest that it ever was, as long as it runs.
        let peak = fs::read_to_string(&status).ok().and_then(|status| {
            let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
            line.split_whitespace().nth(1)?.parse::<u64>().ok()
        });
        memory_mib = peak.map_or(memory_mib, |kib| memory_mib.max(kib >> 10));
        if let Some(status) = child.try_wait().unwrap() {
            break status.code();
        }
        if started.elapsed() > TIME {
            child.kill().unwrap();
            child.wait().unwrap();
            break None;
        }
        std::thread::sleep(Duration::from_millis(10));
    };
    Ran {
        code,
        time: started.elapsed(),
        memory_mib,
        stderr: fs::read_to_string(err).unwrap(),
    }
}

/// Every file below a folder but the archive and what the run was told to write, with its size and time.
fn tree(folder: &Path) -> BTreeMap<String, String> {
    let written = ["index", "report.jsonl", "stderr"];
    let wanted = |name: &str| !written.contains(&name);
    walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_entry(|entry| entry.depth() != 1 || wanted(&entry.file_name().to_string_lossy()))
        .map(|entry| {
            let entry = entry.unwrap();
            let metadata = entry.path().symlink_metadata().unwrap();
            let look = format!(
                "{} {:?} {:?}",
                metadata.len(),
                metadata.modified().ok(),
                metadata.file_type()
            );
            (format!("{:?}", entry.path()), look)
        })
        .filter(|(path, _)| *path != format!("{folder:?}"))
        .collect()
}

/// Whether a path is a file's, or that of a member in it.
fn is_of(path: &str, file: &str) -> bool {
    path.strip_prefix(file)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with("!/"))
}

/// The paths of the stories that a question finds, and those of their copies.
fn found(folder: &Folder, question: &[&str]) -> Vec<String> {
    let ran = folder.run(
        &[
            &["search", "--format", "jsonl", "--limit", "1000"],
            question,
        ]
        .concat(),
    );
    let paths = |line: &str| {
        let story: Value = serde_json::from_str(line).unwrap();
        let copies = story["also_at"].as_array().cloned().unwrap_or_default();
        let path = |path: &Value| path.as_str().unwrap_or_default().to_owned();
        std::iter::once(&story["path"])
            .chain(&copies)
            .map(path)
            .collect::<Vec<_>>()
    };
    ran.lines().into_iter().flat_map(paths).collect()
}

#[test]
fn hostile_files_are_read_in_little_memory_and_time_and_none_is_lost() {
    let folder = Folder::new().write("canary/kept.txt", "canaryword");
    let mut set = Set::new(&folder.path("hostile"));
    bundles::make(&mut set);
    zips::make(&mut set);
    tars::make(&mut set);
    streams::make(&mut set);
    // What files name on the net is never asked for.
    let net = TcpListener::bind("127.0.0.1:0").unwrap();
    net.set_nonblocking(true).unwrap();
    texts::make(&mut set, net.local_addr().unwrap().port());
    places::make(&mut set);
    assert!(set.cases.len() >= 150, "{} files", set.cases.len());

    let before = tree(&folder.path(""));
    let ran = watched(&folder, &["index", "hostile", "--report", "report.jsonl"]);
    eprintln!(
        "{} hostile files: {:.1} s, {} MiB",
        set.cases.len(),
        ran.time.as_secs_f32(),
        ran.memory_mib
    );
    assert_eq!(ran.code, Some(3), "after {:?}: {}", ran.time, ran.stderr);
    assert!(ran.memory_mib < MEMORY_MIB, "{} MiB", ran.memory_mib);
    assert_eq!(before, tree(&folder.path("")), "something was written");
    assert!(!ran.stderr.contains("panicked"), "{}", ran.stderr);
    assert!(net.accept().is_err(), "somebody was called on the net");

    let report = fs::read_to_string(folder.path("report.jsonl")).unwrap();
    let lines: Vec<Value> = report
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let mut wrong: Vec<String> = Vec::new();
    for line in &lines {
        if line["reason"]
            .as_str()
            .unwrap()
            .contains("defect of the program")
        {
            wrong.push(format!("a reader fails on {}", line["path"]));
        }
    }
    let named: Vec<(&str, &str)> = lines
        .iter()
        .map(|line| {
            (
                line["path"].as_str().unwrap(),
                line["reason"].as_str().unwrap(),
            )
        })
        .collect();
    let stories = found(&folder, &["path:hostile"]);
    for case in &set.cases {
        let said = named.iter().filter(|(path, _)| is_of(path, &case.path));
        let said: Vec<&str> = said.map(|(_, reason)| *reason).collect();
        let is_named = !said.is_empty();
        match case.said {
            Said::Anything => {}
            Said::Something if is_named => {}
            Said::Something => wrong.push(format!("{} is not in the report", case.path)),
            Said::Once(reason) if said.len() == 1 && said[0].contains(reason) => {}
            Said::Once(reason) => wrong.push(format!(
                "{}: of it is said {said:?}, not once {reason:?}",
                case.path
            )),
        }
        if let Some(word) = &case.story {
            let paths = found(&folder, &[word]);
            if !paths.iter().any(|path| is_of(path, &case.path)) {
                wrong.push(format!(
                    "{}: its story is not found by {word}: {paths:?}",
                    case.path
                ));
            }
        } else if !is_named && !stories.iter().any(|path| is_of(path, &case.path)) {
            wrong.push(format!(
                "{} is neither in the report nor a story",
                case.path
            ));
        }
    }
    for path in found(&folder, &["canaryword"])
        .iter()
        .chain(&found(&folder, &["root:x:0:0"]))
    {
        wrong.push(format!("{path} holds what lies outside"));
    }
    assert!(
        wrong.is_empty(),
        "{} are wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn a_story_a_thousand_times_over_is_one_story_however_often_it_is_read() {
    let folder = Folder::new();
    fs::create_dir_all(folder.path("in")).unwrap();
    for number in 0..1_000 {
        let file = folder.path(format!("in/{number}.txt"));
        fs::write(file, set::story("manycopies")).unwrap();
    }
    for arguments in [
        &["index", "in"][..],
        &["index", "in"],
        &["index", "in", "--rebuild"],
    ] {
        folder.run(arguments).done();
        let answer = folder
            .run(&["search", "manycopies", "--json"])
            .done()
            .json();
        assert_eq!(answer["total"], 1, "{arguments:?}");
        let copies = answer["hits"][0]["also_at"].as_array().unwrap();
        assert_eq!(copies.len(), 999, "{arguments:?}");
    }
}
