//! Kubernetes releases and their days.

mod phase;

use jiff::civil::date;
use serde::{Deserialize, Serialize};

use crate::Date;
use crate::version::Version;

pub use self::phase::{ReleasePhase, VersionOutcome};

/// What a schedule says of a release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReleaseSchedule {
    /// The version that is scheduled.
    pub version: Version,
    /// When it came out, or is to come out.
    pub day: Option<Date>,
    /// When it was given up, or is to be.
    pub end_of_life: Option<Date>,
}

/// A Kubernetes minor version with its days.
///
/// Every day is a civil day in UTC. The freezes from 1.24 on have an hour too (mostly
/// 01:00 or 02:00 UTC, the evening before in California); older ones are known by day alone,
/// so the day is what is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    /// The version that is released.
    pub version: Version,
    /// When it came out, or is to come out.
    pub day: Date,
    /// From when no KEP was taken into it, where that is known.
    pub enhancements_freeze: Option<Date>,
    /// From when no code was taken into it, where that is known.
    pub code_freeze: Option<Date>,
    /// When it was given up, or is to be, where that is known.
    pub end_of_life: Option<Date>,
}

/// What happened in the course of a release.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReleaseEvent {
    /// No KEP was taken into it any more.
    EnhancementsFreeze,
    /// No code was taken into it any more.
    CodeFreeze,
    /// It came out.
    Released,
}

/// A day in the course of a release.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ReleaseMark {
    /// The civil day in UTC.
    pub day: Date,
    /// The release that the mark belongs to.
    pub version: Version,
    /// The event of that day.
    pub event: ReleaseEvent,
}

/// The releases that are known, oldest first, one a version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Releases(Vec<Release>);

/// The days while which a version was in the making: from the day after the release before it to its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cycle {
    /// The version that came of it.
    pub version: Version,
    /// The day after the release before it.
    pub first: Date,
    /// The day of the release, or the one that it is announced for.
    pub last: Date,
}

impl Cycle {
    /// Whether an entry was written within it: an undated one only where both of the days that it lies
    /// between do.
    pub fn contains(self, date: Option<Date>, not_before: Option<Date>, not_after: Option<Date>) -> bool {
        let is_within = |day: Option<Date>| day.is_some_and(|day| self.first <= day && day <= self.last);
        match date {
            Some(day) => is_within(Some(day)),
            None => is_within(not_before) && is_within(not_after),
        }
    }
}

/// How many marks [`Releases::marks`] gives at most.
pub const MARKS: usize = 4;

impl Release {
    fn marks(&self) -> impl Iterator<Item = ReleaseMark> {
        let version = self.version;
        [
            (self.enhancements_freeze, ReleaseEvent::EnhancementsFreeze),
            (self.code_freeze, ReleaseEvent::CodeFreeze),
            (Some(self.day), ReleaseEvent::Released),
        ]
        .into_iter()
        .filter_map(move |(day, event)| Some(ReleaseMark { day: day?, version, event }))
    }
}

impl Default for Releases {
    fn default() -> Self {
        Self::built_in()
    }
}

impl Releases {
    /// The table that Kepline brings along: 1.14 to 1.37.
    ///
    /// The days are facts up to 1.36; 1.37 was announced for its day when the table was written.
    ///
    /// Source: the schedules of kubernetes/sig-release, the list of ends of life of kubernetes/website.
    pub fn built_in() -> Self {
        Self(BUILT_IN.to_vec())
    }

    /// The newest version of [`Self::built_in`].
    pub const NEWEST_BUILT_IN: Version = BUILT_IN[BUILT_IN.len() - 1].version;

    /// These releases, in any order; of several for one version the last is meant.
    pub fn new(releases: impl IntoIterator<Item = Release>) -> Self {
        let mut known = Self(Vec::new());
        for release in releases {
            match known.0.binary_search_by_key(&release.version, |known| known.version) {
                Ok(at) => known.0[at] = release,
                Err(at) => known.0.insert(at, release),
            }
        }
        known
    }

