//! A table of cases: every chip in both languages; and that none is wider than it may be.

use domain::Date;
use domain::cite::{GithubKind, Repo};
use domain::github::{ItemKey, ItemKind, ItemStanding, ItemState};
use domain::kep::Stage;
use domain::outcome::then_now::PlannedMilestone;
use domain::outcome::verdict::{Expectation, ExpectationSource};
use domain::version::Version;
use proptest::prelude::*;

use super::*;

const DAY: Option<Date> = Some(Date::constant(2023, 11, 1));

fn milestone(text: &str) -> Milestone {
    let (stage, version) = text.split_once(' ').expect("a stage and a version");
    Milestone { stage: stage.parse().unwrap(), version: version.parse().unwrap() }
}

/// `alpha 1.28; withdrawn; planned beta 1.29`; nothing is absent.
fn state(text: &str) -> KepState {
    let mut state = KepState { status: Some(Status::Implementable), ..KepState::default() };
    for part in text.split("; ") {
        if let Some(plan) = part.strip_prefix("planned ") {
            state.planned = Some(PlannedMilestone { milestone: milestone(plan), released_since: false });
        } else if part.contains(' ') {
            state.shipped = Some(milestone(part));
        } else {
            state.status = (!part.is_empty()).then(|| Status::from(part.to_owned()));
        }
    }
    state
}

fn kep(relation: Relation, then: &str, now: &str, successor: Option<u32>) -> KepOutcome {
    let (then, now) = (state(then), state(now));
    KepOutcome { number: 753, relation, title: None, then, now, shipped_on: None, successor }
}

/// `held alpha 1.29`, `late alpha 1.29, came in 1.36`, `overtaken`.
fn judgement(text: &str) -> Option<Judgement> {
    let (text, came_in) = text
        .split_once(", came in ")
        .map_or((text, None), |(text, version)| (text, Some(version.parse().expect("a version"))));
    let (verdict, expected) = text.split_once(' ').map_or((text, None), |(verdict, expected)| {
        let milestone = milestone(expected);
        (verdict, Some(Expectation { milestone, source: ExpectationSource::Kep }))
    });
    let verdict = verdict.parse().ok()?;
    Some(Judgement { verdict, expected, came_in, revisions: Vec::new(), curator: None })
}

fn chip_texts(target: &Target, outcome: &Outcome) -> [Option<String>; 2] {
    [Lang::En, Lang::Ja].map(|lang| lang.chip(target, outcome, None).map(|chip| chip.text()))
}

#[track_caller]
fn check_kep(kep: KepOutcome, verdict: &str, en: &str, ja: &str) {
    let changed = then_now_changed(&kep);
    let judgement = judgement(verdict);
    let outcome = Outcome { then_day: DAY, kep: Some(kep), changed, judgement, ..Outcome::default() };
    let texts = chip_texts(&Target::Kep(753), &outcome);
    assert_eq!(texts.each_ref().map(|text| text.as_deref().unwrap_or_default()), [en, ja]);
}

fn then_now_changed(kep: &KepOutcome) -> bool {
    domain::outcome::then_now::changed(&kep.then, &kep.now)
}

/// A KEP that is cited itself.
#[track_caller]
fn check(then: &str, now: &str, verdict: &str, en: &str, ja: &str) {
    check_kep(kep(Relation::Itself, then, now, None), verdict, en, ja);
}

#[test]
fn the_verdict_comes_first_and_then_the_state_now() {
    check("alpha 1.28", "beta 1.29", "held beta 1.29, came in 1.29", "✓ beta 1.29", "✓ 1.29 beta");
    let held = "held beta 1.29, came in 1.29";
    check("alpha 1.28", "stable 1.33", held, "✓ beta 1.29 · stable 1.33", "✓ 1.29 beta · 今 stable 1.33");
    let held = "held alpha 1.29, came in 1.29";
    check("", "stable 1.33", held, "✓ alpha 1.29 · stable 1.33", "✓ 1.29 alpha · stable 1.33");
    let given_up = "alpha 1.29; withdrawn";
    check("", given_up, held, "✓ alpha 1.29 · withdrawn", "✓ 1.29 alpha · 今 取り下げ");
    check(
        "alpha 1.28",
        "deprecated 1.33",
        "held beta 1.29, came in 1.29",
        "✓ beta 1.29 · deprecated",
        "✓ 1.29 beta · deprecated",
    );
    let late = "late alpha 1.29, came in 1.36";
    check("", "alpha 1.36", late, "↷ alpha 1.36 (was 1.29)", "↷ alpha 1.36(予定 1.29)");
    let late = "late alpha 1.29, came in 1.30";
    check("", "stable 1.35", late, "↷ alpha 1.30 · stable 1.35", "↷ 1.30 alpha · stable 1.35");
    let early = "early beta 1.29, came in 1.28";
    check("", "beta 1.28", early, "↶ beta 1.28 (was 1.29)", "↶ beta 1.28(予定 1.29)");
}

