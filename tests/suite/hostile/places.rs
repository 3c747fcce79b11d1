//! Hostile places: files that are none, links in a circle, odd names.

use super::set::{Set, story};
use std::ffi::OsStr;
use std::fs::{self, File};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixListener;
use std::process::Command;

pub(super) fn make(set: &mut Set) {
    let folder = set.folder.clone();
    let at = |name: &str| folder.join(name);
    for name in ["pipe", "pipe.zip", "pipe.txt"] {
        assert!(
            Command::new("mkfifo")
                .arg(at(name))
                .status()
                .unwrap()
                .success()
        );
        set.note(name, None, true);
    }
    drop(UnixListener::bind(at("socket")).unwrap());
    set.note("socket", None, true);
    for (name, target) in [
        ("link-self", "link-self"),
        ("link-up", ".."),
        ("link-here", "."),
        ("link-passwd", "/etc/passwd"),
        ("link-proc", "/proc/self"),
        ("link-zero.zip", "/dev/zero"),
        ("link-nowhere", "nowhere"),
    ] {
        symlink(target, at(name)).unwrap();
        set.note(name, None, true);
    }
    symlink("circle-b", at("circle-a")).unwrap();
    symlink("circle-a", at("circle-b")).unwrap();
    set.note("circle-a", None, true);
    set.note("circle-b", None, true);
    for (name, size) in [
        ("sparse-terabyte.txt", 1u64 << 40),
        ("sparse-terabyte.zip", 1 << 40),
        ("sparse.txt", 80 << 20),
    ] {
        File::create(at(name)).unwrap().set_len(size).unwrap();
        set.note(name, None, true);
    }
    let deep = "d/".repeat(200);
    fs::create_dir_all(at(&deep)).unwrap();
    set.story(
        &format!("{deep}deep.txt"),
        story("deepfolder"),
        "deepfolder",
    );
    set.told("unreadable.txt", story("unreadable"));
    fs::set_permissions(at("unreadable.txt"), fs::Permissions::from_mode(0o000)).unwrap();
    for (number, name) in [
        &b"-rf"[..],
        b"--help",
        b" ",
        b"line\nend.txt",
        b"\x1B[2J\x07.txt",
        b"d\xE9p\xEAche.txt",
        b"\\xE9.txt",
        b"*?[a].txt",
        b"$(touch escaped).txt",
        b"a;b|c&d.txt",
        b"\xE2\x80\xAEtxt.exe",
        b"half.partial",
        b"quote\"'.txt",
        &[b'n'; 255],
    ]
    .into_iter()
    .enumerate()
    {
        let name = OsStr::from_bytes(name);
        let word = format!("filename{number}x");
        fs::write(folder.join(name), story(&word)).unwrap();
        set.note(&dateline::read::shown(name), Some(&word), false);
    }
}
