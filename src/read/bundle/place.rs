//! Where in a file something lies, and what it is called there.

use crate::read::{Entry, shown};
use std::ffi::OsStr;
use std::path::PathBuf;

/// Where something lies: its path, and how deep.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// The path in the record.
    pub(super) path: String,
    /// The path that patterns are held against: a bundle counts as a folder.
    pub(super) below: PathBuf,
    /// Nanoseconds since 1970.
    pub(super) modified: i64,
    /// Bundles around it; a stream compressed twice counts as one more.
    pub(super) level: u32,
    /// Decoders around it.
    pub(super) layer: usize,
    /// Compressed streams around, whose decoders hold memory.
    pub(super) streams: u32,
    /// Whether it came out of a compressed stream.
    pub(super) squeezed: bool,
}

impl Place {
    pub(super) fn of(entry: &Entry) -> Place {
        Place {
            path: entry.path.clone(),
            below: entry.below.clone(),
            modified: entry.modified,
            level: 0,
            layer: 0,
            streams: 0,
            squeezed: false,
        }
    }

    /// What comes out of the compressed stream that lies here.
    pub(super) fn squeezed(&self) -> Place {
        Place {
            level: self.level + u32::from(self.squeezed),
            layer: self.layer + 1,
            streams: self.streams + 1,
            squeezed: true,
            ..self.clone()
        }
    }

    /// The member of this name in the bundle that lies here.
    pub(super) fn member(&self, name: &str, modified: Option<i64>) -> Place {
        Place {
            path: format!("{}!/{name}", self.path),
            below: self.below.join(name),
            modified: modified.unwrap_or(self.modified),
            level: self.level + 1,
            layer: self.layer + 1,
            streams: self.streams,
            squeezed: false,
        }
    }
}

/// Bytes of a member's name that are kept; names in folders of folders stay well below.
const LONGEST: usize = 1024;

/// A member's name as text that no file system would follow anywhere: steps up, roots and drives are left out, both
/// slashes part folders, control characters and bytes that are no UTF-8 stand as `\xFF`.
///
/// Which code page a zip of DOS wrote is not in the zip: its bytes are kept as they are, and not guessed at.
pub(super) fn clean(name: &[u8]) -> String {
    let name = &name[..name.len().min(LONGEST)];
    let steps = name.split(|byte| matches!(byte, b'/' | b'\\')).enumerate();
    let steps = steps.filter_map(|(at, step)| match step {
        b"" | b"." | b".." => None,
        [letter, b':'] if at == 0 && letter.is_ascii_alphabetic() => None,
        step => Some(harmless(&shown_bytes(step))),
    });
    let cleaned = steps.collect::<Vec<_>>().join("/");
    match cleaned.is_empty() {
        true => "unnamed".to_owned(),
        false => cleaned,
    }
}

/// Whether a member is one that file managers hide: `.DS_Store`, and what macOS keeps of a file beside it.
pub(super) fn is_hidden(name: &str) -> bool {
    name.split('/')
        .any(|step| step.starts_with('.') || step == "__MACOSX")
}

fn harmless(step: &str) -> String {
    let mut text = String::with_capacity(step.len());
    for c in step.chars() {
        if c.is_control() {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                text.push_str(&format!("\\x{byte:02X}"));
            }
        } else {
            text.push(c);
        }
    }
    text
}

#[cfg(unix)]
fn shown_bytes(bytes: &[u8]) -> String {
    shown(std::os::unix::ffi::OsStrExt::from_bytes(bytes) as &OsStr)
}

#[cfg(not(unix))]
fn shown_bytes(bytes: &[u8]) -> String {
    shown(OsStr::new(&*String::from_utf8_lossy(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_of_a_member_leads_anywhere() {
        for (name, cleaned) in [
            (&b"1997/0731.FRA"[..], "1997/0731.FRA"),
            (b"../../etc/passwd", "etc/passwd"),
            (b"a/../../b", "a/b"),
            (b"/etc/passwd", "etc/passwd"),
            (b"C:\\wires\\..\\a.txt", "wires/a.txt"),
            (b"\\\\host\\share\\a", "host/share/a"),
            (b"a\0b\n\x1B[2J\xC2\x9B", "a\\x00b\\x0A\\x1B[2J\\xC2\\x9B"),
            (b"d\x82p\x88che.txt", "d\\x82p\\x88che.txt"),
            ("dépêche.txt".as_bytes(), "dépêche.txt"),
            (b"..", "unnamed"),
            (b"", "unnamed"),
            (b"-rf", "-rf"),
        ] {
            assert_eq!(clean(name), cleaned);
        }
        assert!(clean(&[b'x'; 70_000]).len() <= LONGEST);
    }

    #[test]
    fn what_file_managers_hide_is_hidden() {
        assert!(
            is_hidden("a/.DS_Store") && is_hidden("__MACOSX/a.txt") && is_hidden(".git/config")
        );
        assert!(!is_hidden("a.b/c") && !is_hidden("MACOSX/a"));
    }
}
