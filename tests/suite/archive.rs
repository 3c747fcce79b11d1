//! An archive over time: files that change, move, go and come back; archives that are damaged or cannot be written.

use crate::harness::Folder;

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
