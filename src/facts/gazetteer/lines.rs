//! A small table that people edit: text lines sorted by their first cell, searched where they stand. Nothing is read,
//! counted or copied beforehand. Knows nothing of places.

/// Lines of tab-separated cells, sorted by the bytes of the first cell, each first cell once.
#[derive(Clone, Copy, Default)]
pub(super) struct Lines(&'static str);

impl std::fmt::Debug for Lines {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Lines of {} bytes", self.0.len())
    }
}

impl Lines {
    /// Sorted text.
    pub(super) const fn new(text: &'static str) -> Lines {
        Lines(text)
    }

    /// The cells after the first one, of the line whose first cell is `key`; a `#` begins a comment.
    pub(super) fn row(self, key: &str) -> Option<&'static str> {
        if key.starts_with('#') {
            return None;
        }
        let bytes = self.0.as_bytes();
        let (mut low, mut high) = (0, bytes.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let start = line_start(bytes, low, middle);
            let end = line_end(bytes, middle, high);
            let line = &self.0[start..end];
            let (first, rest) = line.split_once('\t').unwrap_or((line, ""));
            match first.cmp(key) {
                std::cmp::Ordering::Equal => return Some(rest),
                std::cmp::Ordering::Less => low = end + 1,
                std::cmp::Ordering::Greater => high = start,
            }
        }
        None
    }

    /// All lines but comments: first cell, and the others.
    pub(super) fn rows(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.0
            .lines()
            .filter(|line| !line.starts_with('#'))
            .map(|line| line.split_once('\t').unwrap_or((line, "")))
    }
}

/// Where the line starts that byte `at` lies in; `low` is a start of a line.
fn line_start(bytes: &[u8], low: usize, at: usize) -> usize {
    let before = memchr::memrchr(b'\n', &bytes[low..at]);
    before.map_or(low, |newline| low + newline + 1)
}

/// Where the line ends that byte `at` lies in, its newline left out; `high` is the end of a line.
fn line_end(bytes: &[u8], at: usize, high: usize) -> usize {
    let after = memchr::memchr(b'\n', &bytes[at..high]);
    after.map_or(high, |newline| at + newline)
}

#[cfg(test)]
mod tests {
    use super::Lines;

    #[test]
    fn every_line_is_found_and_nothing_else() {
        let table = Lines::new("#key\tvalue\na\t1\nab\t2\nb\t\nÉ\t4\n");
        for (key, value) in [("a", "1"), ("ab", "2"), ("b", ""), ("É", "4")] {
            assert_eq!(table.row(key), Some(value), "{key}");
        }
        for key in ["", "#key", "0", "aa", "abc", "c", "É\t4", "z"] {
            assert_eq!(table.row(key), None, "{key}");
        }
        assert_eq!(Lines::new("").row("a"), None);
        assert_eq!(Lines::new("a\t1").row("a"), Some("1"));
    }
}
