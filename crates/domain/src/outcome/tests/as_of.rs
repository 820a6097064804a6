//! The same facts as they were known at the end of a day.

use super::*;
use crate::outcome::verdict::Verdict;

fn tokyo() -> TimeZone {
    TimeZone::fixed(jiff::tz::offset(9))
}

/// What became of a target of a note of `then`, as of a day in Tokyo.
fn judged_on(as_of: &str, target: Target, then: &str) -> Option<Outcome> {
    judged(&facts().known_on(day(as_of), &tokyo()), target, then)
}

#[test]
fn a_kep_is_now_what_it_was_on_the_day() {
    let check = |as_of: &str, now: Option<&str>, missed: usize, verdict: Option<Verdict>| {
        let outcome = judged_on(as_of, Target::Kep(753), "2023-03-01").unwrap();
        let kep = outcome.kep.unwrap();
        let verdict_now = outcome.judgement.map(|judgement| judgement.verdict);
        assert_eq!(
            (stage(&kep.now).as_deref(), kep.now.missed.len(), verdict_now),
            (now, missed, verdict),
            "{as_of}"
        );
    };
    // Its alpha was planned for 1.27, which came out on 2023-04-11.
    check("2023-03-01", None, 0, Some(Verdict::Open));
    check("2023-04-10", None, 0, Some(Verdict::Open));
    // Nobody had put it off when 1.27 came out: as of that day it had come.
    check("2023-04-11", Some("alpha 1.27"), 0, Some(Verdict::Held));
    check("2023-06-12", None, 0, Some(Verdict::Missed));
    check("2023-08-14", None, 0, Some(Verdict::Missed));
    check("2023-08-15", Some("alpha 1.28"), 0, Some(Verdict::Late));
    check("2026-07-24", Some("stable 1.33"), 0, Some(Verdict::Late));
}

#[test]
fn a_day_ends_in_the_zone_of_the_notes() {
    let mut facts = facts();
    let late: Timestamp = "2023-06-12T16:00:00Z".parse().unwrap();
    facts.keps.get_mut(&753).unwrap().revisions[1].0 = late;
    let known = |zone: TimeZone| facts.known_on(day("2023-06-12"), &zone).keps[&753].revisions.len();
    assert_eq!((known(TimeZone::UTC), known(tokyo())), (2, 1));
}

#[test]
fn a_commit_that_is_stamped_later_than_those_after_it_is_left_out_alone() {
    let mut facts = facts();
    let known = |facts: &FactBase| facts.known_on(day("2023-06-30"), &tokyo()).keps[&753].revisions.clone();
    let before = known(&facts);
    let revisions = &mut facts.keps.get_mut(&753).unwrap().revisions;
    let stamped_later = ("2024-01-01T00:00:00Z".parse().unwrap(), revisions[0].1.clone());
    revisions.insert(1, stamped_later);
    assert_eq!((before.len(), known(&facts)), (2, before));
}

#[test]
fn now_is_the_day_in_its_zone_and_never_after_the_facts() {
    let times = facts().as_of.unwrap();
    let in_tokyo = |at: Timestamp| at.to_zoned(tokyo()).date();
    let known = times.known_on(day("2024-06-01"), &tokyo());
    assert_eq!((in_tokyo(known.now), in_tokyo(known.data_at)), (day("2024-06-01"), day("2024-06-01")));
    assert_eq!(times.known_on(day("2027-01-01"), &tokyo()), times);
}

#[test]
fn what_came_later_is_not_there() {
    // A KEP without a file, and a pull request that was not merged.
    let before = judged_on("2023-02-08", Target::Kep(753), "2023-02-01").unwrap();
    assert_eq!(before.kep.map(|kep| kep.relation), Some(Relation::Unknown));
    let pull = |as_of: &str| judged_on(as_of, enhancements(4183), "2023-09-01").unwrap();
    assert_eq!(pull("2023-10-04").kep, None);
    assert_eq!(pull("2023-10-04").item.unwrap().missing, Some(MissingReason::NotFetched));
    let merged = pull("2023-10-05");
    assert_eq!(merged.kep.map(|kep| kep.number), Some(753));
    assert_eq!(merged.item.unwrap().now.state, ItemState::Merged);
}

#[test]
fn the_title_and_the_owner_are_those_of_the_day() {
    let mut facts = facts();
    let revisions = &mut facts.keps.get_mut(&753).unwrap().revisions;
    revisions[0].1.title = Some("Sidecars, once".into());
    let title = |as_of: &str| {
        let known = facts.known_on(day(as_of), &tokyo());
        judged(&known, Target::Kep(753), "2023-02-01").unwrap().kep.unwrap().title
    };
    assert_eq!(title("2023-02-09").as_deref(), Some("Sidecars, once"));
    assert_eq!(title("2023-06-12").as_deref(), Some("Sidecars"));
}

#[test]
fn the_table_of_overrides_counts_from_its_day() {
    let successor =
        |as_of: &str| judged_on(as_of, Target::Kep(3063), "2023-10-01").unwrap().kep.unwrap().successor;
    assert_eq!((successor("2024-10-04"), successor("2024-10-05")), (None, Some(4381)));
    let read_as = |as_of: &str| judged_on(as_of, Target::Kep(3759), "2023-01-20").unwrap().read_as;
    assert_eq!(read_as("2023-02-08"), None);
    assert!(read_as("2023-02-09").is_some());
}

#[test]
fn as_of_its_own_day_nothing_has_moved() {
    for then in ["2023-03-01", "2023-07-01", "2023-12-01", "2024-10-05"] {
        for target in [Target::Kep(753), Target::Kep(3063), enhancements(4183)] {
            let outcome = judged_on(then, target, then).unwrap();
            assert_eq!((outcome.changed, outcome.moved_on), (false, None), "{then}");
            assert!(outcome.kep.is_none_or(|kep| kep.then == kep.now), "{then}");
        }
    }
}

#[test]
fn a_note_that_may_be_newer_than_the_day_is_known_as_such() {
    let check = |last: Option<&str>, expected: bool| {
        let note = NoteDay { last: last.map(day), first: None };
        assert_eq!(note.may_be_after(day("2023-06-12")), expected, "{last:?}");
    };
    check(Some("2023-06-13"), true);
    check(Some("2023-06-12"), false);
    check(None, false);
}
