//! Taking an import back: the notebook becomes what it was before, as by an import.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use domain::id::{EntryId, NoteId};
use domain::notebook::draft::Fidelity;
use domain::notebook::import_log::{PastRun, RunKind, Undoable};
use domain::notebook::prepared::PreparedNote;
use domain::notebook::reimport::{self, PreviousEntry};
use domain::notebook::{Notebook, NotebookSlug};
use jiff::Timestamp;
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use crate::import_run::{NewRun, RunId, load_notebook, read_notebook};
use crate::notebook_state::{EntryState, NoteState, NotebookState};
use crate::replace::{
    PlannedContent, Prepare, Report, StoredContent, StoredEntry, StoredHead, store_content, store_head,
};
use crate::rows::{read, unsigned};
use crate::sql::json_list;
use crate::{Error, Result, Store, statistics};

/// What taking an import back did, or would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undone {
    /// The notebook.
    pub notebook: NotebookSlug,
    /// What changed by it.
    pub report: Report,
    /// Decisions of curators on notes that leave the notebook by it: they wait for their return.
    pub waiting_decisions: u32,
}

impl Store {
    /// Takes back all that a run did to a notebook, or what an undo did; ids, decisions and what other runs did stay. With
    /// `dry_run`, says what that would change.
    ///
    /// Notes that the run brought leave the notebook as notes do that leave their source. `prepare` is as for
    /// [`Self::replace`].
    ///
    /// Fails with [`Error::NotUndoable`] for any but the runs of [`Undoable`].
    pub async fn undo_run(
        &self,
        run: RunId,
        at: Timestamp,
        dry_run: bool,
        prepare: impl Fn(&str, bool) -> PreparedNote + Send + Sync + 'static,
    ) -> Result<Undone> {
        let mut transaction = self.begin().await?;
        let undone = undo(&mut transaction, run, &at.to_string(), Arc::new(prepare)).await;
        if undone.is_ok() && !dry_run {
            transaction.commit().await?;
        } else {
            transaction.rollback().await?;
        }
        undone
    }
}

async fn undo(db: &mut SqliteConnection, run: RunId, at: &str, prepare: Prepare) -> Result<Undone> {
    let row: Option<(i64, String, Option<String>)> = sqlx::query_as(
        r#"
        select notebook.id, notebook.slug, import_run.notebook_before
        from import_run join notebook on notebook.id = import_run.notebook_id where import_run.id = ?
        "#,
    )
    .bind(run.0)
    .fetch_optional(&mut *db)
    .await?;
    let (notebook, slug, before) = row.ok_or(Error::NoRun(run.0))?;
    if !Undoable::new(&past_runs(db, notebook).await?).contains(run.0) {
        return Err(Error::NotUndoable(run.0));
    }
    let slug: NotebookSlug = read("notebook", &slug)?;
    let now = load_notebook(db, slug.as_str()).await?.ok_or_else(|| Error::NoNotebook(slug.to_string()))?;
    // Its name is that of today: what it was called before may be another's.
    let head = match before {
        Some(json) => Notebook { slug: slug.clone(), is_written: now.is_written, ..read_notebook(&json)? },
        None => now.clone(),
    };
    let stored_head = StoredHead::load(db, slug.as_str()).await?;
    store_head(db, &head, at).await?;
    let (stored, known) = StoredContent::load(db, notebook, &[]).await?;
    let state = state_before(db, run, &stored, &known).await?;
    // All ids of a state that was are known.
    let plan = reimport::plan_state(&slug, &known, &state.planned(), &|_| false);
    let (entries, fidelity) = state.drafts();
    let mut report = Report::new(&plan, false);
    let vanished = json_list(plan.vanished_notes.iter().map(NoteId::as_str));
    let undo = NewRun {
        notebook,
        at,
        kind: RunKind::Undo,
        undoes: Some(run),
        before: Some(&now),
        source: None,
        is_written: false,
        written_by: None,
        origin: None,
    };
    let undo = undo.begin(db).await?;
    let time_zone = head.time_zone;
    let content = PlannedContent { notebook, time_zone, before: stored_head, stored, entries, plan };
    let fidelity = |note: &reimport::PlannedNote, known: Option<Fidelity>| {
        fidelity.get(&note.id).copied().or(known).unwrap_or(Fidelity::Written)
    };
    report.remade = store_content(db, content, fidelity, (undo, at), prepare, &|_, _| {}).await?;
    undo.end(db, &report.json()).await?;
    statistics::renew_if_grown(db).await?;
    let waiting: i64 = sqlx::query_scalar(
        r#"
        select count(*) from decision join decision_batch on decision_batch.id = decision.batch
        where decision_batch.undone_at is null and decision.note_id in (select value from json_each(?))
        "#,
    )
    .bind(vanished)
    .fetch_one(&mut *db)
    .await?;
    Ok(Undone { notebook: slug, report, waiting_decisions: unsigned("count", waiting)? })
}

/// The runs of a notebook that changed something, oldest first.
async fn past_runs(db: &mut SqliteConnection, notebook: i64) -> Result<Vec<PastRun>> {
    #[derive(FromRow)]
    struct Row {
        id: i64,
        undoes: Option<i64>,
        is_kept: bool,
    }
    let mut sql = crate::sql::sql();
    sql.push("select id, undoes, is_kept from import_run where notebook_id = ").push_bind(notebook);
    sql.push(" and ").push(CHANGED_SOMETHING).push(" order by id");
    let rows: Vec<Row> = sql.build_query_as().fetch_all(db).await?;
    Ok(rows.into_iter().map(|Row { id, undoes, is_kept }| PastRun { id, undoes, is_kept }).collect())
}

