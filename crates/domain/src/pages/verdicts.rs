//! How expectations turned out, over all notes.

use serde::{Deserialize, Serialize};

use crate::Date;
use crate::id::{EntryId, NoteId};
use crate::kep::{Milestone, Stage};
use crate::list::filter::Period;
use crate::outcome::verdict::Verdict;
use crate::sig::Sig;
use crate::version::Version;

/// How many notes expected something, by how that turned out.
///
/// A note that expected several things counts once for each verdict, and once in all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerdictCounts {
    /// Notes with an expectation.
    pub notes: u32,
    by_verdict: [u32; Verdict::ALL.len()],
}

impl VerdictCounts {
    /// Notes with an expectation that turned out so.
    pub fn get(&self, verdict: Verdict) -> u32 {
        self.by_verdict[verdict as usize]
    }

    /// Sets how many notes have an expectation that turned out so.
    pub fn set(&mut self, verdict: Verdict, notes: u32) {
        self.by_verdict[verdict as usize] = notes;
    }

    /// The verdicts of expectations, each with its notes, in the order in which they are listed.
    pub fn expectations(&self) -> impl Iterator<Item = (Verdict, u32)> + use<'_> {
        let all = Verdict::ALL.iter().copied().filter(|verdict| *verdict != Verdict::Overtaken);
        all.map(|verdict| (verdict, self.get(verdict)))
    }
}

/// The counts of one value of something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerdictGroup<T> {
    /// The value.
    pub value: T,
    /// The notes of which it is true.
    pub counts: VerdictCounts,
}

/// How late expectations came, of those that came late.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slips {
    /// How many came late: each KEP and stage in a note once.
    pub count: u32,
    /// By how many releases all together.
    pub releases: u32,
}

impl Slips {
    /// By how many releases on average; `None` where nothing came late.
    pub fn average(self) -> Option<f64> {
        (self.count > 0).then(|| f64::from(self.releases) / f64::from(self.count))
    }
}

/// An expectation that came, with a note that had it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrival {
    /// The entry of the note.
    pub entry: EntryId,
    /// The note.
    pub note: NoteId,
    /// The note's day, where it has one.
    pub date: Option<Date>,
    /// The KEP.
    pub kep: u32,
    /// Its title in its newest file.
    pub title: Option<String>,
    /// What was expected.
    pub expected: Milestone,
    /// The release that it came with.
    pub came_in: Version,
    /// How it turned out.
    pub verdict: Verdict,
    /// The day of that release, where it is known.
    pub released: Option<Date>,
}

impl Arrival {
    /// By how many releases it came later than expected; negative where it came before.
    pub fn releases_late(&self) -> i32 {
        i32::from(self.came_in.minor) - i32::from(self.expected.version.minor)
    }

    /// The days from the note to the release.
    pub fn days(&self) -> Option<i32> {
        let (from, to) = (self.date?, self.released?);
        from.until((jiff::Unit::Day, to)).ok().map(|span| span.get_days())
    }
}

/// The page of verdicts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerdictPage {
    /// Of all notes; what was overtaken expected nothing and counts by itself.
    pub all: VerdictCounts,
    /// How late what came late came.
    pub slips: Slips,
    /// By the SIGs that the notes are tagged with, most notes first.
    pub sigs: Vec<VerdictGroup<Sig>>,
    /// By the stage that was expected, in order.
    pub stages: Vec<VerdictGroup<Stage>>,
    /// By the year of the note, newest first.
    pub years: Vec<VerdictGroup<Period>>,
    /// By the release that was in the making on the note's day, newest first.
    pub cycles: Vec<VerdictGroup<Version>>,
    /// What came with the most releases of delay, five at most.
    pub longest_slips: Vec<Arrival>,
    /// What came as planned or before with the fewest days between the note and the release, five at most.
    pub quickest: Vec<Arrival>,
    /// Up to when the facts about KEPs are complete.
    pub data_day: Option<Date>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_found_by_their_verdict() {
        let mut counts = VerdictCounts::default();
        for (n, verdict) in Verdict::ALL.iter().enumerate() {
            counts.set(*verdict, n as u32);
        }
        assert!(Verdict::ALL.iter().enumerate().all(|(n, verdict)| counts.get(*verdict) == n as u32));
        assert!(counts.expectations().all(|(verdict, _)| verdict != Verdict::Overtaken));
        assert_eq!(counts.expectations().count(), Verdict::ALL.len() - 1);
    }

    #[test]
    fn slips_have_an_average_where_there_are_any() {
        assert_eq!(Slips::default().average(), None);
        assert_eq!(Slips { count: 4, releases: 10 }.average(), Some(2.5));
    }

    #[test]
    fn an_arrival_counts_days_and_releases() {
        let arrival = Arrival {
            entry: "0a1b2c3d".parse().unwrap(),
            note: "0a1b2c3e".parse().unwrap(),
            date: Some("2023-10-06".parse().unwrap()),
            kep: 753,
            title: None,
            expected: Milestone { stage: Stage::Beta, version: Version { minor: 28 } },
            came_in: Version { minor: 29 },
            verdict: Verdict::Late,
            released: Some("2023-12-13".parse().unwrap()),
        };
        assert_eq!((arrival.days(), arrival.releases_late()), (Some(68), 1));
        assert_eq!(Arrival { date: None, ..arrival }.days(), None);
    }
}
