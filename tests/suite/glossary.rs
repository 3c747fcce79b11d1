//! `--glossary`: a word is looked for under its other names too, on request only.

use crate::harness::Folder;

fn archive() -> Folder {
    let mut folder = Folder::new();
    for (name, text) in [
        (
            "fr",
            "EREVAN, 10 nov 2020 (AFP) - Le cessez-le-feu au Karabagh est entré en vigueur mardi.\n",
        ),
        (
            "en",
            "YEREVAN, Nov 10, 2020 (Reuters) - A ceasefire in Karabakh took hold on Tuesday.\n",
        ),
        (
            "ru",
            "ЕРЕВАН, 10 ноября 2020. /ТАСС/. Прекращение огня в Карабахе вступило в силу.\n",
        ),
        (
            "other",
            "LONDON, Nov 10, 2020 (Reuters) - The price of tea rose on Tuesday.\n",
        ),
    ] {
        folder = folder.write(&format!("wires/{name}.txt"), text);
    }
    let ran = folder.run(&["index", "wires"]);
    assert!(ran.code() == 0, "{}", ran.stderr());
    folder
}

fn count(folder: &Folder, arguments: &[&str]) -> String {
    let ran = folder.run(&[&["count"], arguments].concat());
    ran.lines().join(" ").trim().to_owned()
}

#[test]
fn a_word_finds_its_other_names_only_when_asked_to() {
    let folder = archive();
    for (typed, without, with) in [
        ("Karabakh", "1", "3"),
        ("Карабахе", "1", "3"),
        ("ceasefire", "1", "3"),
        ("cessez-le-feu", "1", "3"),
        ("\"ceasefire\"", "1", "1"),
        ("=ceasefire", "1", "1"),
        ("tea", "1", "1"),
        ("ceasefire -Karabagh", "1", "0"),
        ("ceasefire SAME/S Karabakh", "1", "3"),
    ] {
        assert_eq!(count(&folder, &[typed]), without, "{typed}");
        assert_eq!(count(&folder, &["--glossary", typed]), with, "{typed}");
    }
}

#[test]
fn what_was_added_is_said_and_explained_with_its_counts() {
    let folder = archive();
    let ran = folder.run(&["search", "--glossary", "Karabakh"]);
    assert!(
        ran.stderr()
            .contains("glossary: karabakh is looked for as Karabagh,"),
        "{}",
        ran.stderr()
    );
    let ran = folder.run(&["search", "--glossary", "--strict", "Karabakh"]);
    assert_eq!(
        ran.code(),
        0,
        "the glossary was asked for: it is no assumption"
    );
    let explained = folder
        .run(&["explain", "--glossary", "Karabakh"])
        .lines()
        .join("\n");
    for line in [
        "any of: 3 stories",
        "\"karabagh\", any inflection, accents aside: 1 story",
        "\"карабах\"",
    ] {
        assert!(explained.contains(line), "{explained}");
    }
}

#[test]
fn rows_of_ones_own_are_laid_over_ours() {
    let folder = archive();
    let folder = folder.write("mine/glossary.tsv", "phrase\ttea|cessez-le-feu\n");
    assert_eq!(
        count(&folder, &["--tables", "mine", "--glossary", "tea"]),
        "4"
    );
    let folder = folder.write("mine/glossary.tsv", "tea|chai\n");
    let ran = folder.run(&["count", "--tables", "mine", "tea"]);
    assert_eq!(ran.code(), 2);
    assert!(
        ran.stderr().contains("glossary.tsv:1: "),
        "{}",
        ran.stderr()
    );
}
