//! What is promised of the gazetteer: sound tables, right places for the spellings that wires use.

use super::table::Reader;
use super::*;

fn gazetteer() -> Gazetteer {
    Gazetteer::built_in()
}

#[test]
fn every_entry_is_found_by_its_key_and_keys_are_sorted() {
    let Gazetteer {
        places,
        names,
        years,
        former,
        also_in,
        mentions,
        ..
    } = gazetteer();
    for table in [places, names, years, former, also_in, mentions] {
        assert_eq!(table.iter().count(), table.len());
        assert!(table.len() > 0);
        let mut before = String::new();
        for (at, (key, value)) in table.iter().enumerate() {
            assert!(at == 0 || before < key, "{before} before {key}");
            assert_eq!(table.find(key.as_bytes()), Some((at, value)), "{key}");
            before = key;
        }
    }
}

#[test]
fn every_key_folds_to_itself_and_every_bearer_is_a_place() {
    let (names, places) = (gazetteer().names, gazetteer().places);
    for (key, bearers) in names.iter() {
        assert_eq!(fold_name(&key), key);
        assert!(!bearers.is_empty(), "{key}");
        for bearer in Reader(bearers).numbers() {
            assert!(bearer / 2 < places.len(), "{key}: no {bearer}");
        }
    }
}

#[test]
fn a_place_is_whole() {
    for (id, _) in gazetteer().places.iter() {
        let (entry, stands_alone) = gazetteer().place(&id).unwrap();
        assert_eq!(entry.id, id);
        assert!(!entry.name.is_empty(), "{id}");
        for area in &entry.within {
            assert!(
                gazetteer().places.get(area).is_some(),
                "{id} lies in {area}"
            );
        }
        let (lat, lon) = entry.position.unwrap_or_default();
        assert!(lat.abs() <= 90.0 && lon.abs() <= 180.0, "{id}");
        match entry.country {
            Some(country) => assert_eq!(get(&country).kind, "country", "{id}"),
            None => assert!(
                ["area", "former", "sea", "island"].contains(&entry.kind),
                "{id}"
            ),
        }
        assert_eq!(entry.stood.is_some(), entry.kind == "former", "{id}");
        assert!(
            !(entry.capital || stands_alone) || entry.kind == "city",
            "{id}"
        );
    }
}

fn get(id: &str) -> Entry {
    gazetteer().get(id).unwrap_or_else(|| panic!("no {id}"))
}

/// What a dateline resolves to, as `name, country`.
fn resolved(name: &str, hints: Hints<'_>) -> Option<String> {
    let (entry, _) = gazetteer().resolve(name, hints)?;
    Some(format!("{}, {}", entry.name, entry.country?))
}

