//! The clock by which hyper waits for the headers of a connection's requests.

use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use hyper::rt::{Sleep, Timer};
use hyper_util::rt::TokioTimer;

/// Gives each header but the first more time: hyper has one limit for all, and what comes after an answer begins with
/// however long the client is idle.
///
/// Of one connection alone, whose headers are all that hyper measures.
#[derive(Debug)]
pub(super) struct HeaderTimer {
    timer: TokioTimer,
    /// How much longer it waits for those after the first.
    more: Duration,
    is_first: AtomicBool,
}

impl HeaderTimer {
    pub(super) fn new(more: Duration) -> Self {
        Self { timer: TokioTimer::new(), more, is_first: AtomicBool::new(true) }
    }
}

impl Timer for HeaderTimer {
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Sleep>> {
        self.timer.sleep(duration)
    }

    fn sleep_until(&self, deadline: Instant) -> Pin<Box<dyn Sleep>> {
        let more = if self.is_first.swap(false, Ordering::Relaxed) { Duration::ZERO } else { self.more };
        self.timer.sleep_until(deadline + more)
    }

    fn now(&self) -> Instant {
        self.timer.now()
    }
}
