//! An archive over time: files that change, move, go and come back; archives that are damaged or cannot be written.

use crate::harness::{Folder, Ran};

/// The paths of the stories that a query finds.
fn paths(folder: &Folder, query: &str) -> Vec<String> {
    let ran = folder.run(&["search", "--format", "paths", query]);
    ran.lines().into_iter().map(String::from).collect()
}

const ALPHA: &str = "PARIS, 12 nov 2020 (AFP) - Une alpha de la presse a rouvert samedi.\n";
const OTHER: &str = "PARIS, 13 nov 2020 (AFP) - Une autre chose a rouvert dimanche.\n";

#[test]
fn a_copy_takes_over_when_the_home_of_a_story_changes() {
    let folder = Folder::new()
        .write("w/a.txt", ALPHA)
        .write("w/b.txt", ALPHA)
        .write("w/c.txt", ALPHA);
    folder.run(&["index", "w"]).done();
    let folder = folder.write("w/a.txt", OTHER);
    folder.run(&["index", "w"]).done();
    assert_eq!(paths(&folder, "alpha"), ["w/b.txt"]);
    std::fs::remove_file(folder.path("w/b.txt")).unwrap();
    folder.run(&["index", "w", "--prune"]).done();
    assert_eq!(paths(&folder, "alpha"), ["w/c.txt"]);
    let record = folder.run(&["search", "--format", "jsonl", "alpha"]).json();
    assert_eq!(record["also_at"], serde_json::json!([]));
}

#[test]
fn pruning_takes_nothing_out_that_it_only_cannot_see() {
    let folder = Folder::new()
        .write("w/a.txt", ALPHA)
        .write("v/b.txt", OTHER);
    folder.run(&["index", "./w", "v"]).done();
    std::fs::rename(folder.path("w"), folder.path("away")).unwrap();
    folder.run(&["index", "w", "v", "--prune"]).exits(3);
    assert_eq!(paths(&folder, "alpha"), ["w/a.txt"]);
    std::fs::rename(folder.path("away"), folder.path("w")).unwrap();
    std::fs::remove_file(folder.path("w/a.txt")).unwrap();
    folder.run(&["index", "./w", "--prune"]).done();
    assert_eq!(paths(&folder, "alpha"), [""; 0]);
}

#[test]
fn standard_input_adds_and_is_never_waited_for() {
    let folder = Folder::new().write("w/a.txt", ALPHA);
    folder.run_with(&["index", "-"], OTHER).done();
    folder
        .run_with(&["index", "-"], "LYON, 3 mai 2021 (AFP) - Une troisième.\n")
        .done();
    folder.run_with(&["index", "w", "-"], ALPHA).done();
    assert_eq!(
        folder
            .run(&["count", "place:France"])
            .done()
            .stdout()
            .trim(),
        "3"
    );
    std::fs::remove_file(folder.path("w/a.txt")).unwrap();
    folder.run(&["index", "w", "--prune"]).done();
    assert_eq!(
        folder
            .run(&["count", "place:France"])
            .done()
            .stdout()
            .trim(),
        "2"
    );
}

#[test]
fn a_removed_story_leaves_the_files_of_the_archive() {
    let folder = Folder::new()
        .write("w/a.txt", ALPHA)
        .write("w/b.txt", OTHER);
    folder.run(&["index", "w"]).done();
    let id = folder
        .run(&["search", "--format", "ids", "alpha"])
        .stdout()
        .trim()
        .to_owned();
    folder.run(&["remove", &id[..4]]).exits(2);
    folder.run(&["remove", "w/a.txt"]).exits(2);
    folder.run(&["remove", &id]).done();
    let metas = std::fs::read_to_string(folder.path("index/data-1/meta.json")).unwrap();
    for entry in std::fs::read_dir(folder.path("index/data-1")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let segment = name.split('.').next().unwrap().to_owned();
        assert!(
            segment.len() != 32 || metas.contains(&segment[..8]),
            "{name} is left of what was removed"
        );
    }
    folder.run(&["index", "w", "--rebuild"]).done();
    assert_eq!(paths(&folder, "alpha"), [""; 0]);
}

