//! The agencies of a story: by the marks of its dateline, else by its sign-off.

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
    let marks: Vec<&str> = match printed.is_empty() {
        true => dispatch
            .fields
            .providers
            .iter()
            .map(String::as_str)
            .collect(),
        false => printed,
    };
    let mut agencies: Vec<&Agency> = Vec::new();
    for mark in &marks {
        if let Some(agency) = meant(mark, country, language, facts)
            && !agencies.contains(&agency)
        {
            agencies.push(agency);
        }
    }
    Source {
        agencies,
        credit: (!marks.is_empty()).then(|| marks.join("/")),
    }
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
    fn a_shared_mark_is_told_by_place_or_language() {
        assert_eq!(ids(&["APA"], None, Some("AZ"), None), "apa-az");
        assert_eq!(ids(&["APA"], None, None, Some("de")), "apa-at");
        assert_eq!(ids(&["CNA"], None, Some("VA"), Some("en")), "cna-va");
    }
}
