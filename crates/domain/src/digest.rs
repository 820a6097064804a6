//! Digests: what a week, a month or the cycle of a release brought.
//!
//! A digest has the notes that were written in its days, what moved of what notes cite, and what comes next. Which day
//! is today is an argument, as everywhere.

mod index;
mod moves;
mod period;
mod plans;
#[cfg(test)]
mod tests;
mod upcoming;

pub use self::index::{DigestIndex, DigestLine};
pub use self::moves::{DigestChange, DigestMove, MoveGroup, MoveGroups, SigMoves};
pub use self::period::{Days, DigestKind, DigestPeriod, NoDigest, NotADigestPeriod, Week};
pub use self::plans::{PlanChange, plan_changes};
pub use self::upcoming::{StagePlan, UpcomingRelease, UpcomingStep, stage_plans};

use crate::list::timeline::Entry;
use crate::pages::ReleaseExpectation;
use crate::release::ReleaseMark;

/// What a period brought.
#[derive(Clone, Debug)]
pub struct Digest {
    /// The period.
    pub period: DigestPeriod,
    /// Its days.
    pub days: Days,
    /// Whether it is not over yet.
    pub is_running: bool,
    /// The first entries of the period, oldest first, each with its notes.
    pub entries: Vec<Entry>,
    /// How many notes the period has.
    pub notes: u32,
    /// How many entries the period has.
    pub entries_count: u32,
    /// What moved of what notes cite, in groups.
    pub moves: MoveGroups,
    /// What happened to releases in these days, oldest first.
    pub marks: Vec<ReleaseMark>,
    /// What comes next; `None` where no later release is known.
    pub upcoming: Option<UpcomingRelease>,
    /// What notes of a cycle expected of its release, and what came; empty for other periods.
    pub expectations: Vec<ReleaseExpectation>,
    /// The period before it, where there may be something in it.
    pub previous: Option<DigestPeriod>,
    /// The period after it, where that has begun.
    pub next: Option<DigestPeriod>,
}

impl Digest {
    /// How many notes are listed at most; the others are on the timeline.
    pub const NOTES: usize = 60;

    /// Whether neither a note was written nor anything moved.
    pub fn is_empty(&self) -> bool {
        self.notes == 0 && self.moves.count == 0
    }

    /// How many notes are not listed.
    pub fn notes_left_out(&self) -> u32 {
        let listed: usize = self.entries.iter().map(|entry| entry.notes.len()).sum();
        self.notes.saturating_sub(listed as u32)
    }

    /// The same with as many notes as are listed: the last entries lose theirs, and go.
    #[must_use]
    pub fn with_listed_notes(mut self) -> Self {
        let mut room = Self::NOTES;
        for entry in &mut self.entries {
            entry.notes.truncate(room);
            room -= entry.notes.len();
        }
        self.entries.retain(|entry| !entry.notes.is_empty() || entry.body_lost);
        self
    }
}
