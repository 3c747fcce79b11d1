//! A table of text lines sorted by their first cell, searched where it stands: nothing is read, counted or copied
//! beforehand. Knows nothing of places.

/// Lines of tab-separated cells, sorted by the bytes of the first cell, each first cell once.
#[derive(Clone, Copy, Default)]
pub(super) struct Table(&'static str);

impl std::fmt::Debug for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Table of {} bytes", self.0.len())
    }
}

impl Table {
    /// A table over sorted text.
    pub(super) const fn new(text: &'static str) -> Table {
        Table(text)
    }

    /// The whole text.
    pub(super) fn text(self) -> &'static str {
        self.0
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

    /// Visits the lines whose first cell begins with a prefix, in order: first cell, and the others. Comments are left
    /// out.
    pub(super) fn each_from(self, prefix: &str, visit: &mut dyn FnMut(&'static str, &'static str)) {
        let bytes = self.0.as_bytes();
        let (mut low, mut high) = (0, bytes.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let (start, end) = (
                line_start(bytes, low, middle),
                line_end(bytes, middle, high),
            );
            match self.0[start..end] < *prefix {
                true => low = end + 1,
                false => high = start,
            }
        }
        while low < bytes.len() {
            let end = line_end(bytes, low, bytes.len());
            let line = &bytes[low..end];
            if !prefix.is_empty() && !line.starts_with(prefix.as_bytes()) {
                return;
            }
            let tab = line.iter().position(|&byte| byte == b'\t');
            let tab = low + tab.unwrap_or(line.len());
            if line.first() != Some(&b'#') {
                visit(&self.0[low..tab], &self.0[(tab + 1).min(end)..end]);
            }
            low = end + 1;
        }
    }

    /// All lines but comments: first cell, and the others.
    #[cfg(test)]
    pub(super) fn rows(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.0
            .lines()
            .filter(|line| !line.starts_with('#'))
            .map(|line| line.split_once('\t').unwrap_or((line, "")))
    }
}

/// Where the line starts that byte `at` lies in; `low` is a start of a line.
fn line_start(bytes: &[u8], low: usize, at: usize) -> usize {
    let before = bytes[low..at].iter().rposition(|&byte| byte == b'\n');
    before.map_or(low, |newline| low + newline + 1)
}

/// Where the line ends that byte `at` lies in, its newline left out; `high` is the end of a line.
fn line_end(bytes: &[u8], at: usize, high: usize) -> usize {
    let after = bytes[at..high].iter().position(|&byte| byte == b'\n');
    after.map_or(high, |newline| at + newline)
}

#[cfg(test)]
mod tests {
    use super::Table;

    #[test]
    fn every_line_is_found_and_nothing_else() {
        let table = Table::new("#key\tvalue\na\t1\nab\t2\nb\t\nÉ\t4\n");
        for (key, value) in [("a", "1"), ("ab", "2"), ("b", ""), ("É", "4")] {
            assert_eq!(table.row(key), Some(value), "{key}");
        }
        for key in ["", "#key", "0", "aa", "abc", "c", "É\t4", "z"] {
            assert_eq!(table.row(key), None, "{key}");
        }
        let from = |prefix| {
            let mut keys = Vec::new();
            table.each_from(prefix, &mut |key, _| keys.push(key));
            keys
        };
        assert_eq!(from("a"), ["a", "ab"]);
        assert_eq!(from("ab"), ["ab"]);
        assert_eq!(from(""), ["a", "ab", "b", "É"]);
        assert_eq!((from("c"), from("É")), (vec![], vec!["É"]));
        assert_eq!(Table::new("").row("a"), None);
        assert_eq!(Table::new("a\t1").row("a"), Some("1"));
    }
}
