//! The header `Vary`, on one line.

use axum::http::{HeaderMap, HeaderValue, header};

/// Adds `names`, which are none or separated by commas.
///
/// Caches such as nginx before 1.23 read only the last of several lines.
pub fn add(headers: &mut HeaderMap, names: &'static str) {
    let lines = headers.get_all(header::VARY).into_iter().filter_map(|line| line.to_str().ok());
    let all: Vec<&str> = lines.chain([names]).filter(|names| !names.is_empty()).collect();
    if let Ok(line) = HeaderValue::from_str(&all.join(", "))
        && !line.is_empty()
    {
        headers.insert(header::VARY, line);
    }
}
