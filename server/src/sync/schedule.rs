//! The schedule of a server: syncs what is due while pages are served.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::Timestamp;
use store::{Store, SyncKind, SyncRun};
use tokio::time::{Instant, MissedTickBehavior, interval_at, sleep};

use super::{run, update_outdated};
use crate::sync::progress::Progress;
use crate::sync::settings::Settings;

/// When the first check is made: pages come first after the start.
const FIRST_CHECK: Duration = Duration::from_secs(5);

/// When what an older Kepline has read and derived is read and derived again after the start.
const FIRST_UPDATE: Duration = Duration::from_secs(1);

/// How often the schedule checks what is due; states follow an import within this time.
const CHECK_EVERY: Duration = Duration::from_secs(60);

/// When what failed is tried again at the latest.
const RETRY_AFTER: Duration = Duration::from_secs(30 * 60);

/// By how much an interval is shorter or longer by chance, so that not all servers send their requests at once.
const JITTER: f64 = 0.1;

/// Reads and derives again what an older Kepline has read and derived, then syncs what is due, for as long as it is polled.
///
/// Pages never wait for it. Syncs do not wait until it succeeds: where it fails it is tried again beside them,
/// also where no interval of syncs is set.
pub async fn update_and_sync(store: Store, settings: Settings) {
    sleep(FIRST_UPDATE).await;
    begin(store, settings, FIRST_CHECK, CHECK_EVERY).await;
}

async fn begin(store: Store, settings: Settings, first: Duration, period: Duration) {
    let is_updated = update(&store).await;
    let again = async {
        if !is_updated {
            update_every(&store, CHECK_EVERY).await;
        }
    };
    tokio::join!(again, check_every(store.clone(), settings, first, period));
}

/// Tries to read and derive again until it is done.
async fn update_every(store: &Store, period: Duration) {
    loop {
        sleep(period).await;
        if update(store).await {
            return;
        }
    }
}

/// Reads and derives again what an older Kepline has read and derived; gives whether it succeeded.
async fn update(store: &Store) -> bool {
    let updated = update_outdated(store, &Progress::logged()).await;
    if let Err(error) = &updated {
        tracing::warn!("notes are read and states derived again later: {error:#}");
    }
    updated.is_ok()
}

/// Syncs what is due for as long as it is polled: one kind after the other, one sync at a time.
///
/// Nothing is done before something was imported. It ends at once where no interval is set.
async fn check_every(store: Store, settings: Settings, first: Duration, period: Duration) {
    let Some(every) = settings.every else { return };
    let mut schedule =
        Schedule { store, settings, every, wait: every, checked_generation: None, failing: BTreeSet::new() };
    let mut checks = interval_at(Instant::now() + first, period);
    checks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        checks.tick().await;
        if let Err(error) = schedule.sync_due().await {
            tracing::error!(error = &error as &dyn std::error::Error, "cannot check which syncs are due");
        }
    }
}

struct Schedule {
    store: Store,
    settings: Settings,
    every: Duration,
    /// The interval with its jitter.
    wait: Duration,
    /// The generation of the last check: until it changes no citation is new.
    checked_generation: Option<i64>,
    /// What failed last time: logged once as a warning.
    failing: BTreeSet<SyncKind>,
}

impl Schedule {
    /// Syncs what is due now.
    async fn sync_due(&mut self) -> store::Result<()> {
        let generation = self.store.generation().await?;
        let is_new = self.checked_generation != Some(generation);
        if is_new && self.store.notebooks().await?.is_empty() {
            return Ok(());
        }
        let mut kinds = Vec::new();
        for &kind in SyncKind::ALL {
            let last = self.store.sync_runs(kind, 1).await?.into_iter().next();
            if is_due(Timestamp::now(), self.wait, last.as_ref()) {
                kinds.push(kind);
            }
        }
        if is_new && !kinds.contains(&SyncKind::Github) {
            let cited = self.store.cited_items().await?;
            kinds.extend(cited.iter().any(|item| item.fetched_at.is_none()).then_some(SyncKind::Github));
        }
        self.checked_generation = Some(generation);
        if kinds.is_empty() {
            return Ok(());
        }
        match run(&self.store, &self.settings, &kinds, None, &Progress::logged()).await {
            Ok(outcomes) => {
                for outcome in outcomes {
                    self.log(outcome.kind, outcome.result);
                }
                self.wait = self.every.mul_f64(1.0 - JITTER + 2.0 * JITTER * fastrand::f64());
                // The writes of a sync add no citations.
                self.checked_generation = Some(self.store.generation().await?);
            }
            Err(error) => {
                // Another process syncs; what it leaves is found at the next check.
                tracing::info!("{error:#}");
                self.checked_generation = None;
            }
        }
        Ok(())
    }

