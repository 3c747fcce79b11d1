//! The command line: one file per command with its arguments, its help text and its function.
//!
//! stdout carries data, stderr everything else. The exit codes are those of `Exit` and of
//! [`Error::exit_code`](crate::Error::exit_code); a closed pipe is success.

mod archive;
mod folding;
mod heap;
mod interrupt;
mod progress;
mod question;
mod shield;
mod terminal;

mod count;
mod explain;
mod index;
mod parse;
mod places;
mod receipt;
mod remove;
mod search;
mod show;
mod similar;
mod stats;
mod story;

pub use terminal::Terminal;

use crate::error::Result;
use crate::facts::Facts;
use crate::present;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use std::ffi::OsString;
use std::path::PathBuf;
use terminal::Context;

/// Shown after the list of commands.
const GUIDE: &str = "\
Examples:
  dateline search Karabakh cessez-le-feu     stories with both words
  dateline index ~/wires                     put a folder into the archive
  dateline count --by year place:Géorgie     how many stories a year from Georgia
  dateline show 1f3a                         one story, by the beginning of its id
  dateline story 1f3a                        all its versions, in the order of time

Exit codes:
  0    found, or done
  1    nothing found
  2    wrong use, or failed
  3    done, but some files could not be read
  4    another process is writing to the archive
  5    the archive was written by another version
  6    stopped by --timeout: the answer is a part
  130  interrupted; what was whole is kept, but nothing of a --rebuild";

/// Over the options that every command has.
const GLOBAL: &str = "Options of every command";

/// A searchable archive of news-agency dispatches: finds stories by keyword, place and date.
#[derive(Debug, Parser)]
#[command(name = "dateline", version, propagate_version = true, after_help = GUIDE)]
struct Cli {
    /// The folder of the archive [default: index].
    #[arg(long, global = true, value_name = "LOCATION", env = "DATELINE_INDEX")]
    #[arg(hide_env_values = true, allow_hyphen_values = true, help_heading = GLOBAL)]
    index: Option<PathBuf>,

    /// A folder of tables of your own: places.tsv, agencies.tsv, languages/*.toml [default: tables in the archive].
    #[arg(long, global = true, value_name = "FOLDER", env = "DATELINE_TABLES")]
    #[arg(hide_env_values = true, allow_hyphen_values = true, help_heading = GLOBAL)]
    tables: Option<PathBuf>,

    /// When to use colours.
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t)]
    #[arg(help_heading = GLOBAL)]
    color: Colour,

    /// Say nothing but the answer and errors.
    #[arg(short, long, global = true, help_heading = GLOBAL)]
    quiet: bool,

    #[command(subcommand)]
    command: Command,
}

/// When colours are used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Colour {
    /// On a terminal, unless NO_COLOR is set.
    #[default]
    Auto,
    /// Also in files and pipes.
    Always,
    /// Not at all.
    Never,
}

// The arguments are made of the command that is called, and of no other; so what each does is said here.
#[derive(Debug, Subcommand)]
#[command(defer = true)]
enum Command {
    /// Finds stories by keyword, place and date.
    Search(search::Args),
    /// Puts files and folders into the archive; what did not change is skipped.
    Index(index::Args),
    /// Shows whole stories.
    Show(show::Args),
    /// Shows all versions, takes, corrections and repeats of a developing story in the order of time.
    ///
    /// The story named has a `>`. Each version says what ties it to which other. Of what its agency took back, or what is
    /// under embargo, neither headline nor text is shown, but the notice is.
    Story(story::Args),
    /// Finds stories with nearly the same text, or with the same rare words.
    ///
    /// Each has how much of the text it shares, or how many of the rare words where the text is another. The story itself and
    /// those that are not to be used are left out.
    Similar(similar::Args),
    /// Counts the stories that a query finds.
    Count(count::Args),
    /// Shows how a query is understood, and how many stories each part of it finds.
    Explain(explain::Args),
    /// Shows how files are read, without indexing them.
    Parse(parse::Args),
    /// Shows how names of places are understood: what each may mean, the likeliest first, and why.
    Places(places::Args),
    /// Shows what the archive holds: stories, days, sizes.
    Stats(stats::Args),
    /// Asks the question of a receipt again, and reports how the answer differs.
    ///
    /// The receipt names the question, how it was read, and each story found with a digest of its text. The answer is the
    /// same (exit code 0) when it is read in the same way and finds the same stories with the same texts; otherwise each story
    /// that is missing, new or changed is named (exit code 1).
    VerifyReceipt(receipt::Args),
    /// Takes stories out of the archive for good: they stay out when their files are read again.
    Remove(remove::Args),
}

