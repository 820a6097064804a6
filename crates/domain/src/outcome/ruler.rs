//! The ruler of a KEP: where its promises and the notes that cite it lie between the releases.
//!
//! Lengths are the units of the drawing. Releases stand at even distances, days between them in
//! proportion, so that no two names collide.

use crate::Date;
use crate::kep::Stage;
use crate::outcome::story::{Fate, StageStory};
use crate::release::Releases;
use crate::version::Version;

#[cfg(test)]
mod tests;

/// From one release to the next.
pub const STEP: i32 = 56;

/// The same where there is little room: names of releases do not touch.
const LEAST_STEP: i32 = 34;

/// A ruler of few releases is drawn as if it had these many: it does not spread over a wide page.
const LEAST_STEPS: i32 = 7;

/// Room for the name of a stage before its first mark.
pub const LEAD: i32 = 84;

/// Room after the last mark.
pub const TAIL: i32 = 36;

/// The line of the releases' names.
pub const HEAD: i32 = 28;

/// The height of a stage.
pub const LANE: i32 = 36;

/// A dot of a note with what a finger needs around it.
pub const DOT: i32 = 24;

/// How many dots stand above one another at most; further notes stand in the list alone.
pub const MAX_ROWS: usize = 12;

/// A drawing of a KEP's story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruler {
    /// As wide as the releases ask for.
    pub width: i32,
    /// Of the releases and the stages.
    pub height: i32,
    /// The releases, oldest first.
    pub ticks: Vec<RulerTick>,
    /// The stages, in their order.
    pub lanes: Vec<Lane>,
    /// The data's day, where it lies within.
    pub data_day: Option<i32>,
    /// Notes, in the order in which their days were given; those that found no room are absent.
    pub dots: Vec<Dot>,
    /// Of the notes, which are a drawing of their own.
    pub dots_height: i32,
}

impl Ruler {
    /// Where `x` lies between [`LEAD`] and [`TAIL`], in hundredths of what is there: a drawing that stretches.
    pub fn percent(&self, x: i32) -> f64 {
        f64::from(x - LEAD) * 100.0 / f64::from(self.steps_width())
    }

    /// How little room may be between [`LEAD`] and [`TAIL`].
    pub fn least_width(&self) -> i32 {
        self.steps_width() * LEAST_STEP / STEP
    }

    fn steps_width(&self) -> i32 {
        (self.width - LEAD - TAIL).max(LEAST_STEPS * STEP)
    }
}

/// A release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RulerTick {
    /// Its distance from the left edge.
    pub x: i32,
    /// The release at that place.
    pub version: Version,
}

/// A stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane {
    /// The stage of the lane.
    pub stage: Stage,
    /// The middle of the lane.
    pub y: i32,
    /// Its promises, oldest first.
    pub marks: Vec<PromiseMark>,
}

/// A promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PromiseMark {
    /// Its distance from the left edge.
    pub x: i32,
    /// The version that was promised.
    pub version: Version,
    /// The fate of the promise.
    pub fate: Fate,
}

/// A note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dot {
    /// Which of the days that were given.
    pub note: usize,
    /// Its middle, from the left edge.
    pub x: i32,
    /// Its middle, from the top of the notes.
    pub y: i32,
}

/// Where everything lies, or `None` where nothing was ever promised.
///
/// The ruler reaches from before the first promise or note to after the last; to the data's day only
/// where something is still to come. Notes without a day are left out by the caller.
pub fn lay_out(story: &[StageStory], notes: &[Date], releases: &Releases, data_day: Date) -> Option<Ruler> {
    let promises = || story.iter().flat_map(|story| &story.promises);
    let open = promises().any(|promise| matches!(promise.fate, Fate::Planned | Fate::Unconfirmed));
    let points = promises()
        .map(|promise| f64::from(promise.version.minor))
        .chain(notes.iter().map(|day| position(*day, releases)))
        .chain(open.then(|| position(data_day, releases)));
    promises().next()?;
    let (first, last) = points.fold((f64::MAX, f64::MIN), |(first, last), at| (first.min(at), last.max(at)));
    let x = |at: f64| LEAD + ((at - first) * f64::from(STEP)).round() as i32;

    let versions = (first.floor() as u16..=last.ceil() as u16).map(|minor| Version { minor });
    let ticks: Vec<RulerTick> = versions
        .map(|version| RulerTick { x: x(f64::from(version.minor)), version })
        .filter(|tick| tick.x >= LEAD - STEP / 2)
        .collect();
    let lanes: Vec<Lane> = story
        .iter()
        .zip(0..)
        .map(|(story, n)| {
            let mark = |promise: &crate::outcome::story::Promise| PromiseMark {
                x: x(f64::from(promise.version.minor)),
                version: promise.version,
                fate: promise.fate,
            };
            Lane {
                stage: story.stage,
                y: HEAD + LANE * n + LANE / 2,
                marks: story.promises.iter().map(mark).collect(),
            }
        })
        .collect();
    let end = ticks.last().map_or(LEAD, |tick| tick.x).max(x(last));
    let (dots, rows) = dots(notes.iter().map(|day| x(position(*day, releases))).collect());
    let today = position(data_day, releases);
    Some(Ruler {
        width: end + TAIL,
        height: HEAD + LANE * lanes.len() as i32,
        ticks,
        lanes,
        data_day: (first <= today && today <= last.ceil()).then(|| x(today)),
        dots,
        dots_height: DOT * rows as i32,
    })
}

/// A day among the releases: 28.5 is half way from 1.28 to 1.29. Before and after the known
/// releases a cycle is taken to last as long as it does on average.
fn position(day: Date, releases: &Releases) -> f64 {
    const CYCLE_DAYS: f64 = 365.0 / 3.0;
    let days = |from: Date, to: Date| f64::from((to - from).get_days());
    let before = releases.iter().rfind(|release| release.day <= day);
    let after = releases.iter().find(|release| release.day > day);
    match (before, after) {
        (Some(before), Some(after)) => {
            let share = days(before.day, day) / days(before.day, after.day);
            let cycles = after.version.minor - before.version.minor;
            f64::from(before.version.minor) + share * f64::from(cycles)
        }
        (Some(last), None) => f64::from(last.version.minor) + days(last.day, day) / CYCLE_DAYS,
        (None, Some(first)) => f64::from(first.version.minor) - days(day, first.day) / CYCLE_DAYS,
        (None, None) => 0.0,
    }
}

/// Each dot at its place, in the first row that has room for it at the least step; and how many rows that took.
fn dots(places: Vec<i32>) -> (Vec<Dot>, usize) {
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by_key(|&note| (places[note], note));
    let mut ends: Vec<i32> = Vec::new();
    let mut dots = Vec::new();
    for note in order {
        let x = places[note];
        let least_x = x * LEAST_STEP / STEP;
        let row = ends.iter().position(|end| *end <= least_x).unwrap_or(ends.len());
        if row >= MAX_ROWS {
            continue;
        }
        if row == ends.len() {
            ends.push(0);
        }
        ends[row] = least_x + DOT;
        dots.push(Dot { note, x, y: DOT * row as i32 + DOT / 2 });
    }
    dots.sort_by_key(|dot| dot.note);
    (dots, ends.len())
}
