//! `/api/v1/upgrades/{range}`: what an upgrade changes.

use app::text::excerpt::first_sentence;
use axum::extract::{Path, State};
use domain::Date;
use domain::address::Page;
use domain::notebook::Viewer;
use domain::pages::NamingNote;
use domain::upgrade::{Change, Kind, Source, UpgradeFilter, UpgradeRange};
use serde::Serialize;
use utoipa::ToSchema;

use super::envelope::One;
use super::error::ApiError;
use super::request::ApiRequest;
use super::state::Api;
use crate::document::schemas::{
    Address, ChangeKindSchema, Day, FactSource, KubernetesVersion, SigName, StageSchema,
};

/// What comes after one release, up to another.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Upgrade)]
pub struct UpgradeItem {
    /// Its page.
    #[schema(value_type = Address)]
    url: String,
    /// The release that runs now: what it brought is not among the changes.
    #[schema(value_type = KubernetesVersion)]
    from: String,
    /// The release that is to run.
    #[schema(value_type = KubernetesVersion)]
    to: String,
    /// Up to when the release notes are known; `null` before they were synced.
    #[schema(value_type = Option<Day>)]
    release_notes_as_of: Option<Date>,
    /// Up to when the feature gates are known; `null` before they were synced.
    #[schema(value_type = Option<Day>)]
    gates_as_of: Option<Date>,
    /// By kind, then release, then name.
    pub changes: Vec<ChangeItem>,
}

/// One thing that the upgrade changes.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Change)]
pub struct ChangeItem {
    #[schema(value_type = ChangeKindSchema)]
    kind: Kind,
    /// The release that brings it.
    #[schema(value_type = KubernetesVersion)]
    release: String,
    /// The feature gate that it is about.
    gate: Option<String>,
    /// The API version that is no longer served.
    api: Option<ApiItem>,
    /// The KEP that it belongs to: its number, or the name of its folder.
    kep: Option<String>,
    /// The pull request in kubernetes/kubernetes.
    pull: Option<u64>,
    #[schema(value_type = Vec<SigName>)]
    sigs: Vec<String>,
    /// What the release note says, in Markdown.
    text: Option<String>,
    /// Whether there was no such gate before: `stage_from` and `default_from` say how the code behaved without it.
    gate_is_new: bool,
    #[schema(value_type = Option<StageSchema>)]
    stage_from: Option<&'static str>,
    #[schema(value_type = Option<StageSchema>)]
    stage_to: Option<&'static str>,
    /// Whether the gate was on unless it was set.
    default_from: Option<bool>,
    /// Whether it is on now unless it is set.
    default_to: Option<bool>,
    /// The value that it can no longer be set away from.
    locked_to: Option<bool>,
    /// Every flip of the default within the range, where there are several.
    flips: Vec<FlipItem>,
    /// The release that took away what came within the range.
    #[schema(value_type = Option<KubernetesVersion>)]
    gone_again: Option<String>,
    /// Who says so.
    #[schema(value_type = Vec<FactSource>)]
    sources: Vec<Source>,
    /// Whether sources contradict each other about it.
    contradicted: bool,
    /// The newest notes about its gate, KEP or pull request.
    notes: Vec<ChangeNoteItem>,
    /// How many notes there are.
    notes_total: u32,
}

/// An API version that a release no longer serves.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RemovedApi)]
pub struct ApiItem {
    /// Such as `batch/v1beta1`.
    version: String,
    kinds: Vec<String>,
    /// What serves these kinds, the best first.
    replacements: Vec<ReplacementItem>,
}

/// What serves the kinds of an API version that is no longer served.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ApiReplacement)]
pub struct ReplacementItem {
    /// Such as `batch/v1`.
    version: String,
    /// The first release that serves it, where that is known.
    #[schema(value_type = Option<KubernetesVersion>)]
    since: Option<String>,
}

