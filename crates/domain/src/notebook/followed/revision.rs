//! What an import came from, exactly.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// How many characters of a hash are shown.
const SHOWN: usize = 7;

/// The state of a source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Revision {
    /// The commit of a repository.
    Commit(String),
    /// The ETag of an address.
    Etag(String),
    /// The SHA-256 of the content, in hexadecimal digits.
    Digest(String),
}

/// A text that is no revision.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a revision is a commit, an ETag or a digest")]
pub struct NotARevision;

impl Revision {
    /// Its hash as it is shown, or its ETag.
    pub fn short(&self) -> &str {
        match self {
            Self::Commit(hash) | Self::Digest(hash) => hash.get(..SHOWN).unwrap_or(hash),
            Self::Etag(tag) => tag,
        }
    }
}

/// The spelling of the database and of forms: `commit:1a2b3c4…`.
impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, text) = match self {
            Self::Commit(hash) => ("commit", hash),
            Self::Etag(tag) => ("etag", tag),
            Self::Digest(hash) => ("digest", hash),
        };
        write!(f, "{kind}:{text}")
    }
}

impl FromStr for Revision {
    type Err = NotARevision;

    fn from_str(text: &str) -> Result<Self, NotARevision> {
        match text.split_once(':') {
            Some(("commit", hash)) => Ok(Self::Commit(hash.to_owned())),
            Some(("etag", tag)) => Ok(Self::Etag(tag.to_owned())),
            Some(("digest", hash)) => Ok(Self::Digest(hash.to_owned())),
            _ => Err(NotARevision),
        }
    }
}

impl TryFrom<String> for Revision {
    type Error = NotARevision;

    fn try_from(text: String) -> Result<Self, NotARevision> {
        text.parse()
    }
}

impl From<Revision> for String {
    fn from(revision: Revision) -> Self {
        revision.to_string()
    }
}
