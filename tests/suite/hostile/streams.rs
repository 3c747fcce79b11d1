//! Hostile compressed streams: windows, many parts, what stands before, between and behind them; and bundles of other
//! kinds.

use super::bundles::{bz2, gz, raw_zip, stored, xz, zip_of, zst};
use super::set::{Set, noise};

pub(super) fn make(set: &mut Set) {
    gzip(set);
    zstd(set);
    xz_files(set);
    bzip2(set);
    others(set);
}

fn gzip(set: &mut Set) {
    set.reads("empty-members.gz", |story| {
        [gz(b"").repeat(50_000), gz(story.as_bytes())].concat()
    });
    set.reads("padded.gz", |story| {
        [gz(story.as_bytes()), vec![0; 1 << 20]].concat()
    });
    let rubbish = noise(1 << 20);
    set.says_beside(
        "rubbish.gz",
        |story| [gz(story.as_bytes()), rubbish.clone()].concat(),
        "behind its compressed data",
    );
    set.refused_beside("half-member.gz", |story| {
        [gz(story.as_bytes()), gz(b"kite")[..12].to_vec()].concat()
    });
    // The checksum and the length stand at the end.
    for (name, from_end) in [("crc.gz", 8), ("length.gz", 2)] {
        set.refused_beside(name, |story| {
            let mut bytes = gz(story.as_bytes());
            let at = bytes.len() - from_end;
            bytes[at] ^= 0xAA;
            bytes
        });
    }
    let mut flags = gz(b"kite");
    flags[3] = 0xFF;
    set.told("flags.gz", flags);
    set.says(
        "name-endless.gz",
        [
            b"\x1F\x8B\x08\x08\0\0\0\0\0\xFF".to_vec(),
            vec![b'n'; 4 << 20],
        ]
        .concat(),
        "",
    );
    set.says(
        "extra.gz",
        [
            b"\x1F\x8B\x08\x04\0\0\0\0\0\xFF\xFF\xFF".to_vec(),
            vec![b'n'; 100],
        ]
        .concat(),
        "cut short",
    );
    set.says("empty.gz", gz(b""), "");
}

/// A zstd frame by hand: its text as it is, behind a window of so many bytes as a power of two.
fn frame(window: u8, text: &[u8]) -> Vec<u8> {
    let mut frame = vec![0x28, 0xB5, 0x2F, 0xFD, 0, (window - 10) << 3];
    let head = (text.len() as u32) << 3 | 1;
    frame.extend(&head.to_le_bytes()[..3]);
    frame.extend(text);
    frame
}

fn skippable(length: u32, bytes: &[u8]) -> Vec<u8> {
    [b"\x5A\x2A\x4D\x18", &length.to_le_bytes()[..], bytes].concat()
}

fn zstd(set: &mut Set) {
    for number in 0..16 {
        let name = format!("window-allowed-{number}.zst");
        set.reads(&name, |story| frame(27, story.as_bytes()));
    }
    for window in [28, 31, 41] {
        set.says(
            &format!("window-{window}.zst"),
            frame(window, b"kite"),
            "memory",
        );
    }
    set.says(
        "window-far.zst",
        [zst(b"kite"), frame(31, b"kite")].concat(),
        "memory",
    );
    // Windows within windows.
    for layers in [2, 3] {
        let nested = (0..layers).fold(b"A kite flew over the pier.".to_vec(), |inner, _| {
            frame(27, &inner)
        });
        set.says(&format!("windows-{layers}.zst"), nested, "memory");
    }
    let nested = (0..3).fold(b"A kite.".to_vec(), |inner, _| {
        frame(27, &super::bundles::tar_of(&[("i", &inner)]))
    });
    set.told("windows.tar.zst", nested);
    set.told(
        "windows.zip",
        (0..3).fold(b"A kite.".to_vec(), |inner, _| zip_zstd(&frame(27, &inner))),
    );
    set.reads("window-many.zst", |story| {
        [frame(27, b"").repeat(2_000), frame(27, story.as_bytes())].concat()
    });
    set.reads("skippable.zst", |story| {
        [
            skippable(4, b"kite").repeat(1_000),
            zst(story.as_bytes()),
            skippable(4, b"kite"),
        ]
        .concat()
    });
    set.reads("skippable-long.zst", |story| {
        [skippable(1 << 20, &vec![7; 1 << 20]), zst(story.as_bytes())].concat()
    });
    set.says(
        "skippable-claims.zst",
        skippable(u32::MAX, &[7; 2000]),
        "cut short",
    );
    set.says("skippable-only.zst", skippable(2000, &[7; 2000]), "");
    set.refused_beside("rubbish.zst", |story| {
        [zst(story.as_bytes()), b"rubbish behind".to_vec()].concat()
    });
    let mut dictionary = zst(b"kite");
    dictionary[4] |= 3;
    set.refused("dictionary-asked.zst", dictionary);
    set.says("empty.zst", zst(b""), "");
}