/// A flip of a default.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DefaultFlip)]
pub struct FlipItem {
    #[schema(value_type = KubernetesVersion)]
    release: String,
    /// Whether it is on from then on.
    on: bool,
}

/// A note that says why.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ChangeNote)]
pub struct ChangeNoteItem {
    id: String,
    #[schema(value_type = Address)]
    url: String,
    #[schema(value_type = Option<Day>)]
    date: Option<Date>,
    /// How it begins; `null` where the rights of its notebook are unstated.
    first_words: Option<String>,
}

impl ChangeItem {
    fn new(api: &Api, viewer: Viewer, change: Change) -> Self {
        let version = |version: domain::version::Version| version.to_string();
        Self {
            kind: change.kind,
            release: version(change.release),
            gate: change.gate.map(String::from),
            api: change.api.map(|removed| ApiItem {
                version: removed.version,
                kinds: removed.kinds,
                replacements: removed
                    .replacements
                    .into_iter()
                    .map(|(other, since)| ReplacementItem { version: other, since: since.map(version) })
                    .collect(),
            }),
            kep: change.kep.map(String::from),
            pull: change.pull,
            sigs: change.sigs.iter().map(ToString::to_string).collect(),
            text: change.text,
            gate_is_new: change.gate_is_new,
            stage_from: change.stage_from.map(|stage| stage.as_str()),
            stage_to: change.stage_to.map(|stage| stage.as_str()),
            default_from: change.default_from,
            default_to: change.default_to,
            locked_to: change.locked_to,
            flips: change
                .flips
                .into_iter()
                .map(|(release, on)| FlipItem { release: version(release), on })
                .collect(),
            gone_again: change.gone_again.map(version),
            sources: change.sources,
            contradicted: change.contradicted,
            notes: change.notes.into_iter().map(|note| ChangeNoteItem::new(api, viewer, note)).collect(),
            notes_total: change.notes_count,
        }
    }
}

impl ChangeNoteItem {
    fn new(api: &Api, viewer: Viewer, note: NamingNote) -> Self {
        let first_words = note.rights.allow_text(viewer).then(|| first_sentence(&note.opening));
        Self {
            id: note.note.to_string(),
            url: api.page(&Page::Note(note.entry, note.note)),
            date: note.day,
            first_words,
        }
    }
}

/// What an upgrade changes
///
/// From one release to another, as in `1.27..1.29`: what comes after 1.27, up to 1.29. Takes the filters of the page.
#[utoipa::path(
    get, path = "/api/v1/upgrades/{range}", tag = "facts", operation_id = "getUpgrade",
    params(("range" = String, Path, description = "Two releases", example = "1.27..1.29")),
    responses((status = 200, description = "The upgrade", body = One<UpgradeItem>))
)]
pub async fn one(
    State(api): State<Api>,
    Path(name): Path<String>,
    request: ApiRequest,
) -> Result<One<UpgradeItem>, ApiError> {
    Ok(One::new(&request, upgrade(&api, &request, &name).await?))
}

/// What an upgrade changes, by the name of its range; the query of the request is the filter.
pub async fn upgrade(api: &Api, request: &ApiRequest, name: &str) -> Result<UpgradeItem, ApiError> {
    let start = api.store.upgrade_start(domain::utc_day(request.at)).await?;
    let range: UpgradeRange = start.range(name).map_err(ApiError::bad_id)?;
    let filter = UpgradeFilter::parse(&request.query)?;
    let (mut changes, ages) = api.store.upgrade_changes(range).await?;
    changes.retain(|change| filter.shows(change));
    let changes = changes.into_iter().map(|change| ChangeItem::new(api, request.viewer, change)).collect();
    Ok(UpgradeItem {
        url: api.page(&Page::Upgrade(range, filter)),
        from: range.from().to_string(),
        to: range.to().to_string(),
        release_notes_as_of: ages.release_notes,
        gates_as_of: ages.gates,
        changes,
    })
}
