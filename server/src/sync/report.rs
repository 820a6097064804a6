//! What one sync of a kind reports.

use store::SyncEnd;

/// How the sync of one kind ended.
#[derive(Debug)]
pub struct SyncReport {
    /// What is recorded of the run.
    pub end: SyncEnd,
    /// Whether facts differ from those before.
    pub changed: bool,
}
