//! Hostile zips beyond plain bombs: one that holds itself, data that overlap, 64-bit lies, locked members, memory.

use super::bundles::{Raw, raw_zip, stored, tar_of, xz, zip_of, zip_with};
use super::quine::quine;
use super::set::{Set, noise, story};
use flate2::Compression;
use flate2::write::DeflateEncoder;
use std::io::Write;

pub(super) fn make(set: &mut Set) {
    recursive(set);
    overlapping(set);
    zip64(set);
    locked(set);
    memory(set);
}

fn recursive(set: &mut Set) {
    let quine = quine();
    set.says("quine.zip", quine.clone(), "--max-depth");
    set.says_beside(
        "quine-beside.zip",
        |story| zip_of(&[("quine", &quine), ("good.txt", story.as_bytes())]),
        "--max-depth",
    );
    set.says_beside(
        "quine-before.tar",
        |story| tar_of(&[("quine", &quine), ("good.txt", story.as_bytes())]),
        "--max-depth",
    );
    set.refused("quine-cut.zip", quine[..quine.len() - 30].to_vec());
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Members whose data each hold the headers and data of all that follow, quoted by DEFLATE blocks that are not the
/// last, down to one kernel (David Fifield, "A better zip bomb", 2019). The first of the bytes and the table.
fn quoted(members: usize, kernel: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let names: Vec<String> = (0..members).map(|at| format!("{at:04}.txt")).collect();
    let mut content = kernel.to_vec();
    let mut body = deflated(kernel);
    // Headers stand from the end: where each begins, counted from there, is known before the length of all.
    let mut entries = Vec::new();
    for (at, name) in names.iter().enumerate().rev() {
        let mut sum = flate2::Crc::new();
        sum.update(&content);
        let raw = |data| Raw {
            name: name.as_bytes(),
            method: 8,
            flags: 0,
            crc: sum.sum(),
            packed: body.len() as u32,
            unpacked: content.len() as u32,
            data,
        };
        let header = raw(&[]).local();
        entries.push((raw(&[]).central(0), header.len() + body.len()));
        let length = header.len() as u16;
        let quote = [&[0], &length.to_le_bytes()[..], &(!length).to_le_bytes()].concat();
        content = [&header[..], &content].concat();
        body = match at {
            0 => [&header[..], &body].concat(),
            _ => [&quote, &header[..], &body].concat(),
        };
    }
    let table = entries.iter().rev().flat_map(|(central, from_end)| {
        let mut central = central.clone();
        central[42..46].copy_from_slice(&((body.len() - from_end) as u32).to_le_bytes());
        central
    });
    let table = table.collect();
    (body, table)
}

fn overlapping(set: &mut Set) {
    let zeros = vec![0; 2 << 20];
    let (body, table) = quoted(60, &zeros);
    set.says(
        "quoted.zip",
        zip_with(&body, &table, 60),
        "lie over each other",
    );
    set.refused("quoted-no-table.zip", body.clone());
    let bomb = zip_with(&body, &table, 60);
    set.says_beside(
        "quoted-beside.zip",
        |story| zip_of(&[("good.txt", story.as_bytes()), ("bomb.zip", &bomb)]),
        "lie over each other",
    );
    // Small enough to be read: each member ends in the story, and nothing is wrong with that.
    set.reads("quoted-story.zip", |story| {
        let (body, table) = quoted(5, story.as_bytes());
        zip_with(&body, &table, 5)
    });
}

/// The numbers of a zip in 64 bits.
#[derive(Clone, Copy)]
struct Wide {
    unpacked: u64,
    packed: u64,
    at: u64,
    members: u64,
    table_length: Option<u64>,
    table_at: Option<u64>,
    record_at: Option<u64>,
    /// Bytes of the field that holds the sizes, as it claims.
    field: u16,
}

fn wide_of(text: &str) -> Wide {
    Wide {
        unpacked: text.len() as u64,
        packed: text.len() as u64,
        at: 0,
        members: 1,
        table_length: None,
        table_at: None,
        record_at: None,
        field: 24,
    }
}

/// A zip of one stored member whose every number stands in 64 bits.
fn zip_of_wide(text: &str, wide: Wide) -> Vec<u8> {
    let narrow = Raw {
        packed: u32::MAX,
        unpacked: u32::MAX,
        ..stored(b"good.txt", text.as_bytes())
    };
    let field = |numbers: &[u64], length: u16| {
        let numbers = numbers.iter().flat_map(|number| number.to_le_bytes());
        let head = [[1, 0], length.to_le_bytes()].concat();
        head.into_iter().chain(numbers).collect::<Vec<u8>>()
    };
    // Behind the name, with its length before it.
    let mut local = Raw {
        data: &[],
        ..narrow
    }
    .local();
    local[28] = 20;
    local.extend(field(&[wide.unpacked, wide.packed], 16));
    local.extend(text.as_bytes());
    let mut table = narrow.central(u32::MAX);
    table[30] = 28;
    table.extend(field(&[wide.unpacked, wide.packed, wide.at], wide.field));
    let mut end = b"PK\x06\x06".to_vec();
    end.extend(44u64.to_le_bytes());
    end.extend([45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    for number in [
        wide.members,
        wide.members,
        wide.table_length.unwrap_or(table.len() as u64),
        wide.table_at.unwrap_or(local.len() as u64),
    ] {
        end.extend(number.to_le_bytes());
    }
    let record_at = (local.len() + table.len()) as u64;
    end.extend(b"PK\x06\x07\0\0\0\0");
    end.extend(wide.record_at.unwrap_or(record_at).to_le_bytes());
    end.extend([1, 0, 0, 0]);
    end.extend(b"PK\x05\x06\0\0\0\0");
    end.extend([0xFF; 12]);
    end.extend([0; 2]);
    [local, table, end].concat()
}

fn zip64(set: &mut Set) {
    set.reads("wide.zip", |story| zip_of_wide(story, wide_of(story)));
    type Lie = fn(&mut Wide);
    let table_lies: [(&str, Lie); 7] = [
        ("wide-members.zip", |wide| wide.members = 1 << 40),
        ("wide-members-all.zip", |wide| wide.members = u64::MAX),
        ("wide-table.zip", |wide| wide.table_at = Some(1 << 40)),
        ("wide-table-end.zip", |wide| wide.table_at = Some(u64::MAX)),
        ("wide-table-length.zip", |wide| {
            wide.table_length = Some(u64::MAX)
        }),
        ("wide-record.zip", |wide| wide.record_at = Some(u64::MAX)),
        ("wide-record-loop.zip", |wide| wide.record_at = Some(0)),
    ];
    for (name, lie) in table_lies {
        // The story is found from the header before it, whatever the table says.
        set.reads(name, |story| {
            let mut wide = wide_of(story);
            lie(&mut wide);
            zip_of_wide(story, wide)
        });
    }
    let member_lies: [(&str, Lie); 6] = [
        ("wide-packed.zip", |wide| wide.packed = u64::MAX),
        ("wide-packed-half.zip", |wide| wide.packed = 1 << 62),
        ("wide-unpacked.zip", |wide| wide.unpacked = u64::MAX),
        ("wide-at.zip", |wide| wide.at = u64::MAX),
        ("wide-at-far.zip", |wide| wide.at = 1 << 40),
        ("wide-field.zip", |wide| wide.field = 0xFFFF),
    ];
    for (name, lie) in member_lies {
        let text = story("widelie");
        let mut wide = wide_of(&text);
        lie(&mut wide);
        set.told(name, zip_of_wide(&text, wide));
    }
}

fn locked(set: &mut Set) {
    let secret = noise(200);
    let member = |flags, method| Raw {
        flags,
        method,
        ..stored(b"secret.txt", &secret)
    };
    for (name, locked) in [
        ("locked.zip", member(1, 0)),
        ("locked-deflated.zip", member(1, 8)),
        ("locked-size-behind.zip", member(9, 8)),
        ("locked-strong.zip", member(0x41, 8)),
        ("locked-names.zip", member(0x2041, 8)),
        ("locked-aes.zip", member(1, 99)),
    ] {
        let zip = |story: &str| raw_zip(&[locked, stored(b"good.txt", story.as_bytes())]);
        set.says_beside(name, zip, "it is encrypted");
        let cut = |story: &str| {
            let whole = zip(story);
            let table = memchr::memmem::find(&whole, b"PK\x01\x02").unwrap();
            whole[..table].to_vec()
        };
        if locked.flags & 8 == 0 {
            let name = name.replace("locked", "locked-cut");
            set.refused_beside(&name, cut);
        }
    }
}

/// Members whose decoder asks for as much memory as they unpack to.
fn memory(set: &mut Set) {
    // So much noise that the limit of the ratio lets 600 MiB pass; hidden, so that they are unpacked and not read.
    let noise = noise(4 << 20);
    let letters = tar_of(&[(".hidden", &vec![b'k'; 600 << 20])]);
    let mut squeezed = xz(&letters);
    super::streams::widen(&mut squeezed);
    let huge = |method, data| Raw {
        method,
        unpacked: 600 << 20,
        ..stored(b"huge.txt", data)
    };
    set.refused_beside("dictionary-xz.zip", |story| {
        raw_zip(&[
            stored(b"good.txt", story.as_bytes()),
            huge(95, &squeezed),
            stored(b"noise", &noise),
        ])
    });
    let lzma = lzma(&letters);
    set.refused_beside("dictionary-lzma.zip", |story| {
        raw_zip(&[
            stored(b"good.txt", story.as_bytes()),
            huge(14, &lzma),
            stored(b"noise", &noise),
        ])
    });
}

/// The data of a zip's member in LZMA that claims a dictionary of 4 GiB.
fn lzma(bytes: &[u8]) -> Vec<u8> {
    let options = lzma_rust2::LzmaOptions::with_preset(0);
    let props = options.get_props();
    let mut writer = lzma_rust2::LzmaWriter::new_no_header(Vec::new(), &options, false).unwrap();
    writer.write_all(bytes).unwrap();
    let data = writer.finish().unwrap();
    [&[9, 20, 5, 0, props, 0xFF, 0xFF, 0xFF, 0xFF], &data[..]].concat()
}