    fn log(&mut self, kind: SyncKind, result: Result<String, String>) {
        match result {
            Ok(summary) => {
                self.failing.remove(&kind);
                tracing::info!(kind = kind.as_str(), "synced: {summary}");
            }
            Err(error) if self.failing.insert(kind) => {
                tracing::warn!(kind = kind.as_str(), "a sync failed and will be tried again: {error}");
            }
            Err(error) => tracing::debug!(kind = kind.as_str(), "a sync failed again: {error}"),
        }
    }
}

/// Whether a kind is to be synced, given its last run.
fn is_due(now: Timestamp, wait: Duration, last: Option<&SyncRun>) -> bool {
    let Some(last) = last else { return true };
    let wait = match last {
        // Of another process, or of one that was stopped; two at once are refused elsewhere.
        SyncRun { finished_at: None, .. } => Duration::ZERO,
        SyncRun { error: Some(_), .. } => wait.min(RETRY_AFTER),
        _ => wait,
    };
    // A run of the future was begun by a wrong clock.
    last.started_at > now || now.duration_since(last.started_at).unsigned_abs() >= wait
}

#[cfg(test)]
mod tests {
    use sqlx::ConnectOptions;
    use sqlx::sqlite::SqliteConnectOptions;

    use super::*;
    use crate::import::import_text;
    use crate::sync::clock::Clock;
    use crate::sync::lock::Lock;
    use crate::sync::settings::Github;

    const HOUR: Duration = Duration::from_secs(3600);

    fn at(time: &str) -> Timestamp {
        format!("2023-10-11T{time}Z").parse().unwrap()
    }

    fn run_at(time: &str, finished: bool, error: Option<&str>) -> SyncRun {
        SyncRun {
            started_at: at(time),
            finished_at: finished.then(|| at(time)),
            error: error.map(str::to_owned),
            summary: None,
            data_at: None,
            cursor: None,
            source: None,
        }
    }

    #[test]
    fn a_kind_is_due_after_its_interval() {
        let check = |now: &str, last: Option<SyncRun>, expected: bool| {
            assert_eq!(is_due(at(now), 6 * HOUR, last.as_ref()), expected, "{now} {last:?}");
        };
        check("12:00:00", None, true);
        check("12:00:00", Some(run_at("06:00:01", true, None)), false);
        check("12:00:00", Some(run_at("06:00:00", true, None)), true);
        // What failed is tried sooner, what was cut off at once.
        check("12:00:00", Some(run_at("11:31:00", true, Some("no network"))), false);
        check("12:00:00", Some(run_at("11:30:00", true, Some("no network"))), true);
        check("12:00:00", Some(run_at("11:59:00", false, None)), true);
        check("12:00:00", Some(run_at("12:00:01", true, None)), true);
    }

    async fn store(folder: &std::path::Path) -> Store {
        Store::open(&format!("sqlite://{}", folder.join("kepline.db").display())).await.unwrap()
    }

    fn settings() -> Settings {
        // Nothing listens there.
        let github = Github::new("http://127.0.0.1:1".parse().unwrap(), None).unwrap();
        Settings { every: Some(6 * HOUR), ..Settings::at_nowhere(github.with_clock(Clock::fake())) }
    }

    fn schedule(store: &Store) -> Schedule {
        let (store, every) = (store.clone(), 6 * HOUR);
        Schedule {
            store,
            settings: settings(),
            every,
            wait: every,
            checked_generation: None,
            failing: BTreeSet::new(),
        }
    }

    /// How often each kind was run, in the order of [`SyncKind::ALL`].
    async fn runs(store: &Store) -> Vec<usize> {
        let mut runs = Vec::new();
        for &kind in SyncKind::ALL {
            runs.push(store.sync_runs(kind, 100).await.unwrap().len());
        }
        runs
    }

    const NOTES: &str = "# A notebook\n\n## 2023-10-11\n\n- a word\n";

