//! Any bytes are a file or a bundle, whose members are read to their ends or refused.
#![no_main]

use dateline::read::{Entry, Found, Limits, Wanted, open};
use libfuzzer_sys::fuzz_target;
use std::cell::RefCell;
use std::io::{Read, Write};
use std::ops::ControlFlow;

thread_local! {
    /// The file that each input is written to.
    static FILE: RefCell<tempfile::NamedTempFile> =
        RefCell::new(tempfile::NamedTempFile::new().expect("a temporary file can be made"));
}

fuzz_target!(|bytes: &[u8]| {
    FILE.with_borrow_mut(|file| {
        let path = file.path().to_owned();
        let mut inner = std::fs::File::create(&path).expect("it can be written");
        inner.write_all(bytes).expect("it can be written");
        let entry = Entry {
            file: path,
            path: "fuzz".into(),
            size: bytes.len() as u64,
            modified: 0,
            below: "fuzz".into(),
        };
        let mut each = |found: Found<'_>| {
            if let Found::Member(member) = found {
                assert!(!member.path.split('/').any(|part| part == ".."), "{}", member.path);
                let _ = std::io::copy(&mut member.content.take(8 << 20), &mut std::io::sink());
            }
            ControlFlow::Continue(())
        };
        let _ = open(&entry, &Limits::default(), &Wanted::default(), &mut each);
    });
});
