//! What is known of the world: agencies and places. Tables are data files beside their readers; `SOURCES.md` says
//! where each comes from.

pub mod agencies;
pub mod gazetteer;
pub mod glossary;
pub mod mentions;
pub mod non_city;
mod user;

use crate::error::Result;
use crate::language::calendar::Calendar;
use std::path::Path;
use std::sync::LazyLock;

/// A table that is read when something is first looked up in it: most questions need few.
pub struct Lazy<T>(LazyLock<T, Box<dyn FnOnce() -> T + Send>>);

impl<T> Lazy<T> {
    fn new(read: impl FnOnce() -> T + Send + 'static) -> Lazy<T> {
        Lazy(LazyLock::new(Box::new(read)))
    }
}

impl<T: Send + 'static> From<T> for Lazy<T> {
    fn from(table: T) -> Lazy<T> {
        Lazy::new(|| table)
    }
}

impl<T: Default + Send + 'static> Default for Lazy<T> {
    fn default() -> Lazy<T> {
        T::default().into()
    }
}

impl<T> std::ops::Deref for Lazy<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: std::fmt::Debug> std::fmt::Debug for Lazy<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// The tables that parsing, enriching and querying look things up in.
#[derive(Debug, Default)]
pub struct Facts {
    /// Agencies and their marks.
    pub agencies: Lazy<agencies::Agencies>,
    /// Places and their names.
    pub gazetteer: gazetteer::Gazetteer,
    /// Names of months and weekdays.
    pub calendar: Lazy<Calendar>,
    /// Other names of names and set phrases, for `--glossary`. How stories are read does not depend on it.
    pub glossary: glossary::Glossary,
    /// The user's tables, for the digest.
    pub(crate) user: user::Tables,
}

impl Facts {
    /// A digest of the tables: a story read with others may be read differently.
    pub fn version(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        let ours = [agencies::TABLE, non_city::TABLE]
            .into_iter()
            .chain(mentions::TABLES);
        hasher.update(self.gazetteer.file());
        for table in ours.chain(self.user.texts()) {
            hasher.update(table.as_bytes());
        }
        hasher.finalize().to_hex()[..16].to_owned()
    }

    /// The tables that the program carries.
    pub fn built_in() -> &'static Facts {
        static BUILT_IN: LazyLock<Facts> = LazyLock::new(|| Facts {
            agencies: Lazy::new(agencies::Agencies::built_in),
            gazetteer: gazetteer::Gazetteer::built_in(),
            calendar: Lazy::new(|| Calendar::built_in().clone()),
            glossary: Default::default(),
            user: user::Tables::default(),
        });
        &BUILT_IN
    }

    /// The tables that the program carries, with those of a user's folder laid over: `places.tsv`, `agencies.tsv`,
    /// `glossary.tsv`, `languages/*.toml`, each where it is there. A wrong row is an error that names its file and line.
    pub fn with_user_tables(folder: &Path) -> Result<Facts> {
        let user = user::Tables::read(folder)?;
        let mut gazetteer = gazetteer::Gazetteer::built_in();
        if let Some(table) = &user.places {
            gazetteer
                .lay_over(&table.text)
                .map_err(|why| table.wrong_at(&why))?;
        }
        Ok(Facts {
            agencies: user.agencies()?.into(),
            gazetteer,
            calendar: Calendar::built_in().with(&user.languages()?).into(),
            glossary: user.glossary()?,
            user,
        })
    }
}
