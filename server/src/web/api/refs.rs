//! `/api/v1/refs/{owner}/{repo}/{number}`: a pull request or an issue.

use axum::extract::{Path, State};
use domain::Date;
use domain::address::Page;
use domain::cite::{GithubKind, Repo, Target};
use domain::github::{Answer, ItemKey, ItemKind, ItemState};
use domain::list::filter::Filter;
use domain::outcome::MissingReason;
use domain::pages::ItemPage;
use serde::Serialize;
use utoipa::ToSchema;

use super::citation::CitingNote;
use super::envelope::One;
use super::error::ApiError;
use super::keps::KepItem;
use super::query::notes_address;
use super::request::OnlyAsOf;
use super::state::Api;
use crate::document::ItemStateJson;
use crate::document::schemas::{Address, Day, Instant};

/// A pull request or an issue that notes cite.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Ref)]
pub struct RefItem {
    /// Its page here.
    #[schema(value_type = Address)]
    url: String,
    /// On GitHub.
    #[schema(value_type = Address)]
    github_url: String,
    owner: String,
    repo: String,
    number: u64,
    /// Which of the two it is, where that is known.
    kind: Option<RefKind>,
    /// Its title, where it was fetched.
    title: Option<String>,
    /// What it is now.
    state: ItemStateJson,
    /// Why nothing is known of it; `null` where something is.
    missing: Option<MissingJson>,
    #[schema(value_type = Option<Instant>)]
    created_at: Option<String>,
    #[schema(value_type = Option<Instant>)]
    closed_at: Option<String>,
    #[schema(value_type = Option<Instant>)]
    merged_at: Option<String>,
    /// The title of its milestone.
    #[schema(example = "v1.28")]
    milestone: Option<String>,
    labels: Vec<String>,
    /// When GitHub was asked for it last, in UTC.
    #[schema(value_type = Option<Day>)]
    fetched_on: Option<Date>,
    /// The KEPs that it is about.
    keps: Vec<KepItem>,
    /// Where notes cite it, newest first: the newest 200. `notes` leads to the others.
    citations: Vec<CitingNote>,
    /// The notes that cite it, whole.
    #[schema(value_type = Address)]
    notes: String,
}

/// A pull request or an issue.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RefKind {
    /// A pull request.
    Pull,
    /// An issue.
    Issue,
}

/// Why nothing is known.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Missing)]
pub enum MissingJson {
    /// It was never asked for.
    #[serde(rename = "not_asked")]
    NotFetched,
    /// GitHub shows nothing to the public under that number.
    NotFound,
    /// It lives on as a discussion.
    Discussion,
}

impl RefItem {
    fn new(api: &Api, page: &ItemPage) -> Self {
        let fetched = match &page.answer {
            Some((Answer::Item(item), _)) => Some(&**item),
            _ => None,
        };
        // What was merged is no issue, whether GitHub was synced or not.
        let merged = (page.now.state == ItemState::Merged).then_some(ItemKind::Pull);
        let kind = fetched.map(|item| item.kind).or(merged);
        let written = match kind {
            Some(ItemKind::Pull) => GithubKind::Pull,
            Some(ItemKind::Issue) => GithubKind::Issue,
            None => GithubKind::Unknown,
        };
        let ItemKey { repo, number } = &page.key;
        let target = Target::Github { repo: repo.clone(), number: *number, kind: written };
        let text = |at: Option<jiff::Timestamp>| at.map(|at| at.to_string());
        Self {
            url: api.page(&Page::Item(page.key.clone())),
            github_url: target.href(),
            owner: repo.owner.clone(),
            repo: repo.name.clone(),
            number: *number,
            kind: kind.map(|kind| match kind {
                ItemKind::Pull => RefKind::Pull,
                ItemKind::Issue => RefKind::Issue,
            }),
            title: fetched.map(|item| item.title.clone()).filter(|title| !title.is_empty()),
            state: ItemStateJson::new(page.now, page.release),
            missing: page.missing.map(|missing| match missing {
                MissingReason::NotFetched => MissingJson::NotFetched,
                MissingReason::NotFound => MissingJson::NotFound,
                MissingReason::Discussion => MissingJson::Discussion,
            }),
            created_at: text(fetched.and_then(|item| item.created_at)),
            closed_at: text(fetched.and_then(|item| item.closed_at)),
            merged_at: text(fetched.and_then(|item| item.merged_at)),
            milestone: fetched.and_then(|item| item.milestone.clone()),
            labels: fetched.map(|item| item.labels.clone()).unwrap_or_default(),
            fetched_on: page.answer.as_ref().map(|(_, day)| *day),
            keps: page.keps.iter().map(|kep| KepItem::new(api, kep)).collect(),
            citations: page.cited.iter().map(|cited| CitingNote::new(api, cited)).collect(),
            notes: notes_address(api, &Filter { refs: vec![page.key.clone()], ..Filter::default() }),
        }
    }
}

/// A pull request or an issue
///
/// That notes cite, or that was fetched: its state now, and at the end of the day of each note.
#[utoipa::path(
    get, path = "/api/v1/refs/{owner}/{repo}/{number}", tag = "facts", operation_id = "getRef",
    params(
        ("owner" = String, Path, description = "On GitHub, capitals or not", example = "kubernetes"),
        ("repo" = String, Path, description = "On GitHub, capitals or not", example = "kubernetes"),
        ("number" = u64, Path, description = "Its number", minimum = 1, example = 116429),
    ),
    responses((status = 200, description = "The pull request or issue", body = One<RefItem>))
)]
pub async fn one(
    State(api): State<Api>,
    Path((owner, repo, number)): Path<(String, String, String)>,
    OnlyAsOf(request): OnlyAsOf,
) -> Result<One<RefItem>, ApiError> {
    let digits = number.bytes().all(|byte| byte.is_ascii_digit());
    let read = number.parse().ok().filter(|number| digits && *number > 0);
    let number: u64 =
        read.ok_or_else(|| ApiError::bad_id("the number of a pull request or issue is wanted"))?;
    let key = ItemKey { repo: Repo::new(owner, repo), number };
    let page = request.store(&api).item(&key).await?;
    let page = page.ok_or_else(|| ApiError::not_found("no note cites that number"))?;
    Ok(One::new(&request, RefItem::new(&api, &page)))
}