    /// These releases with what schedules say in place of their days, later schedules last.
    ///
    /// Freezes stay, as schedules do not have them. A release that only a schedule knows counts
    /// where it states the day on which it came, or comes, out.
    pub fn rescheduled(&self, schedules: &[ReleaseSchedule]) -> Self {
        let mut known = self.clone();
        for schedule in schedules {
            let before = known.get(schedule.version).copied();
            let Some(day) = schedule.day.or(before.map(|before| before.day)) else { continue };
            let before = before.unwrap_or(Release {
                version: schedule.version,
                day,
                enhancements_freeze: None,
                code_freeze: None,
                end_of_life: None,
            });
            let end_of_life = schedule.end_of_life.or(before.end_of_life);
            known = Self::new(known.0.into_iter().chain([Release { day, end_of_life, ..before }]));
        }
        known
    }

    /// Every release, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Release> {
        self.0.iter()
    }

    /// The release of a version, or `None` for one that is not known.
    pub fn get(&self, version: Version) -> Option<&Release> {
        let at = self.0.binary_search_by_key(&version, |release| release.version).ok()?;
        Some(&self.0[at])
    }

    /// The day on which a version came out or is to come out, or `None` for one that is not known.
    pub fn day_of(&self, version: Version) -> Option<Date> {
        self.get(version).map(|release| release.day)
    }

    /// The days while which a version was in the making; `None` where its release or the one before it is not known.
    pub fn cycle(&self, version: Version) -> Option<Cycle> {
        let before = self.day_of(Version { minor: version.minor.checked_sub(1)? })?;
        Some(Cycle { version, first: before.tomorrow().ok()?, last: self.day_of(version)? })
    }

    /// Every cycle that is known, oldest first.
    pub fn cycles(&self) -> impl Iterator<Item = Cycle> {
        self.iter().filter_map(|release| self.cycle(release.version))
    }

    /// What happened after the day `after` and up to the day `until`, oldest first.
    ///
    /// Of a stretch that is too long to show everything of (more than [`MARKS`] marks) only the
    /// releases themselves, the newest of them where these are too many as well.
    pub fn marks(&self, after: Date, until: Date) -> Vec<ReleaseMark> {
        let mut marks: Vec<ReleaseMark> = self.iter().flat_map(Release::marks).collect();
        marks.retain(|mark| after < mark.day && mark.day <= until);
        marks.sort_unstable();
        if marks.len() > MARKS {
            marks.retain(|mark| mark.event == ReleaseEvent::Released);
        }
        marks.split_off(marks.len().saturating_sub(MARKS))
    }

    /// The newest version that was out at the end of `day`; `None` before the oldest that is known.
    pub fn latest_on(&self, day: Date) -> Option<Version> {
        self.iter().filter(|release| release.day <= day).map(|release| release.version).max()
    }

    /// Whether a version was out at the end of `day`.
    ///
    /// A version older than every known one was out at the latest with the oldest of them;
    /// any other that is not known is not out.
    pub fn is_out(&self, version: Version, day: Date) -> bool {
        let oldest = self.0.first().filter(|oldest| version < oldest.version).map(|oldest| oldest.day);
        self.day_of(version).or(oldest).is_some_and(|out| out <= day)
    }
}

const fn release(
    minor: u16,
    day: Date,
    enhancements_freeze: Date,
    code_freeze: Date,
    end_of_life: Date,
) -> Release {
    Release {
        version: Version { minor },
        day,
        enhancements_freeze: Some(enhancements_freeze),
        code_freeze: Some(code_freeze),
        end_of_life: Some(end_of_life),
    }
}

