//! Tables with a header row, parted by commas, semicolons, tabs or bars.

use super::json::dates::Order;
use super::json::fill::{self, Filled};
use super::json::keys::USUAL;
use super::json::value::{Value, key};
use super::jsonl::{dated, together};
use super::{Context, Format, Item, NotAStory};
use crate::facts::Facts;
use crate::split::Records;
use std::borrow::Cow;

/// What may part columns, most usual first.
const MARKS: &[u8] = b",;\t|";
/// A column's name is no longer, in bytes.
const NAME: usize = 48;
/// So many rows tell the format.
const LOOKED_AT: usize = 6;

/// The format of such files.
pub(super) struct Csv;

impl Format for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn fits(&self, head: &str, _facts: &Facts) -> bool {
        Table::of(head).is_some_and(|table| table.agrees())
    }

    fn records(&self, head: &str) -> Records {
        // A line that names the mark stands before the columns' names: such a file is read whole.
        let first = head.trim_start_matches('\u{feff}');
        let names_mark = first
            .get(..4)
            .is_some_and(|it| it.eq_ignore_ascii_case("sep="));
        if names_mark {
            Records::Whole
        } else {
            Records::Rows
        }
    }

    fn read(&self, text: &str, context: &Context<'_>) -> Vec<Item> {
        let Some(table) = Table::of(text) else {
            return vec![Err(NotAStory(
                "the table has no row that names columns".into(),
            ))];
        };
        let mut order = Order::default();
        let mut found: Vec<Result<Filled, NotAStory>> = Vec::new();
        table.rows(|row| {
            let filled = fill::fill(
                &row.value,
                row.text.to_owned(),
                self.name(),
                context.map,
                context.facts,
            );
            let Some(mut filled) = filled else {
                found.push(Err(NotAStory("rows without a text or headline".into())));
                return;
            };
            if let Some((date, _)) = &filled.date {
                order.learn(date);
            }
            filled.dispatch.warnings.extend(row.warning);
            found.push(Ok(filled));
        });
        if found.is_empty() {
            return vec![Err(NotAStory("a table without rows".into()))];
        }
        together(
            found
                .into_iter()
                .map(|item| item.map(|filled| dated(filled, order)))
                .collect(),
        )
    }
}

/// A text as a table.
struct Table<'t> {
    text: &'t str,
    mark: u8,
    /// The columns' names as they are looked up.
    names: Vec<String>,
}

/// A row by its columns' names.
struct Row<'r> {
    text: &'r str,
    value: Value<'r>,
    warning: Option<String>,
}

