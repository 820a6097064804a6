//! A document that is not stored, with what became of all that it cites.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::annotation::{
    Annotation, Citation, CitationSubject, CitedDocument, Finding, Passage, SourcePlace,
};
use domain::api_removal::ApiMention;
use domain::cite::Target;
use domain::gate::{Gate, GateName, GateOutcome};
use domain::list::timeline::DataTimes;
use domain::outcome::verdict::{NoteDay, Wording, WrittenCitation};
use domain::outcome::{FactBase, Judge, Outcome};
use domain::release::{Releases, VersionOutcome};
use domain::{Date, as_of, gate};
use jiff::tz::TimeZone;
use sqlx::sqlite::SqliteConnection;

use super::facts::SyncedFacts;
use crate::gates::{GateSelection, gates_now, load_gates};
use crate::syncs::{data_times, load_gate_index};
use crate::{Result, Store};

impl Store {
    /// What became of all that a document of `day` cites, judged as notes are, now or [as of an earlier day](Store::as_of):
    /// days are those of UTC. A fixed number of statements, however much it cites; nothing is written.
    ///
    /// Nobody corrects what it cites, and of what its own sentences expect each passage says what a note would say.
    pub async fn annotate(&self, document: CitedDocument, day: Option<Date>) -> Result<Annotation> {
        let data = data_times(self.reader()?).await?;
        let mut db = self.reader()?.begin().await?;
        let facts = DocumentFacts::load(&mut db, &document, self.as_of, &data).await?;
        db.rollback().await?;
        let mut places: Vec<(SourcePlace, CitationSubject)> = facts.references(&document, day);
        // What is part of a citation is none by itself.
        let mut taken: BTreeMap<usize, usize> =
            places.iter().map(|(place, _)| (place.range.start, place.range.end)).collect();
        for (place, subject) in facts.other_subjects(&document, day) {
            let range = &place.range;
            let before = taken.range(..range.end).next_back();
            if before.is_none_or(|(_, end)| *end <= range.start) {
                taken.insert(range.start, range.end);
                places.push((place, subject));
            }
        }
        places.sort_by_key(|(place, _)| place.range.start);
        let citations = citations(&document.source, places);
        let CitedDocument { source, text_start, .. } = document;
        Ok(Annotation { source, text_start, day, as_of: self.as_of, data, citations })
    }
}

/// What a document needs to be judged by.
struct DocumentFacts {
    base: FactBase,
    releases: Releases,
    /// The gates that the document names, by where.
    mentions: Vec<(SourcePlace, GateName)>,
    gates: BTreeMap<GateName, Gate>,
    /// The day that *now* means of gates.
    gates_now: Option<Date>,
    /// The day that *now* means of releases.
    now: Option<Date>,
}

impl DocumentFacts {
    async fn load(
        db: &mut SqliteConnection,
        document: &CitedDocument,
        as_of: Option<Date>,
        data: &DataTimes,
    ) -> Result<Self> {
        let targets: BTreeSet<&Target> = document
            .passages
            .iter()
            .flat_map(|passage| &passage.references)
            .map(|cited| &cited.reference.target)
            .collect();
        let base = match as_of {
            None => SyncedFacts::load_for(db, targets.into_iter()).await?.base,
            Some(day) => {
                let facts = SyncedFacts::load_for_any_day(db, targets.into_iter()).await?;
                facts.base.known_on(day, &TimeZone::UTC)
            }
        };
        let index = load_gate_index(db).await?;
        let mentions: Vec<_> =
            document.passages.iter().flat_map(|passage| gate_mentions(passage, &index)).collect();
        let names: BTreeSet<String> = mentions.iter().map(|(_, gate)| gate.to_string()).collect();
        let names: Vec<String> = names.into_iter().collect();
        let gates = load_gates(db, GateSelection::AnyOf(&names)).await?;
        let until = |synced: Date| as_of.map_or(synced, |day| synced.min(day));
        let gates_now = gates_now(db).await?.map(until);
        let now = as_of::latest(data).map(until);
        let releases = base.releases.clone();
        Ok(Self { base, releases, mentions, gates, gates_now, now })
    }

