//! The test program: one module per feature, so that tantivy is linked once.

mod cli;
mod engine;
mod facts;
mod harness;
mod seed;
