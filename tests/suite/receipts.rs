//! A receipt proves what a query found, and says what has changed since.

use crate::harness::Folder;
use std::fs;

#[test]
fn the_same_archive_gives_the_same_answer_and_another_is_told_story_by_story() {
    let folder = Folder::with_archive();
    let ask = [
        "count",
        "karabakh",
        "--until",
        "2020",
        "--receipt",
        "r.json",
    ];
    let ran = folder.run(&ask).done();
    assert_eq!(ran.stdout(), "2\n");
    assert!(
        ran.stderr()
            .contains("receipt of 2 stories written to r.json"),
        "{}",
        ran.stderr()
    );
    let ran = folder.run(&["verify-receipt", "r.json"]).done();
    assert_eq!(
        ran.stdout(),
        "the same answer from the same archive: 2 stories\n"
    );

    let folder = folder.write(
        "wires/more.txt",
        "GORI, 12 nov 2020 (AFP) - Un marché.\n\nLe prix du thé.\n",
    );
    folder.run(&["index", "wires"]).done();
    let ran = folder.run(&["verify-receipt", "r.json"]).done();
    assert!(
        ran.stdout()
            .starts_with("the same answer; the archive holds other"),
        "{}",
        ran.stdout()
    );

    let folder = folder.write(
        "wires/new.txt",
        "GORI, 13 nov 2020 (AFP) - Karabakh.\n\nLe prix du thé au Karabakh.\n",
    );
    folder.run(&["index", "wires"]).done();
    let gone = folder
        .run(&[
            "search", "karabakh", "--format", "ids", "-n", "1", "--sort", "oldest",
        ])
        .done();
    let gone = gone.lines()[0].to_owned();
    folder.run(&["remove", &gone]).done();
    let ran = folder.run(&["verify-receipt", "r.json"]).exits(1);
    assert!(
        ran.stdout()
            .starts_with("another answer: the archive has changed: 2 stories")
    );
    assert!(ran.stdout().contains("\nnew  "), "{}", ran.stdout());
    assert!(
        ran.stdout().contains(&format!("missing  {gone}\n")),
        "{}",
        ran.stdout()
    );
    let json = folder
        .run(&["verify-receipt", "r.json", "--json"])
        .exits(1)
        .json();
    assert_eq!(json["missing"], serde_json::json!([gone]));
}

#[test]
fn a_receipt_is_asked_as_on_its_day() {
    let folder = Folder::with_archive();
    let ask = [
        "search",
        "date:1w..",
        "--today",
        "2020-11-18",
        "--receipt",
        "week.json",
    ];
    folder.run(&ask).done();
    let ran = folder.run(&["verify-receipt", "week.json"]).done();
    assert!(
        ran.stdout()
            .starts_with("the same answer from the same archive"),
        "{}",
        ran.stdout()
    );
}

#[test]
fn a_receipt_is_never_written_over_and_a_changed_one_is_not_believed() {
    let folder = Folder::with_archive();
    let ask = ["search", "karabakh", "--receipt", "r.json"];
    folder.run(&ask).done();
    let ran = folder.run(&ask).exits(2);
    assert!(
        ran.stderr().contains("is there already"),
        "{}",
        ran.stderr()
    );

    let text = fs::read_to_string(folder.path("r.json")).unwrap();
    let folder = folder.write(
        "altered.json",
        text.replace("\"hidden\": 0", "\"hidden\": 3"),
    );
    let ran = folder.run(&["verify-receipt", "altered.json"]).exits(1);
    assert!(
        ran.stderr().contains("is not as it was written"),
        "{}",
        ran.stderr()
    );
    let folder = folder.write("other.json", "{}").write("none.json", "");
    for file in ["other.json", "none.json"] {
        let ran = folder.run(&["verify-receipt", file]).exits(2);
        assert!(ran.stderr().contains("is no receipt"), "{}", ran.stderr());
    }
    folder.run(&["verify-receipt", "nowhere.json"]).exits(2);
    folder
        .run(&["search", "karabakh", "--receipt", "no/such/folder.json"])
        .exits(2);
}