    /// The KEPs, pull requests and issues that a document cites.
    fn references(&self, document: &CitedDocument, day: Option<Date>) -> Vec<(SourcePlace, CitationSubject)> {
        let note_day = day.map(NoteDay::new).unwrap_or_default();
        let mut judge = Judge::new(&self.base, TimeZone::UTC);
        let mut judged: HashMap<&Target, Vec<(Wording, Option<Outcome>)>> = HashMap::new();
        let mut subjects = Vec::new();
        for passage in &document.passages {
            let references = passage.references.iter().map(|cited| &cited.reference);
            let written = references.map(|it| WrittenCitation { literal: &it.literal, target: &it.target });
            let places = judge.places(&passage.text, written);
            for (position, cited) in passage.references.iter().enumerate() {
                let wording = judge.wording(&places, position, note_day);
                let outcomes = judged.entry(&cited.reference.target).or_default();
                let known = outcomes.iter().find(|(worded, _)| *worded == wording);
                let outcome = match known {
                    Some((_, outcome)) => outcome.clone(),
                    None => {
                        let outcome = judge.outcome(&cited.reference.target, note_day, wording);
                        outcomes.push((wording, outcome.clone()));
                        outcome
                    }
                };
                let mut reference = cited.reference.clone();
                reference.outcome = outcome.map(Box::new);
                subjects.push((cited.place.clone(), CitationSubject::Reference(Box::new(reference))));
            }
        }
        subjects
    }

    /// The gates, API versions and versions of Kubernetes that a document names.
    fn other_subjects(
        &self,
        document: &CitedDocument,
        day: Option<Date>,
    ) -> Vec<(SourcePlace, CitationSubject)> {
        let mut subjects = Vec::new();
        for passage in &document.passages {
            for mention in ApiMention::find(&passage.text) {
                let outcome = mention.outcome(day, self.now, &self.releases);
                let place = passage.map.locate(&mention.range);
                subjects.extend(place.map(|place| (place, CitationSubject::Api(outcome))));
            }
        }
        for (place, name) in &self.mentions {
            let gate = self.gates.get(name).cloned().zip(self.gates_now);
            let outcome = gate.and_then(|(gate, now)| GateOutcome::new(gate, day, now, &self.releases));
            let subject = outcome.map(|outcome| CitationSubject::Gate(Box::new(outcome)));
            subjects.extend(subject.map(|subject| (place.clone(), subject)));
        }
        let Some(now) = self.now else { return subjects };
        for named in &document.versions {
            let then = day.map(|day| self.releases.phase(named.version, day));
            let now = self.releases.phase(named.version, now);
            let outcome = VersionOutcome { version: named.version, then, now };
            subjects.push((named.place.clone(), CitationSubject::Version(outcome)));
        }
        subjects
    }
}

/// The gates that a passage names, its code included.
fn gate_mentions(passage: &Passage, index: &gate::GateIndex) -> Vec<(SourcePlace, GateName)> {
    let mentions = index.mentions(&passage.text).into_iter();
    mentions.filter_map(|mention| Some((passage.map.locate(&mention.range)?, mention.gate))).collect()
}

/// Citations with their lines; the places ascend.
fn citations(source: &str, places: Vec<(SourcePlace, CitationSubject)>) -> Vec<Citation> {
    let (mut line, mut line_start, mut at) = (1, 0, 0);
    let mut column = (0, 0);
    let mut citations = Vec::with_capacity(places.len());
    for (place, subject) in places {
        let SourcePlace { range, addition } = place;
        for (offset, _) in source.get(at..range.start).unwrap_or_default().match_indices('\n') {
            line += 1;
            line_start = at + offset + 1;
        }
        at = at.max(range.start);
        if column.0 < line_start {
            column = (line_start, 0);
        }
        column.1 += source.get(column.0..range.start).unwrap_or_default().chars().count();
        column.0 = range.start;
        let findings = Finding::all_in(&subject);
        citations.push(Citation { range, line, column: column.1 + 1, addition, subject, findings });
    }
    citations
}
