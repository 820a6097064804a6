//! Special interest groups and working groups, and where a text names one.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A SIG or WG by its directory name: `sig-node`, `wg-batch`.
///
/// Groups on no list (`wg-sidecar`) are kept under their own name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Sig(String);

impl Sig {
    /// The directory name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Sig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text that names no group.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a SIG")]
pub struct NotASig(String);

impl FromStr for Sig {
    type Err = NotASig;

    fn from_str(text: &str) -> Result<Self, NotASig> {
        Err(NotASig(text.chars().take(40).collect()))
    }
}

impl TryFrom<String> for Sig {
    type Error = NotASig;

    fn try_from(text: String) -> Result<Self, NotASig> {
        text.parse()
    }
}

impl From<Sig> for String {
    fn from(sig: Sig) -> Self {
        sig.0
    }
}

/// A group that a text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Which group.
    pub sig: Sig,
    /// Where the words stand, in bytes of the text.
    pub range: Range<usize>,
}

/// Every group that `prose` names, in order of the text.
pub fn find(_prose: &str) -> Vec<Named> {
    Vec::new()
}
