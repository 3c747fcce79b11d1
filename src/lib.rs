//! `dateline`: a searchable archive of news-agency dispatches.
//!
//! The picture of the crate, in pipeline order. A file becomes a story, a story goes into an engine,
//! a question is asked of the engine, an answer is written:
//!
//! ```text
//! read -> split -> decode -> parse -> enrich -> Story -> index  -> engine
//!                                             query   -> search -> engine -> Results -> present
//! ```
//!
//! Each line may use those under it, never those over it:
//!
//! ```text
//! main
//! cli                                  arguments, nothing else
//! present                              writes what it is given; knows no engine
//! index   search                       the two verbs that front ends call; they chain the stages
//! engine                               knows stories and queries; knows no files
//! read  split  decode  parse  enrich  query  chain   plain data -> plain data; none calls its neighbour
//! story  status  fields  facts  language  error    what travels and what is known
//! ```
//!
//! (Exceptions: the parts of a mail have charsets of their own, so `parse::mail` asks `decode` for them; and it asks
//! `split::mbox` where messages begin, so that both agree. `chain` asks `parse` what of a headline is mark.)
//!
//! The library never prints and never reads the environment.

mod address;
pub mod error;
pub mod fields;
pub mod status;
pub mod story;

pub mod facts;
pub mod language;

pub mod read;

pub mod split;

pub mod decode;

pub mod parse;

pub mod enrich;

pub mod query;

pub mod chain;

pub mod engine;

pub mod index;

pub mod search;

pub mod present;

pub mod cli;

pub use error::{Error, Result};
pub use story::Story;
