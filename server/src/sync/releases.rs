//! The days of the Kubernetes releases, as the Kubernetes website has them.

use anyhow::ensure;
use domain::release::Releases;
use ingest::schedule;
use store::{Store, SyncEnd};

use super::github::client::Client;
use super::progress::Progress;
use super::report::SyncReport;
use super::settings::Github;

/// Where the website keeps them, oldest facts first.
const FILES: [&str; 2] = ["data/releases/eol.yaml", "data/releases/schedule.yaml"];

/// Fetches and stores the days of releases.
///
/// Without an answer the built-in table stays in force, and that is no failure.
pub async fn run(store: &Store, github: &Github, progress: &Progress) -> anyhow::Result<SyncReport> {
    progress.step(format_args!("releases: fetching from {}", github.root()));
    let client = Client::new(github)?;
    let fetched_at = client.now();
    let mut schedules = Vec::new();
    let mut remarks = Vec::new();
    for path in FILES {
        match file(&client, path).await {
            Ok(text) => {
                let (read, odd) = schedule::read(&text);
                schedules.extend(read);
                remarks.extend(odd.iter().map(|remark| format!("{path}: {remark}")));
            }
            Err(error) => {
                tracing::info!("releases: {error:#}");
                let summary = format!("no answer ({error:#}): the days that are known already stay");
                return Ok(SyncReport {
                    end: SyncEnd { summary: Some(summary), ..SyncEnd::default() },
                    changed: false,
                });
            }
        }
    }
    ensure!(!schedules.is_empty(), "cannot read the schedule of the website: {}", remarks.join("; "));
    // Freezes are those of the built-in table, whatever an earlier sync stored.
    let releases = Releases::built_in().rescheduled(&schedules);
    let releases: Vec<_> = releases.iter().copied().collect();
    let changed = store.store_releases(&releases).await?;
    for remark in &remarks {
        tracing::info!("releases: {remark}");
    }
    let summary = format!("{} releases, {changed} of them new or moved", schedules.len());
    let end = SyncEnd { summary: Some(summary), data_at: Some(fetched_at), cursor: None, error: None };
    Ok(SyncReport { end, changed: changed > 0 })
}

/// A file of the website's repository.
async fn file(client: &Client, path: &str) -> anyhow::Result<String> {
    let reply = client.get_raw(&format!("/repos/kubernetes/website/contents/{path}")).await?;
    ensure!(reply.status.is_success(), "GitHub answers {} for {path}", reply.status);
    Ok(String::from_utf8_lossy(&reply.bytes).into_owned())
}
