//! Tells bundles and compressed files by their first bytes, never by their names.

/// What the first bytes of a file say that it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing that is unpacked here: a text, perhaps.
    Plain,
    Gzip,
    Zstd,
    Bzip2,
    Xz,
    Zip,
    Tar,
    /// A bundle that is not read, with its name.
    Other(&'static str),
}

/// Bytes that are looked at: a whole block of a tar.
pub(super) const HEAD: usize = 512;

/// The end record of a zip, which its whole form begins with.
pub(super) const ZIP_END: &[u8] = b"PK\x05\x06";
/// Bytes of that record, without a comment.
pub(super) const ZIP_END_LENGTH: usize = 22;

/// First bytes, and what they mean.
const MAGIC: &[(&[u8], Kind)] = &[
    (b"\x1F\x8B\x08", Kind::Gzip),
    (b"\x28\xB5\x2F\xFD", Kind::Zstd),
    (b"\xFD7zXZ\0", Kind::Xz),
    (b"PK\x03\x04", Kind::Zip),
    (ZIP_END, Kind::Zip),
    (b"PK\x07\x08PK\x03\x04", Kind::Zip),
    (b"7z\xBC\xAF\x27\x1C", Kind::Other("a 7-Zip archive")),
    (b"Rar!\x1A\x07", Kind::Other("a RAR archive")),
    (b"MSCF\0\0\0\0", Kind::Other("a cabinet file")),
    (b"xar!\0\x1C\0\x01", Kind::Other("an xar archive")),
    (b"\x04\x22\x4D\x18", Kind::Other("compressed by lz4")),
    (b"\x1F\x9D", Kind::Other("compressed by compress (.Z)")),
    (b"LZIP\x01", Kind::Other("compressed by lzip")),
    (b"!<arch>\n", Kind::Other("an ar archive")),
    (b"070701", Kind::Other("a cpio archive")),
];

impl Kind {
    /// What the first bytes of a file say.
    pub(super) fn of(head: &[u8]) -> Kind {
        let known = MAGIC.iter().find(|(magic, _)| head.starts_with(magic));
        match known {
            // The digits of a cpio begin some texts too; its header is digits throughout.
            Some((b"070701", _)) if !is_cpio(head) => Kind::Plain,
            Some((_, kind)) => *kind,
            None if is_bzip2(head) => Kind::Bzip2,
            None if is_skippable_zstd(head) => Kind::Zstd,
            None if is_tar(head) => Kind::Tar,
            None if is_lha(head) => Kind::Other("an LHA archive"),
            None if is_arj(head) => Kind::Other("an ARJ archive"),
            None if is_lzma(head) => Kind::Other("compressed by lzma"),
            None => Kind::Plain,
        }
    }
}

/// Whether a file has to be opened with [`super::open`]: a bundle or a compressed file, by its first 512 bytes or more.
/// Of a zip behind a program that unpacks it, the whole file tells.
pub fn is_bundle(head: &[u8]) -> bool {
    Kind::of(head) != Kind::Plain || ends_as_zip(head)
}

/// Where a disc image has its first descriptor, and how that begins (ECMA-119, 8.1).
pub(super) const DISC_AT: u64 = 32 << 10;
pub(super) const DISC: &[u8] = b"\x01CD001\x01";

/// Whether bytes end with the end record of a zip that has members.
pub(super) fn ends_as_zip(bytes: &[u8]) -> bool {
    let Some(start) = bytes.len().checked_sub(ZIP_END_LENGTH) else {
        return false;
    };
    let end = &bytes[start..];
    end.starts_with(ZIP_END) && end[10..12] != [0, 0] && end[20..22] == [0, 0]
}

/// What a zip is whose members are parts of one document or program, by a member's name.
pub(super) fn document(name: &[u8]) -> Option<&'static str> {
    match name {
        b"[Content_Types].xml" => Some("an Office document"),
        b"mimetype" => Some("an OpenDocument text or an EPUB book"),
        b"META-INF/MANIFEST.MF" | b"META-INF/" => Some("a Java archive"),
        b"AndroidManifest.xml" => Some("an Android program"),
        _ => None,
    }
}

fn is_cpio(head: &[u8]) -> bool {
    head.len() >= 110 && head[..110].iter().all(u8::is_ascii_hexdigit)
}

/// `BZh`, the block size, and the mark of a block or, in an empty file, of the end.
fn is_bzip2(head: &[u8]) -> bool {
    let block = [0x31, 0x41, 0x59, 0x26, 0x53, 0x59];
    let end = [0x17, 0x72, 0x45, 0x38, 0x50, 0x90];
    head.len() >= 10
        && head.starts_with(b"BZh")
        && matches!(head[3], b'1'..=b'9')
        && (head[4..10] == block || head[4..10] == end)
}

