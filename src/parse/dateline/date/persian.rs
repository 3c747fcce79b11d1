//! Days of the solar calendar of Iran, as Gregorian ones.
//!
//! The year begins at the equinox of March as Tehran sees it. In the years 1178 to 1633 (1799 to 2254) that is a cycle
//! of 33 years with eight leap years: M. Heydari-Malayeri, *A concise review of the Iranian calendar*, 2004, and
//! E. M. Reingold and N. Dershowitz, *Calendrical Calculations*, chapter 15.

use chrono::{Days, NaiveDate};

/// The years for which the rule holds.
const YEARS: std::ops::RangeInclusive<i32> = 1178..=1633;

/// The Gregorian day of a Persian one: 28 Aban (month 8) 1399 is 2020-11-18. `None` where there is no such day.
pub(super) fn day(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    let leap = is_leap(year);
    let days = match month {
        1..=6 => 31,
        7..=11 => 30,
        12 => 29 + u32::from(leap),
        _ => return None,
    };
    if !YEARS.contains(&year) || !(1..=days).contains(&day) {
        return None;
    }
    // 1 Farvardin 1178 was 21 March 1799.
    let first = NaiveDate::from_ymd_opt(1799, 3, 21)?;
    let past = (*YEARS.start()..year).map(|year| 365 + u64::from(is_leap(year)));
    let months = u64::from(month - 1);
    let into_year = months * 30 + months.min(6) + u64::from(day - 1);
    first.checked_add_days(Days::new(past.sum::<u64>() + into_year))
}

fn is_leap(year: i32) -> bool {
    matches!(year.rem_euclid(33), 1 | 5 | 9 | 13 | 17 | 22 | 26 | 30)
}

/// The Gregorian month and day that a Persian month and day fall on in most years; in the others it is a day off.
pub(super) fn in_most_years(month: u32, of_month: u32) -> Option<NaiveDate> {
    // 1399 was a leap year that began on 20 March; 1397 began on 21 March, as most did.
    day(1397, month, of_month)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn persian_days_become_gregorian_ones() {
        for ((year, month, of_month), wanted) in [
            ((1357, 11, 22), "1979-02-11"),
            ((1399, 8, 28), "2020-11-18"),
            ((1399, 12, 30), "2021-03-20"),
            ((1400, 1, 1), "2021-03-21"),
            ((1403, 1, 1), "2024-03-20"),
            ((1376, 3, 2), "1997-05-23"),
        ] {
            let found = day(year, month, of_month).map(|day| day.to_string());
            assert_eq!(found.as_deref(), Some(wanted));
        }
        assert_eq!(day(1400, 12, 30), None);
        assert_eq!(day(1400, 13, 1), None);
        assert_eq!(day(99, 1, 1), None);
    }
}
