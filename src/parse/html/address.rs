//! Web addresses as identities: the same page under two addresses is one story.

use crate::address;

/// Parameters that say how a reader came to a page, and not which page it is: whole names, and what names begin with.
const TRACKING: &[&str] = &[
    "fbclid",
    "gclid",
    "dclid",
    "msclkid",
    "yclid",
    "igshid",
    "mc_cid",
    "mc_eid",
    "cmpid",
    "ocid",
    "smid",
    "ref_src",
    "feedtype",
    "feedname",
    "sref",
    "outputtype",
    "amp",
];
const TRACKING_BEGIN: &[&str] = &["utm_", "at_", "wt.", "__twitter", "pk_", "mtm_"];

/// The sites of agencies: domains, and marks of the table of agencies.
const DOMAINS: &str = include_str!("domains.tsv");

/// An address of the web without fragment, tracking parameters and the parts that copies add; `None` of what is none.
pub(in super::super) fn canonical(url: &str) -> Option<String> {
    let url = of_archive(url.trim());
    let (scheme, rest) = url.split_once("://")?;
    let scheme = scheme.to_ascii_lowercase();
    if scheme != "http" && scheme != "https" {
        return None;
    }
    let rest = rest.split('#').next().unwrap_or(rest);
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = place.split_once('/').unwrap_or((place, ""));
    if !host.contains('.') || host.contains(char::is_whitespace) {
        return None;
    }
    let kept = query.split('&').filter(|part| {
        let name = part.split('=').next().unwrap_or(part).to_ascii_lowercase();
        !part.is_empty()
            && !TRACKING.contains(&name.as_str())
            && !TRACKING_BEGIN.iter().any(|begin| name.starts_with(begin))
    });
    let query: Vec<&str> = kept.collect();
    let host = host.to_ascii_lowercase();
    let sign = if query.is_empty() { "" } else { "?" };
    Some(format!("{scheme}://{host}/{path}{sign}{}", query.join("&")))
}

/// The address that an archive of the web kept a copy of.
fn of_archive(url: &str) -> &str {
    let Some((_, copy)) = url.split_once("web.archive.org/web/") else {
        return url;
    };
    match copy.split_once('/') {
        Some((stamp, original)) if stamp.starts_with(|c: char| c.is_ascii_digit()) => original,
        _ => url,
    }
}

/// The mark of the agency whose site an address is on: `www.reuters.com`, `fr.reuters.com`.
pub(in super::super) fn agency(url: &str) -> Option<&'static str> {
    let host = domain(url)?.to_ascii_lowercase();
    let rows = DOMAINS.lines().filter_map(|line| line.split_once('\t'));
    let is_on = |domain: &str| {
        host.strip_suffix(domain)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    rows.into_iter()
        .find(|(domain, _)| is_on(domain))
        .map(|(_, mark)| mark)
}

/// The host of an address, without `www.`
pub(in super::super) fn domain(url: &str) -> Option<&str> {
    let url = of_archive(url);
    address::host(url).filter(|_| url.contains("://"))
}

/// Whether an address is that of a site or of one of its sections' first page, by its path.
pub(super) fn is_front(url: &str) -> bool {
    let Some((_, rest)) = of_archive(url).split_once("://") else {
        return false;
    };
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    let path = place.split_once('/').map_or("", |(_, path)| path);
    let path = path.trim_end_matches('/');
    query.is_empty()
        && (path.is_empty()
            || path.len() == 2
            || path.starts_with("index.")
            || matches!(path, "home" | "news"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_page_has_one_address() {
        for (url, wanted) in [
            (
                "https://News.Example/a?utm_source=x&id=7#top",
                "https://news.example/a?id=7",
            ),
            (
                "http://web.archive.org/web/20060103121500/http://news.example/a",
                "http://news.example/a",
            ),
            ("https://news.example", "https://news.example/"),
        ] {
            assert_eq!(canonical(url).as_deref(), Some(wanted));
        }
        for url in ["", "file:///a", "/a/b", "about:blank", "https://local/x"] {
            assert_eq!(canonical(url), None, "{url}");
        }
    }

    #[test]
    fn the_sites_of_agencies_are_known_ones() {
        let agencies = &crate::facts::Facts::built_in().agencies;
        for line in DOMAINS.lines().filter(|line| !line.starts_with('#')) {
            let (domain, mark) = line.split_once('\t').unwrap();
            assert!(agencies.by_mark(mark).is_some(), "{line}");
            assert_eq!(agency(&format!("https://www.{domain}/a")), Some(mark));
        }
        assert_eq!(agency("https://notreuters.com/a"), None);
    }

    #[test]
    fn a_front_page_is_told_by_its_path() {
        assert!(is_front("https://news.example/") && is_front("https://news.example/fr/"));
        assert!(
            !is_front("https://news.example/2021/05/kites")
                && !is_front("https://news.example/?p=7")
        );
    }
}