#[test]
fn what_has_not_come_says_what_is_planned_now() {
    let missed = "missed alpha 1.29";
    check(
        "",
        "implementable; planned alpha 1.37",
        missed,
        "↷ alpha 1.37? (was 1.29)",
        "↷ alpha 1.37?(当初 1.29)",
    );
    check("", "implementable", missed, "↷ alpha 1.29 missed", "↷ 1.29 alpha 見送り");
    let open = "open beta 1.38";
    let alpha = "alpha 1.36";
    check(
        alpha,
        "alpha 1.36; planned beta 1.38",
        open,
        "◔ alpha 1.36 · beta 1.38?",
        "◔ alpha 1.36 · beta 1.38?",
    );
    check(
        alpha,
        "alpha 1.36; planned beta 1.39",
        open,
        "◔ alpha 1.36 · beta 1.39?",
        "◔ alpha 1.36 · beta 1.39?",
    );
    let open = "open alpha 1.38";
    check("", "implementable; planned alpha 1.38", open, "○ alpha 1.38?", "○ alpha 1.38?");
    check(
        "",
        "implementable; planned alpha 1.39",
        open,
        "○ alpha 1.39? (was 1.38)",
        "○ alpha 1.39?(当初 1.38)",
    );
    let unknown = "unknown beta 1.29";
    check(alpha, "stable 1.33", unknown, "● stable 1.33 · beta 1.29?", "● stable 1.33 · beta 1.29?");
}

#[test]
fn what_was_given_up_names_what_took_its_place() {
    let dropped = "dropped beta 1.29";
    let given_up = |successor| kep(Relation::Itself, "alpha 1.28", "alpha 1.28; withdrawn", successor);
    check_kep(given_up(Some(4381)), dropped, "× withdrawn → KEP-4381", "× 取り下げ → KEP-4381");
    check_kep(given_up(None), dropped, "× withdrawn", "× 取り下げ");
    check_kep(given_up(Some(4381)), "", "× withdrawn → KEP-4381", "× 取り下げ → KEP-4381");
    check("alpha 1.28", "alpha 1.28", dropped, "× dropped", "× 中止");
}

#[test]
fn without_a_plan_the_state_then_stays_where_it_fits() {
    let (then, now) = ("alpha 1.26", "stable 1.34");
    check(then, now, "overtaken, came in 1.34", "alpha 1.26 → ● stable 1.34", "alpha 1.26 → ● stable 1.34");
    check(then, now, "", "alpha 1.26 → ● stable 1.34", "alpha 1.26 → ● stable 1.34");
    check("implementable", now, "overtaken, came in 1.34", "● stable 1.34", "実装可 → ● stable 1.34");
    check("provisional", "alpha 1.28", "overtaken", "provisional → ◔ alpha 1.28", "提案中 → ◔ alpha 1.28");
    check(
        "stable 1.28",
        "stable 1.28; implemented",
        "",
        "● stable 1.28 · implemented",
        "● stable 1.28 · 実装済み",
    );
    check("provisional", "implementable", "", "○ implementable", "提案中 → ○ 実装可");
    check(then, then, "", "◔ alpha 1.26", "◔ alpha 1.26");
}

#[test]
fn a_verdict_that_a_curator_set_needs_no_plan() {
    check("alpha 1.26", "stable 1.33", "held", "✓ stable 1.33", "✓ stable 1.33");
    check("alpha 1.26", "alpha 1.26", "missed", "↷ alpha 1.26", "↷ alpha 1.26");
    check("alpha 1.26", "alpha 1.26", "open", "◔ alpha 1.26", "◔ alpha 1.26");
}

