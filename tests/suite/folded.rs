//! Chains in the archive: what ties stories together is kept with each commit, and search folds by it.

use crate::harness::Folder;
use dateline::chain::{Link, Reason, Role};
use dateline::engine::{self, By, Fold, Mode, Page, Repeats, Searcher, Sort, Writer};
use dateline::query::{Node, Query};
use dateline::search::{self, Request};
use dateline::story::{DateFrom, Story};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A story of a day, about kites.
fn story(id: &str, day: u32) -> Story {
    let mut story = Story {
        schema: 1,
        id: id.into(),
        path: format!("wire/{id}.txt"),
        language: Some("en".into()),
        headline: Some(format!("Kites {id}")),
        paragraphs: vec!["Kites flew over the bay.".into()],
        ..Story::default()
    };
    let date = format!("2020-11-{day:02}").parse().unwrap();
    story.set_date(date, DateFrom::Dateline);
    story
}

fn link(chain: &str, role: Role, to: Option<&str>) -> Option<Link> {
    Some(Link {
        chain: chain.into(),
        role,
        to: to.map(String::from),
        why: to.map(|_| Reason::Slug),
    })
}

/// An archive with a chain of three and a story that is alone.
fn with_chain(folder: &Path) -> Box<dyn Writer> {
    let mut writer = engine::open_for_writing(folder, Mode::Update).unwrap();
    for (id, day) in [("1a", 1), ("1b", 2), ("1c", 3), ("2a", 2)] {
        writer.put(&story(id, day)).unwrap();
    }
    let links = [
        ("1a".into(), link("1a", Role::Version, None)),
        ("1b".into(), link("1a", Role::Correction, Some("1a"))),
        ("1c".into(), link("1a", Role::Repeat, Some("1b"))),
    ];
    writer.link(links.into()).unwrap();
    writer.commit("first").unwrap();
    writer
}

/// How many stories an archive has links of.
fn links(writer: &dyn Writer) -> usize {
    let mut links = 0;
    writer.each_link(&mut |_, _| links += 1).unwrap();
    links
}

fn chained(searcher: &dyn Searcher, id: &str) -> Vec<String> {
    let chain = searcher.chain(id).unwrap();
    let stories = chain.into_iter().flat_map(|chain| chain.stories);
    stories.map(|(id, _)| id).collect()
}

#[test]
fn links_last_over_commits_compaction_and_later_runs() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = with_chain(folder.path());
    assert_eq!(writer.note().unwrap().as_deref(), Some("first"));
    writer.put(&story("3a", 4)).unwrap();
    writer.commit("second").unwrap();
    writer.compact().unwrap();
    writer.finish().unwrap();
    let searcher = engine::open(folder.path()).unwrap();
    assert_eq!(chained(&*searcher, "1b"), ["1a", "1b", "1c"]);
    assert_eq!(chained(&*searcher, "2a"), [""; 0]);

    let mut writer = engine::open_for_writing(folder.path(), Mode::Update).unwrap();
    assert_eq!(links(&*writer), 3);
    writer.link(vec![("1c".into(), None)]).unwrap();
    writer.commit("third").unwrap();
    assert_eq!(chained(&*searcher, "1b").len(), 3, "it was opened before");
    let searcher = engine::open(folder.path()).unwrap();
    assert_eq!(chained(&*searcher, "1b"), ["1a", "1b"]);
}

#[test]
fn links_that_no_commit_names_are_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = with_chain(folder.path());
    writer.link(vec![("1c".into(), None)]).unwrap();
    drop(writer);
    // What a run that was killed before its commit may leave behind.
    let data = engine::committed(folder.path()).unwrap().unwrap().0;
    std::fs::write(data.join("links-2"), "half").unwrap();
    let mut writer = engine::open_for_writing(folder.path(), Mode::Update).unwrap();
    assert_eq!(links(&*writer), 3);
    writer.link(vec![("1a".into(), None)]).unwrap();
    writer.commit("again").unwrap();
    let searcher = engine::open(folder.path()).unwrap();
    assert_eq!(chained(&*searcher, "1c"), ["1b", "1c"]);
}

