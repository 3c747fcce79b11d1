//! Follows a run of indexing: a bar on a terminal, and the lines of `--report` in a file.

use super::interrupt;
use crate::error::{Error, Result};
use crate::index::{Progress, ReportLine};
use crate::present;
use indicatif::{HumanBytes, ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// How often the bar is drawn, in times a second.
const DRAWN: u8 = 10;
/// The bar: files done, files in all, their size, the time left.
const BAR: &str = "{human_pos}/{human_len} files  {wide_bar}  {msg}  {eta}";

/// Shows how far a run has come.
pub(super) struct Watch {
    bar: ProgressBar,
    report: Option<Mutex<ReportFile>>,
}

/// The file of `--report`. The first failure to write is kept, and is the run's error at its end.
struct ReportFile {
    path: PathBuf,
    file: BufWriter<File>,
    failed: Option<Error>,
}

impl Watch {
    /// A watch that draws a bar, where it may, and catches Ctrl-C.
    pub(super) fn new(shows_progress: bool, report: Option<&Path>) -> Result<Watch> {
        let report = report.map(ReportFile::create).transpose()?;
        interrupt::catch();
        let target = match shows_progress {
            true => ProgressDrawTarget::stderr_with_hz(DRAWN),
            false => ProgressDrawTarget::hidden(),
        };
        let bar = ProgressBar::with_draw_target(None, target);
        if let Ok(style) = ProgressStyle::with_template(BAR) {
            bar.set_style(style.progress_chars("━╸ "));
        }
        Ok(Watch {
            bar,
            report: report.map(Mutex::new),
        })
    }

    /// Takes the bar away and sees that the report is written.
    pub(super) fn finish(self) -> Result<()> {
        self.bar.finish_and_clear();
        match self.report.map(Mutex::into_inner) {
            Some(Ok(report)) => report.finish(),
            _ => Ok(()),
        }
    }
}

impl Progress for Watch {
    fn shows_total(&self) -> bool {
        !self.bar.is_hidden()
    }

    fn found(&self, files: u64, _bytes: u64) {
        self.bar.set_length(files);
    }

    fn done(&self, files: u64, bytes: u64) {
        self.bar.set_message(HumanBytes(bytes).to_string());
        self.bar.set_position(files);
    }

    fn stop_requested(&self) -> bool {
        interrupt::requested()
    }

    fn note(&self, line: &ReportLine) {
        if let Some(Ok(mut report)) = self.report.as_ref().map(Mutex::lock) {
            report.write(line);
        }
    }
}

impl ReportFile {
    fn create(path: &Path) -> Result<ReportFile> {
        let file = File::create(path).map_err(Error::io("create", path))?;
        Ok(ReportFile {
            path: path.to_owned(),
            file: BufWriter::new(file),
            failed: None,
        })
    }

    fn write(&mut self, line: &ReportLine) {
        if self.failed.is_none() {
            self.failed = present::record(&mut self.file, line).err();
        }
    }

    fn finish(mut self) -> Result<()> {
        let flushed = self.file.flush().map_err(Error::io("write", &self.path));
        // What failed first stands under the name of standard output; the file's own name says more.
        match self.failed {
            Some(Error::Io { source, .. }) => Err(Error::io("write", &self.path)(source)),
            Some(other) => Err(other),
            None => flushed,
        }
    }
}