/// Datelines without state or country, in the spellings of the agencies: many, then the place.
const ALONE: &[(&str, &str)] = &[
    (
        "Tbilissi|TBILISSI|TBILISI|Tiflis|Тбилиси|თბილისი|تبليسي|第比利斯|トビリシ|트빌리시",
        "Tbilisi, GE",
    ),
    (
        "Erevan|EREVAN|Érevan|Eriwan|Jerewan|Ереван|Երևան|Ereván",
        "Yerevan, AM",
    ),
    ("Bakou|BAKU|Baku|Баку|Bakú|Bakı", "Baku, AZ"),
    (
        "Stepanakert|STEPANAKERT|Stépanakert|Khankendi|Xankəndi|Степанакерт",
        "Khankendi, AZ",
    ),
    ("Chouchi|Shusha|Shushi|Şuşa|Шуша", "Shusha, AZ"),
    ("Martakert|Aghdara", "Martakert, AZ"),
    ("Hadrut|Hadrout", "Hadrut, AZ"),
    ("Fizouli|Fuzuli", "Fuzuli, AZ"),
    ("Latchine|Lachin|Berdzor", "Laçın, AZ"),
    ("Kelbadjar|Karvatchar", "Kalbajar, AZ"),
    ("Aghdam|Agdam", "Aghdam, AZ"),
    ("Soumgaït|Sumqayit|Sumgait", "Sumgayit, AZ"),
    ("Gandja|GANJA|Kirovabad", "Ganja, AZ"),
    ("Nakhitchevan|Nakhchivan", "Naxçıvan, AZ"),
    ("Gumri|Gyumri|Leninakan", "Gyumri, AM"),
    ("Etchmiadzin|Vagharshapat", "Vagharshapat, AM"),
    ("Goris", "Goris, AM"),
    ("Meghri", "Meghri, AM"),
    ("Soukhoumi|Sukhumi|Сухуми", "Sokhumi, GE"),
    ("Tskhinvali|Цхинвали", "Ts'khinvali, GE"),
    ("Gori|GORI", "Gori, GE"),
    ("Batoumi|Batumi", "Batumi, GE"),
    (
        "Moscou|MOSCOW|Moskau|Moscú|Mosca|Москва|МОСКВА|莫斯科",
        "Moscow, RU",
    ),
    (
        "Leningrad|Saint-Pétersbourg|ST. PETERSBURG|Санкт-Петербург",
        "Saint Petersburg, RU",
    ),
    ("Grozny|Грозный", "Grozny, RU"),
    (
        "Pékin|Pekin|Peking|PEKING|Pechino|Pequim|BEIJING|北京|Пекин",
        "Beijing, CN",
    ),
    ("Londres|LONDON|Londra|Лондон", "London, GB"),
    (
        "Nueva York|NEW YORK|Nova York|纽约|Нью-Йорк|ニューヨーク",
        "New York City, US",
    ),
    ("Washington|WASHINGTON|Вашингтон|华盛顿", "Washington, US"),
    ("Munich|München|Muenchen|Múnich|Мюнхен", "Munich, DE"),
    ("Cologne|Köln|KOELN|Colonia", "Köln, DE"),
    ("Nuremberg|Nürnberg|Nuernberg", "Nuremberg, DE"),
    ("DUESSELDORF|Düsseldorf", "Düsseldorf, DE"),
    (
        "Frankfurt|Frankfurt/Main|Francfort|FRANKFURT AM MAIN",
        "Frankfurt am Main, DE",
    ),
    ("Berlin|BERLÍN|Berlino", "Berlin, DE"),
    ("Vienne|VIENNE|Wien|Vienna|Viena", "Vienna, AT"),
    ("Genève|Geneva|Genf|Ginebra|Ginevra", "Geneva, CH"),
    ("Zürich|ZURICH|Zurigo", "Zürich, CH"),
    ("Bâle|Basel", "Basel, CH"),
    ("Davos", "Davos, CH"),
    ("Bruxelles|BRUSSELS|Brüssel|Bruselas", "Brussels, BE"),
    ("La Haye|THE HAGUE|Den Haag|La Haya", "The Hague, NL"),
    ("Den Bosch|'s-Hertogenbosch", "'s-Hertogenbosch, NL"),
    ("Strasbourg|Straßburg|STRASSBURG", "Strasbourg, FR"),
    ("Paris|PARIS|París|Parigi|Париж", "Paris, FR"),
    ("Le Bourget", "Le Bourget, FR"),
    ("Rome|Roma|ROM|Рим", "Rome, IT"),
    ("Milan|Milano|Mailand|MILÁN", "Milan, IT"),
    ("Florence|FIRENZE|Florenz", "Florence, IT"),
    (
        "Cité du Vatican|VATICAN CITY|Città del Vaticano|Ciudad del Vaticano",
        "Vatican City, VA",
    ),
    ("Madrid|MADRID", "Madrid, ES"),
    ("Séville|SEVILLA", "Sevilla, ES"),
    ("Lisbonne|Lisboa|LISBON", "Lisbon, PT"),
    ("Athènes|ATHENS|Athen|Αθήνα", "Athens, GR"),
    ("Varsovie|Warszawa|WARSAW|Warschau", "Warsaw, PL"),
    ("Prague|Praha|PRAG", "Prague, CZ"),
    ("Bucarest|BUCHAREST|Bukarest", "Bucharest, RO"),
    ("Belgrade|Beograd|BELGRADO", "Belgrade, RS"),
    ("Kichinev|Chişinău|CHISINAU", "Chisinau, MD"),
    ("Kiev|KYIV|Kiew|Київ|Киев", "Kyiv, UA"),
    ("Lougansk|LUHANSK|Луганск", "Luhansk, UA"),
    ("Boutcha|BUCHA", "Bucha, UA"),
    ("Istanbul|İSTANBUL|Estambul", "Istanbul, TR"),
    ("Ankara|ANKARA|Анкара", "Ankara, TR"),
    ("Jérusalem|JERUSALEM|Gerusalemme", "Jerusalem, IL"),
    ("Ramallah", "Ramallah, PS"),
    ("Gaza|GAZA", "Gaza, PS"),
    ("Beyrouth|BEIRUT|بيروت", "Beirut, LB"),
    ("Damas|DAMASCUS|Damaskus|دمشق", "Damascus, SY"),
    ("Bagdad|BAGHDAD|بغداد", "Baghdad, IQ"),
    ("Fallouja|FALLUJAH", "Al Fallūjah, IQ"),
    ("Téhéran|TEHRAN|Teheran|تهران", "Tehran, IR"),
    ("Le Caire|CAIRO|Kairo|El Cairo|القاهرة", "Cairo, EG"),
    ("Tripoli|TRÍPOLI", "Tripoli, LY"),
    ("Alger|ALGIERS|Argel", "Algiers, DZ"),
    ("N'Djamena|N'DJAMENA", "N'Djamena, TD"),
    ("Dakar", "Dakar, SN"),
    (
        "Nouvelle-Delhi|Nouvelle Delhi|NEW DELHI|Neu-Delhi",
        "New Delhi, IN",
    ),
    ("Bombay|MUMBAI", "Mumbai, IN"),
    (
        "Saigon|Ho Chi Minh-Ville|HO CHI MINH CITY",
        "Ho Chi Minh City, VN",
    ),
    ("Tokyo|TOKIO|東京", "Tokyo, JP"),
    ("Séoul|SEOUL|서울|Seúl", "Seoul, KR"),
    ("Hong Kong|HONG KONG|Hongkong", "Hong Kong, HK"),
    ("Singapour|SINGAPORE", "Singapore, SG"),
    ("Mexico|MEXICO CITY|Ciudad de México", "Mexico City, MX"),
    ("San José|SAN JOSE", "San José, CR"),
    ("Saint-Domingue|SANTO DOMINGO", "Santo Domingo, DO"),
    ("SALVADOR", "Salvador, BR"),
    ("Panama|PANAMA CITY", "Panama City, PA"),
    ("São Paulo|SAO PAULO", "São Paulo, BR"),
    ("Bogotá|BOGOTA", "Bogotá, CO"),
    ("Montréal|MONTREAL", "Montréal, CA"),
    ("Québec|QUEBEC", "Québec, CA"),
    ("TORONTO", "Toronto, CA"),
    ("St. Louis|SAINT LOUIS|ST LOUIS", "St. Louis, US"),
    ("FT. LAUDERDALE", "Fort Lauderdale, US"),
    ("DALLAS/FORT WORTH", "Dallas, US"),
    (
        "Nations unies|UNITED NATIONS|ONU|Naciones Unidas",
        "New York City, US",
    ),
    ("Camp David", "Camp David, US"),
    ("Cap Canaveral|CAPE CANAVERAL", "Cape Canaveral, US"),
    ("Luxembourg|LUXEMBURG", "Luxembourg, LU"),
    ("Monaco|MONTE-CARLO", "Monaco, MC"),
    ("Géorgie|GEORGIA", "Georgia, GE"),
    ("Guantanamo", "Guantánamo, CU"),
];

