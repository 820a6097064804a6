//! The outcomes of what notes cite, and the tags that follow from it.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use domain::cite::Target;
use domain::gate::GateName;
use domain::github::{Answer, ItemKey};
use domain::list::timeline::Reference;
use domain::outcome::verdict::{NoteDay, WrittenCitation};
use domain::outcome::{FactBase, Judge, Outcome, ReadAs};
use domain::tag::{self, CitedKep, CitedTarget};
use jiff::tz::TimeZone;
use sqlx::sqlite::SqliteConnection;
use sqlx::{FromRow, QueryBuilder, Sqlite};

use super::facts::SyncedFacts;
use super::note_gates;
use super::outcome_row::{self, OutcomeRow};
use crate::citations::{self, CorrectedCitations, NoteScope};
use crate::rows::{JudgementRow, TagRow, read_opt, unsigned};
use crate::sql::{json_list, push_list};
use crate::{Error, Result, tags};

/// How many notes are judged at once: it bounds the memory that a database with very many of them takes.
const NOTES_AT_ONCE: i64 = 2000;

/// Which notes are judged.
#[derive(Clone, Copy)]
pub(super) enum Scope<'a> {
    All,
    Notes(&'a [String]),
}

/// Notes to be judged together, with what was derived of them before.
pub(crate) struct NoteBatch {
    /// Ascending by id.
    notes: Vec<DatedNoteRow>,
    citations: CorrectedCitations,
    /// What curators decided on verdicts, by note and position.
    judgements: HashMap<(String, usize), JudgementRow>,
    outcomes: HashMap<String, Vec<OutcomeRow>>,
    tags: HashMap<String, Vec<TagRow>>,
    gates: HashMap<String, BTreeSet<GateName>>,
}

/// What deriving notes changed.
#[derive(Default)]
pub(crate) struct BatchChanges {
    /// How many notes have other outcomes or tags than before.
    pub notes: usize,
    /// The rows of the KEPs that these notes cited before or cite now.
    pub keps: BTreeSet<i64>,
    /// What these notes cite of pull requests and issues that GitHub answered for.
    pub items: BTreeSet<ItemKey>,
}

impl BatchChanges {
    /// Adds those of other notes.
    pub(crate) fn extend(&mut self, other: Self) {
        self.notes += other.notes;
        self.keps.extend(other.keps);
        self.items.extend(other.items);
    }
}

/// What follows from a batch of notes, where it is other than before.
pub(crate) struct JudgedBatch {
    changes: BatchChanges,
    /// The notes that have outcomes that are no longer theirs, and the outcomes of today.
    with_old_outcomes: Vec<String>,
    pub(super) outcomes: Vec<OutcomeRow>,
    /// The same for the tags of what they cite.
    with_old_tags: Vec<String>,
    pub(super) tags: Vec<TagRow>,
    /// The same for the gates that they name.
    with_old_gates: Vec<String>,
    gates: Vec<(String, GateName)>,
}

/// A note with what its day follows from.
#[derive(FromRow)]
pub(crate) struct DatedNoteRow {
    pub id: String,
    pub text: String,
    pub vanished: bool,
    pub date: Option<String>,
    pub not_before: Option<String>,
    pub not_after: Option<String>,
    pub time_zone: String,
}

impl DatedNoteRow {
    const SELECT: &str = "select note.id, note.text, note.vanished_at is not null as vanished, entry.date, \
         entry.not_before, entry.not_after, coalesce(entry.time_zone, notebook.time_zone) as time_zone from note join entry on entry.id = note.entry_id \
         join notebook on notebook.id = note.notebook_id";

    /// The notes in scope.
    pub(super) async fn load(db: &mut SqliteConnection, scope: NoteScope<'_>) -> Result<Vec<Self>> {
        let mut sql = QueryBuilder::<Sqlite>::new(Self::SELECT);
        if let NoteScope::Ids(notes) = scope {
            sql.push(" where note.id in (");
            push_list(&mut sql, notes.iter().cloned());
        }
        Ok(sql.build_query_as().fetch_all(db).await?)
    }

