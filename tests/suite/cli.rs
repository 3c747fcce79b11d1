//! The commands as people type them: output, exit codes, and what goes to which stream.

use crate::harness::{Folder, Ran, TBILISSI};
use std::process::Stdio;

/// Whether a text holds anything that a terminal could act on, line ends aside.
fn acts(text: &str) -> bool {
    let bidi = |c| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    text.contains(|c: char| c != '\n' && (c.is_control() || bidi(c)))
}

/// The file names of the stories that a query finds, sorted.
fn found(folder: &Folder, arguments: &[&str]) -> Vec<String> {
    let ran = folder.run(&[&["search", "--format", "paths"], arguments].concat());
    assert!(matches!(ran.code(), 0 | 1), "{}", ran.stderr());
    let name = |path: &str| {
        path.trim_start_matches("wires/")
            .trim_end_matches(".txt")
            .to_owned()
    };
    let mut names: Vec<_> = ran.lines().into_iter().map(name).collect();
    names.sort();
    names
}

// What needs no archive.

#[test]
fn help_is_data_and_wrong_use_is_not() {
    let folder = Folder::new();
    for arguments in [
        &["--help"][..],
        &["search", "--help"],
        &["help", "index"],
        &["-V"],
    ] {
        let ran = folder.run(arguments).done();
        assert!(ran.stdout().contains("dateline") && ran.stderr().is_empty());
        assert!(!acts(ran.stdout()));
    }
    for arguments in [
        &[][..],
        &["nonsense"],
        &["search", "--nonsense"],
        &["index"],
        &["show"],
    ] {
        let ran = folder.run(arguments).exits(2);
        assert!(ran.stdout().is_empty() && !ran.stderr().is_empty());
    }
}

#[test]
fn a_question_without_an_archive_says_how_to_make_one() {
    let folder = Folder::new();
    for command in ["search", "count", "show"] {
        let ran = folder.run(&[command, "karabakh"]).exits(2);
        // A long path may have a line of its own.
        let said = ran.stderr().replace('\n', " ");
        let place = folder.path("index").canonicalize();
        let place = place.unwrap_or_else(|_| folder.path("index"));
        let expected = format!("error: there is no archive at {}", place.display());
        assert!(said.starts_with(&expected), "{said}");
        assert!(
            said.contains("hint: make one with: dateline index FOLDER"),
            "{said}"
        );
        assert!(ran.stdout().is_empty());
    }
}

#[test]
fn control_characters_in_arguments_are_not_repeated_to_the_terminal() {
    let folder = Folder::new();
    let evil = "\u{1B}]0;x\u{7}\u{9B}2J";
    for arguments in [
        &[evil][..],
        &["search", &format!("--{evil}")],
        &["search", "-n", evil],
        &["search", "--format", evil],
        &["--index", evil, "search", "x"],
        &["search", "--queries", evil],
        &["index", "x", "--include", &format!("[{evil}")],
        &["index", "x", "--report", &format!("none/{evil}")],
        &["parse", evil],
    ] {
        let ran = folder.run(arguments);
        assert_ne!(ran.code(), 0, "{arguments:?}");
        assert!(
            !acts(ran.stderr()) && !acts(ran.stdout()),
            "{arguments:?} {}",
            ran.stderr()
        );
    }
}

#[test]
fn wrong_combinations_are_explained() {
    let folder = Folder::new();
    for (arguments, words) in [
        (
            &["search", "x", "-0", "--format", "csv"][..],
            "-0 goes with paths and ids",
        ),
        (&["search", "x", "--place", ""], "--place has no value"),
        (
            &["search", "x", "--queries", "q.tsv"],
            "a query was typed beside --queries",
        ),
        (&["search", "--queries", "q.tsv"], "cannot read q.tsv"),
        (&["index", ".", "--include", "a["], "a[ is no pattern"),
    ] {
        let ran = folder.run(arguments).exits(2);
        assert!(ran.stderr().starts_with("error: "), "{}", ran.stderr());
        assert!(ran.stderr().contains(words), "{}", ran.stderr());
    }
}

