//! The places of a dateline as printed: `BEIJING/SAN FRANCISCO`, `CHATHAM, Mass.`, `Vernon (Etats-Unis)`.
//! Decides whether some words may be places at all; which places they are is not its business.

use super::is_apostrophe;
use super::words::WORDS;
use crate::facts::Facts;
use crate::facts::gazetteer::Hints;
use crate::parse::PrintedPlace;

/// Longest place and longest list of places, in characters; words of a place; places of a dateline.
const PLACE_CHARS: usize = 60;
const ALL_CHARS: usize = 120;
const PLACE_WORDS: usize = 6;
const PLACES: usize = 4;
/// Two names joined by a hyphen are two places if both have so many people.
const LARGE: u64 = 100_000;

/// How much else of the dateline speaks for these words being places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trust {
    /// Date and agency: a few lower-case words are allowed (`A bord de l'avion papal`).
    Full,
    /// Date or agency: all words but particles have to be capitalised, or none is.
    Some,
}

/// The places that some words name, in printed order, or `None` when they cannot be places.
pub(super) fn read(words: &str, trust: Trust, facts: &Facts) -> Option<Vec<PrintedPlace>> {
    let words = without_link(trim(without_hijri(words)));
    if words.is_empty()
        || words.chars().count() > ALL_CHARS
        || !(may_be_places(words, trust) || is_known(words, facts))
    {
        return None;
    }
    let mut places = Vec::new();
    for part in split(words, trust, facts) {
        let place = country_last(with_qualifier(part)?, facts);
        let place = with_glued_qualifier(place, facts);
        if place.name.chars().count() > PLACE_CHARS
            || place.name.split_whitespace().count() > PLACE_WORDS
        {
            return None;
        }
        places.push(place);
    }
    share_qualifier(&mut places, facts);
    (places.len() <= PLACES).then_some(places)
}

/// Whether a place is written in capitals, whatever its qualifier is.
pub(super) fn in_capitals(place: &PrintedPlace) -> bool {
    place.name.chars().any(char::is_uppercase) && !place.name.chars().any(char::is_lowercase)
}

/// `LONDON/PARIS, March 3` is filed from two places; in `DALLAS/FORT WORTH, Texas` both are in Texas.
fn share_qualifier(places: &mut [PrintedPlace], facts: &Facts) {
    if let [first, last] = places
        && let Some(qualifier) = &last.qualifier
        && first.qualifier.is_none()
    {
        let hints = Hints {
            qualifier: Some(qualifier),
            ..Hints::default()
        };
        if facts.gazetteer.resolve(&first.name, hints).is_some() {
            first.qualifier = Some(qualifier.clone());
        }
    }
}

fn trim(words: &str) -> &str {
    let loose = |c: char| c.is_whitespace() || ",;:-–—|_=،，־".contains(c);
    words.trim_matches(loose)
}

/// `Riyadh, Rabi' II 02, 1442`: the place alone.
fn without_hijri(words: &str) -> &str {
    let mut at = 0;
    for part in words.split(',') {
        let first = part
            .trim()
            .split([' ', '-'])
            .next()
            .unwrap_or("")
            .to_lowercase();
        if at > 0
            && WORDS
                .hijri
                .contains(&first.trim_end_matches(['\'', '’', '`']))
        {
            return &words[..at - 1];
        }
        at += part.len() + 1;
    }
    words
}

/// `القاهرة في`: the place without the word before its date.
fn without_link(words: &str) -> &str {
    match words.rsplit_once(' ') {
        Some((place, link)) if WORDS.before_date.contains(&link) => trim(place),
        _ => words,
    }
}