#[test]
fn a_place_without_its_country_is_the_one_that_wires_mean() {
    let mut wrong = Vec::new();
    for (spellings, expected) in ALONE {
        for spelling in spellings.split('|') {
            let found = resolved(spelling, Hints::default());
            if found.as_deref() != Some(expected) {
                wrong.push(format!("{spelling}: {found:?} instead of {expected}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_printed_beside_a_place_decides() {
    for (name, qualifier, expected) in [
        ("Tripoli", "Liban", Some("Tripoli, LB")),
        ("Vienne", "Isère", Some("Vienne, FR")),
        ("Vienne", "Autriche", Some("Vienna, AT")),
        ("VIENNA", "Va.", Some("Vienna, US")),
        ("PARIS", "Texas", Some("Paris, US")),
        ("SAN JOSE", "Calif.", Some("San Jose, US")),
        ("San José", "Costa Rica", Some("San José, CR")),
        ("BIRMINGHAM", "Ala.", Some("Birmingham, US")),
        ("BIRMINGHAM", "England", Some("Birmingham, GB")),
        ("CAMBRIDGE", "Mass.", Some("Cambridge, US")),
        ("CAMBRIDGE", "Ont.", Some("Cambridge, CA")),
        ("LONDON", "Ontario", Some("London, CA")),
        ("ATLANTA", "Ga.", Some("Atlanta, US")),
        ("ATLANTA", "GA", Some("Atlanta, US")),
        ("NEW ORLEANS", "La", Some("New Orleans, US")),
        ("BALTIMORE", "Md", Some("Baltimore, US")),
        ("CHATHAM", "N.J.", Some("Chatham, US")),
        ("HALIFAX", "Nova Scotia", Some("Halifax, CA")),
        ("HALIFAX", "N.S.", Some("Halifax, CA")),
        ("Gori", "Géorgie", Some("Gori, GE")),
        ("Athens", "Ga.", Some("Athens, US")),
        ("Tbilissi", "Géorgie", Some("Tbilisi, GE")),
        ("Soukhoumi", "Abkhazie", Some("Sokhumi, GE")),
        ("Stepanakert", "Azerbaïdjan", Some("Khankendi, AZ")),
        ("Martakert", "Haut-Karabakh", Some("Martakert, AZ")),
        ("Martuni", "Karabakh", Some("Khojavend, AZ")),
        ("Martouni", "Arménie", Some("Martuni, AM")),
        ("CHATHAM", "Mass.", Some("Chatham, US")),
        ("Los Angeles", "Etats-Unis", Some("Los Angeles, US")),
        ("Los Angeles", "EE.UU.", Some("Los Angeles, US")),
        ("Abou Dhabi", "Emirats", Some("Abu Dhabi, AE")),
        ("Manchester", "R.-U.", Some("Manchester, GB")),
        ("HONG KONG", "China", Some("Hong Kong, HK")),
        ("Sébastopol", "Russie", Some("Sevastopol, UA")),
        ("KIEL", "West Germany", Some("Kiel, DE")),
        ("Valence", "Espagne", Some("Valencia, ES")),
        ("Valence", "Drôme", Some("Valence, FR")),
        ("Cordoba", "Argentine", Some("Córdoba, AR")),
        ("Cordoba", "Espagne", Some("Córdoba, ES")),
        // Not known, hence no reason to know less.
        ("Tbilissi", "Transcaucasie", Some("Tbilisi, GE")),
        ("CONVERSANO", "BARI", Some("Conversano, IT")),
        ("SALEM", "Ore.", Some("Salem, US")),
        // No place of that name lies there.
        ("Tbilissi", "Mexique", None),
        ("Vienne", "Texas", None),
        ("Nowhereville", "Texas", None),
    ] {
        let hints = Hints {
            qualifier: Some(qualifier),
            ..Hints::default()
        };
        assert_eq!(
            resolved(name, hints).as_deref(),
            expected,
            "{name} ({qualifier})"
        );
    }
}

#[test]
fn a_former_name_meets_the_state_of_then() {
    for (name, qualifier, wanted) in [
        ("BRESLAU", "Germany", Some("Wrocław")),
        ("STETTIN", "Ontario", None),
        ("STETTIN", "Germany", Some("Szczecin")),
    ] {
        let qualifier = Some(qualifier);
        let hints = Hints {
            qualifier,
            ..Hints::default()
        };
        let found = gazetteer()
            .resolve(name, hints)
            .map(|(entry, _)| entry.name);
        assert_eq!(found.as_deref(), wanted, "{name}");
    }
}

#[test]
fn the_home_of_an_agency_that_files_from_everywhere_says_little() {
    for (name, home, expected) in [
        ("La Paz", "ES", "La Paz, BO"),
        ("CORDOBA", "ES", "Córdoba, ES"),
        ("Valence", "FR", "Valence, FR"),
    ] {
        let hints = Hints {
            agency_country: Some(home),
            worldwide: true,
            ..Hints::default()
        };
        assert_eq!(resolved(name, hints).as_deref(), Some(expected), "{name}");
    }
}

#[test]
fn the_agencys_home_breaks_a_tie() {
    for (name, home, expected) in [
        ("Valence", "FR", "Valence, FR"),
        ("CORDOBA", "ES", "Córdoba, ES"),
        ("CORDOBA", "AR", "Córdoba, AR"),
        ("BIRMINGHAM", "US", "Birmingham, US"),
        ("GEORGIA", "US", "Georgia, US"),
        ("Tripoli", "LB", "Tripoli, LY"),
    ] {
        let hints = Hints {
            agency_country: Some(home),
            ..Hints::default()
        };
        assert_eq!(
            resolved(name, hints).as_deref(),
            Some(expected),
            "{name} for {home}"
        );
    }
}

#[test]
fn a_close_runner_up_is_told_and_a_far_one_is_not() {
    for (name, runner_up) in [
        ("Georgia", Some("US-GA")),
        ("Birmingham", Some("4049979")),
        ("Valence", Some("2509954")),
        ("Paris", None),
        ("Luxembourg", None),
        ("Tbilissi", None),
    ] {
        let (_, second) = gazetteer().resolve(name, Hints::default()).unwrap();
        assert_eq!(second.map(|entry| entry.id).as_deref(), runner_up, "{name}");
    }
}

#[test]
fn a_code_is_a_country_first_and_a_state_else() {
    for (code, id) in [
        ("GE", "GE"),
        ("ge", "GE"),
        ("GA", "GA"),
        ("CA", "CA"),
        ("TX", "US-TX"),
        ("US-GA", "US-GA"),
        ("UK", "GB"),
        ("U.S.", "US"),
        ("N.Y.", "US-NY"),
        ("Mass.", "US-MA"),
        ("FR-38", "FR-38"),
    ] {
        assert_eq!(
            gazetteer()
                .find(code)
                .first()
                .map(|entry| entry.id.as_str()),
            Some(id),
            "{code}"
        );
    }
}

#[test]
fn a_word_beside_a_place_is_read_as_state_or_country() {
    for (word, id) in [
        ("Ga.", Some("US-GA")),
        ("Md", Some("US-MD")),
        ("Géorgie", Some("GE")),
        ("Etats-Unis", Some("US")),
        ("Wash.", Some("US-WA")),
        ("Nova Scotia", Some("CA-NS")),
        ("Isère", Some("FR-38")),
        ("Грузия", Some("GE")),
        ("格鲁吉亚", Some("GE")),
        ("Bavaria", Some("DE-BY")),
        ("Haut-Karabakh", Some("AZ-x-karabakh")),
        ("Svq", None),
        ("", None),
    ] {
        assert_eq!(
            gazetteer().qualifier(word).map(|entry| entry.id).as_deref(),
            id,
            "{word}"
        );
    }
}

#[test]
fn a_name_of_several_meanings_finds_them_all_the_country_first() {
    let ids = |name| -> Vec<String> {
        gazetteer()
            .find(name)
            .into_iter()
            .map(|entry| entry.id)
            .collect()
    };
    assert_eq!(ids("Georgia")[..2], ["GE", "US-GA"]);
    assert_eq!(ids("Luxembourg")[..2], ["LU", "2960316"]);
    assert_eq!(ids("Pékin")[0], "1816670");
    assert!(ids("Pékin").len() > 1);
    assert_eq!(ids("Granada")[0], "2517117");
}

#[test]
fn an_entry_tells_where_it_lies() {
    let chatham = get("4932844");
    assert_eq!(
        (chatham.name.as_str(), chatham.within),
        (
            "Chatham",
            vec!["US-MA", "US", "x-north-america", "x-americas"]
                .into_iter()
                .map(String::from)
                .collect()
        )
    );
    let tbilisi = get("611717");
    assert!(tbilisi.capital);
    let [region, country, area, ..] = &tbilisi.within[..] else {
        panic!("{:?}", tbilisi.within);
    };
    assert_eq!(
        (region.as_str(), country.as_str(), area.as_str()),
        ("GE-TB", "GE", "x-south-caucasus")
    );
    assert_eq!(tbilisi.country.as_deref(), Some("GE"));
    assert_eq!(get("GE").country.as_deref(), Some("GE"));
    let nations = gazetteer().find("ONU").remove(0);
    assert_eq!(
        (nations.kind, &nations.within[..3]),
        (
            "institution",
            &["5128581".to_owned(), "US-NY".to_owned(), "US".to_owned()][..]
        )
    );
}

#[test]
fn what_is_no_name_finds_nothing() {
    for name in ["", " ", "—", "Xyzzyville", &"x".repeat(1 << 20)] {
        assert!(gazetteer().find(name).is_empty());
        assert!(gazetteer().resolve(name, Hints::default()).is_none());
    }
    for id in ["", "#id", "0", "XX", "GE\tGeorgia"] {
        assert!(gazetteer().get(id).is_none());
    }
}
