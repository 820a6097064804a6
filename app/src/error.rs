//! The one error on the wire: what a reader can meet.

use leptos::prelude::*;
use leptos::server_fn::codec::JsonEncoding;
use serde::{Deserialize, Serialize};

use crate::response::{set_retry_after, set_status};
use crate::text::Lang;

/// What a reader can meet instead of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AppError {
    /// There is nothing of that name.
    NotFound,
    /// It was removed for good.
    Forgotten,
    /// The request cannot be read; the text says what would be right.
    BadRequest(String),
    /// Only curators may do this, and nobody is signed in.
    SignInNeeded,
    /// The database is written to by somebody else: the same may succeed a little later.
    Busy,
    /// More is asked of the server at once than it can answer.
    Overloaded,
    /// This reader has asked for more than their share.
    TooMany {
        /// How long to wait.
        wait_seconds: u32,
    },
    /// The database was replaced while it was open: nothing more is read or written until the program is started again.
    Replaced,
    /// The fault is ours; it was logged.
    Failed,
}

impl std::fmt::Display for AppError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotFound => f.write_str("not found"),
            Self::Forgotten => f.write_str("this was removed for good"),
            Self::BadRequest(why) => f.write_str(why),
            Self::SignInNeeded => f.write_str("sign in first"),
            Self::Busy => f.write_str("the database is busy: try again in a moment"),
            Self::Overloaded => f.write_str("too much is going on: try again in a moment"),
            Self::TooMany { wait_seconds } => {
                write!(f, "too many requests: try again in {wait_seconds} seconds")
            }
            Self::Replaced => f.write_str("the database was replaced: its server has to be started again"),
            Self::Failed => f.write_str("the server failed"),
        }
    }
}

impl std::error::Error for AppError {}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        let error = match error {
            ServerFnErrorErr::Args(why)
            | ServerFnErrorErr::MissingArg(why)
            | ServerFnErrorErr::Deserialization(why) => Self::BadRequest(why),
            _ => Self::Failed,
        };
        error.respond()
    }
}

impl AppError {
    /// Its HTTP status.
    pub fn status(&self) -> u16 {
        match self {
            Self::NotFound => 404,
            Self::Forgotten => 410,
            Self::BadRequest(_) => 400,
            Self::SignInNeeded => 401,
            Self::Busy | Self::Replaced | Self::Overloaded => 503,
            Self::TooMany { .. } => 429,
            Self::Failed => 500,
        }
    }

    /// After how many seconds the same request may succeed; `None` where waiting changes nothing.
    pub fn retry_after_seconds(&self) -> Option<u32> {
        match self {
            Self::Busy | Self::Overloaded => Some(5),
            Self::TooMany { wait_seconds } => Some(*wait_seconds),
            _ => None,
        }
    }

    /// What to do about it, in a sentence.
    pub fn describe(&self, lang: Lang) -> String {
        match self {
            Self::NotFound => lang.not_found().to_owned(),
            Self::Forgotten => lang.forgotten_hint().to_owned(),
            Self::BadRequest(why) => why.clone(),
            Self::SignInNeeded => lang.sign_in_needed_hint().to_owned(),
            Self::Busy => lang.busy_hint().to_owned(),
            Self::Overloaded => lang.overloaded_hint().to_owned(),
            Self::TooMany { wait_seconds } => lang.too_many_requests_hint(*wait_seconds),
            Self::Replaced => lang.replaced_hint().to_owned(),
            Self::Failed => lang.failed_hint().to_owned(),
        }
    }

    /// Why there is no note or entry of an id.
    pub async fn missing(store: &store::Store, id: &str) -> Self {
        match store.is_forgotten(id).await {
            Ok(true) => Self::Forgotten,
            Ok(false) => Self::NotFound,
            Err(error) => error.into(),
        }
    }

    /// Sets the status of the response that is being made, and gives the error back.
    pub fn respond(self) -> Self {
        set_status(self.status());
        if let Some(seconds) = self.retry_after_seconds() {
            set_retry_after(seconds);
        }
        self
    }
}

impl From<store::Error> for AppError {
    /// Logs the cause where it is ours, which no reader sees.
    fn from(error: store::Error) -> Self {
        let cause = &error as &dyn std::error::Error;
        match error.kind() {
            store::ErrorKind::Busy => tracing::warn!(error = cause, "the database is busy"),
            store::ErrorKind::Replaced => tracing::error!(error = cause, "the database was replaced"),
            store::ErrorKind::Failed => tracing::error!(error = cause, "the store failed"),
            store::ErrorKind::NotFound | store::ErrorKind::Refused => {}
        }
        Self::from_kind(error.kind(), &error).respond()
    }
}

impl AppError {
    /// What a kind of the store's errors is for a reader, whatever form the answer has; `why` is for
    /// those who can put it right.
    fn from_kind(kind: store::ErrorKind, why: &dyn std::fmt::Display) -> Self {
        match kind {
            store::ErrorKind::NotFound => Self::NotFound,
            store::ErrorKind::Refused => Self::BadRequest(why.to_string()),
            store::ErrorKind::Busy => Self::Busy,
            store::ErrorKind::Replaced => Self::Replaced,
            store::ErrorKind::Failed => Self::Failed,
        }
    }
}

#[cfg(test)]
mod tests {
    use store::ErrorKind;

    use super::*;

    #[track_caller]
    fn check(kind: ErrorKind, expected: &AppError, status: u16, retry_after: Option<u32>) {
        let error = AppError::from_kind(kind, &"because");
        assert_eq!((&error, error.status(), error.retry_after_seconds()), (expected, status, retry_after));
    }

    #[test]
    fn each_kind_of_error_of_the_store_has_its_status() {
        check(ErrorKind::NotFound, &AppError::NotFound, 404, None);
        check(ErrorKind::Refused, &AppError::BadRequest("because".into()), 400, None);
        check(ErrorKind::Busy, &AppError::Busy, 503, Some(5));
        check(ErrorKind::Replaced, &AppError::Replaced, 503, None);
        check(ErrorKind::Failed, &AppError::Failed, 500, None);
    }

    #[test]
    fn what_failed_says_no_more_than_that() {
        let error = AppError::from(store::Error::NoNotebook("secret".into()));
        assert_eq!(error, AppError::NotFound);
        assert_eq!(AppError::from(store::Error::Memory).to_string(), "the server failed");
    }
}
