//! `state_then_and_now`: what a KEP, a pull request, an issue or a feature gate was on a day, and what it is now.

use domain::Date;
use domain::address::Page;
use domain::as_of::{self, NotADay};
use domain::cite::{GithubKind, Target};
use domain::gate::{GateName, GateOutcome, GateState, GateStep};
use domain::github::{Answer, ItemKey, ItemState};
use domain::list::query::RawQuery;
use domain::list::subject::Subject;
use domain::outcome::MissingReason;
use domain::pages::{ItemPage, KepAnswer, KepName};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::tool::Tool;
use crate::document::schemas::{Address, Day, KubernetesVersion, StageSchema};
use crate::document::{DataAsOf, ItemStateJson, KepStateJson};
use crate::web::api::Api;
use crate::web::api::error::ApiError;
use crate::web::api::keps;
use crate::web::api::request::ApiRequest;

/// The tool.
pub struct StateThenAndNow;

/// What, and since when.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StateChoice {
    /// `KEP-753`, `kubernetes/kubernetes#115331` or its address, or the name of a feature gate such as `SidecarContainers`.
    #[schema(example = "KEP-753")]
    target: String,
    /// The earlier day, `YYYY-MM-DD`.
    #[schema(example = "2023-10-11")]
    day: String,
}

/// Something on a day, and as of the last sync.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StateThenAndNow)]
pub struct StatesItem {
    /// What it is called in full.
    #[schema(example = "KEP-753")]
    target: String,
    /// Up to when the facts are known.
    data_as_of: DataAsOf,
    kind: TargetKind,
    /// Its title, where it is known.
    title: Option<String>,
    /// Its page here.
    #[schema(value_type = Address)]
    url: String,
    /// Where the facts are from, where it has an address of its own there.
    #[schema(value_type = Option<Address>)]
    source_url: Option<String>,
    /// At the end of the day that was asked for.
    then: StateOnDay,
    /// As of the last sync.
    now: StateOnDay,
}

/// What a target is.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = TargetKind)]
pub enum TargetKind {
    /// An enhancement proposal.
    Kep,
    /// A pull request or an issue.
    Github,
    /// A feature gate.
    Gate,
}

/// A state with the day that it is of.
#[derive(Debug, Serialize, ToSchema)]
pub struct StateOnDay {
    /// The day at whose end it was so; `null` where nothing was ever synced.
    #[schema(value_type = Option<Day>)]
    day: Option<Date>,
    /// `null` where it is not known, or where there was nothing yet.
    state: Option<TargetState>,
    /// Why there is no state; `null` where there is one.
    unknown: Option<&'static str>,
}

/// The state of any target.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum TargetState {
    /// Of a KEP.
    Kep(KepStateJson),
    /// Of a pull request or an issue.
    Github(ItemStateJson),
    /// Of a feature gate.
    Gate(GateStateJson),
}

/// A feature gate in a release.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = GateState)]
pub struct GateStateJson {
    /// The newest release that was out on the day.
    #[schema(value_type = KubernetesVersion)]
    in_release: String,
    presence: GatePresence,
    #[schema(value_type = Option<StageSchema>)]
    stage: Option<&'static str>,
    /// Whether it is on unless it is set; `null` where no source says so.
    default: Option<bool>,
    /// The value that it cannot be set away from; `null` where it is not said to be locked.
    locked_to: Option<bool>,
}

/// Whether a gate can be named in a release.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GatePresence {
    /// It can.
    Present,
    /// Not yet.
    Absent,
    /// Not yet; `stage` and `default` say how the code behaves without it.
    Implied,
    /// It was removed.
    Gone,
    /// No source says.
    Unknown,
}

impl StateOnDay {
    fn known(day: Option<Date>, state: TargetState) -> Self {
        Self { day, state: Some(state), unknown: None }
    }

    fn unknown(day: Option<Date>, why: &'static str) -> Self {
        Self { day, state: None, unknown: Some(why) }
    }

    /// A pull request or an issue, as a page of it says.
    fn github(day: Option<Date>, page: Option<&ItemPage>) -> Self {
        let Some(page) = page else { return Self::unknown(day, "no note of that day or before cites it") };
        if page.now.state != ItemState::Unknown {
            return Self::known(day, TargetState::Github(ItemStateJson::new(page.now, page.release)));
        }
        Self::unknown(
            day,
            match page.missing {
                Some(MissingReason::NotFetched) => "it was never fetched from GitHub",
                Some(MissingReason::NotFound) => "GitHub shows nothing to the public under that number",
                Some(MissingReason::Discussion) => {
                    "it lives on as a discussion, of which no states are known"
                }
                None => "it may have been closed and opened again around that day",
            },
        )
    }

    fn gate(day: Option<Date>, step: Option<GateStep>) -> Self {
        match step {
            Some(step) => Self::known(day, TargetState::Gate(GateStateJson::new(step))),
            None => Self::unknown(day, "no release is known to have been out on that day"),
        }
    }
}

impl GateStateJson {
    fn new(GateStep { release, state }: GateStep) -> Self {
        let standing = state.standing();
        Self {
            in_release: release.to_string(),
            presence: match state {
                GateState::Present(_) => GatePresence::Present,
                GateState::Absent => GatePresence::Absent,
                GateState::Implied(_) => GatePresence::Implied,
                GateState::Gone => GatePresence::Gone,
                GateState::Unknown => GatePresence::Unknown,
            },
            stage: standing.map(|standing| standing.stage.as_str()),
            default: standing.and_then(|standing| standing.default),
            locked_to: standing.and_then(|standing| standing.locked_to()),
        }
    }
}

