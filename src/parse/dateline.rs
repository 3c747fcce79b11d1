//! The dateline: the opening "PLACE, DATE (AGENCY) -" of a story. Shared by all formats.
