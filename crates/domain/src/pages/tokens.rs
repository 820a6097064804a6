//! The tokens of a curator.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::Date;
use crate::notebook::NotebookSlug;

/// A curator's own tokens, and what a new one can be for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokensPage {
    /// Those in force first, each group newest first.
    pub tokens: Vec<ListedToken>,
    /// The notebooks that are written here, by title: a token may be for one of them alone.
    pub notebooks: Vec<TokenNotebook>,
}

/// A token as a list shows it: the secret itself is known to its curator alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedToken {
    /// Its number.
    pub id: i64,
    /// What it is for.
    pub label: String,
    /// The notebook that it is for alone; `None` for all that are written here.
    pub notebook: Option<TokenNotebook>,
    /// When it was made.
    pub created_at: Timestamp,
    /// The last day in UTC on which it was used.
    pub last_used: Option<Date>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

/// A notebook that tokens write to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenNotebook {
    /// Its name in URLs.
    pub slug: NotebookSlug,
    /// The title that readers see.
    pub title: String,
}
