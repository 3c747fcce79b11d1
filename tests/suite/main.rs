//! The test program: one module per feature, so that tantivy is linked once.

mod cli;
mod crash;
mod engine;
mod harness;
mod seed;
