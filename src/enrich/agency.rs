//! The agencies of a story: by the marks of its dateline, else by its sign-off, else by its fields.

use crate::address;
use crate::facts::Facts;
use crate::facts::agencies::Agency;
use crate::parse::Dispatch;

/// What is known of who wrote a story.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Source<'a> {
    /// Known agencies, principal first.
    pub agencies: Vec<&'a Agency>,
    /// The source as printed, known or not.
    pub credit: Option<String>,
}

/// The agencies of a dispatch. Of agencies that share a mark, the one at home in `country` or writing `language` is
/// meant, else the table's first.
pub(super) fn of<'a>(
    dispatch: &Dispatch,
    country: Option<&str>,
    language: Option<&str>,
    facts: &'a Facts,
) -> Source<'a> {
    let printed: Vec<&str> = match &dispatch.dateline {
        Some(dateline) if !dateline.credits.is_empty() => {
            dateline.credits.iter().map(String::as_str).collect()
        }
        _ => dispatch.signed.as_deref().into_iter().collect(),
    };
    let providers = dispatch.fields.providers.iter().map(String::as_str);
    let mut agencies: Vec<&Agency> = Vec::new();
    let mut add = |agency: Option<&'a Agency>| {
        if let Some(agency) = agency
            && !agencies.contains(&agency)
        {
            agencies.push(agency);
        }
    };
    for mark in &printed {
        add(meant(mark, country, language, facts));
    }
    for provider in providers.clone() {
        add(of_provider(provider, country, language, facts));
    }
    let marks = match printed.is_empty() {
        true => providers.take(1).collect(),
        false => printed,
    };
    Source {
        agencies,
        credit: (!marks.is_empty()).then(|| marks.join("/")),
    }
}

/// The agency that a field names: by its mark, its name, or its internet domain.
fn of_provider<'a>(
    provider: &str,
    country: Option<&str>,
    language: Option<&str>,
    facts: &'a Facts,
) -> Option<&'a Agency> {
    meant(provider, country, language, facts)
        .or_else(|| facts.agencies.by_name(provider))
        .or_else(|| of_domain(provider, facts))
        // `The Canadian Press. All rights reserved.`
        .or_else(|| facts.agencies.by_name(provider.split_once(". ")?.0))
        // `PA Sport`: an agency's desk.
        .or_else(|| {
            let (mark, desk) = provider.split_once(' ')?;
            let is_mark =
                mark.len() > 1 && mark.chars().all(char::is_uppercase) && !desk.contains(' ');
            is_mark.then(|| facts.agencies.by_mark(mark))?
        })
}

/// The agency of an internet domain or address: `www.ansa.it`, `https://www.reuters.com/world/`, `newsroom@dpa.com`.
fn of_domain<'a>(provider: &str, facts: &'a Facts) -> Option<&'a Agency> {
    let host = address::host(provider)?;
    let labels: Vec<&str> = host.split('.').collect();
    let is_domain = labels.iter().all(|label| !label.is_empty()) && host.is_ascii();
    // The label before the top-level domain, or before `co.uk` and its like.
    let mut names = labels.iter().rev().skip(1);
    let name = names.find(|label| !matches!(**label, "co" | "com" | "org" | "gov" | "ac"))?;
    is_domain.then(|| {
        facts
            .agencies
            .get(&name.to_lowercase())
            .or_else(|| facts.agencies.by_mark(name))
    })?
}

fn meant<'a>(
    mark: &str,
    country: Option<&str>,
    language: Option<&str>,
    facts: &'a Facts,
) -> Option<&'a Agency> {
    let mut same: Vec<&Agency> = facts.agencies.all_by_mark(mark).collect();
    if same.len() > 1 {
        same.sort_by_key(|agency| {
            let home = Some(agency.country.as_str()) == country;
            let writes = Some(agency.language.as_str()) == language;
            (!home, !writes)
        });
    }
    same.first()
        .copied()
        .or_else(|| facts.agencies.of_credit(mark))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::Dateline;

    fn ids(
        credits: &[&str],
        signed: Option<&str>,
        country: Option<&str>,
        language: Option<&str>,
    ) -> String {
        let dispatch = Dispatch {
            dateline: Some(Dateline {
                credits: credits.iter().map(|credit| credit.to_string()).collect(),
                ..Dateline::default()
            }),
            signed: signed.map(String::from),
            ..Dispatch::default()
        };
        let source = of(&dispatch, country, language, Facts::built_in());
        source
            .agencies
            .iter()
            .map(|agency| agency.id.as_str())
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn the_dateline_names_agencies_and_else_the_sign_off() {
        assert_eq!(ids(&["ats", "afp"], None, None, None), "ats afp");
        assert_eq!(ids(&["tca", "dpa"], None, None, None), "dpa");
        assert_eq!(ids(&["AFP"], Some("Reuter"), None, None), "afp");
        assert_eq!(ids(&[], Some("Reuter"), None, None), "reuters");
        assert_eq!(ids(&["RADIO VENCEREMOS"], None, None, None), "");
    }

    #[test]
    fn fields_name_the_agency_of_a_text_that_is_not_signed_and_come_after_one_that_is() {
        let of_fields = |credits: &[&str], providers: &[&str]| {
            let own = |names: &[&str]| names.iter().map(|name| name.to_string()).collect();
            let mut dispatch = Dispatch {
                dateline: Some(Dateline {
                    credits: own(credits),
                    ..Dateline::default()
                }),
                ..Dispatch::default()
            };
            dispatch.fields.providers = own(providers);
            let source = of(&dispatch, None, None, Facts::built_in());
            let ids = source.agencies.iter().map(|agency| agency.id.as_str());
            (ids.collect::<Vec<_>>().join(" "), source.credit)
        };
        for (credits, providers, ids, credit) in [
            (&[][..], &["dpa"][..], "dpa", Some("dpa")),
            (
                &[],
                &["Agence France-Presse"],
                "afp",
                Some("Agence France-Presse"),
            ),
            (&[], &["www.ansa.it"], "ansa", Some("www.ansa.it")),
            (
                &[],
                &["https://www.reuters.com/world/"],
                "reuters",
                Some("https://www.reuters.com/world/"),
            ),
            (&[], &["desk@dpa.com"], "dpa", Some("desk@dpa.com")),
            (
                &[],
                &["The Kite Gazette", "AFP"],
                "afp",
                Some("The Kite Gazette"),
            ),
            (&["AFP"], &["BELGA"], "afp belga", Some("AFP")),
            (&[], &["PA Sport"], "pa", Some("PA Sport")),
            (&[], &["The Kite Club"], "", Some("The Kite Club")),
            (&["AFP"], &["afp.com"], "afp", Some("AFP")),
            (
                &[],
                &["kites.example", "e.g.", "."],
                "",
                Some("kites.example"),
            ),
        ] {
            let wanted = (ids.to_string(), credit.map(String::from));
            assert_eq!(
                of_fields(credits, providers),
                wanted,
                "{credits:?} {providers:?}"
            );
        }
    }

    #[test]
    fn a_shared_mark_is_told_by_place_or_language() {
        assert_eq!(ids(&["APA"], None, Some("AZ"), None), "apa-az");
        assert_eq!(ids(&["APA"], None, None, Some("de")), "apa-at");
        assert_eq!(ids(&["CNA"], None, Some("VA"), Some("en")), "cna-va");
    }
}
