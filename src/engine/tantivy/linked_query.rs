//! Stories in chains, whichever. Every story's key is looked up: a few hundredths of a second a million stories.

use super::links::Links;
use std::sync::Arc;
use tantivy::BitSet;
use tantivy::query::{
    BitSetDocSet, ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight,
};
use tantivy::{DocId, DocSet, Score, SegmentReader};

/// The query.
#[derive(Debug, Clone)]
pub(super) struct LinkedQuery(pub(super) Arc<Links>);

impl Query for LinkedQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for LinkedQuery {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let ids = reader.fast_fields().u64("id_order")?;
        let is_linked = |doc: &DocId| ids.first(*doc).is_some_and(|id| self.0.find(id).is_some());
        let mut found = BitSet::with_max_value(reader.max_doc());
        for doc in (0..reader.max_doc()).filter(is_linked) {
            found.insert(doc);
        }
        Ok(Box::new(ConstScorer::new(BitSetDocSet::from(found), boost)))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let holds = self.scorer(reader, 1.0)?.seek(doc) == doc;
        Ok(Explanation::new("linked", f32::from(holds)))
    }
}
