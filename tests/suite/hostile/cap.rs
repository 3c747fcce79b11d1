//! A program that is ended when it takes more memory than it may.

use std::process::Command;

/// The command under a limit of so many MiB for what it writes to: its heap and the stacks of its threads, but not the
/// files that it maps. RLIMIT_DATA counts that since Linux 4.7, and a shell sets it without any privilege.
pub(super) fn capped(command: &Command, mib: u64) -> Command {
    let mut capped = Command::new("sh");
    capped
        .args(["-c", "ulimit -d \"$0\" && exec \"$@\""])
        .arg((mib << 10).to_string())
        .arg(command.get_program())
        .args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => capped.env(name, value),
            None => capped.env_remove(name),
        };
    }
    if let Some(folder) = command.get_current_dir() {
        capped.current_dir(folder);
    }
    capped
}

/// Whether this system holds a program to such a limit: under 1 MiB, none of ours can run.
pub(super) fn holds(command: &Command) -> bool {
    let ends = |mib| {
        let output = capped(command, mib).output().unwrap();
        output.status.success()
    };
    ends(1 << 20) && !ends(1)
}
