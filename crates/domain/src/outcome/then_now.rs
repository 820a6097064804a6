//! What was shipped, planned and missed of a KEP on a day: then, and now.

use serde::{Deserialize, Serialize};

use crate::Date;
use crate::kep::{KepStanding, Milestone, Status};
use crate::release::Releases;

#[cfg(test)]
pub(super) mod tests;

/// A revision of a KEP from the day on which it came into force.
///
/// The day is that of its commit in the zone in which days are meant (the notebook's, for a
/// note): the caller decides it, as the same commit lies on different days for different notebooks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatedRevision {
    /// From the end of this day on it was in force.
    pub day: Date,
    /// The standing that the file states.
    pub standing: KepStanding,
}

/// All that is known of a KEP over time, and judgement on it.
///
/// A kep.yaml is rewritten when a KEP slips. So what a revision of that time says is a plan;
/// what had shipped is what the newest revision still says.
#[derive(Clone, Copy, Debug)]
pub struct History<'a> {
    /// Oldest first; of several on one day the last was in force at its end.
    pub revisions: &'a [DatedRevision],
    /// The releases with their days.
    pub releases: &'a Releases,
    /// The day up to which `revisions` are complete. A release after it confirms nothing, as nobody
    /// had the time to write down that the KEP slipped. It is the day of the fetch where the
    /// repository itself was read, and that of the newest commit where a copy was.
    pub data_day: Date,
    /// Milestones that were shipped although no file says so any more. They count as if the newest
    /// revision confirmed them; of a stage with two versions the older one is since when it is.
    pub shipped_overrides: &'a [Milestone],
}

/// What a KEP was on a day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KepState {
    /// The status of the revision in force; `None` where there was no file yet: absent.
    pub status: Option<Status>,
    /// The day of the revision in force.
    pub revision: Option<Date>,
    /// See [`History::shipped_on`].
    pub shipped: Option<Milestone>,
    /// See [`History::planned_on`].
    pub planned: Option<PlannedMilestone>,
    /// See [`History::missed_on`].
    pub missed: Vec<MissedMilestone>,
}

impl KepState {
    /// The status in a word: that of kep.yaml, the file's own, `unstated`, or `absent` before the first file.
    pub fn status_name(&self) -> &str {
        self.status.as_ref().map_or("absent", Status::as_str)
    }
}

/// What a KEP planned next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedMilestone {
    /// Which stage in which release.
    pub milestone: Milestone,
    /// Whether the release came out by the given day, but after the data's day: not confirmed.
    pub released_since: bool,
}

/// A plan whose release came out without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissedMilestone {
    /// Which stage in which release.
    pub milestone: Milestone,
    /// The day of the revision that planned it, in force on the given day.
    pub planned_by: Date,
    /// The day of the first later revision that says otherwise; `None` where the newest still says
    /// so, but is at an earlier stage.
    pub contradicted_by: Option<Date>,
}