#[test]
fn what_is_not_cited_itself_is_named() {
    let about = |then: &str, now: &str| kep(Relation::PullAbout, then, now, None);
    let held = "held beta 1.29, came in 1.29";
    check_kep(about("alpha 1.28", "beta 1.29"), held, "KEP-753 ✓ beta 1.29", "KEP-753 ✓ 1.29 beta");
    check_kep(
        about("alpha 1.28", "stable 1.33"),
        held,
        "KEP-753 ✓ beta 1.29 · stable",
        "KEP-753 ✓ 1.29 beta · stable",
    );
    let late = "late alpha 1.29, came in 1.36";
    check_kep(about("", "alpha 1.36"), late, "KEP-753 ↷ alpha 1.36", "KEP-753 ↷ alpha 1.36");
    let lives_on = kep(Relation::ContinuedAs, "alpha 1.28", "stable 1.33", None);
    check_kep(lives_on, "", "→ KEP-753 ● stable 1.33", "→ KEP-753 ● stable 1.33");
    check_kep(kep(Relation::Unknown, "", "", None), "", "? no such KEP", "? 該当する KEP なし");
}

fn item(then: ItemState, now: ItemState, missing: Option<MissingReason>) -> ItemOutcome {
    let standing = |state| ItemStanding { state, since: None };
    ItemOutcome {
        key: ItemKey { repo: Repo::new("kubernetes", "kubernetes"), number: 121_046 },
        kind: Some(ItemKind::Pull),
        title: None,
        then: standing(then),
        now: standing(now),
        release: (now == ItemState::Merged).then_some(Version { minor: 29 }),
        moved_to: None,
        missing,
    }
}

fn pull_target() -> Target {
    let repo = Repo::new("kubernetes", "kubernetes");
    Target::Github { repo, number: 121_046, kind: GithubKind::Unknown }
}

#[test]
fn a_pull_request_says_what_it_is_now() {
    use ItemState::{Closed, Merged, Open, Unknown};
    let check = |item: ItemOutcome, en: Option<&str>, ja: Option<&str>| {
        let outcome = Outcome { then_day: DAY, item: Some(item), ..Outcome::default() };
        let texts = chip_texts(&pull_target(), &outcome);
        assert_eq!(texts.each_ref().map(Option::as_deref), [en, ja]);
    };
    check(item(Open, Merged, None), Some("● merged (1.29)"), Some("● マージ済み (1.29)"));
    check(item(Open, Open, None), Some("○ open"), Some("○ オープン"));
    check(item(Closed, Open, None), Some("closed → ○ open"), Some("クローズ → ○ オープン"));
    check(item(Unknown, Unknown, Some(MissingReason::NotFound)), Some("?"), Some("?"));
    check(item(Unknown, Unknown, Some(MissingReason::NotFetched)), None, None);
}

#[test]
fn who_sees_no_signs_gets_the_whole_in_words() {
    let kep = kep(Relation::Itself, "alpha 1.28", "stable 1.33", None);
    let judged = |text| Outcome {
        kep: Some(kep.clone()),
        then_day: DAY,
        judgement: judgement(text),
        ..Outcome::default()
    };
    let label = |lang: Lang, outcome: &Outcome| lang.chip(&Target::Kep(753), outcome, None).unwrap().label;
    let late = judged("late beta 1.29, came in 1.31");
    assert_eq!(label(Lang::En, &late), "KEP-753: 2 releases late, beta 1.31 (planned 1.29), now stable 1.33");
    assert_eq!(label(Lang::Ja, &late), "KEP-753: 2 リリース遅れて 1.31 で beta(予定 1.29)、現在 stable 1.33");
    let unknown = item(ItemState::Unknown, ItemState::Unknown, Some(MissingReason::NotFound));
    let unknown = Outcome { item: Some(unknown), ..Outcome::default() };
    let chip = Lang::En.chip(&pull_target(), &unknown, None).unwrap();
    assert_eq!(chip.label, "State of kubernetes/kubernetes#121046: unknown");
}

#[test]
fn on_the_page_kep_a_kep_its_own_state_is_not_repeated() {
    let outcome = |relation, merged| Outcome {
        then_day: DAY,
        kep: Some(kep(relation, "alpha 1.28", "stable 1.33", None)),
        item: Some(item(ItemState::Open, ItemState::Merged, merged)),
        ..Outcome::default()
    };
    let text = |relation, missing, page_kep| {
        let chip = Lang::En.chip(&pull_target(), &outcome(relation, missing), Some(page_kep));
        chip.map(|chip| chip.text())
    };
    assert_eq!(text(Relation::Itself, None, 753), None);
    assert_eq!(text(Relation::ContinuedAs, None, 753), None);
    assert_eq!(text(Relation::PullAbout, None, 753).as_deref(), Some("● merged (1.29)"));
    assert_eq!(text(Relation::PullAbout, Some(MissingReason::NotFetched), 753), None);
    assert_eq!(text(Relation::PullAbout, None, 127).as_deref(), Some("KEP-753 ● stable 1.33"));
}

