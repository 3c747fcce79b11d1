//! What came of indexing, for a person: how many stories, and each file that gave none with the reason.

use super::figures::{bytes, counted, grouped, seconds, stories};
use super::layout::paragraph;
use super::{DOUBT, FAILURE, Style, safe, say, unwritten, write_labelled};
use crate::error::Result;
use crate::index::{Form, Report, ReportLine};
use std::io::{self, Write};

/// What the figures of a report mean.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Run {
    /// Nothing was to be written.
    pub dry: bool,
    /// The archive was to be written anew, all or nothing.
    pub rebuild: bool,
}

/// How many unread files are named; the rest are counted.
const NAMED: usize = 20;

/// Writes a report: first the files that gave no story, then the figures, so that these stay in sight.
pub fn write(out: &mut dyn Write, report: &Report, run: Run, style: Style) -> Result<()> {
    write_unread(out, report, style)
        .and_then(|()| write_figures(out, report, run, style))
        .map_err(unwritten)
}

/// Writes the figures alone.
pub fn write_summary(out: &mut dyn Write, report: &Report, run: Run, style: Style) -> Result<()> {
    write_figures(out, report, run, style).map_err(unwritten)
}

fn write_unread(out: &mut dyn Write, report: &Report, style: Style) -> io::Result<()> {
    for line in report.unread.iter().take(NAMED) {
        write_line(out, line, style)?;
    }
    if let Some(more @ 1..) = report.unread_in_all.checked_sub(NAMED as u64) {
        let files = counted(more, "file or item", "files or items");
        let more = format!("… and {files} more; --report FILE lists all");
        say(out, &more, style)?;
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
    let message = format!("{}: {}", line.path, line.reason);
    write_labelled(out, paint, &format!("{}:", line.kind), &message, style)
}

fn write_figures(out: &mut dyn Write, report: &Report, run: Run, style: Style) -> io::Result<()> {
    let texts = [
        outcome(report, run),
        forms(report),
        remarks(report),
        not_stories(report),
        reading(report, run),
    ];
    let ambiguous = report.ambiguous.iter().map(ambiguous).collect::<Vec<_>>();
    for text in texts
        .iter()
        .chain(&ambiguous)
        .filter(|text| !text.is_empty())
    {
        for line in paragraph(text, style.width, 0) {
            writeln!(out, "{line}")?;
        }
    }
    Ok(())
}

/// `added 9,812 · updated 3 · unchanged 20,100 · duplicates 140`
fn outcome(report: &Report, run: Run) -> String {
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
    let before = match run {
        Run { dry: true, .. } => "nothing written; it would be: ",
        Run { rebuild: true, .. } if report.interrupted => "not kept: ",
        _ => "",
    };
    format!("{before}{}", figures.join(" · "))
}

/// What a librarian may want to look into.
fn remarks(report: &Report) -> String {
    let not_stories = report.unread_in_all.saturating_sub(report.failed);
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

/// How many reasons, formats or charsets are named; the rest are counted together.
const KINDS: usize = 8;

/// `by format: nitf 812 · plain 9,000 · by charset: utf-8 9,812`
fn forms(report: &Report) -> String {
    let by = |name: &str, value: fn(&Form) -> &str| {
        let mut kinds: Vec<(String, u64)> = Vec::new();
        for form in &report.forms {
            let known = kinds.iter_mut().find(|(kind, _)| kind == value(form));
            match known {
                Some((_, stories)) => *stories += form.stories,
                None => kinds.push((value(form).to_owned(), form.stories)),
            }
        }
        kinds.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        format!("by {name}: {}", ranked(&kinds))
    };
    if report.forms.is_empty() {
        return String::new();
    }
    let formats = by("format", |form| &form.format);
    let charsets = by("charset", |form| &form.charset);
    format!("{formats}; {charsets}")
}

/// `in/kill.txt: the notice 1a… may take back one of several stories (1b…, 1c…): none of them is hidden`
fn ambiguous(line: &ReportLine) -> String {
    format!("{}: {}", safe::line(&line.path), line.reason)
}

/// `not stories: a picture 214 · a video 3`
fn not_stories(report: &Report) -> String {
    if report.not_stories.is_empty() {
        return String::new();
    }
    format!("not stories: {}", ranked(&report.not_stories))
}

/// `plain 9,000 · nitf 812 · others 12`
fn ranked(kinds: &[(String, u64)]) -> String {
    let named = kinds.iter().take(KINDS);
    let mut parts: Vec<String> = named
        .map(|(kind, number)| format!("{} {}", safe::line(kind), grouped(*number)))
        .collect();
    let others: u64 = kinds.iter().skip(KINDS).map(|(_, number)| number).sum();
    if others > 0 {
        parts.push(format!("others {}", grouped(others)));
    }
    parts.join(" · ")
}

/// `60 stories in the archive; read 63 files, 240 kB, in 0.4 s`
fn reading(report: &Report, run: Run) -> String {
    let mut text = String::new();
    if report.interrupted {
        text.push_str(match run {
            Run { dry: true, .. } => "interrupted; ",
            Run { rebuild: true, .. } => {
                "interrupted: nothing of the new archive is kept, an old one stays as it was, and the same command \
                 starts afresh; "
            }
            _ => "interrupted: what was whole is kept, and the same command goes on from here; ",
        });
    }
    // An interrupted rebuild has counted the stories of an archive that nobody will see.
    let is_kept = !(report.interrupted && run.rebuild);
    if !run.dry && is_kept {
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
            unread_in_all: 2,
            not_stories: vec![("binary".into(), 1)],
            forms: vec![
                Form {
                    format: "plain".into(),
                    charset: "utf-8".into(),
                    stories: 9000,
                },
                Form {
                    format: "nitf".into(),
                    charset: "utf-8".into(),
                    stories: 812,
                },
            ],
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

    const DRY: Run = Run {
        dry: true,
        rebuild: false,
    };

    fn text(report: &Report, run: Run) -> String {
        let mut out = Vec::new();
        write(&mut out, report, run, Style::plain(120)).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_report_says_what_was_done_and_what_was_not_read() {
        assert_eq!(
            text(&report(), Run::default()),
            "\
failed: a␛.txt: permission denied
not a story: b.bin: binary
added 9,812 · duplicates 140
by format: plain 9,000 · nitf 812; by charset: utf-8 9,812
without a dateline 2 · not stories 1 · failed 1
not stories: binary 1
9,812 stories in the archive; read 9,954 files, 24.0 MB, in 3.2 s
"
        );
    }

    #[test]
    fn a_dry_run_and_an_interruption_say_so() {
        let mut report = report();
        assert!(text(&report, DRY).contains("nothing written; it would be: added 9,812"));
        report.interrupted = true;
        assert!(text(&report, Run::default()).contains("interrupted: what was whole is kept"));
        let rebuild = Run {
            rebuild: true,
            ..Run::default()
        };
        let text = text(&report, rebuild);
        assert!(text.contains("\nnot kept: added 9,812"), "{text}");
        assert!(text.contains("an old one stays as it was"), "{text}");
        assert!(!text.contains("goes on") && !text.contains("in the archive;"));
    }

    #[test]
    fn a_report_fits_the_window() {
        let mut report = report();
        report.unread[0].path = "a folder of files/a story.txt".into();
        report.unread.resize(50, report.unread[0].clone());
        let mut out = Vec::new();
        write(&mut out, &report, Run::default(), Style::plain(40)).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(
            text.lines().all(|line| line.chars().count() <= 40),
            "{text}"
        );
    }

    #[test]
    fn a_long_list_of_unread_files_is_cut_and_said() {
        let mut report = report();
        report.unread = vec![report.unread[1].clone(); 50];
        report.unread_in_all = 50;
        let text = text(&report, Run::default());
        assert!(
            text.contains("… and 30 files or items more; --report FILE lists all"),
            "{text}"
        );
        assert_eq!(
            text.lines().filter(|line| line.contains("b.bin")).count(),
            NAMED
        );
    }
}
