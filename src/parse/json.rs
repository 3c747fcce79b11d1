//! What the formats made of JSON, and tables, share: values read in little memory, broken text mended, usual keys,
//! dates in figures, bodies.

pub(super) mod body;
pub(super) mod dates;
pub(super) mod fill;
pub(super) mod keys;
pub(super) mod kinds;
mod mend;
pub(super) mod records;
pub(super) mod value;
