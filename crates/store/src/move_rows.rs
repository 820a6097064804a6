//! What has moved, as the database stores it, and which citations are about it.

use domain::cite::Repo;
use domain::github::ItemKey;
use domain::outcome::moves::MoveSubject;
use sqlx::FromRow;

use crate::rows::unsigned;
use crate::{Error, Result};

/// Which rows of `outcome` are about a row of `move`: of a KEP, and of a number on GitHub.
pub(crate) const IS_ABOUT: [&str; 2] = [
    "outcome.kep_number = move.kep_number",
    // The number first: names are compared without regard to capitals, and few share a number.
    "outcome.number = move.number and outcome.owner = move.owner collate nocase \
     and outcome.repo = move.repo collate nocase",
];

/// The columns of `move` that say what has moved.
#[derive(Debug, FromRow)]
pub(crate) struct SubjectRow {
    pub kep_number: Option<i64>,
    pub owner: Option<String>,
    pub repo: Option<String>,
    pub number: Option<i64>,
}

impl SubjectRow {
    pub(crate) fn value(self) -> Result<MoveSubject> {
        match self {
            Self { kep_number: Some(number), .. } => Ok(MoveSubject::Kep(unsigned("KEP number", number)?)),
            Self { owner: Some(owner), repo: Some(repo), number: Some(number), .. } => {
                let number = unsigned("number", number)?;
                Ok(MoveSubject::Item(ItemKey { repo: Repo::new(owner, repo), number }))
            }
            Self { .. } => Err(Error::Row { what: "move", found: "of nothing".to_owned() }),
        }
    }
}