/// Whether words look like places: no figures, no signs of a sentence, capitals where a script has them.
fn may_be_places(words: &str, trust: Trust) -> bool {
    let is_vehicle = is_vehicle(words);
    let count = |signs: [char; 2]| words.matches(signs).count();
    let odd = |c: char| (c.is_numeric() && !is_vehicle) || ":;?!\"«»“”„=<>%$€£@*+#~…。".contains(c);
    if words.contains(odd)
        || count(['(', '[']) != count([')', ']'])
        || words.starts_with("By ")
        || !words.starts_with(|c: char| c.is_alphabetic() || is_apostrophe(c))
        || ends_a_sentence(words)
    {
        return false;
    }
    let lower: Vec<bool> = words
        .split([' ', '/', ',', '(', ')', '[', ']'])
        .filter_map(is_lower_word)
        .collect();
    let capitals = lower.iter().filter(|lower| !**lower).count();
    let longest_run = lower
        .split(|lower| !*lower)
        .map(<[bool]>::len)
        .max()
        .unwrap_or(0);
    match trust {
        _ if is_vehicle => longest_run <= 4,
        Trust::Full => longest_run < 2 && (capitals > 0 || words.split(' ').count() <= 3),
        // `sioux falls, april 7 -`: desks that file without capitals write no capital at all.
        Trust::Some => {
            let small = capitals == 0 && words.starts_with(char::is_lowercase);
            longest_run == 0 || (small && words.split(' ').count() <= 3)
        }
    }
}

/// Whether words name a ship, a plane or the like, which is no place of the gazetteer.
pub(super) fn is_vehicle(words: &str) -> bool {
    let begins = |start: &&str| {
        let mut letters = words.chars();
        start.chars().all(|wanted| match letters.next() {
            Some('’') => wanted == '\'',
            Some(letter) => letter == wanted || letter.to_lowercase().eq([wanted]),
            None => false,
        })
    };
    WORDS.vehicles.iter().any(begins)
}

/// Whether a word is lower case though no particle; `None` for particles and for nothing.
fn is_lower_word(word: &str) -> Option<bool> {
    let word = word.trim_matches(|c: char| !c.is_alphabetic());
    let first = word.chars().next()?;
    // `Frankfurt a.M.`
    let (head, abbreviates) = match word.split_once('.') {
        // `o.d. Tauber`
        Some((head, rest)) => (
            head,
            rest.starts_with(char::is_uppercase)
                || (!rest.is_empty() && rest.split('.').all(|part| part.chars().count() <= 1)),
        ),
        None => (word, false),
    };
    let elided = word.rsplit_once(['\'', '’']);
    let after_elision = elided.and_then(|(_, rest)| rest.chars().next());
    // `L'alpha-fœtoprotéine` begins with its article's capital.
    if let Some((article, _)) = elided
        && article.chars().count() == 1
        && after_elision.is_some_and(char::is_lowercase)
    {
        return Some(true);
    }
    if WORDS.particles.contains(&word)
        || (abbreviates && head.chars().count() == 1)
        || after_elision.is_some_and(char::is_uppercase)
    {
        return if first.is_uppercase() {
            Some(false)
        } else {
            None
        };
    }
    Some(first.is_lowercase())
}

/// Whether a full stop ends a sentence inside the words: one after a longer lower-case word, with more after it.
fn ends_a_sentence(words: &str) -> bool {
    words.match_indices(". ").any(|(at, _)| {
        let before = words[..at].rsplit([' ', ',']).next().unwrap_or("");
        before.chars().count() > 5
            && before.chars().all(char::is_alphabetic)
            && before.chars().any(char::is_lowercase)
    })
}

/// Parts words that name several places.
fn split<'a>(words: &'a str, trust: Trust, facts: &Facts) -> Vec<&'a str> {
    let mut parts = vec![words];
    for separator in ['/', '·', '、', '・'] {
        if words.contains(separator) {
            parts = parts
                .into_iter()
                .flat_map(|part| split_at(part, separator))
                .collect();
        }
    }
    let joined = parts
        .into_iter()
        .flat_map(|part| split_joined(part, trust, facts));
    joined
        .flat_map(|part| split_cities(part, facts))
        .flat_map(|part| match trust {
            Trust::Full => split_hyphen(part, facts),
            Trust::Some => vec![part],
        })
        .map(trim)
        .filter(|part| !part.is_empty())
        .collect()
}

