//! A folder of one's own and the real program run in it. Write files, run commands, look at what came out.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// A dispatch of our own in the make of a crawl: hard-wrapped French copy from Tbilisi, November 2020.
pub(crate) const TBILISSI: &str =
    " date 2020-11 Tbilissi, 17 nov 2020 (AFP) - Le chef de la diplomatie a « salué » mardi

le cessez-le-feu conclu au Nagorny Karabakh entre l’Arménie et

l’Azerbaïdjan, a-t-il dit à Tbilissi, en Géorgie voisine.

Une réunion du groupe dit de Minsk est prévue mercredi à Moscou.
";

/// English copy from Yerevan, a week before.
pub(crate) const YEREVAN: &str = "Armenia says truce holds

YEREVAN, Nov 10, 2020 (Reuters) - A ceasefire in Nagorno-Karabakh was holding on Tuesday, Armenia said.

Families queued for bread in the capital, where shops opened for the first time in a week.
";

/// A story of another subject.
pub(crate) const SPORT: &str =
    "PARIS, 12 nov 2020 (AFP) - L'équipe de football a gagné samedi devant un stade vide.

Le sport reprendra ses droits en décembre, a promis la ministre.
";

/// Says that a test cannot be made here, and why; also where the tests keep to themselves what they print.
pub(crate) fn skipped(why: &str) {
    let _ = writeln!(std::io::stderr(), "SKIPPED: {why}");
}

/// A temporary folder in which the program is run.
pub(crate) struct Folder {
    folder: tempfile::TempDir,
}

impl Folder {
    /// An empty folder.
    pub(crate) fn new() -> Folder {
        Folder {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// A folder with the three stories above in `wires`.
    pub(crate) fn with_stories() -> Folder {
        Folder::new()
            .write("wires/tbilissi.txt", TBILISSI)
            .write("wires/yerevan.txt", YEREVAN)
            .write("wires/sport.txt", SPORT)
    }

    /// That folder with the stories in the archive.
    pub(crate) fn with_archive() -> Folder {
        let folder = Folder::with_stories();
        folder.run(&["index", "wires"]).done();
        folder
    }

    /// Writes a file, and the folders that it needs.
    pub(crate) fn write(self, path: &str, text: impl AsRef<[u8]>) -> Folder {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        self
    }

    /// Where a file of the folder is.
    pub(crate) fn path(&self, path: impl AsRef<Path>) -> PathBuf {
        self.folder.path().join(path)
    }

    /// The program, ready to run in the folder, deaf to the tester's own surroundings.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
        command.args(arguments).current_dir(self.folder.path());
        for variable in [
            "DATELINE_INDEX",
            "DATELINE_TABLES",
            "NO_COLOR",
            "COLUMNS",
            "TERM",
        ] {
            command.env_remove(variable);
        }
        command
    }

    /// Runs the program to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(&mut self.command(arguments), "")
    }

    /// Runs the program with something on its standard input.
    pub(crate) fn run_with(&self, arguments: &[&str], input: &str) -> Ran {
        Ran::of(&mut self.command(arguments), input)
    }
}

/// A run that has ended.
pub(crate) struct Ran {
    what: String,
    output: std::process::Output,
}

impl Ran {
    /// Runs a command with that standard input.
    pub(crate) fn of(command: &mut Command, input: &str) -> Ran {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A program that does not read its input closes the pipe.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        Ran {
            what: format!("{command:?}"),
            output: child.wait_with_output().unwrap(),
        }
    }

    /// What it wrote as data.
    pub(crate) fn stdout(&self) -> &str {
        std::str::from_utf8(&self.output.stdout).unwrap()
    }

    /// What it said beside.
    pub(crate) fn stderr(&self) -> &str {
        std::str::from_utf8(&self.output.stderr).unwrap()
    }

    /// Its exit code.
    pub(crate) fn code(&self) -> i32 {
        self.output.status.code().unwrap()
    }

    /// Asserts the exit code, with everything that was written when it is another one.
    pub(crate) fn exits(self, code: i32) -> Ran {
        assert_eq!(
            self.output.status.code(),
            Some(code),
            "{}\nstdout: {}\nstderr: {}",
            self.what,
            String::from_utf8_lossy(&self.output.stdout),
            String::from_utf8_lossy(&self.output.stderr),
        );
        self
    }

    /// Asserts success.
    pub(crate) fn done(self) -> Ran {
        self.exits(0)
    }

    /// The lines of the data.
    pub(crate) fn lines(&self) -> Vec<&str> {
        self.stdout().lines().collect()
    }

    /// The data as one JSON document.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(self.stdout()).unwrap()
    }
}

/// The most memory that a program takes until it ends, in KiB, as the kernel of Linux counts it; 0 elsewhere.
pub(crate) fn peak_of(child: &Child) -> JoinHandle<u64> {
    let status = PathBuf::from(format!("/proc/{}/status", child.id()));
    thread::spawn(move || {
        let mut peak = 0;
        while let Ok(text) = fs::read_to_string(&status) {
            let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
            let Some(now) =
                line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok())
            else {
                break;
            };
            peak = peak.max(now);
            thread::sleep(Duration::from_millis(5));
        }
        peak
    })
}
