//! What a text begins with: one look that tells which formats it cannot be, so that most are never asked.

/// What the texts of a format begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// With `<`, as XML and SGML do.
    Tag,
    /// With `{` or `[`, as JSON does.
    Json,
    /// With anything.
    Any,
}

impl Start {
    /// What a text begins with, behind blanks, control codes and a byte order mark.
    pub(super) fn of(text: &str) -> Start {
        let is_skipped = |c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}';
        match text.trim_start_matches(is_skipped).as_bytes().first() {
            Some(b'<') => Start::Tag,
            Some(b'{' | b'[') => Start::Json,
            _ => Start::Any,
        }
    }

    /// Whether a text that begins so may be one of a format whose texts begin like this.
    pub(super) fn admits(self, text: Start) -> bool {
        self == Start::Any || self == text
    }
}

#[cfg(test)]
mod tests {
    use crate::facts::Facts;
    use crate::language::words::truncate;
    use crate::parse::{FORMATS, Format, HEAD, detect};

    /// The samples of every format, as far as they are UTF-8.
    fn samples() -> Vec<String> {
        let corpus = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus");
        let entries = walkdir::WalkDir::new(corpus).into_iter().flatten();
        let files = entries.filter(|entry| entry.file_type().is_file());
        files
            .filter_map(|file| std::fs::read_to_string(file.path()).ok())
            .collect()
    }

    #[test]
    fn no_format_is_passed_over_that_would_have_fitted() {
        let facts = Facts::built_in();
        let samples = samples();
        assert!(samples.len() > 100, "{}", samples.len());
        for sample in samples {
            for before in [
                "", "\u{feff}", " \r\n\n", "\u{1e}", "\u{1}", "A kite\n", "[", "<",
            ] {
                let text = format!("{before}{sample}");
                let head = truncate(&text, HEAD);
                let first = FORMATS.iter().find(|format| format.fits(head, facts));
                let name = |format: &dyn Format| format.name();
                assert_eq!(
                    name(detect(&text, facts)),
                    first.map_or("", |format| name(*format)),
                    "{}",
                    truncate(&text, 200)
                );
            }
        }
    }
}
