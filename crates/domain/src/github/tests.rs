use super::*;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(super) fn item(state: State) -> Item {
    Item {
        kind: Kind::Pull,
        title: "A title".into(),
        state,
        created_at: Some(at("2023-01-10T00:00:00Z")),
        closed_at: None,
        merged_at: None,
        updated_at: None,
        milestone: None,
        labels: Vec::new(),
        events: None,
        moved_to: None,
    }
}

fn event(day: &str, what: Happened) -> Event {
    Event { at: at(day), what }
}

fn tokyo() -> TimeZone {
    TimeZone::fixed(jiff::tz::offset(9))
}

/// Checks the state on each day, as in `open 2023-01-10`.
#[track_caller]
fn check(item: &Item, days: &[(&str, &str)]) {
    for (day, expected) in days {
        let Standing { state, since } = item.on(day.parse().unwrap(), &tokyo());
        let told = since.map_or_else(|| state.to_string(), |since| format!("{state} {since}"));
        assert_eq!(told, *expected, "on {day}");
    }
}

#[test]
fn a_day_ends_in_the_notebooks_zone() {
    let merged = at("2023-10-05T19:27:00Z");
    let item = Item {
        merged_at: Some(merged),
        closed_at: Some(merged),
        events: Some(vec![]),
        ..item(State::Merged)
    };
    check(
        &item,
        &[("2023-01-09", "not_yet"), ("2023-10-05", "open 2023-01-10"), ("2023-10-06", "merged 2023-10-06")],
    );
}

#[test]
fn events_tell_what_was_closed_and_reopened_in_between() {
    let issue = Item {
        kind: Kind::Issue,
        closed_at: Some(at("2023-06-01T00:00:00Z")),
        events: Some(vec![
            event("2023-03-01T00:00:00Z", Happened::Closed(State::NotPlanned)),
            event("2023-04-01T00:00:00Z", Happened::Reopened),
            event("2023-06-01T00:00:00Z", Happened::Closed(State::Completed)),
        ]),
        ..item(State::Completed)
    };
    check(
        &issue,
        &[
            ("2023-02-01", "open 2023-01-10"),
            ("2023-03-15", "not_planned 2023-03-01"),
            ("2023-05-01", "open 2023-04-01"),
            ("2023-07-01", "completed 2023-06-01"),
        ],
    );
    assert_eq!(
        issue.now(&tokyo()),
        Standing { state: State::Completed, since: Some(Date::constant(2023, 6, 1)) }
    );
}

#[test]
fn without_events_only_what_could_not_have_been_otherwise_is_told() {
    let closed = Item { closed_at: Some(at("2023-06-01T00:00:00Z")), ..item(State::Closed) };
    check(
        &closed,
        &[("2023-01-01", "not_yet"), ("2023-05-01", "unknown"), ("2023-06-01", "closed 2023-06-01")],
    );
    check(&item(State::Open), &[("2023-01-01", "not_yet"), ("2023-05-01", "unknown")]);
    // A closing that an open one still tells of was taken back.
    let reopened = Item { closed_at: Some(at("2023-06-01T00:00:00Z")), ..item(State::Open) };
    check(&reopened, &[("2023-07-01", "unknown")]);
    // Known to be merged, not since when.
    check(&Item { created_at: None, ..item(State::Merged) }, &[("2023-07-01", "unknown")]);
}

#[test]
fn a_draft_is_known_for_now_only() {
    let draft = Item { events: Some(vec![]), ..item(State::Draft) };
    check(&draft, &[("2023-02-01", "open 2023-01-10")]);
    assert_eq!(draft.now(&tokyo()), Standing { state: State::Draft, since: None });
    assert!(!changed(State::Open, State::Draft));
}

#[test]
fn what_is_unknown_has_not_moved() {
    for (then, now, moved) in [
        (State::Open, State::Merged, true),
        (State::NotYet, State::Open, true),
        (State::Merged, State::Merged, false),
        (State::Unknown, State::Merged, false),
        (State::Open, State::Unknown, false),
        (State::Closed, State::Open, true),
    ] {
        assert_eq!(changed(then, now), moved, "{then} {now}");
    }
}

#[test]
fn a_milestone_of_kubernetes_is_a_release() {
    let merged = |milestone: &str| Item { milestone: Some(milestone.into()), ..item(State::Merged) };
    let kubernetes = Repo::new("kubernetes", "kubernetes");
    assert_eq!(
        merged("v1.28").release(&kubernetes).map(|version| version.to_string()).as_deref(),
        Some("1.28")
    );
    assert_eq!(merged("next").release(&kubernetes), None);
    assert_eq!(merged("v1.28").release(&Repo::new("istio", "istio")), None);
    assert_eq!(Item { milestone: Some("v1.28".into()), ..item(State::Open) }.release(&kubernetes), None);
}

#[test]
fn a_state_is_read_as_it_is_written() {
    for state in State::ALL {
        assert_eq!(state.as_str().parse(), Ok(*state));
    }
    assert_eq!("Not planned".parse(), Ok(State::NotPlanned));
    assert!("fine".parse::<State>().is_err());
}

#[test]
fn events_that_are_known_stay_while_nothing_can_have_happened() {
    let known = |state, updated: &str| Item {
        updated_at: Some(at(updated)),
        closed_at: state_is_closed(state),
        events: Some(vec![]),
        ..item(state)
    };
    let fetched = |state, updated: &str| Item { events: None, ..known(state, updated) };
    let (day, later) = ("2023-02-01T00:00:00Z", "2023-02-02T00:00:00Z");
    let events = |now: Item, then: Item| now.with_events_of(&then).events;
    assert_eq!(events(fetched(State::Open, day), known(State::Open, day)), Some(vec![]));
    assert_eq!(events(fetched(State::Open, later), known(State::Open, day)), None);
    assert_eq!(events(fetched(State::Merged, later), known(State::Merged, day)), Some(vec![]));
    assert_eq!(events(fetched(State::Merged, later), known(State::Open, day)), None);
}

fn state_is_closed(state: State) -> Option<Timestamp> {
    state.is_closed().then(|| at("2023-01-20T00:00:00Z"))
}
