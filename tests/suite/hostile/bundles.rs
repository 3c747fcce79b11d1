//! Hostile bundles: bombs, lies, cuts, names that lead out.

use super::set::{Set, noise, story};
use bzip2::write::BzEncoder;
use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

pub(super) fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub(super) fn bz2(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub(super) fn zst(bytes: &[u8]) -> Vec<u8> {
    zstd::stream::encode_all(bytes, 1).unwrap()
}

pub(super) fn xz(bytes: &[u8]) -> Vec<u8> {
    let options = lzma_rust2::XzOptions::with_preset(0);
    let mut writer = lzma_rust2::XzWriter::new(Vec::new(), options).unwrap();
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

pub(super) fn zip_of(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// One member of a tar with its header, whatever its name.
pub(super) fn tar_member(name: &str, kind: tar::EntryType, size: u64, bytes: &[u8]) -> Vec<u8> {
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(kind);
    header.set_size(size);
    header.set_mode(0o644);
    header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
    header.set_cksum();
    let mut member = header.as_bytes().to_vec();
    member.extend(bytes);
    member.resize(member.len().next_multiple_of(512), 0);
    member
}

pub(super) fn tar_of(members: &[(&str, &[u8])]) -> Vec<u8> {
    let file = |(name, bytes): &(&str, &[u8])| {
        tar_member(name, tar::EntryType::Regular, bytes.len() as u64, bytes)
    };
    let mut tar: Vec<u8> = members.iter().flat_map(file).collect();
    tar.extend([0; 1024]);
    tar
}

/// A member of a zip made by hand, which may lie.
#[derive(Clone, Copy)]
pub(super) struct Raw<'a> {
    pub(super) name: &'a [u8],
    pub(super) method: u16,
    pub(super) flags: u16,
    pub(super) crc: u32,
    pub(super) packed: u32,
    pub(super) unpacked: u32,
    pub(super) data: &'a [u8],
}

impl Raw<'_> {
    fn fields(&self) -> Vec<u8> {
        let mut fields = Vec::new();
        for short in [20, self.flags, self.method, 0, 0x21] {
            fields.extend(short.to_le_bytes());
        }
        for long in [self.crc, self.packed, self.unpacked] {
            fields.extend(long.to_le_bytes());
        }
        fields.extend((self.name.len() as u16).to_le_bytes());
        fields.extend([0; 2]);
        fields
    }

    pub(super) fn local(&self) -> Vec<u8> {
        [b"PK\x03\x04", &self.fields()[..], self.name, self.data].concat()
    }

    pub(super) fn central(&self, at: u32) -> Vec<u8> {
        let rest = [[0; 10].as_slice(), &at.to_le_bytes()].concat();
        [b"PK\x01\x02\x14\0", &self.fields()[..], &rest, self.name].concat()
    }
}

pub(super) fn stored<'a>(name: &'a [u8], data: &'a [u8]) -> Raw<'a> {
    let mut crc = flate2::Crc::new();
    crc.update(data);
    let size = data.len() as u32;
    Raw {
        name,
        method: 0,
        flags: 0,
        crc: crc.sum(),
        packed: size,
        unpacked: size,
        data,
    }
}

/// A zip of a body and a table of contents.
pub(super) fn zip_with(body: &[u8], table: &[u8], members: u16) -> Vec<u8> {
    let mut zip = [body, table, b"PK\x05\x06\0\0\0\0"].concat();
    zip.extend(members.to_le_bytes());
    zip.extend(members.to_le_bytes());
    zip.extend((table.len() as u32).to_le_bytes());
    zip.extend((body.len() as u32).to_le_bytes());
    zip.extend([0; 2]);
    zip
}

pub(super) fn raw_zip(members: &[Raw<'_>]) -> Vec<u8> {
    let (mut body, mut table) = (Vec::new(), Vec::new());
    for member in members {
        table.extend(member.central(body.len() as u32));
        body.extend(member.local());
    }
    zip_with(&body, &table, members.len() as u16)
}

/// Many members of different names whose data are the same bytes of the file.
fn overlapping(members: u16) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&vec![0; 2 << 20]).unwrap();
    let data = encoder.finish().unwrap();
    let member = Raw {
        name: b"a",
        method: 8,
        flags: 0,
        crc: 0,
        packed: data.len() as u32,
        unpacked: 2 << 20,
        data: &data,
    };
    let table: Vec<u8> = (0..members)
        .flat_map(|number| {
            let name = number.to_string();
            Raw {
                name: name.as_bytes(),
                ..member
            }
            .central(0)
        })
        .collect();
    zip_with(&member.local(), &table, members)
}

