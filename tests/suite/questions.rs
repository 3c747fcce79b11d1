//! Questions to the archive of the whole corpus, and the stories that they have to find or must not.

use crate::harness::Folder;
use std::path::Path;

fn archive() -> Folder {
    let folder = Folder::new();
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let ran = folder.run(&["index", corpus.to_str().unwrap()]);
    assert!(ran.code() == 0, "{}", ran.stderr());
    folder
}

fn found(folder: &Folder, query: &str) -> Vec<String> {
    let ran = folder.run(&["search", "--format", "paths", "-n", "1000", query]);
    let below = |path: &str| {
        path.split_once("corpus/")
            .map_or(path, |(_, below)| below)
            .to_owned()
    };
    ran.lines().into_iter().map(below).collect()
}

#[test]
fn the_story_that_is_meant_is_among_those_found() {
    let folder = archive();
    let table = [
        ("place:ONU", "plain/2020/afp-en-united-nations-heritage.txt"),
        (
            "place:\"New York\"",
            "plain/2020/afp-en-united-nations-heritage.txt",
        ),
        (
            "place:\"Nations unies\"",
            "plain/2020/afp-en-united-nations-heritage.txt",
        ),
        ("place:Tiflis", "plain/crawl/afp-fr-tbilissi-mediation.txt"),
        ("place:Тбилиси", "plain/crawl/afp-fr-tbilissi-mediation.txt"),
        (
            "place:Illinois",
            "plain/reuters-1987/1987-03-09/chicago-popcorn.txt",
        ),
        (
            "place:US date:1987",
            "plain/reuters-1987/1987-03-09/chicago-popcorn.txt",
        ),
        ("place:Gori", "plain/crawl/afp-fr-gori-convoi.txt"),
        (
            "\"cessez-le-feu\" -sport",
            "plain/2020/afp-fr-erevan-accord.txt",
        ),
        (
            "agency:reuters headline:popcorn OR headline:elevator",
            "plain/reuters-1987/1987-03-09/chicago-popcorn.txt",
        ),
    ];
    for (query, path) in table {
        let found = found(&folder, query);
        assert!(
            found.iter().any(|other| other == path),
            "{query}: {found:?}"
        );
    }
}

#[test]
fn what_is_the_same_question_has_the_same_answer() {
    let folder = archive();
    let table = [
        ("karabakh truce", "karabakh AND truce"),
        ("karabakh truce", "+karabakh +truce"),
        ("-(karabakh OR sport)", "-karabakh -sport"),
        ("-(karabakh sport)", "-karabakh OR -sport"),
        ("date:2020-11-01..2020-11-30", "date:2020-11"),
        ("since:2020 until:2020", "date:2020"),
        ("agency:afp,reuters", "agency:afp OR agency:reuters"),
        ("ARMÉNIE", "l’arménie"),
        ("accord NEAR/9 cessez-le-feu", "cessez-le-feu w/9 accord"),
        ("\"accord de\"", "\"accord\" ADJ/1 \"de\""),
        ("\"accord de feu\"~9", "\"feu accord de\"~9"),
        ("atleast1:accord", "accord"),
        ("atleast2:karabakh", "karabakh NEAR/1000000 karabakh"),
        ("first1000000:accord", "accord"),
        (
            "(karabakh OR haut) SAME/P accord",
            "(karabakh SAME/P accord) OR (haut SAME/P accord)",
        ),
    ];
    for (one, other) in table {
        let (mut one_found, mut other_found) = (found(&folder, one), found(&folder, other));
        one_found.sort();
        other_found.sort();
        assert!(!one_found.is_empty(), "{one}");
        assert_eq!(one_found, other_found, "{one} and {other}");
    }
}
