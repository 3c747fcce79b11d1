use super::tables::rows;
use super::*;
use std::time::Instant;

/// Names of every kind that the rules tell apart, each with what bears it.
const NAMES: &[(&str, &[&str])] = &[
    ("Armenia", &["AM"]),
    ("Armenia", &["AM"]),
    ("Arménie", &["AM"]),
    ("Atlanta", &["4180439"]),
    ("Chad", &["TD"]),
    ("Congo", &["CD", "CG"]),
    ("Erevan", &["616052"]),
    ("Georgia", &["GE", "US-GA"]),
    ("Kansas", &["US-KS"]),
    ("Kansas City", &["4393217"]),
    ("Korea", &["KR"]),
    ("London", &["2643743"]),
    ("N'Djamena", &["2427123"]),
    ("New York", &["US-NY", "5128581"]),
    ("New York Times", &[]),
    ("Nice", &["2990440"]),
    ("Nouvelle-Zélande", &["NZ"]),
    ("Paris", &["2988507"]),
    ("Saint-Pétersbourg", &["498817"]),
    ("South Korea", &["KR"]),
    ("US", &["US"]),
    ("U.S.", &["US"]),
    ("Washington", &["US-WA", "4140963"]),
    ("York", &["2633352"]),
    ("Армения", &["AM"]),
    ("Ереван", &["616052"]),
    ("Москва", &["524901"]),
    ("Тбилиси", &["611717"]),
    ("Helsinki", &["658225"]),
    ("თბილისი", &["611717"]),
    ("Երևան", &["616052"]),
    ("باريس", &["2988507"]),
    ("中国", &["CN"]),
    ("南京", &["1799962"]),
    ("上海", &["1796236"]),
    ("パリ", &["2988507"]),
    ("파리", &["2988507"]),
];

/// The names above as a source.
struct Few;

impl Source for Few {
    fn beginning(&self, letters: &str) -> Vec<Mention> {
        let mention = |(name, ids): &(&str, &[&str])| Mention {
            name: (*name).into(),
            ids: ids.iter().map(|&id| id.into()).collect(),
        };
        let fitting = NAMES.iter().filter(|(name, _)| name.starts_with(letters));
        fitting.map(mention).collect()
    }

    fn entry(&self, id: &str) -> Option<Entry> {
        let country = id.split_once('-').map(|(country, _)| country);
        let within = match id {
            "5128581" => vec!["US-NY".into(), "US".into()],
            _ => country.map(String::from).into_iter().collect(),
        };
        Some(Entry {
            id: id.into(),
            name: id.into(),
            kind: match (id.len(), country) {
                (2, _) => "country",
                (_, Some(_)) => "region",
                _ => "city",
            },
            country: None,
            within,
            position: None,
            population: 0,
            capital: id == "4140963",
            stood: None,
        })
    }
}

fn names() -> Names {
    Names::of(NAMES.iter().map(|(name, _)| String::from(*name)))
}

fn found(text: &str, language: &str, at_home: &[&str]) -> String {
    let mut found = Vec::new();
    names().scan(&Few, text, Some(language), at_home, |place| {
        found.push(place.id.to_owned());
        true
    });
    found.join(" ")
}

#[test]
fn the_longest_name_that_stands_there_is_meant() {
    for (text, ids) in [
        ("in New York and York", "5128581 2633352"),
        ("the New York Times said", ""),
        ("from Kansas City, Kansas", "4393217 US-KS"),
        ("South Korea and Korea", "KR KR"),
        ("a South Korean in Londonderry", ""),
        ("the U.S. and the US, not us", "US US"),
        ("London-based", "2643743"),
        ("paris, london", ""),
        ("(Paris)", "2988507"),
        ("Paris", "2988507"),
        ("McParis Parisian xParis", ""),
        ("", ""),
    ] {
        assert_eq!(found(text, "en", &[]), ids, "{text}");
    }
}

#[test]
fn elided_articles_and_every_apostrophe_are_no_part_of_a_name() {
    for text in [
        "l'Arménie",
        "l’Arménie",
        "L'Arménie",
        "de l’ Arménie",
        "«Arménie»",
    ] {
        assert_eq!(found(text, "fr", &[]), "AM", "{text}");
    }
    assert_eq!(
        found("d'Erevan à N’Djamena et N'Djamena", "fr", &[]),
        "616052 2427123 2427123"
    );
    assert_eq!(
        found("Saint-Pétersbourg, Nouvelle-Zélande", "fr", &[]),
        "498817 NZ"
    );
}

#[test]
fn a_name_in_capitals_counts_among_capitals_only() {
    assert_eq!(found("EN ARMÉNIE, L'ARMÉNIE", "fr", &[]), "AM AM");
    assert_eq!(found("TALKS IN LONDON FAIL", "en", &[]), "2643743");
    assert_eq!(found("the LONDON programme of PARIS", "en", &[]), "");
}

#[test]
fn what_is_also_a_word_or_a_person_counts_where_its_capital_tells() {
    for (text, ids) in [
        ("He flew to Nice on Monday.", "2990440"),
        ("Nice weather. Nice said", ""),
        ("In Chad, fighting went on", "TD"),
        ("troops from Chad went", "TD"),
        ("a man called Chad Smith and Mr Chad", ""),
        ("It ended. Chad said", ""),
        ("d'Orange à Nice, dit-il", "2990440"),
    ] {
        assert_eq!(found(text, "en", &[]), ids, "{text}");
    }
}