pub(super) fn make(set: &mut Set) {
    bombs(set);
    cuts(set);
    lies(set);
    names(set);
}

fn bombs(set: &mut Set) {
    let zeros = vec![0; 48 << 20];
    let good = story("beforebomb");
    set.with_story(
        "bomb.zip",
        zip_of(&[("good.txt", good.as_bytes()), ("zeros", &zeros)]),
        "beforebomb",
    );
    set.refused("bomb.gz", gz(&zeros));
    set.refused("bomb.bz2", bz2(&zeros));
    set.refused("bomb.zst", zst(&zeros));
    set.refused("bomb.xz", xz(&zeros));
    let good = story("beforetarbomb");
    let tar = tar_of(&[("good.txt", good.as_bytes()), ("zeros", &zeros)]);
    set.with_story("bomb.tar.gz", gz(&tar), "beforetarbomb");
    set.refused("bomb.tar.zst", zst(&tar_of(&[("zeros", &zeros)])));
    set.refused("bomb-of-letters.gz", gz(&vec![b'a'; 48 << 20]));
    set.refused("bomb-of-spaces.gz", gz(&vec![b' '; 48 << 20]));
    set.refused("bomb-of-lines.gz", gz(&vec![b'\n'; 48 << 20]));
    set.refused("overlap.zip", overlapping(60));
    set.refused("overlap-many.zip", overlapping(5_000));
    let mut nested = zip_of(&[("0", &zeros)]);
    for level in 0..5 {
        let names: Vec<String> = (0..3)
            .map(|number| format!("{level}-{number}.zip"))
            .collect();
        let members: Vec<_> = names
            .iter()
            .map(|name| (name.as_str(), &nested[..]))
            .collect();
        nested = zip_of(&members);
    }
    set.refused("nested.zip", nested);
    let good = story("outermost");
    let deep = (0..6).fold(zip_of(&[("a.txt", b"deep")]), |inner, _| {
        zip_of(&[("good.txt", good.as_bytes()), ("i.zip", &inner)])
    });
    set.with_story("deep.zip", deep, "outermost");
    set.refused(
        "deep.gz",
        (0..20).fold(b"deep".to_vec(), |inner, _| gz(&inner)),
    );
    set.refused(
        "deep.bz2",
        (0..6).fold(b"deep".to_vec(), |inner, _| bz2(&inner)),
    );
    set.refused(
        "deep.tar",
        (0..6).fold(b"deep".to_vec(), |inner, _| tar_of(&[("i.tar", &inner)])),
    );
    set.refused(
        "deep-mixed",
        (0..5).fold(b"deep".to_vec(), |inner, _| {
            gz(&tar_of(&[("i", &zip_of(&[("i", &inner)]))]))
        }),
    );
    let folders: Vec<u8> = (0..100_001)
        .flat_map(|number| tar_member(&format!("{number}/"), tar::EntryType::Directory, 0, b""))
        .collect();
    set.refused("many-members.tar.gz", gz(&folders));
    // A sparse member: one block of text, then a terabyte of holes.
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(tar::EntryType::GNUSparse);
    header.set_size(512);
    header.set_mode(0o644);
    let gnu = header.as_gnu_mut().unwrap();
    gnu.name[..5].copy_from_slice(b"holes");
    gnu.set_real_size(1 << 40);
    for (at, byte) in b"000000000000".iter().enumerate() {
        gnu.sparse[0].offset[at] = *byte;
        gnu.sparse[1].numbytes[at] = *byte;
    }
    gnu.sparse[0].numbytes[..12].copy_from_slice(b"00000001000\0");
    gnu.sparse[1]
        .offset
        .copy_from_slice(&[0x80, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0]);
    header.set_cksum();
    let sparse = [header.as_bytes(), &[b'x'; 512][..], &[0; 1024]].concat();
    set.refused("sparse.tar", sparse);
    // A name that claims two gigabytes.
    let long = tar_member(
        "././@LongLink",
        tar::EntryType::GNULongName,
        2 << 30,
        &[b'n'; 4096],
    );
    set.refused("long-name.tar", long.clone());
    set.refused(
        "long-name.tar.gz",
        gz(&[long, vec![b'n'; 8 << 20]].concat()),
    );
    let pax = tar_member("pax", tar::EntryType::XHeader, 2 << 30, &[b'1'; 4096]);
    set.refused("long-pax.tar.gz", gz(&[pax, vec![b'1'; 8 << 20]].concat()));
    // A zstd frame that asks for a window of a terabyte, an xz block for a dictionary of 4 GiB.
    set.refused(
        "window.zst",
        b"\x28\xB5\x2F\xFD\x00\xF0\x01\x00\x00".to_vec(),
    );
    let mut dictionary = xz(b"kite");
    dictionary[16] = 40;
    set.refused("dictionary.xz", dictionary);
}

