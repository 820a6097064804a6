//! Conditional requests (RFC 9110, section 13): a client that has the answer already gets a 304.

use std::time::{Duration, SystemTime};

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::vary;

/// `Cache-Control` of what is at a path that changes with its content.
pub const IMMUTABLE: &str = "public, max-age=31536000, immutable";

/// `Cache-Control` of files whose path stays.
pub const ONE_HOUR: &str = "public, max-age=3600";

/// How many bytes of a digest make a tag.
const TAG_BYTES: usize = 12;

/// What caches get with an answer, to store it and to check whether it is still current.
#[derive(Clone, Debug)]
pub struct Representation {
    etag: String,
    last_modified: Option<SystemTime>,
    cache_control: &'static str,
    vary: &'static str,
}

impl Representation {
    /// An answer that follows from `parts` and this version of the program.
    ///
    /// Its tag is weak: the same answer may be compressed in several ways and state another time at which it was made.
    pub fn weak(parts: &[&str], cache_control: &'static str, vary: &'static str) -> Self {
        let mut hash = Sha256::new();
        for part in parts.iter().chain(&[env!("CARGO_PKG_VERSION")]) {
            hash.update(part);
            hash.update([0]);
        }
        let tag = hex::encode(&hash.finalize()[..TAG_BYTES]);
        Self { etag: format!("W/\"{tag}\""), last_modified: None, cache_control, vary }
    }

    /// The very bytes that `digest` is of.
    pub fn strong(digest: &str, cache_control: &'static str, vary: &'static str) -> Self {
        Self { etag: format!("\"{digest}\""), last_modified: None, cache_control, vary }
    }

    /// The same with the time of its last change.
    pub fn modified_at(self, at: Timestamp) -> Self {
        let seconds = u64::try_from(at.as_second()).unwrap_or_default();
        Self { last_modified: Some(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)), ..self }
    }

    /// Answers a GET or HEAD: with 304 where `request` has this representation, else with what `make` gives.
    ///
    /// Nothing is made for a tag that the request names: it came with an answer. `*` and dates may come from
    /// anywhere, so they count only once there is an answer; a 404 stays one (section 13.2.1).
    pub async fn answer<E>(
        &self,
        request: &HeaderMap,
        make: impl Future<Output = Result<Response, E>>,
    ) -> Result<Response, E> {
        let mut response = match self.is_named_in(request) {
            true => StatusCode::NOT_MODIFIED.into_response(),
            false => make.await?,
        };
        if response.status() == StatusCode::OK && self.is_known_to(request) {
            response = StatusCode::NOT_MODIFIED.into_response();
        }
        if matches!(response.status(), StatusCode::OK | StatusCode::NOT_MODIFIED) {
            self.insert_into(response.headers_mut());
        }
        Ok(response)
    }

    /// Whether one of the request's tags is this one.
    fn is_named_in(&self, request: &HeaderMap) -> bool {
        names_tag(request, &self.etag)
    }

    /// Whether the request has what is there now.
    fn is_known_to(&self, request: &HeaderMap) -> bool {
        is_known(request, &self.etag, self.last_modified)
    }

    fn insert_into(&self, headers: &mut HeaderMap) {
        let last_modified = self.last_modified.map(httpdate::fmt_http_date);
        let texts = [(header::ETAG, Some(&self.etag)), (header::LAST_MODIFIED, last_modified.as_ref())];
        for (name, text) in texts {
            if let Some(value) = text.and_then(|text| HeaderValue::from_str(text).ok()) {
                headers.insert(name, value);
            }
        }
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(self.cache_control));
        vary::add(headers, self.vary);
    }
}

/// Makes a 304 of an answer that the request has already, by the validators in its headers.
///
/// Every header stays but those of the content: browsers update what they have by the others, its policy included.
pub fn not_modified(request: &HeaderMap, answer: &HeaderMap) -> Option<Response> {
    if ![header::IF_NONE_MATCH, header::IF_MODIFIED_SINCE].iter().any(|name| request.contains_key(name)) {
        return None;
    }
    let text = |name| answer.get(name).and_then(|value| value.to_str().ok());
    let last_modified = text(header::LAST_MODIFIED).and_then(|date| httpdate::parse_http_date(date).ok());
    is_known(request, text(header::ETAG)?, last_modified).then(|| {
        let mut response = StatusCode::NOT_MODIFIED.into_response();
        *response.headers_mut() = answer.clone();
        for name in [header::CONTENT_TYPE, header::CONTENT_ENCODING, header::CONTENT_LENGTH] {
            response.headers_mut().remove(name);
        }
        response
    })
}