/// What a question is about.
enum Subjects {
    Kep(KepName),
    Github(ItemKey),
    Gate(GateName),
}

impl Subjects {
    fn parse(text: &str) -> Result<Self, ApiError> {
        if let Ok(name @ KepName::Number(_)) = text.parse() {
            return Ok(Self::Kep(name));
        }
        if let Ok(gate) = text.parse() {
            return Ok(Self::Gate(gate));
        }
        match Subject::from_text(text) {
            Some(Subject::Kep(number)) => Ok(Self::Kep(KepName::Number(number))),
            Some(Subject::Item(key)) => Ok(Self::Github(key)),
            _ => Err(ApiError::bad_id(
                "`target` expects a KEP such as `KEP-753`, a pull request or an issue such as \
                 `kubernetes/kubernetes#115331`, or the name of a feature gate such as `SidecarContainers`",
            )),
        }
    }
}

impl Tool for StateThenAndNow {
    const NAME: &'static str = "state_then_and_now";
    const TITLE: &'static str = "State then and now";
    const DESCRIPTION: &'static str = "\
Compares what a KEP, a pull request, an issue or a feature gate of Kubernetes was at the end of a day with what it is as of \
the last sync. Each state has its day; where it is not known, `state` is null and `unknown` says why.";
    type Input = StateChoice;
    type Output = StatesItem;

    async fn answer(api: &Api, input: StateChoice) -> Result<StatesItem, ApiError> {
        let request = ApiRequest::stranger(api, RawQuery::default()).await?;
        let day = as_of::parse(&input.day, &request.facts).map_err(bad_day)?;
        match Subjects::parse(input.target.trim())? {
            Subjects::Kep(name) => kep(api, &request, name, day).await,
            Subjects::Github(key) => github(api, &request, key, day).await,
            Subjects::Gate(name) => gate(api, &request, name, day).await,
        }
    }
}

fn bad_day(error: NotADay) -> ApiError {
    ApiError::bad_query(match error {
        NotADay::OutOfRange { latest } => format!("`day` must be a day from {} to {latest}", as_of::FIRST),
        NotADay::NoFacts => "nothing was synced yet, so no states are known".to_owned(),
    })
}

async fn kep(api: &Api, request: &ApiRequest, name: KepName, day: Date) -> Result<StatesItem, ApiError> {
    let page = keps::page(api, request, &name).await?;
    let state = |page: &domain::pages::KepPage| TargetState::Kep(KepStateJson::new(&page.line.state));
    let then = match request.looking_from(Some(day)).store(api).kep(&page.line.name).await? {
        KepAnswer::One(then) => StateOnDay::known(Some(day), state(&then)),
        _ => StateOnDay::unknown(Some(day), "the KEP had no file on that day"),
    };
    Ok(StatesItem {
        target: page.line.name.label(),
        data_as_of: request.data_as_of(),
        kind: TargetKind::Kep,
        title: page.line.title.clone(),
        url: api.page(&Page::Kep(page.line.name.clone())),
        source_url: page.line.number.map(|number| Target::Kep(number).href()),
        then,
        now: StateOnDay::known(request.facts.keps.map(domain::utc_day), state(&page)),
    })
}

async fn github(api: &Api, request: &ApiRequest, key: ItemKey, day: Date) -> Result<StatesItem, ApiError> {
    let unknown = || ApiError::not_found(format!("nothing is known of {key}: no note cites it"));
    let page = api.store.item(&key).await?.ok_or_else(unknown)?;
    let then = request.looking_from(Some(day)).store(api).item(&key).await?;
    let title = match &page.answer {
        Some((Answer::Item(item), _)) => Some(item.title.clone()).filter(|title| !title.is_empty()),
        _ => None,
    };
    let ItemKey { repo, number } = page.key.clone();
    let fetched = page.answer.as_ref().map(|(_, day)| *day);
    Ok(StatesItem {
        target: page.key.to_string(),
        data_as_of: request.data_as_of(),
        kind: TargetKind::Github,
        title,
        url: api.page(&Page::Item(page.key.clone())),
        source_url: Some(Target::Github { repo, number, kind: GithubKind::Unknown }.href()),
        then: StateOnDay::github(Some(day), then.as_ref()),
        now: StateOnDay::github(fetched.or(request.facts.github.map(domain::utc_day)), Some(&page)),
    })
}

async fn gate(api: &Api, request: &ApiRequest, name: GateName, day: Date) -> Result<StatesItem, ApiError> {
    let unknown = || ApiError::not_found(format!("no source has a feature gate `{name}`"));
    let page = api.store.gate_page(&name).await?.ok_or_else(unknown)?;
    let releases = api.store.releases().await?;
    let today = page.ages.gates.unwrap_or(domain::utc_day(request.at));
    let outcome = GateOutcome::new(page.gate, Some(day), today, &releases);
    Ok(StatesItem {
        target: name.to_string(),
        data_as_of: request.data_as_of(),
        kind: TargetKind::Gate,
        title: None,
        url: api.page(&Page::Gate(name)),
        source_url: None,
        then: StateOnDay::gate(Some(day), outcome.as_ref().and_then(|outcome| outcome.then)),
        now: StateOnDay::gate(page.ages.gates, outcome.map(|outcome| outcome.now)),
    })
}
