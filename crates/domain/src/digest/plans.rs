//! Plans of KEPs that moved from one release to another, or came to nothing.

use crate::Date;
use crate::kep::Milestone;
use crate::outcome::story::{Fate, StageStory};
use crate::release::Releases;
use crate::version::Version;

use super::Days;

/// What became of a plan on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlanChange {
    /// What was planned.
    pub milestone: Milestone,
    /// What became of it: put off, brought forward, taken back or missed.
    pub fate: Fate,
    /// The release that the stage was planned for next, where there was one.
    pub next: Option<Version>,
}

/// The plans that changed in some days, by the stories of a KEP's stages, oldest first.
///
/// A plan is put off, brought forward or taken back on the day of the file that says so; it is missed on the day of the
/// release that came out without it, whatever its file said for how long. That a proposal was given up is a move.
pub fn plan_changes(stories: &[StageStory], releases: &Releases, days: Days) -> Vec<(Date, PlanChange)> {
    let mut changes: Vec<(Date, PlanChange)> = Vec::new();
    for story in stories {
        for (n, promise) in story.promises.iter().enumerate() {
            let day = match promise.fate {
                Fate::PutOff(day) | Fate::BroughtForward(day) | Fate::TakenBack(day) => Some(day),
                Fate::Missed(_) => releases.day_of(promise.version),
                Fate::Shipped | Fate::Planned | Fate::Unconfirmed | Fate::GivenUp => None,
            };
            changes.extend(day.filter(|day| days.contains(*day)).map(|day| {
                let milestone = Milestone { stage: story.stage, version: promise.version };
                let next = story.promises.get(n + 1).map(|next| next.version);
                (day, PlanChange { milestone, fate: promise.fate, next })
            }));
        }
    }
    changes.sort_by_key(|(day, change)| (*day, change.milestone.stage, change.milestone.version));
    changes
}
