//! Which periods there are digests of that hold something.

use std::collections::{BTreeMap, BTreeSet};

use super::{Days, DigestKind, DigestPeriod};
use crate::Date;
use crate::list::day_counts::DayCounts;
use crate::release::Releases;

/// What was written and what moved, by day.
#[derive(Clone, Debug)]
pub struct DigestIndex {
    notes: DayCounts,
    moves: BTreeMap<Date, u32>,
    releases: Releases,
    today: Date,
}

/// A period with how much is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DigestLine {
    /// The period.
    pub period: DigestPeriod,
    /// Its days.
    pub days: Days,
    /// Its notes.
    pub notes: u32,
    /// What moved in it of what notes cite: changes of plans are not counted.
    pub moves: u32,
    /// Whether it is not over yet.
    pub is_running: bool,
}

impl DigestIndex {
    /// The index of these days.
    pub fn new(notes: DayCounts, moves: BTreeMap<Date, u32>, releases: Releases, today: Date) -> Self {
        Self { notes, moves, releases, today }
    }

    /// The period of a kind that is running; `None` where no release is known to be in the making.
    pub fn running(&self, kind: DigestKind) -> Option<DigestLine> {
        self.line(kind.containing(self.today, &self.releases)?)
    }

    /// The periods of a kind that have begun and hold something, newest first: from the first with notes on.
    pub fn lines(&self, kind: DigestKind) -> Vec<DigestLine> {
        let Some(first) = self.notes.dated.iter().map(|(day, _)| *day).min() else { return Vec::new() };
        let first = kind.containing(first, &self.releases).and_then(|period| period.days(&self.releases));
        let first = first.map_or(Date::MIN, |days| days.first);
        let days = self.notes.dated.iter().map(|(day, _)| day).chain(self.moves.keys());
        let begun = days.filter(|day| (first..=self.today).contains(day));
        let periods: BTreeSet<DigestPeriod> =
            begun.filter_map(|day| kind.containing(*day, &self.releases)).collect();
        let lines = periods.into_iter().rev().filter_map(|period| self.line(period));
        lines.filter(|line| line.notes + line.moves > 0).collect()
    }

    /// Those of them that are over.
    pub fn finished(&self, kind: DigestKind) -> impl Iterator<Item = DigestLine> {
        self.lines(kind).into_iter().filter(|line| !line.is_running)
    }

    /// The newest period of a kind that has notes.
    pub fn latest_with_notes(&self, kind: DigestKind) -> Option<DigestLine> {
        self.lines(kind).into_iter().find(|line| line.notes > 0)
    }

    fn line(&self, period: DigestPeriod) -> Option<DigestLine> {
        let days = period.days(&self.releases)?;
        let dated = self.notes.dated.iter().filter(|(day, _)| days.contains(*day)).map(|(_, notes)| notes);
        // A cycle has notes without a date too: those that surely lie within.
        let is_within = |between: (Date, Date)| days.contains(between.0) && days.contains(between.1);
        let undated = self.notes.undated.iter().filter(|(between, _)| is_within(*between));
        let undated: u32 = undated.map(|(_, notes)| notes).sum();
        Some(DigestLine {
            period,
            days,
            notes: dated.sum::<u32>() + if period.kind() == DigestKind::Cycle { undated } else { 0 },
            moves: self.moves.range(days.first..=days.last).map(|(_, moves)| moves).sum(),
            is_running: days.last >= self.today,
        })
    }
}
