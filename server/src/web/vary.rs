//! The header `Vary`, on one line.

use axum::http::{HeaderMap, HeaderValue, header};

/// Adds `names`, which are none or separated by commas, and leaves each name once.
///
/// Caches such as nginx before 1.23 read only the last of several lines.
pub fn add(headers: &mut HeaderMap, names: &'static str) {
    let lines = headers.get_all(header::VARY).into_iter().filter_map(|line| line.to_str().ok());
    let mut all: Vec<&str> = Vec::new();
    for name in lines.chain([names]).flat_map(|line| line.split(',')).map(str::trim) {
        if !name.is_empty() && !all.iter().any(|other| other.eq_ignore_ascii_case(name)) {
            all.push(name);
        }
    }
    if let Ok(line) = HeaderValue::from_str(&all.join(", "))
        && !line.is_empty()
    {
        headers.insert(header::VARY, line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_lines_become_one_with_each_name_once() {
        let mut headers = HeaderMap::new();
        add(&mut headers, "");
        assert!(!headers.contains_key(header::VARY));
        for line in ["accept-encoding", "Cookie, accept-encoding"] {
            headers.append(header::VARY, HeaderValue::from_static(line));
        }
        add(&mut headers, "cookie, accept-language");
        let lines: Vec<_> = headers.get_all(header::VARY).into_iter().collect();
        assert_eq!(lines, ["accept-encoding, Cookie, accept-language"]);
    }
}
