//! Status and headers of the response to the page that is being made.

/// Gives the response a status.
pub fn set_status(code: u16) {
    if let (Some(response), Ok(status)) =
        (leptos::prelude::use_context::<leptos_axum::ResponseOptions>(), http::StatusCode::from_u16(code))
    {
        response.set_status(status);
    }
}

/// Sets `Retry-After`: after how many seconds the same request may succeed.
pub fn set_retry_after(seconds: u32) {
    if let Some(response) = leptos::prelude::use_context::<leptos_axum::ResponseOptions>() {
        response.insert_header(http::header::RETRY_AFTER, http::HeaderValue::from(seconds));
    }
}

/// Sends the reader to another path, for now (302).
pub fn redirect(path: &str) {
    set_status(302);
    if let (Some(response), Ok(path)) =
        (leptos::prelude::use_context::<leptos_axum::ResponseOptions>(), http::HeaderValue::from_str(path))
    {
        response.insert_header(http::header::LOCATION, path);
    }
}
