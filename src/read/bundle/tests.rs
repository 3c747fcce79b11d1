use super::*;
use crate::read::reason_of;
use ::zip::write::SimpleFileOptions;
use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use std::io::{Cursor, Write};

/// Members by path with their text, and what was not read by path with its reason; in the order they came.
type Seen = Vec<(String, String)>;

/// What opening these bytes finds, as a file named `f` in a folder: `=` before a text, `!` before a failure, `-` before
/// something passed over.
fn seen_with(bytes: &[u8], limits: &Limits, wanted: &Wanted) -> Seen {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("f");
    std::fs::write(&file, bytes).unwrap();
    let entry = Entry {
        file,
        path: "f".into(),
        size: bytes.len() as u64,
        modified: 7,
        below: "f".into(),
    };
    let mut seen = Seen::new();
    let mut each = |found: Found<'_>| {
        seen.push(match found {
            Found::Member(member) => {
                let mut text = Vec::new();
                let end = member.content.read_to_end(&mut text).err();
                let end = end.map(|error| format!("…{}", reason_of(&error).text));
                let text = String::from_utf8_lossy(&text).into_owned();
                (member.path, format!("={text}{}", end.unwrap_or_default()))
            }
            Found::Unread(unread) => {
                let mark = if unread.failed { '!' } else { '-' };
                (unread.path, format!("{mark}{}", unread.reason))
            }
        });
        ControlFlow::Continue(())
    };
    open(&entry, limits, wanted, &mut each).unwrap();
    seen
}

fn seen(bytes: &[u8]) -> Seen {
    seen_with(bytes, &Limits::default(), &Wanted::default())
}

