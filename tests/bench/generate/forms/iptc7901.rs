//! IPTC 7901: lines of a teleprinter between control characters, in Latin-1, as European agencies sent them.

use super::{Made, wrapped};

pub(super) fn write(made: &Made) -> Vec<u8> {
    let words = made.text().split_whitespace().count();
    let time = made.time();
    let text = format!(
        "\u{1}bdt{:04} 4 pl {words}  {} {:04}\r\n\r\n Thema/\r\n\u{2}{} =\r\n\r\n{}\r\n\u{3}{} GMT {}\r\n\u{4}",
        made.id % 10_000,
        made.agency,
        made.id % 10_000,
        made.title(),
        wrapped(&made.text(), "   "),
        time.format("%d%H%M"),
        time.format("%b %y")
    );
    encoding_rs::WINDOWS_1252.encode(&text).0.into_owned()
}
