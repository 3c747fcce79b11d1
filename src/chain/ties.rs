//! Whether two stories belong together, and what says so.

use super::Reason;
use super::traits::{Traits, mark};

/// The longest that two stories of a chain are apart, in minutes, where nothing but their words ties them.
pub(super) const WINDOW: i32 = 36 * 60;
/// As long as a story is commonly followed on its day; what comes back after longer may be the report of every day.
const SHIFT: i32 = 18 * 60;
const HALF_DAY: i32 = 12 * 60;
const DAY: i32 = 24 * 60;
/// How soon the text follows its alert.
const AFTER_ALERT: i32 = 6 * 60;
/// How soon a text is recast with few of its sentences kept.
const RECAST: i32 = 8 * 60;
/// The most shingles of an alert.
pub(super) const ALERT: u16 = 45;
/// The most shingles of an alert without a mark.
pub(super) const SHORT: u16 = 22;
/// The fewest shingles by which the text of another agency is known again.
const REPRINT: u16 = 20;
/// As like as repeats are.
pub(super) const REPEAT: f32 = 0.9;
/// As like as nearly the same texts are.
const NEAR: f32 = 0.6;

/// How far two stories are apart, in minutes. Of days alone: none on one day, a day from one to the next.
pub(super) fn gap(one: &Traits, other: &Traits) -> i32 {
    if one.filed == i32::MIN || other.filed == i32::MIN {
        return i32::MAX;
    }
    let middle = |traits: &Traits| match traits.is_day {
        true => traits.filed.saturating_add(HALF_DAY),
        false => traits.filed,
    };
    let is_one_day = one.filed.div_euclid(DAY) == other.filed.div_euclid(DAY);
    match (one.is_day || other.is_day) && is_one_day {
        true => 0,
        false => middle(one).saturating_sub(middle(other)).saturating_abs(),
    }
}

/// What ties two stories, and how strongly; `None` where nothing does.
pub(super) fn tie(one: &Traits, other: &Traits) -> Option<(Reason, f32)> {
    let gap = gap(one, other);
    if gap > WINDOW || one.is(mark::KILL | mark::ADVISORY) || other.is(mark::KILL | mark::ADVISORY)
    {
        return None;
    }
    let pair = Pair::of(one, other, gap);
    if pair.is_of_others() {
        return None;
    }
    let strength = pair.strength();
    if pair.by_slug() {
        return Some((Reason::Slug, strength));
    }
    if pair.by_headline() {
        return Some((Reason::Headline, strength));
    }
    (pair.by_text() || pair.by_recast_text() || pair.by_alert()).then_some((Reason::Text, strength))
}

/// Whether a story is too unlike a chain's first one to be of the chain, though one in between is like both.
pub(super) fn has_drifted(first: &Traits, other: &Traits) -> bool {
    let pair = Pair::of(first, other, 0);
    let is_alert =
        |traits: &Traits| traits.is(mark::ALERT | mark::TAKE) || traits.shingles <= ALERT;
    !(pair.likeness >= 0.12
        || pair.common >= 4 && pair.share >= 0.35
        || same(first.slug, other.slug) && first.slug_words > 0
        || same(first.headline, other.headline)
        || is_alert(first)
        || is_alert(other))
}

fn same(one: u32, other: u32) -> bool {
    one == other && one != 0
}

/// Two stories, and what they have in common.
struct Pair<'t> {
    one: &'t Traits,
    other: &'t Traits,
    gap: i32,
    is_one_agency: bool,
    is_one_place: bool,
    /// The share of common shingles.
    likeness: f32,
    /// The common words of headline and lead.
    common: usize,
    /// Their share.
    share: f32,
    /// The share of common names and figures, where there are enough of them to tell.
    particulars: Option<f32>,
}

