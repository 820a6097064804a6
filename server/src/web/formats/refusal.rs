//! Why a list is not answered in another form.

use app::error::AppError;

/// Why there is no answer.
#[derive(Debug)]
pub enum Refusal {
    /// The list has another address: a path with its query.
    Moved(String),
    /// The query cannot be read, and why.
    Unread(String),
    /// There is nothing at this address.
    NotFound,
    /// What was here has left its source.
    Gone,
    /// It cannot be made.
    Failed(AppError),
}

impl From<store::Error> for Refusal {
    fn from(error: store::Error) -> Self {
        Self::Failed(error.into())
    }
}