impl History<'_> {
    /// The revision in force at the end of `day`, or `None` before the first.
    pub fn in_force_on(&self, day: Date) -> Option<&DatedRevision> {
        self.revisions.iter().rfind(|revised| revised.day <= day)
    }

    /// The furthest stage that had shipped on `day` and the release it shipped with, or `None` before the first.
    ///
    /// A stage counts from the day its release came out, and only while the newest revision
    /// confirms it: it names that release for the stage, and its own `stage` is not before it. A
    /// release after the data's day confirms nothing, and a version that the releases do not know
    /// has not shipped, unless it is older than all of them (see [`Releases::is_out`]).
    ///
    /// It does not ask for a file on that day: what was built before it had one had shipped all the same.
    pub fn shipped_on(&self, day: Date) -> Option<Milestone> {
        let confirmed = self.revisions.last().into_iter().flat_map(|newest| confirmed(&newest.standing));
        let shipped = confirmed
            .chain(self.shipped_overrides.iter().copied())
            .filter(|milestone| self.releases.is_out(milestone.version, day.min(self.data_day)));
        // Of one stage the older release comes last, and so is the greatest.
        shipped.max_by_key(|milestone| (milestone.stage, std::cmp::Reverse(milestone.version)))
    }

    /// What the revision in force at the end of `day` planned next, or `None` where it planned nothing.
    ///
    /// It is the first stage beyond the shipped one whose release was to come. What follows a
    /// missed stage was built on sand (no beta before its alpha) and is no plan, unless the newest
    /// revision confirms that it came true. A proposal that was given up plans nothing. A release
    /// that came out by `day`, but after the data's day, is still planned, as nothing confirms it.
    pub fn planned_on(&self, day: Date) -> Option<PlannedMilestone> {
        let missed = self.missed_on(day);
        let is_possible = |milestone: &Milestone| {
            missed.iter().all(|missed| missed.milestone.stage > milestone.stage) || self.confirms(*milestone)
        };
        let mut plans = self.open_on(day).into_iter().flat_map(|(_, plans)| plans);
        let milestone = plans.find(|plan| !self.is_past(plan, day) && is_possible(plan))?;
        Some(PlannedMilestone { milestone, released_since: self.releases.is_out(milestone.version, day) })
    }

    /// What the revision in force at the end of `day` planned for a release that came out without
    /// it, in order of the stages.
    ///
    /// Only stages beyond the shipped one count, and only releases up to the data's day. A plan that
    /// was put off in time is not missed; a proposal that was given up
    /// misses nothing.
    pub fn missed_on(&self, day: Date) -> Vec<MissedMilestone> {
        let Some((in_force, plans)) = self.open_on(day) else { return Vec::new() };
        let contradicted_by = |plan: Milestone| {
            let mut later = self.revisions.iter().skip_while(|revised| !std::ptr::eq(*revised, in_force));
            later.find(|revised| revised.standing.milestones.get(plan.stage) != Some(plan.version))
        };
        let past = plans.into_iter().filter(|plan| self.is_past(plan, day));
        past.map(|milestone| MissedMilestone {
            milestone,
            planned_by: in_force.day,
            contradicted_by: contradicted_by(milestone).map(|revised| revised.day),
        })
        .collect()
    }

    /// Everything about `day` at once; of the day of the last sync it is the state now.
    pub fn state_on(&self, day: Date) -> KepState {
        let in_force = self.in_force_on(day);
        KepState {
            status: in_force.map(|revised| revised.standing.status.clone()),
            revision: in_force.map(|revised| revised.day),
            shipped: self.shipped_on(day),
            planned: self.planned_on(day),
            missed: self.missed_on(day),
        }
    }

    /// The revision in force on `day` and its milestones beyond the shipped stage; `None` where it was given up.
    fn open_on(&self, day: Date) -> Option<(&DatedRevision, Vec<Milestone>)> {
        let in_force = self.in_force_on(day).filter(|revised| !revised.standing.status.is_given_up())?;
        let shipped = self.shipped_on(day).map(|shipped| shipped.stage);
        let open = in_force.standing.milestones.iter().filter(|milestone| Some(milestone.stage) > shipped);
        Some((in_force, open.collect()))
    }

    /// Whether a plan's release came out by `day` and by the data's day.
    fn is_past(&self, plan: &Milestone, day: Date) -> bool {
        self.releases.is_out(plan.version, day.min(self.data_day))
    }

    /// Whether the newest revision, or what is known otherwise, still says that the milestone was or will be reached.
    pub fn confirms(&self, milestone: Milestone) -> bool {
        let newest = self.revisions.last();
        newest.is_some_and(|newest| confirmed(&newest.standing).any(|confirmed| confirmed == milestone))
            || self.shipped_overrides.contains(&milestone)
    }
}

/// The milestones that are not beyond the file's own stage; none where it does not state its stage.
fn confirmed(standing: &KepStanding) -> impl Iterator<Item = Milestone> {
    standing.milestones.iter().filter(|milestone| Some(milestone.stage) <= standing.stage)
}

/// Whether a KEP has moved: the shipped stage or the status is another one.
///
/// A stage that now has another release has not moved, and plans alone move nothing.
pub fn changed(then: &KepState, now: &KepState) -> bool {
    let stage = |state: &KepState| state.shipped.map(|shipped| shipped.stage);
    stage(then) != stage(now) || then.status != now.status
}
