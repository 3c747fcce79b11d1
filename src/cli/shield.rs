//! Lets people exclude words as they do elsewhere: `search karabakh -sport --json`.
//!
//! clap would take `-sport` for short flags. So, before clap sees them, one-dash arguments of the commands that take a
//! query get a mark before them, unless they are exactly a short flag (`-n`, `-0`, `-h`, with its number too: `-n20`) or the value of one; the mark
//! is taken off the words again.

use clap::Command;
use std::ffi::{OsStr, OsString};

/// The commands whose arguments are a query.
const QUERY_COMMANDS: [&str; 3] = ["search", "count", "explain"];

/// Stands before a shielded argument: a character that nobody types.
const MARK: &str = "\u{F8FF}";

/// Puts a mark before each argument that is part of a query and looks like a flag.
pub(super) fn shield(arguments: Vec<OsString>, command: impl FnOnce() -> Command) -> Vec<OsString> {
    let is_plain = |argument: &OsString| {
        let bytes = argument.as_encoded_bytes();
        !bytes.starts_with(MARK.as_bytes())
            && (!bytes.starts_with(b"-") || bytes.starts_with(b"--"))
    };
    // To know the flags takes as long as a small search does.
    if arguments.iter().all(is_plain) {
        return arguments;
    }
    let mut command = command();
    command.build();
    let Some(at) = subcommand(&arguments, &command) else {
        return arguments;
    };
    let name = arguments[at].to_string_lossy().into_owned();
    let subcommand = command.find_subcommand(&name);
    let Some(subcommand) = subcommand.filter(|_| QUERY_COMMANDS.contains(&name.as_str())) else {
        return arguments;
    };
    let mut shielded = arguments;
    let query = shielded.split_off(at + 1);
    shielded.extend(shield_query(query, subcommand));
    shielded
}

/// The word of a query as typed.
pub(super) fn unshield(word: &str) -> &str {
    word.strip_prefix(MARK).unwrap_or(word)
}

/// Where the subcommand stands: the first argument that is neither a flag nor the value of one.
fn subcommand(arguments: &[OsString], command: &Command) -> Option<usize> {
    let mut at = 1;
    while at < arguments.len() {
        match flag(&arguments[at], command) {
            Flag::Alone => at += 1,
            Flag::BeforeValue => at += 2,
            Flag::None if is_dashed(&arguments[at]) => return None,
            Flag::None => return Some(at),
        }
    }
    None
}

fn shield_query(arguments: Vec<OsString>, command: &Command) -> Vec<OsString> {
    let mut shielded = Vec::with_capacity(arguments.len());
    let mut arguments = arguments.into_iter();
    while let Some(argument) = arguments.next() {
        if argument == "--" {
            shielded.push(argument);
            shielded.extend(arguments.by_ref().map(shield_mark));
            break;
        }
        match flag(&argument, command) {
            Flag::Alone => shielded.push(argument),
            Flag::BeforeValue => {
                shielded.push(argument);
                shielded.extend(arguments.next());
            }
            Flag::None if is_dashed(&argument) => shielded.push(marked(&argument)),
            Flag::None => shielded.push(shield_mark(argument)),
        }
    }
    shielded
}

/// A word that itself begins with the mark gets another one, so that taking one off leaves it as typed.
fn shield_mark(word: OsString) -> OsString {
    match word.as_encoded_bytes().starts_with(MARK.as_bytes()) {
        true => marked(&word),
        false => word,
    }
}

fn marked(argument: &OsStr) -> OsString {
    let mut marked = OsString::from(MARK);
    marked.push(argument);
    marked
}

/// Whether it is a dash with something behind it.
fn is_dashed(argument: &OsStr) -> bool {
    let bytes = argument.as_encoded_bytes();
    bytes.len() > 1 && bytes[0] == b'-'
}

/// What an argument is to clap.
enum Flag {
    /// No flag.
    None,
    /// A flag, its value with it or not needed.
    Alone,
    /// A flag whose value is the next argument.
    BeforeValue,
}

fn flag(argument: &OsStr, command: &Command) -> Flag {
    let Some(text) = argument.to_str() else {
        return Flag::None;
    };
    let known = match text.strip_prefix("--") {
        Some(long) if !long.is_empty() => {
            let known = |arg: &&clap::Arg| arg.get_long() == Some(long);
            match command.get_arguments().find(known) {
                Some(arg) => Some(arg),
                // `--long=value`, or a mistake that clap will explain.
                None => return Flag::Alone,
            }
        }
        _ if has_number(text, command) => return Flag::Alone,
        _ => short(text).and_then(|short| by_letter(short, command)),
    };
    match known {
        None => Flag::None,
        Some(arg) if arg.get_action().takes_values() => Flag::BeforeValue,
        Some(_) => Flag::Alone,
    }
}