#[test]
fn parse_writes_records_and_reports_what_holds_no_story() {
    let folder = Folder::with_stories().write("wires/zero.txt", "");
    let ran = folder.run(&["parse", "--json", "wires"]).done();
    assert_eq!(ran.lines().len(), 3);
    for line in ran.lines() {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(record["schema"], 1);
        assert!(record["path"].as_str().unwrap().starts_with("wires/"));
    }
    assert!(ran.stderr().contains("wires/zero.txt"));
    assert!(
        folder
            .run(&["parse", "wires"])
            .done()
            .stdout()
            .contains("dateline  ")
    );
    folder.run(&["parse", "wires/zero.txt"]).exits(1);
    folder.run(&["parse", "wires", "gone"]).exits(3);
}

#[test]
fn parse_reads_standard_input() {
    let ran = Folder::new()
        .run_with(&["parse", "--json", "-"], TBILISSI)
        .done();
    assert_eq!(ran.json()["path"], "-");
}

#[test]
fn parse_reads_the_dateline_of_a_crawled_dispatch() {
    let ran = Folder::with_stories()
        .run(&["parse", "--json", "wires/tbilissi.txt"])
        .done();
    let record = ran.json();
    assert_eq!(record["date"], "2020-11-17");
    assert_eq!(record["agency"], "afp");
    assert_eq!(record["places"][0]["as_written"], "Tbilissi");
}

