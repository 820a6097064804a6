//! The states of the document: what is cited, then and now.

use domain::github::{self, Standing};
use domain::kep::Stage;
use domain::outcome::{ItemOutcome, KepOutcome, Missing, Outcome, Relation};
use domain::then_now;
use serde::Serialize;

/// The state of a KEP, or of a pull request or an issue.
#[derive(Serialize)]
#[serde(untagged)]
pub enum State<'a> {
    /// Of a KEP.
    Kep(KepState<'a>),
    /// Of a pull request or an issue.
    Item(ItemState),
}

/// The state of a KEP.
#[derive(Serialize)]
pub struct KepState<'a> {
    shipped: Option<Milestone>,
    planned: Option<Planned>,
    missed: Vec<Missed>,
    status: &'a str,
}

/// The state of a pull request or an issue.
#[derive(Serialize)]
pub struct ItemState {
    state: &'static str,
    since: Option<String>,
    release: Option<String>,
}

#[derive(Serialize)]
struct Milestone {
    stage: Stage,
    version: String,
}

#[derive(Serialize)]
struct Planned {
    #[serde(flatten)]
    milestone: Milestone,
    released_since: bool,
}

#[derive(Serialize)]
struct Missed {
    #[serde(flatten)]
    milestone: Milestone,
    planned_by: String,
    contradicted_by: Option<String>,
}

/// What the document says of what became of a reference.
#[derive(Default)]
pub struct Told<'a> {
    /// What it is, where that is known: `kep`, `pull` or `issue`.
    pub kind: Option<&'static str>,
    /// The KEP that it is or is about.
    pub kep: Option<u32>,
    /// Of what is cited.
    pub then_now: [Option<State<'a>>; 2],
    /// Of the KEP that a pull request is about.
    pub kep_then_now: [Option<State<'a>>; 2],
}

impl<'a> Told<'a> {
    /// What there is to tell. `asked` says whether GitHub was ever asked for anything: until then
    /// nothing is told of what only GitHub knows, not even that it is unknown.
    pub fn of(outcome: &'a Outcome, asked: bool) -> Self {
        let has_then = outcome.then_day.is_some();
        let item = outcome.item.as_ref();
        let of_item = || {
            let item = item.filter(|item| asked || item.missing != Some(Missing::NotAsked));
            item.map_or([None, None], |item| item_states(item, has_then))
        };
        let kind = item.and_then(|item| item.kind).map(|kind| match kind {
            github::Kind::Pull => "pull",
            github::Kind::Issue => "issue",
        });
        let Some(kep) = &outcome.kep else {
            return Self { kind, then_now: of_item(), ..Self::default() };
        };
        let (number, states) = (Some(kep.number), kep_states(kep, has_then));
        match kep.relation {
            Relation::PullAbout => Self { kind, kep: number, then_now: of_item(), kep_then_now: states },
            // GitHub knows better what the number is.
            Relation::Unknown if kind.is_some() => Self { kind, then_now: of_item(), ..Self::default() },
            Relation::Itself | Relation::ContinuedAs | Relation::Unknown => {
                Self { kind: Some("kep"), kep: number, then_now: states, ..Self::default() }
            }
        }
    }
}

fn kep_states(kep: &KepOutcome, has_then: bool) -> [Option<State<'_>>; 2] {
    let state = |state| State::Kep(KepState::of(state));
    [has_then.then(|| state(&kep.then)), Some(state(&kep.now))]
}

fn item_states<'a>(item: &ItemOutcome, has_then: bool) -> [Option<State<'a>>; 2] {
    let state = |standing: Standing| {
        // Before it was merged it had landed in no release.
        let release = item.release.filter(|_| standing.state == github::State::Merged);
        State::Item(ItemState {
            state: standing.state.word(),
            since: standing.since.map(|day| day.to_string()),
            release: release.map(|version| version.to_string()),
        })
    };
    [has_then.then(|| state(item.then)), Some(state(item.now))]
}

impl<'a> KepState<'a> {
    fn of(state: &'a then_now::State) -> Self {
        let missed = state.missed.iter().map(|missed| Missed {
            milestone: Milestone::of(missed.milestone),
            planned_by: missed.planned_by.to_string(),
            contradicted_by: missed.contradicted_by.map(|day| day.to_string()),
        });
        Self {
            shipped: state.shipped.map(Milestone::of),
            planned: state.planned.map(|planned| Planned {
                milestone: Milestone::of(planned.milestone),
                released_since: planned.released_since,
            }),
            missed: missed.collect(),
            status: state.status_word(),
        }
    }
}

impl Milestone {
    fn of(milestone: domain::kep::Milestone) -> Self {
        Self { stage: milestone.stage, version: milestone.version.to_string() }
    }
}
