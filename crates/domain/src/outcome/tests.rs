mod as_of;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::*;
use crate::cite::{GithubKind, Repo};
use crate::github::{Answer, Item, ItemEvent, ItemEventKind, ItemState};
use crate::kep::{KepRevision, KepStanding, Milestone, Stage, Status};
use crate::outcome::verdict::{NoteDay, Wording};
use crate::release::Releases;
use crate::release_note::ReleaseNote;
use crate::version::Version;

fn at(day: &str) -> Timestamp {
    format!("{day}T12:00:00Z").parse().unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn revision(status: Status, stage: Stage, milestones: &[(Stage, &str)]) -> KepRevision {
    let milestones = milestones.iter();
    let standing = KepStanding {
        status,
        stage: Some(stage),
        latest_milestone: None,
        milestones: milestones
            .map(|&(stage, version)| Milestone { stage, version: version.parse().unwrap() })
            .collect(),
    };
    KepRevision { title: Some("Sidecars".into()), standing, ..KepRevision::default() }
}

/// Facts in the manner of the real ones: a KEP that slipped and became stable, one that was
/// withdrawn, and pull requests about them.
fn facts() -> FactBase {
    use Stage::{Alpha, Beta, Stable};
    use Status::{Implementable, Implemented, Withdrawn};
    let mut facts = FactBase {
        releases: Releases::built_in(),
        as_of: Some(KepDataTimes { now: at("2026-11-22"), data_at: at("2026-07-24") }),
        ..FactBase::default()
    };
    let revisions = vec![
        (at("2023-02-09"), revision(Implementable, Alpha, &[(Alpha, "1.27"), (Beta, "1.28")])),
        (at("2023-06-12"), revision(Implementable, Alpha, &[(Alpha, "1.28"), (Beta, "1.29")])),
        (
            at("2025-03-01"),
            revision(Implemented, Stable, &[(Alpha, "1.28"), (Beta, "1.29"), (Stable, "1.33")]),
        ),
    ];
    facts.keps.insert(753, KepFacts { revisions });
    let revisions = vec![
        (at("2022-01-01"), revision(Implementable, Alpha, &[(Alpha, "1.26")])),
        (at("2024-10-05"), revision(Withdrawn, Alpha, &[(Alpha, "1.26")])),
    ];
    facts.keps.insert(3063, KepFacts { revisions });
    facts.pulls.insert(4183, (vec![753], at("2023-10-05")));
    facts
}

fn judged(facts: &FactBase, target: Target, then: &str) -> Option<Outcome> {
    let tokyo = TimeZone::fixed(jiff::tz::offset(9));
    Judge::new(facts, tokyo).outcome(&target, NoteDay::new(day(then)), Wording::Silent)
}

fn enhancements(number: u64) -> Target {
    Target::Github { repo: Repo::new("kubernetes", "enhancements"), number, kind: GithubKind::Unknown }
}

fn stage(state: &then_now::KepState) -> Option<String> {
    state.shipped.map(|shipped| shipped.to_string())
}

#[test]
fn a_kep_is_described_then_and_now_with_the_day_of_its_last_move() {
    let outcome = judged(&facts(), enhancements(753), "2023-11-01").unwrap();
    assert!(outcome.changed && outcome.item.is_none());
    let kep = outcome.kep.unwrap();
    assert_eq!((kep.number, kep.relation, kep.title.as_deref()), (753, Relation::Itself, Some("Sidecars")));
    assert_eq!(
        (stage(&kep.then).as_deref(), stage(&kep.now).as_deref()),
        (Some("alpha 1.28"), Some("stable 1.33"))
    );
    assert_eq!(outcome.moved_on, Some(day("2025-04-23")), "the day of 1.33");
}

#[test]
fn what_is_as_it_was_stays_quiet() {
    let outcome = judged(&facts(), Target::Kep(753), "2025-05-01").unwrap();
    assert_eq!((outcome.changed, outcome.moved_on), (false, None));
}

#[test]
fn a_pull_request_about_a_kep_has_both_states() {
    let outcome = judged(&facts(), enhancements(4183), "2023-10-05").unwrap();
    let (kep, item) = (outcome.kep.unwrap(), outcome.item.unwrap());
    assert_eq!((kep.number, kep.relation), (753, Relation::PullAbout));
    // Merged at 21:00 in Tokyo: only the commit says so.
    assert_eq!((item.now.state, item.then.state), (ItemState::Merged, ItemState::Merged));
    assert_eq!((item.kind, item.missing), (Some(ItemKind::Pull), None));
    let before = judged(&facts(), enhancements(4183), "2023-10-04").unwrap().item.unwrap();
    assert_eq!(before.then.state, ItemState::NotMerged, "whether it was open, closed or not there yet");
}

#[test]
fn what_was_given_up_names_what_took_its_place() {
    let outcome = judged(&facts(), Target::Kep(3063), "2023-10-01").unwrap();
    assert_eq!(outcome.moved_on, Some(day("2024-10-05")));
    let kep = outcome.kep.unwrap();
    assert_eq!((kep.now.status, kep.successor), (Some(Status::Withdrawn), Some(4381)));
}

#[test]
fn a_number_that_lives_on_as_another_is_read_as_that_with_the_reason() {
    let outcome = judged(&facts(), Target::Kep(3759), "2023-03-01").unwrap();
    assert!(outcome.read_as.is_some_and(|read| read.target == Target::Kep(753) && !read.reason.is_empty()));
    assert_eq!(outcome.kep.map(|kep| (kep.number, kep.relation)), Some((753, Relation::ContinuedAs)));
}

#[test]
fn a_citation_leads_to_a_kep_only_where_that_has_a_page() {
    let check = |target: Target, expected: &str| {
        let outcome = judged(&facts(), target.clone(), "2023-03-01").unwrap();
        assert_eq!(outcome.destination(&target).name(), expected, "{}", target.name());
    };
    check(Target::Kep(753), "KEP-753");
    check(enhancements(753), "KEP-753");
    check(Target::Kep(3759), "KEP-753");
    check(enhancements(4183), "kubernetes/enhancements#4183");
    check(Target::Kep(4183), "kubernetes/enhancements#4183");
    check(Target::Kep(3990), "kubernetes/enhancements#3990");
    // It lives on as 5334, whose proposal is still open.
    check(Target::Kep(3542), "kubernetes/enhancements#3542");
    check(enhancements(3542), "kubernetes/enhancements#3542");
}

#[test]
fn an_unknown_kep_is_reported_as_unknown() {
    let outcome = judged(&facts(), Target::Kep(3990), "2023-03-01").unwrap();
    let kep = outcome.kep.unwrap();
    assert_eq!((kep.relation, kep.now.status, outcome.changed), (Relation::Unknown, None, false));
    let item = outcome.item.unwrap();
    assert_eq!((item.key.number, item.missing), (3990, Some(MissingReason::NotFetched)));
}

#[test]
fn a_kep_of_later_was_absent() {
    let outcome = judged(&facts(), Target::Kep(753), "2023-01-01").unwrap();
    assert_eq!(outcome.kep.map(|kep| kep.then.status), Some(None));
    assert!(outcome.changed);
}

#[test]
fn without_a_sync_nothing_is_claimed_of_keps() {
    let facts = FactBase { as_of: None, ..FactBase::default() };
    assert_eq!(judged(&facts, Target::Kep(753), "2023-01-01"), None);
    let outcome = judged(&facts, enhancements(753), "2023-01-01").unwrap();
    assert_eq!((outcome.kep, outcome.item.unwrap().missing), (None, Some(MissingReason::NotFetched)));
}

#[test]
fn without_a_day_nothing_is_known_of_then() {
    let facts = facts();
    let outcome = Judge::new(&facts, TimeZone::UTC)
        .outcome(&Target::Kep(753), NoteDay::default(), Wording::Silent)
        .unwrap();
    assert!(!outcome.changed);
    assert_eq!(outcome.kep.map(|kep| kep.then), Some(then_now::KepState::default()));
}

#[test]
fn a_pull_request_in_the_release_notes_was_merged_for_its_release() {
    let mut facts = facts();
    let note = ReleaseNote {
        pull: 7,
        release: Version { minor: 28 },
        sigs: Vec::new(),
        kinds: Vec::new(),
        areas: Vec::new(),
        action_required: false,
        text: None,
        keps: Vec::new(),
    };
    facts.release_notes.insert(7, note);
    let target = |owner: &str| Target::Github {
        repo: Repo::new(owner, "kubernetes"),
        number: 7,
        kind: GithubKind::Unknown,
    };
    let item = |target: Target, then: &str| judged(&facts, target, then).unwrap().item.unwrap();
    let before = item(target("Kubernetes"), "2023-08-14");
    assert_eq!((before.then.state, before.now.state), (ItemState::Unknown, ItemState::Merged));
    assert_eq!(
        (before.kind, before.release, before.missing),
        (Some(ItemKind::Pull), Some(Version { minor: 28 }), None)
    );
    assert_eq!(item(target("kubernetes"), "2023-08-15").then.state, ItemState::Merged, "1.28 was out");
    assert_eq!(item(target("elsewhere"), "2023-08-15").missing, Some(MissingReason::NotFetched));
    let was_known =
        |day: &str| !facts.known_on(day.parse().unwrap(), &TimeZone::UTC).release_notes.is_empty();
    assert_eq!((was_known("2023-08-14"), was_known("2023-08-15")), (false, true));
}

#[test]
fn what_github_says_is_found_however_the_name_is_written() {
    let mut facts = facts();
    let item = Item {
        kind: ItemKind::Pull,
        title: "Fix".into(),
        state: ItemState::Merged,
        created_at: Some(at("2023-01-01")),
        closed_at: Some(at("2023-10-05")),
        merged_at: Some(at("2023-10-05")),
        updated_at: None,
        milestone: Some("v1.29".into()),
        labels: Vec::new(),
        events: Some(vec![ItemEvent { at: at("2023-10-05"), what: ItemEventKind::Merged }]),
        moved_to: None,
    };
    let key = ItemKey { repo: Repo::new("kubernetes", "kubernetes"), number: 1 };
    facts.items.insert(key.to_lowercase(), Answer::Item(Box::new(item)));
    let target =
        Target::Github { repo: Repo::new("Kubernetes", "kubernetes"), number: 1, kind: GithubKind::Pull };
    let outcome = judged(&facts, target, "2023-09-01").unwrap();
    let item = outcome.item.unwrap();
    assert_eq!((item.then.state, item.now.state), (ItemState::Open, ItemState::Merged));
    assert_eq!(outcome.moved_on, Some(day("2023-10-05")));
}
