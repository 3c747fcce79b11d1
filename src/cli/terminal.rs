//! What a command writes to and needs to know of its surroundings: two writers, colours, widths, the archive's place.
//! The one place that reads the environment.

use super::{Cli, Colour};
use crate::engine::archive;
use crate::error::{DEFAULT_LOCATION, Error, Result};
use crate::facts::Facts;
use crate::present::{self, Style, safe};
use std::env;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// Columns where there is no window to ask.
const COLUMNS: usize = 80;
/// The narrowest window that text is laid out for.
const NARROWEST: usize = 20;

/// The writers of the process, and what they lead to.
pub struct Terminal<'a> {
    /// For data.
    pub out: &'a mut dyn Write,
    /// For everything else.
    pub err: &'a mut dyn Write,
    /// Whether data goes to a window.
    pub out_is_terminal: bool,
    /// Whether the rest does.
    pub err_is_terminal: bool,
    /// Columns of the window.
    pub columns: usize,
    /// Whether colours are unwanted: `NO_COLOR` is set, or the terminal has none.
    pub no_colour: bool,
}

impl<'a> Terminal<'a> {
    /// The surroundings of this process, with its writers.
    pub fn of_process(out: &'a mut dyn Write, err: &'a mut dyn Write) -> Terminal<'a> {
        let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
        Terminal {
            out,
            err,
            out_is_terminal: io::stdout().is_terminal(),
            err_is_terminal: io::stderr().is_terminal(),
            columns: columns().max(NARROWEST),
            no_colour: set("NO_COLOR").is_some() || set("TERM").is_some_and(|t| t == "dumb"),
        }
    }

    fn style(&self, wanted: Colour, is_terminal: bool) -> Style {
        let colour = match wanted {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => is_terminal && !self.no_colour,
        };
        Style {
            colour,
            width: self.columns,
        }
    }
}

/// The window's columns, else those that `COLUMNS` names.
fn columns() -> usize {
    let window = || Some(usize::from(terminal_size::terminal_size()?.0.0));
    let named = || env::var("COLUMNS").ok()?.parse().ok();
    window().or_else(named).unwrap_or(COLUMNS)
}

/// Writes clap's help or its complaint, and gives the exit code. A complaint repeats what was typed, so it is made
/// safe.
pub(super) fn write_clap(terminal: Terminal<'_>, error: &clap::Error) -> u8 {
    let text = error.render();
    let written = match error.use_stderr() {
        true => write!(terminal.err, "{}", safe::lines(&text.to_string())),
        false
            if terminal
                .style(Colour::Auto, terminal.out_is_terminal)
                .colour =>
        {
            write!(terminal.out, "{}", text.ansi()).and_then(|()| terminal.out.flush())
        }
        false => write!(terminal.out, "{text}").and_then(|()| terminal.out.flush()),
    };
    // Whoever closed the pipe does not want the rest of the help.
    drop(written);
    u8::try_from(error.exit_code()).unwrap_or(2)
}

/// A path that somebody named: an empty variable names nothing.
fn named(path: Option<&PathBuf>) -> Option<&PathBuf> {
    path.filter(|path| !path.as_os_str().is_empty())
}

/// Where the archive is.
fn location(cli: &Cli) -> PathBuf {
    named(cli.index.as_ref()).map_or_else(|| DEFAULT_LOCATION.into(), PathBuf::clone)
}

/// What is known of agencies and places with a user's own tables: those of the folder that was named, or else of the
/// folder `tables` in the archive. `None` where there is neither.
pub(super) fn own_facts(cli: &Cli) -> Result<Option<Facts>> {
    let in_archive = location(cli).join(archive::TABLES);
    let folder = match named(cli.tables.as_ref()) {
        Some(folder) => folder.clone(),
        None if in_archive.is_dir() => in_archive,
        None => return Ok(None),
    };
    Facts::with_user_tables(&folder).map(Some)
}

/// What every command gets.
pub(super) struct Context<'a> {
    pub(super) out: &'a mut dyn Write,
    pub(super) err: &'a mut dyn Write,
    pub(super) out_style: Style,
    pub(super) err_style: Style,
    /// Whether a progress bar may be drawn.
    pub(super) shows_progress: bool,
    quiet: bool,
    /// Where the archive is.
    pub(super) location: PathBuf,
    /// Whether nobody named that place.
    pub(super) location_is_default: bool,
    /// What is known of agencies and places, the user's own tables laid over.
    pub(super) facts: &'a Facts,
}

impl<'a> Context<'a> {
    pub(super) fn new(cli: &Cli, terminal: Terminal<'a>, facts: &'a Facts) -> Context<'a> {
        let named = named(cli.index.as_ref());
        Context {
            out_style: terminal.style(cli.color, terminal.out_is_terminal),
            err_style: terminal.style(cli.color, terminal.err_is_terminal),
            shows_progress: terminal.err_is_terminal && !cli.quiet,
            quiet: cli.quiet,
            location: location(cli),
            location_is_default: named.is_none(),
            facts,
            out: terminal.out,
            err: terminal.err,
        }
    }

    /// Whether only the answer is wanted.
    pub(super) fn quiet(&self) -> bool {
        self.quiet
    }

    /// Says something beside the answer, unless only the answer is wanted.
    pub(super) fn say(&mut self, text: &str) {
        if !self.quiet {
            let _ = present::say(self.err, text, self.err_style);
        }
    }

    /// Says what a reader should know of the answer: `note: …`.
    pub(super) fn note(&mut self, message: &str) {
        if !self.quiet {
            let _ = present::remark(self.err, "note", message, self.err_style);
        }
    }

    /// Says what could be done better: `hint: …`.
    pub(super) fn hint(&mut self, message: &str) {
        if !self.quiet {
            let _ = present::remark(self.err, "hint", message, self.err_style);
        }
    }

    /// Says what went wrong and what to do next.
    pub(super) fn write_error(&mut self, error: &Error) {
        let style = self.err_style;
        let _ = present::remark(self.err, "error", &error.to_string(), style);
        if let Some(hint) = error.hint() {
            let _ = present::remark(self.err, "hint", &hint, style);
        }
    }

    /// Sees that the data is out.
    pub(super) fn flush(&mut self) -> Result<()> {
        let output = Path::new("standard output");
        self.out.flush().map_err(Error::io("write", output))
    }
}
