//! A run that only says what it would do: everything is read, nothing is written.

use super::manifest::Manifest;
use super::reading::Stamp;
use super::run::Run;
use super::{Progress, Report, Settings, base};
use crate::chain::Link;
use crate::engine::{self, Analysed, Writer};
use crate::error::Result;
use crate::facts::Facts;
use crate::story::Story;
use std::path::{Path, PathBuf};

/// Says what a run would do, without an engine.
pub(super) fn run(
    location: &Path,
    paths: &[PathBuf],
    settings: &Settings,
    progress: &dyn Progress,
    facts: &Facts,
    reading: Stamp,
) -> Result<Report> {
    let (folder, note) = match engine::committed(location)? {
        Some((folder, note)) if !settings.rebuild => (folder, note),
        _ => (PathBuf::new(), None),
    };
    let mut manifest = Manifest::open(&folder, note.as_deref())?;
    if let Some(here) = settings.base.as_deref().filter(|_| base::is_needed(paths)) {
        base::check(location, manifest.base(), here, manifest.paths())?;
    }
    Run::new(
        &mut Nowhere,
        &mut manifest,
        settings,
        progress,
        facts,
        reading,
    )
    .whole(paths)
}

/// The writer of a dry run.
struct Nowhere;

impl Writer for Nowhere {
    fn put_analysed(&mut self, _: Story, _: Analysed, _: bool) -> Result<()> {
        Ok(())
    }

    fn remove(&mut self, _: &str) -> Result<()> {
        Ok(())
    }

    fn supersede(&mut self, _: &[(String, Option<String>)]) -> Result<()> {
        Ok(())
    }

    fn link(&mut self, _: Vec<(String, Option<Link>)>) -> Result<()> {
        Ok(())
    }

    fn rest(&mut self) -> Result<()> {
        Ok(())
    }

    fn each_link(&self, _: &mut dyn FnMut(&str, &Link)) -> Result<()> {
        Ok(())
    }

    fn add_copy(&mut self, _: &str, _: &str) -> Result<()> {
        Ok(())
    }

    fn remove_copies(&mut self, _: &str) -> Result<()> {
        Ok(())
    }

    fn commit(&mut self, _: &str) -> Result<()> {
        Ok(())
    }

    fn note(&self) -> Result<Option<String>> {
        Ok(None)
    }

    fn folder(&self) -> &Path {
        Path::new("")
    }

    fn previous_folder(&self) -> Option<&Path> {
        None
    }

    fn gather(&mut self) -> Result<()> {
        Ok(())
    }

    fn compact(&mut self) -> Result<()> {
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<()> {
        Ok(())
    }
}