fn cuts(set: &mut Set) {
    let noise = noise(20_000);
    for (name, make) in [
        (
            "cut.tar",
            Box::new(|members: &[(&str, &[u8])]| tar_of(members))
                as Box<dyn Fn(&[(&str, &[u8])]) -> Vec<u8>>,
        ),
        ("cut.zip", Box::new(zip_of)),
        ("cut.tar.gz", Box::new(|members| gz(&tar_of(members)))),
    ] {
        let word = name.replace('.', "") + "story";
        let good = story(&word);
        let bytes = make(&[
            ("good.txt", good.as_bytes()),
            ("noise", &noise),
            ("late.txt", b"late"),
        ]);
        set.with_story(name, bytes[..bytes.len() / 2].to_vec(), &word);
    }
    let text = story("cutcompressed")
        + &"The kite museum keeps its doors open until the last ferry.\n\n".repeat(200);
    let noisy = [text.as_bytes(), &noise[..]].concat();
    for (ending, bytes) in [
        ("gz", gz(&noisy)),
        ("bz2", bz2(&noisy)),
        ("xz", xz(&noisy)),
        ("zst", zst(&noisy)),
    ] {
        set.refused(
            &format!("cut-file.{ending}"),
            bytes[..bytes.len() / 2].to_vec(),
        );
        set.refused(&format!("head-only.{ending}"), bytes[..16].to_vec());
        let mut damaged = bytes.clone();
        let middle = bytes.len() / 2;
        damaged[middle..middle + 40].fill(0xAA);
        // What zstd keeps as it was has no checksum.
        set.told(&format!("damaged.{ending}"), damaged);
    }
    let word = "tablelost";
    let whole = zip_of(&[("good.txt", story(word).as_bytes()), ("b.txt", b"b")]);
    let table = memchr::memmem::find(&whole, b"PK\x01\x02").unwrap();
    set.with_story("no-table.zip", whole[..table].to_vec(), word);
    set.refused(
        "table-only.zip",
        [b"PK\x03\x04".to_vec(), whole[table..].to_vec()].concat(),
    );
    set.refused(
        "end-only.zip",
        [b"PK\x05\x06".as_slice(), &[0xFF; 18]].concat(),
    );
    set.refused("four-bytes.zip", b"PK\x03\x04".to_vec());
    let word = "junkbehind";
    set.with_story(
        "junk-behind.gz",
        [gz(story(word).as_bytes()), b"junk".to_vec()].concat(),
        word,
    );
    let word = "junkbefore";
    set.story(
        "junk-before.zip",
        [
            b"MZ\0 unpacks itself".to_vec(),
            zip_of(&[("a.txt", story(word).as_bytes())]),
        ]
        .concat(),
        word,
    );
    let word = "manymembers";
    let halves: Vec<Vec<u8>> = story(word).as_bytes().chunks(40).map(gz).collect();
    set.story("many-members.gz", halves.concat(), word);
    let mut checksum = tar_of(&[
        ("good.txt", story("checksumbefore").as_bytes()),
        ("b.txt", b"b"),
    ]);
    let second = checksum.len() - 1024 - 1024;
    checksum[second + 150] = b'7';
    set.with_story("checksum.tar", checksum, "checksumbefore");
}

