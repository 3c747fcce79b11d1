//! The `dateline` program: parse arguments, run, print the error, exit code.

use dateline::cli::{self, Terminal};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    let out_is_terminal = io::stdout().is_terminal();
    let mut out: Box<dyn Write> = match out_is_terminal {
        true => Box::new(io::stdout()),
        false => Box::new(BufWriter::with_capacity(1 << 16, io::stdout())),
    };
    // Not locked: the progress bar writes to it from a thread of its own.
    let mut err = io::stderr();
    let terminal = Terminal::of_process(&mut *out, &mut err);
    ExitCode::from(cli::run(std::env::args_os(), terminal))
}