#[test]
fn a_story_taken_out_leaves_its_chain_and_one_read_again_stays() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = with_chain(folder.path());
    writer.remove("1a").unwrap();
    writer.remove("1b").unwrap();
    writer.put(&story("1b", 2)).unwrap();
    writer.commit("second").unwrap();
    assert_eq!(
        chained(&*engine::open(folder.path()).unwrap(), "1b"),
        ["1b", "1c"]
    );
    writer.remove("1c").unwrap();
    writer.commit("third").unwrap();
    let searcher = engine::open(folder.path()).unwrap();
    assert_eq!(chained(&*searcher, "1b"), [""; 0], "one alone is no chain");
}

fn query(root: Node) -> Query {
    Query {
        text: String::new(),
        root,
        notices: Vec::new(),
    }
}

/// How stories share lines, as the options say it: `fold` or `all`, and `fold`, `show` or `only`.
fn fold(versions: &str, dupes: &str) -> Fold {
    Fold {
        versions: versions == "fold",
        repeats: match dupes {
            "fold" => Repeats::Fold,
            "show" => Repeats::Show,
            _ => Repeats::Only,
        },
        now: "2026-01-01T00:00:00Z".parse().unwrap(),
    }
}

/// The lines found, each its story and how many share it, and the totals.
fn lines(searcher: &dyn Searcher, root: Node, sort: Sort, fold: &Fold) -> (String, u64, u64) {
    let page = Page {
        offset: 0,
        limit: 100,
        sort,
    };
    let found = searcher.lines(&query(root.clone()), &page, fold).unwrap();
    let total = found.total;
    let shown = found.lines.map(|line| {
        let line = line.unwrap();
        match line.matched {
            1 => line.story.id,
            matched => format!("{}×{matched}", line.story.id),
        }
    });
    let shown: Vec<_> = shown.collect();
    let query = query(root);
    let counted = searcher.total(&query, fold).unwrap();
    assert_eq!(counted, total, "search and count agree");
    let (counted, _) = searcher.counts(&query, &[By::Day], fold).unwrap();
    assert_eq!(counted, total, "counts by a property agree with both");
    (shown.join(" "), total.lines, total.stories)
}

/// Two chains, one with a repeat of its first and its second version and a take, in one piece of data or several.
fn two_chains(folder: &Path, pieces: bool) -> Box<dyn Searcher> {
    let mut writer = engine::open_for_writing(folder, Mode::Update).unwrap();
    let stories = [
        ("1a", 1),
        ("1b", 2),
        ("1c", 3),
        ("1d", 4),
        ("1e", 5),
        ("2a", 2),
        ("3a", 1),
        ("3b", 9),
    ];
    for (id, day) in stories {
        writer.put(&story(id, day)).unwrap();
        if pieces {
            writer.commit("piece").unwrap();
        }
    }
    let links = [
        ("1a", link("1a", Role::Version, None)),
        ("1b", link("1a", Role::Repeat, Some("1a"))),
        ("1c", link("1a", Role::Correction, Some("1a"))),
        ("1d", link("1a", Role::Take, Some("1c"))),
        ("1e", link("1a", Role::Repeat, Some("1c"))),
        ("3a", link("3a", Role::Version, None)),
        ("3b", link("3a", Role::Version, Some("3a"))),
    ];
    let links = links.map(|(id, link)| (id.to_owned(), link));
    writer.link(links.into()).unwrap();
    writer.commit("links").unwrap();
    writer.finish().unwrap();
    engine::open(folder).unwrap()
}

