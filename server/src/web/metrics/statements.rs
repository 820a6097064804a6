//! How many statements of SQL the program has sent, and how many for a request: sqlx says so of each to the log, which nobody
//! need read for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tracing::{Event, Level, Span, Subscriber};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::{Layer, Registry};

/// Under which sqlx reports statements.
const TARGET: &str = "sqlx::query";

static STATEMENTS: AtomicU64 = AtomicU64::new(0);

/// Statements since the start.
pub(super) fn statements() -> u64 {
    STATEMENTS.load(Ordering::Relaxed)
}

/// The statements of one request. Clones share the number.
#[derive(Clone, Default)]
pub(super) struct RequestStatements(Arc<AtomicU64>);

impl RequestStatements {
    /// A span whose statements are counted here, on whichever thread they are sent.
    pub(super) fn span(&self) -> Span {
        let span = tracing::debug_span!(target: TARGET, "statements");
        span.with_subscriber(|(id, subscriber)| {
            let registry = subscriber.downcast_ref::<Registry>();
            if let Some(span) = registry.and_then(|registry| registry.span(id)) {
                span.extensions_mut().insert(self.clone());
            }
        });
        span
    }

    /// How many there were until now.
    pub(super) fn count(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

struct StatementCount;

impl<S: Subscriber + for<'span> LookupSpan<'span>> Layer<S> for StatementCount {
    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        STATEMENTS.fetch_add(1, Ordering::Relaxed);
        for span in context.event_scope(event).into_iter().flatten() {
            if let Some(RequestStatements(count)) = span.extensions().get() {
                count.fetch_add(1, Ordering::Relaxed);
            }
        }
    }
}

/// Counts statements, whatever is logged.
pub fn layer<S: Subscriber + for<'span> LookupSpan<'span>>() -> impl Layer<S> {
    StatementCount.with_filter(Targets::new().with_target(TARGET, Level::DEBUG))
}
