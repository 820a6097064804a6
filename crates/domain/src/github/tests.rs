use super::*;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(super) fn item(state: ItemState) -> Item {
    Item {
        kind: ItemKind::Pull,
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

fn event(day: &str, what: ItemEventKind) -> ItemEvent {
    ItemEvent { at: at(day), what }
}

fn tokyo() -> TimeZone {
    TimeZone::fixed(jiff::tz::offset(9))
}

/// Checks the state on each day, as in `open 2023-01-10`.
#[track_caller]
fn check(item: &Item, days: &[(&str, &str)]) {
    for (day, expected) in days {
        let ItemStanding { state, since } = item.on(day.parse().unwrap(), &tokyo());
        let shown = since.map_or_else(|| state.to_string(), |since| format!("{state} {since}"));
        assert_eq!(shown, *expected, "on {day}");
    }
}

#[test]
fn a_day_ends_in_the_notebooks_zone() {
    let merged = at("2023-10-05T19:27:00Z");
    let item = Item {
        merged_at: Some(merged),
        closed_at: Some(merged),
        events: Some(vec![]),
        ..item(ItemState::Merged)
    };
    check(
        &item,
        &[("2023-01-09", "not_yet"), ("2023-10-05", "open 2023-01-10"), ("2023-10-06", "merged 2023-10-06")],
    );
}

#[test]
fn events_show_what_was_closed_and_reopened_in_between() {
    let issue = Item {
        kind: ItemKind::Issue,
        closed_at: Some(at("2023-06-01T00:00:00Z")),
        events: Some(vec![
            event("2023-03-01T00:00:00Z", ItemEventKind::Closed(ItemState::NotPlanned)),
            event("2023-04-01T00:00:00Z", ItemEventKind::Reopened),
            event("2023-06-01T00:00:00Z", ItemEventKind::Closed(ItemState::Completed)),
        ]),
        ..item(ItemState::Completed)
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
        ItemStanding { state: ItemState::Completed, since: Some(Date::constant(2023, 6, 1)) }
    );
}

#[test]
fn without_events_only_what_could_not_have_been_otherwise_is_known() {
    let closed = Item { closed_at: Some(at("2023-06-01T00:00:00Z")), ..item(ItemState::Closed) };
    check(
        &closed,
        &[("2023-01-01", "not_yet"), ("2023-05-01", "unknown"), ("2023-06-01", "closed 2023-06-01")],
    );
    check(&item(ItemState::Open), &[("2023-01-01", "not_yet"), ("2023-05-01", "unknown")]);
    // A closing that an open one still reports was taken back.
    let reopened = Item { closed_at: Some(at("2023-06-01T00:00:00Z")), ..item(ItemState::Open) };
    check(&reopened, &[("2023-07-01", "unknown")]);
    // It was open or closed, and not merged before its day.
    let merged = at("2023-06-01T00:00:00Z");
    let merged = Item { merged_at: Some(merged), closed_at: Some(merged), ..item(ItemState::Merged) };
    let days = [("2023-01-01", "not_yet"), ("2023-05-31", "not_merged"), ("2023-06-01", "merged 2023-06-01")];
    check(&merged, &days);
    let earlier = merged.known_on("2023-05-01".parse().unwrap(), &tokyo());
    check(&earlier, &[("2023-02-01", "not_merged"), ("2023-05-01", "not_merged")]);
    // Known to be merged, not since when.
    check(&Item { created_at: None, ..item(ItemState::Merged) }, &[("2023-07-01", "unknown")]);
}

#[test]
fn a_draft_is_known_for_now_only() {
    let draft = Item { events: Some(vec![]), ..item(ItemState::Draft) };
    check(&draft, &[("2023-02-01", "open 2023-01-10")]);
    assert_eq!(draft.now(&tokyo()), ItemStanding { state: ItemState::Draft, since: None });
    assert!(!changed(ItemState::Open, ItemState::Draft));
}

#[test]
fn what_is_unknown_has_not_moved() {
    for (then, now, moved) in [
        (ItemState::Open, ItemState::Merged, true),
        (ItemState::NotYet, ItemState::Open, true),
        (ItemState::NotMerged, ItemState::Merged, true),
        (ItemState::Merged, ItemState::Merged, false),
        (ItemState::Unknown, ItemState::Merged, false),
        (ItemState::Open, ItemState::Unknown, false),
        (ItemState::Closed, ItemState::Open, true),
    ] {
        assert_eq!(changed(then, now), moved, "{then} {now}");
    }
}

#[test]
fn a_milestone_of_kubernetes_is_a_release() {
    let merged = |milestone: &str| Item { milestone: Some(milestone.into()), ..item(ItemState::Merged) };
    let kubernetes = Repo::new("kubernetes", "kubernetes");
    assert_eq!(
        merged("v1.28").release(&kubernetes).map(|version| version.to_string()).as_deref(),
        Some("1.28")
    );
    assert_eq!(merged("next").release(&kubernetes), None);
    assert_eq!(merged("v1.28").release(&Repo::new("istio", "istio")), None);
    assert_eq!(Item { milestone: Some("v1.28".into()), ..item(ItemState::Open) }.release(&kubernetes), None);
}

#[test]
fn a_state_is_read_as_it_is_written() {
    for state in ItemState::ALL {
        assert_eq!(state.as_str().parse(), Ok(*state));
    }
    assert_eq!("Not planned".parse(), Ok(ItemState::NotPlanned));
    assert!("fine".parse::<ItemState>().is_err());
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
    let events = |now: Item, then: Item| now.with_events_from(&then).events;
    assert_eq!(events(fetched(ItemState::Open, day), known(ItemState::Open, day)), Some(vec![]));
    assert_eq!(events(fetched(ItemState::Open, later), known(ItemState::Open, day)), None);
    assert_eq!(events(fetched(ItemState::Merged, later), known(ItemState::Merged, day)), Some(vec![]));
    assert_eq!(events(fetched(ItemState::Merged, later), known(ItemState::Open, day)), None);
}

fn state_is_closed(state: ItemState) -> Option<Timestamp> {
    state.is_closed().then(|| at("2023-01-20T00:00:00Z"))
}

#[test]
fn as_of_a_day_an_item_is_what_it_was_then() {
    let mut reopened = item(ItemState::Merged);
    reopened.merged_at = Some(at("2023-10-05T00:00:00Z"));
    reopened.closed_at = reopened.merged_at;
    reopened.events = Some(vec![
        event("2023-06-01T00:00:00Z", ItemEventKind::Closed(ItemState::Closed)),
        event("2023-07-01T00:00:00Z", ItemEventKind::Reopened),
        event("2023-10-05T00:00:00Z", ItemEventKind::Merged),
    ]);
    let mut closed = item(ItemState::Completed);
    closed.closed_at = Some(at("2023-06-01T00:00:00Z"));
    let draft = item(ItemState::Draft);
    let days =
        ["2023-01-01", "2023-01-10", "2023-06-01", "2023-06-30", "2023-07-01", "2023-10-05", "2024-01-01"];
    for item in [&reopened, &closed, &draft] {
        for as_of in days.map(|day| day.parse::<Date>().unwrap()) {
            let known = item.known_on(as_of, &tokyo());
            assert_eq!(known.now(&tokyo()), item.on(as_of, &tokyo()), "{as_of}");
            // And what was before is as it was.
            for day in days.map(|day| day.parse::<Date>().unwrap()).into_iter().filter(|day| *day <= as_of) {
                assert_eq!(known.on(day, &tokyo()), item.on(day, &tokyo()), "{day} as of {as_of}");
            }
        }
    }
    assert_eq!(closed.known_on("2023-05-01".parse().unwrap(), &tokyo()).state, ItemState::Unknown);
}