/// Minor version, release, enhancements freeze, code freeze, end of life.
#[rustfmt::skip]
const BUILT_IN: &[Release] = &[
    release(14, date(2019, 3, 25), date(2019, 1, 29), date(2019, 3, 7), date(2019, 12, 11)),
    release(15, date(2019, 6, 17), date(2019, 4, 30), date(2019, 5, 30), date(2020, 5, 6)),
    release(16, date(2019, 9, 18), date(2019, 7, 30), date(2019, 8, 29), date(2020, 9, 2)),
    release(17, date(2019, 12, 9), date(2019, 10, 15), date(2019, 11, 14), date(2021, 1, 13)),
    release(18, date(2020, 3, 24), date(2020, 1, 28), date(2020, 3, 5), date(2021, 6, 18)),
    release(19, date(2020, 8, 26), date(2020, 5, 19), date(2020, 7, 9), date(2021, 10, 28)),
    release(20, date(2020, 12, 8), date(2020, 10, 6), date(2020, 11, 12), date(2022, 2, 28)),
    release(21, date(2021, 4, 8), date(2021, 2, 9), date(2021, 3, 9), date(2022, 6, 28)),
    release(22, date(2021, 8, 4), date(2021, 5, 13), date(2021, 7, 8), date(2022, 12, 8)),
    release(23, date(2021, 12, 7), date(2021, 9, 9), date(2021, 11, 16), date(2023, 2, 28)),
    release(24, date(2022, 5, 3), date(2022, 2, 4), date(2022, 3, 30), date(2023, 7, 28)),
    release(25, date(2022, 8, 23), date(2022, 6, 24), date(2022, 8, 3), date(2023, 10, 28)),
    release(26, date(2022, 12, 9), date(2022, 10, 7), date(2022, 11, 9), date(2024, 2, 28)),
    release(27, date(2023, 4, 11), date(2023, 2, 10), date(2023, 3, 15), date(2024, 7, 16)),
    release(28, date(2023, 8, 15), date(2023, 6, 16), date(2023, 7, 19), date(2024, 10, 22)),
    release(29, date(2023, 12, 13), date(2023, 10, 6), date(2023, 11, 1), date(2025, 2, 28)),
    release(30, date(2024, 4, 17), date(2024, 2, 9), date(2024, 3, 6), date(2025, 7, 15)),
    release(31, date(2024, 8, 13), date(2024, 6, 14), date(2024, 7, 24), date(2025, 11, 11)),
    release(32, date(2024, 12, 11), date(2024, 10, 11), date(2024, 11, 8), date(2026, 2, 28)),
    release(33, date(2025, 4, 23), date(2025, 2, 14), date(2025, 3, 21), date(2026, 6, 28)),
    release(34, date(2025, 8, 27), date(2025, 6, 20), date(2025, 7, 25), date(2026, 10, 27)),
    release(35, date(2025, 12, 17), date(2025, 10, 17), date(2025, 11, 7), date(2027, 2, 28)),
    release(36, date(2026, 4, 22), date(2026, 2, 12), date(2026, 3, 19), date(2027, 6, 28)),
    release(37, date(2026, 8, 26), date(2026, 6, 17), date(2026, 7, 23), date(2027, 10, 28)),
];

#[cfg(test)]
mod tests {
    use super::*;

    const fn v(minor: u16) -> Version {
        Version { minor }
    }

    #[test]
    fn the_built_in_table_ascends_without_a_gap() {
        let releases = Releases::built_in();
        let minors: Vec<u16> = releases.iter().map(|release| release.version.minor).collect();
        assert_eq!(minors, (14..=37).collect::<Vec<_>>());
        assert_eq!(Releases::NEWEST_BUILT_IN, v(37));
        let mut before = Date::MIN;
        for release in releases.iter() {
            let days =
                [release.enhancements_freeze, release.code_freeze, Some(release.day), release.end_of_life];
            let days = days.map(|day| day.expect("the built-in table is whole"));
            assert!(before < days[0] && days.is_sorted(), "{}", release.version);
            before = release.day;
        }
    }

    #[test]
    fn a_release_has_the_days_that_were_announced() {
        let releases = Releases::built_in();
        for (minor, day) in [
            (14, date(2019, 3, 25)),
            (24, date(2022, 5, 3)),
            (27, date(2023, 4, 11)),
            (28, date(2023, 8, 15)),
            (29, date(2023, 12, 13)),
            (33, date(2025, 4, 23)),
            (36, date(2026, 4, 22)),
            (37, date(2026, 8, 26)),
        ] {
            assert_eq!(releases.day_of(v(minor)), Some(day), "1.{minor}");
        }
        let release = releases.get(v(29)).unwrap();
        assert_eq!(release.enhancements_freeze, Some(date(2023, 10, 6)));
        assert_eq!(release.code_freeze, Some(date(2023, 11, 1)));
        assert_eq!(release.end_of_life, Some(date(2025, 2, 28)));
        assert_eq!((releases.day_of(v(13)), releases.day_of(v(38))), (None, None));
    }

    #[test]
    fn a_release_is_out_from_its_day() {
        let releases = Releases::built_in();
        assert!(!releases.is_out(v(28), date(2023, 8, 14)));
        assert!(releases.is_out(v(28), date(2023, 8, 15)));
    }