#[test]
fn a_chain_is_one_line_that_shows_its_newest_version_and_repeats_and_versions_fold_as_asked() {
    for (pieces, noted) in [(false, true), (true, true), (false, false), (true, false)] {
        let folder = tempfile::tempdir().unwrap();
        let mut searcher = two_chains(folder.path(), pieces);
        if !noted {
            // What a run notes at its end of the chains that stories are in makes answers faster, and no others.
            std::fs::remove_file(folder.path().join("data-1/chained")).unwrap();
            searcher = engine::open(folder.path()).unwrap();
        }
        for (versions, dupes, expected, total, matched) in [
            ("fold", "fold", "3b×2 1c×5 2a", 3, 8),
            ("fold", "show", "3b×2 1e 1c×3 1b 2a", 5, 8),
            ("all", "fold", "3b 1d 1c×2 2a 1a×2 3a", 6, 8),
            ("all", "show", "3b 1e 1d 1c 1b 2a 1a 3a", 8, 8),
            ("all", "only", "1e 1c 1b 1a", 4, 4),
            ("fold", "only", "1e 1c 1b 1a", 4, 4),
        ] {
            let fold = fold(versions, dupes);
            assert_eq!(
                lines(&*searcher, Node::Everything, Sort::Newest, &fold),
                (expected.into(), total, matched),
                "{versions} {dupes}"
            );
        }
    }
}

#[test]
fn only_what_was_found_shares_a_line_and_each_page_is_cut_from_the_same_list() {
    let folder = tempfile::tempdir().unwrap();
    let searcher = two_chains(folder.path(), true);
    let both = fold("fold", "fold");
    let either = Node::Or(vec![Node::Id("1a".into()), Node::Id("1b".into())]);
    assert_eq!(
        lines(&*searcher, either, Sort::Relevance, &both),
        ("1a×2".into(), 1, 2)
    );
    for sort in [Sort::Relevance, Sort::Newest, Sort::Oldest] {
        let all = lines(&*searcher, Node::Everything, sort, &both).0;
        let mut pages = Vec::new();
        for offset in 0..3 {
            let page = Page {
                offset,
                limit: 1,
                sort,
            };
            let found = searcher.lines(&query(Node::Everything), &page, &both);
            let mut found = found.unwrap().lines;
            pages.push(found.next().unwrap().unwrap().story.id);
            assert!(found.next().is_none());
        }
        let ids: Vec<&str> = all.split([' ', '×']).filter(|id| id.len() == 2).collect();
        assert_eq!(pages, ids, "{sort:?}");
    }
}

#[test]
fn the_best_of_a_chain_gives_its_place_and_the_newest_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = with_chain(folder.path());
    let often = Story {
        paragraphs: vec!["Pigs, pigs, pigs.".into()],
        ..story("1a", 1)
    };
    let once = |id: &str, day| Story {
        paragraphs: vec!["Pigs grazed far from the water and the boats of the bay.".into()],
        ..story(id, day)
    };
    for story in [often, once("1b", 2), once("2a", 2)] {
        writer.put(&story).unwrap();
    }
    writer.commit("pigs").unwrap();
    let searcher = engine::open(folder.path()).unwrap();
    let pigs = dateline::query::Words {
        scope: dateline::fields::Scope::Anywhere,
        slots: vec![dateline::query::Slot::Folded("pigs".into())],
    };
    assert_eq!(
        lines(
            &*searcher,
            Node::Words(pigs),
            Sort::Relevance,
            &fold("fold", "fold")
        ),
        ("1b×2 2a".into(), 2, 3)
    );
}

#[test]
fn what_is_taken_back_is_shown_only_where_nothing_else_of_the_chain_was_found() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = with_chain(folder.path());
    let of_status = |id: &str, day, status: &str, until: &str| Story {
        status: Some(status.into()),
        embargo_until: (!until.is_empty()).then(|| until.into()),
        ..story(id, day)
    };
    let both = fold("fold", "fold");
    for (changed, shown) in [
        (of_status("1b", 2, "canceled", ""), "1a×3"),
        (
            of_status("1b", 2, "embargoed", "2030-01-01T00:00:00Z"),
            "1a×3",
        ),
        (
            of_status("1b", 2, "embargoed", "2025-01-01T00:00:00Z"),
            "1b×3",
        ),
    ] {
        writer.put(&changed).unwrap();
        writer.commit("changed").unwrap();
        let searcher = engine::open(folder.path()).unwrap();
        let found = lines(&*searcher, Node::Everything, Sort::Oldest, &both).0;
        assert!(found.split(' ').any(|line| line == shown), "{found}");
    }
}

