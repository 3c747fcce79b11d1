//! What the fields of a format say of a story, as carried: nothing inferred, nothing compared with the text.

use crate::status::Status;
use crate::story::When;

/// What the fields of a format say, beside headline, byline, slug, note and date, which every format has.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Fields {
    /// The provider's own id of the item and its version.
    pub identity: Option<Identity>,
    /// Ids of items that this one replaces, as the provider writes them: those of other items, not of its own versions.
    pub replaces: Vec<String>,
    /// The language as carried: `fr`, `FR`, `es-ES`, `eng`.
    pub language: Option<String>,
    /// Who wrote or sends it, principal first: an agency's mark, name, or internet domain.
    pub providers: Vec<String>,
    /// The dateline as a field gives it, where the text prints none.
    pub dateline: Option<String>,
    /// Where it was filed from, as fields give it. Never what it is about.
    pub places: Vec<FieldPlace>,
    /// Category, as carried.
    pub category: Option<String>,
    /// Urgency or priority, as carried: `4`, `u`. Scales differ by agency.
    pub urgency: Option<String>,
    /// Keywords, as carried.
    pub keywords: Vec<String>,
    /// What may be done with it.
    pub status: Option<Status>,
    /// The end of the embargo, as an instant or a day.
    pub embargo_until: Option<When>,
    /// Usage terms, as carried: `NO ARCHIVAL USE`.
    pub usage: Option<String>,
    /// Where its text was decoded from another charset than the file: that charset.
    pub charset: Option<Charset>,
}

/// A provider's own name for an item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identity {
    /// Id of the item, the same for all its versions, with what makes it unique among providers: a URI, or the
    /// provider's name and its number joined by a blank.
    pub id: String,
    /// Version or revision; larger is newer.
    pub version: Option<u64>,
}

/// A place as fields give it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldPlace {
    /// The town, or else the region or country.
    pub name: String,
    /// The state or region that it lies in.
    pub area: Option<String>,
    /// The country: its name or its ISO 3166 code of two or three letters.
    pub country: Option<String>,
}

/// The charset of a part of a file, and how it was told.
#[derive(Debug, Clone, PartialEq)]
pub struct Charset {
    /// Its WHATWG name, lower case.
    pub name: String,
    /// How it was told, as in the record.
    pub from: &'static str,
    /// How sure it is, 0 to 1.
    pub confidence: f64,
}
