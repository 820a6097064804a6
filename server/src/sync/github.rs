//! What became of cited pull requests and issues: GitHub is asked, and its answers are kept.
//!
//! With a token many are asked for in one GraphQL question, without one each by itself, as far as
//! the sixty requests of an hour reach. Every answer is kept as soon as it is there: a run that
//! is cut off loses nothing, and the next one goes on with what was asked for least recently.

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
use self::graphql::{Answers, Question, Told};
use super::progress::Progress;
use super::report::SyncReport;
use super::settings::Github;

/// How many numbers a question holds: 257 citations take six, and none takes GitHub ten seconds.
const TOGETHER: usize = 45;
/// How many failures in a row are enough: more than it takes to find the one number that fails.
const FAILURES: u32 = 8;
/// What GitHub answers within an hour without a token.
const HOURLY: u32 = 60;
/// How many requests are left to others at the same address; asking for one number takes no more.
const LEFT_TO_OTHERS: u32 = 3;

/// Asks for the state of everything cited that is due, and keeps the answers.
///
/// Faults of the network and of GitHub are in the end's `error`; limits are none: the summary says
/// when it goes on.
///
/// # Errors
/// Where the configuration cannot be used or the database fails.
pub async fn run(store: &Store, github: &Github, progress: &Progress) -> anyhow::Result<SyncReport> {
    let client = Client::new(github)?;
    ask(store, &client, store.cited_items().await?, progress).await
}

/// Asks for those of `asked` that are due, in this order.
async fn ask(
    store: &Store,
    client: &Client,
    asked: Vec<CitedItem>,
    progress: &Progress,
) -> anyhow::Result<SyncReport> {
    let began = client.now();
    let cited = asked.len();
    let needs_fetch =
        |item: &CitedItem| is_due(item.last.as_ref().zip(item.fetched_at), client.has_token(), began);
    let due: Vec<CitedItem> = asked.into_iter().filter(needs_fetch).collect();
    let mut run = Run {
        store,
        client,
        progress,
        due: due.len(),
        answered: 0,
        changed: 0,
        not_found: 0,
        passed_over: None,
    };
    if due.is_empty() {
        let summary = Some(format!("nothing of {cited} is due"));
        let end = SyncEnd { summary, data_at: Some(began), ..SyncEnd::default() };
        return Ok(SyncReport { end, changed: false });
    }
    progress.step(format_args!("github: fetching {} of {cited} pull requests and issues", due.len()));
    // A number that no repository can have would spoil the question for all.
    let (due, impossible) = due.into_iter().partition(|item| is_possible(&item.key));
    run.keep(all(impossible, &Answer::NotFound)).await?;
    let stop = if client.has_token() { run.together(due).await? } else { run.one_by_one(due).await? };
    run.end(stop).await
}

/// A run on its way.
struct Run<'a> {
    store: &'a Store,
    client: &'a Client,
    progress: &'a Progress,
    due: usize,
    answered: usize,
    changed: usize,
    not_found: usize,
    /// Why something was passed over, the last time.
    passed_over: Option<String>,
}

/// What is kept of one number: the answer, `None` for no change, and what names it.
type Kept = (CitedItem, Option<Answer>, Option<String>);