/// The condition on runs that are in the log: what changed nothing is not.
pub(crate) const CHANGED_SOMETHING: &str = "(import_run.kind = 'undo' or coalesce(report ->> '$.notes.new', 0) \
     + coalesce(report ->> '$.notes.changed', 0) + coalesce(report ->> '$.notes.vanished', 0) \
     + coalesce(report ->> '$.entries.new', 0) + coalesce(report ->> '$.entries.changed', 0) \
     + coalesce(report ->> '$.entries.vanished', 0) > 0)";

/// A note as it was before a run.
struct NoteBefore<'a> {
    entry: EntryId,
    position: usize,
    markdown: Cow<'a, str>,
    fidelity: Fidelity,
    is_present: bool,
}

#[derive(FromRow)]
struct NoteChangeRow {
    note_id: String,
    entry_id: String,
    position: i64,
    vanished: bool,
    markdown: Option<String>,
    fidelity: String,
}

/// A notebook as it was before a run.
async fn state_before<'a>(
    db: &mut SqliteConnection,
    run: RunId,
    stored: &StoredContent,
    known: &'a [PreviousEntry<'_>],
) -> Result<NotebookState<'a>> {
    let mut entries: BTreeMap<EntryId, StoredEntry> = BTreeMap::new();
    let mut notes: HashMap<NoteId, NoteBefore<'a>> = HashMap::new();
    for entry in known {
        entries.extend(stored.entry(&entry.id).map(|stored| (entry.id.clone(), stored.clone())));
        for note in &entry.notes {
            let Some(place) = stored.note(&note.id) else { continue };
            let (home, position) = stored.place(place);
            let before = NoteBefore {
                entry: home.clone(),
                position,
                markdown: Cow::Borrowed(&note.text),
                fidelity: place.fidelity,
                is_present: !note.vanished,
            };
            notes.insert(note.id.clone(), before);
        }
    }
    for (id, before) in entry_changes(db, run).await? {
        entries.insert(id, before);
    }
    for row in note_changes(db, run).await? {
        let Some(note) = notes.get_mut(&read::<NoteId>("id", &row.note_id)?) else { continue };
        note.entry = read("id", &row.entry_id)?;
        note.position = unsigned("position", row.position)?;
        note.fidelity = read("fidelity", &row.fidelity)?;
        note.is_present = !row.vanished;
        if let Some(markdown) = row.markdown {
            note.markdown = Cow::Owned(markdown);
        }
    }
    let (new_entries, new_notes) = (added(db, "entry", run).await?, added(db, "note", run).await?);
    let mut entries: Vec<(EntryId, StoredEntry)> = entries
        .into_iter()
        .filter(|(id, entry)| !entry.vanished && !new_entries.contains(id.as_str()))
        .collect();
    entries.sort_by_key(|(_, entry)| entry.position);
    let mut by_entry: HashMap<EntryId, Vec<(NoteId, NoteBefore<'a>)>> = HashMap::new();
    for (id, note) in notes {
        if note.is_present && !new_notes.contains(id.as_str()) {
            by_entry.entry(note.entry.clone()).or_default().push((id, note));
        }
    }
    let entry = |(id, entry)| {
        let mut notes = by_entry.remove(&id).unwrap_or_default();
        notes.sort_by(|(one, a), (other, b)| (a.position, one).cmp(&(b.position, other)));
        let notes = notes.into_iter().map(|(id, note)| NoteState {
            id: Some(id),
            markdown: note.markdown,
            fidelity: note.fidelity,
        });
        EntryState { id: Some(id), entry, notes: notes.collect() }
    };
    Ok(NotebookState { entries: entries.into_iter().map(entry).collect() })
}

async fn entry_changes(db: &mut SqliteConnection, run: RunId) -> Result<Vec<(EntryId, StoredEntry)>> {
    let rows: Vec<(String, String)> =
        sqlx::query_as("select entry_id, before from entry_change where run_id = ?")
            .bind(run.0)
            .fetch_all(db)
            .await?;
    let entry = |(id, before): (String, String)| {
        let odd = |_| Error::Row { what: "entry", found: before.clone() };
        Ok((read("id", &id)?, serde_json::from_str(&before).map_err(odd)?))
    };
    rows.into_iter().map(entry).collect()
}

async fn note_changes(db: &mut SqliteConnection, run: RunId) -> Result<Vec<NoteChangeRow>> {
    Ok(sqlx::query_as(
        r#"
        select note_id, entry_id, position, vanished_at is not null as vanished, markdown, fidelity
        from note_change where run_id = ?
        "#,
    )
    .bind(run.0)
    .fetch_all(db)
    .await?)
}

/// The ids of entries or notes that a run brought.
async fn added(db: &mut SqliteConnection, table: &'static str, run: RunId) -> Result<HashSet<String>> {
    let mut sql = crate::sql::sql();
    sql.push("select id from ")
        .push(table)
        .push(" where notebook_id = (select notebook_id from import_run where id = ");
    sql.push_bind(run.0).push(") and added_in = ").push_bind(run.0);
    let ids: Vec<String> = sql.build_query_scalar().fetch_all(db).await?;
    Ok(ids.into_iter().collect())
}