#[test]
fn a_chain_counts_once_in_each_row_that_one_of_its_stories_is_in() {
    for pieces in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let searcher = two_chains(folder.path(), pieces);
        let counted = |versions, dupes| {
            let fold = fold(versions, dupes);
            let rows = searcher.counts(&query(Node::Everything), &[By::Day], &fold);
            let mut rows: Vec<_> = rows
                .unwrap()
                .1
                .into_iter()
                .map(|row| format!("{}:{}", &row.values[0].as_ref().unwrap()[8..], row.stories))
                .collect();
            rows.sort();
            rows.join(" ")
        };
        assert_eq!(counted("fold", "fold"), "01:2 02:2 03:1 04:1 05:1 09:1");
        assert_eq!(counted("all", "only"), "01:1 02:1 03:1 05:1");
        let (total, months) = searcher
            .counts(
                &query(Node::Everything),
                &[By::Month],
                &fold("fold", "fold"),
            )
            .unwrap();
        assert_eq!((total.lines, months[0].stories), (3, 3));
    }
}

#[test]
fn every_story_of_a_chain_is_found_by_its_id_or_by_a_story_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let searcher = two_chains(folder.path(), true);
    let found = |id: &str| {
        let root = Node::Chain(id.into());
        lines(&*searcher, root, Sort::Oldest, &Fold::NONE).0
    };
    assert_eq!(found("1a"), "1a 1b 1c 1d 1e");
    assert_eq!(found("1d"), "1a 1b 1c 1d 1e");
    assert_eq!(found("3"), "3a 3b");
    assert_eq!(found("2a"), "2a", "it is alone");
    assert_eq!(found("9"), "");
    assert_eq!(found(""), "1a 3a 1b 1c 1d 1e 3b");
}

#[test]
fn a_hit_says_its_place_in_its_chain_what_mends_it_and_what_is_newer() {
    let folder = tempfile::tempdir().unwrap();
    let searcher = two_chains(folder.path(), true);
    let request = Request {
        query: query(Node::Id("1a".into())),
        now: "2026-01-01T00:00:00Z".parse().unwrap(),
        page: Page {
            offset: 0,
            limit: 10,
            sort: Sort::Relevance,
        },
        fold: fold("fold", "fold"),
        fragments: false,
        chains: true,
        paths: false,
    };
    let mut hits = search::search(&*searcher, &request).unwrap().hits;
    let chain = hits.next().unwrap().unwrap().in_chain.unwrap();
    assert_eq!(
        (chain.id.as_str(), chain.matched, chain.total),
        ("1a", 1, 5)
    );
    assert_eq!(chain.corrected_by.as_deref(), Some("1c"));
    assert_eq!(chain.newest.as_deref(), Some("1c"));
}

/// Three versions of an item with one more story, in the archive; by version and text.
fn ferry() -> Folder {
    let item = |version: u32, text: &str| {
        format!(
            r#"{{"uri":"urn:example:ferry","version":"{version}","headline":"Ferry waits {version}",
                "versioncreated":"2020-11-17T1{version}:00:00Z","body_text":"{text}"}}"#
        )
    };
    let folder = Folder::new()
        .write("wires/1.json", item(1, "A ferry waited for fog to lift."))
        .write(
            "wires/2.json",
            item(2, "A ferry waited for fog to lift. Gulls slept on it."),
        )
        .write(
            "wires/3.json",
            item(3, "A ferry waited for snow to lift. Gulls slept on it."),
        )
        .write(
            "wires/other.txt",
            "GORI, 12 nov 2020 (AFP) - A ferry.\n\nFog on the river at Gori.\n",
        );
    folder.run(&["index", "wires"]).done();
    folder
}