/// A zstd file may begin with frames to be passed over, as pzstd writes them. Those of lz4 begin alike: they are told
/// by what follows, where that is still in the head.
fn is_skippable_zstd(head: &[u8]) -> bool {
    let [0x50..=0x5F, 0x2A, 0x4D, 0x18, a, b, c, d, rest @ ..] = head else {
        return false;
    };
    let length = u32::from_le_bytes([*a, *b, *c, *d]);
    let behind = usize::try_from(length)
        .ok()
        .and_then(|length| rest.get(length..));
    match behind {
        None | Some([]) => true,
        Some(behind) => behind.starts_with(b"\x28\xB5\x2F\xFD") || is_skippable_zstd(behind),
    }
}

/// `-lh5-` behind two bytes, and further on the level of the header: 0 to 3.
fn is_lha(head: &[u8]) -> bool {
    matches!(
        head.get(2..7),
        Some([b'-', b'l', b'h' | b'z', b'0'..=b'9' | b'd' | b's', b'-'])
    ) && matches!(head.get(20), Some(0..=3))
}

/// The mark, the length of the main header and of its first part, versions and system, and the type of that header.
fn is_arj(head: &[u8]) -> bool {
    let [0x60, 0xEA, low, high, first, _, _, system, _, _, 2, ..] = head else {
        return false;
    };
    let length = u16::from_le_bytes([*low, *high]);
    (30..=2600).contains(&length) && (30..=length).contains(&u16::from(*first)) && *system <= 16
}

/// The usual settings, a dictionary of a round size, and a length that is not known or has four bytes at most.
fn is_lzma(head: &[u8]) -> bool {
    let Some([0x5D, 0, 0, size @ .., high_0, high_1, high_2, high_3]) = head.get(..13) else {
        return false;
    };
    let high = [high_0, high_1, high_2, high_3];
    size[1] <= 8 && (high == [&0; 4] || (high == [&0xFF; 4] && size[2..] == [0xFF; 4]))
}

/// A tar by the mark of POSIX and GNU with its checksum, or an old one by its checksum and numbers alone.
fn is_tar(head: &[u8]) -> bool {
    let Some(block) = head.get(..512) else {
        return false;
    };
    let octal = |field: &[u8]| {
        let text = field.trim_ascii();
        let text = text.strip_suffix(b"\0").unwrap_or(text).trim_ascii_end();
        let digits = text.iter().position(|c| !(b'0'..=b'7').contains(c));
        let (number, rest) = text.split_at(digits.unwrap_or(text.len()));
        let number = std::str::from_utf8(number).ok()?;
        let ended = rest.iter().all(|c| matches!(c, b' ' | 0));
        u64::from_str_radix(number, 8).ok().filter(|_| ended)
    };
    let sum = |&byte: &u8| u64::from(byte);
    let own: u64 = block[..148]
        .iter()
        .chain(&block[156..])
        .map(sum)
        .sum::<u64>()
        + 8 * 32;
    let is_marked = &block[257..262] == b"ustar";
    octal(&block[148..156]) == Some(own)
        && (is_marked
            || (block[0] != 0
                && octal(&block[124..136]).is_some()
                && octal(&block[100..108]).is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_begins_like_a_bundle_is_none() {
        for text in [
            &b"PK told reporters"[..],
            b"BZh is no word, nor BZh9 at the head of a long enough line",
            b"MZUZU, Malawi (AFP) - A kite flew.",
            b"070701 was the number of the ferry that sailed past the garden on Monday",
            b"Rar! they cried",
            b"xar! said the pilot of the ferry",
            b"A -lh5- is what they called it, from the pier",
            b"]\0\0",
            b"P*M of the garden",
            b"",
            b"\0",
            &[0; 1024],
            &[b' '; 1024],
        ] {
            assert!(!is_bundle(text), "{:?}", String::from_utf8_lossy(text));
        }
    }

    #[test]
    fn a_tar_of_any_age_is_told_by_its_checksum() {
        for mut header in [
            tar::Header::new_old(),
            tar::Header::new_ustar(),
            tar::Header::new_gnu(),
        ] {
            header.set_path("a.txt").unwrap();
            header.set_size(3);
            header.set_mode(0o644);
            header.set_cksum();
            assert_eq!(Kind::of(header.as_bytes()), Kind::Tar);
            header.as_mut_bytes()[3] ^= 1;
            assert_eq!(Kind::of(header.as_bytes()), Kind::Plain);
        }
    }
}
