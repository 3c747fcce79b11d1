//! `2020年11月17日`, `二〇二〇年十一月十七日`, `令和2年11月17日`, `民國109年11月17日`, `11월 17일`, `17日`.

use super::cursor::Cursor;
use super::{Read, digit};
use crate::parse::PrintedDate;

/// Eras by their names, and the year before their first: Japan's, and that of the Republic of China.
const ERAS: &[(&str, i32)] = &[
    ("令和", 2018),
    ("平成", 1988),
    ("昭和", 1925),
    ("大正", 1911),
    ("明治", 1867),
    ("中華民國", 1911),
    ("民國", 1911),
    ("民国", 1911),
    ("주체", 1911),
    ("主体", 1911),
];

/// Reads a date whose parts are named by the signs of year, month and day.
pub(super) fn read(start: Cursor<'_>) -> Option<Read> {
    let mut cursor = start;
    let era = ERAS.iter().find(|(name, _)| cursor.eat_start(&[name]));
    if era.is_some() {
        cursor.blanks();
    }
    let (mut year, mut month) = (None, None);
    let mut number = match era {
        // The first year of an era is its "origin".
        Some(_) if cursor.eat_any(&['元']) => 1,
        _ => cursor.number_or_han(4)?,
    };
    // `주체109(2020)년` prints both.
    let mut both = cursor;
    let beside = both.eat_any(&['(', '（']).then(|| both.number(4)).flatten();
    let beside = beside.filter(|_| both.eat_any(&[')', '）']));
    if beside.is_some() {
        cursor = both;
    }
    if cursor.eat_any(&['年', '년']) {
        let printed = number as i32;
        let counted = era.map_or(printed, |(_, before)| before + printed);
        year = Some(beside.map_or(counted, |year| year as i32));
        cursor.blanks();
        number = cursor.number_or_han(2)?;
    } else if era.is_some() {
        return None;
    }
    if cursor.eat_any(&['月', '월']) {
        month = Some(number);
        cursor.blanks();
        number = cursor.number_or_han(2)?;
    }
    cursor.eat_any(&['日', '일', '号', '號']).then_some(())?;
    let sane = (1..=31).contains(&number) && month.is_none_or(|month| (1..=12).contains(&month));
    let alone = month.is_none() && start.peek().is_some_and(|c| digit(c).is_none());
    // 四日市 and 十日町 are towns.
    let named = alone
        && cursor
            .peek()
            .is_some_and(|c| c.is_alphabetic() && !"电電讯訊发發午".contains(c));
    let year_fits =
        year.is_none_or(|year| (0..100).contains(&year) || (1800..2200).contains(&year));
    (sane && !named && year_fits).then_some(Read {
        date: PrintedDate {
            year,
            month,
            day: Some(number),
            weekday: None,
        },
        len: cursor.at,
        weak: false,
        warning: None,
    })
}
