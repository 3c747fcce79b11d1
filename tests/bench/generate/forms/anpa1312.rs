//! ANPA 1312: what newspapers in America received over high-speed wires, in ASCII.

use super::{Made, wrapped};

pub(super) fn write(made: &Made) -> String {
    let (time, agency) = (made.time(), made.agency.to_uppercase());
    let text = made.text().replace('—', "_");
    let words = text.split_whitespace().count();
    let slug = made.headline.split(' ').next().unwrap_or_default();
    format!(
        "\u{16}\u{16}\u{1}a{:04}_\r\nr w\u{13}\u{11} BC-{slug}     {} {words:04}\r\n\u{2}BC-{slug},{words}<\r\n\
         ^{}<\r\n{}\u{3}{agency}-NY-{} {}GMT<\r\n\u{4}",
        made.id % 10_000,
        time.format("%m-%d"),
        made.title(),
        wrapped(&text, "\t   "),
        time.format("%m-%d-%y"),
        time.format("%H%M")
    )
}
