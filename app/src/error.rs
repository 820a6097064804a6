//! The one error on the wire: what a reader can meet.

use leptos::prelude::*;
use leptos::server_fn::codec::JsonEncoding;
use serde::{Deserialize, Serialize};

use crate::request::set_status;

/// What a reader can meet instead of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AppError {
    /// There is nothing of that name.
    NotFound,
    /// The request cannot be read; the text says what would be right.
    BadRequest(String),
    /// Only curators may do this, and nobody is signed in.
    SignInNeeded,
    /// The fault is ours; it was logged.
    Failed,
}

impl std::fmt::Display for AppError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotFound => f.write_str("not found"),
            Self::BadRequest(why) => f.write_str(why),
            Self::SignInNeeded => f.write_str("sign in first"),
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
        error.told()
    }
}

impl AppError {
    /// The HTTP status that tells it.
    pub fn status(&self) -> u16 {
        match self {
            Self::NotFound => 404,
            Self::BadRequest(_) => 400,
            Self::SignInNeeded => 401,
            Self::Failed => 500,
        }
    }

    /// The same error, with its status on the response that is being made.
    pub fn told(self) -> Self {
        set_status(self.status());
        self
    }
}

#[cfg(feature = "ssr")]
impl From<store::Error> for AppError {
    /// Logs the cause, which no reader sees.
    fn from(error: store::Error) -> Self {
        use store::Error;
        match error {
            Error::NoNote(_) | Error::NoEntry(_) => return Self::NotFound.told(),
            Error::NoReference { .. }
            | Error::Refused(_)
            | Error::OtherCount { .. }
            | Error::NothingToDecide
            | Error::NothingToUndo => return Self::BadRequest(error.to_string()).told(),
            _ => {}
        }
        tracing::error!(error = &error as &dyn std::error::Error, "the store failed");
        Self::Failed.told()
    }
}
