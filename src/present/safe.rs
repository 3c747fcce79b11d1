//! Text from stories, paths and queries made safe to show: control characters could move the cursor, recolour, rename
//! the window or fill the clipboard of whoever reads an archive, and bidirectional controls make a line lie. Each is
//! replaced by something visible.
//!
//! Also by their UTF-8 form the C1 controls act on some terminals (U+009B is CSI), so they are replaced too.

use std::borrow::Cow;

/// What stands for a control character; `None` for a character that may stay.
fn stand_in(c: char) -> Option<char> {
    match c {
        '\t' | '\u{2028}' | '\u{2029}' => Some(' '),
        '\0'..='\u{1F}' => char::from_u32(0x2400 + u32::from(c)),
        '\u{7F}' => Some('\u{2421}'),
        '\u{80}'..='\u{9F}' => Some('\u{FFFD}'),
        _ if is_bidi_control(c) => Some('\u{FFFD}'),
        _ => None,
    }
}

/// Embeddings, overrides and isolates. The plain marks (U+200E, U+200F) stay: Arabic and Hebrew copy needs them.
pub(super) fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Text on one line: every control character, line ends too, is replaced; a tab is a blank.
pub fn line(text: &str) -> Cow<'_, str> {
    match text.chars().any(|c| stand_in(c).is_some()) {
        true => text.chars().map(|c| stand_in(c).unwrap_or(c)).collect(),
        false => text.into(),
    }
}

/// Text of several lines: as [`line()`], but line ends stay.
pub fn lines(text: &str) -> String {
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// Text on one line with byte ranges in it; the ranges are carried over. Ranges that do not fit the text are dropped.
pub(super) fn marked(text: &str, marks: &[(usize, usize)]) -> (String, Vec<(usize, usize)>) {
    let (mut shown, mut at, mut carried) = (String::with_capacity(text.len()), 0, Vec::new());
    for &(start, end) in marks {
        if let (Some(before), Some(within)) = (text.get(at..start), text.get(start..end)) {
            shown.push_str(&line(before));
            let from = shown.len();
            shown.push_str(&line(within));
            carried.push((from, shown.len()));
            at = end;
        }
    }
    shown.push_str(&line(text.get(at..).unwrap_or_default()));
    (shown, carried)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a terminal could act on it.
    fn acts(c: char) -> bool {
        c.is_control() || is_bidi_control(c)
    }

    #[test]
    fn no_control_character_passes() {
        for c in (0..0x3000).filter_map(char::from_u32) {
            let text = format!("a{c}b");
            assert!(!line(&text).contains(acts), "U+{:04X}", u32::from(c));
            assert_eq!(line(&text).chars().count(), 3);
        }
    }

    #[test]
    fn a_replaced_character_can_be_seen() {
        assert_eq!(line("\u{1B}]0;x\u{7}"), "␛]0;x␇");
        assert_eq!(line("a\r\nb\tc\u{9B}31m\u{7F}"), "a␍␊b c\u{FFFD}31m␡");
        assert_eq!(line("\u{202E}txt"), "\u{FFFD}txt");
        assert_eq!(lines("a\nb\u{8}"), "a\nb␈");
    }

    #[test]
    fn ordinary_text_of_any_script_stays() {
        for text in ["Géorgie", "Нагорный Карабах", "أ ف ب\u{200F}", "東京", "🕊"]
        {
            assert!(matches!(line(text), Cow::Borrowed(same) if same == text));
        }
    }

    #[test]
    fn marks_move_with_the_text() {
        let (text, marks) = marked("\u{1B}[1m feu é feu", &[(5, 8), (12, 15)]);
        let words: Vec<_> = marks.iter().map(|&(a, b)| &text[a..b]).collect();
        assert_eq!(words, ["feu", "feu"]);
        assert_eq!(marked("é", &[(1, 2), (0, 9)]), ("é".into(), vec![]));
        assert_eq!(marked("abc", &[(1, 2), (0, 1)]).1, [(1, 2)]);
    }
}