    /// The day of the note, as far as it is known; the last is the day that *then* means.
    pub(super) fn day(&self) -> Result<NoteDay> {
        let day = |text: &Option<String>| read_opt("day", text.as_deref());
        Ok(match day(&self.date)? {
            Some(own) => NoteDay::new(own),
            None => NoteDay { first: day(&self.not_before)?, last: day(&self.not_after)? },
        })
    }
}

/// Notes by the time zone of their day.
pub(super) fn by_zone(notes: &[DatedNoteRow]) -> HashMap<&str, Vec<&DatedNoteRow>> {
    let mut by_zone: HashMap<&str, Vec<&DatedNoteRow>> = HashMap::new();
    for note in notes {
        by_zone.entry(&note.time_zone).or_default().push(note);
    }
    by_zone
}

/// A time zone by its name.
pub(super) fn zone(name: &str) -> Result<TimeZone> {
    TimeZone::get(name).map_err(|_| Error::Row { what: "time zone", found: name.to_owned() })
}

/// What became of each reference of a note that has an outcome, by its position. The `reasons` of corrections are used up.
pub(super) fn outcomes(
    judge: &mut Judge<'_>,
    note: &DatedNoteRow,
    references: &[Reference],
    reasons: &mut HashMap<(String, usize), ReadAs>,
) -> Result<Vec<(usize, Outcome)>> {
    let day = note.day()?;
    let cited = references.iter().map(|it| WrittenCitation { literal: &it.literal, target: &it.target });
    let places = judge.places(&note.text, cited);
    let mut outcomes = Vec::new();
    for (position, reference) in references.iter().enumerate().filter(|(_, it)| !it.none) {
        let wording = judge.wording(&places, position, day);
        if let Some(mut outcome) = judge.outcome(&reference.target, day, wording) {
            // That a KEP goes on under another number is stated of what was corrected too.
            let correction = reasons.remove(&(note.id.clone(), position));
            outcome.read_as = outcome.read_as.or(correction);
            outcomes.push((position, outcome));
        }
    }
    Ok(outcomes)
}

impl NoteBatch {
    /// Notes that are stored for the first time, with what they cite: nothing was derived of them, and nobody decided
    /// on them.
    pub(crate) fn from_new_notes(
        notes: Vec<DatedNoteRow>,
        references: HashMap<String, Vec<Reference>>,
    ) -> Self {
        Self {
            notes,
            citations: CorrectedCitations { references, reasons: HashMap::new() },
            judgements: HashMap::new(),
            outcomes: HashMap::new(),
            tags: HashMap::new(),
            gates: HashMap::new(),
        }
    }

    /// The next notes of `scope`, those with greater ids than `after`; `None` when there are no more.
    pub(super) async fn load(
        db: &mut SqliteConnection,
        scope: Scope<'_>,
        after: &str,
    ) -> Result<Option<Self>> {
        let mut sql = QueryBuilder::<Sqlite>::new(DatedNoteRow::SELECT);
        sql.push(" where note.id > ").push_bind(after.to_owned());
        match scope {
            Scope::All => {}
            Scope::Notes(notes) => {
                sql.push(" and note.id in (");
                push_list(&mut sql, notes.iter().cloned());
            }
        }
        sql.push(" order by note.id limit ").push_bind(NOTES_AT_ONCE);
        let notes: Vec<DatedNoteRow> = sql.build_query_as().fetch_all(&mut *db).await?;
        if notes.is_empty() {
            return Ok(None);
        }
        let ids: Vec<String> = notes.iter().map(|note| note.id.clone()).collect();
        let mut citations = citations::load_corrected(db, NoteScope::Ids(&ids)).await?;
        // What left its source is neither counted nor found.
        for note in notes.iter().filter(|note| note.vanished) {
            citations.references.remove(&note.id);
        }
        let judgements = load_judgements(db, &ids).await?;
        let outcomes = outcome_row::load(db, &ids).await?;
        let tags = tags::load_cited(db, &ids).await?;
        let gates = note_gates::load(db, &ids).await?;
        Ok(Some(Self { notes, citations, judgements, outcomes, tags, gates }))
    }

