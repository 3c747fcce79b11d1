//! Stories filed from near a point. Every story's points are looked at: two columns of numbers, a few milliseconds a
//! million stories, and nothing to get wrong at the poles and the date line.

use crate::query::near::{Near, Point};
use tantivy::BitSet;
use tantivy::columnar::Column;
use tantivy::query::{
    BitSetDocSet, ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight,
};
use tantivy::{DocId, DocSet, Score, SegmentReader};

/// The query.
#[derive(Debug, Clone)]
pub(super) struct NearQuery(pub(super) Near);

impl Query for NearQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl NearQuery {
    /// Whether one of the points of a document is near enough.
    fn holds(&self, doc: DocId, lat: &Column<f64>, lon: &Column<f64>) -> bool {
        let points = lat.values_for_doc(doc).zip(lon.values_for_doc(doc));
        points
            .into_iter()
            .any(|(lat, lon)| self.0.holds(Point { lat, lon }))
    }
}

impl Weight for NearQuery {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let (lat, lon) = (
            reader.fast_fields().f64("lat")?,
            reader.fast_fields().f64("lon")?,
        );
        let mut found = BitSet::with_max_value(reader.max_doc());
        for doc in (0..reader.max_doc()).filter(|doc| self.holds(*doc, &lat, &lon)) {
            found.insert(doc);
        }
        Ok(Box::new(ConstScorer::new(BitSetDocSet::from(found), boost)))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let holds = self.scorer(reader, 1.0)?.seek(doc) == doc;
        Ok(Explanation::new("near", f32::from(holds)))
    }
}
