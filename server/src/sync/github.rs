//! What became of cited pull requests and issues, fetched from GitHub.
//!
//! With a token, many are fetched with one GraphQL query; without one, each takes a request of its own,
//! as far as the sixty requests of an hour reach. Every answer is stored at once: a run that is cut off
//! loses nothing, and the next one continues with what was fetched least recently.

pub mod client;
mod graphql;
mod limits;
mod rest;
#[cfg(test)]
mod stand_in;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;

use domain::github::{Answer, ItemKey, is_due};
use jiff::{SignedDuration, Timestamp};
use store::{CitedItem, FetchedItem, Store, SyncEnd, SyncKind};

use self::client::{Client, Fault};
use self::graphql::{GraphqlAnswer, GraphqlQuery, GraphqlResponse};
use self::rest::RestAnswer;
use super::progress::Progress;
use super::report::SyncReport;
use super::settings::Github;

/// How many numbers a query has: 257 citations take six, and none takes GitHub ten seconds.
const QUERY_SIZE: usize = 45;
/// How many failures in a row end a run: more than it takes to find the one number that fails.
const MOST_FAILURES: u32 = 8;
/// How many requests GitHub allows within an hour without a token.
const HOURLY_REQUESTS: u32 = 60;
/// How many requests are left to others at the same address: as many as one number takes.
const RESERVED_REQUESTS: u32 = 3;

/// Fetches and stores the state of every cited item that is due.
///
/// Faults of the network and of GitHub are in the end's `error`; limits are no errors: the summary says
/// when the sync continues.
///
/// # Errors
/// Where the configuration cannot be used or the database fails.
pub async fn run(store: &Store, github: &Github, progress: &Progress) -> anyhow::Result<SyncReport> {
    let client = Client::new(github)?;
    fetch_due(store, &client, store.cited_items().await?, progress).await
}

/// Fetches those of the cited items that are due, in this order.
async fn fetch_due(
    store: &Store,
    client: &Client,
    cited: Vec<CitedItem>,
    progress: &Progress,
) -> anyhow::Result<SyncReport> {
    let began = client.now();
    let count = cited.len();
    let needs_fetch =
        |item: &CitedItem| is_due(item.last.as_ref().zip(item.fetched_at), client.has_token(), began);
    let due: Vec<CitedItem> = cited.into_iter().filter(needs_fetch).collect();
    let mut run = Run {
        store,
        client,
        progress,
        due: due.len(),
        answered: 0,
        changed: 0,
        not_found: 0,
        skipped_because: None,
    };
    if due.is_empty() {
        let summary = Some(format!("nothing of {count} is due"));
        let end = SyncEnd { summary, data_at: Some(began), ..SyncEnd::default() };
        return Ok(SyncReport { end, changed: false });
    }
    progress.step(format_args!("github: fetching {} of {count} pull requests and issues", due.len()));
    // A number that no repository can have would fail the query for all.
    let (due, impossible) = due.into_iter().partition(|item| is_possible(&item.key));
    run.store_results(results(impossible, &Answer::NotFound)).await?;
    let stop =
        if client.has_token() { run.fetch_by_graphql(due).await? } else { run.fetch_by_rest(due).await? };
    run.end(stop).await
}

/// A run under way.
struct Run<'a> {
    store: &'a Store,
    client: &'a Client,
    progress: &'a Progress,
    due: usize,
    answered: usize,
    changed: usize,
    not_found: usize,
    /// Why an item was skipped, the last time.
    skipped_because: Option<String>,
}

/// A cited item with its answer, `None` where nothing has changed.
struct FetchResult {
    item: CitedItem,
    answer: Option<Answer>,
    /// The tag for the next conditional request.
    etag: Option<String>,
}

impl FetchResult {
    fn new(item: CitedItem, answer: Answer) -> Self {
        Self { item, answer: Some(answer), etag: None }
    }
}

