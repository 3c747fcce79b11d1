//! Versions of an item: the newest stands in the place of the others, in whatever order they are read.

use crate::harness::Folder;
use std::fs;
use std::process::Stdio;
use std::time::{Duration, Instant};

/// An item as its provider sends it: `more` are further members of the object.
fn item(uri: &str, version: u32, words: &str, more: &str) -> String {
    format!(
        "{{\"uri\":\"urn:example:{uri}\",\"version\":\"{version}\",\"versioncreated\":\"2021-03-04T16:0{}:00Z\",\
         \"type\":\"text\",\"language\":\"en\",\"headline\":\"Kites over {uri}\",{more}\
         \"body_text\":\"A museum shows kites. {words}\"}}",
        version % 10
    )
}

const KILL: &str = "\"pubstatus\":\"canceled\",";

fn paths(folder: &Folder, query: &str) -> Vec<String> {
    let ran = folder.run(&["search", "--format", "paths", "-n", "100000", query]);
    let mut found: Vec<String> = ran.lines().iter().map(ToString::to_string).collect();
    found.sort();
    found
}

fn index(folder: &Folder, arguments: &[&str]) {
    folder.run(&[&["index"], arguments].concat()).done();
}

fn id(folder: &Folder, path: &str) -> String {
    let shown = folder.run(&["show", "--json", path]).done().json();
    shown["id"].as_str().unwrap().to_owned()
}

/// Three versions of one item, not in the order of their names.
fn three() -> Folder {
    Folder::new()
        .write("in/a.json", item("tower", 2, "Twelve of them.", ""))
        .write("in/b.json", item("tower", 3, "Thirteen of them.", ""))
        .write("in/c.json", item("tower", 1, "Ten of them.", ""))
}

#[test]
fn the_newest_version_is_shown_in_whatever_order_they_are_read() {
    let mut records = Vec::new();
    for order in ["abc", "acb", "bac", "bca", "cab", "cba"] {
        let folder = three();
        for name in order.chars() {
            index(&folder, &[&format!("in/{name}.json")]);
        }
        assert_eq!(paths(&folder, "museum"), ["in/b.json"], "{order}");
        assert_eq!(
            paths(&folder, "museum status:superseded"),
            ["in/a.json", "in/c.json"]
        );
        assert_eq!(paths(&folder, "museum status:any").len(), 3);
        let newest = id(&folder, "in/b.json");
        let shown = folder.run(&["show", "in/a.json"]).done();
        let says = format!("SUPERSEDED by {newest}");
        assert!(shown.stdout().starts_with(&says), "{}", shown.stdout());
        let record = |path| folder.run(&["show", "--json", path]).done().json();
        let found = ["in/a.json", "in/b.json", "in/c.json"].map(record);
        assert_eq!(found[2]["superseded_by"], newest);
        assert!(found[1]["superseded_by"].is_null());
        records.push(found);
    }
    assert!(records.iter().all(|found| *found == records[0]));
}

#[test]
fn what_is_superseded_is_counted_among_what_is_not_shown_and_said_in_lists() {
    let folder = three();
    index(&folder, &["in"]);
    let ran = folder.run(&["search", "museum"]).done();
    let note = "2 stories superseded, killed, withheld or under embargo are not shown";
    assert!(ran.stderr().contains(note), "{}", ran.stderr());
    let every = ["search", "museum status:any", "--versions", "all"];
    let list = folder.run(&every).done();
    let says = format!("SUPERSEDED by {}", id(&folder, "in/b.json"));
    assert_eq!(list.stdout().matches(&says).count(), 2, "{}", list.stdout());
    let count = ["count", "museum", "--by", "status", "--versions", "all"];
    let count = folder.run(&count).done();
    assert_eq!(count.lines(), ["2  superseded", "1  usable"]);
}

#[test]
fn a_kill_hides_all_versions_of_its_item() {
    let folder = three().write("in/d.json", item("tower", 4, "Kill it.", KILL));
    index(&folder, &["in"]);
    assert_eq!(paths(&folder, "museum"), [""; 0]);
    assert_eq!(paths(&folder, "museum status:canceled"), ["in/d.json"]);
    assert_eq!(paths(&folder, "museum status:superseded").len(), 3);
}

#[test]
fn the_version_before_comes_back_when_the_newest_is_gone() {
    let folder = three();
    index(&folder, &["in"]);
    fs::remove_file(folder.path("in/b.json")).unwrap();
    index(&folder, &["--prune", "in"]);
    assert_eq!(paths(&folder, "museum"), ["in/a.json"]);
    assert_eq!(paths(&folder, "museum status:superseded"), ["in/c.json"]);

    let newest = id(&folder, "in/a.json");
    folder.run(&["remove", &newest]).done();
    assert_eq!(paths(&folder, "museum status:any"), ["in/c.json"]);
    assert_eq!(paths(&folder, "museum"), ["in/c.json"]);
    index(&folder, &["--rebuild", "in"]);
    assert_eq!(paths(&folder, "museum"), ["in/c.json"]);
}