/// The same as text, a line each.
fn lines(seen: Seen) -> Vec<String> {
    seen.into_iter()
        .map(|(path, what)| path + " " + &what)
        .collect()
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn bz2(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zst(bytes: &[u8]) -> Vec<u8> {
    zstd::stream::encode_all(bytes, 3).unwrap()
}

fn xz(bytes: &[u8]) -> Vec<u8> {
    let options = lzma_rust2::XzOptions::default();
    let mut writer = lzma_rust2::XzWriter::new(Vec::new(), options).unwrap();
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

fn zip_of(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ::zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn tar_of(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = ::tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = ::tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_mtime(86_400);
        // The crate's own setter refuses names that lead out.
        header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
        header.set_cksum();
        builder.append(&header, *bytes).unwrap();
    }
    builder.into_inner().unwrap()
}

const TWO: &[(&str, &[u8])] = &[("a.txt", b"kite"), ("b/c.txt", b"ferry")];

#[test]
fn a_compressed_file_keeps_its_path_and_a_plain_one_is_handed_on_as_it_is() {
    for bytes in [
        &b"kite"[..],
        &gz(b"kite"),
        &bz2(b"kite"),
        &zst(b"kite"),
        &xz(b"kite"),
        &gz(&zst(b"kite")),
    ] {
        assert_eq!(lines(seen(bytes)), ["f =kite"]);
    }
    assert_eq!(lines(seen(b"")), ["f ="]);
}

#[test]
fn members_are_named_by_their_way_through_all_bundles() {
    let two = ["f!/a.txt =kite", "f!/b/c.txt =ferry"];
    for bytes in [
        zip_of(TWO),
        tar_of(TWO),
        gz(&tar_of(TWO)),
        xz(&tar_of(TWO)),
        zst(&tar_of(TWO)),
        bz2(&tar_of(TWO)),
    ] {
        assert_eq!(lines(seen(&bytes)), two);
    }
    let inner = zip_of(&[("t.txt.gz", &gz(b"kite")), ("u", b"ferry")]);
    let nested = zip_of(&[("m.tar.gz", &gz(&tar_of(&[("i.zip", &inner)])))]);
    let expected = [
        "f!/m.tar.gz!/i.zip!/t.txt.gz =kite",
        "f!/m.tar.gz!/i.zip!/u =ferry",
    ];
    assert_eq!(lines(seen(&nested)), expected);
}

#[test]
fn what_lies_too_deep_is_named_with_the_limit_and_the_rest_is_read() {
    let mut bytes = zip_of(&[("x", b"kite")]);
    for _ in 0..3 {
        bytes = zip_of(&[("a.txt", b"ferry"), ("z", &bytes)]);
    }
    let found = lines(seen(&bytes));
    assert_eq!(found.len(), 4, "{found:?}");
    assert!(
        found[3].starts_with("f!/z!/z!/z !") && found[3].contains("--max-depth"),
        "{found:?}"
    );
    let mut bytes = b"kite".to_vec();
    (0..9).for_each(|_| bytes = gz(&bytes));
    let found = lines(seen(&bytes));
    assert!(
        found.len() == 1 && found[0].contains("--max-depth"),
        "{found:?}"
    );
}

#[test]
fn limits_stop_what_comes_out_and_keep_what_came_before() {
    let zeros = vec![b' '; 40 << 20];
    let bomb = zip_of(&[("a", b"kite"), ("bomb", &zeros), ("z", b"late")]);
    let found = seen(&bomb);
    assert_eq!(found[0], ("f!/a".into(), "=kite".into()));
    assert!(found[1].1.contains("--max-ratio") && found[1].1.len() < 17 << 20);
    assert_eq!(found.len(), 2);

    let limits = Limits {
        unpacked: 1 << 20,
        ..Limits::default()
    };
    for bomb in [
        gz(&zeros),
        bz2(&zeros),
        zst(&zeros),
        gz(&tar_of(&[("a", b"kite"), ("bomb", &zeros)])),
    ] {
        let found = seen_with(&bomb, &limits, &Wanted::default());
        let (_, last) = found.last().unwrap();
        assert!(
            last.contains("--max-unpacked") && last.len() < (1 << 20) + (65 << 10),
            "{}",
            last.len()
        );
    }

    let limits = Limits {
        members: 2,
        ..Limits::default()
    };
    for three in [
        zip_of(&[("a", b"1"), ("b", b"2"), ("c", b"3")]),
        tar_of(&[("a", b"1"), ("b", b"2"), ("c", b"3")]),
    ] {
        let found = lines(seen_with(&three, &limits, &Wanted::default()));
        assert_eq!(&found[..2], ["f!/a =1", "f!/b =2"]);
        assert!(
            found.len() == 3 && found[2].contains("--max-members"),
            "{found:?}"
        );
    }
}

#[test]
fn no_limit_lets_bundles_exhaust_the_stack() {
    let bytes = (0..200).fold(b"kite".to_vec(), |inner, _| gz(&tar_of(&[("i", &inner)])));
    let limits = Limits {
        depth: u32::MAX,
        ..Limits::default()
    };
    let found = seen_with(&bytes, &limits, &Wanted::default());
    assert!(
        found.len() == 1 && found[0].1.contains("in 16 others"),
        "{found:?}"
    );
}

#[test]
fn a_file_that_changes_while_it_is_read_is_said_to() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("f");
    for text in ["kite", "kite, and more", "k"] {
        std::fs::write(&file, "kite").unwrap();
        let entry = Entry {
            file: file.clone(),
            path: "f".into(),
            size: 4,
            modified: 0,
            below: "f".into(),
        };
        let mut reasons = Vec::new();
        let mut each = |found: Found<'_>| {
            match found {
                Found::Member(_) if text != "kite" => std::fs::write(&file, text).unwrap(),
                Found::Member(_) => {}
                Found::Unread(unread) => reasons.push(unread.reason),
            }
            ControlFlow::Continue(())
        };
        open(&entry, &Limits::default(), &Wanted::default(), &mut each).unwrap();
        assert_eq!(reasons.len(), usize::from(text != "kite"), "{reasons:?}");
    }
}

/// A file to be opened.
fn entry(file: &std::path::Path) -> Entry {
    Entry {
        file: file.to_owned(),
        path: "f".into(),
        size: 0,
        modified: 0,
        below: "f".into(),
    }
}

/// Why a file is not opened, where nothing of it is handed on.
fn refused(file: &std::path::Path) -> Unread {
    let mut nothing = |_: Found<'_>| panic!("it was handed on");
    let (limits, wanted) = (Limits::default(), Wanted::default());
    open(&entry(file), &limits, &wanted, &mut nothing).unwrap_err()
}

#[cfg(unix)]
#[test]
fn a_file_of_holes_and_one_that_is_none_are_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let holes = folder.path().join("holes");
    std::fs::File::create(&holes)
        .unwrap()
        .set_len(1 << 40)
        .unwrap();
    for (file, reason, failed) in [
        (holes.as_path(), "sparse", true),
        (std::path::Path::new("/dev/zero"), "no regular file", false),
    ] {
        let unread = refused(file);
        assert!(unread.reason.contains(reason), "{}", unread.reason);
        assert_eq!(unread.failed, failed);
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_or_link_put_in_the_place_of_a_file_is_not_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    assert!(!refused(&pipe).failed);
    let link = folder.path().join("link");
    std::os::unix::fs::symlink("/etc/passwd", &link).unwrap();
    assert!(refused(&link).failed);
}

#[test]
fn a_file_that_is_gone_is_a_failure_in_plain_words() {
    let folder = tempfile::tempdir().unwrap();
    let unread = refused(&folder.path().join("gone"));
    assert!(unread.failed);
    assert_eq!(unread.reason, "no such file or directory");
}

#[test]
fn a_gzip_of_many_members_with_padding_is_whole_and_junk_behind_it_is_noted() {
    let mut bytes = [gz(b"ki"), gz(b""), gz(b"te")].concat();
    assert_eq!(lines(seen(&bytes)), ["f =kite"]);
    bytes.extend([0; 700]);
    assert_eq!(lines(seen(&bytes)), ["f =kite"]);
    bytes.extend(b"junk");
    let found = lines(seen(&bytes));
    assert!(
        found[0] == "f =kite" && found[1].starts_with("f -"),
        "{found:?}"
    );
}

#[test]
fn names_of_members_are_clean_and_their_own() {
    let names: &[(&str, &[u8])] = &[
        ("../../etc/passwd", b"1"),
        ("/etc/passwd", b"2"),
        ("C:\\a\\..\\b", b"3"),
        ("x\n\x1By", b"4"),
    ];
    let expected = [
        "f!/etc/passwd =1",
        "f!/etc/passwd (2) =2",
        "f!/a/b =3",
        "f!/x\\x0A\\x1By =4",
    ];
    assert_eq!(lines(seen(&tar_of(names))), expected);
    let hidden: &[(&str, &[u8])] = &[
        (".DS_Store", b"1"),
        ("__MACOSX/a", b"2"),
        ("a", b"3"),
        ("d/", b""),
    ];
    assert_eq!(lines(seen(&tar_of(hidden))), ["f!/a =3"]);
    assert_eq!(lines(seen(&zip_of(hidden))), ["f!/a =3"]);
}

#[test]
fn members_of_the_same_name_are_all_read() {
    let mut zip = zip_of(&[("a.txt", b"kite"), ("b.txt", b"ferry")]);
    while let Some(at) = memchr::memmem::find(&zip, b"b.txt") {
        zip[at] = b'a';
    }
    let expected = ["f!/a.txt =kite", "f!/a.txt (2) =ferry"];
    assert_eq!(lines(seen(&zip)), expected);
    let tar = tar_of(&[("a.txt", b"kite"), ("a.txt", b"ferry")]);
    assert_eq!(lines(seen(&tar)), expected);
}

#[test]
fn links_and_devices_in_a_tar_are_counted_and_not_followed() {
    let mut builder = ::tar::Builder::new(Vec::new());
    for kind in [
        ::tar::EntryType::Symlink,
        ::tar::EntryType::Link,
        ::tar::EntryType::Fifo,
        ::tar::EntryType::Block,
    ] {
        let mut header = ::tar::Header::new_gnu();
        header.set_entry_type(kind);
        header.set_size(0);
        builder
            .append_link(&mut header, "link", "/etc/passwd")
            .unwrap();
    }
    let mut bytes = builder.into_inner().unwrap();
    bytes.truncate(4 * 512);
    bytes.extend(tar_of(TWO));
    let found = lines(seen(&bytes));
    assert_eq!(&found[..2], ["f!/a.txt =kite", "f!/b/c.txt =ferry"]);
    assert_eq!(found[2], "f -4 links and devices in it are not read");
}

#[test]
fn a_tar_with_two_sizes_for_a_member_has_the_contents_that_other_readers_find() {
    // The record before the member says that the header of `inner` is its content.
    let record = b"12 size=512\n";
    let mut tar = tar_of(&[
        ("x", record),
        ("two", b""),
        ("inner", b""),
        ("last", b"kite"),
    ]);
    let mut header = ::tar::Header::new_ustar();
    header.as_mut_bytes().copy_from_slice(&tar[..512]);
    header.set_entry_type(::tar::EntryType::XHeader);
    header.set_cksum();
    tar[..512].copy_from_slice(header.as_bytes());
    let found = seen(&tar);
    let paths: Vec<&str> = found.iter().map(|(path, _)| path.as_str()).collect();
    // What the first holds is a tar itself, of one header.
    assert_eq!(paths, ["f!/two!/inner", "f!/last"]);

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("two.tar");
    std::fs::write(&file, &tar).unwrap();
    let listing = std::process::Command::new("tar")
        .arg("-tf")
        .arg(&file)
        .output();
    // Where there is another reader.
    if let Ok(listing) = listing {
        assert_eq!(String::from_utf8_lossy(&listing.stdout), "two\nlast\n");
    }
}

#[test]
fn a_file_that_others_cut_and_fill_while_it_is_read_is_read_or_reported() {
    use std::sync::atomic::{AtomicBool, Ordering};
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("f");
    std::fs::write(&file, b"kite").unwrap();
    let is_over = AtomicBool::new(false);
    let bundle = zip_of(&[("a", &b"kite ".repeat(5_000)[..]), ("b", b"ferry")]);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !is_over.load(Ordering::Relaxed) {
                for bytes in [&bundle[..], b"", &bundle[..30], &gz(&bundle), b"ferry"] {
                    std::fs::write(&file, bytes).unwrap();
                }
            }
        });
        for _ in 0..2_000 {
            let mut each = |found: Found<'_>| {
                if let Found::Member(member) = found {
                    let _ = member.content.read_to_end(&mut Vec::new());
                }
                ControlFlow::Continue(())
            };
            let _ = open(
                &entry(&file),
                &Limits::default(),
                &Wanted::default(),
                &mut each,
            );
        }
        is_over.store(true, Ordering::Relaxed);
    });
}