impl Run<'_> {
    /// Fetches many at once; gives what stopped it before the end.
    async fn fetch_by_graphql(&mut self, due: Vec<CitedItem>) -> anyhow::Result<Option<Fault>> {
        let mut chunks: VecDeque<Vec<CitedItem>> = due.chunks(QUERY_SIZE).map(<[_]>::to_vec).collect();
        let mut missing = Vec::new();
        let mut failures = 0;
        while let Some(mut chunk) = chunks.pop_front() {
            let answers = match self.query(GraphqlQuery::States, chunk.iter().map(|item| &item.key)).await {
                Ok(answers) => answers,
                Err(Fault::Broken(reason)) => {
                    failures += 1;
                    if failures == MOST_FAILURES {
                        return Ok(Some(Fault::Broken(reason)));
                    }
                    // It may be too much at once, or one of them fails.
                    if chunk.len() > 1 {
                        chunks.push_front(chunk.split_off(chunk.len() / 2));
                        chunks.push_front(chunk);
                    } else {
                        self.skip(&chunk, reason);
                    }
                    continue;
                }
                Err(fault) => return Ok(Some(fault)),
            };
            failures = 0;
            let (size, mut results, mut retries) = (chunk.len(), Vec::new(), Vec::new());
            for (n, item) in chunk.into_iter().enumerate() {
                match answers.state(n, &item.key) {
                    GraphqlAnswer::Answer(answer) => results.push(FetchResult::new(item, answer)),
                    GraphqlAnswer::NoSuchNumber => missing.push(item),
                    GraphqlAnswer::Unusable => retries.push(item),
                }
            }
            self.store_results(results).await?;
            match retries.len() {
                0 => {}
                len if len < size => chunks.push_back(retries),
                _ => self.skip(&retries, "the response has no answer on them".to_owned()),
            }
            if let Some(limit) = answers.rate_limit().filter(|limit| limit.remaining < limit.cost)
                && !chunks.is_empty()
            {
                return Ok(Some(Fault::Limited(limit.reset_at)));
            }
        }
        self.locate(missing).await
    }

    /// Finds out what became of numbers that are no pull request and no issue where they were cited:
    /// discussions, or issues that were transferred.
    async fn locate(&mut self, missing: Vec<CitedItem>) -> anyhow::Result<Option<Fault>> {
        for chunk in missing.chunks(QUERY_SIZE) {
            let answers =
                match self.query(GraphqlQuery::Discussions, chunk.iter().map(|item| &item.key)).await {
                    Ok(answers) => answers,
                    Err(fault) => return Ok(Some(fault)),
                };
            let mut results: Vec<FetchResult> = Vec::new();
            let mut moved = Vec::new();
            for (n, item) in chunk.iter().cloned().enumerate() {
                match answers.discussion(n) {
                    GraphqlAnswer::Answer(answer) => results.push(FetchResult::new(item, answer)),
                    GraphqlAnswer::NoSuchNumber => match rest::locate(self.client, &item.key).await {
                        Ok(Some(key)) => moved.push((item, key)),
                        Ok(None) => results.push(FetchResult::new(item, Answer::NotFound)),
                        Err(fault) => {
                            self.store_results(results).await?;
                            return Ok(Some(fault));
                        }
                    },
                    GraphqlAnswer::Unusable => {}
                }
            }
            // Fetched from where it went, stored under what was cited; only this answer shows whether that is private.
            if !moved.is_empty() {
                match self.query(GraphqlQuery::States, moved.iter().map(|(_, key)| key)).await {
                    Ok(answers) => {
                        for (n, (item, _)) in moved.into_iter().enumerate() {
                            match answers.state(n, &item.key) {
                                GraphqlAnswer::Answer(answer) => results.push(FetchResult::new(item, answer)),
                                GraphqlAnswer::NoSuchNumber => {
                                    results.push(FetchResult::new(item, Answer::NotFound))
                                }
                                GraphqlAnswer::Unusable => {}
                            }
                        }
                    }
                    Err(fault) => {
                        self.store_results(results).await?;
                        return Ok(Some(fault));
                    }
                }
            }
            self.store_results(results).await?;
        }
        Ok(None)
    }

    async fn query(
        &self,
        query: GraphqlQuery,
        keys: impl Iterator<Item = &ItemKey>,
    ) -> Result<GraphqlResponse, Fault> {
        let reply = self.client.graphql(&query.body(&keys.collect::<Vec<_>>())).await?;
        match reply.status.as_u16() {
            200 => GraphqlResponse::read(reply.json).map_err(Fault::Broken),
            status => Err(Fault::Refused(format!("{status} {}", reply.message()))),
        }
    }

    /// Fetches one after the other while the hour's requests last; gives what stopped it before the end.
    async fn fetch_by_rest(&mut self, due: Vec<CitedItem>) -> anyhow::Result<Option<Fault>> {
        let began = self.client.now();
        let mut failures = 0;
        for item in due {
            if let Some(until) = self.limited_until(began) {
                return Ok(Some(Fault::Limited(until)));
            }
            match rest::fetch(self.client, &item.key, item.etag.as_deref()).await {
                Ok(RestAnswer::Answer(answer, etag)) => {
                    failures = 0;
                    let answer = with_known_events(answer, item.last.as_ref());
                    self.store_results(vec![FetchResult { item, answer: Some(answer), etag }]).await?;
                }
                Ok(RestAnswer::Unchanged) => {
                    failures = 0;
                    let etag = item.etag.clone();
                    self.store_results(vec![FetchResult { item, answer: None, etag }]).await?;
                }
                Ok(RestAnswer::Unusable(reason)) | Err(Fault::Broken(reason)) => {
                    failures += 1;
                    if failures == MOST_FAILURES {
                        return Ok(Some(Fault::Broken(reason)));
                    }
                    self.skip(&[item], reason);
                }
                Err(fault) => return Ok(Some(fault)),
            }
        }
        Ok(None)
    }

    /// Until when no more may be requested; by our own count where GitHub does not state it.
    fn limited_until(&self, began: Timestamp) -> Option<Timestamp> {
        let now = self.client.now();
        match self.client.remaining() {
            Some(limit) => (limit.requests < RESERVED_REQUESTS && limit.reset > now).then_some(limit.reset),
            None => (self.client.requests() > HOURLY_REQUESTS - RESERVED_REQUESTS)
                .then(|| began + SignedDuration::from_hours(1)),
        }
    }

    fn skip(&mut self, items: &[CitedItem], reason: String) {
        let keys: Vec<String> = items.iter().map(|item| item.key.to_string()).collect();
        tracing::warn!("left for later: {}: {reason}", keys.join(", "));
        self.skipped_because = Some(reason);
    }

    async fn store_results(&mut self, results: Vec<FetchResult>) -> anyhow::Result<()> {
        if results.is_empty() {
            return Ok(());
        }
        let at = self.client.now();
        let mut fetched = Vec::with_capacity(results.len());
        for FetchResult { item, answer, etag } in results {
            self.answered += 1;
            self.changed += usize::from(answer.is_some() && answer != item.last);
            self.not_found += usize::from(answer == Some(Answer::NotFound));
            fetched.push(FetchedItem { key: item.key, answer, at, etag });
        }
        self.store.store_items(&fetched).await?;
        self.progress.count("github: pull requests and issues", self.answered, self.due);
        Ok(())
    }

    async fn end(self, stop: Option<Fault>) -> anyhow::Result<SyncReport> {
        let requests = self.client.requests();
        let mut summary = format!(
            "{} asked in {requests} request{}: {} changed, {} not found, {} left for later",
            self.answered,
            if requests == 1 { "" } else { "s" },
            self.changed,
            self.not_found,
            self.due - self.answered
        );
        let mut error = None;
        // A skipped item is a fault of the run where nothing was answered.
        let all = self.skipped_because.filter(|_| self.answered == 0).map(Fault::Broken);
        match stop.or(all) {
            Some(Fault::Limited(until)) => {
                summary.push_str(&format!("; GitHub answers again after {until:.0}"));
                if !self.client.has_token() {
                    summary.push_str(", and with a GITHUB_TOKEN at once");
                }
            }
            Some(fault) => {
                let last = self.store.last_sync(SyncKind::Github).await?.and_then(|run| run.data_at);
                error = Some(match last {
                    _ if self.answered > 0 => format!("{fault}; what was answered before is kept"),
                    Some(at) => format!("{fault}; the states shown are those of {at:.0}"),
                    None => format!("{fault}; no states are known yet"),
                });
            }
            None => {}
        }
        let data_at = (self.answered > 0).then(|| self.client.now());
        let end = SyncEnd { summary: Some(summary), error, data_at, cursor: None };
        Ok(SyncReport { end, changed: self.changed > 0 })
    }
}

fn results(items: Vec<CitedItem>, answer: &Answer) -> Vec<FetchResult> {
    items.into_iter().map(|item| FetchResult::new(item, answer.clone())).collect()
}

/// An answer without events, with those that are known already and cannot have become more.
fn with_known_events(answer: Answer, last: Option<&Answer>) -> Answer {
    match (answer, last) {
        (Answer::Item(item), Some(Answer::Item(last))) => Answer::Item(Box::new(item.with_events_from(last))),
        (answer, _) => answer,
    }
}

/// Whether GitHub can have such a repository and such a number: names are of a few characters
/// (others would lead to other paths), numbers of 31 bits.
fn is_possible(key: &ItemKey) -> bool {
    let name = |name: &str| {
        !name.is_empty()
            && !name.bytes().all(|byte| byte == b'.')
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
    };
    name(&key.repo.owner) && name(&key.repo.name) && (1..=i32::MAX as u64).contains(&key.number)
}
