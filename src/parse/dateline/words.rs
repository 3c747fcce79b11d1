//! Words of datelines in many languages, by what they do there (`words.tsv`).

use std::sync::LazyLock;

/// The words of each kind.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// Lower-case words inside names of places, sorted.
    pub particles: Vec<&'static str>,
    /// Words between two places.
    pub joiners: Vec<&'static str>,
    /// Second halves that name no second place: `Frankfurt/Main`.
    pub halves: Vec<&'static str>,
    /// Months of the Hijri calendar.
    pub hijri: Vec<&'static str>,
    /// How datelines begin that name a vehicle.
    pub vehicles: Vec<&'static str>,
    /// `avec`, `with`: before the agency that somebody retells.
    pub relays: Vec<&'static str>,
    /// Words before a date.
    pub before_date: Vec<&'static str>,
    /// Titles of Korean reporters.
    pub reporters: Vec<&'static str>,
    /// What closes an East Asian dateline: `电`.
    pub wired: Vec<&'static str>,
    /// `据`: according to.
    pub according: Vec<&'static str>,
    /// Titles of diaries and other lists.
    pub lists: Vec<&'static str>,
}

/// The table that the program carries.
pub(super) static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let of = |kind: &str| -> Vec<&'static str> {
        let rows = include_str!("words.tsv").lines();
        rows.filter_map(|row| row.split_once('\t'))
            .filter(|(this, _)| *this == kind)
            .flat_map(|(_, words)| words.split('|'))
            .collect()
    };
    let mut particles = of("particle");
    particles.sort_unstable();
    Words {
        particles,
        joiners: of("joiner"),
        halves: of("half"),
        hijri: of("hijri"),
        vehicles: of("vehicle"),
        relays: of("relay"),
        before_date: of("before-date"),
        reporters: of("reporter"),
        wired: of("wired"),
        according: of("according"),
        lists: of("list"),
    }
});

#[cfg(test)]
mod tests {
    use super::WORDS;

    #[test]
    fn every_kind_has_words() {
        let kinds = [
            &WORDS.particles,
            &WORDS.joiners,
            &WORDS.halves,
            &WORDS.hijri,
            &WORDS.vehicles,
            &WORDS.relays,
            &WORDS.before_date,
            &WORDS.reporters,
            &WORDS.wired,
            &WORDS.according,
            &WORDS.lists,
        ];
        assert!(kinds.iter().all(|words| !words.is_empty()));
    }
}
