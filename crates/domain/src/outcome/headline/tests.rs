//! A table of cases: what became of a citation, what is stated first and second, and which of both alone.

use super::*;
use crate::Date;
use crate::cite::Repo;
use crate::github::{ItemKey, ItemKind, ItemStanding, ItemState};
use crate::kep::{Milestone, Stage, Status};
use crate::outcome::verdict::{Judgement, Verdict};
use crate::version::Version;

const DAY: Option<Date> = Some(Date::constant(2023, 11, 1));

fn stage(stage: Stage, minor: u16) -> then_now::KepState {
    let shipped = Some(Milestone { stage, version: Version { minor } });
    then_now::KepState { status: Some(Status::Implementable), shipped, ..then_now::KepState::default() }
}

fn withdrawn(state: then_now::KepState) -> then_now::KepState {
    then_now::KepState { status: Some(Status::Withdrawn), ..state }
}

/// KEP-753 was at alpha 1.28 and is at a stage.
fn kep(relation: Relation, now: then_now::KepState) -> Option<KepOutcome> {
    Some(KepOutcome {
        number: 753,
        relation,
        title: None,
        then: stage(Stage::Alpha, 28),
        now,
        shipped_on: None,
        successor: None,
    })
}

fn unknown_kep() -> Option<KepOutcome> {
    let absent = then_now::KepState::default();
    kep(Relation::Unknown, absent.clone()).map(|kep| KepOutcome { then: absent, ..kep })
}

/// A number that was in one state and is in another.
fn item(then: ItemState, now: ItemState) -> Option<ItemOutcome> {
    let standing = |state| ItemStanding { state, since: None };
    Some(ItemOutcome {
        key: ItemKey { repo: Repo::new("kubernetes", "enhancements"), number: 4183 },
        kind: Some(ItemKind::Pull),
        title: None,
        then: standing(then),
        now: standing(now),
        release: None,
        moved_to: None,
        missing: None,
    })
}

fn missing(missing: MissingReason) -> Option<ItemOutcome> {
    let missing = Some(missing);
    item(ItemState::Unknown, ItemState::Unknown).map(|item| ItemOutcome { kind: None, missing, ..item })
}

/// `PullAbout KEP-753: alpha 1.28 → stable 1.33`, `#4183: open → merged`.
fn print(statement: Statement<'_>) -> String {
    let kep_state = |state: &then_now::KepState| {
        let shipped = state.shipped.map(|shipped| shipped.to_string()).unwrap_or_default();
        let given_up = state.status.as_ref().filter(|status| status.is_given_up());
        given_up.map_or(shipped, Status::to_string)
    };
    match statement {
        Statement::Kep { kep, then } => {
            let then = then.map(|then| format!("{} → ", kep_state(then))).unwrap_or_default();
            let successor = kep.successor.map(|number| format!(" → KEP-{number}")).unwrap_or_default();
            format!("{:?} KEP-{}: {then}{}{successor}", kep.relation, kep.number, kep_state(&kep.now))
        }
        Statement::UnknownKep => "no such KEP".to_owned(),
        Statement::Item { item, then } => {
            let then = then.map(|then| format!("{} → ", then.as_str())).unwrap_or_default();
            format!("#{}: {then}{}", item.key.number, item.now.state.as_str())
        }
        Statement::SeveralKeps => "several KEPs".to_owned(),
        Statement::UnknownItem { item, missing } => format!("#{}: {missing:?}", item.key.number),
    }
}

/// What is stated of a citation of [`DAY`]: first, second, and which of both says most.
#[track_caller]
fn check(kep: Option<KepOutcome>, item: Option<ItemOutcome>, first: &str, second: Option<&str>, main: &str) {
    let outcome = Outcome { then_day: DAY, kep, item, ..Outcome::default() };
    let headline = outcome.headline().expect("something is known");
    let printed = (print(headline.first), headline.second.map(print));
    assert_eq!((printed.0.as_str(), printed.1.as_deref()), (first, second));
    assert_eq!(print(headline.main()), main);
}

#[test]
fn a_kep_alone() {
    use Stage::{Alpha, Stable};
    for (now, line) in [
        (stage(Stable, 33), "Itself KEP-753: alpha 1.28 → stable 1.33"),
        (stage(Alpha, 28), "Itself KEP-753: alpha 1.28"),
        // A stage that by now came with another release has not moved.
        (stage(Alpha, 29), "Itself KEP-753: alpha 1.29"),
        (withdrawn(stage(Alpha, 28)), "Itself KEP-753: alpha 1.28 → withdrawn"),
    ] {
        check(kep(Relation::Itself, now), None, line, None, line);
    }
}

#[test]
fn a_successor_follows_the_state_now() {
    let succeeded = kep(Relation::Itself, withdrawn(stage(Stage::Alpha, 28)))
        .map(|kep| KepOutcome { successor: Some(4381), ..kep });
    let line = "Itself KEP-753: alpha 1.28 → withdrawn → KEP-4381";
    check(succeeded, None, line, None, line);
}

