//! The clock of a sync: tests tell its time, and wait without waiting.

use std::time::Duration;

use jiff::Timestamp;

/// What tells the time and waits.
#[derive(Clone, Debug)]
pub(super) enum Clock {
    /// The machine's own.
    Wall,
    /// Stands still, and goes on by what is waited.
    #[cfg(test)]
    Told(std::sync::Arc<std::sync::Mutex<Told>>),
}

/// A clock that a test tells.
#[cfg(test)]
#[derive(Debug)]
pub(super) struct Told {
    /// What it shows.
    pub now: Timestamp,
    /// What was waited.
    pub waited: Vec<Duration>,
}

impl Clock {
    /// What time it is.
    pub(super) fn now(&self) -> Timestamp {
        match self {
            Self::Wall => Timestamp::now(),
            #[cfg(test)]
            Self::Told(told) => told.lock().unwrap().now,
        }
    }

    /// Waits.
    pub(super) async fn sleep(&self, time: Duration) {
        match self {
            Self::Wall => tokio::time::sleep(time).await,
            #[cfg(test)]
            Self::Told(told) => {
                let mut told = told.lock().unwrap();
                told.now += time;
                told.waited.push(time);
            }
        }
    }
}
