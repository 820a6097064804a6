//! The release that comes after a period, and what cited KEPs plan for it.

use crate::Date;
use crate::kep::Stage;
use crate::outcome::story::{Fate, StageStory};
use crate::outcome::then_now::History;
use crate::release::{Release, ReleaseEvent, Releases};
use crate::sig::Sig;
use crate::version::Version;

/// The next release after a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UpcomingRelease {
    /// The last day of the period.
    pub after: Date,
    /// The release.
    pub release: Release,
    /// What KEPs that notes cite planned for it at the end of the period: by stage, the furthest first, then by number.
    pub plans: Vec<StagePlan>,
    /// How many others they planned.
    pub plans_left_out: u32,
}

/// A day in the course of a release that was still to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UpcomingStep {
    /// What comes.
    pub event: ReleaseEvent,
    /// Its day with how many days after the period that is; `None` where the day is not known.
    pub day: Option<(Date, i64)>,
}

/// A stage that a KEP planned for a release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StagePlan {
    /// The number of the KEP.
    pub kep: u32,
    /// Its title now, where it has one.
    pub title: Option<String>,
    /// The group that owns it.
    pub sig: Option<Sig>,
    /// The stage.
    pub stage: Stage,
    /// What became of the plan, as far as it is known today.
    pub fate: Fate,
}

impl UpcomingRelease {
    /// The first release after a day, without plans; `None` where none is known.
    pub fn after(day: Date, releases: &Releases) -> Option<Self> {
        let release = *releases.iter().find(|release| release.day > day)?;
        Some(Self { after: day, release, plans: Vec::new(), plans_left_out: 0 })
    }

    /// What was still to come of it, in order; what is not known is not left out.
    pub fn steps(&self) -> Vec<UpcomingStep> {
        let days = [
            (ReleaseEvent::EnhancementsFreeze, self.release.enhancements_freeze),
            (ReleaseEvent::CodeFreeze, self.release.code_freeze),
            (ReleaseEvent::Released, Some(self.release.day)),
        ];
        let to_come = days.into_iter().filter(|(_, day)| day.is_none_or(|day| day > self.after));
        to_come
            .map(|(event, day)| UpcomingStep {
                event,
                day: day.map(|day| (day, self.after.duration_until(day).as_hours() / 24)),
            })
            .collect()
    }
}

/// The stages that a KEP planned for a release at the end of a day, in order of the stages, with what became of each.
///
/// As everywhere, a proposal that was given up plans nothing, nor does one plan what it has reached.
pub fn stage_plans(
    history: &History<'_>,
    stories: &[StageStory],
    version: Version,
    day: Date,
) -> Vec<(Stage, Fate)> {
    let Some(in_force) = history.in_force_on(day).filter(|it| !it.standing.status.is_given_up()) else {
        return Vec::new();
    };
    let shipped = history.shipped_on(day).map(|shipped| shipped.stage);
    let planned = in_force.standing.milestones.iter().filter(|milestone| milestone.version == version);
    planned
        .filter(|milestone| Some(milestone.stage) > shipped)
        .filter_map(|milestone| {
            let story = stories.iter().find(|story| story.stage == milestone.stage)?;
            let promise = story.promises.iter().rev().find(|promise| promise.version == version)?;
            Some((milestone.stage, promise.fate))
        })
        .collect()
}
