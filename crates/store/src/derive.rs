//! What follows from notes and facts together: the outcome of each citation, the tags of what is
//! cited, and the state of each KEP now. All of it may be made anew at any time.

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::Date;
use domain::github::Answer;
use domain::list::timeline::Reference;
use domain::outcome::{FactBase, Judge, fold, item_key};
use domain::tag::{self, CitedKep, CitedTarget, Origin};
use jiff::tz::TimeZone;
use sqlx::sqlite::SqliteConnection;
use sqlx::{Connection, FromRow, QueryBuilder, Sqlite};

use crate::citations::{self, Corrected, NoteScope};
use crate::rows::{TagRow, read_opt, unsigned};
use crate::sql::push_list;
use crate::{Error, Result, Store, generation, statistics};

mod facts;
mod keps_now;
mod moves;
mod row;

use facts::Known;
use row::OutcomeRow;

/// How many notes are judged in one go: what a database with very many of them asks of the memory.
const NOTES_A_GO: i64 = 2000;

/// What deriving changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Derived {
    /// Notes whose outcomes or tags are other than before.
    pub notes: usize,
    /// KEPs whose state now is another one than before.
    pub keps: usize,
}

impl Store {
    /// Judges every citation by the facts at hand and writes what is other than before.
    ///
    /// To be called when a sync has ended, as its end says what *now* means. Pages never wait for it:
    /// notes are judged some thousands at a time.
    pub async fn derive(&self) -> Result<Derived> {
        let mut connection = self.writer.acquire().await?;
        let mut db = connection.begin_with("begin immediate").await?;
        let known = facts::load(&mut db).await?;
        let keps = keps_now::write(&mut db, &known).await?;
        moves::write_keps(&mut db, &known).await?;
        db.commit().await?;
        let mut derived = Derived { notes: 0, keps };
        let mut after = String::new();
        loop {
            let mut db = connection.begin_with("begin immediate").await?;
            let go = derive_notes(&mut db, &known, Which::All, &after).await?;
            derived.notes += go.changed;
            match go.last {
                Some(last) => {
                    after = last;
                    db.commit().await?;
                }
                None => {
                    keps_now::count_notes(&mut db).await?;
                    moves::write_items(&mut db, &known).await?;
                    statistics::renew(&mut db).await?;
                    generation::raise(&mut db).await?;
                    db.commit().await?;
                    return Ok(derived);
                }
            }
        }
    }
}

/// The same for the notes of one notebook, within the transaction of its import.
pub(crate) async fn derive_notebook(db: &mut SqliteConnection, notebook: i64) -> Result<()> {
    let known = facts::load(db).await?;
    let mut after = String::new();
    while let Some(last) = derive_notes(db, &known, Which::Notebook(notebook), &after).await?.last {
        after = last;
    }
    moves::write_keps_at_first(db, &known).await?;
    moves::write_items(db, &known).await?;
    keps_now::count_notes(db).await
}

/// The same for some notes, within the transaction that corrected what they cite.
pub(crate) async fn derive_some(db: &mut SqliteConnection, notes: Vec<String>) -> Result<()> {
    if notes.is_empty() {
        return Ok(());
    }
    let known = facts::load(db).await?;
    let mut after = String::new();
    while let Some(last) = derive_notes(db, &known, Which::Notes(&notes), &after).await?.last {
        after = last;
    }
    keps_now::count_notes(db).await
}

/// Which notes are judged.
#[derive(Clone, Copy)]
enum Which<'a> {
    All,
    Notebook(i64),
    Notes(&'a [String]),
}

/// What judging some notes gave.
struct Go {
    changed: usize,
    /// The last note that was judged; `None` when there are no more.
    last: Option<String>,
}

#[derive(FromRow)]
struct NoteOf {
    id: String,
    vanished: bool,
    date: Option<String>,
    not_after: Option<String>,
    time_zone: String,
}

impl NoteOf {
    /// The day that *then* means.
    fn then(&self) -> Result<Option<Date>> {
        Ok(read_opt("day", self.date.as_deref())?.or(read_opt("day", self.not_after.as_deref())?))
    }
}

