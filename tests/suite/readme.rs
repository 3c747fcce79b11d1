//! Every example of the README prints what it shows. `UPDATE=1 cargo test` writes the examples anew.

use crate::harness::Folder;
use std::path::Path;

/// The arguments of a line typed to a shell: blanks cut, single quotes hold together.
fn arguments(line: &str) -> Vec<String> {
    let pieces = line.split('\'').enumerate();
    let mut words = Vec::new();
    for (number, piece) in pieces {
        match number % 2 {
            0 => words.extend(piece.split_whitespace().map(String::from)),
            _ => words.push(piece.to_owned()),
        }
    }
    words
}

/// The README with every example's output as the program prints it, and how many examples there were.
fn with_outputs(readme: &str, folder: &Folder) -> (String, usize) {
    let (mut written, mut examples, mut inside) = (String::new(), 0, false);
    for line in readme.lines() {
        match line {
            "```console" => inside = true,
            "```" => inside = false,
            _ if inside && !line.starts_with("$ ") => continue,
            _ => {}
        }
        written += line;
        written.push('\n');
        if let Some(typed) = line.strip_prefix("$ dateline ").filter(|_| inside) {
            let arguments = arguments(typed);
            let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
            written += folder.run(&arguments).done().stdout();
            examples += 1;
        }
    }
    (written, examples)
}

#[test]
fn every_example_prints_what_the_readme_shows() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = Folder::new();
    #[cfg(unix)]
    std::os::unix::fs::symlink(root.join("corpus"), folder.path("corpus")).unwrap();
    folder.run(&["index", "corpus"]);
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    let (now, examples) = with_outputs(&readme, &folder);
    assert!(examples >= 5, "{examples} examples");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(root.join("README.md"), &now).unwrap();
    } else {
        assert!(
            readme == now,
            "the README shows something else; UPDATE=1 cargo test writes:\n{now}"
        );
    }
}

#[test]
fn every_command_and_flag_of_the_readme_exists() {
    let readme = include_str!("../../README.md");
    let folder = Folder::new();
    let commands = [
        "index", "search", "count", "explain", "parse", "places", "show", "story", "similar",
        "stats", "remove",
    ];
    let help: String = commands
        .iter()
        .map(|command| folder.run(&[command, "--help"]).done().stdout().to_owned())
        .collect();
    let words = readme.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
    for flag in words.filter(|word| word.starts_with("--") && word.contains(char::is_alphabetic)) {
        let of_cargo = ["--release", "--open"].contains(&flag);
        assert!(
            of_cargo || help.contains(flag),
            "{flag} is no flag of any command"
        );
    }
}
