//! The root of GitHub's API, and whether a token may travel there.

use std::fmt;
use std::net::SocketAddr;
use std::str::FromStr;

use anyhow::{Context, ensure};
use url::{Host, Url};

use crate::loopback;

/// The root of GitHub's API: `https://api.github.com`, or `https://github.example/api/v3` of GitHub
/// Enterprise.
///
/// Its scheme is `https` or `http`; it has no user, password, query or fragment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiRoot(Url);

impl ApiRoot {
    /// Whether a token may be sent there: encrypted, or no further than this machine.
    pub fn may_receive_token(&self) -> bool {
        self.0.scheme() == "https" || self.0.host().is_some_and(|host| loopback::is_loopback(&host))
    }

    /// The address of a path of the REST interface: `/repos/…`.
    pub fn rest(&self, path: &str) -> Url {
        self.with_path(&format!("{}{path}", self.prefix()))
    }

    /// The address of the GraphQL interface.
    pub fn graphql(&self) -> Url {
        // GitHub Enterprise answers next to its REST interface, not below it.
        let prefix = self.prefix().strip_suffix("/v3").unwrap_or(self.prefix());
        self.with_path(&format!("{prefix}/graphql"))
    }

    /// Where a redirect leads; `None` where that is another origin than the root's.
    pub fn redirected(&self, location: &str) -> Option<Url> {
        self.0.join(location).ok().filter(|to| to.origin() == self.0.origin())
    }

    /// A name of this machine with the addresses that it stands for; `None` for every other host.
    pub fn local_name(&self) -> Option<(&str, [SocketAddr; 2])> {
        match self.0.host()? {
            // Port 0 is the one of the request.
            host @ Host::Domain(name) if loopback::is_loopback(&host) => {
                Some((name, loopback::ADDRESSES.map(|address| SocketAddr::new(address, 0))))
            }
            _ => None,
        }
    }

    /// The prefix of every path: empty for the public API.
    fn prefix(&self) -> &str {
        self.0.path().trim_end_matches('/')
    }

    fn with_path(&self, path: &str) -> Url {
        let mut url = self.0.clone();
        url.set_path(path);
        url
    }
}

impl FromStr for ApiRoot {
    type Err = anyhow::Error;

    /// Errors do not repeat the text: it may hold a password.
    fn from_str(text: &str) -> anyhow::Result<Self> {
        let url = Url::parse(text).context("it is not a URL such as https://api.github.com")?;
        ensure!(matches!(url.scheme(), "https" | "http"), "it must begin with https:// or http://");
        ensure!(
            url.username().is_empty() && url.password().is_none(),
            "it must not contain a user name or a password"
        );
        ensure!(url.query().is_none() && url.fragment().is_none(), "it must not have a query or a fragment");
        Ok(Self(url))
    }
}

/// Without a slash at the end.
impl fmt::Display for ApiRoot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str().trim_end_matches('/'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn root(text: &str) -> ApiRoot {
        text.parse().unwrap()
    }

    #[test]
    fn a_token_travels_encrypted_or_not_beyond_this_machine() {
        #[track_caller]
        fn check(text: &str, expected: bool) {
            assert_eq!(root(text).may_receive_token(), expected, "{text}");
        }
        check("https://api.github.com", true);
        check("https://github.example/api/v3", true);
        check("https://192.168.0.1", true);
        check("http://127.0.0.1:4000", true);
        check("http://127.1.2.3:4000", true);
        check("http://127.1:4000", true);
        check("http://[::1]:4000", true);
        check("http://[::ffff:127.0.0.1]:4000", true);
        check("http://localhost:4000", true);
        check("http://localhost.:4000", true);
        check("http://LOCALHOST:4000", true);
        check("http://github.localhost", true);
        check("HTTP://api.github.com", false);
        check("http://github.example", false);
        check("http://localhost.example", false);
        check("http://127.0.0.1.example", false);
        check("http://192.168.0.1", false);
        check("http://[2001:db8::1]", false);
    }

    #[test]
    fn a_root_is_an_address_without_secrets() {
        #[track_caller]
        fn check(text: &str, expected: Result<&str, &str>) {
            match (text.parse::<ApiRoot>(), expected) {
                (Ok(root), Ok(shown)) => assert_eq!(root.to_string(), shown),
                (Err(error), Err(part)) => {
                    let error = format!("{error:#}");
                    assert!(error.contains(part) && !error.contains("s3cret"), "{text}: {error}");
                }
                (parsed, _) => panic!("{text}: {parsed:?}"),
            }
        }
        check("https://api.github.com", Ok("https://api.github.com"));
        check("https://github.example/api/v3/", Ok("https://github.example/api/v3"));
        check("http://127.0.0.1:9", Ok("http://127.0.0.1:9"));
        check("api.github.com", Err("not a URL such as"));
        check("https://", Err("not a URL such as"));
        check("s3cret@api.github.com", Err("not a URL such as"));
        check("ftp://api.github.com", Err("begin with"));
        check("https://me:s3cret@api.github.com", Err("password"));
        check("https://s3cret@api.github.com", Err("password"));
        check("https://api.github.com?token=s3cret", Err("query"));
        check("https://api.github.com#s3cret", Err("fragment"));
    }

    #[test]
    fn paths_are_below_the_root() {
        let public = root("https://api.github.com");
        assert_eq!(public.rest("/repos/a/b/issues/1").as_str(), "https://api.github.com/repos/a/b/issues/1");
        assert_eq!(public.graphql().as_str(), "https://api.github.com/graphql");
        let own = root("https://github.example:8443/api/v3/");
        assert_eq!(own.rest("/repos/a/b").as_str(), "https://github.example:8443/api/v3/repos/a/b");
        assert_eq!(own.graphql().as_str(), "https://github.example:8443/api/graphql");
    }

    #[test]
    fn a_redirect_leads_on_within_the_origin_alone() {
        #[track_caller]
        fn check(location: &str, expected: Option<&str>) {
            let to = root("https://github.example/api/v3").redirected(location);
            assert_eq!(to.as_ref().map(Url::as_str), expected, "{location}");
        }
        let repository = "https://github.example/api/v3/repositories/1";
        check("/api/v3/repositories/1", Some(repository));
        check("https://github.example/api/v3/repositories/1", Some(repository));
        check("https://github.example:443/api/v3/repositories/1", Some(repository));
        check("http://github.example/api/v3/repositories/1", None);
        check("https://github.example:8443/api/v3/repositories/1", None);
        check("https://github.example.evil/", None);
        check("//evil.example/", None);
        check("https://github.example@evil.example/", None);
        check("javascript:alert(1)", None);
    }

    #[test]
    fn names_of_this_machine_are_looked_up_nowhere() {
        #[track_caller]
        fn check(text: &str, expected: Option<&str>) {
            assert_eq!(
                root(text).local_name().map(|(name, _)| name.to_owned()).as_deref(),
                expected,
                "{text}"
            );
        }
        check("http://localhost:4000", Some("localhost"));
        check("http://github.localhost.", Some("github.localhost."));
        check("http://127.0.0.1:4000", None);
        check("https://api.github.com", None);
    }
}
