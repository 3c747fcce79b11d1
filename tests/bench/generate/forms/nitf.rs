//! NITF 3.4: the header is markup, and the dateline stands in the first paragraph once more.

use super::{Made, elements, escaped};

pub(super) fn write(made: &Made) -> String {
    let (headline, place, agency) = (escaped(&made.title()), escaped(&made.place), made.agency);
    let stamp = made.time().format("%Y%m%dT%H%M%SZ");
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<nitf version=\"-//IPTC//DTD NITF 3.4//EN\" xml:lang=\"{}\">\n\
         <head>\n<title>{headline}</title>\n<docdata><doc-id id-string=\"{:08}\" regsrc=\"{}\"/>\
         <date.issue norm=\"{stamp}\"/><urgency ed-urg=\"4\"/></docdata>\n</head>\n<body>\n<body.head>\n\
         <hedline><hl1>{headline}</hl1></hedline>\n<dateline><location>{place}</location></dateline>\n</body.head>\n\
         <body.content>\n{}</body.content>\n</body>\n</nitf>\n",
        made.language,
        made.id,
        agency.to_uppercase(),
        elements(made)
    )
}
