//! Where in a text the words of a query stand. A plain matcher over single stories: it marks what is shown, and is
//! the reference that engines are tested against.

use crate::fields::Scope;
use std::collections::BTreeSet;

/// Words in a row, with every form that each may take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// Where they may stand.
    pub scope: Scope,
    /// The words in order.
    pub slots: Vec<Forms>,
}

/// The forms that one word of a query stands for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Forms {
    /// The word as typed.
    pub written: String,
    /// Terms of the index of which one has to stand there (see [`crate::language::words`]).
    pub terms: BTreeSet<String>,
    /// Terms of which none may stand there as well: spellings that an exact word excludes.
    pub not: BTreeSet<String>,
    /// How many forms more the archive holds than the limit let in.
    pub cut: usize,
}