#[test]
fn search_folds_for_people_and_lists_each_for_programs() {
    let folder = ferry();
    let ferry = ["search", "ferry status:any", "--sort", "newest"];
    let run = |more: &[&str]| folder.run(&[&ferry[..], more].concat()).done();
    let ran = run(&[]);
    assert!(
        ran.stdout().contains("  [3/3]  Ferry waits 3\n"),
        "{}",
        ran.stdout()
    );
    assert!(!ran.stdout().contains("Ferry waits 2"));
    assert!(
        ran.stderr().contains("2 stories (4 with repeats)"),
        "{}",
        ran.stderr()
    );
    let ran = run(&["-n", "1"]);
    assert!(
        ran.stderr().contains("1 of 2 stories (4 with repeats)"),
        "{}",
        ran.stderr()
    );
    let ran = run(&["-n", "1", "--offset", "1"]);
    assert!(ran.stdout().contains("other.txt"), "{}", ran.stdout());
    for format in ["csv", "jsonl", "paths", "ids", "trec"] {
        let header = usize::from(format == "csv");
        let ran = run(&["--format", format]);
        assert_eq!(ran.lines().len(), 4 + header, "{format}");
        assert!(ran.stderr().contains("4 stories"), "{}", ran.stderr());
        let ran = run(&["--format", format, "--versions", "fold"]);
        assert_eq!(ran.lines().len(), 2 + header, "{format}");
    }
    assert_eq!(
        run(&["-0", "--versions", "fold"])
            .stdout()
            .split('\0')
            .count(),
        3
    );
    let value = run(&["--json"]).json();
    assert_eq!(
        (&value["total"], &value["with_repeats"]),
        (&2.into(), &4.into())
    );
    let chain = &value["hits"][0]["in_chain"];
    assert_eq!((&chain["matched"], &chain["total"]), (&3.into(), &3.into()));
    assert_eq!(
        (&chain["role"], &chain["why"]),
        (&"version".into(), &"id".into())
    );
    assert_eq!(
        run(&["--versions", "all"]).lines().len(),
        run(&["--versions", "all", "--dupes", "show"]).lines().len()
    );
    folder.run(&["search", "ferry", "--dupes", "only"]).exits(1);
}

#[test]
fn a_batch_of_queries_lists_each_story_for_scoring() {
    let folder = ferry().write("queries.tsv", "q1\tferry fog\nq2\tgulls\n");
    let arguments = [
        "search",
        "--words",
        "--any",
        "--versions",
        "all",
        "--dupes",
        "show",
        "--format",
        "trec",
        "-n",
        "1000",
        "--queries",
        "queries.tsv",
    ];
    let ran = folder.run(&arguments).done();
    let of = |name: &str| {
        ran.lines()
            .iter()
            .filter(|line| line.starts_with(name))
            .count()
    };
    assert_eq!((of("q1 "), of("q2 ")), (2, 1), "{}", ran.stdout());
}

#[test]
fn counts_fold_and_say_both_numbers() {
    let folder = ferry();
    let run = |more: &[&str]| {
        folder
            .run(&[&["count", "ferry status:any"], more].concat())
            .done()
    };
    let ran = run(&[]);
    assert_eq!(ran.stdout(), "2\n");
    assert!(
        ran.stderr().contains("2 stories (4 with repeats)"),
        "{}",
        ran.stderr()
    );
    let ran = run(&["--versions", "all", "--dupes", "show"]);
    assert_eq!((ran.stdout(), ran.stderr()), ("4\n", ""));
    assert_eq!(run(&["--by", "month"]).stdout(), "2  2020-11\n");
    assert_eq!(
        run(&["--by", "month", "--versions", "all"]).stdout(),
        "4  2020-11\n"
    );
    let value = run(&["--json"]).json();
    assert_eq!(
        (&value["total"], &value["with_repeats"]),
        (&2.into(), &4.into())
    );
}

#[test]
fn a_receipt_says_what_was_folded_and_lists_each_story() {
    let folder = ferry();
    let asked = ["search", "ferry status:any", "--receipt", "r.json"];
    folder.run(&asked).done();
    let receipt: serde_json::Value =
        serde_json::from_slice(&std::fs::read(folder.path("r.json")).unwrap()).unwrap();
    assert_eq!(receipt["folding"]["versions"], "fold");
    assert_eq!(
        (&receipt["lines"], &receipt["stories"]),
        (&2.into(), &4.into())
    );
    folder.run(&["verify-receipt", "r.json"]).done();
}

