//! No word of a header is lost: what the other fields do not hold is kept as it was printed.

use super::Dispatch;
use super::clean::squeeze;
use rustc_hash::{FxBuildHasher, FxHashSet};

/// The fields of most dispatches have fewer words.
const WORDS: usize = 128;

/// Keeps each line of some header text of which the fields do not hold every word, nor the body's first paragraphs,
/// those that the header gave back.
pub(super) fn keep(header: &str, given_back: usize, dispatch: &mut Dispatch) {
    let lost: Vec<String> = {
        let is_field = |line: &&str| fields(dispatch).any(|field| field == line);
        let mut lost: Vec<&str> = header.lines().filter(|line| !is_field(line)).collect();
        lost.retain(|line| words(line).next().is_some());
        if lost.is_empty() {
            return;
        }
        let mut held: FxHashSet<&str> = FxHashSet::with_capacity_and_hasher(WORDS, FxBuildHasher);
        held.extend(fields(dispatch).flat_map(|text| words(text)));
        let lacks = |held: &FxHashSet<&str>, line: &str| words(line).any(|it| !held.contains(it));
        lost.retain(|line| lacks(&held, line));
        if !lost.is_empty() && given_back > 0 {
            let body = dispatch.paragraphs.iter().take(given_back);
            held.extend(body.flat_map(|text| words(text)));
            lost.retain(|line| lacks(&held, line));
        }
        if lost.is_empty() {
            return;
        }
        lost.into_iter().map(squeeze).collect()
    };
    let mut known: FxHashSet<String> = dispatch.header.iter().cloned().collect();
    for line in lost {
        if known.insert(line.clone()) {
            dispatch.header.push(line);
        }
    }
}

/// What a dispatch holds apart from its paragraphs.
fn fields(dispatch: &Dispatch) -> impl Iterator<Item = &String> {
    let dateline = dispatch.dateline.as_ref();
    let fields = [
        dateline.map(|dateline| &dateline.as_written),
        dispatch.headline.as_ref(),
        dispatch.byline.as_ref(),
        dispatch.slug.as_ref(),
        dispatch.note.as_ref(),
        dispatch.signoff.as_ref(),
    ];
    fields.into_iter().flatten().chain(&dispatch.header)
}

/// The runs of letters and figures of a text.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split(|c: char| match c.is_ascii() {
        true => !c.is_ascii_alphanumeric(),
        false => !c.is_alphanumeric(),
    });
    parts.filter(|word| !word.is_empty())
}
