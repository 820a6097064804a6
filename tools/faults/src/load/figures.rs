//! How many requests were answered, and how long that took.

use std::collections::BTreeMap;
use std::fmt::{self, Write};
use std::time::Duration;

use http::StatusCode;

/// The figures of some requests.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// How long each request of a kind took.
    times: BTreeMap<&'static str, Vec<Duration>>,
    /// How many answers had a status.
    statuses: BTreeMap<u16, u32>,
}

impl Figures {
    /// Counts an answer to a request of a kind.
    pub fn record(&mut self, kind: &'static str, status: StatusCode, took: Duration) {
        self.times.entry(kind).or_default().push(took);
        *self.statuses.entry(status.as_u16()).or_default() += 1;
    }

    /// Counts what others have counted too.
    pub fn add(&mut self, other: Self) {
        for (kind, times) in other.times {
            self.times.entry(kind).or_default().extend(times);
        }
        for (status, count) in other.statuses {
            *self.statuses.entry(status).or_default() += count;
        }
    }

    /// How many requests were answered.
    pub fn requests(&self) -> u32 {
        self.statuses.values().sum()
    }

    /// How many requests were turned away, as there was no room for them.
    pub fn turned_away(&self) -> u32 {
        let statuses = [StatusCode::SERVICE_UNAVAILABLE, StatusCode::TOO_MANY_REQUESTS];
        statuses.iter().filter_map(|status| self.statuses.get(&status.as_u16())).sum()
    }

    /// Which kinds of requests were answered.
    pub fn kinds(&self) -> impl Iterator<Item = &str> {
        self.times.keys().copied()
    }
}

/// A table in Markdown, and how many answers had which status.
impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| request | how many | p50 ms | p99 ms | max ms |\n|---|--:|--:|--:|--:|")?;
        for (kind, times) in &self.times {
            row(f, kind, times.clone())?;
        }
        row(f, "**all**", self.times.values().flatten().copied().collect())?;
        let statuses = self.statuses.iter().fold(String::new(), |mut text, (status, count)| {
            let _ = write!(text, " {status}: {count}");
            text
        });
        writeln!(f, "\nstatuses:{statuses}")
    }
}

fn row(f: &mut fmt::Formatter<'_>, name: &str, mut times: Vec<Duration>) -> fmt::Result {
    times.sort();
    let at = |share: usize| {
        let place = (times.len() * share / 100).min(times.len().saturating_sub(1));
        times.get(place).map_or(0.0, |time| time.as_secs_f64() * 1000.0)
    };
    writeln!(f, "| {name} | {} | {:.1} | {:.1} | {:.1} |", times.len(), at(50), at(99), at(100))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_has_a_row_for_each_kind_and_one_for_all() {
        let mut figures = Figures::default();
        for ms in 1..=200 {
            figures.record("entry", StatusCode::OK, Duration::from_millis(ms));
        }
        let mut others = Figures::default();
        others.record("tag", StatusCode::SERVICE_UNAVAILABLE, Duration::from_millis(7));
        figures.add(others);
        assert_eq!((figures.requests(), figures.turned_away()), (201, 1));
        let table = figures.to_string();
        assert!(
            table.contains("| entry | 200 | 101.0 | 199.0 | 200.0 |\n| tag | 1 | 7.0 | 7.0 | 7.0 |"),
            "{table}"
        );
        assert!(table.ends_with("statuses: 200: 200 503: 1\n"), "{table}");
    }
}