fn lies(set: &mut Set) {
    let text = story("truesize");
    let honest = || stored(b"good.txt", text.as_bytes());
    let own = story("honestzip");
    set.story(
        "honest.zip",
        raw_zip(&[stored(b"good.txt", own.as_bytes())]),
        "honestzip",
    );
    for (name, lie) in [
        ("lie-crc.zip", Raw { crc: 1, ..honest() }),
        (
            "lie-packed.zip",
            Raw {
                packed: 0x7FFF_FFFF,
                ..honest()
            },
        ),
        (
            "lie-method.zip",
            Raw {
                method: 99,
                ..honest()
            },
        ),
        (
            "lie-deflate.zip",
            Raw {
                method: 8,
                ..honest()
            },
        ),
        (
            "lie-bzip2.zip",
            Raw {
                method: 12,
                ..honest()
            },
        ),
        (
            "lie-lzma.zip",
            Raw {
                method: 14,
                ..honest()
            },
        ),
        (
            "lie-zstd.zip",
            Raw {
                method: 93,
                ..honest()
            },
        ),
        (
            "lie-xz.zip",
            Raw {
                method: 95,
                ..honest()
            },
        ),
        (
            "lie-ppmd.zip",
            Raw {
                method: 98,
                ..honest()
            },
        ),
        (
            "encrypted.zip",
            Raw {
                flags: 1,
                ..honest()
            },
        ),
        (
            "encrypted-strong.zip",
            Raw {
                flags: 0x41,
                ..honest()
            },
        ),
    ] {
        let word = name.replace(['.', '-'], "");
        let good = story(&word);
        set.with_story(
            name,
            raw_zip(&[stored(b"first.txt", good.as_bytes()), lie]),
            &word,
        );
    }
    set.told(
        "lie-unpacked-more.zip",
        raw_zip(&[Raw {
            unpacked: 0x7FFF_FFFF,
            ..honest()
        }]),
    );
    set.told(
        "lie-unpacked-less.zip",
        raw_zip(&[Raw {
            unpacked: 1,
            ..honest()
        }]),
    );
    let local = stored(b"local.txt", text.as_bytes());
    let central = stored(b"central.txt", text.as_bytes());
    set.told(
        "two-names.zip",
        zip_with(&local.local(), &central.central(0), 1),
    );
    set.refused(
        "table-elsewhere.zip",
        zip_with(&local.local(), &central.central(0x7FFF_0000), 1),
    );
    set.told(
        "count-lies.zip",
        zip_with(&local.local(), &central.central(0), 60_000),
    );
    let mut twice = zip_of(&[("a.txt", b"x"), ("b.txt", b"y")]);
    while let Some(at) = memchr::memmem::find(&twice, b"b.txt") {
        twice[at] = b'a';
    }
    set.told("same-name.zip", twice);
    // Two contents: the size of the header against that of its extension.
    let record = b"13 size=512\n\n";
    let two = [
        tar_member("x", tar::EntryType::XHeader, record.len() as u64, record),
        tar_member("two.txt", tar::EntryType::Regular, 0, b""),
        tar_member("inner.txt", tar::EntryType::Regular, 0, b""),
        vec![0; 1024],
    ];
    set.told("two-contents.tar", two.concat());
    set.refused(
        "size-lies.tar",
        tar_member("big.txt", tar::EntryType::Regular, 1 << 32, b"short"),
    );
    for (name, kind) in [
        ("symlink.tar", tar::EntryType::Symlink),
        ("hardlink.tar", tar::EntryType::Link),
        ("device.tar", tar::EntryType::Block),
        ("fifo.tar", tar::EntryType::Fifo),
        ("character.tar", tar::EntryType::Char),
    ] {
        let word = name.replace('.', "");
        let good = story(&word);
        let mut header = tar::Header::new_gnu();
        header.set_entry_type(kind);
        header.set_size(0);
        header.set_path("escape").unwrap();
        header.set_link_name("/etc/passwd").unwrap();
        header.set_cksum();
        let through = tar_of(&[("escape", good.as_bytes())]);
        set.with_story(name, [header.as_bytes().to_vec(), through].concat(), &word);
    }
    for (name, member) in [
        ("document.docx", "[Content_Types].xml"),
        ("text.odt", "mimetype"),
        ("program.jar", "META-INF/MANIFEST.MF"),
    ] {
        set.refused(name, zip_of(&[(member, b"<x/>"), ("content.xml", b"<x/>")]));
    }
    set.refused("empty.zip", [b"PK\x05\x06".as_slice(), &[0; 18]].concat());
}

fn names(set: &mut Set) {
    let long = "n".repeat(60_000);
    for (number, name) in [
        &b"../../../../escaped.txt"[..],
        b"/escaped.txt",
        b"..\\..\\escaped.txt",
        b"C:\\escaped.txt",
        b"a/../../b/../../escaped.txt",
        b"nul\0inside.txt",
        b"line\nend.txt",
        b"\x1B]0;title\x07.txt",
        b"d\x82p\x88che.txt",
        b"\xE2\x80\xAEtxt.exe",
        b"",
        b"..",
        b"-rf",
        long.as_bytes(),
    ]
    .into_iter()
    .enumerate()
    {
        let word = format!("zipname{number}x");
        let text = story(&word);
        set.story(
            &format!("name-{number}.zip"),
            raw_zip(&[stored(name, text.as_bytes())]),
            &word,
        );
        if let Ok(name) = std::str::from_utf8(&name[..name.len().min(99)])
            && !name.is_empty()
        {
            let word = format!("tarname{number}x");
            set.story(
                &format!("name-{number}.tar"),
                tar_of(&[(name, story(&word).as_bytes())]),
                &word,
            );
        }
    }
}