impl Pair<'_> {
    fn of<'t>(one: &'t Traits, other: &'t Traits, gap: i32) -> Pair<'t> {
        let (common, share) = one.common_words(other);
        let nowhere = |traits: &Traits| traits.places.iter().all(|place| *place == 0);
        let is_common = |place: &u32| *place != 0 && other.places.contains(place);
        Pair {
            one,
            other,
            gap,
            is_one_agency: one.agency == other.agency,
            is_one_place: nowhere(one) || nowhere(other) || one.places.iter().any(is_common),
            likeness: match one.shingles.min(other.shingles) {
                0 => 0.0,
                _ => one.sketch.likeness(&other.sketch),
            },
            common,
            share,
            particulars: one.common_particulars(other),
        }
    }

    /// How much they have in common, and how soon one came after the other.
    fn strength(&self) -> f32 {
        let soon = 1.0 - self.gap as f32 / WINDOW as f32;
        self.likeness + self.share + 0.5 * self.particulars.unwrap_or(0.5) + 0.25 * soon
    }

    /// Whether texts of one make are about other people and figures: two accidents, two days of a market.
    fn is_of_others(&self) -> bool {
        let are_other = self.particulars.is_some_and(|common| common < 0.3);
        let is_short = self.one.shingles.min(self.other.shingles) <= ALERT / 2;
        are_other && self.likeness < 0.85 && !is_short && !self.either(mark::TAKE)
    }

    fn either(&self, marks: u8) -> bool {
        self.one.is(marks) || self.other.is(marks)
    }

    fn has_words(&self, common: usize, share: f32) -> bool {
        self.common >= common && self.share >= share
    }

    /// The keyword section, with something of the text besides: sidebars have the section of their story.
    fn by_slug(&self) -> bool {
        let words = self.one.slug_words;
        if !(self.is_one_agency && same(self.one.slug, self.other.slug) && words > 0) {
            return false;
        }
        let same_headline = same(self.one.headline, self.other.headline);
        if self.gap > SHIFT || !self.is_one_place {
            let needed = if self.is_one_place { 0.4 } else { NEAR };
            let is_told_on = same_headline || self.is_marked();
            let is_soon = self.is_one_place || self.gap <= HALF_DAY;
            return is_told_on && is_soon && self.likeness >= needed && self.has_particulars(0.6);
        }
        let (likeness, share) = if words == 1 { (0.3, 0.65) } else { (0.2, 0.6) };
        let is_take = self.either(mark::TAKE) && self.gap <= HALF_DAY;
        // The lead's words alone tie an alert to its story; of two long texts a sentence is the same.
        let is_short = self.one.shingles.min(self.other.shingles) <= SHORT;
        self.likeness >= likeness
            || self.has_words(4, share) && (is_short || self.likeness >= 0.06)
            || same_headline
            || is_take
            || self.is_marked() && self.is_next()
    }

    /// Whether one says that it is not the first word on its story.
    fn is_marked(&self) -> bool {
        self.either(mark::UPDATE | mark::CORRECTION | mark::REFILE | mark::REPEAT)
    }

    /// Whether the people and figures of one are for the most part those of the other.
    fn has_particulars(&self, share: f32) -> bool {
        self.particulars.is_some_and(|common| common >= share)
    }

    /// Whether one may be the other told on: about the same people and figures, in some of the same words.
    fn is_next(&self) -> bool {
        self.likeness >= 0.1 && self.has_words(4, 0.3) && self.has_particulars(0.6)
    }

    /// The headline: one of common words has to be over a text that is alike.
    fn by_headline(&self) -> bool {
        if !(self.is_one_agency && same(self.one.headline, self.other.headline)) {
            return false;
        }
        let is_short = self.one.shingles.min(self.other.shingles) <= SHORT;
        match self.one.headline_words {
            4.. if self.gap <= SHIFT => self.likeness >= 0.1 || self.has_words(4, 0.4) || is_short,
            4.. => self.likeness >= NEAR,
            _ => {
                self.gap <= HALF_DAY
                    && self.is_one_place
                    && (self.likeness >= 0.3 || self.has_words(4, 0.6))
            }
        }
    }

    /// Nearly the same text; of other agencies the same.
    fn by_text(&self) -> bool {
        let shingles = self.one.shingles.min(self.other.shingles);
        let needed = match (self.is_one_agency, self.gap > SHIFT) {
            (true, false) => NEAR,
            (true, true) => 0.8,
            (false, _) if shingles >= REPRINT => REPEAT,
            (false, _) => return false,
        };
        // The same words are the same wherever they are located.
        let is_same = self.likeness >= REPEAT && shingles >= 2 * REPRINT;
        (self.is_one_place || is_same) && self.likeness >= needed
    }

    /// A text recast soon after: fewer of its sentences are left, but the same words lead.
    fn by_recast_text(&self) -> bool {
        let soon = |within: i32, likeness: f32, common: usize, share: f32| {
            self.gap <= within && self.likeness >= likeness && self.has_words(common, share)
        };
        self.is_one_agency
            && self.is_one_place
            && (soon(HALF_DAY, 0.4, 3, 0.25)
                || soon(RECAST, 0.25, 5, 0.5)
                || soon(RECAST, 0.1, 4, 0.3) && self.is_marked() && self.has_particulars(0.6))
    }

    /// An alert inside its story.
    fn by_alert(&self) -> bool {
        let is_alert = |traits: &Traits| {
            traits.shingles <= ALERT && (traits.is(mark::ALERT) || traits.shingles <= SHORT)
        };
        self.is_one_agency
            && self.is_one_place
            && self.gap <= AFTER_ALERT
            && (is_alert(self.one) || is_alert(self.other))
            && (self.has_words(4, 0.6) || self.has_words(3, 0.75))
    }
}
