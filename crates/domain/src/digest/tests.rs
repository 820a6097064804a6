use proptest::prelude::*;

use super::*;
use crate::Date;
use crate::cite::Repo;
use crate::github::{ItemKey, ItemStanding, ItemState};
use crate::kep::{Milestone, Stage, Status};
use crate::list::day_counts::DayCounts;
use crate::outcome::moves::{MoveSubject, StateChange};
use crate::outcome::story::{Fate, Promise, StageStory};
use crate::outcome::then_now::KepState;
use crate::release::{Release, Releases};
use crate::sig::Sig;
use crate::version::Version;

const fn date(year: i16, month: i8, day: i8) -> Date {
    Date::constant(year, month, day)
}

fn period(text: &str) -> DigestPeriod {
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

fn v(minor: u16) -> Version {
    Version { minor }
}

#[test]
fn a_period_is_read_in_many_spellings_and_printed_in_one() {
    let releases = Releases::built_in();
    let check = |text: &str, printed: &str, first: &str, last: &str| {
        let read = period(text);
        let days = read.days(&releases).expect("days");
        let shown = (read.to_string(), days.first.to_string(), days.last.to_string());
        assert_eq!(shown, (printed.into(), first.into(), last.into()), "{text}");
        assert_eq!(printed.parse(), Ok(read), "{text}");
    };
    check("2026-W47", "2026-W47", "2026-11-16", "2026-11-22");
    check("2026-w7", "2026-W07", "2026-02-09", "2026-02-15");
    check("2026W47", "2026-W47", "2026-11-16", "2026-11-22");
    // The first week of a year is that with its first Thursday: it may begin in the year before.
    check("2026-W01", "2026-W01", "2025-12-29", "2026-01-04");
    check("2020-W53", "2020-W53", "2020-12-28", "2021-01-03");
    check("2021-W01", "2021-W01", "2021-01-04", "2021-01-10");
    check("2023-10", "2023-10", "2023-10-01", "2023-10-31");
    check(" 2024-2 ", "2024-02", "2024-02-01", "2024-02-29");
    check("1.28", "1.28", "2023-04-12", "2023-08-15");
    check("v1.28.3", "1.28", "2023-04-12", "2023-08-15");
}

#[test]
fn a_text_that_names_no_period_says_why() {
    let check = |text: &str, expected: NotADigestPeriod| {
        assert_eq!(text.parse::<DigestPeriod>(), Err(expected), "{text}");
    };
    let no_week = |year, last| NotADigestPeriod::NoWeek { year, last };
    check("2026-W54", no_week(2026, 53));
    check("2025-W53", no_week(2025, 52));
    check("2026-W0", no_week(2026, 53));
    check("9999-W52", no_week(9999, 52));
    check("2026-13", NotADigestPeriod::NoMonth);
    check("2026-00", NotADigestPeriod::NoMonth);
    for text in [
        "",
        "2026",
        "2026-",
        "2026-W",
        "2026-11-01",
        "202611",
        "W47",
        "1.x",
        "２０２６-11",
        "-026-11",
        "week",
    ] {
        check(text, NotADigestPeriod::Unreadable(text.to_owned()));
    }
}

#[test]
fn a_period_has_begun_from_its_first_day() {
    let releases = Releases::built_in();
    let begun = |text: &str, today| period(text).begun(&releases, today).map(|days| days.first);
    assert_eq!(begun("2026-W48", date(2026, 11, 23)), Ok(date(2026, 11, 23)));
    assert_eq!(begun("2026-W48", date(2026, 11, 22)), Err(NoDigest::NotBegun(date(2026, 11, 23))));
    assert_eq!(begun("1.36", date(2026, 11, 22)), Ok(date(2025, 12, 18)));
    assert_eq!(begun("1.99", date(2026, 11, 22)), Err(NoDigest::UnknownCycle(v(99))));
    assert_eq!(
        begun("1.14", date(2026, 11, 22)),
        Err(NoDigest::UnknownCycle(v(14))),
        "nobody knows when it began"
    );
}

#[test]
fn a_list_of_its_notes_has_the_same_days() {
    let releases = Releases::built_in();
    let query = |text: &str| {
        let period = period(text);
        period.filter(period.days(&releases).expect("days")).query()
    };
    assert_eq!(query("2026-W47"), "since=2026-11-16&until=2026-11-22&order=asc");
    assert_eq!(query("2023-10"), "in=2023-10&order=asc");
    assert_eq!(query("1.28"), "cycle=1.28&order=asc");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn every_day_lies_in_one_week_and_one_month(days in 0i32..3_652_000) {
        let day = date(1, 1, 8).checked_add(jiff::Span::new().days(days % 3_651_680)).expect("a day");
        let releases = Releases::built_in();
        for kind in [DigestKind::Week, DigestKind::Month] {
            let Some(period) = kind.containing(day, &releases) else {
                prop_assert!(day > date(9999, 12, 25), "{day}");
                continue;
            };
            let days = period.days(&releases).expect("days");
            prop_assert!(days.contains(day));
            prop_assert_eq!(period.to_string().parse(), Ok(period));
            // The next one begins where it ends.
            if let Some(next) = period.next(&releases) {
                prop_assert_eq!(next.days(&releases).expect("days").first, days.last.tomorrow().expect("a day"));
                prop_assert_eq!(next.previous(&releases), Some(period));
            }
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        if let Ok(period) = text.parse::<DigestPeriod>() {
            prop_assert_eq!(period.to_string().parse(), Ok(period));
        }
    }
}

#[test]
fn cycles_follow_one_another_without_a_gap() {
    let releases = Releases::built_in();
    for minor in 15..37 {
        let (one, next) = (DigestPeriod::Cycle(v(minor)), DigestPeriod::Cycle(v(minor + 1)));
        assert_eq!((one.next(&releases), next.previous(&releases)), (Some(next), Some(one)));
    }
    assert_eq!(period("1.37").next(&releases), None);
    assert_eq!(period("1.15").previous(&releases), None);
}

fn story(stage: Stage, promises: &[(u16, Fate)]) -> StageStory {
    let promise =
        |(minor, fate): &(u16, Fate)| Promise { version: v(*minor), day: date(2023, 1, 1), fate: *fate };
    StageStory { stage, promises: promises.iter().map(promise).collect() }
}

#[test]
fn plans_change_on_the_day_of_the_file_or_of_the_release() {
    let releases = Releases::built_in();
    let stories = [
        story(Stage::Beta, &[(28, Fate::Missed(Some(date(2023, 9, 20)))), (29, Fate::Shipped)]),
        story(
            Stage::Stable,
            &[(30, Fate::PutOff(date(2023, 8, 31))), (31, Fate::TakenBack(date(2023, 9, 1)))],
        ),
    ];
    let days = Days { first: date(2023, 8, 1), last: date(2023, 8, 31) };
    let changes: Vec<String> = plan_changes(&stories, &releases, days)
        .into_iter()
        .map(|(day, change)| format!("{day} {} {:?}", change.milestone, change.next.map(|next| next.minor)))
        .collect();
    assert_eq!(changes, ["2023-08-15 beta 1.28 Some(29)", "2023-08-31 stable 1.30 Some(31)"]);
    let september = Days { first: date(2023, 9, 1), last: date(2023, 9, 30) };
    let taken_back = plan_changes(&stories, &releases, september);
    assert_eq!(taken_back.len(), 1, "a missed plan is told once: {taken_back:?}");
    assert_eq!(taken_back[0].1.milestone, Milestone { stage: Stage::Stable, version: v(31) });
}

fn shipped(kep: u32, sig: Option<&str>, day: Date) -> DigestMove {
    let state = |stage, minor| {
        let shipped = Some(Milestone { stage, version: v(minor) });
        Box::new(KepState { status: Some(Status::Implementable), shipped, ..KepState::default() })
    };
    DigestMove {
        subject: MoveSubject::Kep(kep),
        title: None,
        sig: sig.map(|sig| sig.parse::<Sig>().expect("a group")),
        day,
        change: DigestChange::State(StateChange::Kep {
            then: state(Stage::Alpha, 27),
            now: state(Stage::Beta, 28),
        }),
        release: None,
        known_at: None,
        citing: Vec::new(),
        notes: 1,
    }
}

#[test]
fn moves_stand_by_what_happened_then_by_group_then_by_day() {
    let day = date(2023, 8, 15);
    let key = ItemKey { repo: Repo::kubernetes(), number: 1 };
    let standing = |state| ItemStanding { state, since: None };
    let merged = DigestMove {
        subject: MoveSubject::Item(key),
        change: DigestChange::State(StateChange::Item {
            then: standing(ItemState::Open),
            now: standing(ItemState::Merged),
        }),
        ..shipped(1, Some("sig-apps"), date(2023, 8, 1))
    };
    let moves = vec![
        merged,
        shipped(9, None, day),
        shipped(3, Some("sig-node"), day),
        shipped(2, Some("sig-node"), date(2023, 8, 14)),
        shipped(4, Some("sig-apps"), day),
    ];
    let groups = MoveGroups::new(moves, 7);
    let shape: Vec<(MoveGroup, Vec<usize>)> = groups
        .groups
        .iter()
        .map(|(group, sigs)| (*group, sigs.iter().map(|sig| sig.moves.len()).collect()))
        .collect();
    assert_eq!(shape, [(MoveGroup::Shipped, vec![1, 2, 1]), (MoveGroup::Merged, vec![1])]);
    let order: Vec<String> = groups.iter().map(|it| it.subject.to_string()).collect();
    assert_eq!(order, ["kep/4", "kep/2", "kep/3", "kep/9", "ref/kubernetes/kubernetes/1"]);
    assert_eq!((groups.count, groups.left_out), (12, 7));
}

#[test]
fn what_comes_next_follows_from_the_last_day() {
    let releases = Releases::built_in();
    let steps = |day, releases: &Releases| -> Vec<String> {
        let upcoming = UpcomingRelease::after(day, releases).expect("a release");
        let version = upcoming.release.version;
        upcoming.steps().iter().map(|step| format!("{version} {:?} {:?}", step.event, step.day)).collect()
    };
    assert_eq!(
        steps(date(2023, 10, 31), &releases),
        ["1.29 CodeFreeze Some((2023-11-01, 1))", "1.29 Released Some((2023-12-13, 43))"],
        "the other freeze has been"
    );
    assert_eq!(steps(date(2023, 8, 15), &releases).len(), 3, "1.28 came out on it: 1.29 is next");
    let unknown = Release { enhancements_freeze: None, ..*releases.get(v(29)).expect("1.29") };
    let steps = steps(date(2023, 10, 31), &Releases::new([unknown]));
    assert_eq!(steps[0], "1.29 EnhancementsFreeze None");
    assert_eq!(UpcomingRelease::after(date(2030, 1, 1), &releases), None);
}

#[test]
fn the_index_lists_what_holds_something_from_the_first_note_on() {
    let notes = DayCounts {
        dated: vec![(date(2023, 8, 16), 2), (date(2023, 10, 1), 1)],
        undated: vec![((date(2023, 8, 20), date(2023, 9, 1)), 4)],
    };
    let moves = [(date(2022, 8, 23), 9), (date(2023, 12, 13), 3), (date(2027, 1, 1), 1)].into();
    let index = DigestIndex::new(notes, moves, Releases::built_in(), date(2026, 11, 28));
    let lines = |kind| -> Vec<String> {
        let line = |line: &DigestLine| format!("{} {}+{}", line.period, line.notes, line.moves);
        index.lines(kind).iter().map(line).collect()
    };
    assert_eq!(lines(DigestKind::Month), ["2023-12 0+3", "2023-10 1+0", "2023-08 2+0"]);
    assert_eq!(lines(DigestKind::Week), ["2023-W50 0+3", "2023-W39 1+0", "2023-W33 2+0"]);
    assert_eq!(lines(DigestKind::Cycle), ["1.29 7+3"]);
    let latest = index.latest_with_notes(DigestKind::Month).expect("a month");
    assert_eq!(latest.period, period("2023-10"));
    let running = index.running(DigestKind::Week).expect("a week");
    assert_eq!((running.period.to_string(), running.is_running), ("2026-W48".to_owned(), true));
    assert_eq!(index.running(DigestKind::Cycle), None, "no release after 1.37 is known");
}
