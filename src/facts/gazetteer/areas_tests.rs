//! What is promised of areas: every country and region lies in those above it, former states hold their members for
//! their days, names know their years, and what text mentions is there as it is written.

use chrono::NaiveDate;

use super::{Entry, Gazetteer, Hints};

fn gazetteer() -> Gazetteer {
    Gazetteer::built_in()
}

fn named(name: &str) -> Entry {
    let found = gazetteer().resolve(name, Hints::default());
    found.unwrap_or_else(|| panic!("no {name}")).0
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn a_place_lies_in_its_region_its_country_and_the_areas_above() {
    for (place, areas) in [
        (
            "Tbilisi",
            "GE-TB GE x-south-caucasus x-caucasus x-asia x-former-soviet-union",
        ),
        ("Grozny", "RU-CE RU x-north-caucasus x-caucasus x-europe"),
        (
            "Stepanakert",
            "AZ-x-karabakh AZ x-south-caucasus x-caucasus",
        ),
        ("Grenoble", "FR-38 FR-ARA FR x-european-union x-europe"),
        ("Bari", "IT-BA IT-75 IT x-european-union"),
        ("Málaga", "ES-MA ES-AN ES"),
        ("Munich", "DE-BY DE x-western-europe x-european-union"),
        ("Edinburgh", "GB-SCT GB x-northern-europe x-british-isles"),
        (
            "Riga",
            "LV x-baltic-states x-northern-europe x-european-union",
        ),
        (
            "Sarajevo",
            "BA x-balkans x-western-balkans x-former-yugoslavia",
        ),
        ("Brussels", "BE-BRU BE x-benelux x-european-union"),
        ("Oslo", "NO x-scandinavia x-nordic-countries"),
        (
            "Algiers",
            "DZ x-maghreb x-north-africa x-africa x-arab-world",
        ),
        ("Niamey", "NE x-sahel x-west-africa"),
        ("Mogadishu", "SO x-horn-of-africa x-east-africa"),
        ("Tashkent", "UZ x-central-asia"),
        ("Beirut", "LB x-near-east x-middle-east"),
        ("Doha", "QA x-gulf-states x-middle-east"),
        ("Hanoi", "VN x-indochina x-southeast-asia"),
        ("Chengdu", "CN-SC CN x-east-asia"),
        ("Mumbai", "IN-MH IN x-indian-subcontinent"),
        ("São Paulo", "BR-SP BR x-south-america x-latin-america"),
        ("Guadalajara, MX", "MX-JAL MX x-latin-america"),
        ("Managua", "NI x-central-america x-latin-america"),
        ("Havana", "CU x-antilles x-caribbean x-latin-america"),
        ("Nyala", "SD-DS SD-x-darfur SD"),
        ("Donetsk", "UA-14 UA-x-donbas UA"),
        ("Erbil", "IQ-AR IQ-x-kurdistan IQ"),
    ] {
        let (name, country) = place.split_once(", ").unwrap_or((place, ""));
        let hints = Hints {
            qualifier: (!country.is_empty()).then_some(country),
            ..Hints::default()
        };
        let entry = gazetteer().resolve(name, hints).unwrap().0;
        for area in areas.split(' ') {
            assert!(
                entry.within.iter().any(|id| id == area),
                "{place} is not in {area}: {:?}",
                entry.within
            );
        }
    }
}

#[test]
fn areas_and_regions_are_found_in_many_languages() {
    for (id, names) in [
        (
            "x-caucasus",
            "Caucase|Caucasus|Kaukasus|Кавказ|القوقاز|高加索",
        ),
        (
            "x-middle-east",
            "Moyen-Orient|Middle East|Oriente Medio|الشرق الأوسط|中东",
        ),
        ("x-balkans", "Balkans|Balkan|Balcanes|Балканы|Βαλκάνια"),
        (
            "x-european-union",
            "Union européenne|UE|EU|Europäische Union|Евросоюз",
        ),
        (
            "x-southeast-asia",
            "Asie du Sud-Est|Southeast Asia|Südostasien|东南亚",
        ),
        ("x-africa", "Afrique|Africa|Afrika|Африка|アフリカ"),
        (
            "DE-BY",
            "Bavaria|Bavière|Bayern|Baviera|Бавария|巴伐利亚|バイエルン",
        ),
        ("IT-52", "Toscane|Tuscany|Toskana|Тоскана|托斯卡纳"),
        ("CN-SC", "Sichuan|Сычуань|四川省|四川"),
        (
            "x-strait-of-hormuz",
            "Détroit d'Ormuz|STRAIT OF HORMUZ|Ормузский пролив",
        ),
        ("x-bagram", "BAGRAM AIR BASE|Bagram"),
        ("PS-x-gaza", "GAZA STRIP|Bande de Gaza|Сектор Газа"),
    ] {
        for name in names.split('|') {
            assert_eq!(named(name).id, id, "{name}");
        }
    }
}

#[test]
fn a_former_state_holds_its_members_on_its_days_alone() {
    for (place, first, last, states) in [
        ("Tbilisi", "1985-03-11", "1985-03-11", &["SUHH"][..]),
        ("Tbilisi", "1991-12-01", "1991-12-31", &[]),
        ("Tbilisi", "1992-01-01", "1992-01-01", &[]),
        ("Moscow", "1991-12-25", "1991-12-25", &["SUHH"]),
        ("Vilnius", "1935-01-01", "1935-12-31", &[]),
        ("Vilnius", "1988-01-01", "1988-12-31", &["SUHH"]),
        ("Sarajevo", "1984-02-08", "1984-02-19", &["YUCS"]),
        ("Sarajevo", "1995-07-11", "1995-07-11", &[]),
        ("Belgrade", "1999-03-24", "1999-03-24", &["YUCS"]),
        ("Belgrade", "2005-01-01", "2005-01-01", &["CSXX"]),
        ("Prague", "1968-08-21", "1968-08-21", &["CSHH"]),
        ("Dresden", "1989-11-09", "1989-11-09", &["DDDE"]),
        ("Bonn", "1989-11-09", "1989-11-09", &["x-west-germany"]),
        ("Bonn", "1990-10-03", "1990-10-03", &[]),
        ("Aden", "1986-01-13", "1986-01-13", &["YDYE"]),
        ("Dhaka", "1971-03-26", "1971-03-26", &["x-east-pakistan"]),
        ("Paris", "1985-03-11", "1985-03-11", &[]),
    ] {
        let on = (day(first), day(last));
        assert_eq!(
            {
                let entry = named(place);
                gazetteer().areas_on([&entry.id].into_iter().chain(&entry.within), on)
            },
            states,
            "{place} {first}"
        );
    }
}

#[test]
fn a_former_state_is_found_and_says_when_it_stood() {
    for (name, id) in [
        ("URSS", "SUHH"),
        ("USSR", "SUHH"),
        ("СССР", "SUHH"),
        ("Yougoslavie", "YUCS"),
        ("Tchécoslovaquie", "CSHH"),
        ("DDR", "DDDE"),
        ("Autriche-Hongrie", "x-austria-hungary"),
    ] {
        let found = gazetteer().find(name);
        let state = found.iter().find(|entry| entry.id == id);
        let (first, last) = state.and_then(|state| state.stood).expect(name);
        assert!(first < last, "{name}");
    }
}

#[test]
fn a_name_knows_its_years() {
    for (name, id, years) in [
        ("Leningrad", "498817", Some((Some(1924), Some(1991)))),
        ("LÉNINGRAD", "498817", Some((Some(1924), Some(1991)))),
        ("Saint Petersburg", "498817", None),
        ("Saïgon", "1566083", Some((None, Some(1976)))),
        ("Salisbury", "890299", Some((None, Some(1982)))),
        ("Salisbury", "2638664", None),
        ("Nur-Sultan", "1526273", Some((Some(2019), Some(2022)))),
        ("Zaïre", "CD", Some((Some(1971), Some(1997)))),
        ("Birmanie", "MM", Some((None, Some(1989)))),
        ("Bombay", "1275339", Some((None, Some(1995)))),
    ] {
        assert_eq!(gazetteer().name_years(name, id), years, "{name} {id}");
    }
}

#[test]
fn names_in_text_are_there_as_they_are_written() {
    let mentions: Vec<_> = gazetteer().mentionable().collect();
    let ids = |name: &str| {
        let at = mentions.binary_search_by(|mention| mention.name.as_str().cmp(name));
        at.map(|at| mentions[at].ids.clone()).unwrap_or_default()
    };
    for (name, id) in [
        ("Géorgie", "GE"),
        ("États-Unis", "US"),
        ("Грузия", "GE"),
        ("Ելբրուս", ""),
        ("საქართველო", "GE"),
        ("Paris", "2988507"),
        ("巴黎", "2988507"),
        ("Тбилиси", "611717"),
        ("Caucase", "x-caucasus"),
        ("Bayern", "DE-BY"),
        ("Haut-Karabakh", "AZ-x-karabakh"),
        ("URSS", ""),
        ("paris", ""),
        ("GE", ""),
    ] {
        let ids = ids(name);
        match id {
            "" => assert!(!ids.contains(&"GE".to_owned()), "{name}: {ids:?}"),
            id => assert!(ids.iter().any(|found| found == id), "{name}: {ids:?}"),
        }
    }
    assert!(mentions.len() > 50_000, "{}", mentions.len());
}
