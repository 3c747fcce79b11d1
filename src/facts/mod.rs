//! What is known of the world: agencies and places. Tables are data files beside their readers; `SOURCES.md` says
//! where each comes from.

pub mod agencies;
pub mod gazetteer;
pub mod mentions;

use std::sync::LazyLock;

/// The tables that parsing, enriching and querying look things up in.
#[derive(Debug)]
pub struct Facts {
    /// Agencies and their marks.
    pub agencies: agencies::Agencies,
    /// Places and their names.
    pub gazetteer: gazetteer::Gazetteer,
}

impl Facts {
    /// A digest of the tables: a story read with others may be read differently.
    pub fn version(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        let tables = self.gazetteer.tables();
        let names = mentions::TABLES;
        for table in tables.into_iter().chain([agencies::TABLE]).chain(names) {
            hasher.update(table.as_bytes());
        }
        hasher.finalize().to_hex()[..16].to_owned()
    }

    /// The tables that the program carries.
    pub fn built_in() -> &'static Facts {
        static BUILT_IN: LazyLock<Facts> = LazyLock::new(|| Facts {
            agencies: agencies::Agencies::built_in(),
            gazetteer: gazetteer::Gazetteer::built_in(),
        });
        &BUILT_IN
    }
}