#[test]
fn documents_and_bundles_of_other_kinds_are_one_line() {
    for (bytes, what) in [
        (
            zip_of(&[
                ("[Content_Types].xml", b"<x/>"),
                ("word/document.xml", b"<x/>"),
            ]),
            "an Office document",
        ),
        (
            zip_of(&[("mimetype", b"application/epub+zip")]),
            "an EPUB book",
        ),
        (zip_of(&[("META-INF/MANIFEST.MF", b"")]), "a Java archive"),
        (b"7z\xBC\xAF\x27\x1C\0\x04".to_vec(), "a 7-Zip archive"),
        (b"Rar!\x1A\x07\x01\0".to_vec(), "a RAR archive"),
        (
            b"\x25\x5A-lh5-\x10\0\0\0\x20\0\0\0\0\0\0\0\x20\x01".to_vec(),
            "an LHA archive",
        ),
        (
            b"\x60\xEA\x2B\0\x22\x0B\x01\x0B\x10\0\x02".to_vec(),
            "an ARJ archive",
        ),
        (
            b"\x5D\0\0\x80\0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF".to_vec(),
            "by lzma",
        ),
        (
            [&[0; 32 << 10], &b"\x01CD001\x01\0"[..]].concat(),
            "an ISO 9660 disc image",
        ),
    ] {
        let found = lines(seen(&bytes));
        assert!(
            found.len() == 1 && found[0].starts_with("f -") && found[0].contains(what),
            "{found:?}"
        );
    }
}