    #[test]
    fn an_older_version_was_out_with_the_oldest_known_one_and_a_newer_one_is_not() {
        let releases = Releases::built_in();
        assert!(!releases.is_out(v(4), date(2019, 3, 24)));
        assert!(releases.is_out(v(4), date(2019, 3, 25)));
        assert!(!releases.is_out(v(38), Date::MAX));
        assert!(!Releases::new([]).is_out(v(4), Date::MAX));
    }

    #[test]
    fn a_cycle_follows_the_release_before_it_and_ends_with_its_own() {
        let releases = Releases::built_in();
        let cycle = Cycle { version: v(28), first: date(2023, 4, 12), last: date(2023, 8, 15) };
        assert_eq!(releases.cycle(v(28)), Some(cycle));
        assert_eq!([releases.cycle(v(14)), releases.cycle(v(38)), releases.cycle(v(0))], [None; 3]);
        assert_eq!(
            releases.cycles().map(|cycle| cycle.version.minor).collect::<Vec<_>>(),
            (15..=37).collect::<Vec<_>>()
        );
        let adjoin = |pair: &[Cycle]| pair[0].last.tomorrow().ok() == Some(pair[1].first);
        assert!(releases.cycles().collect::<Vec<_>>().windows(2).all(adjoin), "each day is of one cycle");
    }

    #[test]
    fn an_entry_is_of_the_cycle_of_its_day_and_an_undated_one_of_the_cycle_that_it_surely_is_of() {
        let cycle = Releases::built_in().cycle(v(28)).unwrap();
        let day = |text: &str| (!text.is_empty()).then(|| text.parse::<Date>().unwrap());
        let check = |date: &str, not_before: &str, not_after: &str, expected: bool| {
            let found = cycle.contains(day(date), day(not_before), day(not_after));
            assert_eq!(found, expected, "{date} {not_before} {not_after}");
        };
        check("2023-04-11", "", "", false);
        check("2023-04-12", "", "", true);
        check("2023-08-15", "", "", true);
        check("2023-08-16", "", "", false);
        check("", "2023-04-12", "2023-08-15", true);
        check("", "2023-04-11", "2023-08-15", false);
        check("", "2023-04-12", "2023-08-16", false);
        check("", "2023-05-01", "", false);
        check("", "", "2023-05-01", false);
        check("", "", "", false);
        // The day itself counts, whatever it lies between.
        check("2023-08-16", "2023-05-01", "2023-06-01", false);
    }

    #[test]
    fn the_marks_of_a_stretch_are_given_by_day() {
        let releases = Releases::built_in();
        let check = |after: Date, until: Date, expected: &[&str]| {
            let marks = releases.marks(after, until).into_iter();
            let marks: Vec<String> =
                marks.map(|mark| format!("{} {} {:?}", mark.day, mark.version, mark.event)).collect();
            assert_eq!(marks, expected);
        };
        check(date(2023, 8, 14), date(2023, 8, 15), &["2023-08-15 1.28 Released"]);
        check(date(2023, 8, 15), date(2023, 9, 30), &[]);
        check(
            date(2023, 10, 1),
            date(2023, 12, 31),
            &["2023-10-06 1.29 EnhancementsFreeze", "2023-11-01 1.29 CodeFreeze", "2023-12-13 1.29 Released"],
        );
        check(
            date(2023, 1, 1),
            date(2023, 12, 31),
            &["2023-04-11 1.27 Released", "2023-08-15 1.28 Released", "2023-12-13 1.29 Released"],
        );
        assert_eq!(releases.marks(Date::MIN, Date::MAX).len(), MARKS);
        assert_eq!(releases.marks(Date::MAX, Date::MIN), []);
    }

    #[test]
    fn later_data_replace_the_table() {
        let moved = Release { day: date(2026, 9, 2), ..*Releases::built_in().get(v(37)).unwrap() };
        let releases = Releases::new(Releases::built_in().iter().rev().copied().chain([moved]));
        assert_eq!(releases.day_of(v(37)), Some(date(2026, 9, 2)));
        assert_eq!(releases.iter().count(), 24);
        assert!(releases.iter().is_sorted_by_key(|release| release.version));
    }
}
