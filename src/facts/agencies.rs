//! News agencies: their ids, names, home countries, and the marks they sign with (`agencies.tsv`).

/// One row of `agencies.tsv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agency {
    /// The id in the story record, lower case: `afp`.
    pub id: String,
    /// The agency's own name.
    pub name: String,
    /// ISO 3166-1 alpha-2 code of its home.
    pub country: String,
    /// The marks it signs with, as printed, in any case: `AFP`, `A.F.P.`, `أ ف ب`.
    pub marks: Vec<String>,
}

/// The table of agencies.
#[derive(Debug, Default)]
pub struct Agencies {
    rows: Vec<Agency>,
}

impl Agencies {
    /// A digest of the table.
    pub fn digest(&self) -> String {
        String::new()
    }

    /// The table that the program carries.
    pub fn built_in() -> Agencies {
        Agencies::default()
    }

    /// The agency of an id.
    pub fn get(&self, id: &str) -> Option<&Agency> {
        self.rows.iter().find(|row| row.id == id)
    }

    /// The agency that signs with a mark, brackets removed, in any case; an id is a mark too.
    pub fn by_mark(&self, mark: &str) -> Option<&Agency> {
        self.rows
            .iter()
            .find(|row| row.id.eq_ignore_ascii_case(mark) || row.marks.iter().any(|m| m == mark))
    }
}
