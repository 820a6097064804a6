//! The states of the document: what is cited, then and now.

use domain::Date;
use domain::github::{self, ItemStanding};
use domain::kep::Stage;
use domain::outcome::then_now;
use domain::outcome::{CitedSubject, ItemOutcome, KepOutcome, MissingReason, Outcome};
use domain::version::Version;
use serde::Serialize;
use utoipa::ToSchema;

use super::words::{Day, GithubState, KubernetesVersion, StageWord};

/// The state of a KEP, or of a pull request or an issue.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum State {
    /// Of a KEP.
    Kep(KepState),
    /// Of a pull request or an issue.
    Item(ItemState),
}

/// The state of a KEP.
#[derive(Debug, Serialize, ToSchema)]
pub struct KepState {
    /// The furthest stage whose release had come out and that the newest file confirms.
    shipped: Option<MilestoneJson>,
    /// What comes next.
    planned: Option<Planned>,
    /// Plans whose release came out without them.
    missed: Vec<Missed>,
    /// A status of kep.yaml (`implementable`, `implemented`, …), the file's own word for another one,
    /// `unstated` where it says nothing, `absent` before the first file.
    #[schema(example = "implemented")]
    status: String,
}

/// The state of a pull request or an issue.
#[derive(Debug, Serialize, ToSchema)]
pub struct ItemState {
    #[schema(value_type = GithubState)]
    state: &'static str,
    /// The day since when, where that is known.
    #[schema(value_type = Option<Day>)]
    since: Option<Date>,
    /// The Kubernetes version in which a merged pull request landed.
    #[schema(value_type = Option<KubernetesVersion>)]
    release: Option<String>,
}

/// A stage and its release.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Milestone)]
pub struct MilestoneJson {
    #[schema(value_type = StageWord)]
    stage: Stage,
    #[schema(value_type = KubernetesVersion)]
    version: String,
}

/// What a KEP plans next.
#[derive(Debug, Serialize, ToSchema)]
pub struct Planned {
    #[serde(flatten)]
    milestone: MilestoneJson,
    /// Whether the planned release came out after the newest facts: nothing confirms it.
    released_since: bool,
}

/// A plan whose release came out without it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Missed {
    #[serde(flatten)]
    milestone: MilestoneJson,
    /// The day of the file that planned it.
    #[schema(value_type = Day)]
    planned_by: Date,
    /// The day of the file that says otherwise; `null` where none does yet.
    #[schema(value_type = Option<Day>)]
    contradicted_by: Option<Date>,
}

/// What the document says of what became of a reference.
#[derive(Default)]
pub struct Told {
    /// What it is, where that is known: `kep`, `pull` or `issue`.
    pub kind: Option<&'static str>,
    /// The KEP that it is or is about.
    pub kep: Option<u32>,
    /// Of what is cited.
    pub then_now: [Option<State>; 2],
    /// Of the KEP that a pull request is about.
    pub kep_then_now: [Option<State>; 2],
}

impl Told {
    /// What there is to tell. `asked` says whether GitHub was ever asked for anything: until then
    /// nothing is told of what only GitHub knows, not even that it is unknown.
    pub fn of(outcome: &Outcome, asked: bool) -> Self {
        let has_then = outcome.then_day.is_some();
        let item = outcome.item.as_ref();
        let of_item = || {
            let item = item.filter(|item| asked || item.missing != Some(MissingReason::NotFetched));
            item.map_or([None, None], |item| item_states(item, has_then))
        };
        let kind = item.and_then(|item| item.kind).map(|kind| match kind {
            github::ItemKind::Pull => "pull",
            github::ItemKind::Issue => "issue",
        });
        let kep_states = |kep| kep_states(kep, has_then);
        match outcome.subject() {
            None => Self::default(),
            Some(CitedSubject::Kep(kep) | CitedSubject::UnknownKep(kep)) => Self {
                kind: Some("kep"),
                kep: Some(kep.number),
                then_now: kep_states(kep),
                ..Self::default()
            },
            Some(CitedSubject::PullAbout(kep)) => {
                Self { kind, kep: Some(kep.number), then_now: of_item(), kep_then_now: kep_states(kep) }
            }
            Some(CitedSubject::Item(_)) => Self { kind, then_now: of_item(), ..Self::default() },
        }
    }
}

fn kep_states(kep: &KepOutcome, has_then: bool) -> [Option<State>; 2] {
    let state = |state| State::Kep(KepState::of(state));
    [has_then.then(|| state(&kep.then)), Some(state(&kep.now))]
}

fn item_states(item: &ItemOutcome, has_then: bool) -> [Option<State>; 2] {
    let state = |standing| State::Item(ItemState::of(standing, item.release));
    [has_then.then(|| state(item.then)), Some(state(item.now))]
}

impl ItemState {
    /// What it was on a day, with the version that its milestone names.
    pub fn of(standing: ItemStanding, release: Option<Version>) -> Self {
        // Before it was merged it had landed in no release.
        let release = release.filter(|_| standing.state == github::ItemState::Merged);
        Self {
            state: standing.state.as_str(),
            since: standing.since,
            release: release.map(|version| version.to_string()),
        }
    }
}

impl KepState {
    /// A state.
    pub fn of(state: &then_now::KepState) -> Self {
        let missed = state.missed.iter().map(|missed| Missed {
            milestone: MilestoneJson::of(missed.milestone),
            planned_by: missed.planned_by,
            contradicted_by: missed.contradicted_by,
        });
        Self {
            shipped: state.shipped.map(MilestoneJson::of),
            planned: state.planned.map(|planned| Planned {
                milestone: MilestoneJson::of(planned.milestone),
                released_since: planned.released_since,
            }),
            missed: missed.collect(),
            status: state.status_name().to_owned(),
        }
    }
}

impl MilestoneJson {
    /// A stage with its release.
    pub fn of(milestone: domain::kep::Milestone) -> Self {
        Self { stage: milestone.stage, version: milestone.version.to_string() }
    }
}
