//! Datelines of a place alone, as papers print them: the agency stands above the text or at its end, and it alone tells
//! the place from a word. `ODENSE: En bro …` over `/ritzau/`, `Brasília - A …` under `Da Agência Brasil`.

use super::place::{self, Trust};
use super::{Found, known, truncate};
use crate::facts::Facts;
use crate::parse::Dateline;

/// The longest place of such a dateline, in bytes.
const PLACE: usize = 40;
/// What may stand between place and text.
const SIGNS: [&str; 6] = [": ", ". ", " - ", " – ", " — ", " -- "];

/// The place at the start of a paragraph. The caller has to know that an agency signed which writes so.
pub(in crate::parse) fn find(paragraph: &str, facts: &Facts) -> Option<Found> {
    let start = paragraph.len() - paragraph.trim_start().len();
    let text = &paragraph[start..];
    let head = truncate(text, PLACE);
    let (end, sign) = SIGNS
        .iter()
        .filter_map(|sign| Some((head.find(sign)?, sign.len())))
        .min()?;
    let lede = text[end + sign..].trim_start();
    let opens = lede.trim_start_matches(['"', '”', '“', '«', '»', '–', '-', ' ']);
    let places = place::read(&text[..end], Trust::Some, facts)?;
    let is_city = |name: &str| {
        let found = facts.gazetteer.find(name);
        found.first().is_some_and(|entry| entry.kind == "city")
    };
    let sure = places
        .iter()
        .all(|place| known(place, facts) && is_city(&place.name));
    let ends_sentence = paragraph
        .trim_end()
        .ends_with(['.', '!', '?', '"', '”', '»', '…']);
    (sure && ends_sentence && opens.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase()))
        .then(|| Found {
            dateline: Dateline {
                as_written: text[..end].trim().into(),
                places,
                ..Dateline::default()
            },
            lede: start + end + sign,
            ..Found::default()
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_alone_opens_the_text_of_a_paper() {
        let facts = Facts::built_in();
        for (text, place, lede) in [
            ("VEJLE: En ny sti åbner.", "VEJLE", "En ny"),
            ("Tromsø. Et nytt fyr åpner.", "Tromsø", "Et nytt"),
            ("Recife - O farol abre.", "Recife", "O farol"),
            ("Umeå – \"Ett nytt hus\", säger hon.", "Umeå", "\"Ett"),
        ] {
            let found = find(text, facts).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(found.dateline.places[0].name, place);
            assert!(text[found.lede..].starts_with(lede), "{text}");
        }
        for text in [
            "VEJLE: Ny sti",
            "Tromsø: 3 grader.",
            "Museet: Et nytt fyr åpner.",
            "Danmark: Et nyt fyr åbner.",
            "Tromsø åpner et nytt fyr. Det er rødt.",
        ] {
            assert_eq!(find(text, facts), None, "{text}");
        }
    }
}
