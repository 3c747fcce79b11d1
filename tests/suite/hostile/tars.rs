//! Hostile tars: sizes, names and holes that are not what they can be. Each begins with a good story.

use super::bundles::{gz, tar_member, tar_of};
use super::set::Set;
use tar::EntryType;

pub(super) fn make(set: &mut Set) {
    sizes(set);
    extensions(set);
    holes(set);
}

/// A tar of the good story, and of what follows it.
fn behind(story: &str, rest: &[u8]) -> Vec<u8> {
    let mut tar = tar_of(&[("good.txt", story.as_bytes())]);
    tar.truncate(tar.len() - 1024);
    tar.extend(rest);
    tar.extend([0; 1024]);
    tar
}

/// A header with its checksum, changed by hand.
fn header(kind: EntryType, change: impl FnOnce(&mut [u8; 512])) -> Vec<u8> {
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(kind);
    header.set_size(0);
    header.set_mode(0o644);
    header.set_path("bad.txt").unwrap();
    change(header.as_mut_bytes());
    header.set_cksum();
    header.as_bytes().to_vec()
}

fn sizes(set: &mut Set) {
    for (name, size) in [
        ("size-negative.tar", [0xFF; 12]),
        ("size-least.tar", *b"\x80\0\0\0\x80\0\0\0\0\0\0\0"),
        (
            "size-most.tar",
            *b"\x80\0\0\0\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF",
        ),
        (
            "size-overflow.tar",
            *b"\x80\0\0\0\xFF\xFF\xFF\xFF\xFF\xFF\xFE\0",
        ),
        ("size-octal.tar", *b"77777777777\0"),
        ("size-minus.tar", *b"-1\0\0\0\0\0\0\0\0\0\0"),
        ("size-letters.tar", *b"12ab9 9x\0\0\0\0"),
    ] {
        let bad = header(EntryType::Regular, |block| {
            block[124..136].copy_from_slice(&size);
        });
        let cut = |story: &str| {
            let whole = behind(story, &bad);
            whole[..whole.len() - 1024].to_vec()
        };
        set.says_beside(name, cut, "");
    }
}

/// A member with a record of POSIX before it.
fn extended(record: &[u8]) -> Vec<u8> {
    let extension = tar_member("x", EntryType::XHeader, record.len() as u64, record);
    let file = tar_member("bad.txt", EntryType::Regular, 4, b"kite");
    [extension, file].concat()
}

fn record(key: &str, value: &str) -> Vec<u8> {
    let body = key.len() + value.len() + 3;
    let length = (1..).find(|digits| (body + digits).to_string().len() == *digits);
    format!("{} {key}={value}\n", body + length.unwrap()).into_bytes()
}

fn extensions(set: &mut Set) {
    let long = "n/".repeat(200_000);
    for (name, record) in [
        ("pax-size.tar", record("size", "9223372036854775807")),
        ("pax-size-most.tar", record("size", "18446744073709551615")),
        (
            "pax-size-over.tar",
            record("size", "99999999999999999999999"),
        ),
        ("pax-size-minus.tar", record("size", "-1")),
        ("pax-length.tar", b"999999999999999999999 size=4\n".to_vec()),
        ("pax-short.tar", b"1 size=4\n".to_vec()),
        ("pax-open.tar", b"20 size".to_vec()),
        ("pax-path.tar", record("path", "../../../escaped.txt")),
        ("pax-path-long.tar", record("path", &long)),
        ("pax-path-nul.tar", record("path", "a\0b")),
        ("pax-times.tar", record("mtime", "-99999999999999999999.9")),
        ("pax-many.tar", record("comment", "kite").repeat(50_000)),
        (
            "pax-holes.tar",
            [
                record("GNU.sparse.major", "1"),
                record("GNU.sparse.minor", "0"),
                record("GNU.sparse.realsize", "1099511627776"),
            ]
            .concat(),
        ),
    ] {
        let bad = extended(&record);
        set.reads(name, |story| behind(story, &bad));
    }
    let name = tar_member("././@LongLink", EntryType::GNULongName, 8, b"long.txt");
    let twice = [&name[..], &name].concat();
    set.says_beside("longname-twice.tar", |story| behind(story, &twice), "");
    let record = record("size", "4");
    let pax = tar_member("x", EntryType::XHeader, record.len() as u64, &record);
    let twice = [&pax[..], &pax].concat();
    set.says_beside("pax-twice.tar", |story| behind(story, &twice), "");
    set.says_beside("longname-last.tar", |story| behind(story, &name), "");
    let endless = tar_member(
        "././@LongLink",
        EntryType::GNULongName,
        1 << 40,
        &[b'n'; 8 << 20],
    );
    set.says_beside(
        "longname-endless.tar.gz",
        |story| gz(&behind(story, &endless)),
        "no end",
    );
    let endless = tar_member("x", EntryType::XHeader, u64::MAX >> 1, &[b'1'; 8 << 20]);
    set.says_beside(
        "pax-endless.tar.gz",
        |story| gz(&behind(story, &endless)),
        "no end",
    );
    let global = tar_member("g", EntryType::XGlobalHeader, 1 << 40, &[b'1'; 4096]);
    set.says_beside("pax-global.tar", |story| behind(story, &global), "");
}

/// A sparse member: pairs of where data lie and how many bytes, its size, and whether more pairs follow it.
fn sparse(pairs: &[(u64, u64)], size: u64, real: u64, more: bool) -> Vec<u8> {
    header(EntryType::GNUSparse, |block| {
        let number = |at: usize, value: u64, block: &mut [u8; 512]| {
            block[at] = 0x80;
            block[at + 1..at + 4].fill(0);
            block[at + 4..at + 12].copy_from_slice(&value.to_be_bytes());
        };
        number(124, size, block);
        for (at, (offset, length)) in pairs.iter().enumerate() {
            number(386 + 24 * at, *offset, block);
            number(398 + 24 * at, *length, block);
        }
        block[482] = u8::from(more);
        number(483, real, block);
    })
}

fn holes(set: &mut Set) {
    let data = [b'x'; 512];
    for (name, header) in [
        (
            "holes-over.tar",
            sparse(&[(u64::MAX, 512)], 512, 511, false),
        ),
        (
            "holes-back.tar",
            sparse(&[(1024, 512), (0, 512)], 1024, 1536, false),
        ),
        (
            "holes-overlap.tar",
            sparse(&[(0, 512), (256, 512)], 1024, 768, false),
        ),
        (
            "holes-size.tar",
            sparse(&[(0, 1 << 40)], 512, 1 << 40, false),
        ),
        ("holes-real.tar", sparse(&[(0, 512)], 512, 7, false)),
    ] {
        let bad = [&header[..], &data].concat();
        set.says_beside(name, |story| behind(story, &bad), "");
    }
    // What of the zeros was let through holds no text, and that is said too.
    for (name, header) in [
        ("holes-only.tar", sparse(&[(1 << 50, 0)], 0, 1 << 50, false)),
        (
            "holes-most.tar",
            sparse(&[(u64::MAX - 512, 512)], 512, u64::MAX, false),
        ),
    ] {
        let bad = [&header[..], &data].concat();
        set.refused_beside(name, |story| behind(story, &bad));
    }
    let mut more = vec![0; 512];
    more[504] = 1;
    let endless = [sparse(&[], 0, 0, true), more.repeat(16 << 10)].concat();
    set.says_beside(
        "holes-endless.tar",
        |story| behind(story, &endless),
        "no end",
    );
}
