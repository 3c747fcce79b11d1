//! What may be done with a story: it is usable, superseded, under embargo, withheld or killed. An embargo ends by
//! itself, so that the answer needs a clock.

use crate::story::Story;
use chrono::{DateTime, Days, NaiveTime, Utc};

/// The standing of a story at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Free to be shown. A story that says nothing of it is usable, and so is one whose embargo has ended.
    Usable,
    /// A newer version stands in its place, or an item that replaces it, whatever the standing of that one.
    Superseded,
    /// Under an embargo that has not ended.
    Embargoed,
    /// Held back by its provider, without an end.
    Withheld,
    /// Killed, withdrawn, cancelled.
    Canceled,
}

/// How many days after its date a story is free whose embargo names no end.
const DAYS_WITHOUT_END: u64 = 7;

/// The end of an embargo that never ends.
pub const NEVER: i64 = i64::MAX;

impl Status {
    /// All of them.
    pub const ALL: [Status; 5] = [
        Status::Usable,
        Status::Superseded,
        Status::Embargoed,
        Status::Withheld,
        Status::Canceled,
    ];

    /// Its name in records and queries.
    pub fn name(self) -> &'static str {
        match self {
            Status::Usable => "usable",
            Status::Superseded => "superseded",
            Status::Embargoed => "embargoed",
            Status::Withheld => "withheld",
            Status::Canceled => "canceled",
        }
    }

    /// The one of a name.
    pub fn named(name: &str) -> Option<Status> {
        Status::ALL.into_iter().find(|status| status.name() == name)
    }

    /// The standing of a story at a moment.
    pub fn of(story: &Story, now: DateTime<Utc>) -> Status {
        match Status::recorded(story) {
            Status::Embargoed if embargo_end(story) <= now.timestamp() => free(story),
            status => status,
        }
    }

    /// The standing that a story's record names, whatever the time.
    pub fn recorded(story: &Story) -> Status {
        match story.status.as_deref() {
            Some("canceled") => Status::Canceled,
            Some("withheld") => Status::Withheld,
            Some("embargoed") => Status::Embargoed,
            _ if story.embargo_until.is_some() => Status::Embargoed,
            _ => free(story),
        }
    }
}

/// The standing of a story that nobody holds back.
fn free(story: &Story) -> Status {
    match story.superseded_by {
        Some(_) => Status::Superseded,
        None => Status::Usable,
    }
}

/// When a story's embargo ends, in seconds since 1970: as it says, or a week after its date, or [`NEVER`].
pub fn embargo_end(story: &Story) -> i64 {
    let said = story.embargo_until.as_deref();
    if let Some(end) = said.and_then(|said| DateTime::parse_from_rfc3339(said).ok()) {
        return end.timestamp();
    }
    let week_after = |day: chrono::NaiveDate| day.checked_add_days(Days::new(DAYS_WITHOUT_END));
    let day = story.date.and_then(|date| week_after(date.last_day()));
    day.map_or(NEVER, |day| {
        day.and_time(NaiveTime::MIN).and_utc().timestamp()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::{DateFrom, When};

    fn at(moment: &str) -> DateTime<Utc> {
        moment.parse().unwrap()
    }

    fn story(status: Option<&str>, until: Option<&str>) -> Story {
        Story {
            status: status.map(String::from),
            embargo_until: until.map(String::from),
            ..Story::default()
        }
    }

    #[test]
    fn an_embargo_ends_at_its_moment() {
        let story = story(Some("embargoed"), Some("2020-11-17T18:00:00+01:00"));
        let of = |moment| Status::of(&story, at(moment));
        assert_eq!(of("2020-11-17T16:59:59Z"), Status::Embargoed);
        assert_eq!(of("2020-11-17T17:00:00Z"), Status::Usable);
    }

    #[test]
    fn an_embargo_without_an_end_is_lifted_a_week_after_the_date_and_without_a_date_never() {
        let mut story = story(Some("embargoed"), None);
        assert_eq!(
            Status::of(&story, at("2999-01-01T00:00:00Z")),
            Status::Embargoed
        );
        story.set_date(When::day(2020, 11, 17).unwrap(), DateFrom::Dateline);
        assert_eq!(
            Status::of(&story, at("2020-11-23T23:59:59Z")),
            Status::Embargoed
        );
        assert_eq!(
            Status::of(&story, at("2020-11-24T00:00:00Z")),
            Status::Usable
        );
    }

    #[test]
    fn superseded_is_what_nothing_else_holds_back() {
        let now = at("2020-11-17T00:00:00Z");
        for (status, until, standing) in [
            (None, None, Status::Superseded),
            (Some("usable"), None, Status::Superseded),
            (Some("canceled"), None, Status::Canceled),
            (Some("withheld"), None, Status::Withheld),
            (None, Some("2030-01-01T00:00:00Z"), Status::Embargoed),
            (None, Some("2010-01-01T00:00:00Z"), Status::Superseded),
        ] {
            let superseded = Story {
                superseded_by: Some("2a".into()),
                ..story(status, until)
            };
            assert_eq!(Status::of(&superseded, now), standing);
        }
    }

    #[test]
    fn killed_and_withheld_have_no_end_and_no_word_of_it_is_usable() {
        let now = at("2020-11-17T00:00:00Z");
        let past = Some("2000-01-01T00:00:00Z");
        assert_eq!(
            Status::of(&story(Some("canceled"), past), now),
            Status::Canceled
        );
        assert_eq!(
            Status::of(&story(Some("withheld"), past), now),
            Status::Withheld
        );
        assert_eq!(Status::of(&story(None, None), now), Status::Usable);
        let future = Some("2030-01-01T00:00:00Z");
        assert_eq!(Status::of(&story(None, future), now), Status::Embargoed);
    }
}
