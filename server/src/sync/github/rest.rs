//! GitHub's REST interface: one number at a time, also without a token.

use domain::github::{Answer, Item, ItemKey, ItemKind, ItemState};
use http::StatusCode;
use jiff::Timestamp;
use serde::Deserialize;

use super::client::{Client, Fault, Reply};
use super::graphql::{closed_as, moved};

/// What was told of a number.
#[derive(Debug)]
pub enum Told {
    /// An answer, and what names it for the next time.
    Answer(Answer, Option<String>),
    /// Nothing has changed.
    Same,
    /// Nothing to rely on; why, in words.
    Nothing(String),
}

/// What the public sees of a number. `etag` makes the question free of charge where nothing has changed.
///
/// One request tells both kinds: a pull request is an issue here, with a part of its own. One
/// more is needed where that part is short, where the number has moved, and where there is none,
/// for it may have become a discussion.
pub async fn ask(client: &Client, key: &ItemKey, etag: Option<&str>) -> Result<Told, Fault> {
    let ItemKey { repo, number } = key;
    let (reply, _) =
        follow(client, &format!("/repos/{}/{}/issues/{number}", repo.owner, repo.name), etag).await?;
    match reply.status {
        StatusCode::NOT_MODIFIED => Ok(Told::Same),
        StatusCode::NOT_FOUND | StatusCode::GONE => {
            let path = format!("/repos/{}/{}/discussions/{number}", repo.owner, repo.name);
            let is_discussion = client.get(&path, None).await?.status == StatusCode::OK;
            let answer = if is_discussion { Answer::Discussion } else { Answer::NotFound };
            Ok(Told::Answer(answer, None))
        }
        // Taken down for legal reasons.
        StatusCode::UNAVAILABLE_FOR_LEGAL_REASONS => Ok(Told::Answer(Answer::NotFound, None)),
        StatusCode::OK => {
            let etag = reply.headers.get(http::header::ETAG).and_then(|etag| etag.to_str().ok());
            let etag = etag.map(str::to_owned);
            let Some(mut found) = Found::read(&reply) else {
                return Ok(Told::Nothing("the answer was not understood".to_owned()));
            };
            let Some(home) = found.home() else {
                return Ok(Told::Nothing("the answer does not say where it lives".to_owned()));
            };
            if found.pull_request.as_ref().is_some_and(|pull| pull.merged_at.is_none())
                && found.draft.is_none()
            {
                let pull = client.get(&format!("/repos/{home}/pulls/{}", found.number), None).await?;
                let Some(pull) = Found::read(&pull) else {
                    return Ok(Told::Nothing("the answer was not understood".to_owned()));
                };
                found.draft = pull.draft;
                found.pull_request = Some(Pull { merged_at: pull.merged_at });
            }
            Ok(Told::Answer(Answer::Item(Box::new(found.item(key, &home))), etag))
        }
        StatusCode::UNAUTHORIZED => Err(Fault::Refused(format!("401 {}", reply.message()))),
        status if status.is_redirection() => Ok(Told::Nothing("it leads elsewhere".to_owned())),
        status => Ok(Told::Nothing(format!("{} {}", status.as_u16(), reply.message()))),
    }
}

/// Where a number lives now, as far as who asks can see; `None` where it is nowhere.
pub async fn whereabouts(client: &Client, key: &ItemKey) -> Result<Option<ItemKey>, Fault> {
    let path = format!("/repos/{}/{}/issues/{}", key.repo.owner, key.repo.name, key.number);
    let (reply, redirected) = follow(client, &path, None).await?;
    if !redirected || reply.status != StatusCode::OK {
        return Ok(None);
    }
    let found = Found::read(&reply);
    Ok(found.and_then(|found| moved(key, &found.home()?, found.number)))
}

/// Asks and follows once, on the same host; says whether it was led on.
async fn follow(client: &Client, path: &str, etag: Option<&str>) -> Result<(Reply, bool), Fault> {
    let reply = client.get(path, etag).await?;
    let leads_on = matches!(reply.status.as_u16(), 301 | 302 | 307 | 308);
    match if leads_on { client.follow(&reply, etag).await } else { None } {
        Some(next) => Ok((next?, true)),
        None => Ok((reply, false)),
    }
}

#[derive(Deserialize)]
struct Found {
    number: u64,
    title: String,
    state: String,
    state_reason: Option<String>,
    draft: Option<bool>,
    created_at: Timestamp,
    closed_at: Option<Timestamp>,
    merged_at: Option<Timestamp>,
    updated_at: Option<Timestamp>,
    milestone: Option<Titled>,
    #[serde(default)]
    labels: Vec<Named>,
    pull_request: Option<Pull>,
    repository_url: Option<String>,
}

#[derive(Deserialize)]
struct Titled {
    title: String,
}

#[derive(Deserialize)]
struct Named {
    name: String,
}

#[derive(Deserialize)]
struct Pull {
    merged_at: Option<Timestamp>,
}

impl Found {
    fn read(reply: &Reply) -> Option<Self> {
        Self::deserialize(&reply.json).ok()
    }

    /// `owner/name` of the repository that it lives in.
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
            (ItemKind::Issue, "closed") => closed_as(self.state_reason.as_deref()),
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
            moved_to: moved(key, home, self.number),
        }
    }
}