    /// The id of the last of its notes.
    pub(super) fn last_id(&self) -> &str {
        self.notes.last().map_or("", |note| &note.id)
    }

    /// What its notes cite, as curators corrected it.
    pub(crate) fn targets(&self) -> impl Iterator<Item = &Target> {
        let references = self.citations.references.values().flatten();
        references.filter(|reference| !reference.none).map(|reference| &reference.target)
    }

    /// Judges what its notes cite, and stores outcomes and tags where they are other than before.
    pub(super) async fn derive(self, db: &mut SqliteConnection, facts: &SyncedFacts) -> Result<BatchChanges> {
        self.judge(facts)?.store(db).await
    }

    /// Judges what its notes cite.
    pub(crate) fn judge(mut self, facts: &SyncedFacts) -> Result<JudgedBatch> {
        let mut judges: HashMap<&str, Judge<'_>> = HashMap::new();
        let mut judged = JudgedBatch {
            changes: BatchChanges::default(),
            with_old_outcomes: Vec::new(),
            outcomes: Vec::new(),
            with_old_tags: Vec::new(),
            tags: Vec::new(),
            with_old_gates: Vec::new(),
            gates: Vec::new(),
        };
        for note in &self.notes {
            let references = self.citations.references.remove(&note.id).unwrap_or_default();
            let judge = match judges.entry(&note.time_zone) {
                Entry::Occupied(judge) => judge.into_mut(),
                Entry::Vacant(vacant) => vacant.insert(Judge::new(&facts.base, zone(&note.time_zone)?)),
            };
            let mut rows = Vec::new();
            for (position, mut outcome) in outcomes(judge, note, &references, &mut self.citations.reasons)? {
                if let Some(decided) = self.judgements.get(&(note.id.clone(), position)) {
                    let verdict = read_opt("verdict", decided.verdict.as_deref())?;
                    outcome.decide_verdict(verdict, &decided.curator);
                }
                let kep_id = outcome.kep.as_ref().and_then(|kep| facts.kep_ids.get(&kep.number).copied());
                let target = &references[position].target;
                rows.push(OutcomeRow::new(&note.id, position, target, &outcome, kep_id));
            }
            let outcomes = rows;
            let tags = cited_tags(&note.id, &references, &outcomes, &facts.base);
            let old_outcomes = self.outcomes.remove(&note.id).unwrap_or_default();
            let old_tags = self.tags.remove(&note.id).unwrap_or_default();
            // What left its source is neither counted nor found.
            let gates = if note.vanished { BTreeSet::new() } else { facts.gates.gates_in(&note.text) };
            let old_gates = self.gates.remove(&note.id).unwrap_or_default();
            judged.add(&note.id, (old_outcomes, outcomes), (old_tags, tags), (old_gates, gates))?;
        }
        Ok(judged)
    }
}

