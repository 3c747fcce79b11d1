//! Ctrl-C while an archive is written: the first one asks for an orderly end, the second one leaves at once.

use super::Exit;
use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};

static REQUESTED: AtomicBool = AtomicBool::new(false);

/// Catches Ctrl-C from here on. Where that is not possible, it ends the process as ever, and the last commit holds.
pub(super) fn catch() {
    let _ = ctrlc::set_handler(|| {
        if REQUESTED.swap(true, Ordering::SeqCst) {
            std::process::exit(Exit::Interrupted.code().into());
        }
        let _ = writeln!(io::stderr(), "\nstopping (Ctrl-C again leaves at once)");
    });
}

/// Whether an end was asked for.
pub(super) fn requested() -> bool {
    REQUESTED.load(Ordering::SeqCst)
}
