//! The limits that GitHub sets, as its answers state them.

use http::{HeaderMap, StatusCode};
use jiff::{SignedDuration, Timestamp};

/// The shortest wait where GitHub requires one without stating a time.
const DEFAULT_WAIT: SignedDuration = SignedDuration::from_secs(60);

/// What remains of an hour's requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RemainingRequests {
    /// How many more are allowed.
    pub requests: u32,
    /// When all are allowed again.
    pub reset: Timestamp,
}

/// What remains, by the headers of an answer.
pub fn remaining(headers: &HeaderMap) -> Option<RemainingRequests> {
    Some(RemainingRequests {
        requests: number(headers, "x-ratelimit-remaining")?,
        reset: Timestamp::from_second(number(headers, "x-ratelimit-reset")?).ok()?,
    })
}

/// When an answer that was refused for too many requests may be repeated; `None` where
/// that was not why.
///
/// The hourly limit is used up when nothing remains; the secondary one names a time to wait or
/// has a message on it. GraphQL reports both with status 200 and a type: `limited_by_type`.
pub fn limited(
    status: StatusCode,
    headers: &HeaderMap,
    message: &str,
    limited_by_type: bool,
    now: Timestamp,
) -> Option<Timestamp> {
    let refused = status == StatusCode::FORBIDDEN || status == StatusCode::TOO_MANY_REQUESTS;
    if !refused && !limited_by_type {
        return None;
    }
    if let Some(seconds) = number::<u32>(headers, "retry-after") {
        return now.checked_add(SignedDuration::from_secs(seconds.into())).ok();
    }
    if let Some(RemainingRequests { requests: 0, reset }) = remaining(headers) {
        // Our clock may differ from GitHub's by a little.
        return Some(reset.max(now + SignedDuration::from_secs(1)));
    }
    let by_message = message.to_ascii_lowercase().contains("rate limit");
    (limited_by_type || status == StatusCode::TOO_MANY_REQUESTS || by_message).then(|| now + DEFAULT_WAIT)
}

fn number<N: std::str::FromStr>(headers: &HeaderMap, name: &str) -> Option<N> {
    headers.get(name)?.to_str().ok()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: &str = "2026-01-01T00:00:00Z";

    /// Checks after how many seconds it goes on.
    #[track_caller]
    fn check(
        status: u16,
        headers: &[(&'static str, &str)],
        message: &str,
        by_type: bool,
        expected: Option<i64>,
    ) {
        let now: Timestamp = NOW.parse().unwrap();
        let headers = headers.iter().map(|(name, value)| {
            (http::HeaderName::from_static(name), http::HeaderValue::from_str(value).unwrap())
        });
        let until = limited(StatusCode::from_u16(status).unwrap(), &headers.collect(), message, by_type, now);
        assert_eq!(until.map(|until| until.duration_since(now).as_secs()), expected);
    }

    #[test]
    fn retry_after_comes_first() {
        let used_up = ("x-ratelimit-remaining", "0");
        check(403, &[("retry-after", "7"), used_up, ("x-ratelimit-reset", "1767229200")], "", false, Some(7));
        check(429, &[("retry-after", "30")], "", false, Some(30));
    }

    #[test]
    fn a_limit_that_is_used_up_is_there_again_at_its_reset() {
        // 2026-01-01T01:00:00Z
        let reset = ("x-ratelimit-reset", "1767229200");
        check(403, &[("x-ratelimit-remaining", "0"), reset], "", false, Some(3600));
        check(200, &[("x-ratelimit-remaining", "0"), reset], "", true, Some(3600));
        check(403, &[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "5")], "", false, Some(1));
    }

    #[test]
    fn without_a_time_a_minute_is_waited() {
        check(403, &[], "You have exceeded a secondary rate limit.", false, Some(60));
        check(429, &[], "", false, Some(60));
        check(200, &[], "", true, Some(60));
    }

    #[test]
    fn other_refusals_are_no_limit() {
        check(403, &[("x-ratelimit-remaining", "12")], "Resource not accessible", false, None);
        check(401, &[], "Bad credentials", false, None);
        check(200, &[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "1767229200")], "", false, None);
    }
}
