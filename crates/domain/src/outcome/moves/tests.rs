use super::*;
use crate::cite::Repo;
use crate::github::ItemEvent;
use crate::kep::{Milestone, Stage, Status};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn state(status: Status, shipped: Option<(Stage, u16)>) -> KepState {
    let shipped = shipped.map(|(stage, minor)| Milestone { stage, version: Version { minor } });
    KepState { status: Some(status), shipped, ..KepState::default() }
}

fn word(then: KepState, now: KepState) -> String {
    DatedChange {
        day: day("2024-02-03"),
        change: StateChange::Kep { then: Box::new(then), now: Box::new(now) },
    }
    .reached()
}

#[test]
fn a_move_is_called_by_what_was_reached() {
    use Stage::*;
    use Status::*;
    let check = |then: KepState, now: KepState, expected: &str| assert_eq!(word(then, now), expected);
    check(state(Implementable, Some((Beta, 30))), state(Implemented, Some((Stable, 33))), "stable/1.33");
    check(state(Implementable, None), state(Implementable, Some((Alpha, 28))), "alpha/1.28");
    check(KepState::default(), state(Provisional, None), "provisional/2024-02-03");
    check(
        state(Implementable, Some((Alpha, 28))),
        state(Withdrawn, Some((Alpha, 28))),
        "withdrawn/2024-02-03",
    );
    check(
        state(Implementable, Some((Alpha, 28))),
        state(Withdrawn, Some((Beta, 29))),
        "withdrawn/2024-02-03",
    );
    check(state(Withdrawn, Some((Alpha, 28))), state(Withdrawn, Some((Removed, 30))), "removed/1.30");
    check(
        state(Implementable, Some((Stable, 28))),
        state(Implemented, Some((Stable, 28))),
        "implemented/2024-02-03",
    );
    // No stage is confirmed any more: nothing was reached but the status that it has.
    check(state(Implementable, Some((Alpha, 28))), state(Deferred, None), "deferred/2024-02-03");
    check(state(Implementable, None), state(Other("On <Hold>!".into()), None), "on-hold/2024-02-03");
}

#[test]
fn a_kep_moves_on_the_days_that_its_state_is_another_one() {
    let days = ["2023-08-15", "2023-09-01", "2025-04-23"].map(day);
    let steps = kep_moves(&days, |on| {
        let shipped = match () {
            () if on >= day("2025-04-23") => Some((Stage::Stable, 33)),
            () if on >= day("2023-08-15") => Some((Stage::Alpha, 28)),
            () => None,
        };
        state(Status::Implementable, shipped)
    });
    let shown: Vec<_> = steps.iter().map(|step| (step.day.to_string(), step.reached())).collect();
    assert_eq!(
        shown,
        [("2023-08-15".to_owned(), "alpha/1.28".to_owned()), ("2025-04-23".into(), "stable/1.33".into())]
    );
}

fn at(text: &str) -> Timestamp {
    format!("{text}T19:27:00Z").parse().unwrap()
}

fn item(state: github::ItemState, events: Option<&[(&str, ItemEventKind)]>) -> Item {
    Item {
        kind: ItemKind::Issue,
        title: "A".into(),
        state,
        created_at: Some(at("2023-01-01")),
        closed_at: state.is_closed().then(|| at("2024-06-01")),
        merged_at: (state == github::ItemState::Merged).then(|| at("2024-06-01")),
        updated_at: None,
        milestone: None,
        labels: Vec::new(),
        events: events
            .map(|events| events.iter().map(|(on, what)| ItemEvent { at: at(on), what: *what }).collect()),
        moved_to: None,
    }
}

#[test]
fn a_number_on_github_moves_with_its_events() {
    use ItemEventKind::*;
    use github::ItemState;
    let check = |item: Item, zone: TimeZone, expected: &[&str]| {
        let steps = item_moves(&item, &zone);
        assert_eq!(steps.iter().map(DatedChange::reached).collect::<Vec<_>>(), expected);
    };
    let closed = |on| (on, Closed(ItemState::NotPlanned));
    check(item(ItemState::Open, Some(&[])), TimeZone::UTC, &[]);
    check(item(ItemState::Open, None), TimeZone::UTC, &[]);
    check(item(ItemState::Completed, None), TimeZone::UTC, &["completed/2024-06-01"]);
    check(
        item(ItemState::NotPlanned, Some(&[closed("2024-06-01")])),
        TimeZone::UTC,
        &["not_planned/2024-06-01"],
    );
    check(
        item(ItemState::Open, Some(&[closed("2023-05-01"), ("2023-05-03", Reopened)])),
        TimeZone::UTC,
        &["not_planned/2023-05-01", "open/2023-05-03"],
    );
    // GitHub says of a merge that it closed, too.
    let merged = [("2024-06-01", Merged), ("2024-06-01", Closed(ItemState::Closed))];
    check(item(ItemState::Merged, Some(&merged)), TimeZone::UTC, &["merged"]);
    check(item(ItemState::Merged, None), TimeZone::UTC, &["merged"]);
    // 19:27 UTC is the next day in Tokyo.
    let tokyo = TimeZone::fixed(jiff::tz::offset(9));
    check(item(ItemState::Completed, None), tokyo, &["completed/2024-06-02"]);
}

#[test]
fn a_subject_has_one_spelling() {
    assert_eq!(MoveSubject::Kep(753).to_string(), "kep/753");
    let key = ItemKey { repo: Repo::new("Cilium", "Cilium"), number: 3 };
    assert_eq!(MoveSubject::Item(key).to_string(), "ref/cilium/cilium/3");
}
