//! Internet addresses as fields carry them.

/// What may stand before the host of an address: the schemes of the web, and URNs and tags that begin with a domain
/// (RFC 3085, RFC 4151).
const NAMESPACES: &[&str] = &["urn:newsml:", "tag:"];

/// The host of an address, without `www.`: of one of the web, of `urn:newsml:kites.example:…`, `tag:kites.example,…`,
/// of mail, or of a bare domain. `None` where its name has no dot.
pub(crate) fn host(address: &str) -> Option<&str> {
    let in_namespace = || {
        NAMESPACES
            .iter()
            .find_map(|begin| address.strip_prefix(begin))
    };
    let rest = match address.split_once("://") {
        Some((_, rest)) => rest,
        None => in_namespace().unwrap_or(address),
    };
    let place = rest.split(['/', '?', '#', ',']).next()?;
    let host = place.rsplit_once('@').map_or(place, |(_, host)| host);
    let host = host.split(':').next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    (host.contains('.') && !host.contains(char::is_whitespace)).then_some(host)
}

/// Whether an address says of itself that it is one of the web, or begins with a domain.
pub(crate) fn is_uri(address: &str) -> bool {
    let begins = |begin: &&str| address.starts_with(*begin);
    ["http://", "https://"].iter().any(begins) || NAMESPACES.iter().any(begins)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_found_in_every_kind_of_address() {
        for (address, wanted) in [
            ("https://www.kites.example:80/a?b#c", Some("kites.example")),
            ("http://anna@kites.example", Some("kites.example")),
            ("urn:newsml:kites.example:20210304:7", Some("kites.example")),
            ("tag:kites.example,2021:7", Some("kites.example")),
            ("desk@kites.example", Some("kites.example")),
            ("www.kites.example/a", Some("kites.example")),
            ("kites", None),
            ("The Kite Club. All rights reserved", None),
            ("urn:uuid:7", None),
        ] {
            assert_eq!(host(address), wanted, "{address}");
        }
    }
}
