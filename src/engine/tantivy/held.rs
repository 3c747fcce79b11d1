//! The index of a field in a segment, where the segment holds the field.
//!
//! Of a field that a segment does not hold, tantivy makes an empty dictionary by way of a table of a megabyte: a tenth of
//! a small search, and most segments hold no forms, no copies and no story that is not simply usable, some no headline.
//! Whether they do is told by small fields that each has: of the kinds of documents, and of what stories have at all; by
//! the lengths of lead and rest, of which the first mostly says it; or by the column of the same name.

use std::sync::Arc;
use tantivy::index::InvertedIndexReader;
use tantivy::schema::{Field, Schema};
use tantivy::{SegmentReader, Term};

/// The index of a field in a segment; `None` where it is known that no document has the field.
pub(super) fn inverted_index(
    segment: &SegmentReader,
    field: Field,
) -> tantivy::Result<Option<Arc<InvertedIndexReader>>> {
    let schema = segment.schema();
    let held = match schema.get_field_name(field) {
        "forms" => has_term(segment, schema, "kind", "forms")?,
        "copy_of" | "copy_path" => has_term(segment, schema, "kind", "copy")?,
        name @ ("headline" | "byline" | "slug" | "note" | "category") => {
            has_term(segment, schema, "has", name)?
        }
        "lead" | "rest" => {
            let lengths = segment.get_fieldnorms_reader(field)?;
            (0..segment.max_doc()).any(|doc| lengths.fieldnorm_id(doc) > 0)
        }
        "status" => segment
            .fast_fields()
            .str("status")?
            .is_some_and(|column| column.num_terms() > 0),
        _ => true,
    };
    held.then(|| segment.inverted_index(field)).transpose()
}

fn has_term(
    segment: &SegmentReader,
    schema: &Schema,
    field: &str,
    term: &str,
) -> tantivy::Result<bool> {
    let field = schema.get_field(field)?;
    let term = Term::from_field_text(field, term);
    Ok(segment.inverted_index(field)?.doc_freq(&term)? > 0)
}

#[cfg(test)]
mod tests {
    use super::super::analysis;
    use super::super::schema::schema;
    use super::*;
    use crate::fields::Part;
    use tantivy::{Index, TantivyDocument};

    #[test]
    fn a_field_is_held_where_a_document_has_it() {
        let (schema, fields) = schema();
        let index = Index::create_in_ram(schema);
        analysis::register(&index);
        let mut writer = index.writer_with_num_threads(1, 15_000_000).unwrap();
        writer.set_merge_policy(Box::new(tantivy::merge_policy::NoMergePolicy));
        let [headline, rest] = [Part::Headline, Part::Rest].map(|part| fields.part(part));
        for (kind, has, field, text) in [
            ("story", "place", fields.status, "canceled"),
            ("story", "headline", headline, "\u{1f}kites"),
            ("story", "place", rest, "\u{1f}kites"),
            ("copy", "", fields.copy_of, "1f3a"),
            ("forms", "", fields.forms, "en\u{1f}kite\u{1f}kites"),
        ] {
            let mut document = TantivyDocument::new();
            document.add_text(fields.kind, kind);
            document.add_text(fields.has, has);
            document.add_text(field, text);
            writer.add_document(document).unwrap();
            writer.commit().unwrap();
        }
        let searcher = index.reader().unwrap().searcher();
        let holds = |field| -> usize {
            let segments = searcher.segment_readers().iter();
            let found = segments.map(|segment| inverted_index(segment, field).unwrap());
            let found: Vec<_> = found.flatten().collect();
            assert!(found.iter().all(|index| index.terms().num_terms() == 1));
            found.len()
        };
        for field in [fields.status, headline, rest, fields.copy_of, fields.forms] {
            assert_eq!(holds(field), 1);
        }
        assert_eq!(holds(fields.kind), 5);
    }
}
