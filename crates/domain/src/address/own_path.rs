//! A path of this site that comes from outside, such as where a form wants to go back to.

use std::fmt;
use std::str::FromStr;

/// A path of this site, with its query: what may be redirected to, whoever names it.
///
/// As browsers send it: printable ASCII, percent-encoded, without a fragment. No browser reads it as the
/// address of another site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnPath(String);

/// A text that is no path of this site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a path of this site")]
pub struct NotAnOwnPath;

impl OwnPath {
    /// The longest path that is taken, with its query.
    pub const MAX_BYTES: usize = 8192;

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for OwnPath {
    /// The timeline: where to go when nothing else is known.
    fn default() -> Self {
        Self("/".to_owned())
    }
}

impl fmt::Display for OwnPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for OwnPath {
    type Err = NotAnOwnPath;

    fn from_str(text: &str) -> Result<Self, NotAnOwnPath> {
        let path = text.split('?').next().unwrap_or(text);
        // Browsers read a backslash as a slash; the others are never sent as they are.
        let is_sent = |byte: u8| byte.is_ascii_graphic() && !br#"\"<>`#"#.contains(&byte);
        // Two slashes begin a host, at the latest when the dots in front of them are taken away.
        let is_own = path.starts_with('/') && !path.contains("//");
        match is_own && text.len() <= Self::MAX_BYTES && text.bytes().all(is_sent) {
            true => Ok(Self(text.to_owned())),
            false => Err(NotAnOwnPath),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: bool) {
        let parsed = text.parse::<OwnPath>();
        assert_eq!(parsed.is_ok(), expected, "{text:?}");
        if let Ok(path) = parsed {
            assert_eq!(path.as_str(), text);
        }
    }

    #[test]
    fn a_path_of_the_site_is_its_own() {
        for path in [
            "/",
            "/?",
            "/?sig=node&version=1.28..1.29",
            "/?q=%E5%81%9C%E6%AD%A2+k/k%23115138",
            "/?notebook=%E9%80%B1%E5%A0%B1",
            "/?q=https://example.org//a",
            "/e/0a1b2c3d/4e5f6a7b",
            "/2023/10/11?order=asc",
            "/review?kind=references",
            "/?a=~!$&'()*+,;=:@[]{}|^",
            // A browser does not decode these: they stay within the path.
            "/%2fevil.example",
            "/%2F%2Fevil.example",
            "/%5Cevil.example",
            "/@evil.example",
            "/.",
            "/../..",
        ] {
            check(path, true);
        }
    }

    #[test]
    fn what_leads_to_another_site_is_not() {
        for text in [
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "\\/evil.example",
            "/.//evil.example",
            "/a/..//evil.example",
            "/%2e//evil.example",
            "/.\\/evil.example",
            "https://evil.example/",
            "https:/evil.example",
            "evil.example",
            "javascript:alert(1)",
            "?sig=node",
            "#top",
            ".",
            "",
            " /",
        ] {
            check(text, false);
        }
    }

    #[test]
    fn what_no_browser_sends_is_not() {
        for text in [
            "/a\r\nLocation: https://evil.example",
            "/\n/evil.example",
            "/\t/evil.example",
            "/a\0",
            "/a\u{7f}",
            "/a b",
            "/?q=a b",
            "/?q=\"",
            "/<script>",
            "/`",
            "/e/0a1b2c3d#n-4e5f6a7b",
            "/?q=停止",
            "/週報",
            "/\u{2028}",
            "/\u{ff0f}evil.example",
        ] {
            check(text, false);
        }
    }

    #[test]
    fn a_long_path_is_not() {
        let path = |bytes: usize| format!("/?q={}", "a".repeat(bytes - 4));
        check(&path(OwnPath::MAX_BYTES), true);
        check(&path(OwnPath::MAX_BYTES + 1), false);
    }

    #[test]
    fn without_another_it_is_the_timeline() {
        assert_eq!(OwnPath::default().to_string().parse(), Ok(OwnPath::default()));
    }
}
