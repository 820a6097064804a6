//! Answers in memory: what strangers ask for is made once for each state of the database, and sent as bytes from then on.
//!
//! An answer is made of its key alone: of no cookie, header or body of the request that asks first. So nothing that
//! is a curator's can get into it, and what a request may still differ in makes no difference.

mod answer;
mod key;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use app::request::RequestRefusal;
use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use moka::future::Cache;
use store::{RecentState, Store};
use tokio::sync::Semaphore;
use tower::ServiceExt;

use answer::Answer;
use key::Key;

use super::metrics::KeptMetrics;
use super::quota::Quota;

/// The part of the memory that one answer may take.
const LARGEST_PART: u64 = 16;

/// How many answers are compressed well at once, beside the requests.
const PACKED_AT_ONCE: usize = 1;

/// The routes of the site, with the answers that are kept in front of them.
#[derive(Clone)]
pub struct PageCache {
    routes: Router,
    store: Store,
    now: fn() -> Timestamp,
    quota: Quota,
    /// `None` where there is no memory for them.
    kept: Option<KeptAnswers>,
    metrics: KeptMetrics,
}

#[derive(Clone)]
struct KeptAnswers {
    answers: Cache<Key, Arc<Answer>>,
    largest: u64,
    /// The newest state of the database that was asked about.
    newest: Arc<AtomicI64>,
    packing: Arc<Semaphore>,
}

impl PageCache {
    /// Keeps answers of `routes` in so many bytes; `now` is the clock of pages. The quota counts what is not in memory.
    pub fn new(
        routes: Router,
        store: Store,
        now: fn() -> Timestamp,
        quota: Quota,
        bytes: u64,
        metrics: KeptMetrics,
    ) -> Self {
        Self { routes, store, now, quota, kept: (bytes > 0).then(|| KeptAnswers::new(bytes)), metrics }
    }

    /// Answers a request: from memory where the answer is there, else from the routes.
    pub async fn respond(&self, mut request: Request) -> Response {
        let Some(about) = key::request(&request) else {
            self.quota.apply(&mut request);
            return self.respond_by_routes(request).await;
        };
        // Where the database does not answer, the page itself says so.
        let Ok(state) = self.store.recent_state().await else { return self.respond_by_routes(request).await };
        let key = about.key(&state, (self.now)());
        if let Some(kept) = &self.kept
            && let Some(answer) = kept.answer(&state, &key).await
        {
            self.metrics.from_memory.increment(1);
            return answer.respond(request.headers());
        }
        self.quota.apply(&mut request);
        if request.extensions().get::<RequestRefusal>().is_some() {
            return self.respond_by_routes(request).await;
        }
        let answer = match &self.kept {
            Some(kept) => self.kept_answer(kept, key).await,
            None => Arc::new(self.make(&key).await),
        };
        answer.respond(request.headers())
    }

    /// The answer of a key, made once for all who ask for it at the same time.
    ///
    /// The state that it is kept under was read before anything in it, so it is never older than its key says.
    async fn kept_answer(&self, kept: &KeptAnswers, key: Key) -> Arc<Answer> {
        let make = async {
            let answer = Arc::new(self.make(&key).await);
            match answer.may_be_kept() && answer.size() <= kept.largest {
                true => Ok(answer),
                false => Err(answer),
            }
        };
        match kept.answers.try_get_with(key.clone(), make).await {
            Ok(answer) => answer,
            Err(answer) => Arc::clone(&answer),
        }
    }

    async fn make(&self, key: &Key) -> Answer {
        self.metrics.made.increment(1);
        if let Some(kept) = &self.kept {
            self.metrics.bytes.set(kept.answers.weighted_size() as f64);
        }
        let response = match key.request() {
            Ok(request) => self.respond_by_routes(request).await,
            Err(_) => StatusCode::BAD_REQUEST.into_response(),
        };
        Answer::read(response, key.encoding()).await
    }

    async fn respond_by_routes(&self, request: Request) -> Response {
        let Ok(response) = self.routes.clone().oneshot(request).await;
        response
    }
}

impl KeptAnswers {
    fn new(bytes: u64) -> Self {
        let weigh =
            |key: &Key, answer: &Arc<Answer>| u32::try_from(key.size() + answer.size()).unwrap_or(u32::MAX);
        Self {
            answers: Cache::builder().max_capacity(bytes).weigher(weigh).build(),
            largest: bytes / LARGEST_PART,
            newest: Arc::new(AtomicI64::new(i64::MIN)),
            packing: Arc::new(Semaphore::new(PACKED_AT_ONCE)),
        }
    }

    /// The answer of a key, where it is in memory.
    async fn answer(&self, state: &RecentState, key: &Key) -> Option<Arc<Answer>> {
        self.forget_older_than(state.generation);
        let answer = self.answers.get(key).await?;
        self.pack(key, &answer);
        Some(answer)
    }

    /// Makes room: what was kept of an older state is never asked for again.
    fn forget_older_than(&self, generation: i64) {
        if self.newest.load(Ordering::Relaxed) < generation
            && self.newest.fetch_max(generation, Ordering::Relaxed) < generation
        {
            self.answers.invalidate_all();
        }
    }

    /// Compresses well, in the background, what was asked for again and is compressed quickly yet.
    fn pack(&self, key: &Key, answer: &Arc<Answer>) {
        if !answer.could_be_smaller() {
            return;
        }
        let Ok(permit) = Arc::clone(&self.packing).try_acquire_owned() else { return };
        let (answers, key, answer) = (self.answers.clone(), key.clone(), Arc::clone(answer));
        tokio::spawn(async move {
            let packed = tokio::task::spawn_blocking(move || answer.packed()).await;
            match packed {
                // Meanwhile there may have been a write.
                Ok(packed) if answers.contains_key(&key) => answers.insert(key, Arc::new(packed)).await,
                Ok(_) => {}
                Err(error) => tracing::error!(%error, "an answer could not be compressed"),
            }
            drop(permit);
        });
    }
}

#[cfg(test)]
mod tests;
