//! A table of bytes sorted by its keys, searched where it stands: nothing is read, counted or copied beforehand.
//! `packed.py` writes it and says its form. Knows nothing of places.

/// Entries in a block.
const BLOCK: usize = 16;
/// Most keys are no longer, in bytes.
const LONG_KEY: usize = 16;

/// Keys and values, sorted by the bytes of the key, each key once. The default one is empty.
#[derive(Clone, Copy, Default)]
pub(super) struct Table {
    len: usize,
    /// Where each block begins in `entries`: four bytes each, the lowest first.
    starts: &'static [u8],
    entries: &'static [u8],
}

impl std::fmt::Debug for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Table of {} entries", self.len)
    }
}

impl Table {
    /// A table over bytes that `packed.py` wrote; an empty one where they are cut short.
    pub(super) fn new(bytes: &'static [u8]) -> Table {
        let parts = bytes.split_at_checked(4).and_then(|(len, rest)| {
            let len = u32::from_le_bytes(len.try_into().ok()?) as usize;
            let (starts, entries) = rest.split_at_checked(len.div_ceil(BLOCK) * 4)?;
            Some(Table {
                len,
                starts,
                entries,
            })
        });
        parts.unwrap_or_default()
    }

    /// The table of a name in a file of several.
    pub(super) fn in_file(file: &'static [u8], name: &str) -> Table {
        let Some(end) = file.iter().position(|&byte| byte == b'\n') else {
            return Table::default();
        };
        let line = std::str::from_utf8(&file[..end]).unwrap_or_default();
        let mut rest = &file[end + 1..];
        for (here, len) in line.split('\t').filter_map(|part| part.split_once(' ')) {
            let Some((bytes, after)) = rest.split_at_checked(len.parse().unwrap_or(usize::MAX))
            else {
                return Table::default();
            };
            if here == name {
                return Table::new(bytes);
            }
            rest = after;
        }
        Table::default()
    }

    /// How many entries it has.
    #[cfg(test)]
    pub(super) fn len(self) -> usize {
        self.len
    }

    /// The number of a key's entry, from 0, and its value.
    pub(super) fn find(self, key: &[u8]) -> Option<(usize, &'static [u8])> {
        let block = self.block_of(key);
        let mut entries = self.block(block);
        let mut alike = 0;
        for at in block * BLOCK..self.len.min((block + 1) * BLOCK) {
            let (shared, rest, value) = entries.next_entry()?;
            // The key before this one had `alike` bytes like `key` and was smaller in the next.
            if shared < alike {
                return None;
            }
            if shared == alike {
                let wanted = &key[alike..];
                if rest == wanted {
                    return Some((at, value));
                }
                if rest > wanted {
                    return None;
                }
                alike += rest.iter().zip(wanted).take_while(|(a, b)| a == b).count();
            }
        }
        None
    }

