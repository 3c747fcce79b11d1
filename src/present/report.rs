//! What came of indexing, for a person: how many stories, and each file that gave none with the reason.

use super::figures::{bytes, counted, grouped, seconds, stories};
use super::layout::paragraph;
use super::{DOUBT, FAILURE, Style, safe, unwritten};
use crate::error::Result;
use crate::index::{Report, ReportLine};
use std::io::{self, Write};

/// How many unread files are named; the rest are counted.
const NAMED: usize = 20;

/// Writes a report: first the files that gave no story, then the figures, so that these stay in sight.
pub fn write(out: &mut dyn Write, report: &Report, dry_run: bool, style: Style) -> Result<()> {
    write_unread(out, &report.unread, style)
        .and_then(|()| write_figures(out, report, dry_run, style))
        .map_err(unwritten)
}

/// Writes the figures alone.
pub fn write_summary(
    out: &mut dyn Write,
    report: &Report,
    dry_run: bool,
    style: Style,
) -> Result<()> {
    write_figures(out, report, dry_run, style).map_err(unwritten)
}

fn write_unread(out: &mut dyn Write, unread: &[ReportLine], style: Style) -> io::Result<()> {
    for line in unread.iter().take(NAMED) {
        write_line(out, line, style)?;
    }
    if let Some(more @ 1..) = unread.len().checked_sub(NAMED) {
        let files = counted(more as u64, "file", "files");
        writeln!(out, "… and {files} more; --report FILE lists all")?;
    }
    Ok(())
}

/// Writes a line of a report: `failed: corpus/a.txt: permission denied`.
pub fn write_line(out: &mut dyn Write, line: &ReportLine, style: Style) -> io::Result<()> {
    let paint = if line.kind == ReportLine::FAILED {
        FAILURE
    } else {
        DOUBT
    };
    let kind = style.paint(paint, &format!("{}:", line.kind));
    writeln!(
        out,
        "{kind} {}: {}",
        safe::line(&line.path),
        safe::line(&line.reason)
    )
}

fn write_figures(
    out: &mut dyn Write,
    report: &Report,
    dry_run: bool,
    style: Style,
) -> io::Result<()> {
    for text in [
        outcome(report, dry_run),
        remarks(report),
        reading(report, dry_run),
    ] {
        for line in paragraph(&text, style.width, 0) {
            writeln!(out, "{line}")?;
        }
    }
    Ok(())
}

/// `added 9,812 · updated 3 · unchanged 20,100 · duplicates 140`
fn outcome(report: &Report, dry_run: bool) -> String {
    let figures = [
        ("added", report.added, true),
        ("updated", report.updated, false),
        ("unchanged", report.unchanged, false),
        ("duplicates", report.duplicates, false),
        ("pruned", report.pruned, false),
        ("left out, removed earlier", report.removed_before, false),
    ];
    let figures: Vec<_> = figures
        .into_iter()
        .filter(|&(_, number, always)| always || number > 0)
        .map(|(name, number, _)| format!("{name} {}", grouped(number)))
        .collect();
    let before = if dry_run {
        "nothing written; it would be: "
    } else {
        ""
    };
    format!("{before}{}", figures.join(" · "))
}

/// What a librarian may want to look into.
fn remarks(report: &Report) -> String {
    let not_stories = (report.unread.len() as u64).saturating_sub(report.failed);
    let figures = [
        ("without a dateline", report.without_dateline),
        ("doubtful", report.doubtful),
        ("not stories", not_stories),
        ("failed", report.failed),
    ];
    let figures: Vec<_> = figures
        .into_iter()
        .filter(|&(_, number)| number > 0)
        .map(|(name, number)| format!("{name} {}", grouped(number)))
        .collect();
    figures.join(" · ")
}

/// `60 stories in the archive; read 63 files, 240 kB, in 0.4 s`
fn reading(report: &Report, dry_run: bool) -> String {
    let mut text = String::new();
    if report.interrupted {
        text.push_str(
            "interrupted: what was whole is kept, and the same command goes on from here; ",
        );
    }
    if !dry_run {
        text.push_str(&format!("{} in the archive; ", stories(report.stories)));
    }
    let files = counted(report.files, "file", "files");
    let (size, time) = (bytes(report.bytes), seconds(report.seconds));
    text + &format!("read {files}, {size}, in {time}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report() -> Report {
        Report {
            added: 9812,
            duplicates: 140,
            without_dateline: 2,
            failed: 1,
            stories: 9812,
            files: 9954,
            bytes: 24_000_000,
            seconds: 3.25,
            unread: vec![
                ReportLine {
                    path: "a\u{1B}.txt".into(),
                    kind: ReportLine::FAILED,
                    reason: "permission denied".into(),
                },
                ReportLine {
                    path: "b.bin".into(),
                    kind: ReportLine::NOT_A_STORY,
                    reason: "binary".into(),
                },
            ],
            ..Report::default()
        }
    }

    fn text(report: &Report, dry_run: bool) -> String {
        let mut out = Vec::new();
        write(&mut out, report, dry_run, Style::plain(120)).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_report_says_what_was_done_and_what_was_not_read() {
        assert_eq!(
            text(&report(), false),
            "\
failed: a␛.txt: permission denied
not a story: b.bin: binary
added 9,812 · duplicates 140
without a dateline 2 · not stories 1 · failed 1
9,812 stories in the archive; read 9,954 files, 24.0 MB, in 3.2 s
"
        );
    }

    #[test]
    fn a_dry_run_and_an_interruption_say_so() {
        let mut report = report();
        assert!(text(&report, true).contains("nothing written; it would be: added 9,812"));
        report.interrupted = true;
        assert!(text(&report, false).contains("interrupted: what was whole is kept"));
    }

    #[test]
    fn a_long_list_of_unread_files_is_cut_and_said() {
        let mut report = report();
        report.unread = vec![report.unread[1].clone(); 50];
        let text = text(&report, false);
        assert!(
            text.contains("… and 30 files more; --report FILE lists all"),
            "{text}"
        );
        assert_eq!(
            text.lines().filter(|line| line.contains("b.bin")).count(),
            NAMED
        );
    }
}
