//! How an answer differs from its receipt, for a person.

use super::figures::{grouped, stories};
use super::{DOUBT, Style, safe, unwritten};
use crate::error::Result;
use crate::search::receipt::Drift;
use std::io::Write;

/// Writes whether the answer is still the same, and each story that came, went or changed.
pub fn write(out: &mut dyn Write, drift: &Drift, style: Style) -> Result<()> {
    let same = match (drift.is_none(), drift.archive_changed) {
        (true, false) => "the same answer from the same archive",
        (true, true) => "the same answer; the archive holds other stories than it did",
        (false, true) => "another answer: the archive has changed",
        (false, false) => "another answer from the same stories",
    };
    let counts = match drift.then == drift.now {
        true => stories(drift.now as u64),
        false => format!(
            "{} then, {} now",
            stories(drift.then as u64),
            grouped(drift.now as u64)
        ),
    };
    writeln!(out, "{same}: {counts}").map_err(unwritten)?;
    if let Some(reading) = &drift.reading {
        writeln!(out, "read now as {}", safe::line(reading)).map_err(unwritten)?;
    }
    for (what, ids) in [
        ("missing", &drift.missing),
        ("new", &drift.new),
        ("changed", &drift.changed),
    ] {
        let what = style.paint(DOUBT, what);
        for id in ids {
            writeln!(out, "{what}  {}", safe::line(id)).map_err(unwritten)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drift_is_told_story_by_story() {
        let written = |drift: &Drift| {
            let mut out = Vec::new();
            write(&mut out, drift, Style::plain(80)).unwrap();
            String::from_utf8(out).unwrap()
        };
        let same = Drift {
            then: 1240,
            now: 1240,
            archive_changed: true,
            ..Drift::default()
        };
        assert_eq!(
            written(&same),
            "the same answer; the archive holds other stories than it did: 1,240 stories\n"
        );
        let drift = Drift {
            now: 1239,
            missing: vec!["1b".into(), "1c\u{1b}".into()],
            new: vec!["1d".into()],
            ..same
        };
        let expected = "another answer: the archive has changed: 1,240 stories then, 1,239 now\n\
                        missing  1b\nmissing  1c␛\nnew  1d\n";
        assert_eq!(written(&drift), expected);
    }
}
