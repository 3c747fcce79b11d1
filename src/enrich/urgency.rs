//! Urgency on one scale, the IPTC's: 1 is most urgent, 5 normal, 8 least, 9 as its user defines it. Agencies number
//! their own priorities otherwise, ANPA writes letters (`urgency.tsv`).

/// Rows: agency or `*`, urgency as carried, urgency, the agency's word for it.
const TABLE: &str = include_str!("urgency.tsv");

/// The urgency of a story by what its field carries; `None` of what is no urgency.
pub(super) fn of(carried: &str, agency: Option<&str>) -> Option<u8> {
    let carried = carried.trim().to_lowercase();
    let rows = TABLE.lines().filter(|line| !line.starts_with('#'));
    let told = rows
        .map(|row| row.split('\t').collect::<Vec<_>>())
        .find_map(|row| match row[..] {
            [of, raw, urgency, _] if raw == carried && (of == "*" || Some(of) == agency) => {
                urgency.parse().ok()
            }
            _ => None,
        });
    told.or_else(|| {
        carried
            .parse()
            .ok()
            .filter(|urgency| (1..=9).contains(urgency))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_agencys_scale_comes_to_one() {
        for (carried, agency, urgency) in [
            ("4", Some("afp"), Some(5)),
            ("3", Some("belga"), Some(5)),
            ("3", Some("reuters"), Some(3)),
            ("3", None, Some(3)),
            ("R", Some("ap"), Some(5)),
            ("b", None, Some(2)),
            ("0", None, None),
            ("10", None, None),
            ("urgent", None, None),
            ("", None, None),
        ] {
            assert_eq!(of(carried, agency), urgency, "{carried} of {agency:?}");
        }
    }

    #[test]
    fn every_row_of_the_table_can_be_read() {
        let agencies = &crate::facts::Facts::built_in().agencies;
        for row in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let [agency, _, urgency, _] = row.split('\t').collect::<Vec<_>>()[..] else {
                panic!("{row}");
            };
            assert!(agency == "*" || agencies.get(agency).is_some(), "{row}");
            assert!((1..=9).contains(&urgency.parse::<u8>().unwrap()), "{row}");
        }
    }
}
