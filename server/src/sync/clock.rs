//! The clock of a sync: tests set its time, and wait without delay.

use std::time::Duration;

use jiff::Timestamp;

/// The clock that requests are timed by, and that waits.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's own.
    Wall,
    /// Stands still, and goes on by what is waited.
    #[cfg(test)]
    Fake(std::sync::Arc<std::sync::Mutex<FakeClock>>),
}

/// A clock that a test sets.
#[cfg(test)]
#[derive(Debug)]
pub struct FakeClock {
    pub now: Timestamp,
    pub waited: Vec<Duration>,
}

impl Clock {
    /// One that starts now and waits for nothing.
    #[cfg(test)]
    pub fn fake() -> Self {
        Self::Fake(std::sync::Arc::new(FakeClock { now: Timestamp::now(), waited: Vec::new() }.into()))
    }

    pub fn now(&self) -> Timestamp {
        match self {
            Self::Wall => Timestamp::now(),
            #[cfg(test)]
            Self::Fake(clock) => clock.lock().unwrap().now,
        }
    }

    /// Waits.
    pub async fn sleep(&self, time: Duration) {
        match self {
            Self::Wall => tokio::time::sleep(time).await,
            #[cfg(test)]
            Self::Fake(clock) => {
                let mut clock = clock.lock().unwrap();
                clock.now += time;
                clock.waited.push(time);
            }
        }
    }
}
