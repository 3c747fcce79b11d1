//! Cuts long files into pieces between their records, so that a file of any length is read in little memory. Knows what
//! parts records, and nothing of what they say.

/// How the records of a file are told apart. All marks are ASCII, and so the same in every charset but UTF-16.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Records {
    /// The file is one record, or cannot be cut.
    Whole,
    /// Each line is a record.
    Lines,
    /// Each row of a table is a record: a line, except that quoted line ends do not count. The first row names the
    /// columns, and begins each piece.
    Rows,
    /// The elements of one JSON array: objects, parted by commas. A piece holds them one a line.
    JsonArray,
    /// A record begins at a line that begins so.
    LineStart(&'static [u8]),
    /// A record ends with this, wherever it stands; case does not count.
    End(&'static [u8]),
    /// Elements of XML by their local name, in any case; what stands before the first begins each piece.
    Elements(&'static str),
}
