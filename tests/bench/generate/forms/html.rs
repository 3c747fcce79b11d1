//! A saved page, with what a site says of the story for search engines, and what is around it.

use super::{Made, elements, escaped};
use serde_json::json;

pub(super) fn write(made: &Made) -> String {
    let about = json!({
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": made.title(),
        "datePublished": made.time().format("%Y-%m-%dT%H:%M:%SZ").to_string(), "inLanguage": made.language,
    });
    let headline = escaped(&made.title());
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head><meta charset=\"utf-8\"><title>{headline}</title>\n\
         <script type=\"application/ld+json\">{about}</script></head>\n<body>\n\
         <header><nav><ul><li><a href=\"/\">1</a></li><li><a href=\"/2\">2</a></li></ul></nav></header>\n\
         <main><article>\n<h1>{headline}</h1>\n{}</article></main>\n</body></html>\n",
        made.language,
        elements(made)
    )
}