/// `Washington et Moscou`, `GENEVA, Switzerland, and PARIS`: two places where both halves are, or one of them beside
/// date and agency; `Trinidad and Tobago` is one.
fn split_joined<'a>(part: &'a str, trust: Trust, facts: &Facts) -> Vec<&'a str> {
    let known = |half: &str| facts.gazetteer.knows(name_of(half));
    let mut at = 0;
    for word in part.split(' ') {
        let end = at + word.len();
        if at > 0 && end < part.len() && WORDS.joiners.contains(&word.to_lowercase().as_str()) {
            let (first, second) = (trim(&part[..at]), trim(&part[end..]));
            let whole = name_of(part);
            let halves = [first, second].iter().filter(|half| known(half)).count();
            let one_name = at < whole.len() && facts.gazetteer.knows(whole);
            if !one_name && (halves == 2 || (halves == 1 && trust == Trust::Full)) {
                let mut parts = vec![first];
                parts.extend(split_joined(second, trust, facts));
                return parts;
            }
        }
        at = end + 1;
    }
    vec![part]
}

/// `MOSCOW-KIEV`, `МОСКВА - МИНСК`: two places joined by a hyphen, where both are large and the whole is none.
fn split_hyphen<'a>(part: &'a str, facts: &Facts) -> Vec<&'a str> {
    let Some((first, second)) = part.split_once('-') else {
        return vec![part];
    };
    let (first, second) = (trim(first), trim(second));
    let spaced = part.contains(" - ");
    let large = |name: &str| {
        let found = facts.gazetteer.find(name);
        found
            .first()
            .is_some_and(|entry| entry.kind == "country" || entry.population >= LARGE || spaced)
    };
    let parted = !facts.gazetteer.knows(name_of(part)) && !second.contains(['-', ',', '(']);
    if parted && large(first) && large(second) {
        vec![first, second]
    } else {
        vec![part]
    }
}

fn split_at(part: &str, separator: char) -> Vec<&str> {
    let halves: Vec<&str> = part.split(separator).collect();
    let river = halves.get(1).is_some_and(|half| {
        let name = half.split([',', ' ']).next().unwrap_or("");
        let mut halves = WORDS.halves.iter();
        halves.any(|half| half.to_lowercase() == name.to_lowercase())
    });
    // A bracket is not torn apart.
    let torn = halves
        .iter()
        .any(|half| half.matches(['(', '[']).count() != half.matches([')', ']']).count());
    if river || torn { vec![part] } else { halves }
}

/// `PARIS, LONDON`: two cities, where neither names an area the other may lie in.
fn split_cities<'a>(part: &'a str, facts: &Facts) -> Vec<&'a str> {
    let Some((first, second)) = part.split_once(", ") else {
        return vec![part];
    };
    let is_city = |name: &str| {
        let found = facts.gazetteer.find(name);
        found.first().is_some_and(|entry| entry.kind == "city")
            && !found.iter().any(|entry| entry.kind != "city")
    };
    let capitals = !part.chars().any(char::is_lowercase);
    if capitals && is_city(first) && is_city(second) {
        vec![first, second]
    } else {
        vec![part]
    }
}

/// Whether the gazetteer knows words whose capitals are wrong: `New york`.
fn is_known(words: &str, facts: &Facts) -> bool {
    let name = name_of(words);
    name.split(' ').count() <= PLACE_WORDS && !name.is_empty() && facts.gazetteer.knows(name)
}

fn name_of(part: &str) -> &str {
    trim(part.split([',', '،', '(', '[']).next().unwrap_or(part))
}

/// Parts a place from its qualifier: after a comma, or in brackets.
fn with_qualifier(part: &str) -> Option<PrintedPlace> {
    let at = part.find([',', '،', '(', '[', '（']).unwrap_or(part.len());
    let name = trim(&part[..at]);
    let loose = |c: char| c.is_whitespace() || ",،()[]（）-–—".contains(c);
    // `(Telangana) [India]`, `CONVERSANO (BARI), Italy`: one after the other.
    let qualifiers: Vec<&str> = part[at..]
        .split([',', '،', '(', ')', '[', ']', '（', '）'])
        .map(|word| word.trim_matches(loose))
        .filter(|word| !word.is_empty())
        .collect();
    let qualifier = qualifiers.join(", ");
    (!name.is_empty() && qualifier.chars().count() <= PLACE_CHARS).then(|| PrintedPlace {
        name: name.into(),
        qualifier: (!qualifier.is_empty()).then_some(qualifier),
    })
}

