//! How old the facts of each source are.

use serde::{Deserialize, Serialize};

use crate::Date;

/// Up to when facts are complete, by their source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactDays {
    /// The release notes.
    pub release_notes: Option<Date>,
    /// The feature gates.
    pub gates: Option<Date>,
    /// The KEPs.
    pub keps: Option<Date>,
}