#[test]
fn a_damaged_archive_is_refused_until_it_is_rebuilt() {
    let damages: [&dyn Fn(&Folder); 3] = [
        &|folder| std::fs::remove_dir_all(folder.path("index/data-1")).unwrap(),
        &|folder| std::fs::remove_file(folder.path("index/archive.toml")).unwrap(),
        &|folder| std::fs::write(folder.path("index/archive.toml"), "").unwrap(),
    ];
    for damage in damages {
        let folder = Folder::new().write("w/a.txt", ALPHA);
        folder.run(&["index", "w"]).done();
        damage(&folder);
        let refused = folder.run(&["index", "w"]).exits(2);
        assert!(refused.stderr().contains("hint: "), "{}", refused.stderr());
        folder.run(&["index", "w", "--rebuild"]).done();
        assert_eq!(paths(&folder, "alpha"), ["w/a.txt"]);
    }
}

#[test]
fn a_file_is_shown_by_its_exact_path_whatever_is_in_it() {
    let folder = Folder::new()
        .write("w/a[1].txt", ALPHA)
        .write("w/w/a[1].txt", OTHER);
    folder.run(&["index", "w"]).done();
    for path in ["w/a[1].txt", "./w/a[1].txt"] {
        assert!(
            folder
                .run(&["show", path])
                .done()
                .stdout()
                .contains("alpha"),
            "{path}"
        );
    }
}

#[cfg(unix)]
#[test]
fn an_archive_that_cannot_be_written_can_be_searched() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new().write("w/a.txt", ALPHA);
    folder.run(&["index", "w"]).done();
    let locked = |path: &str, mode| {
        std::fs::set_permissions(folder.path(path), PermissionsExt::from_mode(mode)).unwrap()
    };
    std::fs::remove_file(folder.path("index/data-1/.tantivy-meta.lock")).unwrap();
    locked("index/data-1", 0o555);
    assert_eq!(paths(&folder, "alpha"), ["w/a.txt"]);
    locked("index/data-1", 0o755);
}

#[test]
fn writing_anew_never_forgets_what_it_was_not_told_to_forget() {
    let folder = Folder::new()
        .write("w/a.txt", ALPHA)
        .write("v/b.txt", OTHER)
        .write("empty/.keep", "");
    folder.run(&["index", "w", "v"]).done();
    for (arguments, said) in [
        (&["index", "wv", "--rebuild"][..], "cannot read wv"),
        (&["index", "w", "wv", "--rebuild"], "cannot read wv"),
        (&["index", "w", "--rebuild"], "v/b.txt"),
        (
            &["index", "empty", "--rebuild", "--prune"],
            "no story was read",
        ),
    ] {
        let ran = folder.run(arguments).exits(2);
        assert!(ran.stderr().contains(said), "{}", ran.stderr());
        assert_eq!(paths(&folder, "lang:fr").len(), 2, "{arguments:?}");
    }
    folder
        .run(&["index", ".", "--rebuild", "--exclude", "empty"])
        .done();
    assert_eq!(paths(&folder, "lang:fr").len(), 2);
    folder
        .run(&["index", "w", "v", "--rebuild", "--prune"])
        .done();
    folder.run(&["index", "w", "--rebuild", "--prune"]).done();
    assert_eq!(paths(&folder, "lang:fr"), ["w/a.txt"]);
    folder.run_with(&["index", "-"], OTHER).done();
    let ran = folder.run(&["index", "w", "--rebuild"]).exits(2);
    assert!(ran.stderr().contains("standard input"), "{}", ran.stderr());
}

