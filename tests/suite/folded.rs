//! Chains in the archive: what ties stories together is kept with each commit, and search folds by it.

use dateline::chain::{Link, Reason, Role};
use dateline::engine::{self, By, Fold, Mode, Page, Repeats, Searcher, Sort, Total, Writer};
use dateline::query::{Node, Query};
use dateline::search::{self, Request};
use dateline::story::{DateFrom, Story};
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
    writer.link(&links).unwrap();
    writer.commit("first").unwrap();
    writer
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
    assert_eq!(writer.links().unwrap().len(), 3);
    writer.link(&[("1c".into(), None)]).unwrap();
    writer.commit("third").unwrap();
    assert_eq!(chained(&*searcher, "1b").len(), 3, "it was opened before");
    let searcher = engine::open(folder.path()).unwrap();
    assert_eq!(chained(&*searcher, "1b"), ["1a", "1b"]);
}

#[test]
fn links_that_no_commit_names_are_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = with_chain(folder.path());
    writer.link(&[("1c".into(), None)]).unwrap();
    drop(writer);
    // What a run that was killed before its commit may leave behind.
    let data = engine::committed(folder.path()).unwrap().unwrap().0;
    std::fs::write(data.join("links-2"), "half").unwrap();
    let mut writer = engine::open_for_writing(folder.path(), Mode::Update).unwrap();
    assert_eq!(writer.links().unwrap().len(), 3);
    writer.link(&[("1a".into(), None)]).unwrap();
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
    let (total, matched) = (found.total, found.matched);
    let shown = found.lines.map(|line| {
        let line = line.unwrap();
        match line.matched {
            1 => line.story.id,
            matched => format!("{}×{matched}", line.story.id),
        }
    });
    let shown: Vec<_> = shown.collect();
    let counted = searcher.total(&query(root), fold).unwrap();
    let both = Total {
        lines: total,
        stories: matched,
    };
    assert_eq!(counted, both, "search and count agree");
    (shown.join(" "), total, matched)
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
    let links: Vec<_> = links.map(|(id, link)| (id.to_owned(), link)).into();
    writer.link(&links).unwrap();
    writer.commit("links").unwrap();
    writer.finish().unwrap();
    engine::open(folder).unwrap()
}

#[test]
fn a_chain_is_one_line_that_shows_its_newest_version_and_repeats_and_versions_fold_as_asked() {
    for pieces in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let searcher = two_chains(folder.path(), pieces);
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
                .into_iter()
                .map(|row| format!("{}:{}", &row.values[0].as_ref().unwrap()[8..], row.stories))
                .collect();
            rows.sort();
            rows.join(" ")
        };
        assert_eq!(counted("fold", "fold"), "01:2 02:2 03:1 04:1 05:1 09:1");
        assert_eq!(counted("all", "only"), "01:1 02:1 03:1 05:1");
        let months = searcher
            .counts(
                &query(Node::Everything),
                &[By::Month],
                &fold("fold", "fold"),
            )
            .unwrap();
        assert_eq!(months[0].stories, 3);
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
