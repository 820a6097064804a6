//! The day that a page looks from: what an address, a request of the API or an option says of it.
//!
//! It says how a list or a page is shown, not what it shows, and is no part of a [`crate::list::filter::Filter`].

use jiff::civil::date;

use crate::list::query::RawQuery;
use crate::list::timeline::DataTimes;
use crate::{Date, utc_day};

/// The key of addresses and of the API.
pub const KEY: &str = "as_of";

/// The first day that can be looked from: that of the first commit of Kubernetes.
pub const FIRST: Date = date(2014, 6, 6);

/// Why a text is no day that can be looked from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotADay {
    /// No day, or none of those up to the day of the facts.
    #[error("`as_of` must be a day from {FIRST} to {latest}")]
    OutOfRange {
        /// Up to when the facts are known.
        latest: Date,
    },
    /// Nothing was synced yet.
    #[error("`as_of` needs facts, and none were synced yet")]
    NoFacts,
}

/// The last day that can be looked from: that of the facts about KEPs, else about GitHub, in UTC; `None` before the first sync.
pub fn latest(times: &DataTimes) -> Option<Date> {
    times.keps.or(times.github).map(utc_day)
}

/// A day as `2024-06-01`, of those that can be looked from.
///
/// # Errors
/// For any other text, and for a day before [`FIRST`] or after [`latest`].
pub fn parse(text: &str, times: &DataTimes) -> Result<Date, NotADay> {
    let latest = latest(times).ok_or(NotADay::NoFacts)?;
    let text = text.trim();
    let day = text.parse::<Date>().ok().filter(|day| day.to_string() == text);
    day.filter(|day| (FIRST..=latest).contains(day)).ok_or(NotADay::OutOfRange { latest })
}

/// Takes the day out of a query; `None` where it names none. Empty values are those of a form that was not filled in.
///
/// # Errors
/// As [`parse`], and for several days.
pub fn take(query: &mut RawQuery, times: &DataTimes) -> Result<Option<Date>, NotADay> {
    let mut values = query.take(KEY);
    values.dedup();
    let is_undecodable = query.values(KEY).next().is_some();
    match &values[..] {
        [] if !is_undecodable => Ok(None),
        [value] => parse(value, times).map(Some),
        // What names two days names none.
        _ => parse("", times).map(Some),
    }
}

/// An address of this site that looks from a day, where there is one.
pub fn carried(address: &str, day: Option<Date>) -> String {
    let Some(day) = day else { return address.to_owned() };
    let (address, fragment) = address.split_once('#').map_or((address, None), |(it, rest)| (it, Some(rest)));
    let mark = if address.contains('?') { '&' } else { '?' };
    let fragment = fragment.map(|rest| format!("#{rest}")).unwrap_or_default();
    format!("{address}{mark}{KEY}={day}{fragment}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(keps: Option<&str>, github: Option<&str>) -> DataTimes {
        let at = |day: Option<&str>| day.map(|day| format!("{day}T23:30:00Z").parse().unwrap());
        DataTimes { keps: at(keps), github: at(github), ..DataTimes::default() }
    }

    #[test]
    fn a_day_is_one_of_those_with_facts() {
        let check = |text: &str, is_day: bool| {
            let read = parse(text, &times(Some("2026-07-24"), Some("2026-11-22")));
            assert_eq!(read.is_ok(), is_day, "{text}");
            if let Err(error) = read {
                assert_eq!(error.to_string(), "`as_of` must be a day from 2014-06-06 to 2026-07-24");
            }
        };
        for day in ["2014-06-06", "2024-06-01", " 2024-06-01 ", "2026-07-24"] {
            check(day, true);
        }
        for no_day in
            ["", "2014-06-05", "2026-07-25", "2024", "2024-06", "20240601", "2024-6-1", "2024-02-30"]
        {
            check(no_day, false);
        }
        for no_day in
            ["2024-06-01T00:00:00", "today", "昨日", "+2024-06-01", "9999999999-01-01", "2024-06-01\0"]
        {
            check(no_day, false);
        }
    }

    #[test]
    fn the_facts_about_keps_end_it_or_else_those_of_github() {
        let check = |keps: Option<&str>, github: Option<&str>, expected: Option<&str>| {
            let latest = latest(&times(keps, github)).map(|day| day.to_string());
            assert_eq!(latest.as_deref(), expected);
        };
        check(Some("2026-07-24"), Some("2026-11-22"), Some("2026-07-24"));
        check(None, Some("2026-11-22"), Some("2026-11-22"));
        check(None, None, None);
        assert_eq!(parse("2024-06-01", &times(None, None)), Err(NotADay::NoFacts));
    }

    #[test]
    fn a_query_names_one_day_or_none() {
        let check = |query: &str, expected: Option<Option<&str>>, rest: &str| {
            let mut query_left = RawQuery::parse(query);
            let taken = take(&mut query_left, &times(Some("2026-07-24"), None)).ok();
            let taken = taken.map(|day| day.map(|day| day.to_string()));
            assert_eq!(taken, expected.map(|day| day.map(str::to_owned)), "{query}");
            assert_eq!(query_left.to_string(), rest, "{query}");
        };
        check("", Some(None), "");
        check("sig=node", Some(None), "sig=node");
        check("as_of=2024-06-01&sig=node", Some(Some("2024-06-01")), "sig=node");
        check("as_of=", Some(None), "");
        check("as_of=2024-06-01&as_of=2024-06-01", Some(Some("2024-06-01")), "");
        check("as_of=2024-06-01&as_of=2024-06-02", None, "");
        check("as_of=tomorrow&q=a", None, "q=a");
        check("as_of=%ff", None, "as_of=%ff");
    }

    #[test]
    fn an_address_carries_the_day() {
        let check = |address: &str, expected: &str| {
            assert_eq!(carried(address, "2024-06-01".parse().ok()), expected);
            assert_eq!(carried(address, None), address);
        };
        check("/", "/?as_of=2024-06-01");
        check("/?sig=node", "/?sig=node&as_of=2024-06-01");
        check("/keps/753#n-1", "/keps/753?as_of=2024-06-01#n-1");
    }
}
