//! The statements that sqlx ran, in order, as its own log names them.

use std::mem::take;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tracing::field::{Field, Visit};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::SubscriberExt;

/// A statement that was run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Statement {
    pub sql: String,
    /// How many it gave.
    pub rows: u64,
    /// From its beginning to its last row.
    pub seconds: f64,
}

impl Statement {
    /// Whether it reads; what sets up a connection or a transaction does not.
    fn reads(&self) -> bool {
        let sql = self.sql.trim_start();
        sql.starts_with("select") || sql.starts_with("with")
    }
}

/// Every statement that reads, or every one, from all connections of the process.
#[derive(Clone, Default)]
pub struct StatementLog {
    statements: Arc<Mutex<Vec<Statement>>>,
    writes_too: bool,
}

impl StatementLog {
    /// Listens to the whole process, once: SQLite runs on threads of its own, which only a global subscriber hears.
    pub fn listen() -> Self {
        Self::default().begin()
    }

    /// The same to statements that write as well.
    pub fn listen_to_writes() -> Self {
        Self { writes_too: true, ..Self::default() }.begin()
    }

    fn begin(self) -> Self {
        let log = self;
        let subscriber = tracing_subscriber::registry().with(log.clone());
        tracing::subscriber::set_global_default(subscriber).expect("one log in a process");
        log
    }

    /// What was run since this was called last.
    pub fn drain(&self) -> Vec<Statement> {
        take(&mut *self.statements())
    }

    fn statements(&self) -> MutexGuard<'_, Vec<Statement>> {
        self.statements.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<S: tracing::Subscriber> Layer<S> for StatementLog {
    fn on_event(&self, event: &tracing::Event<'_>, _: tracing_subscriber::layer::Context<'_, S>) {
        if event.metadata().target() != "sqlx::query" {
            return;
        }
        let mut statement = Statement::default();
        event.record(&mut statement);
        if self.writes_too || statement.reads() {
            self.statements().push(statement);
        }
    }
}

impl Visit for Statement {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            // The first words, which are all where a statement is short.
            "summary" if self.sql.is_empty() => self.sql = value.to_owned(),
            "db.statement" if !value.is_empty() => self.sql = value.trim().to_owned(),
            _ => {}
        }
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        if field.name() == "rows_returned" {
            self.rows = value;
        }
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        if field.name() == "elapsed_secs" {
            self.seconds = value;
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}
}
