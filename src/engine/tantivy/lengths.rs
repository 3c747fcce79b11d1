//! How many words the segments of an archive hold, field by field, so that no search has to add them up story by story: at
//! a million stories that takes longer than to find some.
//!
//! A file beside the index, `lengths.json`: `{"4fee2c95…": {"lead": 1234, …}, …}`, by the ids of segments, which never
//! change. It is written when a run ends; what it does not say, a search finds out itself.

use super::directory::DRAFT;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use tantivy::SegmentReader;
use tantivy::index::SegmentId;
use tantivy::schema::{Field, FieldType};

/// The file's name.
const FILE: &str = "lengths.json";

/// The sums of lengths, as scores round them, by segment and field.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Lengths(BTreeMap<String, BTreeMap<String, u64>>);

impl Lengths {
    /// Reads what a data folder says; nothing where that cannot be read.
    pub(super) fn read(folder: &Path) -> Lengths {
        let bytes = fs::read(folder.join(FILE)).unwrap_or_default();
        serde_json::from_slice(&bytes).unwrap_or_default()
    }

    /// How many words a segment holds of a field.
    pub(super) fn of(&self, segment: &SegmentReader, field: Field) -> tantivy::Result<u64> {
        let id = segment.segment_id().uuid_string();
        let name = segment.schema().get_field_name(field);
        match self.0.get(&id).and_then(|fields| fields.get(name)) {
            Some(words) => Ok(*words),
            None => count(segment, field),
        }
    }

    /// Whether it speaks of these segments and no others.
    pub(super) fn are_of(&self, segments: &[SegmentId]) -> bool {
        let known = |id: &SegmentId| self.0.contains_key(&id.uuid_string());
        self.0.len() == segments.len() && segments.iter().all(known)
    }

    /// Adds segments that it does not know, and forgets those that are gone.
    pub(super) fn keep(&mut self, segments: &[SegmentReader]) -> tantivy::Result<()> {
        let mut known = std::mem::take(&mut self.0);
        for segment in segments {
            let id = segment.segment_id().uuid_string();
            let fields = match known.remove(&id) {
                Some(fields) => fields,
                None => counted(segment)?,
            };
            self.0.insert(id, fields);
        }
        Ok(())
    }

    /// Writes it to a data folder.
    pub(super) fn write(&self, folder: &Path) -> io::Result<()> {
        let draft = folder.join(format!("{FILE}{DRAFT}"));
        fs::write(&draft, serde_json::to_vec(self)?)?;
        fs::rename(draft, folder.join(FILE))
    }
}

/// How many words a segment holds of each field that has lengths.
fn counted(segment: &SegmentReader) -> tantivy::Result<BTreeMap<String, u64>> {
    let mut fields = BTreeMap::new();
    for (field, entry) in segment.schema().fields() {
        let is_text = matches!(entry.field_type(), FieldType::Str(_));
        if is_text && entry.has_fieldnorms() {
            fields.insert(entry.name().to_owned(), count(segment, field)?);
        }
    }
    Ok(fields)
}

fn count(segment: &SegmentReader, field: Field) -> tantivy::Result<u64> {
    let norms = segment.get_fieldnorms_reader(field)?;
    let lengths = (0..segment.max_doc()).map(|doc| u64::from(norms.fieldnorm(doc)));
    Ok(lengths.sum())
}

#[cfg(test)]
mod tests {
    use super::super::analysis;
    use super::super::schema::schema;
    use super::*;
    use crate::fields::Part;
    use tantivy::{Index, TantivyDocument};

    #[test]
    fn what_was_kept_of_a_segment_is_what_a_search_would_add_up_and_gone_ones_go() {
        let (schema, fields) = schema();
        let index = Index::create_in_ram(schema);
        analysis::register(&index);
        let mut writer = index.writer_with_num_threads(1, 15_000_000).unwrap();
        let lead = fields.part(Part::Lead);
        for text in ["\u{1f}kites\u{1f}fly", "\u{1f}kites"] {
            let mut document = TantivyDocument::new();
            document.add_text(lead, text);
            writer.add_document(document).unwrap();
        }
        writer.commit().unwrap();
        let searcher = index.reader().unwrap().searcher();
        let segments = searcher.segment_readers();
        let folder = tempfile::tempdir().unwrap();
        let mut lengths = Lengths::read(folder.path());
        let added_up = lengths.of(&segments[0], lead).unwrap();
        assert!(added_up > 0);
        assert!(!lengths.are_of(&[segments[0].segment_id()]));
        lengths.keep(segments).unwrap();
        assert!(lengths.are_of(&[segments[0].segment_id()]));
        lengths.write(folder.path()).unwrap();
        let read = Lengths::read(folder.path());
        assert_eq!(read, lengths);
        assert_eq!(read.of(&segments[0], lead).unwrap(), added_up);
        lengths.keep(&[]).unwrap();
        assert_eq!(lengths, Lengths::default());
        fs::write(folder.path().join(FILE), "{").unwrap();
        assert_eq!(Lengths::read(folder.path()), Lengths::default());
    }
}
