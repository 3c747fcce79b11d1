//! Archives of stories made in memory, and random numbers: what the tests of the engine share.

use dateline::engine::{self, Mode, Searcher};
use dateline::story::Story;
use std::path::Path;

/// An archive of stories in a folder, open for searching.
pub(crate) fn archive(folder: &Path, stories: &[Story]) -> Box<dyn Searcher> {
    let mut writer = engine::open_for_writing(folder, Mode::Update).unwrap();
    stories.iter().for_each(|story| writer.put(story).unwrap());
    writer.commit("note").unwrap();
    writer.finish().unwrap();
    engine::open(folder).unwrap()
}

/// A linear congruential generator: the same numbers on every machine.
pub(crate) fn generator(seed: u64) -> impl FnMut(usize) -> usize {
    let mut state = seed;
    move |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    }
}
