//! How many statements a page takes. Alone in its file: it listens to everything that sqlx runs.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use support::{Database, filter, long_journal};
use tracing::field::{Field, Visit};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::SubscriberExt;

/// Counts the statements that sqlx says it ran.
struct Statements(Arc<AtomicUsize>);

impl<S: tracing::Subscriber> Layer<S> for Statements {
    fn on_event(&self, event: &tracing::Event<'_>, _: tracing_subscriber::layer::Context<'_, S>) {
        if event.metadata().target() == "sqlx::query" {
            let mut question = IsQuestion(false);
            event.record(&mut question);
            self.0.fetch_add(usize::from(question.0), Ordering::Relaxed);
        }
    }
}

/// Whether a statement asks; those that only set up a new connection do not count.
struct IsQuestion(bool);

impl Visit for IsQuestion {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0 |= field.name() == "summary" && value.starts_with("select");
    }

    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        self.record_str(field, format!("{value:?}").trim_start_matches('"'));
    }
}

#[tokio::test]
async fn a_page_takes_a_fixed_number_of_statements() {
    let (few, many) = (Database::new().await, Database::new().await);
    few.import("few", &long_journal(1)).await;
    many.import("many", &long_journal(60)).await;
    let counted = Arc::new(AtomicUsize::new(0));
    let subscriber = tracing_subscriber::registry().with(Statements(Arc::clone(&counted)));
    // SQLite runs on threads of its own, which only a global subscriber hears.
    tracing::subscriber::set_global_default(subscriber).unwrap();
    let all = "notebook=few&notebook=many&sig=node&sig=none&exclude.sig=windows&version=none&version=1.28&in=2020\
        &stage=beta&stage=none&status=implemented&github=merged&github=unknown&changed=1&kep=753&ref=k/k/1";
    for query in ["", "sig=node&version=none", "github=unknown", all, "order=moved"] {
        let mut costs = Vec::new();
        for db in [&few, &many] {
            counted.store(0, Ordering::Relaxed);
            let page = db.store.timeline(&filter(query)).await.unwrap();
            // Nothing has moved before a sync.
            assert_eq!(page.entries.is_empty(), page.filter.changed, "{query}");
            costs.push(counted.load(Ordering::Relaxed));
        }
        assert!(costs[0] > 5, "statements are counted: {costs:?}");
        assert_eq!(costs[0], costs[1], "{query}");
    }
}
