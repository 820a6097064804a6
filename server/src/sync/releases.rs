//! The days of the Kubernetes releases, as the Kubernetes website has them.

use anyhow::{Context, ensure};
use domain::release::{Releases, read_schedule};
use http::header::ACCEPT;
use http::{HeaderMap, HeaderValue};
use jiff::Timestamp;
use octocrab::Octocrab;
use store::{Store, SyncEnd};

use super::{Github, Progress, Ran};

/// Where the website keeps them, oldest facts first.
const FILES: [&str; 2] = ["data/releases/eol.yaml", "data/releases/schedule.yaml"];

/// How long an answer may take.
const TIMEOUT: std::time::Duration = std::time::Duration::from_secs(30);

/// Brings the days of releases up to date.
///
/// Without an answer the table that Kepline brings along stays, and that is no failure.
pub(super) async fn run(store: &Store, github: &Github, progress: &Progress) -> anyhow::Result<Ran> {
    progress.step(format_args!("releases: asks {}", github.api));
    let asked_at = Timestamp::now();
    let mut schedules = Vec::new();
    let mut remarks = Vec::new();
    for path in FILES {
        match file(github, path).await {
            Ok(text) => {
                let (said, odd) = read_schedule(&text);
                schedules.extend(said);
                remarks.extend(odd.iter().map(|odd| format!("{path}: {odd}")));
            }
            Err(error) => {
                tracing::info!("releases: {error:#}");
                let summary = format!("no answer ({error:#}): the days that are known already stay");
                return Ok(Ran {
                    end: SyncEnd { summary: Some(summary), ..SyncEnd::default() },
                    changed: false,
                });
            }
        }
    }
    ensure!(!schedules.is_empty(), "the website's schedule cannot be read: {}", remarks.join("; "));
    // Freezes are those of the table, whatever an earlier sync brought.
    let releases = Releases::built_in().rescheduled(&schedules);
    let brought: Vec<_> = releases.iter().copied().collect();
    let changed = store.put_releases(&brought).await?;
    for remark in &remarks {
        tracing::info!("releases: {remark}");
    }
    let summary = format!("{} releases, {changed} of them new or moved", schedules.len());
    let end = SyncEnd { summary: Some(summary), data_at: Some(asked_at), cursor: None, error: None };
    Ok(Ran { end, changed: changed > 0 })
}

/// A file of the website's repository.
async fn file(github: &Github, path: &str) -> anyhow::Result<String> {
    let api: http::Uri = github.api.parse().context("KEPLINE_GITHUB_API is no address")?;
    let (scheme, authority) = (api.scheme_str().unwrap_or_default(), api.authority());
    let authority = authority.context("KEPLINE_GITHUB_API must look like https://api.github.com")?;
    let loopback = matches!(authority.host(), "localhost" | "127.0.0.1" | "[::1]");
    let client = Octocrab::builder().base_uri(format!("{scheme}://{authority}"))?;
    let client = match &github.token {
        // It never travels unencrypted to another machine.
        Some(token) if scheme == "https" || loopback => client.personal_token(token.expose().to_owned()),
        _ => client,
    };
    let prefix = api.path().trim_end_matches('/');
    let route = format!("{prefix}/repos/kubernetes/website/contents/{path}");
    let raw = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static("application/vnd.github.raw+json"))]);
    let client = client.build()?;
    let answer = async {
        let answer = client._get_with_headers(route, Some(raw)).await?;
        let status = answer.status();
        anyhow::Ok((status, client.body_to_string(answer).await?))
    };
    let (status, text) = tokio::time::timeout(TIMEOUT, answer).await.context("it takes too long")??;
    ensure!(status.is_success(), "GitHub answers {status} for {path}");
    Ok(text)
}