/// How a command ended that did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exit {
    /// Found, or done.
    Done,
    /// Nothing found.
    Nothing,
    /// Done, but some files could not be read.
    SomeFailed,
    /// Stopped by --timeout: the answer is a part.
    Partial,
    /// Stopped by Ctrl-C; what was whole is kept.
    Interrupted,
}

impl Exit {
    fn code(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::Nothing => 1,
            Exit::SomeFailed => 3,
            Exit::Partial => 6,
            Exit::Interrupted => 130,
        }
    }

    /// [`Exit::Done`] where something was found.
    fn found(something: bool) -> Exit {
        match something {
            true => Exit::Done,
            false => Exit::Nothing,
        }
    }
}

/// Runs the program with its arguments, the first of them its own name, and gives its exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>, terminal: Terminal<'_>) -> u8 {
    let arguments = shield::shield(arguments.into_iter().collect(), Cli::command);
    let parsed = Cli::command()
        .try_get_matches_from(&arguments)
        .and_then(|matches| Cli::from_arg_matches(&matches));
    match parsed {
        Ok(cli) => run_command(&cli, terminal),
        Err(error) => terminal::write_clap(
            terminal,
            &error,
            question_without_its_command(&error, &arguments),
        ),
    }
}

/// What to write where a question was typed in the place of a command.
fn question_without_its_command(error: &clap::Error, arguments: &[OsString]) -> Option<String> {
    use clap::error::{ContextKind, ContextValue, ErrorKind};
    let typed = match error.get(ContextKind::InvalidSubcommand) {
        Some(ContextValue::String(typed)) if error.kind() == ErrorKind::InvalidSubcommand => typed,
        _ => return None,
    };
    // A slip in a command's name has clap's own answer.
    let slip = error.get(ContextKind::SuggestedSubcommand).is_some();
    let words = arguments.iter().map(|argument| argument.to_string_lossy());
    let words = words.skip_while(|word| word != typed).map(|word| {
        let is_plain = |c: char| c.is_alphanumeric() || "-:.,=/".contains(c);
        match word.chars().all(is_plain) || word.contains('\'') {
            true => word.into_owned(),
            false => format!("'{word}'"),
        }
    });
    let words: Vec<String> = words.collect();
    (!slip).then(|| format!("did you mean `dateline search {}`?", words.join(" ")))
}

fn run_command(cli: &Cli, terminal: Terminal<'_>) -> u8 {
    let (own, failed) = match terminal::own_facts(cli) {
        Ok(own) => (own, None),
        Err(error) => (None, Some(error)),
    };
    let facts = own.as_ref().unwrap_or_else(|| Facts::built_in());
    // The writers are lent for as long as these facts live.
    let terminal = Terminal {
        out: &mut *terminal.out,
        err: &mut *terminal.err,
        ..terminal
    };
    let mut context = Context::new(cli, terminal, facts);
    let ended = match failed {
        Some(error) => Err(error),
        None => dispatch(&cli.command, &mut context),
    };
    match ended.and_then(|exit| context.flush().map(|()| exit)) {
        Ok(exit) => exit.code(),
        Err(error) if present::is_closed_pipe(&error) => Exit::Done.code(),
        Err(error) => {
            let _ = context.flush();
            context.write_error(&error);
            error.exit_code()
        }
    }
}

fn dispatch(command: &Command, context: &mut Context<'_>) -> Result<Exit> {
    match command {
        Command::Search(args) => search::run(args, context),
        Command::Index(args) => index::run(args, context),
        Command::Show(args) => show::run(args, context),
        Command::Story(args) => story::run(args, context),
        Command::Similar(args) => similar::run(args, context),
        Command::Count(args) => count::run(args, context),
        Command::Explain(args) => explain::run(args, context),
        Command::Parse(args) => parse::run(args, context),
        Command::Places(args) => places::run(args, context),
        Command::Stats(args) => stats::run(args, context),
        Command::VerifyReceipt(args) => receipt::run(args, context),
        Command::Remove(args) => remove::run(args, context),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn the_help_of_every_command_has_examples() {
        for command in Cli::command().get_subcommands_mut() {
            let name = command.get_name().to_owned();
            let does = command.get_about().map(ToString::to_string);
            let does = does.expect("a command says what it does");
            for help in [command.render_help(), command.render_long_help()] {
                assert!(help.to_string().starts_with(&does), "{name}");
                assert!(
                    help.to_string().contains("Examples:\n  dateline "),
                    "{name}"
                );
            }
        }
    }
}