impl JudgedBatch {
    /// Adds what is other than before of a note; `outcomes`, `tags` and `gates` are those from before and those of today.
    fn add(
        &mut self,
        note: &str,
        outcomes: (Vec<OutcomeRow>, Vec<OutcomeRow>),
        tags: (Vec<TagRow>, Vec<TagRow>),
        gates: (BTreeSet<GateName>, BTreeSet<GateName>),
    ) -> Result<()> {
        let (same_outcomes, same_tags) = (outcomes.0 == outcomes.1, tags.0 == tags.1);
        let same_gates = gates.0 == gates.1;
        self.changes.notes += usize::from(!(same_outcomes && same_tags && same_gates));
        if !same_outcomes {
            let keps = outcomes.0.iter().chain(&outcomes.1).filter_map(|row| row.kep_id);
            self.changes.keps.extend(keps);
            for row in &outcomes.1 {
                self.changes.items.extend(row.answered_item()?);
            }
            if !outcomes.0.is_empty() {
                self.with_old_outcomes.push(note.to_owned());
            }
            self.outcomes.extend(outcomes.1);
        }
        if !same_tags {
            if !tags.0.is_empty() {
                self.with_old_tags.push(note.to_owned());
            }
            self.tags.extend(tags.1);
        }
        if !same_gates {
            if !gates.0.is_empty() {
                self.with_old_gates.push(note.to_owned());
            }
            self.gates.extend(gates.1.into_iter().map(|gate| (note.to_owned(), gate)));
        }
        Ok(())
    }

    /// Replaces what is other than before: a fixed number of statements for each some hundred rows.
    pub(crate) async fn store(self, db: &mut SqliteConnection) -> Result<BatchChanges> {
        if !self.with_old_outcomes.is_empty() {
            outcome_row::remove(db, &self.with_old_outcomes).await?;
        }
        outcome_row::insert(db, self.outcomes).await?;
        if !self.with_old_tags.is_empty() {
            tags::remove_cited(db, &self.with_old_tags).await?;
        }
        tags::insert(db, self.tags).await?;
        if !self.with_old_gates.is_empty() {
            note_gates::remove(db, &self.with_old_gates).await?;
        }
        note_gates::insert(db, self.gates).await?;
        Ok(self.changes)
    }
}

async fn load_judgements(
    db: &mut SqliteConnection,
    notes: &[String],
) -> Result<HashMap<(String, usize), JudgementRow>> {
    let rows: Vec<JudgementRow> = sqlx::query_as(
        r#"
        select note_id, position, verdict, curator, at from note_judgement
        where note_id in (select value from json_each(?))
        "#,
    )
    .bind(json_list(notes.iter().cloned()))
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| Ok(((row.note_id.clone(), unsigned("position", row.position)?), row)))
        .collect()
}

/// The tags that follow from what a note cites, sorted.
fn cited_tags(
    note: &str,
    references: &[Reference],
    outcomes: &[OutcomeRow],
    facts: &FactBase,
) -> Vec<TagRow> {
    let kep_at: BTreeMap<i64, u32> = outcomes
        .iter()
        .filter_map(|row| Some((row.position, u32::try_from(row.kep_number?).ok()?)))
        .collect();
    let cited: Vec<CitedTarget<'_>> = references
        .iter()
        .enumerate()
        .filter(|(_, reference)| !reference.none)
        .map(|(position, reference)| {
            let answer = reference.target.item_key().and_then(|key| facts.items.get(&key.to_lowercase()));
            let item = match answer {
                Some(Answer::Item(item)) => Some(&**item),
                _ => None,
            };
            let number = kep_at.get(&(position as i64)).copied();
            let kep = number.and_then(|number| {
                let kep = facts.keps.get(&number)?.newest()?;
                Some(CitedKep {
                    number,
                    owning_sig: kep.owning_sig.as_ref(),
                    participating_sigs: &kep.participating_sigs,
                })
            });
            CitedTarget {
                target: &reference.target,
                labels: item.map_or(&[], |item| &item.labels),
                milestone: item.and_then(|item| item.milestone.as_deref()),
                // What GitHub itself answered counts instead.
                release_note: facts.release_note(&reference.target).filter(|_| item.is_none()),
                kep,
            }
        })
        .collect();
    let mut seen = HashSet::new();
    let tags = tag::cited_tags(&cited);
    let mut rows: Vec<TagRow> = tags.iter().map(|tag| TagRow::new(note, tag)).collect();
    rows.retain(|row| seen.insert((row.kind.clone(), row.value.clone(), row.origin.clone())));
    rows.sort();
    rows
}
