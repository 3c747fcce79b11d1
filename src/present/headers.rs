//! The headers that were not read whole, ranked: for a person, with what would mend each.

use super::figures::{counted, grouped, stories};
use super::layout::{fit, flow};
use super::{FAINT, STRONG, Style, safe, unwritten};
use crate::error::Result;
use crate::index::Headers;
use std::io::{self, Write};

/// Writes at most so many shapes, and where to get the rest.
pub fn write(
    out: &mut dyn Write,
    headers: &Headers,
    most: usize,
    rest: &str,
    style: Style,
) -> Result<()> {
    write_all(out, headers, most, rest, style).map_err(unwritten)
}

fn write_all(
    out: &mut dyn Write,
    headers: &Headers,
    most: usize,
    rest: &str,
    style: Style,
) -> io::Result<()> {
    for found in headers.shapes.iter().take(most) {
        let number = format!("{:>7}  ", grouped(found.stories));
        let shape = fit(
            &safe::line(&found.shape),
            style.width.saturating_sub(number.len()),
        );
        writeln!(out, "{number}{}", style.paint(STRONG, &shape))?;
        let says = format!("{}: {}; as in {}", found.doubt, found.mend, found.example);
        for line in flow(&safe::line(&says), style.width.saturating_sub(9).max(1)) {
            writeln!(out, "         {}", style.paint(FAINT, line))?;
        }
    }
    let more = headers.shapes.len().saturating_sub(most);
    let mut remarks = Vec::new();
    if more > 0 {
        remarks.push(format!(
            "{} more: {rest}",
            counted(more as u64, "shape", "shapes")
        ));
    }
    if headers.other_shapes > 0 {
        remarks.push(format!("{} of rare shapes", stories(headers.other_shapes)));
    }
    if headers.without_dateline > 0 {
        remarks.push(format!(
            "{} without a dateline",
            stories(headers.without_dateline)
        ));
    }
    if headers.shapes.is_empty() {
        remarks.insert(0, "every dateline was read whole".into());
    }
    for line in flow(&remarks.join(" · "), style.width) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::HeaderShape;

    #[test]
    fn the_ranking_fits_the_window_and_says_where_the_rest_is() {
        let shape = HeaderShape {
            stories: 1200,
            shape: "UPPER, Month D (RADIO VENCEREMOS) -".into(),
            doubt: "unknown agency",
            mend: "a row in agencies.tsv: RADIO VENCEREMOS".into(),
            example: "wires/1990/a\u{1b}.txt".into(),
        };
        let headers = Headers {
            shapes: vec![shape; 12],
            other_shapes: 0,
            without_dateline: 3,
        };
        let mut out = Vec::new();
        write(&mut out, &headers, 10, "--json lists all", Style::plain(80)).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(
            text.lines().all(|line| line.chars().count() <= 80),
            "{text}"
        );
        assert!(
            text.starts_with(
                "  1,200  UPPER, Month D (RADIO VENCEREMOS) -\n         unknown agency: a row in agencies.tsv: RADIO \
                 VENCEREMOS; as in\n"
            ),
            "{text}"
        );
        assert!(
            text.ends_with("2 shapes more: --json lists all · 3 stories without a dateline\n"),
            "{text}"
        );
        assert!(!text.contains('\u{1b}'));
    }
}
