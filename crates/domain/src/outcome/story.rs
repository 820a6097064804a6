//! What a KEP promised for each stage, and what became of each promise.

use serde::{Deserialize, Serialize};

use crate::Date;
use crate::kep::{Milestone, Stage};
use crate::outcome::then_now::History;
use crate::version::Version;

#[cfg(test)]
mod tests;

/// All that was promised of one stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageStory {
    /// The stage that was promised.
    pub stage: Stage,
    /// Oldest first, never empty; of two neighbours the version differs.
    pub promises: Vec<Promise>,
}

/// A version that a file named for a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// The version that the file named.
    pub version: Version,
    /// The day of the revision that first named it.
    pub day: Date,
    /// The fate of the promise.
    pub fate: Fate,
}

/// What became of a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fate {
    /// The stage came out with the version.
    Shipped,
    /// The release is still to come.
    Planned,
    /// The release came out after the facts were complete: nothing confirms it.
    Unconfirmed,
    /// A later version took its place before the release came out.
    PutOff(Date),
    /// An earlier version took its place.
    BroughtForward(Date),
    /// The release came out without it; the day of the revision that says so, where one does.
    Missed(Option<Date>),
    /// The file named no version any more before the release came out.
    TakenBack(Date),
    /// The proposal was given up.
    GivenUp,
}

/// What became of a promise for a release.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageFate {
    /// The stage that the release was named for.
    pub stage: Stage,
    /// What became of it.
    pub fate: Fate,
}

/// What the stories say of a release, in order of the stages; of a stage that named it twice, the last.
///
/// What was moved away is left out where another stage came, is to come or did not come with the release.
pub fn fates_in(stories: &[StageStory], version: Version) -> Vec<StageFate> {
    let fate = |story: &StageStory| {
        let promise = story.promises.iter().rev().find(|promise| promise.version == version)?;
        Some(StageFate { stage: story.stage, fate: promise.fate })
    };
    let mut fates: Vec<StageFate> = stories.iter().filter_map(fate).collect();
    let stays = |it: &StageFate| {
        matches!(it.fate, Fate::Shipped | Fate::Planned | Fate::Unconfirmed | Fate::Missed(_))
    };
    if fates.iter().any(stays) {
        fates.retain(stays);
    }
    fates
}

/// The story of each stage that a file ever named a version for, in order of the stages.
///
/// `now` is the day of the last sync: a release between the data's day and that day confirms nothing.
/// A version that was taken back and named again is one promise.
pub fn stage_stories(history: &History<'_>, now: Date) -> Vec<StageStory> {
    Stage::ALL
        .iter()
        .copied()
        .map(|stage| StageStory { stage, promises: promises(history, stage, now) })
        .filter(|story| !story.promises.is_empty())
        .collect()
}

fn promises(history: &History<'_>, stage: Stage, now: Date) -> Vec<Promise> {
    let named: Vec<(Date, Option<Version>)> = history
        .revisions
        .iter()
        .map(|revised| (revised.day, revised.standing.milestones.get(stage)))
        .collect();
    let mut first: Vec<(Version, Date)> = Vec::new();
    for (day, version) in named.iter().filter_map(|(day, version)| Some((*day, (*version)?))) {
        if first.last().is_none_or(|(last, _)| *last != version) {
            first.push((version, day));
        }
    }
    // What no file of that time names is a promise too, in the place of its version.
    let newest = history.revisions.last().map(|revised| revised.day);
    for otherwise in history.shipped_overrides.iter().filter(|known| known.stage == stage) {
        let is_named = first.iter().any(|(version, _)| *version == otherwise.version);
        if let Some(day) = history.releases.day_of(otherwise.version).or(newest).filter(|_| !is_named) {
            let at = first.partition_point(|(_, before)| *before <= day);
            first.insert(at, (otherwise.version, day));
        }
    }
    // The day from which the newest files are without a version.
    let silent = named.iter().rposition(|(_, version)| version.is_some());
    let silent = silent.and_then(|last| named.get(last + 1)).map(|(day, _)| *day);
    let promise = |(n, &(version, day)): (usize, &(Version, Date))| {
        let fate = fate(history, Milestone { stage, version }, first.get(n + 1).copied(), silent, now);
        Promise { version, day, fate }
    };
    first.iter().enumerate().map(promise).collect()
}

/// What became of a promise, by the one that took its place, or the day from which there was none.
fn fate(
    history: &History<'_>,
    milestone: Milestone,
    next: Option<(Version, Date)>,
    silent: Option<Date>,
    now: Date,
) -> Fate {
    let is_out = |day: Date| history.releases.is_out(milestone.version, day.min(history.data_day));
    let eve = |day: Date| day.yesterday().unwrap_or(day);
    if history.shipped_overrides.contains(&milestone) {
        return if is_out(history.data_day) { Fate::Shipped } else { Fate::Planned };
    }
    // What was moved away and back again was not missed.
    if history.confirms(milestone) && is_out(history.data_day) {
        return Fate::Shipped;
    }
    if let Some((version, day)) = next {
        return match version < milestone.version {
            true => Fate::BroughtForward(day),
            false if is_out(eve(day)) => Fate::Missed(Some(day)),
            false => Fate::PutOff(day),
        };
    }
    let given_up = history.revisions.last().is_some_and(|newest| newest.standing.status.is_given_up());
    if let Some(day) = silent {
        return match is_out(eve(day)) {
            true => Fate::Missed(Some(day)),
            false if given_up => Fate::GivenUp,
            false => Fate::TakenBack(day),
        };
    }
    match is_out(history.data_day) {
        _ if given_up => Fate::GivenUp,
        true => Fate::Missed(None),
        _ if history.releases.is_out(milestone.version, now) => Fate::Unconfirmed,
        _ => Fate::Planned,
    }
}