#[test]
fn a_story_is_shown_from_its_first_version_to_its_last_with_what_each_added() {
    let folder = ferry();
    let ran = folder.run(&["story", "wires/2.json", "--diff"]).done();
    let lines: Vec<&str> = ran.lines().into_iter().map(str::trim_end).collect();
    assert!(
        lines[0].starts_with("  2020-11-17 11:00  version 1"),
        "{}",
        ran.stdout()
    );
    assert!(
        lines
            .iter()
            .any(|line| line.starts_with("> 2020-11-17 12:00  version 2"))
    );
    for wanted in [
        "    + Gulls slept on it.",
        "    - A ferry waited for fog to lift.",
        "    + A ferry waited for snow to lift.",
        "    the newest version",
    ] {
        assert!(lines.contains(&wanted), "{wanted}: {}", ran.stdout());
    }
    assert_eq!(ran.stdout().matches("Gulls").count(), 1);
    let coloured = folder
        .run(&["story", "wires/2.json", "--diff", "--color", "always"])
        .done();
    assert!(
        coloured.stdout().contains("\u{1b}[32msnow\u{1b}[0m"),
        "{}",
        coloured.stdout()
    );
    let value = folder
        .run(&["story", "wires/3.json", "--json"])
        .done()
        .json();
    assert_eq!(value["stories"].as_array().unwrap().len(), 3);
    assert_eq!(value["stories"][2]["newest"], true);
    let ran = folder.run(&["story", "wires/other.txt"]).done();
    assert!(
        ran.stderr().contains("no other version"),
        "{}",
        ran.stderr()
    );
    folder.run(&["story", "nothing"]).exits(1);
}

#[test]
fn a_version_that_is_not_the_newest_says_so_in_lists_and_by_itself() {
    let folder = ferry();
    let ran = folder.run(&["show", "wires/1.json"]).done();
    let lines = ran.lines();
    assert!(lines[0].starts_with("SUPERSEDED by 2"));
    assert!(
        lines
            .iter()
            .any(|line| line.starts_with("one of 3 stories of a chain: dateline story 2"))
    );
    let ran = folder.run(&["show", "wires/3.json", "--json"]).done();
    assert_eq!(ran.json()["in_chain"]["total"], 3);
}

#[test]
fn of_what_was_taken_back_the_timeline_shows_the_notice_alone() {
    let folder = Folder::new()
        .write(
            "wires/1.json",
            r#"{"uri":"urn:example:pier","version":"1","headline":"Pier sinks",
               "body_text":"The pier sank, they say."}"#,
        )
        .write(
            "wires/2.json",
            r#"{"uri":"urn:example:pier","version":"2","headline":"KILL: Pier sinks","pubstatus":"canceled",
               "body_text":"Please do not use this story: nothing sank."}"#,
        );
    folder.run(&["index", "wires"]).done();
    for arguments in [
        &["story", "wires/1.json"][..],
        &["story", "wires/1.json", "--diff", "--json"],
    ] {
        let ran = folder.run(arguments).done();
        assert!(
            !ran.stdout().to_lowercase().contains("pier s"),
            "{}",
            ran.stdout()
        );
    }
    let text = folder.run(&["story", "wires/1.json"]).done();
    assert!(text.stdout().contains("KILLED"), "{}", text.stdout());
}

#[test]
fn what_is_like_a_story_or_a_file_is_found_with_how_like_it_is() {
    let folder = ferry().write(
        "copy.txt",
        "PARIS, 18 nov 2020 (AFP) - A ferry waited for snow to lift. Gulls slept on it.\n",
    );
    let ran = folder.run(&["similar", "copy.txt"]).done();
    assert!(
        ran.stdout()
            .contains("Ferry waits 3\n    100 % of the same text\n"),
        "{}",
        ran.stdout()
    );
    let ran = folder.run(&["similar", "wires/1.json"]).done();
    assert!(
        ran.stdout().contains("% of the same text, of its chain\n"),
        "{}",
        ran.stdout()
    );
    assert!(!ran.stdout().contains("wires/1.json"));
    let value = folder
        .run(&["similar", "wires/2.json", "--json"])
        .done()
        .json();
    assert_eq!(value["hits"][0]["of_its_chain"], true);
    let lone = folder.write(
        "lone.txt",
        "GORI, 12 nov 2020 (AFP) - Zinc quux.\n\nQuux.\n",
    );
    lone.run(&["similar", "lone.txt"]).exits(1);
    lone.run(&["similar", "no-such-story"]).exits(1);
}