#[test]
fn pruning_an_empty_folder_that_held_many_files_is_refused_as_a_missing_disk() {
    let mut folder = Folder::new();
    for number in 0..12 {
        let text = format!("PARIS, 12 nov 2020 (AFP) - Une alpha {number} de la presse.\n");
        folder = folder.write(&format!("w/{number}.txt"), text);
    }
    folder.run(&["index", "w"]).done();
    std::fs::remove_dir_all(folder.path("w")).unwrap();
    std::fs::create_dir(folder.path("w")).unwrap();
    let ran = folder.run(&["index", "w", "--prune"]).exits(3);
    assert!(
        ran.stdout().contains("it is empty, as the place of a disk"),
        "{}",
        ran.stdout()
    );
    assert_eq!(paths(&folder, "alpha").len(), 12);
}

#[test]
fn a_story_in_a_file_of_several_is_shown_as_the_list_names_it() {
    let item =
        |n: u32| format!("{{\"headline\":\"Kite {n}\",\"text\":\"The kite number {n} flew.\"}}\n");
    let folder = Folder::new().write("w/feed.jsonl", item(1) + &item(2));
    folder.run(&["index", "w"]).done();
    let ran = folder.run(&["show", "w/feed.jsonl [2]"]).done();
    assert!(ran.stdout().contains("Kite 2"), "{}", ran.stdout());
    folder.run(&["show", "w/feed.jsonl [3]"]).exits(1);
    let ran = folder.run(&["show", "w/feed.jsonl"]).exits(1);
    assert!(
        ran.stderr().contains("w/feed.jsonl [2]  Kite 2"),
        "{}",
        ran.stderr()
    );
    let id = folder.run(&["search", "--format", "ids", "kite", "-n", "1"]);
    folder
        .run(&["show", &format!("id:{}", id.lines()[0])])
        .done();
}

#[cfg(unix)]
#[test]
fn others_may_read_an_archive_as_the_umask_says_and_one_that_they_may_not_is_not_called_damaged() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new().write("w/a.txt", ALPHA);
    folder.run(&["index", "w"]).done();
    let files = || {
        let files = walkdir::WalkDir::new(folder.path("index")).into_iter();
        files
            .map(Result::unwrap)
            .filter(|file| file.file_type().is_file())
    };
    let probe = folder.path("probe");
    std::fs::write(&probe, "").unwrap();
    let usual = std::fs::metadata(&probe).unwrap().permissions().mode();
    for file in files() {
        let mode = file.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o444, usual & 0o444, "{}", file.path().display());
    }
    let meta = files()
        .find(|file| file.file_name() == "meta.json")
        .unwrap();
    std::fs::set_permissions(meta.path(), PermissionsExt::from_mode(0o000)).unwrap();
    // Root may read everything.
    if std::fs::read(meta.path()).is_err() {
        let ran = folder.run(&["search", "alpha"]).exits(2);
        assert!(ran.stderr().contains("cannot read"), "{}", ran.stderr());
        assert!(!ran.stderr().contains("rebuild"), "{}", ran.stderr());
    }
}

#[test]
fn files_of_another_folder_never_take_the_place_of_those_of_one_path() {
    let folder = Folder::new()
        .write("one/a.txt", ALPHA)
        .write("two/a.txt", OTHER);
    let archive = folder.path("archive");
    let index = |here: &str, path: &str, more: &[&str]| {
        let mut command = folder.command(&["index", path]);
        command.args(more).current_dir(folder.path(here));
        command.env("DATELINE_INDEX", &archive);
        Ran::of(&mut command, "")
    };
    let held = || {
        let mut command = folder.command(&["count", "lang:fr"]);
        command.env("DATELINE_INDEX", &archive);
        Ran::of(&mut command, "").done().stdout().trim().to_owned()
    };
    index("one", ".", &[]).done();
    for more in [&[][..], &["--dry-run"], &["--rebuild"]] {
        let ran = index("two", ".", more).exits(2);
        let (said, here) = (ran.stderr().to_owned(), folder.path("two"));
        assert!(
            said.contains(&here.display().to_string()),
            "{more:?}: {said}"
        );
    }
    index("two", &folder.path("two").display().to_string(), &[]).done();
    assert_eq!(held(), "2");
    std::fs::rename(folder.path("one"), folder.path("moved")).unwrap();
    index("moved", ".", &[]).done();
    assert_eq!(held(), "2");
}