/// `Azerbaijan, Baku`: the city is the place, and the country before it the qualifier.
fn country_last(place: PrintedPlace, facts: &Facts) -> PrintedPlace {
    let Some(qualifier) = place.qualifier.as_deref() else {
        return place;
    };
    let kind = |name: &str| facts.gazetteer.find(name).first().map(|entry| entry.kind);
    // Many a capital is a region of its country too.
    let city = kind(qualifier) == Some("city");
    if city && kind(&place.name) == Some("country") {
        PrintedPlace {
            name: qualifier.into(),
            qualifier: Some(place.name),
        }
    } else {
        place
    }
}

/// Parts `FARMINGTON Conn.`, whose comma was forgotten: a place in capitals, and a state or country that is not.
fn with_glued_qualifier(place: PrintedPlace, facts: &Facts) -> PrintedPlace {
    let Some((name, qualifier)) = place.name.rsplit_once(' ') else {
        return place;
    };
    let loud = |words: &str| !words.contains(char::is_lowercase);
    let parted = place.qualifier.is_none() && loud(name) && !loud(qualifier);
    if parted && facts.gazetteer.qualifier(qualifier).is_some() {
        // `CALGARY. Alberta`: the stop is a mistyped comma, but `ST.` keeps its own.
        let bare = name.trim_end_matches('.');
        let whole = bare.rsplit(' ').next().is_some_and(|word| word.len() > 3);
        PrintedPlace {
            name: if whole { bare } else { name }.into(),
            qualifier: Some(qualifier.into()),
        }
    } else {
        place
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_parted_from_each_other_and_from_their_qualifiers() {
        let facts = Facts::built_in();
        for (words, trust, wanted) in [
            ("Tbilissi,", Trust::Full, "Tbilissi"),
            ("CHATHAM, Mass. ", Trust::Some, "CHATHAM (Mass.)"),
            ("CHATHAM Mass", Trust::Some, "CHATHAM (Mass)"),
            ("CALGARY. Alberta", Trust::Some, "CALGARY (Alberta)"),
            ("NEW YORK", Trust::Some, "NEW YORK"),
            ("BRUSSELS/PARIS", Trust::Some, "BRUSSELS + PARIS"),
            (
                "DALLAS/FORT WORTH, Texas,",
                Trust::Some,
                "DALLAS (Texas) + FORT WORTH (Texas)",
            ),
            ("Frankfurt/Main", Trust::Some, "Frankfurt/Main"),
            ("Vernon (Etats-Unis)", Trust::Full, "Vernon (Etats-Unis)"),
            ("Tyre [Lebanon],", Trust::Full, "Tyre (Lebanon)"),
            ("Washington et Moscou", Trust::Full, "Washington + Moscou"),
            (
                "A bord de l'avion papal",
                Trust::Full,
                "A bord de l'avion papal",
            ),
            ("Riyadh, Rabi' II 02, 1442", Trust::Full, "Riyadh"),
            ("ST. LOUIS", Trust::Some, "ST. LOUIS"),
            ("KANSAS CITY, Mo. -", Trust::Some, "KANSAS CITY (Mo.)"),
            ("sioux falls", Trust::Some, "sioux falls"),
            ("런던·서울", Trust::Some, "런던 + 서울"),
        ] {
            let places = read(words, trust, facts).unwrap_or_else(|| panic!("{words}"));
            let show = |place: PrintedPlace| match place.qualifier {
                Some(qualifier) => format!("{} ({qualifier})", place.name),
                None => place.name,
            };
            assert_eq!(
                places.into_iter().map(show).collect::<Vec<_>>().join(" + "),
                wanted
            );
        }
    }

    #[test]
    fn sentences_are_no_places() {
        let facts = Facts::built_in();
        for words in [
            "The company said on",
            "Le gouvernement a annoncé hier",
            "TORONTO: 3 (Smith 2, Jones)",
            "The 17 members",
            "A very long name of a place that nobody would ever have printed in a dateline of any agency",
            "It closed. Brent",
        ] {
            assert_eq!(read(words, Trust::Some, facts), None, "{words}");
        }
    }
}