#[test]
fn only_what_moved_in_stage_slipped_or_was_dropped_stands_out() {
    let stands_out = |then: &str, now: &str, verdict: &str| {
        let kep = Some(kep(Relation::Itself, then, now, None));
        let outcome = Outcome { then_day: DAY, kep, judgement: judgement(verdict), ..Outcome::default() };
        Lang::En.chip(&Target::Kep(753), &outcome, None).unwrap().stands_out
    };
    assert!(stands_out("alpha 1.28", "stable 1.33", ""));
    assert!(stands_out("implementable", "implementable", "missed alpha 1.29"));
    assert!(stands_out("implementable", "withdrawn", "dropped alpha 1.29"));
    assert!(!stands_out("stable 1.28", "stable 1.28; implemented", ""));
    assert!(!stands_out("alpha 1.36", "alpha 1.36; planned beta 1.38", "open beta 1.38"));
    let pull = |now| {
        let item = Some(item(ItemState::Open, now, None));
        let outcome = Outcome { then_day: DAY, item, ..Outcome::default() };
        Lang::En.chip(&pull_target(), &outcome, None).unwrap().stands_out
    };
    assert!(!pull(ItemState::Merged));
    assert!(pull(ItemState::Closed));
}

#[test]
fn a_full_width_character_is_two_columns() {
    for (text, width) in
        [("✓ beta 1.29 · stable 1.33", 25), ("今 stable", 9), ("(予定 1.29)", 11), ("…", 1), ("", 0)]
    {
        assert_eq!(columns(text), width, "{text}");
    }
}

fn a_version() -> impl Strategy<Value = Version> {
    prop_oneof![20..50_u16, Just(999)].prop_map(|minor| Version { minor })
}

fn a_milestone() -> impl Strategy<Value = Milestone> {
    (prop::sample::select(Stage::ALL), a_version()).prop_map(|(stage, version)| Milestone { stage, version })
}

fn a_state() -> impl Strategy<Value = KepState> {
    let status = prop::sample::select(vec![
        "provisional",
        "implementable",
        "implemented",
        "deferred",
        "rejected",
        "withdrawn",
        "replaced",
        "",
        "a status that nobody has thought of before",
        "長い長い長い長い長い長い長い長い長い",
    ]);
    (prop::option::of(status), prop::option::of(a_milestone()), prop::option::of(a_milestone())).prop_map(
        |(status, shipped, planned)| KepState {
            status: status.map(|status| Status::from(status.to_owned())),
            shipped,
            planned: planned.map(|milestone| PlannedMilestone { milestone, released_since: false }),
            ..KepState::default()
        },
    )
}

fn a_judgement() -> impl Strategy<Value = Judgement> {
    let verdict = prop::sample::select(Verdict::ALL);
    (verdict, prop::option::of(a_milestone()), prop::option::of(a_version())).prop_map(
        |(verdict, milestone, came_in)| {
            let expected =
                milestone.map(|milestone| Expectation { milestone, source: ExpectationSource::Kep });
            Judgement { verdict, expected, came_in, revisions: Vec::new(), curator: None }
        },
    )
}

proptest! {
    #[test]
    fn no_chip_is_wider_than_it_may_be(
        relation in prop::sample::select(vec![Relation::Itself, Relation::PullAbout, Relation::ContinuedAs, Relation::Unknown]),
        number in prop_oneof![1..10_000_u32, Just(u32::MAX)],
        then in a_state(),
        now in a_state(),
        successor in prop::option::of(prop_oneof![1..10_000_u32, Just(u32::MAX)]),
        judgement in prop::option::of(a_judgement()),
        dated in any::<bool>(),
        states in (prop::sample::select(ItemState::ALL), prop::sample::select(ItemState::ALL)),
        missing in prop::sample::select(vec![None, Some(MissingReason::NotFound), Some(MissingReason::NotFetched)]),
        has_kep in any::<bool>(),
    ) {
        let kep = KepOutcome { number, relation, title: None, then, now, shipped_on: None, successor };
        let outcome = Outcome {
            then_day: DAY.filter(|_| dated),
            kep: has_kep.then_some(kep),
            item: Some(item(states.0, states.1, missing)),
            judgement,
            ..Outcome::default()
        };
        for lang in [Lang::En, Lang::Ja] {
            if let Some(chip) = lang.chip(&pull_target(), &outcome, None) {
                let text = chip.text();
                prop_assert!(columns(&text) <= COLUMNS, "{text}");
                prop_assert!(!chip.label.is_empty());
            }
        }
    }
}
