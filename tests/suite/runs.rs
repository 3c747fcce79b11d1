//! The README shows what the newest runs of the benchmarks found.

use std::fs;
use std::path::Path;

/// What stands between the marks of a name, the marks with it.
fn part<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let (begin, end) = (
        format!("<!-- {name} begins -->"),
        format!("<!-- {name} ends -->"),
    );
    let from = text.find(&begin)?;
    let length = text[from..].find(&end)?;
    Some(&text[from..from + length + end.len()])
}

#[test]
fn the_readme_shows_the_newest_runs() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    for (name, like) in [
        ("peers", "-peers-"),
        ("growth", "-growth."),
        ("inside", "-in-process"),
    ] {
        let files = fs::read_dir(root.join("tests/bench/runs")).unwrap();
        let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
        let newest = names
            .filter(|file| file.contains(like) && file.ends_with(".md"))
            .max();
        let Some(newest) = newest else { continue };
        let run = fs::read_to_string(root.join("tests/bench/runs").join(&newest)).unwrap();
        // What is not meant for the README has no such part.
        let Some(shown) = part(&run, name) else {
            continue;
        };
        assert!(
            part(&readme, name) == Some(shown),
            "the README shows something else than {newest}: \
             python3 tests/bench/peers --table tests/bench/runs/{newest} writes its part anew"
        );
    }
}
