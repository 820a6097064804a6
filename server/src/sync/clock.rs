//! The server's own clock: what was cited is kept up to date while one reads.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::Timestamp;
use store::{Store, SyncKind, SyncRun};
use tokio::time::{Instant, MissedTickBehavior, interval_at};

use super::{Progress, Settings, run};

/// After the start pages come first.
const FIRST: Duration = Duration::from_secs(5);

/// How often it looks whether there is something to do: so soon states follow an import.
const LOOK: Duration = Duration::from_secs(60);

/// When what failed, or was cut off, is tried again at the latest.
const AGAIN: Duration = Duration::from_secs(30 * 60);

/// By how much an interval is shorter or longer by chance, so that not all servers ask at once.
const JITTER: f64 = 0.1;

/// Syncs what is due for as long as it is polled: one kind after the other, one sync at a time.
///
/// Nothing is done before something was imported. It ends at once where no interval is set.
pub async fn keep(store: Store, settings: Settings) {
    keep_looking(store, settings, FIRST, LOOK).await;
}

async fn keep_looking(store: Store, settings: Settings, first: Duration, look: Duration) {
    let Some(every) = settings.every else { return };
    let mut clock = Clock { store, settings, every, wait: every, looked_at: None, failing: BTreeSet::new() };
    let mut looks = interval_at(Instant::now() + first, look);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        looks.tick().await;
        if let Err(error) = clock.look().await {
            tracing::error!(error = &error as &dyn std::error::Error, "the clock cannot look what is due");
        }
    }
}

struct Clock {
    store: Store,
    settings: Settings,
    every: Duration,
    /// The interval with its jitter.
    wait: Duration,
    /// The generation that was looked at: before it changes no citation is new.
    looked_at: Option<i64>,
    /// What failed last time; it is not told again.
    failing: BTreeSet<SyncKind>,
}

impl Clock {
    /// Syncs what is due now.
    async fn look(&mut self) -> store::Result<()> {
        let generation = self.store.generation().await?;
        let is_new = self.looked_at != Some(generation);
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
            let asked = self.store.asked_items().await?;
            kinds.extend(asked.iter().any(|item| item.fetched_at.is_none()).then_some(SyncKind::Github));
        }
        self.looked_at = Some(generation);
        if kinds.is_empty() {
            return Ok(());
        }
        match run(&self.store, &self.settings, &kinds, None, &Progress::logged()).await {
            Ok(outcomes) => {
                for outcome in outcomes {
                    self.tell(outcome.kind, outcome.told);
                }
                self.wait = self.every.mul_f64(1.0 - JITTER + 2.0 * JITTER * fastrand::f64());
                // What a sync wrote brings no new citation.
                self.looked_at = Some(self.store.generation().await?);
            }
            Err(error) => {
                // Another process is at it; what it leaves is looked for next time.
                tracing::info!("{error:#}");
                self.looked_at = None;
            }
        }
        Ok(())
    }

    fn tell(&mut self, kind: SyncKind, told: Result<String, String>) {
        match told {
            Ok(told) => {
                self.failing.remove(&kind);
                tracing::info!(kind = kind.as_str(), "synced: {told}");
            }
            Err(told) if self.failing.insert(kind) => {
                tracing::warn!(kind = kind.as_str(), "a sync failed and is tried again: {told}");
            }
            Err(told) => tracing::debug!(kind = kind.as_str(), "a sync failed again: {told}"),
        }
    }
}

/// Whether a kind is to be synced, given its last run.
fn is_due(now: Timestamp, wait: Duration, last: Option<&SyncRun>) -> bool {
    let Some(last) = last else { return true };
    let wait = match last {
        // Of another process, or of one that was stopped; two at once are refused elsewhere.
        SyncRun { finished_at: None, .. } => Duration::ZERO,
        SyncRun { error: Some(_), .. } => wait.min(AGAIN),
        _ => wait,
    };
    // A run of the future was begun by a wrong clock.
    last.started_at > now || now.duration_since(last.started_at).unsigned_abs() >= wait
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::import_text;
    use crate::sync::github;
    use crate::sync::lock::Lock;

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
        let nowhere = |name: &str| match name {
            "KEPLINE_KEPS_GIT" => Some("http://127.0.0.1:1/keps".to_owned()),
            "KEPLINE_GITHUB_API" => Some("http://127.0.0.1:1".to_owned()),
            _ => None,
        };
        let settings = Settings::read(nowhere).unwrap();
        Settings { github: settings.github.with_clock(github::clock::Clock::fake()), ..settings }
    }

    fn clock(store: &Store) -> Clock {
        let (store, every) = (store.clone(), 6 * HOUR);
        Clock { store, settings: settings(), every, wait: every, looked_at: None, failing: BTreeSet::new() }
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
        let mut clock = clock(&store);
        clock.look().await.unwrap();
        assert_eq!(runs(&store).await, [0, 0, 0]);
        import_text(&store, NOTES).await.unwrap();
        clock.look().await.unwrap();
        assert_eq!(runs(&store).await, [1, 1, 1]);
        // What failed is told once, and is not due so soon.
        assert!(clock.failing.contains(&SyncKind::Keps));
        clock.look().await.unwrap();
        assert_eq!(runs(&store).await, [1, 1, 1]);
    }

    #[tokio::test]
    async fn a_new_citation_is_asked_for_at_the_next_look() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(folder.path()).await;
        let mut clock = clock(&store);
        import_text(&store, NOTES).await.unwrap();
        clock.look().await.unwrap();
        import_text(&store, &NOTES.replace("a word", "k/k#115138")).await.unwrap();
        clock.look().await.unwrap();
        assert_eq!(runs(&store).await, [1, 1, 2]);
        // Nobody answered; without another import it waits.
        clock.look().await.unwrap();
        assert_eq!(runs(&store).await, [1, 1, 2]);
    }

    #[tokio::test]
    async fn another_sync_is_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(folder.path()).await;
        import_text(&store, NOTES).await.unwrap();
        let mut clock = clock(&store);
        let other = Lock::take(&store.path()).unwrap();
        clock.look().await.unwrap();
        assert_eq!(runs(&store).await, [0, 0, 0]);
        drop(other);
        clock.look().await.unwrap();
        assert_eq!(runs(&store).await, [1, 1, 1]);
    }

    #[tokio::test]
    async fn the_task_looks_by_itself_and_stops_with_the_server() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(folder.path()).await;
        import_text(&store, NOTES).await.unwrap();
        let look = Duration::from_millis(5);
        let task = tokio::spawn(keep_looking(store.clone(), settings(), look, look));
        let synced = async {
            while runs(&store).await != [1, 1, 1] {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(60), synced).await.unwrap();
        task.abort();
        assert!(task.await.is_err_and(|end| end.is_cancelled()));
        // Without an interval it ends by itself.
        keep_looking(store, Settings { every: None, ..settings() }, look, look).await;
    }
}
