//! Chains in the archive: what ties stories together is kept with each commit, and search folds by it.

use dateline::chain::{Link, Reason, Role};
use dateline::engine::{self, Mode, Searcher, Writer};
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
