//! Any bytes are text or no text, whatever they are forced to be.
#![no_main]

use dateline::decode::{Hints, decode};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = decode(bytes, &Hints::default());
    let forced = ["iso-6937", "koi8-r", "shift_jis", "cp437", "utf-16le"];
    let name = forced[bytes.len() % forced.len()];
    let hints = Hints {
        forced: Some(name.into()),
        ..Hints::default()
    };
    let _ = decode(bytes, &hints);
});
