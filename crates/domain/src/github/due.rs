//! When a pull request or an issue is fetched again.

use jiff::{SignedDuration, Timestamp};

use super::Answer;

/// What is open may change any day; runs that follow each other closely fetch it once.
const OPEN: SignedDuration = SignedDuration::from_hours(1);
/// A number that nobody saw may have been mistyped, or private for a while.
const NOT_FOUND: SignedDuration = SignedDuration::from_hours(7 * 24);
/// What has ended is seldom reopened, renamed or moved.
const ENDED: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Whether a number is to be fetched again at `now`; `last` is its last answer, with the time of it.
///
/// What was never fetched is due. What is open is due after an hour, what was not found after a week, what was closed,
/// merged or made a discussion after thirty days. An answer without events is due after an hour where `events` can
/// be had, as its past is unknown without them. A clock that went back makes everything due.
pub fn is_due(last: Option<(&Answer, Timestamp)>, events: bool, now: Timestamp) -> bool {
    let Some((answer, at)) = last else { return true };
    let rest = match answer {
        Answer::Item(item) if !item.state.is_closed() => OPEN,
        Answer::Item(item) if events && item.events.is_none() => OPEN,
        Answer::Item(_) | Answer::Discussion => ENDED,
        Answer::NotFound => NOT_FOUND,
    };
    at > now || now.duration_since(at) >= rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::github::tests::item;
    use crate::github::{Item, ItemState};

    const FETCHED_AT: &str = "2026-01-01T00:00:00Z";

    fn open() -> Answer {
        Answer::Item(Box::new(item(ItemState::Open)))
    }

    fn merged(events: bool) -> Answer {
        Answer::Item(Box::new(Item { events: events.then(Vec::new), ..item(ItemState::Merged) }))
    }

    #[track_caller]
    fn check(answer: Answer, events: bool, now: &str, expected: bool) {
        let last = Some((&answer, FETCHED_AT.parse().unwrap()));
        assert_eq!(is_due(last, events, now.parse().unwrap()), expected, "{answer:?} at {now}");
    }

    #[test]
    fn what_was_never_fetched_is_due() {
        assert!(is_due(None, false, FETCHED_AT.parse().unwrap()));
    }

    #[test]
    fn open_ones_are_due_after_an_hour() {
        check(open(), true, "2026-01-01T00:59:59Z", false);
        check(open(), true, "2026-01-01T01:00:00Z", true);
    }

    #[test]
    fn ended_ones_are_due_after_thirty_days() {
        check(merged(true), true, "2026-01-30T23:59:59Z", false);
        check(merged(true), true, "2026-01-31T00:00:00Z", true);
        check(Answer::Discussion, true, "2026-01-30T00:00:00Z", false);
    }

    #[test]
    fn not_found_is_due_after_a_week() {
        check(Answer::NotFound, true, "2026-01-07T23:59:59Z", false);
        check(Answer::NotFound, true, "2026-01-08T00:00:00Z", true);
    }

    #[test]
    fn an_ended_one_without_events_is_due_as_soon_as_they_can_be_had() {
        check(merged(false), false, "2026-01-02T00:00:00Z", false);
        check(merged(false), true, "2026-01-02T00:00:00Z", true);
        check(merged(false), true, "2026-01-01T00:10:00Z", false);
    }

    #[test]
    fn a_clock_that_went_back_makes_due() {
        check(merged(true), true, "2025-12-31T00:00:00Z", true);
    }
}