async fn derive_notes(db: &mut SqliteConnection, known: &Known, which: Which<'_>, after: &str) -> Result<Go> {
    let mut sql = QueryBuilder::<Sqlite>::new(
        "select note.id, note.vanished_at is not null as vanished, entry.date, entry.not_after, notebook.time_zone \
         from note join entry on entry.id = note.entry_id join notebook on notebook.id = note.notebook_id \
         where note.id > ",
    );
    sql.push_bind(after.to_owned());
    match which {
        Which::All => {}
        Which::Notebook(notebook) => {
            sql.push(" and note.notebook_id = ").push_bind(notebook);
        }
        Which::Notes(notes) => {
            sql.push(" and note.id in (");
            push_list(&mut sql, notes.iter().cloned());
        }
    }
    sql.push(" order by note.id limit ").push_bind(NOTES_A_GO);
    let notes: Vec<NoteOf> = sql.build_query_as().fetch_all(&mut *db).await?;
    let Some(last) = notes.last().map(|note| note.id.clone()) else {
        return Ok(Go { changed: 0, last: None });
    };
    let ids: Vec<String> = notes.iter().map(|note| note.id.clone()).collect();
    let Corrected { mut references, mut reasons } = citations::corrected(db, NoteScope::Ids(&ids)).await?;
    let mut outcomes = outcomes_of(db, &ids).await?;
    let mut tags = tags_of(db, &ids).await?;

    let mut judges: HashMap<&str, Judge<'_>> = HashMap::new();
    let mut changed = 0;
    for note in &notes {
        let mut cited = references.remove(&note.id).unwrap_or_default();
        // What left its source is neither counted nor found.
        if note.vanished {
            cited.clear();
        }
        let judge = match judges.entry(&note.time_zone) {
            std::collections::hash_map::Entry::Occupied(judge) => judge.into_mut(),
            std::collections::hash_map::Entry::Vacant(place) => {
                let zone = TimeZone::get(&note.time_zone)
                    .map_err(|_| Error::Row { what: "time zone", found: note.time_zone.clone() })?;
                place.insert(Judge::new(&known.facts, zone))
            }
        };
        let then = note.then()?;
        let mut new_outcomes = Vec::new();
        for (position, reference) in cited.iter().enumerate().filter(|(_, reference)| !reference.none) {
            if let Some(mut outcome) = judge.outcome(&reference.target, then) {
                // That a KEP lives on under another number is said of what was corrected too.
                outcome.read_as = outcome.read_as.or(reasons.remove(&(note.id.clone(), position)));
                new_outcomes.push(OutcomeRow::of(&note.id, position, &reference.target, &outcome, known));
            }
        }
        let new_tags = cited_tags(&note.id, &cited, &new_outcomes, &known.facts);
        let old_outcomes = outcomes.remove(&note.id).unwrap_or_default();
        let old_tags = tags.remove(&note.id).unwrap_or_default();
        let same_outcomes = old_outcomes == new_outcomes;
        let same_tags = old_tags == new_tags;
        changed += usize::from(!(same_outcomes && same_tags));
        if !same_outcomes {
            row::write(db, &note.id, &new_outcomes).await?;
        }
        if !same_tags {
            write_tags(db, &note.id, &new_tags).await?;
        }
    }
    Ok(Go { changed, last: Some(last) })
}

async fn outcomes_of(
    db: &mut SqliteConnection,
    notes: &[String],
) -> Result<HashMap<String, Vec<OutcomeRow>>> {
    let mut sql = QueryBuilder::<Sqlite>::new("select ");
    sql.push(OutcomeRow::COLUMNS).push(" from outcome where note_id in (");
    push_list(&mut sql, notes.iter().cloned());
    sql.push(" order by note_id, position");
    let rows: Vec<OutcomeRow> = sql.build_query_as().fetch_all(db).await?;
    let mut of_note: HashMap<String, Vec<OutcomeRow>> = HashMap::new();
    for row in rows {
        of_note.entry(row.note_id.clone()).or_default().push(row);
    }
    Ok(of_note)
}

/// The origins of tags that follow from what is cited.
pub(crate) const CITED: [Origin; 4] = [Origin::Kep, Origin::Label, Origin::Milestone, Origin::Repository];

fn push_cited(sql: &mut QueryBuilder<Sqlite>) {
    sql.push(" and origin in (");
    let mut list = sql.separated(", ");
    for origin in CITED {
        list.push_bind(origin.as_str());
    }
    sql.push(")");
}

async fn tags_of(db: &mut SqliteConnection, notes: &[String]) -> Result<HashMap<String, Vec<TagRow>>> {
    let mut sql = QueryBuilder::<Sqlite>::new(
        "select note_id, kind, value, origin, evidence, strong from derived_tag where note_id in (",
    );
    push_list(&mut sql, notes.iter().cloned());
    push_cited(&mut sql);
    let rows: Vec<TagRow> = sql.build_query_as().fetch_all(db).await?;
    let mut of_note: HashMap<String, Vec<TagRow>> = HashMap::new();
    for row in rows {
        of_note.entry(row.note_id.clone()).or_default().push(row);
    }
    of_note.values_mut().for_each(|tags| tags.sort());
    Ok(of_note)
}

/// The tags of what a note cites, sorted.
fn cited_tags(note: &str, cited: &[Reference], outcomes: &[OutcomeRow], facts: &FactBase) -> Vec<TagRow> {
    let kep_at: BTreeMap<i64, u32> = outcomes
        .iter()
        .filter_map(|row| Some((row.position, u32::try_from(row.kep_number?).ok()?)))
        .collect();
    let cited: Vec<CitedTarget<'_>> = cited
        .iter()
        .enumerate()
        .filter(|(_, reference)| !reference.none)
        .map(|(position, reference)| {
            let answer = item_key(&reference.target).and_then(|key| facts.items.get(&fold(&key)));
            let item = match answer {
                Some(Answer::Item(item)) => Some(&**item),
                _ => None,
            };
            let number = kep_at.get(&(position as i64)).copied();
            let kep = number.and_then(|number| {
                let kep = facts.keps.get(&number)?;
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
                kep,
            }
        })
        .collect();
    let mut seen = HashSet::new();
    let tags = tag::from_cited(&cited);
    let mut rows: Vec<TagRow> = tags.iter().map(|tag| TagRow::of(note, tag)).collect();
    rows.retain(|row| seen.insert((row.kind.clone(), row.value.clone(), row.origin.clone())));
    rows.sort();
    rows
}

async fn write_tags(db: &mut SqliteConnection, note: &str, tags: &[TagRow]) -> Result<()> {
    let mut sql = QueryBuilder::<Sqlite>::new("delete from derived_tag where note_id = ");
    sql.push_bind(note.to_owned());
    push_cited(&mut sql);
    sql.build().execute(&mut *db).await?;
    for row in tags {
        crate::replace::insert_tag(db, row).await?;
    }
    Ok(())
}

fn number(number: i64) -> Result<u32> {
    unsigned("KEP number", number)
}
