//! The notes of a list by the days that they were written on, and what follows from these: cycles, months, days.

use std::collections::BTreeMap;

use super::filter::{Filter, Period};
use super::histogram;
use super::timeline::FacetCount;
use crate::Date;
use crate::release::Releases;
use crate::version::Version;

/// Of how many months before the newest one with notes the days are shown too.
const MONTHS_BEFORE: i32 = 2;

/// How many notes were written on each day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DayCounts {
    /// Each day once, in any order.
    pub dated: Vec<(Date, u32)>,
    /// Notes of entries without a date, by the two days that they lie between.
    pub undated: Vec<((Date, Date), u32)>,
}

/// Notes for each month, newest first, and for each day of those that are shown by their days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeriodCounts {
    /// The months with notes.
    pub months: Vec<FacetCount<Period>>,
    /// The days with notes of the last three months that have some, and of those that the filter looks at closely.
    pub days: Vec<FacetCount<Period>>,
}

impl DayCounts {
    /// Notes for each cycle that they were written in, newest first; an undated one counts where both of the days that it
    /// lies between are of the cycle.
    pub fn cycles(&self, releases: &Releases) -> Vec<FacetCount<Version>> {
        let dated = self.dated.iter().map(|(day, notes)| (Some(*day), None, *notes));
        let undated = self.undated.iter().map(|(days, notes)| (None, Some(*days), *notes));
        let all: Vec<_> = dated.chain(undated).collect();
        let mut cycles: Vec<FacetCount<Version>> = releases
            .cycles()
            .map(|cycle| {
                let is_within = |date, days: Option<(Date, Date)>| {
                    cycle.contains(date, days.map(|days| days.0), days.map(|days| days.1))
                };
                let notes =
                    all.iter().filter(|(date, days, _)| is_within(*date, *days)).map(|(.., notes)| notes);
                FacetCount { value: cycle.version, notes: notes.sum() }
            })
            .filter(|count| count.notes > 0)
            .collect();
        cycles.sort_by_key(|count| std::cmp::Reverse(count.value));
        cycles
    }

    /// Notes for each month and day that a list by `filter` shows.
    pub fn periods(&self, filter: &Filter) -> PeriodCounts {
        let by_day: BTreeMap<Date, u32> = self.dated.iter().copied().collect();
        let Some(newest) = by_day.keys().next_back() else { return PeriodCounts::default() };
        let from = newest.first_of_month().saturating_sub(jiff::Span::new().months(MONTHS_BEFORE));
        let closely = histogram::detailed_days(filter);
        let is_shown =
            |day: Date| day >= from || closely.is_some_and(|(first, last)| (first..=last).contains(&day));
        let mut by_month: BTreeMap<Date, u32> = BTreeMap::new();
        for (day, notes) in &by_day {
            *by_month.entry(day.first_of_month()).or_default() += notes;
        }
        let counts =
            |by: &BTreeMap<Date, u32>, period: fn(Date) -> Option<Period>| -> Vec<FacetCount<Period>> {
                let newest_first = by.iter().rev();
                newest_first
                    .filter_map(|(day, notes)| Some(FacetCount { value: period(*day)?, notes: *notes }))
                    .collect()
            };
        let days =
            by_day.iter().filter(|(day, _)| is_shown(**day)).map(|(day, notes)| (*day, *notes)).collect();
        PeriodCounts { months: counts(&by_month, month), days: counts(&days, Period::day) }
    }
}

fn month(day: Date) -> Option<Period> {
    Period::month(day.year(), day.month())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn counts() -> DayCounts {
        DayCounts {
            dated: vec![
                (date(2023, 8, 15), 4),
                (date(2023, 12, 13), 1),
                (date(2023, 8, 16), 2),
                (date(2023, 10, 1), 8),
                (date(2023, 9, 30), 16),
            ],
            undated: vec![
                ((date(2023, 8, 16), date(2023, 12, 13)), 32),
                ((date(2023, 8, 15), date(2023, 8, 16)), 64),
            ],
        }
    }

    #[test]
    fn a_cycle_has_the_notes_of_its_days_and_what_surely_lies_within() {
        let cycles = counts().cycles(&Releases::built_in());
        let cycles: Vec<(String, u32)> =
            cycles.iter().map(|count| (count.value.to_string(), count.notes)).collect();
        assert_eq!(cycles, [("1.29".to_owned(), 1 + 2 + 8 + 16 + 32), ("1.28".to_owned(), 4)]);
    }

    #[test]
    fn months_are_all_there_and_days_where_they_are_looked_at() {
        let shown = |filter: &str| {
            let periods = counts().periods(&filter.parse().expect("a filter"));
            let text = |counts: Vec<FacetCount<Period>>| {
                counts
                    .iter()
                    .map(|count| format!("{} {}", count.value, count.notes))
                    .collect::<Vec<_>>()
                    .join(", ")
            };
            (text(periods.months), text(periods.days))
        };
        let months = "2023-12 1, 2023-10 8, 2023-09 16, 2023-08 6".to_owned();
        assert_eq!(shown(""), (months.clone(), "2023-12-13 1, 2023-10-01 8".to_owned()));
        let with_august = "2023-12-13 1, 2023-10-01 8, 2023-08-16 2, 2023-08-15 4".to_owned();
        assert_eq!(shown("in=2023-08"), (months, with_august));
        assert_eq!(DayCounts::default().periods(&Filter::default()), PeriodCounts::default());
    }
}
