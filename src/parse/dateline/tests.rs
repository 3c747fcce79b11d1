//! The dateline of each agency, one row each, and what must not be taken for one.

use super::*;

/// Places, date and credits in one line: `GENT + PARIS (Texas) | 2020-11-17 Tue | AFP, dpa`.
fn shown(found: &Found) -> String {
    let place = |place: &PrintedPlace| match &place.qualifier {
        Some(qualifier) => format!("{} ({qualifier})", place.name),
        None => place.name.clone(),
    };
    let number = |n: Option<u32>| n.map_or("?".into(), |n| n.to_string());
    let date = found.dateline.date.map_or("-".into(), |d| match d.weekday {
        Some(day) if d.day.is_none() => day.to_string(),
        _ => format!(
            "{}-{}-{}",
            d.year.map_or("?".into(), |y| y.to_string()),
            number(d.month),
            number(d.day)
        ),
    });
    let places: Vec<String> = found.dateline.places.iter().map(place).collect();
    format!(
        "{} | {date} | {}",
        places.join(" + "),
        found.dateline.credits.join(", ")
    )
}

/// Line, what is read of it, first words of the lede.
const AGENCIES: &[(&str, &str, &str)] = &[
    (
        "Gyumri, 3 déc 2021 (AFP) - Le théâtre rouvre.",
        "Gyumri | 2021-12-3 | AFP",
        "Le th",
    ),
    (
        "Bastia, 1er juil 2021 (AFP) - Le phare.",
        "Bastia | 2021-7-1 | AFP",
        "Le phare",
    ),
    (
        "Troyes (Etats-Unis), 3 sept 2019 (AFP) - Un lac.",
        "Troyes (Etats-Unis) | 2019-9-3 | AFP",
        "Un lac",
    ),
    (
        "Lyon (AFP) – Le tram est neuf.",
        "Lyon |  - | AFP",
        "Le tram",
    ),
    (
        "STOCKHOLM, Aug 29, 2014 (AFP) - A choir sang.",
        "STOCKHOLM | 2014-8-29 | AFP",
        "A choir",
    ),
    (
        "    PARIS, Jan 1 (AFP) - A clock stopped.",
        "PARIS | ?-1-1 | AFP",
        "A clock",
    ),
    (
        "Leeds (United Kingdom) (AFP) – A band plays.",
        "Leeds (United Kingdom) | - | AFP",
        "A band",
    ),
    (
        "WASHINGTON, May 12 (AFP) -- A tree fell.",
        "WASHINGTON | ?-5-12 | AFP",
        "A tree",
    ),
    (
        "Lima, 5 Ago 2019 (AFP) - Un taller abrió.",
        "Lima | 2019-8-5 | AFP",
        "Un taller",
    ),
    (
        "Recife, 12 fev 2020 (AFP) - Uma ponte.",
        "Recife | 2020-2-12 | AFP",
        "Uma",
    ),
    (
        "Berlin, 3. Oktober (AFP) - Ein Chor.",
        "Berlin | ?-10-3 | AFP",
        "Ein Chor",
    ),
    ("باريس (أ ف ب) - افتتح المتحف", "باريس | - | أ ف ب", "افتتح"),
    (
        "باريس 17 نوفمبر 2020 (أ ف ب) - افتتح",
        "باريس | 2020-11-17 | أ ف ب",
        "افتتح",
    ),
    (
        "LONDON, March 9 (Reuters) - A bridge opened.",
        "LONDON | ?-3-9 | Reuters",
        "A bridge",
    ),
    (
        "NEW YORK (Reuters) - eBay sold a kite.",
        "NEW YORK | - | Reuters",
        "eBay",
    ),
    ("(Reuters) - A kite flew.", " | - | Reuters", "A kite"),
    (
        "Jan 23 (Reuters) – A kite flew.",
        " | ?-1-23 | Reuters",
        "A kite",
    ),
    (
        "BEIJING/SAN FRANCISCO, Dec 26 (Reuters) – A pact.",
        "BEIJING + SAN FRANCISCO | ?-12-26 | Reuters",
        "A pact",
    ),
    (
        "    HALIFAX, Nova Scotia, March 24 - A ship came.",
        "HALIFAX (Nova Scotia) | ?-3-24 | ",
        "A ship",
    ),
    (
        "BUENOS AIRES, 7 nov (Reuters) - La sala abre.",
        "BUENOS AIRES | ?-11-7 | Reuters",
        "La sala",
    ),
    (
        "МИНСК, 13 фев (Рейтер) - Театр открылся.",
        "МИНСК | ?-2-13 | Рейтер",
        "Театр",
    ),
    (
        "دبي 9 يونيو (رويترز) - أغلقت",
        "دبي | ?-6-9 | رويترز",
        "أغلقت",
    ),
    ("9 يونيو (رويترز) - أغلقت", " | ?-6-9 | رويترز", "أغلقت"),
    (
        "CHATHAM, Mass. (AP) _ A keeper retired.",
        "CHATHAM (Mass.) | - | AP",
        "A keeper",
    ),
    (
        "AUSTIN, Texas (AP) — A pie won.",
        "AUSTIN (Texas) | - | AP",
        "A pie",
    ),
    (
        "LONDON, May 3 (AP)—The fog lifted.",
        "LONDON | ?-5-3 | AP",
        "The fog",
    ),
    ("June 3 (UPI) -- A boat sank.", " | ?-6-3 | UPI", "A boat"),
    (
        "TYRE, Lebanon, Sept. 20 (UPI) -- A boat sank.",
        "TYRE (Lebanon) | ?-9-20 | UPI",
        "A boat",
    ),
    (
        "Luxembourg (dpa) - Ein Chor singt.",
        "Luxembourg | - | dpa",
        "Ein Chor",
    ),
    (
        "Berlin (dpa/bb) - Ein Chor singt.",
        "Berlin | - | dpa, bb",
        "Ein Chor",
    ),
    (
        "Frankfurt/Main (dpa) - Ein Chor singt.",
        "Frankfurt/Main | - | dpa",
        "Ein Chor",
    ),
    (
        "San Diego (tca/dpa) - A surfer won.",
        "San Diego | - | tca, dpa",
        "A surfer",
    ),
    (
        "Berlin (KNA) Die Glocken läuten.",
        "Berlin | - | KNA",
        "Die Glocken",
    ),
    (
        "Wien (APA/dpa) - Der Walzer bleibt.",
        "Wien | - | APA, dpa",
        "Der Walzer",
    ),
    (
        "   Paris (ats afp) Les quais rouvrent.",
        "Paris | - | ats, afp",
        "Les quais",
    ),
    ("(ats) L'hiver fut doux.", " | - | ats", "L'hiver"),
    ("Bern (sda) Der Bär schläft.", "Bern | - | sda", "Der Bär"),
    (
        "   MOSCOU 15/06 (AFP) = Une école.",
        "MOSCOU | ?-6-15 | AFP",
        "Une école",
    ),
    (
        "GENT 15/06 (belga) = Een brug.",
        "GENT | ?-6-15 | belga",
        "Een brug",
    ),
    (
        "BRUXELLES 23/07 (AFP-DPA-REUTER) = Voici",
        "BRUXELLES | ?-7-23 | AFP, DPA, REUTER",
        "Voici",
    ),
    ("(Belga) Le canal gèle.", " | - | Belga", "Le canal"),
    (
        "San Marino (ANP) - Een fiets won.",
        "San Marino | - | ANP",
        "Een fiets",
    ),
    (
        "Nueva Delhi, 21 ene (EFE).- Un jardín.",
        "Nueva Delhi | ?-1-21 | EFE",
        "Un jardín",
    ),
    (
        "MADRID 27 Nov. (EUROPA PRESS) - Dos archivos",
        "MADRID | ?-11-27 | EUROPA PRESS",
        "Dos",
    ),
    (
        "(ANSA) - MATERA, 6 LUG - Un forno.",
        "MATERA | ?-7-6 | ANSA",
        "Un forno",
    ),
    (
        "(ANSA) - CONVERSANO (BARI), 6 LUG - Un forno.",
        "CONVERSANO (BARI) | ?-7-6 | ANSA",
        "Un forno",
    ),
    (
        "(ANSA) - ROME, JUL 11 - An oven.",
        "ROME | ?-7-11 | ANSA",
        "An oven",
    ),
    (
        "ROMA, 16 NOV (ANSA) - Uma oficina.",
        "ROMA | ?-11-16 | ANSA",
        "Uma",
    ),
    ("AGI - La giunta approva.", " | - | AGI", "La giunta"),
    (
        "Lisboa, 17 nov. 2020 (Lusa) – O farol.",
        "Lisboa | 2020-11-17 | Lusa",
        "O farol",
    ),
    (
        "8.10.2020, Warszawa (PAP) - Ogród jest.",
        "Warszawa | 2020-10-8 | PAP",
        "Ogród",
    ),
    (
        "PRAHA 18. června (ČTK) - Orloj jde.",
        "PRAHA | ?-6-18 | ČTK",
        "Orloj",
    ),
    (
        "Washington, Aug. 20. (ČTK) - A clock.",
        "Washington | ?-8-20 | ČTK",
        "A clock",
    ),
    (
        "Budapest, 2020. november 17., kedd (MTI) - Megnyílt.",
        "Budapest | 2020-11-17 | MTI",
        "Megnyílt",
    ),
    (
        "OMSK, January 21. /TASS/. A rink.",
        "OMSK | ?-1-21 | TASS",
        "A rink",
    ),
    (
        "АСТРАХАНЬ, 23 марта. /ТАСС/. Арбуз.",
        "АСТРАХАНЬ | ?-3-23 | ТАСС",
        "Арбуз",
    ),
    (
        "КИЕВ, 15 апр — РИА Новости. Опера.",
        "КИЕВ | ?-4-15 | РИА Новости",
        "Опера",
    ),
    (
        "Москва. 22 ноября. INTERFAX.RU - Парк.",
        "Москва | ?-11-22 | INTERFAX.RU",
        "Парк",
    ),
    (
        "30 ноября. INTERFAX.RU - Парк.",
        " | ?-11-30 | INTERFAX.RU",
        "Парк",
    ),
    (
        "КИЇВ, 17 листопада. /Укрінформ/. Парк.",
        "КИЇВ | ?-11-17 | Укрінформ",
        "Парк",
    ),
    (
        "YEREVAN, MARCH 5, ARMENPRESS. The school.",
        "YEREVAN | ?-3-5 | ARMENPRESS",
        "The school",
    ),
    (
        "LIVERPOOL, NOVEMBER 12, NOYAN TAPAN. The",
        "LIVERPOOL | ?-11-12 | NOYAN TAPAN",
        "The",
    ),
    (
        "YEREVAN, May, 6. /ARKA/. A well.",
        "YEREVAN | ?-5-6 | ARKA",
        "A well",
    ),
    (
        "BAKU, Azerbaijan, July 4. Trend: Tea.",
        "BAKU (Azerbaijan) | ?-7-4 | Trend",
        "Tea",
    ),
    (
        "(MENAFN - Trend News Agency) LANKARAN, Azerbaijan, July 4. A garden.",
        "LANKARAN (Azerbaijan) | ?-7-4 | MENAFN, Trend News Agency",
        "A garden",
    ),
    (
        "Baku, November 17, AZERTAC The rug.",
        "Baku | ?-11-17 | AZERTAC",
        "The rug",
    ),
    (
        "İSTANBUL (AA) - Köprü açıldı.",
        "İSTANBUL | - | AA",
        "Köprü",
    ),
    (
        "OSAKA, April 13 (Xinhua) -- A fair.",
        "OSAKA | ?-4-13 | Xinhua",
        "A fair",
    ),
    (
        "BRISBANE, Australia, Jan. 1(Xinhua) -- A fair.",
        "BRISBANE (Australia) | ?-1-1 | Xinhua",
        "A fair",
    ),
    (
        "EL CAIRO, 30 jun (Xinhua) -- Una feria.",
        "EL CAIRO | ?-6-30 | Xinhua",
        "Una",
    ),
    (
        "新华社北京8月12日电（记者张三）花开了。",
        "北京 | ?-8-12 | 新华社",
        "花开了",
    ),
    (
        "新华社上海９月２日电 题：钟楼",
        "上海 | ?-9-2 | 新华社",
        "题",
    ),
    (
        "中新社厦门3月10日电 (记者 陈某)花开了。",
        "厦门 | ?-3-10 | 中新社",
        "花开了",
    ),
    (
        "Panama  City,  Sept. 8 (CNA) -- A canal.",
        "Panama  City | ?-9-8 | CNA",
        "A canal",
    ),
    (
        "（中央社記者王小明台北17日電）花開了。",
        "台北 | ?-?-17 | 中央社",
        "花開了",
    ),
    (
        "     SAITAMA, Japan, Dec. 9 Kyodo - A kite.",
        "SAITAMA (Japan) | ?-12-9 | Kyodo",
        "A kite",
    ),
    ("【北京共同】花が咲いた。", "北京 | - | 共同", "花が"),
    (
        "　【ロンドン時事】花が咲いた。",
        "ロンドン | - | 時事",
        "花が",
    ),
    (
        "SEOUL, Aug. 24 (Yonhap) -- A drum.",
        "SEOUL | ?-8-24 | Yonhap",
        "A drum",
    ),
    (
        "(런던·서울=연합뉴스) 가나다 특파원 = 꽃이 피었다.",
        "런던 + 서울 | - | 연합뉴스",
        "꽃이",
    ),
    (
        "Pyongyang, July 18 (KCNA) -- A dam.",
        "Pyongyang | ?-7-18 | KCNA",
        "A dam",
    ),
    (
        "Pune, Dec 9 (PTI) A sari shop.",
        "Pune | ?-12-9 | PTI",
        "A sari",
    ),
    (
        "Tyre [Lebanon], June 9 (ANI): A boat.",
        "Tyre (Lebanon) | ?-6-9 | ANI",
        "A boat",
    ),
    (
        "New Delhi, July 26 (IANS) A kite.",
        "New Delhi | ?-7-26 | IANS",
        "A kite",
    ),
    (
        "MELAKA, 13 Jan (Bernama) -- Sebuah",
        "MELAKA | ?-1-13 | Bernama",
        "Sebuah",
    ),
    (
        "Kota Bandung (ANTARA) - Museum jam.",
        "Kota Bandung | - | ANTARA",
        "Museum",
    ),
    ("Hà Nội (TTXVN) - Hoa sen", "Hà Nội | - | TTXVN", "Hoa"),
    (
        "SYDNEY March 22 AAP - A ferry.",
        "SYDNEY | ?-3-22 | AAP",
        "A ferry",
    ),
    (
        "ABU DHABI, 22nd April, 2026 (WAM) -- A clinic.",
        "ABU DHABI | 2026-4-22 | WAM",
        "A clinic",
    ),
    (
        "Riyadh, February 20, 2025, SPA -- A palm.",
        "Riyadh | 2025-2-20 | SPA",
        "A palm",
    ),
    (
        "Riyadh, Rabi' II 02, 1442, November 17, 2020, SPA -- A palm.",
        "Riyadh | 2020-11-17 | SPA",
        "A palm",
    ),
    (
        "RAMALLAH, November 21, 2011 (WAFA) – A choir.",
        "RAMALLAH | 2011-11-21 | WAFA",
        "A choir",
    ),
    ("Damascus, SANA- A fair.", "Damascus | - | SANA", "A fair"),
    (
        "TEHRAN, Apr. 20 (MNA) – A poem.",
        "TEHRAN | ?-4-20 | MNA",
        "A poem",
    ),
    (
        "Tehran, Nov 17, IRNA – A poem.",
        "Tehran | ?-11-17 | IRNA",
        "A poem",
    ),
    (
        "ALGER, 17 nov 2020 (APS)- Le port.",
        "ALGER | 2020-11-17 | APS",
        "Le port",
    ),
    (
        "Essaouira, le 17 janvier 2020 (MAP) – Un jardin.",
        "Essaouira | 2020-1-17 | MAP",
        "Un jardin",
    ),
    (
        "Dakar, Sénégal (PANA) - Un marché.",
        "Dakar (Sénégal) | - | PANA",
        "Un marché",
    ),
    (
        "El Cairo, 27 nov (Prensa Latina) Después",
        "El Cairo | ?-11-27 | Prensa Latina",
        "Después",
    ),
    (
        "México, (Notimex).- Botánicos",
        "México | - | Notimex",
        "Botánicos",
    ),
    (
        "MEXICO CITY (MEXICO), 2 MAY 90 (NOTIMEX) -- [TEXT] A FAIR",
        "MEXICO CITY (MEXICO) | 90-5-2 | NOTIMEX",
        "A FAIR",
    ),
    (
        "Vatican City, Nov 17, 2020 / 10:00 am (CNA).- A bell.",
        "Vatican City | 2020-11-17 | CNA",
        "A bell",
    ),
    (
        "HAVANA, May 2, 1990 (RADIO VENCEREMOS) -- A song.",
        "HAVANA | 1990-5-2 | RADIO VENCEREMOS",
        "A song",
    ),
    (
        "DENVER, Nov. 17, 2020 /PRNewswire/ -- A kite.",
        "DENVER | 2020-11-17 | PRNewswire",
        "A kite",
    ),
    (
        "LYON, France--(BUSINESS WIRE)--Acme Kites",
        "LYON (France) | - | BUSINESS WIRE",
        "Acme",
    ),
    (
        "MOSCOW, Monday (Reuters) - A rink.",
        "MOSCOW | Mon | Reuters",
        "A rink",
    ),
    (
        "Stepanaker 4 oct 2020 avec AFP - Le théâtre",
        "Stepanaker | 2020-10-4 | AFP",
        "Le th",
    ),
    (
        "KANSAS CITY, Mo. - March 13 - A mill.",
        "KANSAS CITY (Mo.) | ?-3-13 | ",
        "A mill",
    ),
    (
        "SAN JOSE, Calif., - March 13 - A chip.",
        "SAN JOSE (Calif.) | ?-3-13 | ",
        "A chip",
    ),
    (
        "****SANTO DOMINGO, March 4 - A mill.",
        "SANTO DOMINGO | ?-3-4 | ",
        "A mill",
    ),
    (
        "OSLO, March 12, Reuter - A mill.",
        "OSLO | ?-3-12 | Reuter",
        "A mill",
    ),
    ("OSLO, Narch 12 - A mill.", "OSLO | ?-3-12 | ", "A mill"),
    (
        "OSLO (Reuters) - Sun Mills grew.",
        "OSLO | - | Reuters",
        "Sun Mills",
    ),
    (
        "By  Jo Example and A. Sample ZURICH (Reuters) - A mill.",
        "ZURICH | - | Reuters",
        "A mill",
    ),
    (
        "PHOENIX (Reuters) The mill.",
        "PHOENIX | - | Reuters",
        "The mill",
    ),
    (
        "sioux falls, april 7 - hog receipts",
        "sioux falls | ?-4-7 | ",
        "hog",
    ),
    (
        "A bord de l'avion papal, 8 mars 2021 (AFP) - Le",
        "A bord de l'avion papal | 2021-3-8 | AFP",
        "Le",
    ),
];

