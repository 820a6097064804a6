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
    /// There is nothing at this address, for this reason.
    NoSuch(String),
    /// What was here has left its source.
    Gone,
    /// Anything else that a reader can meet.
    Failed(AppError),
}

impl From<AppError> for Refusal {
    fn from(error: AppError) -> Self {
        match error {
            AppError::NotFound => Self::NotFound,
            error => Self::Failed(error),
        }
    }
}

impl From<store::Error> for Refusal {
    fn from(error: store::Error) -> Self {
        Self::Failed(error.into())
    }
}