    /// The value of a key.
    pub(super) fn get(self, key: &str) -> Option<&'static [u8]> {
        self.find(key.as_bytes()).map(|(_, value)| value)
    }

    /// The key and the value of an entry by its number.
    pub(super) fn nth(self, at: usize) -> Option<(String, &'static [u8])> {
        if at >= self.len {
            return None;
        }
        let mut entries = self.block(at / BLOCK);
        let mut key = Vec::with_capacity(LONG_KEY);
        for _ in 0..at % BLOCK {
            let (shared, rest, _) = entries.next_entry()?;
            key.truncate(shared);
            key.extend_from_slice(rest);
        }
        let (shared, rest, value) = entries.next_entry()?;
        key.truncate(shared);
        key.extend_from_slice(rest);
        Some((String::from_utf8(key).unwrap_or_default(), value))
    }

    /// The numbers of the entries with wanted values, in order. No key is read.
    pub(super) fn numbers_where(self, is_wanted: impl Fn(&'static [u8]) -> bool) -> Vec<usize> {
        let mut numbers = Vec::new();
        let mut entries = Reader(self.entries);
        for at in 0..self.len {
            let Some((_, _, value)) = entries.next_entry() else {
                break;
            };
            if is_wanted(value) {
                numbers.push(at);
            }
        }
        numbers
    }

    /// All entries.
    pub(super) fn iter(self) -> impl Iterator<Item = (String, &'static [u8])> {
        self.iter_from("")
    }

    /// The entries whose keys begin with a prefix, in order.
    pub(super) fn iter_from(
        self,
        prefix: &str,
    ) -> impl Iterator<Item = (String, &'static [u8])> + use<> {
        let (first, prefix) = (self.block_of(prefix.as_bytes()), prefix.to_owned());
        let before = prefix.clone();
        (first..self.len.div_ceil(BLOCK))
            .flat_map(move |block| {
                let entries = self.len.saturating_sub(block * BLOCK).min(BLOCK);
                self.block(block).entries().take(entries)
            })
            .skip_while(move |(key, _)| *key < before)
            .take_while(move |(key, _)| key.starts_with(&prefix))
    }

    /// Visits the entries whose keys begin with a prefix, in order, without a copy of each key.
    pub(super) fn each_from(self, prefix: &str, visit: &mut dyn FnMut(&str, &'static [u8])) {
        let prefix = prefix.as_bytes();
        let mut key = Vec::new();
        for block in self.block_of(prefix)..self.len.div_ceil(BLOCK) {
            let mut entries = self.block(block);
            for _ in block * BLOCK..self.len.min((block + 1) * BLOCK) {
                let Some((shared, rest, value)) = entries.next_entry() else {
                    return;
                };
                key.truncate(shared);
                key.extend_from_slice(rest);
                if key.starts_with(prefix) {
                    visit(std::str::from_utf8(&key).unwrap_or_default(), value);
                } else if key.as_slice() > prefix {
                    return;
                }
            }
        }
    }

    /// The number of the block that a key would stand in.
    fn block_of(self, key: &[u8]) -> usize {
        let (mut low, mut high) = (0, self.starts.len() / 4);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.block(middle).first_key() <= key {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low.saturating_sub(1)
    }

    /// The bytes from a block on.
    fn block(self, block: usize) -> Reader {
        let start = self.starts.get(block * 4..block * 4 + 4);
        let start = start.and_then(|start| start.try_into().ok());
        let start = start.map_or(usize::MAX, |start| u32::from_le_bytes(start) as usize);
        Reader(self.entries.get(start..).unwrap_or_default())
    }
}

/// Bytes read from the front: what is not there is nought.
#[derive(Clone, Copy)]
pub(super) struct Reader(pub(super) &'static [u8]);

impl Reader {
    /// A byte.
    #[inline]
    pub(super) fn byte(&mut self) -> u8 {
        let Some((&first, rest)) = self.0.split_first() else {
            return 0;
        };
        self.0 = rest;
        first
    }

    /// So many bytes, or what is left of them.
    #[inline]
    pub(super) fn bytes(&mut self, len: usize) -> &'static [u8] {
        let (bytes, rest) = self.0.split_at(len.min(self.0.len()));
        self.0 = rest;
        bytes
    }

    /// A whole number of seven bits a byte.
    #[inline]
    pub(super) fn number(&mut self) -> usize {
        let first = self.byte();
        let mut number = usize::from(first & 0x7f);
        if first < 0x80 {
            return number;
        }
        for shift in (7..usize::BITS).step_by(7) {
            let byte = self.byte();
            number |= usize::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                break;
            }
        }
        number
    }

    /// Whole numbers to the end.
    pub(super) fn numbers(mut self) -> impl Iterator<Item = usize> {
        std::iter::from_fn(move || (!self.0.is_empty()).then(|| self.number()))
    }

    /// The rest as text.
    pub(super) fn text(self) -> &'static str {
        std::str::from_utf8(self.0).unwrap_or_default()
    }

    /// The key of a block's first entry.
    fn first_key(self) -> &'static [u8] {
        let len = self.0.get(1).copied().unwrap_or(0);
        self.0.get(2..2 + usize::from(len)).unwrap_or_default()
    }

    /// How many bytes an entry's key shares with the one before, its others, and its value.
    fn next_entry(&mut self) -> Option<(usize, &'static [u8], &'static [u8])> {
        if self.0.is_empty() {
            return None;
        }
        let shared = self.byte().into();
        let len = self.byte().into();
        let rest = self.bytes(len);
        let len = self.number();
        Some((shared, rest, self.bytes(len)))
    }

    /// The entries from here on, each with its whole key.
    fn entries(mut self) -> impl Iterator<Item = (String, &'static [u8])> {
        let mut key = Vec::new();
        std::iter::from_fn(move || {
            let (shared, rest, value) = self.next_entry()?;
            key.truncate(shared);
            key.extend_from_slice(rest);
            Some((String::from_utf8(key.clone()).unwrap_or_default(), value))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Table;

    /// A table of sorted keys and their values, as `packed.py` writes it.
    fn table(entries: &[(&str, &str)]) -> Table {
        let (mut starts, mut data, mut before) = (Vec::new(), Vec::new(), "");
        for (at, (key, value)) in entries.iter().enumerate() {
            if at % super::BLOCK == 0 {
                starts.extend((data.len() as u32).to_le_bytes());
                before = "";
            }
            let both = before.bytes().zip(key.bytes());
            let shared = both.take_while(|(a, b)| a == b).count();
            data.extend([shared as u8, (key.len() - shared) as u8]);
            data.extend(key.bytes().skip(shared));
            data.push(value.len() as u8);
            data.extend(value.bytes());
            before = key;
        }
        let mut bytes = (entries.len() as u32).to_le_bytes().to_vec();
        bytes.extend(starts);
        bytes.extend(data);
        Table::new(bytes.leak())
    }

    #[test]
    fn every_entry_is_found_and_nothing_else() {
        let all = ["a", "ab", "abcd", "abd", "b", "É"];
        let table = table(&all.map(|key| (key, if key == "abd" { "" } else { "1" })));
        for (at, key) in all.into_iter().enumerate() {
            assert_eq!(
                table.find(key.as_bytes()).map(|(n, _)| n),
                Some(at),
                "{key}"
            );
            assert_eq!(table.nth(at).map(|(key, _)| key).as_deref(), Some(key));
        }
        for key in [
            "", "0", "aa", "abc", "abcc", "abcde", "abe", "ac", "c", "z", "É0",
        ] {
            assert_eq!(table.get(key), None, "{key}");
        }
        let from =
            |prefix: &str| -> Vec<String> { table.iter_from(prefix).map(|(key, _)| key).collect() };
        assert_eq!(from("ab"), ["ab", "abcd", "abd"]);
        assert_eq!((from("abe"), from("É")), (vec![], vec!["É".into()]));
        assert_eq!(table.get("abd"), Some(&b""[..]));
        assert_eq!(table.nth(all.len()), None);
        assert_eq!(table.numbers_where(|value| value.is_empty()), [3]);
        let keys: Vec<String> = table.iter().map(|(key, _)| key).collect();
        assert_eq!(keys, all);
    }

    #[test]
    fn keys_of_later_blocks_are_found() {
        let keys: Vec<String> = (10..60).map(|n: u32| n.to_string()).collect();
        let entries: Vec<_> = keys.iter().map(|key| (&key[..], &key[..])).collect();
        let table = table(&entries);
        for (at, key) in keys.iter().enumerate() {
            assert_eq!(table.find(key.as_bytes()), Some((at, key.as_bytes())));
        }
        assert_eq!(table.get("9"), None);
        assert_eq!(table.iter().count(), keys.len());
        assert_eq!(table.numbers_where(|value| value == b"35"), [25]);
    }

    #[test]
    fn bytes_cut_short_are_no_table() {
        for bytes in [
            &b""[..],
            b"\x01",
            b"\xff\xff\xff\xff",
            b"\x01\0\0\0\xff\xff\xff\xff",
        ] {
            assert_eq!(Table::new(bytes).get("a"), None);
            assert_eq!(Table::new(bytes).nth(0), None);
            assert_eq!(Table::in_file(bytes, "places").len(), 0);
        }
    }
}
