//! Why a list is not answered in another form.

use app::error::AppError;

/// Why there is no answer.
#[derive(Debug)]
pub enum Refusal {
    /// The list has another address: a path with its query.
    Moved(String),
    /// The query cannot be read, for this reason.
    Unread(String),
    /// There is nothing at this address.
    NotFound,
    /// What was here has left its source.
    Gone,
    /// The store or the program failed.
    Failed(AppError),
}

impl From<store::Error> for Refusal {
    fn from(error: store::Error) -> Self {
        Self::Failed(error.into())
    }
}
