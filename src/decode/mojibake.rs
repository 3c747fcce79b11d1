//! Repairs UTF-8 that was read as windows-1252 and written as UTF-8 again (`Ã©` for `é`), once or twice.

use encoding_rs::WINDOWS_1252;

/// How often a text is repaired: it was seen twice in real copy, never more.
const ROUNDS: usize = 3;

/// The first byte, in UTF-8, of every letter that is a lead byte shown as a letter.
const LEAD: u8 = 0xC3;

/// The repaired text, or `None` where there is nothing to repair.
pub(super) fn repair(text: &str) -> Option<String> {
    let mut best: Option<String> = None;
    for _ in 0..ROUNDS {
        let current = best.as_deref().unwrap_or(text);
        if signs(current) == 0 {
            break;
        }
        match once(current) {
            Some(better) => best = Some(better),
            None => break,
        }
    }
    best
}

/// Whether a text bears the marks of letters lost while it was encoded twice.
pub(super) fn lossy(text: &str) -> bool {
    text.contains("\u{fffd}?") || (text.contains('\u{fffd}') && signs(text) > 0)
}

/// One round: each run of letters above ASCII goes back to its bytes, and these are read as UTF-8. Runs that do not
/// decode stay as they are, so that one honest `é` does not hinder the repair; but a text where most runs do not
/// decode was not encoded twice.
fn once(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let (mut mended, mut kept) = (0usize, 0usize);
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| !c.is_ascii()) {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest.find(|c: char| c.is_ascii()).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        match read_back(run) {
            Some(good) => {
                mended += 1;
                out.push_str(&good);
            }
            None => {
                kept += 1;
                out.push_str(run);
            }
        }
        rest = after;
    }
    out.push_str(rest);
    (mended > 0 && mended >= kept && signs(&out) < signs(text)).then_some(out)
}

/// The text whose UTF-8 bytes, taken as windows-1252, are `run`.
fn read_back(run: &str) -> Option<String> {
    if run.contains('\u{fffd}') {
        return None;
    }
    let (bytes, _, unmappable) = WINDOWS_1252.encode(run);
    if unmappable {
        return None;
    }
    String::from_utf8(bytes.into_owned()).ok()
}

/// How many pairs stand in a text that only double encoding makes: a lead byte of UTF-8 shown as a letter, then a
/// continuation byte shown as a sign.
fn signs(text: &str) -> usize {
    // Each lead is two bytes, the first of them C3.
    let leads = memchr::memchr_iter(LEAD, text.as_bytes());
    leads
        .filter(|at| {
            let mut chars = text[*at..].chars();
            chars.next().is_some_and(is_lead) && chars.next().is_some_and(is_continuation)
        })
        .count()
}

fn is_lead(c: char) -> bool {
    matches!(c, '\u{C2}'..='\u{F4}')
}

fn is_continuation(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{BF}') || "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ".contains(c)
}