fn zip_zstd(data: &[u8]) -> Vec<u8> {
    raw_zip(&[super::bundles::Raw {
        method: 93,
        ..stored(b"i", data)
    }])
}

/// Makes the dictionary that an xz file asks for the largest that there is, with the checksum of its header.
pub(super) fn widen(xz: &mut [u8]) {
    let end = 12 + (usize::from(xz[12]) + 1) * 4 - 4;
    let at = (12..end)
        .find(|&at| xz[at..].starts_with(&[0x21, 1]))
        .unwrap()
        + 2;
    xz[at] = 40;
    let mut sum = flate2::Crc::new();
    sum.update(&xz[12..end]);
    let sum = sum.sum().to_le_bytes();
    xz[end..end + 4].copy_from_slice(&sum);
}

fn xz_files(set: &mut Set) {
    let mut wide = xz(b"A kite flew.");
    widen(&mut wide);
    set.says("dictionary-4g.xz", wide.clone(), "memory");
    set.says_beside(
        "dictionary-behind.xz",
        |story| [xz(story.as_bytes()), wide].concat(),
        "memory",
    );
    set.reads("streams.xz", |story| {
        let (first, second) = story.as_bytes().split_at(40);
        [xz(first), vec![0; 4096], xz(b""), xz(second)].concat()
    });
    set.refused_beside("padding.xz", |story| {
        [xz(story.as_bytes()), vec![0; 3]].concat()
    });
    set.refused_beside("rubbish.xz", |story| {
        [xz(story.as_bytes()), b"rubbish behind it".to_vec()].concat()
    });
    set.refused_beside("index.xz", |story| {
        let mut bytes = xz(story.as_bytes());
        let at = bytes.len() - 20;
        bytes[at] ^= 0xFF;
        bytes
    });
    set.says("empty.xz", xz(b""), "");
}

fn bzip2(set: &mut Set) {
    set.reads("streams.bz2", |story| {
        let (first, second) = story.as_bytes().split_at(40);
        [bz2(first), bz2(b"").repeat(1_000), bz2(second)].concat()
    });
    set.refused_beside("rubbish.bz2", |story| {
        [bz2(story.as_bytes()), b"rubbish behind it".to_vec()].concat()
    });
    set.refused_beside("half-stream.bz2", |story| {
        [bz2(story.as_bytes()), bz2(b"kite")[..9].to_vec()].concat()
    });
    set.says("empty.bz2", bz2(b""), "");
    set.says("empties.bz2", bz2(b"").repeat(10_000), "");
}

/// Bundles that are not read: the report says what each is, and that it has to be unpacked first.
fn others(set: &mut Set) {
    let mut disc = vec![0; 32 << 10];
    disc.extend(b"\x01CD001\x01\0");
    disc.resize(40 << 10, 0);
    let mut lha = vec![0x25, 0x5A];
    lha.extend(b"-lh5-\x10\0\0\0\x20\0\0\0\0\0\0\0\x20\x01\x05a.txt");
    let mut arj = b"\x60\xEA\x2B\0\x22\x0B\x01\x0B\x10\0\x02".to_vec();
    arj.resize(64, 0);
    for (name, mut head, what) in [
        (
            "7z",
            b"7z\xBC\xAF\x27\x1C\0\x04".to_vec(),
            "a 7-Zip archive",
        ),
        ("rar", b"Rar!\x1A\x07\x01\0".to_vec(), "a RAR archive"),
        (
            "rar4.rar",
            b"Rar!\x1A\x07\0\xCF\x90\x73".to_vec(),
            "a RAR archive",
        ),
        ("arj", arj, "an ARJ archive"),
        ("lzh", lha, "an LHA archive"),
        ("cab", b"MSCF\0\0\0\0\x80\0\0\0".to_vec(), "a cabinet file"),
        ("iso", disc, "an ISO 9660 disc image"),
        ("Z", b"\x1F\x9D\x90".to_vec(), "compress (.Z)"),
        ("lz4", b"\x04\x22\x4D\x18".to_vec(), "lz4"),
        ("lz", b"LZIP\x01\x0C".to_vec(), "lzip"),
        (
            "lzma",
            b"\x5D\0\0\x80\0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\0".to_vec(),
            "lzma",
        ),
        ("ar", b"!<arch>\n".to_vec(), "an ar archive"),
        ("xar", b"xar!\0\x1C\0\x01".to_vec(), "an xar archive"),
    ] {
        head.extend(noise(3000));
        set.says(&format!("other-{name}"), head.clone(), what);
        if name != "iso" {
            set.says_beside(
                &format!("other-{name}.zip"),
                |story| zip_of(&[("i", &head), ("good.txt", story.as_bytes())]),
                what,
            );
        }
    }
}
