//! How a question is understood, for a person: its tree in plain words, the stories that each part finds, and the
//! forms that its words stand for.

use super::figures::stories;
use super::layout::paragraph;
use super::{FAINT, Style, document, safe, unwritten};
use crate::error::Result;
use crate::search::ExplainedLine;
use serde::Serialize;
use std::io::{self, Write};

/// How far each level of the tree stands to the right.
const STEP: usize = 2;
/// How many forms of a word are shown.
const FORMS: usize = 12;

/// An explanation with the query it is of.
#[derive(Debug, Clone, Serialize)]
pub struct Explanation<'a> {
    /// The query as typed.
    pub query: &'a str,
    /// Its tree, line by line.
    pub lines: Vec<ExplainedLine>,
    /// What was assumed in reading it.
    pub notices: Vec<String>,
}

/// Writes an explanation for reading. The notices are remarks, and not part of it.
pub fn write(out: &mut dyn Write, explanation: &Explanation<'_>, style: Style) -> Result<()> {
    explanation
        .lines
        .iter()
        .try_for_each(|line| write_line(out, line, style))
        .map_err(unwritten)
}

/// Writes one document.
pub fn json(out: &mut dyn Write, explanation: &Explanation<'_>) -> Result<()> {
    document(out, explanation)
}

fn write_line(out: &mut dyn Write, line: &ExplainedLine, style: Style) -> io::Result<()> {
    let indent = (line.depth * STEP).min(style.width / 2);
    let text = safe::line(&line.text);
    let text = match line.stories {
        Some(number) => format!("{}: {}", text.trim_end_matches(':'), stories(number)),
        None => text.into_owned(),
    };
    for text in paragraph(&text, style.width, indent) {
        writeln!(out, "{text}")?;
    }
    if !line.forms.is_empty() {
        for text in paragraph(&forms(&line.forms), style.width, indent + 2 * STEP) {
            writeln!(out, "{}", style.paint(FAINT, &text))?;
        }
    }
    Ok(())
}

/// `stands for: arménie, arméniens, … (3 more)`
fn forms(forms: &[String]) -> String {
    let shown: Vec<_> = forms
        .iter()
        .take(FORMS)
        .map(|form| safe::line(form))
        .collect();
    let more = match forms.len().saturating_sub(FORMS) {
        0 => String::new(),
        more => format!(", … ({more} more)"),
    };
    format!("stands for: {}{more}", shown.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_is_indented_with_what_each_part_finds() {
        let line = |depth, text: &str, stories, forms: &[&str]| ExplainedLine {
            depth,
            text: text.into(),
            stories,
            forms: forms.iter().map(|form| form.to_string()).collect(),
        };
        let explanation = Explanation {
            query: "armenie place:GE",
            lines: vec![
                line(0, "all of:", Some(1), &[]),
                line(
                    1,
                    "the word \u{1B}armenie",
                    Some(1234),
                    &["armenie", "armenien"],
                ),
                line(1, "filed from Georgia", None, &[]),
            ],
            notices: vec![],
        };
        let mut out = Vec::new();
        write(&mut out, &explanation, Style::plain(80)).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "\
all of: 1 story
  the word ␛armenie: 1,234 stories
      stands for: armenie, armenien
  filed from Georgia
"
        );
    }
}
