//! The forms that a story lies on disk in, and their shares (`forms.tsv`). Each has its writer in a file of its own.

#[path = "forms/anpa1312.rs"]
mod anpa1312;
#[path = "forms/html.rs"]
mod html;
#[path = "forms/iptc7901.rs"]
mod iptc7901;
#[path = "forms/mail.rs"]
mod mail;
#[path = "forms/newsml_g2.rs"]
mod newsml_g2;
#[path = "forms/ninjs.rs"]
mod ninjs;
#[path = "forms/nitf.rs"]
mod nitf;

use super::random::Random;
use super::story::Made;

const FORMS: &str = include_str!("forms.tsv");

/// A row of `forms.tsv`.
pub(crate) struct Form {
    name: &'static str,
    pub(crate) extension: &'static str,
    share: usize,
    agencies: &'static str,
    languages: &'static str,
}

/// All but plain text, in the order of the table.
pub(crate) fn forms() -> Vec<Form> {
    let rows = FORMS.lines().filter(|row| !row.starts_with('#'));
    rows.map(|row| {
        let cells: Vec<&str> = row.split('\t').collect();
        Form {
            name: cells[0],
            extension: cells[1],
            share: cells[2].parse().expect("a number"),
            agencies: cells[3],
            languages: cells[4],
        }
    })
    .collect()
}

/// The form of a story at random; none is plain text.
pub(crate) fn draw<'a>(
    forms: &'a [Form],
    agency: &str,
    language: &str,
    random: &mut Random,
) -> Option<&'a Form> {
    let among = |list: &str, one: &str| list == "*" || list.split(' ').any(|own| own == one);
    let mut at = random.below(1_000);
    forms
        .iter()
        .filter(|form| among(form.agencies, agency) && among(form.languages, language))
        .find(|form| match at.checked_sub(form.share) {
            Some(rest) => {
                at = rest;
                false
            }
            None => true,
        })
}

/// The file of a story in a form.
pub(crate) fn write(form: &str, made: &Made) -> Vec<u8> {
    match form {
        "nitf" => nitf::write(made).into_bytes(),
        "newsml-g2" => newsml_g2::write(made).into_bytes(),
        "ninjs" => ninjs::write(made).into_bytes(),
        "iptc7901" => iptc7901::write(made),
        "anpa1312" => anpa1312::write(made).into_bytes(),
        "mail" => mail::write(made).into_bytes(),
        "html" => html::write(made).into_bytes(),
        _ => plain(made),
    }
}

impl Form {
    pub(crate) fn name(&self) -> &'static str {
        self.name
    }
}

/// Plain text, in the charset of the story.
fn plain(made: &Made) -> Vec<u8> {
    let text = format!("{}\n\n{}\n", made.title(), made.text());
    let label = made.charset.as_bytes();
    let charset = encoding_rs::Encoding::for_label(label).expect("a label of the table");
    charset.encode(&text).0.into_owned()
}

/// Text for XML and HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}

/// The paragraphs, the first with its opening, each in the element `p`.
fn elements(made: &Made) -> String {
    let text = made.text();
    let paragraphs = text.split("\n\n");
    paragraphs
        .map(|one| format!("<p>{}</p>\n", escaped(one)))
        .collect()
}

/// Paragraphs broken into lines of the wire, each with the indent of its first line.
fn wrapped(text: &str, indent: &str) -> String {
    let mut lines = String::new();
    for paragraph in text.split("\n\n") {
        let mut line = String::from(indent);
        for word in paragraph.split_whitespace() {
            if line.chars().count() + word.chars().count() > 64 {
                lines.push_str(&line);
                lines.push_str("\r\n");
                line.clear();
            } else if !line.trim().is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push_str(&line);
        lines.push_str("\r\n");
    }
    lines
}
