//! How many notes have each verdict, by what they are grouped by.

use std::collections::BTreeMap;

use domain::Date;
use domain::kep::Stage;
use domain::list::filter::Period;
use domain::outcome::verdict::Verdict;
use domain::pages::{VerdictCounts, VerdictGroup};
use domain::release::Releases;
use domain::sig::Sig;
use domain::version::Version;
use roaring::RoaringBitmap;

use crate::Result;
use crate::filter::OmittedPart;
use crate::note_sets::{NoteSets, NotesOfValue};
use crate::rows::read;

/// The notes that have a verdict.
pub(super) struct JudgedNotes<'a> {
    sets: &'a NoteSets,
    by_verdict: BTreeMap<Verdict, RoaringBitmap>,
}

impl<'a> JudgedNotes<'a> {
    pub(super) fn new(sets: &'a NoteSets) -> Self {
        let mut by_verdict: BTreeMap<Verdict, RoaringBitmap> = BTreeMap::new();
        for ((verdict, _), notes) in &sets.expected {
            *by_verdict.entry(*verdict).or_default() |= notes;
        }
        Self { sets, by_verdict }
    }

    /// All of them.
    pub(super) fn all(&self) -> VerdictCounts {
        counts(&self.by_verdict)
    }

    /// For each stage that was expected, in their order.
    pub(super) fn by_stage(&self) -> Vec<VerdictGroup<Stage>> {
        let mut stages: BTreeMap<Stage, BTreeMap<Verdict, RoaringBitmap>> = BTreeMap::new();
        for ((verdict, stage), notes) in &self.sets.expected {
            let Some(stage) = stage else { continue };
            *stages.entry(*stage).or_default().entry(*verdict).or_default() |= notes;
        }
        stages.into_iter().map(|(value, notes)| VerdictGroup { value, counts: counts(&notes) }).collect()
    }

    /// For each SIG whose notes had expectations, the most first.
    pub(super) fn by_sig(&self) -> Result<Vec<VerdictGroup<Sig>>> {
        let mut sigs = Vec::new();
        for (sig, notes) in self.sets.facet(OmittedPart::Sigs) {
            sigs.extend(self.group(read("SIG", sig)?, notes));
        }
        sigs.sort_by_key(|group| std::cmp::Reverse(group.counts.notes));
        Ok(sigs)
    }

    /// For each year, the newest first.
    pub(super) fn by_year(&self) -> Vec<VerdictGroup<Period>> {
        let mut years: BTreeMap<i16, RoaringBitmap> = BTreeMap::new();
        for (day, notes) in &self.sets.dated {
            *years.entry(day.year()).or_default() |= notes;
        }
        let newest_first = years.into_iter().rev();
        newest_first.filter_map(|(year, notes)| self.group(Period::year(year)?, &notes)).collect()
    }

    /// For each cycle that they were written in, the newest first.
    pub(super) fn by_cycle(&self, releases: &Releases) -> Vec<VerdictGroup<Version>> {
        let mut groups = Vec::new();
        for cycle in releases.cycles() {
            let mut written = RoaringBitmap::new();
            let dated = |day: Date| cycle.contains(Some(day), None, None);
            let undated = |(first, last): (Date, Date)| cycle.contains(None, Some(first), Some(last));
            join(&mut written, &self.sets.dated, dated);
            join(&mut written, &self.sets.undated, undated);
            groups.extend(self.group(cycle.version, &written));
        }
        groups.sort_by_key(|group| std::cmp::Reverse(group.value));
        groups
    }

    /// A value that these notes have; `None` where none of them had an expectation.
    fn group<T>(&self, value: T, notes: &RoaringBitmap) -> Option<VerdictGroup<T>> {
        let expectations = self.by_verdict.iter().filter(|(verdict, _)| **verdict != Verdict::Overtaken);
        let within = expectations.map(|(verdict, judged)| (*verdict, judged & notes)).collect();
        let counts = counts(&within);
        (counts.notes > 0).then_some(VerdictGroup { value, counts })
    }
}

/// Adds the notes of the values that are within.
fn join<T: Copy>(notes: &mut RoaringBitmap, values: &[NotesOfValue<T>], is_within: impl Fn(T) -> bool) {
    for (_, of_value) in values.iter().filter(|(value, _)| is_within(*value)) {
        *notes |= of_value;
    }
}

/// A note that is overtaken had no expectation.
fn counts(by_verdict: &BTreeMap<Verdict, RoaringBitmap>) -> VerdictCounts {
    let mut counts = VerdictCounts::default();
    let mut expecting = RoaringBitmap::new();
    for (verdict, notes) in by_verdict {
        counts.set(*verdict, notes.len() as u32);
        if *verdict != Verdict::Overtaken {
            expecting |= notes;
        }
    }
    counts.notes = expecting.len() as u32;
    counts
}
