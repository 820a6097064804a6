//! What an operator configures of sources, and what one may take.

use std::time::Duration;

use super::hosts::AllowedHosts;
use crate::sync::clock::Clock;

/// How sources are read.
#[derive(Clone, Debug)]
pub struct SourceSettings {
    /// The hosts on private networks that may be reached.
    pub hosts: AllowedHosts,
    /// What a source may take.
    pub limits: FetchLimits,
    /// The clock that says when one is due.
    pub clock: Clock,
}

/// What a source may take of the network, of memory and of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FetchLimits {
    /// The most bytes of an answer, and of the files of a repository together.
    pub bytes: u64,
    /// How long an address may take, its redirects included.
    pub web_time: Duration,
    /// How long a repository may take.
    pub git_time: Duration,
    /// How many redirects of an address are followed.
    pub redirects: usize,
}

impl SourceSettings {
    /// Settings of a running program.
    pub fn new(hosts: AllowedHosts) -> Self {
        Self { hosts, limits: FetchLimits::default(), clock: Clock::Wall }
    }
}

impl Default for FetchLimits {
    fn default() -> Self {
        Self {
            bytes: 256 * 1024 * 1024,
            web_time: Duration::from_secs(120),
            git_time: Duration::from_secs(15 * 60),
            redirects: 5,
        }
    }
}