#[test]
fn an_encrypted_member_is_named_and_the_others_are_read() {
    let mut bytes = zip_of(TWO);
    // The flag in the header before the first member, and in the table of contents.
    let table = memchr::memmem::find(&bytes, b"PK\x01\x02").unwrap();
    bytes[6] |= 1;
    bytes[table + 8] |= 1;
    let found = lines(seen(&bytes));
    assert_eq!(
        found,
        [
            "f!/a.txt !it is encrypted, and not read",
            "f!/b/c.txt =ferry"
        ]
    );
}

#[test]
fn members_that_lie_over_each_other_are_one_line_and_one_lying_size_is_not_taken_for_that() {
    let mut bytes = zip_of(&[
        ("a", b"kite"),
        ("b", b"ferry"),
        ("c", b"pier"),
        ("d", b"garden"),
    ]);
    let table = memchr::memmem::find(&bytes, b"PK\x01\x02").unwrap();
    let entries: Vec<usize> = memchr::memmem::find_iter(&bytes[table..], b"PK\x01\x02").collect();
    // The packed size of a member in the table.
    let claim = |bytes: &mut Vec<u8>, entry: usize| {
        bytes[table + entry + 20..table + entry + 24].copy_from_slice(&[0xFF, 0xFF, 0xFF, 0]);
    };
    claim(&mut bytes, entries[1]);
    let found = lines(seen(&bytes));
    assert!(found.len() == 4 && found[0] == "f!/a =kite", "{found:?}");
    bytes = zip_of(&[("a", &b"kite ".repeat(99)[..])]);
    let entry = bytes[memchr::memmem::find(&bytes, b"PK\x01\x02").unwrap()..].to_vec();
    let table = bytes.len() - entry.len();
    let (entry, end) = entry.split_at(47);
    let named = |name: u8| [&entry[..46], &[name]].concat();
    let mut bomb = bytes[..table].to_vec();
    (b'a'..=b'z').for_each(|name| bomb.extend(named(name)));
    bomb.extend(end);
    let length = bomb.len();
    bomb[length - 14..length - 10].copy_from_slice(&[26, 0, 26, 0]);
    bomb[length - 10..length - 6].copy_from_slice(&(47u32 * 26).to_le_bytes());
    let found = lines(seen(&bomb));
    assert!(
        found.len() == 1 && found[0].contains("lie over each other"),
        "{found:?}"
    );
}