/// The line that a story belongs to, told from the links alone.
fn line_of(id: &str, links: &BTreeMap<String, Link>, fold: &Fold) -> String {
    let Some(link) = links.get(id) else {
        return id.to_owned();
    };
    let is_repeat = link.role == Role::Repeat;
    match (fold.versions, fold.repeats) {
        (true, Repeats::Fold) => format!("chain {}", link.chain),
        (true, Repeats::Show) if !is_repeat => format!("chain {}", link.chain),
        (false, Repeats::Fold) => {
            let mut text = id.to_owned();
            while links[&text].role == Role::Repeat {
                text = links[&text].to.clone().unwrap();
            }
            format!("text {text}")
        }
        _ => id.to_owned(),
    }
}

#[test]
fn lines_are_those_that_a_plain_grouping_makes_on_random_chains() {
    let mut seed = 7_u64;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (seed >> 33) as usize % below
    };
    let roles = [
        Role::Version,
        Role::Take,
        Role::Alert,
        Role::Repeat,
        Role::Correction,
        Role::Kill,
    ];
    for round in 0..6 {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = engine::open_for_writing(folder.path(), Mode::Update).unwrap();
        let mut links: BTreeMap<String, Link> = BTreeMap::new();
        let (mut days, mut chains) = (BTreeMap::new(), vec![Vec::<String>::new(); 8]);
        for number in 0..60 {
            let id = format!("1{number:016x}");
            days.insert(id.clone(), 1 + random(28) as u32);
            writer.put(&story(&id, days[&id])).unwrap();
            if random(20) == 0 {
                writer.commit("piece").unwrap();
            }
            if let Some(chain) = chains.get_mut(random(12)) {
                let to = (!chain.is_empty()).then(|| chain[random(chain.len())].clone());
                let role = match to {
                    Some(_) => roles[random(roles.len())],
                    None => Role::Version,
                };
                let first = chain.first().unwrap_or(&id).clone();
                links.insert(id.clone(), link(&first, role, to.as_deref()).unwrap());
                chain.push(id);
            }
        }
        for id in chains.iter().filter(|chain| chain.len() == 1).flatten() {
            links.remove(id);
        }
        let changes: Vec<_> = links
            .clone()
            .into_iter()
            .map(|(id, link)| (id, Some(link)))
            .collect();
        writer.link(changes).unwrap();
        writer.commit("links").unwrap();
        let searcher = engine::open(folder.path()).unwrap();
        for (versions, dupes) in [
            ("fold", "fold"),
            ("fold", "show"),
            ("all", "fold"),
            ("all", "show"),
        ] {
            let fold = fold(versions, dupes);
            let mut expected: BTreeMap<String, (u64, Vec<&String>)> = BTreeMap::new();
            for id in days.keys() {
                let line = expected.entry(line_of(id, &links, &fold)).or_default();
                line.0 += 1;
                line.1.push(id);
            }
            let claim = |id: &&&String| {
                let mut steps = 0;
                let mut at = links.get(**id).and_then(|link| link.to.as_ref());
                while let Some(to) = at {
                    steps += 1;
                    at = links[to].to.as_ref();
                }
                let rank = match links.get(**id).map(|link| link.role) {
                    Some(Role::Kill) => 0,
                    Some(Role::Take | Role::Alert | Role::Repeat) => 1,
                    _ => 2,
                };
                (rank, days[**id], steps, (**id).clone())
            };
            let expected: BTreeSet<(String, u64)> = expected
                .into_values()
                .map(|(matched, ids)| ((*ids.iter().max_by_key(claim).unwrap()).clone(), matched))
                .collect();
            let page = Page {
                offset: 0,
                limit: 100,
                sort: Sort::Newest,
            };
            let found = searcher
                .lines(&query(Node::Everything), &page, &fold)
                .unwrap();
            assert_eq!(found.total.lines as usize, expected.len());
            let lines: BTreeSet<(String, u64)> = found
                .lines
                .map(|line| line.map(|line| (line.story.id, line.matched)).unwrap())
                .collect();
            assert_eq!(lines, expected, "{round} {versions} {dupes}");
        }
    }
}
