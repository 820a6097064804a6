//! What a source says of one of its entries, where that is not what it says of all.

use serde::{Deserialize, Serialize};

use crate::Date;

/// Who posted an entry and when, as far as that differs from its notebook and its day. Most entries have none of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Posting {
    /// Who wrote it, where that is another than the author of the notebook.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// The IANA name of the zone of its day, where that is another than the notebook's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// The day on which it was posted, where the source states it and it is another than its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub posted: Option<Date>,
    /// The day on which it was changed last, where the source states it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edited: Option<Date>,
    /// The day of the entry that it answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<Date>,
}

impl Posting {
    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