#[test]
fn no_dictionary_in_a_zip_makes_its_decoder_take_more_memory_than_is_allowed() {
    // Data of the first of two members, and the number of their method.
    let member = |data: &[u8], method: u8| {
        let mut writer = ::zip::ZipWriter::new(Cursor::new(Vec::new()));
        let stored =
            SimpleFileOptions::default().compression_method(::zip::CompressionMethod::Stored);
        for (name, bytes) in [("a", data), ("b", b"kite")] {
            writer.start_file(name, stored).unwrap();
            writer.write_all(bytes).unwrap();
        }
        let mut bytes = writer.finish().unwrap().into_inner();
        let table = memchr::memmem::find(&bytes, b"PK\x01\x02").unwrap();
        (bytes[8], bytes[table + 10]) = (method, method);
        lines(seen(&bytes))
    };
    let lzma = |size: u32| {
        let data = [&[9, 20, 5, 0, 0x5D][..], &size.to_le_bytes(), &[0; 20]].concat();
        member(&data, 14)
    };
    let refused = "f!/a !it needs more memory to unpack than is allowed";
    assert_eq!(lzma(u32::MAX)[0], refused);
    assert_eq!(lzma(256 << 20), [refused, "f!/b =kite"]);
    assert_ne!(lzma(64 << 20)[0], refused);
    // The dictionary of an xz stream stands behind the number of its filter, before the checksum of its header.
    let mut stream = xz(b"ferry");
    let end = 12 + usize::from(stream[12]) * 4;
    let size = 2 + memchr::memmem::find(&stream[12..end], b"\x21\x01").unwrap() + 12;
    let refused = "f!/a =…it needs more memory to unpack than is allowed";
    for (size_byte, expected) in [(40, refused), (22, "f!/a =ferry")] {
        stream[size] = size_byte;
        let mut sum = flate2::Crc::new();
        sum.update(&stream[12..end]);
        stream[end..end + 4].copy_from_slice(&sum.sum().to_le_bytes());
        assert_eq!(member(&stream, 95)[0], expected);
    }
}

