//! What the server functions of forms share: who submits, the values, the way back.

use domain::address::own_path::OwnPath;

use crate::error::AppError;
use crate::request::SignedIn;

/// The curator of the request. Every server function that writes calls this first: a stranger gets a 401 and changes nothing.
pub fn curator() -> Result<SignedIn, AppError> {
    SignedIn::current().ok_or_else(|| AppError::SignInNeeded.respond())
}

/// Parses a value of a form; the error describes what would be one.
pub(super) fn parse<T: std::str::FromStr<Err: std::fmt::Display>>(text: &str) -> Result<T, AppError> {
    text.parse().map_err(|error: T::Err| AppError::BadRequest(error.to_string()).respond())
}

/// Redirects a form that was submitted without JavaScript back to its page, if that is on this site.
pub(super) fn redirect_back(back: &str, anchor: Option<&str>) {
    if let Ok(back) = back.parse::<OwnPath>() {
        leptos_axum::redirect(&anchor.map_or_else(|| back.to_string(), |anchor| format!("{back}#{anchor}")));
    }
}
