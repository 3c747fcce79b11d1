//! NewsML-G2: a short news item with its text as XHTML.

use super::{Made, elements, escaped};

pub(super) fn write(made: &Made) -> String {
    let (headline, place, agency) = (escaped(&made.title()), escaped(&made.place), made.agency);
    let (language, stamp) = (made.language, made.time().format("%Y-%m-%dT%H:%M:%SZ"));
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<newsItem xmlns=\"http://iptc.org/std/nar/2006-10-01/\" \
         standard=\"NewsML-G2\" standardversion=\"2.9\" conformance=\"power\" guid=\"urn:newsml:{agency}.example:{:08}\" \
         version=\"1\" xml:lang=\"{language}\">\n<itemMeta><itemClass qcode=\"ninat:text\"/>\
         <provider literal=\"{agency}\"/><versionCreated>{stamp}</versionCreated><pubStatus qcode=\"stat:usable\"/>\
         </itemMeta>\n<contentMeta><urgency>4</urgency><headline>{headline}</headline><dateline>{place}</dateline>\
         <language tag=\"{language}\"/></contentMeta>\n<contentSet><inlineXML contenttype=\"application/xhtml+xml\">\
         <html xmlns=\"http://www.w3.org/1999/xhtml\"><body>\n{}</body></html></inlineXML></contentSet>\n</newsItem>\n",
        made.id,
        elements(made)
    )
}
