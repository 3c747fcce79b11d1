//! The charset that a text says it is in: in an XML declaration, or in the `meta` elements of an HTML page.

/// How far into a file a declaration can stand, in bytes.
const HEAD: usize = 4096;

/// The label of the charset that a text declares, as written there.
pub(super) fn declared(bytes: &[u8]) -> Option<String> {
    let head = &bytes[..bytes.len().min(HEAD)];
    // The rest is for the few files that have such a thing.
    let first = head
        .iter()
        .position(|byte| !byte.is_ascii_whitespace() && *byte >= 0x21)?;
    if head[first] != b'<'
        && memchr::memmem::find(head, b"<meta").is_none()
        && memchr::memmem::find(head, b"<META").is_none()
    {
        return None;
    }
    let head: String = head.iter().map(|byte| char::from(*byte)).collect();
    let head = head.to_ascii_lowercase();
    by_xml(&head).or_else(|| by_meta(&head))
}

fn by_xml(head: &str) -> Option<String> {
    let declaration = head
        .trim_start_matches(|c: char| c <= ' ')
        .strip_prefix("<?xml")?;
    let declaration = declaration.split("?>").next()?;
    value(declaration, "encoding")
}

fn by_meta(head: &str) -> Option<String> {
    let mut elements = head.split("<meta").skip(1);
    elements.find_map(|element| value(element.split('>').next()?, "charset"))
}

/// The value after `name=`, with its quotes or without.
fn value(text: &str, name: &str) -> Option<String> {
    let (_, after) = text.split_once(name)?;
    let after = after.trim_start().strip_prefix('=')?.trim_start();
    let after = after.trim_start_matches(['"', '\'']);
    let is_label = |c: &char| c.is_ascii_alphanumeric() || "-_.:+".contains(*c);
    let label: String = after.chars().take_while(is_label).collect();
    (!label.is_empty()).then_some(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_are_found_where_their_standards_put_them() {
        for (text, label) in [
            (
                "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><nitf/>",
                Some("iso-8859-1"),
            ),
            (
                "\n<?xml version='1.0' encoding = 'KOI8-R' standalone='yes'?>",
                Some("koi8-r"),
            ),
            (
                "<html><head><meta charset=windows-1251><title>",
                Some("windows-1251"),
            ),
            (
                "<HTML><META HTTP-EQUIV=\"Content-Type\" CONTENT=\"text/html; charset=Shift_JIS\">",
                Some("shift_jis"),
            ),
            ("<?xml version=\"1.0\"?><a encoding='latin1'/>", None),
            (
                "@charset \"utf-8\"; The encoding=\"latin1\" of a story",
                None,
            ),
            ("Geneva (dpa) - charset=utf-8", None),
            ("<meta charset", None),
        ] {
            assert_eq!(declared(text.as_bytes()).as_deref(), label, "{text}");
        }
    }
}
