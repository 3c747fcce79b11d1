//! An archive survives `kill -9`: what a killed run leaves is taken up, and ends as if nothing had happened.
//!
//! `cargo test` does this on the sample corpus. With `DATELINE_CRASH_FOLDER` naming a large folder it does the same
//! there, killing `DATELINE_CRASH_KILLS` times (20) at random moments of an undisturbed run's time.

use crate::harness::{Folder, Ran};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant, SystemTime};

/// A random number from 0 to 1, the next of a series; the series' start is printed so that a failure can be repeated.
struct Random(u64);

impl Random {
    fn new() -> Random {
        let clock = SystemTime::now()
            .duration_since(SystemTime::UNIX_EPOCH)
            .unwrap()
            .as_nanos() as u64;
        let seed = std::env::var("DATELINE_CRASH_SEED")
            .ok()
            .and_then(|seed| seed.parse().ok())
            .unwrap_or(clock);
        eprintln!("DATELINE_CRASH_SEED={seed}");
        Random(seed)
    }

    fn next(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// 200 questions made of words of the folder's own stories: words, pairs, phrases, exclusions, truncations.
fn questions(folder: &Folder, stories: &Path) -> PathBuf {
    let mut files: Vec<PathBuf> = walkdir::WalkDir::new(stories)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| entry.into_path())
        .collect();
    files.sort();
    let mut lines = String::new();
    for number in 0..200 {
        let file = &files[number * files.len() / 200];
        let text = String::from_utf8_lossy(&std::fs::read(file).unwrap()).into_owned();
        let words: Vec<&str> = text
            .split(|c: char| !c.is_alphabetic())
            .filter(|word| word.len() > 3)
            .collect();
        let at = |share: usize| {
            words
                .get(words.len() * share / 8)
                .copied()
                .unwrap_or("rien")
        };
        let query = match number % 6 {
            0 => at(2).to_owned(),
            1 => format!("{} {}", at(2), at(5)),
            2 => format!(
                "\"{} {}\"",
                at(3),
                words.get(words.len() * 3 / 8 + 1).unwrap_or(&"rien")
            ),
            3 => format!("{} -{}", at(1), at(6)),
            4 => format!("{}*", at(4).chars().take(5).collect::<String>()),
            _ => format!("{} OR lead:{}", at(6), at(3)),
        };
        lines += &format!("{number}\t{query}\n");
    }
    let path = folder.path("questions.tsv");
    std::fs::write(&path, lines).unwrap();
    path
}

fn index(folder: &Folder, archive: &str, stories: &Path, every: &str) -> std::process::Child {
    let stories = stories.to_str().unwrap();
    let arguments = [
        "--index",
        archive,
        "index",
        "--commit-every",
        every,
        "--today",
        "2026-11-22",
        stories,
    ];
    let mut command = folder.command(&arguments);
    command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .stdin(Stdio::null())
        .spawn()
        .unwrap()
}

/// What every question finds, and every id: the same for two archives of the same stories, in whatever order.
fn answers(
    folder: &Folder,
    archive: &str,
    questions: &Path,
    most: &str,
) -> (BTreeSet<String>, Vec<String>) {
    let all = [
        "--index", archive, "search", "--format", "ids", "-n", "10000000", "id:*",
    ];
    let ids = folder
        .run(&all)
        .done()
        .lines()
        .iter()
        .map(|&line| line.to_owned())
        .collect();
    let questions = questions.to_str().unwrap();
    let asked = [
        "--index",
        archive,
        "search",
        "--queries",
        questions,
        "--format",
        "trec",
        "-n",
        most,
    ];
    let ran: Ran = folder.run(&asked);
    let found = ran
        .lines()
        .into_iter()
        .map(|line| line.split(' ').take(4).collect::<Vec<_>>().join(" "));
    (ids, found.collect())
}

/// The set of what was found, without the ranks.
fn unranked(found: &[String]) -> BTreeSet<String> {
    found
        .iter()
        .map(|line| line.split(' ').take(3).collect::<Vec<_>>().join(" "))
        .collect()
}

/// `every`: seconds between commits, so that most blows fall on a run that has some.
fn survives(stories: &Path, kills: usize, every: &str) {
    let folder = Folder::new();
    let mut random = Random::new();
    let started = Instant::now();
    assert!(
        index(&folder, "undisturbed", stories, every)
            .wait()
            .unwrap()
            .success()
    );
    let whole = started.elapsed();

    let mut killed = 0;
    while killed < kills {
        let mut child = index(&folder, "killed", stories, every);
        std::thread::sleep(whole.mul_f64(random.next()).max(Duration::from_millis(5)));
        if child.try_wait().unwrap().is_some() {
            // The work was done before the blow fell: start over, so that every blow falls on a run at work.
            std::fs::remove_dir_all(folder.path("killed")).unwrap();
            continue;
        }
        child.kill().unwrap();
        child.wait().unwrap();
        killed += 1;
    }
    assert!(
        index(&folder, "killed", stories, every)
            .wait()
            .unwrap()
            .success()
    );

    let texts = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let is_packed = stories.join("corpus.zip").exists();
    let questions = questions(&folder, if is_packed { &texts } else { stories });
    let (ids, found) = answers(&folder, "undisturbed", &questions, "10000000");
    let (ids_killed, found_killed) = answers(&folder, "killed", &questions, "10000000");
    assert!(
        ids.len() > 100 && found.len() > 400,
        "{} stories, {} hits",
        ids.len(),
        found.len()
    );
    assert_eq!(ids, ids_killed);
    assert!(
        unranked(&found) == unranked(&found_killed),
        "the hits differ"
    );

    for archive in ["undisturbed", "killed"] {
        folder
            .run(&["--index", archive, "index", "--compact"])
            .done();
    }
    let (_, top) = answers(&folder, "undisturbed", &questions, "10");
    let (_, top_killed) = answers(&folder, "killed", &questions, "10");
    assert_eq!(top, top_killed);
}

#[test]
fn a_killed_run_is_taken_up_and_loses_and_doubles_nothing() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    survives(&corpus, 5, "0.2");
}

#[test]
fn a_run_killed_in_the_middle_of_a_bundle_loses_and_doubles_nothing() {
    let folder = Folder::new();
    let corpus = crate::bundles::zip(&crate::bundles::files());
    let folder = folder.write("in/corpus.zip", corpus);
    survives(&folder.path("in"), 3, "0.05");
}

#[test]
#[ignore = "takes minutes: DATELINE_CRASH_FOLDER names a large folder"]
fn a_large_run_survives_many_kills() {
    let large =
        std::env::var_os("DATELINE_CRASH_FOLDER").expect("DATELINE_CRASH_FOLDER names the folder");
    let kills = std::env::var("DATELINE_CRASH_KILLS")
        .ok()
        .and_then(|kills| kills.parse().ok())
        .unwrap_or(20);
    survives(Path::new(&large), kills, "1");
}