/// The flag of a letter.
fn by_letter(letter: char, command: &Command) -> Option<&clap::Arg> {
    let mut all = command.get_arguments();
    all.find(|arg| arg.get_short() == Some(letter))
}

/// Whether an argument is a short flag with its number: `-n20`.
fn has_number(text: &str, command: &Command) -> bool {
    let mut letters = text.strip_prefix('-').unwrap_or_default().chars();
    let flag = letters.next().and_then(|letter| by_letter(letter, command));
    let number = letters.as_str();
    let digits = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    digits && flag.is_some_and(|arg| arg.get_action().takes_values())
}

/// The letter of an argument that is exactly a short flag.
fn short(text: &str) -> Option<char> {
    let mut letters = text.strip_prefix('-')?.chars();
    letters.next().filter(|_| letters.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::super::Cli;
    use super::*;
    use clap::CommandFactory;

    /// The arguments as clap sees them, `^` for the mark.
    fn shielded(line: &str) -> String {
        let arguments = line.split(' ').map(OsString::from).collect();
        let shielded = shield(arguments, Cli::command);
        let shielded: Vec<_> = shielded.iter().map(|arg| arg.to_string_lossy()).collect();
        shielded.join(" ").replace(MARK, "^")
    }

    #[test]
    fn what_is_no_exact_flag_is_part_of_the_query() {
        for (typed, seen) in [
            ("d search -karabakh", "d search ^-karabakh"),
            (
                "d search karabakh -sport --json",
                "d search karabakh ^-sport --json",
            ),
            ("d search -nato", "d search ^-nato"),
            ("d search -- --json", "d search -- --json"),
            ("d search -n 5 -x", "d search -n 5 ^-x"),
            ("d search -n -5", "d search -n -5"),
            ("d search -0 -0.5 -5", "d search -0 ^-0.5 ^-5"),
            ("d search -n5 -n2x", "d search -n5 ^-n2x"),
            ("d search -- -n5", "d search -- -n5"),
            ("d count -n5", "d count ^-n5"),
            ("d search -h -help", "d search -h ^-help"),
            ("d search - a", "d search - a"),
            ("d search -\"a b\"", "d search ^-\"a b\""),
            (
                "d search -place:Moscou -(a OR b)",
                "d search ^-place:Moscou ^-(a OR b)",
            ),
            ("d search --place -x -y", "d search --place -x ^-y"),
            ("d search --place=-x -y", "d search --place=-x ^-y"),
            ("d search --json -y", "d search --json ^-y"),
            ("d search --jsn -y", "d search --jsn ^-y"),
            ("d search -é", "d search ^-é"),
            ("d count --by year -sport", "d count --by year ^-sport"),
            ("d explain -sport", "d explain ^-sport"),
            (
                "d --index -i -q search -nato",
                "d --index -i -q search ^-nato",
            ),
            ("d search --index x -nato", "d search --index x ^-nato"),
            ("d search ^a -- ^b -c", "d search ^a -- ^b -c"),
        ] {
            assert_eq!(shielded(typed), seen, "{typed}");
        }
    }

    #[test]
    fn commands_without_a_query_keep_their_arguments() {
        for line in [
            "d",
            "d index -x",
            "d -x search -nato",
            "d --help",
            "d show -n",
            "d nonsense -nato",
        ] {
            assert_eq!(shielded(line), line);
        }
    }

    #[test]
    fn a_word_comes_out_as_it_was_typed() {
        for word in ["-nato", "\u{F8FF}", "\u{F8FF}\u{F8FF}x", "x"] {
            let arguments = ["d", "search", word].map(OsString::from).to_vec();
            let seen = shield(arguments, Cli::command).pop().unwrap();
            assert_eq!(unshield(seen.to_str().unwrap()), word);
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_name_that_is_no_utf_8_is_left_to_clap() {
        use std::os::unix::ffi::OsStringExt;
        let odd = OsString::from_vec(b"-\xff".to_vec());
        let arguments = vec!["d".into(), "search".into(), odd];
        assert_eq!(shield(arguments, Cli::command).len(), 3);
    }
}