#[test]
fn a_pipe_that_closes_early_is_success() {
    let long = format!("{TBILISSI}\n{}", "Encore une phrase.\n\n".repeat(20_000));
    let mut folder = Folder::new();
    for number in 0..20 {
        folder = folder.write(&format!("wires/{number}.txt"), format!("{number} {long}"));
    }
    let mut child = folder
        .command(&["parse", "--json", "wires"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_a_failure() {
    let folder = Folder::with_stories();
    let full = std::fs::File::create("/dev/full").unwrap();
    let output = folder
        .command(&["parse", "--json", "wires"])
        .stdout(full)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        said.starts_with("error: cannot write standard output"),
        "{said}"
    );
}

// What asks an archive.

#[test]
fn the_first_question_indexes_the_corpus_folder() {
    let folder = Folder::new().write("corpus/afp/tbilissi.txt", TBILISSI);
    let ran = folder.run(&["search", "Karabakh", "cessez-le-feu"]).done();
    assert!(ran.stdout().contains("corpus/afp/tbilissi.txt"));
    assert!(
        ran.stderr().contains("indexing the folder corpus first"),
        "{}",
        ran.stderr()
    );
    let again = folder.run(&["search", "Karabakh cessez-le-feu"]).done();
    assert_eq!(again.stdout(), ran.stdout());
    assert!(!again.stderr().contains("indexing"));
}

#[test]
fn a_place_that_was_named_is_never_filled_unasked() {
    let folder = Folder::new().write("corpus/tbilissi.txt", TBILISSI);
    folder
        .run(&["--index", "index", "search", "karabakh"])
        .exits(2);
    let named = Ran::of(
        folder
            .command(&["search", "karabakh"])
            .env("DATELINE_INDEX", "other"),
        "",
    );
    let said = named.exits(2).stderr().replace('\n', " ");
    let place = folder.path("other");
    assert!(
        said.contains(&format!("no archive at {}", place.display())),
        "{said}"
    );
    assert!(
        said.contains("dateline --index other index FOLDER"),
        "{said}"
    );
    assert!(!folder.path("other").exists());
}

#[test]
fn indexing_is_repeatable_and_reports() {
    let binary = b"\x7FELF\x02\x01\x01\0\0\0";
    let folder = Folder::with_stories().write("wires/binary.dat", binary);
    let first = folder
        .run(&["index", "wires", "--report", "report.jsonl"])
        .done();
    assert!(first.stdout().contains("added 3"), "{}", first.stdout());
    assert!(
        first.stdout().contains("wires/binary.dat"),
        "{}",
        first.stdout()
    );
    let report = std::fs::read_to_string(folder.path("report.jsonl")).unwrap();
    assert!(report.contains("\"path\":\"wires/binary.dat\""), "{report}");
    let second = folder.run(&["index", "wires"]).done();
    assert!(
        second.stdout().contains("added 0 · unchanged "),
        "{}",
        second.stdout()
    );
}

#[test]
fn a_dry_run_writes_nothing() {
    let folder = Folder::with_stories();
    let ran = folder.run(&["index", "wires", "--dry-run"]).done();
    assert!(
        ran.stdout()
            .contains("nothing written; it would be: added 3"),
        "{}",
        ran.stdout()
    );
    folder.run(&["search", "karabakh"]).exits(2);
}

#[test]
fn files_that_cannot_be_read_make_exit_code_3() {
    let folder = Folder::with_stories();
    let ran = folder.run(&["index", "wires", "gone"]).exits(3);
    assert!(ran.stdout().contains("added 3"), "{}", ran.stdout());
    assert!(
        ran.stdout().contains("failed: gone: no such file"),
        "{}",
        ran.stdout()
    );
}

#[test]
fn an_archive_is_not_made_of_paths_that_are_not_there() {
    let folder = Folder::new().write("corpus/tbilissi.txt", TBILISSI);
    for arguments in [&["tpyo"][..], &["tpyo", "gone"]] {
        let ran = folder.run(&[&["index"], arguments].concat()).exits(2);
        assert!(
            ran.stderr().starts_with("error: cannot read tpyo: "),
            "{}",
            ran.stderr()
        );
        assert!(!folder.path("index").exists());
    }
    let ran = folder.run(&["search", "karabakh"]).done();
    assert!(ran.stdout().contains("corpus/tbilissi.txt"));
    folder.run(&["index", "tpyo"]).exits(3);
}

#[test]
fn pruning_takes_out_what_is_gone() {
    let folder = Folder::with_archive();
    std::fs::remove_file(folder.path("wires/sport.txt")).unwrap();
    folder.run(&["index", "wires"]).done();
    assert_eq!(found(&folder, &["football"]), ["sport"]);
    let ran = folder.run(&["index", "wires", "--prune"]).done();
    assert!(ran.stdout().contains("pruned 1"), "{}", ran.stdout());
    assert!(found(&folder, &["football"]).is_empty());
}

#[test]
fn what_looks_like_a_flag_and_is_none_is_part_of_the_query() {
    let folder = Folder::with_archive();
    for (arguments, names) in [
        (&["-karabakh"][..], &["sport"][..]),
        (&["novembre", "-sport"], &[]),
        (&["--", "--json"], &[]),
        (&["-nato"], &["sport", "tbilissi", "yerevan"]),
        (
            &["-n", "5", "-football", "karabakh", "-bread"],
            &["tbilissi"],
        ),
        (&["Karabakh", "cessez-le-feu"], &["tbilissi"]),
    ] {
        assert_eq!(found(&folder, arguments), names, "{arguments:?}");
    }
    let ran = folder
        .run(&["search", "karabakh", "-sport", "--json"])
        .done();
    assert_eq!(ran.json()["total"], 2);
    assert_eq!(ran.json()["query"], "karabakh -sport");
}

#[test]
fn flags_narrow_a_question_whatever_was_typed() {
    let folder = Folder::with_archive();
    for (arguments, names) in [
        (&["--place", "Tbilissi"][..], &["tbilissi"][..]),
        (
            &["--place", "Tbilissi", "--place", "PARIS"],
            &["sport", "tbilissi"],
        ),
        (&["karabakh", "--agency", "Reuters"], &["yerevan"]),
        (
            &["--agency", "AFP,Reuters", "\"unclosed karabakh", "--any"],
            &[],
        ),
        (&["--lang", "fr"], &["sport", "tbilissi"]),
        (&["--since", "2020-11-12"], &["sport", "tbilissi"]),
        (&["--until", "2020-11-12"], &["sport", "yerevan"]),
        (
            &["--since", "2020-11-11", "--until", "2020-11-12"],
            &["sport"],
        ),
        (&["football minsk", "--any"], &["sport", "tbilissi"]),
        (&["place:Tbilissi", "--words"], &[]),
    ] {
        assert_eq!(found(&folder, arguments), names, "{arguments:?}");
    }
}

#[test]
fn a_list_reads_well_and_says_the_total() {
    let folder = Folder::with_archive();
    let ran = folder
        .run(&["search", "karabakh", "-n", "1", "--sort", "oldest"])
        .done();
    let lines = ran.lines();
    assert!(
        lines[0].starts_with("2020-11-10  YEREVAN"),
        "{}",
        ran.stdout()
    );
    assert!(
        lines[0].ends_with("Armenia says truce holds"),
        "{}",
        ran.stdout()
    );
    assert_eq!(lines[1], "    wires/yerevan.txt");
    assert_eq!(ran.stderr(), "1 of 2 stories\n");
    let ran = folder.run(&[
        "search", "karabakh", "--sort", "newest", "--offset", "1", "-q",
    ]);
    assert!(ran.stdout().starts_with("2020-11-10"));
    assert_eq!(ran.stderr(), "");
}

#[test]
fn colours_come_only_when_wanted() {
    let folder = Folder::with_archive();
    let plain = folder.run(&["search", "karabakh"]).done();
    assert!(!acts(plain.stdout()));
    let coloured = folder
        .run(&["--color", "always", "search", "karabakh"])
        .done();
    assert!(
        coloured
            .stdout()
            .contains("\u{1B}[1m\u{1B}[31mKarabakh\u{1B}[0m")
    );
    let refused = folder
        .run(&["search", "karabakh", "--color", "never"])
        .done();
    assert_eq!(refused.stdout(), plain.stdout());
}

#[test]
fn lines_fit_the_columns_named() {
    let folder = Folder::with_archive();
    for columns in ["40", "80", "120"] {
        let mut command = folder.command(&["search", "karabakh"]);
        let ran = Ran::of(command.env("COLUMNS", columns), "").done();
        let widest = ran
            .lines()
            .iter()
            .map(|line| line.chars().count())
            .max()
            .unwrap();
        assert!(
            widest <= columns.parse().unwrap(),
            "{columns}: {}",
            ran.stdout()
        );
    }
}

#[test]
fn every_form_of_an_answer_holds_the_same_stories() {
    let folder = Folder::with_archive();
    let ask = |format: &str| {
        folder
            .run(&["search", "karabakh", "--format", format])
            .done()
    };
    assert_eq!(ask("json").json()["hits"].as_array().unwrap().len(), 2);
    assert_eq!(ask("jsonl").lines().len(), 2);
    assert_eq!(ask("paths").lines().len(), 2);
    assert_eq!(ask("ids").lines().len(), 2);
    assert_eq!(ask("csv").lines().len(), 3);
    for (rank, line) in (1..).zip(ask("trec").lines()) {
        let columns: Vec<_> = line.split(' ').collect();
        assert_eq!(columns.len(), 6);
        assert_eq!((columns[1], columns[5]), ("Q0", "dateline"));
        assert_eq!(columns[3], rank.to_string());
    }
    let nul = folder.run(&["search", "minsk", "-0"]).done();
    assert_eq!(nul.stdout(), "wires/tbilissi.txt\0");
    let shorthand = folder.run(&["search", "karabakh", "--json"]).done();
    assert_eq!(shorthand.stdout(), ask("json").stdout());
}

#[test]
fn many_questions_are_answered_in_one_run() {
    let folder =
        Folder::with_archive().write("q.tsv", "q1\tkarabakh\n\nq2\t-karabakh\nq3\tnowhere\n");
    let ran = folder
        .run(&["search", "--queries", "q.tsv", "--format", "trec"])
        .done();
    let names: Vec<_> = ran.lines().iter().map(|line| &line[..2]).collect();
    assert_eq!(names, ["q1", "q1", "q2"]);
    let ran = folder
        .run(&["search", "--queries", "q.tsv", "--json", "--lang", "en"])
        .done();
    assert_eq!(ran.json()["queries"][0]["total"], 1);
    assert_eq!(
        ran.json()["queries"][2]["hits"].as_array().unwrap().len(),
        0
    );
    let ran = folder.run_with(
        &["search", "--queries", "-", "--format", "ids"],
        "x\tnowhere\n",
    );
    assert_eq!(ran.code(), 1);
}

#[test]
fn a_query_that_fails_among_many_is_named() {
    let folder = Folder::with_archive();
    let long = "karabakh ".repeat(20_000);
    for (query, words) in [(long.as_str(), "it may have"), ("\"open", "quote")] {
        let file = format!("q1\tkarabakh\n\nodd one\t{query}\n");
        let ran = folder.run_with(&["search", "--queries", "-", "--strict"], &file);
        let ran = ran.exits(2);
        let error = ran.stderr();
        assert!(
            error.starts_with("error: -:3: in query odd one: ") && error.contains(words),
            "{error}"
        );
    }
}

#[test]
fn notes_are_folded_and_fit_the_columns_named() {
    let folder = Folder::with_archive();
    let brackets = format!("karabakh {}", ")".repeat(2000));
    let mut command = folder.command(&["search", &brackets]);
    let ran = Ran::of(command.env("COLUMNS", "40"), "").done();
    let said = ran.stderr();
    assert!(said.contains("(2,000"), "{said}");
    assert!(said.lines().count() < 8, "{said}");
    assert!(
        said.lines().all(|line| line.chars().count() <= 40),
        "{said}"
    );
}

#[test]
fn nothing_found_is_exit_code_1_with_a_word_on_why() {
    let folder = Folder::with_archive();
    let ran = folder.run(&["search", "karabakh", "nowhere"]).exits(1);
    assert_eq!(ran.stdout(), "");
    assert!(ran.stderr().contains("0 stories"), "{}", ran.stderr());
    assert_eq!(folder.run(&["count", "nowhere"]).exits(1).stdout(), "0\n");
    folder.run(&["show", "nowhere"]).exits(1);
}

#[test]
fn strict_refuses_what_has_to_be_assumed() {
    let folder = Folder::with_archive();
    let ran = folder.run(&["search", "\"karabakh"]).done();
    assert!(ran.stderr().starts_with("note: "), "{}", ran.stderr());
    let ran = folder.run(&["search", "\"karabakh", "--strict"]).exits(2);
    assert!(ran.stderr().starts_with("error: "), "{}", ran.stderr());
    folder.run(&["search", "karabakh", "--strict"]).done();
}

#[test]
fn the_order_of_a_date_s_numbers_can_be_said_for_every_question() {
    let folder = Folder::with_archive();
    let ran = folder.run(&["count", "date:10/11/2020"]).done();
    assert_eq!(ran.stdout(), "1\n");
    assert!(ran.stderr().contains("day first"), "{}", ran.stderr());
    for order in ["mdy", "month"] {
        let ran = folder.run(&["count", "date:11/10/2020", "--date-order", order]);
        assert_eq!((ran.stdout(), ran.stderr()), ("1\n", ""));
    }
    folder
        .run(&[
            "search",
            "--strict",
            "--date-order",
            "mdy",
            "--since",
            "11/12/2020",
        ])
        .done();
    let ran = folder
        .run(&["explain", "on:11/10", "--date-order", "mdy"])
        .done();
    assert!(
        ran.stdout().contains("filed on day 10 of month 11"),
        "{}",
        ran.stdout()
    );
    folder.run(&["count", "x", "--date-order", "xyz"]).exits(2);
}

#[test]
fn whatever_is_typed_is_answered() {
    let folder = Folder::with_archive();
    let brackets = "(".repeat(4000);
    for typed in [
        "l'élection",
        "date:2020",
        "-word",
        "-0.5",
        "http://x.y/z",
        "20:30",
        "\"unclosed",
        "(",
        "a AND",
        "",
        " ",
        "-",
        "--",
        "*",
        ":",
        "\\",
        "\u{1B}[31m",
        "OR",
        "NOT",
        ")",
        "a:b:c",
        "«",
        &brackets,
    ] {
        for command in ["search", "count", "explain"] {
            let ran = folder.run(&[command, typed]);
            assert!(
                matches!(ran.code(), 0..=2),
                "{command} {typed}: {}",
                ran.stderr()
            );
            assert!(
                !ran.stderr().contains("panicked"),
                "{command} {typed}: {}",
                ran.stderr()
            );
            assert!(!ran.stderr().contains("syntax error"), "{command} {typed}");
            assert!(
                !acts(ran.stderr()) && !acts(ran.stdout()),
                "{command} {typed}"
            );
        }
    }
}

#[test]
fn counts_are_by_property() {
    let folder = Folder::with_archive();
    assert_eq!(folder.run(&["count", "karabakh"]).done().stdout(), "2\n");
    let ran = folder.run(&["count", "--by", "agency"]).done();
    assert_eq!(ran.stdout(), "2  afp\n1  reuters\n");
    for by in [
        "place", "country", "language", "year", "month", "week", "day", "hour", "format", "charset",
    ] {
        let ran = folder.run(&["count", "--by", by, "--json"]).done();
        let json = ran.json();
        let counts = json["counts"].as_array().unwrap();
        let sum: u64 = counts
            .iter()
            .map(|count| count["stories"].as_u64().unwrap())
            .sum();
        assert_eq!(sum, 3, "{by}");
    }
    let ran = folder
        .run(&["count", "--by", "month", "--format", "csv"])
        .done();
    assert_eq!(ran.stdout(), "month,stories\n2020-11,3\n");
}

#[test]
fn a_small_or_and_a_slip_in_a_field_are_noticed() {
    let folder = Folder::with_archive();
    let ran = folder
        .run(&["search", "karabakh", "ou", "nowhere"])
        .exits(1);
    assert!(
        ran.stderr().contains("\"ou\" is read as a word: write OR"),
        "{}",
        ran.stderr()
    );
    let ran = folder.run(&["count", "agencyy:afp"]).exits(1);
    assert!(
        ran.stderr().contains("did you mean agency:?"),
        "{}",
        ran.stderr()
    );
    folder.run(&["count", "--strict", "agencyy:afp"]).exits(2);
    assert_eq!(
        folder
            .run(&["count", "--since", "nov. 2020"])
            .done()
            .stdout(),
        "3\n"
    );
}

#[test]
fn counts_are_by_several_properties_at_once_and_drawn() {
    let folder = Folder::with_archive();
    let ran = folder.run(&["count", "--by", "month,agency", "--format", "csv"]);
    let csv = "month,agency,stories\n2020-11,afp,2\n2020-11,reuters,1\n";
    assert_eq!(ran.done().stdout(), csv);
    let ran = folder.run(&["count", "--by", "agency,status", "--json"]);
    let json = ran.done().json();
    assert_eq!(json["by"], serde_json::json!(["agency", "status"]));
    let first = serde_json::json!({"agency": "afp", "status": "usable", "stories": 2});
    assert_eq!(json["counts"][0], first);

    let ran = folder.run(&["count", "--by", "day", "--histogram"]).done();
    let lines = ran.lines();
    assert!(lines[0].starts_with("2020-11-"), "{lines:?}");
    assert!(lines[0].contains("█"), "{lines:?}");
    let ran = folder.run(&["count", "--by", "day,agency", "--histogram"]);
    assert!(ran.exits(2).stderr().contains("of one property"));
    folder.run(&["count", "--histogram"]).exits(2);
}

#[test]
fn a_story_is_shown_by_id_by_the_beginning_of_one_and_by_path() {
    let folder = Folder::with_archive();
    let by_path = folder.run(&["show", "wires/tbilissi.txt", "--json"]).done();
    let id = by_path.json()["id"].as_str().unwrap().to_owned();
    for name in [&id[..], &id[..12]] {
        let ran = folder.run(&["show", name, "--json"]).done();
        assert_eq!(ran.stdout(), by_path.stdout());
    }
    let text = folder.run(&["show", &id]).done();
    assert!(
        text.stdout()
            .contains("date      2020-11-17 (from the dateline)"),
        "{}",
        text.stdout()
    );
    let some = folder.run(&["show", "nowhere", &id]).exits(1);
    assert_eq!(some.stdout(), text.stdout());
    assert_eq!(some.stderr().matches("error: ").count(), 1);
}

#[test]
fn a_removed_story_stays_out() {
    let folder = Folder::with_archive();
    let ids = folder.run(&["search", "minsk", "--format", "ids"]).done();
    let id = ids.lines()[0];
    let removed = folder.run(&["remove", id]).done();
    assert!(
        removed.stdout().contains("wires/tbilissi.txt"),
        "{}",
        removed.stdout()
    );
    let folder = folder.write("wires/tbilissi.txt", format!("{TBILISSI} \n"));
    folder.run(&["index", "wires"]).done();
    assert!(found(&folder, &["minsk"]).is_empty());
}

#[test]
fn a_question_is_explained_with_and_without_an_archive() {
    let empty = Folder::new();
    let ran = empty.run(&["explain", "karabakh", "-sport"]).done();
    assert!(ran.stdout().contains("karabakh"), "{}", ran.stdout());
    let folder = Folder::with_archive();
    let ran = folder.run(&["explain", "karabakh"]).done();
    assert!(ran.stdout().contains("2 stories"), "{}", ran.stdout());
    let json = folder.run(&["explain", "karabakh", "--json"]).done().json();
    assert_eq!(json["query"], "karabakh");
}

#[test]
fn stats_tell_what_the_archive_holds() {
    let folder = Folder::with_archive();
    let ran = folder.run(&["stats"]).done();
    assert!(
        ran.stdout().starts_with("stories   3\n"),
        "{}",
        ran.stdout()
    );
    assert!(
        ran.stdout().contains("2020-11-10 to 2020-11-17"),
        "{}",
        ran.stdout()
    );
    assert_eq!(folder.run(&["stats", "--json"]).done().json()["stories"], 3);
}

#[test]
fn an_archive_can_be_made_compact_and_written_anew() {
    let folder = Folder::with_archive();
    folder.run(&["index", "--compact"]).done();
    folder.run(&["index", "wires", "--rebuild"]).done();
    assert_eq!(found(&folder, &["karabakh"]), ["tbilissi", "yerevan"]);
}

#[test]
fn hostile_stories_never_command_the_terminal() {
    let evil = "\u{1B}]0;x\u{7}\u{1B}[2J\u{9B}31m\u{202E}\u{8}";
    let story =
        format!("{evil} karabakh\n\nPARIS, 12 nov 2020 ({evil}AFP) - Le {evil} karabakh {evil}.\n");
    let folder = Folder::new()
        .write(&format!("wires/{evil}.txt"), story)
        .write(&format!("wires/{evil}.dat"), b"\0\0");
    for arguments in [
        &["parse", "wires"][..],
        &["parse", "--json", "wires"],
        &["index", "wires"],
        &["search", "karabakh"],
        &["search", "karabakh", "--json"],
        &["search", "karabakh", "--format", "jsonl"],
        &["search", "karabakh", "--format", "csv"],
        &["search", "karabakh", "--format", "paths"],
        &["search", "karabakh", "--format", "trec"],
        &["show", "1"],
        &["count", "--by", "agency"],
        &["explain", evil],
    ] {
        let ran = folder.run(arguments);
        // The only carriage returns are those of CSV's own line ends.
        let stdout = ran.stdout().replace("\r\n", "\n");
        assert!(!acts(&stdout), "{arguments:?}: {stdout:?}");
        assert!(!acts(ran.stderr()), "{arguments:?}: {:?}", ran.stderr());
    }
}

/// Two stories of an agency, one of a month and one of a place that nobody knows, and one without a dateline.
fn odd_headers() -> Folder {
    Folder::new()
        .write(
            "odd/1.txt",
            "HAVANA, 9 Mar 1990 (RADIO VENCEREMOS) - A kite flew over the bay.\n\nIt fell.",
        )
        .write(
            "odd/2.txt",
            "HAVANA, 10 Mar 1990 (RADIO VENCEREMOS) - A kite fell into the bay.\n\nIt sank.",
        )
        .write(
            "odd/3.txt",
            "HAVANA, 11 Blahtober 1990 (Xyzagency) - A kite rose.\n\nIt was blue.",
        )
        .write(
            "odd/4.txt",
            "Kites are made of paper and patience.\n\nSome are made of silk.",
        )
}

#[test]
fn headers_that_were_not_understood_are_ranked_with_what_mends_them() {
    let folder = odd_headers();
    let ran = folder.run(&["parse", "odd", "--report"]).done();
    let first: Vec<&str> = ran.lines().into_iter().take(2).collect();
    assert_eq!(first[0], "      2  UPPER, D Month YYYY (RADIO VENCEREMOS)");
    assert!(first[1].contains("unknown agency: a row in agencies.tsv: RADIO VENCEREMOS"));
    assert!(
        ran.stdout()
            .contains("a month in languages/xx.toml: Blahtober"),
        "{}",
        ran.stdout()
    );
    assert!(
        ran.stdout().ends_with("1 story without a dateline\n"),
        "{}",
        ran.stdout()
    );
    assert!(ran.lines().iter().all(|line| line.chars().count() <= 80));
}

#[test]
fn the_report_of_headers_is_one_json_document() {
    let report = odd_headers()
        .run(&["parse", "odd", "--report", "--json"])
        .done()
        .json();
    assert_eq!(report["shapes"][0]["stories"], 2);
    assert_eq!(report["shapes"][0]["doubt"], "unknown agency");
    assert_eq!(report["shapes"][0]["example"], "odd/1.txt");
    assert_eq!(report["without_dateline"], 1);
}

#[test]
fn index_ends_with_the_headers_it_did_not_understand() {
    let folder = odd_headers();
    let ran = folder.run(&["index", "odd"]).done();
    assert!(
        ran.stderr().contains("(RADIO VENCEREMOS)"),
        "{}",
        ran.stderr()
    );
    assert!(!ran.stdout().contains("VENCEREMOS"));
    // Nothing was read anew, so that there is nothing to say of it.
    let again = folder.run(&["index", "odd"]).done();
    assert!(!again.stderr().contains("VENCEREMOS"), "{}", again.stderr());
}

#[test]
fn neighbours_give_a_missing_year() {
    let folder = Folder::new()
        .write(
            "wires/1.txt",
            "PARIS, 17 nov 2020 (AFP) - Un cerf-volant vole.",
        )
        .write("wires/2.txt", "LYON, 18 nov (AFP) - Un cerf-volant tombe.")
        .write(
            "wires/3.txt",
            "NICE, 19 nov 2020 (AFP) - Un cerf-volant monte.",
        );
    let ran = folder.run(&["parse", "wires/2.txt", "--json"]).done();
    let story = ran.json();
    assert_eq!(
        (&story["date"], &story["date_from"]),
        (&"2020-11-18".into(), &"neighbours".into())
    );
    assert!(story["warnings"][0].as_str().unwrap().contains("beside it"));
}

#[test]
fn an_answer_that_the_time_cut_short_says_that_it_is_a_part() {
    let folder = Folder::with_archive();
    let none = folder
        .run(&["search", "--timeout", "0", "lang:fr"])
        .exits(6);
    assert!(
        none.stderr()
            .contains("stopped by --timeout: at least 0 stories")
    );
    assert_eq!(none.stdout(), "");
    let json = folder.run(&["search", "--timeout", "0", "--json", "lang:fr"]);
    assert_eq!(json.json()["partial"], true);
    let count = folder
        .run(&["count", "--timeout", "0", "--json", "lang:fr"])
        .exits(6);
    assert_eq!(count.json()["partial"], true);
    let truncated = folder.run(&["count", "--timeout", "0", "kar*"]).exits(6);
    assert!(truncated.stderr().contains("at least"));
    folder
        .run(&["explain", "--timeout", "0", "lang:fr"])
        .exits(6);
    let whole = folder
        .run(&["search", "--timeout", "60", "--json", "lang:fr"])
        .done();
    assert!(whole.json()["partial"].is_null());
    for wrong in ["-1", "soon", "1e999"] {
        folder
            .run(&["count", &format!("--timeout={wrong}"), "lang:fr"])
            .exits(2);
    }
    let receipt = ["count", "lang:fr", "--timeout", "1", "--receipt", "r.json"];
    folder.run(&receipt).exits(2);
}

#[test]
fn an_export_has_every_story_found() {
    let mut folder = Folder::new();
    for number in 0..120 {
        let text = format!(
            "PARIS, 12 nov 2020 (AFP) - Une alpha {number} a rouvert, sujet {}.\n",
            number * 7919
        );
        folder = folder.write(&format!("w/{number}.txt"), text);
    }
    folder.run(&["index", "w"]).done();
    for form in ["paths", "ids", "jsonl", "trec"] {
        let all = folder
            .run(&["search", "alpha", "--format", form, "--all"])
            .done();
        assert_eq!(all.lines().len(), 120, "{form}");
    }
    let rest = folder.run(&[
        "search", "alpha", "--format", "ids", "--all", "--offset", "100",
    ]);
    assert_eq!(rest.done().lines().len(), 20);
    folder
        .run(&["search", "alpha", "--all", "-n", "3"])
        .exits(2);
}
