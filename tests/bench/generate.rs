//! Stories by the number, made from a seed, with the gold of their headers beside them.
//!
//! ```text
//! cargo bench --bench generate -- N SEED FOLDER [--jsonl]
//! cargo bench --bench generate -- --check FOLDER-OF-REAL-STORIES [N]
//! ```
//!
//! Writes `FOLDER/stories/year/month/day/agency-number.txt` (or `.xml`, `.json`, `.eml`, `.html`: the shares of the forms are
//! in `generate/forms.tsv`), or with `--jsonl` the same stories as lines of
//! `FOLDER/stories.jsonl`; and `FOLDER/gold.jsonl` (one line a readable story: `id` is its path below `stories`) and
//! `FOLDER/chains.tsv` (path, path of the first of its chain, what it is to that). A story depends on the seed and its
//! number alone: the first N of a larger set are the set of N. No table of words is kept, so memory does not grow.
//!
//! With `--check` the statistics of N stories (20,000) stand beside those of real ones, and the program fails where one
//! is outside of its bound in `generate/bounds.tsv`.

#![allow(
    clippy::print_stdout,
    reason = "a program for people who build this one"
)]

#[path = "generate/forms.rs"]
mod forms;
#[path = "generate/gold.rs"]
mod gold;
#[path = "generate/measure.rs"]
mod measure;
#[path = "generate/random.rs"]
mod random;
#[path = "generate/story.rs"]
mod story;
#[path = "generate/telling.rs"]
mod telling;
#[path = "generate/words.rs"]
mod words;

use rayon::prelude::*;
use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use story::Maker;

/// So many real stories are read to compare with, where nothing is said.
const COMPARED: usize = 20_000;
/// So many stories are made before their lines of gold are written.
const BATCH: u64 = 4_096;

fn main() -> Result<(), Box<dyn Error>> {
    let (options, arguments): (Vec<String>, Vec<String>) = std::env::args()
        .skip(1)
        .partition(|it| it.starts_with("--"));
    if options.iter().any(|option| option == "--check") {
        let [folder, rest @ ..] = arguments.as_slice() else {
            return Err("--check: name a folder of real stories to compare with".into());
        };
        let many = rest.first().map_or(Ok(COMPARED), |it| it.parse())?;
        return measure::check(folder, many);
    }
    let [many, seed, folder] = arguments.as_slice() else {
        println!(
            "usage: cargo bench --bench generate -- N SEED FOLDER [--jsonl]\n       cargo bench --bench generate -- --check FOLDER-OF-REAL-STORIES [N]"
        );
        return Ok(());
    };
    let (many, maker, folder) = (
        many.parse::<u64>()?,
        Maker::new(seed.parse()?),
        Path::new(folder),
    );
    fs::create_dir_all(folder)?;
    let create = |name: &str| File::create(folder.join(name)).map(BufWriter::new);
    let (mut gold, mut chains) = (create("gold.jsonl")?, create("chains.tsv")?);
    let mut bundle = match options.iter().any(|option| option == "--jsonl") {
        true => Some(create("stories.jsonl")?),
        false => None,
    };
    let stories = folder.join("stories");
    for start in (0..many).step_by(BATCH as usize) {
        let numbers = start..many.min(start + BATCH);
        let write = bundle.is_none();
        let made: Vec<std::io::Result<[String; 3]>> = numbers
            .into_par_iter()
            .map(|number| {
                let made = maker.story(number);
                if write {
                    let path = stories.join(&made.path);
                    if let Some(day) = path.parent() {
                        fs::create_dir_all(day)?;
                    }
                    fs::write(path, made.bytes())?;
                }
                let line = if write {
                    String::new()
                } else {
                    gold::text(&made)
                };
                Ok([gold::header(&made), gold::tie(&maker, &made), line])
            })
            .collect();
        for lines in made {
            let [one, tie, line] = lines?;
            gold.write_all(one.as_bytes())?;
            chains.write_all(tie.as_bytes())?;
            if let Some(bundle) = &mut bundle {
                bundle.write_all(line.as_bytes())?;
            }
        }
    }
    gold.flush()?;
    chains.flush()?;
    bundle.map_or(Ok(()), |mut bundle| bundle.flush())?;
    Ok(())
}
