//! What an operator configures of syncs: where they read from, as whom, and how often.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use anyhow::{Context, ensure};
use http::HeaderValue;

use super::api_root::ApiRoot;
use super::clock::Clock;

/// Where syncs read from, and how often.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The repository of the KEPs: an address or a path.
    pub keps_git: String,
    /// The repository of the release notes: an address or a path.
    pub release_notes_git: String,
    /// The repository with the versioned list of feature gates: an address or a path.
    pub kubernetes_git: String,
    /// The repository with the pages on feature gates: an address or a path.
    pub website_git: String,
    /// GitHub's API.
    pub github: Github,
    /// How often the server syncs; `None` where it does not.
    pub every: Option<Duration>,
}

#[cfg(test)]
impl Settings {
    /// Settings of which only GitHub is one that may answer: nothing listens at the addresses of the repositories.
    pub fn at_nowhere(github: Github) -> Self {
        let nowhere = || "http://127.0.0.1:1/repository".to_owned();
        Self {
            keps_git: nowhere(),
            release_notes_git: nowhere(),
            kubernetes_git: nowhere(),
            website_git: nowhere(),
            github,
            every: None,
        }
    }
}

/// GitHub's API and the token that is sent there: never one that would travel unencrypted to another
/// machine.
#[derive(Clone, Debug)]
pub struct Github {
    root: ApiRoot,
    token: Option<Token>,
    clock: Clock,
}

impl Github {
    /// GitHub at `root`. Without a token it allows sixty requests an hour.
    ///
    /// # Errors
    /// Where the token would travel unencrypted to another machine.
    pub fn new(root: ApiRoot, token: Option<Token>) -> anyhow::Result<Self> {
        ensure!(
            token.is_none() || root.may_receive_token(),
            "the token would travel unencrypted to {root}; use an https:// address or no token"
        );
        Ok(Self { root, token, clock: Clock::Wall })
    }

    /// The same, by a clock that a test sets.
    #[cfg(test)]
    pub fn with_clock(self, clock: Clock) -> Self {
        Self { clock, ..self }
    }

    /// The root of its API.
    pub fn root(&self) -> &ApiRoot {
        &self.root
    }

    /// The token that is sent with each request.
    pub fn token(&self) -> Option<&Token> {
        self.token.as_ref()
    }

    /// The clock that requests are timed by.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }
}

/// A secret: it is sent and never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(HeaderValue);

impl Token {
    /// The header of a request that it is sent in, marked as a secret.
    pub fn header(&self) -> HeaderValue {
        self.0.clone()
    }
}

impl FromStr for Token {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> anyhow::Result<Self> {
        let text = text.trim();
        ensure!(!text.is_empty(), "it is empty");
        let mut header = HeaderValue::from_str(&format!("Bearer {text}"))
            .context("it contains characters that no token has")?;
        header.set_sensitive(true);
        Ok(Self(header))
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}