#[test]
fn a_name_with_several_meanings_is_the_one_at_home_where_the_story_was_filed() {
    assert_eq!(found("elections in Georgia on Monday", "en", &[]), "GE");
    let home = ["4180439", "US-GA", "US"];
    assert_eq!(
        found("elections in Georgia on Monday", "en", &home),
        "US-GA"
    );
    assert_eq!(found("in Washington", "en", &[]), "4140963");
    assert_eq!(found("in Washington", "en", &["US-WA"]), "US-WA");
    assert_eq!(found("le Congo", "fr", &["CG"]), "CG");
}

#[test]
fn inflected_names_are_known_in_the_languages_that_inflect() {
    for (text, language, ids) in [
        (
            "в Москве, из Москвы, под Москвой",
            "ru",
            "524901 524901 524901",
        ),
        ("в Армении и в Ереване, Тбилиси", "ru", "AM 616052 611717"),
        ("в Москве", "en", ""),
        ("Helsingissä ja Helsinkiin", "fi", "658225"),
        ("Londons Polizei", "de", "2643743"),
        ("თბილისში და თბილისის", "ka", "611717 611717"),
        ("Երևանում", "hy", "616052"),
    ] {
        assert_eq!(found(text, language, &[]), ids, "{text}");
    }
}

#[test]
fn scripts_without_capitals_or_blanks_are_read_by_their_own_bounds() {
    for (text, language, ids) in [
        ("中国外交部在南京说", "zh", "CN 1799962"),
        ("从上海南京路", "zh", "1796236 1799962"),
        ("パリで、アパリ、パリス", "ja", "2988507"),
        ("파리에서 오파리", "ko", "2988507"),
        ("في باريس، وباريسي", "ar", "2988507"),
    ] {
        assert_eq!(found(text, language, &[]), ids, "{text}");
    }
}

#[test]
fn any_bytes_are_read_without_a_panic_and_in_one_pass() {
    let names = names();
    let odd = "N’\u{e3}\u{301}Ą\u{0}中A\u{2028}Ａ\u{10ffff}é'ÉEre\u{feff}Erevan";
    let mut pieces = String::new();
    for (number, c) in odd.chars().cycle().take(4_000).enumerate() {
        pieces.push(c);
        if number < 400 {
            names.scan(&Few, &pieces, Some("ru"), &[], |_| true);
        }
    }
    let begun = Instant::now();
    names.scan(&Few, &"Nice ".repeat(200_000), Some("ru"), &[], |_| true);
    names.scan(&Few, &"A".repeat(1_000_000), Some("ru"), &[], |_| true);
    names.scan(&Few, &"中".repeat(300_000), Some("zh"), &[], |_| true);
    names.scan(&Few, &"N'".repeat(500_000), Some("fr"), &[], |_| true);
    assert!(begun.elapsed().as_secs() < 10);
}

#[test]
fn the_tables_are_whole() {
    let cells = |table, wanted: &[usize]| {
        for row in rows(table) {
            assert!(wanted.contains(&row.len()), "{row:?}");
            assert!(
                row.iter()
                    .all(|cell| !cell.is_empty() && *cell == cell.trim()),
                "{row:?}"
            );
        }
    };
    cells(TABLES[0], &[2, 3]);
    cells(TABLES[1], &[2]);
    cells(TABLES[2], &[3]);
    let known: Vec<_> = rows(TABLES[0]).map(|row| row[0]).collect();
    assert!(
        known.windows(2).all(|pair| pair[0] < pair[1]),
        "sorted, each once"
    );
    assert!(rows(TABLES[0]).all(|row| matches!(row[1], "alone" | "never")));
    let gazetteer = &crate::facts::Facts::built_in().gazetteer;
    if gazetteer.mentionable().next().is_some() {
        for (name, id) in ALSO.iter().filter(|(_, id)| *id != "-") {
            assert!(gazetteer.get(id).is_some(), "{name}: {id}");
        }
    }
}

/// `cargo test --lib names_for_common_py -- --ignored --nocapture | grep '^name' > names.tsv`
#[test]
#[ignore = "writes the names that common.py measures"]
#[expect(clippy::print_stdout, reason = "what it prints is its result")]
fn names_for_common_py() {
    for mention in crate::facts::Facts::built_in().gazetteer.mentionable() {
        println!("name\t{}\t{}", mention.name, mention.ids.join(" "));
    }
}

/// `cargo test --release --lib speed_of_reading_mentions -- --ignored --nocapture`
#[test]
#[ignore = "a measurement: needs an optimised build and a quiet machine"]
#[expect(clippy::print_stdout, reason = "what it prints is its result")]
fn speed_of_reading_mentions() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus/plain");
    let files = walkdir::WalkDir::new(folder).into_iter().flatten();
    let english = files.filter(|file| file.file_name().to_string_lossy().contains("-en-"));
    let texts = english.filter_map(|file| std::fs::read_to_string(file.path()).ok());
    let text = texts.collect::<String>().repeat(2_000);
    let gazetteer = &crate::facts::Facts::built_in().gazetteer;
    for run in ["the first story", "all of them"] {
        let text = if run == "all of them" { &text } else { "Paris" };
        let (mut number, begun) = (0, Instant::now());
        gazetteer.mentions_in(text, Some("en"), &[], |_| {
            number += 1;
            true
        });
        let seconds = begun.elapsed().as_secs_f64();
        let speed = text.len() as f64 / seconds / 1e6;
        println!(
            "{run}: {number} names in {} bytes, {seconds:.3} s, {speed:.0} MB/s",
            text.len()
        );
    }
}
