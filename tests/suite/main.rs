//! The test program: one module per feature, so that tantivy is linked once.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test that cannot be set up has to fail, and says why on stderr"
)]

mod advice;
mod agree;
mod archive;
mod beside;
mod bundles;
mod chains;
mod charsets;
mod cli;
mod corpora;
mod corpus;
mod corpus_words;
mod crash;
mod engine;
mod engines;
mod facts;
mod fixtures;
mod folded;
mod fuzzy;
mod generated;
mod glossary;
mod harness;
mod headers;
#[cfg(unix)]
mod hostile;
mod languages;
mod long;
mod meanings;
mod memory;
mod naive;
mod pieces;
mod places;
mod promises;
mod query_language;
mod questions;
mod readme;
mod receipts;
mod relevance;
mod runs;
mod seed;
mod spans;
mod standing;
mod superseded;
mod taken_back;
mod texts;
mod words;
