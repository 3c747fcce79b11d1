//! How files are read: everything that a file's stories depend on besides the file.

use crate::enrich;
use crate::facts::Facts;
use crate::read::{Limits, Wanted};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;

/// Version of reading: a file is read again when this, the tables, or the options changed.
///
/// History: 1: plain text and crawl files. 2: conventions, dates, marks and places of two hundred agencies. 3: every
/// format, bundles, charsets. 4: descriptions in tables; no packed data.
pub const READING_VERSION: u32 = 4;

/// How files are read.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// Which files.
    pub wanted: Wanted,
    /// How large what is read may be.
    pub limits: Limits,
    /// The charset that all files are in, where the user says so.
    pub encoding: Option<String>,
    /// Which keys and columns hold what, where the usual names do not say: pairs of our name and the file's.
    pub map: Vec<(String, String)>,
    /// What the inference of dates may use.
    pub options: enrich::Options,
}

impl Reading {
    /// Tells two ways of reading apart. Which files are wanted is no part of it, nor is the day.
    pub(super) fn version(&self, facts: &Facts) -> Stamp {
        let allowed = (self.options.trust_mtime, self.options.assume_year);
        let said = (&self.encoding, &self.map, &self.limits);
        let all = format!("{READING_VERSION} {} {allowed:?} {said:?}", facts.version());
        let [a, b, c, d, ..] = *blake3::hash(all.as_bytes()).as_bytes();
        Stamp(u32::from_be_bytes([a, b, c, d]))
    }
}

/// Tells two ways of reading apart. Written as eight hexadecimal digits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Stamp(pub(super) u32);

impl Serialize for Stamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{:08x}", self.0))
    }
}

impl<'de> Deserialize<'de> for Stamp {
    /// What is no stamp is that of another way of reading, so that the file is read anew.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Stamp, D::Error> {
        let digits = Cow::<'de, str>::deserialize(deserializer)?;
        Ok(Stamp(u32::from_str_radix(&digits, 16).unwrap_or_default()))
    }
}
