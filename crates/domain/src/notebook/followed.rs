//! Sources that notebooks follow by themselves: where each is, when it is looked at next, and what came of it so far.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::id::NoteId;
use crate::notebook::reimport::ChangeCount;
use crate::notebook::{NotebookSlug, Rights};

mod address;
pub mod host;
mod kind;
mod revision;

pub use address::{NotASource, SourceAddress};
pub use kind::SourceKind;
pub use revision::{NotARevision, Revision};

/// How often a source is looked at that does not say.
pub const EVERY: Duration = Duration::from_secs(60 * 60);

/// When a change is looked at again: what is still being written is another one by then.
pub const SETTLED_AFTER: Duration = Duration::from_secs(30);

/// When what failed is tried again first; each further failure doubles the pause.
const FIRST_RETRY: Duration = Duration::from_secs(5 * 60);

/// The longest pause between two tries, unless a source is looked at less often anyway.
const LONGEST_PAUSE: Duration = Duration::from_secs(12 * 60 * 60);

/// What is to be followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSource {
    /// Where it is.
    pub address: SourceAddress,
    /// The notebook that it is imported as.
    pub notebook: NotebookSlug,
    /// How often it is looked at.
    pub every: Duration,
    /// The rights, over those that it states.
    pub rights: Option<Rights>,
}

/// A source that a notebook follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowedSource {
    /// Its number.
    pub id: i64,
    /// Where it is, what it is imported as, and how often it is looked at.
    pub source: NewSource,
    /// When it was added.
    pub added_at: Timestamp,
    /// Whether the server leaves it alone.
    pub is_paused: bool,
    /// What came of looking at it.
    pub looks: LookState,
}

/// What came of looking at a source so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LookState {
    /// When it was looked at last, with success or without.
    pub looked_at: Option<Timestamp>,
    /// When that succeeded last.
    pub succeeded_at: Option<Timestamp>,
    /// When something of it was imported last.
    pub changed_at: Option<Timestamp>,
    /// What was imported last.
    pub revision: Option<Revision>,
    /// By what it is known cheaply to be as it was then: times and sizes, an ETag, a commit.
    pub stamp: Option<String>,
    /// The stamp of a change that was seen once: where it is still the same, nobody is writing to it.
    pub unsettled: Option<String>,
    /// Why it cannot be read since when.
    pub failure: Option<LookFailure>,
    /// What waits for a curator.
    pub waiting: Option<WaitingChange>,
}

/// Why a source cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookFailure {
    /// Since when.
    pub since: Timestamp,
    /// How often it was tried.
    pub tries: u32,
    /// What went wrong last and what to do about it, without secrets.
    pub message: String,
}

/// A change that is not made by itself, as more than half of the notes would vanish.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingChange {
    /// The revision that would be imported.
    pub revision: Revision,
    /// What it would change of the notes.
    pub notes: ChangeCount,
    /// The notes that would vanish.
    pub vanishing: Vec<NoteId>,
}

/// What a source does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SourceState {
    /// It is followed.
    Follows,
    /// It is left alone.
    Paused,
    /// A change waits for a curator.
    Waits,
    /// It cannot be read.
    Fails,
}

impl FollowedSource {
    /// What it does.
    pub fn state(&self) -> SourceState {
        match &self.looks {
            _ if self.is_paused => SourceState::Paused,
            LookState { failure: Some(_), .. } => SourceState::Fails,
            LookState { waiting: Some(_), .. } => SourceState::Waits,
            _ => SourceState::Follows,
        }
    }

    /// When it is looked at next; `None` while it is paused.
    pub fn next_look(&self) -> Option<Timestamp> {
        if self.is_paused {
            return None;
        }
        let Some(looked_at) = self.looks.looked_at else { return Some(self.added_at) };
        let every = self.source.every;
        let pause = match &self.looks {
            LookState { unsettled: Some(_), .. } => every.min(SETTLED_AFTER),
            LookState { failure: Some(failure), .. } => pause_after(failure.tries, every),
            _ => every,
        };
        Some(looked_at.saturating_add(pause).unwrap_or(Timestamp::MAX))
    }

    /// Whether it is to be looked at.
    pub fn is_due(&self, now: Timestamp) -> bool {
        // A look of the future was made by a wrong clock.
        let is_wrong = !self.is_paused && self.looks.looked_at.is_some_and(|looked_at| looked_at > now);
        is_wrong || self.next_look().is_some_and(|next| next <= now)
    }
}

/// How long what failed is left alone: twice as long after each further failure, within bounds.
fn pause_after(tries: u32, every: Duration) -> Duration {
    let doubled = 2_u32.saturating_pow(tries.saturating_sub(1));
    every.min(FIRST_RETRY).saturating_mul(doubled).min(every.max(LONGEST_PAUSE))
}

impl LookState {
    /// After a look that found nothing new.
    #[must_use]
    pub fn unchanged(self, at: Timestamp, stamp: Option<String>) -> Self {
        let stamp = stamp.or(self.stamp);
        Self { changed_at: self.changed_at, revision: self.revision, stamp, ..Self::success(at) }
    }

    /// After a look at a change that may still be under way: what failed before is not known to be well yet.
    #[must_use]
    pub fn unsettled(self, at: Timestamp, stamp: String) -> Self {
        Self { looked_at: Some(at), unsettled: Some(stamp), ..self }
    }

    /// After an import.
    #[must_use]
    pub fn imported(self, at: Timestamp, revision: Revision, stamp: String) -> Self {
        Self { changed_at: Some(at), revision: Some(revision), stamp: Some(stamp), ..Self::success(at) }
    }

    /// After a look at a change that a curator has to decide on.
    #[must_use]
    pub fn waits(self, at: Timestamp, waiting: WaitingChange) -> Self {
        Self {
            changed_at: self.changed_at,
            revision: self.revision,
            stamp: self.stamp,
            waiting: Some(waiting),
            ..Self::success(at)
        }
    }

    /// After a look that failed: what was imported before stays, and so does what waits.
    #[must_use]
    pub fn failed(self, at: Timestamp, message: String) -> Self {
        let (since, tries) = match self.failure {
            Some(before) => (before.since, before.tries.saturating_add(1)),
            None => (at, 1),
        };
        let failure = Some(LookFailure { since, tries, message });
        Self { looked_at: Some(at), unsettled: None, failure, ..self }
    }

    fn success(at: Timestamp) -> Self {
        Self { looked_at: Some(at), succeeded_at: Some(at), ..Self::default() }
    }
}

/// A span as the command line takes it: `1h`, `30m`, `1d`, `90s`.
pub fn span_label(span: Duration) -> String {
    let seconds = span.as_secs();
    let units = [(24 * 60 * 60, "d"), (60 * 60, "h"), (60, "m")];
    let (size, unit) = units.into_iter().find(|(size, _)| seconds.is_multiple_of(*size)).unwrap_or((1, "s"));
    format!("{}{unit}", seconds / size)
}

#[cfg(test)]
mod tests;