#[test]
fn the_dateline_of_each_agency_is_read() {
    let facts = Facts::built_in();
    let mut wrong = Vec::new();
    for (line, wanted, lede) in AGENCIES {
        let found = find(line, facts).unwrap_or_default();
        let wanted = wanted.replace("|  - |", "| - |");
        if shown(&found) != wanted || !line[found.lede..].starts_with(lede) {
            wrong.push(format!(
                "{line}\n  {}\n  {wanted}\n  lede {:?}",
                shown(&found),
                &line[found.lede..]
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn what_only_looks_like_a_dateline_is_left_alone() {
    let facts = Facts::built_in();
    for line in [
        "",
        "-",
        "(",
        "Apple Filing Protocol (AFP) - A way to share files.",
        "- Apple Filing Protocol (AFP) - macOS",
        "Alpha-fetoprotein (AFP) is a marker",
        "Alpha Feto Protein (AFP) - A marker.",
        "Rajahmundry (AP) — the largest town on the river",
        "The company said on March 9 that it would",
        "The company said on March 9 - a Monday - that",
        "A photograph (AFP/Jo Example) - The river",
        "TORONTO: 3 (Smith 2, Jones) - OTTAWA: 1 (Roy)",
        "- Jan 3-9 - NAIROBI - A balloon crossed",
        "VIRGINIA WELLS — The potter, 81, still opens",
        "KITE SALES RISE MASKS WEAK TREND - ANALYSTS",
        "NATO said the band would play on Friday.",
        "TEHRAN-based groups met on 3 May",
        "selon l'AFP, le port est fermé",
        "Net income rose 4 pct - a record",
        "© AFP 2019 / Jo Example",
        "L'accord signé le 3 mai 2019 (AFP) prévoit un port.",
    ] {
        assert_eq!(find(line, facts), None, "{line}");
    }
}

#[test]
fn any_text_is_survived() {
    let facts = Facts::built_in();
    let long = "é".repeat(5000);
    let nested = "(".repeat(5000);
    let digits = "9".repeat(5000);
    for line in [
        long.as_str(),
        &nested,
        &digits,
        "\u{feff}",
        "１２３４５",
        "A, 99999999999 (AFP) -",
        "年月日",
        "(=)",
        "【】",
    ] {
        find(line, facts);
    }
}
