//! The built-in engine: an index kept in a folder by tantivy.
