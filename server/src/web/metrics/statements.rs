//! How many statements of SQL the program has sent: sqlx says so of each to the log, which nobody need read for it.

use std::sync::atomic::{AtomicU64, Ordering};

use tracing::{Event, Level, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::LookupSpan;

static STATEMENTS: AtomicU64 = AtomicU64::new(0);

/// Statements since the start.
pub(super) fn statements() -> u64 {
    STATEMENTS.load(Ordering::Relaxed)
}

struct StatementCount;

impl<S: Subscriber> Layer<S> for StatementCount {
    fn on_event(&self, _: &Event<'_>, _: Context<'_, S>) {
        STATEMENTS.fetch_add(1, Ordering::Relaxed);
    }
}

/// Counts statements, whatever is logged.
pub fn layer<S: Subscriber + for<'span> LookupSpan<'span>>() -> impl Layer<S> {
    StatementCount.with_filter(Targets::new().with_target("sqlx::query", Level::DEBUG))
}
