//! GitHub's REST interface: one number at a time, also without a token.

use domain::github::{Answer, Item, ItemKey, ItemKind, ItemState};
use http::StatusCode;
use jiff::Timestamp;
use serde::Deserialize;

use super::client::{Client, Fault, Reply};
use super::graphql::{closed_state, new_home};

/// The answer on a number.
#[derive(Debug)]
pub enum RestAnswer {
    /// An answer, and its tag for the next conditional request.
    Answer(Answer, Option<String>),
    /// Nothing has changed.
    Unchanged,
    /// Nothing to rely on, for this reason.
    Unusable(String),
}

/// Fetches what the public sees of a number. With `etag`, an unchanged answer costs nothing of the limit.
///
/// One request serves both kinds: a pull request is an issue here, with a part of its own. One more is
/// needed where that part is incomplete, where the number has moved, and where there is none, for it
/// may have become a discussion.
pub async fn fetch(client: &Client, key: &ItemKey, etag: Option<&str>) -> Result<RestAnswer, Fault> {
    let ItemKey { repo, number } = key;
    let (reply, _) =
        get_and_follow(client, &format!("/repos/{}/{}/issues/{number}", repo.owner, repo.name), etag).await?;
    match reply.status {
        StatusCode::NOT_MODIFIED => Ok(RestAnswer::Unchanged),
        StatusCode::NOT_FOUND | StatusCode::GONE => {
            let path = format!("/repos/{}/{}/discussions/{number}", repo.owner, repo.name);
            let is_discussion = client.get(&path, None).await?.status == StatusCode::OK;
            let answer = if is_discussion { Answer::Discussion } else { Answer::NotFound };
            Ok(RestAnswer::Answer(answer, None))
        }
        // Taken down for legal reasons.
        StatusCode::UNAVAILABLE_FOR_LEGAL_REASONS => Ok(RestAnswer::Answer(Answer::NotFound, None)),
        StatusCode::OK => {
            let etag = reply.headers.get(http::header::ETAG).and_then(|etag| etag.to_str().ok());
            let etag = etag.map(str::to_owned);
            let Some(mut issue) = IssueJson::read(&reply) else {
                return Ok(RestAnswer::Unusable("the answer was not understood".to_owned()));
            };
            let Some(home) = issue.home() else {
                return Ok(RestAnswer::Unusable("the answer does not say where it lives".to_owned()));
            };
            if issue.pull_request.as_ref().is_some_and(|pull| pull.merged_at.is_none())
                && issue.draft.is_none()
            {
                let pull = client.get(&format!("/repos/{home}/pulls/{}", issue.number), None).await?;
                let Some(pull) = IssueJson::read(&pull) else {
                    return Ok(RestAnswer::Unusable("the answer was not understood".to_owned()));
                };
                issue.draft = pull.draft;
                issue.pull_request = Some(PullJson { merged_at: pull.merged_at });
            }
            Ok(RestAnswer::Answer(Answer::Item(Box::new(issue.item(key, &home))), etag))
        }
        StatusCode::UNAUTHORIZED => Err(Fault::Refused(format!("401 {}", reply.message()))),
        status if status.is_redirection() => Ok(RestAnswer::Unusable("it leads elsewhere".to_owned())),
        status => Ok(RestAnswer::Unusable(format!("{} {}", status.as_u16(), reply.message()))),
    }
}

/// Where a number lives now, as far as the token can see; `None` where it is nowhere.
pub async fn locate(client: &Client, key: &ItemKey) -> Result<Option<ItemKey>, Fault> {
    let path = format!("/repos/{}/{}/issues/{}", key.repo.owner, key.repo.name, key.number);
    let (reply, redirected) = get_and_follow(client, &path, None).await?;
    if !redirected || reply.status != StatusCode::OK {
        return Ok(None);
    }
    let issue = IssueJson::read(&reply);
    Ok(issue.and_then(|issue| new_home(key, &issue.home()?, issue.number)))
}

/// Requests a path and follows one redirect on the same host; says whether there was one.
async fn get_and_follow(client: &Client, path: &str, etag: Option<&str>) -> Result<(Reply, bool), Fault> {
    let reply = client.get(path, etag).await?;
    let is_redirect = matches!(reply.status.as_u16(), 301 | 302 | 307 | 308);
    match if is_redirect { client.follow(&reply, etag).await } else { None } {
        Some(next) => Ok((next?, true)),
        None => Ok((reply, false)),
    }
}

#[derive(Deserialize)]
struct IssueJson {
    number: u64,
    title: String,
    state: String,
    state_reason: Option<String>,
    draft: Option<bool>,
    created_at: Timestamp,
    closed_at: Option<Timestamp>,
    merged_at: Option<Timestamp>,
    updated_at: Option<Timestamp>,
    milestone: Option<MilestoneJson>,
    #[serde(default)]
    labels: Vec<LabelJson>,
    pull_request: Option<PullJson>,
    repository_url: Option<String>,
}

#[derive(Deserialize)]
struct MilestoneJson {
    title: String,
}

#[derive(Deserialize)]
struct LabelJson {
    name: String,
}

#[derive(Deserialize)]
struct PullJson {
    merged_at: Option<Timestamp>,
}

impl IssueJson {
    fn read(reply: &Reply) -> Option<Self> {
        Self::deserialize(&reply.json).ok()
    }

    /// `owner/name` of the repository that it belongs to.
    fn home(&self) -> Option<String> {
        let mut parts = self.repository_url.as_deref()?.rsplit('/');
        let (name, owner) = (parts.next()?, parts.next()?);
        Some(format!("{owner}/{name}"))
    }

    fn item(self, key: &ItemKey, home: &str) -> Item {
        let merged_at = self.pull_request.as_ref().and_then(|pull| pull.merged_at);
        let kind = if self.pull_request.is_some() { ItemKind::Pull } else { ItemKind::Issue };
        let state = match (kind, self.state.as_str()) {
            (ItemKind::Pull, _) if merged_at.is_some() => ItemState::Merged,
            (ItemKind::Pull, "closed") => ItemState::Closed,
            (ItemKind::Pull, _) if self.draft == Some(true) => ItemState::Draft,
            (ItemKind::Issue, "closed") => closed_state(self.state_reason.as_deref()),
            _ => ItemState::Open,
        };
        Item {
            kind,
            title: self.title,
            state,
            created_at: Some(self.created_at),
            closed_at: self.closed_at,
            merged_at,
            updated_at: self.updated_at,
            milestone: self.milestone.map(|milestone| milestone.title),
            labels: self.labels.into_iter().map(|label| label.name).collect(),
            // They would cost a request each.
            events: None,
            moved_to: new_home(key, home, self.number),
        }
    }
}
