use super::*;
use std::fs;

fn link(chain: &str, role: Role, to: Option<&str>) -> Option<Link> {
    Some(Link {
        chain: chain.into(),
        role,
        to: to.map(String::from),
        why: to.map(|_| Reason::Slug),
    })
}

/// An id as stories have it.
fn id(number: u64) -> String {
    format!("1{}", &blake3::hash(&number.to_le_bytes()).to_hex()[..24])
}

/// The ids of all stories in chains.
fn all(links: &Links) -> Vec<String> {
    let mut all = Vec::new();
    let mut each = |id: &str, _: &Link| all.push(id.to_owned());
    links.each(&mut each).unwrap();
    all.sort();
    all
}

fn changed(
    folder: &Path,
    number: Option<u32>,
    changes: &[(&str, Option<Link>)],
) -> (Option<u32>, Links) {
    let changes = changes
        .iter()
        .map(|(id, link)| (id.to_string(), link.clone()))
        .collect();
    let old = Links::open(folder, number).unwrap();
    let next = old.change(folder, number, changes).unwrap();
    (next, Links::open(folder, next).unwrap())
}

#[test]
fn what_is_written_is_read_back_by_story_and_by_chain() {
    let folder = tempfile::tempdir().unwrap();
    let (number, links) = changed(
        folder.path(),
        None,
        &[
            ("1b", link("1a", Role::Correction, Some("1a"))),
            ("1a", link("1a", Role::Version, None)),
            ("1c", link("1a", Role::Repeat, Some("1b"))),
            ("2a", link("2a", Role::Version, None)),
            ("3a", link("3a", Role::Alert, None)),
            ("3b", link("3a", Role::Kill, Some("3a"))),
        ],
    );
    assert_eq!(number, Some(1));
    let chain = links.chain_of("1c").unwrap().unwrap();
    assert_eq!(chain.id, "1a");
    let ids: Vec<_> = chain.stories.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(ids, ["1a", "1b", "1c"]);
    assert_eq!(
        Some(chain.stories[1].1.clone()),
        link("1a", Role::Correction, Some("1a"))
    );
    assert!(links.chain_of("2a").unwrap().is_none(), "it is alone");
    let entry = |id: &str| links.find(id_order(id)).unwrap();
    assert_eq!(entry("1b").text, entry("1c").text);
    assert_ne!(entry("1a").text, entry("1b").text);
    assert_eq!(
        ["1a", "1b", "1c", "3b"].map(|id| entry(id).repeats),
        [false, true, true, false]
    );
    assert_eq!(["1a", "1b", "1c"].map(|id| entry(id).steps), [0, 1, 2]);
    assert_eq!(entry("3b").role, Role::Kill);
    assert_eq!(links.named("3").unwrap(), [1]);
    assert_eq!(all(&links).len(), 5);
}

#[test]
fn a_change_leaves_the_other_chains_as_they_were() {
    let folder = tempfile::tempdir().unwrap();
    let version = |chain| link(chain, Role::Version, None);
    let (number, _) = changed(
        folder.path(),
        None,
        &[
            ("1a", version("1a")),
            ("1b", link("1a", Role::Repeat, Some("1a"))),
            ("5a", version("5a")),
            ("5b", version("5a")),
            ("9a", version("9a")),
            ("9b", link("9a", Role::Repeat, Some("9a"))),
        ],
    );
    let (number, links) = changed(
        folder.path(),
        number,
        &[
            ("5b", None),
            ("3a", version("3a")),
            ("3b", link("3a", Role::Take, Some("3a"))),
            ("unknown", None),
        ],
    );
    assert_eq!(number, Some(2));
    let ids: Vec<String> = all(&links);
    assert_eq!(ids, ["1a", "1b", "3a", "3b", "9a", "9b"]);
    let entry = |id: &str| links.find(id_order(id)).unwrap();
    assert_eq!(["1b", "3b", "9b"].map(|id| entry(id).chain), [0, 1, 2]);
    assert_eq!(
        ["1a", "1b", "9a", "9b"].map(|id| entry(id).text),
        [0, 0, 4, 4]
    );
    for id in ids {
        assert!(links.chain_of(&id).unwrap().is_some(), "{id}");
    }
    let (same, _) = changed(folder.path(), number, &[("1a", version("1a")), ("x", None)]);
    assert_eq!(same, number, "nothing changed");
    let gone = ["1a", "3a", "9a"].map(|id| (id, None));
    assert_eq!(changed(folder.path(), number, &gone).0, None);
}

#[test]
fn each_of_many_stories_is_found_and_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let ids: Vec<String> = (0..5_000).map(id).collect();
    let odd = (0..100).map(|number| format!("story {number:03}"));
    let ids: Vec<String> = ids.into_iter().chain(odd).collect();
    let changes: Vec<_> = ids
        .iter()
        .enumerate()
        .map(|(number, id)| (id.as_str(), link(&ids[number / 3 * 3], Role::Version, None)))
        .collect();
    let (_, links) = changed(folder.path(), None, &changes);
    for id in &ids {
        assert!(links.find(id_order(id)).is_some(), "{id}");
    }
    for number in 5_000..10_000 {
        assert_eq!(links.find(id_order(&id(number))), None);
    }
    for key in [0, 1, u64::MAX] {
        assert_eq!(links.find(key), None);
    }
}

#[test]
fn a_table_that_is_cut_off_is_an_error_and_not_an_empty_one() {
    let folder = tempfile::tempdir().unwrap();
    let two = [
        ("1a", link("1a", Role::Version, None)),
        ("1b", link("1a", Role::Version, None)),
    ];
    changed(folder.path(), None, &two);
    let bytes = fs::read(folder.path().join("links-1")).unwrap();
    for length in 0..bytes.len() {
        assert!(Links::of(OwnedBytes::new(bytes[..length].to_vec())).is_err());
    }
    assert!(Links::open(folder.path(), Some(7)).is_err());
}

#[test]
fn stories_that_repeat_each_other_in_a_circle_are_no_hang() {
    let folder = tempfile::tempdir().unwrap();
    let circle = [
        ("1a", link("1a", Role::Repeat, Some("1b"))),
        ("1b", link("1a", Role::Repeat, Some("1a"))),
    ];
    let (_, links) = changed(folder.path(), None, &circle);
    assert!(links.chain_of("1a").unwrap().is_some());
}

#[test]
fn tables_of_older_commits_go() {
    let folder = tempfile::tempdir().unwrap();
    for number in 1..5 {
        fs::write(folder.path().join(name(number)), "").unwrap();
    }
    sweep(folder.path(), Some(3));
    let mut left: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    left.sort();
    assert_eq!(left, ["links-2", "links-3"]);
}
