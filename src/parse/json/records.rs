//! The objects of a text made of JSON: one object, objects one a line or run together, the elements of an array.

use super::mend::mend;
use super::value::{self, Value};

/// One object as it stands in the file.
pub(in crate::parse) struct Record<'t> {
    /// Its own text.
    pub(in crate::parse) text: &'t str,
    /// What it holds, or what is wrong with it.
    pub(in crate::parse) value: Result<Value<'t>, String>,
    /// What was mended.
    pub(in crate::parse) warnings: Vec<String>,
}

/// Hands over the objects of a text in order, one at a time, until `take` says that it has seen enough. An array at the
/// top is its elements; lines that are no JSON are handed over as what is wrong with them.
pub(in crate::parse) fn each(text: &str, take: &mut dyn FnMut(Record<'_>) -> bool) {
    let (mut at, mut line, mut counted) = (0, 1, 0);
    loop {
        at = next_start(text, at);
        let rest = &text[at..];
        if rest.is_empty() {
            return;
        }
        line += text[counted..at].bytes().filter(|b| *b == b'\n').count();
        counted = at;
        let goes_on = match value::parse(rest) {
            Ok(parsed) if parsed.len > 0 => {
                at += parsed.len;
                let twice = parsed.twice.map(|key| {
                    format!("its JSON has the key \"{key}\" twice: the last value is read")
                });
                parsed.value.is_none_or(|value| {
                    take(Record {
                        text: &rest[..parsed.len],
                        value: Ok(value),
                        warnings: twice.into_iter().collect(),
                    })
                })
            }
            Ok(_) => return,
            Err(error) => {
                let broken = extent(rest);
                at += broken.len();
                take_broken(broken, line, &error.to_string(), take)
            }
        };
        if !goes_on {
            return;
        }
    }
}

/// Where the next value starts: after blanks, a BOM, record separators, and the brackets and commas of an array.
fn next_start(text: &str, from: usize) -> usize {
    let rest = &text[from..];
    let skipped = |c: char| c.is_whitespace() || "\u{feff}\u{1e}\0[],".contains(c);
    rest.find(|c| !skipped(c))
        .map_or(text.len(), |at| from + at)
}

/// How far a broken value reaches: to the end of its line where the next line is a record of its own, else to its
/// closing bracket, else to where a line begins a record, else to the end of the text.
fn extent(rest: &str) -> &str {
    let rest = rest.find("\n{").map_or(rest, |end| &rest[..=end]);
    let end_of_line = rest.find('\n').unwrap_or(rest.len());
    let (line, below) = rest.split_at(end_of_line);
    if below.trim_start().starts_with("{\"") || !rest.starts_with('{') {
        return line;
    }
    let (mut depth, mut quoted, mut escaped) = (0usize, false, false);
    for (at, byte) in rest.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => depth += 1,
            b'}' | b']' if !quoted => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return &rest[..=at];
                }
            }
            _ => {}
        }
    }
    rest
}

fn take_broken(
    broken: &str,
    line: usize,
    error: &str,
    take: &mut dyn FnMut(Record<'_>) -> bool,
) -> bool {
    let refused = || format!("line {line}: not valid JSON: {}", without_place(error));
    let text = broken.trim().trim_end_matches(',');
    if !text.starts_with('{') {
        return take(Record {
            text,
            value: Err(refused()),
            warnings: Vec::new(),
        });
    }
    let mended = mend(text);
    // A line that others follow is not the end of a file that was cut.
    let value = match value::parse(&mended.text) {
        Ok(parsed) => parsed.value.ok_or_else(refused),
        Err(_) => Err(refused()),
    };
    let warning = if mended.closed {
        "its JSON ends in the middle: what follows is missing".to_owned()
    } else if mended.half {
        "its JSON holds half a character (a lone surrogate): it is read as U+FFFD".to_owned()
    } else {
        format!(
            "its JSON is not valid and was mended: {}",
            without_place(error)
        )
    };
    take(Record {
        text,
        value,
        warnings: vec![warning],
    })
}

/// A message without `at line 1 column 9`: lines are counted from the record's.
fn without_place(error: &str) -> &str {
    error.split(" at line ").next().unwrap_or(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Result<String, String>> {
        let mut found = Vec::new();
        each(text, &mut |record| {
            let text = |value: Value<'_>| value.get("a").and_then(Value::text).map(String::from);
            found.push(record.value.map(|value| text(value).unwrap_or_default()));
            true
        });
        found
    }

    #[test]
    fn objects_are_found_in_lines_arrays_and_run_together() {
        for text in [
            "{\"a\":1}\n{\"a\":2}\n",
            "\u{feff}{\"a\":1}\r\n\r\n{\"a\":2}",
            "[{\"a\":1},{\"a\":2}]",
            "[\n  {\n  \"a\": 1\n  },\n  {\n  \"a\": 2,\n  },\n]",
            "{\"a\":1}{\"a\":2}",
            "[{\"a\":1},{\"a\":2",
            "{\"a\":1},\n{\"a\":\"2",
        ] {
            let wanted = if text.ends_with(":2") {
                vec!["1", ""]
            } else {
                vec!["1", "2"]
            };
            let found: Vec<String> = read(text).into_iter().map(Result::unwrap).collect();
            assert_eq!(found, wanted, "{text}");
        }
    }

    #[test]
    fn a_broken_line_is_one_and_the_others_are_read() {
        let found = read("{\"a\":1}\n{\"a\": kite flew}\n{\"a\":3}\n");
        assert_eq!(found[0], Ok("1".into()));
        assert!(found[1].as_ref().unwrap_err().starts_with("line 2: "));
        assert_eq!(found[2], Ok("3".into()));
        let found = read("{\"a\":1}\n{broken\n\n[[[[[\n{\"a\":3}\n");
        assert_eq!(found.last(), Some(&Ok("3".into())));
    }
}
