//! Whether who asks has the answer already.

use axum::http::{HeaderMap, HeaderValue, header};
use sha2::{Digest, Sha256};
use std::time::{Duration, SystemTime};
use store::Written;

use super::Asker;

/// What an answer is known by.
#[derive(Clone, Debug)]
pub struct Validators {
    etag: String,
    modified: SystemTime,
}

impl Validators {
    /// Of what `address` says to `asker`, as the database is written: every write makes them others.
    ///
    /// The tag is a weak one: the same answer is compressed in several ways.
    pub fn of(written: &Written, address: &str, asker: &Asker) -> Self {
        let of = format!(
            "{}\n{}\n{}\n{address}\n{}\n{:?}\n{:?}",
            env!("CARGO_PKG_VERSION"),
            written.generation,
            written.at,
            asker.lang.tag(),
            asker.viewer,
            asker.site,
        );
        let digest: String = Sha256::digest(of).iter().take(12).map(|byte| format!("{byte:02x}")).collect();
        let seconds = u64::try_from(written.at.as_second()).unwrap_or_default();
        Self {
            etag: format!("W/\"{digest}\""),
            modified: SystemTime::UNIX_EPOCH + Duration::from_secs(seconds),
        }
    }

    /// Whether the request says that it has this answer. What it says of tags counts more than of times.
    pub fn are_met_by(&self, headers: &HeaderMap) -> bool {
        let mut tags = headers.get_all(header::IF_NONE_MATCH).iter().peekable();
        if tags.peek().is_some() {
            let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
            let own = opaque(&self.etag);
            return tags
                .filter_map(|tags| tags.to_str().ok())
                .flat_map(|tags| tags.split(','))
                .any(|tag| tag.trim() == "*" || opaque(tag) == own);
        }
        let since = headers.get(header::IF_MODIFIED_SINCE).and_then(|since| since.to_str().ok());
        since
            .and_then(|since| httpdate::parse_http_date(since).ok())
            .is_some_and(|since| self.modified <= since)
    }

    /// Adds them to an answer.
    pub fn put(&self, headers: &mut HeaderMap) {
        let values = [
            (header::ETAG, self.etag.clone()),
            (header::LAST_MODIFIED, httpdate::fmt_http_date(self.modified)),
        ];
        for (name, value) in values {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(name, value);
            }
        }
    }
}