    #[tokio::test]
    async fn nothing_is_synced_before_an_import() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(folder.path()).await;
        let mut schedule = schedule(&store);
        schedule.sync_due().await.unwrap();
        assert_eq!(runs(&store).await, [0, 0, 0, 0, 0]);
        import_text(&store, NOTES).await.unwrap();
        schedule.sync_due().await.unwrap();
        assert_eq!(runs(&store).await, [1, 1, 1, 1, 1]);
        // What failed is logged once, and is not due so soon.
        assert!(schedule.failing.contains(&SyncKind::Keps));
        schedule.sync_due().await.unwrap();
        assert_eq!(runs(&store).await, [1, 1, 1, 1, 1]);
    }

    #[tokio::test]
    async fn a_new_citation_is_fetched_at_the_next_check() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(folder.path()).await;
        let mut schedule = schedule(&store);
        import_text(&store, NOTES).await.unwrap();
        schedule.sync_due().await.unwrap();
        import_text(&store, &NOTES.replace("a word", "k/k#115138")).await.unwrap();
        schedule.sync_due().await.unwrap();
        assert_eq!(runs(&store).await, [1, 1, 1, 1, 2]);
        // Nobody answered; without another import it waits.
        schedule.sync_due().await.unwrap();
        assert_eq!(runs(&store).await, [1, 1, 1, 1, 2]);
    }

    #[tokio::test]
    async fn another_sync_is_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(folder.path()).await;
        import_text(&store, NOTES).await.unwrap();
        let mut schedule = schedule(&store);
        let other = Lock::take(&store.path()).unwrap();
        schedule.sync_due().await.unwrap();
        assert_eq!(runs(&store).await, [0, 0, 0, 0, 0]);
        drop(other);
        schedule.sync_due().await.unwrap();
        assert_eq!(runs(&store).await, [1, 1, 1, 1, 1]);
    }

    #[tokio::test]
    async fn what_older_rules_derived_is_derived_again_once() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(folder.path()).await;
        assert!(store.is_outdated().await.unwrap(), "nothing was ever derived");
        let other = Lock::take(&store.path()).unwrap();
        assert!(update_outdated(&store, &Progress::silent()).await.is_err(), "a sync is under way");
        drop(other);
        update_every(&store, Duration::from_millis(5)).await;
        assert!(!store.is_outdated().await.unwrap());
        assert!(!update_outdated(&store, &Progress::silent()).await.unwrap());
    }

    #[tokio::test]
    async fn what_older_rules_read_is_read_again_once() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(folder.path()).await;
        import_text(&store, NOTES).await.unwrap();
        let mut db = SqliteConnectOptions::new().filename(store.path()).connect().await.unwrap();
        let outdate =
            "update notebook set reading_version = 0; update note set text = 'as it was read before'";
        sqlx::raw_sql(outdate).execute(&mut db).await.unwrap();
        let other = Lock::take(&store.path()).unwrap();
        assert!(update_outdated(&store, &Progress::silent()).await.is_err(), "a sync is under way");
        drop(other);
        update_every(&store, Duration::from_millis(5)).await;
        assert!(!store.is_reading_outdated().await.unwrap());
        let left: i64 = sqlx::query_scalar("select count(*) from note where text = 'as it was read before'")
            .fetch_one(&mut db)
            .await
            .unwrap();
        assert_eq!(left, 0);
        assert!(!update_outdated(&store, &Progress::silent()).await.unwrap());
    }

    #[tokio::test]
    async fn syncs_do_not_wait_until_deriving_succeeds() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(folder.path()).await;
        import_text(&store, NOTES).await.unwrap();
        let mut db = SqliteConnectOptions::new().filename(store.path()).connect().await.unwrap();
        sqlx::query("delete from derivation").execute(&mut db).await.unwrap();
        assert!(!update(&store).await, "nobody knows by which rules it was derived");
        let period = Duration::from_millis(5);
        let task = tokio::spawn(begin(store.clone(), settings(), period, period));
        let synced = async {
            while runs(&store).await != [1, 1, 1, 1, 1] {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(60), synced).await.unwrap();
        task.abort();
    }

    #[tokio::test]
    async fn the_first_import_is_by_the_rules_of_today() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(folder.path()).await;
        import_text(&store, NOTES).await.unwrap();
        assert!(!store.is_outdated().await.unwrap());
    }

    #[tokio::test]
    async fn the_task_checks_by_itself_and_stops_with_the_server() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(folder.path()).await;
        import_text(&store, NOTES).await.unwrap();
        let period = Duration::from_millis(5);
        let task = tokio::spawn(check_every(store.clone(), settings(), period, period));
        let synced = async {
            while runs(&store).await != [1, 1, 1, 1, 1] {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(60), synced).await.unwrap();
        task.abort();
        assert!(task.await.is_err_and(|end| end.is_cancelled()));
        // Without an interval it ends by itself.
        check_every(store, Settings { every: None, ..settings() }, period, period).await;
    }
}