#[test]
fn windows_within_windows_may_take_less_the_deeper_they_lie() {
    // A frame by hand: its content as it is, behind a window of so many bytes as a power of two.
    let frame = |window: u8, content: &[u8]| {
        let block = ((content.len() as u32) << 3 | 1).to_le_bytes();
        let head = [0x28, 0xB5, 0x2F, 0xFD, 0, (window - 10) << 3];
        [&head[..], &block[..3], content].concat()
    };
    for (windows, is_read) in [
        (&[27][..], true),
        (&[28], false),
        (&[27, 25], true),
        (&[27, 26], false),
        (&[25, 26], false),
        (&[27, 25, 23], true),
        (&[23, 23, 23], true),
        (&[27, 25, 24], false),
    ] {
        let nested = windows.iter().rev();
        let bytes = nested.fold(b"kite".to_vec(), |inner, &window| frame(window, &inner));
        let found = lines(seen(&bytes));
        assert_eq!(found == ["f =kite"], is_read, "{windows:?}: {found:?}");
        assert!(is_read || found[0].contains("memory"), "{found:?}");
    }
    // In a plain tar it is the first.
    let tar = tar_of(&[("a", &frame(27, b"kite"))]);
    assert_eq!(lines(seen(&tar)), ["f!/a =kite"]);
}

#[test]
fn frames_to_be_passed_over_may_begin_a_zstd_file_and_be_of_any_length() {
    let frame = |length: u32| {
        let bytes = vec![7; length as usize];
        [b"\x5A\x2A\x4D\x18", &length.to_le_bytes()[..], &bytes].concat()
    };
    for before in [frame(4), frame(4).repeat(90), frame(100_000), frame(0)] {
        assert_eq!(lines(seen(&[before, zst(b"kite")].concat())), ["f =kite"]);
    }
    let mut cut = frame(100_000);
    cut.truncate(5_000);
    assert!(
        lines(seen(&cut))[0].contains("cut short"),
        "{:?}",
        seen(&cut)
    );
}

#[test]
fn a_zip_behind_a_program_is_read() {
    let bytes = [
        b"MZ\x90\0 a program that unpacks itself".to_vec(),
        zip_of(TWO),
    ]
    .concat();
    assert!(is_bundle(&bytes));
    assert_eq!(lines(seen(&bytes)), ["f!/a.txt =kite", "f!/b/c.txt =ferry"]);
}

#[test]
fn a_member_has_its_own_time_where_the_bundle_keeps_one() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("f");
    let time = ::zip::DateTime::from_date_and_time(1997, 7, 31, 12, 0, 0).unwrap();
    let mut writer = ::zip::ZipWriter::new(Cursor::new(Vec::new()));
    let dated = SimpleFileOptions::default().last_modified_time(time);
    writer.start_file("a", dated).unwrap();
    let zip = writer.finish().unwrap().into_inner();
    for (bytes, modified) in [
        (zip, 870_350_400_000_000_000),
        (zip_of(&[("a", b"")]), 7),
        (tar_of(&[("a", b"")]), 86_400_000_000_000),
        (gz(b"a"), 7),
    ] {
        std::fs::write(&file, bytes).unwrap();
        let entry = Entry {
            file: file.clone(),
            path: "f".into(),
            size: 0,
            modified: 7,
            below: "f".into(),
        };
        let mut times = Vec::new();
        let mut each = |found: Found<'_>| {
            if let Found::Member(member) = found {
                times.push(member.modified);
            }
            ControlFlow::Continue(())
        };
        open(&entry, &Limits::default(), &Wanted::default(), &mut each).unwrap();
        assert_eq!(times, [modified]);
    }
}

#[test]
fn patterns_hold_for_members_and_a_bundle_counts_as_a_folder() {
    let inner = zip_of(&[("x.txt", b"1"), ("y.xml", b"2")]);
    let bytes = zip_of(&[("a.txt", b"3"), ("b.xml", b"4"), ("i.zip", &inner)]);
    let paths = |include: &[&str], exclude: &[&str]| -> Vec<String> {
        let own = |patterns: &[&str]| patterns.iter().map(|&p| p.to_owned()).collect();
        let wanted = Wanted {
            include: own(include),
            exclude: own(exclude),
        };
        seen_with(&bytes, &Limits::default(), &wanted)
            .into_iter()
            .map(|(path, _)| path)
            .collect()
    };
    assert_eq!(paths(&["*.txt"], &[]), ["f!/a.txt", "f!/i.zip!/x.txt"]);
    assert_eq!(paths(&[], &["*.txt", "i.zip"]), ["f!/b.xml"]);
    assert_eq!(paths(&["f"], &[]).len(), 4);
    assert_eq!(paths(&["f/i.zip/*.xml"], &[]), ["f!/i.zip!/y.xml"]);
}

