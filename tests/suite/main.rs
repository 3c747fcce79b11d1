//! The test program: one module per feature, so that tantivy is linked once.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test that cannot be set up has to fail, and says why on stderr"
)]

mod archive;
mod bundles;
mod chains;
mod charsets;
mod cli;
mod corpora;
mod corpus;
mod corpus_words;
mod crash;
mod engine;
mod facts;
mod fixtures;
mod harness;
mod headers;
#[cfg(unix)]
mod hostile;
mod long;
mod meanings;
mod pieces;
mod places;
mod questions;
mod readme;
mod receipts;
mod seed;
mod spans;
mod standing;
mod superseded;
mod taken_back;
mod texts;
mod words;
