//! Journals of any size, the same in every run, to measure with.
//!
//! Everything in them is made up but for the numbers of KEPs, which are real, so that a sync gives them states. SIGs,
//! versions, KEPs and words are skewed as they are in journals: a few stand in most notes, most in a few.

mod words;

use std::io::{self, Write};

use fastrand::Rng;
use jiff::Span;
use jiff::civil::Date;

use self::words::{CLAUSES, COMPONENTS, KEPS, OPENINGS, RARE, SIGS, VERDICTS};

/// The first day that is written about.
const FIRST_DAY: Date = jiff::civil::date(2015, 1, 1);

/// How many days there are to write about, one entry each: up to a day of 2026.
pub const DAYS: u32 = 4_200;

/// Of how many notes one is long, with code and a quote.
const LONG: u32 = 12;

/// What a journal is made of.
#[derive(Clone, Copy, Debug)]
pub struct Journal {
    /// The same journal for the same number.
    pub seed: u64,
    /// How many entries it has. Where they are more than [`DAYS`], days have several.
    pub entries: u32,
    /// The number of its author, from 1.
    pub author: u32,
}

/// As many journals as it takes to write about each day once in each, with so many entries together.
pub fn journals(seed: u64, entries: u32) -> Vec<Journal> {
    let count = entries.div_ceil(DAYS).max(1);
    (0..count)
        .map(|n| Journal {
            seed: seed.wrapping_add(u64::from(n)),
            entries: entries / count + u32::from(n < entries % count),
            author: n + 1,
        })
        .collect()
}

impl Journal {
    /// Writes it as Markdown, oldest day first.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let mut rng = Rng::with_seed(self.seed);
        writeln!(out, "---\ntitle: Corpus\nauthor: Author {}\nrights: own\n---", self.author)?;
        for n in 0..self.entries {
            writeln!(out, "\n## {}\n", self.day(n))?;
            // Two notes or three; many on a few days.
            let notes = if rng.u32(..200) == 0 { 12 } else { 1 + rng.u32(..4).min(2) };
            for _ in 0..notes {
                note(out, &mut rng)?;
            }
        }
        Ok(())
    }

    /// The day of an entry: spread over all days, in order.
    fn day(&self, n: u32) -> Date {
        let place = u64::from(n) * u64::from(DAYS) / u64::from(self.entries.max(1));
        FIRST_DAY.saturating_add(Span::new().days(i64::try_from(place).unwrap_or_default()))
    }
}

/// One of `values`, the first ones far more often than the last.
fn skewed<'a, T>(rng: &mut Rng, values: &'a [T]) -> &'a T {
    let share = rng.f64().powi(3);
    &values[((share * values.len() as f64) as usize).min(values.len() - 1)]
}

fn one_of<'a, T>(rng: &mut Rng, values: &'a [T]) -> &'a T {
    &values[rng.usize(..values.len())]
}

fn note(out: &mut impl Write, rng: &mut Rng) -> io::Result<()> {
    write!(out, "- ")?;
    if rng.u32(..3) > 0 {
        write!(out, "[{}] ", skewed(rng, SIGS))?;
    }
    write!(out, "{}", one_of(rng, OPENINGS))?;
    for _ in 0..2 + rng.u32(..3) {
        write!(out, " {}", one_of(rng, CLAUSES))?;
    }
    // Of half of the notes, a citation of a KEP; of two thirds, one of a pull request; of some, both and more.
    if rng.bool() {
        write!(out, " KEP-{}: {}", skewed(rng, KEPS), one_of(rng, VERDICTS))?;
    }
    if rng.u32(..3) > 0 {
        write!(out, " https://github.com/kubernetes/kubernetes/pull/{}", 20_000 + rng.u32(..110_000))?;
    }
    if rng.u32(..2) == 0 {
        write!(out, " Kubernetes 1.{}", 36 - (rng.f64().powi(3) * 28.0) as u32)?;
    }
    if rng.u32(..400) == 0 {
        write!(out, " {}", one_of(rng, RARE))?;
    }
    writeln!(out)?;
    for _ in 0..rng.u32(..3) {
        writeln!(out, "  - `{}`: {}", skewed(rng, COMPONENTS), one_of(rng, CLAUSES))?;
    }
    if rng.u32(..LONG) == 0 {
        writeln!(out, "  > {} {}", one_of(rng, CLAUSES), one_of(rng, CLAUSES))?;
        writeln!(out)?;
        writeln!(out, "  ```sh\n  kubectl get pods --selector=app={}\n  ```", one_of(rng, COMPONENTS))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(journal: Journal) -> String {
        let mut bytes = Vec::new();
        journal.write(&mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn a_journal_is_the_same_in_every_run() {
        let journal = Journal { seed: 7, entries: 50, author: 1 };
        assert_eq!(text(journal), text(journal));
        assert_ne!(text(journal), text(Journal { seed: 8, ..journal }));
        assert_eq!(text(journal).matches("\n## ").count(), 50);
    }

    #[test]
    fn each_of_several_journals_writes_about_a_day_once() {
        let journals = journals(1, 10_000);
        assert_eq!(journals.iter().map(|journal| journal.entries).sum::<u32>(), 10_000);
        for journal in journals {
            let days: Vec<Date> = (0..journal.entries).map(|n| journal.day(n)).collect();
            assert!(days.is_sorted_by(|one, next| one < next), "author {}", journal.author);
        }
    }
}