impl<'t> Table<'t> {
    /// The table that a text is, where its first row names a text or headline and another column.
    fn of(text: &'t str) -> Option<Table<'t>> {
        let mut text = text.trim_start_matches(['\u{feff}', '\n', '\r']);
        let mut marks = MARKS;
        let said;
        let first = text.lines().next()?;
        if let Some(mark) = first
            .get(..4)
            .filter(|it| it.eq_ignore_ascii_case("sep="))
            .and(first.as_bytes().get(4))
        {
            said = [*mark];
            marks = &said;
            text = text.get(first.len()..)?.trim_start_matches(['\n', '\r']);
        }
        // The names stand on one line: a text of megabytes is not read for them.
        let end = text.find('\n').filter(|end| *end < 64 * NAME)?;
        let header = text.get(..end)?;
        // A reader is dear to make, and most texts are no table.
        let may_name = |mark: u8| {
            let names = header.split(char::from(mark));
            let known = names.filter(|name| USUAL.knows(&key(name.trim().trim_matches('"'))));
            memchr::memchr(mark, header.as_bytes()).is_some() && known.take(2).count() == 2
        };
        let mut marks = marks.iter().filter(|mark| may_name(**mark));
        marks.find_map(|mark| {
            let mut row = csv::StringRecord::new();
            reader(header, *mark).read_record(&mut row).ok()?;
            let names: Vec<String> = row
                .iter()
                .map(|name| key(name.trim().trim_matches('"')).into_owned())
                .collect();
            let is_name = |name: &String| {
                let plain = name.len() <= NAME && !name.contains(['.', '!', '?', ':']);
                // What pandas calls a column of numbers: `Unnamed: 0`.
                plain || name.starts_with("unnamed") || USUAL.knows(name)
            };
            let known = names.iter().filter(|name| USUAL.knows(name)).count();
            let tells = |name: &String| {
                ["text", "headline", "weaktext"]
                    .iter()
                    .any(|field| USUAL.has(field, name))
            };
            (names.len() >= 2 && names.iter().all(is_name) && known >= 2 && names.iter().any(tells))
                .then_some(Table {
                    text,
                    mark: *mark,
                    names,
                })
        })
    }

    /// Whether the first rows are as wide as the names, at least half of them: one may be cut, or broken.
    fn agrees(&self) -> bool {
        let (mut seen, mut wide) = (0, 0);
        for row in reader(self.text, self.mark)
            .into_records()
            .skip(1)
            .take(LOOKED_AT)
        {
            seen += 1;
            wide += usize::from(row.is_ok_and(|row| row.len() == self.names.len()));
        }
        wide > 0 && 2 * wide >= seen
    }

    /// Hands over the rows below the names.
    fn rows(&self, mut take: impl FnMut(Row<'_>)) {
        let mut reader = reader(self.text, self.mark);
        let mut record = csv::StringRecord::new();
        let mut number = 0;
        loop {
            let from = reader.position().byte() as usize;
            // Text is UTF-8 and lives in memory: nothing can fail.
            if !reader.read_record(&mut record).unwrap_or(false) {
                return;
            }
            number += 1;
            if number == 1 {
                continue;
            }
            let to = reader.position().byte() as usize;
            let text = self
                .text
                .get(from..to)
                .unwrap_or_default()
                .trim_matches(['\n', '\r']);
            if record.iter().all(|field| field.trim().is_empty()) {
                continue;
            }
            let (width, wanted) = (record.len(), self.names.len());
            let warning = (width != wanted)
                .then(|| format!("row {number} has {width} columns, the header {wanted}"));
            let mut fields: Vec<(Cow<'_, str>, Value<'_>)> = Vec::with_capacity(wanted);
            for (at, field) in record.iter().enumerate() {
                match self.names.get(at) {
                    Some(name) if fields.iter().all(|known| known.0 != *name) => {
                        fields.push((Cow::Borrowed(name), Value::Text(Cow::Borrowed(field))));
                    }
                    Some(_) => {}
                    // What a mark inside an unquoted text cut off.
                    None => {
                        if let Some((_, Value::Text(last))) = fields.last_mut() {
                            last.to_mut().push(self.mark as char);
                            last.to_mut().push_str(field);
                        }
                    }
                }
            }
            fields.sort_by(|a, b| a.0.cmp(&b.0));
            take(Row {
                text,
                value: Value::Object(fields),
                warning,
            });
        }
    }
}

fn reader(text: &str, mark: u8) -> csv::Reader<&[u8]> {
    let mut builder = csv::ReaderBuilder::new();
    builder.delimiter(mark).flexible(true).has_headers(false);
    builder.from_reader(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Item> {
        assert!(Csv.fits(text, Facts::built_in()), "{text}");
        Csv.read(text, &Context::new(Facts::built_in()))
    }

    #[test]
    fn tables_of_all_dialects_are_read() {
        for text in [
            "Title,Date,Text\nKites fly,2021-03-04,\"A kite flew.\nIt was \"\"red\"\".\"\n",
            "\u{feff}sep=;\r\nTitle; Date ;Text\r\nKites fly;2021-03-04;\"A kite flew.\r\nIt was \"\"red\"\".\"\r\n",
            "title\tdate\ttext\nKites fly\t2021-03-04\t\"A kite flew.\nIt was \"\"red\"\".\"",
        ] {
            let items = read(text);
            let story = items[0].as_ref().unwrap();
            assert_eq!(story.headline.as_deref(), Some("Kites fly"));
            assert_eq!(story.paragraphs, ["A kite flew.", "It was \"red\"."]);
            assert_eq!(story.stamp.unwrap().to_string(), "2021-03-04");
            assert!(story.item.starts_with("Kites fly"));
        }
    }

    #[test]
    fn a_column_of_numbers_that_pandas_named_is_no_reason_against_a_table() {
        let text = "\"Unnamed: 0\",title,content\n0,Kites fly,\"A kite flew, and fell.\"\n1,Ferry lands,A ferry landed.\n";
        let items = read(text);
        let headlines = items
            .iter()
            .map(|item| item.as_ref().unwrap().headline.as_deref());
        assert_eq!(
            headlines.collect::<Vec<_>>(),
            [Some("Kites fly"), Some("Ferry lands")]
        );
    }

    #[test]
    fn a_table_of_headlines_and_summaries_loses_neither() {
        let text = "Class Index,Title,Description\n3,Kites fly,\"AP - A kite flew, and fell.\"\n1,Ferry lands,\n";
        let items = read(text);
        assert_eq!(items[0].as_ref().unwrap().paragraphs.len(), 1);
        let bare = items[1].as_ref().unwrap();
        assert_eq!(bare.headline.as_deref(), Some("Ferry lands"));
        assert!(bare.paragraphs.is_empty());
    }

    #[test]
    fn rows_of_other_widths_are_read_with_a_warning() {
        let items = read(
            "title,date,text\nOne,2021-03-04,A kite flew, and fell.\nTwo,2021-03-04,A kite.\nTwo,2021-03-04,A red kite.\nThree,2021-03-05\n",
        );
        let first = items[0].as_ref().unwrap();
        assert_eq!(first.paragraphs, ["A kite flew, and fell."]);
        assert_eq!(first.warnings, ["row 2 has 4 columns, the header 3"]);
        assert_eq!(
            items[3].as_ref().unwrap().headline.as_deref(),
            Some("Three")
        );
    }

    #[test]
    fn prose_is_no_table() {
        for text in [
            "Title, date\n\nA kite flew over the lake.\n",
            "The text, said Anna, is long.\nIt was, she said, red.\n",
            "LONDON, March 3 (Reuters) - A kite flew, and fell.\nIt was red, and blue.\n",
            "Source: Reuters\nDate: 2021\n",
            "title,date,text\n",
            "name,price\nkite,3\n",
        ] {
            assert!(!Csv.fits(text, Facts::built_in()), "{text}");
        }
    }
}
