//! A link that signs in once, for someone who has just started Kepline on their own machine.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use anyhow::Context;
use sha2::{Digest, Sha256};

/// How long the link may be used.
const LIFETIME: Duration = Duration::from_secs(15 * 60);

/// The curator whom it lets in; made without a password.
pub const CURATOR: &str = "curator";

/// The link, by a digest of its token.
#[derive(Debug)]
pub struct OneTimeLink {
    digest: [u8; 32],
    /// Until when it may be used; `None` once it was.
    until: Mutex<Option<Instant>>,
}

impl OneTimeLink {
    /// A new link, and its token of 256 random bits: the last piece of its path.
    pub fn new() -> anyhow::Result<(Self, String)> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).ok().context("cannot get random numbers from the system")?;
        let token = hex::encode(bytes);
        let until = Mutex::new(Some(Instant::now() + LIFETIME));
        Ok((Self { digest: Sha256::digest(&token).into(), until }, token))
    }

    /// Whether the token may still be used.
    pub fn is_open(&self, token: &str) -> bool {
        let until = self.until.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        self.matches(token) && until.is_some_and(|until| Instant::now() < until)
    }

    /// Uses the token up; `true` once.
    pub fn spend(&self, token: &str) -> bool {
        let mut until = self.until.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        self.matches(token) && until.take().is_some_and(|until| Instant::now() < until)
    }

    /// Digests are compared: the time that takes reveals nothing of the token.
    fn matches(&self, token: &str) -> bool {
        <[u8; 32]>::from(Sha256::digest(token)) == self.digest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_lets_in_once() {
        let (link, token) = OneTimeLink::new().unwrap();
        assert_eq!(token.len(), 64);
        assert!(!link.spend("") && !link.spend(&token[1..]));
        assert!(link.is_open(&token) && link.spend(&token));
        assert!(!link.is_open(&token) && !link.spend(&token));
    }

    #[test]
    fn a_link_ends() {
        let (link, token) = OneTimeLink::new().unwrap();
        *link.until.lock().unwrap() = Some(Instant::now());
        assert!(!link.is_open(&token) && !link.spend(&token));
    }
}
