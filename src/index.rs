//! Files into the archive: walks, reads, parses and enriches in batches, folds copies, skips what did not change, and
//! reports.
