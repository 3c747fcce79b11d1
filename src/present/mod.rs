//! Writes what it is given: results, stories and reports as text, JSON, CSV, … One file a form; knows no engine.