/// Whether the request has an answer with these validators. Dates count only without tags (section 13.2.2).
fn is_known(request: &HeaderMap, etag: &str, last_modified: Option<SystemTime>) -> bool {
    if request.contains_key(header::IF_NONE_MATCH) {
        return names_tag(request, etag) || tags(request).any(|tag| tag == "*");
    }
    let since = request.get(header::IF_MODIFIED_SINCE).and_then(|since| since.to_str().ok());
    let since = since.and_then(|since| httpdate::parse_http_date(since).ok());
    last_modified.zip(since).is_some_and(|(modified, since)| modified <= since)
}

/// Whether one of the request's tags is this one. Weak and strong ones are compared alike.
fn names_tag(request: &HeaderMap, etag: &str) -> bool {
    fn opaque(tag: &str) -> &str {
        tag.strip_prefix("W/").unwrap_or(tag)
    }
    tags(request).any(|tag| opaque(tag) == opaque(etag))
}

/// The weak tag of an answer's bytes, however they are compressed.
pub fn weak_tag(bytes: &[u8]) -> Option<HeaderValue> {
    let digest = hex::encode(&Sha256::digest(bytes)[..TAG_BYTES]);
    HeaderValue::from_str(&format!("W/\"{digest}\"")).ok()
}

/// The entity tags that a request names, and `*`.
///
/// A comma within a tag parts it in two, none of which is a tag of ours: they are hexadecimal.
fn tags(request: &HeaderMap) -> impl Iterator<Item = &str> {
    let fields = request.get_all(header::IF_NONE_MATCH).into_iter().filter_map(|field| field.to_str().ok());
    fields.flat_map(|field| field.split(',')).map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(representation: &Representation, request: &[(header::HeaderName, &'static str)], known: bool) {
        let fields = request.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value)));
        let headers: HeaderMap = fields.collect();
        assert_eq!(representation.is_known_to(&headers), known, "{request:?}");
    }

    #[test]
    fn tags_are_compared_weakly() {
        let (none_match, since) = (header::IF_NONE_MATCH, header::IF_MODIFIED_SINCE);
        for etag in ["\"a-br\"", "W/\"a-br\""] {
            let it = Representation { etag: etag.into(), ..Representation::strong("", "", "") };
            for (tags, known) in [
                ("\"a-br\"", true),
                ("W/\"a-br\"", true),
                ("\"x\",W/\"a-br\" , \"y\"", true),
                ("*", true),
                ("\"x\", *", true),
                ("", false),
                (",,", false),
                ("a-br", false),
                ("w/\"a-br\"", false),
                ("W/W/\"a-br\"", false),
                ("\"a-b\"", false),
                ("\"a b\"", false),
                ("\"*\"", false),
                ("W/*", false),
            ] {
                check(&it, &[(none_match.clone(), tags)], known);
            }
            check(&it, &[(none_match.clone(), "\"x\""), (none_match.clone(), "\"a-br\"")], true);
            check(&it, &[(since.clone(), "Thu, 01 Jan 2099 00:00:00 GMT")], false);
        }
    }

    #[test]
    fn a_date_counts_to_the_second_and_without_tags_alone() {
        let (none_match, since) = (header::IF_NONE_MATCH, header::IF_MODIFIED_SINCE);
        let at = "2023-10-11T12:00:00.9Z".parse().unwrap();
        let it = Representation::strong("a", "", "").modified_at(at);
        for (date, known) in [
            ("Wed, 11 Oct 2023 12:00:00 GMT", true),
            ("Wednesday, 11-Oct-23 12:00:01 GMT", true),
            ("Wed Oct 11 12:00:01 2023", true),
            ("Wed, 11 Oct 2023 11:59:59 GMT", false),
            ("2023-10-11T12:00:01Z", false),
            ("", false),
        ] {
            check(&it, &[(since.clone(), date)], known);
            check(&it, &[(since.clone(), date), (none_match.clone(), "\"a\"")], true);
            check(&it, &[(since.clone(), date), (none_match.clone(), "\"x\"")], false);
            check(&it, &[(since.clone(), date), (none_match.clone(), "")], false);
        }
    }

    #[test]
    fn a_tag_follows_from_each_part() {
        let tag = |parts: &[&str]| Representation::weak(parts, "", "").etag;
        assert_eq!(tag(&["a", "b"]), tag(&["a", "b"]));
        assert_ne!(tag(&["a", "b"]), tag(&["ab"]));
        assert_ne!(tag(&["a", "b"]), tag(&["b", "a"]));
    }
}
