//! Stories that are like another, for reading and as JSON.

use super::layout::paragraph;
use super::text::{write_path, write_title};
use super::{Looks, STRONG, document, unwritten};
use crate::error::Result;
use crate::search::Hit;
use crate::search::similar::Similar;
use serde::Serialize;
use std::io::{self, Write};

/// How far all but the first line of a story stands to the right.
const INDENT: usize = 4;

/// Writes a list: each story with how like it is.
pub fn write(out: &mut dyn Write, found: &[Similar], looks: Looks) -> Result<()> {
    found
        .iter()
        .try_for_each(|similar| write_one(out, similar, looks))
        .map_err(unwritten)
}

fn write_one(out: &mut dyn Write, similar: &Similar, looks: Looks) -> io::Result<()> {
    let hit = Hit {
        story: similar.story.clone(),
        score: 0.0,
        in_chain: None,
        fragments: Vec::new(),
    };
    write_title(out, &hit, looks)?;
    let mut how = match similar.is_same_text() {
        true => format!("{} % of the same text", similar.same_text),
        false => format!("{} % of its rare words", similar.rare_words),
    };
    if similar.of_its_chain {
        how += ", of its chain";
    }
    for line in paragraph(&how, looks.style.width, INDENT) {
        writeln!(out, "{}", looks.style.paint(STRONG, &line))?;
    }
    write_path(out, &hit.story, looks.style)
}

/// Writes one document: the id of the story, and those that are like it.
pub fn json(out: &mut dyn Write, of: &str, found: &[Similar]) -> Result<()> {
    #[derive(Serialize)]
    struct Document<'a> {
        of: &'a str,
        hits: &'a [Similar],
    }
    document(out, &Document { of, hits: found })
}

#[cfg(test)]
mod tests {
    use super::super::examples::{looks, story};
    use super::*;

    #[test]
    fn each_story_says_how_like_it_is() {
        let found = [
            Similar {
                same_text: 94,
                rare_words: 100,
                of_its_chain: true,
                story: story(),
            },
            Similar {
                same_text: 2,
                rare_words: 61,
                of_its_chain: false,
                story: story(),
            },
        ];
        let mut out = Vec::new();
        write(&mut out, &found, looks(80)).unwrap();
        let title =
            "2020-11-17  Tbilissi (GE)  AFP  Karabakh: le cessez-le-feu conclu sous l'égide…";
        let path = "    corpus/afp/karabakh 1.txt";
        let expected = format!(
            "{title}\n    94 % of the same text, of its chain\n{path}\n{title}\n    61 % of its rare words\n{path}\n"
        );
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