impl Run<'_> {
    /// Asks for many at once; gives what stopped it before the end.
    async fn together(&mut self, due: Vec<CitedItem>) -> anyhow::Result<Option<Fault>> {
        let mut chunks: VecDeque<Vec<CitedItem>> = due.chunks(TOGETHER).map(<[_]>::to_vec).collect();
        let mut missing = Vec::new();
        let mut failures = 0;
        while let Some(mut chunk) = chunks.pop_front() {
            let answers = match self.question(Question::States, chunk.iter().map(|item| &item.key)).await {
                Ok(answers) => answers,
                Err(Fault::Broken(why)) => {
                    failures += 1;
                    if failures == FAILURES {
                        return Ok(Some(Fault::Broken(why)));
                    }
                    // It may be too much at once, or one of them fails.
                    if chunk.len() > 1 {
                        chunks.push_front(chunk.split_off(chunk.len() / 2));
                        chunks.push_front(chunk);
                    } else {
                        self.pass_over(&chunk, why);
                    }
                    continue;
                }
                Err(fault) => return Ok(Some(fault)),
            };
            failures = 0;
            let (asked, mut kept, mut again) = (chunk.len(), Vec::new(), Vec::new());
            for (n, item) in chunk.into_iter().enumerate() {
                match answers.state(n, &item.key) {
                    Told::Answer(answer) => kept.push((item, Some(answer), None)),
                    Told::NoSuchNumber => missing.push(item),
                    Told::Nothing => again.push(item),
                }
            }
            self.keep(kept).await?;
            match again.len() {
                0 => {}
                len if len < asked => chunks.push_back(again),
                _ => self.pass_over(&again, "it answers nothing on them".to_owned()),
            }
            if let Some(limit) = answers.rate_limit().filter(|limit| limit.remaining < limit.cost)
                && !chunks.is_empty()
            {
                return Ok(Some(Fault::Limited(limit.reset_at)));
            }
        }
        self.look_for(missing).await
    }

    /// Looks what became of numbers that are no pull request and no issue where they were cited:
    /// a discussion, or an issue elsewhere.
    async fn look_for(&mut self, missing: Vec<CitedItem>) -> anyhow::Result<Option<Fault>> {
        for chunk in missing.chunks(TOGETHER) {
            let answers = match self.question(Question::Discussions, chunk.iter().map(|item| &item.key)).await
            {
                Ok(answers) => answers,
                Err(fault) => return Ok(Some(fault)),
            };
            let mut kept: Vec<Kept> = Vec::new();
            let mut moved = Vec::new();
            for (n, item) in chunk.iter().cloned().enumerate() {
                match answers.discussion(n) {
                    Told::Answer(answer) => kept.push((item, Some(answer), None)),
                    Told::NoSuchNumber => match rest::whereabouts(self.client, &item.key).await {
                        Ok(Some(key)) => moved.push((item, key)),
                        Ok(None) => kept.push((item, Some(Answer::NotFound), None)),
                        Err(fault) => {
                            self.keep(kept).await?;
                            return Ok(Some(fault));
                        }
                    },
                    Told::Nothing => {}
                }
            }
            // Asked for where it went, and told of what was cited; whether that is private is seen here alone.
            if !moved.is_empty() {
                match self.question(Question::States, moved.iter().map(|(_, key)| key)).await {
                    Ok(answers) => {
                        for (n, (item, _)) in moved.into_iter().enumerate() {
                            match answers.state(n, &item.key) {
                                Told::Answer(answer) => kept.push((item, Some(answer), None)),
                                Told::NoSuchNumber => kept.push((item, Some(Answer::NotFound), None)),
                                Told::Nothing => {}
                            }
                        }
                    }
                    Err(fault) => {
                        self.keep(kept).await?;
                        return Ok(Some(fault));
                    }
                }
            }
            self.keep(kept).await?;
        }
        Ok(None)
    }

    async fn question(
        &self,
        question: Question,
        keys: impl Iterator<Item = &ItemKey>,
    ) -> Result<Answers, Fault> {
        let reply = self.client.graphql(&question.body(&keys.collect::<Vec<_>>())).await?;
        match reply.status.as_u16() {
            200 => Answers::read(reply.json).map_err(Fault::Broken),
            status => Err(Fault::Refused(format!("{status} {}", reply.message()))),
        }
    }

    /// Asks for each by itself while the hour's requests last; gives what stopped it before the end.
    async fn one_by_one(&mut self, due: Vec<CitedItem>) -> anyhow::Result<Option<Fault>> {
        let began = self.client.now();
        let mut failures = 0;
        for item in due {
            if let Some(until) = self.used_up(began) {
                return Ok(Some(Fault::Limited(until)));
            }
            match rest::ask(self.client, &item.key, item.etag.as_deref()).await {
                Ok(rest::Told::Answer(answer, etag)) => {
                    failures = 0;
                    let answer = with_known_events(answer, item.last.as_ref());
                    self.keep(vec![(item, Some(answer), etag)]).await?;
                }
                Ok(rest::Told::Same) => {
                    failures = 0;
                    let etag = item.etag.clone();
                    self.keep(vec![(item, None, etag)]).await?;
                }
                Ok(rest::Told::Nothing(why)) | Err(Fault::Broken(why)) => {
                    failures += 1;
                    if failures == FAILURES {
                        return Ok(Some(Fault::Broken(why)));
                    }
                    self.pass_over(&[item], why);
                }
                Err(fault) => return Ok(Some(fault)),
            }
        }
        Ok(None)
    }

    /// Until when no more may be asked; by our own count where GitHub does not tell.
    fn used_up(&self, began: Timestamp) -> Option<Timestamp> {
        let now = self.client.now();
        match self.client.left() {
            Some(left) => (left.requests < LEFT_TO_OTHERS && left.reset > now).then_some(left.reset),
            None => (self.client.requests() > HOURLY - LEFT_TO_OTHERS)
                .then(|| began + SignedDuration::from_hours(1)),
        }
    }

    fn pass_over(&mut self, items: &[CitedItem], why: String) {
        let keys: Vec<String> = items.iter().map(|item| item.key.to_string()).collect();
        tracing::warn!("left for later: {}: {why}", keys.join(", "));
        self.passed_over = Some(why);
    }

    async fn keep(&mut self, kept: Vec<Kept>) -> anyhow::Result<()> {
        if kept.is_empty() {
            return Ok(());
        }
        let at = self.client.now();
        let mut fetched = Vec::with_capacity(kept.len());
        for (item, answer, etag) in kept {
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
        // What is passed over is a fault of the run where it was all there was.
        let all = self.passed_over.filter(|_| self.answered == 0).map(Fault::Broken);
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

fn all(items: Vec<CitedItem>, answer: &Answer) -> Vec<Kept> {
    items.into_iter().map(|item| (item, Some(answer.clone()), None)).collect()
}

/// An answer without events, with those that are known and cannot have become more.
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
