//! The date forms of agencies, one row each.

use super::*;

fn read(text: &str) -> Option<Read> {
    super::read(text, Calendar::built_in())
}

/// Checks rows of text, date (`-` where a part is not printed) and how much of the text is left.
fn check(rows: &[(&str, &str, &str)]) {
    for (text, wanted, left) in rows {
        let Some(read) = read(text) else {
            panic!("{text}: no date");
        };
        let part = |part: Option<i64>| part.map_or("-".into(), |part| part.to_string());
        let date = read.date;
        let day = [
            date.year.map(i64::from),
            date.month.map(i64::from),
            date.day.map(i64::from),
        ]
        .map(part);
        let weekday = date.weekday.map_or(String::new(), |day| format!(" {day}"));
        let found = day.join(".") + &weekday;
        assert_eq!((&*found, &text[read.len..]), (*wanted, *left), "{text}");
    }
}
#[test]
fn dates_are_read_in_every_order_and_script() {
    let at = |year: i32, month, day| PrintedDate {
        year: (year > 0).then_some(year),
        month: Some(month),
        day: Some(day),
        weekday: None,
    };
    for (text, wanted, len) in [
        ("17 nov 2020 (AFP)", at(2020, 11, 17), 11),
        ("1er juil 2021 (", at(2021, 7, 1), 13),
        ("le 17 janvier 2020 (MAP)", at(2020, 1, 17), 18),
        ("March 9 (Reuters)", at(0, 3, 9), 7),
        ("Mach 9 -", at(0, 3, 9), 6),
        ("Nov. 17, 2020 /", at(2020, 11, 17), 13),
        ("22nd April, 2026 (", at(2026, 4, 22), 16),
        ("3. Oktober (AFP)", at(0, 10, 3), 10),
        ("2 MAY 90 (NOTIMEX)", at(90, 5, 2), 8),
        ("15/06 (AFP)", at(0, 6, 15), 5),
        ("8.10.2020, W", at(2020, 10, 8), 9),
        ("08.10. (PAP)", at(0, 10, 8), 6),
        ("2020-11-17 x", at(2020, 11, 17), 10),
        ("8月12日电", at(0, 8, 12), 9),
        ("１０月２２日", at(0, 10, 22), 18),
        ("17 de noviembre de 2020", at(2020, 11, 17), 23),
        ("May, 6. /ARKA/", at(0, 5, 6), 6),
        ("Nov 17, 2020 / 10:00 am (CNA)", at(2020, 11, 17), 23),
    ] {
        let read = read(text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!((read.date, read.len), (wanted, len), "{text}");
    }
    let arabic = read("١٧ نوفمبر ٢٠٢٠ (").unwrap();
    assert_eq!(arabic.date, at(2020, 11, 17));
    let levant = read("17 تشرين الثاني/نوفمبر (").unwrap();
    assert_eq!(levant.date, at(0, 11, 17));
    let hungarian = read("2020. november 17., kedd (MTI)").unwrap();
    assert_eq!(hungarian.date.weekday, Some(chrono::Weekday::Tue));
}

#[test]
fn a_mistyped_year_is_left_out_and_said() {
    let read = read("18 janvier 20202 (MAP)").unwrap();
    assert_eq!((read.date.year, read.date.day), (None, Some(18)));
    assert!(read.warning.is_some());
}

#[test]
fn what_is_no_date_is_none() {
    for text in [
        "",
        "Jan 3-9 -",
        "March 1987",
        "32 nov",
        "17",
        "Paris",
        "45/46",
        "mln 3",
        "9月电",
        "SUN VALLEY, Idaho (Reuters)",
    ] {
        assert_eq!(read(text), None, "{text}");
    }
}

#[test]
fn the_forms_of_each_agency_are_read() {
    check(&[
        ("1er juil 2021 (AFP) -", "2021.7.1", " (AFP) -"),
        ("17 nov. 2020 (Lusa)", "2020.11.17", " (Lusa)"),
        ("17 de noviembre de 2020 (EFE)", "2020.11.17", " (EFE)"),
        ("21 ene (EFE).- ", "-.1.21", " (EFE).- "),
        ("1º de maio de 2021 -", "2021.5.1", " -"),
        ("9 Sep. (EUROPA PRESS)", "-.9.9", " (EUROPA PRESS)"),
        ("01 LUG - Il", "-.7.1", " - Il"),
        ("JUL 11 - The", "-.7.11", " - The"),
        ("22nd April, 2026 (WAM)", "2026.4.22", " (WAM)"),
        ("Nov. 17,2020 (SPA)", "2020.11.17", " (SPA)"),
        ("July 18, Juche 99 (2010) (KCNA)", "2010.7.18", " (KCNA)"),
        ("2 MAY 90 (NOTIMEX)", "90.5.2", " (NOTIMEX)"),
        ("29Aou94", "94.8.29", ""),
        ("Jan. 1(Xinhua)", "-.1.1", "(Xinhua)"),
        ("Oct  20 (Reuters)", "-.10.20", " (Reuters)"),
        ("May, 6. /ARKA/", "-.5.6", ". /ARKA/"),
        ("November 12, NOYAN TAPAN", "-.11.12", ", NOYAN TAPAN"),
        ("18. června (ČTK)", "-.6.18", " (ČTK)"),
        ("17. 11. 2020 (ČTK)", "2020.11.17", " (ČTK)"),
        ("17 listopada (PAP)", "-.11.17", " (PAP)"),
        ("17. listopada 2020. (Hina)", "2020.10.17", ". (Hina)"),
        ("17. studenoga (Hina)", "-.11.17", " (Hina)"),
        ("17. novembra (TASR)", "-.11.17", " (TASR)"),
        ("17. новембра (Танјуг)", "-.11.17", " (Танјуг)"),
        ("17 ноября 2020 г. (ТАСС)", "2020.11.17", " (ТАСС)"),
        ("15 апр — РИА", "-.4.15", " — РИА"),
        ("17 листопада. /Укрінформ/", "-.11.17", " /Укрінформ/"),
        ("17 лістапада (БЕЛТА)", "-.11.17", " (БЕЛТА)"),
        ("lapkričio 17 d. (BNS)", "-.11.17", " (BNS)"),
        ("2020 m. lapkričio 17 d.", "2020.11.17", ""),
        ("17. novembris, LETA", "-.11.17", ", LETA"),
        ("2020. gada 17. novembris", "2020.11.17", ""),
        ("17. november (BNS)", "-.11.17", " (BNS)"),
        ("2020. november 17., kedd (MTI)", "2020.11.17 Tue", " (MTI)"),
        ("2020ko azaroaren 17a", "2020.11.17", ""),
        ("17. marraskuuta (STT)", "-.11.17", " (STT)"),
        ("17 Kasım 2020 (AA)", "2020.11.17", " (AA)"),
        ("17 қараша (ҚазАқпарат)", "-.11.17", " (ҚазАқпарат)"),
        ("17 ნოემბერი (", "-.11.17", " ("),
        ("17 նոյեմբերի (", "-.11.17", " ("),
        ("13 Jan (Bernama)", "-.1.13", " (Bernama)"),
        ("ngày 17/11 (TTXVN)", "-.11.17", " (TTXVN)"),
        ("ngày 17 tháng 11 năm 2020 -", "2020.11.17", " -"),
        ("17 नवंबर (भाषा)", "-.11.17", " (भाषा)"),
        ("১৭ নভেম্বর (বাসস)", "-.11.17", " (বাসস)"),
        ("17 พ.ย. 2563 -", "2020.11.17", " -"),
        ("๑๗ พฤศจิกายน ๒๕๖๓ (", "2020.11.17", " ("),
        ("17 בנובמבר 2020 (", "2020.11.17", " ("),
        ("17 nëntor (ATSH)", "-.11.17", " (ATSH)"),
    ]);
}

#[test]
fn arabic_dates_are_read_with_each_set_of_names() {
    check(&[
        ("١٧ نوفمبر ٢٠٢٠ (", "2020.11.17", " ("),
        ("17 تشرين الثاني/نوفمبر (أ ف ب)", "-.11.17", " (أ ف ب)"),
        ("17 نونبر 2020 (", "2020.11.17", " ("),
        ("5 جويلية 2020 (واج)", "2020.7.5", " (واج)"),
        ("20 كانون الأول (", "-.12.20", " ("),
        ("الثلاثاء 17 نوفمبر -", "-.11.17 Tue", " -"),
        (
            "2 ربيع الآخر 1442 هـ الموافق 17 نوفمبر 2020 م واس",
            "2020.11.17",
            " واس",
        ),
        (
            "Rabi' II 2, 1442, November 17, 2020, SPA",
            "2020.11.17",
            ", SPA",
        ),
        ("28 آبان 1399 (ایسنا)", "2020.11.18", " (ایسنا)"),
    ]);
    let alone = read("2 ربيع الآخر 1442 هـ (واس)").unwrap();
    assert_eq!(alone.date, PrintedDate::default());
    assert!(
        alone
            .warning
            .is_some_and(|warning| warning.contains("lunar"))
    );
    let yearless = read("۲۸ آبان (ایرنا)").unwrap();
    assert_eq!((yearless.date.year, yearless.date.month), (None, Some(11)));
    assert!(yearless.warning.is_some());
}

#[test]
fn east_asian_dates_are_read_in_figures_of_all_kinds() {
    check(&[
        ("8月12日电", "-.8.12", "电"),
        ("１１月１７日（", "-.11.17", "（"),
        ("十一月十七日电", "-.11.17", "电"),
        ("二〇二〇年十一月三十日", "2020.11.30", ""),
        ("二十一日電", "-.-.21", "電"),
        ("17日電", "-.-.17", "電"),
        ("令和2年11月17日", "2020.11.17", ""),
        ("令和元年5月1日", "2019.5.1", ""),
        ("昭和64年1月7日", "1989.1.7", ""),
        ("民國109年11月17日", "2020.11.17", ""),
        ("民國一百零九年十一月十七日", "2020.11.17", ""),
        ("주체109(2020)년 11월 17일", "2020.11.17", ""),
        ("2020년 11월 17일", "2020.11.17", ""),
        ("11月17日(火)", "-.11.17 Tue", ""),
        ("11月17日 星期二", "-.11.17 Tue", ""),
        ("11월 17일 (화)", "-.11.17 Tue", ""),
    ]);
    for town in ["四日市で", "十日町市"] {
        assert_eq!(read(town), None, "{town}");
    }
}

#[test]
fn dates_in_figures_are_read() {
    check(&[
        ("17.XI.2020 (PAP)", "2020.11.17", " (PAP)"),
        ("17 XI 2020 (", "2020.11.17", " ("),
        ("17.11.20 (", "20.11.17", " ("),
        ("11/17/2020 (", "2020.11.17", " ("),
        ("97/07/31 (", "97.7.31", " ("),
        ("2020/11/17 (", "2020.11.17", " ("),
        ("2020.11.17 (", "2020.11.17", " ("),
        ("310001 JUL 97", "97.7.31", ""),
        ("131137 GMT Nov 13", "13.11.13", ""),
        ("171504Z NOV 20", "20.11.17", ""),
    ]);
}

#[test]
fn weekdays_and_hours_belong_to_the_date() {
    check(&[
        ("Monday (Reuters)", "-.-.- Mon", " (Reuters)"),
        ("понедельник (Рейтер)", "-.-.- Mon", " (Рейтер)"),
        ("segunda-feira (Lusa)", "-.-.- Mon", " (Lusa)"),
        ("mardi 17 nov (AFP)", "-.11.17 Tue", " (AFP)"),
        ("Tuesday, Nov 17 (", "-.11.17 Tue", " ("),
        ("17 ноября, вторник (", "-.11.17 Tue", " ("),
        ("Mar 17 (AP)", "-.3.17", " (AP)"),
        ("mar 17 nov (ANSA)", "-.11.17 Tue", " (ANSA)"),
        ("Nov 17, 2020 / 10:00 am (CNA).-", "2020.11.17", " (CNA).-"),
        ("17 нояб, 10:00 (", "-.11.17", " ("),
        ("Nov 17 at 10.00 GMT (", "-.11.17", " ("),
        ("March 9 2000 GMT (", "-.3.9", " ("),
        ("17 nov, à 10h00 -", "-.11.17", " -"),
    ]);
}

#[test]
fn no_text_is_too_strange_for_it() {
    let pieces = [
        "17",
        "3",
        "2020",
        ".",
        " ",
        ",",
        "-",
        "/",
        "nov",
        "março",
        "月",
        "日",
        "十",
        "年",
        "令和",
        "kedd",
        "(",
        "'",
        "é",
        "\u{301}",
        "พ",
        "ย",
        "ربيع",
        "الأول",
        "هـ",
        "d.",
        "XI",
        "GMT",
        "10:00",
        "99999999999999999999",
        "ª",
        "de",
        "\u{200c}",
    ];
    // A small congruential generator: the same texts each time.
    let mut state = 1u64;
    let mut next = || {
        state = state
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (state >> 33) as usize
    };
    for _ in 0..100_000 {
        let text: String = (0..next() % 9 + 1)
            .map(|_| pieces[next() % pieces.len()])
            .collect();
        if let Some(read) = read(&text) {
            assert!(
                read.len <= text.len() && text.is_char_boundary(read.len),
                "{text}"
            );
            assert!(
                read.date
                    .month
                    .is_none_or(|month| (1..=12).contains(&month)),
                "{text}"
            );
            assert!(
                read.date.day.is_none_or(|day| (1..=31).contains(&day)),
                "{text}"
            );
        }
    }
}

#[test]
fn every_day_in_every_language_reads_back() {
    use crate::language;
    use chrono::{Datelike, NaiveDate};
    let first = NaiveDate::from_ymd_opt(1990, 1, 1).unwrap();
    for (number, language) in language::all().enumerate() {
        if language.months.is_empty() {
            continue;
        }
        // Each language takes its turn of the days of 41 years.
        for date in first.iter_days().take_while(|date| date.year() <= 2030) {
            if date.num_days_from_ce() as usize % 97 != number % 97 {
                continue;
            }
            let (year, month, day) = (date.year(), date.month(), date.day());
            for name in &language.months[month as usize - 1] {
                let forms = if name.starts_with('.') {
                    vec![format!("{day}{name} {year} -")]
                } else {
                    vec![
                        format!("{day} {name} {year} ("),
                        format!("{day} {name}. {year} -"),
                        format!("{name} {day}, {year} ("),
                        format!("{day} {} {year} -", name.to_uppercase()),
                        format!("{year}. {name} {day}. ("),
                    ]
                };
                for text in forms {
                    let found = read(&text).map(|read| read.date);
                    let whole = PrintedDate {
                        year: Some(year),
                        month: Some(month),
                        day: Some(day),
                        weekday: None,
                    };
                    assert_eq!(found, Some(whole), "{}: {text}", language.code);
                }
            }
        }
    }
}
