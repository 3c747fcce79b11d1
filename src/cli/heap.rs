//! How the C library keeps memory that was given back.
//!
//! glibc raises the size from which on it gives blocks back to the system whenever such a block is freed. Indexing fills
//! and frees blocks of a megabyte and more by the thousand, on many threads: left alone, a run takes a quarter more
//! memory than it uses. The parameters can be set from outside alone, in the environment (glibc manual, "Memory
//! Allocation Tunables"), so a run that indexes starts itself anew with them.

/// Starts the program anew, with its arguments, where it runs on glibc and its user has set no parameters himself.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub(super) fn give_back() {
    use std::os::unix::process::CommandExt;
    use std::process::Command;

    const VARIABLE: &str = "GLIBC_TUNABLES";
    const PARAMETERS: &str =
        "glibc.malloc.mmap_threshold=262144:glibc.malloc.trim_threshold=1048576";
    // Threads that come and go leave what they freed in heaps of their own: one a core is enough.
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let parameters = format!("{PARAMETERS}:glibc.malloc.arena_max={cores}");

    let Ok(program) = std::env::current_exe() else {
        return;
    };
    let mut arguments = std::env::args_os();
    if let Some(name) = arguments.next()
        && std::env::var_os(VARIABLE).is_none()
    {
        // It comes back only where that failed: then it runs as it is, with more memory.
        let _ = Command::new(program)
            .arg0(name)
            .args(arguments)
            .env(VARIABLE, parameters)
            .exec();
    }
}

/// Nothing is known that would help elsewhere.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub(super) fn give_back() {}
