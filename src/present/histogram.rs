//! Counts as bars, for a terminal.

use super::counts::NONE;
use super::figures::grouped;
use super::layout::{columns, fit, padded};
use super::{PLACE, Style, safe, unwritten};
use crate::engine::Row;
use crate::error::Result;
use std::io::Write;

/// Parts of a column, an eighth each.
const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/// Bars are never shorter than this for the longest, in columns.
const SHORTEST: usize = 10;

/// Writes a line a row: the value, its count, and a bar as long as the count. `None` stands for rows left out.
pub fn write(out: &mut dyn Write, rows: &[Option<Row>], style: Style) -> Result<()> {
    let most = rows.iter().flatten().map(|row| row.stories).max();
    let most = most.unwrap_or_default();
    let number = grouped(most).len();
    let longest = rows.iter().flatten().map(|row| columns(&label(row))).max();
    let room = style.width.saturating_sub(number + 4 + SHORTEST);
    let width = longest.unwrap_or_default().min(room);
    let bars = style.width.saturating_sub(width + number + 4).max(SHORTEST);
    for row in rows {
        match row {
            Some(row) => {
                let bar = style.paint(PLACE, &bar(row.stories, most, bars));
                let (label, stories) = (fit(&label(row), width), grouped(row.stories));
                let line = format!("{}  {stories:>number$}  {bar}", padded(&label, width));
                writeln!(out, "{}", line.trim_end())
            }
            None => writeln!(out, "⋮"),
        }
        .map_err(unwritten)?;
    }
    Ok(())
}

fn label(row: &Row) -> String {
    let value = row.values.first().and_then(Option::as_deref);
    safe::line(value.unwrap_or(NONE)).into_owned()
}

/// A bar of `width` columns for the most; something for everything but nothing.
fn bar(stories: u64, most: u64, width: usize) -> String {
    let eighths = u128::from(stories) * 8 * width as u128 / u128::from(most.max(1));
    let eighths = usize::try_from(eighths)
        .unwrap_or(0)
        .max(usize::from(stories > 0));
    "█".repeat(eighths / 8) + EIGHTHS[eighths % 8]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_fit_the_line_and_nothing_found_has_none() {
        let row = |value: &str, stories| {
            Some(Row {
                values: vec![(!value.is_empty()).then(|| value.into())],
                stories,
            })
        };
        let rows = [
            row("", 1),
            row("2020-09", 1200),
            row("2020-10", 0),
            None,
            row("2021-\u{1b}", 450),
        ];
        let mut out = Vec::new();
        write(&mut out, &rows, Style::plain(30)).unwrap();
        let text = String::from_utf8(out).unwrap();
        let expected = [
            "(none)       1  ▏",
            "2020-09  1,200  ██████████████",
            "2020-10      0",
            "⋮",
            "2021-␛     450  █████▎",
        ];
        assert_eq!(text.lines().collect::<Vec<_>>(), expected);
        for width in 0..40 {
            write(&mut Vec::new(), &rows, Style::plain(width)).unwrap();
        }
    }
}
