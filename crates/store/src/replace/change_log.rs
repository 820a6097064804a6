//! What a run changes of what was there before: kept as it was, so that it can be read and put back.

use domain::id::{EntryId, NoteId};
use domain::notebook::import_log::NoteChange;
use sqlx::sqlite::SqliteConnection;

use super::stored::StoredEntry;
use crate::import_run::RunId;
use crate::sql::{execute_rows, json_list};
use crate::{Error, Result};

/// Keeps entries as they were.
pub(super) async fn keep_entries(
    db: &mut SqliteConnection,
    run: RunId,
    entries: Vec<(EntryId, StoredEntry)>,
) -> Result<()> {
    let mut rows = Vec::new();
    for (id, entry) in entries {
        let before = serde_json::to_string(&entry)
            .map_err(|error| Error::Row { what: "entry", found: error.to_string() })?;
        rows.push((String::from(id), before));
    }
    let statement = ("insert into entry_change (run_id, entry_id, before) ", " on conflict do nothing");
    execute_rows(db, statement, 3, rows, |values, (id, before)| {
        values.push_bind(run.0).push_bind(id).push_bind(before);
    })
    .await
}

/// Keeps notes as they are now: before a change, which says whether their words go with it. One statement.
pub(super) async fn keep_notes<'a>(
    db: &mut SqliteConnection,
    run: RunId,
    change: NoteChange,
    notes: impl Iterator<Item = &'a NoteId>,
) -> Result<()> {
    let ids: Vec<&str> = notes.map(NoteId::as_str).collect();
    if ids.is_empty() {
        return Ok(());
    }
    sqlx::query(
        r#"
        insert into note_change (run_id, note_id, change, entry_id, position, vanished_at, markdown, fidelity)
        select ?1, id, ?2, entry_id, position, vanished_at, iif(?3, markdown, null), fidelity
        from note where id in (select value from json_each(?4))
        "#,
    )
    .bind(run.0)
    .bind(change.as_str())
    .bind(change.is_of_words())
    .bind(json_list(ids))
    .execute(db)
    .await?;
    Ok(())
}
