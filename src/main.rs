//! The `dateline` program: parse arguments, run, print the error, exit code.

fn main() {}