#[test]
fn an_item_hides_all_versions_of_the_one_that_it_replaces() {
    let replaces = "\"replaces\":\"urn:example:tower\",";
    for order in [["old", "new"], ["new", "old"]] {
        let folder = Folder::new()
            .write("old/a.json", item("tower", 1, "Ten.", ""))
            .write("old/b.json", item("tower", 9, "Eleven.", ""))
            .write("new/c.json", item("harbour", 1, "Twelve.", replaces));
        order.iter().for_each(|name| index(&folder, &[name]));
        assert_eq!(paths(&folder, "museum"), ["new/c.json"]);
        let old = folder.run(&["show", "--json", "old/b.json"]).done().json();
        assert_eq!(old["superseded_by"], id(&folder, "new/c.json"));
    }
}

#[test]
fn a_copy_of_a_superseded_story_is_a_copy_and_stays_one() {
    let folder = three();
    let twin = item("tower", 1, "Ten of them.", "");
    let folder = folder.write("in/d.json", twin);
    index(&folder, &["in"]);
    index(&folder, &["in"]);
    let shown = folder.run(&["show", "--json", "in/d.json"]).done().json();
    assert_eq!(shown["path"], "in/c.json");
    assert_eq!(shown["also_at"][0], "in/d.json");
    assert!(shown["superseded_by"].is_string());
    // The copy takes its home's place and is superseded there.
    fs::remove_file(folder.path("in/c.json")).unwrap();
    index(&folder, &["--prune", "in"]);
    assert_eq!(
        paths(&folder, "museum status:superseded"),
        ["in/a.json", "in/d.json"]
    );
    assert_eq!(paths(&folder, "museum"), ["in/b.json"]);
}

#[test]
fn two_texts_under_one_id_and_version_are_both_kept() {
    let folder = Folder::new()
        .write("in/a.json", item("tower", 1, "Ten of them.", ""))
        .write("in/b.json", item("tower", 1, "Ten brown horses.", ""))
        .write("in/c.json", item("tower", 1, "Ten brown horses.", ""));
    index(&folder, &["in"]);
    let other = folder.run(&["show", "--json", "in/b.json"]).done().json();
    assert!(other["id"].as_str().unwrap().starts_with('1'));
    assert_eq!(other["also_at"][0], "in/c.json");
    let warnings = other["warnings"].to_string();
    assert!(warnings.contains("in/a.json"), "{warnings}");
    assert!(id(&folder, "in/a.json").starts_with('2'));
    // Neither is the older: both are shown.
    assert_eq!(paths(&folder, "museum").len(), 2);
    // Read again, they are what they were.
    index(&folder, &["--assume-year", "2021", "in"]);
    assert_eq!(
        folder.run(&["show", "--json", "in/b.json"]).done().json(),
        other
    );
    // What was removed for good does not take the other text with it.
    folder.run(&["remove", &id(&folder, "in/a.json")]).done();
    for arguments in [&["in"][..], &["--rebuild", "in"]] {
        index(&folder, arguments);
        assert_eq!(paths(&folder, "museum"), ["in/b.json"]);
    }
}

/// Two versions of so many items, a line each.
fn many(items: usize) -> String {
    let line = |version| {
        move |number| {
            let words = format!("Kite number {number}.");
            item(&format!("kite{number}"), version, &words, "") + "\n"
        }
    };
    let newer = (0..items).map(line(2));
    newer.chain((0..items).map(line(1))).collect()
}

#[test]
fn many_items_are_settled_in_linear_time() {
    let seconds = |items: usize| {
        let folder = Folder::new().write("in/all.jsonl", many(items));
        let started = Instant::now();
        index(&folder, &["in"]);
        let seconds = started.elapsed().as_secs_f64();
        let count = folder.run(&["count", "museum"]).done();
        assert_eq!(count.stdout().trim(), items.to_string());
        seconds
    };
    let (few, all) = (seconds(500), seconds(5_000));
    assert!(all < 30.0 * few, "{few} s for 500 and {all} s for 5,000");
}

#[test]
fn what_a_killed_run_leaves_unsettled_the_next_one_settles() {
    let folder = Folder::new().write("in/all.jsonl", many(1_000));
    let arguments = ["index", "--commit-every", "0.05", "in"];
    let started = Instant::now();
    folder.run(&arguments).done();
    let whole = started.elapsed();
    let expected = paths(&folder, "museum");
    for share in [0.5, 0.7, 0.8, 0.9, 0.95] {
        fs::remove_dir_all(folder.path(".dateline")).ok();
        let mut command = folder.command(&arguments);
        let command = command.stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.stdin(Stdio::null()).spawn().unwrap();
        std::thread::sleep(whole.mul_f64(share).max(Duration::from_millis(5)));
        child.kill().ok();
        child.wait().unwrap();
        folder.run(&arguments).done();
        let count = folder.run(&["count", "museum"]).done();
        assert_eq!(count.stdout().trim(), "1000", "killed after {share}");
        assert_eq!(paths(&folder, "museum"), expected);
    }
}