/// Texts that do not compress, so that a bundle of them has about 10 KiB.
fn long_members() -> Vec<(String, Vec<u8>)> {
    let mut state = 1u64;
    let mut letter = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        b'a' + (state >> 33) as u8 % 26
    };
    let mut text = || (0..1_000).map(|_| letter()).collect::<Vec<u8>>();
    (0..5).map(|at| (format!("{at}.txt"), text())).collect()
}

#[test]
fn a_bundle_cut_at_any_byte_hands_on_the_whole_members_before_the_cut_and_says_so() {
    let members = long_members();
    let borrowed: Vec<_> = members
        .iter()
        .map(|(name, text)| (name.as_str(), &text[..]))
        .collect();
    let tar = tar_of(&borrowed);
    let content_end = tar.len() - 1024;
    for (bytes, complete, is_stored) in [
        (zip_of(&borrowed), usize::MAX, false),
        (tar.clone(), content_end, true),
        (gz(&tar), usize::MAX, false),
        (zst(&tar), 0, false),
    ] {
        let mut most = 0;
        for cut in (513..bytes.len()).step_by(7) {
            let found = seen(&bytes[..cut]);
            let whole = |at: usize, (path, text): &(String, String)| {
                let (name, expected) = &members[at];
                *path == format!("f!/{name}") && text.as_bytes()[1..] == expected[..]
            };
            let texts = found.iter().filter(|(_, what)| what.starts_with('='));
            let whole = texts
                .enumerate()
                .take(5)
                .take_while(|(at, item)| whole(*at, item))
                .count();
            if is_stored {
                assert!(whole >= cut / 1536, "{cut}: {whole}");
            }
            assert!(whole >= most, "{cut}: {whole} after {most}");
            most = whole;
            let is_told = found
                .iter()
                .any(|(_, what)| what.contains("cut short") || what.starts_with('!'));
            assert!(
                is_told || cut >= complete || whole == 0 || (is_stored && cut % 512 == 0),
                "{cut} of {}: {found:?}",
                bytes.len()
            );
        }
        // zstd puts so little into one block.
        assert!(most >= 4 || complete == 0, "{most}");
    }
}

#[test]
fn a_gzip_cut_at_any_byte_hands_on_its_beginning() {
    let text: Vec<u8> = long_members()
        .into_iter()
        .flat_map(|(_, text)| text)
        .collect();
    let bytes = gz(&text);
    for cut in 3..bytes.len() {
        let found = seen(&bytes[..cut]);
        let [(_, what)] = &found[..] else {
            panic!("{cut}: {found:?}")
        };
        let (read, _) = what[1..]
            .split_once('…')
            .unwrap_or_else(|| panic!("{cut}: nothing is said"));
        assert!(text.starts_with(read.as_bytes()), "{cut}");
        assert!(read.len() + 1_000 >= cut, "{cut}: {}", read.len());
    }
}

proptest! {
    #[test]
    fn no_change_of_bytes_makes_a_bundle_panic_or_run_on(
        which in 0usize..7,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let long = long_members();
        let long: Vec<_> = long.iter().map(|(name, text)| (name.as_str(), &text[..])).collect();
        let tar = tar_of(&long);
        let mut bytes = match which {
            0 => zip_of(&long),
            1 => gz(&tar),
            2 => bz2(&tar),
            3 => zst(&tar),
            4 => xz(&tar),
            5 => zip_of(&[("i.zip", &zip_of(&long)), ("t.tar.gz", &gz(&tar))]),
            _ => tar,
        };
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let found = seen(&bytes);
        prop_assert!(found.len() < 40);
        let longest = found.iter().map(|(_, text)| text.len()).max().unwrap_or_default();
        prop_assert!(longest < 1 << 20);
    }
}
