//! The states of the document: what is cited, then and now.

use domain::Date;
use domain::github::{self, ItemStanding};
use domain::kep::Stage;
use domain::outcome::{CitedSubject, ItemOutcome, KepOutcome, MissingReason, Outcome, then_now};
use domain::version::Version;
use serde::Serialize;
use utoipa::ToSchema;

use super::schemas::{Day, GithubState, KubernetesVersion, StageSchema};

/// The state of a KEP, or of a pull request or an issue.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
#[schema(as = State)]
pub enum ReferenceState {
    /// Of a KEP.
    Kep(KepStateJson),
    /// Of a pull request or an issue.
    Item(ItemStateJson),
}

/// The state of a KEP.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = KepState)]
pub struct KepStateJson {
    /// The furthest stage whose release had come out and that the newest file confirms.
    shipped: Option<MilestoneJson>,
    /// What comes next.
    planned: Option<PlannedMilestone>,
    /// Plans whose release came out without them.
    missed: Vec<MissedMilestone>,
    /// A status of kep.yaml (`implementable`, `implemented`, …), the file's own word for another one,
    /// `unstated` where it says nothing, `absent` before the first file.
    #[schema(example = "implemented")]
    status: String,
}

/// The state of a pull request or an issue.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ItemState)]
pub struct ItemStateJson {
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
    #[schema(value_type = StageSchema)]
    stage: Stage,
    #[schema(value_type = KubernetesVersion)]
    version: String,
}

/// What a KEP plans next.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Planned)]
pub struct PlannedMilestone {
    #[serde(flatten)]
    milestone: MilestoneJson,
    /// Whether the planned release came out after the newest facts: nothing confirms it.
    released_since: bool,
}

/// A plan whose release came out without it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Missed)]
pub struct MissedMilestone {
    #[serde(flatten)]
    milestone: MilestoneJson,
    /// The day of the file that planned it.
    #[schema(value_type = Day)]
    planned_by: Date,
    /// The day of the file that says otherwise; `null` where none does yet.
    #[schema(value_type = Option<Day>)]
    contradicted_by: Option<Date>,
}

/// What became of a reference.
#[derive(Default)]
pub struct ReferenceStates {
    /// What it is, where that is known: `kep`, `pull` or `issue`.
    pub kind: Option<&'static str>,
    /// The KEP that it is or is about.
    pub kep: Option<u32>,
    /// Of what is cited.
    pub then_now: [Option<ReferenceState>; 2],
    /// Of the KEP that a pull request is about.
    pub kep_then_now: [Option<ReferenceState>; 2],
}

impl ReferenceStates {
    /// The states of an outcome. `github_synced` is whether GitHub was ever synced: until then nothing
    /// is stated of what only GitHub knows, not even that it is unknown.
    pub fn new(outcome: &Outcome, github_synced: bool) -> Self {
        let has_then = outcome.then_day.is_some();
        let item = outcome.item.as_ref();
        let item_states_then_now = || {
            let item = item.filter(|item| github_synced || item.missing != Some(MissingReason::NotFetched));
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
            // Which of them is meant nobody knows, nor its state.
            Some(CitedSubject::SeveralKeps(kep)) => {
                Self { kind: Some("kep"), kep: Some(kep.number), ..Self::default() }
            }
            Some(CitedSubject::PullAbout(kep)) => Self {
                kind,
                kep: Some(kep.number),
                then_now: item_states_then_now(),
                kep_then_now: kep_states(kep),
            },
            Some(CitedSubject::Item(_)) => Self { kind, then_now: item_states_then_now(), ..Self::default() },
        }
    }
}

fn kep_states(kep: &KepOutcome, has_then: bool) -> [Option<ReferenceState>; 2] {
    let state = |state| ReferenceState::Kep(KepStateJson::new(state));
    [has_then.then(|| state(&kep.then)), Some(state(&kep.now))]
}

fn item_states(item: &ItemOutcome, has_then: bool) -> [Option<ReferenceState>; 2] {
    let state = |standing| ReferenceState::Item(ItemStateJson::new(standing, item.release));
    [has_then.then(|| state(item.then)), Some(state(item.now))]
}

impl ItemStateJson {
    /// What it was on a day, with the version that its milestone names.
    pub fn new(standing: ItemStanding, release: Option<Version>) -> Self {
        // Before it was merged it had landed in no release.
        let release = release.filter(|_| standing.state == github::ItemState::Merged);
        Self {
            state: standing.state.as_str(),
            since: standing.since,
            release: release.map(|version| version.to_string()),
        }
    }
}

impl KepStateJson {
    /// A state.
    pub fn new(state: &then_now::KepState) -> Self {
        let missed = state.missed.iter().map(|missed| MissedMilestone {
            milestone: MilestoneJson::new(missed.milestone),
            planned_by: missed.planned_by,
            contradicted_by: missed.contradicted_by,
        });
        Self {
            shipped: state.shipped.map(MilestoneJson::new),
            planned: state.planned.map(|planned| PlannedMilestone {
                milestone: MilestoneJson::new(planned.milestone),
                released_since: planned.released_since,
            }),
            missed: missed.collect(),
            status: state.status_name().to_owned(),
        }
    }
}

impl MilestoneJson {
    /// A stage with its release.
    pub fn new(milestone: domain::kep::Milestone) -> Self {
        Self { stage: milestone.stage, version: milestone.version.to_string() }
    }
}
