//! Any text is read by a format, whose name `DATELINE_FORMAT` gives, and by all that follows it.
#![no_main]

use dateline::enrich::{Options, Origin, enrich};
use dateline::facts::Facts;
use dateline::parse::{Context, FORMATS, Format};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

/// The format that is fuzzed.
static FORMAT: LazyLock<&dyn Format> = LazyLock::new(|| {
    let name = std::env::var("DATELINE_FORMAT").expect("DATELINE_FORMAT names a format");
    let named = FORMATS.iter().find(|format| format.name() == name);
    *named.expect("DATELINE_FORMAT names a format that there is")
});

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let context = Context {
        bytes,
        ..Context::new(Facts::built_in())
    };
    let _ = FORMAT.fits(&text, context.facts);
    let _ = FORMAT.records(&text);
    for dispatch in FORMAT.read(&text, &context).into_iter().flatten() {
        let _ = enrich(dispatch, &Origin::default(), &Options::default(), context.facts);
    }
});