#[test]
fn a_kep_says_more_than_its_pull_request_unless_that_alone_has_moved() {
    use ItemState::{Merged, Open};
    for relation in [Relation::PullAbout, Relation::ContinuedAs] {
        let moved = || kep(relation, stage(Stage::Stable, 33));
        let unmoved = || kep(relation, stage(Stage::Alpha, 28));
        let then_now = &format!("{relation:?} KEP-753: alpha 1.28 → stable 1.33");
        let now = &format!("{relation:?} KEP-753: alpha 1.28");
        let merged = "#4183: open → merged";
        check(moved(), item(Merged, Merged), then_now, None, then_now);
        check(moved(), item(Open, Merged), then_now, Some(merged), then_now);
        check(unmoved(), item(Merged, Merged), now, None, now);
        check(unmoved(), item(Open, Merged), now, Some(merged), merged);
        check(unmoved(), missing(MissingReason::NotFetched), now, None, now);
    }
}

#[test]
fn a_number_that_no_kep_has_is_what_github_knows_it_to_be() {
    use ItemState::{Merged, Open};
    check(unknown_kep(), item(Merged, Merged), "#4183: merged", None, "#4183: merged");
    check(unknown_kep(), item(Open, Merged), "#4183: open → merged", None, "#4183: open → merged");
    for why in [MissingReason::NotFetched, MissingReason::NotFound, MissingReason::Discussion] {
        check(unknown_kep(), missing(why), "no such KEP", None, "no such KEP");
    }
    check(unknown_kep(), None, "no such KEP", None, "no such KEP");
}

#[test]
fn a_pull_request_or_an_issue_alone() {
    use ItemState::{Draft, Merged, Open, Unknown};
    for (then, now, line) in [
        (Open, Merged, "#4183: open → merged"),
        (Merged, Merged, "#4183: merged"),
        // It may have been a draft then.
        (Open, Draft, "#4183: draft"),
        (Unknown, Merged, "#4183: merged"),
    ] {
        check(None, item(then, now), line, None, line);
    }
    check(None, missing(MissingReason::NotFound), "#4183: NotFound", None, "#4183: NotFound");
}

#[test]
fn without_a_day_nothing_has_moved() {
    let moved = kep(Relation::PullAbout, stage(Stage::Stable, 33));
    let outcome =
        Outcome { kep: moved, item: item(ItemState::Open, ItemState::Merged), ..Outcome::default() };
    let headline = outcome.headline().expect("something is known");
    assert_eq!(headline.statements().map(print).collect::<Vec<_>>(), ["PullAbout KEP-753: stable 1.33"]);
    assert!(!outcome.kep_moved() && !outcome.item_moved());
}

#[test]
fn nothing_is_stated_without_an_outcome() {
    assert_eq!(Outcome::default().headline(), None);
}

#[test]
fn the_latest_move_is_that_of_the_day() {
    let day = Date::constant(2026, 4, 22);
    let check = |item_moved_on: Option<Date>, moved_on: Option<Date>, expected: Option<&str>| {
        let mut item = item(ItemState::Open, ItemState::Merged);
        item.as_mut().unwrap().now.since = item_moved_on;
        let kep = kep(Relation::PullAbout, stage(Stage::Stable, 33));
        let outcome = Outcome { then_day: DAY, kep, item, moved_on, changed: true, ..Outcome::default() };
        assert_eq!(outcome.latest_move().map(print).as_deref(), expected);
    };
    let kep_moved = Some("PullAbout KEP-753: alpha 1.28 → stable 1.33");
    check(DAY, Some(day), kep_moved);
    check(None, Some(day), kep_moved);
    check(Some(day), Some(day), Some("#4183: open → merged"));
    check(Some(day), None, None);
}

#[test]
fn what_moved_in_stage_slipped_or_was_dropped_stands_out() {
    use ItemState::{Closed, Completed, Merged, NotPlanned, Open};
    let alpha = || stage(Stage::Alpha, 28);
    let kep_stands_out = |now: then_now::KepState, verdict: Option<Verdict>| {
        let judgement = verdict.map(|verdict| Judgement {
            verdict,
            expected: None,
            came_in: None,
            revisions: Vec::new(),
            curator: None,
        });
        let kep = kep(Relation::Itself, now);
        Outcome { then_day: DAY, kep, judgement, ..Outcome::default() }.kep_stands_out()
    };
    let implemented = || then_now::KepState { status: Some(Status::Implemented), ..alpha() };
    assert!(kep_stands_out(stage(Stage::Beta, 29), None));
    assert!(kep_stands_out(withdrawn(alpha()), None));
    assert!(kep_stands_out(alpha(), Some(Verdict::Missed)), "it slipped, though nothing moved");
    assert!(!kep_stands_out(alpha(), Some(Verdict::Open)));
    assert!(!kep_stands_out(implemented(), None), "a status alone is quiet");

    let item_stands_out = |kind, now| {
        let item = item(Open, now).map(|item| ItemOutcome { kind: Some(kind), ..item });
        Outcome { then_day: DAY, item, ..Outcome::default() }.item_stands_out()
    };
    assert!(!item_stands_out(ItemKind::Pull, Merged), "merged as usual");
    assert!(item_stands_out(ItemKind::Pull, Closed));
    assert!(item_stands_out(ItemKind::Issue, NotPlanned));
    assert!(!item_stands_out(ItemKind::Issue, Completed));
    assert!(!item_stands_out(ItemKind::Issue, Closed), "it may have been done");
}
